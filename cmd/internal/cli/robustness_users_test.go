package cli

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"fugai/datasets"
)

// TestRobustUsage types what a new user types wrongly.
func TestRobustUsage(t *testing.T) {
	dir := bigStudy(t, 20)
	site := filepath.Join(dir, "sites.csv")
	cases := []struct {
		name string
		args []string
		code int
		zh   string // parts, | between them
		en   string
	}{
		{"misspelt command", []string{"reprot", dir}, exitUsage, "没有命令|report", "no command|did you mean report"},
		{"unknown flag", []string{"report", dir, "--ot", "x"}, exitUsage, "没有选项 --ot", "unknown flag: --ot"},
		{"two studies", []string{"report", dir, dir}, exitUsage, "最多 1 个参数|引号", "at most 1 arg"},
		{"study and sample", []string{"report", dir, "--sample", "babu"}, exitUsage, "只能给一个", "not both"},
		{"flag without a value", []string{"report", dir, "--out"}, exitUsage, "--out|要有值", "needs an argument: --out"},
		{"empty folder name", []string{"report", dir, "--out", ""}, exitUsage, "--out 是空的", "--out is empty"},
		{"empty study name", []string{"report", ""}, exitUsage, "空的", "empty"},
		{"unknown format", []string{"report", dir, "--format", "pdf"}, exitUsage, "pdf|html", "pdf|html"},
		{"no such month", []string{"report", dir, "--as-of", "2025-13"}, exitUsage, "13|2024-03", "month 13|2024-03"},
		{"date the German way", []string{"report", dir, "--as-of", "31.12.2025"}, exitUsage, "31.12.2025|2024-03-05", "31.12.2025|2024-03-05"},
		{"unknown language", []string{"report", dir, "--lang", "fr"}, exitUsage, "fr|zh | en", "fr|zh | en"},
		{"unknown sample", []string{"report", "--sample", "atlantis"}, exitData, "atlantis|longgang", "atlantis|longgang"},
		{"missing study", []string{"report", filepath.Join(dir, "nowhere")}, exitData, "没有这个研究文件|nowhere|fugai init", "no such study file|nowhere|fugai init"},
		{"a layer for a study", []string{"report", site}, exitData, "图层文件|fugai check", "a layer|fugai check"},
		{"missing layer", []string{"check", filepath.Join(dir, "sites.xlsx")}, exitData, "没有这个文件|sites.csv", "no such file|sites.csv"},
		{"unknown role", []string{"check", site, "--as", "stations"}, exitUsage, "facilities", "facilities"},
		{"negative header", []string{"check", site, "--header", "-2"}, exitUsage, "--header", "--header"},
		{"header beyond the table", []string{"check", site, "--header", "99"}, exitData, "sites.csv|99", "sites.csv|99"},
		{"sheet of a CSV", []string{"check", site, "--sheet", "台账"}, exitData, "台账", "台账"},
		{"unknown system", []string{"check", site, "--crs", "EPSG:0"}, exitData, "EPSG:0|EPSG:4547", "EPSG:0|EPSG:4547"},
		{"empty stdin", []string{"check", "-"}, exitData, "空的", "empty"},
		{"unknown target", []string{"gaps", dir, "--target", "nothing"}, exitUsage, "nothing|each|near", "nothing|each|near"},
		{"gaps in an unknown format", []string{"gaps", dir, "--format", "pdf"}, exitUsage, "geojson", "geojson"},
		{"gaps over a folder", []string{"gaps", dir, "--out", dir}, exitData, "同名文件夹", "folder of this name"},
		{"no place", []string{"nearest", dir}, exitUsage, "--at", "--at"},
		{"latitude first", []string{"nearest", dir, "--at", "22.6,114"}, exitUsage, "经度在前|114.25,22.72", "longitude first|114.25,22.72"},
		{"unknown place", []string{"nearest", dir, "--place", "火星"}, exitData, "火星|--at", "火星|--at"},
		{"unknown kind", []string{"nearest", dir, "--at", "114.01,22.61", "--kind", "火星站"}, exitData, "火星站|taxonomy", "火星站|taxonomy"},
		{"count of nothing", []string{"nearest", dir, "--at", "114.01,22.61", "-k", "0"}, exitUsage, "--count", "--count"},
		{"count of letters", []string{"nearest", dir, "--at", "114.01,22.61", "-k", "x"}, exitUsage, "整数", "count"},
		{"unknown schema", []string{"schema", "bogus"}, exitUsage, "bogus", "bogus"},
		{"start over a study", []string{"init", dir}, exitData, "study.yaml", "study.yaml"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
				args := append([]string{"--lang", lang}, c.args...)
				before := digest(t, dir)
				_, stderr, code := fugai(args...)
				if code != c.code {
					t.Errorf("%v: exit %d, want %d\n%s", args, code, c.code, stderr)
				}
				soundMessages(t, stderr)
				for _, part := range strings.Split(strings.ReplaceAll(want, "zh | en", "zh_en"), "|") {
					if !strings.Contains(strings.ReplaceAll(stderr, "zh | en", "zh_en"), part) {
						t.Errorf("%v: not said: %q in\n%s", args, part, stderr)
					}
				}
				if digest(t, dir) != before {
					t.Errorf("%v changed the study's folder", args)
				}
			}
		})
	}
}

