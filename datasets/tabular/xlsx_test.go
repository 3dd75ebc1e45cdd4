package tabular

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// book builds a workbook with excelize, another program's idea of XLSX.
func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func must(err error) {
	if err != nil {
		panic(err) // of the test's own making
	}
}

func fillRows(f *excelize.File, sheet string, rows ...[]any) {
	for i, r := range rows {
		must(f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r))
	}
}

// rawBook zips a workbook of one sheet out of XML written by hand; more holds
// further entries by name.
func rawBook(t testing.TB, sheetXML string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheetXML,
	}
	for k, v := range more {
		parts[k] = v
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range sortedKeys(parts) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func sheetOf(rows string) string {
	return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`
}

func inline(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func TestReadXLSX(t *testing.T) {
	headed := `<row r="1">` + inline("A1", "名称") + inline("B1", "数") + `</row>`
	tests := []struct {
		name  string
		data  []byte
		opts  Options
		want  []string
		rules []string
		layer string
	}{
		{name: "codes, numbers, booleans", layer: "Sheet1",
			data: book(t, func(f *excelize.File) {
				fillRows(f, "Sheet1", []any{"代码", "面积", "开放", "大数"}, []any{440307001001, 113.9239, true, 1e15}, []any{"440307001002", 0.1 + 0.2, false, 12345678901234567.0})
			}),
			want: []string{"代码|面积|开放|大数", "2:440307001001|113.9239|true|1000000000000000", "3:440307001002|0.3|false|12345678901234568"}},
		{name: "title, merged header and total", layer: "Sheet1",
			data: book(t, func(f *excelize.File) {
				fillRows(f, "Sheet1", []any{"龙岗区台账"}, []any{"序号", "名称", "位置"}, []any{nil, nil, "经度", "纬度"}, []any{1, "甲", 114.1, 22.7}, []any{"合计", 1})
				must(f.MergeCell("Sheet1", "A1", "D1"))
				must(f.MergeCell("Sheet1", "C2", "D2"))
				must(f.MergeCell("Sheet1", "A2", "A3"))
			}),
			want: []string{"序号|名称|经度|纬度", "4:1|甲|114.1|22.7"}, rules: []string{"header-row×1", "header-two-rows×1", "total-row×1"}},
		{name: "first visible sheet with data", layer: "台账",
			data: book(t, func(f *excelize.File) {
				for _, s := range []string{"隐藏", "台账", "说明"} {
					_, err := f.NewSheet(s)
					must(err)
				}
				fillRows(f, "隐藏", []any{"a", "b"}, []any{"x", "y"})
				fillRows(f, "台账", []any{"名称", "数"}, []any{"甲", 1})
				must(f.SetSheetVisible("隐藏", false))
			}),
			want: []string{"名称|数", "2:甲|1"}, rules: []string{"other-sheets×3"}},
		{name: "chosen sheet, hidden", opts: Options{Sheet: " 隐藏"}, layer: "隐藏",
			data: book(t, func(f *excelize.File) {
				_, err := f.NewSheet("隐藏")
				must(err)
				fillRows(f, "隐藏", []any{"名称", "数"}, []any{"甲", 1})
				must(f.SetSheetVisible("隐藏", false))
			}),
			want: []string{"名称|数", "2:甲|1"}},
		{name: "formulas", layer: "表", data: rawBook(t, sheetOf(headed+
			`<row r="2">`+inline("A2", "甲")+`<c r="B2"><f>1+1</f><v>2</v></c></row>`+
			`<row r="3">`+inline("A3", "乙")+`<c r="B3"><f>1+1</f></c></row>`+
			`<row r="4">`+inline("A4", "丙")+`<c r="B4" t="e"><f>X</f><v>#REF!</v></c></row>`+
			`<row r="5"><c r="A5" t="str"><f>A4</f><v>丁</v></c><c r="B5" t="str"><f>""</f><v></v></c></row>`), nil),
			want: []string{"名称|数", "2:甲|2", "3:乙|", "4:丙|", "5:丁|"}, rules: []string{"error-cell×1", "formula-without-value×1"}},
		{name: "merged cells fill down", layer: "表", data: rawBook(t, `<worksheet><sheetData>`+headed+
			`<row r="2">`+inline("A2", "平湖")+`<c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>`+
			`</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>`, nil),
			want: []string{"名称|数", "2:平湖|1", "3:平湖|2", "4:|3"}, rules: []string{"merged-cells×1"}},
		{name: "phonetic hints and rich text", layer: "表", data: rawBook(t, sheetOf(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>9</v></c></row>`),
			map[string]string{"xl/sharedStrings.xml": `<sst count="4000000000"><si><t>名称</t><rPh sb="0" eb="1"><t>メイ</t></rPh></si><si><r><t>数</t></r><r><t>量</t></r></si><si><t>a_x000D_&#10;b_x00z_</t></si></sst>`}),
			want: []string{"名称|数量", "2:a\r\nb_x00z_|"}, rules: []string{"error-cell×1"}},
		{name: "no references, hidden row, name space prefix", layer: "表", data: rawBook(t, `<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>名称</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>数</x:t></x:is></x:c></x:row><x:row hidden="1"><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c><x:c><x:v>1E3</x:v></x:c></x:row></x:sheetData></x:worksheet>`, nil),
			want: []string{"名称|数", "2:甲|1000"}, rules: []string{"hidden-rows×1"}},
		{name: "dimension lies", layer: "表", data: rawBook(t, `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>`+headed+`<row r="2">`+inline("A2", "甲")+`</row></sheetData></worksheet>`, nil),
			want: []string{"名称|数", "2:甲|"}},
		{name: "stray end tags", layer: "表", data: rawBook(t, sheetOf(headed+`</row></row><row r="1">`+inline("A1", "甲")+`</row></row>`), nil),
			want: []string{"名称|数", "2:甲|"}},
		{name: "far cell", layer: "表", data: rawBook(t, sheetOf(headed+`<row r="2">`+inline("A2", "甲")+`</row><row r="1048576">`+inline("XFD1048576", "远")+`</row>`), nil),
			want: []string{"名称|数", "2:甲|"}, rules: []string{"long-row×1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadXLSX(tt.data, "台账.xlsx", tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, grid(got)); d != "" {
				t.Errorf("table (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.rules, ruleNames(got)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if got.Layer != tt.layer {
				t.Errorf("sheet %q, want %q", got.Layer, tt.layer)
			}
		})
	}
}

