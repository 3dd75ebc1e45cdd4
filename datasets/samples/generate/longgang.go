package main

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// Longgang, from 推动妇女儿童事业“十四五”破局发展, and what had to be made where
// the report gives an aim and no present value.
const (
	longgangRooms     = 153 // nursing rooms in service
	longgangBuilding  = 3   // made: nursing rooms being built
	longgangMediation = 23
	longgangStudios   = 65
	longgangStudioAt  = 62 // made: communities that have one
	longgangProvince  = 5  // communities graded by the province
	longgangPeaceful  = 59
	longgangFriendly  = 37   // made: child-friendly communities by 2021, the five among them
	longgangBantian   = 5    // made: of them in 坂田街道
	longgangPlanFrom  = 2022 // the plan's openings after the study's date, up to the aims of 2025
	longgangPlanYears = 4
	longgangBases     = 22
	longgangChildren  = 249 // children in need
	longgangWomen     = 410 // women in need
)

// streetReading and streetSports are the sub-districts, by number, that have a
// reading or a culture and sports site of their own by 2021. Made: the report
// gives the aims of 2025 only.
func streetReading() []int { return []int{0, 2, 3, 4, 5, 7, 8} }
func streetSports() []int  { return []int{0, 1, 2, 3, 5, 6, 7, 10} }

// longgang makes the layers of Longgang.
func longgang() ([]file, error) {
	m, err := newMaker(longgangPlan())
	if err != nil {
		return nil, err
	}
	friendly := m.friendlyCommunities()
	m.longgangUnits(friendly[:longgangProvince])
	m.longgangResidents()
	m.longgangEstates()
	m.longgangMediation()
	m.longgangStudios()
	m.longgangFriendlyCommunities(friendly)
	m.longgangFriendlySites()
	m.longgangStreetSites("儿童阅读设施.csv", "LG-R", "儿童阅读设施", []string{"儿童图书馆", "少儿阅览室"}, "儿童阅览角", streetReading())
	m.longgangStreetSites("儿童文体设施.csv", "LG-C", "儿童文体设施", []string{"儿童文体中心", "少年活动中心"}, "儿童活动场", streetSports())
	m.longgangRooms(m.longgangVenues())
	m.longgangOpenings(friendly)
	m.roads("道路", streetStyle{block: 185, hamlet: 120, urban: 1500, rural: 400, encoding: "UTF-8"})
	return m.files()
}

// friendlyCommunities picks them: 甘坑, which the report names, first, and five
// in 坂田街道, which has a plan of its own.
func (m *maker) friendlyCommunities() []*unit {
	bantian := m.in("坂田街道")
	first := m.find("吉华街道", "甘坑社区")
	rest := without(without(m.communities, bantian...), first)
	out := append([]*unit{first}, m.some(rest, longgangFriendly-1-longgangBantian)...)
	return append(out, m.some(bantian, longgangBantian)...)
}

// longgangUnits saves the units. People in need stand at sub-districts only:
// numbers so small belong to no place.
func (m *maker) longgangUnits(province []*unit) {
	peaceful := m.some(m.communities, longgangPeaceful)
	var weight []float64
	for _, t := range m.towns {
		weight = append(weight, float64(t.people))
	}
	children, women := share(longgangChildren, weight), share(longgangWomen, weight)
	m.units([]string{"困境儿童", "困境妇女"}, []string{"荣誉"}, func(u *unit) []any {
		if u.town == nil {
			return []any{children[u.label], women[u.label]}
		}
		honours := ""
		if slices.Contains(province, u) {
			honours = "广东省儿童友好示范社区"
		}
		if slices.Contains(peaceful, u) {
			if honours != "" {
				honours += "、"
			}
			honours += "龙岗区平安家庭示范社区"
		}
		return []any{honours}
	})
}

