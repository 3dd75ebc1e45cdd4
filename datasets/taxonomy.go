package datasets

import (
	"regexp"
	"sort"
	"strings"
)

// List names one vocabulary of a [Taxonomy], as a study file does.
type List string

// The vocabularies.
const (
	Kinds   List = "kinds"   // what a facility is
	Levels  List = "levels"  // administrative levels, Rank 1 the highest; Rank 0 stands outside the order
	Grades  List = "grades"  // honours by the level that issued them, Rank 1 the highest
	Steps   List = "states"  // the life of a facility, Rank in its order
	Domains List = "domains" // the seven domains of a child-friendly city
	Funds   List = "funds"   // sources of money
	Groups  List = "groups"  // groups of people
)

// Lists gives every vocabulary.
func Lists() []List { return []List{Kinds, Levels, Grades, Steps, Domains, Funds, Groups} }

// Term is one entry of a vocabulary: its id, its labels, and the other words
// that mean it.
type Term struct {
	ID string
	Text
	Synonyms []string
	Rank     int // see the List; 0 where the list has no order
}

// Taxonomy is the vocabulary of a study. Lookups ignore case, width, white
// space and quotation marks; an id, a label and a synonym all name their term.
// Start with [BuiltinTaxonomy]. A Taxonomy may be read by several goroutines
// while none extends it.
type Taxonomy struct {
	vocabularies map[List]*vocabulary
}

type vocabulary struct {
	terms []Term         // in the order they were added
	words map[string]int // folded word → index in terms
}

// BuiltinTaxonomy returns a new taxonomy with the words of the field: the kinds
// of facilities for women and children, the five levels of administration, and
// so on.
func BuiltinTaxonomy() *Taxonomy {
	x := &Taxonomy{vocabularies: map[List]*vocabulary{}}
	builtin := map[List][]Term{
		Kinds: kindTerms(), Levels: levelTerms(), Grades: gradeTerms(), Steps: stateTerms(),
		Domains: domainTerms(), Funds: fundTerms(), Groups: groupTerms(),
	}
	for _, list := range Lists() {
		v := &vocabulary{words: map[string]int{}}
		for _, t := range builtin[list] {
			v.add(t)
		}
		x.vocabularies[list] = v
	}
	return x
}

// add puts a term in; a word that another term has stays with that one.
func (v *vocabulary) add(t Term) {
	v.terms = append(v.terms, t)
	for _, w := range t.words() {
		if _, taken := v.words[w]; !taken {
			v.words[w] = len(v.terms) - 1
		}
	}
}

