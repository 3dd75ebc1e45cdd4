package gis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"

	"fugai/coverage"
	"fugai/datasets"
)

// The invented district: 111 communities, cells of a wavy grid, in 11
// sub-districts, the cells nearest to 11 seeds.
const (
	gridCols, gridRows = 14, 11
	madeCommunities    = 111
	cellLon, cellLat   = 0.022, 0.018 // degrees
	westLon, southLat  = 114.02, 22.60
)

var streetNames = [...]string{"平湖街道", "坂田街道", "布吉街道", "吉华街道", "南湾街道", "横岗街道", "园山街道", "龙城街道", "龙岗街道", "坪地街道", "宝龙街道"}

var streetSeeds = [...]orb.Point{{2, 7}, {1.5, 5}, {3.5, 4.5}, {3, 2.5}, {5, 3}, {7, 4}, {7, 1.5}, {8, 7}, {10.5, 6}, {11, 8.5}, {10.5, 3}}

type cell struct{ col, row int }

// corner is a shared corner of cells, moved off the grid by a smooth wave.
func corner(col, row int) orb.Point {
	x, y := float64(col), float64(row)
	x += 0.28 * math.Sin(2.1*y+0.7*x)
	y += 0.28 * math.Sin(1.7*x+1.3*float64(row))
	return orb.Point{westLon + x*cellLon, southLat + y*cellLat}
}

func (c cell) corners() [4]cell {
	return [4]cell{{c.col, c.row}, {c.col + 1, c.row}, {c.col + 1, c.row + 1}, {c.col, c.row + 1}}
}

// union traces the outline of cells: the edges that only one of them has.
func union(cells []cell) orb.MultiPolygon {
	type edge struct{ from, to cell }
	edges := map[edge]bool{}
	for _, c := range cells {
		k := c.corners()
		for i := range k {
			e := edge{k[i], k[(i+1)%4]}
			if back := (edge{e.to, e.from}); edges[back] {
				delete(edges, back)
				continue
			}
			edges[e] = true
		}
	}
	var out orb.MultiPolygon
	for len(edges) > 0 {
		all := make([]edge, 0, len(edges))
		for e := range edges {
			all = append(all, e)
		}
		start := slices.MinFunc(all, func(a, b edge) int {
			return cmp.Or(a.from.row-b.from.row, a.from.col-b.from.col, a.to.row-b.to.row, a.to.col-b.to.col)
		})
		var ring orb.Ring
		for e := start; edges[e]; {
			delete(edges, e)
			ring = append(ring, corner(e.from.col, e.from.row))
			// Of two ways on, the sharper left turn stays with this ring.
			dir := cell{e.to.col - e.from.col, e.to.row - e.from.row}
			for _, d := range []cell{{-dir.row, dir.col}, dir, {dir.row, -dir.col}} {
				next := edge{e.to, cell{e.to.col + d.col, e.to.row + d.row}}
				if edges[next] {
					e = next
					break
				}
			}
		}
		ring = append(ring, ring[0])
		out = append(out, orb.Polygon{ring})
	}
	return out
}

// madeResult is a result as a study of the invented district gives: four
// targets met and missed, with numbers worked out by the plainest means.
func madeResult() *coverage.Result {
	r := &coverage.Result{
		Schema: coverage.SchemaID, Title: datasets.T("龙岗区儿童友好设施覆盖评估", "Child-friendly facilities of Longgang"), Made: true,
		AsOf:    datasets.Date{Year: 2025, Month: 6, Day: 30},
		Notes:   []datasets.Text{datasets.T("数据来源：区妇联设施台账（2025年6月）、各街道报送。", "Source: the facility register of the district, June 2025.")},
		Assumed: []datasets.Text{datasets.T("人口取社区内一点。", "People are taken to be at one point of their community.")},
		Labels:  madeLabels(),
	}
	madeAreas(r)
	madeFacilities(r)
	madeVenues(r)
	r.Targets = []coverage.Ledger{madePresence(r), madeReach(r), madeStock(r), madeRatio(r), madeMandate(r), madeCommunityPresence(r)}
	return r
}

func madeLabels() coverage.Labels {
	t := datasets.T
	return coverage.Labels{
		Kinds:   map[string]datasets.Text{"reading": t("阅读设施", "reading place"), "nursing_room": t("母婴室", "nursing room"), "childcare": t("托育机构", "childcare"), "playground": t("儿童游乐场地", "playground")},
		Levels:  map[string]datasets.Text{"subdistrict": t("街道", "sub-district"), "community": t("社区", "community")},
		Grades:  map[string]datasets.Text{"district": t("区级", "district"), "city": t("市级", "city")},
		States:  map[string]datasets.Text{"building": t("在建", "building"), "open": t("投用", "open"), "accepted": t("验收", "accepted")},
		Domains: map[string]datasets.Text{"park": t("公园", "park"), "library": t("图书馆", "library")},
		Groups:  map[string]datasets.Text{"people": t("常住人口", "people"), "children": t("0—14岁儿童", "children aged 0 to 14")},
	}
}

