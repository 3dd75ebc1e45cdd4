package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
)

// unplaced stands where a facility, a venue or demand lies in no known unit.
const (
	placedByCoordinates = "coordinates"
	placedByCode        = "code"
	placedByName        = "name"
	placedByNothing     = "none"
)

// linkAreas sorts the units, highest level first, links them to their parents
// and checks their number.
func (l *loaded) linkAreas(ctx context.Context, tax *datasets.Taxonomy) error {
	rank := func(level string) int {
		if r := tax.LevelRank(level); r > 0 {
			return r
		}
		return 1 << 20 // informal units come last
	}
	slices.SortStableFunc(l.levels, func(a, b coverage.LevelCount) int { return cmp.Compare(rank(a.Level), rank(b.Level)) })
	slices.SortStableFunc(l.areas, func(a, b datasets.Area) int {
		return cmp.Or(cmp.Compare(rank(a.Level), rank(b.Level)), cmp.Compare(a.Level, b.Level), cmp.Compare(a.ID, b.ID))
	})
	if err := uniqueAreas(l.areas); err != nil {
		return err
	}
	l.quality.Findings = append(l.quality.Findings, datasets.LinkParents(l.areas, tax)...)
	l.parentsByPlace(rank)
	l.checkCodes(tax, rank)
	for _, c := range l.levels {
		if c.Expect > 0 && c.Expect != c.Count {
			l.quality.Note(datasets.Finding{Rule: "unit-count", Severity: datasets.SeverityWarning, Layer: c.Level, Count: 1,
				Text: datasets.T("“%[1]s”有 %[2]d 个单元，研究文件预期 %[3]d 个", "there are %[2]d units of level %[1]s; the study expects %[3]d", tax.Text(datasets.Levels, c.Level), c.Count, c.Expect),
				Hint: datasets.T("核对图层是否完整，或更正 expect", "see whether the layer is complete, or mend expect")})
		}
	}
	l.checkOverlaps(ctx)
	return ctx.Err()
}

// uniqueAreas refuses two units with one ID: every count would be in doubt.
func uniqueAreas(areas []datasets.Area) error {
	seen := map[string]*datasets.Area{}
	for i := range areas {
		a := &areas[i]
		if first, ok := seen[a.ID]; ok {
			return &datasets.Problem{Where: a.Source, What: datasets.T("单元“%[1]s”（%[2]s）与 %[3]s 的单元编码相同", "the unit %[1]s (%[2]s) has the same code as one in %[3]s", a.ID, a.Name, first.Source.In(datasets.EN)),
				Hint: datasets.T("每个单元的编码须唯一；更正编码列，或用 code: 指定正确的列", "codes of units must be unique; mend the column, or name the right one with code:")}
		}
		seen[a.ID] = a
	}
	return nil
}

// parentsByPlace gives units without a parent the lowest unit of a higher
// level that holds their centre.
func (l *loaded) parentsByPlace(rank func(string) int) {
	var at *locator // made when a unit asks for it
	for i := range l.areas {
		a := &l.areas[i]
		if a.Parent != "" || a.Center == nil {
			continue
		}
		if at == nil {
			at = newLocator(l.areas)
		}
		best := -1
		for _, j := range at.containing(*a.Center) {
			if j != i && rank(l.areas[j].Level) < rank(a.Level) && (best < 0 || rank(l.areas[j].Level) > rank(l.areas[best].Level)) {
				best = j
			}
		}
		if best >= 0 {
			a.Parent = l.areas[best].ID
		}
	}
}

// linker places records in units.
type linker struct {
	l    *loaded
	at   *locator
	gaz  *datasets.Gazetteer
	rank map[string]int // ID → depth in the order of levels

	outer map[string]bool // names of the units above all layers
	asked map[string]bool // whether some unit goes by a name
}

func newLinker(l *loaded) *linker {
	k := &linker{l: l, rank: make(map[string]int, len(l.areas)), asked: map[string]bool{}}
	var polygons sync.WaitGroup
	polygons.Go(func() { k.at = newLocator(l.areas) })
	k.gaz = datasets.NewGazetteer(l.areas)
	polygons.Wait()
	for i, a := range l.areas {
		k.rank[a.ID] = i // areas are sorted from high to low
	}
	k.outer = k.outerNames()
	return k
}

// place finds the unit of every facility, demand point and venue, and looks
// for layers that are shifted.
func (l *loaded) place(ctx context.Context) error {
	k := newLinker(l)
	layers := k.exhibits()
	if err := k.placeAll(ctx); err != nil {
		return err
	}
	k.suspectShift(layers)
	return nil
}

