package gis

import (
	"fmt"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// sitingLayers gives the layers and the theme of each choice.
func (p *project) sitingLayers(c *content, areas []*mapLayer) *group {
	g := &group{name: p.v.t("选址", "Where next")}
	for i := range c.sitings {
		s := &c.sitings[i]
		t := &theme{name: fmt.Sprintf(p.v.t("选址 %d %s", "Where next %d %s"), i+1, output.SitingName(s.siting).In(p.v.lang)), siting: s.siting}
		for _, tab := range s.all() {
			if tab.geom == noGeometry {
				continue
			}
			m := p.layer(tab, tab.title, "")
			m.legend, m.count = p.sitingLegend(tab, s), true
			g.layers, t.layers = append(g.layers, m), append(t.layers, m)
		}
		if len(t.layers) == 0 {
			continue
		}
		for _, m := range areas {
			t.layers = append(t.layers, m)
			if m.table.rows > 1 {
				break // enough to find one's way by
			}
		}
		p.themes = append(p.themes, t)
	}
	return g
}

// sitingLegend heads a layer of a choice in a legend.
func (p *project) sitingLegend(t *table, s *sitingTables) string {
	switch t {
	case s.sites:
		return p.v.t("点位", "Sites")
	case s.served:
		return p.v.t("需求", "Demand")
	}
	return p.v.t("需求到点位的连线", "Lines from demand to sites")
}

// words are the texts of a layout.
type words struct{ title, finding, remarks, list string }

// words writes what a theme's layout says around its map.
func (p *project) words(t *theme) words {
	if t.siting != nil {
		return p.v.sitingWords(t.siting)
	}
	return words{capital(t.ledger.Name.In(p.v.lang)), p.finding(t), strings.Join(p.v.mapRemarks(t.ledger), "\n"), p.v.gapList(t.ledger)}
}

func (v *view) sitingWords(s *coverage.Siting) words {
	status := output.SitingStatusMark(s.Status) + " " + output.SitingStatusText(s.Status).In(v.lang)
	w := words{title: capital(output.SitingName(s).In(v.lang)), finding: cut(output.SitingFinding(s).In(v.lang)+"    "+status, findingLine), list: v.siteList(s)}
	var lines, notes []string
	add := func(text string, most int) {
		if text != "" {
			lines = append(lines, firstLines(wrap(text, remarkLine), most))
		}
	}
	if !v.r.AsOf.IsZero() {
		notes = append(notes, v.t("数据截至 ", "As of ")+v.r.AsOf.In(v.lang))
	}
	if s.Way != nil {
		notes = append(notes, v.t("出行方式：", "Travel: ")+s.Way.Name.In(v.lang))
	}
	if s.Source != "" {
		notes = append(notes, v.t("来源：", "From: ")+s.Source)
	}
	add(v.t("问题：", "Question: ")+s.Rule.In(v.lang), 2)
	add(strings.Join(notes, v.t("　", "   ")), 1)
	if v.r.Made {
		add(output.MadeNote().In(v.lang), 1)
	}
	add(output.MapNote().In(v.lang), 1)
	w.remarks = strings.Join(lines, "\n")
	return w
}

// siteList names the first chosen sites beside the map.
func (v *view) siteList(s *coverage.Siting) string {
	chosen := output.Chosen(s)
	if len(chosen) == 0 {
		return ""
	}
	out := []string{fmt.Sprintf(v.t("选中 %d 处", "Chosen: %d"), len(chosen))}
	for i, x := range chosen {
		if i == listLines-2 && len(chosen) > listLines {
			out = append(out, fmt.Sprintf(v.t("… 其余 %d 处见点位图层", "… %d more in the layer of sites"), len(chosen)-i))
			break
		}
		line := fmt.Sprintf("%d %s", x.Place, output.SiteName(x))
		if n := output.Newly(s, x); n > 0 {
			line += " +" + output.Number(n, 0)
		}
		out = append(out, cut(line, legendLine+8))
	}
	return strings.Join(out, "\n")
}

// sitingAbout is what the project's metadata say of the choices.
func (v *view) sitingAbout() []string {
	var out []string
	for i := range v.r.Sitings {
		s := &v.r.Sitings[i]
		out = append(out, datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", output.SitingName(s), output.SitingFinding(s)).In(v.lang))
	}
	return out
}
