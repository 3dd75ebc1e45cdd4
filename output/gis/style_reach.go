package gis

import (
	"fmt"
	"math"
	"strconv"

	"fugai/coverage"
	"fugai/output"
)

// groundAlpha is how opaque grounds are, 0 to 1: units and streets stay in sight.
const groundAlpha = 0.5

const colorStreet = "#4a6b52"

// pointLook draws demand points by what the way to the nearest facility costs,
// each class with its people.
func (v *view) pointLook(l *coverage.Ledger) look {
	r := renderer{typ: ruled}
	column := quoteName(classColumn(v.idents[l]))
	for _, c := range output.CostClasses(v.r, l) {
		label := c.Name.In(v.lang) + fmt.Sprintf(v.t("（%s 人）", " (%s people)"), output.Number(c.People, 0))
		r.entries = append(r.entries, entry{label: label, filter: column + " = " + quoteText(c.Key), symbol: markerSymbol(costMarker(c).crowded(l.Points.Len()))})
	}
	if l.Points.Len() == v.r.Demand.Len() {
		return look{render: r}
	}
	r.entries = append(r.entries, entry{label: v.t("未评估", "not judged"), filter: "ELSE", symbol: markerSymbol(marker{"circle", "#bdbdbd", colorPaper, 0.2, 1.2})})
	return look{render: r}
}

// Up to manyPoints the markers of points have their full size; beyond they get
// smaller as the points get closer, down to a quarter, and lose their edge.
const manyPoints = 2000

func (m marker) crowded(points int) marker {
	if points <= manyPoints {
		return m
	}
	part := max(0.25, math.Sqrt(manyPoints/float64(points)))
	m.size *= part
	m.width *= part
	if part < 0.6 && m.shape != "cross2" {
		m.stroke, m.width = m.fill, 0
	}
	return m
}

// costMarker tells classes apart by shape as well: those within reach are
// round.
func costMarker(c output.CostClass) marker {
	switch c.Key {
	case output.BeyondKey:
		return marker{"square", c.Color, colorInk, 0.2, 1.9}
	case output.OffKey:
		return marker{"cross2", c.Color, colorInk, 0.5, 2.2}
	}
	return marker{"circle", c.Color, colorInk, 0.15, 1.8}
}

// groundLook draws the ground within a target's thresholds.
func (v *view) groundLook(l *coverage.Ledger) look {
	n := len(l.Thresholds)
	r := renderer{typ: ruled, order: `-"band"`}
	for i := range l.Thresholds {
		t := &l.Thresholds[i]
		if len(t.Ground) == 0 {
			continue
		}
		r.entries = append(r.entries, bandEntry(i, output.Within(t).In(v.lang), groundSymbol(output.GroundColor(i, n))))
	}
	return look{render: r}
}

// allGroundLook draws the grounds of all targets by their band.
func (v *view) allGroundLook() look {
	ls := v.wayTargets()
	r := renderer{typ: ruled, order: `-"band"`}
	for i := range bandsOf(ls) {
		r.entries = append(r.entries, bandEntry(i, v.bandName(i), groundSymbol(output.GroundColor(i, bandsOf(ls)))))
	}
	return look{render: r, labels: &labels{expr: "within", size: 8, priority: 2, polygon: true, minScale: 60_000}}
}

// streetLook draws the streets that a target reaches along, the nearest widest.
func (v *view) streetLook(l *coverage.Ledger) look {
	n := len(l.Thresholds)
	r := renderer{typ: ruled}
	for i := range n {
		r.entries = append(r.entries, bandEntry(i, output.StreetBand(l, i).In(v.lang), lineSymbol(colorStreet, bandWidth(i, n))))
	}
	return look{render: r}
}

// allStreetLook draws the streets of all targets by their band.
func (v *view) allStreetLook() look {
	n := bandsOf(v.wayTargets())
	r := renderer{typ: ruled}
	for i := range n {
		r.entries = append(r.entries, bandEntry(i, v.bandName(i), lineSymbol(colorStreet, bandWidth(i, n))))
	}
	return look{render: r}
}

func (v *view) bandName(i int) string { return fmt.Sprintf(v.t("第 %d 档", "band %d"), i+1) }

func bandEntry(band int, label string, s symbol) entry {
	return entry{label: label, filter: quoteName("band") + " = " + strconv.Itoa(band), symbol: s}
}

// bandWidth is the width of a band's streets, mm.
func bandWidth(i, n int) float64 { return 0.15 + 0.25*float64(n-1-i)/float64(max(n, 1)) }

// groundSymbol is a half transparent fill without an edge.
func groundSymbol(color string) symbol {
	return symbol{typ: "fill", alpha: groundAlpha, layers: []symbolLayer{{class: "SimpleFill", props: []string{
		"color", rgba(color), "style", "solid", "outline_style", "no",
	}}}}
}
