package tabular

import (
	"runtime"
	"sync"
	"sync/atomic"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// csvRows are the records of a text that are made when they are asked for. It
// holds the text and the place of every markEvery-th record.
type csvRows struct {
	rowShape
	text      string
	separator rune
	width     int    // columns of the table
	answers   []bool // of the columns: see clearMissing
	marks     []csvMark
	n         int
}

// csvMark is where a record begins.
type csvMark struct{ pos, line int }

// markEvery is how many records lie between two marks: as many as are mostly
// asked for at once.
const markEvery = 4096

// add counts the next record.
func (r *csvRows) add(pos, line int) {
	if r.n%markEvery == 0 {
		r.marks = append(r.marks, csvMark{pos, line})
	}
	r.n++
}

// Len is the number of records.
func (r *csvRows) Len() int { return r.n }

// Read makes some records.
func (r *csvRows) Read(from, to int, buf []datasets.Record) []datasets.Record {
	buf = r.raw(from, to, buf)
	for i := range buf {
		clearCells(&buf[i], r.answers, nil)
	}
	return buf
}

// raw makes records with the words for nothing still in them.
func (r *csvRows) raw(from, to int, buf []datasets.Record) []datasets.Record {
	out := make([]datasets.Record, 0, max(to-from, 0))
	if cap(buf) >= to-from {
		out = buf[:0]
	}
	if from >= to {
		return out
	}
	arena := make([]string, 0)
	at := r.marks[from/markEvery]
	s := &csvScanner{text: r.text, pos: at.pos, line: at.line, separator: r.separator}
	for i := from - from%markEvery; i < to && s.next(); {
		if !r.holds(s.cells) {
			continue
		}
		if i++; i <= from {
			continue
		}
		k := len(out)
		out = out[:k+1]
		rec := &out[k]
		if cap(rec.Values) < r.width {
			if len(arena) < r.width {
				arena = make([]string, r.width*min(to-from-k, markEvery))
			}
			rec.Values, arena = arena[:r.width:r.width], arena[r.width:]
		}
		values := rec.Values[:r.width]
		clear(values)
		r.fillIn(values, s.cells)
		*rec = datasets.Record{Row: s.start, Values: values}
	}
	return out
}

// holds tells whether a row is a record.
func (r *csvRows) holds(cells []string) bool {
	for _, c := range cells[:min(len(cells), len(r.names))] {
		if c != "" {
			return r.ruleOf(cells) == ""
		}
	}
	return false
}

// survey goes through all records on all cores: it notes what finish notes of
// held ones, and gives the digests by which repeated ones are found.
func (r *csvRows) survey(t *datasets.Table, notes *source.Notes) *source.Digests {
	digests := source.NewDigests(r.n)
	found := make([]*source.Notes, len(r.marks))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(r.marks)) {
		wg.Go(func() {
			var buf []datasets.Record
			var text []byte
			for {
				k := int(next.Add(1)) - 1
				if k >= len(r.marks) {
					return
				}
				found[k] = source.NewNotes(t.File, rules())
				buf = r.raw(k*markEvery, min((k+1)*markEvery, r.n), buf)
				for i := range buf {
					clearCells(&buf[i], r.answers, func(rule string, col int, v string) {
						found[k].Add(rule, datasets.Ref{Row: buf[i].Row, Column: t.Columns[col], Value: v}, nil)
					})
					text = digests.Set(k*markEvery+i, &buf[i], text)
				}
			}
		})
	}
	wg.Wait()
	for _, n := range found {
		notes.Merge(n)
	}
	return digests
}
