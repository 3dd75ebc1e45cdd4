package datasets

import "slices"

// Severity ranks a finding.
type Severity string

// Severities of a finding. An error stops the run, a warning is something the
// user should look at, a note says what was understood or assumed.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
)

// MaxExamples is how many examples of one finding are kept.
const MaxExamples = 20

// Example is one row or feature that a finding is about.
type Example struct {
	Ref
	Text Text `json:"text"`
}

// Finding is one kind of thing that was noticed in a layer, with how often it
// occurs and the first [MaxExamples] of them.
type Finding struct {
	Rule     string    `json:"rule"` // stable name in kebab case, such as "ring-closed"
	Severity Severity  `json:"severity"`
	Layer    string    `json:"layer"` // the layer's name in the study, or the file
	Count    int       `json:"count"`
	Text     Text      `json:"text"`
	Hint     Text      `json:"hint"`
	Examples []Example `json:"examples,omitempty"`
}

// ColumnUse says how one column of an input was understood.
type ColumnUse struct {
	Column  string `json:"column"`
	Meaning string `json:"meaning"` // the field's name, or "" where it is kept as an attribute only
	By      string `json:"by"`      // "study", "synonym", "attribute"
}

// LayerReport says what was read from one layer.
type LayerReport struct {
	Layer    string      `json:"layer"`
	Role     string      `json:"role"` // areas, facilities, demand, candidates
	File     string      `json:"file"`
	Format   string      `json:"format"`
	Encoding string      `json:"encoding,omitempty"`
	CRS      string      `json:"crs,omitempty"` // of the input, before conversion
	Read     int         `json:"read"`
	Used     int         `json:"used"`
	Repaired int         `json:"repaired"`
	Dropped  int         `json:"dropped"`
	Columns  []ColumnUse `json:"columns"`
}

// Quality is what was noticed while the layers were read and linked.
// The zero value is ready to use.
type Quality struct {
	Layers   []LayerReport `json:"layers"`
	Findings []Finding     `json:"findings"`
}

// Note adds one occurrence of a rule in a layer: the first call sets severity,
// text and hint, later ones count and keep their example.
func (q *Quality) Note(f Finding, examples ...Example) {
	n := max(f.Count, len(examples))
	for i := range q.Findings {
		have := &q.Findings[i]
		if have.Rule == f.Rule && have.Layer == f.Layer {
			have.Count += n
			have.addExamples(examples)
			return
		}
	}
	f.Count = n
	f.Examples = nil
	f.addExamples(examples)
	q.Findings = append(q.Findings, f)
}

func (f *Finding) addExamples(examples []Example) {
	for _, e := range examples {
		if len(f.Examples) >= MaxExamples || e.Row == 0 && slices.Contains(f.Examples, e) {
			continue // what is true of the whole file is shown once
		}
		f.Examples = append(f.Examples, e)
	}
}

// Count returns how many findings (rules, not occurrences) have a severity.
func (q *Quality) Count(s Severity) int {
	n := 0
	for _, f := range q.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Merge appends the layers and findings of another report.
func (q *Quality) Merge(o Quality) {
	q.Layers = append(q.Layers, o.Layers...)
	q.Findings = append(q.Findings, o.Findings...)
}