// TestRobustStudyFiles puts a mistake into each section of a study file.
func TestRobustStudyFiles(t *testing.T) {
	edit := func(old, now string) map[string]string { return map[string]string{old: now} }
	study := func(data []byte) map[string][]byte { return map[string][]byte{"study.yaml": data} }
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(plainYAML))
	if err != nil {
		t.Fatal(err)
	}
	runAll(t, []hostile{
		{name: "Windows line ends", files: study([]byte(strings.ReplaceAll(plainYAML, "\n", "\r\n"))), want: accept},
		{name: "study in GBK", files: study(encoded(t, plainYAML, "GBK")), want: accept},
		{name: "study in UTF-16", files: study(utf16), want: accept},
		{name: "tabs", where: edit("\n  - {level: subdistrict", "\n\t- {level: subdistrict"), want: reject, text: "study.yaml:4:1|^", zh: "Tab|空格", en: "TAB|spaces"},
		{name: "study is a workbook", files: study(workbookOf(t, [][]any{{"名称"}})), want: reject, text: "study.yaml|fugai check", zh: "工作簿|研究文件", en: "workbook|a study file"},
		{name: "study is a GeoJSON file", files: study(collection(communities())), want: reject, text: "study.yaml:1:2|type|^"},
		{name: "study is a web page", files: study([]byte("<html><body>404</body></html>")), want: reject, text: "study.yaml", zh: "网页", en: "web page"},
		{name: "misspelt key", where: edit("as_of:", "as_off:"), want: reject, text: "study.yaml:2:1|as_off|as_of", zh: "是不是", en: "did you mean"},
		{name: "misspelt key in a layer", where: edit("from: sites.csv", "form: sites.csv"), want: reject, text: "study.yaml:9|form|from"},
		{name: "misspelt key in a target", where: edit("presence:", "presense:"), want: reject, text: "presense|presence"},
		{name: "misspelt level", where: edit("level: subdistrict", "level: subdistric"), want: reject, text: "study.yaml:4:13|subdistric|街道", zh: "词表", en: "not a known word"},
		{name: "misspelt level of demand", where: edit("from: community, weights", "from: comunity, weights"), want: reject, text: "study.yaml:7|comunity|community", zh: "层级", en: "level"},
		{name: "misspelt kind", where: edit("{id: near, kind: reading", "{id: near, kind: readin"), want: reject, text: "readin|reading", zh: "taxonomy", en: "taxonomy"},
		{name: "misspelt column", where: edit("people: 人口", "people: 人囗"), want: reject, text: "communities.geojson|人囗|人口", zh: "是不是", en: "did you mean"},
		{name: "misspelt field", where: edit("from: sites.csv", "from: sites.csv, columns: {nam: 名称}"), want: reject, text: "sites.csv|nam|name"},
		{name: "share as a fraction", where: edit("share: 90%", "share: 0.9"), want: reject, text: "study.yaml:12|0.9|90%", zh: "百分比", en: "percentage"},
		{name: "minutes", where: edit("500 m", "15 min"), want: reject, text: "15 min|500 m", zh: "距离", en: "distance"},
		{name: "negative distance", where: edit("500 m", "-500 m"), want: reject, text: "-500 m"},
		{name: "expect in words", where: edit("name: 名称}", "name: 名称, expect: three}"), want: reject, text: "study.yaml:4", zh: "整数", en: "whole number"},
		{name: "expect below zero", where: edit("name: 名称}", "name: 名称, expect: -4}"), want: reject, text: "study.yaml:4|-4"},
		{name: "wrong number of units", where: edit("name: 名称}", "name: 名称, expect: 5}"), want: warn, rule: "unit-count", text: "4|5"},
		{name: "as_of in words", where: edit("as_of: 2025-12-31", "as_of: gestern"), want: reject, text: "study.yaml:2:8|gestern|2025-12-31"},
		{name: "as_of is a list", where: edit("as_of: 2025-12-31", "as_of: [2025]"), want: reject, text: "study.yaml:2:8"},
		{name: "facilities are no list", where: edit("facilities:\n  - {kind: reading, from: sites.csv}", "facilities: sites.csv"), want: reject, text: "study.yaml:8", zh: "列表", en: "a list"},
		{name: "key twice", where: edit("facilities:", "demand:"), want: reject, text: "study.yaml:8:1|demand", zh: "重复", en: "repeated"},
		{name: "target twice", where: edit("id: near", "id: each"), want: reject, text: "each", zh: "重复", en: "twice"},
		{name: "two rules", where: edit("presence: {every: community}", "presence: {every: community}, stock: {}"), want: reject, text: "presence", zh: "只有一种", en: "exactly one"},
		{name: "level without a layer", where: edit("every: community", "every: district"), want: reject, text: "district|areas"},
		{name: "unclosed quote", where: edit("every: community", `every: "community`), want: reject, text: "study.yaml", zh: "引号", en: "quote"},
		{name: "unknown system", where: edit("from: sites.csv", "from: sites.csv, crs: WGS48"), want: reject, text: "sites.csv|WGS48|EPSG:4547"},
		{name: "unknown encoding", where: edit("from: sites.csv", "from: sites.csv, encoding: latin1"), want: reject, text: "sites.csv|latin1|GBK"},
		{name: "filter cut off", where: edit("from: sites.csv", `from: sites.csv, where: "capacity >"`), want: reject, text: "study.yaml:9|^|capacity", zh: "筛选", en: "filter"},
		{name: "filter on an unknown column", where: edit("from: sites.csv", `from: sites.csv, where: "容量 > 3"`), want: reject, text: "容量|状态"},
		{name: "filter that keeps nothing", where: edit("from: sites.csv", `from: sites.csv, where: "name == \"x\""`), want: warn, rule: "filter-keeps-none", count: 50, text: "50"},
		{name: "missing layer", where: edit("from: sites.csv", "from: site.csv"), want: reject, text: "site.csv|sites.csv", zh: "没有这个文件", en: "no such file"},
		{name: "levels from low to high", files: study(swapLines(plainYAML, 3, 4)), want: accept, probe: covers16},
		{name: "long line", files: study([]byte(plainYAML + "x: " + strings.Repeat("长", 20_000) + "\n")), want: reject, text: "study.yaml:13:1"},
	})
}

