package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// ledger is a table with each type of column and the texts that spreadsheets
// spoil.
func ledger() *datasets.Table {
	return &datasets.Table{
		File: "台账.geojson", Spatial: true,
		Columns: []string{"名称", "代码", "电话", "人数", "面积", "开放", "投用日期", "备注"},
		Types:   []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean, datasets.TypeDate, datasets.TypeText},
		Records: []datasets.Record{
			{Row: 2, Values: []string{"甲公园", "440307001001", "0755-1234", "1200", "0.5", "true", "2026-05-01", "=SUM(A1:A9)"}, Geometry: orb.Point{113.9239, 22.7}},
			{Row: 3, Values: []string{"乙,馆", "007", "+86 139", "-5", "1234567.25", "false", "1999-12-31", "-1+cmd|' /C calc'!A0"}, Geometry: orb.Point{114.125, 22.75}},
			{Row: 4, Values: []string{"丙\"室\"\n二层", "12", "@小区", "", "", "", "", "＝全角"}, Geometry: orb.Point{-70.5, -33}},
			{Row: 5, Values: []string{"丁", "'123", "''=1", "0", "-3", "true", "2024-02-29", "-x"}, Geometry: nil},
			{Row: 6, Values: []string{"戊", "4.4E+11", "-12.5", "999999999999", "100", "", "", "𠮷_x0041_"}, Geometry: orb.Point{0.000001, 1}},
		},
	}
}

// written is what a table reads as again: trimmed texts, and the places in
// columns.
func written(t *datasets.Table) [][]string {
	out := [][]string{append(slices.Clone(t.Columns), "经度", "纬度")}
	for _, r := range t.Records {
		row := slices.Clone(r.Values)
		lon, lat := "", ""
		if p, ok := r.Geometry.(orb.Point); ok {
			lon, lat = fmt.Sprint(p[0]), fmt.Sprint(p[1])
			if p[0] == 0.000001 {
				lon = "0.000001"
			}
		}
		out = append(out, append(row, lon, lat))
	}
	return out
}

func rowsOf(t *datasets.Table) [][]string {
	out := [][]string{t.Columns}
	for _, r := range t.Records {
		out = append(out, r.Values)
	}
	return out
}

func TestWriteCSVRoundTrip(t *testing.T) {
	guardedCodes := []string{"code-guarded×2"}
	tests := []struct {
		name    string
		options WriteOptions
		start   string
		rules   []string
	}{
		{"UTF-8", WriteOptions{}, "\ufeff名称,代码", guardedCodes},
		{"GB18030", WriteOptions{Encoding: "GBK"}, "\xc3\xfb\xb3\xc6,", guardedCodes},
		{"plain", WriteOptions{Plain: true}, "名称,代码", nil},
		{"tabs", WriteOptions{Separator: '\t'}, "\ufeff名称\t代码", guardedCodes},
		{"semicolons", WriteOptions{Separator: ';'}, "\ufeff名称;代码", guardedCodes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, again bytes.Buffer
			findings, err := WriteCSV(&out, ledger(), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			var rules []string
			for _, f := range findings {
				rules = append(rules, fmt.Sprintf("%s×%d", f.Rule, f.Count))
			}
			if d := cmp.Diff(tt.rules, rules); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if _, err := WriteCSV(&again, ledger(), tt.options); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Error("other bytes the second time", err)
			}
			if !strings.HasPrefix(out.String(), tt.start) {
				t.Errorf("begins with %.20q", out.String())
			}
			got, err := ReadCSV(out.Bytes(), "台账.csv", Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(written(ledger()), rowsOf(got)); d != "" {
				t.Errorf("(-want +got):\n%s\n%s", d, out.String())
			}
		})
	}
}

