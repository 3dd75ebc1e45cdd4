package office_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output/office"
)

// sample reads the result that the tests of package output build.
func sample(t testing.TB) *coverage.Result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "result.json"))
	if err != nil {
		t.Fatal(err)
	}
	r := new(coverage.Result)
	if err := json.Unmarshal(data, r); err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t testing.TB, r *coverage.Result, lang datasets.Lang) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := office.WriteXLSX(context.Background(), &buf, r, office.Options{Lang: lang, TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSheetNames(t *testing.T) {
	cases := []struct {
		lang datasets.Lang
		want []string
	}{
		{datasets.ZH, []string{"总览", "街道级儿童阅读设施全覆盖", "母婴室总量_ 3_5 _存量__", "2025年新增示范阅读设施", "市级以上儿童友好社区", "母婴室 1 公里可达", "母婴室 1 公里可达 需求点", "每千名儿童母婴室座位", "母婴室总量_ 3_5 _存量__ (2)", "下一步_新增 2 处母婴室", "下一步_新增 2 处母婴室 点位", "全部覆盖", "全部覆盖 点位", "设施", "单元", "缺口", "数据质量", "说明"}},
		{datasets.EN, []string{"Overview", "A reading place in every sub-di", "Nursing rooms_ 3_5 _stock__", "Reading places made models in 2", "Communities of city grade", "Nursing room within 1 km", "Nursing room within 1 km points", "Places per 1,000 children", "Nursing rooms_ 3_5 _stock__ (2)", "Next_ 2 more nursing rooms", "Next_ 2 more nursing room sites", "Cover all", "Cover all sites", "Facilities", "Units", "Gaps", "Quality", "Notes"}},
	}
	for _, c := range cases {
		t.Run(string(c.lang), func(t *testing.T) {
			if diff := cmp.Diff(c.want, opened(t, written(t, sample(t), c.lang)).GetSheetList()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSheetNamesHostile(t *testing.T) {
	long := strings.Repeat("很长的目标名称", 10)
	names := []string{"总览", "'", "", "History", "a/b", "A\\B", long, long, "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "\x00bad\xff", "[x]*?:"}
	r := &coverage.Result{}
	for i, n := range names {
		r.Targets = append(r.Targets, coverage.Ledger{ID: fmt.Sprint(i), Name: datasets.Same(n)})
	}
	seen := map[string]bool{}
	list := opened(t, written(t, r, datasets.ZH)).GetSheetList()
	for _, n := range list {
		key := strings.ToLower(n)
		if seen[key] || len([]rune(n)) > 31 || n == "" || strings.ContainsAny(n, `:\/?*[]'`) {
			t.Errorf("bad or repeated sheet name %q", n)
		}
		seen[key] = true
	}
	if len(list) != len(names)+6 {
		t.Errorf("got %d sheets, want %d", len(list), len(names)+6)
	}
}

// find gives the cell's name right of, or below, the first cell that reads so.
func find(t testing.TB, f *excelize.File, sheet, value string) (col, row int) {
	t.Helper()
	cells, err := f.SearchSheet(sheet, value)
	if err != nil || len(cells) == 0 {
		t.Fatalf("sheet %s: no cell %q (%v)", sheet, value, err)
	}
	col, row, err = excelize.CellNameToCoordinates(cells[0])
	if err != nil {
		t.Fatal(err)
	}
	return col, row
}

func TestOverviewValues(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.ZH))
	rows, err := f.GetRows("总览")
	if err != nil {
		t.Fatal(err)
	}
	_, head := find(t, f, "总览", "类型")
	want := [][]string{
		{"目标", "类型", "状态", "分子", "分母", "百分比", "数值", "目标值", "期限", "目前进度（每年）", "所需进度（每年）", "尚需点位", "缺口数", "缺口名单", "取整规则"},
		{"街道级儿童阅读设施全覆盖", "设施覆盖", "✗ 未达标", "1", "2", "50.00%", "50.00%", "100%", "2025-12-31", "12.50 百分点", "", "1", "1", "布吉街道", "四舍五入至 0.01 个百分点"},
		{"母婴室总量: 3/5 [存量]?", "存量", "! 进度滞后", "2", "5", "40.00%", "2", "5", "2027", "0.50", "1.50", "2–3", "0", "", "四舍五入至 0.01 个百分点"},
		{"2025年新增示范阅读设施", "年度新增", "✓ 已达标", "1", "1", "100%", "1", "1", "2025-12-31", "", "", "", "0", "", "四舍五入至 0.01 个百分点"},
		{"市级以上儿童友好社区", "等级认定", "# 仅统计", "1", "4", "25.0%", "25.0%", "", "", "", "", "", "0", "", "四舍五入至 0.01 个百分点"},
		{"母婴室 1 公里可达", "可达覆盖", "↗ 进度正常", "8,200", "8,200.5", "99.99%", "99.99%", "100%", "2026-06", "5.25 百分点", "0.02 百分点", "1–2", "1", "大芬社区", "四舍五入至 0.01 个百分点"},
		{"每千名儿童母婴室座位", "千人指标", "! 进度滞后", "6", "8,200.5", "", "0.73/千人", "4.50/千人", "2030-12-31", "", "0.75", "", "1", "布吉街道", "四舍五入至 0.01 个百分点"},
		{"母婴室总量: 3/5 [存量]?", "配建要求", "? 无法衡量", "", "", "", "", "92.5%", "", "", "", "", "2", "大芬商场、\t在建母婴室", "四舍五入至 0.01 个百分点"},
	}
	if diff := cmp.Diff(want, rows[head-1:head-1+len(want)]); diff != "" {
		t.Error(diff)
	}
}

func TestCellTypes(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.ZH))
	_, head := find(t, f, "总览", "类型")
	cases := []struct {
		sheet, header string
		below         int
		raw           string
		text          bool
		format        string
	}{
		{"总览", "百分比", 1, "0.5", false, "0.00%"},
		{"总览", "期限", 1, "46022", false, "yyyy-mm-dd"}, // 2025-12-31, days since 1899-12-30
		{"总览", "期限", 2, "2027", true, "@"},
		{"总览", "期限", 5, "2026-06", true, "@"},
		{"总览", "分子", 5, "8200", false, "#,##0"},
		{"单元", "代码", 1, "440307000000", true, "@"},
		{"设施", "投用", 1, "45356", false, "yyyy-mm-dd"}, // 2024-03-05
		{"设施", "在建", 1, "2023-05", true, "@"},
		{"设施", "拟建", 1, "2022", true, "@"},
		{"设施", "投用", 2, "日期不详", true, "@"},
		{"设施", "经度", 1, "114.1201234", false, "0.000000"},
		{"设施", "电话", 1, "075528888888", true, "@"},
		{"设施", "区级资金（元）", 1, "120000", false, "#,##0"},
	}
	_ = head
	for _, c := range cases {
		t.Run(c.sheet+" "+c.header+" "+c.raw, func(t *testing.T) {
			col, row := find(t, f, c.sheet, c.header)
			at, _ := excelize.CoordinatesToCellName(col, row+c.below)
			got, err := f.GetCellValue(c.sheet, at, excelize.Options{RawCellValue: true})
			if err != nil || got != c.raw {
				t.Errorf("%s: got %q, want %q (%v)", at, got, c.raw, err)
			}
			typ, err := f.GetCellType(c.sheet, at)
			if isText := typ == excelize.CellTypeInlineString || typ == excelize.CellTypeSharedString; err != nil || isText != c.text {
				t.Errorf("%s: type %v, want text %v (%v)", at, typ, c.text, err)
			}
			if format := formatOf(t, f, c.sheet, at); format != c.format {
				t.Errorf("%s: format %q, want %q", at, format, c.format)
			}
		})
	}
}

func formatOf(t testing.TB, f *excelize.File, sheet, at string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case s.CustomNumFmt != nil:
		return *s.CustomNumFmt
	case s.NumFmt == 49:
		return "@"
	case s.NumFmt == 3:
		return "#,##0"
	case s.NumFmt == 10:
		return "0.00%"
	}
	return fmt.Sprint(s.NumFmt)
}

// TestNeverRoundsUpToFull: 99.996 % of a unit's children is not all of them.
func TestNeverRoundsUpToFull(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.ZH))
	col, row := find(t, f, "母婴室 1 公里可达", "数值")
	at, _ := excelize.CoordinatesToCellName(col, row+2)
	if got, _ := f.GetCellValue("母婴室 1 公里可达", at); got != "99.99%" {
		t.Errorf("got %s, want 99.99%%", got)
	}
}

func TestHostileCells(t *testing.T) {
	r := sample(t)
	hostile := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "＋1", "－1", "＠x", " =1+1", "_x003D_1+1", "=cmd|' /C calc'!A0", "a\x00b", "<b>&\"'", "]]>", strings.Repeat("长", 40000)}
	r.Facilities = nil
	for i, h := range hostile {
		r.Facilities = append(r.Facilities, coverage.Facility{Facility: datasets.Facility{ID: fmt.Sprint("F", i), Name: h, Attrs: datasets.NewAttrs(map[string]string{"=EVIL()": h})}})
	}
	data := written(t, r, datasets.ZH)
	f := opened(t, data)
	for i, h := range hostile {
		at := fmt.Sprintf("B%d", i+4)
		got, err := f.GetCellValue("设施", at)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(h, "\x00", "\uFFFD")
		// Excel decodes _x003D_ (ECMA-376 part 1, 22.9.2.19), so its own
		// escape stands in the file; excelize shows it undecoded.
		want = strings.ReplaceAll(want, "_x003D_", "_x005F_x003D_")
		if len([]rune(want)) > 32767 {
			want = string([]rune(want)[:32767])
		}
		if got != want {
			t.Errorf("%s: got %.40q, want %.40q", at, got, want)
		}
		if typ, _ := f.GetCellType("设施", at); typ != excelize.CellTypeInlineString && typ != excelize.CellTypeSharedString {
			t.Errorf("%s: type %v", at, typ)
		}
		if formula, _ := f.GetCellFormula("设施", at); formula != "" {
			t.Errorf("%s: formula %q", at, formula)
		}
	}
	for name, xml := range parts(t, data) {
		if strings.Contains(xml, "<f>") || strings.Contains(xml, "<hyperlink") {
			t.Errorf("%s holds a formula or a link", name)
		}
	}
}

