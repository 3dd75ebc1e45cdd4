package gis

import (
	"slices"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/output"
)

// layer makes a layer of a table; key tells apart layers of one table.
func (p *project) layer(t *table, title, key string) *mapLayer {
	id := "fugai_layer_" + t.name
	if key != "" {
		id += "_" + key
	}
	return &mapLayer{id: id, title: title, table: t, look: t.look}
}

// keyed holds layers by what they show.
type keyed struct {
	keys []string
	by   map[string]*mapLayer
}

func (k *keyed) add(key string, m *mapLayer) {
	if k.by == nil {
		k.by = map[string]*mapLayer{}
	}
	k.keys = append(k.keys, key)
	k.by[key] = m
}

func (k *keyed) list() []*mapLayer {
	var out []*mapLayer
	for _, key := range k.keys {
		out = append(out, k.by[key])
	}
	return out
}

// of lists the layers of those keys that have one.
func (k *keyed) of(keys []string) []*mapLayer {
	var out []*mapLayer
	for _, key := range keys {
		if m := k.by[key]; m != nil {
			out = append(out, m)
		}
	}
	return out
}

// gapLayers gives one layer for the gaps of each target that are on the map, by
// the target's ID.
func (p *project) gapLayers(c *content) *keyed {
	out := &keyed{}
	if c.gaps == nil || c.gaps.geom == noGeometry {
		return out
	}
	for i := range p.v.r.Targets {
		l := &p.v.r.Targets[i]
		if !slices.ContainsFunc(l.Missing, func(g coverage.Gap) bool { return p.v.gapPoint(&g) != nil }) {
			continue
		}
		m := p.layer(c.gaps, p.v.t("缺口：", "gaps: ")+l.Name.In(p.v.lang), p.v.idents[l])
		m.subset = quoteName("target") + " = " + quoteText(l.ID)
		m.look, m.count = gapLook(l), true
		m.legend = p.v.t("缺口", "gap")
		out.add(l.ID, m)
	}
	return out
}

// kindLayers gives one layer for the facilities of each kind.
func (p *project) kindLayers(c *content) *keyed {
	out := &keyed{}
	if c.facilities == nil {
		return out
	}
	for i, k := range p.v.kinds() {
		if len(p.v.placedOf(k)) == 0 {
			continue
		}
		m := p.layer(c.facilities, p.v.kind(k), "k"+strconv.Itoa(i))
		m.subset = quoteName("kind") + " = " + quoteText(k)
		m.look, m.count = p.v.kindLook(k, i), true
		if m.look.render.typ == ruled {
			m.legend = "-"
		}
		out.add(k, m)
	}
	return out
}

// countedLayers gives, by the target's ID, the facilities that a target counts
// and those that it passes over, where that is not simply whether they are in
// service: a filter, a period, a state or a grade chose among them. A reach
// target counts whatever is nearest to somebody, so its facilities are shown by
// kind.
func (p *project) countedLayers(c *content) *keyed {
	out, v := &keyed{}, p.v
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		if l.Type == coverage.Reach || len(l.Counted) == 0 && l.Numerator > 0 {
			continue
		}
		in := v.countedBy(l)
		differs := func(f *coverage.Facility) bool { return in.has(f.ID) != f.InService }
		if !slices.ContainsFunc(l.Kinds, func(k string) bool { return slices.ContainsFunc(v.placedOf(k), differs) }) {
			continue
		}
		kinds := make([]string, len(l.Kinds))
		for j, k := range l.Kinds {
			kinds[j] = quoteText(k)
		}
		m := p.layer(c.facilities, v.t("设施：", "facilities: ")+l.Name.In(v.lang), "c_"+v.idents[l])
		m.subset = quoteName("kind") + " IN (" + strings.Join(kinds, ",") + ")"
		m.look, m.count, m.legend = v.countedLook(l), true, "-"
		out.add(l.ID, m)
	}
	return out
}

// venueLayers gives the venues once for each mandate, by the target's ID, or
// once without mandates.
func (p *project) venueLayers(c *content) *keyed {
	out, v := &keyed{}, p.v
	if c.venues == nil || c.venues.geom == noGeometry {
		return out
	}
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		if l.Type != coverage.Mandate {
			continue
		}
		m := p.layer(c.venues, c.venues.title+v.t("：", ": ")+l.Name.In(v.lang), v.idents[l])
		m.look, m.legend = v.mandateLook(l), "-"
		out.add(l.ID, m)
	}
	if len(out.keys) == 0 {
		m := p.layer(c.venues, c.venues.title, "")
		m.legend = "-"
		out.add("", m)
	}
	return out
}

// demandLayers gives the demand once for each target that reaches it, by the
// target's ID, or once where none does.
func (p *project) demandLayers(c *content) *keyed {
	out := &keyed{}
	if c.demand == nil || c.demand.geom == noGeometry {
		return out
	}
	for _, l := range p.v.reachTargets() {
		m := p.layer(c.demand, c.demand.title+p.v.t("：", ": ")+l.Name.In(p.v.lang), p.v.idents[l])
		m.look = p.v.reachLook(l)
		if output.ByWay(l) {
			m.legend = l.Way.Name.In(p.v.lang) + p.v.t("到最近设施", " to the nearest facility")
		}
		out.add(l.ID, m)
	}
	if len(out.keys) == 0 {
		out.add("", p.layer(c.demand, c.demand.title, ""))
	}
	return out
}

// streetLayers gives the streets within reach of each target, by its ID.
func (p *project) streetLayers(c *content) *keyed {
	out := &keyed{}
	for _, l := range p.v.wayTargets() {
		if c.streets == nil || c.streets.geom == noGeometry || len(l.Streets) == 0 {
			continue
		}
		m := p.layer(c.streets, c.streets.title+p.v.t("：", ": ")+l.Name.In(p.v.lang), p.v.idents[l])
		m.subset = quoteName("target") + " = " + quoteText(l.ID)
		m.look, m.legend = p.v.streetLook(l), c.streets.title
		out.add(l.ID, m)
	}
	return out
}

// groundLayers gives the ground within reach of each target, by its ID.
func (p *project) groundLayers(c *content) *keyed {
	out := &keyed{}
	for _, l := range p.v.wayTargets() {
		if c.ground == nil || c.ground.geom == noGeometry || !hasGround(l) {
			continue
		}
		m := p.layer(c.ground, c.ground.title+p.v.t("：", ": ")+l.Name.In(p.v.lang), p.v.idents[l])
		m.subset = quoteName("target") + " = " + quoteText(l.ID)
		m.look, m.legend = p.v.groundLook(l), c.ground.title
		out.add(l.ID, m)
	}
	return out
}

// areaLayers gives the units of each level and the level of each layer.
func (p *project) areaLayers(c *content) (layers []*mapLayer, levels []string) {
	for _, t := range c.areas {
		if t.geom == noGeometry {
			continue
		}
		m := p.layer(t.table, t.title, "")
		m.legend = p.v.t("界线：", "boundary: ") + t.title
		if t.geom == pointType {
			m.legend = ""
		}
		layers = append(layers, m)
		levels = append(levels, t.level)
	}
	return layers, levels
}

// plainLayers gives the tables without geometry.
func (p *project) plainLayers(c *content) []*mapLayer {
	var out []*mapLayer
	for _, t := range c.all() {
		if t.geom == noGeometry {
			out = append(out, p.layer(t, t.title, ""))
		}
	}
	return out
}
