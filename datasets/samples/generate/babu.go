package main

import (
	"fmt"
	"slices"
)

// Babu, from 绽放巾帼风采 共谱发展华章: 24 of 26 villages out of poverty have a
// children's home; 33 built in 2016, one of them graded by the autonomous
// region and four by the city; 640,000, 60,000 and 400,000 yuan.
const (
	babuLifted   = 26
	babuWithHome = 24
	babuBuilt    = 33
	babuOlder    = 9  // made: homes of earlier years
	babuNewThere = 20 // made: how many of the 24 are of 2016
)

// babu makes the layers of Babu.
func babu() ([]file, error) {
	m, err := newMaker(babuPlan())
	if err != nil {
		return nil, err
	}
	named := []*unit{m.find("仁义镇", "仁义村"), m.find("莲塘镇", "长湾村"), m.find("开山镇", "开山村")}
	var rural []*unit
	for _, u := range without(m.communities, named...) {
		if u.kind == "村" && u.town.kind != "街道" {
			rural = append(rural, u)
		}
	}
	lifted := append(named, m.some(rural, babuLifted-len(named))...)
	m.units(nil, []string{"摘帽村"}, func(u *unit) []any {
		switch {
		case u.town == nil:
			return nil
		case slices.Contains(lifted, u):
			return []any{"是"}
		}
		return []any{"否"}
	})
	with := lifted[:babuWithHome]
	elsewhere := m.some(without(m.communities, lifted...), babuBuilt+babuOlder-babuWithHome)
	fresh := append(slices.Clone(with[:babuNewThere]), elsewhere[:babuBuilt-babuNewThere]...)
	older := append(slices.Clone(with[babuNewThere:]), elsewhere[babuBuilt-babuNewThere:]...)
	m.babuHomes(fresh, older)
	m.babuBases()
	m.roads("道路", streetStyle{block: 210, hamlet: 100, urban: 800, rural: 300, encoding: "GBK"})
	return m.files()
}

// babuHomes saves the ledger of the homes. Money is in 10,000 yuan, in halves
// so that the sums are exact.
func (m *maker) babuHomes(fresh, older []*unit) {
	t := table{header: []string{"编号", "名称", "乡镇", "村（社区）", "经度", "纬度", "启用时间", "验收时间", "等级", "授牌时间", "区级投入（万元）", "上级拨款（万元）", "以奖代补（万元）", "容纳人数"}}
	halves := func(total, n int) []float64 { // shares of total halves, the earlier ones larger
		weight := make([]float64, len(fresh))
		for i := range n {
			weight[i] = 1 + 1/float64(1+i)
		}
		out := make([]float64, len(fresh))
		for i, v := range share(total, weight) {
			out[i] = float64(v) / 2
		}
		return out
	}
	own, above, award := halves(2*64, babuBuilt), halves(2*6, 6), halves(2*40, babuBuilt)
	for i, u := range fresh {
		p := m.place(u)
		var grade, at any
		switch {
		case i == 0:
			grade, at = "自治区级", "2016-12"
		case i <= 4:
			grade, at = "市级", "2016-12"
		}
		var grant any
		if above[i] > 0 {
			grant = above[i]
		}
		t.add(fmt.Sprintf("BB-E%03d", i+1), u.name+"儿童家园", u.town.name, u.name, p[0], p[1], m.day(2016, 3, 11), "2016-12", grade, at, own[i], grant, award[i], m.between(20, 40, 5))
	}
	for i, u := range older {
		p := m.place(u)
		opened := fmt.Sprintf("%d年", m.between(2013, 2015, 1))
		t.add(fmt.Sprintf("BB-E%03d", len(fresh)+i+1), u.name+"儿童家园", u.town.name, u.name, p[0], p[1], opened, "2016-12", nil, nil, nil, nil, nil, m.between(15, 30, 5))
	}
	b, err := t.csvUTF8()
	m.save("儿童家园.csv", b, err)
}

// babuBases saves the bases that the report names, at made places.
func (m *maker) babuBases() {
	l := layer{keys: []string{"编号", "名称", "类型", "乡镇", "村（社区）", "状态"}}
	bases := [][3]string{{"莲塘镇", "古柏村", "古柏生态农庄"}, {"八步街道", "新兴社区", "双英家政服务中心"}, {"八步街道", "西约社区", "利源酒店"}, {"步头镇", "黄石村", "黄石瑶家服饰设计部"}, {"贺街镇", "西南村", "贺街淮山基地"}}
	for i, b := range bases {
		u := m.find(b[0], b[1])
		l.add(m.place(u), fmt.Sprintf("BB-B%03d", i+1), b[2], "巾帼基地", u.town.name, u.name, "开放")
	}
	b, err := l.geojson()
	m.save("巾帼基地.geojson", b, err)
}
