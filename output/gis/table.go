package gis

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/datasets/gpkg"
)

// Geometry types of tables, as GeoPackage names them.
const (
	noGeometry    = string(gpkg.NoGeometry)
	pointType     = string(gpkg.Point)
	lineType      = string(gpkg.LineString)
	multiPolyType = string(gpkg.MultiPolygon)
)

// geomColumn is the geometry column of every spatial table, and fidColumn the
// primary key of every table.
const (
	geomColumn = gpkg.GeometryColumn
	fidColumn  = gpkg.KeyColumn
)

// table is one table of the GeoPackage: features or, without a geometry type,
// attributes.
type table struct {
	name   string // ASCII, unique in the file
	title  string // shown to users
	about  string // one sentence on what a row is
	geom   string // pointType, lineType, multiPolyType or noGeometry
	fields []field
	rows   int
	value  func(row, field int) any                 // string, float64, int64 or nil
	text   func(row, field int) (s string, is bool) // of a column of texts, of which "" stands for nil
	place  func(row int) orb.Geometry               // of geom's type, or nil; nil itself without any
	look   look                                     // how QGIS draws it; unused without geometry
}

// field is a column besides the key and the geometry.
type field struct {
	name     string // ASCII
	typ      datasets.Type
	alias    string // shown to users
	width    int    // of the column in attribute tables, pixels
	decimals int    // shown of reals
	empty    bool   // NULL in every row: attribute tables hide it
}

// column is a field and how to read it from an item.
type column[T any] struct {
	field
	get  func(T) any
	text func(T) string // gets what get does where "" is NULL; may be nil
}

// fill sets the fields and rows of a table from items. geom may be nil. The
// items stay what the table is made of: rows are read from them when they are
// written.
func fill[T any](t *table, cols []column[T], items []T, geom func(T) orb.Geometry) {
	used := names{fidColumn: true, geomColumn: true}
	t.fields = make([]field, len(cols))
	for j, c := range cols {
		t.fields[j] = c.field
		t.fields[j].name = used.unique(c.name)
		t.fields[j].empty = !slices.ContainsFunc(items, func(item T) bool { return c.get(item) != nil })
	}
	t.rows = len(items)
	t.value = func(row, field int) any { return cols[field].get(items[row]) }
	t.text = func(row, field int) (string, bool) {
		if get := cols[field].text; get != nil {
			return get(items[row]), true
		}
		return "", false
	}
	if geom != nil {
		t.place = func(row int) orb.Geometry { return asType(geom(items[row]), t.geom) }
	}
}

// at is the geometry of a row, nil where it has none.
func (t *table) at(row int) orb.Geometry {
	if t.place == nil || t.geom == noGeometry {
		return nil
	}
	return t.place(row)
}

// all yields the rows. The slice is the same every time, and so are the places
// of its texts.
func (t *table) all() iter.Seq2[orb.Geometry, []any] {
	return func(yield func(orb.Geometry, []any) bool) {
		values, texts := make([]any, len(t.fields)), make([]string, len(t.fields))
		for i := range t.rows {
			for j := range values {
				s, is := t.text(i, j)
				switch {
				case !is:
					values[j] = t.value(i, j)
				case s == "":
					values[j] = nil
				default:
					texts[j], values[j] = s, &texts[j]
				}
			}
			if !yield(t.at(i), values) {
				return
			}
		}
	}
}

// bound is the extent of all geometries; false where there are none.
func (t *table) bound() (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for i := range t.rows {
		g := t.at(i)
		if g == nil {
			continue
		}
		if !found {
			b, found = g.Bound(), true
			continue
		}
		b = b.Union(g.Bound())
	}
	return b, found
}

// unlessEmpty makes a table without any geometry an attributes table.
func (t *table) unlessEmpty() *table {
	for i := range t.rows {
		if t.at(i) != nil {
			return t
		}
	}
	t.geom = noGeometry
	return t
}

// names holds names in use, in lower case: SQLite does not tell case apart.
type names map[string]bool

// unique turns s into an ASCII identifier that is not in use and takes it.
func (n names) unique(s string) string {
	base := identifier(s)
	name := base
	for i := 2; n[name]; i++ {
		name = base + "_" + strconv.Itoa(i)
	}
	n[name] = true
	return name
}

// identifier keeps ASCII letters, in lower case, and digits, and writes an
// underscore for each run of anything else: GeoPackage names should read
// without quotes.
func identifier(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	switch out := b.String(); {
	case out == "":
		return "x"
	case out[0] >= '0' && out[0] <= '9':
		return "x" + out
	default:
		return out
	}
}

// orNull gives nil for an empty text, so that it is stored as NULL.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// numberOrNull gives nil where the number is unknown.
func numberOrNull(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// flag is a GeoPackage BOOLEAN.
func flag(b bool) any {
	if b {
		return int64(1)
	}
	return int64(0)
}
