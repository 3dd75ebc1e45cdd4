package shapefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/internal/testkit"

	"github.com/paulmach/orb"
)

// summary writes a table as text, geometries included.
func summary(t *datasets.Table, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var shapes strings.Builder
	for i := range t.Records {
		r := &t.Records[i]
		fmt.Fprintf(&shapes, "%T %v\n", r.Geometry, r.Geometry)
		r.Geometry = nil
	}
	out, err := json.Marshal(t)
	return string(out) + shapes.String(), err
}

func messages(err error) (zh, en string, ok bool) {
	var p *datasets.Problem
	if !errors.As(err, &p) {
		return "", "", false
	}
	return p.In(datasets.ZH), p.In(datasets.EN), true
}

// TestConform spoils each file of a Shapefile in turn while the others stay
// sound, then a ZIP and a bare .dbf.
func TestConform(t *testing.T) {
	table := everyType(areas()...)
	s := encoded(t, table, WriteOptions{Encoding: "GBK"})
	for ext := range s {
		t.Run(ext, func(t *testing.T) {
			testkit.ConformReader(t, testkit.Reader{Name: ext, Sample: s[ext], Messages: messages, Read: func(data []byte, file string) (string, error) {
				return summary(Read(s.with(ext, data).files(file), Options{}))
			}})
		})
	}
	for name, read := range map[string]func(f *source.Files, o Options) (*datasets.Table, error){"zip": ReadZip, "dbf": ReadDBF} {
		sample := s[".dbf"]
		if name == "zip" {
			sample = zipped(t, s.entries("全")...)
		}
		t.Run(name, func(t *testing.T) {
			testkit.ConformReader(t, testkit.Reader{Name: name, Sample: sample, Messages: messages, Read: func(data []byte, file string) (string, error) {
				return summary(read(source.Alone(file, data), Options{}))
			}})
		})
	}
}

// pack writes the files of a set behind each other, split takes them apart: a
// line of lengths, then the bytes.
func (s set) pack() []byte {
	out := fmt.Appendf(nil, "%d %d %d %d\n", len(s[".shp"]), len(s[".shx"]), len(s[".dbf"]), len(s[".prj"]))
	for _, ext := range [...]string{".shp", ".shx", ".dbf", ".prj", ".cpg"} {
		out = append(out, s[ext]...)
	}
	return out
}

func split(data []byte) set {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	var shp, shx, dbf, prj int
	fmt.Sscan(string(line), &shp, &shx, &dbf, &prj)
	out := set{}
	for ext, n := range map[string]*int{".shp": &shp, ".shx": &shx, ".dbf": &dbf, ".prj": &prj} {
		*n = min(max(*n, 0), len(rest))
		out[ext] = nil
	}
	for _, part := range [...]struct {
		ext string
		n   int
	}{{".shp", shp}, {".shx", shx}, {".dbf", dbf}, {".prj", prj}, {".cpg", len(rest)}} {
		n := min(part.n, len(rest))
		out[part.ext], rest = rest[:n:n], rest[n:]
	}
	if len(out[".shx"]) == 0 {
		delete(out, ".shx")
	}
	return out
}

// checkTable holds what every table must be.
func checkTable(t *testing.T, table *datasets.Table, err error) {
	t.Helper()
	if err != nil {
		var p *datasets.Problem
		if !errors.As(err, &p) || p.Where.File != "模糊" {
			t.Fatalf("not a problem of the file: %v", err)
		}
		return
	}
	degrees := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	rules := rulesOf(table.Findings)
	torn := rules["hole-outside"]+rules["ring-crossing"] > 0 // bounds are taken of shells, and holes may leave them
	for _, r := range table.Records {
		if len(r.Values) != len(table.Columns) {
			t.Fatalf("record %d has %d cells for %d columns", r.Row, len(r.Values), len(table.Columns))
		}
		if r.Geometry != nil && !torn && !(degrees.Contains(r.Geometry.Bound().Min) && degrees.Contains(r.Geometry.Bound().Max)) {
			t.Fatalf("feature %d lies at %v", r.Row, r.Geometry.Bound())
		}
	}
	if len(table.Types) != len(table.Columns) {
		t.Fatalf("%d types for %d columns", len(table.Types), len(table.Columns))
	}
	if table.Spatial {
		if _, _, err := Encode(table, WriteOptions{Encoding: "GBK"}); err != nil && !errors.As(err, new(*datasets.Problem)) {
			t.Fatal(err)
		}
	}
}

// seeds are sets of every type, in degrees and metres, with a foreign table.
func seeds(t testing.TB) []set {
	var out []set
	for _, g := range [...][]orb.Geometry{points(), areas(), lines(), manyOf()} {
		out = append(out, encoded(t, everyType(g...), WriteOptions{}))
	}
	out = append(out, encoded(t, inMeters(), WriteOptions{Encoding: "GBK"}))
	fox := dbfOf(0x30, []column1{{"I", 'I', 4, 0}, {"B", 'B', 8, 2}, {"T", 'T', 8, 0}, {"Y", 'Y', 8, 4}, {gbk("名称"), 'C', 10, 0}},
		[]string{"\x01\x00\x00\x00", bytes8(1 << 62), bytes8(2461162), bytes8(12500), gbk("公园")}, []string{"*", "", "", "", "", ""})
	out = append(out, out[1].with(".dbf", fox))
	return append(out, out[0].without(".shx", ".prj"))
}

// FuzzRead: whatever the bytes of the five files, an even table in degrees or a
// problem that names the file.
func FuzzRead(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s.pack(), "")
		f.Add(s.pack(), "EPSG:4547")
	}
	f.Fuzz(func(t *testing.T, data []byte, system string) {
		table, err := Read(split(data).files("模糊"), Options{CRS: system})
		checkTable(t, table, err)
	})
}

// FuzzReadDBF: the same for bare tables.
func FuzzReadDBF(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s[".dbf"], []byte("GBK"))
	}
	f.Fuzz(func(t *testing.T, data, cpg []byte) {
		table, err := ReadDBF(set{".shp": data, ".cpg": cpg}.files("模糊"), Options{})
		checkTable(t, table, err)
	})
}

// FuzzReadZip: the same for archives.
func FuzzReadZip(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(zipped(f, s.entries("a/公园")...), "")
	}
	two := seeds(f)
	f.Add(zipped(f, append(two[0].entries("a"), two[1].entries(gbk("点"))...)...), "点")
	f.Fuzz(func(t *testing.T, data []byte, layer string) {
		table, err := ReadZip(source.Alone("模糊", data), Options{Layer: layer})
		checkTable(t, table, err)
	})
}
