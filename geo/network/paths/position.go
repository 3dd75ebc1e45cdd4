package paths

import (
	"math"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// Position is where on the shape of its edge a location lies: the number of the
// point before it, counted from the From end, and how far it is from there to
// the next one, from 0 to 1.
func Position(g *network.Graph, l *network.Location) float64 {
	e := &g.Edges[l.Edge]
	best, at := math.Inf(1), 0.0
	for _, exact := range []bool{true, false} {
		for i := range int(e.Count) - 1 {
			k := int(e.First) + i
			if exact && !(between(g.Ahead[k], l.Ahead, g.Ahead[k+1]) && between(g.Back[k], l.Back, g.Back[k+1])) {
				continue // the street crosses itself, and the location is on another piece
			}
			share, distance := nearestOnSegment(l.Point, g.Shape[k], g.Shape[k+1])
			if distance >= best {
				continue
			}
			if exact {
				share = shareByCost(g, l, k, share)
			}
			best, at = distance, float64(i)+share
		}
		if !math.IsInf(best, 1) {
			break
		}
	}
	return at
}

// shareByCost is the share of the way from a point of a shape to the next one that
// a location's costs tell, or what the map tells where it costs nothing.
func shareByCost(g *network.Graph, l *network.Location, k int, byMap float64) float64 {
	switch {
	case l.Ahead != network.Never && g.Ahead[k] < g.Ahead[k+1]:
		return float64(l.Ahead-g.Ahead[k]) / float64(g.Ahead[k+1]-g.Ahead[k])
	case l.Back != network.Never && g.Back[k] < g.Back[k+1]:
		return float64(l.Back-g.Back[k]) / float64(g.Back[k+1]-g.Back[k])
	}
	return byMap
}

func between(low, x, high network.Cost) bool { return x == network.Never || low <= x && x <= high }

// nearestOnSegment gives the share of the way from a to b at which p is nearest,
// and the square of its distance in degrees of latitude. Over the length of one
// piece of street the ground is flat enough.
func nearestOnSegment(p, a, b orb.Point) (share, distance float64) {
	scale := math.Cos(p[1] * math.Pi / 180)
	dx, dy := (b[0]-a[0])*scale, b[1]-a[1]
	px, py := (p[0]-a[0])*scale, p[1]-a[1]
	if length := dx*dx + dy*dy; length > 0 {
		share = max(0, min(1, (px*dx+py*dy)/length))
	}
	px, py = px-share*dx, py-share*dy
	return share, px*px + py*py
}

// pointAt is the point at a position of an edge's shape.
func pointAt(shape []orb.Point, position float64) orb.Point {
	i := min(int(position), len(shape)-2)
	share := position - float64(i)
	a, b := shape[i], shape[i+1]
	return orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
}