func TestWriteXLSXRoundTrip(t *testing.T) {
	var out, again bytes.Buffer
	findings, err := WriteXLSX(&out, ledger(), WriteOptions{})
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	if _, err := WriteXLSX(&again, ledger(), WriteOptions{}); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("other bytes the second time", err)
	}
	got, err := ReadXLSX(out.Bytes(), "台账.xlsx", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := written(ledger())
	want[4][1], want[4][2] = "123", "'=1" // an apostrophe before a number or a formula is a guard here as well
	if d := cmp.Diff(want, rowsOf(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// The cells of a workbook have the types that Excel shows.
func TestWriteXLSXTypes(t *testing.T) {
	var out bytes.Buffer
	if _, err := WriteXLSX(&out, ledger(), WriteOptions{Sheet: "a/b[1]"}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"a_b_1_"}) {
		t.Errorf("sheets %v", got)
	}
	const number, text = excelize.CellTypeUnset, excelize.CellTypeInlineString
	for cell, want := range map[string]struct {
		kind  excelize.CellType
		shown string
	}{
		"A2": {text, "甲公园"}, "B2": {text, "440307001001"}, "B3": {text, "007"}, "B4": {text, "12"}, "D2": {number, "1200"}, "D6": {number, "999999999999"}, "E3": {number, "1234567.25"},
		"F2": {excelize.CellTypeBool, "TRUE"}, "G2": {number, "2026-05-01"}, "G5": {number, "2024-02-29"}, "H2": {text, "=SUM(A1:A9)"}, "I2": {number, "113.9239"}, "C6": {text, "-12.5"},
	} {
		kind, err := f.GetCellType("a_b_1_", cell)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetCellValue("a_b_1_", cell)
		if err != nil {
			t.Fatal(err)
		}
		if formula, err := f.GetCellFormula("a_b_1_", cell); err != nil || formula != "" {
			t.Errorf("%s is a formula", cell)
		}
		if kind != want.kind || shown != want.shown {
			t.Errorf("%s is %v %q, want %v %q", cell, kind, shown, want.kind, want.shown)
		}
	}
}

func TestWriteLayout(t *testing.T) {
	zone, err := crs.Parse("EPSG:4547")
	if err != nil {
		t.Fatal(err)
	}
	amap, err := crs.Parse("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	at := orb.Point{114.1, 22.7}
	square := orb.Polygon{{{114, 22}, {115, 22}, {115, 23}, {114, 22}}}
	tests := []struct {
		name    string
		columns []string
		cells   []string
		record  datasets.Record
		options WriteOptions
		want    string // the header and the row
		rules   []string
	}{
		{name: "point", columns: []string{"名称"}, cells: []string{"甲"}, record: datasets.Record{Geometry: at}, want: "名称,经度,纬度|甲,114.1,22.7"},
		{name: "no geometry", columns: []string{"名称"}, cells: []string{"甲"}, want: "名称|甲"},
		{name: "headers told", columns: []string{"名称"}, cells: []string{"甲"}, record: datasets.Record{Geometry: at}, options: WriteOptions{Lon: "x", Lat: "y"}, want: "名称,x,y|甲,114.1,22.7"},
		{name: "metres", columns: []string{"名称"}, cells: []string{"甲"}, record: datasets.Record{Geometry: orb.Point{505000.25, 2500000}}, options: WriteOptions{System: zone}, want: "名称,横坐标(EPSG:4547),纵坐标(EPSG:4547)|甲,505000.25,2500000"},
		{name: "shifted", columns: []string{"名称"}, cells: []string{"甲"}, record: datasets.Record{Geometry: at}, options: WriteOptions{System: amap}, want: "名称,经度(GCJ-02),纬度(GCJ-02)|甲,114.1,22.7"},
		{name: "the same numbers", columns: []string{"lng", "lat", "名称"}, cells: []string{"114.10", "22.7", "甲"}, record: datasets.Record{Geometry: at}, want: "lng,lat,名称|114.1,22.7,甲"},
		{name: "the same numbers, system told", columns: []string{"经度", "纬度"}, cells: []string{"114.1", "22.7"}, record: datasets.Record{Geometry: at}, options: WriteOptions{System: amap}, want: "经度(GCJ-02),纬度(GCJ-02)|114.1,22.7"},
		{name: "other numbers", columns: []string{"经度", "名称", "纬度"}, cells: []string{"114.105", "甲", "22.697"}, record: datasets.Record{Geometry: at}, want: "原经度,名称,原纬度,经度,纬度|114.105,甲,22.697,114.1,22.7", rules: []string{"coordinate-column-renamed×2"}},
		{name: "others that mean the same", columns: []string{"lon", "高德经度", "纬度", "原纬度"}, cells: []string{"1", "2", "3", "4"}, record: datasets.Record{Geometry: at}, want: "原lon,原高德经度,原原纬度,原纬度,经度,纬度|1,2,3,4,114.1,22.7", rules: []string{"coordinate-column-renamed×3"}},
		{name: "polygon", columns: []string{"名称", "坐标", "x", "y"}, cells: []string{"甲", "1,2", "3", "4"}, record: datasets.Record{Geometry: square}, want: "名称,原坐标,原x,原y,WKT|甲,\"1,2\",3,4,\"POLYGON ((114 22,115 22,115 23,114 22))\"", rules: []string{"coordinate-column-renamed×3"}},
		{name: "decimals", record: datasets.Record{Geometry: orb.MultiPoint{{113.1234567896, -1e-12}, {1, 2}}}, options: WriteOptions{Decimals: 9, WKT: "geom"}, want: "geom|\"MULTIPOINT ((113.12345679 0),(1 2))\""},
		{name: "id", columns: []string{"名称"}, cells: []string{"甲"}, record: datasets.Record{ID: "f/1"}, want: "\"id\",名称|f/1,甲"},
		{name: "id is a column", columns: []string{"ID"}, cells: []string{"甲"}, record: datasets.Record{ID: "f/1"}, want: "\"ID\"|甲"},
		{name: "blank", columns: []string{"a", "b"}, cells: []string{"", "1"}, record: datasets.Record{Blank: []int{0}}, want: "a,b|,1", rules: []string{"blank-as-null×1"}},
		{name: "one empty cell", columns: []string{"a"}, cells: []string{""}, want: "a|\"\""},
		{name: "not a number", columns: []string{"a"}, cells: []string{"1"}, record: datasets.Record{Geometry: orb.Point{math.NaN(), 1}}, want: "a,经度,纬度|1,,", rules: []string{"geometry-not-written×1"}},
		{name: "empty geometry", columns: []string{"a"}, cells: []string{"1"}, record: datasets.Record{Geometry: orb.MultiPolygon{}}, want: "a,WKT|1,", rules: []string{"geometry-not-written×1"}},
		{name: "not UTF-8", columns: []string{"a"}, cells: []string{"x\xff"}, want: "a|x\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.record.Row, tt.record.Values, tt.options.Plain = 2, tt.cells, true
			table := &datasets.Table{File: "f.csv", Columns: tt.columns, Records: []datasets.Record{tt.record}}
			var out bytes.Buffer
			var err error
			if table.Findings, err = WriteCSV(&out, table, tt.options); err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(strings.ReplaceAll(tt.want, "|", "\r\n"), `"id"`, "id") + "\r\n"
			if d := cmp.Diff(want, out.String()); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.rules, ruleNames(table)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	tests := []struct {
		in, want string
	}{
		{"=1+1", "'=1+1"}, {"+86 139", "'+86 139"}, {"-1+2", "'-1+2"}, {"@x", "'@x"}, {"＝1", "'＝1"}, {"\t=1", "'\t=1"}, {" =1", "' =1"}, {"\u200b=1", "'\u200b=1"}, {"\rx", "'\rx"},
		{"-5", "-5"}, {"+5.25", "+5.25"}, {"-1e-5", "-1e-5"}, {"-", "-"}, {"--", "--"}, {"甲", "甲"}, {"", ""}, {"'甲", "'甲"}, {"'", "'"}, {"''", "''"},
		{"'=1", "''=1"}, {"''=1", "'''=1"}, {"'12", "''12"}, {"-+5", "'-+5"}, {"1e5", "1e5"}, {"-.5", "'-.5"},
	}
	for _, tt := range tests {
		got := guard(tt.in)
		if got != tt.want {
			t.Errorf("guard(%q) = %q, want %q", tt.in, got, tt.want)
		}
		back, ok := unguard(got)
		if !ok {
			back = got
		}
		if back != tt.in {
			t.Errorf("unguard(%q) = %q, want %q", got, back, tt.in)
		}
	}
}

// FuzzWriteCSV: every text stands in a CSV file so that the reader's scanner
// gives it back, and no field begins like a formula.
func FuzzWriteCSV(f *testing.F) {
	for _, seed := range []string{"甲", "=1+1", "'=1", "\"a\",\r\nb", "007", "440307001001", " =1", "'", "-5", "sep=;", "ID", "\xff", "=\"x\"", "''12"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		table := &datasets.Table{Columns: []string{"名称", "备注"}, Records: []datasets.Record{{Row: 2, Values: []string{a, b}}}}
		var out bytes.Buffer
		if _, err := WriteCSV(&out, table, WriteOptions{}); err != nil {
			t.Fatal(err)
		}
		s := &csvScanner{text: strings.TrimPrefix(out.String(), "\ufeff"), line: 1, separator: ','}
		s.next() // the header
		if !s.next() || len(s.cells) != 2 {
			t.Fatalf("%d cells in %q", len(s.cells), out.String())
		}
		for i, want := range []string{a, b} {
			got := s.cells[i]
			if datasets.FormulaLike(got) {
				t.Errorf("%q is like a formula", got)
			}
			if text, ok := unwrap(got); ok {
				got = text
			}
			if want = strings.ToValidUTF8(want, "\ufffd"); source.TrimCell(got) != source.TrimCell(want) {
				t.Errorf("%q came back as %q in %q", want, got, out.String())
			}
		}
	})
}

func TestWriteXLSXLimits(t *testing.T) {
	long := make(orb.LineString, 4000)
	for i := range long {
		long[i] = orb.Point{114.123456789 + float64(i)*1e-9, 22.5}
	}
	table := &datasets.Table{File: "f.csv", Columns: []string{"n", "备注", "开放"}, Types: []datasets.Type{datasets.TypeInteger, datasets.TypeText, datasets.TypeBoolean}, Records: []datasets.Record{
		{Row: 1, Values: []string{"1234567890123456", strings.Repeat("长", 40_000), "是"}, Geometry: long},
		{Row: 2, Values: []string{"十", "", ""}, Geometry: orb.LineString{{1, 2}, {3, 4}}},
	}}
	var out bytes.Buffer
	var err error
	if table.Findings, err = WriteXLSX(&out, table, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"geometry-too-long×1", "text-cut×1", "number-as-text×1", "cell-not-typed×2"}, ruleNames(table)); d != "" {
		t.Error(d)
	}
	got, err := ReadXLSX(out.Bytes(), "f.xlsx", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"n", "备注", "开放", "WKT"}, {"1234567890123456", strings.Repeat("长", maxCellChars), "是", ""}, {"十", "", "", "LINESTRING (1 2,3 4)"}}
	if d := cmp.Diff(want, rowsOf(got)); d != "" {
		t.Error(d)
	}

	_, err = WriteXLSX(&out, &datasets.Table{File: "f.csv", Records: make([]datasets.Record, maxRows)}, WriteOptions{})
	var p *datasets.Problem
	if !errors.As(err, &p) || p.Where.File != "f.csv" {
		t.Errorf("got %v, want a problem", err)
	}
}

func TestWriteCSVRefusesEncoding(t *testing.T) {
	_, err := WriteCSV(&bytes.Buffer{}, &datasets.Table{File: "f"}, WriteOptions{Encoding: "EBCDIC"})
	var p *datasets.Problem
	if !errors.As(err, &p) {
		t.Errorf("got %v, want a problem", err)
	}
}

// Places that were written are found again by those who read the columns.
func TestWrittenPlacesAreRead(t *testing.T) {
	point := orb.Point{114.1, 22.7}
	area := orb.Polygon{{{114, 22}, {115, 22}, {115, 23}, {114, 23}, {114, 22}}, {{114.2, 22.2}, {114.2, 22.4}, {114.4, 22.4}, {114.2, 22.2}}}
	read := map[string]func(t *datasets.Table) (*datasets.Table, error){
		"CSV": func(t *datasets.Table) (*datasets.Table, error) {
			var out bytes.Buffer
			if _, err := WriteCSV(&out, t, WriteOptions{}); err != nil {
				return nil, err
			}
			return ReadCSV(out.Bytes(), "f.csv", Options{})
		},
		"XLSX": func(t *datasets.Table) (*datasets.Table, error) {
			var out bytes.Buffer
			if _, err := WriteXLSX(&out, t, WriteOptions{}); err != nil {
				return nil, err
			}
			return ReadXLSX(out.Bytes(), "f.xlsx", Options{})
		},
	}
	for format, again := range read {
		t.Run(format, func(t *testing.T) {
			table, err := again(&datasets.Table{Columns: []string{"名称", "经度", "纬度"}, Records: []datasets.Record{{Values: []string{"甲", "0", "0"}, Geometry: point}, {Values: []string{"乙", "", ""}, Geometry: orb.Point{115, 23}}}})
			if err != nil {
				t.Fatal(err)
			}
			facilities, err := datasets.Facilities(table, datasets.FacilityOptions{Kind: "nursing_room"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if p := facilities.Records[0].Point; p == nil || *p != point {
				t.Errorf("point %v", p)
			}
			table, err = again(&datasets.Table{Columns: []string{"名称", "代码"}, Records: []datasets.Record{{Values: []string{"甲社区", "440307001001"}, Geometry: area}, {Values: []string{"乙社区", "440307001002"}, Geometry: orb.MultiPolygon{area}}}})
			if err != nil {
				t.Fatal(err)
			}
			areas, err := datasets.Areas(table, datasets.AreaOptions{Level: "community"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range areas.Records {
				if m, ok := a.Geometry.(orb.MultiPolygon); !ok || len(m) != 1 || len(m[0]) != 2 {
					t.Errorf("area %s: %v", a.Name, a.Geometry)
				}
			}
		})
	}
}

// big is a table of n records of eight columns.
func big(n int) *datasets.Table {
	rng := rand.New(rand.NewPCG(1, 2))
	t := &datasets.Table{File: "f", Columns: []string{"名称", "代码", "人数", "面积", "开放", "日期", "备注", "电话"},
		Types: []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean, datasets.TypeDate, datasets.TypeText, datasets.TypeText}}
	for i := range n {
		t.Records = append(t.Records, datasets.Record{Row: i + 2, Geometry: orb.Point{113 + rng.Float64(), 22 + rng.Float64()}, Values: []string{
			fmt.Sprint("社区", i), fmt.Sprintf("4403070%05d", i%100000), fmt.Sprint(rng.IntN(9000)), fmt.Sprintf("%.2f", rng.Float64()*100), "true", "2026-05-01", "=1+1", "0755",
		}})
	}
	return t
}

func BenchmarkWriteCSV(b *testing.B) {
	t := big(20_000)
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if _, err := WriteCSV(&out, t, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(out.Len()))
	}
}

func BenchmarkWriteXLSX(b *testing.B) {
	t := big(20_000)
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if _, err := WriteXLSX(&out, t, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleWriteCSV() {
	table := &datasets.Table{Columns: []string{"名称", "备注"}, Records: []datasets.Record{{Values: []string{"平湖公园", "=1+1"}, Geometry: orb.Point{114.1, 22.7}}}}
	var out strings.Builder
	if _, err := WriteCSV(&out, table, WriteOptions{Plain: true}); err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(out.String(), "\r\n", "\n"))
	// Output:
	// 名称,备注,经度,纬度
	// 平湖公园,'=1+1,114.1,22.7
}

// GDAL sees the types that were written.
func TestWriteXLSXForGDAL(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ogrinfo is missing")
		}
		t.Skip("ogrinfo is missing")
	}
	file := filepath.Join(t.TempDir(), "台账.xlsx")
	var out bytes.Buffer
	if _, err := WriteXLSX(&out, ledger(), WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := exec.Command(ogrinfo, "-al", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	for _, want := range []string{"Layer name: 数据", "Feature Count: 5", "代码: String", "人数: Integer64", "面积: Real", "开放: Integer(Boolean)", "投用日期: Date", "经度: Real",
		"代码 (String) = 440307001001", "代码 (String) = 007", "投用日期 (Date) = 2026/05/01", "备注 (String) = =SUM(A1:A9)", "人数 (Integer64) = 999999999999"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("ogrinfo does not say %q:\n%s", want, got)
		}
	}
}
