package cli

import "testing"

func TestGoalFor(t *testing.T) {
	const gib = 1 << 30
	for _, c := range []struct {
		name  string
		alive uint64
		want  int64
	}{
		{"nothing", 0, 7 << 28},
		{"ten million points", 1_421_000_000, 7 << 28},
		{"in between", 14 << 27, 7<<28 + 15<<26}, // 0.375 GiB beyond: 15/16 GiB more
		{"a national study", 2 * gib, 13 << 28},
		{"more than there is", 1 << 63, 13 << 28},
	} {
		if got := goalFor(c.alive); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
