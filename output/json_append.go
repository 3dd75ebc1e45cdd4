package output

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// The long lists of a result are written by hand, byte for byte as
// encoding/json would: it takes a fifth of the time, and no memory for the whole.

// appendText appends a JSON string, <, > and & as themselves.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || r == '\u2028' || r == '\u2029' {
			b = append(b, s[start:i]...)
			if r == utf8.RuneError {
				b = append(b, `\ufffd`...)
			} else {
				b = append(b, '\\', 'u', '2', '0', '2', hex[r&0xf])
			}
			start = i + size
		}
		i += size
	}
	return append(append(b, s[start:]...), '"')
}

// appendNumber appends a finite number as ES6 writes it.
func appendNumber(b []byte, v float64) []byte {
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		b = strconv.AppendFloat(b, v, 'e', -1, 64)
		if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
			b[n-2] = b[n-1] // e-09 is e-9
			b = b[:n-1]
		}
		return b
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// fields appends the members of an object.
type fields struct {
	b     []byte
	comma bool
	bad   *float64 // a number that JSON cannot hold
}

func (f *fields) open()  { f.b, f.comma = append(f.b, '{'), false }
func (f *fields) close() { f.b, f.comma = append(f.b, '}'), true }

func (f *fields) key(name string) {
	if f.comma {
		f.b = append(f.b, ',')
	}
	f.comma = true
	f.b = append(append(append(f.b, '"'), name...), '"', ':')
}

func (f *fields) text(name, v string) {
	f.key(name)
	f.b = appendText(f.b, v)
}

func (f *fields) textIf(name, v string) {
	if v != "" {
		f.text(name, v)
	}
}

func (f *fields) number(name string, v float64) {
	f.key(name)
	f.value(v)
}

func (f *fields) value(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		f.bad = &v
		return
	}
	f.b = appendNumber(f.b, v)
}

func (f *fields) numberIf(name string, v float64) {
	if v != 0 {
		f.number(name, v)
	}
}

func (f *fields) maybe(name string, v *float64) {
	if v != nil {
		f.number(name, *v)
	}
}

func (f *fields) whole(name string, v int) {
	f.key(name)
	f.b = strconv.AppendInt(f.b, int64(v), 10)
}

func (f *fields) wholeIf(name string, v int) {
	if v != 0 {
		f.whole(name, v)
	}
}

func (f *fields) yes(name string, v bool) {
	f.key(name)
	f.b = strconv.AppendBool(f.b, v)
}

func (f *fields) date(name string, d datasets.Date) {
	f.key(name)
	f.b = append(d.Append(append(f.b, '"')), '"')
}

func (f *fields) point(name string, p *orb.Point) {
	if p == nil {
		return
	}
	f.key(name)
	f.b = append(f.b, '[')
	f.value(p[0])
	f.b = append(f.b, ',')
	f.value(p[1])
	f.b = append(f.b, ']')
}

func (f *fields) words(name string, t datasets.Text) {
	f.key(name)
	f.open()
	f.text("zh", t.ZH)
	f.text("en", t.EN)
	f.close()
}

// weights appends people by group, sorted.
func (f *fields) weights(name string, w map[string]float64) {
	f.key(name)
	f.open()
	var few [8]string
	for _, g := range sortedKeys(w, few[:0]) {
		f.textKey(g)
		f.value(w[g])
	}
	f.close()
}

func sortedKeys(m map[string]float64, keys []string) []string {
	keys = slices.AppendSeq(keys, maps.Keys(m))
	slices.Sort(keys)
	return keys
}

// textKey is a key from the data.
func (f *fields) textKey(name string) {
	if f.comma {
		f.b = append(f.b, ',')
	}
	f.comma = true
	f.b = append(appendText(f.b, name), ':')
}

func (f *fields) attrs(a datasets.Attrs) {
	if a.IsZero() {
		return
	}
	f.key("attrs")
	f.open()
	for name, v := range a.All() {
		f.textKey(name)
		f.b = appendText(f.b, v)
	}
	f.close()
}

func (f *fields) source(r datasets.Ref) {
	f.key("source")
	f.open()
	f.textIf("file", r.File)
	f.wholeIf("row", r.Row)
	f.textIf("column", r.Column)
	f.textIf("value", r.Value)
	f.close()
}

// members appends an array, left out where it is empty.
func members[T any](f *fields, name string, items []T, item func(*fields, *T)) {
	if len(items) == 0 {
		return
	}
	f.key(name)
	f.b = append(f.b, '[')
	for i := range items {
		if i > 0 {
			f.b = append(f.b, ',')
		}
		item(f, &items[i])
	}
	f.b, f.comma = append(f.b, ']'), true
}

