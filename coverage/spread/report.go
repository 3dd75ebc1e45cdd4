package spread

import (
	"math"
	"slices"

	"fugai/datasets"
)

// Report says how people were spread, and on what evidence.
type Report struct {
	Method datasets.Text `json:"method"`
	Units  int           `json:"units"`
	Spread int           `json:"spread"` // units that were divided
	Empty  int           `json:"empty"`  // units where nobody is known to live
	Parts  int           `json:"parts"`  // records given, those of units that stayed whole included
	Stayed []Stay        `json:"stayed"` // units in which nothing was found, whose people stay at one point

	Measure    datasets.Text `json:"measure"` // what Evidence counts: metres of street, m², people of the raster
	Evidence   []Evidence    `json:"-"`       // of each unit, in order
	Places     int           `json:"places,omitempty"`
	Outside    int           `json:"outside,omitempty"`    // places in no unit
	Weightless int           `json:"weightless,omitempty"` // places whose weight counts for nothing
	Negative   int           `json:"negative,omitempty"`   // cells of a raster below 0

	of      datasets.Text
	compare bool // Evidence is people
}

// Stay is a unit whose people stay at one point.
type Stay struct {
	ID     string       `json:"id"`
	Name   string       `json:"name"`
	Source datasets.Ref `json:"source"`
}

// Evidence is what a method found in a unit.
type Evidence struct {
	ID     string
	Name   string
	Spots  int
	Found  float64          // the weights of the spots together
	People datasets.Weights // of the unit, before they were spread
}

// found notes what was found in a unit.
func (r *Report) found(u *Unit, spots int, sum float64) {
	r.Evidence = append(r.Evidence, Evidence{ID: u.Demand.ID, Name: u.Demand.Name, Spots: spots, Found: sum, People: u.Demand.Weights})
}

// Text says in one sentence what was done, for reports beside a share of people.
func (r *Report) Text() datasets.Text {
	t := datasets.T("%[1]s：%[2]d 个单元分为 %[3]d 个点", "%[1]s: %[2]d units became %[3]d points", r.Method, r.Units, r.Parts)
	if n := len(r.Stayed); n > 0 {
		t = datasets.T("%[1]s，其中 %[2]d 个单元仍为一点", "%[1]s; %[2]d units stay one point", t, n)
	}
	return t
}

// Findings lists what the user should look at, for the quality report of the
// layer: units that could not be spread, places in no unit, and how a raster's
// people compare with the units'.
func (r *Report) Findings(layer string) []datasets.Finding {
	out := []datasets.Finding{{Rule: "demand-spread", Severity: datasets.SeverityNote, Layer: layer, Count: r.Spread, Text: r.Text()}}
	add := func(n int, f datasets.Finding) {
		if n > 0 {
			f.Layer, f.Count = layer, n
			out = append(out, f)
		}
	}
	add(len(r.Stayed), datasets.Finding{
		Rule: "spread-nothing-found", Severity: datasets.SeverityWarning,
		Text: datasets.T("单元内没有可供分布的位置，人口留在单元内一点", "nothing was found in these units: their people stay at one point"),
		Hint: datasets.T("核对图层是否覆盖这些单元，或改用 hexagons", "see whether the layer covers these units, or spread over hexagons"), Examples: r.stayExamples(),
	})
	add(r.Outside, datasets.Finding{
		Rule: "spread-place-outside", Severity: datasets.SeverityWarning,
		Text: datasets.T("%[1]s中有 %[2]d 处不在任何单元内，未计入（共 %[3]d 处）", "%[2]d of %[3]d %[1]s lie in no unit and count for nothing", r.of, r.Outside, r.Places),
		Hint: datasets.T("核对坐标系与单元范围", "see to the coordinate system and to the extent of the units"),
	})
	add(r.Weightless, datasets.Finding{
		Rule: "spread-place-weightless", Severity: datasets.SeverityWarning,
		Text: datasets.T("%[1]s中有 %[2]d 处没有大于 0 的权重或没有位置，未计入（共 %[3]d 处）", "%[2]d of %[3]d %[1]s have no place or no weight above 0 and count for nothing", r.of, r.Weightless, r.Places),
		Hint: datasets.T("补上权重，或不写 column（各点权重相同）", "fill in the weights, or leave column out so that all weigh the same"),
	})
	add(r.Negative, datasets.Finding{
		Rule: "spread-raster-negative", Severity: datasets.SeverityWarning,
		Text: datasets.T("栅格有小于 0 的值，按无人处理", "cells of the raster are below 0 and taken as empty"),
		Hint: datasets.T("多为未声明的缺值：gdal_translate -a_nodata 该值 原文件.tif 新文件.tif", "mostly a value for missing cells that is not declared: gdal_translate -a_nodata VALUE in.tif out.tif"),
	})
	if r.compare {
		out = append(out, r.compared(layer))
	}
	return out
}

func (r *Report) stayExamples() []datasets.Example {
	var out []datasets.Example
	for _, s := range r.Stayed[:min(len(r.Stayed), datasets.MaxExamples)] {
		out = append(out, datasets.Example{Ref: s.Source, Text: datasets.Same(s.Name)})
	}
	return out
}

// compared sets what the raster adds up to beside the people of the units, with
// the units that differ most.
func (r *Report) compared(layer string) datasets.Finding {
	group, own, found := r.mainGroup(), 0.0, 0.0
	for _, e := range r.Evidence {
		own, found = own+e.People.Of(group), found+e.Found
	}
	f := datasets.Finding{
		Rule: "spread-raster-total", Severity: datasets.SeverityNote, Layer: layer, Count: r.Units,
		Text: datasets.T("栅格在各单元内共 %[1].0f 人，单元数据共 %[2].0f 人（%[3]s）", "the raster has %[1].0f people in the units, which have %[2].0f themselves (%[3]s)", found, own, group),
	}
	order := make([]int, len(r.Evidence))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := r.Evidence[a].gap(group), r.Evidence[b].gap(group)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	for _, i := range order[:min(len(order), datasets.MaxExamples)] {
		e := &r.Evidence[i]
		f.Examples = append(f.Examples, datasets.Example{Text: datasets.T("%[1]s：栅格 %[2].0f 人，单元 %[3].0f 人", "%[1]s: raster %[2].0f, unit %[3].0f", e.Name, e.Found, e.People.Of(group))})
	}
	return f
}

// gap is how far the raster's people are from the unit's.
func (e *Evidence) gap(group string) float64 { return math.Abs(e.Found - e.People.Of(group)) }

// mainGroup is people, or else the first group that a unit has.
func (r *Report) mainGroup() string {
	first := ""
	for _, e := range r.Evidence {
		for g := range e.People.All() {
			if g == "people" {
				return g
			}
			if first == "" || g < first {
				first = g
			}
		}
	}
	return first
}
