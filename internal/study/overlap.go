package study

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/polygon"
)

// sliverWidth is the width below which overlaps and gaps are a matter of
// drawing: half a millimetre on a map of 1:10,000 is 5 m, and two drawings of
// one border are off twice.
const sliverWidth geo.Meters = 10

// Slivers smaller than this in m² everywhere are the rounding of coordinates
// and not mentioned.
const sliverLeast = 1

// A unit is worth a warning from this part of it outside the unit that it
// belongs to: levels digitised apart always differ along their edges.
const strayShare = 0.01

// checkOverlaps warns of units of one level that overlap, of ground that none
// of them covers, and of units that lie outside the unit that they belong to.
func (l *loaded) checkOverlaps(ctx context.Context) {
	for _, c := range l.levels {
		if c.Level != "informal" { // parks and estates may overlap, and leave ground free
			l.checkLevel(ctx, c.Level)
		}
	}
	l.checkNesting(ctx)
}

func (l *loaded) checkLevel(ctx context.Context, level string) {
	units := areasOf(l.areas, level)
	shapes := shapesOf(units)
	if !slices.ContainsFunc(shapes, func(g orb.Geometry) bool { return g != nil }) {
		return
	}
	parents := l.filledParents(units)
	fit, err := polygon.Fits(ctx, shapes, shapesOf(parents))
	if err != nil {
		l.noteIntricate(level, err)
		return
	}
	s := slivers{units: units}
	l.noteOverlaps(level, units, s.overlaps(fit.Overlaps))
	l.noteGaps(level, units, parents, s.gaps(fit.Gaps))
	l.noteSlivers(level, &s)
}

// shapesOf gives the polygons of units, nil for those without.
func shapesOf(units []datasets.Area) []orb.Geometry {
	out := make([]orb.Geometry, len(units))
	for i := range units {
		if mp, isPolygon := units[i].Geometry.(orb.MultiPolygon); isPolygon {
			out[i] = mp
		}
	}
	return out
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

// noteIntricate says that a level was not looked over.
func (l *loaded) noteIntricate(level string, err error) {
	if !errors.Is(err, polygon.ErrIntricate) {
		return
	}
	l.quality.Note(datasets.Finding{Rule: "units-not-compared", Severity: datasets.SeverityNote, Layer: level, Count: 1,
		Text: datasets.T("单元边界过于复杂，未检查重叠和空白", "the boundaries are too intricate to look for overlaps and gaps"),
		Hint: datasets.T("在 QGIS 中运行“检查有效性”和“拓扑检查器”", "run “Check validity” and the “Topology Checker” in QGIS")})
}

// slivers gathers what is too narrow to be more than a matter of drawing.
type slivers struct {
	units []datasets.Area
	all   []sliver
}

// sliver is a narrow overlap or gap and the units along it.
type sliver struct {
	units []int
	area  geo.SquareMeters
	width geo.Meters
	gap   bool
}

// overlaps gives the overlaps that are no slivers, largest first.
func (s *slivers) overlaps(all []polygon.Overlap) []polygon.Overlap {
	var out []polygon.Overlap
	for _, o := range all {
		if o.Width < sliverWidth {
			s.all = append(s.all, sliver{[]int{o.A, o.B}, o.Area, o.Width, false})
			continue
		}
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(a, b polygon.Overlap) int { return cmp.Compare(b.Area, a.Area) })
	return out
}

// gaps gives the gaps that are no slivers, largest first.
func (s *slivers) gaps(all []polygon.Gap) []polygon.Gap {
	var out []polygon.Gap
	for _, g := range all {
		if g.Width < sliverWidth {
			s.all = append(s.all, sliver{g.Neighbours, g.Area, g.Width, true})
			continue
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b polygon.Gap) int { return cmp.Compare(b.Area, a.Area) })
	return out
}

// areaText writes an area in the unit that suits it.
func areaText(a geo.SquareMeters) string {
	if a < 1e4 {
		return fmt.Sprintf("%.0f m²", float64(a))
	}
	return fmt.Sprintf("%.2f km²", a.KM2())
}

func percent(part, whole geo.SquareMeters) string {
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(whole))
}

// namesOf lists the first names of units.
func namesOf(units []datasets.Area, index []int) datasets.Text {
	const most = 4
	var zh, en []string
	for _, i := range index[:min(most, len(index))] {
		zh, en = append(zh, "“"+units[i].Name+"”"), append(en, units[i].Name)
	}
	list := datasets.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	if rest := len(index) - most; rest > 0 {
		return datasets.T("%[1]s等 %[2]d 个单元", "%[1]s and %[3]d more", list, len(index), rest)
	}
	return list
}

