package save

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFiles: a set stands whole, or what was there before does.
func TestFiles(t *testing.T) {
	text := func(s string) func(context.Context, string) error {
		return func(_ context.Context, path string) error { return os.WriteFile(path, []byte(s), 0o666) }
	}
	broken := errors.New("broken")
	tests := []struct {
		name  string
		files []Part
		want  map[string]string
		err   error
	}{
		{"new and replaced", []Part{{"a.shp", text("2")}, {"a.dbf", text("3")}}, map[string]string{"a.shp": "2", "a.dbf": "3", "other": "o"}, nil},
		{"the second fails", []Part{{"a.shp", text("2")}, {"a.dbf", func(context.Context, string) error { return broken }}}, map[string]string{"a.shp": "1", "other": "o"}, broken},
		{"nothing to write", nil, map[string]string{"a.shp": "1", "other": "o"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, s := range map[string]string{"a.shp": "1", "other": "o"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Files(context.Background(), dir, tt.files)
			if !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			if d := cmp.Diff(tt.want, contents(t, dir)); d != "" {
				t.Errorf("folder (-want +got):\n%s", d)
			}
		})
	}
}

// contents reads all files of a folder, hidden ones too.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}
