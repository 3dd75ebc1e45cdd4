package gis

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// node is the document of the project.
func (p *project) node() *node {
	v := p.v
	wgs84 := inDegrees()
	layers, order := el("projectlayers"), el("layerorder")
	for _, m := range p.layers() {
		layers.with(p.layerNode(m, &wgs84))
		order.with(el("layer", "id", m.id))
	}
	root := el("qgis", "version", qgisVersion, "projectname", v.title(), "saveUser", "", "saveUserFull", "", "saveDateTime", strings.TrimSuffix(timestamp(v.r.AsOf), ".000Z"))
	root.with(
		el("homePath", "path", ""),
		leaf("title", v.title()),
		el("projectCrs").with(p.crs.node()),
		p.tree(p.groups, false),
		p.canvas(),
		layers, order,
		p.properties(),
		p.presets(),
		p.metadata(),
		p.layouts(),
	)
	if !p.bounds.IsZero() {
		root.with(el("ProjectViewSettings", "UseProjectScales", "0").with(
			extentNode("DefaultViewExtent", p.mapExtent()).with(p.crs.node())))
	}
	return root
}

// layers lists all layers from the top of the map.
func (p *project) layers() []*mapLayer {
	var out []*mapLayer
	for _, g := range p.groups {
		out = append(out, g.layers...)
	}
	return out
}

// source is the address of a layer, relative to the project.
func (p *project) source(m *mapLayer) string {
	s := "./" + p.gpkg + "|layername=" + m.table.name
	if m.subset != "" {
		s += "|subset=" + m.subset
	}
	return s
}

func checked(shown bool) string {
	if shown {
		return "Qt::Checked"
	}
	return "Qt::Unchecked"
}

// tree is the layer tree: of the project, or of a legend.
func (p *project) tree(groups []*group, flat bool) *node {
	root := el("layer-tree-group").with(el("customproperties").with(el("Option")))
	for _, g := range groups {
		if len(g.layers) == 0 {
			continue
		}
		into := root
		if !flat {
			into = el("layer-tree-group", "name", g.name, "checked", "Qt::Checked", "expanded", bit(!g.closed))
			if g.radio {
				into.attrs = append(into.attrs, "mutually-exclusive", "1", "mutually-exclusive-child", strconv.Itoa(firstShown(g.layers)))
			}
			into.with(el("customproperties").with(el("Option")))
			root.with(into)
		}
		for _, m := range g.layers {
			into.with(p.treeNode(m, flat))
		}
	}
	return root
}

func firstShown(layers []*mapLayer) int {
	for i, m := range layers {
		if m.shown {
			return i
		}
	}
	return -1
}

// treeNode is a layer in a tree. Legends head it with a short text, or with
// none where its entries say everything.
func (p *project) treeNode(m *mapLayer, legend bool) *node {
	props := el("Option", "type", "Map")
	if legend {
		for i, e := range m.look.render.entries {
			if s := wrap(e.label, legendLine); s != e.label {
				props.with(option("legend/label-"+strconv.Itoa(i), "QString", s))
			}
		}
	}
	switch {
	case !legend && m.count:
		props.with(option("showFeatureCount", "int", "1"))
	case legend && m.legend == "-":
		props.with(option("legend/title-style", "QString", "hidden"))
	case legend:
		text := m.legend
		if text == "" {
			text = m.title
		}
		props.with(option("cached_name", "QString", m.title), option("legend/title-label", "QString", wrap(text, legendLine)))
	}
	return el("layer-tree-layer", "id", m.id, "name", m.title, "source", p.source(m), "providerKey", "ogr", "checked", checked(m.shown || legend),
		"expanded", bit(legend || m.shown || len(m.look.render.entries) > 1 && !p.radio(m)), "legend_exp", "", "patch_size", "-1,-1", "legend_split_behavior", "0").
		with(el("customproperties").with(props))
}

// radio tells whether the layer is one of a group of which one shows: those
// that do not are folded.
func (p *project) radio(m *mapLayer) bool {
	for _, g := range p.groups {
		for _, o := range g.layers {
			if o == m {
				return g.radio
			}
		}
	}
	return false
}

