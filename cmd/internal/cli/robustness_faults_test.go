package cli

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fugai/output/save"
)

// program is a copy of this test binary that runs as fugai: see TestMain.
func program(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("signals are those of Unix")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "fugai")
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// command prepares a run of the program in English.
func command(t *testing.T, exe string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(exe, append([]string{"--lang", "en"}, args...)...)
	cmd.Stderr = &stderr
	return cmd, &stderr
}

// bigStudy has so many facilities that a run takes a second or more.
func bigStudy(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	files := plainStudy()
	files["sites.csv"] = []byte(sitesCSV(n, func(x, y float64) (float64, float64) { return x, y }))
	for name, data := range files {
		put(t, filepath.Join(dir, name), data)
	}
	return dir
}

// TestRobustInterrupt interrupts runs while they read, and while they write.
func TestRobustInterrupt(t *testing.T) {
	exe, dir := program(t), bigStudy(t, 60_000)
	for _, phase := range []string{"reading", "writing"} {
		t.Run("51 interrupt while "+phase, func(t *testing.T) {
			out := t.TempDir()
			for _, name := range outputs {
				put(t, filepath.Join(out, name), []byte("old"))
			}
			old := digest(t, out)
			cmd, stderr := command(t, exe, "report", dir, "--out", out)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if phase == "reading" {
				time.Sleep(150 * time.Millisecond)
			} else {
				awaitStage(out)
			}
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			sent := time.Now()
			_ = cmd.Wait() // the exit code says it
			if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
				t.Errorf("exit %d, want %d\n%s", code, exitInterrupted, stderr)
			}
			if took := time.Since(sent); took > 10*time.Second {
				t.Errorf("it took %v to stop", took)
			}
			if !strings.Contains(stderr.String(), "interrupted") {
				t.Errorf("no word of the interruption: %s", stderr)
			}
			soundMessages(t, stderr.String())
			leftNothing(t, out)
			if now := digest(t, out); strings.TrimSuffix(now, "x") != old {
				t.Errorf("the old output was changed:\n%s", now)
			}
		})
	}
}

// awaitStage waits until a run has begun to write into out.
func awaitStage(out string) {
	for range 600 {
		if m, _ := filepath.Glob(filepath.Join(out, ".fugai-*", "new", "report.*")); len(m) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// kills is how many runs are killed; FUGAI_KILLS asks for more.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("FUGAI_KILLS")); err == nil {
		return n
	}
	return 60
}

// TestRobustKill kills runs at random moments, on each output format and on
// all: every file is whole, and the next run succeeds and leaves nothing.
func TestRobustKill(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of killing")
	}
	exe, dir := program(t), bigStudy(t, 50)
	formats := append([]string{""}, save.Formats()...)
	rng := rand.New(rand.NewPCG(3, 5))
	outs, took := map[string]string{}, map[string]time.Duration{}
	for _, f := range formats {
		outs[f] = t.TempDir()
		started := time.Now()
		if _, stderr := finish(t, exe, dir, outs[f], f); stderr != "" {
			t.Fatal(stderr)
		}
		took[f] = time.Since(started)
	}
	torn := 0
	for k := range kills() {
		f := formats[k%len(formats)]
		cmd, _ := command(t, exe, reportArgs(dir, outs[f], f)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.Float64() * 1.1 * float64(took[f])))
		_ = cmd.Process.Signal(syscall.SIGKILL) // it may have ended
		_ = cmd.Wait()
		for _, name := range outputs {
			if path := filepath.Join(outs[f], name); exists(path) && !whole(t, path) {
				torn++
			}
		}
	}
	t.Logf("%d kills, %d torn files", kills(), torn)
	for _, f := range formats {
		code, stderr := finish(t, exe, dir, outs[f], f)
		if code != exitOK {
			t.Errorf("the run after the kills: exit %d\n%s", code, stderr)
		}
		leftNothing(t, outs[f])
		sameSet(t, outs[f])
	}
}

func reportArgs(dir, out, format string) []string {
	args := []string{"report", dir, "--out", out}
	if format != "" {
		args = append(args, "--format", format)
	}
	return args
}

func finish(t *testing.T, exe, dir, out, format string) (code int, stderr string) {
	t.Helper()
	cmd, errs := command(t, exe, reportArgs(dir, out, format)...)
	_ = cmd.Run() // the exit code says it
	return cmd.ProcessState.ExitCode(), errs.String()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// whole opens an output and reads it to its end.
func whole(t *testing.T, path string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return false
	}
	switch filepath.Ext(path) {
	case ".json", ".geojson":
		if !json.Valid(data) {
			err = fmt.Errorf("not JSON")
		}
	case ".html":
		if !bytes.HasSuffix(bytes.TrimSpace(data), []byte("</html>")) {
			err = fmt.Errorf("cut off")
		}
	case ".xlsx", ".qgz":
		err = wholeZip(data)
	case ".gpkg":
		err = wholeDatabase(path)
	}
	if err != nil {
		t.Errorf("%s is torn: %v", path, err)
	}
	return err == nil
}

func wholeZip(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
		r.Close()
	}
	return nil
}

func wholeDatabase(path string) error {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer db.Close()
	var says string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&says); err != nil {
		return err
	}
	if says != "ok" {
		return fmt.Errorf("%s", says)
	}
	return nil
}

