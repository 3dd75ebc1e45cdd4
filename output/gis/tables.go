package gis

import (
	"iter"
	"maps"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// content is all tables of a GeoPackage. Those that hold nothing are nil.
type content struct {
	areas      []areaTable
	facilities *table // with coordinates
	unplaced   *table // without
	demand     *table
	venues     *table
	targets    []targetTable // of targets that have units
	gaps       *table
	streets    *table // within reach, along a way of travel
	ground     *table
	loads      *table // facilities by who goes there, where capacities count
	catchments *table // lines from demand to them
	ledger     *table
	sitings    []sitingTables
}

// areaTable is the units of one level with one geometry type.
type areaTable struct {
	*table
	level string
}

// targetTable is the units of one target with one geometry type.
type targetTable struct {
	*table
	target int // index in Result.Targets
}

// all lists the tables in the order in which users should see them.
func (c *content) all() []*table {
	var out []*table
	add := func(t *table) {
		if t != nil {
			out = append(out, t)
		}
	}
	for i := range c.sitings {
		out = append(out, c.sitings[i].all()...)
	}
	for _, t := range c.targets {
		add(t.table)
	}
	add(c.gaps)
	add(c.facilities)
	add(c.venues)
	add(c.demand)
	add(c.loads)
	add(c.catchments)
	add(c.streets)
	add(c.ground)
	for _, t := range c.areas {
		add(t.table)
	}
	add(c.ledger)
	add(c.unplaced)
	return out
}

// build makes every table of the result.
func (v *view) build() *content {
	used, titles := names{}, map[string]bool{}
	c := &content{}
	c.targets = v.targetTables(used)
	c.areas = v.areaTables(used)
	c.gaps = v.gapTable(used)
	c.facilities, c.unplaced = v.facilityTables(used)
	c.venues = v.venueTable(used)
	c.demand = v.demandTable(used)
	c.streets = v.streetTable(used)
	c.ground = v.groundTable(used)
	c.loads, c.catchments = v.loadTable(used), v.catchmentTable(used)
	c.ledger = v.ledgerTable(used)
	c.sitings = v.sitingTables(used)
	for _, t := range c.all() {
		t.title = uniqueTitle(t.title, t.name, titles)
	}
	return c
}

// uniqueTitle appends the table's name to a title that is taken: identifiers
// in a GeoPackage are unique.
func uniqueTitle(title, name string, taken map[string]bool) string {
	if title == "" || taken[title] {
		title += " (" + name + ")"
	}
	taken[title] = true
	return title
}

// byGeometry splits items by the geometry type of the table that can hold
// them; those without a place go with the first type there is.
func byGeometry[T any](items []T, typ func(T) string) map[string][]T {
	out := map[string][]T{}
	var rest []T
	for _, it := range items {
		if k := typ(it); k != noGeometry {
			out[k] = append(out[k], it)
			continue
		}
		rest = append(rest, it)
	}
	for _, k := range []string{multiPolyType, pointType, noGeometry} {
		if len(out[k]) > 0 || k == noGeometry {
			if len(rest) > 0 {
				out[k] = append(out[k], rest...)
			}
			return out
		}
	}
	return out
}

// splitTypes is the order of the tables that byGeometry splits into, and what
// the second is called.
var splitTypes = [...]struct{ geom, suffix string }{{multiPolyType, ""}, {pointType, "_points"}, {noGeometry, ""}}

// areaTables makes a table for each level, or two where it has polygons and
// points.
func (v *view) areaTables(used names) []areaTable {
	var out []areaTable
	for rank, level := range v.levels() {
		units := pointers(v.r.Areas, func(a *datasets.Area) bool { return a.Level == level })
		split := byGeometry(units, func(a *datasets.Area) string { return typeOf(a.Geometry) })
		for _, s := range splitTypes {
			if len(split[s.geom]) == 0 {
				continue
			}
			t := &table{geom: s.geom, title: v.level(level), about: v.t("行政区划与各目标的结果", "units with their result for each target")}
			t.name = used.unique("areas_" + identifier(level) + s.suffix)
			if s.suffix != "" && len(split) > 1 {
				t.title += v.t("（点）", " (points)")
			}
			fill(t, v.areaColumns(level, split[s.geom]), split[s.geom], areaGeometry)
			t.look = areaLook(s.geom, rank)
			out = append(out, areaTable{t, level})
		}
	}
	return out
}

func areaGeometry(a *datasets.Area) orb.Geometry { return a.Geometry }

func (v *view) areaColumns(level string, units []*datasets.Area) []column[*datasets.Area] {
	type A = *datasets.Area
	cols := []column[A]{
		textColumn("code", v.t("代码", "code"), medium, func(a A) string { return a.Code }),
		textColumn("name", v.t("名称", "name"), medium, func(a A) string { return a.Name }),
		textColumn("level", v.t("层级", "level"), narrow, func(a A) string { return v.level(a.Level) }),
		textColumn("type", v.t("类型", "type"), narrow, func(a A) string { return a.Type }),
		textColumn("parent", v.t("上级单位", "unit above"), medium, func(a A) string { return v.areaName(a.Parent) }),
	}
	cols = append(cols, peopleColumns(v, units, func(a A) iter.Seq2[string, float64] { return maps.All(a.Weights) },
		func(a A, group string) (float64, bool) { w, ok := a.Weights[group]; return w, ok })...)
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		if l.Level != level || len(l.Units) == 0 {
			continue
		}
		rows := make(map[string]*coverage.UnitRow, len(l.Units))
		for j := range l.Units {
			rows[l.Units[j].Area] = &l.Units[j]
		}
		names := classNames(l, v.lang)
		cols = append(cols, textColumn("r_"+v.idents[l], l.Name.In(v.lang), medium, func(a A) string {
			if u := rows[a.ID]; u != nil {
				return v.unitText(l, u, names)
			}
			return ""
		}))
	}
	return append(cols,
		anyColumn("grades", v.t("等级荣誉", "grades"), wide, func(a A) any { return v.grades(a.Grades) }),
		textColumn("other", v.t("其他字段", "other fields"), wide, func(a A) string { return v.attrs(a.Attrs) }),
	)
}

