package gis

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/output"
)

// look is how QGIS draws a layer.
type look struct {
	render renderer
	labels *labels // nil: none
}

// Types of renderers, as QGIS names them.
const (
	single      = "singleSymbol"
	categorized = "categorizedSymbol"
	graduated   = "graduatedSymbol"
	ruled       = "RuleRenderer"
)

// renderer chooses a symbol for each feature.
type renderer struct {
	typ     string
	attr    string // categorized, graduated: the column
	order   string // an expression: features with a higher value are drawn over others; "" any order
	entries []entry
}

// entry is one line of a legend.
type entry struct {
	label        string
	symbol       symbol
	value        string  // categorized: of the column
	filter       string  // ruled: an expression, or ELSE
	lower, upper float64 // graduated: both included; the first that fits wins
}

func one(s symbol) renderer { return renderer{typ: single, entries: []entry{{symbol: s}}} }

func (r renderer) node() *node {
	out := el("renderer-v2", "type", r.typ, "forceraster", "0", "symbollevels", "0", "enableorderby", bit(r.order != ""), "referencescale", "-1")
	symbols := el("symbols")
	var list *node
	switch r.typ {
	case categorized:
		out.attrs = append(out.attrs, "attr", r.attr)
		list = el("categories")
	case graduated:
		out.attrs = append(out.attrs, "attr", r.attr, "graduatedMethod", "GraduatedColor")
		list = el("ranges")
	case ruled:
		list = el("rules", "key", "{rules}")
	}
	for i, e := range r.entries {
		name := strconv.Itoa(i)
		symbols.with(e.symbol.node(name))
		switch r.typ {
		case categorized:
			list.with(el("category", "value", e.value, "type", "string", "symbol", name, "label", e.label, "render", "true"))
		case graduated:
			list.with(el("range", "lower", exact(e.lower), "upper", exact(e.upper), "symbol", name, "label", e.label, "render", "true"))
		case ruled:
			list.with(el("rule", "key", "{rule-"+name+"}", "filter", e.filter, "symbol", name, "label", e.label))
		}
	}
	out.with(list, symbols)
	if r.order != "" {
		out.with(el("orderby").with(leaf("orderByClause", r.order, "asc", "1", "nullsFirst", "1")))
	}
	return out
}

