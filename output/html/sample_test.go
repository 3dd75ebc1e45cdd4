package html

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// sample builds an invented result of a district's size: 11 sub-districts, 111
// communities, 150 facilities, a target of every type and of every status, and
// findings of every severity. Nothing in it is measured; it has the shape of
// what a run gives.
type sample struct {
	r     *coverage.Result
	cells *cells
	rnd   *rand.Rand
	in    map[string][]int // facilities by kind and area
}

var (
	streetNames = []string{"龙城", "平湖", "坂田", "布吉", "南湾", "横岗", "龙岗", "坪地", "吉华", "园山", "宝龙"}
	nameHeads   = []string{"上", "下", "新", "老", "南", "北", "东", "西", "大", "中"}
	nameTails   = []string{"木古", "李朗", "岗头", "杨美", "禾花", "辅城坳", "甘坑", "白坭坑", "山厦", "良安田", "水径", "凤凰"}
)

func newSample() *coverage.Result {
	s := &sample{cells: newCells(111, 11), rnd: rand.New(rand.NewPCG(1, 2)), in: map[string][]int{}}
	s.r = &coverage.Result{
		Schema: coverage.SchemaID, Made: true, AsOf: datasets.Date{Year: 2025, Month: 12, Day: 31},
		Title:  datasets.T("龙岗区儿童友好设施覆盖评估", "Coverage of child-friendly facilities in Longgang"),
		Notes:  []datasets.Text{datasets.T("数据来源：区妇儿工委办公室 2025 年度台账。", "Source: ledger of the district's office for women and children, 2025.")},
		Levels: []coverage.LevelCount{{Level: "subdistrict", Count: 11, Expect: 11}, {Level: "community", Count: 111, Expect: 112}},
		Groups: []coverage.GroupSum{{Group: "people", People: 3_979_000}, {Group: "children", People: 512_400}},
		Assumed: []datasets.Text{
			datasets.T("没有状态列的图层，其设施视为已开放。", "Facilities of layers without a state column are taken to be open."),
			datasets.T("社区人口视为集中于社区内部一点。", "A community's people are taken to live at one point inside it."),
		},
		Labels: sampleLabels(),
	}
	s.addAreas()
	s.addFacilities()
	s.addTargets()
	s.addQuality()
	return s.r
}

func sampleLabels() coverage.Labels {
	return coverage.Labels{
		Kinds: map[string]datasets.Text{"nursing_room": datasets.T("母婴室", "nursing room"), "reading": datasets.T("儿童阅读设施", "children's reading room"),
			"childcare": datasets.T("托育机构", "childcare centre"), "playground": datasets.T("儿童游戏场地", "playground")},
		Levels: map[string]datasets.Text{"subdistrict": datasets.T("街道", "sub-district"), "community": datasets.T("社区", "community")},
		Grades: map[string]datasets.Text{"province": datasets.T("省级", "provincial"), "city": datasets.T("市级", "municipal"), "district": datasets.T("区级", "district")},
		States: map[string]datasets.Text{"open": datasets.T("已开放", "open"), "building": datasets.T("在建", "building"), "accepted": datasets.T("已验收", "accepted"),
			"proposed": datasets.T("拟建", "proposed"), "closed": datasets.T("已关闭", "closed")},
		Groups: map[string]datasets.Text{"people": datasets.T("常住人口", "residents"), "children": datasets.T("0–14 岁儿童", "children under 15")},
	}
}

func (s *sample) addAreas() {
	for g, outline := range s.cells.outlines {
		b := outline.Bound().Center()
		s.r.Areas = append(s.r.Areas, datasets.Area{ID: s.street(g), Code: s.street(g) + "000", Name: streetNames[g] + "街道", Level: "subdistrict", Geometry: outline, Center: &b})
	}
	for i, ring := range s.cells.rings {
		at := s.cells.seeds[i]
		s.r.Areas = append(s.r.Areas, datasets.Area{ID: s.community(i), Code: s.community(i), Parent: s.street(s.cells.group[i]),
			Name: nameHeads[i%10] + nameTails[i/10] + "社区", Level: "community", Geometry: orb.MultiPolygon{{ring}}, Center: &at,
			Weights: map[string]float64{"people": float64(15000 + 370*i), "children": float64(2100 + 48*i)}})
	}
}

func (s *sample) street(g int) string { return fmt.Sprintf("440307%03d", g+1) }
func (s *sample) community(i int) string {
	return fmt.Sprintf("%s%03d", s.street(s.cells.group[i]), i+1)
}

