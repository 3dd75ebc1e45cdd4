package place

import (
	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/polygon"

	"github.com/paulmach/orb"
)

// mend cuts what crosses the antimeridian, repairs the polygons of every record
// and notes what it did.
func (w *placing) mend() {
	for i := range w.table.Records {
		rec := &w.table.Records[i]
		if rec.Geometry == nil {
			continue
		}
		read := rec.Geometry
		whole, cut := polygon.CutAntimeridian(read)
		g, m := polygon.Repair(whole)
		rec.Geometry = g
		if (m.Some() || cut) && g != nil {
			w.table.Repaired++
		}
		w.noteMended(mended{rec.Row, whole, g}, &m)
		if g == nil {
			w.notes.Add("geometry-empty", datasets.Ref{Row: rec.Row}, nil)
			continue
		}
		w.noteSpan(rec, cut)
	}
}

// noteSpan notes what was cut at the antimeridian, and what spans more than
// half the globe without plainly crossing it.
func (w *placing) noteSpan(rec *datasets.Record, cut bool) {
	where, g := datasets.Ref{Row: rec.Row}, rec.Geometry
	switch {
	case cut:
		w.notes.Add("antimeridian", where, func() datasets.Text {
			return datasets.T("切为 %d 部分", "cut into %d parts", partCount(g))
		})
	case widest(g) > 180:
		w.notes.Add("longitude-span", where, func() datasets.Text {
			b := g.Bound()
			return datasets.T("经度从 %.4f 到 %.4f", "longitude from %.4f to %.4f", b.Min[0], b.Max[0])
		})
	}
}

// partCount is how many parts a geometry has.
func partCount(g orb.Geometry) int {
	switch g := g.(type) {
	case orb.MultiPolygon:
		return len(g)
	case orb.MultiLineString:
		return len(g)
	case orb.Collection:
		n := 0
		for _, part := range g {
			n += partCount(part)
		}
		return n
	}
	return 1
}

// widest is the greatest span of longitudes of a line or polygon; points have
// none.
func widest(g orb.Geometry) float64 {
	span := 0.0
	switch g := g.(type) {
	case orb.LineString, orb.Polygon:
		b := g.Bound()
		span = b.Max[0] - b.Min[0]
	case orb.MultiLineString:
		for _, part := range g {
			span = max(span, widest(part))
		}
	case orb.MultiPolygon:
		for _, part := range g {
			span = max(span, widest(part))
		}
	case orb.Collection:
		for _, part := range g {
			span = max(span, widest(part))
		}
	}
	return span
}

// mended is a geometry before and after its repair.
type mended struct {
	row           int
	before, after orb.Geometry
}

func (w *placing) noteMended(g mended, m *polygon.Repairs) {
	where := datasets.Ref{Row: g.row}
	add := func(is bool, rule string, text func() datasets.Text) {
		if is {
			w.notes.Add(rule, where, text)
		}
	}
	near := func() datasets.Text {
		return datasets.T("在 %.6f, %.6f 附近", "near %.6f, %.6f", m.At[0], m.At[1])
	}
	areas := func() datasets.Text {
		return datasets.T("面积由 %.0f 变为 %.0f 平方米", "area from %.0f to %.0f m²", float64(geo.Area(g.before)), float64(geo.Area(g.after)))
	}
	add(m.Closed, "ring-closed", nil)
	add(m.Dropped, "ring-dropped", nil)
	add(m.HoleOutside, "hole-outside", nil)
	add(m.Island, "hole-island", nil)
	add(m.United, "parts-united", areas)
	add(m.Touching, "ring-touching", near)
	add(m.NotMended, "ring-not-mended", near)
	add(m.NotChecked, "ring-not-checked", nil)
	add(m.Crossing, "ring-crossing", func() datasets.Text {
		return datasets.T("%[1]s；%[2]s", "%[1]s; %[2]s", near(), areas())
	})
}
