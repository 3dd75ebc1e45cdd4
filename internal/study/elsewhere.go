package study

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// noteElsewhere warns where most of the demand, or of the facilities, of a
// target do not lie on its network: that is a wrong file or a wrong coordinate system,
// not a place without streets.
func (l *loaded) noteElsewhere(r *coverage.Result) {
	for i := range r.Targets {
		t := &r.Targets[i]
		if t.OffStreet == nil || t.Way == nil {
			continue
		}
		demand, facilities := len(t.OffStreet.Demand), len(t.OffStreet.Facilities)
		onMap := 0
		for _, k := range r.Kinds {
			for _, kind := range t.Kinds {
				if k.Kind == kind {
					onMap += k.OnMap
				}
			}
		}
		if 2*demand <= t.Points.Len() && 2*facilities <= onMap {
			continue
		}
		o := l.ways.by(t.Way)
		if o == nil {
			continue
		}
		streets, places := boxText(o.streets.Bound()), boxText(demandBound(r.Demand))
		r.Quality.Note(datasets.Finding{Rule: "roads-elsewhere", Severity: datasets.SeverityWarning, Layer: o.streets.Inputs[0].Path, Count: demand + facilities,
			Text: datasets.T("%[1]d 处需求（共 %[2]d 处）和 %[3]d 处设施不在路网上：路网在 %[4]s，需求在 %[5]s", "%[1]d of %[2]d places of demand and %[3]d facilities are not on the network: the streets lie in %[4]s, the demand in %[5]s", demand, t.Points.Len(), facilities, streets, places),
			Hint: datasets.T("核对路网文件是不是这个地方的，以及各图层的坐标系（crs）", "see whether the streets are of this place, and to the coordinate systems (crs) of the layers")})
	}
}

// by finds the opened way that a target has.
func (w *ways) by(way *coverage.Way) *openedWay {
	for _, o := range w.opened {
		if o.way == way && o.streets != nil {
			return o
		}
	}
	return nil
}

func demandBound(d datasets.DemandList) orb.Bound {
	var b orb.Bound
	first := true
	for i := range d.Len() {
		p := d.Point(i)
		switch {
		case p == nil:
		case first:
			b, first = p.Bound(), false
		default:
			b = b.Extend(*p)
		}
	}
	return b
}

// boxText writes a box as its corners, longitude and latitude to 0.01°.
func boxText(b orb.Bound) string {
	var parts []string
	for _, p := range []orb.Point{b.Min, b.Max} {
		parts = append(parts, fmt.Sprintf("%.2f, %.2f", p[0], p[1]))
	}
	return strings.Join(parts, " – ")
}
