package main

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// Conghua, from 我区妇女儿童工作扎实推进: 110 homes, 69 of them of 2016; eight
// nursing rooms being sited; one workshop built and not open; five bases.
const (
	conghuaHomes    = 110
	conghuaHomes16  = 69
	conghuaSiting   = 8
	conghuaBases    = 5
	conghuaModels   = 6 // made: homes that are models
	conghuaRunByTwn = 3 // made: homes that a town runs itself

	conghuaVenuesPerTown = 5 // made: venues beside those of conghuaHosts
)

// conghua makes the layers of Conghua.
func conghua() ([]file, error) {
	m, err := newMaker(conghuaPlan())
	if err != nil {
		return nil, err
	}
	m.units(nil, nil, none)
	hosts := m.some(m.communities, conghuaHomes-conghuaRunByTwn)
	old := conghuaHomes - conghuaHomes16
	m.conghuaOld(hosts[:old])
	spots := m.conghuaNew(hosts[old:])
	m.conghuaOthers(spots)
	m.conghuaVenues()
	m.roads("道路", streetStyle{block: 220, hamlet: 95, urban: 900, rural: 330, encoding: "GBK"})
	return m.files()
}

// conghuaOld is the ledger of the homes opened before 2016: units by name, no
// coordinates, and dates as people remember them.
func (m *maker) conghuaOld(hosts []*unit) {
	t := table{header: []string{"编号", "名称", "镇街", "村居", "启用时间", "等级", "管理层级"}}
	for i, u := range hosts {
		opened := fmt.Sprintf("%d年%d月", m.between(2012, 2015, 1), m.between(1, 12, 1))
		if i%6 == 0 {
			opened = fmt.Sprintf("%d年", m.between(2011, 2014, 1))
		}
		t.add(fmt.Sprintf("CH-F%03d", i+1), u.name+"妇女儿童之家", office(u.town.name), u.name, opened, conghuaModel(i, 4), "村居")
	}
	b, err := t.csvGB18030()
	m.save("妇女儿童之家_2015年以前.csv", b, err)
}

// conghuaModel marks the first n homes of a ledger as models of the district.
func conghuaModel(i, n int) any {
	if i < n {
		return "从化区妇女儿童之家示范点"
	}
	return nil
}

// newHome is a home with coordinates, for what stands in the same house.
type newHome struct {
	unit     *unit
	lon, lat float64
}

// conghuaNew is the workbook of the homes opened in 2016; the last three are
// run by their towns.
func (m *maker) conghuaNew(hosts []*unit) []newHome {
	t := table{header: []string{"编号", "名称", "镇街", "村居", "经度", "纬度", "启用日期", "等级", "管理层级", "容纳人数", "开放时间"}}
	var out []newHome
	direct := []*unit{m.find("街口街道", "府前社区"), m.find("温泉镇", "温泉社区"), m.find("太平镇", "太平社区")}
	for i, u := range append(slices.Clone(hosts), direct...) {
		name, run := u.name+"妇女儿童之家", "村居"
		if i >= len(hosts) {
			name, run = u.town.name+"妇女儿童之家", "镇街直管"
		}
		p := m.place(u)
		out = append(out, newHome{u, p[0], p[1]})
		t.add(fmt.Sprintf("CH-N%03d", i+1), name, u.town.name, u.name, p[0], p[1], m.day(2016, 1, 12), conghuaModel(i, conghuaModels-4), run, m.between(20, 60, 5), m.hours())
	}
	b, err := t.xlsx("台账", "从化区2016年度创建妇女儿童之家台账（示例）")
	m.save("妇女儿童之家_2016年.xlsx", b, err)
	return out
}