func madeAreas(r *coverage.Result) {
	var cells []cell
	for row := range gridRows {
		for col := range gridCols {
			cells = append(cells, cell{col, row})
		}
	}
	far := func(c cell) float64 {
		return math.Hypot((float64(c.col)-6.5)/7, (float64(c.row)-5)/5.5)
	}
	slices.SortStableFunc(cells, func(a, b cell) int { return cmp.Compare(far(a), far(b)) })
	cells = cells[:madeCommunities]
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(b.row-a.row, a.col-b.col) })
	members := make([][]cell, len(streetSeeds))
	var communities []datasets.Area
	var demand []datasets.Demand
	for _, c := range cells {
		street := 0
		for i, s := range streetSeeds {
			if math.Hypot(float64(c.col)-s[0], float64(c.row)-s[1]) < math.Hypot(float64(c.col)-streetSeeds[street][0], float64(c.row)-streetSeeds[street][1]) {
				street = i
			}
		}
		members[street] = append(members[street], c)
		n := len(members[street])
		poly := union([]cell{c})
		center, _ := planar.CentroidArea(poly)
		code := fmt.Sprintf("4403070%02d%03d", street+1, n)
		children := float64(400 + (c.col*37+c.row*91)%1600)
		communities = append(communities, datasets.Area{
			ID: code, Code: code, Name: madeName(c.col*gridRows+c.row) + "社区", Level: "community", Type: "社区", Parent: streetID(street),
			Geometry: poly, Center: &center, Weights: map[string]float64{"people": 7 * children, "children": children},
		})
		demand = append(demand, datasets.Demand{ID: code, Name: communities[len(communities)-1].Name, Area: code, Point: &center, Weights: datasets.NewWeights(communities[len(communities)-1].Weights)})
	}
	r.Demand = datasets.NewDemandList(demand)
	for i, name := range streetNames {
		poly := union(members[i])
		mid := members[i][len(members[i])/2]
		center, _ := planar.CentroidArea(union([]cell{mid}))
		r.Areas = append(r.Areas, datasets.Area{ID: streetID(i), Code: streetID(i), Name: name, Level: "subdistrict", Type: "街道", Geometry: poly, Center: &center})
	}
	r.Areas = append(r.Areas, communities...)
	r.Levels = []coverage.LevelCount{{Level: "subdistrict", Count: 11, Expect: 11}, {Level: "community", Count: 111, Expect: 111}}
}

func streetID(i int) string { return fmt.Sprintf("4403070%02d000", i+1) }

// madeName gives place names of two characters.
func madeName(i int) string {
	first := []rune("新上下南北东西龙凤坪园同安")
	second := []rune("联和田岭湖坑城围")
	return string([]rune{first[i%len(first)], second[i/len(first)%len(second)]})
}

// madeFacilities puts 150 facilities of four kinds into the communities; one
// in thirty has no coordinates.
func madeFacilities(r *coverage.Result) {
	kinds := []string{"reading", "nursing_room", "childcare", "playground"}
	counts := map[string]*coverage.KindCount{}
	for i := range 150 {
		kind := kinds[i*7%len(kinds)]
		a := &r.Areas[11+(i*29+i*i%17)%madeCommunities]
		if kind == "reading" && (a.Parent == streetID(6) || a.Parent == streetID(9)) {
			kind = "playground" // two sub-districts without
		}
		f := coverage.Facility{State: datasets.Open, InService: true, Facility: datasets.Facility{
			ID: fmt.Sprintf("F%03d", i+1), Kind: kind, Name: fmt.Sprintf("%s%s%d", a.Name, madeLabels().Kinds[kind].ZH, i%3+1), Area: a.ID, PlacedBy: "coordinates",
			Life: []datasets.Event{{State: datasets.Open, At: datasets.Date{Year: 2019 + i%6, Month: i % 13, Day: i % 13 * (i % 2)}}}, Domain: "park",
		}}
		if i%11 == 5 {
			f.State, f.InService, f.Life[0].State = datasets.Building, false, datasets.Building
		}
		if kind == "childcare" {
			places := float64(40 + i%5*15)
			f.Capacity = &places
		}
		if i%30 == 17 {
			f.PlacedBy = "code"
		} else {
			f.Point = &orb.Point{a.Center[0] + 0.006*math.Sin(float64(3*i)), a.Center[1] + 0.005*math.Cos(float64(5*i))}
		}
		r.Facilities = append(r.Facilities, f)
		if counts[kind] == nil {
			counts[kind] = &coverage.KindCount{Kind: kind, ByState: map[string]int{}}
		}
		counts[kind].Total++
	}
	for _, k := range kinds {
		r.Kinds = append(r.Kinds, *counts[k])
	}
}

