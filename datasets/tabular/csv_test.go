package tabular

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// grid is what a test compares: columns, then each record as row number and cells.
func grid(t *datasets.Table) []string {
	out := []string{strings.Join(t.Columns, "|")}
	for _, r := range t.Records {
		out = append(out, fmt.Sprintf("%d:%s", r.Row, strings.Join(r.Values, "|")))
	}
	return out
}

// ruleNames lists the findings as "rule×count".
func ruleNames(t *datasets.Table) []string {
	var out []string
	for _, f := range t.Findings {
		out = append(out, fmt.Sprintf("%s×%d", f.Rule, f.Count))
	}
	return out
}

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadCSV(t *testing.T) {
	plain := []string{"名称|经度|纬度", "2:平湖街道公园|114.1|22.7", "3:龙城图书馆|114.2|22.7"}
	text := "名称,经度,纬度\n平湖街道公园,114.1,22.7\n龙城图书馆,114.2,22.7\n"
	traditional := "名稱,經度,緯度\n臺北市立圖書館總館,121.5,25.0\n國立臺灣圖書館閱覽室,121.5,25.0\n"
	tests := []struct {
		name, in string
		opts     Options
		want     []string
		rules    []string
		encoding string
	}{
		{name: "UTF-8", in: text, want: plain, encoding: "UTF-8"},
		{name: "UTF-8 with mark", in: "\ufeff" + text, want: plain, encoding: "UTF-8"},
		{name: "GBK", in: encoded(t, simplifiedchinese.GBK, text), want: plain, encoding: "GB18030"},
		{name: "GB18030 four bytes", in: encoded(t, simplifiedchinese.GB18030, "名称,注\n㐀村㐁村,甲\n平湖街道,乙\n"), want: []string{"名称|注", "2:㐀村㐁村|甲", "3:平湖街道|乙"}, encoding: "GB18030"},
		{name: "UTF-16LE with mark", in: encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text), want: plain, encoding: "UTF-16LE"},
		{name: "UTF-16BE with mark", in: encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), text), want: plain, encoding: "UTF-16BE"},
		{name: "UTF-16LE bare", in: encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), text), want: plain, encoding: "UTF-16LE"},
		{name: "UTF-16BE bare", in: encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), text), want: plain, encoding: "UTF-16BE"},
		{name: "Big5", in: encoded(t, traditionalchinese.Big5, traditional), want: []string{"名稱|經度|緯度", "2:臺北市立圖書館總館|121.5|25.0", "3:國立臺灣圖書館閱覽室|121.5|25.0"}, encoding: "Big5"},
		{name: "declared", in: encoded(t, simplifiedchinese.GBK, text), opts: Options{Encoding: "gb2312"}, want: plain, encoding: "GB18030"},
		{name: "two encodings", in: text + encoded(t, simplifiedchinese.GBK, "横岗公园,114.3,22.6\n"), want: append(plain[:3:3], "4:横岗公园|114.3|22.6"), rules: []string{"two-encodings×1"}, encoding: "UTF-8"},
		{name: "mostly GBK, one line UTF-8", in: encoded(t, simplifiedchinese.GBK, text) + "横岗公园,114.3,22.6\n", want: append(plain[:3:3], "4:横岗公园|114.3|22.6"), rules: []string{"two-encodings×1"}, encoding: "GB18030"},
		{name: "CRLF", in: strings.ReplaceAll(text, "\n", "\r\n"), want: plain, encoding: "UTF-8"},
		{name: "CR", in: strings.ReplaceAll(text, "\n", "\r"), want: plain, encoding: "UTF-8"},
		{name: "no end of line", in: strings.TrimSuffix(text, "\n"), want: plain, encoding: "UTF-8"},
		{name: "semicolon", in: strings.ReplaceAll(text, ",", ";"), want: plain, encoding: "UTF-8"},
		{name: "tab", in: strings.ReplaceAll(text, ",", "\t"), want: plain, encoding: "UTF-8"},
		{name: "bar", in: strings.ReplaceAll(text, ",", "|"), want: plain, encoding: "UTF-8"},
		{name: "full-width comma", in: strings.ReplaceAll(text, ",", "，"), want: plain, encoding: "UTF-8"},
		{name: "comma inside full text", in: "名称\t地址\n甲\tA路1号,B座\n乙\tC路\n", want: []string{"名称|地址", "2:甲|A路1号,B座", "3:乙|C路"}, encoding: "UTF-8"},
		{name: "sep line", in: "sep=;\n名称;注\n甲;a,b\n", want: []string{"名称|注", "3:甲|a,b"}, encoding: "UTF-8"},
		{name: "one column", in: "名称\n甲\n乙\n", want: []string{"名称", "2:甲", "3:乙"}, encoding: "UTF-8"},
		{name: "quotes and line breaks", in: "名称,地址,注\n\"甲\"\"一\"\"\",\"A,\nB\",x\n乙,c,y\n", want: []string{"名称|地址|注", "2:甲\"一\"|A,\nB|x", "4:乙|c|y"}, encoding: "UTF-8"},
		{name: "odd spaces and digits", in: "　名　称 ,Ｘ坐标（ｍ）\n\u00a0甲\u200b,１１４．１\n", want: []string{"名称|X坐标(m)", "2:甲|１１４．１"}, encoding: "UTF-8"},
		{name: "duplicate and blank names", in: "名称,数,数,\n甲,1,2,3\n", want: []string{"名称|数|数 (2)", "2:甲|1|2"}, rules: []string{"name-repeated×1", "long-row×1"}, encoding: "UTF-8"},
		{name: "index column without a name", in: ",名称,数\n0,甲,5\n1,乙,6\n", want: []string{"column A|名称|数", "2:0|甲|5", "3:1|乙|6"}, encoding: "UTF-8"},
		{name: "title and unit rows", in: "龙岗区母婴室台账,,\n单位：个,,2025年12月\n名称,街道,数量\n甲,平湖,3\n", want: []string{"名称|街道|数量", "4:甲|平湖|3"}, rules: []string{"header-row×2"}, encoding: "UTF-8"},
		{name: "header of two rows", in: "序号,名称,位置,,时间\n,,经度,纬度,\n1,甲,114.1,22.7,2024\n", want: []string{"序号|名称|经度|纬度|时间", "3:1|甲|114.1|22.7|2024"}, rules: []string{"header-two-rows×1"}, encoding: "UTF-8"},
		{name: "two rows with repeated lower names", in: "街道,2023年,,2024年,\n,男,女,男,女\n平湖,1,2,3,4\n", want: []string{"街道|2023年/男|2023年/女|2024年/男|2024年/女", "3:平湖|1|2|3|4"}, rules: []string{"header-two-rows×1"}, encoding: "UTF-8"},
		{name: "no header", in: "1,114.1,22.7\n2,114.2,22.7\n", want: []string{"1|114.1|22.7", "2:2|114.2|22.7"}, rules: []string{"header-doubtful×1"}, encoding: "UTF-8"},
		{name: "header given", in: "甲,乙\n名称,数\nA,1\n", opts: Options{Header: 2}, want: []string{"名称|数", "3:A|1"}, encoding: "UTF-8"},
		{name: "header of years", in: "街道,2022,2023,2024年\n平湖,1,2,3\n", want: []string{"街道|2022|2023|2024年", "2:平湖|1|2|3"}, encoding: "UTF-8"},
		{name: "totals, remarks, blank rows", in: "街道,名称,数量\n平湖,甲,3\n,小计,3\n\n,,\n龙城,乙,4\n合 计,,7\n注：截至2025年底,,\n", want: []string{"街道|名称|数量", "2:平湖|甲|3", "6:龙城|乙|4"}, rules: []string{"total-row×2", "footnote-row×1"}, encoding: "UTF-8"},
		{name: "words for nothing", in: "名称,电话,等级\n甲,无,N/A\n乙,—,暂无\n丙,123,国家级\n", want: []string{"名称|电话|等级", "2:甲||", "3:乙||", "4:丙|123|国家级"}, rules: []string{"missing-word×4"}, encoding: "UTF-8"},
		{name: "无 opposite 有", in: "名称,母婴室\n甲,有\n乙,无\n", want: []string{"名称|母婴室", "2:甲|有", "3:乙|无"}, encoding: "UTF-8"},
		{name: "ragged rows", in: "a名,b名,c名\n1x,2,3\n4x,5\n6x,7,8,9\n6y,7,8,,\n", want: []string{"a名|b名|c名", "2:1x|2|3", "3:4x|5|", "4:6x|7|8", "5:6y|7|8"}, rules: []string{"short-row×1", "long-row×1"}, encoding: "UTF-8"},
		{name: "repeated header", in: "名称,数\n甲,1\n名称,数\n乙,2\n", want: []string{"名称|数", "2:甲|1", "4:乙|2"}, rules: []string{"repeated-header×1"}, encoding: "UTF-8"},
		{name: "text formulas", in: "代码,名称\n=\"440307001001\",甲\n'440307001002,乙\n", want: []string{"代码|名称", "2:440307001001|甲", "3:440307001002|乙"}, rules: []string{"text-formula×2"}, encoding: "UTF-8"},
		{name: "stray quote", in: "名称,数\n\"甲\"号,1\n5\" 管,2\n", want: []string{"名称|数", "2:甲号|1", "3:5\" 管|2"}, rules: []string{"stray-quote×1"}, encoding: "UTF-8"},
		{name: "duplicate rows", in: "名称,数\n甲,1\n甲,1\n", want: []string{"名称|数", "2:甲|1", "3:甲|1"}, rules: []string{"duplicate-record×1"}, encoding: "UTF-8"},
		{name: "colon in a header", in: "名称,地址(例:深圳)\n甲,乙路\n丙,丁路\n", want: []string{"名称|地址(例:深圳)", "2:甲|乙路", "3:丙|丁路"}, encoding: "UTF-8"},
		{name: "unit row of two cells over three columns", in: "单位：个,,2025年12月\n名称,街道,数量\n甲,平湖,3\n", want: []string{"名称|街道|数量", "3:甲|平湖|3"}, rules: []string{"header-row×1"}, encoding: "UTF-8"},
		{name: "header only", in: "名称,数\n", want: []string{"名称|数"}, rules: []string{"no-records×1"}, encoding: "UTF-8"},
		{name: "cell that begins with a bracket", in: "[编号],名称\n1,甲\n", want: []string{"[编号]|名称", "2:1|甲"}, encoding: "UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadCSV([]byte(tt.in), "台账.csv", tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, grid(got)); d != "" {
				t.Errorf("table (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.rules, ruleNames(got)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if got.Encoding != tt.encoding {
				t.Errorf("encoding %s, want %s", got.Encoding, tt.encoding)
			}
		})
	}
}

