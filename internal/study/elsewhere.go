package study

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// noteElsewhere warns where most of the demand, or of the facilities, of a
// target do not lie on its network: that is a wrong file or a wrong coordinate system,
// not a place without streets.
func (l *loaded) noteElsewhere(r *coverage.Result) {
	box := demandBound(r.Demand)
	for i := range r.Targets {
		t := &r.Targets[i]
		if t.OffStreet == nil || t.Way == nil {
			continue
		}
		c := offCount{demand: len(t.OffStreet.Demand), ofDemand: t.Points.Len(), facilities: len(t.OffStreet.Facilities)}
		for _, k := range r.Kinds {
			if slices.Contains(t.Kinds, k.Kind) {
				c.ofFacilities += k.OnMap
			}
		}
		if o := l.ways.by(t.Way); o != nil {
			o.noteElsewhere(&r.Quality, c, box)
		}
	}
}

// offCount is how many places are not on a network, of how many.
type offCount struct{ demand, ofDemand, facilities, ofFacilities int }

// noteElsewhere warns if most of one side are not, once for a file of streets.
func (o *openedWay) noteElsewhere(q *datasets.Quality, c offCount, demand orb.Bound) bool {
	const rule = "roads-elsewhere"
	if 2*c.demand <= c.ofDemand && 2*c.facilities <= c.ofFacilities {
		return false
	}
	file := o.streets.Inputs[0].Path
	if slices.ContainsFunc(q.Findings, func(f datasets.Finding) bool { return f.Rule == rule && f.Layer == file }) {
		return true
	}
	q.Note(datasets.Finding{Rule: rule, Severity: datasets.SeverityWarning, Layer: file, Count: c.demand + c.facilities,
		Text: datasets.T("%[1]d 处需求（共 %[2]d 处）和 %[3]d 处设施不在路网上：路网在 %[4]s，需求在 %[5]s", "%[1]d of %[2]d places of demand and %[3]d facilities are not on the network: the streets lie in %[4]s, the demand in %[5]s", c.demand, c.ofDemand, c.facilities, boxText(o.streets.Bound()), boxText(demand)),
		Hint: datasets.T("核对路网文件是不是这个地方的，以及各图层的坐标系（crs）", "see whether the streets are of this place, and to the coordinate systems (crs) of the layers")})
	return true
}

// noteOffStreets says, without measuring, what is not on the networks that
// targets ask for: see [coverage.OffStreet].
func (l *loaded) noteOffStreets(ctx context.Context, targets []coverage.Target) error {
	box := demandBound(l.demand)
	for _, o := range l.ways.inOrder() {
		places := l.placesOn(o, targets)
		missed, err := o.streets.Missed(ctx, places.at)
		if err != nil {
			return err
		}
		c := offCount{ofDemand: places.demand, ofFacilities: len(places.at) - places.demand}
		var examples []datasets.Example
		for _, i := range slices.Sorted(maps.Keys(missed)) {
			if i < places.demand {
				c.demand++
			} else {
				c.facilities++
			}
			examples = append(examples, datasets.Example{Ref: places.source[i], Text: datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", places.name[i], missed[i])})
		}
		if len(missed) == 0 || o.noteElsewhere(&l.quality, c, box) {
			continue
		}
		l.quality.Note(datasets.Finding{Rule: "off-street-" + o.way.ID + "-" + o.way.Unit, Severity: datasets.SeverityNote, Layer: o.streets.Inputs[0].Path, Count: len(missed),
			Text: datasets.T("%[1]s：%[2]d 处需求（共 %[3]d 处）和 %[4]d 处设施（共 %[5]d 处）不在路网上，按到不了计", "%[1]s: %[2]d of %[3]d places of demand and %[4]d of %[5]d facilities are not on the network and count as not reached", o.way.Name, c.demand, c.ofDemand, c.facilities, c.ofFacilities),
			Hint: datasets.T("核对它们的坐标；离路远的可放宽 limit", "see to their coordinates; where they are far from streets raise limit")}, examples...)
	}
	return nil
}

// placesOn are those that targets look for on a way's network.
type placesOn struct {
	at     []orb.Point // demand, then facilities
	demand int
	source []datasets.Ref
	name   []string
}

func (l *loaded) placesOn(o *openedWay, targets []coverage.Target) (out placesOn) {
	var groups, kinds []string
	for i := range targets {
		if t := &targets[i]; t.Reach != nil && t.Reach.Way == o.way {
			groups, kinds = append(groups, t.Reach.Group), append(kinds, t.Kinds...)
		}
	}
	add := func(p *orb.Point, source datasets.Ref, name string) {
		if p != nil {
			out.at, out.source, out.name = append(out.at, *p), append(out.source, source), append(out.name, name)
		}
	}
	for i := range l.demand.Len() {
		w := l.demand.Weights(i)
		if slices.ContainsFunc(groups, func(g string) bool { return w.Of(g) > 0 }) {
			add(l.demand.Point(i), l.demand.Source(i), l.demand.Name(i))
		}
	}
	out.demand = len(out.at)
	for i := range l.facilities {
		if f := &l.facilities[i]; slices.Contains(kinds, f.Kind) {
			add(f.Point, f.Source, f.Name)
		}
	}
	return out
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
