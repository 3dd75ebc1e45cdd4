package shapefile

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"fugai/datasets"
)

// entry is one file of a ZIP made by hand.
type entry struct {
	name string
	data []byte
}

// zipped makes a ZIP; names that are not UTF-8 are kept as they are.
func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, e := range entries {
		w, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write(e.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// entries are the files of a set under a name without extension.
func (s set) entries(stem string) []entry {
	var out []entry
	for _, ext := range [...]string{".shp", ".shx", ".dbf", ".prj", ".cpg"} {
		if data, ok := s[ext]; ok {
			out = append(out, entry{stem + ext, data})
		}
	}
	return out
}

func TestReadZip(t *testing.T) {
	s := encoded(t, smallTable(), WriteOptions{})
	other := encoded(t, everyType(points()...), WriteOptions{})
	bomb := bytes.Repeat([]byte{0}, 64<<20)
	upper := []entry{{"A.SHP", s[".shp"]}, {"A.Dbf", s[".dbf"]}, {"A.SHX", s[".shx"]}, {"A.PRJ", s[".prj"]}}
	tests := []struct {
		name    string
		entries []entry
		layer   string
		want    string // layer
		records int
		err     string
	}{
		{"plain", s.entries("公园"), "", "公园", 3, ""},
		{"in folders", append([]entry{{"数据/", nil}, {"数据/说明.txt", []byte("x")}}, s.entries("数据/2026/公园")...), "", "公园", 3, ""},
		{"names in GBK", s.entries(gbk("数据") + "\\" + gbk("公园")), "", "公园", 3, ""},
		{"upper case", upper, "", "A", 3, ""},
		{"from macOS", append(s.entries("a"), entry{"__MACOSX/._a.shp", []byte("x")}, entry{"._a.shp", []byte("x")}), "", "a", 3, ""},
		{"several", append(s.entries("x/公园"), other.entries("y/点")...), "", "", 0, "包.zip#x/公园"},
		{"several, one chosen", append(s.entries("x/公园"), other.entries("y/点")...), "点", "点", 3, ""},
		{"several, one chosen by path", append(s.entries("x/公园"), other.entries("y/公园")...), "Y/公园.shp", "公园", 3, ""},
		{"several of the name", append(s.entries("x/公园"), other.entries("y/公园")...), "公园", "", 0, "2 Shapefiles called"},
		{"none of the name", s.entries("公园"), "点", "", 0, "no Shapefile called"},
		{"no Shapefile", []entry{{"a.csv", []byte("a")}}, "", "", 0, "a.csv"},
		{"nothing", nil, "", "", 0, "holds no Shapefile"},
		{"no .dbf", s.without(".dbf").entries("公园"), "", "", 0, "no .dbf"},
		{"58 leaves the folder", append(s.entries("公园"), entry{"../../x.shp", []byte("x")}), "", "", 0, "leaves the folder"},
		{"58 an absolute name", append(s.entries("公园"), entry{"C:\\x.shp", []byte("x")}), "", "", 0, "leaves the folder"},
		{"29 a bomb", append(s.entries("公园"), entry{"公园.sbn", bomb}), "", "", 0, "more than 100 times"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadZip(set{".shp": zipped(t, tt.entries...)}.files("包.zip"), Options{Layer: tt.layer})
			if tt.err != "" {
				var p *datasets.Problem
				if !errors.As(err, &p) || !strings.Contains(p.Error(), tt.err) || p.Where.File != "包.zip" || p.Hint.IsZero() {
					t.Errorf("error %v, want a problem with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.Layer != tt.want || len(got.Records) != tt.records || got.File != "包.zip" {
				t.Errorf("%s with %d records, want %s with %d", got.Layer, len(got.Records), tt.want, tt.records)
			}
		})
	}
}

// TestZipThatLies: an entry that claims to be small and inflates to much more
// stops at the limit.
func TestZipThatLies(t *testing.T) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("a.shp")
	if err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Repeat([]byte{0}, 32<<20)
	if _, err := w.Write(bomb); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := r.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	deflated, err := io.ReadAll(raw)
	if err != nil {
		t.Fatal(err)
	}
	var lying bytes.Buffer
	l := zip.NewWriter(&lying)
	h := &zip.FileHeader{Name: "a.shp", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(bomb), CompressedSize64: uint64(len(deflated)), UncompressedSize64: 1000}
	if w, err = l.CreateRaw(h); err == nil {
		_, err = w.Write(deflated)
	}
	if err != nil || l.Close() != nil {
		t.Fatal(err)
	}
	_, err = ReadZip(set{".shp": lying.Bytes()}.files("包.zip"), Options{})
	var p *datasets.Problem
	if !errors.As(err, &p) {
		t.Error(err)
	}
}
