package html

import (
	"math"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
)

func ptr(v float64) *float64 { return &v }

func day(y, m, d int) datasets.Date { return datasets.Date{Year: y, Month: m, Day: d} }

// years is a series of values at year ends up to 2025.
func years(den float64, values ...float64) []coverage.Point {
	var out []coverage.Point
	for i, v := range values {
		p := coverage.Point{At: day(2026-len(values)+i, 12, 31), Numerator: v, Denominator: den, Value: v}
		if den > 0 {
			p.Value = 100 * v / den
		}
		out = append(out, p)
	}
	return out
}

// units fills a row for each unit of a level, with the facilities of a kind,
// and lists those without any as missing.
func (s *sample) units(l *coverage.Ledger, kind string) {
	for i := range s.r.Areas {
		a := &s.r.Areas[i]
		if a.Level != l.Level {
			continue
		}
		n := len(s.in[kind+a.ID])
		u := coverage.UnitRow{Area: a.ID, Judged: true, Met: n > 0, Count: n, People: a.Weights["children"]}
		if l.Type == coverage.Reach || l.Type == coverage.Ratio {
			v := math.Min(100, 25*float64(n)+float64(i%37))
			u.Value, u.Served, u.Nearest = ptr(v), math.Round(u.People*v/100), ptr(300+37*float64(i))
		}
		if l.Type == coverage.Stock {
			u.Value = ptr(float64(n))
		}
		if n == 0 {
			u.Need = 1
			if l.Type == coverage.Presence {
				l.Missing = append(l.Missing, coverage.Gap{Kind: "unit", ID: a.ID, Name: a.Name, Code: a.Code, People: u.People, Nearest: ptr(900 + 13*float64(i)), Need: 1,
					Parent: s.parent(a), Text: datasets.T("在%[1]s新增 1 处%[2]s", "1 more (%[2]s) in %[1]s", a.Name, s.r.Labels.Kinds[kind])})
			}
		}
		l.Units = append(l.Units, u)
	}
	for i, f := range s.r.Facilities {
		if f.Kind == kind && f.InService {
			l.Counted = append(l.Counted, s.r.Facilities[i].ID)
		}
	}
}

func (s *sample) parent(a *datasets.Area) string {
	for i := range s.r.Areas {
		if s.r.Areas[i].ID == a.Parent {
			return s.r.Areas[i].Name
		}
	}
	return ""
}

func share(l *coverage.Ledger, num, den float64) {
	l.Measure, l.Measured, l.Numerator, l.Denominator, l.Decimals = coverage.Percent, true, num, den, 2
	l.Value = 100 * num / den
	l.Percent = ptr(math.Floor(l.Value*100+0.5) / 100)
	l.Rounding = datasets.T("四舍五入至 0.01 个百分点；未全覆盖时不进位为 100%", "rounded half up to 0.01 percentage points; never up to 100 % below full coverage")
}

func (s *sample) add(l coverage.Ledger, kind string) {
	if l.Level != "" {
		s.units(&l, kind)
	}
	l.Kinds = []string{kind}
	if l.Source == "" {
		l.Source = "龙岗区建设儿童友好型城区行动计划（2021—2025年）"
	}
	if l.Type == coverage.Presence {
		share(&l, float64(len(l.Units)-len(l.Missing)), float64(len(l.Units)))
	}
	s.r.Targets = append(s.r.Targets, l)
}

