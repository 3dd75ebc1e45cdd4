package index

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestLanes compares eight at a time with one at a time, to the last bit.
func TestLanes(t *testing.T) {
	if !avx {
		t.Skip("this processor does not take eight at a time")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	number := func() float32 {
		switch rng.IntN(8) {
		case 0:
			return float32(rng.IntN(5) - 2)
		case 1:
			return float32(math.Inf(1 - 2*rng.IntN(2)))
		}
		return float32(rng.NormFloat64() * math.Pow(10, float64(rng.IntN(8))))
	}
	for range 100_000 {
		var o octet
		var b block
		for i := range lanes {
			o.west[i], o.east[i], o.south[i], o.north[i] = number(), number(), number(), number()
			b.x[i], b.y[i] = number(), number()
		}
		p := probe{x: float32(rng.NormFloat64() * 100), y: float32(rng.NormFloat64() * 100), limit: float32(math.Abs(rng.NormFloat64() * 1e4))}
		var got, want lane
		if g, w := gapsAVX(&o, &p, &got), gapsEach(&o, &p, &want); g != w || got != want {
			t.Fatalf("gaps of %v from %v: got %b %v, want %b %v", o, p, g, got, w, want)
		}
		if g, w := nearAVX(&b, &p), nearEach(&b, &p); g != w {
			t.Fatalf("near of %v from %v: got %b, want %b", b, p, g, w)
		}
	}
}

// TestOneAtATime asks all questions without the processor's help.
func TestOneAtATime(t *testing.T) {
	if !avx {
		t.Skip("they are asked so everywhere")
	}
	avx = false
	defer func() { avx = true }()
	t.Run("brute force", TestPackedPointsAgainstBruteForce)
	t.Run("ties", TestPackedTies)
	t.Run("layer", TestPackedAgainstLayer)
}