// TestDates: 45352 is 1 March 2024, as Excel shows it; 43890 is the same day
// in the 1904 system (1462 days later, Microsoft's article 214330).
func TestDates(t *testing.T) {
	formats := []struct {
		code, want string
	}{
		{"yyyy-mm-dd", "2024-03-01"},
		{`yyyy"年"m"月"`, "2024-03"},
		{`yyyy"年"m"月"d"日"`, "2024-03-01"},
		{`yyyy\年m\月`, "2024-03"},
		{`[$-804]e"年"m"月"`, "2024-03"},
		{`[DBNum1][$-804]yyyy"年"m"月"d"日";@`, "2024-03-01"},
		{"yyyy", "2024"},
		{`m"月"d"日"`, "2024-03-01"},
		{"mmm-yy", "2024-03"},
		{"yyyy/m/d h:mm", "2024-03-01 12:00:00"},
		{"h:mm", "12:00"},
		{"0.00E+00", "45352.5"},
		{`0"d"`, "45352.5"},
		{`#,##0.00"元/年"`, "45352.5"},
		{"General", "45352.5"},
	}
	for _, date1904 := range []bool{false, true} {
		data := book(t, func(f *excelize.File) {
			must(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
			must(f.SetCellValue("Sheet1", "A1", "名称"))
			must(f.SetCellValue("Sheet1", "B1", "日期"))
			for i, c := range formats {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.code})
				must(err)
				serial := 45352.5
				if date1904 {
					serial -= 1462
				}
				must(f.SetCellValue("Sheet1", fmt.Sprintf("A%d", i+2), "甲"))
				must(f.SetCellValue("Sheet1", fmt.Sprintf("B%d", i+2), serial))
				must(f.SetCellStyle("Sheet1", fmt.Sprintf("B%d", i+2), fmt.Sprintf("B%d", i+2), style))
			}
		})
		got, err := ReadXLSX(data, "台账.xlsx", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range formats {
			want := c.want
			if date1904 && want == "45352.5" {
				want = "43890.5"
			}
			if v := got.Records[i].Values[1]; v != want {
				t.Errorf("1904 %v, format %s: got %s, want %s", date1904, c.code, v, want)
			}
		}
	}
}