// placeAll finds the units of the records.
func (k *linker) placeAll(ctx context.Context) error {
	l := k.l
	at, err := k.at.locate(ctx, len(l.facilities), func(i int) *orb.Point { return l.facilities[i].Point })
	if err != nil {
		return err
	}
	for i := range l.facilities {
		f := &l.facilities[i]
		f.Area, f.PlacedBy = k.unit(record{f.Source, f.Point, at.At(i), f.UnitCode, f.UnitNames})
	}
	if at, err = k.at.locate(ctx, l.demand.Len(), l.demand.Point); err != nil {
		return err
	}
	for i := range l.demand.Len() {
		if l.demand.Area(i) == "" {
			k.placeDemand(i, at.At(i))
		}
	}
	if err := k.placeVenues(ctx, l.venues); err != nil {
		return err
	}
	for _, list := range l.offered {
		if err := k.placeVenues(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

func (k *linker) placeVenues(ctx context.Context, list []datasets.Candidate) error {
	at, err := k.at.locate(ctx, len(list), func(i int) *orb.Point { return list[i].Point })
	if err != nil {
		return err
	}
	for i := range list {
		v := &list[i]
		v.Area, _ = k.unit(record{v.Source, v.Point, at.At(i), v.UnitCode, v.UnitNames})
	}
	return nil
}

// placeDemand finds the unit of a demand point, and puts one without coordinates
// at its unit's centre.
func (k *linker) placeDemand(i int, within []int32) {
	d := k.l.demand.At(i)
	area, _ := k.unit(record{d.Source, d.Point, within, d.UnitCode, d.UnitNames})
	k.l.demand.SetArea(i, area)
	if d.Point != nil || area == "" {
		return
	}
	if a := k.area(area); a != nil && a.Center != nil {
		k.l.demand.SetPoint(i, *a.Center)
		k.note("demand-at-unit", datasets.SeverityNote, d.Source,
			datasets.T("没有坐标的需求放在所属单元内一点", "demand without coordinates is put at a point inside its unit"), datasets.Text{}, datasets.Same(d.Name))
	}
}

func (k *linker) area(id string) *datasets.Area {
	if i, ok := k.rank[id]; ok {
		return &k.l.areas[i]
	}
	return nil
}

// record is what placing needs to know of a row.
type record struct {
	source datasets.Ref
	point  *orb.Point
	within []int32 // numbers of the units that hold the point
	code   string
	names  []string
}

// unit gives the lowest unit that holds a record and how it was found:
// coordinates first, then the code, then the name. Where both are given and
// disagree the coordinates count, with a warning.
func (k *linker) unit(r record) (id, by string) {
	here := ""
	if r.point != nil {
		here = lowest(k.l, r.within)
	}
	named, how := k.named(r)
	switch {
	case here == "" && r.point != nil && k.at.any:
		k.note("off-map", datasets.SeverityWarning, r.source, datasets.T("位置不在任何单元内", "the place lies in no unit"),
			datasets.T("核对坐标与坐标系（crs:）；写了单元的仍计入所写单元", "see to the coordinates and their system (crs:); a unit that the row names still counts"), k.offMap(r))
		return named, orNone(named, how)
	case here == "":
		return named, orNone(named, how)
	case named == "" || k.above(named, here):
		return here, placedByCoordinates
	case k.above(here, named):
		return named, placedByCoordinates // the name is more precise than the polygons
	}
	k.note("unit-disagrees", datasets.SeverityWarning, r.source, datasets.T("坐标与所写单元不一致，按坐标计", "coordinates and the named unit disagree; the coordinates count"),
		datasets.T("核对坐标或单元；若整层都如此，可能是坐标系不对", "see to the coordinates or the unit; if the whole layer does so its coordinate system may be wrong"),
		datasets.T("坐标在“%[1]s”，写的是“%[2]s”%[3]s", "coordinates lie in %[1]s, the row says %[2]s%[3]s", k.area(here).Name, k.area(named).Name, k.awayFrom(r, named)))
	return here, placedByCoordinates
}

func orNone(id, how string) string {
	if id == "" {
		return placedByNothing
	}
	return how
}

// lowest picks the unit of the lowest level, the first by ID among equals.
func lowest[N int | int32](l *loaded, found []N) string {
	best := N(-1)
	for _, i := range found {
		if best < 0 || l.areas[i].Level != l.areas[best].Level && i > best {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return l.areas[best].ID
}

// named finds the unit that a record names by code or by name.
func (k *linker) named(r record) (id, how string) {
	if len(k.l.areas) == 0 { // a question about files, without units
		return "", ""
	}
	if r.code != "" {
		if id, exact, ok := k.gaz.Enclosing(r.code); ok {
			if !exact {
				k.note("unit-code-above", datasets.SeverityWarning, r.source, datasets.T("单元编码不在图层中，计入其上级单元", "the unit code is in no layer; the unit above it counts"),
					datasets.T("核对编码或补上该级单元图层", "see to the code, or add the layer of that level"), datasets.Same(r.code+" → "+k.area(id).Name))
			}
			return id, placedByCode
		}
		k.note("unknown-unit-code", datasets.SeverityWarning, r.source, datasets.T("单元编码不在单元图层中", "the unit code is in no layer of units"),
			datasets.T("核对编码，或换用单元名称列", "see to the code, or use a column of unit names"), datasets.Same(r.code))
	}
	names := k.inner(r.names)
	if len(names) == 0 {
		return "", ""
	}
	m := k.gaz.ByName(names)
	if len(m.Unmatched) > 0 && (r.point == nil || k.at.any) {
		text := datasets.T("单元名称找不到或不唯一，计入能确定的上级单元", "a unit name is not found or not unique; the unit above that is certain counts")
		if m.ID == "" {
			text = datasets.T("单元名称在单元图层中找不到或不唯一", "the unit name is in no layer of units, or is not unique")
		}
		k.note("unknown-unit-name", datasets.SeverityWarning, r.source, text,
			datasets.T("加上所属街道列，或在单元图层中加别名列（aliases:）", "add a column of the sub-district, or aliases to the layer of units (aliases:)"), datasets.Same(strings.Join(r.names, "/")))
	}
	if m.ID == "" {
		return "", ""
	}
	return m.ID, placedByName
}

// above tells whether a is b or holds it.
func (k *linker) above(a, b string) bool {
	return a == b || slices.Contains(k.gaz.Ancestors(b), a)
}

func (k *linker) note(rule string, s datasets.Severity, at datasets.Ref, text, hint, example datasets.Text) {
	k.l.quality.Note(datasets.Finding{Rule: rule, Severity: s, Layer: at.File, Text: text, Hint: hint}, datasets.Example{Ref: at, Text: example})
}

// listed tells whether a rule has all the examples it can hold: what they say
// need not be worked out any more.
func (k *linker) listed(rule, layer string) bool {
	for i := range k.l.quality.Findings {
		if f := &k.l.quality.Findings[i]; f.Rule == rule && f.Layer == layer {
			return len(f.Examples) >= datasets.MaxExamples
		}
	}
	return false
}

// offMap says where a place is and how far from the nearest unit.
func (k *linker) offMap(r record) datasets.Text {
	if k.listed("off-map", r.source.File) {
		return datasets.Text{}
	}
	hits := k.at.layer().Nearest(*r.point, 1)
	if len(hits) == 0 {
		return pointText(*r.point)
	}
	return datasets.T("%[1]s，距最近的“%[2]s”%.0[3]f m", "%[1]s, %.0[3]f m from the nearest, %[2]s", pointText(*r.point), k.l.areas[hits[0].Index].Name, float64(hits[0].Distance))
}

// awayFrom says how far a place is from the unit that its row names, "" where
// that has no place.
func (k *linker) awayFrom(r record, named string) datasets.Text {
	g := k.area(named).Geometry
	if g == nil || k.listed("unit-disagrees", r.source.File) {
		return datasets.Text{}
	}
	return datasets.T("，相距 %.0f m", ", %.0f m away", float64(geo.DistanceTo(*r.point, g)))
}

func pointText(p orb.Point) datasets.Text {
	return datasets.Same(fmt.Sprintf("%.6f, %.6f", p[0], p[1]))
}

// sort puts everything in the order that results promise, and makes IDs
// unique across layers.
func (l *loaded) sort() {
	var lists sync.WaitGroup
	lists.Go(func() {
		l.demand.SortByID()
		uniqueIDs(l.demand.Len(), l.demand.ID, l.demand.SetID)
	})
	sortByID(l.facilities, func(f *datasets.Facility) string { return f.ID })
	uniqueIDs(len(l.facilities), func(i int) string { return l.facilities[i].ID }, func(i int, id string) { l.facilities[i].ID = id })
	sortByID(l.venues, func(v *datasets.Candidate) string { return v.ID })
	uniqueIDs(len(l.venues), func(i int) string { return l.venues[i].ID }, func(i int, id string) { l.venues[i].ID = id })
	for _, list := range l.offered {
		sortByID(list, func(v *datasets.Candidate) string { return v.ID })
	}
	lists.Wait()
}

// sortByID puts records in the order of their IDs; equal ones stay in order.
// Large records are moved once each, and not at all where they are in order.
func sortByID[T any](records []T, id func(*T) string) {
	order := make([]int32, len(records))
	sorted := true
	for i := range records {
		order[i] = int32(i)
		sorted = sorted && (i == 0 || id(&records[i-1]) <= id(&records[i]))
	}
	if sorted {
		return
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(id(&records[a]), id(&records[b])), cmp.Compare(a, b))
	})
	for start := range order { // each cycle of the order is turned by one
		if order[start] < 0 {
			continue
		}
		first, at := records[start], int32(start)
		for {
			next := order[at]
			order[at] = -1
			if int(next) == start {
				records[at] = first
				break
			}
			records[at] = records[next]
			at = next
		}
	}
}

// uniqueIDs tells apart records of several layers that number their rows
// alike: the second 12 becomes 12~2.
func uniqueIDs(n int, id func(int) string, set func(int, string)) {
	repeated := false
	for i := 1; i < n && !repeated; i++ {
		repeated = id(i-1) == id(i) // they are sorted
	}
	if !repeated {
		return
	}
	taken := make(map[string]bool, n)
	for i := range n {
		taken[id(i)] = true
	}
	seen := make(map[string]int, n)
	for i := range n {
		first := id(i)
		if seen[first]++; seen[first] == 1 {
			continue
		}
		for k := seen[first]; ; k++ {
			if next := fmt.Sprintf("%s~%d", first, k); !taken[next] {
				set(i, next)
				taken[next] = true
				break
			}
		}
	}
}
