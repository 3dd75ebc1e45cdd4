package place

import (
	"math"

	"fugai/datasets"
	"fugai/geo/polygon"

	"github.com/paulmach/orb"
)

// mend repairs the polygons of every record and notes what it did.
func (w *placing) mend() {
	for i := range w.table.Records {
		rec := &w.table.Records[i]
		if rec.Geometry == nil {
			continue
		}
		g, m := polygon.Repair(rec.Geometry)
		rec.Geometry = g
		if m.Some() && g != nil {
			w.table.Repaired++
		}
		w.noteMended(rec, &m)
		if g == nil {
			w.notes.Add("geometry-empty", datasets.Ref{Row: rec.Row}, nil)
			continue
		}
		if b := g.Bound(); b.Max[0]-b.Min[0] > 180 && !isPoints(g) {
			w.notes.Add("antimeridian", datasets.Ref{Row: rec.Row}, func() datasets.Text {
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

func (w *placing) noteMended(rec *datasets.Record, m *polygon.Repairs) {
	where := datasets.Ref{Row: rec.Row}
	add := func(is bool, rule string, text func() datasets.Text) {
		if is {
			w.notes.Add(rule, where, text)
		}
	}
	near := func() datasets.Text {
		return datasets.T("在 %.6f, %.6f 附近", "near %.6f, %.6f", m.At[0], m.At[1])
	}
	add(m.Closed, "ring-closed", nil)
	add(m.Dropped, "ring-dropped", nil)
	add(m.HoleOutside, "hole-outside", nil)
	add(m.NotMended, "ring-not-mended", near)
	add(m.NotChecked, "ring-not-checked", nil)
	add(m.Crossing, "ring-crossing", func() datasets.Text {
		before, after := squareMeters(m.Before, m.At[1]), squareMeters(m.After, m.At[1])
		return datasets.T("在 %.6f, %.6f 附近；面积由约 %.0f 变为约 %.0f 平方米", "near %.6f, %.6f; area from about %.0f to about %.0f m²", m.At[0], m.At[1], before, after)
	})
}

// squareMeters turns square degrees at a latitude into m² on a sphere of the
// mean radius 6,371,008.8 m (IUGG), good to 1 % for a message.
func squareMeters(deg2, lat float64) float64 {
	const meters = 6371008.8 * math.Pi / 180
	return deg2 * meters * meters * math.Cos(lat*math.Pi/180)
}
