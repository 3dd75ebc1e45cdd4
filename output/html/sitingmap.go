package html

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// sitingMap is the map of a choice: units, demand by whether it is covered,
// lines to the chosen sites, and all sites by their role.
type sitingMap struct {
	mapView
	Units    []mapUnit
	Demand   []pointClass
	NewLines string // to demand that is newly covered, as path data
	Lines    string // to other demand
	Picks    []pick // the last place first, so that the first lies on top
	Small    bool   // so many picks that they must be small
	Roles    []roleMarkers
	Out      datasets.Text // legend of the demand out of reach
}

// pick is a chosen site.
type pick struct {
	X, Y, Place int
	Tip         string
}

// roleMarkers are the sites of one role that are not chosen.
type roleMarkers struct {
	Class string // of the style sheet
	Name  datasets.Text
	markers
}

// Roles but the chosen, from the bottom of the map.
var sitingRoles = [...]struct {
	role  coverage.SitingRole
	class string
}{{coverage.RoleBarred, "barred"}, {coverage.RoleRejected, "rejected"}, {coverage.RoleExisting, "existing"}, {coverage.RoleClosing, "closing"}}

// newSitingMap is nil where nothing has a place.
func newSitingMap(c *report, s *coverage.Siting, id string) *sitingMap {
	c.fitAtlas(s)
	if !c.atlas.ok {
		return nil
	}
	p := c.atlas.proj
	m := &sitingMap{mapView: mapView{ID: id, Width: mapWidth, Height: p.height, MapFoot: p.height - mapFoot,
		MetersPerUnit: strconv.FormatFloat(p.metersPerUnit, 'f', 4, 64), Scale: p.scaleBar(), Source: c.source(nil)}}
	m.addGainingUnits(c, s)
	m.addSites(c, s)
	m.addUnreached(c, s)
	if s.Model != coverage.ModelDisperse { // which looks at sites alone
		m.addServed(c, s)
		m.addLines(c, s)
	}
	m.placeLabels(c, s)
	m.Alt = m.altOf(s)
	return m
}

// fitAtlas makes a map around sites and demand where no area has a place.
func (c *report) fitAtlas(s *coverage.Siting) {
	if c.atlas.ok {
		return
	}
	var b orb.Bound
	found := false
	add := func(pt orb.Point) {
		switch {
		case !valid(pt):
		case found:
			b = b.Extend(pt)
		default:
			b, found = orb.Bound{Min: pt, Max: pt}, true
		}
	}
	for i := range c.r.Sitings {
		of := &c.r.Sitings[i]
		for j := range of.Sites {
			add(of.Sites[j].Point)
		}
		for j := range of.Allocations {
			add(of.Allocations[j].Point)
		}
	}
	c.atlas.proj, c.atlas.ok = newProjection(b, found)
}

// addGainingUnits draws the units of the level reported by, or, without any,
// the highest level that has several.
func (m *sitingMap) addGainingUnits(c *report, s *coverage.Siting) {
	parents := map[string]bool{}
	for i := range s.Units {
		u := &s.Units[i]
		shape := c.atlas.shapes[u.Area]
		if shape == nil || len(m.Units) == maxUnits {
			continue
		}
		c.atlas.use(u.Area)
		m.Units = append(m.Units, mapUnit{shape, gainTip(c, s, u)})
		m.Labels = append(m.Labels, mapLabel{X: shape.At[0], Y: shape.At[1], Name: shortName(c.areaName(u.Area)), prior: shape.Extent})
		if parent := c.area(u.Area).Parent; parent != "" && !parents[parent] {
			parents[parent] = true
			if ps := c.atlas.use(parent); ps != nil && ps.Path != "" {
				m.Parents = append(m.Parents, ps)
			}
		}
	}
	if len(m.Units) == 0 {
		m.addBase(c)
	}
	if len(m.Parents) == 1 {
		m.Parents = nil // the district around all of them
	}
}

