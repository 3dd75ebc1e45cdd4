package datasets

import (
	"strings"
)

// FacilityOptions say how a table of facilities is read. Kind, State, Grade and
// RunBy stand for rows that do not say.
type FacilityOptions struct {
	LayerOptions
	Kind  string // taxonomy id or word; "" needs a column of kinds
	State State  // for rows without a state: this step is added to the dates they have
	Grade string // taxonomy id or word
	RunBy string
}

// Facilities reads places that serve people, with their life and grades. A
// facility's ID is its id column, else its feature's id, else layer/row; later
// ones with the same id get #2, #3 … and a warning.
//
// Rows of a kind that the taxonomy does not know are dropped, and the finding
// lists the words, unless the study names the kind and the column was found by
// its header only: then the study's kind holds. Where neither a kind nor a
// column of kinds is given the error is a [*Problem], as for the other options of
// which the taxonomy does not know the word. Facilities with the same name, kind and
// place are kept, counted and reported. Area and PlacedBy are left for the study to fill, from
// Point, UnitCode and UnitNames; PlacedBy is "coordinates" or "none" until then.
//
// Life: a date column gives its step; a state adds its own step. A
// step without date takes that of the step before it, so that a
// facility is never open before it was built; the closing keeps an unknown date.
// Without any column of states or dates all are taken to be open, which is noted;
// with one, a row that says nothing there is proposed, with a warning.
func Facilities(t *Table, o FacilityOptions, tax *Taxonomy) (Layer[Facility], error) {
	m, err := newMapping(t, RoleFacilities, o.LayerOptions, tax)
	if err != nil {
		return Layer[Facility]{}, err
	}
	r := &facilityReader{mapping: m, defaults: o}
	if err := r.settle(); err != nil {
		return Layer[Facility]{}, err
	}
	out := mapRows(m, func(m *mapping) func(*Record) (Facility, bool) {
		worker := *r
		worker.mapping = m
		return worker.facility
	})
	m.notes.describe(ruleUnknownKind, T("不认识的设施类型：%s；这些行未采用", "unknown kinds of facilities: %s; these rows were not used", m.notes.wordList(ruleUnknownKind, "、")))
	m.notes.describe(ruleUnknownState, T("不认识的状态：%s；未采用", "unknown states: %s; not used", m.notes.wordList(ruleUnknownState, "、")))
	distinguish(out, m.notes)
	return Layer[Facility]{Records: out, Report: m.report(len(out)), Findings: m.notes.findings()}, nil
}

// facilityReader reads the rows of one table of facilities.
type facilityReader struct {
	*mapping
	defaults FacilityOptions
	hasLife  bool // some column dates or names a step
}

// settle checks the study's defaults against the taxonomy.
func (r *facilityReader) settle() error {
	o := &r.defaults
	unknown := func(list List, word string) error {
		var ids []string
		for _, t := range r.tax.Terms(list) {
			ids = append(ids, t.ID)
		}
		return &Problem{Where: Ref{File: r.table.File}, What: T("%[1]s 中没有“%[2]s”", "there is no %[2]q in the list of %[1]s", string(list), word), Hint: didYouMean(word, ids)}
	}
	var ok bool
	if o.Kind != "" {
		word := o.Kind
		if o.Kind, ok = r.tax.Kind(word); !ok {
			return unknown(Kinds, word)
		}
	} else if r.match.column(FieldKind) < 0 {
		return &Problem{Where: Ref{File: r.table.File}, What: T("不知道这些设施属于哪一类", "the kind of these facilities is not known"),
			Hint: T("用 kind 写明，或在 columns 中写明 kind 列；现有列：%s", "name it under kind, or the column under columns: kind; there are: %s", strings.Join(r.table.Columns, ", "))}
	}
	if o.State != "" {
		word := string(o.State)
		if o.State, ok = r.tax.State(word); !ok {
			return unknown(Steps, word)
		}
	}
	if o.Grade != "" {
		word := o.Grade
		if o.Grade, ok = r.tax.Grade(word); !ok {
			return unknown(Grades, word)
		}
	}
	r.hasLife = r.match.column(FieldState) >= 0
	for _, l := range lifeFields {
		r.hasLife = r.hasLife || r.match.column(l.field) >= 0
	}
	return nil
}

