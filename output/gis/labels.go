package gis

import (
	"strconv"

	"fugai/datasets"
)

// fontFamilies are tried in turn: QGIS takes the first that the machine has.
// The first is free, the others come with Windows, macOS and Linux.
var fontFamilies = [...]string{"Noto Sans CJK SC", "Microsoft YaHei", "微软雅黑", "PingFang SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "SimHei"}

// labels names the features of a layer.
type labels struct {
	expr     string // a column, or an expression
	isExpr   bool
	size     float64 // points
	bold     bool
	priority int // 0 to 10: higher ones are placed first
	minScale int // shown when the map is at least this large (1:minScale); 0 always
	polygon  bool
	around   float64 // of polygons: beside a point in the middle, at this distance in mm; 0 anywhere inside
	blocking bool    // draw nothing, keep other labels off the features
}

// textStyle is the font element of labels, layout texts and legends.
func textStyle(size float64, bold bool, color string, attrs ...string) *node {
	weight, style := "50", "Regular"
	if bold {
		weight, style = "75", "Bold"
	}
	n := el("text-style", append([]string{
		"fontFamily", fontFamilies[0], "fontSize", millimetres(size), "fontSizeUnit", "Point", "fontWeight", weight, "namedStyle", style,
		"textColor", rgba(color), "textOpacity", "1", "multilineHeight", "1", "fontItalic", "0", "allowHtml", "0",
	}, attrs...)...)
	families := el("families")
	for _, f := range fontFamilies {
		families.with(el("family", "name", f))
	}
	return n.with(families)
}

// node is the labeling element of a layer.
func (l *labels) node() *node {
	size := l.size
	if size == 0 {
		size = 8
	}
	text := textStyle(size, l.bold, colorInk, "fieldName", l.expr, "isExpression", bit(l.isExpr)).with(
		el("text-buffer", "bufferDraw", "1", "bufferSize", "0.8", "bufferSizeUnits", "MM", "bufferColor", rgba(colorPaper), "bufferOpacity", "0.9", "bufferNoFill", "1", "bufferJoinStyle", "128"),
	)
	// Around a point or the middle (0), or horizontal within a polygon (4).
	place := el("placement", "placement", "0", "dist", "2.4", "distUnits", "MM", "priority", strconv.Itoa(l.priority))
	switch {
	case l.polygon && l.around > 0:
		place = el("placement", "placement", "0", "dist", millimetres(l.around), "distUnits", "MM", "centroidWhole", "1", "centroidInside", "1", "priority", strconv.Itoa(l.priority))
	case l.polygon:
		place = el("placement", "placement", "4", "polygonPlacementFlags", "2", "centroidInside", "1", "fitInPolygonOnly", "0", "priority", strconv.Itoa(l.priority))
	}
	render := el("rendering", "drawLabels", bit(!l.blocking), "obstacle", bit(!l.polygon), "obstacleFactor", "2", "obstacleType", "0",
		"scaleVisibility", bit(l.minScale > 0), "scaleMin", "0", "scaleMax", strconv.Itoa(l.minScale), "labelPerPart", "0", "fontMinPixelSize", "3", "fontMaxPixelSize", "10000")
	format := el("text-format", "multilineAlign", "1", "wrapChar", "", "autoWrapLength", "0")
	return el("labeling", "type", "simple").with(el("settings").with(text, format, place, render))
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// styleNodes are the elements that describe a layer of a table: in a QML
// document, and in the layer's element of a project.
func styleNodes(t *table, l *look) []*node {
	config, aliases := el("fieldConfiguration"), el("aliases")
	columns := el("columns").with(el("column", "type", "field", "name", fidColumn, "hidden", "1", "width", "-1"))
	shown := fidColumn
	for i, f := range t.fields {
		config.with(fieldConfig(f))
		aliases.with(el("alias", "field", f.name, "index", strconv.Itoa(i+1), "name", f.alias))
		columns.with(el("column", "type", "field", "name", f.name, "hidden", bit(f.empty), "width", strconv.Itoa(f.width)))
		if f.name == "name" {
			shown = f.name
		}
	}
	out := []*node{config, aliases, el("attributetableconfig", "actionWidgetStyle", "dropDown", "sortExpression", "", "sortOrder", "0").with(columns),
		leaf("previewExpression", quoteName(shown))}
	if l != nil {
		out = append(out, l.render.node(), leaf("layerOpacity", "1"), leaf("blendMode", "0"), leaf("featureBlendMode", "0"))
		if l.labels != nil {
			out = append(out, l.labels.node())
		}
	}
	return out
}

// fieldConfig shows decimals as the report does.
func fieldConfig(f field) *node {
	edit := el("editWidget", "type", "").with(el("config").with(el("Option")))
	if f.typ == datasets.TypeReal {
		edit = el("editWidget", "type", "Range").with(el("config").with(el("Option", "type", "Map").with(
			option("AllowNull", "bool", "true"), option("Precision", "int", strconv.Itoa(f.decimals)), option("Style", "QString", "SpinBox"),
			option("Min", "double", "-1e15"), option("Max", "double", "1e15"), option("Step", "double", "1"))))
	}
	return el("field", "name", f.name, "configurationFlags", "None").with(edit)
}

// qml is the style document of a table.
func qml(t *table) string {
	doc := el("qgis", "version", qgisVersion, "styleCategories", "AllStyleCategories", "labelsEnabled", bit(t.look.labels != nil),
		"hasScaleBasedVisibilityFlag", "0", "readOnly", "0")
	return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>" + doc.with(styleNodes(t, &t.look)...).String()
}
