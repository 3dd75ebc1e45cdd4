package save

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// sample reads the result that the tests of package output build, and gives
// its units a square each, since JSON holds no geometry.
func sample(t testing.TB) *coverage.Result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "office", "testdata", "result.json"))
	if err != nil {
		t.Fatal(err)
	}
	r := new(coverage.Result)
	if err := json.Unmarshal(data, r); err != nil {
		t.Fatal(err)
	}
	for i := range r.Areas {
		if c := r.Areas[i].Center; c != nil {
			const d = 0.01
			r.Areas[i].Geometry = orb.MultiPolygon{{{{c[0] - d, c[1] - d}, {c[0] + d, c[1] - d}, {c[0] + d, c[1] + d}, {c[0] - d, c[1] + d}, {c[0] - d, c[1] - d}}}}
		}
	}
	return r
}

func testRun() Run {
	return Run{Program: "fugai", Version: "1.0.0", Go: "go1.26", Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Study: &Digest{Path: "study.yaml", SHA256: "00", Bytes: 1}, Settings: map[string]string{"lang": "zh"}}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// onlyNames fails unless dir holds these names and no other, hidden ones
// included.
func onlyNames(t testing.TB, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", dir, diff)
	}
}

func TestAllWritesEverything(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "成果", "out")
	var steps []string
	most := 0 // files are written side by side, so only the order of beginning is fixed
	opts := Options{Progress: func(done, total int, name string) {
		if total != 7 || done < most || done > len(steps) {
			t.Errorf("progress: %d of %d before %q, after %v", done, total, name, steps)
		}
		most, steps = done, append(steps, name)
	},
		Now: func() time.Time { return testRun().Started.Add(1500 * time.Millisecond) }}
	paths, err := All(t.Context(), dir, sample(t), testRun(), opts)
	if err != nil {
		t.Fatal(err)
	}
	onlyNames(t, dir, "gaps.geojson", "report.html", "report.xlsx", "results.gpkg", "results.json", "results.qgz", "run.json")
	if len(paths) != 7 || paths[6] != filepath.Join(dir, RunFile) {
		t.Errorf("paths %v", paths)
	}
	want := []string{"report.html", "report.xlsx", "results.gpkg", "results.qgz", "gaps.geojson", "results.json", "run.json", ""}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Errorf("progress: %s", diff)
	}
	var run Run
	if err := json.Unmarshal(read(t, filepath.Join(dir, RunFile)), &run); err != nil {
		t.Fatal(err)
	}
	if run.Seconds != 1.5 || len(run.Outputs) != 6 || run.Inputs == nil {
		t.Errorf("run %+v", run)
	}
	for _, d := range run.Outputs {
		got, err := DigestOf(t.Context(), filepath.Join(dir, d.Path), d.Path)
		if err != nil || got != d {
			t.Errorf("digest of %s: %+v, want %+v (%v)", d.Path, got, d, err)
		}
	}
}

