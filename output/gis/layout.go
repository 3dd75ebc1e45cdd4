package gis

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// box is a place on the page in millimetres.
type box struct{ x, y, w, h float64 }

// The page is A4 across with margins of 10 mm: headings above, the map at the
// left, the legend at the right, remarks below.
var (
	pageSize   = box{0, 0, 297, 210}
	studyBox   = box{10, 7, 277, 5.5}
	titleBox   = box{10, 12.5, 277, 10}
	findingBox = box{10, 22.8, 277, 6.5}
	mapBox     = box{10, 31, 217, 152}
	legendBox  = box{229, 31, 58, 85}
	arrowBox   = box{214, 33.5, 10, 14}
	scaleBox   = box{13, 170, 70, 11}
	listBox    = box{230, 118, 57, 65}
	remarksBox = box{10, 184.5, 277, 19.5}
)

// Types of layout items, as QGIS numbers them.
const (
	itemPage     = "65638"
	itemMap      = "65639"
	itemPicture  = "65640"
	itemLabel    = "65641"
	itemLegend   = "65642"
	itemScaleBar = "65646"
)

// Numbers of the items that lie on the map: labels keep away from them.
const (
	scaleItem = 6
	arrowItem = 7
)

// Vertical alignment of labels, as Qt numbers it.
const (
	alignTop    = "32"
	alignBottom = "64"
)

// legendLine is the length at which legend texts wrap, in half-width letters.
const legendLine = 28

// layouts gives a print layout for each theme.
func (p *project) layouts() *node {
	out := el("Layouts")
	if p.bounds.IsZero() {
		return out
	}
	for i, t := range p.themes {
		out.with(p.layout(i, t))
	}
	return out
}

func (p *project) layout(i int, t *theme) *node {
	page := pageNode(i)
	n := el("Layout", "name", t.name, "units", "mm", "printResolution", "300", "worldFileMap", "").with(
		el("Snapper", "tolerance", "5", "snapToGuides", "1", "snapToGrid", "0", "snapToItems", "1"),
		el("Grid", "resolution", "10", "resUnits", "mm", "offsetX", "0", "offsetY", "0", "offsetUnits", "mm"),
		el("PageCollection").with(page, el("GuideCollection", "visible", "1")),
	)
	w := p.words(t)
	return n.with(
		labelNode(i, 1, "study", p.v.title(), studyBox, 10, false, "#595959", alignTop),
		labelNode(i, 2, "title", w.title, titleBox, fitSize(w.title, titleBox.w, 20), true, colorInk, alignTop),
		labelNode(i, 3, "finding", w.finding, findingBox, fitSize(w.finding, findingBox.w, 12), false, colorInk, alignTop),
		p.mapNode(i, 4, t),
		p.legendNode(i, 5, t),
		p.scaleBar(i, scaleItem),
		arrowNode(i, arrowItem),
		labelNode(i, 8, "remarks", w.remarks, remarksBox, 7.5, false, "#404040", alignTop),
		labelNode(i, 9, "gaps", w.list, listBox, 8, false, colorInk, alignBottom),
	)
}

// findingLine is the length of the line under a title, in half-width letters:
// what fits at 9 points.
const findingLine = 164

// finding is the line under the title: the value and what it counts, the goal
// and the status. What is counted is left out where the line would be too long.
func (p *project) finding(t *theme) string {
	status := p.v.standing(t.ledger)
	for _, what := range []string{p.v.counts(t.ledger, true), p.v.counts(t.ledger, false)} {
		if s := p.v.now(t.ledger) + what + "    " + status; letters(s) <= findingLine {
			return s
		}
	}
	return p.v.now(t.ledger) + "    " + status
}

// now is the value with its unit and, where it has them, its two parts.
func (v *view) now(l *coverage.Ledger) string {
	s := v.t("现状 ", "now ") + output.Value(l).In(v.lang)
	switch {
	case !l.Measured:
	case l.Measure == coverage.Count && v.lang == datasets.ZH:
		s += " 个"
	case l.Measure == coverage.PerThousand:
		s += " (" + output.Number(l.Numerator, 1) + "/" + output.Number(l.Denominator, 1) + ")"
	}
	return s
}