// facilityTables makes the table of facilities on the map and that of those
// known only by their unit.
func (v *view) facilityTables(used names) (placed, unplaced *table) {
	on, off := v.byPlace().on, v.byPlace().off
	cols := v.facilityColumns()
	if len(on) > 0 {
		placed = &table{name: used.unique("facilities"), geom: pointType, title: v.t("设施", "Facilities"),
			about: v.t("有坐标的设施及其状态", "facilities with coordinates and their state")}
		fill(placed, cols, on, func(f *coverage.Facility) orb.Geometry { return atPoint(f.Point) })
		placed.look = v.facilityLook()
	}
	if len(off) > 0 {
		unplaced = &table{name: used.unique("facilities_unplaced"), title: v.t("无坐标设施", "Facilities without coordinates"),
			about: v.t("仅知所属单位、没有坐标的设施", "facilities known by their unit alone")}
		fill(unplaced, cols, off, nil)
	}
	return placed, unplaced
}

func (v *view) facilityColumns() []column[*coverage.Facility] {
	type F = *coverage.Facility
	labels := &v.r.Labels
	counted := v.countedIn()
	cols := []column[F]{
		textColumn("id", v.t("编号", "ID"), narrow, func(f F) string { return f.ID }),
		textColumn("name", v.t("名称", "name"), wide, func(f F) string { return f.Name }),
		textColumn("kind", v.t("类别代码", "kind ID"), medium, func(f F) string { return f.Kind }),
		textColumn("kind_label", v.t("类别", "kind"), medium, func(f F) string { return v.kind(f.Kind) }),
		textColumn("unit", v.t("所属单位", "unit"), medium, func(f F) string { return v.areaName(f.Area) }),
		textColumn("unit_code", v.t("单位代码", "unit code"), medium, func(f F) string { return v.areaCode(f.Area) }),
		textColumn("parent", v.t("上级单位", "unit above"), medium, func(f F) string { return v.parentName(f.Area) }),
		boolColumn("in_service", v.t("投用", "in service"), func(f F) bool { return f.InService }),
		textColumn("state", v.t("状态", "state"), narrow, func(f F) string {
			if f.State == "" {
				return v.t("未开始", "not begun")
			}
			return v.word(labels.States, string(f.State))
		}),
	}
	cols = append(cols, dateColumns("opened", v.t("投用日期", "opened"), v.t("投用时间（原文）", "opened (as written)"), opened)...)
	return append(cols,
		textColumn("life", v.t("建设运营过程", "life"), wide, func(f F) string { return v.life(f.Life) }),
		anyColumn("grade", v.t("等级荣誉", "grades"), medium, func(f F) any { return v.grades(f.Grades) }),
		realColumn("capacity", v.t("容量（位）", "capacity (places)"), 0, func(f F) any { return numberOrNull(f.Capacity) }),
		realColumn("floor_m2", v.t("建筑面积（m²）", "floor area (m²)"), 0, func(f F) any { return numberOrNull(f.FloorM2) }),
		textColumn("hours", v.t("开放时间", "opening hours"), medium, func(f F) string { return f.Hours }),
		textColumn("run_by", v.t("运营主体", "run by"), medium, func(f F) string { return f.RunBy }),
		textColumn("domain", v.t("所在场所", "domain"), narrow, func(f F) string { return v.word(labels.Domains, f.Domain) }),
		textColumn("venue", v.t("依托场所", "venue"), medium, func(f F) string { return f.Venue }),
		realColumn("funds_yuan", v.t("投入资金（元）", "funds (yuan)"), 0, func(f F) any { return funds(f.Funding) }),
		textColumn("counted_in", v.t("计入的目标", "counted in"), wide, counted),
		textColumn("placed_by", v.t("落位依据", "placed by"), narrow, func(f F) string { return v.placedBy(f.PlacedBy) }),
		textColumn("other", v.t("其他字段", "other fields"), wide, func(f F) string { return v.attrs(f.Attrs) }),
	)
}

