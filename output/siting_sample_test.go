package output_test

import (
	"reflect"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// sitingWords are words that the schema allows where a type has a list of them.
var sitingWords = map[reflect.Type]string{
	reflect.TypeFor[coverage.SitingModel]():   string(coverage.ModelMCLP),
	reflect.TypeFor[coverage.SitingStatus]():  string(coverage.SitingOptimal),
	reflect.TypeFor[coverage.SitingMeasure](): string(coverage.MeasurePeople),
	reflect.TypeFor[coverage.SitingRole]():    string(coverage.RoleChosen),
}

// sampleSitings has a proved choice with everything that one may have, and a
// question without an answer. The figures are invented but agree: 5,000 of
// 8,200.5 children are covered before, and 7,100 with the two chosen.
func sampleSitings() []coverage.Siting {
	return []coverage.Siting{sampleChoice(), sampleImpossible()}
}

func sampleChoice() coverage.Siting {
	most := 1
	return coverage.Siting{ID: "next-2", Name: datasets.T("下一步：新增 2 处母婴室", "Next: 2 more nursing rooms"), Source: "龙岗区建设儿童友好型城区行动计划（2021—2025年）", Kind: "nursing_room",
		Model: coverage.ModelMCLP, Group: "children", Rule: datasets.T("在 5 处场所中选 2 处，使 15 分钟内够得着母婴室的儿童最多", "2 of 5 venues so that most children have a nursing room within 15 min"),
		Way: &coverage.Way{ID: "walk", Name: datasets.T("步行", "on foot"), Unit: "s"}, Unit: "s", Within: 900,
		Asked: coverage.Asked{Sites: 2, Budget: 200000, Spacing: 500, Existing: 2, Quotas: []datasets.Text{datasets.T("每个街道至多 1 处", "at most 1 in each sub-district")},
			Mandate: &coverage.Filter{Of: "venues", Expr: "floor_m2 >= 10000", Kept: 2, From: 5}, Candidate: []coverage.Filter{{Of: "venues", Expr: "kind != \"酒店\"", Kept: 5, From: 6}}},
		Status: coverage.SitingOptimal, Why: datasets.T("已证明没有更好的方案", "no choice is better, which is proved"), Measure: coverage.MeasurePeople, Objective: num(7100), Bound: num(7100), Gap: num(0),
		Total: 8200.5, Before: coverage.Served{People: 5000, Share: 5000 / 8200.5, Mean: num(754.2), Worst: num(2820)}, After: coverage.Served{People: 7100, Share: 7100 / 8200.5, Mean: num(511.9), Worst: num(1980), Beyond: 100.5}, Price: 170000,
		Sites: []coverage.SitingSite{
			{ID: "V2", Name: "大芬商场", Role: coverage.RoleChosen, Point: orb.Point{114.14, 22.62}, Area: "440307002002", Unit: "大芬社区", Mandated: true, Size: "标准", Price: 90000, Capacity: num(6), Place: 1, Phase: "2026",
				Gain: 1600, After: 6600, Serves: 2100, Newly: 1600, Loss: num(1500), RunnerUp: "V4", Shortfall: num(0), Units: []coverage.SitingShare{{Area: "440307002000", Name: "布吉街道", People: 1600}},
				Defence: datasets.T("第 1 位：15 分钟内新服务布吉街道儿童 1,600 人。去掉它少 1,500 人；换成大芬医院不减。", "First: newly serves 1,600 children of Buji within 15 min. Without it 1,500 fewer; Dafen hospital would do as well.")},
			{ID: "V1", Name: "=平湖医院", Role: coverage.RoleChosen, Point: orb.Point{114.12, 22.69}, Area: "440307001001", Unit: "新木社区", Required: true, Price: 80000, Place: 2, Phase: "2027",
				Gain: 500, After: 7100, Serves: 900, Newly: 500, RunnerUp: "V3", Shortfall: num(120.5), Units: []coverage.SitingShare{{Area: "440307001000", Name: "平湖街道", People: 500}},
				Defence: datasets.T("第 2 位：新服务平湖街道儿童 500 人。", "Second: newly serves 500 children of Pinghu.")},
			{ID: "V3", Name: "辅城坳市场", Role: coverage.RoleRejected, Point: orb.Point{114.13, 22.68}, Area: "440307001002", Unit: "=辅城坳社区", Price: 60000},
			{ID: "V4", Name: "大芬医院", Role: coverage.RoleRejected, Point: orb.Point{114.141, 22.621}, Area: "440307002002", Unit: "大芬社区", Price: 95000},
			{ID: "V5", Name: "", Role: coverage.RoleBarred, Point: orb.Point{114.11, 22.65}},
			{ID: "N1", Name: "平湖母婴室", Role: coverage.RoleExisting, Point: orb.Point{114.1201234, 22.6912345}, Area: "440307001001", Unit: "新木社区"},
			{ID: "N2", Name: "＠全角", Role: coverage.RoleClosing, Point: orb.Point{114.13, 22.68}, Area: "440307001002", Unit: "=辅城坳社区"},
		},
		Ties: []coverage.SitingSwap{{Out: "V2", In: "V4", Loss: 0}, {Out: "V1", In: "V3", Loss: 40.5}},
		Curve: []coverage.SitingPoint{{Sites: 1, Within: 900, Status: coverage.SitingOptimal, Objective: num(6600), Bound: num(6600)}, {Sites: 2, Within: 900, Status: coverage.SitingOptimal, Objective: num(7100), Bound: num(7100), Asked: true},
			{Sites: 3, Within: 900, Status: coverage.SitingTimeLimit, Objective: num(7300), Bound: num(7450)}, {Sites: 4, Within: 900, Status: coverage.SitingUnknown}},
		Radius:    []coverage.SitingPoint{{Sites: 2, Within: 600, Status: coverage.SitingOptimal, Objective: num(4100), Bound: num(4100)}, {Sites: 2, Within: 900, Status: coverage.SitingOptimal, Objective: num(7100), Bound: num(7100), Asked: true}},
		Phases:    []coverage.SitingPhase{{Name: "2026", Sites: []string{"V2"}, Objective: 6600, Price: 90000}, {Name: "2027", Sites: []string{"V1"}, Objective: 7100, Price: 80000}},
		Units:     []coverage.SitingUnit{{Area: "440307001000", Name: "平湖街道", People: 4500, Before: 3900, After: 4400, Chosen: 1, Most: &most}, {Area: "440307002000", Name: "布吉街道", People: 3700.5, Before: 1100, After: 2700, Chosen: 1, Least: 1, Most: &most}},
		Unreached: []coverage.Gap{{Kind: "demand", ID: "D4", Name: "大芬社区", Parent: "布吉街道", People: 100.5, Need: 1, Text: datasets.T("没有候选点够得着", "no candidate reaches it")}},
		Notes:     []datasets.Text{datasets.T("候选场所的造价为估算", "prices of venues are estimates")},
	}
}

func sampleImpossible() coverage.Siting {
	return coverage.Siting{ID: "all", Name: datasets.T("全部覆盖", "Cover all"), Kind: "nursing_room", Model: coverage.ModelLSCP, Rule: datasets.T("用至多 3 处覆盖全部需求点", "cover every demand point with at most 3 sites"), Unit: "m", Within: 1000,
		Asked: coverage.Asked{Sites: 3, Share: 1, Existing: 2}, Status: coverage.SitingInfeasible, Why: datasets.T("没有方案能同时满足各项要求", "no choice meets all that is asked"),
		Remedies: []datasets.Text{datasets.T("点位增至 4 处", "4 sites instead of 3"), datasets.T("距离放宽到 1,250 m", "1,250 m instead of 1,000 m")}, Measure: coverage.MeasureSites,
		Total: 4, Before: coverage.Served{People: 2, Share: 0.5, Mean: num(412), Worst: num(3120)}, After: coverage.Served{People: 2, Share: 0.5},
		Sites: []coverage.SitingSite{{ID: "V1", Name: "=平湖医院", Role: coverage.RoleRejected, Point: orb.Point{114.12, 22.69}}}, Ties: []coverage.SitingSwap{}, Curve: []coverage.SitingPoint{}, Radius: []coverage.SitingPoint{}, Units: []coverage.SitingUnit{}, Unreached: []coverage.Gap{}}
}