// counts says what the value counts, and out of what.
func (v *view) counts(l *coverage.Ledger, both bool) string {
	s := l.NumWord.In(v.lang)
	if s == "" || !l.Measured {
		return ""
	}
	if of := l.DenWord.In(v.lang); both && of != "" && l.Measure != coverage.Count {
		s += " / " + of
	}
	return v.t("：", ": ") + s
}

// standing is the goal, the status and the number of gaps.
func (v *view) standing(l *coverage.Ledger) string {
	var parts []string
	if l.Goal != nil {
		goal := v.t("目标 ", "goal ") + output.Goal(l).In(v.lang)
		if !l.By.IsZero() {
			goal += v.deadline(l.By)
		}
		parts = append(parts, goal)
	}
	parts = append(parts, output.StatusMark(l.Status)+" "+output.StatusText(l.Status).In(v.lang))
	if len(l.Missing) > 0 {
		parts = append(parts, v.lacking(l))
	}
	return strings.Join(parts, "    ")
}

// lacking is the number of gaps, or of the facilities that a total lacks.
func (v *view) lacking(l *coverage.Ledger) string {
	need, placed := 0.0, false
	for i := range l.Missing {
		need += l.Missing[i].Need
		placed = placed || l.Missing[i].Kind != "facility"
	}
	if placed {
		return fmt.Sprintf(v.t("缺口 %d 处", "gaps: %d"), len(l.Missing))
	}
	return fmt.Sprintf(v.t("尚缺 %s 处", "still missing: %s"), output.Number(need, 0))
}

// deadline writes the end of a period.
func (v *view) deadline(by datasets.Date) string {
	if by.Day != 0 {
		return fmt.Sprintf(v.t("（%s前）", " (by %s)"), by.In(v.lang))
	}
	return fmt.Sprintf(v.t("（%s底前）", " (by the end of %s)"), by.In(v.lang))
}

// listLines is the number of gaps that the list beside the map has room for.
const listLines = 12

// gapList names the first gaps, worst first, as the ledger has them.
func (v *view) gapList(l *coverage.Ledger) string {
	if len(l.Missing) == 0 {
		return ""
	}
	lines := []string{capital(v.lacking(l))}
	most := listLines
	if output.ByWay(l) { // its legend is longer
		most = max(4, listLines-2*len(l.Thresholds))
	}
	for i := range l.Missing {
		if i == most {
			lines = append(lines, fmt.Sprintf(v.t("… 其余 %d 处见“缺口”图层", "… %d more in the layer of gaps"), len(l.Missing)-i))
			break
		}
		g := &l.Missing[i]
		s := g.Name
		switch {
		case g.Kind == "facility": // no place: what would close it says more
			s = g.Text.In(v.lang)
		case g.Parent != "":
			s += v.t("（", " (") + g.Parent + v.t("）", ")")
		}
		lines = append(lines, cut(s, legendLine+8))
	}
	return strings.Join(lines, "\n")
}

// uuid is the identifier of an item: fixed, so that the file is.
func uuid(layout, item int) string {
	return fmt.Sprintf("{00000000-0000-4000-8000-%06x%06x}", layout, item)
}

// item is what all layout items share.
func item(typ string, layout, number int, id string, b box, attrs ...string) *node {
	at := fmt.Sprintf("%g,%g,mm", b.x, b.y)
	n := el("LayoutItem", append([]string{
		"type", typ, "uuid", uuid(layout, number), "templateUuid", uuid(layout, number), "id", id, "zValue", strconv.Itoa(number),
		"position", at, "positionOnPage", at, "size", fmt.Sprintf("%g,%g,mm", b.w, b.h), "referencePoint", "0", "visibility", "1", "opacity", "1",
		"itemRotation", "0", "blendMode", "0", "positionLock", "false", "excludeFromExports", "0", "groupUuid", "",
		"frameJoinStyle", "miter", "outlineWidthM", "0.2,mm",
	}, attrs...)...)
	return n.with(
		el("FrameColor", "red", "90", "green", "90", "blue", "90", "alpha", "255"),
		el("BackgroundColor", "red", "255", "green", "255", "blue", "255", "alpha", "255"),
		el("LayoutObject"),
	)
}

