package cli

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// workbookOf makes an XLSX file of one sheet.
func workbookOf(t *testing.T, rows [][]any, change ...func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range change {
		c(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rawWorkbook makes an XLSX file of a sheet's XML, with 1904 dates if asked.
func rawWorkbook(t *testing.T, sheet string, date1904 bool) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	for _, e := range [][2]string{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` + fmt.Sprintf(`<workbookPr date1904="%t"/>`, date1904) + `<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/styles.xml", head + `<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", head + `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(e[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cellXML is one cell of a sheet: text, or with kind "" a number.
func cellXML(at, kind, value string) string {
	switch kind {
	case "text":
		return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, value)
	case "date":
		return fmt.Sprintf(`<c r="%s" s="1"><v>%s</v></c>`, at, value)
	}
	return fmt.Sprintf(`<c r="%s"%s><v>%s</v></c>`, at, kind, value)
}

// cellsOf splits the plain facilities into rows of cells.
func cellsOf(csv string) [][]any {
	var rows [][]any
	for _, line := range strings.Split(strings.TrimSpace(csv), "\n") {
		var row []any
		for _, c := range strings.Split(line, ",") {
			row = append(row, c)
		}
		rows = append(rows, row)
	}
	return rows
}

func encoded(t *testing.T, text string, how string) []byte {
	t.Helper()
	var out []byte
	var err error
	switch how {
	case "GBK":
		out, err = simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	case "GB18030":
		out, err = simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	case "UTF-16":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	case "UTF-16BE":
		out, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// counts fifty facilities in sixteen communities.
func countsAll(p *probe) {
	if n := len(p.result.Facilities); n != 50 {
		p.Errorf("%d facilities, want 50", n)
	}
	if got := p.result.Targets[0].Numerator; got != 16 {
		p.Errorf("%v communities have one, want 16", got)
	}
}

// replaced changes the rows of the plain facilities; row 0 is the header.
func replaced(changes map[int]func(string) string) []byte {
	lines := strings.Split(strings.TrimSpace(string(plainStudy()["sites.csv"])), "\n")
	for i, change := range changes {
		lines[i] = change(lines[i])
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// inColumn changes one cell of a row.
func inColumn(col int, now string) func(string) string {
	return func(line string) string {
		cells := strings.Split(line, ",")
		cells[col] = now
		return strings.Join(cells, ",")
	}
}

// TestRobustText covers rows 19 to 25 and 28: tables of text.
func TestRobustText(t *testing.T) {
	plain := string(plainStudy()["sites.csv"])
	csv := func(data []byte) map[string][]byte { return map[string][]byte{"sites.csv": data} }
	lines := strings.SplitAfter(plain, "\n")
	mixed := append([]byte(strings.Join(lines[:41], "")), encoded(t, strings.Join(lines[41:], ""), "GBK")...)
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", ".", "．")
	full := func(line string) string {
		cells := strings.Split(line, ",")
		cells[2], cells[3], cells[5] = "\u3000"+wide.Replace(cells[2])+"\u00a0", wide.Replace(cells[3])+"\t", " \u3000"+cells[5]+"\u200b"
		return strings.Join(cells, ",")
	}
	every := func(change func(string) string) map[int]func(string) string {
		all := map[int]func(string) string{}
		for i := 1; i <= 50; i++ {
			all[i] = change
		}
		return all
	}
	inOne := func(head string, write func(x, y float64) string) []byte {
		var b strings.Builder
		b.WriteString("编号,名称," + head + ",状态\n")
		for k := range 50 {
			x, y, _ := sitePlace(k)
			fmt.Fprintf(&b, "S%02d,阅读点%02d,%s,开放\n", k+1, k+1, write(x, y))
		}
		return []byte(b.String())
	}
	dms := func(v float64) string {
		d := int(v)
		m := int((v - float64(d)) * 60)
		return fmt.Sprintf("%d°%02d′%05.2f″", d, m, (v-float64(d)-float64(m)/60)*3600)
	}
	title := "龙岗区儿童阅读设施台账（2025年）,,,,,,\n填报单位：区妇联,,,,,,\n"
	runAll(t, []hostile{
		{row: "19", name: "GBK", files: csv(encoded(t, plain, "GBK")), want: accept, probe: countsAll},
		{row: "19", name: "GB18030 beyond GBK", files: csv(encoded(t, strings.Replace(plain, "阅读点07", "𠮷㐀点", 1), "GB18030")), want: accept, probe: func(p *probe) {
			countsAll(p)
			if p.result.Facilities[6].Name != "𠮷㐀点" {
				p.Errorf("the name is %q", p.result.Facilities[6].Name)
			}
		}},
		{row: "19", name: "UTF-16 with a mark", files: csv(encoded(t, plain, "UTF-16")), want: accept, probe: countsAll},
		{row: "19", name: "UTF-16BE without a mark", files: csv(encoded(t, plain, "UTF-16BE")), want: accept, probe: countsAll},
		{row: "20", name: "two encodings", files: csv(mixed), want: warn, rule: "two-encodings", count: 10, at: []int{42, 43}, text: "sites.csv|GB18030", zh: "第 42 行|另存为 UTF-8", en: "row 42|save the file as UTF-8", probe: countsAll},
		{row: "20", name: "broken bytes", files: csv(bytes.Replace([]byte(plain), []byte("阅读点07"), []byte("阅\xe8\xaf点\xff07"), 1)), want: warn, rule: "bad-bytes", count: 1, at: []int{8}, text: "sites.csv", probe: countsAll},
		{row: "21", name: "full-width digits and odd spaces", files: csv(replaced(every(full))), want: accept, probe: countsAll},
		{row: "22", name: "degrees, minutes, seconds", files: csv(replaced(every(func(line string) string {
			var x, y float64
			cells := strings.Split(line, ",")
			fmt.Sscan(cells[2], &x)
			fmt.Sscan(cells[3], &y)
			cells[2], cells[3] = dms(x)+"E", "北纬"+dms(y)
			return strings.Join(cells, ",")
		}))), want: accept, probe: countsAll},
		{row: "22", name: "WKT column", files: csv(inOne("geom", func(x, y float64) string { return fmt.Sprintf("POINT (%.6f %.6f)", x, y) })), want: accept, probe: countsAll},
		{row: "22", name: "WKT column with SRID", files: csv(inOne("WKT", func(x, y float64) string { return fmt.Sprintf("SRID=4326;POINT(%.6f %.6f)", x, y) })), want: accept, probe: countsAll},
		{row: "22", name: "lon,lat column", files: csv(inOne("坐标", func(x, y float64) string { return fmt.Sprintf(`"%.6f, %.6f"`, x, y) })), want: accept, probe: countsAll},
		{row: "22", name: "lon，lat column", files: csv(inOne("经纬度", func(x, y float64) string { return fmt.Sprintf(`"%.6f，%.6f"`, x, y) })), want: accept, probe: countsAll},
		{row: "23", name: "headers of 经度 and 纬度 swapped", files: csv([]byte(strings.Replace(plain, "经度,纬度", "纬度,经度", 1))), want: warn, rule: "coordinates-swapped", count: 50, at: []int{2, 3}, text: "sites.csv|swap: true", zh: "颠倒|第 2 行", en: "exchanged|row 2"},
		{row: "23", name: "headers swapped, and told so", files: csv([]byte(strings.Replace(plain, "经度,纬度", "纬度,经度", 1))), where: sitesFrom("sites.csv", ", swap: true"), want: accept, rule: "coordinates-swapped", probe: countsAll},
		{row: "24", name: "title rows", files: csv([]byte(title + plain)), want: warn, rule: "header-row", count: 2, at: []int{1, 2}, zh: "表头取第 3 行", en: "row 3 is the header", probe: countsAll},
		{row: "24", name: "two header rows", files: csv([]byte("编号,名称,位置,,所属单元,,状态\n,,经度,纬度,街道,社区,\n" + strings.SplitN(plain, "\n", 2)[1])), want: warn, rule: "header-two-rows", zh: "第 1、2 行", en: "rows 1 and 2", probe: countsAll},
		{row: "25", name: "total row", files: csv([]byte(plain + "合计,50,,,,,\n")), want: warn, rule: "total-row", count: 1, at: []int{52}, text: "sites.csv|合计", zh: "第 52 行", en: "row 52", probe: countsAll},
		{row: "25", name: "无 and 暂无", files: csv(replaced(map[int]func(string) string{3: inColumn(2, "暂无"), 4: inColumn(3, "无")})), want: warn, rule: "missing-word", count: 2, at: []int{4, 5}, text: "暂无", zh: "“经度”列", en: "column 经度", probe: countsAll},
		{row: "25", name: "units in numbers", files: csv([]byte(strings.NewReplacer("状态", "容量", "开放\n", "约20座\n").Replace(plain))), want: warn, rule: "number-with-words", count: 50, at: []int{2}, text: "约20座"},
		{row: "28", name: "unclosed quote", files: csv(bytes.Replace([]byte(plain), []byte("阅读点07"), []byte(`"阅读点07`), 1)), want: reject, text: "sites.csv", zh: "第 8 行|引号", en: "row 8|quote"},
		{row: "28", name: "short rows", files: csv(replaced(map[int]func(string) string{5: func(l string) string { return strings.Join(strings.Split(l, ",")[:4], ",") }})), want: warn, rule: "short-row", count: 1, at: []int{6}, text: "sites.csv|4|7", probe: func(p *probe) {
			if len(p.result.Facilities) != 50 {
				p.Errorf("%d facilities", len(p.result.Facilities))
			}
		}},
		{row: "28", name: "long rows", files: csv(replaced(map[int]func(string) string{5: func(l string) string { return l + ",多余,的" }})), want: warn, rule: "long-row", count: 1, at: []int{6}, text: "sites.csv|多余", probe: countsAll},
		{row: "28", name: "stray quotes", files: csv(replaced(map[int]func(string) string{5: inColumn(1, `"阅读点"05`)})), want: warn, rule: "stray-quote", count: 1, at: []int{6}, probe: countsAll},
		{row: "28", name: "Windows line ends and no last one", files: csv([]byte(strings.ReplaceAll(strings.TrimSpace(plain), "\n", "\r\n"))), want: accept, probe: countsAll},
		{row: "28", name: "semicolons", files: csv([]byte(strings.ReplaceAll(plain, ",", ";"))), want: accept, probe: countsAll},
	})
}

// TestRobustCells covers rows 26 to 30: codes, formulas and workbooks.
func TestRobustCells(t *testing.T) {
	plain := cellsOf(string(plainStudy()["sites.csv"]))
	xlsx := func(data []byte) map[string][]byte { return map[string][]byte{"sites.xlsx": data} }
	from := sitesFrom("sites.xlsx", "")
	coded := func(code func(k int) any) [][]any {
		rows := [][]any{{"编号", "名称", "社区代码", "状态"}}
		for k := range 50 {
			rows = append(rows, []any{fmt.Sprintf("S%02d", k+1), fmt.Sprintf("阅读点%02d", k+1), code(k), "开放"})
		}
		return rows
	}
	csvOf := func(rows [][]any) []byte {
		var b strings.Builder
		for _, r := range rows {
			for i, c := range r {
				if i > 0 {
					b.WriteByte(',')
				}
				fmt.Fprint(&b, c)
			}
			b.WriteByte('\n')
		}
		return []byte(b.String())
	}
	lost := csvOf(coded(func(int) any { return "4.4E+11" }))
	far := `<row r="1">` + cellXML("A1", "text", "编号") + cellXML("B1", "text", "名称") + cellXML("C1", "text", "社区代码") + cellXML("D1", "text", "状态") + `</row>` +
		`<row r="2">` + cellXML("A2", "text", "S1") + cellXML("B2", "text", "阅读点") + cellXML("C2", "", communityCode(0)) + cellXML("D2", "text", "开放") + `</row>` +
		`<row r="1048576">` + cellXML("XFD1048576", "", "1") + `</row>`
	old := `<row r="1">` + cellXML("A1", "text", "名称") + cellXML("B1", "text", "社区代码") + cellXML("C1", "text", "投用时间") + `</row>` +
		`<row r="2">` + cellXML("A2", "text", "阅读点") + cellXML("B2", "", communityCode(0)) + cellXML("C2", "date", "43830") + `</row>`
	runAll(t, []hostile{
		{row: "26", name: "codes of 4.4E+11", files: map[string][]byte{"sites.csv": lost}, want: warn, rule: "code-digits-lost", count: 50, at: []int{2}, text: "sites.csv|4.4E+11|社区代码", zh: "末位数字|设为文本", en: "last digits|to text"},
		{row: "26", name: "codes of 4.40307E+11 of units", files: map[string][]byte{"communities.geojson": bytes.ReplaceAll(collection(communities()), []byte(`"440307001001"`), []byte(`4.40307E+11`))}, want: warn, rule: "code-digits-lost", count: 1, at: []int{1}, text: "communities.geojson|4.40307E+11"},
		{row: "26", name: "codes as numbers in a workbook", files: xlsx(workbookOf(t, coded(func(k int) any { return 440307001001 + 1000*(k%16/4) + k%4 }))), where: from, want: accept, probe: countsAll},
		{row: "26", name: "codes as 440307001001.0", files: map[string][]byte{"sites.csv": csvOf(coded(func(k int) any { return communityCode(k%16) + ".0" }))}, want: accept, probe: countsAll},
		{row: "26", name: `codes as ="440307001001"`, files: map[string][]byte{"sites.csv": csvOf(coded(func(k int) any { return `="` + communityCode(k%16) + `"` }))}, want: accept, rule: "stray-quote", probe: countsAll},
		{row: "29", name: "ZIP bomb", files: xlsx(rawWorkbook(t, strings.Repeat(" ", 64<<20), false)), where: from, want: reject, text: "sites.xlsx|100", zh: "压缩炸弹", en: "zip bomb"},
		{row: "29", name: "dimension lies", files: xlsx(bytes.Clone(rawWorkbook(t, "</sheetData><dimension ref=\"A1:XFD1048576\"/><sheetData>"+far, false))), where: from, want: accept, rule: "no-records", probe: smallMemory},
		{row: "29", name: "a cell in the far corner", files: xlsx(rawWorkbook(t, far, false)), where: from, want: accept, rule: "no-records", probe: smallMemory},
		{row: "30", name: "password", files: xlsx(locked(t)), where: from, want: reject, text: "sites.xlsx", zh: "密码", en: "password"},
		{row: "30", name: "XLS", files: map[string][]byte{"sites.xls": ole2("Workbook")}, where: sitesFrom("sites.xls", ""), want: reject, text: "sites.xls|.xlsx", zh: "另存为", en: "save it as"},
		{row: "30", name: "XLS called .xlsx", files: xlsx(ole2("Workbook")), where: from, want: reject, text: "sites.xlsx|XLS", zh: "另存为", en: "save it as"},
		{row: "30", name: "1904 dates", files: xlsx(rawWorkbook(t, old, true)), where: from, want: accept, rule: "date-unreadable", probe: openedOn("2024-01-01")},
		{row: "30", name: "1900 dates", files: xlsx(rawWorkbook(t, old, false)), where: from, want: accept, rule: "date-unreadable", probe: openedOn("2019-12-31")},
		{row: "30", name: "#REF!", files: xlsx(rawWorkbook(t, strings.Replace(far, cellXML("C2", "", communityCode(0)), cellXML("C2", ` t="e"`, "#REF!"), 1), false)), where: from, want: warn, rule: "error-cell", count: 1, at: []int{2}, text: "sites.xlsx|#REF!|C2"},
		{row: "30", name: "formula without a result", files: xlsx(rawWorkbook(t, strings.Replace(far, cellXML("B2", "text", "阅读点"), `<c r="B2"><f>CONCATENATE("a","b")</f></c>`, 1), false)), where: from, want: warn, rule: "formula-without-value", at: []int{2}, text: "sites.xlsx|B2"},
		{row: "30", name: "cut off", files: xlsx(workbookOf(t, plain)[:3000]), where: from, want: reject, text: "sites.xlsx", zh: "压缩包", en: "ZIP"},
	})
}

// smallMemory fails where reading has taken more than 300 MB from the system.
func smallMemory(p *probe) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.Sys > 600<<20 {
		p.Errorf("the process holds %d MB", m.Sys>>20)
	}
}

// openedOn checks the date on which the only facility opened.
func openedOn(day string) func(*probe) {
	return func(p *probe) {
		data, err := os.ReadFile(filepath.Join(p.out, "results.json"))
		if err != nil {
			p.Fatal(err)
		}
		if !bytes.Contains(data, []byte(`"`+day+`"`)) {
			p.Errorf("nothing happened on %s", day)
		}
	}
}

// ole2 is the head of a compound file with the name of a stream.
func ole2(stream string) []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2048)...)
	for _, c := range stream {
		b = append(b, byte(c), 0)
	}
	return append(b, make([]byte, 512)...)
}

// locked is a workbook with a password.
func locked(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
