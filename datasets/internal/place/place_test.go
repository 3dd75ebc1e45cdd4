package place

import (
	"testing"

	"github.com/paulmach/orb"
)

// TestEveryGeometry: swapping takes every type that orb has.
func TestEveryGeometry(t *testing.T) {
	for _, g := range orb.AllGeometries {
		if g != nil {
			swapped(g)
		}
	}
}
