package html

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// walked is the sample with one target, of 5 and 15 minutes on foot.
func walked() (*coverage.Result, *coverage.Ledger) {
	r := newSample()
	square := func(c orb.Point, d float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{c[0] - d, c[1] - d}, {c[0] + d, c[1] - d}, {c[0] + d, c[1] + d}, {c[0] - d, c[1] + d}, {c[0] - d, c[1] - d}}}}
	}
	var demand []datasets.Demand
	for i := range r.Areas {
		if a := &r.Areas[i]; a.Center != nil && len(demand) < 6 {
			demand = append(demand, datasets.Demand{ID: a.ID, Name: a.Name, Area: a.ID, Point: a.Center, Weights: datasets.NewWeights(map[string]float64{"children": 500})})
		}
	}
	r.Demand = datasets.NewDemandList(demand)
	mid := *r.Demand.Point(0)
	l := coverage.Ledger{ID: "walk", Name: datasets.T("步行到母婴室", "nursing rooms on foot"), Type: coverage.Reach, Kinds: []string{"nursing_room"}, Group: "children", Goal: ptr(90), Status: coverage.Behind,
		Way: &coverage.Way{ID: "walk", Name: datasets.T("步行", "on foot"), Note: datasets.T("沿路网步行，4.8 km/h", "along streets, 4.8 km/h"), Unit: "s"},
		Thresholds: []coverage.Threshold{
			{Within: 300, Unit: "s", Numerator: 1000, Denominator: 5000, Value: 20, AreaKM2: 1.5, Ground: square(mid, 0.01)},
			{Within: 900, Unit: "s", Numerator: 2000, Denominator: 5000, Value: 40, AreaKM2: 4.25, Goal: ptr(90), Ground: square(mid, 0.02)}},
		Streets: []coverage.Street{{Line: orb.LineString{mid, {mid[0] + 0.01, mid[1]}}, Band: 0, Most: 300}, {Line: orb.LineString{{mid[0] + 0.01, mid[1]}, {mid[0] + 0.02, mid[1] + 0.01}}, Band: 1, Least: 300, Most: 900}},
		OffStreet: &coverage.OffStreet{Demand: []coverage.OffPlace{{ID: r.Demand.ID(3), Name: "远村", People: 77, Why: datasets.T("离最近的道路 900 m", "900 m from a street")}}, People: 77,
			Facilities: []coverage.OffPlace{{ID: "F1", Name: "山上的点", Why: datasets.T("道路不通", "a street that leads nowhere")}}},
	}
	l.Notes = []datasets.Text{l.Way.Note}
	var points []coverage.PointRow
	for i := range 6 {
		p := coverage.PointRow{Demand: r.Demand.ID(i), Facility: "unknown"}
		if i < 3 {
			p.Cost = ptr(float64(250 + 225*i)) // 250, 475 and 700 s
		}
		points = append(points, p)
	}
	l.Points = coverage.NewPointRows(points)
	share(&l, 2000, 5000)
	r.Targets = []coverage.Ledger{l}
	return r, &r.Targets[0]
}

func TestReachByTime(t *testing.T) {
	for _, c := range []struct {
		name     string
		bend     func(l *coverage.Ledger)
		has, not []string
	}{
		{"whole", func(*coverage.Ledger) {}, []string{"≤ 5 分钟", "5–15 分钟", "超过 15 分钟", "不在路网上：需求点 1 个（77 人），设施 1 处", "离最近的道路 900 m", "道路不通", "可达的道路", "4.25", "3,000 人步行 15 分钟内到不了", "沿路网步行，4.8 km/h", "4.2 分钟"}, []string{"475", "700 m"}},
		{"no ground", func(l *coverage.Ledger) {
			for i := range l.Thresholds {
				l.Thresholds[i].Ground, l.Thresholds[i].AreaKM2 = nil, 0
			}
		}, []string{"≤ 5 分钟", "步行可达范围"}, []string{"范围：", "km²"}},
		{"capacities", func(l *coverage.Ledger) {
			l.Catchments = &coverage.Catchments{Served: 2000, Full: 2500, Beyond: 500, Facilities: []coverage.FacilityLoad{{Facility: "无此点", Capacity: 40, People: 30, Load: ptr(75), Nearest: 1234}, {Facility: "没有名额", Nearest: 9}}}
		}, []string{"有名额 2,000 人，够得着但设施已满 2,500 人，够不着 500 人", "占用（%）", "无此点", "1,234", "3,000 人没有名额，其中 2,500 人够得着的设施已满"}, []string{"3,000 人步行 15 分钟内到不了"}},
		{"no streets", func(l *coverage.Ledger) { l.Streets = nil }, []string{"范围："}, []string{"可达的道路"}},
		{"all on the network", func(l *coverage.Ledger) { l.OffStreet = nil }, []string{"超过 15 分钟"}, []string{"不在路网上"}},
		{"no points", func(l *coverage.Ledger) { l.Points = coverage.PointRows{} }, []string{"步行可达范围"}, []string{"到最近设施的时间"}},
		{"metres along streets", func(l *coverage.Ledger) {
			l.Way.Unit = "m"
			for i := range l.Thresholds {
				l.Thresholds[i].Unit = "m"
			}
		}, []string{"≤ 300 m", "300–900 m", "到最近设施的路程"}, []string{"15 分钟"}},
		{"too many streets", func(l *coverage.Ledger) {
			at := l.Streets[0].Line[0]
			for i := range maxStreets {
				f := float64(i%200) / 2000
				l.Streets = append(l.Streets, coverage.Street{Line: orb.LineString{at, {at[0] + 0.05 + f, at[1] + 0.05}}})
			}
		}, []string{"图上不画"}, []string{"可达的道路</span>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, l := walked()
			c.bend(l)
			page := render(t, r, Options{})
			p := check(t, page)
			all := p.text + string(page)
			for _, want := range c.has {
				if !strings.Contains(all, want) {
					t.Errorf("%q is missing", want)
				}
			}
			section := p.text[strings.Index(p.text, "可达覆盖"):]
			for _, not := range c.not {
				if strings.Contains(section, not) {
					t.Errorf("%q is there", not)
				}
			}
			if got := strings.Count(section, "沿路网步行，4.8 km/h"); got != 1 {
				t.Errorf("the note on the way stands %d times, want once", got)
			}
		})
	}
}

// A target in a straight line keeps its shaded units.
func TestReachStraight(t *testing.T) {
	r, l := walked()
	l.Way = &coverage.Way{ID: "straight", Unit: "m"}
	if v := newTarget(newReport(r, datasets.ZH), l, 1); v.Map.Reach != nil || v.Within != nil || v.Costs != nil {
		t.Error("drawn by cost")
	}
}

func TestOffStreetTableIsCut(t *testing.T) {
	r, l := walked()
	for i := range maxRows + 5 {
		l.OffStreet.Demand = append(l.OffStreet.Demand, coverage.OffPlace{ID: fmt.Sprint(i)})
	}
	got := offStreetTable(newReport(r, datasets.ZH), l, "t1")
	if len(got.Rows) != maxRows || got.More == nil || !got.Fold {
		t.Errorf("%d rows, more %v, folded %v; want %d, a remark, and folded", len(got.Rows), got.More, got.Fold, maxRows)
	}
}

func TestGroundColours(t *testing.T) {
	for n := range 5 {
		seen := map[string]bool{}
		for i := range n {
			seen[output.GroundColor(i, n)] = true
		}
		if len(seen) != n {
			t.Errorf("%d colours for %d thresholds", len(seen), n)
		}
	}
}
