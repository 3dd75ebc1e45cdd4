package html

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

const (
	maxMarkers = 600    // markers of one sort with a tooltip each; more are one shape
	maxLabels  = 400    // of a map
	maxUnits   = 5_000  // units with a shape and a tooltip each; more are one shape a class
	fineDots   = 3_000  // markers of one sort from which dots are small
	manyDots   = 20_000 // markers of one sort from which they stand on a coarser grid
	dotStep    = 5      // grid units between dots where they are many: half of a dot
)

// mapView is one drawn map.
type mapView struct {
	ID            string
	Alt           datasets.Text
	Width, Height int
	MapFoot       int // y where the strip of scale bar and arrow begins
	MetersPerUnit string
	Classes       []mapClass
	Base          []*shape // areas drawn plain, where the target has no units of its own
	Parents, Gaps []*shape
	GapPath       string // instead of Gaps, where they are many
	GapCount      int
	Others, Count markers
	Missing       markers     // venues and demand points that the target misses
	Reach         *reachLayer // of a target that counts costs along a way; its units are drawn plain
	Labels        []mapLabel
	Scale         scaleBar
	Source        datasets.Text
	Remarks       []datasets.Text
}

// mapClass is a class of the legend with the units it fills.
type mapClass struct {
	Fill  string
	Name  datasets.Text
	N     int // units of the class
	Units []mapUnit
	Path  string // instead of Units, where they are many
}

// mapUnit is a unit on the map.
type mapUnit struct {
	*shape
	Tip string
}

// markers are places of one sort. Path is set instead of Each where they are many.
type markers struct {
	N    int
	Each []marker
	Path string
	Fine bool // they are so many that dots must be small, not to hide the units below
}

type marker struct {
	X, Y int
	item int
	Tip  string
}

// newMap draws a target. It gives nil where nothing has a place.
func newMap(c *report, l *coverage.Ledger, id string) *mapView {
	if !c.atlas.ok {
		return nil
	}
	p := c.atlas.proj
	m := &mapView{
		ID: id, Width: mapWidth, Height: p.height, MapFoot: p.height - mapFoot,
		MetersPerUnit: strconv.FormatFloat(p.metersPerUnit, 'f', 4, 64),
		Scale:         p.scaleBar(),
		Source:        c.source(l),
	}
	drawn := m.addUnits(c, l)
	m.addFacilities(c, l)
	if !m.addReach(c, l) {
		m.addMissing(c, l)
	}
	if drawn == 0 && (m.Reach != nil || m.Count.N+m.Others.N+m.Missing.N > 0) {
		m.addBase(c)
	}
	m.thinLabels()
	if drawn == 0 && m.Reach == nil && m.Count.N+m.Others.N+m.Missing.N == 0 {
		return nil
	}
	if without := len(l.Units) - drawn; without > 0 {
		m.Remarks = append(m.Remarks, datasets.T("%[1]d 个单元没有边界或位置，图上未画，见下表。", "%[1]d units have no boundary or position and are not drawn; see the table below.", without))
	}
	m.Alt = m.alt(c, l)
	return m
}

// addUnits fills classes, gap outlines, parents and all labels, and returns how
// many units have a place.
func (m *mapView) addUnits(c *report, l *coverage.Ledger) int {
	classes := output.Classes(l)
	at := map[string]int{}
	for i, class := range classes {
		at[class.Key] = i
		m.Classes = append(m.Classes, mapClass{Fill: c.fill(class), Name: class.Name})
	}
	classOf, gapOf := output.Classifier(l), gaps(l)
	many := len(l.Units) > maxUnits
	merged, gapPath := make([]strings.Builder, len(classes)), strings.Builder{}
	drawn, parents := 0, map[string]bool{}
	for i := range l.Units {
		u := &l.Units[i]
		s := c.atlas.shapes[u.Area]
		if s == nil {
			continue
		}
		drawn++
		i, known := at[classOf(u)]
		if !known {
			i = len(classes) - 1
		}
		m.Classes[i].N++
		gap := gapOf(u)
		if gap {
			m.GapCount++
		}
		switch {
		case many:
			merged[i].WriteString(s.path())
			if gap {
				gapPath.WriteString(s.path())
			}
		default:
			c.atlas.use(u.Area)
			m.Classes[i].Units = append(m.Classes[i].Units, mapUnit{s, unitTip(c, l, u, classes[i].Name)})
			if gap {
				m.Gaps = append(m.Gaps, s)
			}
		}
		area := c.area(u.Area)
		m.Labels = append(m.Labels, mapLabel{X: s.At[0], Y: s.At[1], Name: shortName(area.Name), Gap: gap, prior: s.Extent + gapPriority(gap)})
		if parent := area.Parent; parent != "" && !parents[parent] {
			parents[parent] = true
			if ps := c.atlas.use(parent); ps != nil && ps.Path != "" {
				m.Parents = append(m.Parents, ps)
			}
		}
	}
	for i := range merged {
		m.Classes[i].Path = merged[i].String()
	}
	m.GapPath = gapPath.String()
	if many {
		m.Remarks = append(m.Remarks, datasets.T("图上有 %[1]s 个单元，不逐个显示数值；逐个查看请在 QGIS 中打开 results.qgz。",
			"The map holds %[1]s units and shows no figures one by one; open results.qgz in QGIS to look at each.", output.Number(float64(drawn), 0)))
	}
	if n := len(m.Classes); n > 1 && m.Classes[n-1].N == 0 {
		m.Classes = m.Classes[:n-1] // nothing is without data: the legend need not say so
	}
	return drawn
}

