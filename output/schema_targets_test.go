package output_test

import (
	"fugai/coverage"
	"fugai/datasets"
)

var rounding = datasets.T("四舍五入至 0.01 个百分点", "rounded half up to 0.01 percentage points")

// sampleTargets has one ledger for each type of target and each status.
func sampleTargets() []coverage.Ledger {
	return []coverage.Ledger{samplePresence(), sampleStock(), sampleFlow(), sampleGraded(), sampleReach(), sampleRatio(), sampleMandate()}
}

func samplePresence() coverage.Ledger {
	return coverage.Ledger{ID: "reading-2025", Name: datasets.T("街道级儿童阅读设施全覆盖", "A reading place in every sub-district"), Source: "龙岗区建设儿童友好型城区行动计划（2021—2025年）",
		Type: coverage.Presence, Kinds: []string{"reading"}, Level: "subdistrict", Filters: []coverage.Filter{{Of: "units", Expr: "摘帽村 == \"是\"", Kept: 2, From: 2}},
		Rule: datasets.T("至少有 1 处在用阅读设施的街道", "sub-districts with at least 1 reading place in service"), Measure: coverage.Percent, Measured: true, Numerator: 1, Denominator: 2,
		NumWord: datasets.T("有阅读设施的街道", "sub-districts with a reading place"), DenWord: datasets.T("全部街道", "all sub-districts"), Value: 50, Percent: num(50), Decimals: 2, Rounding: rounding, Goal: num(100),
		By: day(2025, 12, 31), Baseline: &coverage.Point{At: day(2021, 12, 31), Denominator: 2}, Status: coverage.Missed, Why: datasets.T("期限已过，尚缺 1 个街道", "the deadline has passed and 1 sub-district is missing"),
		Pace: &coverage.Pace{From: day(2021, 12, 31), SoFar: num(12.5)}, Sites: &coverage.SitesNeeded{Least: 1, Most: 1, How: datasets.T("每个缺口街道 1 处", "one in each missing sub-district")},
		Missing: []coverage.Gap{{Kind: "unit", ID: "440307002000", Name: "布吉街道", Code: "440307002000", Parent: "龙岗区", People: 18250, Nearest: num(9012.4), Need: 1, Text: datasets.T("新增 1 处阅读设施", "add 1 reading place")}},
		Units:   []coverage.UnitRow{{Area: "440307001000", Judged: true, Met: true, Count: 2}, {Area: "440307002000", Judged: true, Need: 1, Nearest: num(9012.4)}},
		Series:  []coverage.Point{{At: day(2023, 12, 31), Numerator: 1, Denominator: 2, Value: 50}, {At: day(2025, 12, 31), Numerator: 1, Denominator: 2, Value: 50}},
		Splits:  []coverage.Split{{By: "state", Name: datasets.T("状态", "State"), Unit: "count", Parts: []coverage.Part{{Key: "open", Name: datasets.T("投用", "open"), Value: 1}, {Key: "demonstration", Name: datasets.T("示范", "demonstration"), Value: 1}}}},
		Beside:  &coverage.Beside{Within: 1000, Group: "children", Covered: 4500, CoveredBeyond: 2000, Uncovered: 3700.5, UncoveredNear: 100, Units: []coverage.BesideRow{{Area: "440307001000", Covered: true, People: 4500, Within: 2500, Beyond: 2000}}},
		Counted: []string{"R1", "R2"}, Notes: []datasets.Text{datasets.T("只算在用的", "only those in service")}}
}

