package save

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fugai/coverage"
)

// killDir is the environment variable that turns the test binary into a
// program that writes sets into a folder until it is killed.
const killDir = "FUGAI_TEST_WRITE_UNTIL_KILLED"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		writeUntilKilled(dir)
	}
	if dir := os.Getenv(limitDir); dir != "" {
		os.Exit(writeOverLimit(dir))
	}
	os.Exit(m.Run())
}

// limitDir is the environment variable that turns the test binary into a
// program that writes a set larger than its limit allows.
const limitDir = "FUGAI_TEST_WRITE_OVER_LIMIT"

// bodyLines make files large enough for a kill to fall inside one.
const bodyLines = 20_000

// body is the content of a file of one version, with its checksum at the end.
func body(version int) []byte {
	var b bytes.Buffer
	for range bodyLines {
		fmt.Fprintf(&b, "version %d\n", version)
	}
	fmt.Fprintf(&b, "crc %08x\n", crc32.ChecksumIEEE(b.Bytes()))
	return b.Bytes()
}

func stamped(version int) *saver {
	s := &saver{rename: os.Rename, wait: 30 * time.Second}
	for _, name := range []string{"a", "b", "c", "d"} {
		s.table = append(s.table, format{name, name + ".txt", func(ctx context.Context, path string, _ *coverage.Result, _ Options) error {
			return writeFile(ctx, path, func(w io.Writer) error { _, err := w.Write(body(version)); return err })
		}})
	}
	return s
}

func writeUntilKilled(dir string) {
	for v := 2; ; v++ {
		s := stamped(v)
		s.rename = func(from, to string) error { // slow, so that more kills fall between two
			time.Sleep(3 * time.Millisecond)
			return os.Rename(from, to)
		}
		if _, err := s.all(context.Background(), dir, &coverage.Result{}, Run{Version: fmt.Sprint(v)}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := Atomic(filepath.Join(dir, "single.txt"), func(w io.Writer) error { _, err := w.Write(body(v)); return err }); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// versionOf checks that a file is whole and gives its version.
func versionOf(t *testing.T, path string) string {
	t.Helper()
	data := read(t, path)
	first, _, _ := bytes.Cut(data, []byte("\n"))
	var v int
	if _, err := fmt.Sscanf(string(first), "version %d", &v); err != nil || !bytes.Equal(data, body(v)) {
		t.Fatalf("%s is torn: begins %q, %d bytes", path, first, len(data))
	}
	return fmt.Sprint(v)
}

// TestKilled kills a writer at random moments: each file is whole at once, the
// set is whole after Recover, and the next run succeeds and tidies up.
func TestKilled(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	if _, err := stamped(1).all(t.Context(), dir, &coverage.Result{}, Run{Version: "1"}); err != nil {
		t.Fatal(err)
	}
	rounds, journals := 40, 0
	if testing.Short() {
		rounds = 8
	}
	for round := range rounds {
		killed := kill(t, dir, time.Duration(20+rng.IntN(80))*time.Millisecond)
		for _, f := range []string{"a.txt", "b.txt", "c.txt", "d.txt"} {
			versionOf(t, filepath.Join(dir, f))
		}
		if m, _ := filepath.Glob(filepath.Join(dir, ".fugai-*", commitFile)); len(m) > 0 {
			journals++
		}
		if round%2 == 0 {
			if err := Recover(t.Context(), dir); err != nil {
				t.Fatal(err)
			}
		} else if _, err := stamped(1).all(t.Context(), dir, &coverage.Result{}, Run{Version: "1"}); err != nil {
			t.Fatalf("the run after a kill: %v", err)
		}
		wholeStamped(t, dir)
		if killed != "" {
			t.Fatalf("the writer failed: %s", killed)
		}
	}
	t.Logf("%d of %d kills fell while files were being put in place", journals, rounds)
}

// kill starts a writer and kills it after a while; what it said is returned.
func kill(t *testing.T, dir string, after time.Duration) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), killDir+"="+dir)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // "signal: killed"
	return said.String()
}

// wholeStamped fails unless all files are of one version and no temporary
// folder is left. The single file of the killed writer, and what stands beside
// it until its next writing, are apart.
func wholeStamped(t *testing.T, dir string) {
	t.Helper()
	v := versionOf(t, filepath.Join(dir, "a.txt"))
	for _, f := range []string{"b.txt", "c.txt", "d.txt"} {
		if got := versionOf(t, filepath.Join(dir, f)); got != v {
			t.Errorf("%s is of version %s, a.txt of %s", f, got, v)
		}
	}
	if !strings.Contains(string(read(t, filepath.Join(dir, RunFile))), `"version": "`+v+`"`) {
		t.Errorf("run.json is not of version %s", v)
	}
	single := filepath.Join(dir, "single.txt")
	if exists(single) {
		versionOf(t, single)
	}
	if err := Atomic(single, func(w io.Writer) error { _, err := w.Write(body(1)); return err }); err != nil {
		t.Fatal(err)
	}
	onlyNames(t, dir, "a.txt", "b.txt", "c.txt", "d.txt", "run.json", "single.txt")
}

// TestRecoverEveryStep stops the renames after each step, as a kill would, and
// recovers, both ways round.
func TestRecoverEveryStep(t *testing.T) {
	for steps := range 5 {
		for _, undo := range []bool{false, true} {
			t.Run(fmt.Sprint(steps, " renames, undo ", undo), func(t *testing.T) {
				dir := oldSet(t)
				halfDone(t, dir, steps, undo)
				if err := Recover(t.Context(), dir); err != nil {
					t.Fatal(err)
				}
				want := "new"
				if undo {
					want = "old"
				}
				wholeSet(t, dir, want)
				if err := Recover(t.Context(), dir); err != nil { // nothing to do
					t.Fatal(err)
				}
			})
		}
	}
}

// halfDone leaves dir as a run killed after some renames would.
func halfDone(t *testing.T, dir string, renames int, undo bool) {
	t.Helper()
	s := fake("new", nil)
	st, err := newStage(dir, os.Rename)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context(), st, s.table, &coverage.Result{}, Run{Version: "new"}); err != nil {
		t.Fatal(err)
	}
	journal, err := st.backUp()
	if err != nil {
		t.Fatal(err)
	}
	if err := st.writeJournal(journal); err != nil {
		t.Fatal(err)
	}
	for _, e := range journal[:renames] {
		if err := os.Rename(st.fresh(e.Name), st.final(e.Name)); err != nil {
			t.Fatal(err)
		}
	}
	if undo {
		if err := st.markUndo(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRecoverTidies(t *testing.T) {
	dir := oldSet(t)
	outside := filepath.Join(filepath.Dir(dir), "outside.txt")
	for name, journal := range map[string]string{
		".fugai-1-1": "",
		".fugai-2-2": "{torn",
		".fugai-3-3": `[{"name":"../outside.txt","old":false}]`,
	} {
		if err := os.MkdirAll(filepath.Join(dir, name, newDir), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, undoFile), []byte(journal), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(outside, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Recover(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	wholeSet(t, dir, "old")
	if string(read(t, outside)) != "theirs" {
		t.Error("a journal reached outside its folder")
	}
	if err := Recover(t.Context(), filepath.Join(dir, "nowhere")); err != nil {
		t.Errorf("a folder that does not exist: %v", err)
	}
}
