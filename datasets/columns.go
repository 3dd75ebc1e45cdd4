package datasets

import (
	"sort"
	"strings"
)

// ColumnMatch says which column of a table means what in a role.
type ColumnMatch struct {
	Uses     []ColumnUse   // one for each column, in the table's order
	Index    map[Field]int // column of each field that was found
	Findings []Finding     // columns that were passed over
}

// column returns the index of a field's column, or -1.
func (m *ColumnMatch) column(f Field) int {
	if i, ok := m.Index[f]; ok {
		return i
	}
	return -1
}

// MatchColumns finds the columns of a table by what their headers are called,
// in Chinese and English. Case, width, white space and units in brackets do
// not matter. overrides name the column of a field outright, as a study does
// under columns.
//
// A header that can mean two things is decided by its values: 开放时间 holds
// dates or hours, 编码 division codes or ids, 级别 levels or grades. Where two
// columns fit one field, the one with the more usual header is used, or the
// first; a warning names the other, which stays an attribute. An override for a column that is not there, or for a field that the
// role does not have, is a [*Problem] that lists what there is.
func MatchColumns(t *Table, role Role, overrides map[string]string) (ColumnMatch, error) {
	m := ColumnMatch{Uses: make([]ColumnUse, len(t.Columns)), Index: map[Field]int{}}
	for i, c := range t.Columns {
		m.Uses[i] = ColumnUse{Column: c, By: "attribute"}
	}
	fields := FieldsOf(role)
	if err := m.override(t, role, fields, overrides); err != nil {
		return ColumnMatch{}, err
	}
	m.bySynonym(t, role, fields)
	return m, nil
}

// plainWord tells a column such as OpenStreetMap's building=yes from one with the
// date of a step: its header is the field's own name, an ordinary word, and most
// of its values are no dates.
func plainWord(t *Table, col int, choices []Field) bool {
	if len(choices) != 1 || foldTerm(t.Columns[col]) != string(choices[0]) {
		return false
	}
	for _, life := range lifeFields {
		if life.field == choices[0] {
			return mostly(t, col, func(s string) bool { _, err := ParseDate(s); return err != nil })
		}
	}
	return false
}

// candidate is a column whose header is a synonym of some fields.
type candidateColumn struct {
	column  int
	rank    int     // of the header among the synonyms of its first choice, 0 the most usual
	choices []Field // what it can mean, best first
}

// bySynonym gives the remaining columns their meaning. Columns with the more
// usual header go first, so that 投用时间 is the opening even where 年份 stands
// before it.
func (m *ColumnMatch) bySynonym(t *Table, role Role, fields []Field) {
	known, rank := map[string][]Field{}, map[string]int{}
	for _, f := range fields {
		for i, w := range synonyms(role, f) {
			w = foldTerm(w)
			if len(known[w]) == 0 {
				rank[w] = i
			}
			known[w] = append(known[w], f)
		}
	}
	var found []candidateColumn
	for i, header := range t.Columns {
		if key := headerKey(header, known); key != "" && m.Uses[i].Meaning == "" && !plainWord(t, i, known[key]) {
			found = append(found, candidateColumn{i, rank[key], meanings(t, i, known[key])})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].rank < found[j].rank })
	notes := newNotebook(t, "")
	for _, c := range found {
		if !m.assign(c) {
			m.passOver(t, c, notes)
		}
	}
	m.Findings = notes.findings()
}

// assign gives a column the first of its meanings that no other column has.
func (m *ColumnMatch) assign(c candidateColumn) bool {
	for _, f := range c.choices {
		if _, taken := m.Index[f]; !taken {
			m.Index[f] = c.column
			m.Uses[c.column].Meaning, m.Uses[c.column].By = string(f), "synonym"
			return true
		}
	}
	return false
}

// passOver warns of a column whose field another column has, unless the study
// chose that one.
func (m *ColumnMatch) passOver(t *Table, c candidateColumn, notes *notebook) {
	f := c.choices[0]
	first := m.Index[f]
	if m.Uses[first].By == "study" {
		return
	}
	notes.add(ruleTwoColumns, Ref{File: t.File, Column: t.Columns[c.column]},
		"“%[1]s”与“%[2]s”都像是 %[3]s，采用“%[2]s”", "%[1]q and %[2]q both look like %[3]s: using %[2]q", t.Columns[c.column], t.Columns[first], string(f))
}