func TestFindingsNameRows(t *testing.T) {
	in := "名称,数\n甲,1\n" + encoded(t, simplifiedchinese.GBK, "横岗,2\n") + "合计,3\n乙,暂无\n"
	got, err := ReadCSV([]byte(in), "台账.csv", Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{"two-encodings": 3, "total-row": 4, "missing-word": 5}
	for _, f := range got.Findings {
		if f.Examples[0].Row != rows[f.Rule] || f.Examples[0].File != "台账.csv" || f.Layer != "台账.csv" {
			t.Errorf("%s: %+v", f.Rule, f.Examples)
		}
		if f.Text.ZH == "" || f.Text.EN == "" {
			t.Errorf("%s: one language is missing", f.Rule)
		}
	}
}

func TestReadCSVRefuses(t *testing.T) {
	tests := []struct {
		name, in string
		opts     Options
		want     []string
	}{
		{name: "empty", in: "", want: []string{"empty"}},
		{name: "blank", in: ",,\n,,\n", want: []string{"empty"}},
		{name: "unclosed quote", in: "名称,数\n甲,1\n\"乙,2\n丙,3\n", want: []string{"row 3", "never closed"}},
		{name: "web page", in: "<html><table><tr><td>1", want: []string{"web page"}},
		{name: "workbook", in: "PK\x03\x04........xl/workbook.xml", want: []string{".xlsx", "rename"}},
		{name: "old workbook", in: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", want: []string{"XLS", "save it as"}},
		{name: "GeoJSON", in: `{"type":"FeatureCollection"}`, want: []string{"JSON", ".geojson"}},
		{name: "unknown encoding", in: "a,b\n", opts: Options{Encoding: "klingon"}, want: []string{"klingon", "GB18030"}},
		{name: "header on a blank row", in: "a,b\n\n1,2\n", opts: Options{Header: 2}, want: []string{"row 2", "blank", "row 3"}},
		{name: "header past the end", in: "a,b\n1,2\n", opts: Options{Header: 9}, want: []string{"row 9", "nothing stands"}},
		{name: "binary", in: "\x00\x01\x02\x00\x00\x03\x00\x00\x00\x00", want: []string{"binary"}},
		{name: "all padding", in: strings.Repeat("名,", 20_000) + "名\n" + strings.Repeat("1\n", 20_000), want: []string{"20001 columns"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadCSV([]byte(tt.in), "台账.csv", tt.opts)
			checkProblem(t, err, "台账.csv", tt.want)
		})
	}
}

// checkProblem wants a bilingual problem that names the file and holds parts.
func checkProblem(t *testing.T, err error, file string, parts []string) {
	t.Helper()
	var p *datasets.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v, want a problem", err)
	}
	for _, part := range append(parts, file) {
		if !strings.Contains(p.Error(), part) {
			t.Errorf("%q is not in %q", part, p.Error())
		}
	}
	if p.What.ZH == "" || p.What.EN == "" || p.Hint.ZH == "" || p.Hint.EN == "" {
		t.Errorf("one language is missing: %+v", p)
	}
}