// longgangResidents saves eight places of residence for each community, which
// sum to its people.
func (m *maker) longgangResidents() {
	t := table{header: []string{"编号", "居民点", "社区代码", "经度", "纬度", "人口", "儿童"}}
	const parts = 8
	for _, u := range m.communities {
		weight := make([]float64, parts)
		for i := range weight {
			weight[i] = 0.4 + m.rng.Float64()
		}
		people, children := share(u.people, weight), share(u.children, weight)
		for i := range parts {
			p := m.place(u)
			t.add(fmt.Sprintf("%s-%d", u.code, i+1), fmt.Sprintf("%s居民点%d", u.name, i+1), u.code, p[0], p[1], people[i], children[i])
		}
	}
	b, err := t.csvUTF8()
	m.save("居民点.csv", b, err)
}

// longgangEstates saves the informal units, as points.
func (m *maker) longgangEstates() {
	t := table{header: []string{"名称", "类型", "社区代码", "经度", "纬度"}}
	for _, e := range [][4]string{{"天安数码城园区", "园区", "龙城街道", "黄阁坑社区"}, {"万科麓城小区", "小区", "吉华街道", "水径社区"}, {"大芬油画村片区", "片区", "布吉街道", "大芬社区"}, {"甘坑客家小镇片区", "片区", "吉华街道", "甘坑社区"}} {
		u := m.find(e[2], e[3])
		t.add(e[0], e[1], u.code, u.centre[0], u.centre[1])
	}
	b, err := t.csvUTF8()
	m.save("园区小区.csv", b, err)
}

// longgangMediation saves the mediation rooms by unit name: one for each
// sub-district, two in a park and an estate, the others in communities.
func (m *maker) longgangMediation() {
	t := table{header: []string{"序号", "名称", "街道", "社区", "园区小区", "成立时间", "管理单位"}}
	for i, s := range m.towns {
		t.add(i+1, s.name+"婚姻家庭纠纷人民调解室", office(s.name), nil, nil, fmt.Sprintf("%d年%d月", m.between(2016, 2019, 1), m.between(1, 12, 1)), "街道")
	}
	t.add(12, "天安数码城园区婚调室", "龙城街道办事处", "黄阁坑社区", "天安数码城园区", "2019年", "园区")
	t.add(13, "万科麓城小区婚调室", "吉华街道办事处", "水径社区", "万科麓城小区", "2021年3月", "小区")
	for i, u := range m.some(m.communities, longgangMediation-13) {
		t.add(14+i, u.name+"婚调室", office(u.town.name), u.name, nil, fmt.Sprintf("%d年%d月", m.between(2018, 2021, 1), m.between(1, 10, 1)), "社区")
	}
	b, err := t.csvGB18030()
	m.save("婚调室.csv", b, err)
}

// longgangStudios saves the committee studios by unit code; three communities
// have two.
func (m *maker) longgangStudios() {
	hosts := m.some(m.communities, longgangStudioAt)
	t := table{header: []string{"编号", "名称", "社区代码", "成立时间"}}
	for i := range longgangStudios {
		u := hosts[i%longgangStudioAt]
		name := u.name + "妇联执委履职工作室"
		if i >= longgangStudioAt {
			name = u.name + "第二妇联执委履职工作室"
		}
		t.add(fmt.Sprintf("LG-Z%03d", i+1), name, u.code, fmt.Sprintf("%d.%d", m.between(2019, 2021, 1), m.between(1, 10, 1)))
	}
	b, err := t.csvUTF8()
	m.save("执委工作室.csv", b, err)
}

// longgangFriendlyCommunities saves the child-friendly communities.
func (m *maker) longgangFriendlyCommunities(hosts []*unit) {
	t := table{header: []string{"编号", "名称", "街道", "社区", "经度", "纬度", "领域", "启用时间", "开放时间"}}
	for i, u := range hosts {
		p := m.place(u)
		t.add(fmt.Sprintf("LG-S%03d", i+1), u.name+"妇女儿童之家（儿童友好社区）", u.town.name, u.name, p[0], p[1], "社区", m.day(2017+i%5, 1, 10), m.hours())
	}
	b, err := t.csvUTF8()
	m.save("儿童友好社区.csv", b, err)
}

