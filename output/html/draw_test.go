package html

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

func TestProjectionIsTrueToScale(t *testing.T) {
	// Lengths of a degree at 22.7° N on WGS 84: π/180·N·cos φ and π/180·M with
	// N = a/√(1−e²sin²φ), M = a(1−e²)/(1−e²sin²φ)^1.5 (Python, double precision).
	const lon, lat = 102747.700, 110739.838
	p, ok := newProjection(orb.Bound{Min: orb.Point{114, 22.6}, Max: orb.Point{114.5, 22.8}}, true)
	if !ok {
		t.Fatal("no projection")
	}
	if got := p.unitsLon * p.metersPerUnit; math.Abs(got-lon) > 0.01 {
		t.Errorf("a degree of longitude is %.1f m, want %.1f", got, lon)
	}
	if got := p.unitsLat * p.metersPerUnit; math.Abs(got-lat) > 0.01 {
		t.Errorf("a degree of latitude is %.1f m, want %.1f", got, lat)
	}
	bar := p.scaleBar()
	if bar.Text != "10 km" || math.Abs(bar.Units*p.metersPerUnit-10_000) > p.metersPerUnit {
		t.Errorf("scale bar %q is %.0f m", bar.Text, bar.Units*p.metersPerUnit)
	}
	for _, pt := range []orb.Point{{114, 22.6}, {114.5, 22.8}} {
		if at := p.xy(pt); at[0] < 0 || at[0] > mapWidth || at[1] < 0 || at[1] > p.height-mapFoot {
			t.Errorf("%v lands at %v, outside the map", pt, at)
		}
	}
}

func TestOutlineKeepsSharedBorders(t *testing.T) {
	// Every step of a border between two communities must occur in both, the
	// other way round: otherwise slivers open between them.
	c := newCells(40, 4)
	var areas []datasets.Area
	for i, ring := range c.rings {
		areas = append(areas, datasets.Area{ID: fmt.Sprint(i), Geometry: orb.Polygon{ring}})
	}
	r := &coverage.Result{Areas: areas}
	b, ok := boundsOf(r)
	p, _ := newProjection(b, ok)
	// Area is conserved exactly if shared borders are: the sum over the cells
	// equals that of the outlines, which were dissolved before rounding.
	sum := 0
	for _, ring := range c.rings {
		sum += doubleArea(p.outline(ring))
	}
	whole := 0
	for _, outline := range c.outlines {
		for _, poly := range outline {
			whole += doubleArea(p.outline(poly[0]))
		}
	}
	if sum != whole {
		t.Errorf("twice the area of the communities %d, of the sub-districts %d", sum, whole)
	}
}

// doubleArea is twice the signed area of a ring (shoelace formula).
func doubleArea(pts [][2]int) int {
	sum := 0
	for i, a := range pts {
		b := pts[(i+1)%len(pts)]
		sum += a[0]*b[1] - a[1]*b[0]
	}
	return sum
}

func TestAppendRing(t *testing.T) {
	cases := []struct {
		name string
		pts  [][2]int
		want string
	}{
		{"square", [][2]int{{10, 20}, {30, 20}, {30, 40}, {10, 40}}, "M10 20l20 0 0 20-20 0z"},
		{"negative first step", [][2]int{{5, 5}, {0, 9}, {-3, 0}}, "M5 5l-5 4-3-9z"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := string(appendRing(nil, c.pts)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestThinLeavesNoOverlap(t *testing.T) {
	var labels []mapLabel
	for i := range 200 {
		labels = append(labels, mapLabel{X: (i * 37) % 700, Y: (i * 53) % 500, Name: "平湖街道", Gap: i%9 == 0, prior: i + gapPriority(i%9 == 0)})
	}
	dots := [][2]int{{350, 250}}
	got := thin(labels, dots)
	if len(got) == 0 || !got[0].Gap || got[0].Tier != 0 {
		t.Fatalf("the first of %d labels is %+v, want a gap's on the lowest tier", len(got), got[0])
	}
	for tier, units := range tierUnits {
		var boxes []box
		for _, l := range got {
			if l.Tier > tier {
				continue
			}
			for _, b := range boxes {
				if b.overlaps(l.box(units)) {
					t.Fatalf("tier %d: labels overlap", tier)
				}
			}
			boxes = append(boxes, l.box(units))
		}
	}
}

func TestShortName(t *testing.T) {
	for name, want := range map[string]string{
		"平湖街道": "平湖", "上木古社区居民委员会": "上木古", "木社区": "木社区", "大亚湾": "大亚湾", " A \n B ": "A B",
	} {
		if got := shortName(name); got != want {
			t.Errorf("shortName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestManyMarkersAreOneShape(t *testing.T) {
	r := newSample()
	f := r.Facilities[1]
	f.Name = "密集点"
	for i := range maxMarkers + 1 {
		f.ID, f.Kind = fmt.Sprint("many", i), "reading"
		f.Point = &orb.Point{114.1 + 0.0002*float64(i), 22.7}
		r.Facilities = append(r.Facilities, f)
	}
	page := string(render(t, r, Options{}))
	if !strings.Contains(page, `<path class="dots"`) || strings.Contains(page, "密集点") {
		t.Error("601 facilities are not drawn as one shape")
	}
}

func TestFinding(t *testing.T) {
	gaps := []coverage.Gap{{Kind: "unit", Name: "坪地街道"}, {Kind: "unit", Name: "园山街道"}}
	level := map[string]datasets.Text{"subdistrict": datasets.T("街道", "sub-district")}
	share := coverage.Ledger{Measured: true, Measure: coverage.Percent, Numerator: 9, Denominator: 11, Value: 81.818, Percent: ptr(81.82), Decimals: 2, Goal: ptr(100), Level: "subdistrict"}
	met := share
	met.Status, met.NumWord = coverage.Met, datasets.T("有阅读设施的街道", "sub-districts with one")
	missed := share
	missed.Type, missed.Missing = coverage.Presence, gaps
	reach := share
	reach.Type, reach.Goal = coverage.Reach, ptr(90)
	cases := []struct {
		name   string
		l      coverage.Ledger
		zh, en string
	}{
		{"met", met, "已达标：有阅读设施的街道 9/11（81.82 %）", "Reached: sub-districts with one: 9 of 11 (81.82 %)"},
		{"units missing", missed, "还缺 2 个街道：坪地街道、园山街道", "2 sub-districts missing: 坪地街道, 园山街道"},
		{"reach", reach, "81.82 %，距目标 90 % 还差 8.18 个百分点；2 人未被覆盖", "81.82 %, 8.18 points short of 90 %; 2 people are not reached"},
		{"stock", coverage.Ledger{Measured: true, Type: coverage.Stock, Measure: coverage.Count, Value: 26, Numerator: 26, Goal: ptr(40)}, "现有 26 处，距目标 40 处还差 14 处", "26 so far, 14 short of 40"},
		{"not measured", coverage.Ledger{Why: datasets.T("没有路网", "there are no roads")}, "无法衡量：没有路网", "Cannot be measured: there are no roads"},
	}
	c := newReport(&coverage.Result{Labels: coverage.Labels{Levels: level}}, datasets.ZH)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := c.finding(&tc.l)
			if want := datasets.T(tc.zh, tc.en); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestChartScale(t *testing.T) {
	cases := []struct{ top, step float64 }{{0, 1}, {100, 20}, {33, 10}, {7, 2}, {1, 0.2}, {12, 2.5}, {512400, 200000}}
	for _, c := range cases {
		if got := axisStep(c.top); got != c.step {
			t.Errorf("axisStep(%v) = %v, want %v", c.top, got, c.step)
		}
	}
}