// override takes the columns that the study names.
func (m *ColumnMatch) override(t *Table, role Role, fields []Field, overrides map[string]string) error {
	keys := make([]string, 0, len(overrides))
	for k := range overrides {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		f := Field(k)
		if k == "grades" { // the word for areas in a study
			f = FieldGrade
		}
		if !hasField(fields, f) {
			var names []string
			for _, f := range fields {
				names = append(names, string(f))
			}
			return &Problem{Where: Ref{File: t.File}, What: T("columns 中的“%[1]s”不是 %[2]s 图层的字段", "columns: %[1]q is not a field of %[2]s", k, string(role)),
				Hint: didYouMean(k, names)}
		}
		if len(t.Columns) == 0 && t.Len() == 0 {
			continue // an empty collection of features has no columns at all
		}
		i, err := FindColumn(t, overrides[k])
		if err != nil {
			return err
		}
		m.Index[f] = i
		if m.Uses[i].Meaning == "" {
			m.Uses[i] = ColumnUse{Column: t.Columns[i], Meaning: k, By: "study"}
		} else {
			m.Uses[i].Meaning += ", " + k
		}
	}
	return nil
}

func hasField(fields []Field, f Field) bool {
	for _, g := range fields {
		if f == g {
			return true
		}
	}
	return false
}

// FindColumn finds the column that a user named: exactly, or else the only one
// that is the same but for case, width and white space. The error lists the
// columns that exist, the closest first.
func FindColumn(t *Table, name string) (int, error) {
	if i := t.Column(name); i >= 0 {
		return i, nil
	}
	at := -1
	for i, c := range t.Columns {
		if fold(c) != fold(name) {
			continue
		}
		if at >= 0 {
			at = -1
			break
		}
		at = i
	}
	if at >= 0 {
		return at, nil
	}
	return -1, &Problem{Where: Ref{File: t.File}, What: T("没有“%s”这一列", "there is no column %q", name), Hint: didYouMean(name, t.Columns)}
}

// didYouMean names the closest choice, then all of them.
func didYouMean(word string, choices []string) Text {
	if len(choices) == 0 {
		return T("这里没有任何列", "there are no columns at all")
	}
	all := strings.Join(choices, ", ")
	if c := closest(word, choices); c != "" {
		return T("是不是“%[1]s”？现有：%[2]s", "did you mean %[1]q? There are: %[2]s", c, all)
	}
	return T("现有：%s", "there are: %s", all)
}

// headerKey gives the word under which a header is known, or "": with the
// contents of its brackets (村（社区）), without them (面积（㎡）), or, where
// nothing else is left, the contents alone.
func headerKey(header string, known map[string][]Field) string {
	outside, inside := unbracket(header)
	for _, key := range []string{foldTerm(header), fold(outside), withoutUnit(fold(outside))} {
		if key != "" && len(known[key]) > 0 {
			return key
		}
	}
	if key := fold(inside); fold(outside) == "" && len(known[key]) > 0 {
		return key
	}
	return ""
}

// withoutUnit cuts a unit that stands at the end of a header without brackets.
func withoutUnit(header string) string {
	for _, unit := range []string{"万元", "元", "平方米", "m2", "万人", "人次"} {
		if rest, ok := strings.CutSuffix(header, unit); ok {
			return strings.TrimRight(rest, "/,")
		}
	}
	return header
}

// meanings decides between the fields that a header can mean by the values of
// the column. Where values decide, one meaning is left; else all of them, best
// first.
func meanings(t *Table, col int, choices []Field) []Field {
	for i, f := range choices {
		proof := proofs(f, choices)
		if proof == nil {
			continue
		}
		if mostly(t, col, proof) {
			return choices[i : i+1]
		}
		if i+1 < len(choices) {
			return choices[i+1:]
		}
	}
	return choices
}

// proofs gives the test that values must pass for a field whose header can mean
// another one too; nil where no values tell them apart.
func proofs(f Field, choices []Field) func(string) bool {
	switch {
	case f == FieldOpened && hasField(choices, FieldHours):
		return func(s string) bool { _, err := ParseDate(s); return err == nil }
	case f == FieldID && hasField(choices, FieldUnitCode):
		return func(s string) bool { return !looksLikeUnitCode(s) }
	case f == FieldLevel && hasField(choices, FieldGrade):
		levels := levelTerms()
		return func(s string) bool {
			for _, l := range levels[3:] { // 省级, 市级 and 区级 are grades here
				for _, w := range l.words() {
					if w == foldTerm(s) {
						return true
					}
				}
			}
			return false
		}
	}
	return nil
}

// looksLikeUnitCode tells whether a text can be the code of a town or village.
func looksLikeUnitCode(s string) bool {
	code, state := parseCode(s)
	return state == codeLost || state == codeFine && (len(code) == 9 || len(code) == CodeDigits)
}

// mostly tells whether more than half of the first 200 values that say
// something pass a test.
func mostly(t *Table, col int, test func(string) bool) bool {
	seen, passed := 0, 0
	for _, rec := range t.all() {
		if col >= len(rec.Values) || blank(rec.Values[col]) {
			continue
		}
		seen++
		if test(rec.Values[col]) {
			passed++
		}
		if seen == 200 {
			break
		}
	}
	return 2*passed > seen
}
