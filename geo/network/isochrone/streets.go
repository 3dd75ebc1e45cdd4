package isochrone

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/geo/network"
)

// Street is a piece of street within the highest threshold, all of it in one
// band and, where sites are told apart, nearest to one site.
type Street struct {
	Edge uint32
	Way  int64 // identifier in the source
	Line orb.LineString
	Band int   // index of the first threshold it is within
	Site int32 // the site it is nearest to, or -1 where sites are not told apart
	// Least and Most are the lowest and the highest cost on it.
	Least, Most float64
}

// Streets lists the pieces of street within the thresholds, which must rise, by
// edge and along it, cut exactly where the cost passes a threshold and, with
// bySite, where another site is nearer. Edges that no place is put on are
// among them.
func (gr *Ground) Streets(ctx context.Context, c Costs, thresholds []network.Cost, bySite bool) ([]Street, error) {
	s, err := gr.survey(&c, thresholds, bySite)
	if err != nil {
		return nil, err
	}
	w := streetWriter{survey: s}
	n := 0
	s.edges(func(e uint32) {
		if n++; n&(1<<12-1) == 0 && ctx.Err() != nil {
			return
		}
		if !gr.g.Edges[e].Turn {
			w.edge(e)
		}
	})
	return w.out, ctx.Err()
}

// streetWriter puts pieces of street together.
type streetWriter struct {
	*survey
	out  []Street
	open bool // the last of out goes on
	last label
	// straight tells that the last point is no corner, so that a line that goes on
	// needs it no more.
	straight bool
	buf      []stretch
	cuts     []float64
}

// edge appends the pieces of an edge.
func (w *streetWriter) edge(e uint32) {
	edge := &w.g.Edges[e]
	w.open = false
	for k := range edge.Count - 1 {
		w.buf = w.stretchesOf(w.buf[:0], e, k)
		for i := range w.buf {
			w.stretch(e, k, i)
		}
	}
}

// stretch appends the pieces of the i-th stretch of a piece of the shape. It is cut
// wherever the order of its two ways or of one of them and a threshold changes.
func (w *streetWriter) stretch(e, k uint32, i int) {
	st, last := &w.buf[i], i == len(w.buf)-1
	w.cuts = append(w.cuts[:0], 0, 1)
	w.cut(st.near.from-st.far.from, st.near.to-st.far.to)
	for _, t := range w.thresholds {
		w.cut(st.near.from-t, st.near.to-t)
		w.cut(st.far.from-t, st.far.to-t)
	}
	slices.Sort(w.cuts)
	p, q := w.ends(e, k, st)
	at := func(t float64) orb.Point {
		switch t {
		case 0:
			return p
		case 1:
			return q
		}
		return orb.Point{p[0] + (q[0]-p[0])*t, p[1] + (q[1]-p[1])*t}
	}
	for i := range len(w.cuts) - 1 {
		from, to := w.cuts[i], w.cuts[i+1]
		if from == to {
			continue
		}
		cost, site := st.best((from + to) / 2)
		l := w.labelOf(cost, site)
		if l == outside {
			w.open = false
			continue
		}
		a, _ := st.best(from)
		b, _ := st.best(to)
		if !w.open || l != w.last {
			w.begin(e, l, at(from))
		}
		w.extend(at(to), last && to == 1, min(a, b), max(a, b))
		w.last = l
	}
}

// cut notes where a value that changes evenly passes 0.
func (w *streetWriter) cut(from, to float64) {
	if from < 0 && to > 0 || from > 0 && to < 0 {
		w.cuts = append(w.cuts, from/(from-to))
	}
}

// ends are the ends of a stretch: where it is a whole piece of the edge, the
// points of the graph to the last digit.
func (w *streetWriter) ends(e, k uint32, st *stretch) (p, q orb.Point) {
	shape := w.g.Shape[w.g.Edges[e].First+k:]
	p, q = shape[0], shape[1]
	q[0] = p[0] + math.Remainder(q[0]-p[0], 360)
	if _, ok := w.sited[e]; !ok {
		return p, q
	}
	ax, ay := w.f.place(p)
	bx, by := w.f.place(shape[1])
	along := func(x, y float64) orb.Point {
		t, _ := nearestOn(ax, ay, bx, by, x, y, 1, 1)
		if t == 1 {
			return q
		}
		return orb.Point{p[0] + (q[0]-p[0])*t, p[1] + (q[1]-p[1])*t}
	}
	return along(st.ax, st.ay), along(st.bx, st.by)
}

// begin starts a piece.
func (w *streetWriter) begin(e uint32, l label, p orb.Point) {
	s := Street{
		Edge: e, Way: w.g.Edges[e].Way, Line: orb.LineString{p}, Site: -1,
		Band: rank(l, len(w.thresholds)), Least: math.Inf(1), Most: math.Inf(-1),
	}
	if w.split {
		s.Site = l / label(len(w.thresholds))
	}
	w.out = append(w.out, s)
	w.straight = false
	w.open = true
}

// extend goes on with a piece to a point; where the point is not one of
// the shape, but the line goes on straight, the next replaces it.
func (w *streetWriter) extend(p orb.Point, corner bool, least, most float64) {
	s := &w.out[len(w.out)-1]
	if w.straight && w.open && len(s.Line) > 1 {
		s.Line[len(s.Line)-1] = p
	} else if s.Line[len(s.Line)-1] != p {
		s.Line = append(s.Line, p)
	}
	w.straight = !corner
	s.Least, s.Most = min(s.Least, least), max(s.Most, most)
}