func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	last := ""
	for _, f := range z.File {
		if f.Name <= last {
			t.Errorf("entry %s after %s", f.Name, last)
		}
		last = f.Name
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s carries the time %v", f.Name, f.Modified)
		}
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		if _, err := buf.ReadFrom(rc); err != nil {
			t.Fatal(err)
		}
		out[f.Name] = buf.String()
	}
	return out
}

func TestLayout(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.ZH))
	for _, sheet := range f.GetSheetList() {
		t.Run(sheet, func(t *testing.T) {
			panes, err := f.GetPanes(sheet)
			if err != nil || !panes.Freeze || panes.YSplit < 2 {
				t.Errorf("panes %+v (%v)", panes, err)
			}
			page, err := f.GetPageLayout(sheet)
			if err != nil || *page.Size != 9 || *page.Orientation != "landscape" || *page.FitToWidth != 1 {
				t.Errorf("page %+v (%v)", page, err)
			}
			props, err := f.GetSheetProps(sheet)
			if err != nil || props.FitToPage == nil || !*props.FitToPage {
				t.Errorf("does not fit to the page's width (%v)", err)
			}
			want := fmt.Sprintf("'%s'!$%d:$%d", sheet, panes.YSplit, panes.YSplit)
			found := false
			for _, d := range f.GetDefinedName() {
				found = found || d.Name == "_xlnm.Print_Titles" && d.Scope == sheet && d.RefersTo == want
			}
			if !found {
				t.Errorf("header row is not repeated: no %s", want)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	xml := parts(t, written(t, sample(t), datasets.ZH))
	if !strings.Contains(xml["xl/worksheets/sheet1.xml"], `<autoFilter ref="$A$4:$O$11"`) && !strings.Contains(xml["xl/worksheets/sheet1.xml"], `<autoFilter ref="A4:O11"`) {
		t.Errorf("overview has no filter: %s", xml["xl/worksheets/sheet1.xml"][:600])
	}
}

// TestChineseWidths: a column is at least as wide as twice its Chinese
// characters, unless the text wraps.
func TestChineseWidths(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.ZH))
	col, row := find(t, f, "单元", "名称")
	name, _ := excelize.ColumnNumberToName(col)
	got, err := f.GetColWidth("单元", name)
	if err != nil {
		t.Fatal(err)
	}
	value, _ := f.GetCellValue("单元", fmt.Sprintf("%s%d", name, row+5)) // =辅城坳社区: 1 + 2×6
	if want := 13.0; got < want {
		t.Errorf("column of %s is %v wide, want at least %v", value, got, want)
	}
}

func TestStatusHasColourAndMark(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.EN))
	col, row := find(t, f, "Overview", "Status")
	want := []struct{ text, fill, ink string }{{"✗ missed", "A63603", "FFFFFF"}, {"! behind", "FDAE6B", "000000"}, {"✓ met", "08519C", "FFFFFF"}, {"# counted only", "8C8C8C", "000000"}, {"↗ on track", "6BAED6", "000000"}}
	for i, w := range want {
		at, _ := excelize.CoordinatesToCellName(col, row+1+i)
		id, err := f.GetCellStyle("Overview", at)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := f.GetCellValue("Overview", at)
		if text != w.text || len(s.Fill.Color) != 1 || !strings.EqualFold(s.Fill.Color[0], w.fill) || s.Font.Color != w.ink {
			t.Errorf("%s: %q on %v in %s, want %+v", at, text, s.Fill.Color, s.Font.Color, w)
		}
	}
}

