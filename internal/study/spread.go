package study

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage/spread"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo"
	"fugai/geo/raster"
	"fugai/internal/travel"
)

// spreadEntry says where inside their units people are taken to live.
type spreadEntry struct {
	LayerSource `yaml:",inline"`
	Over        scalar `yaml:"over"`   // streets, hexagons, squares, buildings, points, raster
	Size        scalar `yaml:"size"`   // of cells, or of the steps along streets
	Floors      scalar `yaml:"floors"` // column of buildings
	Column      scalar `yaml:"column"` // weight of points
	People      scalar `yaml:"people"` // group whose people are those of the raster
}

// Sizes where an entry gives none: a cell of a hectare's order; a step that a
// walk takes about a minute for.
const (
	defaultCell geo.Meters = 200
	defaultStep geo.Meters = 100
)

// spread puts the people of units where they are inside them.
func (s *Study) spread(ctx context.Context, l *loaded, e *spreadEntry, units []spread.Unit, read readFunc) (datasets.DemandList, error) {
	method, err := s.spreadMethod(ctx, l, e, read)
	if err != nil {
		return datasets.DemandList{}, err
	}
	parts, report, err := spread.Over(ctx, units, method)
	var p *datasets.Problem
	var broken *raster.Error
	switch {
	case errors.As(err, &broken):
		return parts, travel.GridProblem(e.From.text, err)
	case errors.As(err, &p):
		return parts, wrong(e.Over, p.What, p.Hint)
	case err != nil:
		return parts, err
	}
	layer := e.From.text
	if layer == "" {
		layer = s.file
	}
	for _, f := range report.Findings(layer) {
		l.quality.Note(f)
	}
	l.spreads = append(l.spreads, report.Text())
	return parts, nil
}

func (s *Study) spreadMethod(ctx context.Context, l *loaded, e *spreadEntry, read readFunc) (spread.Method, error) {
	switch e.Over.text {
	case "streets":
		return s.spreadStreets(ctx, l, e)
	case "hexagons", "squares":
		size, err := meters(e.Size, defaultCell)
		return &spread.Tiles{Shape: spread.Shape(e.Over.text), Size: size}, err
	case "buildings":
		return spreadBuildings(e, read)
	case "points":
		return s.spreadPoints(e, read)
	case "raster":
		return s.spreadRaster(ctx, l, e)
	}
	return nil, wrong(e.Over, datasets.T("spread.over 的值“%s”不认识", "%q is not known for spread.over", e.Over.text),
		datasets.T("streets、hexagons、squares、buildings、points 或 raster", "streets, hexagons, squares, buildings, points or raster"))
}

// spreadStreets takes the streets of a way: the one that from names, or the
// only one.
func (s *Study) spreadStreets(ctx context.Context, l *loaded, e *spreadEntry) (spread.Method, error) {
	by := e.From
	if !by.set() {
		by.node = e.Over.node
	}
	way, err := l.ways.of(ctx, by, "s")
	if err != nil {
		return nil, err
	}
	if way.streets == nil {
		return nil, wrong(e.Over, datasets.T("“%s”没有路网", "%q has no streets", way.way.ID), knownWays(s.wayNames()))
	}
	l.streets(way.streets)
	every, err := meters(e.Size, defaultStep)
	g := way.streets.Graph
	m := &spread.Streets{Every: every}
	for i := range g.Edges {
		if edge := &g.Edges[i]; !edge.Turn && !edge.Through {
			m.Lines = append(m.Lines, g.Line(uint32(i)))
		}
	}
	return m, err
}

func spreadBuildings(e *spreadEntry, read readFunc) (spread.Method, error) {
	if err := needFrom(&e.LayerSource); err != nil {
		return nil, err
	}
	t, _, err := read(&e.LayerSource, datasets.RoleDemand)
	if err != nil {
		return nil, err
	}
	t.Hold()
	col := -1
	if e.Floors.set() {
		if col = t.Column(e.Floors.text); col < 0 {
			return nil, wrong(e.Floors, datasets.T("%[2]s 里没有列“%[1]s”", "there is no column %[1]q in %[2]s", e.Floors.text, e.From.text), datasets.Text{})
		}
	}
	geometries, floors := make([]orb.Geometry, len(t.Records)), make([]float64, len(t.Records))
	for i := range t.Records {
		geometries[i], floors[i] = t.Records[i].Geometry, math.NaN()
		if col >= 0 {
			if v, err := strconv.ParseFloat(strings.TrimSpace(t.Records[i].Values[col]), 64); err == nil {
				floors[i] = v
			}
		}
	}
	spots, _ := spread.Buildings(geometries, floors)
	measure := datasets.T("建筑面积", "floor space")
	if col < 0 {
		measure = datasets.T("占地面积", "footprint")
	}
	return &spread.Places{Places: spots, Of: datasets.T("建筑", "buildings"), Measure: measure}, nil
}

func (s *Study) spreadPoints(e *spreadEntry, read readFunc) (spread.Method, error) {
	if err := needFrom(&e.LayerSource); err != nil {
		return nil, err
	}
	t, o, err := read(&e.LayerSource, datasets.RoleDemand)
	if err != nil {
		return nil, err
	}
	const weight = "people"
	m := &spread.Places{Of: datasets.Same(e.From.text), Measure: datasets.T("点", "points")}
	if !e.Column.set() {
		if t, err = datasets.Locate(t, o); err != nil {
			return nil, err
		}
		t.Hold()
		points := make([]*orb.Point, len(t.Records))
		for i := range t.Records {
			if p, ok := t.Records[i].Geometry.(orb.Point); ok {
				points[i] = &p
			}
		}
		m.Places = spread.Points(points, nil)
		return m, nil
	}
	layer, err := datasets.Demands(t, datasets.DemandOptions{LayerOptions: o, Weights: map[string]string{weight: e.Column.text}}, s.tax)
	if err != nil {
		return nil, err
	}
	points, weights := make([]*orb.Point, layer.Records.Len()), make([]float64, layer.Records.Len())
	for i := range points {
		points[i], weights[i] = layer.Records.Point(i), layer.Records.Weights(i).Of(weight)
	}
	m.Places, m.Measure = spread.Points(points, weights), datasets.Same(e.Column.text)
	return m, nil
}

func (s *Study) spreadRaster(ctx context.Context, l *loaded, e *spreadEntry) (spread.Method, error) {
	if err := needFrom(&e.LayerSource); err != nil {
		return nil, err
	}
	grid, in, err := travel.OpenGrid(ctx, s.resolve(e.From.text), open.Options{FS: s.fsys})
	if err != nil {
		return nil, err
	}
	in.Path = e.From.text
	l.inputs = append(l.inputs, in)
	m := &spread.Raster{Grid: grid, Name: e.From.text}
	if e.People.set() {
		if m.People, err = s.group(e.People); err != nil {
			return nil, err
		}
	}
	return m, nil
}