func pageNode(layout int) *node {
	white := symbol{typ: "fill", layers: []symbolLayer{{class: "SimpleFill", props: []string{"color", rgba(colorPaper), "style", "solid", "outline_style", "no"}}}}
	return item(itemPage, layout, 0, "", pageSize, "frame", "false", "background", "true").with(white.node(""))
}

// labelNode is a text. The font is given twice: LabelFont is read by QGIS 3.22,
// text-style by later ones.
func labelNode(layout, number int, id, text string, b box, size float64, bold bool, color, valign string) *node {
	rgb := strings.Split(rgba(color), ",")
	return item(itemLabel, layout, number, id, b, "labelText", text, "htmlState", "0", "halign", "1", "valign", valign, "marginX", "0", "marginY", "0", "frame", "false", "background", "false").with(
		el("LabelFont", "description", font(size, bold), "style", ""),
		el("FontColor", "red", rgb[0], "green", rgb[1], "blue", rgb[2], "alpha", "255"),
		textStyle(size, bold, color),
	)
}

// font describes a font as Qt 5 writes it.
func font(size float64, bold bool) string {
	weight := 50
	if bold {
		weight = 75
	}
	return fmt.Sprintf("%s,%g,-1,5,%d,0,0,0,0,0", fontFamilies[0], size, weight)
}

// mapNode is the map, with the theme's layers and room around the units.
func (p *project) mapNode(layout, number int, t *theme) *node {
	return item(itemMap, layout, number, "map", mapBox, "followPreset", "true", "followPresetName", t.name, "keepLayerSet", "false", "mapRotation", "0",
		"frame", "true", "background", "true", "drawCanvasItems", "true", "mapFlags", "0", "labelMargin", "1,mm").with(
		extentNode("Extent", p.mapExtent()),
		el("LayerSet"), el("AtlasMap", "atlasDriven", "0", "scalingMode", "2", "margin", "0.1"), el("labelBlockingItems").with(el("item", "uuid", uuid(layout, scaleItem)), el("item", "uuid", uuid(layout, arrowItem))),
	)
}

// mapExtent is the bounds with a margin, in the shape of the map's frame.
func (p *project) mapExtent() orb.Bound {
	w, h := p.bounds.Max[0]-p.bounds.Min[0], p.bounds.Max[1]-p.bounds.Min[1]
	if w == 0 && h == 0 {
		w = 1000 // a single point: 1 km around it
		if !p.crs.metric() {
			w = 0.01
		}
	}
	w = 1.06 * max(w, h*mapBox.w/mapBox.h)
	h = w * mapBox.h / mapBox.w
	c := p.bounds.Center()
	return orb.Bound{Min: orb.Point{c[0] - w/2, c[1] - h/2}, Max: orb.Point{c[0] + w/2, c[1] + h/2}}
}

// legendNode is the legend of the theme's layers.
func (p *project) legendNode(layout, number int, t *theme) *node {
	n := item(itemLegend, layout, number, "legend", legendBox, "title", p.v.t("图例", "Legend"), "map_uuid", uuid(layout, 4), "wrapChar", "\n",
		"columnCount", "1", "columnSpace", "2", "symbolWidth", "7", "symbolHeight", "4", "boxSpace", "1", "lineSpacing", "1", "symbolAlignment", "1", "titleAlignment", "1",
		"resizeToContents", "1", "splitLayer", "0", "equalColumnWidth", "0", "legendFilterByMap", "0", "legendFilterByAtlas", "0",
		"fontColor", colorInk, "frame", "false", "background", "true", "rasterBorder", "1", "maxSymbolSize", "0", "minSymbolSize", "0")
	styles := el("styles")
	for _, s := range []struct {
		name      string
		size      float64
		bold      bool
		top, left float64
		bottom    float64
	}{{"title", 12, true, 0, 0, 2}, {"group", 10, true, 3, 0, 0}, {"subgroup", 9.5, true, 3, 0, 0}, {"symbol", 9, false, 1.4, 0, 0}, {"symbolLabel", 9, false, 1.4, 2, 0}} {
		styles.with(el("style", "name", s.name, "alignment", "1", "indent", "0", "marginTop", millimetres(s.top), "marginLeft", millimetres(s.left), "marginBottom", millimetres(s.bottom)).with(
			el("styleFont", "description", font(s.size, s.bold), "style", ""), textStyle(s.size, s.bold, colorInk)))
	}
	return n.with(styles, p.tree([]*group{{layers: t.layers}}, true))
}

