package datasets

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// DemandList holds demand in columns: some 60 bytes a point, where a [Demand] by
// itself takes 300, so that ten million fit a laptop. Records are asked for by
// their number. The zero value holds none. Copies share their records: what is
// set in one is set in all.
type DemandList struct {
	at     []uint32 // the row of each record: its block and its place in it
	blocks []*demandBlock
	ids    map[uint32]string // of rows whose ID was changed
}

// demandBits is how many bits of a row are its place in the block: enough for
// rowsAtOnce.
const demandBits = 12

// demandBlock holds up to 1<<demandBits rows of one layer.
type demandBlock struct {
	of      *demandLayer
	texts   texts // of.width for each row: ID, name where named, code of the unit, names of the units
	point   []orb.Point
	weights weightBlock
	attrs   attrBlock
	row     []int   // in the file
	area    []int32 // of.areas, counted from 1; 0 is none
}

// demandLayer is what the rows of a layer have in common.
type demandLayer struct {
	file   string   // of their source
	groups []string // that rows may have people of, sorted
	others *attrColumns
	named  bool // rows have a name that is not their ID
	width  int  // texts of a row
	areas  map[string]int32
	ids    []string // of areas
}

// nowhere stands where there is no point.
func nowhere() orb.Point { return orb.Point{math.NaN(), math.NaN()} }

// NewDemandList puts records into columns.
func NewDemandList(records []Demand) DemandList {
	var out DemandList
	like := demandShape(records)
	type filling struct {
		block *demandBlock
		at    uint32 // its first row
	}
	files := map[string]*filling{}
	for i := range records {
		d := &records[i]
		f := files[d.Source.File]
		if f == nil {
			of := *like
			of.file = d.Source.File
			f = &filling{block: newDemandBlock(&of, false)}
			files[of.file] = f
		}
		if n := len(f.block.row); n%(1<<demandBits) == 0 { // the first, or full
			f.block.clip()
			f.block, f.at = newDemandBlock(f.block.of, false), uint32(len(out.blocks))<<demandBits
			out.blocks = append(out.blocks, f.block)
		}
		out.at = append(out.at, f.at|uint32(len(f.block.row)))
		f.block.add(d)
	}
	for _, f := range files {
		f.block.clip()
	}
	return out
}

// demandShape gives what some records have in common.
func demandShape(records []Demand) *demandLayer {
	groups, names, units := map[string]bool{}, map[string]bool{}, -1
	of := &demandLayer{others: &attrColumns{}}
	for i := range records {
		d := &records[i]
		for g := range d.Weights.All() {
			groups[g] = true
		}
		for name := range d.Attrs.All() {
			names[name] = true
		}
		of.named = of.named || d.Name != d.ID
		if d.UnitCode != "" || len(d.UnitNames) > 0 {
			units = max(units, len(d.UnitNames))
		}
	}
	of.groups, of.others.names = slices.Sorted(maps.Keys(groups)), slices.Sorted(maps.Keys(names))
	for i := range of.others.names {
		of.others.cells = append(of.others.cells, i)
	}
	of.setWidth(units)
	return of
}

// setWidth counts the texts of a row that names at most so many units; -1 where
// it cannot even give the code of one.
func (o *demandLayer) setWidth(units int) { o.width = o.unitText() + units + 1 }

// take appends the rows of a block.
func (l *DemandList) take(b *demandBlock) {
	for k := range b.row {
		l.at = append(l.at, uint32(len(l.blocks))<<demandBits|uint32(k))
	}
	l.blocks = append(l.blocks, b)
}

// Append adds the records of another list, which is not to be used after.
func (l *DemandList) Append(o DemandList) {
	if l.at == nil {
		*l = o
		return
	}
	shift := uint32(len(l.blocks)) << demandBits
	for _, at := range o.at {
		l.at = append(l.at, at+shift)
	}
	l.blocks = append(l.blocks, o.blocks...)
	for at, id := range o.ids {
		l.setID(at+shift, id)
	}
}

// Len is the number of records.
func (l DemandList) Len() int { return len(l.at) }

// IsZero tells whether there are none.
func (l DemandList) IsZero() bool { return len(l.at) == 0 }

