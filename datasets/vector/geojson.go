package vector

import (
	"bytes"
	"errors"

	"fugai/datasets"
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// Options say what a file does not say itself. The zero value reads GeoJSON
// as RFC 7946 has it.
type Options struct {
	// CRS is the system of the coordinates ("EPSG:4547", "GCJ-02", "BD-09"); it
	// overrules a crs member. "" takes the crs member, else WGS 84.
	CRS string
	// SwapXY exchanges the two numbers of every position before anything else,
	// for files that hold latitude before longitude (northing before easting).
	SwapXY bool
	// Encoding of the text ("GBK" …); "" finds it.
	Encoding string
}

// ReadGeoJSON reads a FeatureCollection, a Feature, a bare geometry, or a
// sequence of them (one a line, or separated by RS, RFC 8142). Members may
// stand in any order; the columns of the table are the property names in
// order of appearance. Numbers keep their digits as written, objects and
// arrays become compact JSON, null becomes "", and so does "", which
// [datasets.Record] lists as blank. A column of integers alone, of numbers or
// of booleans has that type; all else is text, however much it looks like a
// number or a date.
//
// Features whose geometry cannot be used stay as records without one, with a
// finding. A file that is no GeoJSON, is cut off, or holds coordinates that
// are no degrees and of no declared system is a [datasets.Problem] that names
// the byte offset or feature. Time and memory are linear in the file; arrays
// may nest 100 deep.
func ReadGeoJSON(data []byte, file string, opts Options) (*datasets.Table, error) {
	if f := source.Detect(data); f != source.JSON && (f != source.Text || !looksUTF16(data)) {
		return nil, source.Refuse(file, f, "GeoJSON")
	}
	text, err := source.Decode(data, file, opts.Encoding)
	if err != nil {
		return nil, err
	}
	r := &reader{
		scan:  scanner{data: text.Text},
		table: &datasets.Table{File: file, Format: "GeoJSON", Encoding: text.Encoding, Spatial: true},
		notes: source.NewNotes(file, rules()),
		index: map[string]int{},
		ids:   map[string]int{},
	}
	if err := r.sequence(); err != nil {
		return nil, r.problem(err)
	}
	if err := r.finishCells(); err != nil {
		return nil, err
	}
	t := r.table
	if len(t.Records) == 0 {
		r.notes.Add("no-records", datasets.Ref{}, nil)
	}
	repeats, some := source.Duplicates(t) // before geometries are left out, which would make records alike
	if err := place.Table(t, r.notes, place.Options{CRS: opts.CRS, Swap: opts.SwapXY, Declared: r.member}); err != nil {
		return nil, err
	}
	t.Findings = append(text.Findings(file), r.notes.Findings()...)
	if some {
		t.Findings = append(t.Findings, repeats)
	}
	return t, nil
}

// looksUTF16 lets through GeoJSON that was saved as UTF-16.
func looksUTF16(data []byte) bool {
	return len(data) > 1 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff ||
		data[0] == '{' && data[1] == 0)
}

// reader holds one file while it is read.
type reader struct {
	scan   scanner
	table  *datasets.Table
	notes  *source.Notes
	index  map[string]int // property name → column
	kinds  []valueKind    // what each column holds
	ids    map[string]int // feature id → its first feature
	filled int            // cells that hold something in the file
	cells  int            // cells allocated
	member string         // name in the crs member
	noCRS  bool           // the crs member is null: the system is unknown
}

// member spans of one top-level or feature object.
type members struct {
	kind        string
	hasID       bool
	id          string
	whole       span
	geometry    span
	properties  span
	hasFeatures bool
	foreign     string // a member that gives another JSON format away
}

// sequence reads all top-level values.
func (r *reader) sequence() error {
	for n := 0; ; n++ {
		for r.scan.space() == 0x1e {
			r.scan.pos++
		}
		if r.scan.pos >= len(r.scan.data) || r.onlyNULs() {
			return nil
		}
		if r.scan.space() != '{' {
			return r.notAnObject()
		}
		m, err := r.members(true)
		if err != nil {
			return err
		}
		if err := r.topLevel(m); err != nil {
			return err
		}
	}
}

// onlyNULs accepts the padding that some file systems leave after a crash.
func (r *reader) onlyNULs() bool {
	return len(bytes.Trim(r.scan.data[r.scan.pos:], "\x00 \r\n\t")) == 0
}

func (r *reader) notAnObject() error {
	if len(r.table.Records) == 0 && r.scan.space() == '[' {
		start := r.scan.pos
		if err := r.scan.skip(); err != nil {
			return err
		}
		r.scan.pos = start
		return &datasets.Problem{
			What: datasets.T("是一个 JSON 数组，不是 GeoJSON", "a JSON array, not GeoJSON"),
			Hint: datasets.T(`要素数组请包成 {"type": "FeatureCollection", "features": [ … ]}`, `wrap an array of features in {"type": "FeatureCollection", "features": [ … ]}`),
		}
	}
	return r.scan.unexpected("要素对象 {", "a feature object {")
}

// members walks over an object, keeping where its parts stand. In a
// top-level object features are read on the way.
func (r *reader) members(top bool) (members, error) {
	s := &r.scan
	m := members{}
	s.space()
	m.whole.from = s.pos
	err := s.object(func(key string) error {
		c := s.space()
		from := s.pos
		switch {
		case key == "type" && c == '"':
			var err error
			m.kind, err = s.text()
			return err
		case key == "id" && c != '{' && c != '[':
			return r.readID(&m)
		case key == "features" && c == '[' && top:
			m.hasFeatures = true
			return s.array(r.feature)
		}
		if err := s.skip(); err != nil {
			return err
		}
		at := span{from, s.pos}
		switch key {
		case "geometry":
			m.geometry = at
		case "properties":
			m.properties = at
		case "crs":
			if top {
				return r.readCRS(at)
			}
		case "arcs", "objects", "spatialReference", "geometryType", "elements":
			m.foreign = key
		}
		return nil
	})
	m.whole.to = s.pos
	return m, err
}

