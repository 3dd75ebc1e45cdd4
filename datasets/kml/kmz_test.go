package kml

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
)

// zipped is an archive of names and contents in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestReadKMZ(t *testing.T) {
	doc := func(name string) string {
		return mark1(`<name>` + name + `</name><Point><coordinates>114,22</coordinates></Point>`)
	}
	tests := []struct {
		name  string
		parts []string
		want  string
		rules []string
	}{
		{"doc.kml", []string{"files/a.png", "x", "doc.kml", doc("甲")}, "甲", nil},
		{"doc.kml behind another", []string{"a.kml", doc("乙"), "Doc.KML", doc("甲")}, "甲", []string{"other-documents×1"}},
		{"linked document", []string{"doc.kml", head + `<NetworkLink><Link><href>layers/%E4%B8%80.kml</href></Link></NetworkLink>` + tail, "layers/一.kml", doc("甲")}, "甲", nil},
		{"link to itself and away", []string{"doc.kml", strings.Replace(doc("甲"), tail, `<NetworkLink><Link><href>doc.kml</href></Link></NetworkLink><NetworkLink><Link><href>../b.kml</href></Link></NetworkLink>`+tail, 1)}, "甲", []string{"network-link×1"}},
		{"first of two", []string{"b/一.kml", doc("甲"), "a.kml", doc("乙")}, "甲", []string{"other-documents×1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(zipped(t, tt.parts...), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]any{"KMZ", tt.want, tt.rules}, []any{got.Format, got.Records[0].Values[0], ruleNames(got.Findings)}); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReadKMZLayers(t *testing.T) {
	doc := func(name string) string {
		return head + "<name>" + name + "</name>" + strings.TrimPrefix(mark1(`<name>甲</name><Point><coordinates>114,22</coordinates></Point>`), head)
	}
	data := zipped(t, "doc.kml", head+`<NetworkLink><Link><href>a.kml</href></Link></NetworkLink><NetworkLink><name>乙层</name><Link><href>b.kml</href></Link></NetworkLink>`+tail, "a.kml", doc("甲层"), "b.kml", doc("别名"))
	got, err := read(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]string{{"甲", "甲层"}, {"甲", "乙层"}}, [][]string{got.Records[0].Values, got.Records[1].Values}); d != "" {
		t.Error(d)
	}
}

func TestReadKMZRefuses(t *testing.T) {
	sound := mark1(`<Point><coordinates>114,22</coordinates></Point>`)
	cut := zipped(t, "doc.kml", sound)
	tests := []struct {
		name string
		in   []byte
		want string
	}{
		{"name above the folder", zipped(t, "doc.kml", sound, "../../x.kml", sound), "leaves the folder"},
		{"backslashes above the folder", zipped(t, "doc.kml", sound, `..\..\x`, ""), "leaves the folder"},
		{"rooted name", zipped(t, "/etc/x", "", "doc.kml", sound), "leaves the folder"},
		{"drive", zipped(t, `C:\x`, "", "doc.kml", sound), "leaves the folder"},
		{"bomb", zipped(t, "doc.kml", sound[:len(head)]+strings.Repeat(" ", 20<<20)), "zip bomb"},
		{"no document", zipped(t, "a.txt", "doc.kml"), "no .kml"},
		{"page inside", zipped(t, "doc.kml", "<html></html>"), "web page"},
		{"cut off", cut[:len(cut)-30], "damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(tt.in, Options{})
			var p *datasets.Problem
			if !errors.As(err, &p) || !strings.Contains(p.Error(), tt.want) || p.Where.File == "" {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
