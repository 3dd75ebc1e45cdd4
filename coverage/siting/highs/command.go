package highs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fugai/coverage/siting"
	"fugai/datasets"
)

// Command is a solver installed beside this program, used through files: an
// MPS file goes in, a file of values comes out. It starts from nothing; the
// start of the options is only what is given back when the solver finds no
// better. It reports no progress.
type Command struct {
	path    string
	dialect dialect
}

var _ siting.Engine = (*Command)(nil)

// dialect is how a solver is called and what it answers.
type dialect interface {
	arguments(dir string, options siting.EngineOptions) ([]string, error)
	read(dir string, output []byte, program *siting.Program) (answer, error)
}

// answer is what a solver's files say.
type answer struct {
	outcome outcome
	values  []float64 // nil: none
	bound   float64   // -∞: not said
}

type outcome int

const (
	outcomeStopped outcome = iota
	outcomeOptimal         // within the gap asked for
	outcomeInfeasible
	outcomeUnbounded // or infeasible: solvers may not tell them apart
)

// Find gives the solver of that name on the PATH, or at that path: a program
// called highs or cbc.
func Find(name string) (*Command, error) {
	base := strings.TrimSuffix(strings.ToLower(filepath.Base(name)), ".exe")
	var d dialect
	switch base {
	case "highs":
		d = highsDialect{}
	case "cbc":
		d = cbcDialect{}
	default:
		return nil, &datasets.Problem{
			What: datasets.T("不认识求解器 %[1]s", "unknown solver %[1]s", name),
			Hint: datasets.T("可用：highs、cbc（或它们的完整路径）", "known: highs, cbc (or the path of one of them)"),
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, &datasets.Problem{
			What: datasets.T("找不到求解器 %[1]s", "the solver %[1]s is not found", name),
			Hint: datasets.T("安装它（Debian：apt install coinor-cbc）并放进 PATH，或写出完整路径",
				"install it (Debian: apt install coinor-cbc) and put it on the PATH, or give its whole path"),
			Err: err,
		}
	}
	return &Command{path: path, dialect: d}, nil
}

// afterInterrupt is how long a solver may take to write down what it has.
const afterInterrupt = 10 * time.Second

// Solve writes the program to a temporary folder, runs the solver there and
// reads what it found; see [Engine.Solve] for results and errors. When ctx
// ends the solver is interrupted: cbc then still gives its best, highs does not.
func (c *Command) Solve(ctx context.Context, program *siting.Program, options siting.EngineOptions) (siting.EngineResult, error) {
	if err := prepare(program, options); err != nil {
		return siting.EngineResult{}, err
	}
	if contradicts(program) {
		return nothing(siting.Infeasible, 0), nil
	}
	if len(program.Columns) == 0 {
		return solveEmpty(program), nil
	}
	b := newBest(program, options)
	a, err := c.ask(ctx, program, options)
	if ctx.Err() != nil && a.values == nil {
		return b.stopped(), nil
	}
	switch {
	case err != nil:
		return siting.EngineResult{}, err
	case a.outcome == outcomeUnbounded:
		return settle(c.Solve(ctx, withoutObjective(program), siting.EngineOptions{TimeLimit: options.TimeLimit}))
	}
	return b.judge(a)
}

// ask has the solver solve the program in a temporary folder.
func (c *Command) ask(ctx context.Context, program *siting.Program, options siting.EngineOptions) (_ answer, err error) {
	if err := ctx.Err(); err != nil {
		return answer{}, err
	}
	dir, err := os.MkdirTemp("", "fugai-mip-")
	if err != nil {
		return answer{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := saveMPS(filepath.Join(dir, "model.mps"), program); err != nil {
		return answer{}, err
	}
	output, err := c.run(ctx, dir, options)
	if err != nil {
		return answer{}, err
	}
	a, err := c.dialect.read(dir, output, program)
	if err != nil {
		return answer{}, fmt.Errorf("read what %s found: %w", c.path, err)
	}
	return a, nil
}

func saveMPS(path string, program *siting.Program) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(writeMPS(f, program), f.Close())
}

func (c *Command) run(ctx context.Context, dir string, options siting.EngineOptions) ([]byte, error) {
	args, err := c.dialect.arguments(dir, options)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, c.path, args...)
	cmd.Dir = dir
	if runtime.GOOS != "windows" { // which has no interrupt to send
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	}
	cmd.WaitDelay = afterInterrupt
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	err = cmd.Run()
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("run %s: %w: %s", c.path, err, lastLines(output.Bytes()))
	}
	return output.Bytes(), nil
}

// lastLines is the end of what a program said, for an error message.
func lastLines(output []byte) string {
	const most = 500
	output = bytes.TrimSpace(output)
	if len(output) > most {
		output = output[len(output)-most:]
	}
	return strings.ToValidUTF8(string(output), "")
}

// judge makes the result of an answer.
func (b *best) judge(a answer) (siting.EngineResult, error) {
	if a.outcome == outcomeInfeasible {
		return nothing(siting.Infeasible, 0), nil
	}
	b.bound = a.bound
	if a.values != nil {
		b.offer(rounded(b.program, a.values))
	}
	switch {
	case a.outcome != outcomeOptimal:
		return b.stopped(), nil
	case b.values == nil:
		return siting.EngineResult{}, errors.New("highs: the solver's values do not satisfy the program")
	}
	return found(b.program, b.values, b.bound, siting.Feasible), nil
}