func (r *reader) readID(m *members) error {
	s := &r.scan
	if s.space() == '"' {
		id, err := s.text()
		m.id, m.hasID = source.TrimCell(id), true
		return err
	}
	w, err := s.word()
	if err == nil && string(w) != "null" {
		m.id, m.hasID = string(w), true
	}
	return err
}

// feature reads one element of features.
func (r *reader) feature() error {
	if r.scan.space() != '{' {
		if err := r.scan.skip(); err != nil {
			return err
		}
		r.table.Records = append(r.table.Records, datasets.Record{Row: len(r.table.Records) + 1})
		r.notes.Add("not-a-feature", r.here(), nil)
		return nil
	}
	m, err := r.members(false)
	if err != nil {
		return err
	}
	return r.add(m)
}

// topLevel takes one value of the sequence after its syntax is known.
func (r *reader) topLevel(m members) error {
	if m.hasFeatures && m.kind != "Topology" && m.foreign == "" {
		return nil
	}
	if m.kind == "FeatureCollection" {
		if m.hasFeatures {
			return nil
		}
		return &datasets.Problem{
			What: datasets.T("FeatureCollection 没有 features 数组", "the FeatureCollection has no array of features"),
			Hint: datasets.T("请重新导出该文件", "export the file again"),
		}
	}
	if isFeatureKind(m.kind) {
		return r.add(m)
	}
	return r.otherJSON(m)
}

func isFeatureKind(kind string) bool {
	switch kind {
	case "Feature", "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return true
	}
	return false
}

// otherJSON names the JSON formats that are taken for GeoJSON.
func (r *reader) otherJSON(m members) error {
	is := func(zh, en, hintZH, hintEN string) error {
		return &datasets.Problem{What: datasets.T(zh, en), Hint: datasets.T(hintZH, hintEN)}
	}
	switch {
	case m.kind == "Topology" || m.foreign == "arcs" || m.foreign == "objects":
		return is("是 TopoJSON，不是 GeoJSON", "TopoJSON, not GeoJSON",
			"用 mapshaper.org 打开并导出为 GeoJSON，或运行 ogr2ogr -f GeoJSON out.geojson in.topojson",
			"open it at mapshaper.org and export GeoJSON, or run ogr2ogr -f GeoJSON out.geojson in.topojson")
	case m.foreign == "spatialReference" || m.foreign == "geometryType":
		return is("是 Esri JSON，不是 GeoJSON", "Esri JSON, not GeoJSON",
			"从服务下载时选 f=geojson，或运行 ogr2ogr -f GeoJSON out.geojson in.json",
			"ask the service for f=geojson, or run ogr2ogr -f GeoJSON out.geojson in.json")
	case m.foreign == "elements":
		return is("是 Overpass（OpenStreetMap）的 JSON，不是 GeoJSON", "Overpass (OpenStreetMap) JSON, not GeoJSON",
			"在 overpass-turbo.eu 导出时选 GeoJSON", "choose GeoJSON in the export of overpass-turbo.eu")
	case m.kind == "":
		return is("是 JSON，但没有 GeoJSON 的 type", "JSON without the type of GeoJSON",
			"检查是否拿错文件；GeoJSON 以 {\"type\": \"FeatureCollection\" 开头", "check that it is the right file; GeoJSON begins with {\"type\": \"FeatureCollection\"")
	}
	what := datasets.T("type 是“%s”，不是 GeoJSON 的类型", "type is %q, which is not a type of GeoJSON", clip([]byte(m.kind)))
	return &datasets.Problem{What: what, Hint: datasets.T("检查是否拿错文件", "check that it is the right file")}
}

// here names the newest record.
func (r *reader) here() datasets.Ref { return datasets.Ref{Row: len(r.table.Records)} }

// problem names file, byte and last good feature for an error of the scanner.
func (r *reader) problem(err error) error {
	var p *datasets.Problem
	if errors.As(err, &p) {
		p.Where.File = r.table.File
		return p
	}
	var syntax *syntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	line := 1 + bytes.Count(r.scan.data[:min(syntax.offset, len(r.scan.data))], []byte("\n"))
	what := datasets.T("JSON 在第 %[1]d 字节（第 %[2]d 行）出错：%[3]s", "broken JSON at byte %[1]d (line %[2]d): %[3]s", syntax.offset, line, syntax.what)
	hint := datasets.T("请修正该处，或重新导出该文件", "mend that place, or export the file again")
	if syntax.cut {
		what = datasets.T("文件不完整：在第 %[1]d 字节（第 %[2]d 行）中断，%[3]s", "the file is cut off at byte %[1]d (line %[2]d): %[3]s", syntax.offset, line, syntax.what)
		hint = datasets.T("下载或拷贝可能没有完成，请重新获取该文件", "a download or copy may not have finished; fetch the file again")
	}
	good := datasets.T("；还没有读到完整的要素", "; no complete feature comes before it")
	if n := len(r.table.Records); n > 0 {
		good = datasets.T("；最后一个完整的要素是第 %d 个%s", "; the last complete feature is number %d%s", n, r.nameOf(n-1))
	}
	what.ZH += good.ZH
	what.EN += good.EN
	return &datasets.Problem{Where: datasets.Ref{File: r.table.File}, What: what, Hint: hint}
}

// nameOf is the id of a record in brackets, where it has one.
func (r *reader) nameOf(i int) string {
	if id := r.table.Records[i].ID; id != "" {
		return " (id " + id + ")"
	}
	return ""
}
