package gis

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
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
func writeWhole(path string, b []byte) error {
	part, err := writeBeside(path, b)
	if err != nil {
		os.Remove(part)
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(part, path); err != nil {
		os.Remove(part)
		return &datasets.Problem{
			Where: datasets.Ref{File: path}, Err: err,
			What: datasets.T("无法替换该文件", "the file cannot be replaced"),
			Hint: datasets.T("请关闭正在使用它的程序（如 QGIS），或换一个输出文件夹，再试一次。", "Close the program that uses it (such as QGIS), or choose another folder, and try again."),
		}
	}
	return nil
}

// writeBeside writes a file into the folder of path and gives its name.
func writeBeside(path string, b []byte) (part string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".fugai-*.part")
	if err != nil {
		return "", err
	}
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
	return f.Name(), err
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
	ledger *coverage.Ledger // nil of a choice of sites
	siting *coverage.Siting // nil of a target
	layers []*mapLayer      // of the legend, in its order
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
	counted := p.countedLayers(c)
	venues := p.venueLayers(c)
	demand, streets, ground := p.demandLayers(c), p.streetLayers(c), p.groundLayers(c)
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
		{name: v.t("各目标计入的设施", "Facilities by target"), layers: counted.list(), closed: true},
		{name: v.t("场所与需求", "Venues and demand"), layers: append(venues.list(), demand.list()...), closed: true},
		{name: v.t("行政区划", "Units"), layers: areas},
		{name: v.t("可达范围", "Within reach"), layers: append(streets.list(), ground.list()...), closed: true},
		{name: v.t("按容量分配", "Catchments by capacity"), layers: p.catchmentLayers(c), closed: true},
		targetGroup,
		{name: v.t("数据表", "Tables"), layers: p.plainLayers(c), closed: true},
	}
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		sites := []*mapLayer{counted.by[l.ID]}
		if sites[0] == nil {
			sites = kinds.of(l.Kinds)
		}
		if own := []*mapLayer{demand.by[l.ID], streets.by[l.ID], ground.by[l.ID]}; output.ByWay(l) && own[0] != nil {
			// Points by cost stand in place of shaded units, and of the gaps, which
			// are among them.
			p.addTheme(i, append([]*mapLayer{nil}, append(sites, own...)...), areas, levels)
			continue
		}
		p.addTheme(i, append([]*mapLayer{targets[i], gaps.by[l.ID]}, append(sites, venues.by[l.ID])...), areas, levels)
	}
	sitings := p.sitingLayers(c, areas)
	p.showFirst(areas)
	p.groups = append([]*group{sitings}, p.groups...)
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

// addTheme puts together what belongs to a target: its units, gaps, facilities
// and venues, where it has them (own; the units first), and the outlines of the
// units above.
func (p *project) addTheme(i int, own, areas []*mapLayer, levels []string) {
	l := &p.v.r.Targets[i]
	t := &theme{name: fmt.Sprintf("%d %s", i+1, l.Name.In(p.v.lang)), ledger: l}
	for _, m := range own {
		if m != nil {
			t.layers = append(t.layers, m)
		}
	}
	if len(t.layers) == 0 {
		return // nothing of it is on the map
	}
	units := own[0]
	for j, m := range areas {
		if units != nil && levels[j] == l.Level {
			break // the units themselves, and what lies below
		}
		t.layers = append(t.layers, m)
		if units == nil && m.table.rows > 1 {
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
