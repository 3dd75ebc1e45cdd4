//go:build unix

package save

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"fugai/coverage"
)

// writeOverLimit writes files of 240 kB where the system allows 64 KiB. The
// signal is ignored as main does, so that the write gives an error.
func writeOverLimit(dir string) int {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 64 << 10, Max: 64 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Println(err)
		return 2
	}
	_, err := stamped(2).all(context.Background(), dir, &coverage.Result{}, Run{Version: "2"})
	fmt.Println(err)
	return 0
}

// TestDiskRefuses lets the system itself cut a file short.
func TestDiskRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := stamped(1).all(t.Context(), dir, &coverage.Result{}, Run{Version: "1"}); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), limitDir+"="+dir)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil || !strings.Contains(said.String(), "larger than the system allows") {
		t.Errorf("got %v: %s", err, said.String())
	}
	onlyNames(t, dir, "a.txt", "b.txt", "c.txt", "d.txt", "run.json")
	if v := versionOf(t, dir+"/a.txt"); v != "1" {
		t.Errorf("a.txt is of version %s", v)
	}
}
