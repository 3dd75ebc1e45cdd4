package highs

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/tetratelabs/wazero/api"

	"fugai/coverage/siting"
	"fugai/datasets"
)

// ErrUnbounded is the error for a program whose objective falls without end, so
// that it has no best value.
var ErrUnbounded = errors.New("highs: the objective is unbounded")

// ErrTooLarge is the cause of the error for a program that 2 GiB cannot hold.
var ErrTooLarge = errors.New("highs: the program needs more than 2 GiB")

// check refuses what is no program: a number that is no number, a column that
// does not exist or occurs twice in a row.
func check(p *siting.Program) error {
	for i, c := range p.Columns {
		switch {
		case math.IsNaN(c.Cost) || math.IsInf(c.Cost, 0):
			return fmt.Errorf("highs: column %d: the cost is %v", i, c.Cost)
		case badBounds(c.Lower, c.Upper):
			return fmt.Errorf("highs: column %d: the bounds are %v to %v", i, c.Lower, c.Upper)
		}
	}
	last := make([]int, len(p.Columns)) // the row, counted from 1, that a column last occurred in
	for i, r := range p.Rows {
		if badBounds(r.Lower, r.Upper) {
			return fmt.Errorf("highs: row %d: the bounds are %v to %v", i, r.Lower, r.Upper)
		}
		for _, t := range r.Terms {
			switch {
			case t.Column < 0 || int(t.Column) >= len(p.Columns):
				return fmt.Errorf("highs: row %d: there is no column %d", i, t.Column)
			case math.IsNaN(t.Coefficient) || math.IsInf(t.Coefficient, 0):
				return fmt.Errorf("highs: row %d: the coefficient of column %d is %v", i, t.Column, t.Coefficient)
			case last[t.Column] == i+1:
				return fmt.Errorf("highs: row %d: column %d occurs twice", i, t.Column)
			}
			last[t.Column] = i + 1
		}
	}
	return nil
}

func badBounds(lower, upper float64) bool {
	return math.IsNaN(lower) || math.IsNaN(upper) || math.IsInf(lower, 1) || math.IsInf(upper, -1)
}

// contradicts reports whether a column or a row has a lower bound above its
// upper, or no whole number between them.
func contradicts(p *siting.Program) bool {
	for _, c := range p.Columns {
		if c.Lower > c.Upper || c.Integer && math.Ceil(c.Lower-tolerance) > math.Floor(c.Upper+tolerance) {
			return true
		}
	}
	for _, r := range p.Rows {
		if r.Lower > r.Upper {
			return true
		}
	}
	return false
}

func terms(p *siting.Program) int {
	n := 0
	for _, r := range p.Rows {
		n += len(r.Terms)
	}
	return n
}

// Bytes that HiGHS 1.15.1 takes at least. Measured as the memory of the module
// after runs of some seconds on covering and assignment programs of 30,000 to
// 700,000 terms: 46 to 1,500 a term, more the longer the search lasts. So a
// program that fits here may still run out of memory later.
const (
	bytesPerTerm = 100
	bytesPerLine = 200 // a row or a column
	bytesAtStart = 20 << 20
)

// fits refuses a program that the module's memory cannot hold.
func fits(p *siting.Program) error {
	n := terms(p)
	need := int64(bytesAtStart) + int64(n)*bytesPerTerm + int64(len(p.Columns)+len(p.Rows))*bytesPerLine
	if need <= memoryLimit {
		return nil
	}
	return tooLarge(p, fmt.Sprintf("%.1f", float64(need)/(1<<30)))
}

func tooLarge(p *siting.Program, gib string) error {
	return &datasets.Problem{
		What: datasets.T(
			"整数规划有 %[1]d 个变量、%[2]d 个约束、%[3]d 个系数，至少要 %[4]s GiB 内存，而内置的 HiGHS 最多只能用 2 GiB",
			"the integer program has %[1]d variables, %[2]d constraints and %[3]d coefficients, which need at least %[4]s GiB of memory, and the built-in HiGHS has at most 2 GiB",
			len(p.Columns), len(p.Rows), terms(p), gib),
		Hint: datasets.T(
			"减小覆盖半径或候选点数量，或者改用本机安装的 highs 或 cbc 求解",
			"shorten the radius, thin out the candidates, or have an installed highs or cbc solve it"),
		Err: ErrTooLarge,
	}
}

// pass copies the program into HiGHS.
func (s *session) pass(p *siting.Program) {
	columns, rows, n := p.Columns, p.Rows, terms(p)
	arrays := []uint64{
		s.floats(len(columns), func(i int) float64 { return columns[i].Cost }),
		s.floats(len(columns), func(i int) float64 { return columns[i].Lower }),
		s.floats(len(columns), func(i int) float64 { return columns[i].Upper }),
		s.floats(len(rows), func(i int) float64 { return rows[i].Lower }),
		s.floats(len(rows), func(i int) float64 { return rows[i].Upper }),
	}
	start, index, value := s.matrix(rows, n)
	arrays = append(arrays, start, index, value, s.integrality(columns))
	const rowWise, minimize = 2, 1
	args := []uint64{s.highs, uint64(len(columns)), uint64(len(rows)), uint64(n), rowWise, minimize, api.EncodeF64(0)}
	s.must("Highs_passMip", append(args, arrays...)...)
	for _, at := range arrays {
		s.free(at)
	}
}

// matrix copies the terms: where each row starts, the columns, the coefficients.
func (s *session) matrix(rows []siting.Row, n int) (start, index, value uint64) {
	start, index, value = s.allocate(4*(len(rows)+1)), s.allocate(4*n), s.allocate(8*n)
	starts, indexes, values := s.view(start, 4*(len(rows)+1)), s.view(index, 4*n), s.view(value, 8*n)
	if s.err != nil {
		return 0, 0, 0
	}
	k := 0
	for i, r := range rows {
		binary.LittleEndian.PutUint32(starts[4*i:], uint32(k))
		for _, t := range r.Terms {
			binary.LittleEndian.PutUint32(indexes[4*k:], uint32(t.Column))
			binary.LittleEndian.PutUint64(values[8*k:], math.Float64bits(t.Coefficient))
			k++
		}
	}
	binary.LittleEndian.PutUint32(starts[4*len(rows):], uint32(k))
	return start, index, value
}

func (s *session) integrality(columns []siting.Column) uint64 {
	at := s.allocate(4 * len(columns))
	b := s.view(at, 4*len(columns))
	for i := 0; i < len(b)/4; i++ {
		var whole uint32
		if columns[i].Integer {
			whole = 1
		}
		binary.LittleEndian.PutUint32(b[4*i:], whole)
	}
	return at
}