// addBase draws the highest level that has several polygons, so that markers
// stand on a map even where a target judges no units.
func (m *mapView) addBase(c *report) {
	m.Classes = nil
	level, n := "", map[string]int{}
	for i := range c.r.Areas {
		a := &c.r.Areas[i]
		if s := c.atlas.shapes[a.ID]; s == nil || s.Path == "" {
			continue
		}
		if n[a.Level]++; n[a.Level] == 2 && level == "" {
			level = a.Level
		}
	}
	for i := range c.r.Areas {
		a := &c.r.Areas[i]
		if level != "" && a.Level != level {
			continue
		}
		if s := c.atlas.use(a.ID); s != nil && s.Path != "" {
			m.Base = append(m.Base, s)
			m.Labels = append(m.Labels, mapLabel{X: s.At[0], Y: s.At[1], Name: shortName(a.Name), prior: s.Extent})
		}
	}
}

// thinLabels keeps the labels that have room beside each other and the markers.
func (m *mapView) thinLabels() {
	m.Labels = slices.DeleteFunc(m.Labels, func(l mapLabel) bool { return l.Name == "" })
	slices.SortStableFunc(m.Labels, func(a, b mapLabel) int { return cmp.Compare(b.prior, a.prior) })
	var dots [][2]int
	for _, ms := range []markers{m.Count, m.Others, m.Missing} {
		for _, d := range ms.Each {
			dots = append(dots, [2]int{d.X, d.Y})
		}
	}
	m.Labels = thin(m.Labels[:min(len(m.Labels), maxLabels)], dots)
}

// Crowded tells whether gaps are so many that their outlines must be fine.
func (m *mapView) Crowded() bool { return m.GapCount > 20 }

// gapPriority ranks every gap's label before those of the units without one.
func gapPriority(gap bool) int {
	if gap {
		return 2 * (mapWidth + mapMaxHeight)
	}
	return 0
}

// gaps gives a test for the units that are outlined: those that are judged and
// do not meet their part. Reach and ratio judge the whole, so their units are
// outlined only where the ledger lists them as missing.
func gaps(l *coverage.Ledger) func(*coverage.UnitRow) bool {
	if !output.Graduated(l) {
		return func(u *coverage.UnitRow) bool { return l.Goal != nil && u.Judged && !u.Met }
	}
	missing := map[string]bool{}
	for i := range l.Missing {
		if g := &l.Missing[i]; g.Kind == "unit" {
			missing[g.ID] = true
		}
	}
	return func(u *coverage.UnitRow) bool { return missing[u.Area] }
}

func unitTip(c *report, l *coverage.Ledger, u *coverage.UnitRow, class datasets.Text) string {
	parts := []datasets.Text{datasets.Same(c.areaName(u.Area)), class, datasets.T("设施 %[1]d 处", "facilities: %[1]d", u.Count)}
	if u.Grade != "" {
		parts = append(parts, label(c.r.Labels.Grades, u.Grade))
	}
	if u.Value != nil {
		parts = append(parts, measured(l.Measure, *u.Value))
	}
	if u.People > 0 {
		parts = append(parts, datasets.T("%[1]s 人", "%[1]s people", output.Number(u.People, 0)))
	}
	if hasNearest(l, u.Nearest, u.Cost) {
		parts = append(parts, nearestTip(l, u))
	}
	return tip(parts...)
}

// nearestTip says how far the nearest facility is, by the target's way.
func nearestTip(l *coverage.Ledger, u *coverage.UnitRow) datasets.Text {
	far := output.NearestText(l, u.Nearest, u.Cost)
	if output.ByWay(l) {
		return datasets.T("最近设施%[1]s %[2]s", "nearest %[1]s %[2]s", l.Way.Name, far)
	}
	return datasets.T("最近设施 %[1]s", "nearest %[1]s", far)
}

