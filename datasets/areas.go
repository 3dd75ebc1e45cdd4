package datasets

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/polygon"
)

// AreaOptions say how a table of areas is read.
type AreaOptions struct {
	LayerOptions
	// Level of the rows. Where the table has a column of levels, rows of another
	// level are left out and counted; "" takes every row at the level it says, or,
	// without such a column, the lowest level that a header names (街道, 社区).
	Level   string
	Weights map[string]string // group → column; nil reads none
}

// Areas reads administrative or informal units. An area's ID is its code, or
// level/name where it has none, or level/parent/name where that name occurs
// again in the table. Parents are kept as text: see [LinkParents].
//
// Several rows of one unit with polygons are merged into one MultiPolygon and
// reported; without polygons they are a finding of severity error, unless the
// rows are the same throughout. Rows without name and code are dropped. A column that
// the study names and that is not there, an unknown level or coordinate system,
// and coordinates in metres without a system are errors ([*Problem]). An empty
// table gives no areas and no error.
func Areas(t *Table, o AreaOptions, tax *Taxonomy) (Layer[Area], error) {
	t.Hold()
	m, err := newMapping(t, RoleAreas, o.LayerOptions, tax)
	if err != nil {
		return Layer[Area]{}, err
	}
	r := &areaReader{mapping: m, level: o.Level, selects: o.Level != ""}
	if err := r.settle(); err != nil {
		return Layer[Area]{}, err
	}
	if r.columns, err = m.weightColumns(o.Weights); err != nil {
		return Layer[Area]{}, err
	}
	rows := mapRows(m, func(m *mapping) func(*Record) (areaRow, bool) {
		worker := *r
		worker.mapping = m
		return func(rec *Record) (areaRow, bool) {
			a, ok := worker.area(rec)
			return areaRow{a, rec}, ok
		}
	})
	areas := r.unite(rows)
	return Layer[Area]{Records: areas, Report: m.report(len(areas)), Findings: m.notes.findings()}, nil
}

// areaReader reads the rows of one table of areas.
type areaReader struct {
	*mapping
	level   string // of rows that do not say
	selects bool   // rows of another level are left out
	columns []weightColumn
}

// areaRow is an area with the row that gave it.
type areaRow struct {
	Area
	rec *Record
}

// settle decides the level of the table, and from it which of its columns
// name and number the areas themselves and which their parents.
func (r *areaReader) settle() error {
	if r.level != "" {
		id, ok := r.tax.Level(r.level)
		if !ok {
			return &Problem{Where: Ref{File: r.table.File}, What: T("没有“%s”这个层级", "there is no level %q", r.level), Hint: r.levelHint()}
		}
		r.level = id
	} else if r.match.column(FieldLevel) < 0 {
		if err := r.guessLevel(); err != nil {
			return err
		}
	}
	for _, f := range unitFields {
		if unitLevels[f] == r.level && r.match.column(f) >= 0 && r.match.column(FieldName) < 0 {
			r.rename(FieldName, r.match.column(f))
		}
	}
	for _, u := range unitCodeFields {
		col, code := r.match.column(u.field), r.match.column(FieldCode)
		if u.level == r.level && col >= 0 && (code < 0 || r.match.Uses[code].By != "study") {
			if code >= 0 {
				r.match.Uses[code].Meaning, r.match.Uses[code].By = "", "attribute"
				delete(r.kept, code)
			}
			r.rename(FieldCode, col)
		}
	}
	return nil
}

// guessLevel takes the lowest level that a header names, where no column is
// called a name: 街道, 社区, 人口 is a table of communities.
func (r *areaReader) guessLevel() error {
	if r.match.column(FieldName) < 0 {
		for i := len(unitFields) - 1; i >= 0; i-- {
			if col := r.match.column(unitFields[i]); col >= 0 {
				r.level = unitLevels[unitFields[i]]
				r.notes.add(ruleLevelFromHeader, Ref{File: r.table.File, Column: r.table.Columns[col]}, "层级为%s", "the level is %s", r.tax.Text(Levels, r.level))
				return nil
			}
		}
	}
	return &Problem{Where: Ref{File: r.table.File}, What: T("不知道这些单元属于哪个层级", "the level of these areas is not known"), Hint: r.levelHint()}
}