func TestAllDeterministic(t *testing.T) {
	parent := t.TempDir()
	a, b := filepath.Join(parent, "a"), filepath.Join(parent, "b", "deep 路径")
	for _, dir := range []string{a, b, b} { // the last one over an old set
		if _, err := All(t.Context(), dir, sample(t), Run{}, Options{Lang: datasets.EN}); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range table() {
		if !bytes.Equal(read(t, filepath.Join(a, f.file)), read(t, filepath.Join(b, f.file))) {
			t.Errorf("%s differs between two runs", f.file)
		}
	}
}

func TestAllChosenFormats(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := All(t.Context(), dir, sample(t), Run{}, Options{Formats: []string{"json", "geojson"}}); err != nil {
		t.Fatal(err)
	}
	onlyNames(t, dir, "gaps.geojson", "mine.txt", "results.json", "run.json")
	_, err := All(t.Context(), dir, sample(t), Run{}, Options{Formats: []string{"pdf"}})
	wantProblem(t, err, `no output format "pdf"`)
}

func TestFormatNames(t *testing.T) {
	if diff := cmp.Diff([]string{"html", "xlsx", "gpkg", "qgz", "geojson", "json"}, Formats()); diff != "" {
		t.Error(diff)
	}
	if File("xlsx") != "report.xlsx" || File("pdf") != "" {
		t.Error("file names")
	}
}

func wantProblem(t testing.TB, err error, text string) {
	t.Helper()
	var p *datasets.Problem
	if !errors.As(err, &p) || !strings.Contains(err.Error(), text) {
		t.Errorf("got %v, want a problem with %q", err, text)
		return
	}
	if p.What.ZH == "" || p.What.EN == "" || p.Hint.ZH == "" || p.Hint.EN == "" {
		t.Errorf("the problem is not in both languages, or has no hint: %+v", p)
	}
}

// fake makes a saver of two small files that say version, and a third one
// written by third.
func fake(version string, third func(ctx context.Context, path string) error) *saver {
	say := func(ctx context.Context, path string, _ *coverage.Result, _ Options) error {
		return writeFile(ctx, path, func(w io.Writer) error { _, err := io.WriteString(w, version); return err })
	}
	last := say
	if third != nil {
		last = func(ctx context.Context, path string, _ *coverage.Result, _ Options) error { return third(ctx, path) }
	}
	return &saver{table: []format{{"a", "a.txt", say}, {"b", "b.txt", say}, {"c", "c.txt", last}}, rename: os.Rename, wait: time.Second}
}

// oldSet makes a folder with the set "old".
func oldSet(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := fake("old", nil).all(context.Background(), dir, &coverage.Result{}, Run{Version: "old"}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// wholeSet fails unless the folder holds the set of this version and no more.
func wholeSet(t testing.TB, dir, version string) {
	t.Helper()
	onlyNames(t, dir, "a.txt", "b.txt", "c.txt", "run.json")
	for _, f := range []string{"a.txt", "b.txt", "c.txt"} {
		if got := string(read(t, filepath.Join(dir, f))); got != version {
			t.Errorf("%s says %q, want %q", f, got, version)
		}
	}
	if !strings.Contains(string(read(t, filepath.Join(dir, RunFile))), `"version": "`+version+`"`) {
		t.Errorf("run.json is not that of %s", version)
	}
}

func TestFailingWriterKeepsOldSet(t *testing.T) {
	cases := []struct {
		name, want string
		err        error
	}{
		{"disk full", "the disk is full", &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}},
		{"sqlite says full", "the disk is full", errors.New("database or disk is full (13)")},
		{"quota", "the disk is full", syscall.EDQUOT},
		{"read-only disk", "cannot be written", syscall.EROFS},
		{"no permission", "cannot be written", os.ErrPermission},
		{"too large", "larger than the system allows", syscall.EFBIG},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := oldSet(t)
			s := fake("new", func(ctx context.Context, path string) error {
				return writeFile(ctx, path, func(w io.Writer) error { _, _ = io.WriteString(w, "hal"); return c.err })
			})
			_, err := s.all(t.Context(), dir, &coverage.Result{}, Run{Version: "new"})
			wantProblem(t, err, c.want)
			wantProblem(t, err, filepath.Join(dir, "c.txt"))
			wholeSet(t, dir, "old")
		})
	}
}

func TestPanickingWriterKeepsOldSet(t *testing.T) {
	dir := oldSet(t)
	func() {
		defer func() { _ = recover() }()
		s := fake("new", func(context.Context, string) error { panic("bug") })
		_, _ = s.all(t.Context(), dir, &coverage.Result{}, Run{Version: "new"})
	}()
	wholeSet(t, dir, "old")
}

// TestFailingRename fails at each rename in turn, into an old set and into an
// empty folder.
func TestFailingRename(t *testing.T) {
	for fail := range 4 {
		t.Run(fmt.Sprint("old set, rename ", fail), func(t *testing.T) {
			dir := oldSet(t)
			s := fake("new", nil)
			s.rename = failAt(fail)
			if _, err := s.all(t.Context(), dir, &coverage.Result{}, Run{Version: "new"}); err == nil {
				t.Fatal("no error")
			}
			wholeSet(t, dir, "old")
		})
		t.Run(fmt.Sprint("no set, rename ", fail), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			s := fake("new", nil)
			s.rename = failAt(fail)
			if _, err := s.all(t.Context(), dir, &coverage.Result{}, Run{Version: "new"}); err == nil {
				t.Fatal("no error")
			}
			if exists(dir) {
				t.Error("the folder was left behind")
			}
		})
	}
}

