package save

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func say(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

func TestAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "清洗.csv")
	for _, text := range []string{"one", "two"} {
		if err := Atomic(path, say(text)); err != nil {
			t.Fatal(err)
		}
		if got := string(read(t, path)); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	fail := errors.New("half way")
	err := Atomic(path, func(w io.Writer) error { _, _ = io.WriteString(w, "th"); return fail })
	if !errors.Is(err, fail) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	err = Atomic(path, func(io.Writer) error { return syscall.ENOSPC })
	wantProblem(t, err, "the disk is full")
	if got := string(read(t, path)); got != "two" {
		t.Errorf("the old file now says %q", got)
	}
	onlyNames(t, dir, "清洗.csv")
}

func TestAtomicKeepsModeAndLink(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(real, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", link); err != nil {
		t.Skip("no links here: ", err)
	}
	if err := Atomic(link, say("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced (%v)", err)
	}
	info, err = os.Stat(real)
	if err != nil || info.Mode().Perm() != 0o600 || string(read(t, real)) != "new" {
		t.Errorf("mode %v, content %q (%v)", info.Mode(), read(t, real), err)
	}
}

func TestAtomicOddTargets(t *testing.T) {
	dir := t.TempDir()
	if err := Atomic(os.DevNull, say("gone")); err != nil {
		t.Errorf("%s: %v", os.DevNull, err)
	}
	wantProblem(t, Atomic(dir, say("x")), "a folder of this name is in the way")
	wantProblem(t, Atomic(filepath.Join(dir, "missing", "x"), say("x")), "its folder does not exist")
	long := strings.Repeat("n", 250) + ".csv"
	if err := Atomic(filepath.Join(dir, long), say("x")); err != nil {
		t.Errorf("a name of 254 bytes: %v", err)
	}
	onlyNames(t, dir, long)
}

func TestAtomicTogether(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := Atomic(path, say(strings.Repeat(fmt.Sprint(i), 100_000))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got := string(read(t, path))
	if len(got) != 100_000 || strings.Trim(got, got[:1]) != "" {
		t.Errorf("the file is mixed: %d bytes", len(got))
	}
	onlyNames(t, dir, "out")
}