func (r *areaReader) levelHint() Text {
	var ids []string
	for _, t := range r.tax.Terms(Levels) {
		ids = append(ids, t.ID)
	}
	return T("用 level 写明，可用：%s", "name it under level; there are: %s", strings.Join(ids, ", "))
}

// area reads one row; ok is false where the row is left out.
func (r *areaReader) area(rec *Record) (a Area, ok bool) {
	level, ok := r.levelOf(rec)
	if !ok {
		return Area{}, false
	}
	a = Area{Level: level, Name: r.cell(rec, FieldName), Type: r.cell(rec, FieldType), Aliases: splitList(r.cell(rec, FieldAliases)), Source: r.table.Ref(rec, -1)}
	a.Code = r.areaCode(rec, level)
	if r.match.column(FieldName) == r.match.column(FieldCode) && a.Code != "" {
		a.Name = a.Code // one column for both: 1054.0 is called 1054
	}
	if a.Name == "" {
		r.nameless(rec)
		if a.Code == "" {
			return Area{}, false
		}
		a.Name = a.Code
	}
	if a.Type == "" {
		a.Type = unitType(a.Name)
	}
	a.ParentText = r.parentText(rec, level)
	a.Geometry, a.Center = r.shape(rec)
	a.Weights = r.weights(rec, r.columns)
	a.Grades = r.grades(rec)
	a.Attrs = r.attrs(rec)
	return a, true
}

// levelOf gives the level of a row.
func (r *areaReader) levelOf(rec *Record) (string, bool) {
	word := r.cell(rec, FieldLevel)
	if word == "" {
		return r.level, r.level != ""
	}
	id, known := r.tax.Level(word)
	switch {
	case !known:
		r.notes.add(ruleUnknownLevel, r.ref(rec, FieldLevel), "不认识层级“%s”", "the level %q is not known", word)
		return r.level, r.level != ""
	case r.selects && id != r.level:
		r.notes.add(ruleOtherLevel, r.ref(rec, FieldLevel), "“%[1]s”不是%[2]s", "%[1]q is not %[2]s", word, r.tax.Text(Levels, r.level))
		return "", false
	}
	return id, true
}

// areaCode reads the code of a row. Administrative units are expected to have
// 12 digits; a study's own levels and informal units number as they like.
func (r *areaReader) areaCode(rec *Record, level string) string {
	if digits, official := levelDigits[level]; official {
		code := r.code(rec, FieldCode)
		if _, state := parseCode(code); code != "" && state == codeFine && len(code) != digits && len(code) != CodeDigits {
			r.notes.add(ruleCodeOdd, r.ref(rec, FieldCode), "“%[1]s”有 %[2]d 位，应为 12 位", "%[1]q has %[2]d digits, not 12", code, len(code))
		}
		return code
	}
	text := r.cell(rec, FieldCode)
	code, state := parseCode(text)
	if state == codeLost {
		r.notes.add(ruleCodeLost, r.ref(rec, FieldCode), "“%s”已丢失末位数字", "%q has lost its last digits", text)
	}
	return code
}

// levelDigits is how many digits of a code each administrative level fills.
var levelDigits = map[string]int{"province": 2, "city": 4, "district": 6, "subdistrict": 9, "community": 12, "natural_village": 15}

// parentText gives what a row says of the unit above: the column of parents,
// or else the nearest unit above its level, by code before name.
func (r *areaReader) parentText(rec *Record, level string) string {
	if p := r.cell(rec, FieldParent); p != "" {
		if code, state := parseCode(p); state != codeOdd || allDigits(code) {
			if state == codeLost {
				r.notes.add(ruleCodeLost, r.ref(rec, FieldParent), "“%s”已丢失末位数字", "%q has lost its last digits", p)
			}
			return code
		}
		return p
	}
	rank := r.tax.LevelRank(level)
	above := func(other string) bool {
		k := r.tax.LevelRank(other)
		return other != level && k > 0 && (rank == 0 || k < rank)
	}
	for _, u := range unitCodeFields {
		if above(u.level) {
			if code := r.code(rec, u.field); code != "" {
				return code
			}
		}
	}
	for i := len(unitFields) - 1; i >= 0; i-- {
		if above(unitLevels[unitFields[i]]) {
			if name := r.cell(rec, unitFields[i]); name != "" {
				return name
			}
		}
	}
	return ""
}

