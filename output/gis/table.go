package gis

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Geometry types of tables, as GeoPackage names them.
const (
	noGeometry    = ""
	pointType     = "POINT"
	multiPolyType = "MULTIPOLYGON"
)

// geomColumn is the geometry column of every spatial table, and fidColumn the
// primary key of every table.
const (
	geomColumn = "geom"
	fidColumn  = "fid"
)

// Column types of GeoPackage that the tables use.
const (
	typeText = "TEXT"
	typeReal = "DOUBLE"
	typeInt  = "INTEGER"
	typeBool = "BOOLEAN"
	typeDate = "DATE"
)

// table is one table of the GeoPackage: features or, without a geometry type,
// attributes.
type table struct {
	name   string // ASCII, unique in the file
	title  string // shown to users
	about  string // one sentence on what a row is
	geom   string // pointType, multiPolyType or noGeometry
	fields []field
	rows   []row
	look   look // how QGIS draws it; unused without geometry
}

// field is a column besides the key and the geometry.
type field struct {
	name     string // ASCII
	typ      string // typeText …
	alias    string // shown to users
	width    int    // of the column in attribute tables, pixels
	decimals int    // shown of typeReal
	empty    bool   // NULL in every row: attribute tables hide it
}

// row is one feature. A nil geometry is stored as NULL; values are string,
// float64, int64 or nil, one for each field.
type row struct {
	geom   orb.Geometry
	values []any
}

// column is a field and how to read it from an item.
type column[T any] struct {
	field
	get func(T) any
}

// fill sets the fields and rows of a table from items. geom may be nil.
func fill[T any](t *table, cols []column[T], items []T, geom func(T) orb.Geometry) {
	used := names{fidColumn: true, geomColumn: true}
	t.fields = make([]field, len(cols))
	for i, c := range cols {
		t.fields[i] = c.field
		t.fields[i].name = used.unique(c.name)
		t.fields[i].empty = true
	}
	t.rows = make([]row, len(items))
	for i, item := range items {
		values := make([]any, len(cols))
		for j, c := range cols {
			values[j] = c.get(item)
			t.fields[j].empty = t.fields[j].empty && values[j] == nil
		}
		t.rows[i].values = values
		if geom != nil {
			t.rows[i].geom = asType(geom(item), t.geom)
		}
	}
}

// bound is the extent of all geometries; false where there are none.
func (t *table) bound() (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for _, r := range t.rows {
		if r.geom == nil {
			continue
		}
		if !found {
			b, found = r.geom.Bound(), true
			continue
		}
		b = b.Union(r.geom.Bound())
	}
	return b, found
}

// placed counts the rows with a geometry.
func (t *table) placed() int {
	n := 0
	for _, r := range t.rows {
		if r.geom != nil {
			n++
		}
	}
	return n
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
