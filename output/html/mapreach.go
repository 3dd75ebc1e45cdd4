package html

import (
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// How many points the grounds and the streets of one map have: more is drawn on
// a coarser grid, and streets that are still more not at all.
const (
	maxGround  = 20_000
	maxStreets = 30_000 // some 200 kB
)

// vectorSteps are the grids that are tried, in drawing units. The last is two
// pixels.
var vectorSteps = [...]int{1, 2, 4}

// reachLayer is what a map of costs has besides units and facilities.
type reachLayer struct {
	Ground  []groundShape // the widest first, so that the nearest lie on top
	Streets []streetShape
	Classes []pointClass // the nearest first
}

// groundShape is the ground within one threshold.
type groundShape struct {
	Fill, Path string
	Name, Area datasets.Text
}

// streetShape is the streets of one band.
type streetShape struct {
	Path  string
	Width string // in pixels
}

// pointClass is a class of demand points.
type pointClass struct {
	output.CostClass
	markers
	Amount datasets.Text // of those it counts, where that is not people
}

// Shape is how markers of the class are drawn: dots, or squares and crosses,
// which read without colour.
func (c *pointClass) Shape() string {
	switch c.Key {
	case output.BeyondKey, output.OffKey:
		return c.Key
	}
	return "near"
}

// PeopleText is the people of the class as the legend says it.
func (c *pointClass) PeopleText() datasets.Text {
	if !c.Amount.IsZero() {
		return c.Amount
	}
	return datasets.T("%[1]s 点 · %[2]s 人", "%[1]s points · %[2]s people", output.Number(float64(c.CostClass.Points), 0), output.Number(c.People, 0))
}

// Dots are the places of the class as one path.
func (c *pointClass) Dots() string {
	if c.Path != "" {
		return c.Path
	}
	return dots(c.Each)
}

// Nearest lists the grounds as the legend does, the nearest first.
func (r *reachLayer) Nearest() []groundShape {
	out := slices.Clone(r.Ground)
	slices.Reverse(out)
	return out
}

// addReach draws the ground, the streets and the demand points of a target that
// counts costs along a way of travel; false where it is another target.
func (m *mapView) addReach(c *report, l *coverage.Ledger) bool {
	if !output.ByWay(l) || l.Points.Len() == 0 {
		return false
	}
	m.Reach = &reachLayer{}
	m.addGround(c, l)
	m.addStreets(c, l)
	m.addPoints(c, l)
	return true
}

func (m *mapView) addGround(c *report, l *coverage.Ledger) {
	for _, step := range vectorSteps {
		var out []groundShape
		p, n := c.atlas.proj, 0
		p.step = step
		for i := len(l.Thresholds) - 1; i >= 0; i-- {
			t := &l.Thresholds[i]
			var path []byte
			for _, ring := range ringsOf(t.Ground) {
				if pts := p.outline(ring); len(pts) > 2 {
					path = appendRing(path, pts)
					n += len(pts)
				}
			}
			if len(path) > 0 {
				out = append(out, groundShape{output.GroundColor(i, len(l.Thresholds)), string(path), output.Within(t),
					datasets.Same(output.Number(t.AreaKM2, 1) + " km²")})
			}
		}
		if m.Reach.Ground = out; n <= maxGround {
			return
		}
	}
}

func (m *mapView) addStreets(c *report, l *coverage.Ledger) {
	if len(l.Streets) == 0 {
		return
	}
	for _, step := range vectorSteps {
		paths := make([][]byte, len(l.Thresholds))
		p, n := c.atlas.proj, 0
		p.step = step
		for i := 0; i < len(l.Streets) && n <= maxStreets; i++ {
			s := &l.Streets[i]
			pts := p.steps(s.Line)
			if len(pts) < 2 || s.Band < 0 || s.Band >= len(paths) {
				continue
			}
			n += len(pts)
			paths[s.Band] = appendLine(paths[s.Band], pts)
		}
		if n > maxStreets {
			continue
		}
		for band := len(paths) - 1; band >= 0; band-- {
			if len(paths[band]) > 0 {
				m.Reach.Streets = append(m.Reach.Streets, streetShape{string(paths[band]), streetWidth(band, len(paths))})
			}
		}
		return
	}
	m.Remarks = append(m.Remarks, datasets.T("可达的道路有 %[1]s 段，图上不画；请在 QGIS 中打开 results.qgz 查看。",
		"The %[1]s pieces of street within reach are not drawn; open results.qgz in QGIS to see them.", output.Number(float64(len(l.Streets)), 0)))
}

// streetWidth is that of a band's streets: the nearest are the widest.
func streetWidth(band, n int) string {
	return strconv.FormatFloat(0.6+0.5*float64(n-1-band)/float64(n), 'f', 2, 64)
}

func (m *mapView) addPoints(c *report, l *coverage.Ledger) {
	of := make(map[string]int)
	for _, class := range output.CostClasses(c.r, l) {
		of[class.Key] = len(m.Reach.Classes)
		m.Reach.Classes = append(m.Reach.Classes, pointClass{CostClass: class})
	}
	keys, classOf := output.CostKeys(l), output.CostClassifier(l)
	for i, row := range l.Points.All() {
		at, ok := c.demand.find(row.Demand)
		if !ok {
			continue
		}
		if pt := c.r.Demand.Point(at); pt != nil && valid(*pt) {
			m.Reach.Classes[of[keys[classOf(row)]]].add(c, *pt, i)
		}
	}
	off := offReasons(l)
	for i := range m.Reach.Classes {
		class := &m.Reach.Classes[i]
		class.pack(func(row int) string { return pointTip(c, l, l.Points.At(row), class.Name, off) })
	}
}

// offReasons says of each demand point off the network why it is.
func offReasons(l *coverage.Ledger) map[string]datasets.Text {
	out := map[string]datasets.Text{}
	if l.OffStreet != nil {
		for _, p := range l.OffStreet.Demand {
			out[p.ID] = p.Why
		}
	}
	return out
}

// pointTip says what a demand point's nearest facility is, and how far.
func pointTip(c *report, l *coverage.Ledger, p coverage.PointRow, class datasets.Text, off map[string]datasets.Text) string {
	name, people := p.Demand, datasets.Text{}
	if i, ok := c.demand.find(p.Demand); ok {
		if s := c.r.Demand.Name(i); s != "" {
			name = s
		}
		people = datasets.T("%s 人", "%s people", output.Number(c.r.Demand.Weights(i).Of(l.Group), 0))
	}
	if p.Cost == nil {
		return tip(datasets.Same(name), class, people, off[p.Demand])
	}
	to := p.Facility
	if i, ok := c.facilities.find(p.Facility); ok && c.r.Facilities[i].Name != "" {
		to = c.r.Facilities[i].Name
	}
	return tip(datasets.Same(name), datasets.T("%[1]s %[2]s", "%[2]s %[1]s", l.Way.Name, output.Cost(*p.Cost, l.Thresholds[0].Unit)), people,
		datasets.T("最近：%s", "nearest: %s", to))
}
