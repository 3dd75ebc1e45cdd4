package datasets

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// rowsAtOnce is how many rows a worker maps before it looks for more.
const rowsAtOnce = 4096

// mapRows turns the rows of a table into records on all cores.
func mapRows[T any](m *mapping, reader func(*mapping) func(*Record) (T, bool)) []T {
	out := make([]T, m.table.Len())
	used := eachChunk(m, func(w *mapping) func(int, []Record) int {
		read := reader(w)
		return func(chunk int, rows []Record) int {
			from := chunk * rowsAtOnce
			return w.rows(rows, func(k int, rec *Record) (ok bool) {
				out[from+k], ok = read(rec)
				return ok
			})
		}
	})
	n := 0
	for i, k := range used {
		n += copy(out[n:], out[i*rowsAtOnce:i*rowsAtOnce+k])
	}
	clear(out[n:])
	return out[:n]
}

// eachChunk goes through the rows of a table on all cores and gives what was made
// of each chunk of them: how many records. Every worker reads rows through a
// mapping of its own, which begin gets; what they note is put together in the
// order of the rows, so that cores make no difference.
func eachChunk(m *mapping, begin func(*mapping) func(chunk int, rows []Record) int) (used []int) {
	m.settleColumns()
	n := m.table.Len()
	chunks := make([]chunkOfRows, (n+rowsAtOnce-1)/rowsAtOnce)
	used = make([]int, len(chunks))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(chunks)) {
		wg.Go(func() {
			w := *m
			place := *m.place
			w.place, w.memo, w.pack = &place, memo{}, attrPacker{own: m.table.Stream != nil}
			read := begin(&w)
			var buf []Record
			for {
				i := int(next.Add(1)) - 1
				if i >= len(chunks) {
					w.pack.end()
					return
				}
				w.notes = &notebook{layer: m.notes.layer, at: map[string]int{}}
				place.notes, w.dropped = w.notes, 0
				rows := m.table.chunk(i*rowsAtOnce, min((i+1)*rowsAtOnce, n), &buf)
				used[i] = read(i, rows)
				chunks[i] = chunkOfRows{w.dropped, w.notes}
			}
		})
	}
	wg.Wait()
	for _, c := range chunks {
		m.dropped += c.dropped
		m.notes.merge(c.notes)
	}
	return used
}

// chunkOfRows is what a worker noted of some rows.
type chunkOfRows struct {
	dropped int
	notes   *notebook
}

// rows reads some rows, the k-th record of them into its place, and counts
// those that are left out.
func (m *mapping) rows(rows []Record, read func(k int, rec *Record) bool) (used int) {
	for i := range rows {
		rec := &rows[i]
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