// countedIn gives the IDs of the targets that count a facility, in the order of
// the study, joined by semicolons.
func (v *view) countedIn() func(*coverage.Facility) string {
	counted := make([]*members, len(v.r.Targets))
	for i := range v.r.Targets {
		counted[i] = v.countedBy(&v.r.Targets[i])
	}
	var ids []string
	return func(f *coverage.Facility) string {
		ids = ids[:0]
		for i, m := range counted {
			if m.has(f.ID) {
				ids = append(ids, v.r.Targets[i].ID)
			}
		}
		return strings.Join(ids, ";")
	}
}

func (v *view) areaCode(id string) string {
	if a := v.area(id); a != nil {
		return a.Code
	}
	return ""
}

// opened is the date on which a facility opened, zero where unknown.
func opened(f *coverage.Facility) datasets.Date {
	for _, e := range f.Life {
		if e.State == datasets.Open {
			return e.At
		}
	}
	return datasets.Date{}
}

// life writes the dated steps as a text.
func (v *view) life(events []datasets.Event) string {
	v.buf = v.buf[:0]
	for _, e := range events {
		if len(v.buf) > 0 {
			v.buf = append(v.buf, v.t("；", "; ")...)
		}
		v.buf = append(v.buf, v.word(v.r.Labels.States, string(e.State))...)
		if !e.At.IsZero() {
			v.buf = append(append(v.buf, ' '), v.dates.text(e.At)...)
		}
	}
	return string(v.buf)
}

// funds is the sum of all sources, nil where none is known.
func funds(list []datasets.Fund) any {
	if len(list) == 0 {
		return nil
	}
	sum := 0.0
	for _, f := range list {
		sum += f.Yuan
	}
	return sum
}

func (v *view) placedBy(how string) string {
	switch how {
	case "coordinates":
		return v.t("坐标", "coordinates")
	case "code":
		return v.t("代码", "code")
	case "name":
		return v.t("名称", "name")
	case "none":
		return v.t("未落位", "none")
	}
	return how
}