// words gives the folded forms that name the term.
func (t Term) words() []string {
	var out []string
	for _, w := range append([]string{t.ID, t.ZH, t.EN}, t.Synonyms...) {
		if w = foldTerm(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// foldTerm folds a word and drops its brackets: 镇(街) and 镇街 are one word.
func foldTerm(w string) string { return dropBrackets(fold(w)) }

var termID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// Extend adds a study's own words to a list. A term with a known id adds its
// synonyms and, where they are given, replaces labels and rank; any other id is
// a new term. The list of states has a fixed order and takes synonyms only. A
// word that already means another term, an id that is not made of letters,
// digits, _ and -, and an unknown list are errors ([*Problem]); the taxonomy
// then stays as it was.
func (x *Taxonomy) Extend(list List, terms []Term) error {
	have, ok := x.vocabularies[list]
	if !ok {
		return &Problem{What: T("没有“%s”这张词表", "there is no list of %q", string(list)), Hint: T("可用：%s", "there are: %s", joinLists())}
	}
	v := have.copy()
	for _, t := range terms {
		if err := v.extend(list, t); err != nil {
			return err
		}
	}
	x.vocabularies[list] = v
	return nil
}

func (v *vocabulary) extend(list List, t Term) error {
	if !termID.MatchString(t.ID) {
		return &Problem{What: T("%[1]s：“%[2]s”不能作标识", "%[1]s: %[2]q cannot be an id", string(list), t.ID),
			Hint: T("标识以字母开头，只含字母、数字、_ 和 -；中文名写在 zh", "an id begins with a letter and holds letters, digits, _ and -; put the Chinese name in zh")}
	}
	at := v.find(t.ID)
	if at < 0 && list == Steps {
		return &Problem{What: T("没有“%s”这个状态", "there is no state %q", t.ID), Hint: T("状态的次序是固定的，只能为已有状态添加同义词", "the order of states is fixed: add synonyms to one of them")}
	}
	for _, w := range t.words() {
		if other, taken := v.words[w]; taken && other != at {
			return &Problem{What: T("%[1]s：“%[2]s”已指“%[3]s”（%[4]s）", "%[1]s: %[2]q already means %[3]q (%[4]s)", string(list), w, v.terms[other].Text, v.terms[other].ID),
				Hint: T("换一个词，或把它加到 %s 的同义词里", "choose another word, or add it to the synonyms of %s", v.terms[other].ID)}
		}
	}
	if at < 0 {
		if t.IsZero() {
			t.Text = Same(t.ID)
		}
		v.add(t)
		return nil
	}
	term := &v.terms[at]
	term.Synonyms = append(append([]string(nil), term.Synonyms...), t.Synonyms...)
	for _, w := range t.words() {
		v.words[w] = at
	}
	if t.ZH != "" {
		term.ZH = t.ZH
	}
	if t.EN != "" {
		term.EN = t.EN
	}
	if t.Rank != 0 && list != Steps {
		term.Rank = t.Rank
	}
	return nil
}

// find returns the index of the term with exactly this id, or -1.
func (v *vocabulary) find(id string) int {
	for i := range v.terms {
		if v.terms[i].ID == id {
			return i
		}
	}
	return -1
}

func (v *vocabulary) copy() *vocabulary {
	c := &vocabulary{terms: append([]Term(nil), v.terms...), words: make(map[string]int, len(v.words))}
	for w, i := range v.words {
		c.words[w] = i
	}
	return c
}

// Lookup gives the id that a word means in a list.
func (x *Taxonomy) Lookup(list List, word string) (id string, ok bool) {
	v := x.vocabularies[list]
	if v == nil {
		return "", false
	}
	i, ok := v.words[foldTerm(word)]
	if !ok || word == "" {
		return "", false
	}
	return v.terms[i].ID, true
}

// Kind gives the id of a kind of facility.
func (x *Taxonomy) Kind(word string) (id string, ok bool) { return x.Lookup(Kinds, word) }

// Level gives the id of an administrative level.
func (x *Taxonomy) Level(word string) (id string, ok bool) { return x.Lookup(Levels, word) }

// Grade gives the id of a grade: the level that issued it. See [Taxonomy.ParseGrades]
// for titles such as 广东省儿童友好示范社区.
func (x *Taxonomy) Grade(word string) (id string, ok bool) { return x.Lookup(Grades, word) }

// State gives the step of a facility's life.
func (x *Taxonomy) State(word string) (State, bool) {
	id, ok := x.Lookup(Steps, word)
	return State(id), ok
}

// Domain gives the id of a domain.
func (x *Taxonomy) Domain(word string) (id string, ok bool) { return x.Lookup(Domains, word) }

// Fund gives the id of a source of money.
func (x *Taxonomy) Fund(word string) (id string, ok bool) { return x.Lookup(Funds, word) }

// Group gives the id of a group of people.
func (x *Taxonomy) Group(word string) (id string, ok bool) { return x.Lookup(Groups, word) }

// Text gives the labels of an id; an unknown id is its own label.
func (x *Taxonomy) Text(list List, id string) Text {
	if t, ok := x.Term(list, id); ok {
		return t.Text
	}
	return Same(id)
}

// Term gives the entry of exactly this id.
func (x *Taxonomy) Term(list List, id string) (Term, bool) {
	v := x.vocabularies[list]
	if v == nil {
		return Term{}, false
	}
	i := v.find(id)
	if i < 0 {
		return Term{}, false
	}
	return v.terms[i], true
}

// Terms gives the entries of a list: by rank where it has one (entries without
// rank last), in the order they were added otherwise.
func (x *Taxonomy) Terms(list List) []Term {
	v := x.vocabularies[list]
	if v == nil {
		return nil
	}
	out := append([]Term(nil), v.terms...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Rank, out[j].Rank
		return a != 0 && (b == 0 || a < b)
	})
	return out
}

// LevelRank is the rank of a level, 1 the highest, or 0 for one that stands
// outside the order (informal units, unknown ids).
func (x *Taxonomy) LevelRank(id string) int {
	t, _ := x.Term(Levels, id)
	return t.Rank
}

// GradeAtLeast tells whether a grade is as high as the one wanted. A wanted
// grade of "" is reached by every grade; an unknown or empty one reaches only
// itself.
func (x *Taxonomy) GradeAtLeast(have, want string) bool {
	if want == "" || have == want {
		return true
	}
	h, _ := x.Term(Grades, have)
	w, _ := x.Term(Grades, want)
	return h.Rank > 0 && w.Rank > 0 && h.Rank <= w.Rank
}

func joinLists() string {
	var names []string
	for _, l := range Lists() {
		names = append(names, string(l))
	}
	return strings.Join(names, ", ")
}