func failAt(n int) func(from, to string) error {
	calls := 0
	return func(from, to string) error {
		if calls++; calls == n+1 {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EIO}
		}
		return os.Rename(from, to)
	}
}

func TestFolderInTheWay(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "b.txt", "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := fake("new", nil).all(t.Context(), dir, &coverage.Result{}, Run{})
	wantProblem(t, err, "a folder of this name is in the way")
	onlyNames(t, dir, "b.txt")
}

func TestUnwritablePlaces(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, dir, want string }{
		{"a file", file, "the output folder is a file"},
		{"below a file", filepath.Join(file, "out"), "is a file, not a folder"},
		{"name too long", filepath.Join(t.TempDir(), strings.Repeat("长", 100)), "the path is too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := fake("new", nil).all(t.Context(), c.dir, &coverage.Result{}, Run{})
			wantProblem(t, err, c.want)
		})
	}
}

func TestCancelled(t *testing.T) {
	for _, when := range []string{"before", "while writing"} {
		t.Run(when, func(t *testing.T) {
			dir := oldSet(t)
			ctx, cancel := context.WithCancel(t.Context())
			if when == "before" {
				cancel()
			}
			s := fake("new", func(ctx context.Context, path string) error {
				return writeFile(ctx, path, func(w io.Writer) error {
					cancel()
					_, err := w.Write(make([]byte, 1<<20))
					return err
				})
			})
			if _, err := s.all(ctx, dir, &coverage.Result{}, Run{Version: "new"}); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			wholeSet(t, dir, "old")
		})
	}
}

func TestTwoRunsOneSet(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			s := fake(fmt.Sprint("v", i), nil)
			s.wait = 30 * time.Second
			if _, err := s.all(context.Background(), dir, &coverage.Result{}, Run{Version: fmt.Sprint("v", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wholeSet(t, dir, string(read(t, filepath.Join(dir, "a.txt"))))
}

func TestBusyFolder(t *testing.T) {
	dir := oldSet(t)
	unlock, err := lock(t.Context(), filepath.Join(dir, lockName), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	s := fake("new", nil)
	s.wait = 120 * time.Millisecond
	_, err = s.all(t.Context(), dir, &coverage.Result{}, Run{Version: "new"})
	wantProblem(t, err, "another fugai is writing here")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err = fake("new", nil).all(ctx, dir, &coverage.Result{}, Run{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's error", err)
	}
	unlock()
	wholeSet(t, dir, "old")
}

func TestReasonOnWindows(t *testing.T) {
	rename := func(no syscall.Errno) error { return &os.LinkError{Op: "rename", Err: no} }
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"sharing violation", rename(32), "another program has the file open"},
		{"lock violation", &os.PathError{Op: "write", Err: syscall.Errno(33)}, "another program has the file open"},
		{"rename over an open file", rename(5), "another program has the file open"},
		{"disk full", &os.PathError{Op: "write", Err: syscall.Errno(112)}, "the disk is full"},
		{"long path", &os.PathError{Op: "open", Err: syscall.Errno(206)}, "the path is too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			what, hint := reason("windows", c.err)
			if !strings.Contains(what.EN, c.want) || hint.IsZero() {
				t.Errorf("got %q, want %q", what.EN, c.want)
			}
		})
	}
	if what, _ := reason("linux", syscall.EPIPE); !what.IsZero() { // number 32 there
		t.Errorf("a broken pipe is %q", what.EN)
	}
}

func TestRunFileWhenEmpty(t *testing.T) {
	dir := t.TempDir()
	s := fake("v", nil)
	s.opts.Now = func() time.Time { return time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC) }
	s.table = nil
	if _, err := s.all(t.Context(), dir, &coverage.Result{}, Run{}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "program": "",
  "version": "",
  "go": "",
  "started": "0001-01-01T00:00:00Z",
  "finished": "2026-01-02T00:00:00Z",
  "seconds": 0,
  "study": null,
  "inputs": [],
  "settings": {},
  "outputs": []
}
`
	if diff := cmp.Diff(want, string(read(t, filepath.Join(dir, RunFile)))); diff != "" {
		t.Error(diff)
	}
}
