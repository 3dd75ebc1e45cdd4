package output_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// TestPeople: a number names the group that it counts.
func TestPeople(t *testing.T) {
	children := datasets.T("儿童", "children")
	for _, tt := range []struct {
		s    coverage.Siting
		want datasets.Text
	}{
		{coverage.Siting{}, datasets.T("1,200 个需求点", "1,200 demand points")},
		{coverage.Siting{Group: "people"}, datasets.T("1,200 人", "1,200 people")},
		{coverage.Siting{Group: "children", Heads: children}, datasets.T("1,200 名儿童", "1,200 children")},
		{coverage.Siting{Group: "households", Heads: datasets.T("户数", "households")}, datasets.T("1,200 户", "1,200 households")},
		{coverage.Siting{Group: "children*2+people*1", Asked: coverage.Asked{Weights: children}}, datasets.T("1,200 加权人", "1,200 weighted people")},
	} {
		if diff := cmp.Diff(output.People(&tt.s, 1200), tt.want); diff != "" {
			t.Errorf("%s differs (-got +want):\n%s", tt.s.Group, diff)
		}
	}
}

// TestShares: a unit with parts of a person only is not listed as 0.
func TestShares(t *testing.T) {
	got := output.Shares([]coverage.SitingShare{{Name: "a", People: 12.4}, {Name: "b", People: 0.5001}, {Name: "c", People: 0.3}})
	if len(got) != 2 || got[1].Name != "b" {
		t.Errorf("got %v, want a and b", got)
	}
}

// TestGapTextRoundsUp: what is said to be the most is not less than it is.
func TestGapTextRoundsUp(t *testing.T) {
	for gap, want := range map[float64]string{0: "0 %", 0.05761: "5.77 %", 0.0576: "5.76 %", 0.00001: "< 0.01 %"} {
		if got := output.GapText(gap); got != want {
			t.Errorf("%v reads %q, want %q", gap, got, want)
		}
	}
}

