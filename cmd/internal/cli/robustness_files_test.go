package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

// outputs are the files of a set.
var outputs = []string{"report.html", "report.xlsx", "results.gpkg", "results.qgz", "gaps.geojson", "results.json", "run.json"}

// fugai runs the program inside the test.
func fugai(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	code = Main(args, Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	return out.String(), errs.String(), code
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// digest lists every file below a folder with its SHA-256.
func digest(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %x\n", filepath.Base(path), sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// soundMessages fails on what no user should see.
func soundMessages(t *testing.T, stderr string) {
	t.Helper()
	for _, bad := range []string{"panic", "goroutine ", ".go:", "%!", "runtime error"} {
		if strings.Contains(stderr, bad) {
			t.Errorf("stderr holds %q:\n%s", bad, stderr)
		}
	}
	if n := strings.Count(stderr, "\n"); n > 40 {
		t.Errorf("stderr has %d lines", n)
	}
}

var wholeName = regexp.MustCompile(`^(report|results|gaps|run)\.[a-z]+$`)

// leftNothing fails where anything but whole outputs is in a folder.
func leftNothing(t *testing.T, out string) {
	t.Helper()
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !wholeName.MatchString(e.Name()) && e.Name() != ".fugai.lock" {
			t.Errorf("%s is left in the output folder", e.Name())
		}
	}
}

func result(t *testing.T, out string) *coverage.Result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "results.json"))
	if err != nil {
		t.Fatal(err)
	}
	r := &coverage.Result{}
	if err := json.Unmarshal(data, r); err != nil {
		t.Fatalf("results.json: %v", err)
	}
	return r
}

func findings(r *coverage.Result, rule string) []datasets.Finding {
	var out []datasets.Finding
	for _, f := range r.Quality.Findings {
		if f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

func listFindings(r *coverage.Result) string {
	var b strings.Builder
	for _, f := range r.Quality.Findings {
		fmt.Fprintf(&b, "%s %s %s ×%d: %s\n", f.Severity, f.Rule, f.Layer, f.Count, f.Text.EN)
	}
	return b.String()
}
