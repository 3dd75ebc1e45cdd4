package kml

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"github.com/paulmach/orb"
)

// FuzzRead: whatever the bytes, a table of even width whose geometries are
// degrees, or a problem that names the file; and what was read can be written and
// read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		mark1(`<name>甲</name><Point><coordinates>114,22,5</coordinates></Point>`),
		mark1(`<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>114,22 115,23 115,22 114,23</coordinates></LinearRing></outerBoundaryIs></Polygon><LineString><coordinates>1 , 2</coordinates></LineString></MultiGeometry>`),
		mark1(`<description>&lt;table&gt;&lt;tr&gt;&lt;td&gt;a&lt;td&gt;1&lt;tr&gt;&lt;td&gt;b&lt;td&gt;2&lt;/table&gt;</description>`),
		head + `<Schema><SimpleField name="n" type="bool"/></Schema><Folder><name>a</name><Placemark id="x"><ExtendedData><SchemaData><SimpleData name="n">1</SimpleData></SchemaData><Data name="n"><value/></Data></ExtendedData><gx:Track><gx:coord>1 2</gx:coord></gx:Track></Placemark></Folder>` + tail,
		`<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>`, `<?xml version="1.0" encoding="GBK"?><kml><Placemark><name>` + "\xbc\xd7" + `</name></Placemark></kml>`,
		`<kml><NetworkLink><href>http://127.0.0.1/</href></NetworkLink>`, `<Placemark><TimeStamp><when>2020</when></TimeStamp></Placemark>`, "<kml><x", "<a:kml>",
	} {
		f.Add([]byte(seed), "", false)
		f.Add([]byte(seed), "GCJ-02", true)
		f.Add(zipped(f, "doc.kml", seed, "../x", ""), "", false)
		f.Add(zipped(f, "a/b.kml", seed), "", false)
	}
	degrees := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	f.Fuzz(func(t *testing.T, data []byte, system string, swap bool) {
		got, err := Read(source.Alone("模糊.kml", data), Options{CRS: system, Swap: swap})
		if err != nil {
			var p *datasets.Problem
			if !errors.As(err, &p) || p.Where.File != "模糊.kml" {
				t.Fatalf("not a problem of the file: %v", err)
			}
			return
		}
		if len(got.Types) != len(got.Columns) {
			t.Fatalf("%d types for %d columns", len(got.Types), len(got.Columns))
		}
		for _, r := range got.Records {
			if len(r.Values) != len(got.Columns) {
				t.Fatalf("record %d has %d cells for %d columns", r.Row, len(r.Values), len(got.Columns))
			}
			if r.Geometry != nil && !(degrees.Contains(r.Geometry.Bound().Min) && degrees.Contains(r.Geometry.Bound().Max)) {
				t.Fatalf("Placemark %d lies at %v", r.Row, r.Geometry.Bound())
			}
		}
		var out bytes.Buffer
		if _, err := Write(&out, got, WriteOptions{}); err != nil {
			t.Fatalf("cannot be written: %v", err)
		}
		again, err := Read(source.Alone("模糊.kml", out.Bytes()), Options{})
		if err != nil || len(again.Records) != len(got.Records) {
			t.Fatalf("written, it reads otherwise: %v\n%s", err, out.Bytes())
		}
	})
}

// made is a document of n Placemarks with three values and a polygon of 100
// corners each.
func made(n int) []byte {
	var b strings.Builder
	b.WriteString(head + `<Schema id="s" name="s"><SimpleField name="人口" type="int"/></Schema>`)
	for i := range n {
		fmt.Fprintf(&b, `<Placemark><name>社区%d</name><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="代码">4403070%05d</SimpleData><SimpleData name="人口">%d</SimpleData></SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>`, i, i, i*7)
		x, y := 113+float64(i%1000)/1000, 22+float64(i/1000)/1000
		for k := range 51 {
			fmt.Fprintf(&b, "%.9f,%.9f,0 ", x+float64(k)*1e-5, y)
		}
		for k := 50; k >= 0; k-- {
			fmt.Fprintf(&b, "%.9f,%.9f,0 ", x+float64(k)*1e-5, y+5e-4)
		}
		fmt.Fprintf(&b, "%.9f,%.9f,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n", x, y)
	}
	b.WriteString(tail)
	return []byte(b.String())
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		data := made(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if t, err := Read(source.Alone("f.kml", data), Options{}); err != nil || len(t.Findings) > 0 {
					b.Fatal(err, t.Findings)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	data := made(10_000)
	t, err := Read(source.Alone("f.kml", data), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var out strings.Builder
		if _, err := Write(&out, t, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleRead() {
	data := []byte(`<kml xmlns="http://www.opengis.net/kml/2.2"><Folder><name>平湖街道</name>
<Placemark><name>平湖公园</name><Point><coordinates>114.1,22.7,0</coordinates></Point></Placemark></Folder></kml>`)
	table, err := Read(source.Alone("公园.kml", data), Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Columns, table.Records[0].Values, table.Records[0].Geometry)
	// Output: [name folder] [平湖公园 平湖街道] [114.1 22.7]
}

func ExampleWrite() {
	table := &datasets.Table{Columns: []string{"名称"}, Records: []datasets.Record{{Values: []string{"平湖公园"}, Geometry: orb.Point{114.1, 22.7}}}}
	if _, err := Write(os.Stdout, table, WriteOptions{Name: "公园"}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <kml xmlns="http://www.opengis.net/kml/2.2">
	// <Document id="document">
	// <name>公园</name>
	// <Style id="style"><LineStyle><color>ff0000ff</color><width>2</width></LineStyle><PolyStyle><fill>0</fill></PolyStyle></Style>
	// <Schema name="公园" id="schema">
	// <SimpleField name="名称" type="string"/>
	// </Schema>
	// <Placemark>
	// <name>平湖公园</name>
	// <styleUrl>#style</styleUrl>
	// <ExtendedData><SchemaData schemaUrl="#schema">
	// <SimpleData name="名称">平湖公园</SimpleData>
	// </SchemaData></ExtendedData>
	// <Point><coordinates>114.1,22.7</coordinates></Point></Placemark>
	// </Document>
	// </kml>
}