// longgangFriendlySites saves the bases of the city, and schools, hospitals
// and the like of the other six domains.
func (m *maker) longgangFriendlySites() {
	l := layer{keys: []string{"编号", "名称", "类型", "领域", "街道", "社区", "状态", "启用时间", "等级", "授牌时间"}}
	words := []struct{ domain, kind, suffix string }{{"医院", "儿童友好医院", "社康中心"}, {"学校", "儿童友好学校", "小学"}, {"图书馆", "儿童友好图书馆", "图书馆"}, {"社区", "", "党群服务中心"},
		{"公园", "儿童友好公园", "公园"}, {"交通出行", "儿童友好交通", "地铁接驳站"}, {"园区", "儿童友好园区", "科技园"}}
	for i, u := range m.some(m.communities, longgangBases) {
		w := words[i%len(words)]
		at := m.day(2018+i%4, 1, 10)
		l.add(m.place(u), fmt.Sprintf("LG-D%03d", i+1), u.name+w.suffix+"儿童友好基地", "儿童友好基地", w.domain, u.town.name, u.name, "开放", at, "市级", at)
	}
	school, park := m.find("龙城街道", "爱联社区"), m.find("龙城街道", "黄阁坑社区")
	l.add(m.place(school), "LG-Y001", "龙岗外国语学校", "儿童友好学校", "学校", school.town.name, school.name, "开放", "2018", "市级", "2018")
	l.add(beside(park.centre), "LG-Y002", "龙岗天安数码城", "儿童友好园区", "园区", park.town.name, park.name, "开放", "2019", "市级", "2019")
	for i, u := range m.some(m.communities, 12) {
		w := words[[]int{0, 1, 2, 4, 5, 6}[i%6]]
		l.add(m.place(u), fmt.Sprintf("LG-Y%03d", i+3), u.name+w.suffix, w.kind, w.domain, u.town.name, u.name, "开放", m.day(2018+i%4, 1, 10), nil, nil)
	}
	b, err := l.geojson()
	m.save("儿童友好设施.geojson", b, err)
}

// longgangStreetSites saves reading or culture and sports sites: large ones of
// the sub-districts listed, and small ones of communities everywhere.
func (m *maker) longgangStreetSites(name, prefix, kind string, large []string, small string, streets []int) {
	t := table{header: []string{"编号", "名称", "类型", "街道", "社区", "经度", "纬度", "启用时间", "管理层级", "座位数", "开放时间"}}
	n := 0
	put := func(u *unit, called, run string, seats int) {
		n++
		p := m.place(u)
		var opened any = m.day(m.between(2015, 2021, 1), 1, 10)
		if n%7 == 3 {
			opened = fmt.Sprintf("%d年", m.between(2014, 2020, 1))
		}
		t.add(fmt.Sprintf("%s%03d", prefix, n), called, kind, u.town.name, u.name, p[0], p[1], opened, run, seats, m.hours())
	}
	for i, s := range streets {
		u := m.in(m.towns[s].name)[0]
		put(u, m.towns[s].name+large[i%len(large)], "街道", m.between(120, 300, 20))
	}
	for _, u := range m.some(m.communities, 24) {
		put(u, u.name+small, "社区", m.between(12, 40, 4))
	}
	b, err := t.csvUTF8()
	m.save(name, b, err)
}

// publicVenue is a place that a nursing room may have to stand in.
type publicVenue struct {
	name     string
	unit     *unit
	at       orb.Point
	must     bool // over 10,000 m² or 10,000 visitors a day
	inferior bool // 5,000 to 10,000
}

// longgangVenues saves five public places for each sub-district.
func (m *maker) longgangVenues() []publicVenue {
	t := table{header: []string{"编号", "名称", "类型", "街道", "社区", "经度", "纬度", "建筑面积（平方米）", "日客流（人次）"}}
	kinds := []struct {
		name                       string
		area, areaTo, vis, visitTo int
	}{{"购物中心", 9000, 60000, 6000, 24000}, {"综合医院", 12000, 48000, 2500, 9500}, {"文体中心", 4000, 14000, 600, 3200}, {"公交枢纽站", 2500, 8500, 5500, 30000}, {"行政服务大厅", 2800, 9200, 900, 5600}}
	var out []publicVenue
	for _, s := range m.towns {
		inside := m.in(s.name)
		for i, k := range kinds {
			u := inside[(i*2)%len(inside)]
			v := publicVenue{name: u.name + k.name, unit: u, at: m.place(u)}
			area, visitors := m.between(k.area, k.areaTo, 100), m.between(k.vis, k.visitTo, 100)
			v.must = area > 10000 || visitors > 10000
			v.inferior = !v.must && (area >= 5000 || visitors >= 5000)
			out = append(out, v)
			t.add(fmt.Sprintf("LG-V%03d", len(out)), v.name, k.name, s.name, u.name, v.at[0], v.at[1], area, visitors)
		}
	}
	b, err := t.csvUTF8()
	m.save("公共场所.csv", b, err)
	return out
}