func appendGrade(f *fields, g *datasets.Grade) {
	f.open()
	f.text("level", g.Level)
	f.textIf("title", g.Title)
	f.date("at", g.At)
	f.close()
}

func appendFacility(f *fields, v *coverage.Facility) {
	f.open()
	f.text("id", v.ID)
	f.text("name", v.Name)
	f.text("kind", v.Kind)
	f.textIf("domain", v.Domain)
	f.point("point", v.Point)
	f.textIf("area", v.Area)
	f.text("placed_by", v.PlacedBy)
	members(f, "life", v.Life, func(f *fields, e *datasets.Event) {
		f.open()
		f.text("state", string(e.State))
		f.date("at", e.At)
		f.close()
	})
	members(f, "grades", v.Grades, appendGrade)
	f.maybe("capacity", v.Capacity)
	f.maybe("floor_m2", v.FloorM2)
	f.textIf("hours", v.Hours)
	f.textIf("run_by", v.RunBy)
	members(f, "funding", v.Funding, func(f *fields, m *datasets.Fund) {
		f.open()
		f.text("source", m.Source)
		f.number("yuan", m.Yuan)
		f.close()
	})
	f.textIf("venue", v.Venue)
	f.attrs(v.Attrs)
	f.source(v.Source)
	f.text("state", string(v.State))
	f.yes("in_service", v.InService)
	f.close()
}

func appendArea(f *fields, v *datasets.Area) {
	f.open()
	f.text("id", v.ID)
	f.textIf("code", v.Code)
	f.text("name", v.Name)
	members(f, "aliases", v.Aliases, func(f *fields, s *string) { f.b = appendText(f.b, *s) })
	f.text("level", v.Level)
	f.textIf("type", v.Type)
	f.textIf("parent", v.Parent)
	f.point("center", v.Center)
	if len(v.Weights) > 0 {
		f.weights("weights", v.Weights)
	}
	members(f, "grades", v.Grades, appendGrade)
	f.attrs(v.Attrs)
	f.source(v.Source)
	f.close()
}

func appendDemand(f *fields, v *datasets.Demand) {
	f.open()
	f.text("id", v.ID)
	f.text("name", v.Name)
	f.textIf("area", v.Area)
	f.point("point", v.Point)
	f.key("weights")
	f.open()
	for group, people := range v.Weights.All() {
		f.textKey(group)
		f.value(people)
	}
	f.close()
	f.attrs(v.Attrs)
	f.source(v.Source)
	f.close()
}

func appendGap(f *fields, g *coverage.Gap) {
	f.open()
	f.text("kind", g.Kind)
	f.text("id", g.ID)
	f.text("name", g.Name)
	f.textIf("code", g.Code)
	f.textIf("parent", g.Parent)
	f.numberIf("people", g.People)
	f.maybe("nearest_m", g.Nearest)
	f.maybe("nearest_cost", g.Cost)
	f.number("need", g.Need)
	f.words("text", g.Text)
	f.close()
}

func appendUnit(f *fields, u *coverage.UnitRow) {
	f.open()
	f.text("area", u.Area)
	f.yes("judged", u.Judged)
	f.yes("met", u.Met)
	f.whole("count", u.Count)
	f.wholeIf("need", u.Need)
	f.textIf("grade", u.Grade)
	f.maybe("value", u.Value)
	f.numberIf("people", u.People)
	f.numberIf("served", u.Served)
	f.maybe("nearest_m", u.Nearest)
	f.maybe("nearest_cost", u.Cost)
	f.close()
}

func appendPoint(f *fields, p *coverage.PointRow) {
	f.open()
	f.text("demand", p.Demand)
	f.textIf("facility", p.Facility)
	f.maybe("cost", p.Cost)
	f.numberIf("full", p.Full)
	f.close()
}

func appendOffPlace(f *fields, p *coverage.OffPlace) {
	f.open()
	f.text("id", p.ID)
	f.text("name", p.Name)
	f.numberIf("people", p.People)
	f.words("why", p.Why)
	f.close()
}

func appendBeside(f *fields, u *coverage.BesideRow) {
	f.open()
	f.text("area", u.Area)
	f.yes("covered", u.Covered)
	f.number("people", u.People)
	f.number("within_people", u.Within)
	f.number("beyond_people", u.Beyond)
	f.close()
}
