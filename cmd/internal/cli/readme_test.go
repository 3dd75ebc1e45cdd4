package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeSession runs the session of the README and holds every line of
// output that it shows to what the program prints.
func TestReadmeSession(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(readme), "```console\n")
	session, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatal("the README has no session")
	}
	if n := strings.Count(strings.Split(string(readme), "```console\n")[0], "\n") + strings.Count(session, "\n"); n > 60 {
		t.Errorf("the session ends in line %d, it should stand within the first 60", n)
	}
	t.Chdir(t.TempDir())
	for _, step := range strings.Split(session, "$ bin/fugai ")[1:] {
		command, shown, _ := strings.Cut(step, "\n")
		var out, errs bytes.Buffer
		if code := Main(strings.Fields(command), Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); code != 0 {
			t.Fatalf("fugai %s: exit %d\n%s", command, code, errs.String())
		}
		have := squeeze(filepath.ToSlash(out.String()))
		for _, line := range strings.Split(strings.TrimSpace(shown), "\n") {
			if !strings.Contains(have, squeeze(line)) {
				t.Errorf("fugai %s does not print\n%s\nbut\n%s", command, line, out.String())
			}
		}
	}
}

var spaces = regexp.MustCompile(`[ \t]+`)

// squeeze folds runs of blanks: column widths are no promise.
func squeeze(s string) string { return spaces.ReplaceAllString(strings.TrimSpace(s), " ") }
