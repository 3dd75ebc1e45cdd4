package shapefile

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"
)

// Options say what the files do not say themselves. The zero value finds it
// out.
type Options struct {
	// CRS is the system of the coordinates ("EPSG:4547", "GCJ-02"); it overrules
	// the .prj. "" takes the .prj, else WGS 84 where they are degrees.
	CRS string
	// Swap exchanges the two numbers of every position before anything else.
	Swap bool
	// Encoding of the texts ("GBK" …); "" takes what the .cpg or the .dbf says
	// unless the bytes are something else.
	Encoding string
	// Layer chooses the .shp of a ZIP that holds several, by its name with or
	// without folder and extension; "" takes the only one.
	Layer string
}

// Read reads a .shp, f.Data, with the files beside it. Records are those of the
// .shp in the order of the .shx; Row counts them from 1, those marked as deleted
// in the .dbf included, which are left out. A missing .shx is rebuilt, a missing
// .dbf is a Problem, as are lengths and counts that do not fit the file, a
// MultiPatch, a .prj that is not understood, and metres without any.
//
// A polygon's rings become shells and holes by what lies in what, so that rings
// wound the wrong way round are read rightly. Time is linear in the file, with
// the logarithm of the number of rings in one record.
func Read(f *source.Files, o Options) (*datasets.Table, error) {
	r, err := open(f)
	if err != nil {
		return nil, err
	}
	parts, err := besides(f)
	if err != nil {
		return nil, err
	}
	system, declared, err := projection(f.Name, parts.prj, o)
	if err != nil {
		return nil, err
	}
	table, err := parseDBF(f.Name, parts.dbf, r.notes)
	if err != nil {
		return nil, err
	}
	spans, err := r.spans(parts.shx, parts.noSHX, table.rows)
	if err != nil {
		return nil, err
	}
	t := &datasets.Table{File: f.Name, Format: "Shapefile", Spatial: true}
	table.extend(len(spans))
	if err := table.fill(t, len(spans), o.Encoding, parts.cpg); err != nil {
		return nil, err
	}
	if err := r.place(t, spans); err != nil {
		return nil, err
	}
	r.noteLengths(len(spans), table.rows)
	return finish(t, r.notes, &place.Options{CRS: o.CRS, Swap: o.Swap, Declared: declared, System: system, Where: ".prj", Guess: true})
}

// reader holds one .shp while it is read.
type reader struct {
	name  string
	data  []byte
	kind  shapeType // in the header
	notes *source.Notes
}

// open checks the header of the .shp.
func open(f *source.Files) (*reader, error) {
	r := &reader{name: f.Name, data: f.Data, notes: source.NewNotes(f.Name, rules())}
	if len(f.Data) < 4 || binary.BigEndian.Uint32(f.Data) != fileCode {
		return nil, source.Refuse(f.Name, source.Detect(f.Data), "Shapefile")
	}
	if len(f.Data) < headerBytes {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: f.Name},
			What:  datasets.T("文件只有 %d 字节，连文件头也不完整", "the file has %d bytes, less than a header", len(f.Data)),
			Hint:  datasets.T("下载或拷贝可能没有完成，请重新获取 .shp、.shx 和 .dbf", "a download or copy may not have finished; fetch the .shp, .shx and .dbf again"),
		}
	}
	r.kind = shapeType(binary.LittleEndian.Uint32(f.Data[32:]))
	if _, ok := r.kind.flat(); !ok {
		return nil, r.unknownType(r.kind, 0)
	}
	return r, nil
}

// companions are the files beside a .shp.
type companions struct {
	dbf, shx, prj, cpg []byte
	noSHX              bool
}

// besides loads them; only the .dbf must be there.
func besides(f *source.Files) (*companions, error) {
	c := &companions{}
	load := func(ext string, into *[]byte) (missing bool, err error) {
		*into, err = f.Beside(ext)
		if errors.Is(err, fs.ErrNotExist) {
			return true, nil
		}
		return false, err
	}
	missing, err := load(".dbf", &c.dbf)
	if err != nil {
		return nil, err
	}
	if missing {
		return nil, noDBF(f.Name)
	}
	if c.noSHX, err = load(".shx", &c.shx); err != nil {
		return nil, err
	}
	if _, err = load(".prj", &c.prj); err != nil {
		return nil, err
	}
	_, err = load(".cpg", &c.cpg)
	return c, err
}

