package shapefile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// set is the files of one Shapefile by extension.
type set map[string][]byte

// files presents a set as the .shp of that name with the rest beside it.
func (s set) files(name string) *source.Files {
	return &source.Files{Name: name, Data: s[".shp"], Beside: func(ext string) ([]byte, error) {
		if b, ok := s[ext]; ok {
			return b, nil
		}
		return nil, fs.ErrNotExist
	}}
}

// without is a copy that lacks some files.
func (s set) without(exts ...string) set {
	out := set{}
	for k, v := range s {
		out[k] = bytes.Clone(v)
	}
	for _, e := range exts {
		delete(out, e)
	}
	return out
}

// with is a copy with one file replaced.
func (s set) with(ext string, data []byte) set {
	out := s.without()
	out[ext] = data
	return out
}

// encoded is the set that Encode makes of a table.
func encoded(t testing.TB, table *datasets.Table, o WriteOptions) set {
	t.Helper()
	e, _, err := Encode(table, o)
	if err != nil {
		t.Fatal(err)
	}
	out := set{}
	for _, p := range e.Parts() {
		out[p.Ext] = p.Data
	}
	return out
}

// save writes a set beside each other and returns the path of its .shp.
func (s set) save(t testing.TB, stem string) string {
	t.Helper()
	dir := t.TempDir()
	for ext, data := range s {
		if err := os.WriteFile(filepath.Join(dir, stem+ext), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, stem+".shp")
}

// loadSet reads a set from disk.
func loadSet(t testing.TB, shp string) set {
	t.Helper()
	out := set{}
	stem := strings.TrimSuffix(shp, ".shp")
	for _, ext := range [...]string{".shp", ".shx", ".dbf", ".prj", ".cpg"} {
		data, err := os.ReadFile(stem + ext)
		if err == nil {
			out[ext] = data
		} else if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return out
}

// ogr runs a program of GDAL, or skips where it is not installed.
func ogr(t testing.TB, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(program + " is missing")
		}
		t.Skip(program + " is not installed")
	}
	cmd := exec.Command(program, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, errs.String())
	}
	return string(out)
}

// realData finds the folder of real data, or skips.
func realData(t *testing.T) string {
	t.Helper()
	for _, dir := range [...]string{os.Getenv("FUGAI_DATA"), filepath.Join("..", "..", "..", "shared", "data")} {
		if info, err := os.Stat(filepath.Join(dir, "shenzhen")); dir != "" && err == nil && info.IsDir() {
			return dir
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the real data is missing: set FUGAI_DATA to its folder")
	}
	t.Skip("the real data is not here: set FUGAI_DATA to its folder")
	return ""
}

// rulesOf lists the rules of the findings with their counts.
func rulesOf(findings []datasets.Finding) map[string]int {
	out := map[string]int{}
	for _, f := range findings {
		out[f.Rule] = f.Count
	}
	return out
}
