package datasets

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// rowsAtOnce is how many rows a worker maps before it looks for more.
const rowsAtOnce = 4096

// mapRows turns the rows of a table into records on all cores. Every worker
// reads rows through a mapping of its own, which reader gets; what they note is
// put together in the order of the rows, so that cores make no difference.
func mapRows[T any](m *mapping, reader func(*mapping) func(*Record) (T, bool)) []T {
	m.settleColumns()
	records := m.table.Records
	chunks := make([]chunkOfRows, (len(records)+rowsAtOnce-1)/rowsAtOnce)
	out := make([]T, len(records))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(chunks)) {
		wg.Go(func() {
			w := *m
			place := *m.place
			w.place, w.memo = &place, memo{}
			read := reader(&w)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(chunks) {
					return
				}
				w.notes = &notebook{layer: m.notes.layer, at: map[string]int{}}
				place.notes, w.dropped = w.notes, 0
				from := i * rowsAtOnce
				n := w.rows(from, min(from+rowsAtOnce, len(records)), func(k int, rec *Record) (ok bool) {
					out[from+k], ok = read(rec)
					return ok
				})
				chunks[i] = chunkOfRows{n, w.dropped, w.notes}
			}
		})
	}
	wg.Wait()
	used := 0
	for i, c := range chunks {
		used += copy(out[used:], out[i*rowsAtOnce:i*rowsAtOnce+c.used])
		m.dropped += c.dropped
		m.notes.merge(c.notes)
	}
	clear(out[used:])
	return out[:used]
}

// chunkOfRows is what a worker made of some rows.
type chunkOfRows struct {
	used, dropped int
	notes         *notebook
}

// rows reads some rows, the k-th record of them into its place, and counts
// those that are left out.
func (m *mapping) rows(from, to int, read func(k int, rec *Record) bool) (used int) {
	for i := from; i < to; i++ {
		rec := &m.table.Records[i]
		if m.skip(rec) {
			continue
		}
		if read(used, rec) {
			used++
		} else {
			m.dropped++
		}
	}
	return used
}

// columnsOf are the columns that a table has of some groups of fields, so that
// rows do not look for those it has not.
type columnsOf struct {
	units  []int // columns of unitFields, highest level first
	life   []lifeField
	grades bool
	funds  []Field
}

// settleColumns notes which columns there are once their meanings are final.
func (m *mapping) settleColumns() {
	m.others = newAttrColumns(m.table.Columns, func(i int) bool { return !m.kept[i] })
	m.present = columnsOf{}
	for _, f := range unitFields {
		if col := m.match.column(f); col >= 0 {
			m.present.units = append(m.present.units, col)
		}
	}
	for _, l := range lifeFields {
		if m.match.column(l.field) >= 0 {
			m.present.life = append(m.present.life, l)
		}
	}
	for _, f := range []Field{FieldGrade, FieldGradeLevel, FieldGradeTitle, FieldGradeDate} {
		m.present.grades = m.present.grades || m.match.column(f) >= 0
	}
	for _, f := range []Field{FieldFundDistrict, FieldFundSuperior, FieldFundAward} {
		if m.match.column(f) >= 0 {
			m.present.funds = append(m.present.funds, f)
		}
	}
}

// maxMemo bounds how many words of a list are remembered: kinds and states are
// few, and where they are not a lookup is cheaper than the memory.
const maxMemo = 1000

// memo remembers what words mean.
type memo map[List]map[string]string

// find gives the id that a word means in a list, "" where it means none.
func (m memo) find(list List, word string, look func(string) (string, bool)) string {
	words := m[list]
	if id, known := words[word]; known {
		return id
	}
	if words == nil {
		words = map[string]string{}
		m[list] = words
	}
	id, ok := look(word)
	if !ok {
		id = ""
	}
	if len(words) < maxMemo {
		words[word] = id
	}
	return id
}
