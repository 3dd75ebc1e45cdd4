package highs

import (
	"os"
	"os/exec"
	"testing"

	"fugai/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// builtIn gives the engine; the compiled module stays in the cache folder of the
// user between runs. The test is skipped where make has not fetched the module;
// under CI it must be there.
func builtIn(t testing.TB) *Engine {
	t.Helper()
	e := New(Settings{})
	if err := e.Available(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// installed gives the path of another solver, or skips.
func installed(t testing.TB, program, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%s is not installed (Debian: apt install %s)", program, pkg)
	}
	return path
}
