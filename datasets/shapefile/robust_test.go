package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// smallTable is three parks.
func smallTable() *datasets.Table {
	return &datasets.Table{
		File: "公园.shp", Spatial: true, Columns: []string{"名称", "人数"}, Types: []datasets.Type{datasets.TypeText, datasets.TypeInteger},
		Records: []datasets.Record{
			{Row: 1, Values: []string{"平湖公园", "12"}, Geometry: orb.Polygon{square(114, 22, .1, true)}},
			{Row: 2, Values: []string{"布吉公园", "7"}, Geometry: orb.Polygon{square(114.2, 22, .1, true)}},
			{Row: 3, Values: []string{"坂田公园", ""}, Geometry: orb.Polygon{square(114.4, 22, .1, true)}},
		},
	}
}

// inMeters moves the parks to EPSG:4547 coordinates.
func inMeters() *datasets.Table {
	t := smallTable()
	for i := range t.Records {
		t.Records[i].Geometry = orb.Polygon{square(500000+float64(i)*1000, 2500000, 500, true)}
	}
	return t
}

// poke is a copy with the bytes at an offset replaced.
func poke(data []byte, at int, b ...byte) []byte {
	out := bytes.Clone(data)
	copy(out[at:], b)
	return out
}

func big(v uint32) []byte    { return binary.BigEndian.AppendUint32(nil, v) }
func little(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

// names are the first cells of a table's records.
func names(t *datasets.Table) string {
	var out []string
	for _, r := range t.Records {
		out = append(out, r.Values[0])
	}
	return strings.Join(out, " ")
}

// TestRobustness: the rows of bad input that concern Shapefiles, and what else
// comes in from the world. Offsets are those of the ESRI description: length of
// the .shp at 24, first record at 100 with its length at 104, its type at 108,
// number of parts at 144, of points at 148.
func TestRobustness(t *testing.T) {
	s := encoded(t, smallTable(), WriteOptions{})
	meters := encoded(t, inMeters(), WriteOptions{})
	shp, shx, dbf := s[".shp"], s[".shx"], s[".dbf"]
	row := int(binary.LittleEndian.Uint16(dbf[10:]))
	rows := int(binary.LittleEndian.Uint16(dbf[8:]))
	const three = "平湖公园 布吉公园 坂田公园"
	one := len(shp) - 2*(len(shp)-headerBytes)/3
	tests := []struct {
		name  string
		in    set
		opts  Options
		rules map[string]int // of a table
		names string
		err   string // or a part of the message
	}{
		{name: "sound", in: s, names: three},
		{name: "37 no .prj, degrees", in: s.without(".prj"), names: three, rules: map[string]int{"crs-missing": 1}},
		{name: "37 no .prj, metres", in: meters.without(".prj"), err: "EPSG:4547 →"},
		{name: "37 no .prj, metres, told", in: meters.without(".prj"), opts: Options{CRS: "EPSG:4547"}, names: three},
		{name: "an empty .prj", in: s.with(".prj", []byte("\ufeff \r\n\x00")), names: three, rules: map[string]int{"crs-missing": 1}},
		{name: "a .prj of Xi'an 1980", in: meters.with(".prj", []byte(`PROJCS["Xian_1980_3_Degree_GK_CM_114E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`)), err: "Xi'an 1980"},
		{name: "a .prj that is overruled", in: meters.with(".prj", []byte("nonsense")), opts: Options{CRS: "EPSG:4547"}, names: three, rules: map[string]int{"crs-overruled": 1}},
		{name: "a .prj that is nonsense", in: s.with(".prj", []byte("nonsense")), err: ".prj"},
		{name: "38 no .dbf", in: s.without(".dbf"), err: "there is no .dbf"},
		{name: "38 no .shx", in: s.without(".shx"), names: three, rules: map[string]int{"shx-rebuilt": 1}},
		{name: "a .shx of nothing", in: s.with(".shx", nil), names: three, rules: map[string]int{"shx-false": 1}},
		{name: "a .shx cut off", in: s.with(".shx", shx[:116]), names: three, rules: map[string]int{"shx-false": 1}},
		{name: "a .shx that leads beyond the file", in: s.with(".shx", poke(shx, 108, big(1<<30)...)), names: three, rules: map[string]int{"shx-false": 1}},
		{name: "a .shx that leads to negative places", in: s.with(".shx", poke(shx, 108, big(1<<31)...)), names: three, rules: map[string]int{"shx-false": 1}},
		{name: "40 2e9 parts", in: s.with(".shp", poke(shp, 144, little(2_000_000_000)...)), err: "2000000000 parts"},
		{name: "40 4e9 points", in: s.with(".shp", poke(shp, 148, little(4_000_000_000)...)), err: "4000000000 points"},
		{name: "40 a length that is negative", in: s.with(".shp", poke(shp, 104, big(1<<31+5)...)), err: "feature's length"},
		{name: "40 a length beyond the file", in: s.with(".shp", poke(shp, 104, big(1<<30)...)), err: "cut off or damaged"},
		{name: "40 a length of nothing", in: s.with(".shp", poke(shp, 104, big(0)...)), err: "no feature has"},
		{name: "40 a length too small", in: s.with(".shp", poke(shp, 104, big(3)...)).without(".shx"), err: "damaged"},
		{name: "cut off in a record", in: s.with(".shp", shp[:one+20]), err: "feature 2: the feature's length"},
		{name: "cut off between records", in: s.with(".shp", shp[:one]), names: three, rules: map[string]int{"shx-false": 1, "shp-length-false": 1, "dbf-long": 2}},
		{name: "cut off in the header", in: s.with(".shp", shp[:60]), err: "60 bytes"},
		{name: "parts in no order", in: s.with(".shp", poke(shp, 152, little(3)...)), names: three, rules: map[string]int{"geometry-unreadable": 1}},
		{name: "a type that is none", in: s.with(".shp", poke(shp, 108, little(7)...)), err: "numbered 7"},
		{name: "a MultiPatch", in: s.with(".shp", poke(shp, 32, little(31)...)), err: "MultiPatch"},
		{name: "a null shape", in: s.with(".shp", poke(shp, 108, little(0)...)), names: three, rules: map[string]int{"geometry-null": 1}},
		{name: "a coordinate that is NaN", in: s.with(".shp", poke(shp, 156, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)), names: three, rules: map[string]int{"coordinate-not-a-number": 1}},
		{name: "NUL padding", in: s.with(".shp", append(bytes.Clone(shp), make([]byte, 1<<20)...)).without(".shx"), names: three, rules: map[string]int{"shx-rebuilt": 1}},
		{name: "NUL padding counted in the header", in: s.with(".shp", poke(append(bytes.Clone(shp), make([]byte, 1<<20)...), 24, big(1<<20)...)).without(".shx"), names: three, rules: map[string]int{"shx-rebuilt": 1, "shp-length-false": 1}},
		{name: "rubbish behind the end", in: s.with(".shp", append(bytes.Clone(shp), "rubbish and more"...)).without(".shx"), names: three, rules: map[string]int{"shx-rebuilt": 1}},
		{name: "the header's length is 0", in: s.with(".shp", poke(shp, 24, big(0)...)).without(".shx"), names: three, rules: map[string]int{"shx-rebuilt": 1, "shp-length-false": 1}},
		{name: "41 .dbf shorter", in: s.with(".dbf", poke(dbf[:rows+2*row], 4, little(2)...)), names: "平湖公园 布吉公园 ", rules: map[string]int{"dbf-short": 1}},
		{name: "41 .dbf cut off", in: s.with(".dbf", dbf[:rows+2*row-1]), names: "平湖公园  ", rules: map[string]int{"dbf-short": 2, "dbf-count-false": 1}},
		{name: "41 .dbf longer", in: s.with(".dbf", poke(append(bytes.Clone(dbf[:rows+3*row]), dbf[rows:rows+row]...), 4, little(4)...)), names: three + " 平湖公园", rules: map[string]int{"dbf-long": 1}},
		{name: ".dbf counts too few", in: s.with(".dbf", poke(dbf, 4, little(1)...)), names: three, rules: map[string]int{"dbf-count-false": 1}},
		{name: ".dbf counts 4e9", in: s.with(".dbf", poke(dbf, 4, 0xff, 0xff, 0xff, 0xff)), names: three, rules: map[string]int{"dbf-count-false": 1}},
		{name: ".dbf header too short", in: s.with(".dbf", poke(dbf, 8, 40, 0)), names: three, rules: map[string]int{"dbf-header-false": 1}},
		{name: ".dbf header too long", in: s.with(".dbf", poke(dbf, 8, 0xff, 0xff)), names: three, rules: map[string]int{"dbf-header-false": 1}},
		{name: ".dbf rows of no length", in: s.with(".dbf", poke(dbf, 10, 0, 0)), names: three, rules: map[string]int{"dbf-header-false": 1}},
		{name: ".dbf rows too long", in: s.with(".dbf", poke(dbf, 10, 0xff, 0xff)), names: three, rules: map[string]int{"dbf-header-false": 1}},
		{name: "a deleted record", in: s.with(".dbf", poke(dbf, rows+row, '*')), names: "平湖公园 坂田公园", rules: map[string]int{"deleted-records": 1}},
		{name: ".dbf is text", in: s.with(".dbf", []byte("name,n\nx,1\n,,,,,,,,,,,,,,,,,,,,,,,")), err: "no dBASE file"},
		{name: "an HTML page", in: s.with(".shp", []byte("<html>")), err: "a web page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			got, err := Read(tt.in.files("公园.shp"), tt.opts)
			if time.Since(start) > 5*time.Second {
				t.Error("took over 5 s")
			}
			if tt.err != "" {
				var p *datasets.Problem
				if !errors.As(err, &p) || !strings.Contains(p.Error(), tt.err) || p.Where.File != "公园.shp" || p.Hint.IsZero() {
					t.Errorf("error %v, want a problem with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := tt.rules
			if want == nil {
				want = map[string]int{}
			}
			if d := cmp.Diff(want, rulesOf(got.Findings)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if names(got) != tt.names {
				t.Errorf("names %q, want %q", names(got), tt.names)
			}
		})
	}
}

// TestOrderOfIndex: the .shx gives the order and leaves out what was deleted by
// an edit.
func TestOrderOfIndex(t *testing.T) {
	s := encoded(t, smallTable(), WriteOptions{})
	shx := s[".shx"]
	shx = append(append(append(bytes.Clone(shx[:100]), shx[116:124]...), shx[108:116]...), shx[100:108]...)
	got, err := Read(s.with(".shx", shx).files("公园.shp"), Options{})
	if err != nil || len(got.Findings) > 0 {
		t.Fatal(err, got.Findings)
	}
	if x := got.Records[0].Geometry.Bound().Min[0]; x != 114.4 {
		t.Errorf("the first shape lies at %v", x)
	}
}

// TestRecordOfIndexTwice: one record that is named over and over is not decoded
// over and over.
func TestRecordOfIndexTwice(t *testing.T) {
	s := encoded(t, smallTable(), WriteOptions{})
	shx := bytes.Clone(s[".shx"])
	for range 1000 {
		shx = append(shx, shx[100:108]...)
	}
	copy(shx[24:], big(uint32(len(shx)/2)))
	got, err := Read(s.with(".shx", shx).files("公园.shp"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]int{"shx-false": 1}, rulesOf(got.Findings)); d != "" || len(got.Records) != 3 {
		t.Errorf("%d records, findings (-want +got):\n%s", len(got.Records), d)
	}
}

// TestBesideFails: a companion that cannot be read stops the reader.
func TestBesideFails(t *testing.T) {
	s := encoded(t, smallTable(), WriteOptions{})
	for _, ext := range [...]string{".dbf", ".shx", ".prj", ".cpg"} {
		f := s.files("公园.shp")
		inner, want := f.Beside, errors.New("disk")
		f.Beside = func(e string) ([]byte, error) {
			if e == ext {
				return nil, want
			}
			return inner(e)
		}
		if _, err := Read(f, Options{}); !errors.Is(err, want) {
			t.Errorf("%s: %v", ext, err)
		}
	}
}
