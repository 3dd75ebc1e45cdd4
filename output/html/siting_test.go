package html

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

func TestSitingSection(t *testing.T) {
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		p := check(t, render(t, sitingSample(), Options{Lang: lang}))
		for _, want := range []string{
			"选址：新设施放在哪里", "已证最优", "proved best", "限时内的最好方案", "没有可行方案", "点位增至 17 处", "2.6 km instead of 2",
			"在 60 处场所中选 8 处", "每个街道至多 2 处", "已达到界值", "≤ 1.2 %", "Exchanges that do nearly as well", "分年实施", "2028", "≤ 2",
			"哪些方案选中哪些点位", "坪地街道 0 %", "大凤凰社区 2 号楼", "Newly served (people)", "any one of these", "预算 150 万元",
		} {
			if !strings.Contains(p.text, want) {
				t.Errorf("lang %q: %q is missing", lang, want)
			}
		}
		for _, id := range []string{"sitings", "sitings-table", "sitings-sites", "s1", "s1-map", "s1-chosen", "s1-ties", "s1-phases", "s1-curve", "s1-curve-data", "s1-radius", "s1-units", "s1-others", "s3-unreached"} {
			if p.ids[id] != 1 {
				t.Errorf("lang %q: no element %q", lang, id)
			}
		}
		if p.ids["s3-chosen"]+p.ids["s3-curve"] != 0 {
			t.Errorf("lang %q: a choice that is not there is shown", lang)
		}
	}
}

// TestSitingFigures: the cells of the table that a meeting goes through are those
// of the result.
func TestSitingFigures(t *testing.T) {
	r := sitingSample()
	s := &r.Sitings[0]
	tab := defenceTable(s, "s1")
	var heads []string
	for _, c := range tab.Cols {
		heads = append(heads, c.Name.ZH)
	}
	if got, want := strings.Join(heads, "|"), "次序|点位|所在单元|年度|新服务（人）|增加（人）|累计占比（%）|去掉则失（人）|替补|换它则失（人）|容量|造价（元）|标记"; got != want {
		t.Errorf("heads %s, want %s", got, want)
	}
	x := &s.Sites[1]
	got := ""
	for _, c := range tab.Rows[1].Cells {
		got += c.Text.ZH + "|"
	}
	want := fmt.Sprintf("2|%s|%s|2026|14,204|14,204|28.04|12,784|上木古商业广场|1,420|2|129,000|指定|", x.Name, x.Unit)
	if got != want {
		t.Errorf("row\n%s, want\n%s", got, want)
	}
	x.Loss = nil
	if got := defenceTable(s, "s1").Rows[1].Cells[7].Text.EN; got != "cannot be dropped" {
		t.Errorf("without a loss: %q", got)
	}
}

func TestSitingMap(t *testing.T) {
	r := sitingSample()
	s := &r.Sitings[0]
	c := newReport(r, datasets.ZH)
	m := newSitingMap(c, s, "m")
	people := 0.0
	points := 0
	for _, d := range m.Demand {
		people += d.CostClass.People
		points += d.CostClass.Points
	}
	// 333 made points and the demand of the result, of which there is none.
	if points != 333 || math.Abs(people-s.Total) > 1e-6 {
		t.Errorf("%d points of %v people, want 333 of %v", points, people, s.Total)
	}
	if got := m.Demand[servedNew].CostClass.People; math.Abs(got-(s.After.People-s.Before.People)) > 1e-6 {
		t.Errorf("newly covered %v, want %v", got, s.After.People-s.Before.People)
	}
	if len(m.Picks) != 8 || m.Picks[7].Place != 1 || len(m.Roles) != 3 {
		t.Errorf("%d picks, the last of place %d, %d roles", len(m.Picks), m.Picks[7].Place, len(m.Roles))
	}
}

