package kml

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/internal/testkit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const head = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>`
const tail = `</Document></kml>`

func mark1(inside string) string { return head + "<Placemark>" + inside + "</Placemark>" + tail }

func read(data []byte, o Options) (*datasets.Table, error) {
	return Read(source.Alone("点位.kml", data), o)
}

// ruleNames lists the findings as "rule×count".
func ruleNames(findings []datasets.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, fmt.Sprintf("%s×%d", f.Rule, f.Count))
	}
	return out
}

func TestReadGeometry(t *testing.T) {
	ring := `<LinearRing><coordinates>114,22 115,22 115,23 114,23 114,22</coordinates></LinearRing>`
	hole := `<LinearRing><coordinates>114.2,22.2 114.2,22.4 114.4,22.4 114.4,22.2 114.2,22.2</coordinates></LinearRing>`
	polygon := `<Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`
	shell := orb.Ring{{114, 22}, {115, 22}, {115, 23}, {114, 23}, {114, 22}}
	cut := orb.Ring{{114.2, 22.2}, {114.2, 22.4}, {114.4, 22.4}, {114.4, 22.2}, {114.2, 22.2}}
	tests := []struct {
		name, in string
		want     orb.Geometry
		rules    []string
	}{
		{name: "point", in: `<Point><coordinates>114.1,22.7,0</coordinates></Point>`, want: orb.Point{114.1, 22.7}},
		{name: "no height", in: `<Point><coordinates>114.1,22.7</coordinates></Point>`, want: orb.Point{114.1, 22.7}},
		{name: "height", in: `<Point><extrude>1</extrude><altitudeMode>absolute</altitudeMode><coordinates>114.1,22.7,35.5</coordinates></Point>`, want: orb.Point{114.1, 22.7}, rules: []string{"z-dropped×1"}},
		{name: "spaces after commas", in: `<Point><coordinates> 114.1, 22.7, 0 </coordinates></Point>`, want: orb.Point{114.1, 22.7}},
		{name: "spaces on both sides", in: "<LineString><coordinates>\n114.1 , 22.7 , 0\n\t114.2 ,\n22.8 , 0</coordinates></LineString>", want: orb.LineString{{114.1, 22.7}, {114.2, 22.8}}},
		{name: "commas too many", in: `<LineString><coordinates>114.1,22.7, 114.2,22.8,</coordinates></LineString>`, want: orb.LineString{{114.1, 22.7}, {114.2, 22.8}}},
		{name: "full-width commas and spaces", in: "<LineString><coordinates>114.1，22.7，0　114.2，22.8</coordinates></LineString>", want: orb.LineString{{114.1, 22.7}, {114.2, 22.8}}},
		{name: "no commas", in: `<Point><coordinates>114.1 22.7</coordinates></Point>`, rules: []string{"coordinate-unreadable×1"}},
		{name: "not a number", in: `<Point><coordinates>NaN,22.7</coordinates></Point>`, rules: []string{"coordinate-unreadable×1"}},
		{name: "1e999", in: `<Point><coordinates>1e999,22.7</coordinates></Point>`, rules: []string{"coordinate-unreadable×1"}},
		{name: "hexadecimal", in: `<Point><coordinates>0x10,22.7</coordinates></Point>`, rules: []string{"coordinate-unreadable×1"}},
		{name: "no coordinates", in: `<Point><coordinates> </coordinates></Point>`, rules: []string{"geometry-empty×1"}},
		{name: "empty element", in: `<Point/>`, rules: []string{"geometry-empty×1"}},
		{name: "nothing", in: `<name>甲</name>`, rules: []string{"geometry-null×1"}},
		{name: "line", in: `<LineString><tessellate>1</tessellate><coordinates>114,22 115,23,0</coordinates></LineString>`, want: orb.LineString{{114, 22}, {115, 23}}},
		{name: "ring outside a polygon", in: ring, want: orb.LineString(shell)},
		{name: "polygon", in: polygon, want: orb.Polygon{shell}},
		{name: "polygon with a hole", in: `<Polygon><innerBoundaryIs>` + hole + `</innerBoundaryIs><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`, want: orb.Polygon{shell, cut}},
		{name: "hole without polygon", in: `<Polygon><innerBoundaryIs>` + hole + `</innerBoundaryIs></Polygon>`, rules: []string{"coordinate-unreadable×1"}},
		{name: "unclosed ring", in: `<Polygon><outerBoundaryIs><LinearRing><coordinates>114,22 115,22 115,23</coordinates></LinearRing></outerBoundaryIs></Polygon>`, want: orb.Polygon{{{114, 22}, {115, 22}, {115, 23}, {114, 22}}}, rules: []string{"ring-closed×1"}},
		{name: "multi of points", in: `<MultiGeometry><Point><coordinates>1,2</coordinates></Point><Point><coordinates>3,4</coordinates></Point></MultiGeometry>`, want: orb.MultiPoint{{1, 2}, {3, 4}}},
		{name: "multi of one polygon", in: `<MultiGeometry>` + polygon + `</MultiGeometry>`, want: orb.MultiPolygon{{shell}}},
		{name: "multi in multi", in: `<MultiGeometry><MultiGeometry>` + polygon + `</MultiGeometry></MultiGeometry>`, want: orb.MultiPolygon{{shell}}},
		{name: "multi of lines", in: `<MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`, want: orb.MultiLineString{{{1, 2}, {3, 4}}}},
		{name: "mixed", in: `<MultiGeometry><Point><coordinates>1,2</coordinates></Point><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`, want: orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}},
		{name: "two without multi", in: `<Point><coordinates>1,2</coordinates></Point><Point><coordinates>3,4</coordinates></Point>`, want: orb.MultiPoint{{1, 2}, {3, 4}}},
		{name: "empty multi", in: `<MultiGeometry/>`, rules: []string{"geometry-empty×1"}},
		{name: "model", in: `<Model><Location/></Model>`, rules: []string{"geometry-null×1", "element-ignored×1"}},
		{name: "region and point", in: `<Region/><Point><coordinates>1,2</coordinates></Point>`, want: orb.Point{1, 2}, rules: []string{"element-ignored×1"}},
		{name: "track", in: `<gx:Track><when>2024-01-01</when><when>2024-01-02</when><gx:coord>114 22 5</gx:coord><gx:coord>115 23 0</gx:coord></gx:Track>`, want: orb.LineString{{114, 22}, {115, 23}}, rules: []string{"z-dropped×1", "track×1"}},
		{name: "track of one place", in: `<gx:Track><gx:coord>114 22</gx:coord><gx:coord/></gx:Track>`, want: orb.Point{114, 22}, rules: []string{"track×1"}},
		{name: "multi track", in: `<gx:MultiTrack><gx:Track><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord></gx:Track></gx:MultiTrack>`, want: orb.MultiLineString{{{1, 2}, {3, 4}}}, rules: []string{"track×1"}},
		{name: "swapped", in: `<Point><coordinates>22.7,114.1</coordinates></Point>`, rules: []string{"coordinates-swapped×1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// a sound point besides, so that one bad one is no reason to refuse the file
			got, err := read([]byte(strings.Replace(mark1(tt.in), tail, `<Placemark><name>z</name><Point><coordinates>114,22</coordinates></Point></Placemark>`+
				`<Placemark><name>y</name><Point><coordinates>114,23</coordinates></Point></Placemark>`+tail, 1)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got.Records[0].Geometry); d != "" {
				t.Errorf("geometry (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.rules, ruleNames(got.Findings)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

func TestReadColumns(t *testing.T) {
	point := `<Point><coordinates>114,22</coordinates></Point>`
	tests := []struct {
		name, in string
		columns  []string
		types    []datasets.Type
		values   [][]string
		blank    []int // of the first record
		rules    []string
	}{
		{
			name:    "own elements",
			in:      `<Placemark id="p1"><name> 甲 &amp; 乙&nbsp;</name><description><![CDATA[<b>粗</b>]]></description><address>路 1 号</address><phoneNumber>tel:+86</phoneNumber><TimeStamp><when>2024-05-01</when></TimeStamp>` + point + `</Placemark>`,
			columns: []string{"name", "description", "address", "phoneNumber", "when"}, types: []datasets.Type{"text", "text", "text", "text", "date"},
			values: [][]string{{"甲 & 乙", "<b>粗</b>", "路 1 号", "tel:+86", "2024-05-01"}},
		},
		{
			name:    "time span of years",
			in:      `<Placemark><TimeSpan><begin>2020</begin><end>2024-05-01T08:00:00Z</end></TimeSpan>` + point + `</Placemark>`,
			columns: []string{"begin", "end"}, types: []datasets.Type{"text", "time"}, values: [][]string{{"2020", "2024-05-01T08:00:00Z"}},
		},
		{
			name:    "folders, the name behind",
			in:      `<Folder><name>一街</name><Placemark><name>甲</name>` + point + `</Placemark><Folder><Placemark><name>乙</name>` + point + `</Placemark><name>社区</name></Folder></Folder><Placemark><name>丙</name>` + point + `</Placemark>`,
			columns: []string{"name", "folder"}, types: []datasets.Type{"text", "text"}, values: [][]string{{"甲", "一街"}, {"乙", "一街/社区"}, {"丙", ""}},
		},
		{
			name:    "data without types",
			in:      `<Placemark><ExtendedData><Data name="人口"><displayName>别名</displayName><value>12</value></Data><Data name="空"><value/></Data></ExtendedData>` + point + `</Placemark>`,
			columns: []string{"人口", "空"}, types: []datasets.Type{"text", "text"}, values: [][]string{{"12", ""}}, blank: []int{1},
		},
		{
			name: "schema behind its data",
			in: `<Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="n">12</SimpleData><SimpleData name="x">0.50</SimpleData><SimpleData name="b">1</SimpleData><SimpleData name="c">007</SimpleData><SimpleData name="s">9</SimpleData><SimpleData name="e"></SimpleData></SchemaData></ExtendedData>` + point + `</Placemark>` +
				`<Schema name="层" id="s"><SimpleField name="n" type="int"/><SimpleField name="x" type="double"/><SimpleField name="b" type="bool"/><SimpleField name="c" type="int"/><SimpleField name="s" type="string"/><SimpleField name="e" type="int"/></Schema>`,
			columns: []string{"n", "x", "b", "c", "s", "e"}, types: []datasets.Type{"integer", "real", "boolean", "text", "text", "integer"}, values: [][]string{{"12", "0.50", "true", "007", "9", ""}},
		},
		{
			name:    "name repeats a column",
			in:      `<Placemark><name>甲</name><ExtendedData><Data name="名称"><value>甲</value></Data></ExtendedData>` + point + `</Placemark><Placemark><ExtendedData/>` + point + `</Placemark>`,
			columns: []string{"名称"}, types: []datasets.Type{"text"}, values: [][]string{{"甲"}, {""}},
		},
		{
			name:    "data of the same name as an element",
			in:      `<Placemark><name>甲</name><ExtendedData><Data name="name"><value>乙</value></Data></ExtendedData>` + point + `</Placemark>`,
			columns: []string{"name", "name (2)"}, types: []datasets.Type{"text", "text"}, values: [][]string{{"甲", "乙"}},
		},
		{
			name: "attributes in the description",
			in: `<Placemark><name>甲</name><description><![CDATA[<html><head><meta charset="utf-8"></head><body><table><tr><td>甲</td></tr><tr><td><table><tr><td>FID</td><td>0</td></tr><tr bgcolor="#D4E4F3"><td>名 称</td><td>a &amp; b<br>c</td></tr><tr><td>备注</td><td>&lt;Null&gt;</td></tr></table></td></tr></table></body></html>]]></description>` + point + `</Placemark>` +
				`<Placemark><name>乙</name><description>&lt;table&gt;&lt;tr&gt;&lt;td&gt;FID:&lt;/td&gt;&lt;td&gt;1&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;面积&lt;td&gt;5&lt;/table&gt;</description>` + point + `</Placemark>`,
			columns: []string{"name", "FID", "名称", "备注", "面积"}, types: []datasets.Type{"text", "text", "text", "text", "text"},
			values: [][]string{{"甲", "0", "a & b c", "", ""}, {"乙", "1", "", "", "5"}}, rules: []string{"description-table×2"},
		},
		{
			name:    "one description is no table",
			in:      `<Placemark><description>&lt;table&gt;&lt;tr&gt;&lt;td&gt;a&lt;td&gt;1&lt;tr&gt;&lt;td&gt;b&lt;td&gt;2&lt;/table&gt;</description>` + point + `</Placemark><Placemark><description>文字</description>` + point + `</Placemark>`,
			columns: []string{"description"}, types: []datasets.Type{"text"}, values: [][]string{{"<table><tr><td>a<td>1<tr><td>b<td>2</table>"}, {"文字"}},
		},
		{
			name:    "markup that was not escaped",
			in:      `<Placemark><name>A & B</name><description>一<br>二<b>三</b></description>` + point + `</Placemark>`,
			columns: []string{"name", "description"}, types: []datasets.Type{"text", "text"}, values: [][]string{{"A & B", "一二三"}},
		},
		{
			name:    "overlays and links",
			in:      `<NetworkLink><name>x</name><Link><href>http://169.254.169.254/latest</href></Link></NetworkLink><GroundOverlay><Icon><href>http://127.0.0.1/a.png</href></Icon></GroundOverlay><Style id="a"/><Placemark><name>甲</name>` + point + `</Placemark>`,
			columns: []string{"name"}, types: []datasets.Type{"text"}, values: [][]string{{"甲"}}, rules: []string{"network-link×1", "element-ignored×1"},
		},
		{name: "only a link", in: `<NetworkLink><Url><href>http://169.254.0.1/</href></Url></NetworkLink>`, rules: []string{"no-records×1", "network-link×1"}},
		{
			name:    "ids twice",
			in:      `<Placemark id="a"><name>甲</name>` + point + `</Placemark><Placemark id="a"><name>乙</name>` + point + `</Placemark>`,
			columns: []string{"name"}, types: []datasets.Type{"text"}, values: [][]string{{"甲"}, {"乙"}}, rules: []string{"duplicate-id×1"},
		},
		{
			name:    "records twice",
			in:      `<Placemark><name>甲</name>` + point + `</Placemark><Placemark><name>甲</name>` + point + `</Placemark>`,
			columns: []string{"name"}, types: []datasets.Type{"text"}, values: [][]string{{"甲"}, {"甲"}}, rules: []string{"duplicate-record×1"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read([]byte(head+tt.in+tail), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var values [][]string
			for _, r := range got.Records {
				values = append(values, r.Values)
			}
			if d := cmp.Diff([]any{tt.columns, tt.types, tt.values}, []any{got.Columns, got.Types, values}, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("columns, types, values (-want +got):\n%s", d)
			}
			if len(got.Records) > 0 {
				if d := cmp.Diff(tt.blank, got.Records[0].Blank, cmpopts.EquateEmpty()); d != "" {
					t.Errorf("blank (-want +got):\n%s", d)
				}
			}
			if d := cmp.Diff(tt.rules, ruleNames(got.Findings)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

func TestReadEncodingsAndVersions(t *testing.T) {
	body := `<Document><Placemark><name>龙岗妇女儿童之家</name><Point><coordinates>114.1,22.7</coordinates></Point></Placemark></Document>`
	gbk := func(s string) []byte {
		out, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	utf16 := func(s string, e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		out, err := unicode.UTF16(e, bom).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	declare := func(encoding string) string { return `<?xml version="1.0" encoding="` + encoding + `"?>` }
	plain := `<kml>` + body + `</kml>`
	tests := []struct {
		name     string
		in       []byte
		options  Options
		encoding string
		rules    []string
	}{
		{name: "2.2", in: []byte(`<kml xmlns="http://www.opengis.net/kml/2.2">` + body + `</kml>`), encoding: "UTF-8"},
		{name: "2.1", in: []byte(`<kml xmlns="http://earth.google.com/kml/2.1">` + body + `</kml>`), encoding: "UTF-8"},
		{name: "2.0", in: []byte(`<kml xmlns="http://earth.google.com/kml/2.0">` + body + `</kml>`), encoding: "UTF-8"},
		{name: "no namespace", in: []byte(plain), encoding: "UTF-8"},
		{name: "prefix", in: []byte(strings.NewReplacer("</", "</k:", "<", "<k:").Replace(plain)), encoding: "UTF-8"},
		{name: "root left out", in: []byte(declare("UTF-8") + body), encoding: "UTF-8"},
		{name: "byte order mark", in: []byte("\ufeff" + declare("UTF-8") + plain), encoding: "UTF-8"},
		{name: "GBK declared", in: gbk(declare("GBK") + plain), encoding: "GB18030"},
		{name: "gb2312 declared", in: gbk(declare("gb2312") + plain), encoding: "GB18030"},
		{name: "GBK not declared", in: gbk(plain), encoding: "GB18030"},
		{name: "GBK declared as UTF-8", in: gbk(declare("UTF-8") + plain), encoding: "GB18030"},
		{name: "GBK told", in: gbk(declare("UTF-8") + plain), options: Options{Encoding: "GBK"}, encoding: "GB18030"},
		{name: "UTF-8 declared as GBK", in: []byte(declare("GBK") + plain), encoding: "UTF-8", rules: []string{"encoding-declared×1"}},
		{name: "UTF-16 with mark", in: utf16(declare("UTF-16")+plain, unicode.LittleEndian, unicode.UseBOM), encoding: "UTF-16LE"},
		{name: "UTF-16 without mark", in: utf16(plain, unicode.BigEndian, unicode.IgnoreBOM), encoding: "UTF-16BE"},
		{name: "unknown encoding of ASCII", in: []byte(declare("x-mine") + strings.Replace(plain, "龙岗妇女儿童之家", "&#x9F99;岗妇女儿童之家", 1)), encoding: "UTF-8"},
		{name: "control characters", in: []byte(strings.Replace(plain, "</name>", "\x0b</name>", 1)), encoding: "UTF-8", rules: []string{"control-characters×1"}},
		{name: "document type", in: []byte(`<!DOCTYPE kml SYSTEM "http://127.0.0.1/kml.dtd">` + plain), encoding: "UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.in, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			want := []any{tt.encoding, tt.rules, "龙岗妇女儿童之家", orb.Point{114.1, 22.7}}
			if d := cmp.Diff(want, []any{got.Encoding, ruleNames(got.Findings), got.Records[0].Values[0], got.Records[0].Geometry}); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	bomb := `<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`
	tests := []struct {
		name, in string
		want     []string // parts of the English message
	}{
		{"entity bomb", bomb + mark1(`<name>&b;</name>`)[len(`<?xml version="1.0" encoding="UTF-8"?>`):], []string{"entities", "delete the <!DOCTYPE"}},
		{"external entity", `<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name></Placemark></kml>`, []string{"entities"}},
		{"parameter entity", `<!DOCTYPE kml [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><kml/>`, []string{"entities"}},
		{"cut off", mark1(`<name>甲</name>`)[:150], []string{"cut off at line 1", "no complete Placemark"}},
		{"cut off behind one", head + "\n<Placemark><name>甲</name></Placemark>\n<Placemark><na", []string{"cut off at line 3", "number 1"}},
		{"wrong end", head + `<Placemark><name>甲</name></Folder>` + tail, []string{"line 1", "<Placemark> is closed by </Folder>"}},
		{"nested deeply", head + strings.Repeat("<Folder>", 100_000), []string{"nest deeper than 100"}},
		{"unknown elements nested deeply", head + strings.Repeat("<x>", 100_000), []string{"nest deeper than 100"}},
		{"nothing", "", []string{"empty"}},
		{"web page", "<!DOCTYPE html><html><body>登录</body></html>", []string{"web page"}},
		{"GeoJSON", `{"type":"FeatureCollection","features":[]}`, []string{"JSON"}},
		{"GPX", `<?xml version="1.0"?><gpx></gpx>`, []string{"GPX"}},
		{"other XML", `<?xml version="1.0"?><project/>`, []string{"root element <project>"}},
		{"text", "名称,经度\n", []string{"plain text"}},
		{"metres", mark1(`<Point><coordinates>505000,2500000</coordinates></Point>`), []string{"505000", "name the system with crs"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read([]byte(tt.in), Options{})
			if got != nil {
				t.Error("a table beside the error")
			}
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Fatalf("got %v, want a problem", err)
			}
			for _, part := range append(tt.want, "点位.kml") {
				if !strings.Contains(p.In(datasets.EN), part) {
					t.Errorf("%q lacks %q", p.In(datasets.EN), part)
				}
			}
		})
	}
}

func TestReadOptions(t *testing.T) {
	in := []byte(mark1(`<Point><coordinates>22.7,114.1</coordinates></Point>`))
	got, err := read(in, Options{Swap: true, CRS: "GCJ-02"})
	if err != nil {
		t.Fatal(err)
	}
	p := got.Records[0].Geometry.(orb.Point)
	// 114.1 E 22.7 N in GCJ-02 is some 600 m to the north-west in WGS 84
	if d := []float64{p[0] - 114.1, p[1] - 22.7}; got.CRS != "GCJ-02" || d[0] > -0.004 || d[0] < -0.006 || d[1] < 0.002 || d[1] > 0.004 {
		t.Errorf("%s %v", got.CRS, p)
	}
}

// summary writes a table as text, geometries included.
func summary(t *datasets.Table, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var shapes strings.Builder
	for i := range t.Records {
		fmt.Fprintf(&shapes, "%T %v\n", t.Records[i].Geometry, t.Records[i].Geometry)
		t.Records[i].Geometry = nil
	}
	out, err := json.Marshal(t)
	return string(out) + shapes.String(), err
}

func TestReaderConforms(t *testing.T) {
	sample := head + `<Schema id="s" name="层"><SimpleField name="n" type="int"/></Schema><Folder><name>一街</name><Placemark id="a"><name>甲</name><description><![CDATA[<b>x</b>]]></description>` +
		`<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="n">12</SimpleData></SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>114,22 115,22 115,23 114,22</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder>` + tail
	for name, data := range map[string][]byte{"KML": []byte(sample), "KMZ": zipped(t, "doc.kml", sample)} {
		t.Run(name, func(t *testing.T) {
			testkit.ConformReader(t, testkit.Reader{
				Name: name, Sample: data,
				Read: func(data []byte, file string) (string, error) {
					return summary(Read(source.Alone(file, data), Options{}))
				},
				Messages: func(err error) (string, string, bool) {
					var p *datasets.Problem
					ok := errors.As(err, &p)
					if !ok {
						return "", "", false
					}
					return p.In(datasets.ZH), p.In(datasets.EN), true
				},
			})
		})
	}
}
