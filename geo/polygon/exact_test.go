package polygon

import (
	"testing"

	"github.com/paulmach/orb"
)

func TestMeet(t *testing.T) {
	tests := []struct {
		name           string
		p1, p2, q1, q2 orb.Point
		want           contact
	}{
		{"apart", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{0, 1}, orb.Point{1, 1}, apart},
		{"cross", orb.Point{0, 0}, orb.Point{2, 2}, orb.Point{0, 2}, orb.Point{2, 0}, cross},
		{"end on side", orb.Point{0, 0}, orb.Point{2, 0}, orb.Point{1, 0}, orb.Point{1, 1}, touch},
		{"end on end", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{1, 0}, orb.Point{2, 1}, touch},
		{"on along one line", orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{1, 1}, orb.Point{2, 2}, touch},
		{"back along one line", orb.Point{0, 0}, orb.Point{2, 2}, orb.Point{2, 2}, orb.Point{1, 1}, overlap},
		{"part of one line", orb.Point{0, 0}, orb.Point{0, 2}, orb.Point{0, 1}, orb.Point{0, 3}, overlap},
		{"same", orb.Point{0, 0}, orb.Point{1, 2}, orb.Point{1, 2}, orb.Point{0, 0}, overlap},
		{"gap on one line", orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{2, 2}, orb.Point{3, 3}, apart},
		{"line would meet, segment does not", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{5, -1}, orb.Point{5, 1}, apart},
	}
	for _, tt := range tests {
		for turn, got := range []contact{meet(tt.p1, tt.p2, tt.q1, tt.q2), meet(tt.q1, tt.q2, tt.p1, tt.p2), meet(tt.p2, tt.p1, tt.q2, tt.q1)} {
			if got != tt.want {
				t.Errorf("%s, turn %d: got %d, want %d", tt.name, turn, got, tt.want)
			}
		}
	}
}

// TestOrientExact: the classic trap of Shewchuk's paper, points a few ulps off
// the diagonal, where the plain determinant errs. The exact sign is that of
// y - x for the line through (12,12) and (24,24).
func TestOrientExact(t *testing.T) {
	const ulp = 1.0 / (1 << 53)
	for i := range 64 {
		for j := range 64 {
			p := orb.Point{0.5 + float64(i)*ulp, 0.5 + float64(j)*ulp}
			if got, want := orient(orb.Point{12, 12}, orb.Point{24, 24}, p), sign(p[1]-p[0]); got != want {
				t.Fatalf("%d, %d: got %d, want %d", i, j, got, want)
			}
		}
	}
}
