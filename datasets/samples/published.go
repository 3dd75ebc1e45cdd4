package samples

import "fugai/datasets"

// Figure is one figure that a district published.
type Figure struct {
	District  string        // name of the sample
	Phrase    string        // as the report says it
	Published string        // the figure: 110, 24/26 = 92.31 %
	Want      []Want        // what the study must give; empty where nothing is computed
	Computed  bool          // the study gives it, wholly or in part
	NotYet    datasets.Text // what of the phrase is not computed, and which feature is missing; zero where nothing is
}

// Want is one thing that a study's result must show. One of Target, Level,
// Group, Targets and Place says where to look.
type Want struct {
	AsOf datasets.Date // the sample is run as of this date; zero is the study's own

	Target      string  // id of a target
	Numerator   float64 // of its ledger
	Denominator float64 // of its ledger; 0 is not asked
	Percent     string  // its rounded percentage as [fugai/output.Share] writes it without the sign: "92.31"; "" is not asked

	Split string             // a split of the ledger (grade, state, domain, kind, funding): all of its
	Parts map[string]float64 // parts, by key

	Missing int    // how many gaps of the ledger name a unit; 0 is not asked
	Mean    string // Numerator for each unit of the level Per, two decimals half up: "2.09"; "" is not asked
	Per     string

	Level string // a level: the number of its units is
	Units int

	Group  string // a group of people: its sum is
	People float64

	Targets int // the attainment table has at least so many targets

	Place string // a place is looked up: the facilities of Kind in its unit are Found
	Kind  string
	Found string
}

// Published lists the figures of a district's report, each once; nil for an
// unknown name. Where a report gives an aim and no present value, Published says
// what the aim is, and Want holds the sample's made value as of the study's date
// and then the aim as of its deadline.
func Published(name string) []Figure {
	var out []Figure
	switch name {
	case "conghua":
		out = conghuaFigures()
	case "jintan":
		out = jintanFigures()
	case "babu":
		out = babuFigures()
	case "longgang":
		out = append(longgangFigures(), longgangMore()...)
	case "sanshui":
		out = sanshuiFigures()
	}
	for i := range out {
		out[i].District = name
		out[i].Computed = len(out[i].Want) > 0
	}
	return out
}

func conghuaFigures() []Figure {
	return []Figure{
		{Phrase: "目前，全区共有“妇女儿童之家”110个", Published: "110", Want: []Want{{Target: "homes", Numerator: 110}}},
		{Phrase: "去年共创建69个", Published: "69 (41 + 69 = 110)", Want: []Want{{Target: "homes-2016", Numerator: 69}}},
		{Phrase: "今年将打造8个公共场所母婴室，正在选址阶段；三年行动计划（2017—2019年）", Published: "8",
			Want:   []Want{{Target: "nursing-siting", Numerator: 8}, {Target: "nursing-2017", Numerator: 0, Denominator: 8}, {Target: "nursing-plan", Numerator: 0}},
			NotYet: datasets.T("选址优化（在候选点中选 8 个）", "siting (which 8 of the candidates to choose)")},
		{Phrase: "示范点；镇（街）直管的“妇女儿童之家”", Published: "–", Want: []Want{{Target: "homes-models", Numerator: 6, Denominator: 110}, {Target: "homes-town-run", Numerator: 3}}},
		{Phrase: "找到属地的“妇女儿童之家”", Published: "–",
			Want: []Want{{Place: "桃莲村", Kind: "women_children_home", Found: "桃莲村妇女儿童之家"}, {Place: "溪头村", Kind: "women_children_home", Found: "溪头村妇女儿童之家"}}},
		{Phrase: "家综嵌入", Published: "–", NotYet: datasets.T("同址（两类设施在同一地点；图层中有 3 处）", "co-location (two kinds at one place; the layers have 3)")},
		{Phrase: "“爱心成长坊”基本建成，即将对外开放", Published: "1", Want: []Want{{Target: "workshop-built", Numerator: 1}, {Target: "workshop-open", Numerator: 0}}},
	}
}

