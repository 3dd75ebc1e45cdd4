package highs

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"fugai/coverage/siting"
)

// highsDialect is the command highs, 1.5 and later.
type highsDialect struct{}

func (highsDialect) arguments(dir string, options siting.EngineOptions) ([]string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "solution_file = %s\nwrite_solution_to_file = true\n", filepath.Join(dir, "solution.txt"))
	fmt.Fprintf(&b, "threads = 1\nparallel = off\nrandom_seed = 0\nmip_rel_gap = %s\nmip_abs_gap = 1e-6\n", number(options.Gap))
	if options.TimeLimit > 0 {
		fmt.Fprintf(&b, "time_limit = %s\n", number(options.TimeLimit.Seconds()))
	}
	path := filepath.Join(dir, "options.txt")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		return nil, err
	}
	return []string{"--options_file", path, "--model_file", filepath.Join(dir, "model.mps")}, nil
}

// highsBound is a line of the report that highs prints at the end.
var highsBound = regexp.MustCompile(`(?m)^\s*Dual bound\s+(\S+)`)

func (highsDialect) read(dir string, output []byte, program *siting.Program) (answer, error) {
	text, err := os.ReadFile(filepath.Join(dir, "solution.txt"))
	if err != nil {
		return answer{}, fmt.Errorf("%w: %s", err, lastLines(output))
	}
	a, err := readHighs(bytes.NewReader(text), len(program.Columns))
	if err != nil {
		return answer{}, err
	}
	a.bound = a.boundOr(highsBound.FindSubmatch(output), program)
	return a, nil
}

// boundOr is the bound that the report names, or, where it names none, the
// objective of a solution that is proved.
func (a answer) boundOr(match [][]byte, program *siting.Program) float64 {
	if match != nil {
		if v, err := strconv.ParseFloat(string(match[1]), 64); err == nil && !math.IsNaN(v) {
			return v
		}
	}
	if a.outcome == outcomeOptimal && a.values != nil {
		return objective(program, a.values)
	}
	return math.Inf(-1)
}

// readHighs reads the raw style of HiGHS's solution files: the status, and
// under "# Primal solution values" a line "name value" for every column.
func readHighs(r io.Reader, columns int) (answer, error) {
	a := answer{bound: math.Inf(-1)}
	scanner := bufio.NewScanner(r)
	var previous, section string
	var values []float64
	for scanner.Scan() {
		line := strings.TrimSpace(scanner.Text())
		switch {
		case previous == "Model status":
			a.outcome = highsOutcome(line)
		case strings.HasPrefix(line, "# Primal") || strings.HasPrefix(line, "# Dual") || strings.HasPrefix(line, "# Basis"):
			section = line
		case previous == "# Primal solution values" && line == "Feasible":
			values = make([]float64, columns)
		case strings.HasPrefix(line, "# Rows"):
			section = ""
		case values != nil && strings.HasPrefix(section, "# Primal") && strings.HasPrefix(line, "C"):
			if err := setValue(values, strings.Fields(line)); err != nil {
				return answer{}, err
			}
		}
		previous = line
	}
	a.values = values
	return a, scanner.Err()
}

func highsOutcome(status string) outcome {
	switch status {
	case "Optimal":
		return outcomeOptimal
	case "Infeasible":
		return outcomeInfeasible
	case "Unbounded", "Primal infeasible or unbounded":
		return outcomeUnbounded
	}
	return outcomeStopped
}

// setValue takes the name of a column and its value.
func setValue(values []float64, fields []string) error {
	if len(fields) != 2 {
		return fmt.Errorf("a line of %d fields, want 2", len(fields))
	}
	column, err := strconv.Atoi(strings.TrimPrefix(fields[0], "C"))
	if err != nil || column < 0 || column >= len(values) {
		return fmt.Errorf("there is no column %q", fields[0])
	}
	v, err := strconv.ParseFloat(fields[1], 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("column %s: %q is no value", fields[0], fields[1])
	}
	values[column] = v
	return nil
}

// cbcDialect is the command cbc of COIN-OR, 2.10.
type cbcDialect struct{}

func (cbcDialect) arguments(dir string, options siting.EngineOptions) ([]string, error) {
	args := []string{filepath.Join(dir, "model.mps"), "-threads", "0", "-timeMode", "elapsed", "-ratioGap", number(options.Gap)}
	if options.TimeLimit > 0 {
		args = append(args, "-sec", number(options.TimeLimit.Seconds()))
	}
	return append(args, "-solve", "-solution", filepath.Join(dir, "solution.txt")), nil
}

// cbcBound is a line of the report that cbc prints when it did not finish.
var cbcBound = regexp.MustCompile(`(?m)^Lower bound:\s+(\S+)`)

func (cbcDialect) read(dir string, output []byte, program *siting.Program) (answer, error) {
	text, err := os.ReadFile(filepath.Join(dir, "solution.txt"))
	if err != nil {
		return answer{}, fmt.Errorf("%w: %s", err, lastLines(output))
	}
	a, err := readCBC(bytes.NewReader(text), len(program.Columns))
	if err != nil {
		return answer{}, err
	}
	a.bound = a.boundOr(cbcBound.FindSubmatch(output), program)
	return a, nil
}

// readCBC reads cbc's solution file: a line with the status, then "number
// name value reduced-cost" for the columns that are not 0.
func readCBC(r io.Reader, columns int) (answer, error) {
	a := answer{bound: math.Inf(-1)}
	scanner := bufio.NewScanner(r)
	if !scanner.Scan() {
		return answer{}, fmt.Errorf("the file is empty: %w", io.ErrUnexpectedEOF)
	}
	var solved bool
	if a.outcome, solved = cbcOutcome(scanner.Text()); !solved {
		return a, nil
	}
	a.values = make([]float64, columns)
	for scanner.Scan() {
		fields := strings.Fields(scanner.Text())
		if len(fields) > 0 && fields[0] == "**" { // beyond a bound by more than cbc's tolerance
			fields = fields[1:]
		}
		if len(fields) != 4 {
			return answer{}, fmt.Errorf("a line of %d fields, want 4", len(fields))
		}
		if err := setValue(a.values, fields[1:3]); err != nil {
			return answer{}, err
		}
	}
	return a, scanner.Err()
}

// cbcOutcome also says whether values follow that satisfy the program.
func cbcOutcome(line string) (o outcome, solved bool) {
	status, _, _ := strings.Cut(line, " - objective value")
	switch {
	case strings.HasPrefix(status, "Optimal"):
		return outcomeOptimal, true
	case strings.HasPrefix(status, "Unbounded"), strings.HasPrefix(status, "Dual infeasible"):
		return outcomeUnbounded, false
	case strings.Contains(status, "no integer solution"):
		return outcomeStopped, false
	case strings.HasPrefix(status, "Infeasible"), strings.HasPrefix(status, "Integer infeasible"):
		return outcomeInfeasible, false
	}
	return outcomeStopped, strings.HasPrefix(status, "Stopped")
}
