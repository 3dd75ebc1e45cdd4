package gpkg

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"fugai/datasets"
	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// WriteOptions choose how a table is written. The zero value gives a layer
// named "layer" in WGS 84.
type WriteOptions struct {
	System *crs.System // that the table's geometries are in already; nil is WGS 84
	Name   string      // of the layer; "" is "layer"
	FileOptions
}

// Write writes a table as a GeoPackage of one layer, beside path until it is
// whole. Names, types, Chinese, nulls and empty texts are kept. What does not
// fit is solved in one way and told in the findings: names that are alike but
// for upper and lower case, or that the format takes for itself, get a suffix; a
// column in which a value is not of its type is written as text; single and
// multiple geometries of one kind become multiple ones, and a mixture of kinds a
// layer that QGIS shows as several. GCJ-02 and BD-09 stand in the file by
// name alone: other programs convert neither. Ids of features become a column.
func Write(ctx context.Context, path string, t *datasets.Table, o WriteOptions) ([]datasets.Finding, error) {
	p := newPlan(t, o)
	f, err := Create(ctx, path, o.FileOptions)
	if err != nil {
		return nil, err
	}
	defer f.Abandon()
	if _, err := f.Add(ctx, p.layer, p.rows()); err != nil {
		return nil, err
	}
	return p.findings, f.Close()
}

// plan is how a table becomes a layer.
type plan struct {
	table    *datasets.Table
	layer    Layer
	ids      bool // the first column is the records' ids
	findings []datasets.Finding
}

func newPlan(t *datasets.Table, o WriteOptions) *plan {
	p := &plan{table: t, layer: Layer{Name: layerName(o.Name), System: o.System}}
	p.chooseGeometry()
	p.chooseColumns()
	if o.System != nil && o.System.Shifted() && p.layer.Geometry != NoGeometry {
		p.find("system-undefined", datasets.SeverityWarning,
			datasets.T("%s 在文件里只有名称：QGIS 等程序不会换算", "%s stands in the file by name alone: programs such as QGIS will not convert it", o.System.Name()),
			datasets.T("要在地图软件中叠加，请写成 WGS 84 或 CGCS2000", "write WGS 84 or CGCS2000 to lay it over other maps"), 1)
	}
	return p
}

// layerName keeps a name away from those that the format and SQLite take for
// themselves.
func layerName(name string) string {
	name = strings.ReplaceAll(strings.TrimSpace(name), "\x00", "")
	if name == "" {
		return "layer"
	}
	if ofPrograms(name) {
		return "x_" + name
	}
	return name
}

func (p *plan) find(rule string, severity datasets.Severity, text, hint datasets.Text, count int, examples ...datasets.Example) {
	p.findings = append(p.findings, datasets.Finding{Rule: rule, Severity: severity, Layer: p.table.File, Count: count, Text: text, Hint: hint, Examples: examples})
}

// chooseGeometry finds the type that holds all geometries.
func (p *plan) chooseGeometry() {
	found := map[Geometry]int{}
	for i := range p.table.Records {
		if k := kindOf(p.table.Records[i].Geometry); k != NoGeometry {
			found[k]++
		}
	}
	if len(found) == 0 && !p.table.Spatial {
		return
	}
	for _, pair := range [...][2]Geometry{{Point, MultiPoint}, {LineString, MultiLineString}, {Polygon, MultiPolygon}} {
		if found[pair[0]] > 0 && found[pair[1]] > 0 {
			found[pair[1]] += found[pair[0]]
			delete(found, pair[0])
		}
	}
	p.layer.Geometry = AnyGeometry
	if len(found) == 1 {
		for k := range found {
			p.layer.Geometry = k
		}
	}
	if len(found) > 1 {
		p.find("geometry-mixed", datasets.SeverityNote,
			datasets.T("图层里有 %d 种几何，QGIS 会显示成几个图层", "the layer holds %d kinds of geometry; QGIS shows it as several layers", len(found)),
			datasets.T("需要时按几何类型分开", "take the kinds apart where that matters"), len(found))
	}
}

// kindOf is the type of one geometry, NoGeometry where there is no point in it.
func kindOf(g orb.Geometry) Geometry {
	if g == nil || isEmpty(g) {
		return NoGeometry
	}
	switch g.(type) {
	case orb.Point:
		return Point
	case orb.MultiPoint:
		return MultiPoint
	case orb.LineString:
		return LineString
	case orb.MultiLineString:
		return MultiLineString
	case orb.Polygon, orb.Ring, orb.Bound:
		return Polygon
	case orb.MultiPolygon:
		return MultiPolygon
	case orb.Collection:
		return Collection
	}
	return NoGeometry
}

// promoted gives a geometry as the layer's type.
func promoted(g orb.Geometry, kind Geometry) orb.Geometry {
	switch v := g.(type) {
	case orb.Point:
		if kind == MultiPoint {
			return orb.MultiPoint{v}
		}
	case orb.LineString:
		if kind == MultiLineString {
			return orb.MultiLineString{v}
		}
	case orb.Ring:
		return promoted(orb.Polygon{v}, kind)
	case orb.Bound:
		return promoted(v.ToPolygon(), kind)
	case orb.Polygon:
		if kind == MultiPolygon {
			return orb.MultiPolygon{v}
		}
	}
	return g
}

