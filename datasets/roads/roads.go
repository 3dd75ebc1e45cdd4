package roads

import (
	"context"
	"path"
	"strings"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/network"
)

// Options say what the layer does not say itself. The zero value finds the
// columns by their headers.
type Options struct {
	Layer   string            // name in findings and reports; "" is the file's name
	Columns map[string]string // field → column, overruling the synonyms; see [Fields]
}

// Report says how a layer was understood, and what was noticed.
type Report struct {
	Layer    datasets.LayerReport
	Findings []datasets.Finding
}

// role is what the report calls a layer of streets.
const role = "roads"

// Read makes streets of a layer of lines, in WGS 84 as readers give them. Each
// part of a line is a way whose ID is the row's number; the points that lines
// share (equal to 1e-7 degrees) are one node, also where only one of the lines
// ends there. Lines that both pass through a point on different levels (bridge,
// tunnel, level) stay apart.
//
// Tags are OpenStreetMap's: highway by the class, maxspeed in km/h, oneway
// (yes, no, -1), name, foot, bicycle, motor_vehicle, access, layer, bridge,
// tunnel. Cells that cannot be used are findings with their rows. Lines that are
// no streets and rows that are no lines are counted and left out. A layer
// without any line that can be used, and columns that are named and not there,
// are a [*datasets.Problem].
func Read(ctx context.Context, t *datasets.Table, o Options) (*network.Roads, Report, error) {
	cols, err := match(t, o.Columns)
	if err != nil {
		return nil, Report{}, err
	}
	r := newLayerReader(t, cols, o)
	if err := r.readAll(ctx); err != nil {
		return nil, Report{}, err
	}
	if len(r.roads.Ways) == 0 {
		return nil, Report{}, r.noStreets()
	}
	return r.roads, r.report(), nil
}

// layerReader turns the rows of one table into ways.
type layerReader struct {
	tagger
	roads *network.Roads
	nodes nodes
	used  int // rows that gave a way
}

func newLayerReader(t *datasets.Table, cols *columns, o Options) *layerReader {
	n := &notes{Notes: source.NewNotes(t.File, rules()), table: t, layer: layerName(t, o.Layer), words: map[string]int{}}
	r := &layerReader{tagger: newTagger(t, cols, n), roads: &network.Roads{File: t.File, Lines: true}}
	r.nodes = newNodes()
	return r
}

// layerName is the name of a layer in messages: the study's, else the file's.
func layerName(t *datasets.Table, layer string) string {
	if layer != "" {
		return layer
	}
	name := path.Base(strings.ReplaceAll(t.File, `\`, "/"))
	if t.Layer != "" && !strings.HasSuffix(name, "#"+t.Layer) {
		name += "#" + t.Layer
	}
	return name
}

// rowsAtOnce is how many rows are read between two looks at ctx.
const rowsAtOnce = 4096

func (r *layerReader) readAll(ctx context.Context) error {
	if r.levelled() {
		for i := range r.table.Records {
			eachLine(r.table.Records[i].Geometry, r.nodes.noteEnds)
		}
	}
	for i := range r.table.Records {
		if i%rowsAtOnce == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		r.read(&r.table.Records[i])
	}
	r.roads.Points = r.nodes.points
	return nil
}

// read makes ways of one row.
func (r *layerReader) read(rec *datasets.Record) {
	if rec.Geometry == nil {
		r.notes.at(ruleNoGeometry, rec, -1)
		return
	}
	lines := 0
	eachLine(rec.Geometry, func(orb.LineString) { lines++ })
	if lines == 0 {
		r.notes.Add(ruleNotALine, r.table.Ref(rec, -1), func() datasets.Text { return datasets.Same(rec.Geometry.GeoJSONType()) })
		return
	}
	tags, level, ok := r.tags(rec)
	if !ok {
		return
	}
	before := len(r.roads.Ways)
	eachLine(rec.Geometry, func(line orb.LineString) {
		if chain := r.nodes.chain(line, level); len(chain) > 1 {
			r.roads.Ways = append(r.roads.Ways, network.Way{ID: int64(rec.Row), Nodes: chain, Tags: tags})
		} else {
			r.notes.at(ruleDegenerate, rec, -1)
		}
	})
	if len(r.roads.Ways) > before {
		r.used++
	}
}

// eachLine hands out the lines of a geometry.
func eachLine(g orb.Geometry, take func(orb.LineString)) {
	switch g := g.(type) {
	case orb.LineString:
		take(g)
	case orb.MultiLineString:
		for _, line := range g {
			take(line)
		}
	case orb.Collection:
		for _, part := range g {
			eachLine(part, take)
		}
	}
}

// noStreets says why nothing could be used.
func (r *layerReader) noStreets() error {
	p := &datasets.Problem{Where: datasets.Ref{File: r.table.File}, What: datasets.T("没有可用的道路", "there is no street that can be used"),
		Hint: datasets.T("请给出道路中心线图层（线）：GeoJSON、Shapefile、GeoPackage 或 KML", "name a layer of road centre lines: GeoJSON, Shapefile, GeoPackage or KML")}
	switch n := r.notes; {
	case len(r.table.Records) == 0:
		p.What = datasets.T("图层是空的，没有道路", "the layer is empty: there are no roads")
	case n.Count(ruleNotALine) > 0:
		kind := firstKind(r.table)
		p.What = datasets.T("图层里没有线（%[2]d 行是 %[1]s），不能作道路", "the layer holds no lines (%[2]d rows are %[1]s) and cannot serve as roads", kind, n.Count(ruleNotALine))
	case n.Count(ruleNoStreet) > 0:
		p.What = datasets.T("%d 条线都不是道路（铁路、河流等，或等级为空）", "none of the %d lines is a street (railways, rivers …, or without a class)", n.Count(ruleNoStreet))
		p.Hint = datasets.T("核对文件，或在 columns 中用 class 写明等级列", "check the file, or name the column of classes under columns: class")
	case n.Count(ruleDegenerate) > 0:
		p.What = datasets.T("%d 条线都没有长度", "none of the %d lines has any length", n.Count(ruleDegenerate))
	case !r.table.Spatial:
		p.What = datasets.T("文件没有几何，不能作道路", "the file holds no geometries and cannot serve as roads")
	}
	return p
}

func firstKind(t *datasets.Table) string {
	for i := range t.Records {
		if g := t.Records[i].Geometry; g != nil {
			return g.GeoJSONType()
		}
	}
	return ""
}

func (r *layerReader) report() Report {
	t := r.table
	layer := datasets.LayerReport{
		Layer: r.notes.layer, Role: role, File: t.File, Format: t.Format, Encoding: t.Encoding, CRS: t.CRS,
		Read: len(t.Records) + t.Dropped, Used: r.used, Repaired: t.Repaired, Dropped: t.Dropped + len(t.Records) - r.used,
		Columns: r.cols.uses,
	}
	return Report{Layer: layer, Findings: r.notes.findings()}
}