func (l DemandList) row(i int) (*demandBlock, int) {
	return l.blocks[l.at[i]>>demandBits], int(l.at[i] & (1<<demandBits - 1))
}

// At makes record i. Its point and its texts are those of the list.
func (l DemandList) At(i int) Demand {
	b, k := l.row(i)
	d := Demand{ID: l.ID(i), Name: l.Name(i), Area: l.Area(i), Point: l.Point(i), Weights: l.Weights(i), Attrs: l.Attrs(i), Source: l.Source(i)}
	for t := b.of.unitText(); t < b.of.width; t++ {
		switch text := b.texts.at(k*b.of.width + t); {
		case t == b.of.unitText():
			d.UnitCode = text
		case text != "":
			d.UnitNames = append(d.UnitNames, text)
		}
	}
	return d
}

// unitText is the number of the text that is the code of the unit.
func (o *demandLayer) unitText() int {
	if o.named {
		return 2
	}
	return 1
}

// All yields the records in their order.
func (l DemandList) All() iter.Seq2[int, Demand] {
	return func(yield func(int, Demand) bool) {
		for i := range l.at {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// ID is that of record i.
func (l DemandList) ID(i int) string {
	if len(l.ids) > 0 {
		if id, changed := l.ids[l.at[i]]; changed {
			return id
		}
	}
	b, k := l.row(i)
	return b.texts.at(k * b.of.width)
}

// Name is that of record i.
func (l DemandList) Name(i int) string {
	b, k := l.row(i)
	if b.of.named {
		return b.texts.at(k*b.of.width + 1)
	}
	return b.texts.at(k * b.of.width) // called after its ID as it was read
}

// Area is the ID of the unit that record i is counted in, "" for none.
func (l DemandList) Area(i int) string {
	b, k := l.row(i)
	if n := b.area[k]; n > 0 {
		return b.of.ids[n-1]
	}
	return ""
}

// Point is where record i is taken to be; nil where that is not known. It is
// not to be changed.
func (l DemandList) Point(i int) *orb.Point {
	b, k := l.row(i)
	if p := &b.point[k]; p[0] == p[0] {
		return p
	}
	return nil
}

// Weights are the people of record i.
func (l DemandList) Weights(i int) Weights {
	b, k := l.row(i)
	return Weights{&b.weights, int32(k)}
}

// Attrs are the other columns of record i.
func (l DemandList) Attrs(i int) Attrs {
	b, k := l.row(i)
	if len(b.of.others.names) == 0 {
		return Attrs{}
	}
	return Attrs{&b.attrs, int32(k)}
}

// Source is where record i stands.
func (l DemandList) Source(i int) Ref {
	b, k := l.row(i)
	return Ref{File: b.of.file, Row: b.row[k]}
}

// SetArea changes the unit of record i.
func (l DemandList) SetArea(i int, id string) {
	b, k := l.row(i)
	b.area[k] = b.of.area(id)
}

// area numbers a unit.
func (o *demandLayer) area(id string) int32 {
	if id == "" {
		return 0
	}
	n, known := o.areas[id]
	if !known {
		if o.areas == nil {
			o.areas = map[string]int32{}
		}
		o.ids = append(o.ids, id)
		n = int32(len(o.ids))
		o.areas[id] = n
	}
	return n
}

// SetPoint changes the place of record i.
func (l DemandList) SetPoint(i int, p orb.Point) {
	b, k := l.row(i)
	b.point[k] = p
}

// SetID changes the ID of record i.
func (l *DemandList) SetID(i int, id string) { l.setID(l.at[i], id) }

func (l *DemandList) setID(at uint32, id string) {
	if l.ids == nil {
		l.ids = map[uint32]string{}
	}
	l.ids[at] = id
}

// Keep gives the records that pass a test.
func (l DemandList) Keep(test func(*Demand) bool) DemandList {
	out := l
	out.at = nil
	for i, d := range l.All() {
		if test(&d) {
			out.at = append(out.at, l.at[i])
		}
	}
	return out
}

// SortByID puts the records in the order of their IDs; equal ones stay in order.
func (l DemandList) SortByID() {
	type key struct {
		head uint64 // the first bytes of the ID
		i    int32
	}
	sorted := true
	for i := 1; i < len(l.at) && sorted; i++ {
		sorted = l.ID(i-1) <= l.ID(i)
	}
	if sorted {
		return
	}
	keys := make([]key, len(l.at))
	for i := range keys {
		var head [8]byte
		copy(head[:], l.ID(i))
		keys[i] = key{binary.BigEndian.Uint64(head[:]), int32(i)}
	}
	slices.SortFunc(keys, func(a, b key) int {
		switch {
		case a.head != b.head:
			return cmp.Compare(a.head, b.head)
		case a.i == b.i:
			return 0
		}
		return cmp.Or(cmp.Compare(l.ID(int(a.i)), l.ID(int(b.i))), cmp.Compare(a.i, b.i))
	})
	order := make([]uint32, len(keys))
	for i, k := range keys {
		order[i] = l.at[k.i]
	}
	copy(l.at, order)
}

// Equal tells whether two lists have the same records.
func (l DemandList) Equal(o DemandList) bool {
	if l.Len() != o.Len() {
		return false
	}
	for i, a := range l.All() {
		b := o.At(i)
		if a.ID != b.ID || a.Name != b.Name || a.Area != b.Area || a.Source != b.Source || a.UnitCode != b.UnitCode || !slices.Equal(a.UnitNames, b.UnitNames) ||
			!a.Weights.Equal(b.Weights) || !a.Attrs.Equal(b.Attrs) || (a.Point == nil) != (b.Point == nil) || a.Point != nil && *a.Point != *b.Point {
			return false
		}
	}
	return true
}

// MarshalJSON writes an array of the records; [] where there are none.
func (l DemandList) MarshalJSON() ([]byte, error) {
	out := make([]Demand, len(l.at))
	for i := range out {
		out[i] = l.At(i)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (l *DemandList) UnmarshalJSON(data []byte) error {
	var records []Demand
	if err := json.Unmarshal(data, &records); err != nil {
		return err
	}
	*l = NewDemandList(records)
	return nil
}

// newDemandBlock makes a block without rows.
func newDemandBlock(of *demandLayer, own bool) *demandBlock {
	return &demandBlock{of: of, texts: texts{own: own}, weights: weightBlock{groups: of.groups}, attrs: attrBlock{columns: of.others, texts: texts{own: own}}}
}

// add appends a record.
func (b *demandBlock) add(d *Demand) {
	values := make([]string, len(b.of.others.names))
	for i, name := range b.of.others.names {
		values[i] = d.Attrs.Get(name)
	}
	b.put(d, d.Source.Row, values)
	b.nobody()
	for g, people := range d.Weights.All() {
		b.people(g, people)
	}
	b.area[len(b.area)-1] = b.of.area(d.Area)
}

// put appends a record but for its people and its unit.
func (b *demandBlock) put(d *Demand, row int, cells []string) {
	b.texts.add(d.ID)
	if b.of.named {
		b.texts.add(d.Name)
	}
	if units := b.of.width - b.of.unitText() - 1; units >= 0 {
		b.texts.add(d.UnitCode)
		for i := range units {
			name := ""
			if i < len(d.UnitNames) {
				name = d.UnitNames[i]
			}
			b.texts.add(name)
		}
	}
	at := nowhere()
	if d.Point != nil {
		at = *d.Point
	}
	b.point = append(b.point, at)
	b.attrs.add(cells)
	b.row, b.area = append(b.row, row), append(b.area, 0)
}

// nobody appends a record's people, none of whom are known.
func (b *demandBlock) nobody() {
	for range b.of.groups {
		b.weights.people = append(b.weights.people, math.NaN())
	}
}

// people sets the people of a group of the last record.
func (b *demandBlock) people(group string, n float64) {
	last := b.weights.people[len(b.weights.people)-len(b.of.groups):]
	last[slices.Index(b.of.groups, group)] = n
}

// clip gives back the room that further rows would have taken.
func (b *demandBlock) clip() {
	b.texts.clip()
	b.attrs.texts.clip()
	b.point, b.row, b.area, b.weights.people = slices.Clip(b.point), slices.Clip(b.row), slices.Clip(b.area), slices.Clip(b.weights.people)
}
