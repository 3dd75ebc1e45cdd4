package main

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Sanshui, from 三水区妇联 2023 年工作总结: 65 micro homes below the community,
// 59 projects of the city's list, ten friendly sites, six classes of people,
// and courtyards by natural village.
const (
	sanshuiMicro    = 65
	sanshuiProjects = 59
	sanshuiSites    = 10
	sanshuiYards    = 30 // courtyards graded by the district
	sanshuiYardsUp  = 11 // and by province or city
	sanshuiYardsAt  = 20 // made: natural villages that have one
)

// hamlet is a natural village.
type hamlet struct {
	code, name string
	unit       *unit
	at         orb.Point
}

// sanshui makes the layers of Sanshui.
func sanshui() ([]file, error) {
	m, err := newMaker(sanshuiPlan())
	if err != nil {
		return nil, err
	}
	m.sanshuiUnits()
	villages := m.sanshuiVillages()
	m.sanshuiMicro(villages)
	m.sanshuiSites()
	m.sanshuiProjects()
	m.sanshuiYards(villages)
	m.roads("道路", streetStyle{block: 200, hamlet: 95, urban: 1000, rural: 420, encoding: "GBK"})
	return m.files()
}

// sanshuiUnits saves the units. The six classes that need attention are made,
// and stand at sub-districts only.
func (m *maker) sanshuiUnits() {
	m.units([]string{"荣誉", "困境儿童", "留守儿童", "单亲困难母亲", "重病重残妇女", "独居老年妇女", "矛盾纠纷家庭"}, nil, func(u *unit) []any {
		if u.town != nil {
			return nil
		}
		honour := ""
		if u.name == "云东海街道" {
			honour = "广东省儿童友好示范镇街"
		}
		out := []any{honour}
		for _, per := range []float64{0.0008, 0.0005, 0.0006, 0.0011, 0.0016, 0.0007} {
			out = append(out, int(float64(u.people)*per*(0.8+0.4*m.rng.Float64())))
		}
		return out
	})
}

// sanshuiVillages saves the natural villages: three for each village. Three
// names are real, the others made.
func (m *maker) sanshuiVillages() []hamlet {
	known := map[string][]string{"岗头村": {"沙围村"}, "大岗村": {"大旗头村"}, "独树岗村": {"独树岗自然村"}}
	family, ground := []string{"陈", "李", "黄", "何", "梁", "邓", "陆", "蔡", "钱", "卢", "范", "麦"}, []string{"边村", "家村", "屋村", "坊村"}
	t := table{header: []string{"代码", "名称", "村居代码", "经度", "纬度"}}
	var out []hamlet
	for i, u := range m.communities {
		if u.kind != "村" {
			continue
		}
		for k := range 3 {
			name := family[(i*5+k*4)%len(family)] + ground[(i+k)%len(ground)]
			if k < len(known[u.name]) {
				name = known[u.name][k]
			}
			h := hamlet{fmt.Sprintf("%s%03d", u.code, k+1), name, u, m.place(u)}
			out = append(out, h)
			t.add(h.code, h.name, u.code, h.at[0], h.at[1])
		}
	}
	b, err := t.csvUTF8()
	m.save("自然村.csv", b, err)
	return out
}

// sanshuiMicro saves the micro homes: 40 in natural villages, 25 in estates and
// firms. A few have no coordinates and are placed by name.
func (m *maker) sanshuiMicro(villages []hamlet) {
	t := table{header: []string{"编号", "名称", "镇街", "村居", "自然村", "经度", "纬度", "成立时间", "依托"}}
	const inVillages = 40
	n := 0
	put := func(u *unit, village any, at orb.Point, name, host string) {
		n++
		row := []any{fmt.Sprintf("SS-W%03d", n), name, u.town.name, u.name, village, at[0], at[1], m.day(m.between(2021, 2023, 1), 1, 11), host}
		if n%16 == 9 {
			row[5], row[6] = nil, nil
		}
		t.add(row...)
	}
	for _, i := range m.rng.Perm(len(villages))[:inVillages] {
		h := villages[i]
		put(h.unit, h.name, beside(h.at), h.name+"妇女微家", []string{"祠堂", "文化室", "农家院落"}[i%3])
	}
	var urban []*unit
	for _, u := range m.communities {
		if u.kind == "社区" {
			urban = append(urban, u)
		}
	}
	for i := range sanshuiMicro - inVillages {
		u := urban[i%len(urban)]
		host := []string{"住宅小区", "企业", "商业街区"}[i%3]
		put(u, nil, m.place(u), fmt.Sprintf("%s%s妇女微家", u.name, host), host)
	}
	b, err := t.csvUTF8()
	m.save("妇女微家.csv", b, err)
}

