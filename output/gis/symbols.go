package gis

import (
	"fmt"
	"strconv"
	"strings"
)

// symbol is a QGIS symbol: layers drawn one over the other.
type symbol struct {
	typ    string  // fill, line or marker
	alpha  float64 // how opaque, 0 to 1; 0 is 1
	layers []symbolLayer
}

// symbolLayer is one layer of a symbol. Properties are name and value in turn.
type symbolLayer struct {
	class string
	props []string
	sub   *symbol // of pattern fills
}

// node writes the symbol under a name. Properties are written as QGIS 3.20 and
// later read them, and as earlier versions do.
func (s symbol) node(name string) *node {
	alpha := "1"
	if s.alpha > 0 {
		alpha = exact(s.alpha)
	}
	out := el("symbol", "type", s.typ, "name", name, "alpha", alpha, "clip_to_extent", "1", "force_rhr", "0")
	for i, l := range s.layers {
		opts := el("Option", "type", "Map")
		layer := el("layer", "class", l.class, "enabled", "1", "pass", "0", "locked", "0").with(opts)
		for j := 0; j+1 < len(l.props); j += 2 {
			opts.with(option(l.props[j], "QString", l.props[j+1]))
			layer.with(el("prop", "k", l.props[j], "v", l.props[j+1]))
		}
		if l.sub != nil {
			layer.with(l.sub.node(fmt.Sprintf("@%s@%d", name, i)))
		}
		out.with(layer)
	}
	return out
}

// rgba writes #rrggbb as QGIS does.
func rgba(hex string) string {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		return "128,128,128,255" // not a colour: grey
	}
	return fmt.Sprintf("%d,%d,%d,255", n>>16&255, n>>8&255, n&255)
}

func millimetres(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Colours of lines, as greys that do not compete with the classes.
const (
	colorBoundary = "#4d4d4d"
	colorEdge     = "#595959"
	colorInk      = "#1a1a1a"
	colorPaper    = "#ffffff"
	colorHatch    = "#a6521a" // over the fill of missing units
	colorGap      = "#7a0177"
)

// fillSymbol is a plain fill with a thin edge; hatched ones carry oblique
// lines, so that they read on a grey printer.
func fillSymbol(color string, hatch bool) symbol {
	s := symbol{typ: "fill", layers: []symbolLayer{{class: "SimpleFill", props: []string{
		"color", rgba(color), "style", "solid",
		"outline_color", rgba(colorEdge), "outline_style", "solid", "outline_width", "0.26", "outline_width_unit", "MM", "joinstyle", "round",
	}}}}
	if hatch {
		line := lineSymbol(colorHatch, 0.25)
		s.layers = append(s.layers, symbolLayer{class: "LinePatternFill", sub: &line, props: []string{
			"angle", "45", "distance", "2", "distance_unit", "MM", "line_width", "0.25", "line_width_unit", "MM", "color", rgba(colorHatch),
		}})
	}
	return s
}

// outlineSymbol draws only the edge of a polygon.
func outlineSymbol(color string, width float64) symbol {
	s := lineSymbol(color, width)
	s.typ = "fill"
	return s
}

func lineSymbol(color string, width float64) symbol {
	return symbol{typ: "line", layers: []symbolLayer{{class: "SimpleLine", props: []string{
		"line_color", rgba(color), "line_width", millimetres(width), "line_width_unit", "MM", "line_style", "solid", "joinstyle", "round", "capstyle", "round",
	}}}}
}

// marker is a simple shape.
type marker struct {
	shape  string // a name that QGIS knows
	fill   string
	stroke string
	width  float64 // of the stroke, mm
	size   float64 // mm
}

func (m marker) layer() symbolLayer {
	return symbolLayer{class: "SimpleMarker", props: []string{
		"name", m.shape, "color", rgba(m.fill), "outline_color", rgba(m.stroke), "outline_style", "solid",
		"outline_width", millimetres(m.width), "outline_width_unit", "MM", "size", millimetres(m.size), "size_unit", "MM",
		"joinstyle", "round", "scale_method", "diameter", "angle", "0", "offset", "0,0",
	}}
}

func markerSymbol(ms ...marker) symbol {
	s := symbol{typ: "marker"}
	for _, m := range ms {
		s.layers = append(s.layers, m.layer())
	}
	return s
}

// kindMarkers tell kinds of facilities apart by shape as well as by colour.
// The colours are those of Okabe and Ito (2008), which stay apart for readers
// with any common form of colour blindness, but brown for their blue, which the
// fills have; light ones get a dark edge.
var kindMarkers = [...]marker{
	{shape: "circle", fill: "#009e73", stroke: colorPaper},
	{shape: "square", fill: "#cc79a7", stroke: colorInk},
	{shape: "triangle", fill: "#f0e442", stroke: colorInk},
	{shape: "diamond", fill: "#1a1a1a", stroke: colorPaper},
	{shape: "pentagon", fill: "#d55e00", stroke: colorPaper},
	{shape: "star", fill: "#8c510a", stroke: colorPaper},
	{shape: "hexagon", fill: "#56b4e9", stroke: colorInk},
	{shape: "cross_fill", fill: "#e69f00", stroke: colorInk},
}

// kindMarker is the marker of the i-th kind. Past the list the shapes repeat
// with another colour.
func kindMarker(i int) marker {
	m := kindMarkers[i%len(kindMarkers)]
	turn := kindMarkers[(i+3*(i/len(kindMarkers)))%len(kindMarkers)]
	m.fill, m.stroke = turn.fill, turn.stroke
	m.width, m.size = 0.3, 3
	switch m.shape {
	case "triangle": // of less area for its height
		m.size = 3.6
	case "star":
		m.size = 4.6
	case "cross_fill":
		m.width, m.size = 0.2, 4
	}
	return m
}

// hollow is the same shape without its fill, which colours the edge instead
// unless it is light or black: not in service.
func (m marker) hollow() marker {
	edge := m.fill
	if edge == "" || edge == colorInk || m.stroke == colorInk {
		edge = "#595959"
	}
	m.fill, m.stroke, m.width = "#fdfdfd", edge, 0.5
	m.size *= 0.85
	return m
}

// ringSymbol leaves what lies under it to be seen.
func ringSymbol(color string, width, size float64) symbol {
	l := marker{"circle", colorPaper, color, width, size}.layer()
	l.props[3] = "255,255,255,0" // color
	return symbol{typ: "marker", layers: []symbolLayer{l}}
}