func gainTip(c *report, s *coverage.Siting, u *coverage.SitingUnit) string {
	parts := []datasets.Text{datasets.Same(c.areaName(u.Area)), output.People(s, u.People)}
	if u.People > 0 && output.Solved(s) {
		parts = append(parts, datasets.T("覆盖 %[1]s → %[2]s", "covered %[1]s → %[2]s", output.SharePercent(u.Before/u.People), output.SharePercent(u.After/u.People)))
	}
	if u.Chosen > 0 {
		parts = append(parts, datasets.T("选中 %d 处", "%d chosen", u.Chosen))
	}
	return tip(parts...)
}

// Classes of demand on the map of a choice.
const (
	servedNew = iota
	servedBefore
	servedNot
)

// addServed draws demand by whether the choice covers it.
func (m *sitingMap) addServed(c *report, s *coverage.Siting) {
	m.Demand = []pointClass{
		{CostClass: output.CostClass{Key: "c0", Name: datasets.T("新覆盖的需求", "demand newly covered"), Color: output.NewColor}},
		{CostClass: output.CostClass{Key: "c1", Name: datasets.T("原已覆盖", "covered before"), Color: "#9ecae1"}},
		{CostClass: output.CostClass{Key: output.BeyondKey, Name: datasets.T("仍未覆盖", "still not covered"), Color: "#e4e8ec"}},
	}
	if s.Within <= 0 {
		m.Demand[servedNew].Name, m.Demand[servedBefore].Name = datasets.T("改由新点位服务", "served by a new site"), datasets.T("由现有设施服务", "served as before")
		m.Demand[servedNot].Name = datasets.T("没有点位可达", "without any site in reach")
	}
	seen := make(map[string]bool, len(s.Allocations))
	chosen := chosenIDs(s)
	for i := range s.Allocations {
		a := &s.Allocations[i]
		class := &m.Demand[servedClass(s, a, chosen)]
		class.CostClass.People += a.People
		if !seen[a.Demand] {
			seen[a.Demand] = true
			class.CostClass.Points++
			class.place(c, a.Point, i)
		}
	}
	m.addUnserved(c, s, seen)
	of := output.SiteLookup(s)
	for k := range m.Demand {
		class := &m.Demand[k]
		class.pack(func(i int) string { return servedTip(c, s, of, i, class.Name) })
		class.Amount = output.People(s, class.People)
		if s.Group != "" { // where demand points are counted one number says it
			class.Amount = datasets.T("%[1]s 点 · %[2]s", "%[1]s points · %[2]s", output.Number(float64(class.Points), 0), class.Amount)
		}
	}
	if m.Demand[servedNot].N > 0 && m.Missing.N > 0 {
		m.Out = datasets.T("其中%s", "of them %s", m.Out)
	}
	m.Demand = slices.DeleteFunc(m.Demand, func(p pointClass) bool { return p.N == 0 })
}

// Layers lists the classes of demand from the bottom of the map.
func (m *sitingMap) Layers() []pointClass {
	out := slices.Clone(m.Demand)
	slices.Reverse(out)
	return out
}

func chosenIDs(s *coverage.Siting) map[string]bool {
	out := map[string]bool{}
	for _, x := range output.Chosen(s) {
		out[x.ID] = true
	}
	return out
}

func servedClass[V any](s *coverage.Siting, a *coverage.Assignment, chosen map[string]V) int {
	_, picked := chosen[a.Site]
	switch {
	case s.Within <= 0 && picked:
		return servedNew
	case s.Within <= 0:
		return servedBefore
	case math.Round(a.Cost*1000) > math.Round(s.Within*1000):
		return servedNot
	case a.New:
		return servedNew
	}
	return servedBefore
}

// place sets a marker where the point can be drawn.
func (ms *markers) place(c *report, pt orb.Point, i int) {
	if valid(pt) {
		ms.add(c, pt, i)
	}
}