// addFacilities sets the facilities that count apart from the others of their
// kinds, and remarks on those that have no coordinates.
func (m *mapView) addFacilities(c *report, l *coverage.Ledger) {
	counted := c.counted(l)
	nowhere, countedNowhere := 0, 0
	for i := range c.r.Facilities {
		f := &c.r.Facilities[i]
		if !counted[i] && !slices.Contains(l.Kinds, f.Kind) {
			continue
		}
		if f.Point == nil || !valid(*f.Point) {
			nowhere++
			if counted[i] {
				countedNowhere++
			}
			continue
		}
		to := &m.Others
		if counted[i] {
			to = &m.Count
		}
		to.add(c, *f.Point, i)
	}
	for _, ms := range []*markers{&m.Others, &m.Count} {
		ms.pack(func(i int) string {
			return facilityTip(c, &c.r.Facilities[i], counted[i])
		})
	}
	if nowhere > 0 {
		m.Remarks = append(m.Remarks, datasets.T("另有 %[1]d 处设施没有坐标（其中 %[2]d 处已计入），图上未画。",
			"%[1]d facilities have no coordinates (%[2]d of them counted) and are not drawn.", nowhere, countedNowhere))
	}
}

// counted tells for each facility of the result whether a target counts it.
// Ledgers list them in the order of the result but for mandates.
func (c *report) counted(l *coverage.Ledger) []bool {
	out := make([]bool, len(c.r.Facilities))
	at := 0
	for k, id := range l.Counted {
		for at < len(out) && c.r.Facilities[at].ID != id {
			at++
		}
		if at < len(out) {
			out[at] = true
			continue
		}
		rest := make(map[string]bool, len(l.Counted)-k)
		for _, id := range l.Counted[k:] {
			rest[id] = true
		}
		for i := range out {
			out[i] = out[i] || rest[c.r.Facilities[i].ID]
		}
		break
	}
	return out
}

func facilityTip(c *report, f *coverage.Facility, counted bool) string {
	state := datasets.T("尚未启动", "not begun")
	if f.State != "" {
		state = label(c.r.Labels.States, string(f.State))
	}
	in := datasets.T("未计入", "not counted")
	if counted {
		in = datasets.T("已计入", "counted")
	}
	return tip(datasets.Same(f.Name), label(c.r.Labels.Kinds, f.Kind), state, in)
}

// addMissing marks venues and demand points that the target misses.
func (m *mapView) addMissing(c *report, l *coverage.Ledger) {
	for i := range l.Missing {
		g := &l.Missing[i]
		if pt := c.place(g); pt != nil && valid(*pt) {
			m.Missing.add(c, *pt, i)
		}
	}
	m.Missing.pack(func(i int) string { return tip(datasets.Same(gapName(&l.Missing[i])), l.Missing[i].Text) })
}

// add sets the marker of item i; pack gives it its tooltip.
func (ms *markers) add(c *report, pt orb.Point, i int) {
	xy := c.atlas.proj.xy(pt)
	if xy[0] < -mapWidth || xy[0] > 2*mapWidth || xy[1] < -mapMaxHeight || xy[1] > 2*mapMaxHeight {
		return // far outside the areas; the quality report has it
	}
	ms.N++
	ms.Each = append(ms.Each, marker{xy[0], xy[1], i, ""})
}

// pack gives markers their tooltips, or turns many of them into one path of
// dots: lines of next to no length that the style sheet draws with round ends. Places on
// the same grid point are one dot.
func (ms *markers) pack(tip func(item int) string) {
	if len(ms.Each) <= maxMarkers {
		for i := range ms.Each {
			ms.Each[i].Tip = tip(ms.Each[i].item)
		}
		return
	}
	ms.Fine = len(ms.Each) > fineDots
	step := 1
	if len(ms.Each) > manyDots {
		step = dotStep
	}
	for i, m := range ms.Each {
		ms.Each[i].X, ms.Each[i].Y = m.X-m.X%step, m.Y-m.Y%step
	}
	ms.Path, ms.Each = dots(ms.Each), nil
}

// dots draws markers as lines of next to no length, one for each place: PDF does
// not paint the square ends of those of none.
func dots(each []marker) string {
	seen := map[[2]int]bool{}
	var b []byte
	for _, m := range each {
		at := [2]int{m.X, m.Y}
		if seen[at] {
			continue
		}
		seen[at] = true
		b = strconv.AppendInt(append(b, 'M'), int64(at[0]), 10)
		b = strconv.AppendInt(append(b, ' '), int64(at[1]), 10)
		b = append(b, "h.1"...)
	}
	return string(b)
}

// alt says in words what the map shows.
func (m *mapView) alt(c *report, l *coverage.Ledger) datasets.Text {
	parts := []datasets.Text{}
	if m.Reach != nil {
		for i := range m.Reach.Classes {
			parts = append(parts, datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", m.Reach.Classes[i].Name, m.Reach.Classes[i].PeopleText()))
		}
	}
	for _, class := range m.Classes {
		if n := class.N; n > 0 && m.Reach == nil {
			parts = append(parts, datasets.T("%[1]s %[2]d 个", "%[1]s %[2]d", class.Name, n))
		}
	}
	parts = append(parts, datasets.T("计入的设施 %[1]d 处", "%[1]d facilities counted", m.Count.N))
	return datasets.T("地图：%[1]s。%[2]s。", "Map: %[1]s. %[2]s.", targetName(l), list(parts))
}
