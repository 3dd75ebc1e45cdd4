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
const overlapSamples = 40_000

// Overlaps are worth a warning from this part of a level's area, or of the
// smaller of two units: neighbours digitised apart always differ by slivers.
const (
	overlapShare     = 0.001
	overlapPairShare = 0.05
)

// A gap is worth a warning from this part of the unit that it lies in, seen at
// this many points: the edges of levels digitised apart differ by slivers.
const (
	gapShare   = 0.005
	gapSamples = 3
)

// checkOverlaps warns of units of one level that overlap, of ground in a unit
// that none of its own units covers, and of units that lie outside their own.
func (l *loaded) checkOverlaps() {
	for _, c := range l.levels {
		if c.Level != "informal" { // parks and estates may overlap, and leave ground free
			l.checkLevel(c.Level)
		}
	}
	l.checkNesting()
}

func (l *loaded) checkLevel(level string) {
	units := areasOf(l.areas, level)
	at := newLocator(units)
	if !at.any {
		return
	}
	parents := l.filledParents(units)
	above := newLocator(parents)
	bound, some := boundOf(append(slices.Clone(parents), units...))
	step := math.Sqrt((bound.Max[0] - bound.Min[0]) * (bound.Max[1] - bound.Min[1]) / overlapSamples)
	if !some || !(step > 0) || bound.Max[0]-bound.Min[0] > 180 {
		return
	}
	seen := survey{pairs: map[[2]int]float64{}, gaps: make([]gap, len(parents))}
	for y := bound.Min[1] + step/2; y < bound.Max[1]; y += step {
		cell := float64(geo.Area(orb.Bound{Min: orb.Point{bound.Min[0], y - step/2}, Max: orb.Point{bound.Min[0] + step, y + step/2}}.ToPolygon()))
		for x := bound.Min[0] + step/2; x < bound.Max[0]; x += step {
			p := orb.Point{x, y}
			seen.add(p, at.containing(p), above.containing(p), cell)
		}
	}
	l.noteOverlaps(level, units, &seen)
	l.noteGaps(level, parents, seen.gaps)
}

// survey is what the sample points of a level show.
type survey struct {
	pairs  map[[2]int]float64 // m² that two units share
	inside float64            // m² in some unit
	gaps   []gap              // of each parent
}

// gap is the ground of a unit that none of its own units covers.
type gap struct {
	m2, of float64 // the gap and the whole unit
	seen   int
	at     orb.Point // one of its points
}

// add takes one sample point, the units and the parents that hold it, and the
// ground that it stands for.
func (s *survey) add(p orb.Point, units, parents []int, m2 float64) {
	if len(units) > 0 {
		s.inside += m2
	}
	for i := range units {
		for j := i + 1; j < len(units); j++ {
			s.pairs[[2]int{units[i], units[j]}] += m2
		}
	}
	for _, i := range parents {
		g := &s.gaps[i]
		g.of += m2
		if len(units) == 0 {
			g.m2, g.at = g.m2+m2, p
			g.seen++
		}
	}
}

// filledParents gives the units that the units of a level lie in, where all of
// these have polygons: a parent with units known by a point alone has no gaps.
func (l *loaded) filledParents(units []datasets.Area) []datasets.Area {
	filled := map[string]bool{}
	for i := range units {
		_, isPolygon := units[i].Geometry.(orb.MultiPolygon)
		if before, known := filled[units[i].Parent]; !known || before {
			filled[units[i].Parent] = isPolygon
		}
	}
	var out []datasets.Area
	for i := range l.areas {
		if _, isPolygon := l.areas[i].Geometry.(orb.MultiPolygon); isPolygon && filled[l.areas[i].ID] {
			out = append(out, l.areas[i])
		}
	}
	return out
}

func boundOf(units []datasets.Area) (bound orb.Bound, some bool) {
	for i := range units {
		if units[i].Geometry == nil {
			continue
		}
		if b := units[i].Geometry.Bound(); some {
			bound = bound.Union(b)
		} else {
			bound, some = b, true
		}
	}
	return bound, some
}

func km2(m2 float64) string { return fmt.Sprintf("%.2f", m2/1e6) }