func TestDateText(t *testing.T) {
	tests := []struct {
		serial float64
		shape  dateShape
		want   string
	}{
		{1, showsDay, "1900-01-01"}, // Excel's first day
		{59, showsDay, "1900-02-28"},
		{61, showsDay, "1900-03-01"}, // Excel counts a 29 February 1900
		{2958465, showsDay, "9999-12-31"},
		{2958466, showsDay, ""},
		{-1, showsDay, ""},
		{1.5, showsTime, "36:00"}, // [h]:mm
		{45352.99999999, showsBoth, "2024-03-02 00:00:00"},
	}
	for _, tt := range tests {
		if got, _ := dateText(tt.serial, tt.shape, false); got != tt.want {
			t.Errorf("dateText(%v, %d) = %q, want %q", tt.serial, tt.shape, got, tt.want)
		}
	}
}

func TestReadXLSXRefuses(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	empty := book(t, func(*excelize.File) {})
	locked := func() []byte {
		out, err := excelize.Encrypt(empty, &excelize.Options{Password: "x"})
		must(err)
		return out
	}()
	bomb := sheetOf(strings.Repeat(`<row></row>`, 2_000_000))
	tests := []struct {
		name string
		data []byte
		opts Options
		want []string
	}{
		{name: "empty file", want: []string{"empty (0 bytes"}},
		{name: "password", data: locked, want: []string{"password-protected", "clear the password"}},
		{name: "xls", data: []byte(ole + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"), want: []string{"XLS", "save it as"}},
		{name: "web page", data: []byte("<html><body><table>"), want: []string{"web page"}},
		{name: "text", data: []byte("名称,数\n甲,1\n"), want: []string{"plain text", ".csv"}},
		{name: "cut off", data: book(t, func(f *excelize.File) { fillRows(f, "Sheet1", []any{"a"}) })[:3000], want: []string{"damaged"}},
		{name: "another zip", data: zipped(t, "a.txt", "x"), want: []string{"archive"}},
		{name: "document", data: zipped(t, "word/document.xml", "x"), want: []string{"document"}},
		{name: "no data", data: empty, want: []string{"sheet is empty", "Sheet1"}},
		{name: "no such sheet", data: empty, opts: Options{Sheet: "台账"}, want: []string{"台账", "the workbook has: Sheet1"}},
		{name: "zip bomb", data: rawBook(t, bomb, nil), want: []string{"100 times", "sheet1.xml"}},
		{name: "bomb in another part", data: rawBook(t, sheetOf(""), map[string]string{"xl/media/image1.png": strings.Repeat("\x00", 1<<20)}), want: []string{"100 times", "image1.png"}},
		{name: "name leaves the folder", data: rawBook(t, sheetOf(""), map[string]string{"../../evil": "x"}), want: []string{"leaves the folder", "evil"}},
		{name: "lying directory", data: lyingZip(t, bomb), want: []string{"sheet1.xml"}},
		{name: "broken XML", data: rawBook(t, `<worksheet><sheetData><row><c></row`, nil), want: []string{"sheet1.xml", "damaged"}},
		{name: "entity bomb", data: rawBook(t, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`, nil), want: []string{"damaged"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadXLSX(tt.data, "台账.xlsx", tt.opts)
			checkProblem(t, err, "台账.xlsx", tt.want)
		})
	}
}

func zipped(t *testing.T, name, content string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create(name)
	must(err)
	_, err = io.WriteString(w, content)
	must(err)
	must(z.Close())
	return buf.Bytes()
}

// lyingZip rewrites the directory's size of the sheet to 1,000 bytes, so that
// only real inflation tells.
func lyingZip(t *testing.T, sheetXML string) []byte {
	data := rawBook(t, sheetXML, nil)
	size := make([]byte, 4)
	for i := range size {
		size[i] = byte(len(sheetXML) >> (8 * i))
	}
	return bytes.ReplaceAll(data, size, []byte{0xe8, 3, 0, 0})
}

// TestFarCellMemory: one cell in the far corner must not cost a grid.
func TestFarCellMemory(t *testing.T) {
	data := rawBook(t, sheetOf(`<row r="1">`+inline("A1", "名称")+inline("B1", "数")+`</row><row r="1048576">`+inline("A1048576", "甲")+inline("XFD1048576", "远")+`</row>`), nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := ReadXLSX(data, "台账.xlsx", Options{}); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("%d bytes allocated, want under 20 MiB", used)
	}
}