func (s *sample) addTargets() {
	s.add(coverage.Ledger{ID: "reading-2025", Name: datasets.T("街道级儿童阅读设施全覆盖", "A reading room in every sub-district"), Type: coverage.Presence, Level: "subdistrict",
		Rule:    datasets.T("每个街道至少有 1 处在用的儿童阅读设施", "every sub-district has at least one reading room in service"),
		NumWord: datasets.T("有阅读设施的街道", "sub-districts with a reading room"), DenWord: datasets.T("全部街道", "all sub-districts"),
		Goal: ptr(80), By: day(2025, 12, 31), Baseline: &coverage.Point{At: day(2021, 12, 31), Numerator: 4, Denominator: 11, Value: 36.36},
		Series: years(11, 4, 6, 7, 9, 10), Status: coverage.Met, Why: datasets.T("截至2025年12月31日已达到目标", "the goal is reached as of 2025-12-31"),
		Pace: &coverage.Pace{From: day(2021, 12, 31), SoFar: ptr(13.6)}}, "reading")
	s.add(coverage.Ledger{ID: "nursing-community", Name: datasets.T("社区母婴室全覆盖", "A nursing room in every community"), Type: coverage.Presence, Level: "community",
		Rule:    datasets.T("每个社区至少有 1 处在用的母婴室", "every community has at least one nursing room in service"),
		NumWord: datasets.T("有母婴室的社区", "communities with a nursing room"), DenWord: datasets.T("全部社区", "all communities"),
		Filters: []coverage.Filter{{Of: "units", Expr: `type == "社区" and not (name contains "筹备")`, Kept: 111, From: 112}},
		Goal:    ptr(100), By: day(2025, 12, 31), Series: years(111, 10, 14, 22, 31, 44), Status: coverage.Missed, Why: datasets.T("期限2025年12月31日已到，未达到目标", "the deadline of 2025-12-31 has come and the goal is not reached"),
		Pace: &coverage.Pace{From: day(2021, 12, 31), SoFar: ptr(7.66), Reach: datasets.Date{Year: 2033, Month: 11}}, Sites: &coverage.SitesNeeded{Least: 67, Most: 67, How: datasets.T("每个缺口社区 1 处", "one in each community without")},
		Beside: s.beside(), Splits: []coverage.Split{{By: "domain", Name: datasets.T("按场所类型", "by kind of place"), Unit: "count", Parts: []coverage.Part{
			{Key: "hospital", Name: datasets.T("医院", "hospital"), Value: 28}, {Key: "park", Name: datasets.T("公园", "park"), Value: 4}, {Key: "library", Name: datasets.T("图书馆", "library"), Value: 1}}}}}, "nursing_room")
	s.add(coverage.Ledger{ID: "play-2027", Name: datasets.T("社区儿童游戏场地", "Playgrounds in communities"), Type: coverage.Presence, Level: "community",
		Rule:    datasets.T("每个社区至少有 1 处在用的游戏场地", "every community has at least one playground in service"),
		NumWord: datasets.T("有游戏场地的社区", "communities with a playground"), DenWord: datasets.T("全部社区", "all communities"),
		Goal: ptr(60), By: day(2027, 12, 31), Series: years(111, 8, 11, 15, 19, 23), Status: coverage.Behind, Why: datasets.T("2021年12月31日以来年均 3.4 个百分点，按期达标需年均 19.6 个百分点", "only 3.4 points a year since 2021-12-31; 19.6 points a year is needed"),
		Pace: &coverage.Pace{From: day(2021, 12, 31), SoFar: ptr(3.4), Needed: ptr(19.6)}, Sites: &coverage.SitesNeeded{Least: 44, Most: 44}}, "playground")
	reach := coverage.Ledger{ID: "nursing-1km", Name: datasets.T("母婴室步行可达", "Nursing rooms within walking distance"), Type: coverage.Reach, Level: "community", Group: "children",
		Rule:    datasets.T("0–14 岁儿童直线距离 1,000 m 内有在用的母婴室", "children under 15 have a nursing room in service within 1,000 m"),
		NumWord: datasets.T("1,000 m 内有母婴室的儿童", "children with one within 1,000 m"), DenWord: datasets.T("全部儿童", "all children"),
		Goal: ptr(90), By: day(2028, 12, 31), Series: years(512400, 230000, 280000, 320000, 360000, 402000), Status: coverage.OnTrack, Why: datasets.T("2021年12月31日以来年均 8.4 个百分点，按期达标需年均 3.9 个百分点", "8.4 points a year since 2021-12-31; 3.9 points a year is needed"),
		Pace:       &coverage.Pace{From: day(2021, 12, 31), SoFar: ptr(8.4), Needed: ptr(3.9), Reach: datasets.Date{Year: 2027, Month: 5}},
		Thresholds: []coverage.Threshold{{Within: 300, Unit: "m", Numerator: 142000, Denominator: 512400, Value: 27.71}, {Within: 500, Unit: "m", Numerator: 250000, Denominator: 512400, Value: 48.79}, {Within: 1000, Unit: "m", Numerator: 402000, Denominator: 512400, Value: 78.45, Goal: ptr(90)}}}
	share(&reach, 402000, 512400)
	s.add(reach, "nursing_room")
	s.addCounts()
}