// noteOverlaps reports pairs of units that overlap.
func (l *loaded) noteOverlaps(level string, units []datasets.Area, all []polygon.Overlap) {
	if len(all) == 0 {
		return
	}
	total := geo.SquareMeters(0)
	var examples []datasets.Example
	for _, o := range all {
		total += o.Area
		if len(examples) == datasets.MaxExamples {
			continue
		}
		a, b := units[o.A], units[o.B]
		small, whole := a, geo.Area(a.Geometry)
		if other := geo.Area(b.Geometry); other < whole {
			small, whole = b, other
		}
		examples = append(examples, datasets.Example{Ref: a.Source, Text: datasets.T("“%[1]s”与“%[2]s”重叠 %[3]s，占“%[4]s”的 %[5]s",
			"%[1]s and %[2]s overlap by %[3]s, %[5]s of %[4]s", a.Name, b.Name, areaText(o.Area), small.Name, percent(o.Area, whole))})
	}
	l.quality.Note(datasets.Finding{Rule: "units-overlap", Severity: datasets.SeverityWarning, Layer: level, Count: len(all),
		Text: datasets.T("同级单元相互重叠，合计 %s", "units of one level overlap, %s in all", areaText(total)),
		Hint: datasets.T("重叠处的设施计入编码最小的单元；请核对边界", "facilities there count for the unit that comes first by code; see to the boundaries")}, examples...)
}

// noteGaps reports ground that no unit of a level covers.
func (l *loaded) noteGaps(level string, units, parents []datasets.Area, all []polygon.Gap) {
	if len(all) == 0 {
		return
	}
	total := geo.SquareMeters(0)
	var examples []datasets.Example
	for _, g := range all {
		total += g.Area
		if len(examples) < datasets.MaxExamples {
			examples = append(examples, gapExample(units, parents, g))
		}
	}
	l.quality.Note(datasets.Finding{Rule: "units-gap", Severity: datasets.SeverityWarning, Layer: level, Count: len(all),
		Text: datasets.T("有地面没有被本级单元覆盖，合计 %s", "some ground is covered by no unit of this level, %s in all", areaText(total)),
		Hint: datasets.T("空白处的设施只计入上级单元；核对图层是否缺少单元、边界是否对齐", "facilities there count for the unit above only; see whether units are missing or boundaries do not meet")}, examples...)
}

// gapExample says where a gap is: in which parent, or else between which units.
func gapExample(units, parents []datasets.Area, g polygon.Gap) datasets.Example {
	at := datasets.Text{}
	if p, ok := geo.Center(g.Region); ok {
		at = datasets.T("，例如 %.5f, %.5f 处", ", for example at %.5f, %.5f", p[0], p[1])
	}
	beside := datasets.Text{}
	if len(g.Neighbours) > 0 {
		beside = datasets.T("，与%s相邻", ", beside %s", namesOf(units, g.Neighbours))
	}
	if g.Within < 0 {
		return datasets.Example{Ref: units[g.Neighbours[0]].Source, Text: datasets.T("有 %[1]s 被围住而不属于任何单元%[2]s%[3]s",
			"%[1]s are enclosed and lie in no unit%[2]s%[3]s", areaText(g.Area), beside, at)}
	}
	p := parents[g.Within]
	return datasets.Example{Ref: p.Source, Text: datasets.T("“%[1]s”有 %[2]s（%[3]s）没有下级单元%[4]s%[5]s",
		"%[1]s: %[2]s (%[3]s) lie in none of its units%[4]s%[5]s", p.Name, areaText(g.Area), percent(g.Area, geo.Area(p.Geometry)), beside, at)}
}

// noteSlivers reports narrow overlaps and gaps together.
func (l *loaded) noteSlivers(level string, s *slivers) {
	slices.SortStableFunc(s.all, func(a, b sliver) int { return cmp.Compare(b.area, a.area) })
	if len(s.all) == 0 || s.all[0].area < sliverLeast {
		return
	}
	total := geo.SquareMeters(0)
	var examples []datasets.Example
	for _, v := range s.all {
		total += v.area
		if len(examples) == datasets.MaxExamples || len(v.units) == 0 {
			continue
		}
		what := datasets.T("重叠", "overlap")
		if v.gap {
			what = datasets.T("缝隙", "gap")
		}
		examples = append(examples, datasets.Example{Ref: s.units[v.units[0]].Source, Text: datasets.T("%[1]s：%[2]s %[3]s，宽约 %.1[4]f m",
			"%[1]s: %[2]s of %[3]s, about %.1[4]f m wide", namesOf(s.units, v.units), what, areaText(v.area), float64(v.width))})
	}
	l.quality.Note(datasets.Finding{Rule: "units-sliver", Severity: datasets.SeverityNote, Layer: level, Count: len(s.all),
		Text: datasets.T("相邻单元的边界有窄条重叠或缝隙（宽不足 %.0[1]f m），合计 %[2]s，最大 %[3]s", "neighbouring units leave slivers less than %.0[1]f m wide that overlap or gape: %[2]s in all, %[3]s the largest",
			float64(sliverWidth), areaText(total), areaText(s.all[0].area)),
		Hint: datasets.T("多因相邻边界分别绘制，一般不影响结果；可在 QGIS 中用“捕捉几何图形到图层”对齐", "borders were drawn twice; it hardly changes a figure. “Snap geometries to layer” in QGIS aligns them")}, examples...)
}