func madeVenues(r *coverage.Result) {
	for i := range 12 {
		a := &r.Areas[11+i*9]
		size := float64(8000 + 1500*i)
		r.Venues = append(r.Venues, datasets.Candidate{ID: fmt.Sprintf("V%02d", i+1), Name: a.Name + "广场", Kind: "商场", Area: a.ID, FloorM2: &size,
			Point: &orb.Point{a.Center[0] + 0.003, a.Center[1] - 0.002}})
	}
}

// inUnit counts facilities of a kind in service in a unit or below it.
func inUnit(r *coverage.Result, kind, id string) (n int, places float64) {
	parents := map[string]string{}
	for _, a := range r.Areas {
		parents[a.ID] = a.Parent
	}
	for _, f := range r.Facilities {
		if f.Kind == kind && f.InService && (f.Area == id || parents[f.Area] == id) {
			n++
			if f.Capacity != nil {
				places += *f.Capacity
			}
		}
	}
	return n, places
}

func unitsOf(r *coverage.Result, level string) []datasets.Area {
	var out []datasets.Area
	for _, a := range r.Areas {
		if a.Level == level {
			out = append(out, a)
		}
	}
	return out
}

func childrenIn(r *coverage.Result, id string) float64 {
	sum := 0.0
	for _, a := range r.Areas {
		if a.Parent == id || a.ID == id {
			sum += a.Weights["children"]
		}
	}
	return sum
}

func madePresence(r *coverage.Result) coverage.Ledger {
	return presence(r, "reading-2025", datasets.T("街道级儿童阅读设施全覆盖", "A reading place in every sub-district"), "reading", "subdistrict")
}

func madeCommunityPresence(r *coverage.Result) coverage.Ledger {
	return presence(r, "playground_all", datasets.T("每个社区至少一处儿童游乐场地", "A playground in every community"), "playground", "community")
}

func presence(r *coverage.Result, id string, name datasets.Text, kind, level string) coverage.Ledger {
	goal := 100.0
	l := coverage.Ledger{ID: id, Name: name, Source: "龙岗区建设儿童友好型城区行动计划（2021—2025年）", Type: coverage.Presence, Kinds: []string{kind}, Level: level,
		Rule:    datasets.T("有投用设施的单位 / 全部单位", "units with one in service / all units"),
		Measure: coverage.Percent, Measured: true, Decimals: 2, Goal: &goal, By: datasets.Date{Year: 2025, Month: 12, Day: 31}, Status: coverage.Behind,
		Why: datasets.T("按目前进度到期不能达标。", "The pace so far does not reach the goal in time.")}
	for _, a := range unitsOf(r, level) {
		n, _ := inUnit(r, kind, a.ID)
		row := coverage.UnitRow{Area: a.ID, Judged: true, Met: n > 0, Count: n}
		l.Denominator++
		if n > 0 {
			l.Numerator++
		} else {
			row.Need = 1
			l.Missing = append(l.Missing, coverage.Gap{Kind: "unit", ID: a.ID, Name: a.Name, Code: a.Code, Need: 1, People: childrenIn(r, a.ID),
				Text: datasets.T("新建 1 处"+madeLabels().Kinds[kind].ZH, "one more "+madeLabels().Kinds[kind].EN)})
		}
		l.Units = append(l.Units, row)
	}
	l.Value = 100 * l.Numerator / l.Denominator
	share := coverage.RoundPercent(l.Numerator, l.Denominator, 2)
	l.Percent = &share
	l.Sites = &coverage.SitesNeeded{Least: len(l.Missing), Most: len(l.Missing)}
	return l
}

