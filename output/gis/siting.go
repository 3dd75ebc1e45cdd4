package gis

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/output"
)

// sitingTables are the tables of one choice of sites; nil where they would be
// empty.
type sitingTables struct {
	siting *coverage.Siting
	sites  *table // every site that was looked at
	served *table // demand, by whether the choice covers it
	lines  *table // from demand to its site
}

func (s *sitingTables) all() []*table {
	var out []*table
	for _, t := range []*table{s.sites, s.served, s.lines} {
		if t != nil {
			out = append(out, t)
		}
	}
	return out
}

// sitingTables makes the tables of each choice.
func (v *view) sitingTables(used names) []sitingTables {
	var out []sitingTables
	idents := names{}
	for i := range v.r.Sitings {
		s := &v.r.Sitings[i]
		id := idents.unique(s.ID)
		out = append(out, sitingTables{siting: s, sites: v.siteTable(s, used.unique("site_"+id)),
			served: v.servedTable(s, used.unique("served_"+id)), lines: v.allocationTable(s, used.unique("allocation_"+id))})
	}
	return out
}

// sitingTitle heads a table of a choice.
func (v *view) sitingTitle(zh, en string, s *coverage.Siting) string {
	return v.t(zh, en) + v.t("：", ": ") + output.SitingName(s).In(v.lang)
}

// siteTable holds every site, the chosen first.
func (v *view) siteTable(s *coverage.Siting, name string) *table {
	if len(s.Sites) == 0 {
		return nil
	}
	t := &table{name: name, title: v.sitingTitle("选址点位", "Sites", s), about: s.Rule.In(v.lang), geom: pointType}
	fill(t, v.siteColumns(s), pointers(s.Sites, nil), func(x *coverage.SitingSite) orb.Geometry { return placed(x.Point) })
	t.look = v.siteLook(s)
	return t.unlessEmpty()
}

// placed is a point that a map can show, else nil.
func placed(p orb.Point) orb.Geometry {
	if !finite(p) || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
		return nil
	}
	return p
}

func (v *view) siteColumns(s *coverage.Siting) []column[*coverage.SitingSite] {
	type X = *coverage.SitingSite
	m := output.CaseMeasure(s)
	scale, unit := output.AmountUnit(s, m)
	in := v.t("（", " (") + unit.In(v.lang) + v.t("）", ")")
	people := v.t("（", " (") + output.SitingPeople(s).In(v.lang) + v.t("）", ")")
	of := output.SiteLookup(s)
	amount := func(get func(X) float64) func(X) any {
		return func(x X) any { return nonzero(get(x) * scale) }
	}
	return []column[X]{
		realColumn("place", v.t("次序", "place"), 0, func(x X) any { return nonzero(float64(x.Place)) }),
		textColumn("name", v.t("名称", "name"), wide, func(x X) string { return output.SiteName(x) }),
		textColumn("role_text", v.t("角色", "role"), narrow, func(x X) string { return output.RoleText(x.Role).In(v.lang) }),
		textColumn("unit", v.t("所在单元", "unit"), medium, func(x X) string { return x.Unit }),
		textColumn("phase", v.t("年度", "phase"), narrow, func(x X) string { return x.Phase }),
		realColumn("newly", v.t("新服务", "newly serves")+people, 0, func(x X) any { return nonzero(output.Newly(s, x)) }),
		realColumn("gain", output.AddsWord(s).In(v.lang)+in, 0, amount(func(x X) float64 { return x.Gain })),
		realColumn("after", output.SoFarWord(s).In(v.lang)+in, 0, amount(func(x X) float64 { return x.After })),
		realColumn("loss", v.t("去掉则失", "lost without it")+in, 0, func(x X) any { return scaled(output.Loss(s, x), scale) }),
		textColumn("runner_up", v.t("替补", "runner-up"), medium, func(x X) string { return siteName(of, x.RunnerUp) }),
		realColumn("shortfall", v.t("换它则失", "lost with it")+in, 0, func(x X) any { return scaled(x.Shortfall, scale) }),
		realColumn("serves", v.t("最近于它", "nearest to it")+people, 0, func(x X) any { return nonzero(x.Serves) }),
		textColumn("size_class", v.t("规模", "size"), narrow, func(x X) string { return x.Size }),
		realColumn("capacity", v.t("容量", "capacity"), 0, func(x X) any { return scaled(x.Capacity, 1) }),
		realColumn("price_yuan", v.t("造价（元）", "price (yuan)"), 0, func(x X) any { return nonzero(x.Price) }),
		boolColumn("required", v.t("指定", "required"), func(x X) bool { return x.Required }),
		boolColumn("mandated", v.t("优先", "mandated"), func(x X) bool { return x.Mandated }),
		textColumn("units", v.t("新服务的单元", "units newly served"), wide, func(x X) string { return v.shares(x.Units) }),
		textColumn("defence", v.t("理由", "the case"), wide, func(x X) string { return x.Defence.In(v.lang) }),
		textColumn("unit_code", v.t("单元代码", "unit code"), medium, func(x X) string { return v.areaCode(x.Area) }),
		textColumn("id", v.t("编号", "ID"), medium, func(x X) string { return x.ID }),
		textColumn("role", v.t("角色代码", "role ID"), narrow, func(x X) string { return string(x.Role) }),
	}
}

// nonzero gives nil for 0 and for what is no number.
func nonzero(v float64) any {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// scaled is a number that may be absent.
func scaled(v *float64, scale float64) any {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return nil
	}
	return *v * scale
}