func sampleStock() coverage.Ledger {
	return coverage.Ledger{ID: "rooms-total", Name: datasets.T("母婴室总量: 3/5 [存量]?", "Nursing rooms: 3/5 [stock]?"), Type: coverage.Stock, Kinds: []string{"nursing_room"}, Filters: []coverage.Filter{},
		Rule: datasets.T("在用母婴室", "nursing rooms in service"), Measure: coverage.Count, Measured: true, Numerator: 2, Denominator: 5, NumWord: datasets.T("在用母婴室", "nursing rooms"), DenWord: datasets.T("目标数", "the goal"),
		Value: 2, Percent: num(40), Decimals: 2, Rounding: rounding, Goal: num(5), By: datasets.Date{Year: 2027}, Status: coverage.Behind, Why: datasets.T("按目前进度到期只有 3 处", "at this pace only 3 by the deadline"),
		Pace: &coverage.Pace{From: day(2023, 12, 31), SoFar: num(0.5), Needed: num(1.5), Reach: datasets.Date{Year: 2031, Month: 12}}, Sites: &coverage.SitesNeeded{Least: 2, Most: 3, How: datasets.T("差额", "the difference")},
		Missing: []coverage.Gap{}, Units: []coverage.UnitRow{}, Series: []coverage.Point{{At: datasets.Date{Year: 2024, Month: 3}, Numerator: 2, Denominator: 5, Value: 2}},
		Splits:  []coverage.Split{{By: "funding", Name: datasets.T("资金", "Funding"), Unit: "yuan", Overlap: true, Parts: []coverage.Part{{Key: "district", Name: datasets.T("区级资金", "district money"), Value: 120000}}}},
		Counted: []string{"N1", "N2"}}
}

func sampleFlow() coverage.Ledger {
	return coverage.Ledger{ID: "new-2025", Name: datasets.T("2025年新增示范阅读设施", "Reading places made models in 2025"), Type: coverage.Flow, Kinds: []string{"reading"}, Filters: []coverage.Filter{},
		Rule: datasets.T("2025 年成为示范的阅读设施", "reading places that became models in 2025"), Measure: coverage.Count, Measured: true, Numerator: 1, Denominator: 1, NumWord: datasets.T("新增", "new"), DenWord: datasets.T("目标数", "the goal"),
		Value: 1, Percent: num(100), Decimals: 0, Rounding: rounding, Goal: num(1), By: day(2025, 12, 31), Status: coverage.Met, Why: datasets.T("已完成", "done"),
		Missing: []coverage.Gap{}, Units: []coverage.UnitRow{}, Series: []coverage.Point{}, Counted: []string{"R2"}}
}

func sampleGraded() coverage.Ledger {
	return coverage.Ledger{ID: "friendly", Name: datasets.T("市级以上儿童友好社区", "Communities of city grade"), Type: coverage.Graded, Kinds: []string{}, Level: "community", Filters: []coverage.Filter{},
		Rule: datasets.T("持有市级及以上称号的社区", "communities holding a city grade or higher"), Measure: coverage.Percent, Measured: true, Numerator: 1, Denominator: 4, NumWord: datasets.T("获评社区", "graded"), DenWord: datasets.T("全部社区", "all"),
		Value: 25, Percent: num(25), Decimals: 1, Rounding: rounding, Status: coverage.Counted, Why: datasets.T("没有目标值", "there is no goal"), Missing: []coverage.Gap{},
		Units:  []coverage.UnitRow{{Area: "440307001001", Judged: true, Met: true, Count: 1, Grade: "city"}, {Area: "440307001002", Judged: true}, {Area: "440307002001", Judged: true}, {Area: "440307002002"}},
		Series: []coverage.Point{}, Counted: []string{"440307001001"}}
}

