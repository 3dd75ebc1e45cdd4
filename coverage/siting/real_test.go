package siting_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"fugai/coverage"
	"fugai/coverage/siting"
)

func dataFile(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return path
}

// readPmed reads an OR-Library file: of duplicate edges the last one counts,
// costs are those of shortest paths.
func readPmed(t testing.TB, path string) (*coverage.Costs, int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var n, m, p int
	in := bufio.NewReader(f)
	if _, err := fmt.Fscan(in, &n, &m, &p); err != nil {
		t.Fatal(err)
	}
	var edges [][3]int
	for range m {
		var a, b, c int
		if _, err := fmt.Fscan(in, &a, &b, &c); err != nil {
			t.Fatal(err)
		}
		edges = append(edges, [3]int{a - 1, b - 1, c})
	}
	return shortest(n, edges), p
}

func shortest(n int, edges [][3]int) *coverage.Costs {
	d := make([][]float64, n)
	for i := range d {
		d[i] = make([]float64, n)
		for j := range d[i] {
			d[i][j] = math.Inf(1)
		}
		d[i][i] = 0
	}
	for _, e := range edges {
		d[e[0]][e[1]], d[e[1]][e[0]] = float64(e[2]), float64(e[2])
	}
	for k := range n {
		for i := range n {
			if v := d[i][k]; !math.IsInf(v, 1) {
				for j, w := range d[k] {
					d[i][j] = min(d[i][j], v+w)
				}
			}
		}
	}
	costs := coverage.NewCosts("m", n, math.MaxFloat64)
	for i := range n {
		var row []coverage.Entry
		for j := range n {
			if !math.IsInf(d[i][j], 1) {
				row = append(row, coverage.Entry{Site: j, Cost: d[i][j]})
			}
		}
		costs.AddRow(row)
	}
	return costs
}

func readCSV(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	head, err := in.Read()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for {
		record, err := in.Read()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		row := map[string]string{}
		for k, h := range head {
			row[h] = record[k]
		}
		rows = append(rows, row)
	}
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func solve(t testing.TB, p siting.Problem, s siting.Settings) siting.Result {
	t.Helper()
	res, err := siting.Solve(context.Background(), p, s)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestPmedMedian(t *testing.T) {
	for _, row := range readCSV(t, dataFile(t, "pmed", "expected.csv")) {
		t.Run(row["file"], func(t *testing.T) {
			costs, p := readPmed(t, dataFile(t, "pmed", row["file"]))
			at := time.Now()
			res := solve(t, siting.Problem{Model: siting.PMedian, Costs: costs, Sites: p}, siting.Settings{TimeLimit: time.Minute})
			t.Logf("%v nodes %d %v %.1f in %v", row["file"], res.Nodes, res.Status, res.Bound, time.Since(at))
			if want := number(t, row["pmedian_opt"]); res.Status != siting.Optimal || res.Objective != want || res.Bound != want {
				t.Errorf("got %v %g bound %g, want optimal %g", res.Status, res.Objective, res.Bound, want)
			}
		})
	}
}

func TestPmedCenter(t *testing.T) {
	for _, row := range readCSV(t, dataFile(t, "pmed", "expected.csv")) {
		t.Run(row["file"], func(t *testing.T) {
			costs, p := readPmed(t, dataFile(t, "pmed", row["file"]))
			at := time.Now()
			res := solve(t, siting.Problem{Model: siting.PCenter, Costs: costs, Sites: p}, siting.Settings{TimeLimit: time.Minute})
			t.Logf("nodes %d %v %.1f in %v", res.Nodes, res.Status, res.Bound, time.Since(at))
			if want := number(t, row["pcenter_opt"]); res.Status != siting.Optimal || res.Objective != want || res.Bound != want {
				t.Errorf("got %v %g bound %g, want optimal %g", res.Status, res.Objective, res.Bound, want)
			}
		})
	}
}

func TestPmedLSCP(t *testing.T) {
	for _, row := range readCSV(t, dataFile(t, "pmed", "expected_lscp.csv")) {
		t.Run(row["file"]+"/"+row["radius"], func(t *testing.T) {
			costs, _ := readPmed(t, dataFile(t, "pmed", row["file"]))
			at := time.Now()
			res := solve(t, siting.Problem{Model: siting.LSCP, Costs: costs, Within: number(t, row["radius"])}, siting.Settings{TimeLimit: time.Minute})
			t.Logf("nodes %d %v %.1f in %v", res.Nodes, res.Status, res.Bound, time.Since(at))
			if want := number(t, row["lscp_min_facilities_proved"]); res.Status != siting.Optimal || res.Objective != want || res.Bound != want {
				t.Errorf("got %v %g bound %g, want optimal %g", res.Status, res.Objective, res.Bound, want)
			}
		})
	}
}

// plane draws points in the unit square, each demand and candidate, with
// integer weights 1 to 100, and the costs up to a radius.
func plane(n int, radius float64, seed uint64) (*coverage.Costs, []float64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	x, y, w := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], y[i], w[i] = rng.Float64(), rng.Float64(), float64(1+rng.IntN(100))
	}
	return within(x, y, radius), w
}
