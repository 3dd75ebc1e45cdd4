package datasets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// ruleCounts gives the findings of a layer as rule → count, notes left out.
func ruleCounts(findings []Finding) map[string]int {
	out := map[string]int{}
	for _, f := range findings {
		if f.Severity != SeverityNote {
			out[f.Rule] = f.Count
		}
	}
	return out
}

func square(lon, lat float64) orb.Polygon {
	return orb.Polygon{{{lon, lat}, {lon + .01, lat}, {lon + .01, lat + .01}, {lon, lat + .01}, {lon, lat}}}
}

func TestAreas(t *testing.T) {
	table := tableOf("社区.csv",
		[]string{"街道代码", "街道", "社区代码", "社区", "常住人口", "等级", "摘帽村"},
		[]string{"440307003000", "平湖街道", "440307003001.0", "新村社区", "1,200", "广东省儿童友好示范社区", "是"},
		[]string{"440307003000", "平湖街道", "4.4E+11", "良安田社区", "约300", "", ""},
		[]string{"", "坪地街道", "", "新村社区", "-5", "", ""},
		[]string{"", "坪地街道", "", "", "", "", ""},
		[]string{"合计", "", "", "", "1500", "", ""},
		[]string{"", "", "", "", "", "", ""},
	)
	layer, err := Areas(table, AreaOptions{Level: "community", Weights: map[string]string{"people": "常住人口"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		ID, Code, Name, Type, ParentText string
		People                           float64
		Grades                           int
	}
	var got []row
	for _, a := range layer.Records {
		got = append(got, row{a.ID, a.Code, a.Name, a.Type, a.ParentText, a.Weights["people"], len(a.Grades)})
	}
	want := []row{
		{"440307003001", "440307003001", "新村社区", "社区", "440307003000", 1200, 1},
		{"community/良安田社区", "", "良安田社区", "社区", "440307003000", 300, 0},
		{"community/新村社区", "", "新村社区", "社区", "坪地街道", 0, 0},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("areas (-want +got):\n%s", d)
	}
	rules := map[string]int{"code-digits-lost": 1, "number-with-words": 1, "negative-weight": 1, "name-missing": 1, "total-row": 1}
	if d := cmp.Diff(rules, ruleCounts(layer.Findings)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if r := layer.Report; r.Read != 6 || r.Used != 3 || r.Dropped != 3 {
		t.Errorf("report: %+v", r)
	}
	if layer.Records[0].Attrs.Get("摘帽村") != "是" || layer.Records[0].Attrs.Get("常住人口") != "1,200" {
		t.Errorf("attrs: %v", layer.Records[0].Attrs)
	}
}

func TestAreasOfOneUnit(t *testing.T) {
	columns := []string{"代码", "名称", "上级"}
	same := func(g ...orb.Geometry) *Table {
		table := &Table{File: "a.geojson", Spatial: true, Columns: columns}
		for i, one := range g {
			table.Records = append(table.Records, Record{Row: i + 1, Values: []string{"440307003001", "甲社区", ""}, Geometry: one})
		}
		return table
	}
	twoNames := tableOf("b.csv", columns, []string{"", "河东村", "贺街镇"}, []string{"", "河东村", "铺门镇"})
	differ := tableOf("c.csv", columns, []string{"440307003001", "甲社区", ""}, []string{"440307003001", "乙社区", ""})
	cases := []struct {
		name  string
		table *Table
		ids   []string
		rules map[string]int
		parts int
	}{
		{"parts of one polygon", same(square(114, 22), square(114.1, 22)), []string{"440307003001"}, map[string]int{"area-parts-merged": 1}, 2},
		{"the same record", same(square(114, 22), square(114, 22)), []string{"440307003001"}, map[string]int{"duplicate-record": 1}, 1},
		{"point and polygon", same(square(114, 22), orb.Point{114, 22}), []string{"440307003001"}, map[string]int{"duplicate-area": 1}, 1},
		{"a line", same(orb.LineString{{114, 22}, {114, 23}}), []string{"440307003001"}, map[string]int{"geometry-type": 1}, 0},
		{"one name, two parents", twoNames, []string{"community/贺街镇/河东村", "community/铺门镇/河东村"}, map[string]int{}, 0},
		{"one code, two names", differ, []string{"440307003001"}, map[string]int{"duplicate-area": 1}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			layer, err := Areas(c.table, AreaOptions{Level: "社区"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, a := range layer.Records {
				ids = append(ids, a.ID)
			}
			if d := cmp.Diff(c.ids, ids); d != "" {
				t.Errorf("ids (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.rules, ruleCounts(layer.Findings)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			g, _ := layer.Records[0].Geometry.(orb.MultiPolygon)
			if len(g) != c.parts || (c.parts > 0) != (layer.Records[0].Center != nil) {
				t.Errorf("%d parts, center %v; want %d parts", len(g), layer.Records[0].Center, c.parts)
			}
			if layer.Report.Used+layer.Report.Dropped != layer.Report.Read && c.name != "parts of one polygon" {
				t.Errorf("the report does not add up: %+v", layer.Report)
			}
		})
	}
}

func TestAreasErrors(t *testing.T) {
	table := tableOf("a.csv", []string{"名称"}, []string{"甲"})
	for _, c := range []struct {
		name string
		o    AreaOptions
		says string
	}{
		{"no level", AreaOptions{}, "level"},
		{"unknown level", AreaOptions{Level: "银河"}, "银河"},
		{"no such weight", AreaOptions{Level: "社区", Weights: map[string]string{"people": "人口"}}, "名称"},
		{"no such column", AreaOptions{Level: "社区", LayerOptions: LayerOptions{Columns: map[string]string{"code": "代码"}}}, "代码"},
	} {
		_, err := Areas(table, c.o, nil)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "a.csv") {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
	empty, err := Areas(tableOf("a.csv", []string{"名称"}), AreaOptions{Level: "社区"}, nil)
	if err != nil || len(empty.Records) != 0 {
		t.Errorf("an empty table gives %v, %v", empty, err)
	}
}

func TestFacilities(t *testing.T) {
	table := tableOf("设施.csv",
		[]string{"编号", "设施名称", "类型", "经度", "纬度", "所属街道", "社区代码", "状态", "建成时间", "投用时间", "关闭时间", "等级", "授牌时间", "面积", "区级投入（万元）", "管理单位", "备注"},
		[]string{"1", "平湖母婴室", "母婴室", "114.12", "22.69", "平湖街道", "440307003001", "开放", "2022", "2023年5月", "", "省级、市级", "2024", "12㎡", "3.5", "街道", "好"},
		[]string{"1", "平湖母婴室", "母婴设施", "114.12", "22.69", "平湖街道", "", "在建", "", "", "", "", "", "", "", "", ""},
		[]string{"3", "婚调室", "婚调室", "22.69", "114.12", "平湖街道", "", "已投用", "2021-06", "", "", "", "", "", "", "", ""},
		[]string{"4", "加油站", "加油站", "", "", "平湖街道", "", "", "", "", "", "", "", "", "", "", ""},
		[]string{"5", "旧儿童之家", "儿童之家", "0", "0", "平湖街道", "", "停用", "", "2020-01", "2019", "示范", "", "", "", "", ""},
		[]string{"6", "友好公园", "儿童友好公园", "", "", "", "", "乱", "2023-02-29", "", "", "", "", "", "", "", ""},
	)
	layer, err := Facilities(table, FacilityOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	floor := 12.0
	first := Facility{
		ID: "1", Name: "平湖母婴室", Kind: "nursing_room", Point: &orb.Point{114.12, 22.69}, PlacedBy: "coordinates",
		Life:    []Event{{Built, Date{Year: 2022}}, {Open, Date{2023, 5, 0}}},
		Grades:  []Grade{{Level: "province", At: Date{Year: 2024}}, {Level: "city", At: Date{Year: 2024}}},
		FloorM2: &floor, RunBy: "街道", Funding: []Fund{{"district", 35000}},
		Attrs: NewAttrs(map[string]string{"类型": "母婴室", "所属街道": "平湖街道", "社区代码": "440307003001", "状态": "开放", "建成时间": "2022", "投用时间": "2023年5月",
			"等级": "省级、市级", "授牌时间": "2024", "面积": "12㎡", "区级投入（万元）": "3.5", "备注": "好"}),
		Source: Ref{File: "设施.csv", Row: 2}, UnitCode: "440307003001", UnitNames: []string{"平湖街道"},
	}
	if d := cmp.Diff(first, layer.Records[0]); d != "" {
		t.Errorf("first facility (-want +got):\n%s", d)
	}
	type row struct {
		ID, Kind, Domain string
		Life             []Event
		Placed           bool
	}
	var got []row
	for _, f := range layer.Records[1:] {
		got = append(got, row{f.ID, f.Kind, f.Domain, f.Life, f.Point != nil})
	}
	want := []row{
		{"1#2", "nursing_room", "", []Event{{Building, Date{}}}, true},
		{"3", "mediation_room", "", []Event{{Built, Date{2021, 6, 0}}, {Open, Date{2021, 6, 0}}}, false},
		{"5", "childrens_home", "", []Event{{Open, Date{2020, 1, 0}}, {Closed, Date{Year: 2019}}}, false},
		{"6", "friendly_park", "park", []Event{{State: Proposed}}, false},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("facilities (-want +got):\n%s", d)
	}
	rules := map[string]int{"unknown-kind": 1, "coordinates-swapped": 1, "coordinates-zero": 1, "coordinates-missing": 1, "number-with-words": 1, "impossible-dates": 1,
		"unknown-grade": 1, "unknown-state": 1, "date-unreadable": 1, "state-missing": 1, "place-missing": 1, "duplicate-id": 1, "duplicate-facility": 1}
	if d := cmp.Diff(rules, ruleCounts(layer.Findings)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if layer.Report.Used != 5 || layer.Report.Dropped != 1 || layer.Report.Read != 6 {
		t.Errorf("report: %+v", layer.Report)
	}
}

func TestFacilityLife(t *testing.T) {
	cases := []struct {
		name         string
		header, row  []string
		state        State
		want         []Event
		rule         string
		noteExpected bool
	}{
		{"nothing known", []string{"名称"}, []string{"甲"}, "", []Event{{Open, Date{}}}, "state-assumed", true},
		{"default", []string{"名称"}, []string{"甲"}, Siting, []Event{{Siting, Date{}}}, "", false},
		{"only built", []string{"名称", "建成时间"}, []string{"甲", "2024"}, "", []Event{{Built, Date{Year: 2024}}}, "built-not-open", false},
		{"built, open by default", []string{"名称", "建成时间"}, []string{"甲", "2024"}, Open, []Event{{Built, Date{Year: 2024}}, {Open, Date{Year: 2024}}}, "date-borrowed", true},
		{"year", []string{"名称", "年份"}, []string{"甲", "2018"}, "", []Event{{Open, Date{Year: 2018}}}, "", false},
		{"state without date", []string{"名称", "状态"}, []string{"甲", "选址中"}, "", []Event{{Siting, Date{}}}, "", false},
		{"several states", []string{"名称", "状态"}, []string{"甲", "已建成、已验收（2024）"}, "", []Event{{Accepted, Date{}}}, "", false},
		{"closed without date", []string{"名称", "状态", "投用时间"}, []string{"甲", "停用", "2019"}, "", []Event{{Open, Date{Year: 2019}}, {Closed, Date{}}}, "", false},
		{"state behind", []string{"名称", "状态", "投用时间"}, []string{"甲", "在建", "2019"}, "", []Event{{Building, Date{}}, {Open, Date{Year: 2019}}}, "state-behind-dates", false},
		{"yes without date", []string{"名称", "验收时间"}, []string{"甲", "√"}, "", []Event{{Accepted, Date{}}}, "", false},
		{"not yet", []string{"名称", "状态", "投用时间"}, []string{"甲", "建成", "未投用"}, "", []Event{{Built, Date{}}}, "", false},
		{"nothing said", []string{"名称", "状态"}, []string{"甲", "无"}, "", []Event{{State: Proposed}}, "state-missing", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			header, row := append([]string{"街道"}, c.header...), append([]string{"平湖街道"}, c.row...)
			layer, err := Facilities(tableOf("x.csv", header, row), FacilityOptions{Kind: "nursing_room", State: c.state}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, layer.Records[0].Life); d != "" {
				t.Errorf("life (-want +got):\n%s", d)
			}
			rules := map[string]bool{}
			for _, f := range layer.Findings {
				if f.Severity != SeverityNote || c.noteExpected {
					rules[f.Rule] = true
				}
			}
			if c.rule == "" && len(rules) > 0 || c.rule != "" && !rules[c.rule] {
				t.Errorf("rules %v, want %q", rules, c.rule)
			}
		})
	}
}

func TestFacilitiesDefaults(t *testing.T) {
	table := tableOf("x.csv", []string{"名称", "类型", "街道"}, []string{"甲", "独立式", "平湖街道"}, []string{"乙", "婚调室", "平湖街道"}, []string{"丙", "", "平湖街道"})
	layer, err := Facilities(table, FacilityOptions{Kind: "母婴室", Grade: "市级", RunBy: "区妇联"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, f := range layer.Records {
		kinds = append(kinds, f.Kind)
		if f.RunBy != "区妇联" || len(f.Grades) != 1 || f.Grades[0].Level != "city" {
			t.Errorf("defaults of %s: %q %v", f.Name, f.RunBy, f.Grades)
		}
	}
	if !cmp.Equal(kinds, []string{"nursing_room", "mediation_room", "nursing_room"}) {
		t.Errorf("kinds: %q", kinds)
	}
	for _, o := range []FacilityOptions{{Kind: "加油站"}, {Kind: "母婴室", State: "梦想"}, {Kind: "母婴室", Grade: "宇宙级"}, {Kind: "母婴室", LayerOptions: LayerOptions{CRS: "EPSG:0"}}} {
		if o.CRS != "" {
			table = tableOf("x.csv", []string{"名称", "经度", "纬度"})
		}
		if _, err := Facilities(table, o, nil); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
	if _, err := Facilities(tableOf("x.csv", []string{"名称"}), FacilityOptions{}, nil); err == nil {
		t.Error("a layer without kind is accepted")
	}
}

func TestDemandsAndCandidates(t *testing.T) {
	table := tableOf("居民.csv", []string{"小区", "坐标", "人口（万人）", "0-14岁"}, []string{"甲", "114.1,22.6", "1.2", "300"}, []string{"乙", "114°06'E，22°36'N", "", "-1"})
	layer, err := Demands(table, DemandOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, b := layer.Records.At(0), layer.Records.At(1)
	if a.Name != "甲" || a.Weights.Of("people") != 12000 || a.Weights.Of("children") != 300 || *b.Point != (orb.Point{114.1, 22.6}) || b.Weights.Len() != 0 {
		t.Errorf("got %+v and %+v", a, b)
	}
	if d := cmp.Diff(map[string]int{"weight-missing": 1, "negative-weight": 1}, ruleCounts(layer.Findings)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if _, err := Demands(tableOf("x.csv", []string{"名称"}), DemandOptions{}, nil); err == nil {
		t.Error("demand without people is accepted")
	}
	venues, err := Candidates(tableOf("v.csv", []string{"id", "名称", "类型", "建筑面积（公顷）", "日客流", "投资(万元)", "经度", "纬度"},
		[]string{"v1", "商场", "商业综合体", "1.2", "10,000", "64", "114.1", "22.6"}), CandidateOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := venues.Records[0]
	if v.ID != "v1" || v.Kind != "商业综合体" || *v.FloorM2 != 12000 || *v.Visitors != 10000 || *v.Cost != 640000 || v.Capacity != nil {
		t.Errorf("got %+v", v)
	}
}