func (r *facilityReader) facility(rec *Record) (f Facility, ok bool) {
	kind, ok := r.kind(rec)
	if !ok {
		return Facility{}, false
	}
	f = Facility{ID: r.identity(rec), Name: r.cell(rec, FieldName), Kind: kind, Source: r.table.Ref(rec, -1), PlacedBy: "none"}
	if f.Name == "" {
		r.nameless(rec)
		f.Name = f.ID
	}
	f.Domain = r.domain(rec, kind)
	if f.Point = r.place.point(rec); f.Point != nil {
		f.PlacedBy = "coordinates"
	}
	f.UnitCode, f.UnitNames = r.unit(rec)
	r.noPlace(rec, f.Point, f.UnitCode, f.UnitNames)
	f.Life = r.life(rec)
	f.Grades = r.grades(rec)
	if len(f.Grades) == 0 && r.defaults.Grade != "" {
		f.Grades = []Grade{{Level: r.defaults.Grade}}
	}
	f.Capacity = r.number(rec, FieldCapacity)
	f.FloorM2 = r.number(rec, FieldFloorM2)
	f.Hours = r.cell(rec, FieldHours)
	f.Venue = r.cell(rec, FieldVenue)
	if f.RunBy = r.cell(rec, FieldRunBy); f.RunBy == "" {
		f.RunBy = r.defaults.RunBy
	}
	f.Funding = r.funding(rec)
	f.Attrs = r.attrs(rec)
	return f, true
}

// kind gives the kind of a row, or the study's.
func (r *facilityReader) kind(rec *Record) (string, bool) {
	col := r.match.column(FieldKind)
	word := r.at(rec, col)
	if word == "" && r.defaults.Kind != "" {
		return r.defaults.Kind, true
	}
	if id := r.memo.find(Kinds, word, r.tax.Kind); id != "" {
		return id, true
	}
	if r.defaults.Kind != "" && r.match.Uses[col].By != "study" {
		r.notes.add(ruleKindFromStudy, r.table.Ref(rec, col), "“%[1]s”不是设施类型", "%[1]q is no kind of facility", word)
		return r.defaults.Kind, true
	}
	if word == "" {
		word = "（空）"
	}
	r.notes.word(ruleUnknownKind, word)
	r.notes.add(ruleUnknownKind, r.table.Ref(rec, col), "不认识“%s”", "%q is not known", word)
	return "", false
}

// domain gives the domain of a row, or the one that its kind belongs to.
func (r *facilityReader) domain(rec *Record, kind string) string {
	if word := r.cell(rec, FieldDomain); word != "" {
		if id := r.memo.find(Domains, word, r.tax.Domain); id != "" {
			return id
		}
		r.notes.add(ruleUnknownDomain, r.ref(rec, FieldDomain), "不认识“%s”", "%q is not known", word)
	}
	if of, ok := strings.CutPrefix(kind, "friendly_"); ok {
		if id, known := r.tax.Domain(of); known {
			return id
		}
	}
	return ""
}

// funding reads the money by source; sums of 0 are left out.
func (r *facilityReader) funding(rec *Record) []Fund {
	var out []Fund
	for _, f := range r.present.funds {
		if v := r.number(rec, f); v != nil && *v > 0 {
			out = append(out, Fund{Source: strings.TrimPrefix(string(f), "fund_"), Yuan: *v})
		}
	}
	return out
}

// grades reads the grades of a row: words and titles of the grade column, with
// the level, title and date of the columns beside it.
func (m *mapping) grades(rec *Record) []Grade {
	if !m.present.grades {
		return nil
	}
	cell := m.cell(rec, FieldGrade)
	grades, unknown := m.tax.ParseGrades(cell)
	level := ""
	if word := m.cell(rec, FieldGradeLevel); word != "" && !negative(word) {
		if found, _ := m.tax.ParseGrades(word); len(found) > 0 {
			level = found[0].Level
		} else {
			m.notes.add(ruleUnknownGrade, m.ref(rec, FieldGradeLevel), "“%s”看不出级别", "no level in %q", word)
		}
	}
	title := m.cell(rec, FieldGradeTitle)
	for _, text := range unknown {
		if level == "" {
			m.notes.add(ruleUnknownGrade, m.ref(rec, FieldGrade), "“%s”看不出级别", "no level in %q", text)
			continue
		}
		grades = append(grades, Grade{Level: level, Title: text})
	}
	if len(grades) == 0 && title != "" {
		found, _ := m.tax.ParseGrades(title)
		if grades = found; level != "" {
			grades = []Grade{{Level: level, Title: title}}
		}
	}
	if len(grades) == 0 && level != "" && len(unknown) == 0 && (cell == "" || !negative(cell)) {
		grades = []Grade{{Level: level}}
	}
	if len(grades) == 1 && grades[0].Title == "" {
		grades[0].Title = title
	}
	m.dateGrades(rec, grades)
	return grades
}

// dateGrades gives grades their dates: one for all, or one each in order.
func (m *mapping) dateGrades(rec *Record, grades []Grade) {
	text := m.cell(rec, FieldGradeDate)
	if text == "" || len(grades) == 0 {
		return
	}
	dates := []string{text}
	if parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、；;，,\n", r) }); len(parts) == len(grades) {
		dates = parts
	}
	for i := range grades {
		word := dates[min(i, len(dates)-1)]
		d, err := ParseDate(word)
		if err != nil {
			m.notes.add(ruleDate, m.ref(rec, FieldGradeDate), "“%s”不是日期", "%q is not a date", word)
			return
		}
		grades[i].At = d
	}
}
