package office_test

import (
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

// Times are written in minutes, with the ground, the classes and what is off the
// streets.
func TestReachByTime(t *testing.T) {
	r := sample(t)
	near, whole := 318.0, 100.0
	r.Demand = datasets.NewDemandList([]datasets.Demand{{ID: "440307001001", Name: "甲"}, {ID: "d2"}})
	r.Targets = []coverage.Ledger{{ID: "walk", Name: datasets.T("步行", "Walk"), Type: coverage.Reach, Measure: coverage.Percent, Measured: true, Denominator: 10, Status: coverage.Counted,
		Way:        &coverage.Way{ID: "walk", Name: datasets.T("步行", "on foot"), Unit: "s"},
		Thresholds: []coverage.Threshold{{Within: 900, Unit: "s", Numerator: 4, Denominator: 10, Value: 40, AreaKM2: 4.25}},
		Missing:    []coverage.Gap{{Kind: "demand", ID: "d2", Name: "乙", Need: 1, Cost: &near, Text: datasets.T("满了", "full")}},
		Catchments: &coverage.Catchments{Served: 4, Full: 5, Beyond: 1, Facilities: []coverage.FacilityLoad{{Facility: "f", Capacity: 4, People: 4, Load: &whole, Nearest: 9}, {Facility: "g"}}},
		OffStreet:  &coverage.OffStreet{Demand: []coverage.OffPlace{{ID: "d2", Name: "乙", Why: datasets.T("离路 900 m", "900 m off")}}},
		Points:     coverage.NewPointRows([]coverage.PointRow{{Demand: "440307001001", Facility: "f", Cost: &near}, {Demand: "d2"}})}}
	f := opened(t, written(t, r, datasets.ZH))
	var all []string
	for _, name := range f.GetSheetList() {
		if !strings.HasPrefix(name, "步行") {
			continue
		}
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all = append(all, strings.Join(row, "|"))
		}
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"15 分钟|4|10", "各设施的名额：有名额 4 人，够得着但设施已满 5 人，够不着 1 人", "f||4|4|100.0%|9", "g||0|0||0", "最近设施用时（分钟）", "4.25", "5–10 分钟|1|", "不在路网上：需求点 1 个（0 人）", "d2|乙|需求点||离路 900 m", "时间（分钟）|分级", "440307001001|甲||0|f||5.3|5–10 分钟", "d2|||0||||不在路网上", "出行方式：步行"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "318") {
		t.Error("seconds are written")
	}
}