// madeReach reports the share of children within 1 km of a nursing room by
// sub-district; the last sub-district is left unjudged.
func madeReach(r *coverage.Result) coverage.Ledger {
	goal := 90.0
	l := coverage.Ledger{ID: "nursing-1km", Name: datasets.T("儿童步行一公里可达母婴室", "Children within 1 km of a nursing room"), Source: "区“十四五”公共服务规划", Type: coverage.Reach,
		Kinds: []string{"nursing_room"}, Level: "subdistrict", Group: "children", Measure: coverage.Percent, Measured: true, Decimals: 2, Goal: &goal,
		By: datasets.Date{Year: 2025}, Status: coverage.Behind, Rule: datasets.T("一公里内有母婴室的儿童 / 全部儿童", "children with one within 1 km / all children")}
	served := map[string]float64{}
	var points []coverage.PointRow
	for _, d := range r.Demand.All() {
		p := coverage.PointRow{Demand: d.ID}
		for _, f := range r.Facilities {
			if f.Kind != "nursing_room" || f.Point == nil || !f.InService {
				continue
			}
			if m := geo.DistanceHaversine(*d.Point, *f.Point); m <= 3000 && (p.Cost == nil || m < *p.Cost) {
				p.Cost, p.Facility = &m, f.ID
			}
		}
		points = append(points, p)
		w := d.Weights.Of("children")
		l.Denominator += w
		if p.Cost != nil && *p.Cost <= 1000 {
			served[d.Area[:9]] += w
			l.Numerator += w
		} else {
			l.Missing = append(l.Missing, coverage.Gap{Kind: "demand", ID: d.ID, Name: d.Name, People: w, Nearest: p.Cost, Need: 1, Text: datasets.T("一公里内新建 1 处母婴室", "a nursing room within 1 km")})
		}
	}
	l.Points = coverage.NewPointRows(points)
	for i, a := range unitsOf(r, "subdistrict") {
		people := childrenIn(r, a.ID)
		row := coverage.UnitRow{Area: a.ID, Judged: i != 10, People: people, Served: served[a.ID[:9]]}
		if row.Judged {
			share := 100 * row.Served / people
			row.Value, row.Met = &share, share >= goal
		}
		l.Units = append(l.Units, row)
	}
	l.Thresholds = []coverage.Threshold{{Within: 500, Unit: "m"}, {Within: 1000, Unit: "m", Numerator: l.Numerator, Denominator: l.Denominator, Goal: &goal}}
	share := coverage.RoundPercent(l.Numerator, l.Denominator, 2)
	l.Value, l.Percent = 100*l.Numerator/l.Denominator, &share
	return l
}

func madeStock(r *coverage.Result) coverage.Ledger {
	goal := 30.0
	l := coverage.Ledger{ID: "childcare_stock", Name: datasets.T("全区托育机构达到30家", "30 childcare places in the district"), Type: coverage.Stock, Kinds: []string{"childcare"}, Level: "subdistrict",
		Measure: coverage.Count, Measured: true, Goal: &goal, By: datasets.Date{Year: 2025, Month: 12}, Status: coverage.Met}
	for _, a := range unitsOf(r, "subdistrict") {
		n, _ := inUnit(r, "childcare", a.ID)
		v := float64(n)
		l.Numerator += v
		l.Units = append(l.Units, coverage.UnitRow{Area: a.ID, Judged: true, Met: n > 0, Count: n, Value: &v})
	}
	l.Value, l.Denominator = l.Numerator, goal
	return l
}

func madeRatio(r *coverage.Result) coverage.Ledger {
	goal := 20.0
	l := coverage.Ledger{ID: "托位", Name: datasets.T("每千名儿童托位数", "Childcare places per 1,000 children"), Type: coverage.Ratio, Kinds: []string{"childcare"}, Level: "subdistrict", Group: "children",
		Measure: coverage.PerThousand, Measured: true, Goal: &goal, Status: coverage.Missed}
	for _, a := range unitsOf(r, "subdistrict") {
		n, places := inUnit(r, "childcare", a.ID)
		people := childrenIn(r, a.ID)
		v := 1000 * places / people
		l.Numerator += places
		l.Denominator += people
		l.Units = append(l.Units, coverage.UnitRow{Area: a.ID, Judged: true, Met: v >= goal, Count: n, Value: &v, People: people})
	}
	l.Value = 1000 * l.Numerator / l.Denominator
	return l
}

func madeMandate(r *coverage.Result) coverage.Ledger {
	goal := 100.0
	l := coverage.Ledger{ID: "mall", Name: datasets.T("大型商场配建母婴室", "A nursing room in every mall"), Type: coverage.Mandate, Kinds: []string{"nursing_room"}, Measure: coverage.Percent, Measured: true,
		Numerator: 9, Denominator: 12, Value: 75, Goal: &goal, Status: coverage.Missed}
	share := 75.0
	l.Percent = &share
	for _, i := range []int{2, 5, 8} {
		c := r.Venues[i]
		l.Missing = append(l.Missing, coverage.Gap{Kind: "venue", ID: c.ID, Name: c.Name, Need: 1, Text: datasets.T("配建母婴室", "build a nursing room")})
	}
	return l
}