func sampleReach() coverage.Ledger {
	return coverage.Ledger{ID: "nursing-1km", Name: datasets.T("母婴室 1 公里可达", "Nursing room within 1 km"), Type: coverage.Reach, Kinds: []string{"nursing_room"}, Level: "subdistrict", Group: "children", Filters: []coverage.Filter{},
		Rule: datasets.T("1000 米内有母婴室的儿童", "children with a nursing room within 1000 m"), Measure: coverage.Percent, Measured: true, Numerator: 8200, Denominator: 8200.5, NumWord: datasets.T("可达儿童", "children reached"), DenWord: datasets.T("全部儿童", "all children"),
		Value: 100 * 8200 / 8200.5, Percent: num(99.99), Decimals: 2, Rounding: rounding, Goal: num(100), By: datasets.Date{Year: 2026, Month: 6}, Status: coverage.OnTrack, Why: datasets.T("按目前进度可按期完成", "at this pace it is reached in time"),
		Pace: &coverage.Pace{From: day(2024, 12, 31), SoFar: num(5.25), Needed: num(0.02), Reach: day(2026, 1, 3)}, Sites: &coverage.SitesNeeded{Least: 1, Most: 2, How: datasets.T("上下界", "bounds")},
		Missing:    []coverage.Gap{{Kind: "demand", ID: "D4", Name: "大芬社区", Parent: "布吉街道", People: 0.5, Need: 1, Text: datasets.T("在 1000 米内新增 1 处", "add 1 within 1000 m")}},
		Units:      []coverage.UnitRow{{Area: "440307001000", Judged: true, Met: true, Count: 2, Value: num(100), People: 4500, Served: 4500, Nearest: num(310.2)}, {Area: "440307002000", Judged: true, Count: 0, Value: num(99.996), People: 3700.5, Served: 3700, Nearest: num(0)}},
		Thresholds: []coverage.Threshold{{Within: 500, Unit: "m", Numerator: 2500, Denominator: 8200.5, Value: 30.4859}, {Within: 1000, Unit: "m", Numerator: 8200, Denominator: 8200.5, Value: 100 * 8200 / 8200.5, Goal: num(100)}},
		Points:     coverage.NewPointRows([]coverage.PointRow{{Demand: "D1", Facility: "N1", Cost: num(310.25)}, {Demand: "D4"}}), Series: []coverage.Point{}, Counted: []string{"N1", "N2"}}
}

func sampleRatio() coverage.Ledger {
	return coverage.Ledger{ID: "places", Name: datasets.T("每千名儿童母婴室座位", "Places per 1,000 children"), Type: coverage.Ratio, Kinds: []string{"nursing_room"}, Level: "subdistrict", Group: "children", Filters: []coverage.Filter{},
		Rule: datasets.T("座位 / 儿童 × 1000", "places / children × 1000"), Measure: coverage.PerThousand, Measured: true, Numerator: 6, Denominator: 8200.5, NumWord: datasets.T("座位", "places"), DenWord: datasets.T("儿童", "children"),
		Value: 6 / 8200.5 * 1000, Decimals: 2, Rounding: rounding, Goal: num(4.5), By: day(2030, 12, 31), Status: coverage.Behind, Why: datasets.T("进度不足", "too slow"), Pace: &coverage.Pace{From: day(2024, 12, 31), Needed: num(0.75)},
		Missing: []coverage.Gap{{Kind: "unit", ID: "440307002000", Name: "布吉街道", Code: "440307002000", Parent: "龙岗区", People: 3700.5, Need: 17, Text: datasets.T("增加 17 个座位", "add 17 places")}},
		Units:   []coverage.UnitRow{{Area: "440307001000", Judged: true, Count: 2, Value: num(1.3333), People: 4500}, {Area: "440307002000", Judged: true, Need: 17, Value: num(0), People: 3700.5}}, Series: []coverage.Point{}, Counted: []string{"N1"}}
}

func sampleMandate() coverage.Ledger {
	return coverage.Ledger{ID: "malls", Name: datasets.T("母婴室总量: 3/5 [存量]?", "Nursing rooms: 3/5 [stock]?"), Type: coverage.Mandate, Kinds: []string{"nursing_room"}, Filters: []coverage.Filter{{Of: "venues", Expr: "floor_m2 >= 10000", Kept: 0, From: 2}},
		Rule: datasets.T("万平方米以上场所须配建", "venues over 10,000 m² must have one"), Measure: coverage.Percent, NumWord: datasets.T("已配建场所", "venues with one"), DenWord: datasets.T("应配建场所", "venues that must"),
		Rounding: rounding, Goal: num(92.5), Status: coverage.NotMeasurable, Why: datasets.T("没有符合条件的场所", "no venue must have one"), Decimals: 2,
		Missing: []coverage.Gap{{Kind: "venue", ID: "V2", Name: "大芬商场", Parent: "布吉街道", Nearest: num(812), Need: 1, Text: datasets.T("在场所内设 1 处", "set up 1 inside")}, {Kind: "facility", ID: "N3", Name: "\t在建母婴室", Need: 1, Text: datasets.T("完工", "finish it")}},
		Units:   []coverage.UnitRow{}, Series: []coverage.Point{}, Counted: []string{}}
}
