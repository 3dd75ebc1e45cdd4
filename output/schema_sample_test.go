package output_test

import (
	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// sample is a small result with every type of target, every status, dates of
// every precision and text that spreadsheets could take for formulas.
func sample() *coverage.Result {
	return &coverage.Result{
		Schema: coverage.SchemaID, Title: datasets.T("龙岗区儿童友好设施覆盖评估", "Child-friendly facilities of Longgang & their coverage"), Made: true,
		Notes: []datasets.Text{datasets.T("数据来源：区妇联台账", "Source: register of the women's federation")},
		AsOf:  day(2025, 12, 31), Levels: []coverage.LevelCount{{Level: "district", Count: 1}, {Level: "subdistrict", Count: 2, Expect: 2}, {Level: "community", Count: 4, Expect: 5}},
		Kinds:  []coverage.KindCount{{Kind: "nursing_room", Total: 3, InService: 2, ByState: map[string]int{"open": 2, "building": 1}, OnMap: 3}, {Kind: "reading", Total: 2, InService: 2, ByState: map[string]int{"open": 1, "demonstration": 1}, OnMap: 1}},
		Groups: []coverage.GroupSum{{Group: "people", People: 41250}, {Group: "children", People: 8200.5}},
		Areas:  sampleAreas(), Facilities: sampleFacilities(), Demand: sampleDemand(), Venues: sampleVenues(),
		Targets: sampleTargets(), Sitings: sampleSitings(), Quality: sampleQuality(),
		Assumed: []datasets.Text{datasets.T("年份未注明月份的按 1 月 1 日计", "a year without a month counts from 1 January")},
		Labels: coverage.Labels{
			Kinds:   words("nursing_room", "母婴室", "nursing room", "reading", "阅读设施", "reading place"),
			Levels:  words("district", "区", "district", "subdistrict", "街道", "sub-district", "community", "社区", "community"),
			Grades:  words("district", "区级", "district", "city", "市级", "city", "province", "省级", "province"),
			States:  words("proposed", "拟建", "proposed", "building", "在建", "building", "open", "投用", "open", "demonstration", "示范", "demonstration"),
			Domains: words("hospital", "医院", "hospital", "community", "社区", "community"),
			Funds:   words("district", "区级资金", "district money", "award", "奖补", "award"),
			Groups:  words("people", "常住人口", "residents", "children", "0–14岁儿童", "children of 0 to 14"),
		},
	}
}

func words(list ...string) map[string]datasets.Text {
	m := map[string]datasets.Text{}
	for i := 0; i+2 < len(list); i += 3 {
		m[list[i]] = datasets.Text{ZH: list[i+1], EN: list[i+2]}
	}
	return m
}

func day(y, m, d int) datasets.Date { return datasets.Date{Year: y, Month: m, Day: d} }
func num(v float64) *float64        { return &v }
func at(lon, lat float64) *orb.Point {
	return &orb.Point{lon, lat}
}

func sampleAreas() []datasets.Area {
	src := func(row int) datasets.Ref { return datasets.Ref{File: "单位.geojson", Row: row} }
	return []datasets.Area{
		{ID: "440307000000", Code: "440307000000", Name: "龙岗区", Level: "district", Type: "区", Center: at(114.25, 22.72), Source: src(1)},
		{ID: "440307001000", Code: "440307001000", Name: "平湖街道", Aliases: []string{"平湖街道办事处", "平湖"}, Level: "subdistrict", Type: "街道", Parent: "440307000000", Center: at(114.12, 22.69), Weights: map[string]float64{"people": 23000, "children": 4500}, Source: src(2)},
		{ID: "440307002000", Code: "440307002000", Name: "布吉街道", Level: "subdistrict", Type: "街道", Parent: "440307000000", Center: at(114.13, 22.61), Weights: map[string]float64{"people": 18250, "children": 3700.5}, Source: src(3)},
		{ID: "440307001001", Code: "440307001001", Name: "新木社区", Level: "community", Type: "社区", Parent: "440307001000", Center: at(114.11, 22.70), Grades: []datasets.Grade{{Level: "city", Title: "儿童友好社区", At: datasets.Date{Year: 2024, Month: 3}}}, Attrs: datasets.NewAttrs(map[string]string{"摘帽村": "是"}), Source: src(4)},
		{ID: "440307001002", Code: "440307001002", Name: "=辅城坳社区", Level: "community", Type: "社区", Parent: "440307001000", Center: at(114.13, 22.68), Attrs: datasets.NewAttrs(map[string]string{"摘帽村": "否"}), Source: src(5)},
		{ID: "440307002001", Code: "440307002001", Name: "木棉湾社区", Level: "community", Type: "社区", Parent: "440307002000", Center: at(114.12, 22.61), Source: src(6)},
		{ID: "440307002002", Code: "440307002002", Name: "大芬社区", Level: "community", Type: "社区", Parent: "440307002000", Source: src(7)},
	}
}

func sampleFacilities() []coverage.Facility {
	src := func(row int) datasets.Ref { return datasets.Ref{File: "设施.xlsx", Row: row, Column: "名称"} }
	return []coverage.Facility{
		{Facility: datasets.Facility{ID: "N1", Name: "=HYPERLINK(\"http://evil.example\",\"点我\")", Kind: "nursing_room", Domain: "hospital", Point: at(114.1201234, 22.6912345), Area: "440307001001", PlacedBy: "coordinates",
			Life:   []datasets.Event{{State: datasets.Proposed, At: datasets.Date{Year: 2022}}, {State: datasets.Building, At: datasets.Date{Year: 2023, Month: 5}}, {State: datasets.Open, At: day(2024, 3, 5)}},
			Grades: []datasets.Grade{{Level: "city", Title: "示范母婴室", At: day(2025, 1, 1)}}, Capacity: num(6), FloorM2: num(12.5), Hours: "09:00-21:00", RunBy: "街道",
			Funding: []datasets.Fund{{Source: "district", Yuan: 120000}, {Source: "award", Yuan: 5000.5}}, Venue: "平湖医院", Attrs: datasets.NewAttrs(map[string]string{"电话": "075528888888", "地址": "平湖大街<1>&号"}), Source: src(2)},
			State: datasets.Open, InService: true},
		{Facility: datasets.Facility{ID: "N2", Name: "＠全角", Kind: "nursing_room", Point: at(114.13, 22.68), Area: "440307001002", PlacedBy: "coordinates", Life: []datasets.Event{{State: datasets.Open}}, Attrs: datasets.NewAttrs(map[string]string{"电话": "-1+2"}), Source: src(3)}, State: datasets.Open, InService: true},
		{Facility: datasets.Facility{ID: "N3", Name: "\t在建母婴室", Kind: "nursing_room", Point: at(114.12, 22.61), Area: "440307002001", PlacedBy: "coordinates", Life: []datasets.Event{{State: datasets.Building, At: datasets.Date{Year: 2025}}}, Source: src(4)}, State: datasets.Building},
		{Facility: datasets.Facility{ID: "R1", Name: "_x003D_1+1 书屋", Kind: "reading", Domain: "community", Area: "440307001001", PlacedBy: "code", Life: []datasets.Event{{State: datasets.Open, At: datasets.Date{Year: 2023, Month: 9}}}, Source: src(5)}, State: datasets.Open, InService: true},
		{Facility: datasets.Facility{ID: "R2", Name: "+平湖图书馆", Kind: "reading", Point: at(114.12, 22.69), Area: "440307001001", PlacedBy: "name", Capacity: num(200), Life: []datasets.Event{{State: datasets.Demonstration, At: day(2025, 6, 1)}}, Source: src(6)}, State: datasets.Demonstration, InService: true},
	}
}

func sampleDemand() datasets.DemandList {
	return datasets.NewDemandList([]datasets.Demand{
		{ID: "D1", Name: "新木社区", Area: "440307001001", Point: at(114.11, 22.70), Weights: datasets.NewWeights(map[string]float64{"people": 11000, "children": 2500}), Attrs: datasets.NewAttrs(map[string]string{"来源": "七普"}), Source: datasets.Ref{File: "人口.csv", Row: 2}},
		{ID: "D2", Name: "辅城坳社区", Area: "440307001002", Point: at(114.13, 22.68), Weights: datasets.NewWeights(map[string]float64{"people": 12000, "children": 2000}), Source: datasets.Ref{File: "人口.csv", Row: 3}},
		{ID: "D3", Name: "木棉湾社区", Area: "440307002001", Point: at(114.12, 22.61), Weights: datasets.NewWeights(map[string]float64{"people": 10000, "children": 2100}), Source: datasets.Ref{File: "人口.csv", Row: 4}},
		{ID: "D4", Name: "大芬社区", Area: "440307002002", Weights: datasets.NewWeights(map[string]float64{"people": 8250, "children": 1600.5}), Source: datasets.Ref{File: "人口.csv", Row: 5}},
	})
}

func sampleVenues() []datasets.Candidate {
	return []datasets.Candidate{
		{ID: "V1", Name: "平湖医院", Kind: "医院", Point: at(114.12, 22.69), Area: "440307001001", FloorM2: num(15000), Visitors: num(2200), Cost: num(80000), Capacity: num(4), Attrs: datasets.NewAttrs(map[string]string{"等级": "三级"}), Source: datasets.Ref{File: "场所.csv", Row: 2}},
		{ID: "V2", Name: "大芬商场", Kind: "商场", Point: at(114.14, 22.62), Area: "440307002002", FloorM2: num(20000), Source: datasets.Ref{File: "场所.csv", Row: 3}},
	}
}

func sampleQuality() datasets.Quality {
	return datasets.Quality{
		Layers: []datasets.LayerReport{{Layer: "设施.xlsx#台账", Role: "facilities", File: "设施.xlsx", Format: "XLSX", Encoding: "UTF-8", CRS: "GCJ-02", Read: 6, Used: 5, Repaired: 1, Dropped: 1,
			Columns: []datasets.ColumnUse{{Column: "名称", Meaning: "name", By: "synonym"}, {Column: "电话", Meaning: "", By: "attribute"}}}},
		Findings: []datasets.Finding{
			{Rule: "bad-number", Severity: datasets.SeverityWarning, Layer: "设施.xlsx#台账", Count: 2, Text: datasets.T("有 2 行的数字无法读懂", "2 rows hold a number that cannot be read"), Hint: datasets.T("请改正后重新运行", "mend them and run again"),
				Examples: []datasets.Example{{Ref: datasets.Ref{File: "设施.xlsx", Row: 7, Column: "容量", Value: "=1+1"}, Text: datasets.T("“=1+1”不是数字", "\"=1+1\" is not a number")}}},
			{Rule: "crs-shifted", Severity: datasets.SeverityNote, Layer: "设施.xlsx#台账", Count: 5, Text: datasets.T("坐标由 GCJ-02 转换", "coordinates were converted from GCJ-02")},
		},
	}
}