// longgangRooms saves the workbook of the nursing rooms, in GCJ-02: most of
// the venues that must have one do, a few of those rooms are too small, and
// the others stand in communities.
func (m *maker) longgangRooms(venues []publicVenue) {
	t := table{header: []string{"编号", "点位名称", "所属街道", "社区", "经度", "纬度", "所在场所", "使用面积（㎡）", "状态", "开工时间", "投用时间", "开放时间"}}
	put := func(name string, u *unit, at orb.Point, venue any, floor int) {
		n := len(t.rows) + 1
		p := toGCJ02(at)
		row := []any{fmt.Sprintf("LG-M%03d", n), name, u.town.name, u.name, micro(p[0]), micro(p[1]), venue, floor, "投用", nil, m.day(2016+n%6, 1, 10), m.hours()}
		if n > longgangRooms {
			row[8], row[9], row[10] = "在建", m.day(2021, 9, 11), nil
		}
		t.add(row...)
	}
	for i, v := range venues {
		switch {
		case v.must && i%9 != 5, v.inferior && i%3 != 0:
			floor := m.between(10, 30, 1)
			if i%10 == 3 {
				floor = m.between(6, 9, 1)
			}
			put(v.name+"母婴室", v.unit, beside(v.at), v.name, floor)
		}
	}
	hosts := []string{"党群服务中心", "社康中心", "公园", "文化广场", "科技园", "图书馆"}
	rest := m.some(m.communities, len(m.communities))
	for i := 0; len(t.rows) < longgangRooms+longgangBuilding; i++ {
		u := rest[i%len(rest)]
		put(u.name+hosts[(i+i/len(rest))%len(hosts)]+"母婴室", u, m.place(u), nil, m.between(6, 20, 1))
	}
	b, err := t.xlsx("台账", "龙岗区公共场所母婴室台账（示例，坐标系 GCJ-02）")
	m.save("母婴室.xlsx", b, err)
}

// longgangOpenings saves the openings planned for 2022 to 2025, which bring the
// three aims about: a child-friendly community in every community that has none
// yet, and a reading and a culture and sports site in every sub-district
// without one. Every step lies after 2021, so that nothing counts before.
func (m *maker) longgangOpenings(friendly []*unit) {
	t := table{header: []string{"编号", "名称", "类型", "街道", "社区", "经度", "纬度", "选址时间", "开工时间", "启用时间", "管理层级", "座位数"}}
	put := func(i int, u *unit, name, kind string, run, seats any) {
		year := longgangPlanFrom + i%longgangPlanYears
		p := m.place(u)
		t.add(fmt.Sprintf("LG-P%03d", len(t.rows)+1), name, kind, u.town.name, u.name, p[0], p[1], m.day(year, 1, 2), m.day(year, 3, 5), m.day(year, 8, 12), run, seats)
	}
	rest := without(m.communities, friendly...)
	for i, u := range m.some(rest, len(rest)) {
		put(i, u, u.name+"妇女儿童之家（儿童友好社区）", "儿童友好社区", nil, nil)
	}
	street := func(kind, suffix string, have []int) {
		n := 0
		for i, town := range m.towns {
			if !slices.Contains(have, i) {
				put(n, m.in(town.name)[0], town.name+suffix, kind, "街道", m.between(120, 300, 20))
				n++
			}
		}
	}
	street("儿童阅读设施", "儿童图书馆", streetReading())
	street("儿童文体设施", "儿童文体中心", streetSports())
	b, err := t.csvUTF8()
	m.save("建设计划.csv", b, err)
}
