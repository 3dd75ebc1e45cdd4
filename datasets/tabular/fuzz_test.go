package tabular

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fugai/datasets"
)

// checkTable wants a table of even width with rows in order, or a problem
// that names the file.
func checkTable(t *testing.T, got *datasets.Table, err error, file string) {
	t.Helper()
	if err != nil {
		var p *datasets.Problem
		if !errors.As(err, &p) || p.Where.File != file {
			t.Fatalf("not a problem of the file: %v", err)
		}
		return
	}
	seen := map[string]bool{}
	for _, c := range got.Columns {
		if c == "" || seen[c] {
			t.Fatalf("columns %q", got.Columns)
		}
		seen[c] = true
	}
	last := 0
	for _, r := range got.Records {
		if len(r.Values) != len(got.Columns) || r.Row <= last {
			t.Fatalf("row %d after %d has %d cells for %d columns", r.Row, last, len(r.Values), len(got.Columns))
		}
		last = r.Row
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, seed := range []string{
		"名称,经度\n甲,114.1\n", "\ufeff名称;数\r\n\"a\nb\";2\r\n", "标题,,\n序号,位置,\n,经度,纬度\n1,2,3\n", "\xc3\xfb\xb3\xc6,a\n\xb9\xab,1\n",
		"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00", "sep=;\na;b\n", "a,a,,\n1,2,3,4,5\n", "\"", "合计\n", "a\rb\r", "，，\n甲，乙\n", "=\"1\",'2\n",
	} {
		f.Add([]byte(seed), "", 0)
		f.Add([]byte(seed), "gbk", 2)
	}
	f.Fuzz(func(t *testing.T, data []byte, encoding string, header int) {
		got, err := ReadCSV(data, "模糊.csv", Options{Encoding: encoding, Header: header})
		checkTable(t, got, err, "模糊.csv")
		checkStream(t, data, Options{Encoding: encoding, Header: header})
	})
}

func FuzzReadXLSX(f *testing.F) {
	sheet := sheetOf(`<row r="1">` + inline("A1", "名称") + inline("B1", "数") + `</row><row r="2">` + inline("A2", "甲") + `<c r="B2" s="1"><v>45352</v></c></row><row r="9"><c r="XFD9" t="e"><v>#REF!</v></c></row>`)
	styles := map[string]string{"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="180"/></cellXfs></styleSheet>`, "xl/sharedStrings.xml": `<sst><si><t>a</t></si></sst>`}
	whole := rawBook(f, sheet, styles)
	f.Add(whole, sheet, "", 0)
	f.Add(whole[:len(whole)/2], "", "表", 2)
	f.Add([]byte("PK\x05\x06"), `<worksheet><sheetData><row r="-5"><c r="A0"><v>1e400</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A1048576"/></mergeCells></worksheet>`, "x", 1)
	f.Add([]byte{}, `<row><c t="s"><v>-1</v></c><c s="-1"><v>5</v></c><c s="1"><v>-5</v></c></row>`, "", 0)
	f.Fuzz(func(t *testing.T, data []byte, xml, sheet string, header int) {
		opts := Options{Sheet: sheet, Header: header}
		got, err := ReadXLSX(data, "模糊.xlsx", opts)
		checkTable(t, got, err, "模糊.xlsx")
		if len(xml) > 0 && len(xml) < 1<<16 { // past the checksums of the ZIP
			got, err = ReadXLSX(rawBook(t, xml, styles), "模糊.xlsx", Options{Header: header})
			checkTable(t, got, err, "模糊.xlsx")
		}
	})
}

func BenchmarkReadCSV(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		var text strings.Builder
		text.WriteString("编号,名称,经度,纬度,人数\n")
		for i := range n {
			fmt.Fprintf(&text, "%d,社区%d,114.%06d,22.%06d,%d\n", i, i, i%1e6, i%1e6, i%5000)
		}
		data := []byte(text.String())
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if t, err := ReadCSV(data, "f.csv", Options{}); err != nil || len(t.Records) != n {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReadXLSX(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		var rows strings.Builder
		rows.WriteString(`<row r="1">` + inline("A1", "编号") + inline("B1", "名称") + inline("C1", "经度") + inline("D1", "纬度") + inline("E1", "数") + inline("F1", "代码") + `</row>`)
		for i := range n {
			r := i + 2
			fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%d</v></c>%s<c r="C%d"><v>114.%06d</v></c><c r="D%d"><v>22.%06d</v></c><c r="E%d"><v>%d</v></c><c r="F%d"><v>440307%06d</v></c></row>`, r, r, i, inline(fmt.Sprint("B", r), fmt.Sprint("社区", i)), r, i, r, i, r, i%777, r, i)
		}
		data := rawBook(b, sheetOf(rows.String()), nil)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if t, err := ReadXLSX(data, "f.xlsx", Options{}); err != nil || len(t.Records) != n {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleReadCSV() {
	data := []byte("龙岗区母婴室台账,,\n名称,街道,数量\n平湖公园,平湖,3\n合计,,3\n")
	table, err := ReadCSV(data, "母婴室.csv", Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Columns, table.Records[0].Row, table.Records[0].Values)
	for _, f := range table.Findings {
		fmt.Println(f.Text.EN)
	}
	// Output:
	// [名称 街道 数量] 3 [平湖公园 平湖 3]
	// 1 title or remark rows above the header were skipped
	// 1 rows are totals and were left out
}
