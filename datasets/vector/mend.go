package vector

import (
	"math"
	"slices"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// mended says what was done to the polygons of one geometry.
type mended struct {
	closed, dropped, crossing, holeOutside bool
	notMended, notChecked                  bool
	at                                     orb.Point // near the first crossing
	before, after                          float64   // area in square degrees of rebuilt polygons
}

func (m *mended) some() bool { return m.closed || m.dropped || m.crossing || m.holeOutside }

// mend repairs the polygons of every record and notes what it did.
func (r *reader) mend() {
	for i := range r.table.Records {
		rec := &r.table.Records[i]
		if rec.Geometry == nil {
			continue
		}
		var m mended
		rec.Geometry = mendGeometry(rec.Geometry, &m)
		if m.some() && rec.Geometry != nil {
			r.table.Repaired++
		}
		r.noteMended(rec, &m)
		if rec.Geometry == nil {
			r.notes.Add("geometry-empty", datasets.Ref{Row: rec.Row}, nil)
			continue
		}
		if b := rec.Geometry.Bound(); b.Max[0]-b.Min[0] > 180 && !isPoints(rec.Geometry) {
			r.notes.Add("antimeridian", datasets.Ref{Row: rec.Row}, func() datasets.Text {
				return datasets.T("经度从 %.4f 到 %.4f", "longitude from %.4f to %.4f", b.Min[0], b.Max[0])
			})
		}
	}
}

func isPoints(g orb.Geometry) bool {
	switch g.(type) {
	case orb.Point, orb.MultiPoint:
		return true
	}
	return false
}

func (r *reader) noteMended(rec *datasets.Record, m *mended) {
	where := datasets.Ref{Row: rec.Row}
	add := func(is bool, rule string, text func() datasets.Text) {
		if is {
			r.notes.Add(rule, where, text)
		}
	}
	near := func() datasets.Text {
		return datasets.T("在 %.6f, %.6f 附近", "near %.6f, %.6f", m.at[0], m.at[1])
	}
	add(m.closed, "ring-closed", nil)
	add(m.dropped, "ring-dropped", nil)
	add(m.holeOutside, "hole-outside", nil)
	add(m.notMended, "ring-not-mended", near)
	add(m.notChecked, "ring-not-checked", nil)
	add(m.crossing, "ring-crossing", func() datasets.Text {
		before, after := squareMeters(m.before, m.at[1]), squareMeters(m.after, m.at[1])
		return datasets.T("在 %.6f, %.6f 附近；面积由约 %.0f 变为约 %.0f 平方米", "near %.6f, %.6f; area from about %.0f to about %.0f m²", m.at[0], m.at[1], before, after)
	})
}

// squareMeters turns square degrees at a latitude into m² on a sphere of the
// mean radius 6,371,008.8 m (IUGG), good to 1 % for a message.
func squareMeters(deg2, lat float64) float64 {
	const meters = 6371008.8 * math.Pi / 180
	return deg2 * meters * meters * math.Cos(lat*math.Pi/180)
}

// mendGeometry repairs the polygons of a geometry; nil where nothing is left.
func mendGeometry(g orb.Geometry, m *mended) orb.Geometry {
	switch g := g.(type) {
	case orb.Polygon:
		return simplest(mendPolygon(g, m))
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			out = append(out, mendPolygon(p, m)...)
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case orb.Collection:
		var out orb.Collection
		for _, part := range g {
			if part = mendGeometry(part, m); part != nil {
				out = append(out, part)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return g
}

func simplest(mp orb.MultiPolygon) orb.Geometry {
	switch len(mp) {
	case 0:
		return nil
	case 1:
		return mp[0]
	}
	return mp
}

// mendPolygon gives the sound polygons that one polygon stands for: usually
// itself, wound as RFC 7946 asks (shells counter-clockwise, holes clockwise).
func mendPolygon(p orb.Polygon, m *mended) orb.MultiPolygon {
	rings := make([]orb.Ring, 0, len(p))
	for k, r := range p {
		r, closed := tidyRing(r)
		m.closed = m.closed || closed
		if r == nil {
			m.dropped = true
			if k == 0 {
				return nil // holes of no shell
			}
			continue
		}
		if repeats(rings, r) { // under the even-odd rule it would undo the first
			m.dropped = true
			continue
		}
		rings = append(rings, r)
	}
	if len(rings) == 0 {
		return nil
	}
	h := examine(rings)
	if h.crossing {
		return mendCrossing(rings, h, m)
	}
	m.notChecked = m.notChecked || !h.checked
	return wind(rings, m)
}

// tidyRing closes a ring and takes out repeated points. It returns nil for a
// ring of fewer than three corners or of no extent.
func tidyRing(r orb.Ring) (tidy orb.Ring, closed bool) {
	tidy = slices.Compact(slices.Clone(r))
	if len(tidy) > 1 && tidy[0] != tidy[len(tidy)-1] {
		tidy = append(tidy, tidy[0])
		closed = true
	}
	if len(tidy) < 4 || flat(tidy) {
		return nil, closed
	}
	return tidy, closed
}

// flat tells whether all points lie on one line.
func flat(r orb.Ring) bool {
	for k := 2; k < len(r); k++ {
		if orient(r[0], r[1], r[k]) != 0 {
			return false
		}
	}
	return true
}

func mendCrossing(rings []orb.Ring, h health, m *mended) orb.MultiPolygon {
	if !m.crossing && !m.notMended {
		m.at = h.at
	}
	mp, ok := rebuild(rings)
	if !ok {
		m.notMended = true
		return orb.MultiPolygon{rings}
	}
	m.crossing = true
	m.before += abs(signedArea(rings[0]))
	for _, hole := range rings[1:] {
		m.before -= abs(signedArea(hole))
	}
	for _, p := range mp {
		for _, r := range p {
			m.after += signedArea(r)
		}
	}
	return mp
}

// wind turns shell and holes the right way round and makes a part of its own
// of a hole that lies outside the shell.
func wind(rings []orb.Ring, m *mended) orb.MultiPolygon {
	out := orb.MultiPolygon{{turned(rings[0], true)}}
	for _, h := range rings[1:] {
		if holeInside(rings[0], h) {
			out[0] = append(out[0], turned(h, false))
			continue
		}
		m.holeOutside = true
		out = append(out, orb.Polygon{turned(h, true)})
	}
	return out
}

// holeInside tells whether a hole that does not cross the shell lies in it, by
// the middle of a side, which cannot stand on the shell.
func holeInside(shell, hole orb.Ring) bool {
	return ringContains(shell, orb.Point{(hole[0][0] + hole[1][0]) / 2, (hole[0][1] + hole[1][1]) / 2})
}

// turned gives the ring counter-clockwise or clockwise.
func turned(r orb.Ring, counterClockwise bool) orb.Ring {
	if signedArea(r) > 0 != counterClockwise {
		slices.Reverse(r)
	}
	return r
}

// repeats tells whether a ring runs through the same points as an earlier hole.
func repeats(rings []orb.Ring, r orb.Ring) bool {
	for k := 1; k < len(rings); k++ {
		if len(rings[k]) == len(r) && rings[k].Bound() == r.Bound() && slices.Equal(canonical(rings[k]), canonical(r)) {
			return true
		}
	}
	return false
}

// canonical is the ring counter-clockwise from its least point, open.
func canonical(r orb.Ring) []orb.Point {
	open := slices.Clone(r[:len(r)-1])
	if signedArea(r) < 0 {
		slices.Reverse(open)
	}
	least := 0
	for i, p := range open {
		if q := open[least]; p[0] < q[0] || p[0] == q[0] && p[1] < q[1] {
			least = i
		}
	}
	return append(slices.Clone(open[least:]), open[:least]...)
}