func (p *project) layerNode(m *mapLayer, crs *system) *node {
	geometry, wkb := "No geometry", "NoGeometry"
	switch m.table.geom {
	case pointType:
		geometry, wkb = "Point", "Point"
	case lineType:
		geometry, wkb = "Line", "LineString"
	case multiPolyType:
		geometry, wkb = "Polygon", "MultiPolygon"
	}
	l := &m.look
	if m.table.geom == noGeometry {
		l = nil
	}
	n := el("maplayer", "type", "vector", "geometry", geometry, "wkbType", wkb, "labelsEnabled", bit(l != nil && l.labels != nil), "styleCategories", "AllStyleCategories",
		"hasScaleBasedVisibilityFlag", "0", "minScale", "0", "maxScale", "0", "readOnly", "0")
	n.with(
		leaf("id", m.id),
		leaf("datasource", p.source(m)),
		leaf("layername", m.title),
		el("resourceMetadata").with(leaf("type", "dataset"), leaf("title", m.title), leaf("abstract", m.table.about)),
		leaf("provider", "ogr", "encoding", "UTF-8"),
		el("map-layer-style-manager", "current", "default").with(el("map-layer-style", "name", "default")),
		el("flags").with(leaf("Identifiable", "1"), leaf("Removable", "1"), leaf("Searchable", "1"), leaf("Private", "0")),
	)
	if l != nil {
		n.with(el("srs").with(crs.node()))
	}
	return n.with(styleNodes(m.table, l)...)
}

func extentNode(name string, b orb.Bound) *node {
	return el(name, "xmin", exact(b.Min[0]), "ymin", exact(b.Min[1]), "xmax", exact(b.Max[0]), "ymax", exact(b.Max[1]))
}

// canvas is the opening view.
func (p *project) canvas() *node {
	units := "degrees"
	if p.crs.metric() {
		units = "meters"
	}
	b := p.mapExtent()
	return el("mapcanvas", "name", "theMapCanvas", "annotationsVisible", "1").with(
		leaf("units", units),
		el("extent").with(leaf("xmin", exact(b.Min[0])), leaf("ymin", exact(b.Min[1])), leaf("xmax", exact(b.Max[0])), leaf("ymax", exact(b.Max[1]))),
		leaf("rotation", "0"),
		el("destinationsrs").with(p.crs.node()),
		leaf("rendermaptile", "0"),
	)
}

// properties switch on projection and relative paths.
func (p *project) properties() *node {
	return el("properties").with(
		el("SpatialRefSys").with(leaf("ProjectionsEnabled", "1", "type", "int")),
		el("Paths").with(leaf("Absolute", "false", "type", "bool")),
		el("Measurement").with(leaf("DistanceUnits", "meters", "type", "QString"), leaf("AreaUnits", "km2", "type", "QString"), leaf("Ellipsoid", p.crs.ellipsoid, "type", "QString")),
		el("Gui").with(leaf("CanvasColorRedPart", "255", "type", "int"), leaf("CanvasColorGreenPart", "255", "type", "int"), leaf("CanvasColorBluePart", "255", "type", "int")),
	)
}

// presets are the map themes: the eye menu of QGIS switches between them, and
// each layout follows one.
func (p *project) presets() *node {
	out := el("visibility-presets")
	for _, t := range p.themes {
		preset := el("visibility-preset", "name", t.name, "has-expanded-info", "0", "has-checked-group-info", "0")
		for _, m := range t.layers {
			preset.with(el("layer", "id", m.id, "visible", "1", "style", "default", "expanded", "1"))
		}
		out.with(preset)
	}
	return out
}

// metadata tells in the project's properties what the layers are made of.
func (p *project) metadata() *node {
	v := p.v
	language := "ZHO"
	if v.lang == "en" {
		language = "ENG"
	}
	return el("projectMetadata").with(
		leaf("language", language), leaf("type", "dataset"), leaf("title", v.title()),
		leaf("abstract", strings.Join(v.remarks(), "\n")),
		leaf("creation", strings.TrimSuffix(timestamp(v.r.AsOf), ".000Z")),
	)
}
