package gpkg

import (
	"database/sql/driver"
	"strings"

	"fugai/datasets"
)

// fileColumn is a column of the table that is read.
type fileColumn struct {
	name  string // in the database
	typ   datasets.Type
	odd   int  // values that are not of the type
	whole bool // of the odd ones, all are numbers
}

// described is what the database says of a column.
type described struct {
	name, declared string
	key            bool // the integer primary key, which is the row's id
	computed       bool
}

// describe lists the columns of a table.
func describe(d *database, table string) ([]described, error) {
	var out []described
	keys := 0
	err := d.rows("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", []any{table}, func(v []driver.Value) error {
		c := described{name: textOf(v[0]), declared: strings.ToUpper(strings.TrimSpace(textOf(v[1])))}
		if pk, ok := v[2].(int64); ok && pk > 0 {
			keys++
			c.key = c.declared == "INTEGER"
		}
		hidden, ok := v[3].(int64)
		c.computed = ok && hidden != 0
		out = append(out, c)
		return nil
	})
	if keys != 1 {
		for i := range out {
			out[i].key = false
		}
	}
	return out, err
}

// isGeometry tells the type names of geometry columns (OGC 12-128r17, annex G).
func isGeometry(declared string) bool {
	switch declared {
	case "GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "GEOMCOLLECTION",
		"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE":
		return true
	}
	return false
}

// typeOf is the type that a column is declared with (OGC 12-128r17, table 1;
// for other words the rules of SQLite's affinities). ok is false for binary
// data.
func typeOf(declared string) (t datasets.Type, ok bool) {
	word, _, _ := strings.Cut(declared, "(")
	word = strings.TrimSpace(word)
	switch word {
	case "BOOLEAN", "BOOL":
		return datasets.TypeBoolean, true
	case "DATE":
		return datasets.TypeDate, true
	case "DATETIME", "TIMESTAMP":
		return datasets.TypeTime, true
	}
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(word, p) {
				return true
			}
		}
		return false
	}
	switch {
	case isGeometry(word), strings.Contains(word, "BLOB"):
		return datasets.TypeText, false
	case has("INT"):
		return datasets.TypeInteger, true
	case has("CHAR", "CLOB", "TEXT"), word == "":
		return datasets.TypeText, true
	case has("REAL", "FLOA", "DOUBLE", "NUMERIC", "DECIMAL"):
		return datasets.TypeReal, true
	}
	return datasets.TypeText, true
}

// isKeyName tells the names that GDAL and QGIS give to the primary key, which
// carries no data: rows are called by it.
func isKeyName(name string) bool {
	return strings.EqualFold(name, KeyColumn) || strings.EqualFold(name, "ogc_fid")
}