func TestDeterministic(t *testing.T) {
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		first := written(t, sample(t), lang)
		for range 5 {
			if !bytes.Equal(first, written(t, sample(t), lang)) {
				t.Fatalf("%s: two runs differ", lang)
			}
		}
	}
}

func TestProperties(t *testing.T) {
	p, err := opened(t, written(t, sample(t), datasets.ZH)).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Created != "2025-12-31T00:00:00Z" || p.Modified != p.Created || p.Creator != "fugai" || p.Title != "龙岗区儿童友好设施覆盖评估" {
		t.Errorf("got %+v", p)
	}
}

func TestEmptyResult(t *testing.T) {
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN, ""} {
		if n := len(opened(t, written(t, &coverage.Result{}, lang)).GetSheetList()); n != 6 {
			t.Errorf("%q: %d sheets, want 6", lang, n)
		}
	}
}

// TestLarge writes 200,000 facilities with at most 100 MB of live heap beyond
// the result itself.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	r := large(200_000)
	runtime.GC()
	before := liveHeap()
	peak := watchHeap()
	var n counter
	if err := office.WriteXLSX(context.Background(), &n, r, office.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	grown := (int64(peak()) - int64(before)) >> 20
	if grown > 100 {
		t.Errorf("live heap grew by %d MB, want at most 100", grown)
	}
	t.Logf("live heap grew by %d MB, file of %d MB", grown, n>>20)
	runtime.KeepAlive(r)
}
