package gis

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"fugai/coverage"
)

// qgisVersion is the version whose project format is written; later ones read
// it too.
const qgisVersion = "3.22.16"

// WriteProject writes the project of the result as a QGIS archive (.qgz). It
// opens the layers of gpkgName, a file of [WriteGeoPackage] in the same folder,
// by a relative path: the two files move together and keep their names.
func WriteProject(path string, gpkgName string, r *coverage.Result, opts Options) error {
	v := newView(r, opts.lang())
	b, err := v.projectFile(v.build(), gpkgName)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return writeWhole(path, b)
}

// writeWhole writes a file beside path and renames it when it is whole.
func writeWhole(path string, b []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".fugai-*.part")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = named(path, err)
		}
	}()
	_, err = f.Write(b)
	if e := f.Sync(); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err != nil {
		return err
	}
	return replace(f.Name(), path)
}

// projectFile is the project as a zip archive with the time of the as-of date.
func (v *view) projectFile(c *content, gpkgName string) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	h := &zip.FileHeader{Name: "project.qgs", Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}
	// MS-DOS times begin in 1980.
	if v.r.AsOf.Year >= 1980 {
		h.Modified = v.r.AsOf.Last()
	}
	w, err := z.CreateHeader(h)
	if err != nil {
		return nil, err
	}
	doc := "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + v.newProject(c, gpkgName).node().String()
	if _, err := w.Write([]byte(doc)); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// title is the title of the study.
func (v *view) title() string {
	if s := v.r.Title.In(v.lang); s != "" {
		return s
	}
	return v.t("设施覆盖评估", "Facility coverage")
}

// projectName is the title without letters that mean something in the address
// by which QGIS opens a project in a database.
func (v *view) projectName() string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`&?#%+/\|"'=;`, r) || r < ' ' {
			return ' '
		}
		return r
	}, v.title())
}

// project is the plan of a QGIS project.
type project struct {
	v      *view
	gpkg   string // file name
	crs    system
	bounds orb.Bound // of the units in crs; empty without data
	groups []*group  // from the top of the map
	themes []*theme  // one for each target
}

// group is a heading of the layer tree.
type group struct {
	name   string
	radio  bool // only one of its layers shows at a time
	closed bool // folded at first
	layers []*mapLayer
}

// mapLayer is a layer of the project: a table, or the rows of it that pass a
// filter.
type mapLayer struct {
	id     string // longer than 10 letters: QGIS replaces shorter ones
	title  string
	legend string // heading in legends; "" is the title, "-" none
	table  *table
	subset string // SQL condition, "" for all rows
	look   look
	count  bool // show the number of features in the tree
	shown  bool // at first
}

// theme is what is seen of one target.
type theme struct {
	name   string
	ledger *coverage.Ledger
	layers []*mapLayer // of the legend, in its order
}

// newProject lays out groups, layers and themes.
func (v *view) newProject(c *content, gpkgName string) *project {
	p := &project{v: v, gpkg: gpkgName}
	b, ok := extent(c)
	p.crs = systemFor(b, ok)
	if ok {
		p.bounds = p.crs.projectBound(b)
	}
	gaps := p.gapLayers(c)
	kinds := p.kindLayers(c)
	places := p.placeLayers(c)
	areas, levels := p.areaLayers(c)
	targets := make(map[int]*mapLayer, len(c.targets))
	targetGroup := &group{name: v.t("目标", "Targets"), radio: true}
	for _, t := range c.targets {
		l := &v.r.Targets[t.target]
		m := p.layer(t.table, t.title, "")
		m.legend, m.count = v.legendTitle(l), true
		if t.geom == noGeometry {
			continue
		}
		targetGroup.layers = append(targetGroup.layers, m)
		if targets[t.target] == nil {
			targets[t.target] = m
		}
	}
	p.groups = []*group{
		{name: v.t("缺口", "Gaps"), layers: gaps.list()},
		{name: v.t("设施", "Facilities"), layers: kinds.list()},
		{name: v.t("场所与需求", "Venues and demand"), layers: places, closed: true},
		{name: v.t("行政区划", "Units"), layers: areas},
		targetGroup,
		{name: v.t("数据表", "Tables"), layers: p.plainLayers(c), closed: true},
	}
	for i := range v.r.Targets {
		p.addTheme(i, targets[i], gaps, kinds, places, areas, levels)
	}
	p.showFirst(areas)
	return p
}

