package study

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// overlapSamples is about how many points of a level's bounds are looked at
// for units that overlap and for gaps between them. What is smaller than the
// bounds divided by it can go unseen; the finding says so.
const overlapSamples = 10_000

// overlapShare is the part of a level's area from which an overlap or gap is
// worth a warning: neighbours digitised apart always differ by slivers.
const overlapShare = 0.001

// checkOverlaps warns of units of one level that overlap, and of ground in a
// unit that none of its own units covers.
func (l *loaded) checkOverlaps() {
	for _, c := range l.levels {
		if c.Level != "informal" { // parks and estates may overlap
			l.checkLevel(c.Level)
		}
	}
}

func (l *loaded) checkLevel(level string) {
	units := areasOf(l.areas, level)
	at := newLocator(units)
	if !at.any {
		return
	}
	var bound orb.Bound
	first := true
	for i := range units {
		if units[i].Geometry == nil {
			continue
		}
		if b := units[i].Geometry.Bound(); first {
			bound, first = b, false
		} else {
			bound = bound.Union(b)
		}
	}
	step := math.Sqrt((bound.Max[0] - bound.Min[0]) * (bound.Max[1] - bound.Min[1]) / overlapSamples)
	if !(step > 0) || bound.Max[0]-bound.Min[0] > 180 {
		return
	}
	pairs, inside := map[[2]int]float64{}, 0.0
	for y := bound.Min[1] + step/2; y < bound.Max[1]; y += step {
		cell := float64(geo.Area(orb.Bound{Min: orb.Point{bound.Min[0], y - step/2}, Max: orb.Point{bound.Min[0] + step, y + step/2}}.ToPolygon()))
		for x := bound.Min[0] + step/2; x < bound.Max[0]; x += step {
			found := at.containing(orb.Point{x, y})
			if len(found) > 0 {
				inside += cell
			}
			for i := range found {
				for j := i + 1; j < len(found); j++ {
					pairs[[2]int{found[i], found[j]}] += cell
				}
			}
		}
	}
	l.noteOverlaps(level, units, pairs, inside)
}

// noteOverlaps reports the pairs, largest first.
func (l *loaded) noteOverlaps(level string, units []datasets.Area, pairs map[[2]int]float64, inside float64) {
	type overlap struct {
		pair [2]int
		m2   float64
	}
	var all []overlap
	total := 0.0
	for p, m2 := range pairs {
		all = append(all, overlap{p, m2})
		total += m2
	}
	if total < overlapShare*inside {
		return
	}
	slices.SortFunc(all, func(a, b overlap) int {
		return cmp.Or(cmp.Compare(b.m2, a.m2), cmp.Compare(a.pair[0], b.pair[0]), cmp.Compare(a.pair[1], b.pair[1]))
	})
	var examples []datasets.Example
	for _, o := range all {
		a, b := units[o.pair[0]], units[o.pair[1]]
		examples = append(examples, datasets.Example{Ref: a.Source, Text: datasets.T("“%[1]s”与“%[2]s”约重叠 %[3]s km²", "%[1]s and %[2]s overlap by about %[3]s km²", a.Name, b.Name, fmt.Sprintf("%.2f", o.m2/1e6))})
	}
	l.quality.Note(datasets.Finding{Rule: "units-overlap", Severity: datasets.SeverityWarning, Layer: level, Count: len(all),
		Text: datasets.T("同级单元相互重叠（抽样估计，合计约 %s km²）", "units of one level overlap (about %s km² in all, estimated by sampling)", fmt.Sprintf("%.2f", total/1e6)),
		Hint: datasets.T("重叠处的设施计入编码最小的单元；请核对边界", "facilities there count for the unit that comes first by code; see to the boundaries")}, examples...)
}