// TestSitingMapCrowded: 500 candidates and 100,000 points stay readable, and the
// page small.
func TestSitingMapCrowded(t *testing.T) {
	r := sitingSample()
	s := greedySiting(r, 500, 60)
	base := s.Allocations
	for i := range 100_000 {
		a := base[i%len(base)]
		a.Demand = fmt.Sprintf("d%06d", i)
		a.Point = orb.Point{a.Point[0] + 0.004*math.Sin(float64(i)), a.Point[1] + 0.004*math.Cos(float64(i)*1.7)}
		s.Allocations = append(s.Allocations, a)
	}
	r.Sitings = []coverage.Siting{s}
	without := len(render(t, newSample(), Options{}))
	page := render(t, r, Options{})
	check(t, page)
	if more := len(page) - without; more > 1_500_000 {
		t.Errorf("the choice takes %d bytes of the page", more)
	}
	m := newSitingMap(newReport(r, datasets.ZH), &r.Sitings[0], "m")
	lines := strings.Count(m.NewLines, "M") + strings.Count(m.Lines, "M")
	if lines == 0 || lines > maxLines || len(m.Remarks) != 1 {
		t.Errorf("%d lines, remarks %q", lines, m.Remarks)
	}
	if !m.Small || len(m.Labels) > maxLabels+60 {
		t.Errorf("small picks %v, %d labels", m.Small, len(m.Labels))
	}
	boxes := m.Labels
	for i := range boxes {
		for j := range i {
			tier := max(boxes[i].Tier, boxes[j].Tier)
			if boxes[i].box(tierUnits[tier]).overlaps(boxes[j].box(tierUnits[tier])) {
				t.Errorf("%s covers %s", boxes[i].Name, boxes[j].Name)
			}
		}
	}
}