// swapLines exchanges two lines, counted from 0.
func swapLines(text string, i, k int) []byte {
	lines := strings.Split(text, "\n")
	lines[i], lines[k] = lines[k], lines[i]
	return []byte(strings.Join(lines, "\n"))
}

// TestRobustRegisters covers what registers of real districts hold.
func TestRobustRegisters(t *testing.T) {
	register := func(columns string, row func(unit int) string) map[string][]byte {
		var b bytes.Buffer
		b.WriteString("名称,状态," + columns + "\n")
		for k := range 50 {
			b.WriteString("点" + string(rune('A'+k%26)) + string(rune('A'+k/26)) + ",开放," + row(k%16) + "\n")
		}
		return map[string][]byte{"sites.csv": b.Bytes()}
	}
	twin := strings.NewReplacer(communityName(4), communityName(0))
	same := []byte(twin.Replace(string(collection(communities()))))
	plain := plainStudy()["sites.csv"]
	year := func(y string) map[string][]byte {
		return map[string][]byte{"sites.csv": []byte(strings.NewReplacer("状态", "投用时间", ",开放", ","+y).Replace(string(plain)))}
	}
	none := func(p *probe) {
		if got := p.result.Targets[0].Numerator; got != 0 {
			p.Errorf("%v communities have one, want 0", got)
		}
	}
	runAll(t, []hostile{
		{name: "names of offices", files: register("街道,社区", func(u int) string {
			return strings.TrimSuffix(streetName(u/4), "道") + "道办事处," + strings.TrimSuffix(communityName(u), "社区") + "社区居委会"
		}), want: accept, probe: countsAll},
		{name: "province, city and district above all layers", files: register("省,市,区,街道,社区", func(u int) string { return "广东省,深圳市,龙岗区," + streetName(u/4) + "," + communityName(u) }), want: accept, probe: countsAll},
		{name: "province, city and district before the name", files: register("街道,社区", func(u int) string { return "广东省深圳市龙岗区" + streetName(u/4) + "," + communityName(u) }), want: accept, probe: countsAll},
		{name: "one row of another district", files: register("区,街道,社区", func(u int) string {
			if u == 15 {
				return "南山区," + streetName(u/4) + "," + communityName(u)
			}
			return "龙岗区," + streetName(u/4) + "," + communityName(u)
		}), want: warn, rule: "unknown-unit-name", count: 3, at: []int{17}, text: "南山区"},
		{name: "one name in two streets", files: merge(map[string][]byte{"communities.geojson": same}, register("街道,社区", func(u int) string { return streetName(u/4) + "," + twin.Replace(communityName(u)) })), want: accept, probe: countsAll},
		{name: "one name in two streets, street not said", files: merge(map[string][]byte{"communities.geojson": same}, register("社区", func(u int) string { return twin.Replace(communityName(u)) })), want: warn, rule: "unknown-unit-name", count: 7, text: communityName(0), zh: "不唯一", en: "not unique"},
		{name: "unknown unit", files: register("社区", func(u int) string { return "火星社区" }), want: warn, rule: "unknown-unit-name", count: 50, at: []int{2}, text: "火星社区", probe: none},
		{name: "unknown kind", files: map[string][]byte{"sites.csv": []byte(strings.NewReplacer("状态", "类型", ",开放", ",火星站").Replace(string(plain)))}, where: map[string]string{"{kind: reading, from": "{from"}, want: warn, rule: "unknown-kind", count: 50, at: []int{2}, text: "火星站|taxonomy"},
		{name: "unknown state", files: map[string][]byte{"sites.csv": []byte(strings.ReplaceAll(string(plain), ",开放", ",火星"))}, want: warn, rule: "unknown-state", count: 50, at: []int{2}, text: "火星"},
		{name: "all closed", files: map[string][]byte{"sites.csv": []byte(strings.ReplaceAll(string(plain), ",开放", ",关闭"))}, want: accept, probe: none},
		{name: "all opened later", files: year("2099-01-01"), want: accept, probe: none},
		{name: "dates that do not exist", files: year("2024-02-30"), want: warn, rule: "date-unreadable", count: 50, at: []int{2}, text: "2024-02-30", probe: none},
		{name: "no demand at all", where: map[string]string{"demand:\n  - {from: community, weights: {people: 人口}}\n": ""}, want: accept},
		{name: "demand of zero", files: map[string][]byte{"communities.geojson": []byte(strings.NewReplacer(`"人口":1`, `"人口":0,"x":1`).Replace(string(collection(communities()))))}, want: accept},
		{name: "negative demand", files: map[string][]byte{"communities.geojson": []byte(strings.NewReplacer(`"人口":1003`, `"人口":-1003`).Replace(string(collection(communities()))))}, want: reject, text: "communities.geojson|人口|-1003", zh: "第 4 个要素|负", en: "feature 4|negative"},
		{name: "one unit in two rows", files: map[string][]byte{"communities.csv": unitsCSV(2)}, where: map[string]string{"communities.geojson": "communities.csv"}, want: reject, text: "communities.csv|" + communityName(2), zh: "第 18 行|多次", en: "row 18|more than once"},
		{name: "one code in two levels", files: map[string][]byte{"streets.geojson": bytes.Replace(collection(streets()), []byte(streetCode(0)), []byte(communityCode(0)), 1)}, want: reject, text: communityCode(0) + "|" + "geojson", zh: "编码", en: "code"},
	})
}

func merge(a, b map[string][]byte) map[string][]byte {
	for name, data := range b {
		a[name] = data
	}
	return a
}

// unitsCSV writes the communities as a table, one of them twice.
func unitsCSV(twice int) []byte {
	var b bytes.Buffer
	b.WriteString("代码,名称,街道,人口\n")
	order := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, twice}
	for n, i := range order {
		b.WriteString(communityCode(i) + "," + communityName(i) + "," + streetCode(i/4) + "," + string(rune('1'+n%9)) + "\n")
	}
	return b.Bytes()
}

// TestRobustAsOf asks for dates before everything, and after.
func TestRobustAsOf(t *testing.T) {
	dir := bigStudy(t, 50)
	for _, day := range []string{"1950", "2099-12-31"} {
		stdout, stderr, code := fugai("--lang", string(datasets.EN), "gaps", dir, "--as-of", day)
		if code != exitOK || stdout == "" {
			t.Errorf("--as-of %s: exit %d\n%s", day, code, stderr)
		}
		soundMessages(t, stderr)
	}
	if !slices.Contains(outputs, "report.html") {
		t.Fatal("the list of outputs is wrong")
	}
}
