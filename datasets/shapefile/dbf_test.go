package shapefile

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// column1 is a field of a .dbf made by hand.
type column1 struct {
	name            string
	kind            byte
	width, decimals int
}

// dbfOf makes a .dbf by hand: version, fields, and rows of cells that are padded
// to their width. A row that begins with * is deleted.
func dbfOf(version byte, fields []column1, rows ...[]string) []byte {
	size := 1
	var head []byte
	for _, f := range fields {
		var d [32]byte
		copy(d[:11], f.name)
		d[11], d[16], d[17] = f.kind, byte(f.width), byte(f.decimals)
		size += f.width
		head = append(head, d[:]...)
	}
	head = append(head, 0x0d)
	if version >= 0x30 && version <= 0x32 {
		head = append(head, make([]byte, 263)...)
	}
	out := make([]byte, 32)
	out[0], out[1], out[2], out[3] = version, 126, 5, 1
	binary.LittleEndian.PutUint32(out[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(out[8:], uint16(32+len(head)))
	binary.LittleEndian.PutUint16(out[10:], uint16(size))
	out = append(out, head...)
	for _, row := range rows {
		mark := byte(' ')
		if len(row) > 0 && row[0] == "*" {
			mark, row = '*', row[1:]
		}
		out = append(out, mark)
		for i, f := range fields {
			cell := row[i]
			out = append(out, cell...)
			out = append(out, strings.Repeat(" ", f.width-len(cell))...)
		}
	}
	return append(out, 0x1a)
}

func bytes8(v uint64) string { return string(binary.LittleEndian.AppendUint64(nil, v)) }

func gbk(s string) string {
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// TestFieldTypes: each type of field with sound, empty and broken cells. Binary
// layouts are those of Visual FoxPro (I, B, Y, T) and dBASE 7 (O); Julian day
// 2461162 is 2026-05-01 (US Naval Observatory: JD 2451545 is 2000-01-01).
func TestFieldTypes(t *testing.T) {
	tests := []struct {
		name     string
		version  byte
		kind     byte
		width    int
		decimals int
		cells    []string
		want     []string
		typ      datasets.Type
		rules    map[string]int
	}{
		{"text", 3, 'C', 6, 0, []string{"a b", " x ", "a\x00zzz", ""}, []string{"a b", "x", "a", ""}, datasets.TypeText, nil},
		{"integers", 3, 'N', 19, 0, []string{"12", "   12", "-007", "440307001001", "+5", "000", "-0", ""}, []string{"12", "12", "-7", "440307001001", "5", "0", "0", ""}, datasets.TypeInteger, nil},
		{"reals", 3, 'N', 24, 6, []string{"0.500000", "1e3", "-1.5E+002", "12", ".5", "1.10", "1e300"}, []string{"0.5", "1000", "-150", "12", "0.5", "1.1", "1e+300"}, datasets.TypeReal, nil},
		{"F of ArcGIS", 3, 'F', 19, 11, []string{"1.95112780000e+003", "0.00000000000e+000"}, []string{"1951.1278", "0"}, datasets.TypeReal, nil},
		{"fractions among integers", 3, 'N', 8, 0, []string{"12", "1.5"}, []string{"12", "1.5"}, datasets.TypeReal, nil},
		{"overflow", 3, 'N', 5, 0, []string{"*****", "1", "**"}, []string{"", "1", ""}, datasets.TypeInteger, map[string]int{"number-stars": 2}},
		{"no numbers", 3, 'N', 8, 2, []string{"n/a", "NaN", "Inf", "1,5", "0x10", "1_0", "-"}, []string{"", "", "", "", "", "", ""}, datasets.TypeReal, map[string]int{"value-unreadable": 7}},
		{"NUL padding", 3, 'N', 8, 0, []string{"12\x00\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00"}, []string{"12", ""}, datasets.TypeInteger, nil},
		{"logical", 3, 'L', 1, 0, []string{"T", "y", "F", "n", "?", " ", "x"}, []string{"true", "true", "false", "false", "", "", ""}, datasets.TypeBoolean, map[string]int{"value-unreadable": 1}},
		{"dates", 3, 'D', 8, 0, []string{"20260501", "00000000", "        ", "0", "20260230", "2026"}, []string{"2026-05-01", "", "", "", "", ""}, datasets.TypeDate, map[string]int{"value-unreadable": 2}},
		{"FoxPro integer", 0x30, 'I', 4, 0, []string{"\x01\x00\x00\x00", "\xff\xff\xff\xff"}, []string{"1", "-1"}, datasets.TypeInteger, nil},
		{"FoxPro double", 0x30, 'B', 8, 2, []string{bytes8(math.Float64bits(-1.25)), bytes8(math.Float64bits(math.Inf(1)))}, []string{"-1.25", ""}, datasets.TypeReal, map[string]int{"value-unreadable": 1}},
		{"FoxPro currency", 0x31, 'Y', 8, 4, []string{bytes8(12500), bytes8(^uint64(1250 - 1)), bytes8(30000), bytes8(1 << 63)}, []string{"1.25", "-0.125", "3", "-922337203685477.5808"}, datasets.TypeReal, nil},
		{"FoxPro time", 0x30, 'T', 8, 0, []string{string(append(little(2461162), little(30600000)...)), bytes8(0), "        ", string(append(little(2461162), little(1<<31)...))}, []string{"2026-05-01T08:30:00", "", "", ""}, datasets.TypeTime, map[string]int{"value-unreadable": 1}},
		{"dBASE 7 double", 3, 'O', 8, 0, []string{"\xbf\xf8\x00\x00\x00\x00\x00\x00", "\x40\x07\xff\xff\xff\xff\xff\xff", "\x00\x00\x00\x00\x00\x00\x00\x00"}, []string{"1.5", "-1.5", ""}, datasets.TypeReal, nil},
		{"memo", 0x83, 'M', 10, 0, []string{"         1", ""}, []string{"", ""}, datasets.TypeText, map[string]int{"memo-left-out": 1}},
		{"binary memo of dBASE", 0x8b, 'B', 10, 0, []string{"         1"}, []string{""}, datasets.TypeText, map[string]int{"memo-left-out": 1}},
		{"FoxPro 2 with memo", 0xf5, 'C', 3, 0, []string{"abc"}, []string{"abc"}, datasets.TypeText, nil},
		{"lower case type", 3, 'n', 3, 0, []string{"1"}, []string{"1"}, datasets.TypeInteger, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fields := []column1{{"K", 'N', 4, 0}, {"V", tt.kind, tt.width, tt.decimals}}
			var rows [][]string
			for i, c := range tt.cells {
				rows = append(rows, []string{strings.Repeat(" ", 3) + string(rune('1'+i)), c})
			}
			got, err := ReadDBF(set{".shp": dbfOf(tt.version, fields, rows...)}.files("表.dbf"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var values []string
			for _, r := range got.Records {
				values = append(values, r.Values[1])
			}
			if d := cmp.Diff(tt.want, values); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if got.Types[1] != tt.typ || got.Spatial || got.Format != "DBF" {
				t.Errorf("type %s, want %s; %s", got.Types[1], tt.typ, got.Format)
			}
			if d := cmp.Diff(tt.rules, rulesOf(got.Findings)); d != "" && len(tt.rules)+len(got.Findings) > 0 {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

// TestLongTexts: the width of a text field has two bytes in Clipper and FoxPro.
func TestLongTexts(t *testing.T) {
	long := strings.Repeat("x", 300)
	data := dbfOf(3, []column1{{"A", 'C', 300, 1}, {"B", 'C', 2, 0}}, []string{long, "yz"})
	got, err := ReadDBF(set{".shp": data}.files("表.dbf"), Options{})
	if err != nil || len(got.Findings) > 0 {
		t.Fatal(err, got)
	}
	if d := cmp.Diff([]string{long, "yz"}, got.Records[0].Values); d != "" {
		t.Error(d)
	}
}

// TestEncodings: whatever is declared, texts are read as what their bytes are.
func TestEncodings(t *testing.T) {
	big5, err := traditionalchinese.Big5.NewEncoder().String("臺北市政府衛生局")
	if err != nil {
		t.Fatal(err)
	}
	const park, library = "龙岗区平湖街道公园", "布吉街道图书馆"
	utf, old := []string{park, library}, []string{gbk(park), gbk(library)}
	chinese := []string{park, library}
	tests := []struct {
		name     string
		field    string
		cells    []string
		cpg      string
		language byte
		option   string
		want     []string
		wantName string
		encoding string
		rules    map[string]int
	}{
		{"39 GBK without .cpg", gbk("名称"), old, "", 0, "", chinese, "名称", "GB18030", nil},
		{"39 GBK by the mark of the .dbf", gbk("名称"), old, "", 0x4d, "", chinese, "名称", "GB18030", nil},
		{"39 GBK called UTF-8", gbk("名称"), old, "UTF-8", 0, "", chinese, "名称", "GB18030", map[string]int{"cpg-false": 1}},
		{"39 GBK called ISO-8859-1", gbk("名称"), old, "ISO-8859-1", 0, "", chinese, "名称", "GB18030", map[string]int{"cpg-false": 1}},
		{"39 UTF-8 called 936", "名称", utf, "936", 0, "", chinese, "名称", "UTF-8", map[string]int{"cpg-false": 1}},
		{"39 UTF-8 called ISO-8859-1", "名称", utf, "ISO-8859-1", 0, "", chinese, "名称", "UTF-8", map[string]int{"cpg-false": 1}},
		{"39 UTF-8 with the mark of GBK", "名称", utf, "", 0x4d, "", chinese, "名称", "UTF-8", map[string]int{"cpg-false": 1}},
		{"39 UTF-8 called Big5", "名称", utf, "big5", 0, "", chinese, "名称", "UTF-8", map[string]int{"cpg-false": 1}},
		{"GBK rightly called", gbk("名称"), old, "GBK\r\n", 0, "", chinese, "名称", "GB18030", nil},
		{"GBK with the Windows mark", gbk("名称"), old, "", 0x57, "", chinese, "名称", "GB18030", nil},
		{"UTF-8 rightly called", "名称", utf, "\ufeffUTF-8\r\n", 0x4d, "", chinese, "名称", "UTF-8", nil},
		{"UTF-8 without .cpg", "名称", utf, "", 0, "", chinese, "名称", "UTF-8", nil},
		{"UTF-8 in an unknown encoding", "名称", utf, "KOI8-R", 0, "", chinese, "名称", "UTF-8", map[string]int{"cpg-unknown": 1}},
		{"Big5 without .cpg", "A", []string{big5}, "", 0, "", []string{"臺北市政府衛生局"}, "A", "Big5", nil},
		{"Big5 with its mark", "A", []string{big5}, "", 0x78, "", []string{"臺北市政府衛生局"}, "A", "Big5", nil},
		{"western letters", "A", []string{"Caf\xe9 M\xfcller", "Citt\xe0"}, "", 0x03, "", []string{"Café Müller", "Città"}, "A", "Windows-1252", nil},
		{"western letters, called so", "A", []string{"Caf\xe9"}, "ISO-8859-1", 0, "", []string{"Café"}, "A", "Windows-1252", nil},
		{"ASCII", "A", []string{"abc"}, "UTF-8", 0, "", []string{"abc"}, "A", "UTF-8", nil},
		{"the user knows", "A", []string{"\xc3\xa9"}, "UTF-8", 0, "GBK", []string{"茅"}, "A", "GB18030", nil},
		{"the user says Latin", "A", []string{"\xc3\xa9"}, "UTF-8", 0, "latin1", []string{"Ã©"}, "A", "Windows-1252", nil},
		{"short GBK that is UTF-8 by chance", "A", []string{"\xd6\xa4", "\xc2\xb0"}, "GBK", 0, "", []string{"证", "掳"}, "A", "GB18030", nil},
		{"two encodings", "A", []string{park, library, gbk("坂田")}, "UTF-8", 0, "", []string{park, library, "坂田"}, "A", "UTF-8", map[string]int{"two-encodings": 1}},
		{"two encodings, mostly GBK", "A", []string{gbk(park), gbk(library), "坂田"}, "GBK", 0, "", []string{park, library, "坂田"}, "A", "GB18030", map[string]int{"two-encodings": 1}},
		{"a name cut in a character, GBK", gbk("街道办事处")[:9], old, "", 0, "", chinese, "街道办事", "GB18030", map[string]int{"text-cut-off": 1}},
		{"a name cut in a character, UTF-8", "街道办事处"[:10], utf, "UTF-8", 0, "", chinese, "街道办", "UTF-8", map[string]int{"text-cut-off": 1}},
		{"a text cut in a character, GBK", "A", []string{gbk(park)[:17]}, "", 0, "", []string{"龙岗区平湖街道公"}, "A", "GB18030", map[string]int{"text-cut-off": 1}},
		{"a text cut in a character, UTF-8", "A", []string{park[:25]}, "UTF-8", 0, "", []string{"龙岗区平湖街道公"}, "A", "UTF-8", map[string]int{"text-cut-off": 1}},
		{"bytes that are nothing", "A", []string{gbk(park), gbk(library), "\xff\xff\xffa"}, "", 0, "", []string{park, library, "\ufffd\ufffd\ufffda"}, "A", "GB18030", map[string]int{"bad-bytes": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var rows [][]string
			for _, c := range tt.cells {
				rows = append(rows, []string{c})
			}
			data := dbfOf(3, []column1{{tt.field, 'C', 40, 0}}, rows...)
			data[29] = tt.language
			s := set{".shp": data}
			if tt.cpg != "" {
				s[".cpg"] = []byte(tt.cpg)
			}
			got, err := ReadDBF(s.files("表.dbf"), Options{Encoding: tt.option})
			if err != nil {
				t.Fatal(err)
			}
			var values []string
			for _, r := range got.Records {
				values = append(values, r.Values[0])
			}
			if d := cmp.Diff(tt.want, values); d != "" || got.Columns[0] != tt.wantName || got.Encoding != tt.encoding {
				t.Errorf("%q in %s (-want +got):\n%s", got.Columns, got.Encoding, d)
			}
			if d := cmp.Diff(tt.rules, rulesOf(got.Findings)); d != "" && len(tt.rules)+len(got.Findings) > 0 {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

// TestTables: what a bare .dbf can be.
func TestTables(t *testing.T) {
	fields := []column1{{"A", 'C', 2, 0}, {"A", 'C', 2, 0}, {"", 'C', 2, 0}, {"_NullFlags", '0', 1, 0}}
	data := dbfOf(0x30, fields[:2], []string{"a", "b"}, []string{"*", "c", "d"}, []string{"e", "f"})
	got, err := ReadDBF(set{".shp": data}.files("表.dbf"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"A", "A (2)"}, got.Columns); d != "" {
		t.Error(d)
	}
	if len(got.Records) != 2 || got.Records[1].Row != 3 || got.Records[1].Values[1] != "f" {
		t.Errorf("%+v", got.Records)
	}
	hidden, err := ReadDBF(set{".shp": dbfOf(0x30, []column1{fields[0], fields[3]}, []string{"a", "\x01"})}.files("表.dbf"), Options{})
	if err != nil || len(hidden.Columns) != 1 {
		t.Errorf("%v, %v", hidden, err)
	}
	for name, bad := range map[string][]byte{"nothing": nil, "text": []byte("a,b\n1,2\n"), "text that begins like one": []byte(strings.Repeat("0,abcdefghijk\n", 20)), "no fields": dbfOf(3, nil), "cut": data[:20]} {
		var p *datasets.Problem
		if _, err := ReadDBF(set{".shp": bad}.files("表.dbf"), Options{}); !errors.As(err, &p) || p.Where.File != "表.dbf" {
			t.Errorf("%s: %v", name, err)
		}
	}
	var p *datasets.Problem
	if _, err := ReadDBF(set{".shp": data}.files("表.dbf"), Options{Encoding: "EBCDIC"}); !errors.As(err, &p) {
		t.Errorf("an unknown encoding: %v", err)
	}
}