// noteOverlaps reports the pairs, largest first.
func (l *loaded) noteOverlaps(level string, units []datasets.Area, s *survey) {
	type overlap struct {
		pair [2]int
		m2   float64
	}
	var all []overlap
	for p, m2 := range s.pairs {
		all = append(all, overlap{p, m2})
	}
	slices.SortFunc(all, func(a, b overlap) int {
		return cmp.Or(cmp.Compare(b.m2, a.m2), cmp.Compare(a.pair[0], b.pair[0]), cmp.Compare(a.pair[1], b.pair[1]))
	})
	total, large := 0.0, false
	var examples []datasets.Example
	for _, o := range all {
		total += o.m2
		a, b := units[o.pair[0]], units[o.pair[1]]
		large = large || o.m2 >= overlapPairShare*float64(min(geo.Area(a.Geometry), geo.Area(b.Geometry)))
		examples = append(examples, datasets.Example{Ref: a.Source, Text: datasets.T("“%[1]s”与“%[2]s”约重叠 %[3]s km²", "%[1]s and %[2]s overlap by about %[3]s km²", a.Name, b.Name, km2(o.m2))})
	}
	if len(all) == 0 || total < overlapShare*s.inside && !large {
		return
	}
	l.quality.Note(datasets.Finding{Rule: "units-overlap", Severity: datasets.SeverityWarning, Layer: level, Count: len(all),
		Text: datasets.T("同级单元相互重叠（抽样估计，合计约 %s km²）", "units of one level overlap (about %s km² in all, estimated by sampling)", km2(total)),
		Hint: datasets.T("重叠处的设施计入编码最小的单元；请核对边界", "facilities there count for the unit that comes first by code; see to the boundaries")}, examples...)
}

// noteGaps reports the units with ground that none of their own units covers,
// largest gap first.
func (l *loaded) noteGaps(level string, parents []datasets.Area, gaps []gap) {
	var order []int
	total := 0.0
	for i, g := range gaps {
		if g.seen >= gapSamples && g.m2 >= gapShare*g.of {
			order = append(order, i)
			total += g.m2
		}
	}
	if len(order) == 0 {
		return
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(gaps[b].m2, gaps[a].m2), cmp.Compare(a, b)) })
	var examples []datasets.Example
	for _, i := range order {
		g := gaps[i]
		examples = append(examples, datasets.Example{Ref: parents[i].Source, Text: datasets.T("“%[1]s”约有 %[2]s km² 没有下级单元，例如 %.5[3]f, %.5[4]f 处", "%[1]s: about %[2]s km² lie in none of its units, for example at %.5[3]f, %.5[4]f", parents[i].Name, km2(g.m2), g.at[0], g.at[1])})
	}
	l.quality.Note(datasets.Finding{Rule: "units-gap", Severity: datasets.SeverityWarning, Layer: level, Count: len(order),
		Text: datasets.T("上级单元内有空白，没有被本级单元覆盖（抽样估计，合计约 %s km²）", "ground inside units of the level above is covered by no unit of this level (about %s km² in all, estimated by sampling)", km2(total)),
		Hint: datasets.T("空白处的设施只计入上级单元；核对图层是否缺少单元、边界是否对齐", "facilities there count for the unit above only; see whether units are missing or boundaries do not meet")}, examples...)
}

// checkNesting warns of units whose inner point lies outside the unit that
// they belong to.
func (l *loaded) checkNesting() {
	byID := make(map[string]*datasets.Area, len(l.areas))
	for i := range l.areas {
		byID[l.areas[i].ID] = &l.areas[i]
	}
	at := newLocator(l.areas)
	for i := range l.areas {
		a := &l.areas[i]
		p := byID[a.Parent]
		if p == nil || a.Center == nil || a.Level == "informal" {
			continue
		}
		if _, isPolygon := p.Geometry.(orb.MultiPolygon); !isPolygon {
			continue
		}
		if !slices.ContainsFunc(at.containing(*a.Center), func(j int) bool { return l.areas[j].ID == p.ID }) {
			l.quality.Note(datasets.Finding{Rule: "unit-outside-parent", Severity: datasets.SeverityWarning, Layer: a.Source.File,
				Text: datasets.T("单元不在其上级单元的范围内", "units lie outside the unit that they belong to"),
				Hint: datasets.T("核对上级编码，以及两个图层的边界和坐标系（crs:）", "see to the code of the unit above, and to the boundaries and systems (crs:) of the two layers")},
				datasets.Example{Ref: a.Source, Text: datasets.T("“%[1]s”的上级是“%[2]s”", "%[1]s belongs to %[2]s", a.Name, p.Name)})
		}
	}
}
