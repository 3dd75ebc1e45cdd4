package coverage

import (
	"math/rand/v2"
	"testing"
)

// TestNearPercent: where the quick way is certain it gives what rational
// numbers give, and it leaves halves and full coverage to them.
func TestNearPercent(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	certain := 0
	for range 20_000 {
		den := float64(1 + r.IntN(1_000_000))
		num := float64(r.IntN(int(den) + 1))
		if r.IntN(2) == 0 {
			num, den = r.Float64()*100, 100
		}
		decimals := r.IntN(7)
		if got, ok := nearPercent(num, den, decimals); ok {
			certain++
			if want := exactPercent(num, den, decimals); got != want {
				t.Fatalf("%v of %v at %d decimals: got %v, want %v", num, den, decimals, got, want)
			}
		}
	}
	if certain < 19_000 {
		t.Errorf("only %d of 20000 are certain", certain)
	}
	for _, c := range [][3]float64{{1, 8, 0}, {999_999_999, 1_000_000_000, 2}, {1, 1, 0}, {-1, 3, 2}, {0.125, 100, 2}} {
		if v, ok := nearPercent(c[0], c[1], int(c[2])); ok {
			t.Errorf("%v is certain to be %v", c, v)
		}
	}
}