func jintanFigures() []Figure {
	pairing := datasets.T("结对（均衡分派）", "pairing (balanced assignment)")
	return []Figure{
		{Phrase: "15位心理咨询师结对58个村（社区）妇女儿童之家", Published: "15:58 (13 × 4 + 2 × 3)", Want: []Want{{Target: "homes", Numerator: 58}}, NotYet: pairing},
		{Phrase: "18个爱心家庭与18名留守儿童结对", Published: "18:18", NotYet: pairing},
		{Phrase: "一镇（街道）一品牌", Published: "≥ 1", Want: []Want{{Target: "town-brands", Numerator: 1, Denominator: 9, Percent: "11.11", Missing: 8}}},
		{Phrase: "薛埠镇154名留守儿童", Published: "154", Want: []Want{{Group: "left_behind", People: 154}}},
		{Phrase: "茅山片区", Published: "1", Want: []Want{{Level: "informal", Units: 1}, {Target: "maoshan", Numerator: 1, Denominator: 1, Percent: "100.00"}}},
	}
}

func babuFigures() []Figure {
	return []Figure{
		{Phrase: "26个脱贫摘帽贫困村中24个建设有“儿童家园”，占92%", Published: "24/26 = 92.31 %", Want: []Want{{Target: "lifted-homes", Numerator: 24, Denominator: 26, Percent: "92.31", Missing: 2}}},
		{Phrase: "新建成33所，自治区级示范1所、贺州市级4所", Published: "33 = 1 + 4 + 28", Want: []Want{{Target: "built-2016", Numerator: 33, Split: "grade", Parts: map[string]float64{"province": 1, "city": 4, "": 28}}}},
		{Phrase: "投入64万元，上级拨款6万元，以奖代补40万元", Published: "64/6/40 万元",
			Want: []Want{{Target: "built-2016", Numerator: 33, Split: "funding", Parts: map[string]float64{"district": 640_000, "superior": 60_000, "award": 400_000}}}},
		{Phrase: "审核验收", Published: "–", Want: []Want{{Target: "lifted-accepted", Numerator: 24, Denominator: 26, Percent: "92.31"}}},
	}
}

func longgangFigures() []Figure {
	today, deadline := datasets.Date{Year: 2021, Month: 12, Day: 31}, datasets.Date{Year: 2025, Month: 12, Day: 31}
	return []Figure{
		{Phrase: "到2025年全区儿童友好社区全覆盖", Published: "111/111", Want: []Want{
			{AsOf: today, Target: "friendly-communities-2025", Numerator: 37, Denominator: 111, Percent: "33.33", Missing: 74},
			{AsOf: deadline, Target: "friendly-communities-2025", Numerator: 111, Denominator: 111, Percent: "100.00"}}},
		{Phrase: "街道级儿童阅读设施全覆盖，街道级儿童文体设施全覆盖", Published: "11/11, 11/11", Want: []Want{
			{AsOf: today, Target: "reading-2025", Numerator: 7, Denominator: 11, Percent: "63.64", Missing: 4},
			{AsOf: deadline, Target: "reading-2025", Numerator: 11, Denominator: 11, Percent: "100.00"},
			{AsOf: today, Target: "culture-sports-2025", Numerator: 8, Denominator: 11, Percent: "72.73", Missing: 3},
			{AsOf: deadline, Target: "culture-sports-2025", Numerator: 11, Denominator: 11, Percent: "100.00"}}},
		{Phrase: "11个街道、111个社区", Published: "11, 111", Want: []Want{{Level: "subdistrict", Units: 11}, {Level: "community", Units: 111}}},
		{Phrase: "23个婚调室，实现11个街道全覆盖", Published: "23; 11/11; 2.09", Want: []Want{{Target: "mediation-rooms", Numerator: 23, Mean: "2.09", Per: "subdistrict"}, {Target: "mediation-streets", Numerator: 11, Denominator: 11, Percent: "100.00"}}},
		{Phrase: "公共场所母婴室建设153间", Published: "153 (13.91)", Want: []Want{{Target: "nursing-rooms", Numerator: 153, Mean: "13.91", Per: "subdistrict"}}},
		{Phrase: "广东省“儿童友好示范社区”5个；深圳市“儿童友好基地”22个", Published: "5/111; 22", Want: []Want{{Target: "province-communities", Numerator: 5, Denominator: 111, Percent: "4.50"}, {Target: "city-bases", Numerator: 22}}},
		{Phrase: "医院、学校、图书馆、社区、公园、交通出行和园区七大领域", Published: "7", Want: []Want{{Target: "seven-domains", Numerator: 73, Split: "domain",
			Parts: map[string]float64{"hospital": 6, "school": 6, "library": 5, "community": 40, "park": 5, "transport": 5, "estate": 6}}}},
	}
}