func (s *sample) addFacilities() {
	kinds := []string{"nursing_room", "nursing_room", "reading", "childcare", "playground"}
	stock := map[string]*coverage.KindCount{}
	for _, k := range kinds[1:] {
		stock[k] = &coverage.KindCount{Kind: k, ByState: map[string]int{}}
	}
	for i := range 150 {
		unit := s.rnd.IntN(111)
		seed := s.cells.seeds[unit]
		f := coverage.Facility{State: datasets.Open, InService: true, Facility: datasets.Facility{
			ID: fmt.Sprintf("f%03d", i), Kind: kinds[i%5], Name: fmt.Sprintf("%s%d号点", s.r.Areas[11+unit].Name, i+1), Area: s.community(unit)}}
		if i%17 != 0 {
			f.Point = &orb.Point{seed[0] + 0.012*(s.rnd.Float64()-0.5), seed[1] + 0.01*(s.rnd.Float64()-0.5)}
			stock[f.Kind].OnMap++
		}
		if i%9 == 4 {
			f.State, f.InService = datasets.Building, false
		} else {
			stock[f.Kind].InService++
			s.in[f.Kind+f.Area] = append(s.in[f.Kind+f.Area], i)
			up := s.r.Areas[11+unit].Parent
			s.in[f.Kind+up] = append(s.in[f.Kind+up], i)
		}
		stock[f.Kind].Total++
		stock[f.Kind].ByState[string(f.State)]++
		s.r.Facilities = append(s.r.Facilities, f)
	}
	for _, k := range []string{"childcare", "nursing_room", "playground", "reading"} {
		s.r.Kinds = append(s.r.Kinds, *stock[k])
	}
	for i := range 14 {
		seed := s.cells.seeds[i*7]
		s.r.Venues = append(s.r.Venues, datasets.Candidate{ID: fmt.Sprintf("v%d", i), Name: fmt.Sprintf("%s商业中心", nameTails[i%12]), Point: &orb.Point{seed[0] + 0.003, seed[1]}})
	}
}

func (s *sample) addQuality() {
	q := &s.r.Quality
	q.Layers = []datasets.LayerReport{
		{Layer: "街道", Role: "areas", File: "streets.geojson", Format: "GeoJSON", Encoding: "UTF-8", CRS: "EPSG:4490", Read: 11, Used: 11, Columns: []datasets.ColumnUse{{Column: "街道名称", Meaning: "name", By: "synonym"}, {Column: "备注", By: "attribute"}}},
		{Layer: "社区", Role: "areas", File: "communities.geojson", Format: "GeoJSON", Encoding: "UTF-8", CRS: "EPSG:4490", Read: 112, Used: 111, Repaired: 3, Dropped: 1, Columns: []datasets.ColumnUse{{Column: "社区代码", Meaning: "code", By: "study"}}},
		{Layer: "设施", Role: "facilities", File: "母婴室台账.xlsx", Format: "XLSX", CRS: "GCJ-02", Read: 151, Used: 150, Dropped: 1, Columns: []datasets.ColumnUse{{Column: "X坐标", Meaning: "lon", By: "synonym"}}},
	}
	q.Note(datasets.Finding{Rule: "code-length", Severity: datasets.SeverityError, Layer: "社区", Text: datasets.T("代码不是 12 位", "a code does not have 12 digits"), Hint: datasets.T("在源表中把代码列设为文本", "set the code column to text in the source")},
		datasets.Example{Ref: datasets.Ref{File: "communities.geojson", Row: 57, Column: "社区代码", Value: "4.40307E+11"}, Text: datasets.T("“4.40307E+11” 是被表格软件改写的数字", "“4.40307E+11” was rewritten by a spreadsheet")})
	q.Note(datasets.Finding{Rule: "shifted-coordinates", Severity: datasets.SeverityWarning, Layer: "设施", Text: datasets.T("部分点位疑似 GCJ-02", "some points look like GCJ-02"), Hint: datasets.T("在研究文件中设 crs: GCJ-02", "set crs: GCJ-02 in the study file")},
		datasets.Example{Ref: datasets.Ref{File: "母婴室台账.xlsx", Row: 12, Column: "X坐标", Value: "114.2531"}, Text: datasets.T("偏离所写社区 540 m", "540 m off the community that is named")},
		datasets.Example{Ref: datasets.Ref{File: "母婴室台账.xlsx", Row: 31, Column: "X坐标", Value: "=1+1"}, Text: datasets.T("公式单元格", "a formula")})
	q.Note(datasets.Finding{Rule: "ring-closed", Severity: datasets.SeverityNote, Layer: "社区", Count: 3, Text: datasets.T("边界未闭合，已补上", "open rings were closed")})
}
