package datasets

import (
	"iter"

	"github.com/paulmach/orb"
)

// Table is what a reader found in one layer: text cells and, for spatial
// formats, a geometry each. Geometries are WGS 84 longitude and latitude,
// repaired as the findings say; cells are as in the file, with spreadsheet
// numbers and dates written out in full.
type Table struct {
	File     string   // the path as the user wrote it
	Layer    string   // sheet or layer inside the file, or ""
	Format   string   // GeoJSON, CSV, XLSX, Shapefile, GeoPackage, KML …
	Encoding string   // of text formats: UTF-8, GB18030, UTF-16LE …
	CRS      string   // of the geometries as declared in the file ("EPSG:4547"); "" where none was declared
	Spatial  bool     // records carry geometries
	Columns  []string // header, trimmed, in file order, unique
	Types    []Type   // of the columns, where the format knows them; nil where all is text
	Records  []Record
	Stream   Rows // instead of Records, where they are made when they are asked for
	Repaired int  // records whose geometry was mended
	Dropped  int  // records that the reader could not use; Findings say why
	Findings []Finding
}

// Record is one row or feature.
type Record struct {
	Row      int      // line of a text table, row of a sheet, or number of a feature, from 1
	ID       string   // a GeoJSON feature's id, or ""
	Values   []string // one for each column; "" is null, or empty where Blank says so
	Blank    []int    // columns whose cell is an empty text, not null; most formats tell no difference
	Geometry orb.Geometry
}

// Rows are the records of a table that does not hold them: a reader makes them
// from the text of the file, any number of times. Read may be called from many
// goroutines.
type Rows interface {
	Len() int
	// Read makes records from to to-1 in the memory of buf, which it returns, grown
	// where it was too small. The cells of buf's records may be overwritten as well;
	// their strings stay.
	Read(from, to int, buf []Record) []Record
}

// Len is the number of records, held or not.
func (t *Table) Len() int {
	if t.Stream != nil {
		return t.Stream.Len()
	}
	return len(t.Records)
}

// Hold makes the records of a table that does not hold them.
func (t *Table) Hold() {
	if t.Stream != nil {
		t.Records, t.Stream = t.Stream.Read(0, t.Stream.Len(), nil), nil
	}
}

// chunk gives records from to to-1, in the memory of buf where the table does not
// hold them.
func (t *Table) chunk(from, to int, buf *[]Record) []Record {
	if t.Stream == nil {
		return t.Records[from:to]
	}
	*buf = t.Stream.Read(from, to, *buf)
	return *buf
}

// all yields the records in their order. What it yields may be overwritten
// after.
func (t *Table) all() iter.Seq2[int, *Record] {
	return func(yield func(int, *Record) bool) {
		var buf []Record
		for from := 0; from < t.Len(); from += rowsAtOnce {
			rows := t.chunk(from, min(from+rowsAtOnce, t.Len()), &buf)
			for i := range rows {
				if !yield(from+i, &rows[i]) {
					return
				}
			}
		}
	}
}

// Type is what a column holds. Cells are text all the same: integers and reals
// in digits ("12", "0.5"), booleans as true and false, dates as 2026-05-01,
// times as 2026-05-01T08:30:00Z (with the zone that the file gives, or none).
type Type string

// The types of columns.
const (
	TypeText    Type = "text"
	TypeInteger Type = "integer"
	TypeReal    Type = "real"
	TypeBoolean Type = "boolean"
	TypeDate    Type = "date"
	TypeTime    Type = "time"
)

// Type gives the type of a column; [TypeText] where none is known.
func (t *Table) Type(col int) Type {
	if col < 0 || col >= len(t.Types) || t.Types[col] == "" {
		return TypeText
	}
	return t.Types[col]
}

// Column returns the index of the column of exactly this name, or -1.
func (t *Table) Column(name string) int {
	for i, c := range t.Columns {
		if c == name {
			return i
		}
	}
	return -1
}

// Ref names a cell of the table for a message; col may be -1.
func (t *Table) Ref(rec *Record, col int) Ref {
	r := Ref{File: t.File, Row: rec.Row}
	if col >= 0 && col < len(t.Columns) && col < len(rec.Values) {
		r.Column, r.Value = t.Columns[col], rec.Values[col]
	}
	return r
}
