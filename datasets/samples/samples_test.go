package samples

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"fugai/datasets"
)

// rows reads a layer as maps from header to cell, without the project's own
// readers: the counts below must not depend on them.
func rows(t *testing.T, sample, name string) []map[string]string {
	t.Helper()
	dir, err := FS(sample)
	if err != nil {
		t.Fatal(err)
	}
	b, err := fs.ReadFile(dir, name)
	if err != nil {
		t.Fatal(err)
	}
	var table [][]string
	switch path.Ext(name) {
	case ".geojson":
		return features(t, b)
	case ".xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if table, err = f.GetRows(f.GetSheetName(0)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		table = table[1:] // the title
	default:
		if !bytes.HasPrefix(b, []byte("\ufeff")) {
			if b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(b); err != nil {
				t.Fatal(err)
			}
		}
		if table, err = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	var out []map[string]string
	for _, line := range table[1:] {
		m := map[string]string{}
		for i, cell := range line {
			m[table[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

func features(t *testing.T, b []byte) []map[string]string {
	t.Helper()
	var doc struct {
		Features []struct {
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, f := range doc.Features {
		m := map[string]string{}
		for k, v := range f.Properties {
			if v != nil {
				m[k] = fmt.Sprint(v)
			}
		}
		out = append(out, m)
	}
	return out
}

// count tells how many rows hold a text in a column; a text of "" asks for an
// empty cell, "*" for any row.
func count(all []map[string]string, column, text string) int {
	n := 0
	for _, r := range all {
		if text == "*" || text == "" && r[column] == "" || text != "" && strings.Contains(r[column], text) {
			n++
		}
	}
	return n
}

// sum adds up a column; empty cells are nothing.
func sum(t *testing.T, all []map[string]string, column string) float64 {
	t.Helper()
	total := 0.0
	for _, r := range all {
		if r[column] == "" {
			continue
		}
		v, err := strconv.ParseFloat(r[column], 64)
		if err != nil {
			t.Fatalf("column %s: %v", column, err)
		}
		total += v
	}
	return total
}

// distinct tells how many different values some columns have together.
func distinct(all []map[string]string, columns ...string) int {
	seen := map[string]bool{}
	for _, r := range all {
		key := ""
		for _, c := range columns {
			key += r[c] + "|"
		}
		seen[key] = true
	}
	return len(seen)
}

// Figures as published by the five districts, counted in the layers.
func TestLayersGivePublishedFigures(t *testing.T) {
	for _, c := range []struct {
		sample, file, column, text string
		want                       int
	}{
		{"conghua", "妇女儿童之家_2015年以前.csv", "启用时间", "*", 110 - 69},
		{"conghua", "妇女儿童之家_2015年以前.csv", "启用时间", "2016", 0},
		{"conghua", "妇女儿童之家_2016年.xlsx", "启用日期", "2016-", 69},
		{"conghua", "妇女儿童之家_2016年.xlsx", "管理层级", "镇街直管", 3},
		{"conghua", "母婴室选址.geojson", "状态", "选址", 8},
		{"conghua", "其他阵地.csv", "类型", "巾帼创业示范基地", 5},
		{"conghua", "其他阵地.csv", "类型", "爱心成长坊", 1},
		{"jintan", "妇女儿童之家.xlsx", "编号", "*", 58},
		{"jintan", "特色妇联.geojson", "片区", "茅山片区", 1},
		{"babu", "communities.geojson", "摘帽村", "是", 26},
		{"babu", "儿童家园.csv", "启用时间", "2016", 33},
		{"babu", "儿童家园.csv", "等级", "自治区级", 1},
		{"babu", "儿童家园.csv", "等级", "市级", 4},
		{"longgang", "streets.geojson", "代码", "*", 11},
		{"longgang", "communities.geojson", "代码", "*", 111},
		{"longgang", "communities.geojson", "荣誉", "儿童友好示范社区", 5},
		{"longgang", "communities.geojson", "荣誉", "平安家庭示范社区", 59},
		{"longgang", "婚调室.csv", "名称", "*", 23},
		{"longgang", "执委工作室.csv", "社区代码", "*", 65},
		{"longgang", "母婴室.xlsx", "状态", "投用", 153},
		{"longgang", "儿童友好设施.geojson", "类型", "儿童友好基地", 22},
		{"longgang", "儿童友好社区.csv", "街道", "坂田街道", 5},
		{"longgang", "儿童阅读设施.csv", "管理层级", "街道", 7},
		{"longgang", "儿童文体设施.csv", "管理层级", "街道", 8},
		{"longgang", "建设计划.csv", "类型", "儿童友好社区", 111 - 37},
		{"longgang", "建设计划.csv", "类型", "儿童阅读设施", 11 - 7},
		{"longgang", "建设计划.csv", "类型", "儿童文体设施", 11 - 8},
		{"sanshui", "妇女微家.csv", "编号", "*", 65},
		{"sanshui", "项目库.xlsx", "编号", "*", 59},
		{"sanshui", "项目库.xlsx", "建设状态", "在建", 19},
		{"sanshui", "儿童友好基地.geojson", "编号", "*", 10},
		{"sanshui", "儿童友好基地.geojson", "等级", "省级", 1},
		{"sanshui", "streets.geojson", "荣誉", "示范镇街", 1},
		{"sanshui", "美丽庭院.csv", "等级", "区级", 30},
	} {
		if got := count(rows(t, c.sample, c.file), c.column, c.text); got != c.want {
			t.Errorf("%s/%s, %s %q: got %d rows, want %d", c.sample, c.file, c.column, c.text, got, c.want)
		}
	}
}

// Sums and numbers of distinct units.
func TestLayersGivePublishedSums(t *testing.T) {
	homes := rows(t, "babu", "儿童家园.csv")
	streets := rows(t, "longgang", "streets.geojson")
	for name, c := range map[string]struct{ got, want float64 }{
		"babu 区级投入":    {sum(t, homes, "区级投入（万元）"), 64},
		"babu 上级拨款":    {sum(t, homes, "上级拨款（万元）"), 6},
		"babu 以奖代补":    {sum(t, homes, "以奖代补（万元）"), 40},
		"jintan 留守儿童":  {sum(t, rows(t, "jintan", "streets.geojson"), "留守儿童"), 154},
		"longgang 儿童":  {sum(t, streets, "困境儿童"), 249},
		"longgang 妇女":  {sum(t, streets, "困境妇女"), 410},
		"longgang 人口":  {sum(t, rows(t, "longgang", "居民点.csv"), "人口"), 3980000},
		"longgang 婚调":  {float64(distinct(rows(t, "longgang", "婚调室.csv"), "街道")), 11},
		"longgang 工作室": {float64(distinct(rows(t, "longgang", "执委工作室.csv"), "社区代码")), 62},
		"longgang 友好":  {float64(distinct(rows(t, "longgang", "儿童友好社区.csv"), "街道", "社区")), 37},
		"longgang 领域":  {float64(distinct(rows(t, "longgang", "儿童友好设施.geojson"), "领域")), 7},
		"jintan 村社区":   {float64(distinct(rows(t, "jintan", "妇女儿童之家.xlsx"), "所属镇街", "村（社区）")), 58},
		"sanshui 庭院":   {float64(distinct(rows(t, "sanshui", "美丽庭院.csv"), "镇街", "村居", "自然村")), 20},
		"sanshui 自然村":  {float64(distinct(rows(t, "sanshui", "自然村.csv"), "代码")), 144},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", name, c.got, c.want)
		}
	}
	lifted, with := map[string]bool{}, 0
	for _, u := range rows(t, "babu", "communities.geojson") {
		if u["摘帽村"] == "是" {
			lifted[u["镇街代码"]+u["名称"]] = true
		}
	}
	codes := map[string]string{}
	for _, u := range rows(t, "babu", "streets.geojson") {
		codes[u["名称"]] = u["代码"]
	}
	for _, h := range homes {
		if lifted[codes[h["乡镇"]]+h["村（社区）"]] {
			with++
		}
	}
	if with != 24 {
		t.Errorf("got %d lifted villages with a home, want 24", with)
	}
}

// The plan of Longgang lies wholly between the study's date and the aims'
// deadline, and none of its communities and sub-districts was served before.
func TestPlanIsLater(t *testing.T) {
	served := map[string]bool{}
	for _, r := range rows(t, "longgang", "儿童友好社区.csv") {
		served["儿童友好社区"+r["街道"]+r["社区"]] = true
	}
	for _, name := range []string{"儿童阅读设施.csv", "儿童文体设施.csv"} {
		for _, r := range rows(t, "longgang", name) {
			if r["管理层级"] == "街道" {
				served[r["类型"]+r["街道"]] = true
			}
		}
	}
	for _, r := range rows(t, "longgang", "建设计划.csv") {
		for _, step := range []string{"选址时间", "开工时间", "启用时间"} {
			if at := r[step]; at < "2022-01-01" || at > "2025-12-31" {
				t.Errorf("%s: %s is %q, want a day from 2022 to 2025", r["编号"], step, at)
			}
		}
		key := r["类型"] + r["街道"]
		if r["类型"] == "儿童友好社区" {
			key += r["社区"]
		}
		if served[key] {
			t.Errorf("%s: %s is served already", r["编号"], key)
		}
		served[key] = true
	}
	if len(served) != 111+11+11 {
		t.Errorf("got %d communities and sub-districts served, want 133", len(served))
	}
}

// study is what the tests look at in a study file.
type study struct {
	AsOf    string `yaml:"as_of"`
	Made    bool   `yaml:"made"`
	Areas   []layerEntry
	Demand  []layerEntry
	Fac     []layerEntry `yaml:"facilities"`
	Venues  []layerEntry
	Targets []struct {
		ID string
	}
}

type layerEntry struct {
	Level   string
	From    string
	Columns map[string]string
	Weights map[string]string
}

func readStudy(t *testing.T, name string) study {
	t.Helper()
	dir, err := FS(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := fs.ReadFile(dir, "study.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var s study
	if err := yaml.Unmarshal(b, &s); err != nil {
		t.Fatalf("%s/study.yaml: %v", name, yaml.FormatError(err, false, true))
	}
	return s
}

// Every study names layers and columns that are there, is marked as made, and
// has targets with unique ids.
func TestStudiesNameWhatIsThere(t *testing.T) {
	for _, name := range Names() {
		s := readStudy(t, name)
		info, err := Info(name)
		if err != nil {
			t.Fatal(err)
		}
		if !s.Made || s.AsOf != info.AsOf.String() {
			t.Errorf("%s: made %v and as of %s, want true and %s", name, s.Made, s.AsOf, info.AsOf)
		}
		levels := map[string]string{}
		for _, a := range s.Areas {
			levels[a.Level] = a.From
		}
		for _, e := range append(append(append(append([]layerEntry{}, s.Areas...), s.Demand...), s.Fac...), s.Venues...) {
			file := e.From
			if levels[file] != "" {
				file = levels[file]
			}
			header := map[string]bool{}
			for _, r := range rows(t, name, file) {
				for c := range r {
					header[c] = true
				}
			}
			for _, uses := range []map[string]string{e.Columns, e.Weights} {
				for _, c := range uses {
					if !header[c] {
						t.Errorf("%s: %s has no column %s", name, file, c)
					}
				}
			}
		}
		seen := map[string]bool{}
		for _, target := range s.Targets {
			if target.ID == "" || seen[target.ID] {
				t.Errorf("%s: target id %q is empty or used twice", name, target.ID)
			}
			seen[target.ID] = true
		}
	}
}

// Each figure of the reports stands once; what is computed names a target, a
// level or a group of its study, and what is not says why.
func TestPublished(t *testing.T) {
	want := map[string]int{"conghua": 7, "jintan": 5, "babu": 4, "longgang": 14, "sanshui": 6}
	for _, name := range Names() {
		s := readStudy(t, name)
		known := map[string]bool{}
		for _, target := range s.Targets {
			known[target.ID] = true
		}
		for _, a := range s.Areas {
			known[a.Level] = true
		}
		for _, d := range s.Demand {
			for g := range d.Weights {
				known[g] = true
			}
		}
		figures, phrases := Published(name), map[string]bool{}
		if len(figures) != want[name] {
			t.Errorf("%s: got %d figures, want %d", name, len(figures), want[name])
		}
		for _, f := range figures {
			if phrases[f.Phrase] || f.District != name || f.Published == "" {
				t.Errorf("%s: %q is there twice or not whole", name, f.Phrase)
			}
			phrases[f.Phrase] = true
			if !f.Computed && f.NotYet.IsZero() {
				t.Errorf("%s: %q is neither computed nor explained", name, f.Phrase)
			}
			for _, w := range f.Want {
				key := w.Target + w.Level + w.Group
				if !known[key] && w.Targets == 0 && w.Place == "" {
					t.Errorf("%s: %q wants %q, which the study does not have", name, f.Phrase, key)
				}
				if w.Place != "" {
					checkPlace(t, f, w)
				}
				if w.Targets > len(s.Targets) {
					t.Errorf("%s: %q wants %d targets, the study has %d", name, f.Phrase, w.Targets, len(s.Targets))
				}
				checkParts(t, f, w)
			}
		}
	}
}

// checkPlace wants a place that is looked up to be the name of one community.
func checkPlace(t *testing.T, f Figure, w Want) {
	t.Helper()
	n := 0
	for _, u := range rows(t, f.District, "communities.geojson") {
		if u["名称"] == w.Place {
			n++
		}
	}
	if n != 1 || w.Kind == "" || w.Found == "" {
		t.Errorf("%s: %q looks up %s %q for %q: %d communities have that name, want 1, a kind and an answer", f.District, f.Phrase, w.Kind, w.Place, w.Found, n)
	}
}

// checkParts wants a split by count to sum to its numerator.
func checkParts(t *testing.T, f Figure, w Want) {
	t.Helper()
	total := 0.0
	for _, v := range w.Parts {
		total += v
	}
	if w.Split != "" && w.Split != "funding" && total != w.Numerator {
		t.Errorf("%s: the parts of %q sum to %v, want %v", f.District, w.Target, total, w.Numerator)
	}
}

func TestUnknownSample(t *testing.T) {
	_, err := FS("beijing")
	var p *datasets.Problem
	if !errors.As(err, &p) || !strings.Contains(p.In(datasets.EN), "longgang") {
		t.Errorf("got %v, want a problem that lists the samples", err)
	}
	if _, err := Info(""); err == nil {
		t.Error("Info of no name: got no error")
	}
	if Published("beijing") != nil {
		t.Error("Published of an unknown name: got figures, want none")
	}
}

func Example() {
	for _, name := range Names() {
		info, err := Info(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name, info.AsOf, info.Figures)
	}
	// Output:
	// conghua 2017-06-30 6
	// jintan 2017-12-31 4
	// babu 2016-12-31 4
	// longgang 2021-12-31 12
	// sanshui 2023-12-31 6
}