// sanshuiSites saves the ten friendly bases, institutions, units and firms.
func (m *maker) sanshuiSites() {
	l := layer{keys: []string{"编号", "名称", "类型", "类别细分", "镇街", "村居", "状态", "启用时间", "等级", "授牌时间"}}
	sites := [sanshuiSites][4]string{{"白坭镇", "富景社区", "文创小镇粮食博物馆", "基地"}, {"云东海街道", "联合社区", "云东海湿地公园", "基地"}, {"西南街道", "云秀社区", "三水区图书馆", "机构"}, {"西南街道", "园林社区", "三水区妇女儿童活动中心", "机构"},
		{"乐平镇", "乐平社区", "乐平镇文化站", "单位"}, {"芦苞镇", "芦苞社区", "芦苞镇文体中心", "单位"}, {"大塘镇", "大塘社区", "大塘镇卫生院", "单位"}, {"南山镇", "漫江社区", "漫江研学营地", "企业"},
		{"西南街道", "河口社区", "河口研学驿站", "基地"}, {"乐平镇", "大岗村", "大旗头乡村书院", "企业"}}
	for i, s := range sites {
		u := m.find(s[0], s[1])
		var grade, at any
		if i == 0 {
			grade, at = "省级", "2023"
		}
		l.add(m.place(u), fmt.Sprintf("SS-Y%03d", i+1), s[2], "儿童友好基地", s[3], u.town.name, u.name, "开放", fmt.Sprintf("2023-%02d", 1+i), grade, at)
	}
	b, err := l.geojson()
	m.save("儿童友好基地.geojson", b, err)
}

// sanshuiProjects saves the workbook of the projects, with type and status.
func (m *maker) sanshuiProjects() {
	t := table{header: []string{"编号", "项目名称", "设施类型", "项目性质", "镇街", "村居", "经度", "纬度", "建设状态", "立项时间", "选址时间", "开工时间", "建成时间", "投用时间"}}
	types := []struct{ kind, suffix string }{{"儿童友好公园", "儿童友好口袋公园"}, {"儿童友好学校", "儿童友好校园微改造"}, {"儿童友好社区", "儿童友好社区空间"}, {"儿童阅读设施", "儿童阅读角"}, {"儿童文体设施", "儿童游戏场"}, {"儿童友好医院", "儿童友好候诊区"}, {"儿童友好交通", "上学步道"}}
	natures := []string{"重点项目", "微改造", "新建小规模"}
	states := []string{"提案", "选址", "在建", "建成", "投用"}
	upTo := []int{9, 18, 37, 46, sanshuiProjects} // made: 9 proposed, 9 being sited, 19 building, 9 built, 13 open
	hosts := m.some(m.communities, sanshuiProjects)
	for i, u := range hosts {
		step := 0
		for i >= upTo[step] {
			step++
		}
		p := m.place(u)
		k := types[i%len(types)]
		row := []any{fmt.Sprintf("SS-X%03d", i+1), u.name + k.suffix, k.kind, natures[i%3], u.town.name, u.name, p[0], p[1], states[step], nil, nil, nil, nil, nil}
		for s, at := range []any{m.day(2022, 10, 12), m.day(2023, 1, 2), m.day(2023, 3, 5), m.day(2023, 7, 9), m.day(2023, 10, 12)} {
			if s <= step {
				row[9+s] = at
			}
		}
		t.add(row...)
	}
	b, err := t.xlsx("项目库", "三水区进入市儿童友好项目库项目一览（示例）")
	m.save("项目库.xlsx", b, err)
}

// sanshuiYards saves the beautiful courtyards, placed by natural village.
func (m *maker) sanshuiYards(villages []hamlet) {
	t := table{header: []string{"编号", "名称", "镇街", "村居", "自然村", "授牌时间", "等级"}}
	order := m.rng.Perm(len(villages))
	for i, v := range order { // 沙围村 is named by the report
		if villages[v].name == "沙围村" {
			order[0], order[i] = order[i], order[0]
		}
	}
	order = order[:sanshuiYardsAt]
	count := map[string]int{}
	for i := range sanshuiYards + sanshuiYardsUp {
		h := villages[order[i%len(order)]]
		grade := "区级"
		switch {
		case i < 3:
			grade = "省级"
		case i < sanshuiYardsUp:
			grade = "市级"
		}
		count[h.code]++
		t.add(fmt.Sprintf("SS-T%03d", i+1), fmt.Sprintf("%s美丽庭院%d号", h.name, count[h.code]), h.unit.town.name, h.unit.name, h.name, "2023", grade)
	}
	b, err := t.csvGB18030()
	m.save("美丽庭院.csv", b, err)
}
