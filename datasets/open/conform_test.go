package open

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/internal/testkit"
)

// sampleXLSX is a small workbook; its parts are listed in a fixed order.
func sampleXLSX(t testing.TB) []byte {
	t.Helper()
	parts := [][2]string{
		{"[Content_Types].xml", `<Types/>`},
		{"_rels/.rels", `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="台账" sheetId="1" r:id="a"/><sheet name="其他" sheetId="2" r:id="b"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="s1.xml"/><Relationship Id="b" Type="http://x/worksheet" Target="s2.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", `<sst><si><t>名称</t></si><si><t>数</t></si><si><t>甲</t></si></sst>`},
		{"xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`},
		{"xl/s1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45352</v></c></row></sheetData></worksheet>`},
		{"xl/s2.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>7</v></c></row></sheetData></worksheet>`},
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const sampleCSV = "龙岗区台账,,\n名称,经度,纬度\n甲公园,114.1,22.7\n\"乙,馆\",114.2,无\n合计,2,\n"

const sampleGeoJSON = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":1,"properties":{"名称":"甲","数":12},"geometry":{"type":"Point","coordinates":[114.1,22.7]}},
{"type":"Feature","id":2,"properties":{"名称":"乙"},"geometry":{"type":"Polygon","coordinates":[[[114,22],[115,22],[115,23],[114,23],[114,22]]]}},
{"type":"Feature","id":3,"properties":null,"geometry":{"type":"MultiLineString","coordinates":[[[114,22],[115,22]]]}}]}`

// summary writes a table as text, geometries included.
func summary(t *datasets.Table, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var shapes strings.Builder
	for i := range t.Records {
		r := &t.Records[i]
		fmt.Fprintf(&shapes, "%T %v\n", r.Geometry, r.Geometry)
		r.Geometry = nil // JSON has no word for NaN, if one slipped through
	}
	out, err := json.Marshal(t)
	return string(out) + shapes.String(), err
}

func TestReadersConform(t *testing.T) {
	samples := []struct {
		format string
		data   []byte
	}{
		{"GeoJSON", []byte(sampleGeoJSON)}, {"CSV", []byte(sampleCSV)}, {"XLSX", sampleXLSX(t)},
	}
	for _, s := range samples {
		t.Run(s.format, func(t *testing.T) {
			for _, f := range formats() {
				if f.name != s.format {
					continue
				}
				testkit.ConformReader(t, testkit.Reader{
					Name: f.name, Sample: s.data,
					Read: func(data []byte, file string) (string, error) {
						return summary(f.read(context.Background(), source.Alone(file, data), Options{}))
					},
					Messages: messages,
				})
			}
		})
	}
}

// TestStdinConforms runs the same through content sniffing.
func TestStdinConforms(t *testing.T) {
	testkit.ConformReader(t, testkit.Reader{
		Name: "stdin", Sample: []byte(sampleGeoJSON), Messages: messages,
		Read: func(data []byte, file string) (string, error) {
			t, _, err := Read(context.Background(), "-", Options{Stdin: bytes.NewReader(data)})
			var p *datasets.Problem
			if errors.As(err, &p) && p.Where.File == "-" {
				p.Where.File = file // the suite looks for its own name
			}
			return summary(t, err)
		},
	})
}

func messages(err error) (zh, en string, ok bool) {
	var p *datasets.Problem
	if !errors.As(err, &p) {
		return "", "", false
	}
	return p.In(datasets.ZH), p.In(datasets.EN), true
}
