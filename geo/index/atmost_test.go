package index

import (
	"testing"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// A point put at exactly 500 m must be found within 500 m, in any direction.
func TestWithinIncludesTheLimit(t *testing.T) {
	from := orb.Point{114.247, 22.7204}
	var geoms []orb.Geometry
	for azi := range 360 {
		at, _ := geo.Direct(from, float64(azi), 500)
		beyond, _ := geo.Direct(from, float64(azi), 500.002)
		geoms = append(geoms, at, beyond)
	}
	hits := New(geoms).Within(from, 500)
	if len(hits) != 360 {
		t.Fatalf("got %d of 360 points at 500 m", len(hits))
	}
	for _, h := range hits {
		if h.Index%2 != 0 {
			t.Errorf("found %d at 500.002 m", h.Index)
		}
	}
}