func longgangMore() []Figure {
	today, deadline := datasets.Date{Year: 2021, Month: 12, Day: 31}, datasets.Date{Year: 2025, Month: 12, Day: 31}
	return []Figure{
		{Phrase: "65个社区妇联执委履职工作室", Published: "65 ≤ 58.6 %", Want: []Want{{Target: "studios", Numerator: 65}, {Target: "studio-communities", Numerator: 62, Denominator: 111, Percent: "55.86"}}},
		{Phrase: "平安家庭示范社区59个", Published: "59/111 = 53.2 %", Want: []Want{{Target: "peaceful-communities", Numerator: 59, Denominator: 111, Percent: "53.2"}}},
		{Phrase: "16小时反家暴服务圈", Published: "16 h", NotYet: datasets.T("开放时段（按时段的覆盖）", "opening hours (coverage by the hour)")},
		{Phrase: "249名困境儿童、410名困境妇女", Published: "249; 410", Want: []Want{{Group: "priority_children", People: 249}, {Group: "priority_women", People: 410}}},
		{Phrase: "25名专家，评估、考核", Published: "25", NotYet: datasets.T("考核结果（专家库不是图层；设施可有“考核”状态）", "inspection results (experts are no layer; a site can hold the state inspected)")},
		{Phrase: "“两个规划”终期评估，规划指标达标情况", Published: "2021–2030", Want: []Want{{Targets: 10}}},
		{Phrase: "坂田街道方案（2021-2025）", Published: "1/11", Want: []Want{
			{AsOf: today, Target: "bantian-2025", Numerator: 5, Denominator: 12, Percent: "41.67", Missing: 7},
			{AsOf: deadline, Target: "bantian-2025", Numerator: 12, Denominator: 12, Percent: "100.00"}},
			NotYet: datasets.T("子计划继承上级目标（示例中目标另写一条）", "inheritance of targets by a sub-plan (the sample writes the target out)")},
	}
}

func sanshuiFigures() []Figure {
	return []Figure{
		{Phrase: "“妇女微家”65个", Published: "65", Want: []Want{{Target: "micro-homes", Numerator: 65}}},
		{Phrase: "59个项目进入市项目库", Published: "59", Want: []Want{
			{Target: "projects", Numerator: 59, Split: "state", Parts: map[string]float64{"proposed": 9, "siting": 9, "building": 19, "built": 9, "open": 13}},
			{Target: "projects", Numerator: 59, Split: "kind", Parts: map[string]float64{"friendly_park": 9, "friendly_school": 9, "friendly_community": 9, "reading": 8, "culture_sports": 8, "friendly_hospital": 8, "friendly_transport": 8}},
			{Target: "projects-open", Numerator: 13}}},
		{Phrase: "粮食博物馆和云东海街道入选省示范基地和示范镇街", Published: "1; 1", Want: []Want{{Target: "province-sites", Numerator: 1, Denominator: 10}, {Target: "province-towns", Numerator: 1, Denominator: 7}}},
		{Phrase: "十个儿童友好基地、单位、机构和企业；打卡地图和研学路线", Published: "10", Want: []Want{{Target: "friendly-sites", Numerator: 10}}, NotYet: datasets.T("路线（串联各点的研学路线）", "routes (a route through the sites)")},
		{Phrase: "自然村为单位", Published: "–", Want: []Want{{Level: "natural_village", Units: 144}, {Target: "courtyard-villages", Numerator: 20, Denominator: 144, Percent: "13.89"}}},
		{Phrase: "六类重点人群，分级分类", Published: "6", Want: []Want{{Group: "priority_children", People: 647}, {Group: "class_left_behind", People: 392}, {Group: "class_single_mothers", People: 483},
			{Group: "class_ill_women", People: 948}, {Group: "class_lone_elderly", People: 1251}, {Group: "class_disputes", People: 609}}},
	}
}
