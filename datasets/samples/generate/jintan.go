package main

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Jintan, from 巾帼心向党 建功新时代: 58 homes, 154 left-behind children (of the
// whole district in the report; here at 薛埠镇, whose federation runs the
// project), one brand for each town, and the first federation of an informal
// unit, 茅山片区.
const (
	jintanHomes      = 58
	jintanLeftBehind = 154
)

// jintan makes the layers of Jintan.
func jintan() ([]file, error) {
	m, err := newMaker(jintanPlan())
	if err != nil {
		return nil, err
	}
	m.units([]string{"留守儿童"}, nil, func(u *unit) []any {
		if u.town != nil {
			return nil
		}
		if u.name == "薛埠镇" {
			return []any{jintanLeftBehind}
		}
		return []any{0}
	})
	quarter := m.jintanQuarter()
	m.jintanHomes()
	m.jintanBrands(quarter)
	m.roads("道路", streetStyle{block: 210, hamlet: 95, urban: 900, rural: 360, encoding: "UTF-8"})
	return m.files()
}

// jintanQuarter saves the informal unit: a ring of its own inside the villages
// at the foot of the Maoshan hills.
func (m *maker) jintanQuarter() orb.Point {
	host := m.find("薛埠镇", "茅庵村")
	var cells []int
	mark := map[int]bool{}
	for _, c := range host.cells { // the host's inner part: cells not on its border
		inner := true
		for _, n := range m.mesh.cells[c].next {
			inner = inner && n != outside && m.label[n] == host.label
		}
		if inner {
			cells = append(cells, c)
			mark[c] = true
		}
	}
	poly, err := m.draw(func(c int) bool { return mark[c] })
	if err != nil || len(cells) == 0 {
		m.save("片区.geojson", nil, fmt.Errorf("draw 茅山片区: %w", err))
		return host.centre
	}
	l := layer{keys: []string{"名称", "类型", "村居代码"}}
	l.add(poly, "茅山片区", "片区", host.code)
	b, err := l.geojson()
	m.save("片区.geojson", b, err)
	return host.centre
}

// jintanHomes saves the workbook of the homes: 58 villages and communities,
// one home each, at least two in every town.
func (m *maker) jintanHomes() {
	var hosts []*unit
	for _, t := range m.towns {
		hosts = append(hosts, m.some(m.in(t.name), 3)...)
	}
	hosts = append(hosts, m.some(without(m.communities, hosts...), jintanHomes-len(hosts))...)
	t := table{header: []string{"编号", "设施名称", "所属镇街", "村（社区）", "经度", "纬度", "成立时间", "容纳人数", "开放时间"}}
	for i, u := range hosts {
		p := m.place(u)
		year := m.between(2013, 2017, 1)
		var opened any = m.day(year, 1, 12)
		if i%9 == 4 {
			opened = fmt.Sprintf("%d年", year)
		}
		t.add(fmt.Sprintf("JT-F%03d", i+1), u.name+"妇女儿童之家", u.town.name, u.name, p[0], p[1], opened, m.between(20, 50, 5), m.hours())
	}
	b, err := t.xlsx("妇女儿童之家", "金坛区村（社区）妇女儿童之家一览表（示例）")
	m.save("妇女儿童之家.xlsx", b, err)
}

// jintanBrands saves the brand of each town, placed by the town's code. One is
// open, the first that the report names; the others are proposed.
func (m *maker) jintanBrands(quarter orb.Point) {
	themes := []string{"书香家庭", "巾帼网格", "绣娘工坊", "水乡巧娘", "长荡湖渔家女", "直溪稻香", "朱林红色家风", "农家乐", "有机农庄"}
	t := table{header: []string{"编号", "名称", "镇街代码", "状态", "提案时间"}}
	for i, u := range m.towns {
		if u.name != "薛埠镇" {
			t.add(fmt.Sprintf("JT-P%03d", i+1), u.name+themes[i]+"特色妇联", u.code, "提案", fmt.Sprintf("2017-%02d", 3+i))
		}
	}
	b, err := t.csvUTF8()
	m.save("特色妇联_拟建.csv", b, err)
	l := layer{keys: []string{"编号", "名称", "镇街", "片区", "状态", "成立时间"}}
	l.add(quarter, "JT-P100", "薛埠镇农家乐茅山片区妇联", "薛埠镇", "茅山片区", "开放", "2017")
	b, err = l.geojson()
	m.save("特色妇联.geojson", b, err)
}