func (s *sample) addCounts() {
	s.add(coverage.Ledger{ID: "childcare-stock", Name: datasets.T("托育机构总数", "Childcare centres in all"), Type: coverage.Stock, Level: "subdistrict", Measure: coverage.Count, Measured: true, Numerator: 26, Denominator: 40, Value: 26,
		Rule: datasets.T("统计日期在用的托育机构数", "childcare centres in service at the date"), NumWord: datasets.T("在用托育机构", "childcare centres in service"),
		Goal: ptr(40), By: day(2026, 12, 31), Series: years(0, 12, 14, 19, 22, 26), Status: coverage.Behind, Why: datasets.T("2021年12月31日以来年均 3.50，按期达标需年均 14.00", "only 3.50 a year since 2021-12-31; 14.00 a year is needed"),
		Pace: &coverage.Pace{From: day(2021, 12, 31), SoFar: ptr(3.5), Needed: ptr(14)}, Sites: &coverage.SitesNeeded{Least: 14, Most: 14},
		Splits: []coverage.Split{{By: "grade", Name: datasets.T("按等级", "by grade"), Unit: "count", Parts: []coverage.Part{{Key: "province", Name: s.r.Labels.Grades["province"], Value: 1}, {Key: "city", Name: s.r.Labels.Grades["city"], Value: 4}, {Key: "district", Name: s.r.Labels.Grades["district"], Value: 21}}},
			{By: "funding", Name: datasets.T("按资金来源", "by funding"), Unit: "yuan", Overlap: true, Parts: []coverage.Part{{Key: "district", Name: datasets.T("区级财政", "district"), Value: 12500000}, {Key: "superior", Name: datasets.T("上级补助", "superior"), Value: 3400000}}}}}, "childcare")
	s.add(coverage.Ledger{ID: "reading-2025-new", Name: datasets.T("2025 年新增阅读设施", "Reading rooms opened in 2025"), Type: coverage.Flow, Measure: coverage.Count, Measured: true, Numerator: 5, Denominator: 8, Value: 5,
		Rule: datasets.T("2025 年内开放的儿童阅读设施数", "reading rooms opened within 2025"), NumWord: datasets.T("2025 年开放的阅读设施", "opened in 2025"),
		Goal: ptr(8), By: day(2025, 12, 31), Series: years(0, 2, 3, 1, 4, 5), Status: coverage.Missed, Why: datasets.T("期限2025年12月31日已到，未达到目标", "the deadline of 2025-12-31 has come and the goal is not reached"), Pace: &coverage.Pace{}}, "reading")
	graded := coverage.Ledger{ID: "friendly", Name: datasets.T("儿童友好社区创建", "Child-friendly communities"), Type: coverage.Graded, Level: "community",
		Rule: datasets.T("取得区级以上“儿童友好社区”称号的社区", "communities with the title at district level or above"), NumWord: datasets.T("儿童友好社区", "communities with the title"), DenWord: datasets.T("全部社区", "all communities"),
		Status: coverage.Counted, Why: datasets.T("未设目标值，仅统计", "no goal is set; only counted"), Series: years(111, 3, 9, 15, 28, 33)}
	share(&graded, 33, 111)
	s.add(graded, "playground")
	last := &s.r.Targets[len(s.r.Targets)-1]
	last.Kinds, last.Counted = nil, nil
	for i := range last.Units {
		if last.Units[i].Met {
			last.Units[i].Grade = []string{"district", "city", "province"}[i%3]
		}
	}
	s.add(coverage.Ledger{ID: "places", Name: datasets.T("每千名儿童托位数", "Childcare places per 1,000 children"), Type: coverage.Ratio, Level: "subdistrict", Group: "children", Measure: coverage.PerThousand, Measured: true, Numerator: 2180, Denominator: 512400, Value: 4.2545,
		Rule: datasets.T("托位数除以儿童数，乘 1,000", "places divided by children, times 1,000"), NumWord: datasets.T("托位", "places"), DenWord: datasets.T("儿童", "children"),
		Goal: ptr(6.5), By: day(2030, 12, 31), Status: coverage.NotMeasurable, Why: datasets.T("没有更早的数值可比，无法判断进度；可在研究文件中为该目标设 baseline", "there is no earlier value to judge the pace by; give the target a baseline in the study file"),
		Series: []coverage.Point{{At: day(2025, 12, 31), Numerator: 2180, Denominator: 512400, Value: 4.2545}}, Pace: &coverage.Pace{Needed: ptr(0.45)}, Sites: &coverage.SitesNeeded{Least: 15, Most: 22, How: datasets.T("按现有机构平均 53 个托位估算", "at the present mean of 53 places a centre")}}, "childcare")
	mandate := coverage.Ledger{ID: "venues", Name: datasets.T("大型商业场所母婴室配建", "Nursing rooms in large shopping centres"), Type: coverage.Mandate,
		Rule: datasets.T("建筑面积 1 万 m² 以上或日客流 1 万人以上的场所配有母婴室", "venues over 10,000 m² or 10,000 visitors a day have a nursing room"), NumWord: datasets.T("已配建的场所", "venues with one"), DenWord: datasets.T("应配建的场所", "venues that must"),
		Goal: ptr(100), By: day(2025, 6, 30), Status: coverage.Missed, Why: datasets.T("期限2025年6月30日已到，未达到目标", "the deadline of 2025-06-30 has come and the goal is not reached"), Pace: &coverage.Pace{}, Sites: &coverage.SitesNeeded{Least: 3, Most: 3}}
	share(&mandate, 11, 14)
	for i := range 3 {
		mandate.Missing = append(mandate.Missing, coverage.Gap{Kind: "venue", ID: "v" + strconv.Itoa(i), Name: s.r.Venues[i].Name, Need: 1, Nearest: ptr(240 + 100*float64(i)), Text: datasets.T("在场所内设 1 处母婴室", "one nursing room inside the venue")})
	}
	s.add(mandate, "nursing_room")
	s.add(coverage.Ledger{ID: "unknown", Name: datasets.T("托育机构半小时可达", "Childcare within half an hour"), Type: coverage.Reach, Measure: coverage.Percent, Goal: ptr(80), By: day(2027, 12, 31), Group: "children",
		Rule: datasets.T("儿童 30 分钟内可到达托育机构", "children reach a childcare centre within 30 minutes"), Status: coverage.NotMeasurable, Why: datasets.T("研究没有路网，无法计算时间", "the study has no roads, so times cannot be computed")}, "unknown_kind")
}

func (s *sample) beside() *coverage.Beside {
	b := &coverage.Beside{Within: 1000, Group: "children", Covered: 231000, CoveredBeyond: 48200, Uncovered: 281400, UncoveredNear: 97300}
	for i := range 9 {
		b.Units = append(b.Units, coverage.BesideRow{Area: s.community(i * 5), Covered: i%2 == 0, People: 4200, Within: float64(1500 + 100*i), Beyond: float64(2700 - 100*i)})
	}
	return b
}
