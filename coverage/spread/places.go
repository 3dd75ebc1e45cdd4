package spread

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/index"
)

// Places spreads people over places that are known: buildings ([Buildings]), or
// points with a weight. A place in several units, such as one on their common
// border, counts in each of them; one in no unit counts nowhere, and the report
// says how many there are. Weights that are no number, or not above 0, count
// for nothing, and are counted.
type Places struct {
	Places []Spot
	// Of says what the places are, such as 建筑/buildings or the name of the layer,
	// and Measure what their weights are; both for the report only.
	Of, Measure datasets.Text
}

// Buildings gives a spot for each building: a point inside it, weighed by its
// footprint in square metres times its floors. floors may be nil, and a number
// that is not above 0 (or NaN) stands for one floor; guessed counts those.
// Geometries that are no polygons, or have no inside, give a spot without
// weight, so that spots and geometries have the same numbers.
func Buildings(geometries []orb.Geometry, floors []float64) (spots []Spot, guessed int) {
	spots = make([]Spot, len(geometries))
	for i, g := range geometries {
		p, ok := geo.Center(g)
		a := float64(geo.Area(g))
		if !ok || !(a > 0) {
			continue
		}
		n := 1.0
		if floors != nil {
			if n = floors[i]; !(n > 0) || math.IsInf(n, 0) {
				n = 1
				guessed++
			}
		}
		spots[i] = Spot{p, a * n}
	}
	return spots, guessed
}

// Points gives a spot for each point, all of the same weight where weights is
// nil. A nil point gives a spot without weight.
func Points(points []*orb.Point, weights []float64) []Spot {
	spots := make([]Spot, len(points))
	for i, p := range points {
		if p == nil {
			continue
		}
		spots[i] = Spot{*p, 1}
		if weights != nil {
			spots[i].Weight = weights[i]
		}
	}
	return spots
}

func (m *Places) words() datasets.Text {
	return datasets.T("按%s分布", "spread over %s", m.Of)
}

func (m *Places) prepare(ctx context.Context, units []Unit) (finder, error) {
	f := &placeFinder{places: m.Places, of: m.Of, measure: m.Measure, first: make([]int, len(units)+1)}
	geometries := make([]orb.Geometry, len(units))
	for u := range units {
		geometries[u] = units[u].Geometry
	}
	from := make([]orb.Point, len(m.Places))
	for i, s := range m.Places {
		from[i] = s.Point
		if !weighs(s.Weight) {
			from[i] = orb.Point{math.NaN(), math.NaN()}
			f.weightless++
		}
	}
	located, err := index.NewPolygons(geometries).Locate(ctx, index.Batch{From: from})
	if err != nil {
		return nil, err
	}
	f.sort(located)
	return f, nil
}

// weighs tells whether a weight counts for something.
func weighs(w float64) bool { return w > 0 && !math.IsInf(w, 0) }

// placeFinder holds the places of each unit.
type placeFinder struct {
	places      []Spot
	of, measure datasets.Text
	first       []int   // of each unit in member
	member      []int32 // into places
	weightless  int
	outside     int
}

// sort puts the places under their units.
func (f *placeFinder) sort(located *index.Located) {
	for i := range f.places {
		units := located.At(i)
		if len(units) == 0 && weighs(f.places[i].Weight) {
			f.outside++
		}
		for _, u := range units {
			f.first[u+1]++
		}
	}
	for u := range f.first[1:] {
		f.first[u+1] += f.first[u]
	}
	f.member = make([]int32, f.first[len(f.first)-1])
	next := append([]int(nil), f.first...)
	for i := range f.places {
		for _, u := range located.At(i) {
			f.member[next[u]] = int32(i)
			next[u]++
		}
	}
}

func (f *placeFinder) spots(_ context.Context, u int) ([]Spot, error) {
	members := f.member[f.first[u]:f.first[u+1]]
	out := make([]Spot, len(members))
	for k, i := range members {
		out[k] = f.places[i]
	}
	return out, nil
}

func (f *placeFinder) evidence(r *Report) {
	r.Measure = f.measure
	r.Places, r.Outside, r.Weightless, r.of = len(f.places), f.outside, f.weightless, f.of
}