// addUnserved draws the demand of the result that no site is allocated to;
// items below 0 are demand, counted from -1.
func (m *sitingMap) addUnserved(c *report, s *coverage.Siting, seen map[string]bool) {
	if len(s.Allocations) == 0 {
		return
	}
	class := &m.Demand[servedNot]
	for i := range c.r.Demand.Len() {
		if seen[c.r.Demand.ID(i)] {
			continue
		}
		people := 1.0
		if s.Group != "" {
			people = c.r.Demand.Weights(i).Of(s.Group)
		}
		if pt := c.r.Demand.Point(i); pt != nil && people > 0 {
			class.CostClass.People += people
			class.CostClass.Points++
			class.place(c, *pt, -1-i)
		}
	}
}

func servedTip(c *report, s *coverage.Siting, of map[string]*coverage.SitingSite, i int, class datasets.Text) string {
	if i < 0 {
		d := -1 - i
		name := c.r.Demand.Name(d)
		if name == "" {
			name = c.r.Demand.ID(d)
		}
		return tip(datasets.Same(name), class)
	}
	a := &s.Allocations[i]
	name := a.Demand
	if d, ok := c.demand.find(a.Demand); ok && c.r.Demand.Name(d) != "" {
		name = c.r.Demand.Name(d)
	}
	return tip(datasets.Same(name), class, output.People(s, a.People), datasets.T("→ %s", "→ %s", siteName(of, a.Site)), output.Cost(a.Cost, s.Unit))
}

// addUnreached marks the demand that no site reaches.
func (m *sitingMap) addUnreached(c *report, s *coverage.Siting) {
	for i := range s.Unreached {
		if pt := c.place(&s.Unreached[i]); pt != nil {
			m.Missing.place(c, *pt, i)
		}
	}
	m.Out = datasets.T("候选点和设施都够不着", "out of reach of every candidate and facility")
	m.Missing.pack(func(i int) string {
		g := &s.Unreached[i]
		return tip(datasets.Same(gapName(g)), datasets.T("够不着", "out of reach"), output.People(s, g.People), g.Text)
	})
}

// addSites draws all sites by their role.
func (m *sitingMap) addSites(c *report, s *coverage.Siting) {
	for _, r := range sitingRoles {
		of := roleMarkers{Class: r.class, Name: output.RoleText(r.role)}
		sites := output.ByRole(s, r.role)
		for i, x := range sites {
			of.place(c, x.Point, i)
		}
		of.pack(func(i int) string {
			return tip(datasets.Same(output.SiteName(sites[i])), of.Name, datasets.Same(sites[i].Unit))
		})
		if of.N > 0 {
			m.Roles = append(m.Roles, of)
		}
	}
	var at markers
	chosen := output.Chosen(s)
	for i, x := range chosen {
		at.place(c, x.Point, i)
	}
	for _, k := range slices.Backward(at.Each) {
		x := chosen[k.item]
		m.Picks = append(m.Picks, pick{k.X, k.Y, x.Place, pickTip(s, x)})
	}
	m.Small = len(m.Picks) > 40
}

func pickTip(s *coverage.Siting, x *coverage.SitingSite) string {
	parts := []datasets.Text{datasets.Same(output.SiteName(x))}
	if x.Place > 0 {
		parts = append(parts, datasets.T("第 %d 位", "place %d", x.Place))
	}
	parts = append(parts, datasets.Same(x.Unit))
	if n := output.Newly(s, x); n > 0 {
		parts = append(parts, datasets.T("新服务 %s", "newly serves %s", output.People(s, n)))
	}
	return tip(append(parts, datasets.Same(x.Phase))...)
}

// altOf says in words what the map shows.
func (m *sitingMap) altOf(s *coverage.Siting) datasets.Text {
	parts := []datasets.Text{datasets.T("选中 %d 处", "%d sites chosen", len(m.Picks))}
	for i := range m.Roles {
		parts = append(parts, datasets.T("%[1]s %[2]d 处", "%[1]s %[2]d", m.Roles[i].Name, m.Roles[i].N))
	}
	for i := range m.Demand {
		parts = append(parts, datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", m.Demand[i].Name, m.Demand[i].PeopleText()))
	}
	return datasets.T("地图：%[1]s。%[2]s。", "Map: %[1]s. %[2]s.", output.SitingName(s), list(parts))
}
