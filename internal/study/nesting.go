package study

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/index"
	"fugai/geo/polygon"
)

// checkNesting warns of units whose inner point lies outside the unit that
// they belong to, and of those that reach out of it.
func (l *loaded) checkNesting(ctx context.Context) {
	byID := make(map[string]int, len(l.areas))
	for i := range l.areas {
		byID[l.areas[i].ID] = i
	}
	holders := make([]orb.Geometry, len(l.areas)) // of the units whose inner point lies in their own
	at, err := l.nested(ctx, byID)
	if err != nil || at == nil {
		return // nothing to look at, or cancelled: the caller's check of ctx ends the run
	}
	for i := range l.areas {
		a := &l.areas[i]
		parent, known := byID[a.Parent]
		if !known || a.Center == nil || a.Level == "informal" {
			continue
		}
		p := &l.areas[parent]
		shape, isPolygon := p.Geometry.(orb.MultiPolygon)
		switch {
		case !isPolygon:
		case slices.Contains(at.At(i), int32(parent)):
			holders[i] = shape
		default:
			l.quality.Note(datasets.Finding{Rule: "unit-outside-parent", Severity: datasets.SeverityWarning, Layer: a.Source.File,
				Text: datasets.T("单元不在其上级单元的范围内", "units lie outside the unit that they belong to"),
				Hint: datasets.T("核对上级编码，以及两个图层的边界和坐标系（crs:）", "see to the code of the unit above, and to the boundaries and systems (crs:) of the two layers")},
				datasets.Example{Ref: a.Source, Text: datasets.T("“%[1]s”的上级是“%[2]s”", "%[1]s belongs to %[2]s", a.Name, p.Name)})
		}
	}
	l.noteStrays(ctx, holders, byID)
}

// nested finds the units around the inner point of each unit; nil where no unit
// belongs to one with polygons.
func (l *loaded) nested(ctx context.Context, byID map[string]int) (*index.Located, error) {
	if !slices.ContainsFunc(l.areas, func(a datasets.Area) bool {
		parent, known := byID[a.Parent]
		return known && isPolygon(l.areas[parent].Geometry)
	}) {
		return nil, nil
	}
	return newLocator(l.areas).locate(ctx, len(l.areas), func(i int) *orb.Point { return l.areas[i].Center })
}

// noteStrays reports units of which a part lies outside their own, largest
// part first.
func (l *loaded) noteStrays(ctx context.Context, holders []orb.Geometry, byID map[string]int) {
	strays, err := polygon.Strays(ctx, shapesOf(l.areas), holders)
	if err != nil {
		l.noteIntricate("", err)
		return
	}
	strays = slices.DeleteFunc(strays, func(s polygon.Stray) bool {
		return s.Width < sliverWidth || s.Area < strayShare*geo.Area(l.areas[s.Unit].Geometry)
	})
	slices.SortStableFunc(strays, func(a, b polygon.Stray) int { return cmp.Compare(b.Area, a.Area) })
	for _, s := range strays {
		a := &l.areas[s.Unit]
		l.quality.Note(datasets.Finding{Rule: "unit-beyond-parent", Severity: datasets.SeverityWarning, Layer: a.Source.File,
			Text: datasets.T("单元有一部分在其上级单元之外", "units reach out of the unit that they belong to"),
			Hint: datasets.T("核对两个图层的边界，以及上级编码", "see to the boundaries of the two layers, and to the code of the unit above")},
			datasets.Example{Ref: a.Source, Text: datasets.T("“%[1]s”有 %[2]s（%[3]s）在“%[4]s”之外", "%[1]s: %[2]s (%[3]s) lie outside %[4]s",
				a.Name, areaText(s.Area), percent(s.Area, geo.Area(a.Geometry)), l.areas[byID[a.Parent]].Name)})
	}
}
