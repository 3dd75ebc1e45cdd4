package study

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocsExamples holds the study files shown in the documentation to what
// the program reads.
func TestDocsExamples(t *testing.T) {
	for _, name := range []string{"docs/study.md", "docs/siting.md", "README.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, ok := strings.Cut(string(text), "```yaml\n")
		example, _, closed := strings.Cut(rest, "```")
		if !ok || !closed {
			t.Fatalf("%s shows no study file", name)
		}
		if _, err := parse(&Study{file: name, raw: []byte(example)}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