func (v *view) shares(list []coverage.SitingShare) string {
	var parts []string
	for _, u := range output.Shares(list) {
		parts = append(parts, u.Name+" "+output.Number(u.People, 0))
	}
	return strings.Join(parts, v.t("、", ", "))
}

func siteName(of map[string]*coverage.SitingSite, id string) string {
	if x := of[id]; x != nil {
		return output.SiteName(x)
	}
	return id
}

// Classes of demand in the tables of a choice.
const (
	servedNew    = "new"
	servedBefore = "before"
	servedNot    = "not"
)

// servedClass tells demand that a choice newly covers from that covered before
// and from what stays beyond the limit.
func servedClass(s *coverage.Siting, a *coverage.Assignment, chosen bool) string {
	switch {
	case a.Site == "":
		return servedNot
	case s.Within > 0 && math.Round(a.Cost*1000) > math.Round(s.Within*1000):
		return servedNot
	case s.Within > 0 && a.New, s.Within <= 0 && chosen:
		return servedNew
	}
	return servedBefore
}

func (v *view) servedText(class string, s *coverage.Siting) string {
	switch {
	case class == servedNot:
		return v.t("仍未覆盖", "still not covered")
	case class == servedNew && s.Within <= 0:
		return v.t("改由新点位服务", "served by a new site")
	case class == servedNew:
		return v.t("新覆盖", "newly covered")
	case s.Within <= 0:
		return v.t("由现有设施服务", "served as before")
	}
	return v.t("原已覆盖", "covered before")
}

// allocationColumns say whom a demand point goes to.
func (v *view) allocationColumns(s *coverage.Siting) []column[*coverage.Assignment] {
	type A = *coverage.Assignment
	of, all := output.SiteLookup(s), v.r.Demand
	class := func(a A) string {
		x := of[a.Site]
		return servedClass(s, a, x != nil && x.Role == coverage.RoleChosen)
	}
	cost := realColumn("meters", v.t("路程（m）", "way (m)"), 0, func(a A) any { return scaled(&a.Cost, 1) })
	if s.Unit == "s" {
		cost = realColumn("minutes", v.t("时间（分钟）", "time (min)"), 1, func(a A) any { return scaled(&a.Cost, 1.0/60) })
	}
	return []column[A]{
		textColumn("name", v.t("需求点", "demand"), medium, func(a A) string {
			if i, ok := v.demand.of(a.Demand); ok && all.Name(i) != "" {
				return all.Name(i)
			}
			return a.Demand
		}),
		realColumn("people", output.SitingPeople(s).In(v.lang), 0, func(a A) any { return scaled(&a.People, 1) }),
		textColumn("class_text", v.t("覆盖情况", "cover"), medium, func(a A) string { return v.servedText(class(a), s) }),
		textColumn("site_name", v.t("点位", "site"), medium, func(a A) string { return siteName(of, a.Site) }),
		cost,
		boolColumn("new", v.t("此前不在范围内", "not within the limit before"), func(a A) bool { return a.New }),
		textColumn("demand", v.t("需求点编号", "demand ID"), medium, func(a A) string { return a.Demand }),
		textColumn("site", v.t("点位编号", "site ID"), medium, func(a A) string { return a.Site }),
		textColumn("class", v.t("覆盖代码", "cover ID"), narrow, class),
	}
}

// servedRows are the demand points with the site that each goes to, and those of
// the result that go to none.
func (v *view) servedRows(s *coverage.Siting) []*coverage.Assignment {
	rows := pointers(s.Allocations, nil)
	seen := make(map[string]bool, len(rows))
	for _, a := range rows {
		seen[a.Demand] = true
	}
	for i := range v.r.Demand.Len() {
		id, pt, people := v.r.Demand.ID(i), v.r.Demand.Point(i), 1.0
		if s.Group != "" {
			people = v.r.Demand.Weights(i).Of(s.Group)
		}
		if pt != nil && people > 0 && !seen[id] {
			rows = append(rows, &coverage.Assignment{Point: *pt, Demand: id, People: people, Cost: math.NaN()})
		}
	}
	return rows
}

// servedTable holds the demand by whether the choice covers it.
func (v *view) servedTable(s *coverage.Siting, name string) *table {
	if len(s.Allocations) == 0 {
		return nil
	}
	rows := v.servedRows(s)
	t := &table{name: name, title: v.sitingTitle("选址覆盖的需求", "Demand covered", s), geom: pointType,
		about: v.t("需求点是否由所选点位覆盖", "demand by whether the sites chosen cover it")}
	fill(t, v.allocationColumns(s), rows, func(a *coverage.Assignment) orb.Geometry { return placed(a.Point) })
	t.look = v.servedLook(s, rows)
	return t.unlessEmpty()
}

// allocationTable holds a line from each demand point to its site. A demand
// point that lies on its site has none.
func (v *view) allocationTable(s *coverage.Siting, name string) *table {
	if len(s.Allocations) == 0 {
		return nil
	}
	of := output.SiteLookup(s)
	t := &table{name: name, title: v.sitingTitle("选址连线", "Lines to sites", s), geom: lineType,
		about: v.t("每个需求点到其点位的连线", "a line from each demand point to its site")}
	fill(t, v.allocationColumns(s), pointers(s.Allocations, nil), func(a *coverage.Assignment) orb.Geometry {
		x := of[a.Site]
		if x == nil || placed(x.Point) == nil || placed(a.Point) == nil || x.Point == a.Point {
			return nil
		}
		return orb.LineString{a.Point, x.Point}
	})
	t.look = v.lineLook(s)
	return t.unlessEmpty()
}