// shape gives an area's MultiPolygon or Point, and a point inside.
func (r *areaReader) shape(rec *Record) (orb.Geometry, *orb.Point) {
	g := r.place.geometry(rec)
	if g == nil {
		return nil, nil
	}
	if p, ok := g.(orb.Point); ok {
		return p, &p
	}
	polygons := polygonsOf(g)
	if len(polygons) == 0 {
		r.notes.add(ruleGeometryType, r.table.Ref(rec, -1), "几何类型为 %s", "the geometry is a %s", g.GeoJSONType())
		return nil, nil
	}
	return polygons, centerOf(polygons)
}

func centerOf(g orb.Geometry) *orb.Point {
	if c, ok := geo.Center(g); ok {
		return &c
	}
	return nil
}

// polygonsOf gathers the polygons of a geometry.
func polygonsOf(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	case orb.Ring:
		return orb.MultiPolygon{{g}}
	case orb.Collection:
		var out orb.MultiPolygon
		for _, part := range g {
			out = append(out, polygonsOf(part)...)
		}
		return out
	}
	return nil
}

// unite gives every area its id and brings the rows of one unit together.
func (r *areaReader) unite(rows []areaRow) []Area {
	parents := map[string]map[string]bool{} // level/name → parents
	for i := range rows {
		a := &rows[i]
		if a.Code != "" {
			continue
		}
		key := a.Level + "/" + a.Name
		if parents[key] == nil {
			parents[key] = map[string]bool{}
		}
		parents[key][a.ParentText] = true
	}
	first := make(map[string]int, len(rows)) // id → index in out
	out := make([]Area, 0, len(rows))
	records := make([]*Record, 0, len(rows))
	for i := range rows {
		a := &rows[i].Area
		a.ID = a.Code
		if a.ID == "" {
			a.ID = a.Level + "/" + a.Name
			if len(parents[a.ID]) > 1 && a.ParentText != "" {
				a.ID = a.Level + "/" + a.ParentText + "/" + a.Name
			}
		}
		at, again := first[a.ID]
		if !again {
			first[a.ID] = len(out)
			out, records = append(out, *a), append(records, rows[i].rec)
			continue
		}
		r.again(&out[at], records[at], a, rows[i].rec)
	}
	for i := range out {
		if g, ok := out[i].Geometry.(orb.MultiPolygon); ok && out[i].Center == nil { // of several rows
			if whole, err := polygon.Dissolve([]orb.Geometry{g}); err == nil && len(whole) > 0 {
				g, out[i].Geometry = whole, whole
			}
			out[i].Center = centerOf(g)
		}
	}
	return out
}

// again decides what a further row of a unit is: the same record, another part
// of its polygon, or a mistake.
func (r *areaReader) again(have *Area, haveRec *Record, a *Area, rec *Record) {
	r.dropped++
	at := r.ref(rec, FieldName)
	old, oldOK := have.Geometry.(orb.MultiPolygon)
	more, moreOK := a.Geometry.(orb.MultiPolygon)
	sameShape := have.Geometry == nil && a.Geometry == nil || have.Geometry != nil && a.Geometry != nil && orb.Equal(have.Geometry, a.Geometry)
	switch {
	case sameShape && sameValues(haveRec, rec):
		r.notes.add(ruleDuplicateRecord, at, "与第 %[1]d 行相同", "the same as row %[1]d", haveRec.Row)
	case oldOK && moreOK:
		r.dropped--
		have.Geometry, have.Center = append(append(orb.MultiPolygon{}, old...), more...), nil
		r.notes.add(ruleMerged, at, "%[1]s：并入第 %[2]d 行", "%[1]s: merged into row %[2]d", a.Name, haveRec.Row)
		if fmt.Sprint(have.Weights) != fmt.Sprint(a.Weights) {
			r.notes.add(ruleMergedWeights, at, "%[1]s：%[2]v 与 %[3]v", "%[1]s: %[2]v and %[3]v", a.Name, have.Weights, a.Weights)
		}
	default:
		r.notes.add(ruleDuplicateArea, at, "%[1]s（%[2]s）已在第 %[3]d 行", "%[1]s (%[2]s) stands in row %[3]d already", a.Name, a.ID, haveRec.Row)
	}
}

func sameValues(a, b *Record) bool {
	if len(a.Values) != len(b.Values) {
		return false
	}
	for i := range a.Values {
		if clean(a.Values[i]) != clean(b.Values[i]) {
			return false
		}
	}
	return true
}
