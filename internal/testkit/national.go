package testkit

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// The made national study at full size: as many towns and villages as the
// country has to the nearest thousand, and a million facilities.
const (
	NationalTowns      = 43_000
	NationalVillages   = 660_000
	NationalFacilities = 1_000_000
)

// The frame that the towns are laid out in: degrees of longitude and latitude.
const (
	nationalWest, nationalEast   = 98.0, 122.0
	nationalSouth, nationalNorth = 22.0, 42.0
)

// National writes a made national study into a folder: study.yaml, provinces
// and counties (CSV), towns (GeoJSON polygons that share their edges), villages
// with their people and facilities (CSV points), and five targets. share, from
// above 0 to 1, scales all of it. The same share gives the same bytes.
func National(dir string, share float64) error {
	n := newNation(share)
	for _, f := range []struct {
		name  string
		write func(text)
	}{
		{"study.yaml", n.study}, {"省.csv", n.provinces}, {"县.csv", n.counties}, {"乡镇.geojson", n.townPolygons},
		{"村.csv", n.villages}, {"设施.csv", n.facilities},
	} {
		if err := writeText(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

// text is a file being written; an error stays with it until it is flushed.
type text struct{ *bufio.Writer }

func (t text) print(format string, args ...any) { _, _ = fmt.Fprintf(t.Writer, format, args...) }

func writeText(path string, write func(text)) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriterSize(f, 1<<18)
	write(text{w})
	return w.Flush()
}

// nation is a grid of towns with moved corners.
type nation struct {
	share      float64
	cols, rows int
	towns      []town
	counted    []county
}

type town struct {
	col, row       int
	province       int
	code, name     string
	county         string // code
	firstVill, end int    // numbers of its villages
}

type county struct{ code, name, province string }

// townEdge is how many pieces an edge between two towns has.
const townEdge = 10

func newNation(share float64) *nation {
	count := max(1, int(NationalTowns*share))
	n := &nation{share: share, cols: max(1, int(math.Sqrt(float64(count)*(nationalEast-nationalWest)/(nationalNorth-nationalSouth))))}
	n.rows = (count + n.cols - 1) / n.cols
	villages := int(NationalVillages * share)
	inProvince := map[int]int{}      // counties so far
	known := map[[3]int]int{}        // province and block → county of the province
	inCounty := map[[2]int]int{}     // towns so far
	r := rand.New(rand.NewPCG(1, 1)) // names and sizes
	for i := range count {
		t := town{col: i % n.cols, row: i / n.cols, firstVill: i * villages / count, end: (i + 1) * villages / count}
		t.province = min(len(provinceNames)-1, t.row*4/n.rows*8+t.col*8/n.cols)
		block := [3]int{t.province, t.col / 4, t.row / 4}
		c, ok := known[block]
		if !ok {
			c = inProvince[t.province]
			known[block], inProvince[t.province] = c, c+1
			n.counted = append(n.counted, county{countyCode(t.province, c), placeName(r) + "县", provinceCode(t.province)})
		}
		inCounty[[2]int{t.province, c}]++
		t.county = countyCode(t.province, c)
		t.code = fmt.Sprintf("%s%03d000", t.county[:6], inCounty[[2]int{t.province, c}])
		t.name = placeName(r) + []string{"镇", "镇", "乡", "街道"}[r.IntN(4)]
		n.towns = append(n.towns, t)
	}
	return n
}

var provinceNames = [...]string{"北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省",
	"河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区"}

var provinceDigits = [...]int{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65}

func provinceCode(p int) string { return fmt.Sprintf("%02d0000000000", provinceDigits[p]) }

func countyCode(p, c int) string {
	return fmt.Sprintf("%02d%02d%02d000000", provinceDigits[p], 1+c/20, 1+c%20)
}

var placeRunes = []rune("东西南北上下新老平安永福金龙凤石桥河湾山溪林田塘坪岭沟泉松柏柳梅兰竹云青白红黄双三大小长高清明光华兴隆盛和顺宁康乐仁义礼信文武")

func placeName(r *rand.Rand) string {
	return string([]rune{placeRunes[r.IntN(len(placeRunes))], placeRunes[r.IntN(len(placeRunes))]})
}

func (n *nation) study(w text) {
	w.print(`title: {zh: 全国设施覆盖评估（虚构）, en: National coverage (made)}
as_of: 2025-06-30
made: true
areas:
  - {level: province, from: 省.csv, expect: %d}
  - {level: district, from: 县.csv, parent: 省代码}
  - {level: subdistrict, from: 乡镇.geojson, code: 代码, name: 名称, parent: 县代码, expect: %d}
demand:
  - {from: 村.csv, crs: EPSG:4326, weights: {people: 人口, children: 儿童, elderly: 老年人}, columns: {id: 村代码, name: 村, unit_code: 乡镇代码}}
facilities:
  - {from: 设施.csv, crs: EPSG:4326, columns: {id: 编号, unit_code: 乡镇代码, opened: 投用时间}}
targets:
  - id: reading-towns
    name: 乡镇儿童阅读设施全覆盖
    kind: reading
    presence: {every: subdistrict, at_least: 1, share: 100%%}
    by: 2027-12-31
    baseline: 2022-12-31
  - id: home-reach
    name: 儿童之家 3 公里可达
    kind: childrens_home
    reach: {group: children, within: [1 km, 3 km], share: 85%%}
    by: 2027-12-31
    baseline: 2022-12-31
  - id: nursing-stock
    name: 母婴室总数
    kind: nursing_room
    stock: {at_least: %d}
    by: 2027-12-31
  - id: sports-flow
    name: 2024 年新开文体设施
    kind: culture_sports
    flow: {in: 2024, event: open, at_least: %d}
    by: 2025-12-31
  - id: seats-ratio
    name: 每千名儿童席位
    kind: [reading, childrens_home]
    ratio: {group: children, of: capacity, at_least: 120}
    by: 2027-12-31
`, n.provinceCount(), len(n.towns), int(300_000*n.share), int(30_000*n.share))
}

func (n *nation) provinceCount() int {
	seen := map[int]bool{}
	for _, t := range n.towns {
		seen[t.province] = true
	}
	return len(seen)
}

func (n *nation) provinces(w text) {
	w.print("代码,名称\n")
	seen := map[int]bool{}
	for _, t := range n.towns {
		if !seen[t.province] {
			seen[t.province] = true
			w.print("%s,%s\n", provinceCode(t.province), provinceNames[t.province])
		}
	}
}

func (n *nation) counties(w text) {
	w.print("代码,名称,省代码\n")
	for _, c := range n.counted {
		w.print("%s,%s,%s\n", c.code, c.name, c.province)
	}
}

// at gives the corner of the grid, moved by up to a fifth of a cell.
func (n *nation) at(col, row int) [2]float64 {
	r := rand.New(rand.NewPCG(uint64(col), uint64(row)))
	dx, dy := (nationalEast-nationalWest)/float64(n.cols), (nationalNorth-nationalSouth)/float64(n.rows)
	return [2]float64{nationalWest + dx*(float64(col)+0.4*(r.Float64()-0.5)), nationalSouth + dy*(float64(row)+0.4*(r.Float64()-0.5))}
}

// edge gives the points from one corner to before the next; the way back holds
// the same points.
func (n *nation) edge(colA, rowA, colB, rowB int) [][2]float64 {
	back := colB < colA || rowB < rowA
	if back {
		colA, rowA, colB, rowB = colB, rowB, colA, rowA
	}
	a, b := n.at(colA, rowA), n.at(colB, rowB)
	r := rand.New(rand.NewPCG(uint64(colA)<<32|uint64(rowA), uint64(colB)<<32|uint64(rowB)))
	points := [][2]float64{a}
	for k := 1; k < townEdge; k++ {
		f, off := float64(k)/townEdge, 0.08*(r.Float64()-0.5)
		points = append(points, [2]float64{a[0] + f*(b[0]-a[0]) - off*(b[1]-a[1]), a[1] + f*(b[1]-a[1]) + off*(b[0]-a[0])})
	}
	points = append(points, b)
	if back {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	return points[:len(points)-1]
}

func (n *nation) townPolygons(w text) {
	w.print(`{"type":"FeatureCollection","features":[`)
	for i := range n.towns {
		t := &n.towns[i]
		c, r := t.col, t.row
		if i > 0 {
			w.print(",")
		}
		w.print("\n"+`{"type":"Feature","properties":{"代码":"%s","名称":"%s","县代码":"%s","省":"%s"},"geometry":{"type":"Polygon","coordinates":[[`, t.code, t.name, t.county, provinceNames[t.province])
		var first [2]float64
		for k, side := range [][4]int{{c, r, c + 1, r}, {c + 1, r, c + 1, r + 1}, {c + 1, r + 1, c, r + 1}, {c, r + 1, c, r}} {
			for m, p := range n.edge(side[0], side[1], side[2], side[3]) {
				if k == 0 && m == 0 {
					first = p
				}
				w.print("[%.6f,%.6f],", p[0], p[1])
			}
		}
		w.print("[%.6f,%.6f]]]}}", first[0], first[1])
	}
	w.print("\n]}\n")
}

// inside gives a point of a town, away from its edges.
func (n *nation) inside(t *town, r *rand.Rand) [2]float64 {
	a, b, c, d := n.at(t.col, t.row), n.at(t.col+1, t.row), n.at(t.col+1, t.row+1), n.at(t.col, t.row+1)
	u, v := 0.08+0.84*r.Float64(), 0.08+0.84*r.Float64()
	var p [2]float64
	for i := range p {
		p[i] = (1-v)*((1-u)*a[i]+u*b[i]) + v*((1-u)*d[i]+u*c[i])
	}
	return p
}

// village gives the place of village k, which lies in town i.
func (n *nation) village(i, k int) [2]float64 {
	return n.inside(&n.towns[i], rand.New(rand.NewPCG(4, uint64(k))))
}

func (n *nation) villages(w text) {
	w.print("村代码,村,乡镇代码,经度,纬度,人口,儿童,老年人,地貌\n")
	for i := range n.towns {
		t := &n.towns[i]
		r := rand.New(rand.NewPCG(2, uint64(i)))
		for k := t.firstVill; k < t.end; k++ {
			p := n.village(i, k)
			people := 200 + int(1800*r.ExpFloat64())
			w.print("%s%03d,%s%s,%s,%.6f,%.6f,%d,%d,%d,%s\n", t.code[:9], 1+k-t.firstVill, placeName(r), []string{"村", "村", "村", "社区"}[r.IntN(4)], t.code,
				p[0], p[1], people, people*(10+r.IntN(12))/100, people*(8+r.IntN(20))/100, []string{"平原", "丘陵", "山区"}[r.IntN(3)])
		}
	}
}

// facilityKinds are the words for the kinds, and what one of each is called.
var facilityKinds = [...]string{"儿童阅读设施", "儿童之家", "母婴室", "儿童文体设施", "心理疏导室"}

func (n *nation) facilities(w text) {
	w.print("编号,名称,类型,乡镇代码,经度,纬度,状态,建成时间,投用时间,座位数,建筑面积,管理单位,联系人\n")
	count := int(NationalFacilities * n.share)
	for i := range n.towns {
		t := &n.towns[i]
		r := rand.New(rand.NewPCG(3, uint64(i)))
		for k := i * count / len(n.towns); k < (i+1)*count/len(n.towns); k++ {
			p := n.village(i, t.firstVill+r.IntN(max(1, t.end-t.firstVill)))
			for a := range p {
				p[a] += 0.01 * r.NormFloat64() // about a kilometre from the village
			}
			n.facility(w, r, t, k+1, p)
		}
	}
}

// facility writes one row: one in a hundred has no coordinates, one in fifty
// is only being built.
func (n *nation) facility(w text, r *rand.Rand, t *town, number int, p [2]float64) {
	place := fmt.Sprintf("%.6f,%.6f", p[0], p[1])
	if r.IntN(100) == 0 {
		place = ","
	}
	kind := facilityKinds[r.IntN(len(facilityKinds))]
	built := 2012 + r.IntN(13)
	state, opened := "开放", fmt.Sprintf("%d-%02d-%02d", built+r.IntN(2), 1+r.IntN(12), 1+r.IntN(28))
	if r.IntN(50) == 0 {
		state, opened = "在建", ""
	}
	w.print("F%07d,%s%s%s,%s,%s,%s,%s,%d,%s,%d,%d,%s,%s某\n", number, t.name, placeName(r), kind, kind, t.code, place, state, built, opened,
		5+r.IntN(60), 20+r.IntN(400), []string{"街道", "社区", "区妇联"}[r.IntN(3)], string(placeRunes[r.IntN(len(placeRunes))]))
}
