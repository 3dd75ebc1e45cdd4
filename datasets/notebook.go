package datasets

import (
	"path"
	"strings"
)

// rule is one kind of finding, before it is known how often it occurs.
type rule struct {
	name       string
	severity   Severity
	text, hint Text
}

// notebook collects the findings of one layer in the order in which they first
// occur, each with its count and its first examples.
type notebook struct {
	layer string
	list  []Finding
	at    map[string]int // rule → index in list
	words map[string]*tally
	sole  map[string]bool // rules that occur once however often they are met
}

// newNotebook starts the findings of a layer; without a name the layer is
// called as its file.
func newNotebook(t *Table, layer string) *notebook {
	return &notebook{layer: layerName(t, layer), at: map[string]int{}}
}

// layerName is the name of a layer in messages: the study's, else the file's.
func layerName(t *Table, layer string) string {
	if layer != "" {
		return layer
	}
	name := path.Base(strings.ReplaceAll(t.File, `\`, "/"))
	if t.Layer != "" && !strings.HasSuffix(name, "#"+t.Layer) {
		name += "#" + t.Layer
	}
	return name
}

// finding returns the entry of a rule, made at its first occurrence.
func (n *notebook) finding(r rule) *Finding {
	i, ok := n.at[r.name]
	if !ok {
		i = len(n.list)
		n.at[r.name] = i
		n.list = append(n.list, Finding{Rule: r.name, Severity: r.severity, Layer: n.layer, Text: r.text, Hint: r.hint})
	}
	return &n.list[i]
}

// add counts one occurrence; its sentence is formatted only while examples are
// still kept.
func (n *notebook) add(r rule, at Ref, zh, en string, args ...any) {
	f := n.finding(r)
	f.Count++
	if len(f.Examples) < MaxExamples {
		f.addExamples([]Example{{Ref: at, Text: T(zh, en, args...)}})
	}
}

// once notes what is true of a whole layer.
func (n *notebook) once(r rule, at Ref, zh, en string, args ...any) {
	if n.count(r) > 0 {
		return
	}
	if n.sole == nil {
		n.sole = map[string]bool{}
	}
	n.sole[r.name] = true
	n.add(r, at, zh, en, args...)
}

// word counts a word that a rule is about; wordList names them.
func (n *notebook) word(r rule, word string) {
	if n.words == nil {
		n.words = map[string]*tally{}
	}
	if n.words[r.name] == nil {
		n.words[r.name] = &tally{}
	}
	n.words[r.name].add(word, 1)
}

func (n *notebook) wordList(r rule, sep string) string {
	if t := n.words[r.name]; t != nil {
		return t.list(sep)
	}
	return ""
}

// merge adds what was noted of the rows that follow.
func (n *notebook) merge(later *notebook) {
	for i := range later.list {
		f := &later.list[i]
		k, known := n.at[f.Rule]
		switch {
		case !known:
			n.at[f.Rule] = len(n.list)
			n.list = append(n.list, *f)
		case !later.sole[f.Rule]:
			n.list[k].Count += f.Count
			n.list[k].addExamples(f.Examples)
		}
	}
	for name := range later.sole {
		if n.sole == nil {
			n.sole = map[string]bool{}
		}
		n.sole[name] = true
	}
	for name, t := range later.words {
		if n.words == nil {
			n.words = map[string]*tally{}
		}
		if n.words[name] == nil {
			n.words[name] = &tally{}
		}
		for _, w := range t.words {
			n.words[name].add(w, t.counts[w])
		}
	}
}

// describe replaces the sentence of a rule that has occurred by one that knows
// the whole layer.
func (n *notebook) describe(r rule, text Text) {
	if i, ok := n.at[r.name]; ok {
		n.list[i].Text = text
	}
}

// count is how often a rule has occurred.
func (n *notebook) count(r rule) int {
	if i, ok := n.at[r.name]; ok {
		return n.list[i].Count
	}
	return 0
}

// take adds findings of a reader or of the columns.
func (n *notebook) take(findings []Finding) {
	for _, f := range findings {
		if f.Layer == "" {
			f.Layer = n.layer
		}
		n.list = append(n.list, f)
	}
}

// findings gives what was collected.
func (n *notebook) findings() []Finding { return n.list }

// tally counts distinct words in the order in which they first occur.
type tally struct {
	words  []string
	counts map[string]int
}

func (t *tally) add(word string, times int) {
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	if t.counts[word] == 0 {
		t.words = append(t.words, word)
	}
	t.counts[word] += times
}

// list writes the first twenty words, parted by sep.
func (t *tally) list(sep string) string {
	if len(t.words) > MaxExamples {
		return strings.Join(t.words[:MaxExamples], sep) + " …"
	}
	return strings.Join(t.words, sep)
}