// extent is the box of the units' polygons, or of everything where there are
// none: a facility at a wrong place must not shrink the map.
func extent(c *content) (orb.Bound, bool) {
	var out orb.Bound
	found := false
	add := func(t *table) {
		if b, ok := t.bound(); ok && !found {
			out, found = b, true
		} else if ok {
			out = out.Union(b)
		}
	}
	for _, t := range c.areas {
		if t.geom == multiPolyType {
			add(t.table)
		}
	}
	if !found {
		for _, t := range c.all() {
			add(t)
		}
	}
	return out, found
}

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

// gapLayers gives one layer for the gaps of each target, by the target's ID.
func (p *project) gapLayers(c *content) *keyed {
	out := &keyed{}
	if c.gaps == nil || c.gaps.geom == noGeometry {
		return out
	}
	for i := range p.v.r.Targets {
		l := &p.v.r.Targets[i]
		if len(l.Missing) == 0 {
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
	placed := map[string]bool{}
	for i := range p.v.r.Facilities {
		if f := &p.v.r.Facilities[i]; f.Point != nil && finite(*f.Point) {
			placed[f.Kind] = true
		}
	}
	for i, k := range p.v.kinds() {
		if !placed[k] {
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

// placeLayers gives venues, and demand once for each target that reaches it.
func (p *project) placeLayers(c *content) []*mapLayer {
	var out []*mapLayer
	if c.venues != nil && c.venues.geom != noGeometry {
		m := p.layer(c.venues, c.venues.title, "")
		m.legend = "-"
		out = append(out, m)
	}
	if c.demand == nil || c.demand.geom == noGeometry {
		return out
	}
	reach := p.v.reachTargets()
	if len(reach) == 0 {
		return append(out, p.layer(c.demand, c.demand.title, ""))
	}
	for _, l := range reach {
		m := p.layer(c.demand, c.demand.title+p.v.t("：", ": ")+l.Name.In(p.v.lang), p.v.idents[l])
		m.look = p.v.reachLook(l)
		out = append(out, m)
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

// addTheme puts together what belongs to a target: its units, its gaps, the
// facilities that count, and the outlines of the units above.
func (p *project) addTheme(i int, units *mapLayer, gaps, kinds *keyed, places, areas []*mapLayer, levels []string) {
	l := &p.v.r.Targets[i]
	t := &theme{name: fmt.Sprintf("%d %s", i+1, l.Name.In(p.v.lang)), ledger: l}
	if units != nil {
		t.layers = append(t.layers, units)
	}
	if m := gaps.by[l.ID]; m != nil {
		t.layers = append(t.layers, m)
	}
	for _, k := range l.Kinds {
		if m := kinds.by[k]; m != nil {
			t.layers = append(t.layers, m)
		}
	}
	if l.Type == coverage.Mandate {
		for _, m := range places {
			if m.table.name == "venues" {
				t.layers = append(t.layers, m)
			}
		}
	}
	if len(t.layers) == 0 {
		return // nothing of it is on the map
	}
	for j, m := range areas {
		if units != nil && levels[j] == l.Level {
			break // the units themselves, and what lies below
		}
		t.layers = append(t.layers, m)
		if units == nil && len(m.table.rows) > 1 {
			break // enough to find one's way by
		}
	}
	p.themes = append(p.themes, t)
}

// showFirst makes the first target visible at first, or without targets on the
// map all units and facilities.
func (p *project) showFirst(areas []*mapLayer) {
	if len(p.themes) > 0 {
		for _, m := range p.themes[0].layers {
			m.shown = true
		}
		return
	}
	for _, m := range append(p.groups[1].layers, areas...) {
		m.shown = true
	}
}
