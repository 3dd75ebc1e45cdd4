package datasets

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"slices"
)

// Attrs are the columns of a record that no field holds word for word, by
// name. They are a view of the record's own cells: a million records share one
// list of names. Cells that are empty once trimmed are left out. The zero value
// holds nothing.
type Attrs struct {
	of    *attrColumns
	cells []string // of the whole record
}

// attrColumns says which cells of a record are attributes.
type attrColumns struct {
	names []string // sorted
	cells []int    // the cell of each name
}

// newAttrColumns takes the columns that keep accepts.
func newAttrColumns(columns []string, keep func(i int) bool) *attrColumns {
	out := &attrColumns{}
	for i := range columns {
		if keep(i) {
			out.cells = append(out.cells, i)
		}
	}
	slices.SortStableFunc(out.cells, func(a, b int) int {
		switch {
		case columns[a] < columns[b]:
			return -1
		case columns[a] > columns[b]:
			return 1
		}
		return 0
	})
	for _, i := range out.cells {
		out.names = append(out.names, columns[i])
	}
	return out
}

// NewAttrs makes the attributes of one record.
func NewAttrs(m map[string]string) Attrs {
	names := slices.Sorted(maps.Keys(m))
	of := &attrColumns{names: names}
	cells := make([]string, len(names))
	for i, n := range names {
		cells[i] = m[n]
		of.cells = append(of.cells, i)
	}
	return Attrs{of: of, cells: cells}
}

// at is the trimmed cell of attribute i, "" where the row is too short.
func (a Attrs) at(i int) string {
	if cell := a.of.cells[i]; cell < len(a.cells) {
		return clean(a.cells[cell])
	}
	return ""
}

// Get gives the attribute of a name, "" where there is none.
func (a Attrs) Get(name string) string {
	if a.of == nil {
		return ""
	}
	if i, ok := slices.BinarySearch(a.of.names, name); ok {
		return a.at(i)
	}
	return ""
}

// All yields names and values, sorted by name.
func (a Attrs) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if a.of == nil {
			return
		}
		for i, name := range a.of.names {
			if v := a.at(i); v != "" && !yield(name, v) {
				return
			}
		}
	}
}

// IsZero tells whether there are no attributes.
func (a Attrs) IsZero() bool {
	for range a.All() {
		return false
	}
	return true
}

// Equal tells whether two records have the same attributes.
func (a Attrs) Equal(b Attrs) bool { return maps.Equal(maps.Collect(a.All()), maps.Collect(b.All())) }

// Columns gives the names that records may have attributes of, sorted. Records
// of one layer share the slice: do not change it.
func (a Attrs) Columns() []string {
	if a.of == nil {
		return nil
	}
	return a.of.names
}

// MarshalJSON writes an object, keys sorted.
func (a Attrs) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(maps.Collect(a.All()))
	return bytes.TrimRight(out.Bytes(), "\n"), err
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Attrs) UnmarshalJSON(data []byte) error {
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	*a = NewAttrs(m)
	return nil
}
