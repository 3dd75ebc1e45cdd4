package vector

import (
	"errors"
	"slices"
	"strconv"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// maxPadding is how many cells a table may have, 320 MB of them, before the
// share that the file really fills counts; see datasets.Table.
const maxPadding = 20_000_000

// add makes a record of a Feature or a bare geometry.
func (r *reader) add(m members) error {
	t := r.table
	rec := datasets.Record{Row: len(t.Records) + 1, ID: m.id}
	t.Records = append(t.Records, rec)
	if m.hasID && m.id != "" {
		if first, again := r.ids[m.id]; again {
			r.notes.Add("duplicate-id", datasets.Ref{Row: rec.Row, Column: "id", Value: m.id}, func() datasets.Text {
				return datasets.T("id %[1]s 与第 %[2]d 个要素相同", "id %[1]s is also that of feature %[2]d", m.id, first)
			})
		} else {
			r.ids[m.id] = rec.Row
		}
	}
	at := m.geometry
	switch {
	case m.kind != "Feature" && isFeatureKind(m.kind):
		at = m.whole
	case m.kind != "Feature" && m.geometry.none():
		r.notes.Add("not-a-feature", r.here(), nil)
		return nil
	}
	last := &t.Records[len(t.Records)-1]
	if !m.properties.none() && at != m.whole {
		if err := r.cellsOf(last, m.properties); err != nil {
			return err
		}
	}
	return r.geometryOf(last, at)
}

// geometryOf decodes a record's geometry; what it cannot use becomes a note.
func (r *reader) geometryOf(rec *datasets.Record, at span) error {
	where := datasets.Ref{Row: rec.Row}
	if at.none() {
		r.notes.Add("geometry-null", where, nil)
		return nil
	}
	high := false
	g, err := decodeGeometry(r.scan.data, at, &high)
	var bad *geometryError
	switch {
	case errors.As(err, &bad):
		r.notes.Add(bad.rule, where, func() datasets.Text { return bad.text })
	case errors.Is(err, errEmpty):
		r.notes.Add("geometry-empty", where, nil)
	case err != nil:
		return err
	case g == nil:
		r.notes.Add("geometry-null", where, nil)
	}
	if err == nil {
		rec.Geometry = g
	}
	if high {
		r.notes.Add("z-dropped", where, nil)
	}
	return nil
}

// cellsOf reads a properties object into the cells of a record.
func (r *reader) cellsOf(rec *datasets.Record, at span) error {
	s := &scanner{data: r.scan.data[:at.to], pos: at.from}
	if s.space() != '{' {
		if w := compact(r.scan.data[at.from:at.to]); w != "null" {
			r.notes.Add("properties-unreadable", datasets.Ref{Row: len(r.table.Records), Value: clip([]byte(w))}, nil)
		}
		return nil
	}
	values := make([]string, 0, len(r.index))
	err := s.object(func(key string) error {
		v, k, err := r.cell(s, key)
		if err != nil {
			return err
		}
		col := r.column(key)
		for len(values) <= col {
			values = append(values, "")
		}
		if i := slices.Index(rec.Blank, col); i >= 0 { // a name that stands twice: the last one counts
			rec.Blank = slices.Delete(rec.Blank, i, i+1)
		}
		if v == "" && k == textValue {
			rec.Blank = append(rec.Blank, col)
		}
		values[col] = v
		r.kinds[col] |= k
		r.filled++
		return nil
	})
	rec.Values = values
	r.cells += len(values)
	if err == nil && r.cells > maxPadding && r.cells > 4*r.filled {
		err = r.tooWide()
	}
	return err
}

func (r *reader) tooWide() error {
	return &datasets.Problem{
		Where: datasets.Ref{File: r.table.File, Row: len(r.table.Records)},
		What:  datasets.T("各要素的属性名几乎都不同（已有 %d 个），不成一张表", "the features hardly share property names (%d so far) and make no table", len(r.index)),
		Hint:  datasets.T("请给要素统一的属性名", "give the features the same property names"),
	}
}

// cell is the text of a property value, and what kind of value it is.
func (r *reader) cell(s *scanner, key string) (string, valueKind, error) {
	switch s.space() {
	case '"':
		v, err := s.text()
		return source.TrimCell(v), textValue, err
	case '{', '[':
		from := s.pos
		err := s.skip()
		return compact(s.data[from:s.pos]), textValue, err
	}
	w, err := s.word()
	if err != nil || string(w) == "null" {
		return "", nullValue, err
	}
	if notFinite(w) {
		r.notes.Add("value-not-a-number", datasets.Ref{Row: len(r.table.Records), Column: key, Value: string(w)}, nil)
		return "", nullValue, nil
	}
	return string(w), kindOf(w), nil
}

// column finds or adds the column of a property name.
func (r *reader) column(key string) int {
	if i, ok := r.index[key]; ok {
		return i
	}
	i := len(r.table.Columns)
	r.index[key] = i
	r.kinds = append(r.kinds, nullValue)
	r.table.Columns = append(r.table.Columns, source.HeaderName(key))
	return i
}

// finishCells makes column names unique and all records equally wide.
func (r *reader) finishCells() error {
	t := r.table
	t.Columns = source.UniqueNames(t.Columns)
	t.Types = typesOf(r.kinds)
	width := len(t.Columns)
	if total := width * len(t.Records); total > maxPadding && total > 4*r.filled {
		return r.tooWide()
	}
	for i := range t.Records {
		rec := &t.Records[i]
		if len(rec.Values) == width {
			continue
		}
		values := make([]string, width)
		copy(values, rec.Values)
		rec.Values = values
	}
	return nil
}

// readCRS takes the system from a crs member of GeoJSON 2008.
func (r *reader) readCRS(at span) error {
	s := &scanner{data: r.scan.data[:at.to], pos: at.from}
	switch s.space() {
	case '"':
		name, err := s.text()
		r.member = name
		return err
	case '{':
	default:
		r.noCRS = true
		return nil
	}
	kind, name := "", ""
	err := s.object(func(key string) error {
		switch c := s.space(); {
		case key == "type" && c == '"':
			var err error
			kind, err = s.text()
			return err
		case key == "properties" && c == '{':
			return s.object(func(key string) error {
				switch c := s.space(); {
				case c == '"' && (key == "name" || key == "href"):
					var err error
					name, err = s.text()
					return err
				case key == "code":
					w, err := s.word()
					if _, e := strconv.Atoi(string(w)); e == nil {
						name = "EPSG:" + string(w)
					}
					return err
				}
				return s.skip()
			})
		}
		return s.skip()
	})
	if err != nil {
		return err
	}
	r.member = name
	if kind == "link" || name == "" {
		return &datasets.Problem{
			What: datasets.T("crs 成员没有写明坐标系名称（%s）", "the crs member names no coordinate system (%s)", clip(r.scan.data[at.from:at.to])),
			Hint: datasets.T("用 crs 指明坐标系，例如 crs: EPSG:4490", "name the system with crs, such as crs: EPSG:4490"),
		}
	}
	return nil
}
