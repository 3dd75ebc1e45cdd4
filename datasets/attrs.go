package datasets

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"slices"
)

// Attrs are the columns of a record that no field holds word for word, by
// name. The texts of many records stand side by side, and a million records share
// one list of names. Cells that are empty once trimmed are left out. The zero
// value holds nothing.
type Attrs struct {
	of  *attrBlock
	row int32
}

// attrBlock holds the attributes of some records of a layer.
type attrBlock struct {
	columns *attrColumns
	texts   texts // of each name for each record, trimmed
}

// add appends the attributes of a record, given all its cells.
func (b *attrBlock) add(cells []string) {
	for _, cell := range b.columns.cells {
		text := ""
		if cell < len(cells) { // else the row is too short
			text = clean(cells[cell])
		}
		b.texts.add(text)
	}
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
	of := &attrBlock{columns: &attrColumns{names: slices.Sorted(maps.Keys(m))}}
	cells := make([]string, len(m))
	for i, n := range of.columns.names {
		cells[i] = m[n]
		of.columns.cells = append(of.columns.cells, i)
	}
	of.add(cells)
	return Attrs{of: of}
}

// blockRows is how many records share a block: few enough that records which a
// filter drops do not keep much.
const blockRows = 1024

// attrPacker makes the attributes of one record after the other. Each goroutine
// has its own.
type attrPacker struct {
	block *attrBlock
	rows  int
	own   bool // see texts
}

// pack makes the attributes of a record of the given cells.
func (p *attrPacker) pack(columns *attrColumns, cells []string) Attrs {
	if columns == nil || len(columns.names) == 0 {
		return Attrs{}
	}
	if p.block == nil || p.block.columns != columns || p.rows == blockRows {
		p.end()
		p.block, p.rows = &attrBlock{columns: columns, texts: texts{own: p.own}}, 0
	}
	p.block.add(cells)
	p.rows++
	return Attrs{p.block, int32(p.rows - 1)}
}

// end closes the block of the last records.
func (p *attrPacker) end() {
	if p.block != nil {
		p.block.texts.clip()
	}
	p.block = nil
}

// at is attribute i.
func (a Attrs) at(i int) string {
	return a.of.texts.at(int(a.row)*len(a.of.columns.names) + i)
}

// Get gives the attribute of a name, "" where there is none.
func (a Attrs) Get(name string) string {
	if a.of == nil {
		return ""
	}
	if i, ok := slices.BinarySearch(a.of.columns.names, name); ok {
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
		for i, name := range a.of.columns.names {
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
	return a.of.columns.names
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
