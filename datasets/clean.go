package datasets

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// Clean gives a table as it was understood, to be written and used instead of
// the file: the rows that layer kept, with their place as a geometry in WGS 84,
// columns under the names that they have. In the columns that have a meaning
// codes are written out, numbers stand without units (in the unit of their
// header), dates as 2026-05-01, 2026-05 or 2026, and words for nothing (无, -)
// are empty; everything else stays as it is. Columns of coordinates are left out
// where every place became a geometry. Read again in the same role the result
// gives the same records. layer must come from t.
func Clean[T any, P interface {
	*T
	understood
}](t *Table, layer Layer[T]) *Table {
	t.Hold()
	places := make(map[int]orb.Geometry, len(layer.Records))
	rows := make(map[int]bool, len(layer.Records))
	for i := range layer.Records {
		row, g := P(&layer.Records[i]).place()
		rows[row], places[row] = true, g
	}
	c := cleaner{table: t, uses: layer.Report.Columns}
	c.choose(places)
	out := &Table{File: t.File, Layer: t.Layer, Format: t.Format, Spatial: true}
	for _, col := range c.columns {
		out.Columns = append(out.Columns, t.Columns[col])
	}
	for i := range t.Records {
		rec := &t.Records[i]
		if !rows[rec.Row] {
			continue
		}
		delete(rows, rec.Row) // rows of the same number would be one record
		out.Records = append(out.Records, Record{Row: rec.Row, ID: rec.ID, Values: c.values(rec), Geometry: places[rec.Row]})
	}
	out.Types = c.types(out)
	return out
}

// understood is a record that knows where it came from and lies.
type understood interface {
	place() (row int, g orb.Geometry)
}

func (a *Area) place() (int, orb.Geometry)      { return a.Source.Row, a.Geometry }
func (f *Facility) place() (int, orb.Geometry)  { return f.Source.Row, pointOrNil(f.Point) }
func (d *Demand) place() (int, orb.Geometry)    { return d.Source.Row, pointOrNil(d.Point) }
func (c *Candidate) place() (int, orb.Geometry) { return c.Source.Row, pointOrNil(c.Point) }

func pointOrNil(p *orb.Point) orb.Geometry {
	if p == nil {
		return nil
	}
	return *p
}

// cleaner rewrites the cells of one table.
type cleaner struct {
	table   *Table
	uses    []ColumnUse
	columns []int // of the table, that are kept
	factors []float64
}

// choose keeps all columns, but those of coordinates only where some row has
// coordinates and no place: nothing is lost.
func (c *cleaner) choose(places map[int]orb.Geometry) {
	lost := slices.ContainsFunc(c.table.Records, func(rec Record) bool {
		g, kept := places[rec.Row]
		return kept && g == nil && slices.ContainsFunc(c.uses, func(u ColumnUse) bool { return isCoordinate(u) && !blank(c.cell(&rec, u)) })
	})
	for i, u := range c.uses {
		c.factors = append(c.factors, headerFactor(u.Column))
		if lost || !isCoordinate(u) {
			c.columns = append(c.columns, i)
		}
	}
}

func isCoordinate(u ColumnUse) bool {
	f := Field(u.Meaning)
	return f == FieldLon || f == FieldLat || f == FieldLonLat
}

func (c *cleaner) cell(rec *Record, u ColumnUse) string {
	if i := c.table.Column(u.Column); i >= 0 && i < len(rec.Values) {
		return rec.Values[i]
	}
	return ""
}

func (c *cleaner) values(rec *Record) []string {
	out := make([]string, len(c.columns))
	for k, col := range c.columns {
		if col < len(rec.Values) {
			out[k] = c.rewrite(rec.Values[col], Field(c.uses[col].Meaning), c.factors[col])
		}
	}
	return out
}

// rewrite gives a cell as it was understood; what was not is kept.
func (c *cleaner) rewrite(cell string, f Field, factor float64) string {
	if f == "" {
		return clean(cell)
	}
	if blank(cell) {
		return ""
	}
	switch shapeOf(f) {
	case shapeCode:
		if code, state := parseCode(cell); state != codeLost {
			return code
		}
	case shapeNumber:
		if q, ok := parseQuantity(cell, factor); ok {
			return strconv.FormatFloat(q.value/factor, 'f', -1, 64)
		}
	case shapeDate:
		if d, err := ParseDate(cell); err == nil && !affirmative(cell) && !negative(cell) {
			return d.String()
		}
	}
	return clean(cell)
}

// shape is how the cells of a field are written.
type shape int

const (
	shapeText shape = iota
	shapeCode
	shapeNumber
	shapeDate
)

func shapeOf(f Field) shape {
	switch f {
	case FieldCode, FieldUnitCode, FieldDistrictCode, FieldSubdistrictCode, FieldCommunityCode:
		return shapeCode
	case FieldCapacity, FieldFloorM2, FieldVisitors, FieldCost, FieldFundDistrict, FieldFundSuperior, FieldFundAward:
		return shapeNumber
	}
	if slices.ContainsFunc(lifeFields, func(l struct {
		field Field
		state State
	}) bool {
		return l.field == f
	}) {
		return shapeDate
	}
	return shapeText
}

// types gives the types of the cleaned columns: those of the file, those that
// a meaning asks for, and otherwise those that every value has.
func (c *cleaner) types(out *Table) []Type {
	types := GuessTypes(out)
	for k, col := range c.columns {
		switch {
		case c.uses[col].Meaning != "" && shapeOf(Field(c.uses[col].Meaning)) == shapeText, shapeOf(Field(c.uses[col].Meaning)) == shapeCode:
			types[k] = TypeText
		case c.uses[col].Meaning == "" && len(c.table.Types) > 0:
			types[k] = c.table.Type(col)
		}
	}
	return types
}