func TestSitingEscapes(t *testing.T) {
	const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>`
	word := datasets.Same(evil)
	r := sitingSample()
	for i := range r.Sitings {
		s := &r.Sitings[i]
		s.ID, s.Name, s.Rule, s.Why, s.Source, s.Kind, s.Group = evil, word, word, word, evil, evil, evil
		s.Notes, s.Remedies, s.Asked.Quotas, s.Asked.Weights = []datasets.Text{word}, []datasets.Text{word}, []datasets.Text{word}, word
		s.Asked.Mandate, s.Asked.Candidate = &coverage.Filter{Of: evil, Expr: evil}, []coverage.Filter{{Of: evil, Expr: evil}}
		s.Way = &coverage.Way{Name: word, Note: word}
		for j := range s.Sites {
			x := &s.Sites[j]
			x.Name, x.Unit, x.Size, x.Phase, x.Defence = evil, evil, evil, evil, word
			for k := range x.Units {
				x.Units[k].Name = evil
			}
		}
		for j := range s.Units {
			s.Units[j].Name = evil
		}
		for j := range s.Phases {
			s.Phases[j].Name = evil
		}
		for j := range s.Unreached {
			s.Unreached[j].Name, s.Unreached[j].Parent, s.Unreached[j].Text = evil, evil, word
		}
		for j := range s.Allocations {
			s.Allocations[j].Demand = evil
		}
	}
	page := string(render(t, r, Options{}))
	for _, a := range check(t, []byte(page)).attrs {
		if a.Key == "onerror" || a.Key == "src" {
			t.Errorf("attribute %s=%q came from the data", a.Key, a.Val)
		}
	}
	if strings.Contains(page, "<script>alert") {
		t.Error("a script came from the data")
	}
}

func TestSitingSparse(t *testing.T) {
	nan := math.NaN()
	cases := map[string]struct {
		r    *coverage.Result
		want string
	}{
		"nothing":     {&coverage.Result{Sitings: []coverage.Siting{{}}}, "没有边界或坐标"},
		"none chosen": {&coverage.Result{Sitings: []coverage.Siting{{ID: "a", Status: coverage.SitingOptimal, Objective: ptr(0), Measure: coverage.MeasurePeople, Within: 500, Unit: "m"}}}, "新开 0 处"},
		"unknown":     {&coverage.Result{Sitings: []coverage.Siting{{ID: "a", Status: coverage.SitingUnknown}}}, "限时内未找到方案"},
		"sites and no map": {&coverage.Result{Sitings: []coverage.Siting{{ID: "a", Status: coverage.SitingOptimal, Model: coverage.ModelPMedian, Measure: coverage.MeasurePeopleCost, Unit: "s",
			Sites: []coverage.SitingSite{{ID: "x", Role: coverage.RoleChosen, Place: 1, Point: orb.Point{113, 23}}, {ID: "y", Role: coverage.RoleRejected, Point: orb.Point{113.1, 23}}}}}}, "选中，数字为次序"},
		"not a number": {&coverage.Result{Sitings: []coverage.Siting{{ID: "a", Status: coverage.SitingTimeLimit, Model: coverage.ModelPCenter, Measure: coverage.MeasureCost, Objective: &nan, Bound: &nan, Gap: &nan, Unit: "s", Total: nan, Price: nan,
			Before: coverage.Served{People: nan, Share: nan, Mean: &nan, Worst: &nan}, After: coverage.Served{Share: math.Inf(1)},
			Sites: []coverage.SitingSite{{ID: "x", Role: coverage.RoleChosen, Point: orb.Point{nan, 200}, Gain: math.Inf(1), Loss: &nan, Shortfall: &nan, RunnerUp: "gone", After: nan, Price: nan}},
			Ties:  []coverage.SitingSwap{{Out: "x", In: "gone", Loss: nan}}, Curve: []coverage.SitingPoint{{Objective: &nan}, {Within: nan, Objective: ptr(1)}, {Sites: 3, Objective: ptr(2), Bound: &nan}, {Sites: 3, Objective: ptr(2)}},
			Units: []coverage.SitingUnit{{Area: "u", People: nan}}, Allocations: []coverage.Assignment{{Point: orb.Point{nan, 1}, Cost: nan, People: nan}}}}}, "限时内的最好方案"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if p := check(t, render(t, c.r, Options{})); !strings.Contains(p.text, c.want) {
				t.Errorf("%q is missing", c.want)
			}
		})
	}
}

func TestSitingIsDeterministic(t *testing.T) {
	first := string(render(t, sitingSample(), Options{}))
	for range 2 {
		if first != string(render(t, sitingSample(), Options{})) {
			t.Fatal("two runs differ")
		}
	}
}

func TestSitingChart(t *testing.T) {
	s := &coverage.Siting{Group: "people", Measure: coverage.MeasurePeople, Within: 900, Unit: "s", Total: 1000, Before: coverage.Served{People: 100}}
	for i := 1; i <= 5; i++ {
		p := coverage.SitingPoint{Sites: i, Status: coverage.SitingOptimal, Objective: ptr(float64(100 + 100*i)), Asked: i == 3}
		p.Bound = p.Objective
		s.Curve = append(s.Curve, p)
	}
	c := curveChart(s, "s1")
	if c.Bound != "" || len(c.Open) != 0 || len(c.Dots) != 6 || c.Asked == nil || c.Asked.Text.EN != "400 people" {
		t.Errorf("proved: bound %q, %d bars, %d dots, asked %+v", c.Bound, len(c.Open), len(c.Dots), c.Asked)
	}
	s.Curve[4].Bound = ptr(700.0)
	if c = curveChart(s, "s1"); c.Bound == "" || len(c.Open) != 1 {
		t.Errorf("with a bound: %q, %d bars", c.Bound, len(c.Open))
	}
	for i := range s.Curve[1:] {
		s.Curve[i+1].Objective = nil
	}
	if curveChart(s, "s1") != nil {
		t.Error("one point makes a chart")
	}
}

func TestBrowserSiting(t *testing.T) {
	b := openPage(t, render(t, sitingSample(), Options{Lang: datasets.ZH}), 1280, 900)
	eval[bool](b, `document.getElementById("s1-map").scrollIntoView({block:"center",behavior:"instant"}), true`)
	tipOf := func(selector string) string {
		return eval[string](b, `(() => {const el=document.querySelector('`+selector+`');const r=el.getBoundingClientRect();
			el.dispatchEvent(new PointerEvent("pointermove",{bubbles:true,clientX:r.left+r.width/2,clientY:r.top+r.height/2}));return document.getElementById("tip").textContent})()`)
	}
	if got := tipOf("#s1-map .picks .f:last-child circle"); !strings.Contains(got, "第 1 位") || !strings.Contains(got, "新服务 17,516 人") {
		t.Errorf("tooltip of the first site is %q", got)
	}
	if got := tipOf("#s1-map .served-c0 .f"); !strings.Contains(got, "新覆盖的需求") {
		t.Errorf("tooltip of demand is %q", got)
	}
	if got := tipOf("#s1-curve .p"); !strings.HasPrefix(got, "现在") {
		t.Errorf("tooltip of the curve is %q", got)
	}
	if got := eval[string](b, `tableCSV(document.getElementById("s1-chosen"))`); !strings.HasPrefix(got, "\ufeff次序,点位,") || strings.Count(got, "\r\n") != 9 || !strings.Contains(got, ",17516,") {
		t.Errorf("CSV is %q", got)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.problems) > 0 {
		t.Errorf("the browser complains: %q", b.problems)
	}
}

func TestBrowserSitingPhone(t *testing.T) {
	b := openPage(t, render(t, sitingSample(), Options{Lang: datasets.ZH}), 390, 844)
	for _, lang := range []string{"zh", "en"} {
		eval[bool](b, `setLanguage("`+lang+`"), true`)
		wide := eval[[]string](b, `Array.from(document.querySelectorAll("main *")).filter((e) => !e.closest(".scroll,svg") && e.getBoundingClientRect().right > 391).map((e) => e.tagName + "." + e.className)`)
		if len(wide) > 0 {
			t.Errorf("%s: beyond the screen: %q", lang, wide)
		}
	}
}
