package shapefile

import (
	"math"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"
)

// maxFile is the largest .shp or .dbf that other programs read, 2 GiB less one
// byte.
const maxFile = math.MaxInt32

// WriteOptions say how a table is written. The zero value writes WGS 84 and
// UTF-8.
type WriteOptions struct {
	// System is what the geometries are in; the .prj declares it, nothing is
	// converted. nil is WGS 84.
	System *crs.System
	// Name is the file that findings and errors are about; "" takes the table's.
	Name string
	// Encoding of the texts: "UTF-8" (also "") or "GBK", for programs that do
	// not look at the .cpg.
	Encoding string
}

// Encoded is a Shapefile, to be written side by side under one name.
type Encoded struct {
	SHP, SHX []byte // nil for a table without shapes
	DBF      []byte
	PRJ      []byte // nil where nothing can be declared
	CPG      []byte
}

// Part is one file of a Shapefile.
type Part struct {
	Ext  string // with the dot
	Data []byte
}

// Parts lists the files that there are, in a fixed order.
func (e *Encoded) Parts() []Part {
	var out []Part
	for _, p := range [...]Part{{".shp", e.SHP}, {".shx", e.SHX}, {".dbf", e.DBF}, {".prj", e.PRJ}, {".cpg", e.CPG}} {
		if p.Data != nil {
			out = append(out, p)
		}
	}
	return out
}

// Encode makes the files of a table. Polygons and MultiPolygons, lines and
// MultiLineStrings may stand together, and so may Points and MultiPoints, which
// all become MultiPoints; any other mixture is a Problem, as are more than 255
// columns and files over 2 GiB. A record without geometry is a null shape. A
// table that is not Spatial gives a .dbf and .cpg only.
//
// The .dbf cannot hold everything, and what is lost is a finding: names of
// columns are cut to 10 bytes and made unlike each other, texts to 254 bytes,
// empty texts become null. Integers of up to 18 digits are N fields without
// decimals; reals are N fields of up to 24 characters whose text gives the very
// number again; longer integers, times, and columns whose cells are not of their
// type are written as text. The same table gives the same bytes.
func Encode(t *datasets.Table, o WriteOptions) (*Encoded, []datasets.Finding, error) {
	if o.Name == "" {
		o.Name = t.File
	}
	out := &Encoded{}
	notes := source.NewNotes(o.Name, writeRules())
	if t.Spatial {
		s, err := newShapes(t, o.Name, notes)
		if err != nil {
			return nil, nil, err
		}
		out.SHP, out.SHX = s.encode()
		out.PRJ = projectionText(o.System, notes)
	}
	w, err := newTableWriter(t, o, notes)
	if err != nil {
		return nil, nil, err
	}
	if out.DBF, err = w.encode(); err != nil {
		return nil, nil, err
	}
	out.CPG = []byte(w.text.name)
	return out, notes.Findings(), nil
}

// projectionText is the .prj of a system.
func projectionText(s *crs.System, notes *source.Notes) []byte {
	if s == nil {
		s, _ = crs.ByEPSG(4326) // always known
	}
	text := s.WKT1()
	if text == "" {
		notes.Add("prj-impossible", datasets.Ref{}, func() datasets.Text { return datasets.Same(s.Code()) })
		return nil
	}
	return []byte(text)
}

// writeRules lists what Encode notices, in the order of the report.
func writeRules() []source.Rule {
	return []source.Rule{
		source.Warn("prj-impossible", "%d 处：.prj 写不出这个坐标系，没有写 .prj", "%d time no .prj was written, because it cannot declare this system",
			"使用时须另行说明坐标系，或改存为 WGS 84", "tell the users of the file which system it is, or write WGS 84"),
		source.Remark("points-promoted", "%d 个单点与多点同在一个图层，已写成多点", "%d single points stand in one layer with multipoints and were written as multipoints", "", ""),
		source.Warn("geometry-left-out", "%d 个要素的几何有不是数的坐标或没有面积，写成空几何", "%d features have coordinates that are no numbers or a geometry without extent; they were written without geometry",
			"请在源文件中改正", "correct them in the source"),
		source.Warn("field-renamed", "%d 个字段名改短或改名（.dbf 的字段名至多 10 字节且不得重复）", "%d names of columns were changed (.dbf takes 10 bytes, and no name twice)",
			"需要完整的字段名时请写 GeoPackage 或 GeoJSON", "write GeoPackage or GeoJSON to keep the names"),
		source.Warn("text-cut", "%d 个文字超过 254 字节，已截短", "%d texts of more than 254 bytes were cut", "需要全文时请写 GeoPackage 或 GeoJSON", "write GeoPackage or GeoJSON to keep them whole"),
		source.Warn("char-replaced", "%d 个文字含有所选编码没有的字符，已写成 ?", "%d texts hold characters that the encoding lacks; they were written as ?", "请写成 UTF-8", "write UTF-8"),
		source.Remark("written-as-text", "%d 列写成文字（整数超过 18 位、时间，或单元格与类型不符）", "%d columns were written as text (integers of more than 18 digits, times, or cells that are not of the type)", "", ""),
		source.Remark("blank-as-null", "%d 个空文字写成空值（.dbf 不分两者）", "%d empty texts were written as null (.dbf knows no difference)", "", ""),
		source.Remark("field-added", "%d 处：表中没有列，已加编号列 id", "%d time the table has no columns; a column id was added", "", ""),
	}
}