// scaleBar measures in kilometres, or in metres on maps of less than 4 km.
func (p *project) scaleBar(layout, number int) *node {
	meters := p.mapExtent().Max[0] - p.mapExtent().Min[0]
	if !p.crs.metric() {
		meters *= 111320 * math.Cos(p.bounds.Center()[1]*math.Pi/180) // one degree of longitude
	}
	step := roundDown(meters / 12)
	unit, label, per := "km", "km", 1000.0
	if step < 500 {
		unit, label, per = "meters", "m", 1
	}
	line := lineSymbol(colorInk, 0.3)
	n := item(itemScaleBar, layout, number, "scale", scaleBox, "style", "Single Box", "mapUuid", uuid(layout, 4), "unitType", unit, "unitLabel", label,
		"numMapUnitsPerScaleBarUnit", "1", "numUnitsPerSegment", exact(step/per), "numSegments", "2", "numSegmentsLeft", "0", "numSubdivisions", "1", "segmentSizeMode", "0",
		"minBarWidth", "50", "maxBarWidth", "150", "segmentMillimeters", "20", "height", "1.8", "labelBarSpace", "1.2", "boxContentSpace", "1", "alignment", "0",
		"labelVerticalPlacement", "0", "labelHorizontalPlacement", "0", "outlineWidth", "0.3", "lineJoinStyle", "miter", "lineCapStyle", "square",
		"frame", "false", "background", "true")
	return n.with(
		textStyle(8, false, colorInk),
		el("strokeColor", "red", "26", "green", "26", "blue", "26", "alpha", "255"),
		el("fillColor", "red", "26", "green", "26", "blue", "26", "alpha", "255"),
		el("fillColor2", "red", "255", "green", "255", "blue", "255", "alpha", "255"),
		el("lineSymbol").with(line.node("")),
		el("fillSymbol1").with(barFill(colorInk).node("")),
		el("fillSymbol2").with(barFill(colorPaper).node("")),
	)
}

func barFill(color string) symbol {
	return symbol{typ: "fill", layers: []symbolLayer{{class: "SimpleFill", props: []string{"color", rgba(color), "style", "solid", "outline_style", "no"}}}}
}

// roundDown gives 1, 2 or 5 times a power of ten, at most v.
func roundDown(v float64) float64 {
	if v <= 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{5, 2} {
		if v >= m*p {
			return m * p
		}
	}
	return p
}

// northArrow is drawn here because not every installation of QGIS has its own.
const northArrow = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="140" viewBox="0 0 100 140">` +
	`<path d="M50 40 L80 130 L50 110 Z" fill="#ffffff" stroke="#1a1a1a" stroke-width="4" stroke-linejoin="round"/>` +
	`<path d="M50 40 L20 130 L50 110 Z" fill="#1a1a1a" stroke="#1a1a1a" stroke-width="4" stroke-linejoin="round"/>` +
	`<path d="M38 30 L38 4 L62 30 L62 4" fill="none" stroke="#1a1a1a" stroke-width="6" stroke-linejoin="round"/></svg>`

func arrowNode(layout, number int) *node {
	return item(itemPicture, layout, number, "north", arrowBox, "file", "base64:"+base64.StdEncoding.EncodeToString([]byte(northArrow)), "mode", "0",
		"pictureWidth", millimetres(arrowBox.w), "pictureHeight", millimetres(arrowBox.h), "resizeMode", "0", "anchorPoint", "4", "pictureRotation", "0",
		"mapUuid", uuid(layout, 4), "northMode", "1", "northOffset", "0", "svgFillColor", "255,255,255,255", "svgBorderColor", "0,0,0,255", "svgBorderWidth", "0.2",
		"frame", "false", "background", "false")
}