func exact(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// areaLook outlines units, the highest level (rank 0) boldest.
func areaLook(geom string, rank int) look {
	width, size := 0.7, 10.0
	if rank > 0 {
		width, size = 0.3, 7
	}
	l := look{labels: &labels{expr: "name", size: size, bold: rank == 0, priority: max(9-2*rank, 3), polygon: geom == multiPolyType, around: 2}}
	if geom == pointType {
		l.render = one(markerSymbol(marker{"square", "#f7f7f7", colorBoundary, 0.4, 2.4}))
		return l
	}
	l.render = one(outlineSymbol(colorBoundary, width))
	return l
}

// targetLook draws the units of a target by the classes that every output
// shares: categories for met and missing, graduated colours for numbers. Where
// a unit has no number, rules take their place: graduated colours would leave
// it out of the map.
func (v *view) targetLook(l *coverage.Ledger, geom string, units []*coverage.UnitRow) look {
	used := map[string]bool{}
	top := 0.0
	for _, u := range units {
		used[output.ClassOf(l, u)] = true
		if u.Value != nil {
			top = max(top, *u.Value)
		}
	}
	r := renderer{typ: categorized, attr: "class"}
	if output.Graduated(l) {
		r = renderer{typ: graduated, attr: "value"}
		if used["none"] {
			r = renderer{typ: ruled}
		}
	}
	for _, c := range output.Classes(l) {
		if c.Key == "none" && !used["none"] {
			continue
		}
		e := entry{label: c.Name.In(v.lang), symbol: classSymbol(c, geom), value: c.Key, lower: c.Lower, upper: c.Upper, filter: quoteName("class") + " = " + quoteText(c.Key)}
		if c.Key == "none" {
			e.filter = "ELSE"
		}
		if math.IsInf(e.upper, 1) {
			e.upper = max(c.Lower, top)
		}
		r.entries = append(r.entries, e)
	}
	lab := &labels{expr: "name", size: 8.5, priority: 6, polygon: geom == multiPolyType}
	if output.Graduated(l) && len(units) <= manyUnits {
		lab.isExpr = true
		lab.expr = `"name" || coalesce('\n' || "value_text", '')`
	}
	if l.Type == coverage.Graded && len(l.Kinds) > 0 && len(units) <= manyUnits { // facilities in each unit
		lab.isExpr, lab.expr = true, `"name" || '\n' || "count"`
	}
	switch {
	case len(units) > manyUnits:
		lab.size, lab.priority = 6.5, 4
	case slices.ContainsFunc(l.Missing, func(g coverage.Gap) bool { return g.Kind == "unit" }):
		lab.around = 2.6 // the marks of gaps stand in the middle
	}
	return look{render: r, labels: lab}
}

// classSymbol draws a class as a fill, or as a dot where units are points; a
// hatched class is a dot of another shape.
func classSymbol(c output.Class, geom string) symbol {
	if geom != pointType {
		return fillSymbol(c.Color, c.Hatch)
	}
	shape := "circle"
	if c.Hatch {
		shape = "diamond"
	}
	return markerSymbol(marker{shape, c.Color, colorInk, 0.3, 4})
}

// facilityLook tells facilities apart by kind.
func (v *view) facilityLook() look {
	r := renderer{typ: categorized, attr: "kind"}
	for i, k := range v.kinds() {
		r.entries = append(r.entries, entry{label: v.kind(k), value: k, symbol: markerSymbol(kindMarker(i))})
	}
	return look{render: r, labels: facilityLabels()}
}

// facilityLabels name facilities once the map is at street scale.
func facilityLabels() *labels {
	return &labels{expr: `if(@map_scale <= 15000, "name", '')`, isExpr: true, size: 7.5, priority: 3}
}

// kindLook is a layer of one kind: those in service, and the rest hollow.
func (v *view) kindLook(kind string, index int) look {
	m := kindMarker(index)
	on, off := false, false
	for i := range v.r.Facilities {
		if f := &v.r.Facilities[i]; f.Kind == kind && f.Point != nil {
			on, off = on || f.InService, off || !f.InService
		}
		if on && off {
			break
		}
	}
	if !off {
		return look{render: one(markerSymbol(m)), labels: facilityLabels()}
	}
	r := renderer{typ: ruled}
	if on {
		r.entries = append(r.entries, entry{label: v.kind(kind), filter: quoteName("in_service"), symbol: markerSymbol(m)})
	}
	r.entries = append(r.entries, entry{label: v.kind(kind) + v.t("（未投用）", " (not in service)"), filter: "ELSE", symbol: markerSymbol(m.hollow())})
	return look{render: r, labels: facilityLabels()}
}

// countedLook is a layer of the facilities that a target may count: each kind
// of those that it does, and the rest hollow.
func (v *view) countedLook(l *coverage.Ledger) look {
	in := v.countedBy(l)
	r := renderer{typ: ruled, order: listed("counted_in", l.ID)}
	rest, passed := marker{shape: "circle"}, func(f *coverage.Facility) bool { return !in.has(f.ID) }
	mark := v.t("（计入）", " (counted)")
	if !slices.ContainsFunc(l.Kinds, func(k string) bool { return slices.ContainsFunc(v.placedOf(k), passed) }) {
		mark = ""
	}
	for i, k := range v.kinds() {
		if !slices.Contains(l.Kinds, k) {
			continue
		}
		if len(l.Kinds) == 1 {
			rest = kindMarker(i)
		}
		if slices.ContainsFunc(v.placedOf(k), func(f *coverage.Facility) bool { return in.has(f.ID) }) {
			r.entries = append(r.entries, entry{label: v.kind(k) + mark, symbol: markerSymbol(kindMarker(i)),
				filter: quoteName("kind") + " = " + quoteText(k) + " AND " + listed("counted_in", l.ID)})
		}
	}
	if mark == "" {
		return look{render: r, labels: facilityLabels()}
	}
	rest.size = max(rest.size, 3)
	r.entries = append(r.entries, entry{label: v.t("未计入本目标的设施", "not counted for this target"), filter: "ELSE", symbol: markerSymbol(rest.hollow())})
	return look{render: r, labels: facilityLabels()}
}

// listed is the condition that a column with a list of IDs, joined by
// semicolons, holds one.
func listed(column, id string) string {
	return "strpos(';' || " + quoteName(column) + " || ';', " + quoteText(";"+id+";") + ") > 0"
}

// gapsLook is the layer of all gaps, by target.
func (v *view) gapsLook() look {
	r := renderer{typ: categorized, attr: "target"}
	for i := range v.r.Targets {
		if l := &v.r.Targets[i]; len(l.Missing) > 0 {
			r.entries = append(r.entries, entry{label: l.Name.In(v.lang), value: l.ID, symbol: gapMark(l)})
		}
	}
	return look{render: r, labels: &labels{expr: "name", blocking: true}}
}

// gapLook is the layer of one target's gaps. Its marks keep labels away.
func gapLook(l *coverage.Ledger) look {
	return look{render: one(gapMark(l)), labels: &labels{expr: "name", blocking: true}}
}

// gapMark is the mark of a target's gaps: a ring around venues, a small cross
// where there are many points or small units, and else a large one.
func gapMark(l *coverage.Ledger) symbol {
	has := func(kind string) bool {
		return slices.ContainsFunc(l.Missing, func(g coverage.Gap) bool { return g.Kind == kind })
	}
	switch {
	case len(l.Missing) > 60 || has("demand") || has("unit") && len(l.Units) > manyUnits:
		return markerSymbol(marker{"cross2", colorGap, colorGap, 0.5, 1.8})
	case has("venue"):
		return ringSymbol(colorGap, 0.8, 5)
	}
	return markerSymbol(
		marker{"circle", colorPaper, colorGap, 0.7, 4.6},
		marker{"cross2", colorGap, colorGap, 0.8, 2.2},
	)
}

// manyUnits is the number of units above which their labels and marks are
// small.
const manyUnits = 40

// demandLook shows which points the first reach target reaches.
func (v *view) demandLook() look {
	if targets := v.reachTargets(); len(targets) > 0 {
		return v.reachLook(targets[0])
	}
	return look{render: one(markerSymbol(marker{"circle", "#595959", colorPaper, 0.2, 1.4}))}
}

func (v *view) reachLook(l *coverage.Ledger) look {
	if output.ByWay(l) {
		return v.pointLook(l)
	}
	within, unit := pledged(l)
	far := output.Cost(within, unit).In(v.lang)
	name := quoteName(v.reachName(l))
	return look{render: renderer{typ: ruled, entries: []entry{
		{label: v.t("范围内", "within ") + " " + far, filter: name + " = " + quoteText(reachedYes), symbol: markerSymbol(marker{"circle", "#2171b5", colorPaper, 0.2, 1.8})},
		{label: v.t("范围外", "beyond ") + " " + far, filter: name + " = " + quoteText(reachedNo), symbol: markerSymbol(marker{"diamond", "#d94801", colorInk, 0.2, 2.4})},
		{label: v.t("未评估", "not judged"), filter: "ELSE", symbol: markerSymbol(marker{"circle", "#bdbdbd", colorPaper, 0.2, 1.4})},
	}}}
}

// venueLook tells venues that a mandate misses from the rest.
func (v *view) venueLook() look { return v.venuesBy(quoteName("gaps") + " > 0") }

// mandateLook tells venues that this mandate misses from the rest.
func (v *view) mandateLook(l *coverage.Ledger) look { return v.venuesBy(listed("missing_in", l.ID)) }

func (v *view) venuesBy(missing string) look {
	return look{render: renderer{typ: ruled, entries: []entry{
		{label: v.t("场所：未满足配建要求", "venue: mandate not met"), filter: missing, symbol: markerSymbol(marker{"square", "#fdae6b", colorInk, 0.4, 3.2})},
		{label: v.t("场所：其余", "venue: others"), filter: "ELSE", symbol: markerSymbol(marker{"square", "#9ecae1", colorInk, 0.3, 2.6})},
	}}, labels: facilityLabels()}
}

// quoteName and quoteText write a column and a text in a QGIS expression or in
// SQL, where quotes are doubled.
func quoteName(s string) string { return quoted(s, '"') }
func quoteText(s string) string { return quoted(s, '\'') }

func quoted(s string, q rune) string {
	out := []rune{q}
	for _, c := range s {
		if c == q {
			out = append(out, q)
		}
		out = append(out, c)
	}
	return string(append(out, q))
}

// legendTitle heads the classes of a target in a legend.
func (v *view) legendTitle(l *coverage.Ledger) string {
	level := v.level(l.Level)
	if !output.Graduated(l) {
		return v.t("是否达到", "Has it") + fmt.Sprintf(v.t("（%s）", " (%s)"), level)
	}
	return v.measure(l.Measure) + fmt.Sprintf(v.t(" · 按%s", " by %s"), level)
}
