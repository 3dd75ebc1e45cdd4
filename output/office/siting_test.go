package office_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"fugai/coverage"
	"fugai/datasets"
)

// rowsFrom gives the rows of a sheet from the one with a header on.
func rowsFrom(t *testing.T, f *excelize.File, sheet, header string, n int) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	_, head := find(t, f, sheet, header)
	return rows[head-1 : min(head-1+n, len(rows))]
}

func TestSitingSheet(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.ZH))
	const name = "下一步_新增 2 处母婴室"
	cases := []struct {
		name, header string
		want         [][]string
	}{
		{"chosen", "次序", [][]string{
			{"次序", "点位", "编号", "所在单元", "年度", "新服务（人）", "增加（人）", "累计（人）", "累计占比", "去掉则失（人）", "替补", "换它则失（人）", "规模", "容量", "造价（元）", "标记", "新服务的单元", "理由"},
			{"1", "大芬商场", "V2", "大芬社区", "2026", "1,600", "1,600", "6,600", "80.48%", "1,500", "大芬医院", "0", "标准", "6", "90,000", "优先", "布吉街道 1,600", "第 1 位：15 分钟内新服务布吉街道儿童 1,600 人。去掉它少 1,500 人；换成大芬医院不减。"},
			{"2", "=平湖医院", "V1", "新木社区", "2027", "500", "500", "7,100", "86.58%", "不可缺", "辅城坳市场", "120.5", "", "", "80,000", "指定", "平湖街道 500", "第 2 位：新服务平湖街道儿童 500 人。"},
		}},
		{"before and after", "时间", [][]string{
			{"", "时间", "15 分钟内", "占全部", "平均", "最远", "无点位可达"},
			{"", "现在", "5,000", "60.97%", "12.6 分钟", "47 分钟"},
			{"", "之后", "7,100", "86.58%", "8.5 分钟", "33 分钟", "100.5"},
		}},
		{"ties", "可换成", [][]string{
			{"次序", "选中", "可换成", "所在单元", "损失（人）", "结果"},
			{"1", "大芬商场", "大芬医院", "大芬社区", "0", "同样好"},
			{"2", "=平湖医院", "辅城坳市场", "=辅城坳社区", "40.5", "差 40 人"},
		}},
		{"units", "现在覆盖", [][]string{
			{"代码", "名称", "全部", "现在覆盖", "之后覆盖", "现在", "之后", "选中（处）", "至少", "至多"},
			{"440307001000", "平湖街道", "4,500", "3,900", "4,400", "86.67%", "97.78%", "1", "", "1"},
			{"440307002000", "布吉街道", "3,700.5", "1,100", "2,700", "29.73%", "72.96%", "1", "1", "1"},
		}},
		{"curve", "点位（处）", [][]string{
			{"点位（处）", "范围", "成效", "占全部", "界", "状态", "备注"},
			{"1", "15 分钟", "6,600 人", "80.48%", "6,600 人", "已证最优"},
			{"2", "15 分钟", "7,100 人", "86.58%", "7,100 人", "已证最优", "本次所问"},
			{"3", "15 分钟", "7,300 人", "89.02%", "7,450 人", "限时内的最好方案"},
			{"4", "15 分钟", "", "", "", "限时内未找到方案"},
		}},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, rowsFrom(t, f, name, c.header, len(c.want))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	all := rowsFrom(t, f, name+" 点位", "角色", 8)
	if len(all) != 8 || strings.Join(all[5][:3], "|") != "V5||不得选用" || all[7][2] != "现有，让出" {
		t.Errorf("all sites: %q", all)
	}
	said := strings.Join(flat(t, f, "全部覆盖"), "\n")
	for _, want := range []string{"没有选中的点位", "1．点位增至 4 处", "✗ 没有可行方案"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in the sheet of an impossible question", want)
		}
	}
}

func flat(t *testing.T, f *excelize.File, sheet string) []string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows {
		out = append(out, row...)
	}
	return out
}

// TestSitingCellTypes: numbers are numbers, and text that looks like a formula
// is text.
func TestSitingCellTypes(t *testing.T) {
	f := opened(t, written(t, sample(t), datasets.EN))
	const name = "Next_ 2 more nursing rooms"
	for _, c := range []struct {
		header string
		below  int
		raw    string
		typ    excelize.CellType
	}{
		{"Place", 1, "1", excelize.CellTypeUnset}, {"Newly serves (people)", 1, "1600", excelize.CellTypeUnset}, {"Share so far", 1, "0.8048", excelize.CellTypeUnset},
		{"Price (yuan)", 2, "80000", excelize.CellTypeUnset}, {"Site", 2, "=平湖医院", excelize.CellTypeInlineString}, {"Phase", 1, "2026", excelize.CellTypeInlineString},
	} {
		col, row := find(t, f, name, c.header)
		at, err := excelize.CoordinatesToCellName(col, row+c.below)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := f.GetCellValue(name, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		typ, err := f.GetCellType(name, at)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula(name, at)
		if err != nil {
			t.Fatal(err)
		}
		if raw != c.raw || typ != c.typ || formula != "" {
			t.Errorf("%s: %q of type %v, formula %q, want %q of %v", c.header, raw, typ, formula, c.raw, c.typ)
		}
	}
}

func TestSitingSheetsHostile(t *testing.T) {
	r := &coverage.Result{}
	nan := math.NaN()
	for i, n := range []string{"总览", "", "History", "a/b", strings.Repeat("很长的名称", 20), strings.Repeat("很长的名称", 20)} {
		s := coverage.Siting{ID: fmt.Sprint(i), Name: datasets.Same(n), Status: coverage.SitingOptimal, Objective: &nan, Bound: &nan, Gap: &nan, Total: nan, Before: coverage.Served{Share: math.Inf(1), Mean: &nan},
			Sites:  []coverage.SitingSite{{ID: "=1+1", Name: "=cmd|' /C calc'!A0", Role: coverage.RoleChosen, Place: 1, Gain: math.Inf(1), Loss: &nan, Unit: "@x", Phase: "+1"}},
			Curve:  []coverage.SitingPoint{{Objective: &nan}},
			Phases: []coverage.SitingPhase{{Name: "-1", Sites: []string{"=1+1", "gone"}, Objective: nan}}, Units: []coverage.SitingUnit{{Name: "=2", People: nan}}}
		r.Sitings = append(r.Sitings, s)
	}
	f := opened(t, written(t, r, datasets.ZH))
	seen := map[string]bool{}
	for _, name := range f.GetSheetList() {
		if key := strings.ToLower(name); seen[key] || len([]rune(name)) > 31 {
			t.Errorf("bad or repeated sheet name %q", name)
		}
		seen[strings.ToLower(name)] = true
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula(name, at); formula != "" {
					t.Errorf("%s %s holds a formula %q", name, at, formula)
				}
			}
		}
	}
	if len(seen) != 6*2+6 {
		t.Errorf("%d sheets, want 18", len(seen))
	}
}
