package datasets

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Ref names a place in an input: the file, the row or feature, the column and
// the value that stands there. Zero fields are unknown or do not apply.
type Ref struct {
	File   string `json:"file,omitempty"`
	Row    int    `json:"row,omitempty"` // line of a table, or number of a feature, from 1
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
}

// In writes the reference as a reader would look it up.
func (r Ref) In(lang Lang) string {
	var parts []string
	if r.File != "" {
		parts = append(parts, r.File)
	}
	if r.Row > 0 {
		parts = append(parts, r.counted().In(lang))
	}
	if r.Column != "" {
		if lang == ZH {
			parts = append(parts, fmt.Sprintf("“%s”列", r.Column))
		} else {
			parts = append(parts, fmt.Sprintf("column %s", r.Column))
		}
	}
	return strings.Join(parts, " ")
}

// counted names the row, or the feature in files that hold features.
func (r Ref) counted() Text {
	file, _, _ := strings.Cut(r.File, "#")
	switch strings.ToLower(filepath.Ext(file)) {
	case ".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".shp", ".zip", ".shz", ".gpkg", ".kml", ".kmz", ".pbf", ".osm":
		return T("第 %d 个要素", "feature %d", r.Row)
	}
	return T("第 %d 行", "row %d", r.Row)
}

// Problem is an error in the user's data or study that the user can mend: it
// says where, what, and what to do next. The program exits with code 1 on it.
type Problem struct {
	Where Ref
	What  Text
	Hint  Text  // the next step; may be zero
	Err   error // the cause, where another package gave one
}

// Error gives the English message; see [Problem.In] for the Chinese one.
func (p *Problem) Error() string { return p.In(EN) }

// In writes the message in lang: place, what is wrong, and after a newline
// the hint.
func (p *Problem) In(lang Lang) string {
	s := p.What.In(lang)
	if where := p.Where.In(lang); where != "" {
		sep := ": "
		if lang == ZH {
			sep = "："
		}
		s = where + sep + s
	}
	if hint := p.Hint.In(lang); hint != "" {
		s += "\n  " + hint
	}
	return s
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }
