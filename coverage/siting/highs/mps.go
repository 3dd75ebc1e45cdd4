package highs

import (
	"bufio"
	"io"
	"math"
	"strconv"

	"fugai/coverage/siting"
)

// writeMPS writes the program in free MPS, columns named C0, C1, … and rows
// R0, R1, …; the objective is OBJ. A row without bounds is left out. Numbers
// are written so that they read back as the same float64.
//
// The format: IBM, Mathematical Programming System Extended (MPSX), 1971, in
// the free form that CPLEX, HiGHS, CBC and GLPK read.
func writeMPS(w io.Writer, p *siting.Program) error {
	m := mps{w: bufio.NewWriter(w)}
	m.line("NAME", "fugai", "FREE")
	m.rows(p)
	m.columns(p)
	m.sides(p)
	m.bounds(p)
	m.line("ENDATA")
	return m.w.Flush()
}

// mps writes lines; the writer keeps the first error until Flush.
type mps struct{ w *bufio.Writer }

func (m mps) line(fields ...string) {
	for i, f := range fields {
		if i > 0 {
			m.w.WriteByte(' ')
		}
		m.w.WriteString(f)
	}
	m.w.WriteByte('\n')
}

func columnName(i int) string       { return "C" + strconv.Itoa(i) }
func rowName(i int) string          { return "R" + strconv.Itoa(i) }
func number(v float64) string       { return strconv.FormatFloat(v, 'g', -1, 64) }
func binds(r siting.Row) bool       { return !math.IsInf(r.Lower, -1) || !math.IsInf(r.Upper, 1) }
func betweenBoth(r siting.Row) bool { return kind(r) == "G" && !math.IsInf(r.Upper, 1) }

// kind is the type of a row that binds: E, G (also with a range above) or L.
func kind(r siting.Row) string {
	switch {
	case r.Lower == r.Upper:
		return "E"
	case math.IsInf(r.Lower, -1):
		return "L"
	}
	return "G"
}

func (m mps) rows(p *siting.Program) {
	m.line("ROWS")
	m.line(" N", "OBJ")
	for i, r := range p.Rows {
		if binds(r) {
			m.line(" "+kind(r), rowName(i))
		}
	}
}

// columns writes the matrix by columns. Each has its cost, even 0, so that a
// column in no row is there too.
func (m mps) columns(p *siting.Program) {
	type entry struct {
		row   int
		value float64
	}
	entries := make([][]entry, len(p.Columns))
	for i, r := range p.Rows {
		if !binds(r) {
			continue
		}
		for _, t := range r.Terms {
			entries[t.Column] = append(entries[t.Column], entry{i, t.Coefficient})
		}
	}
	m.line("COLUMNS")
	whole := false
	for i, c := range p.Columns {
		if c.Integer != whole {
			m.marker(c.Integer)
			whole = c.Integer
		}
		name := columnName(i)
		m.line("", name, "OBJ", number(c.Cost))
		for _, e := range entries[i] {
			m.line("", name, rowName(e.row), number(e.value))
		}
	}
	if whole {
		m.marker(false)
	}
}

func (m mps) marker(start bool) {
	if start {
		m.line("", "MARKER", "'MARKER'", "'INTORG'")
	} else {
		m.line("", "MARKER", "'MARKER'", "'INTEND'")
	}
}

func (m mps) sides(p *siting.Program) {
	m.line("RHS")
	for i, r := range p.Rows {
		if !binds(r) {
			continue
		}
		side := r.Lower
		if kind(r) == "L" {
			side = r.Upper
		}
		m.line("", "RHS", rowName(i), number(side))
	}
	m.line("RANGES")
	for i, r := range p.Rows {
		if betweenBoth(r) {
			m.line("", "RNG", rowName(i), number(r.Upper-r.Lower))
		}
	}
}

// bounds writes both bounds of every column: readers differ in what they
// assume for whole columns and after an upper bound below 0.
func (m mps) bounds(p *siting.Program) {
	m.line("BOUNDS")
	for i, c := range p.Columns {
		name := columnName(i)
		low, high := math.IsInf(c.Lower, -1), math.IsInf(c.Upper, 1)
		switch {
		case low && high:
			m.line("", "FR", "BND", name)
			continue
		case c.Lower == c.Upper:
			m.line("", "FX", "BND", name, number(c.Lower))
			continue
		case low:
			m.line("", "MI", "BND", name)
		default:
			m.line("", "LO", "BND", name, number(c.Lower))
		}
		if high {
			m.line("", "PL", "BND", name)
		} else {
			m.line("", "UP", "BND", name, number(c.Upper))
		}
	}
}