func TestWriteSitings(t *testing.T) {
	fixedWidths(t)
	const want = `✓ 已证最优  下一步：新增 2 处母婴室
在 5 处场所中选 2 处，使 15 分钟内够得着母婴室的儿童最多
新开 2 处，15 分钟内覆盖 60.97 % → 86.58 %，多 2,100 人
已证明没有更好的方案
┌──────┬───────────┬─────────┬───────────┬─────────┐
│      │ 15 分钟内 │ 占全部  │ 平均      │ 最远    │
├──────┼───────────┼─────────┼───────────┼─────────┤
│ 现在 │  5,000 人 │ 60.97 % │ 12.6 分钟 │ 47 分钟 │
│ 之后 │  7,100 人 │ 86.58 % │  8.5 分钟 │ 33 分钟 │
└──────┴───────────┴─────────┴───────────┴─────────┘
┌──────┬───────────┬──────────┬──────┬────────┬────────────┬──────────┬────────────┬──────────┬──────┬────────────┐
│ 次序 │ 点位      │ 所在单元 │ 年度 │ 新服务 │ 增加（人） │ 去掉则失 │ 替补       │ 换它则失 │ 规模 │ 造价（元） │
├──────┼───────────┼──────────┼──────┼────────┼────────────┼──────────┼────────────┼──────────┼──────┼────────────┤
│    1 │ 大芬商场  │ 大芬社区 │ 2026 │  1,600 │      1,600 │    1,500 │ 大芬医院   │        0 │ 标准 │     90,000 │
│    2 │ =平湖医院 │ 新木社区 │ 2027 │    500 │        500 │   不可缺 │ 辅城坳市场 │      120 │ –    │     80,000 │
└──────┴───────────┴──────────┴──────┴────────┴────────────┴──────────┴────────────┴──────────┴──────┴────────────┘
相差不到 1 % 的互换 2 种：
  大芬商场 → 大芬医院  同样好
  =平湖医院 → 辅城坳市场  差 40 人
候选场所的造价为估算

✗ 没有可行方案  全部覆盖
用至多 3 处覆盖全部需求点
没有方案能同时满足各项要求
  → 点位增至 4 处
  → 距离放宽到 1,250 m

┌─────────────────────────┬────────────────┬──────┬─────────┬──────────┬─────────┬────────────┐
│ 方案                    │ 状态           │ 点位 │ 覆盖    │ 平均     │ 最远    │ 造价       │
├─────────────────────────┼────────────────┼──────┼─────────┼──────────┼─────────┼────────────┤
│ 下一步：新增 2 处母婴室 │ ✓ 已证最优     │    2 │ 86.58 % │ 8.5 分钟 │ 33 分钟 │ 170,000 元 │
│ 全部覆盖                │ ✗ 没有可行方案 │    – │       – │        – │       – │          – │
└─────────────────────────┴────────────────┴──────┴─────────┴──────────┴─────────┴────────────┘
示例数据：边界、位置与人口是编造的，不可作他用；哪些名称和数字属实，见说明。
`
	var got bytes.Buffer
	if err := output.WriteSitings(&got, sample(), output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWriteSitingsFitsWidth(t *testing.T) {
	fixedWidths(t)
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		var got bytes.Buffer
		if err := output.WriteSitings(&got, sample(), output.TerminalOptions{Lang: lang, Width: 100, Color: true}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(got.String()) {
			if n := text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); strings.ContainsAny(line, "│┌└") && n > 100 {
				t.Errorf("%s: a line of %d: %s", lang, n, line)
			}
		}
	}
}

func TestWriteSitingsHostile(t *testing.T) {
	const evil = "\x1b[2J\x07a\u202eb\r\nc\xff"
	r := sample()
	for i := range r.Sitings {
		s := &r.Sitings[i]
		s.Name, s.Rule, s.Why = datasets.Same(evil), datasets.Same(evil), datasets.Same(evil)
		s.Notes, s.Remedies = []datasets.Text{datasets.Same(evil)}, []datasets.Text{datasets.Same(evil)}
		for j := range s.Sites {
			s.Sites[j].Name, s.Sites[j].Unit, s.Sites[j].Size, s.Sites[j].Phase = evil, evil, evil, evil
		}
		s.Steps = []coverage.SitingStep{{Name: evil, Seconds: 1}}
	}
	var got bytes.Buffer
	if err := output.WriteSitings(&got, r, output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := output.WriteSitingSteps(&got, r, output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\x1b", "\x07", "\r", "\u202e", "\xff"} {
		if strings.Contains(got.String(), bad) {
			t.Errorf("%q reached the terminal", bad)
		}
	}
}

func TestSitingSteps(t *testing.T) {
	fixedWidths(t)
	r := &coverage.Result{Sitings: []coverage.Siting{{ID: "a", Measure: coverage.MeasurePeople, Group: "people", Steps: []coverage.SitingStep{{Name: "greedy", Seconds: 0.01234, Best: num(5)}, {Name: "bound", Seconds: 2, Best: num(5), Bound: num(6)}}}, {ID: "b"}}}
	var got bytes.Buffer
	if err := output.WriteSitingSteps(&got, r, output.TerminalOptions{Lang: datasets.EN}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"0.012", "2.000", "5 people", "6 people"} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("%q is not in\n%s", want, got.String())
		}
	}
}

func TestAmount(t *testing.T) {
	minutes, metres := &coverage.Siting{Group: "people", Unit: "s"}, &coverage.Siting{Unit: "m"}
	for _, c := range []struct {
		s      *coverage.Siting
		m      coverage.SitingMeasure
		v      float64
		zh, en string
	}{
		{minutes, coverage.MeasurePeople, 1234.4, "1,234 人", "1,234 people"},
		{metres, coverage.MeasurePeople, 12, "12 个需求点", "12 demand points"},
		{minutes, coverage.MeasureSites, 8, "8 处", "8 sites"},
		{minutes, coverage.MeasurePrice, 80000, "80,000 元", "80,000 yuan"},
		{minutes, coverage.MeasurePrice, 1250000, "125 万元", "1,250,000 yuan"},
		{minutes, coverage.MeasureCost, 930, "15.5 分钟", "15.5 min"},
		{metres, coverage.MeasureCost, 930, "930 m", "930 m"},
		{minutes, coverage.MeasurePeopleCost, 120000, "2,000 人·分钟", "2,000 person-minutes"},
		{metres, coverage.MeasurePeopleCost, 1500000, "1,500 人·公里", "1,500 person-km"},
	} {
		if got := output.Amount(c.s, c.m, c.v); got != datasets.T(c.zh, c.en) {
			t.Errorf("%s %v: got %q, want %q", c.m, c.v, got, c.zh)
		}
	}
}

func TestGapText(t *testing.T) {
	for v, want := range map[float64]string{0: "0 %", 0.00001: "< 0.01 %", 0.0123: "1.23 %", math.Inf(1): "–"} {
		if got := output.GapText(v); got != want {
			t.Errorf("%v: got %s, want %s", v, got, want)
		}
	}
}