// chooseColumns names and types the columns.
func (p *plan) chooseColumns() {
	t := p.table
	taken := map[string]bool{KeyColumn: true, GeometryColumn: true}
	for i := range t.Records {
		p.ids = p.ids || t.Records[i].ID != ""
	}
	if p.ids {
		name := freeName("id", taken, t.Columns)
		p.layer.Columns = append(p.layer.Columns, Column{name, datasets.TypeText})
	}
	var renamed []datasets.Example
	for i, c := range t.Columns {
		name := freeName(c, taken, nil)
		if name != c {
			renamed = append(renamed, datasets.Example{Ref: datasets.Ref{File: t.File, Column: c}, Text: datasets.Same(c + " → " + name)})
		}
		p.layer.Columns = append(p.layer.Columns, Column{name, p.typeOf(i)})
	}
	if len(renamed) > 0 {
		p.find("column-renamed", datasets.SeverityNote, datasets.T("%d 个列名与别的列或保留名只有大小写之别，已加后缀", "%d columns got a suffix: their names differ from others, or from reserved ones, by case at most", len(renamed)),
			datasets.Text{}, len(renamed), renamed[:min(len(renamed), datasets.MaxExamples)]...)
	}
}

// freeName makes a name that is neither taken nor among others, and takes it.
func freeName(name string, taken map[string]bool, others []string) string {
	base := strings.ReplaceAll(name, "\x00", "")
	if base == "" {
		base = "column"
	}
	used := func(s string) bool {
		if taken[strings.ToLower(s)] {
			return true
		}
		for _, o := range others {
			if strings.EqualFold(o, s) {
				return true
			}
		}
		return false
	}
	out := base
	for k := 2; used(out); k++ {
		out = base + "_" + strconv.Itoa(k)
	}
	taken[strings.ToLower(out)] = true
	return out
}

// typeOf is the type of a column, text where a value does not fit.
func (p *plan) typeOf(column int) datasets.Type {
	want := p.table.Type(column)
	if want == datasets.TypeText {
		return want
	}
	zoned := 0
	for i := range p.table.Records {
		rec := &p.table.Records[i]
		if column >= len(rec.Values) || rec.Values[column] == "" {
			continue
		}
		value, ok := valueOf(rec.Values[column], want)
		if s, is := value.(string); is && want == datasets.TypeTime && strings.HasSuffix(s, "Z") && !strings.HasSuffix(rec.Values[column], "Z") {
			zoned++
		}
		if !ok {
			p.find("type-widened", datasets.SeverityNote,
				datasets.T("%q 列有不是 %s 的值，整列按文本写出", "column %q holds a value that is not of type %s; it is written as text", p.table.Columns[column], string(want)),
				datasets.T("请核对该值", "check the value"), 1,
				datasets.Example{Ref: p.table.Ref(rec, column), Text: datasets.Same(shown(rec.Values[column]))})
			return datasets.TypeText
		}
	}
	if zoned > 0 {
		p.find("time-utc", datasets.SeverityNote,
			datasets.T("%[2]q 列有 %[1]d 个时间带时区，已换算为世界时（GeoPackage 只记世界时）", "%[1]d times of column %[2]q had a zone and were turned into universal time, the only one that GeoPackage has", zoned, p.table.Columns[column]),
			datasets.Text{}, zoned)
	}
	return want
}

// valueOf turns a cell into a value of a type; false where it is not one, or
// would not come back as it is.
func valueOf(cell string, t datasets.Type) (any, bool) {
	switch t {
	case datasets.TypeInteger:
		n, err := strconv.ParseInt(cell, 10, 64)
		return n, err == nil && strconv.FormatInt(n, 10) == cell
	case datasets.TypeReal:
		v, err := strconv.ParseFloat(cell, 64)
		return v, err == nil && v-v == 0 && !strings.ContainsAny(cell, "xX_pP")
	case datasets.TypeBoolean:
		return cell == "true", cell == "true" || cell == "false"
	case datasets.TypeDate:
		_, err := time.Parse(time.DateOnly, cell)
		return cell, err == nil
	case datasets.TypeTime:
		return timeValue(cell), isTime(cell)
	}
	return cell, true
}

// timeValue writes a time with a zone as GeoPackage wants it, in universal time
// with thousandths. One without a zone stays as it is: what zone is meant is
// not known.
func timeValue(cell string) string {
	for _, layout := range [...]string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, cell); err == nil {
			return t.UTC().Format("2006-01-02T15:04:05.000Z")
		}
	}
	return cell
}

// rows yields the records as rows of the layer.
func (p *plan) rows() iter.Seq2[orb.Geometry, []any] {
	return func(yield func(orb.Geometry, []any) bool) {
		values := make([]any, len(p.layer.Columns))
		for i := range p.table.Records {
			rec := &p.table.Records[i]
			p.values(rec, values)
			if !yield(promoted(rec.Geometry, p.layer.Geometry), values) {
				return
			}
		}
	}
}

// values fills in the values of a record.
func (p *plan) values(rec *datasets.Record, values []any) {
	clear(values)
	cells := values
	if p.ids {
		if rec.ID != "" {
			values[0] = rec.ID
		}
		cells = values[1:]
	}
	columns := p.layer.Columns[len(values)-len(cells):]
	for j := range cells {
		if j < len(rec.Values) && rec.Values[j] != "" {
			cells[j], _ = valueOf(rec.Values[j], columns[j].Type)
		}
	}
	for _, j := range rec.Blank {
		if j >= 0 && j < len(cells) && cells[j] == nil && columns[j].Type == datasets.TypeText {
			cells[j] = ""
		}
	}
}