// conghuaOthers is the table of everything else, kinds in a column, and the
// layer of the nursing rooms that are being sited.
func (m *maker) conghuaOthers(homes []newHome) {
	t := table{header: []string{"编号", "名称", "类型", "镇街", "村居", "经度", "纬度", "建成时间", "启用时间", "授牌单位", "授牌时间"}}
	center := m.find("街口街道", "新城社区")
	p := m.place(center)
	q := beside(p)
	t.add("CH-H001", "从化区妇女儿童活动中心", "妇女儿童活动中心", center.town.name, center.name, p[0], p[1], "2009", "2009", nil, nil)
	t.add("CH-H002", "爱心成长坊", "爱心成长坊", center.town.name, center.name, q[0], q[1], "2017-06", nil, nil, nil)
	for i, h := range homes[len(homes)-conghuaRunByTwn:] { // in the house of a home that the town runs
		t.add(fmt.Sprintf("CH-J%03d", i+1), h.unit.town.name+"家庭综合服务中心", "家庭综合服务中心", h.unit.town.name, h.unit.name, h.lon, h.lat, nil, m.day(2014, 3, 11), nil, nil)
	}
	for i, name := range []string{"荔枝种植", "花卉园艺", "民宿旅游", "农产品电商", "手工编织"} {
		u := m.some(m.in([]string{"太平镇", "城郊街道", "温泉镇", "鳌头镇", "吕田镇"}[i]), 1)[0]
		p := m.place(u)
		opened := m.day(2016, 2, 11)
		t.add(fmt.Sprintf("CH-B%03d", i+1), u.name+name+"巾帼创业示范基地", "巾帼创业示范基地", u.town.name, u.name, p[0], p[1], nil, opened, "区级", opened)
	}
	b, err := t.csvUTF8()
	m.save("其他阵地.csv", b, err)

	m.conghuaRooms()
}

// conghuaHosts are the venues of the nursing rooms that are being sited: town,
// community, what it is.
func conghuaHosts() [conghuaSiting][3]string {
	return [...][3]string{{"街口街道", "城内社区", "行政服务大厅"}, {"街口街道", "河滨南社区", "购物广场"}, {"江埔街道", "河东南社区", "客运站"}, {"城郊街道", "旺城东社区", "妇幼保健机构"},
		{"温泉镇", "温泉社区", "旅游服务中心"}, {"良口镇", "良口社区", "文化站"}, {"太平镇", "太平社区", "镇医院"}, {"鳌头镇", "鳌头社区", "农贸市场"}}
}

// conghuaRooms is the layer of the nursing rooms that are being sited.
func (m *maker) conghuaRooms() {
	rooms := layer{keys: []string{"编号", "名称", "镇街", "村居", "所在场所", "状态", "选址时间"}}
	for i, v := range conghuaHosts() {
		u := m.find(v[0], v[1])
		at := m.place(u)
		m.hosts = append(m.hosts, at)
		rooms.add(at, fmt.Sprintf("CH-M%03d", i+1), u.name+v[2]+"母婴室", u.town.name, u.name, u.name+v[2], "选址", "2017-05")
	}
	b, err := rooms.geojson()
	m.save("母婴室选址.geojson", b, err)
}

// conghuaVenues is the layer of venues that nursing rooms may be put in: those
// where they are being sited now, and some more in each town.
func (m *maker) conghuaVenues() {
	t := table{header: []string{"编号", "名称", "类型", "镇街", "村居", "经度", "纬度", "建筑面积（平方米）", "日客流（人次）", "造价（万元）", "容纳人数"}}
	add := func(u *unit, what string, at orb.Point) {
		floor, visitors := m.between(600, 6000, 100), m.between(300, 4000, 100)
		if m.rng.IntN(5) == 0 {
			floor, visitors = m.between(10_000, 32_000, 100), m.between(3000, 14_000, 100)
		}
		t.add(fmt.Sprintf("CH-V%03d", len(t.rows)+1), u.name+what, what, u.town.name, u.name, at[0], at[1], floor, visitors, float64(m.between(30, 120, 5))/10, m.between(10, 60, 5))
	}
	for i, v := range conghuaHosts() {
		add(m.find(v[0], v[1]), v[2], m.hosts[i])
	}
	kinds := [...]string{"卫生院", "购物中心", "文化活动中心", "公园服务站", "客运站", "农贸市场", "图书馆", "党群服务中心"}
	for i, town := range m.towns {
		for k, u := range m.some(m.in(town.name), conghuaVenuesPerTown) {
			add(u, kinds[(i+k)%len(kinds)], m.place(u))
		}
	}
	b, err := t.csvUTF8()
	m.save("公共场所.csv", b, err)
}
