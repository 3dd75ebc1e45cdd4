package siting_test

import (
	"math"
	"math/bits"
	"testing"

	"fugai/coverage"
)

// numpyRandom draws what numpy's default_rng(seed) draws: PCG64 (XSL-RR 128/64,
// O'Neill 2014) seeded by its SeedSequence. So the random instances are the
// same as those of programs in Python.
type numpyRandom struct {
	hi, lo, incHi, incLo uint64
	half                 uint32
	held                 bool
}

func newNumpyRandom(seed uint32) *numpyRandom {
	s := seedWords(seed)
	r := &numpyRandom{}
	r.incHi, r.incLo = s[2]<<1|s[3]>>63, s[3]<<1|1
	r.step()
	var carry uint64
	r.lo, carry = bits.Add64(r.lo, s[1], 0)
	r.hi, _ = bits.Add64(r.hi, s[0], carry)
	r.step()
	return r
}

// seedWords is SeedSequence(seed).generate_state(4, uint64).
func seedWords(seed uint32) (out [4]uint64) {
	hash := uint32(0x43b0d7e5)
	scramble := func(v, by uint32) uint32 {
		v ^= hash
		hash *= by
		v *= hash
		return v ^ v>>16
	}
	pool := [4]uint32{seed}
	for k := range pool {
		pool[k] = scramble(pool[k], 0x931e8875)
	}
	for from := range pool {
		for to := range pool {
			if from != to {
				v := pool[to]*0xca01f9dd - scramble(pool[from], 0x931e8875)*0x4973f715
				pool[to] = v ^ v>>16
			}
		}
	}
	hash = 0x8b51f9dd
	for k := range 8 {
		out[k/2] |= uint64(scramble(pool[k%4], 0x58f38ded)) << (32 * (k % 2))
	}
	return out
}

func (r *numpyRandom) step() {
	const multHi, multLo = 0x2360ed051fc65da4, 0x4385df649fccf645
	hi, lo := bits.Mul64(r.lo, multLo)
	hi += r.hi*multLo + r.lo*multHi
	var carry uint64
	r.lo, carry = bits.Add64(lo, r.incLo, 0)
	r.hi, _ = bits.Add64(hi, r.incHi, carry)
}

func (r *numpyRandom) next() uint64 {
	r.step()
	return bits.RotateLeft64(r.hi^r.lo, -int(r.hi>>58))
}

func (r *numpyRandom) next32() uint32 {
	if r.held {
		r.held = false
		return r.half
	}
	v := r.next()
	r.half, r.held = uint32(v>>32), true
	return uint32(v)
}

// float is random().
func (r *numpyRandom) float() float64 { return float64(r.next()>>11) / (1 << 53) }

// upTo is integers(1, n+1), by the method of Lemire (2019).
func (r *numpyRandom) upTo(n uint32) uint32 {
	for {
		m := uint64(r.next32()) * uint64(n)
		if uint32(m) >= -n%n {
			return uint32(m>>32) + 1
		}
	}
}

// euclid draws n points in the unit square, each demand and candidate, with
// integer weights 1 to 100, and the costs up to the radius of a circle that
// holds a share density of the square.
func euclid(n int, density float64, seed uint32) (*coverage.Costs, []float64) {
	rng := newNumpyRandom(seed)
	x, y, w := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], y[i] = rng.float(), rng.float()
	}
	for i := range w {
		w[i] = float64(rng.upTo(100))
	}
	return within(x, y, math.Sqrt(density/math.Pi)), w
}

// within gives the costs of all pairs of points up to a radius.
func within(x, y []float64, radius float64) *coverage.Costs {
	side := max(1, int(1/radius))
	cell := make([][]int, side*side)
	at := func(v float64) int { return min(int(v*float64(side)), side-1) }
	for i := range x {
		k := at(y[i])*side + at(x[i])
		cell[k] = append(cell[k], i)
	}
	costs := coverage.NewCosts("m", len(x), radius)
	for i := range x {
		var row []coverage.Entry
		for a := max(0, at(y[i])-1); a <= min(side-1, at(y[i])+1); a++ {
			for b := max(0, at(x[i])-1); b <= min(side-1, at(x[i])+1); b++ {
				for _, j := range cell[a*side+b] {
					if d := math.Hypot(x[i]-x[j], y[i]-y[j]); d <= radius {
						row = append(row, coverage.Entry{Site: j, Cost: d})
					}
				}
			}
		}
		costs.AddRow(row)
	}
	return costs
}

// TestNumpyRandom holds the first draws of numpy 1.24.2:
// r = default_rng(1); r.random((1000, 2)); r.integers(1, 101, 1000).
func TestNumpyRandom(t *testing.T) {
	rng := newNumpyRandom(1)
	for k, want := range []float64{0.5118216247002567, 0.9504636963259353, 0.14415961271963373, 0.9486494471372439} {
		if got := rng.float(); got != want {
			t.Errorf("number %d: got %v, want %v", k, got, want)
		}
	}
	for range 2*1000 - 4 {
		rng.float()
	}
	for k, want := range []uint32{27, 29, 26, 1, 47, 12, 26, 14} {
		if got := rng.upTo(100); got != want {
			t.Errorf("weight %d: got %v, want %v", k, got, want)
		}
	}
}
