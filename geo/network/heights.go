package network

import (
	"math"

	"github.com/paulmach/orb"
)

// heights are those of the points, asked for once each.
type heights struct {
	ask   func(orb.Point) (float64, bool)
	along func(slope float64) float64
	at    []float32
	known []bool
	way   []float64 // of the points of one way
}

func newHeights(s Settings, points int) heights {
	if s.Height == nil || s.Mode == Drive || s.Impedance == Length {
		return heights{}
	}
	h := heights{ask: s.Height, along: Tobler, at: make([]float32, points), known: make([]bool, points)}
	if s.Mode == Cycle {
		h.along = Cycling
	}
	return h
}

// factors gives the factors of speed along and against the segments of a way,
// nil where slopes do not count.
func (d *draft) factors(nodes []int32, lengths []float64, p passage) (ahead, back []float64) {
	if d.ask == nil || p.level || len(lengths) == 0 {
		return nil, nil
	}
	d.way = d.way[:0]
	for _, n := range nodes {
		d.way = append(d.way, d.height(n))
	}
	ahead, back, flat := slopes(d.way, lengths, d.along)
	d.report.Flat += flat
	for _, l := range lengths {
		if l > 0 { // not of a point out of range
			d.report.Sloped += l
		}
	}
	return ahead, back
}

// height is NaN where it is not known.
func (d *draft) height(point int32) float64 {
	if !d.known[point] {
		d.known[point] = true
		v, ok := d.ask(d.roads.Points[point])
		if !ok || math.IsInf(v, 0) {
			v = math.NaN()
		}
		d.at[point] = float32(v)
	}
	return float64(d.at[point])
}