func noDBF(name string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: name},
		What:  datasets.T("缺少属性表：同名的 .dbf 文件不在旁边", "the attribute table is missing: there is no .dbf file of the same name beside it"),
		Hint: datasets.T("Shapefile 由 .shp、.shx、.dbf、.prj（及 .cpg）几个同名文件组成：请把 .dbf 拷到同一文件夹，或向来源索取整套文件",
			"a Shapefile is several files of one name, .shp, .shx, .dbf, .prj (and .cpg): copy the .dbf into the same folder, or ask the source for the whole set"),
	}
}

// projection understands the .prj. Where the user names a system a .prj that is
// not understood does no harm.
func projection(name string, prj []byte, o Options) (system *crs.System, declared string, err error) {
	text := strings.Trim(string(prj), "\ufeff\x00 \t\r\n")
	if text == "" {
		return nil, "", nil
	}
	system, err = crs.ParseWKT(text)
	if err == nil {
		return system, system.Code(), nil
	}
	if o.CRS != "" {
		return nil, source.TrimCell(firstBytes(text, 60)), nil
	}
	p := &datasets.Problem{
		Where: datasets.Ref{File: name}, Err: err,
		What: datasets.T(".prj 中的坐标系不能识别（%s）", "the coordinate system in the .prj is not understood (%s)", err.Error()),
		Hint: datasets.T("在 QGIS 中另存为 EPSG:4490 或 EPSG:4326，或用 crs 写明真正的坐标系，例如 crs: EPSG:4547", "save it in EPSG:4490 or EPSG:4326 with QGIS, or name the true system with crs, such as crs: EPSG:4547"),
	}
	var refused *crs.Refused
	if errors.As(err, &refused) {
		p.What = datasets.T(".prj 中的坐标系：%[1]s", "the coordinate system in the .prj: %[2]s", refused.WhatZH, refused.WhatEN)
		p.Hint = datasets.Text{ZH: refused.HintZH, EN: refused.HintEN}
	}
	return nil, "", p
}

// firstBytes is the beginning of a text, cut between characters.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// place decodes the shapes of the records that fill made.
func (r *reader) place(t *datasets.Table, spans []span) error {
	for i := range t.Records {
		rec := &t.Records[i]
		if rec.Row > len(spans) {
			break
		}
		s := spans[rec.Row-1]
		g, err := r.shape(r.data[s.from:s.to], rec.Row)
		if err != nil {
			return err
		}
		rec.Geometry = g
	}
	return nil
}

// noteLengths compares how many shapes and rows there are.
func (r *reader) noteLengths(shapes, rows int) {
	text := func() datasets.Text {
		return datasets.T(".shp 有 %[1]d 个要素，.dbf 有 %[2]d 条记录", "the .shp has %[1]d features, the .dbf %[2]d rows", shapes, rows)
	}
	for row := rows + 1; row <= shapes; row++ {
		r.notes.Add("dbf-short", datasets.Ref{Row: row}, text)
	}
	for row := shapes + 1; row <= rows; row++ {
		r.notes.Add("dbf-long", datasets.Ref{Row: row}, text)
	}
}

// finish puts a table into place and lists what was noticed; where is nil for
// a table without shapes.
func finish(t *datasets.Table, notes *source.Notes, where *place.Options) (*datasets.Table, error) {
	if len(t.Records) == 0 {
		notes.Add("no-records", datasets.Ref{}, func() datasets.Text { return datasets.T("没有记录", "no records") })
	}
	repeats, some := source.Duplicates(t)
	if where != nil {
		if err := place.Table(t, notes, *where); err != nil {
			return nil, err
		}
	}
	t.Findings = append(t.Findings, notes.Findings()...)
	if some {
		t.Findings = append(t.Findings, repeats)
	}
	return t, nil
}
