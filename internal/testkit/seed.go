package testkit

import (
	"flag"
	"os"
	"testing"
)

// Main runs the tests of a package that tries random cases: under CI=true with
// the same cases each time, so that a change is judged by what it changes;
// elsewhere with new ones, which is how rare faults are found. -rapid.seed
// overrules both.
func Main(m *testing.M) {
	if os.Getenv("CI") == "true" && flag.Lookup("rapid.seed") != nil {
		if err := flag.Set("rapid.seed", "20260101"); err != nil {
			panic(err) // the flag's own type refuses a number
		}
	}
	os.Exit(m.Run())
}
