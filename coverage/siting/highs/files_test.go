package highs

import (
	"context"
	"errors"
	"math"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage/siting"
)

func TestWriteMPS(t *testing.T) {
	p := &siting.Program{
		Columns: []siting.Column{column(1.5, -inf, inf), whole(0, 0, inf), whole(-2, 1, 3), column(0.1, -inf, -4), column(0, 7, 7)},
		Rows:    []siting.Row{row(-inf, 4, 1, 1), row(2, inf, 0, 0, 3), row(-inf, inf, 1), row(-1, 5, 0, 0, 0, 0.3, -1), row(6, 6, 0, 1)},
	}
	const want = `NAME fugai FREE
ROWS
 N OBJ
 L R0
 G R1
 G R3
 E R4
COLUMNS
 C0 OBJ 1.5
 C0 R0 1
 MARKER 'MARKER' 'INTORG'
 C1 OBJ 0
 C1 R0 1
 C1 R4 1
 C2 OBJ -2
 C2 R1 3
 MARKER 'MARKER' 'INTEND'
 C3 OBJ 0.1
 C3 R3 0.3
 C4 OBJ 0
 C4 R3 -1
RHS
 RHS R0 4
 RHS R1 2
 RHS R3 -1
 RHS R4 6
RANGES
 RNG R3 6
BOUNDS
 FR BND C0
 LO BND C1 0
 PL BND C1
 LO BND C2 1
 UP BND C2 3
 MI BND C3
 UP BND C3 -4
 FX BND C4 7
ENDATA
`
	var got strings.Builder
	if err := writeMPS(&got, p); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got.String(), want); diff != "" {
		t.Errorf("got (-), want (+):\n%s", diff)
	}
}

// What HiGHS 1.15.1 (Highs_writeSolution, raw style) and cbc 2.10.8 write.
func TestReadSolutions(t *testing.T) {
	highs := func(text string) (answer, error) { return readHighs(strings.NewReader(text), 4) }
	cbc := func(text string) (answer, error) { return readCBC(strings.NewReader(text), 4) }
	nothingFound := func(o outcome) answer { return answer{outcome: o, bound: math.Inf(-1)} }
	tests := []struct {
		name string
		read func(string) (answer, error)
		text string
		want answer
		err  string
	}{
		{name: "highs, optimal", read: highs,
			text: "Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective -90\n# Columns 4\nC0 0\nC1 1\nC2 0\nC3 1\n# Rows 1\nR0 7\n\n# Dual solution values\nNone\n\n# Basis\nHiGHS_basis_file v2\nNone\n",
			want: answer{outcome: outcomeOptimal, values: []float64{0, 1, 0, 1}, bound: math.Inf(-1)}},
		{name: "highs, infeasible", read: highs, text: "Model status\nInfeasible\n\n# Primal solution values\nNone\n", want: nothingFound(outcomeInfeasible)},
		{name: "highs, time limit without a solution", read: highs, text: "Model status\nTime limit reached\n\n# Primal solution values\nNone\n", want: nothingFound(outcomeStopped)},
		{name: "highs, unknown column", read: highs, text: "Model status\nOptimal\n\n# Primal solution values\nFeasible\n# Columns 5\nC4 0\n", err: `there is no column "C4"`},
		{name: "highs, no number", read: highs, text: "Model status\nOptimal\n\n# Primal solution values\nFeasible\n# Columns 5\nC3 nan\n", err: `column C3: "nan" is no value`},
		{name: "cbc, optimal", read: cbc, text: "Optimal - objective value -90.00000000\n      1 C1                      1                     -40\n**    3 C3                      1                     -50\n",
			want: answer{outcome: outcomeOptimal, values: []float64{0, 1, 0, 1}, bound: math.Inf(-1)}},
		{name: "cbc, integer infeasible", read: cbc, text: "Integer infeasible - objective value 0.00000000\n      0 C0     0.5   1\n", want: nothingFound(outcomeInfeasible)},
		{name: "cbc, stopped", read: cbc, text: "Stopped on time - objective value -40.00000000\n      1 C1    1   -40\n", want: answer{values: []float64{0, 1, 0, 0}, bound: math.Inf(-1)}},
		{name: "cbc, stopped without a solution", read: cbc, text: "Stopped on time (no integer solution - continuous used) - objective value -95.0\n      1 C1   0.7  -40\n", want: nothingFound(outcomeStopped)},
		{name: "cbc, empty", read: cbc, err: "the file is empty: unexpected EOF"},
		{name: "cbc, short line", read: cbc, text: "Optimal - objective value 1\n 1 C1\n", err: "a line of 2 fields, want 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.read(tt.text)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("got error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, tt.want, cmp.AllowUnexported(answer{})); diff != "" {
				t.Errorf("got (-), want (+):\n%s", diff)
			}
		})
	}
}

// No distribution's package brings the command highs, so this test may be skipped even under CI.
func TestByHandWithHighs(t *testing.T) {
	engine, err := Find("highs")
	if err != nil {
		t.Skip(err)
	}
	checkByHand(t, engine)
}

func TestFind(t *testing.T) {
	if _, err := Find("gurobi"); err == nil || !strings.HasPrefix(err.Error(), "unknown solver gurobi\n") {
		t.Errorf("got %v", err)
	}
	if _, err := Find("/nowhere/cbc"); err == nil || !strings.HasPrefix(err.Error(), "the solver /nowhere/cbc is not found\n") {
		t.Errorf("got %v", err)
	}
}

// A program that is called cbc, but is none, is an error that quotes it.
func TestNoSolver(t *testing.T) {
	path, err := exec.LookPath("ls")
	if err != nil {
		t.Skip(err)
	}
	engine := &Command{path: path, dialect: cbcDialect{}}
	p := &siting.Program{Columns: []siting.Column{whole(1, 0, 1)}}
	if _, err := engine.Solve(context.Background(), p, siting.EngineOptions{}); err == nil || !strings.HasPrefix(err.Error(), "run "+path) {
		t.Errorf("got %v", err)
	}
}

func TestMissing(t *testing.T) {
	err := missing()
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "run make") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(Notice(), "Copyright (c) 2026 HiGHS") {
		t.Errorf("the licence is %q", Notice())
	}
}
