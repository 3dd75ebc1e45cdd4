package kml

import (
	"fugai/datasets"
	"fugai/datasets/internal/source"

	"github.com/paulmach/orb"
)

// cell is one value of a Placemark.
type cell struct {
	column int
	value  string
}

// mark is one Placemark while it is read.
type mark struct {
	cells  []cell
	shapes []orb.Geometry
	places int // geometry elements that were there
	bad    *datasets.Text
	height bool
}

// placemark reads one Placemark into a record.
func (r *reader) placemark(e element, at int) error {
	m := &mark{}
	row := len(r.table.Records) + 1
	if err := r.children("Placemark", func(e element) error { return r.part(m, e, row) }); err != nil {
		return err
	}
	rec := datasets.Record{Row: row, ID: source.TrimCell(attribute(e, "id"))}
	if rec.ID != "" {
		if first, again := r.ids[rec.ID]; again {
			r.notes.Add("duplicate-id", datasets.Ref{Row: row, Column: "id", Value: rec.ID}, func() datasets.Text {
				return datasets.T("id %[1]s 与第 %[2]d 个地标相同", "id %[1]s is also that of Placemark %[2]d", rec.ID, first)
			})
		} else {
			r.ids[rec.ID] = row
		}
	}
	rec.Geometry = r.shapeOf(m, row)
	if err := r.lay(&rec, m.cells); err != nil {
		return err
	}
	r.table.Records = append(r.table.Records, rec)
	r.within = append(r.within, at)
	return nil
}

// shapeOf puts the geometries of a Placemark together and notes what is wrong.
func (r *reader) shapeOf(m *mark, row int) orb.Geometry {
	where := datasets.Ref{Row: row}
	if m.height {
		r.notes.Add("z-dropped", where, nil)
	}
	g := combined(m.shapes)
	switch {
	case m.bad != nil:
		r.notes.Add("coordinate-unreadable", where, func() datasets.Text { return *m.bad })
		return nil
	case m.places == 0:
		r.notes.Add("geometry-null", where, nil)
	case g == nil:
		r.notes.Add("geometry-empty", where, nil)
	case m.places == 1 && len(m.shapes) == 1:
		return m.shapes[0]
	}
	return g
}

// part reads one element of a Placemark.
func (r *reader) part(m *mark, e element, row int) error {
	name := e.Name.Local
	switch name {
	case "name", "description", "address", "phoneNumber":
		return r.value(m, name, builtin(name))
	case "TimeStamp", "TimeSpan":
		return r.children(name, func(e element) error {
			switch e.Name.Local {
			case "when", "begin", "end":
				return r.value(m, e.Name.Local, builtin(e.Name.Local))
			}
			return r.skip(e.Name.Local)
		})
	case "ExtendedData", "Metadata":
		return r.extended(m, name)
	case "Model", "Region":
		r.notes.Add("element-ignored", datasets.Ref{Row: row, Value: name}, nil)
		return r.skip(name)
	}
	return r.geometry(m, e)
}

// value reads the text of the open element into a column.
func (r *reader) value(m *mark, name string, column int) error {
	text, err := r.text(name)
	m.cells = append(m.cells, cell{column, source.TrimCell(text)})
	return err
}

// extended reads ExtendedData: Data without types, and SchemaData, whose types
// stand in the Schema.
func (r *reader) extended(m *mark, name string) error {
	return r.children(name, func(e element) error {
		switch e.Name.Local {
		case "Data":
			key := attribute(e, "name")
			return r.children("Data", func(e element) error {
				if e.Name.Local != "value" {
					return r.skip(e.Name.Local)
				}
				return r.value(m, "value", r.column(key, false))
			})
		case "SchemaData":
			return r.children("SchemaData", func(e element) error {
				if e.Name.Local != "SimpleData" {
					return r.skip(e.Name.Local)
				}
				return r.value(m, "SimpleData", r.column(attribute(e, "name"), true))
			})
		}
		return r.skip(e.Name.Local)
	})
}

// readSchema keeps the types of a Schema's fields. Fields of one name and
// different types are text.
func (r *reader) readSchema() error {
	return r.children("Schema", func(e element) error {
		if e.Name.Local == "SimpleField" {
			name, kind := attribute(e, "name"), fieldType(attribute(e, "type"))
			if have, again := r.schema[name]; again && have != kind {
				kind = datasets.TypeText
			}
			r.schema[name] = kind
		}
		return r.skip(e.Name.Local)
	})
}

// fieldType gives the type of a SimpleField (KML 2.2, 9.7).
func fieldType(s string) datasets.Type {
	switch s {
	case "int", "uint", "short", "ushort", "long", "integer":
		return datasets.TypeInteger
	case "float", "double":
		return datasets.TypeReal
	case "bool", "boolean":
		return datasets.TypeBoolean
	}
	return datasets.TypeText
}
