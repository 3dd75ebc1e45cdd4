package source

import (
	"fmt"
	"strings"

	"fugai/datasets"
)

// Rule is one kind of thing that a reader notices. ZH and EN are sentences
// with one %d for how often it occurred, or without where that is once a file.
type Rule struct {
	Name           string // kebab case, stable
	Severity       datasets.Severity
	ZH, EN         string
	HintZH, HintEN string
}

// Warn is a rule of something that the user should look at.
func Warn(name, zh, en, hintZH, hintEN string) Rule {
	return Rule{Name: name, Severity: datasets.SeverityWarning, ZH: zh, EN: en, HintZH: hintZH, HintEN: hintEN}
}

// Remark is a rule of something that was understood or assumed.
func Remark(name, zh, en, hintZH, hintEN string) Rule {
	return Rule{Name: name, Severity: datasets.SeverityNote, ZH: zh, EN: en, HintZH: hintZH, HintEN: hintEN}
}

// Notes counts what a reader notices in one file and keeps the first
// [datasets.MaxExamples] examples of each rule.
type Notes struct {
	file     string
	rules    []Rule
	count    map[string]int
	examples map[string][]datasets.Example
}

// NewNotes makes an empty collection for the rules of a reader, which are
// reported in this order.
func NewNotes(file string, rules []Rule) *Notes {
	return &Notes{file: file, rules: rules, count: map[string]int{}, examples: map[string][]datasets.Example{}}
}

// Add counts one occurrence of a rule at a place. The example's text is asked
// for only while examples are kept; nil gives the value at the place.
func (n *Notes) Add(rule string, where datasets.Ref, text func() datasets.Text) {
	n.count[rule]++
	if len(n.examples[rule]) >= datasets.MaxExamples {
		return
	}
	where.File = n.file
	e := datasets.Example{Ref: where, Text: datasets.Same(where.Value)}
	if text != nil {
		e.Text = text()
	}
	n.examples[rule] = append(n.examples[rule], e)
}

// Merge adds what was noted of the rows that follow.
func (n *Notes) Merge(later *Notes) {
	for rule, times := range later.count {
		n.count[rule] += times
		more := later.examples[rule]
		n.examples[rule] = append(n.examples[rule], more[:min(len(more), datasets.MaxExamples-len(n.examples[rule]))]...)
	}
}

// counted puts the number into a sentence that has a place for it.
func counted(sentence string, n int) string {
	if !strings.Contains(sentence, "%d") {
		return sentence
	}
	return fmt.Sprintf(sentence, n)
}

// Count is how often a rule has been noted.
func (n *Notes) Count(rule string) int { return n.count[rule] }

// Findings lists what was noted, in the order of the rules.
func (n *Notes) Findings() []datasets.Finding {
	var out []datasets.Finding
	for _, r := range n.rules {
		if n.count[r.Name] == 0 {
			continue
		}
		out = append(out, datasets.Finding{
			Rule: r.Name, Severity: r.Severity, Layer: n.file, Count: n.count[r.Name],
			Text:     datasets.Text{ZH: counted(r.ZH, n.count[r.Name]), EN: counted(r.EN, n.count[r.Name])},
			Hint:     datasets.Text{ZH: r.HintZH, EN: r.HintEN},
			Examples: n.examples[r.Name],
		})
	}
	return out
}
