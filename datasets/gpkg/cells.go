package gpkg

import (
	"database/sql/driver"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// cell writes a value as text, as SQLite stores it; fits is false where it is
// not of the column's type, blank true where an empty text stands, not null.
func (r *reader) cell(c *fileColumn, v driver.Value, where datasets.Ref) (text string, fits, blank bool) {
	switch v := v.(type) {
	case int64:
		return ofInteger(v, c.typ)
	case float64:
		if math.IsInf(v, 0) {
			r.notes.Add("value-not-a-number", where, nil)
			return "", true, false
		}
		return number(v), c.typ == datasets.TypeReal || c.typ == datasets.TypeText, false
	case string:
		text = source.TrimCell(r.decoded(v, where))
		return ofText(text, c.typ), text == "" || fitsText(text, c.typ), text == ""
	case []byte:
		r.notes.Add("value-binary", where, nil)
	}
	return "", true, false
}

func ofInteger(v int64, t datasets.Type) (text string, fits, blank bool) {
	switch {
	case t == datasets.TypeBoolean && v == 0:
		return "false", true, false
	case t == datasets.TypeBoolean && v == 1:
		return "true", true, false
	}
	return strconv.FormatInt(v, 10), t == datasets.TypeInteger || t == datasets.TypeReal || t == datasets.TypeText, false
}

// number writes a real with the least digits that give it back, without an
// exponent below 1e21.
func number(v float64) string {
	if math.Abs(v) < 1e21 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// fitsText tells whether a text that stands in a column is of its type: only
// dates and times are texts in a GeoPackage.
func fitsText(s string, t datasets.Type) bool {
	switch t {
	case datasets.TypeText:
		return true
	case datasets.TypeDate:
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	case datasets.TypeTime:
		return isTime(s)
	}
	return false
}

// isTime tells whether a text is a date and a time of day, with seconds and a
// zone or without.
func isTime(s string) bool {
	for _, layout := range [...]string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// ofText writes times without thousandths of nothing.
func ofText(s string, t datasets.Type) string {
	if t != datasets.TypeTime || !strings.Contains(s, ".000") || !isTime(s) {
		return s
	}
	return strings.Replace(s, ".000", "", 1)
}

// decoded takes texts that some program wrote in the wrong encoding for what
// they are.
func (r *reader) decoded(s string, where datasets.Ref) string {
	if utf8.ValidString(s) {
		return s
	}
	out := strings.ToValidUTF8(s, "\uFFFD")
	if d, err := source.Decode([]byte(s), r.table.File, "GB18030"); err == nil {
		out = string(d.Text)
	}
	r.notes.Add("text-encoding", where, func() datasets.Text { return datasets.Same(shown(out)) })
	return out
}