// sameSet compares the files with what run.json says of them.
func sameSet(t *testing.T, out string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	var run struct {
		Outputs []struct{ Path, SHA256 string }
	}
	if err := json.Unmarshal(data, &run); err != nil || len(run.Outputs) == 0 {
		t.Fatalf("run.json: %v, %d outputs", err, len(run.Outputs))
	}
	for _, o := range run.Outputs {
		data, err := os.ReadFile(filepath.Join(out, o.Path))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != o.SHA256 {
			t.Errorf("%s is not that of run.json", o.Path)
		}
	}
}

// TestRobustTwoRuns lets runs in two languages write into one folder at once.
func TestRobustTwoRuns(t *testing.T) {
	exe, dir, out := program(t), bigStudy(t, 50), t.TempDir()
	for round := range 3 {
		var wg sync.WaitGroup
		for _, lang := range []string{"zh", "en"} {
			cmd, stderr := command(t, exe, "report", dir, "--out", out, "--lang", lang)
			wg.Go(func() {
				if err := cmd.Run(); err != nil {
					t.Errorf("54 two runs, round %d: %v\n%s", round, err, stderr)
				}
			})
		}
		wg.Wait()
		sameSet(t, out)
		leftNothing(t, out)
	}
}

// TestRobustDisk covers row 52 as far as it goes without a disk of one's own:
// a limit on the size of files, a folder that may not be written, a pipe that
// nobody reads.
func TestRobustDisk(t *testing.T) {
	exe, dir := program(t), bigStudy(t, 50)
	t.Run("52 file size limit", func(t *testing.T) {
		for _, blocks := range []int{1, 8, 40, 100, 200} {
			out := t.TempDir()
			for _, name := range outputs {
				put(t, filepath.Join(out, name), []byte("old"))
			}
			old := digest(t, out)
			var stderr bytes.Buffer
			cmd := exec.Command("sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" --lang en report "$1" --out "$2"`, blocks), exe, dir, out)
			cmd.Stderr = &stderr
			_ = cmd.Run() // the exit code says it
			if code := cmd.ProcessState.ExitCode(); code != exitData {
				t.Errorf("limit %d: exit %d, want %d\n%s", blocks, code, exitData, &stderr)
			}
			if digest(t, out) != old {
				t.Errorf("limit %d: the old output was changed", blocks)
			}
			soundMessages(t, stderr.String())
			leftNothing(t, out)
			if !strings.Contains(stderr.String(), out) || !strings.Contains(stderr.String(), "\n  ") {
				t.Errorf("limit %d: the message names no file or no next step: %s", blocks, &stderr)
			}
		}
	})
	t.Run("52 folder that may not be written", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "out")
		put(t, out, []byte("a file"))
		code, stderr := finish(t, exe, dir, out, "")
		if code != exitData || !strings.Contains(stderr, out) || !strings.Contains(stderr, "--out") {
			t.Errorf("exit %d\n%s", code, stderr)
		}
		if code, stderr = finish(t, exe, dir, filepath.Join(out, "below"), ""); code != exitData || !strings.Contains(stderr, out) {
			t.Errorf("a folder below a file: exit %d\n%s", code, stderr)
		}
		locked := t.TempDir()
		if os.Geteuid() == 0 { // whom permissions do not stop
			locked = "/proc/self"
		} else if err := os.Chmod(locked, 0o555); err != nil {
			t.Fatal(err)
		}
		if code, stderr = finish(t, exe, dir, locked, ""); code != exitData || !strings.Contains(stderr, locked) {
			t.Errorf("a read-only folder: exit %d\n%s", code, stderr)
		}
	})
	t.Run("52 closed stdout", func(t *testing.T) {
		for _, args := range []string{`report "$1" --out "$2"`, `report "$1" --json`, `gaps "$1" --format csv`, `check "$1"`, `check "$1" --json`, `schema result`, `samples`, `nearest "$1" --at 114.01,22.61`} {
			out := t.TempDir()
			var stderr bytes.Buffer
			cmd := exec.Command("sh", "-c", `{ "$0" --lang en `+args+`; echo "exit $?" >&2; } | true`, exe, dir, out)
			cmd.Stderr = &stderr
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			soundMessages(t, stderr.String())
			leftNothing(t, out)
			if s := stderr.String(); strings.Contains(s, "defect") || strings.Contains(s, "exit 70") {
				t.Errorf("%s: a closed pipe is no defect of the program: %s", args, s)
			}
		}
	})
	t.Run("52 full device", func(t *testing.T) {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip("there is no /dev/full")
		}
		defer full.Close()
		for _, args := range [][]string{{"gaps", dir}, {"gaps", dir, "--format", "csv"}, {"report", dir, "--json"}, {"check", dir}, {"schema"}, {"samples"}, {"version"}} {
			cmd, stderr := command(t, exe, args...)
			cmd.Stdout = full
			_ = cmd.Run() // the exit code says it
			if code := cmd.ProcessState.ExitCode(); code != exitData || !strings.Contains(stderr.String(), "space") {
				t.Errorf("%v: exit %d, want %d and a word of the space\n%s", args, code, exitData, stderr)
			}
		}
	})
}