// TestSitingJSONStream: a long list of sites stands a line each, and reads as
// the short form does.
func TestSitingJSONStream(t *testing.T) {
	r := &coverage.Result{Schema: coverage.SchemaID, Sitings: []coverage.Siting{sampleChoice()}}
	s := &r.Sitings[0]
	for i := range 6000 {
		s.Sites = append(s.Sites, coverage.SitingSite{ID: fmt.Sprint("c", i), Role: coverage.RoleRejected})
	}
	if err := compiled(t).Validate(jsonOf(t, r)); err != nil {
		t.Error(err)
	}
	var got bytes.Buffer
	if err := output.WriteJSON(&got, r); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(got.Bytes(), []byte("\n")); n < 6000 || n > 7000 {
		t.Errorf("%d lines, want about one for each site", n)
	}
	r.Sitings[0].Gap = num(math.NaN())
	if err := output.WriteJSON(&got, r); err == nil || !strings.Contains(err.Error(), "sitings[0].gap is NaN") {
		t.Errorf("got %v", err)
	}
}

// TestSitingFinding: each model says what it is after, and a question without an
// answer why.
func TestSitingFinding(t *testing.T) {
	two := []coverage.SitingSite{{ID: "a", Role: coverage.RoleChosen, Place: 1}, {ID: "b", Role: coverage.RoleChosen, Place: 2}, {ID: "c", Role: coverage.RoleRejected}}
	served := func(share, mean float64) coverage.Served {
		return coverage.Served{People: 1000 * share, Share: share, Mean: num(mean)}
	}
	s := coverage.Siting{Status: coverage.SitingOptimal, Group: "people", Unit: "s", Within: 900, Sites: two, Before: served(0.5, 1200), After: served(0.99996, 600), Objective: num(999.96)}
	for _, c := range []struct {
		name   string
		bend   func(*coverage.Siting)
		zh, en string
	}{
		{"cover", func(*coverage.Siting) {}, "新开 2 处，15 分钟内覆盖 50 % → 99.99 %，多 500 人", "2 new sites: cover within 15 min goes from 50 % to 99.99 %, 500 people more"},
		{"cover in metres", func(s *coverage.Siting) { s.Unit = "m" }, "新开 2 处，900 m 内覆盖 50 % → 99.99 %，多 500 人", "2 new sites: cover within 900 m goes from 50 % to 99.99 %, 500 people more"},
		{"p-median", func(s *coverage.Siting) { s.Model = coverage.ModelPMedian }, "新开 2 处，平均 20 分钟 → 10 分钟", "2 new sites: the mean goes from 20 min to 10 min"},
		{"p-median from nothing", func(s *coverage.Siting) { s.Model, s.Before.Mean = coverage.ModelPMedian, nil }, "新开 2 处，平均 10 分钟", "2 new sites: the mean is 10 min"},
		{"p-center", func(s *coverage.Siting) {
			s.Model, s.Measure, s.Objective = coverage.ModelPCenter, coverage.MeasureCost, num(1500)
		}, "新开 2 处，最远的一处降到 25 分钟", "2 new sites: the worst cost comes down to 25 min"},
		{"dispersion", func(s *coverage.Siting) {
			s.Model, s.Measure, s.Objective, s.Unit = coverage.ModelDisperse, coverage.MeasureCost, num(1500), "m"
		}, "选定 2 处，彼此至少相距 1,500 m", "2 sites chosen, at least 1,500 m apart"},
		{"impossible", func(s *coverage.Siting) {
			s.Status, s.Why = coverage.SitingInfeasible, datasets.T("点位太少", "too few sites")
		}, "点位太少", "too few sites"},
		{"unknown", func(s *coverage.Siting) { s.Status = coverage.SitingUnknown }, "限时内未找到方案", "none found in time"},
	} {
		one := s
		c.bend(&one)
		if got := output.SitingFinding(&one); got != datasets.T(c.zh, c.en) {
			t.Errorf("%s: got %+v, want %s", c.name, got, c.zh)
		}
	}
}

func TestProof(t *testing.T) {
	s := coverage.Siting{Status: coverage.SitingTimeLimit, Group: "people", Measure: coverage.MeasurePeople, Objective: num(1000), Bound: num(1012), Gap: num(0.012)}
	want := datasets.T("覆盖 1,000 人；任何方案都不会好于 1,012 人（差距至多 1.2 %）", "covered: 1,000 people; no choice is better than 1,012 people (a gap of at most 1.2 %)")
	if got := output.Proof(&s); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	s.Objective = nil
	if got := output.Proof(&s); !got.IsZero() {
		t.Errorf("without an objective: %+v", got)
	}
}
