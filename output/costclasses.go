package output

import (
	"math"
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
)

// straightWay is the way of targets that count metres in a straight line.
const straightWay = "straight"

// ByWay tells whether a reach target counts time or metres along a way of
// travel, such as streets on foot, rather than metres in a straight line.
func ByWay(l *coverage.Ledger) bool { return l.Way != nil && l.Way.ID != straightWay }

// Keys of the cost classes without bounds.
const (
	BeyondKey = "beyond" // no facility within the last threshold
	OffKey    = "off"    // not on the network
)

// CostClass is a class of demand points by what it costs to get to the nearest
// facility: Above < cost <= Most, in the target's unit.
type CostClass struct {
	Key         string        // c0, c1 … from the nearest, [BeyondKey], [OffKey]
	Name        datasets.Text // legend text
	Color       string        // #rrggbb
	Above, Most float64       // both are 0 for the last two
	Points      int
	People      float64 // of the target's group
}

// nearColors are those of points within reach, from the nearest on
// (ColorBrewer Blues). Points beyond have a colour and a shape of their own.
var nearColors = [...]string{"#08306b", "#08519c", "#2171b5", "#4292c6", "#6baed6", "#c6dbef"}

// groundColors fill the ground within thresholds, the nearest first
// (ColorBrewer Greens): apart from the points in hue and in lightness.
var groundColors = [...]string{"#238b45", "#41ab5d", "#74c476", "#a1d99b"}

const (
	colorBeyond = "#d94801"
	colorOff    = "#ffffff"
)

// GroundColor is the fill of the ground within threshold i of n, to be drawn
// half transparent.
func GroundColor(i, n int) string {
	if n == 1 {
		return groundColors[len(groundColors)-1]
	}
	return groundColors[ramp(i, n, len(groundColors))]
}

// nearColor is the colour of class i of n.
func nearColor(i, n int) string { return nearColors[ramp(i, n, len(nearColors))] }

// ramp spreads n classes over the colours; the first is the first colour.
func ramp(i, n, colors int) int {
	if n < 2 {
		return 0
	}
	return int(math.Round(float64(i*(colors-1)) / float64(n-1)))
}

// CostBounds gives the upper bounds of a target's cost classes, rising: its
// thresholds, or even steps up to the only one. A target without thresholds has
// none.
func CostBounds(l *coverage.Ledger) []float64 {
	var out []float64
	for _, t := range l.Thresholds {
		out = append(out, t.Within)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) != 1 || !(out[0] > 0) {
		return out
	}
	return evenSteps(out[0], l.Thresholds[0].Unit)
}

// mostSteps is how many classes one threshold is divided into.
const mostSteps = 4

// evenSteps divides a limit into two to four classes with round bounds: even ones,
// or a shorter or longer last one where none are even. It leaves small limits whole.
func evenSteps(limit float64, unit string) []float64 {
	steps, scale := []float64{1, 2, 5, 10, 15, 20, 30, 60}, 60.0
	if unit != "s" {
		steps, scale = []float64{50, 100, 200, 250, 500, 1000, 2000, 5000}, 1
	}
	for _, step := range steps {
		n := limit / (step * scale)
		if n == math.Trunc(n) && n >= 2 && n <= mostSteps {
			return stepsOf(step*scale, int(n), limit)
		}
	}
	for _, step := range steps {
		if n := math.Round(limit / (step * scale)); n >= 2 && n <= mostSteps {
			return stepsOf(step*scale, int(n), limit)
		}
	}
	return []float64{limit}
}

// stepsOf gives n bounds, the last of which is the limit.
func stepsOf(step float64, n int, limit float64) []float64 {
	var out []float64
	for i := range n - 1 {
		out = append(out, float64(i+1)*step)
	}
	return append(out, limit)
}

// CostClasses gives the classes of a target's demand points, the nearest first,
// with what is in them. Classes without bounds that are empty are left out.
func CostClasses(r *coverage.Result, l *coverage.Ledger) []CostClass {
	out := emptyCostClasses(l)
	classOf, at := CostClassifier(l), finder(r.Demand)
	for _, p := range l.Points.All() {
		c := &out[classOf(p)]
		c.Points++
		if i := at(p.Demand); i >= 0 {
			c.People += r.Demand.Weights(i).Of(l.Group)
		}
	}
	return slices.DeleteFunc(out, func(c CostClass) bool { return c.Points == 0 && (c.Key == BeyondKey || c.Key == OffKey) })
}

func emptyCostClasses(l *coverage.Ledger) []CostClass {
	bounds, unit := CostBounds(l), costUnit(l)
	var out []CostClass
	above := 0.0
	for i, most := range bounds {
		name := datasets.T("≤ %s", "≤ %s", Cost(most, unit))
		if i > 0 {
			name = datasets.T("%[1]s–%[2]s", "%[1]s–%[2]s", CostNumber(above, unit), Cost(most, unit))
		}
		out = append(out, CostClass{Key: "c" + strconv.Itoa(i), Name: name, Color: nearColor(i, len(bounds)), Above: above, Most: most})
		above = most
	}
	return append(out,
		CostClass{Key: BeyondKey, Name: datasets.T("超过 %s", "over %s", Cost(above, unit)), Color: colorBeyond},
		CostClass{Key: OffKey, Name: datasets.T("不在路网上", "not on the streets"), Color: colorOff})
}

// CostClassifier gives the number of a point's class among those of
// [CostClasses], empty ones included: the classes with bounds, then beyond,
// then off the network.
func CostClassifier(l *coverage.Ledger) func(coverage.PointRow) int {
	bounds := CostBounds(l)
	off := map[string]bool{}
	if l.OffStreet != nil {
		for i := range l.OffStreet.Demand {
			off[l.OffStreet.Demand[i].ID] = true
		}
	}
	return func(p coverage.PointRow) int {
		switch {
		case len(off) > 0 && off[p.Demand]:
			return len(bounds) + 1
		case p.Cost == nil:
			return len(bounds)
		}
		// Costs are compared at the millimetre and the millisecond.
		i, _ := slices.BinarySearchFunc(bounds, *p.Cost, func(b, cost float64) int {
			return int(max(-1, min(1, math.Round(b*1000)-math.Round(cost*1000))))
		})
		return i
	}
}

// CostKeys gives the keys of all classes in the order of [CostClassifier].
func CostKeys(l *coverage.Ledger) []string {
	var out []string
	for _, c := range emptyCostClasses(l) {
		out = append(out, c.Key)
	}
	return out
}

// CostNames gives the names of all classes in the order of [CostClassifier].
func CostNames(l *coverage.Ledger) []datasets.Text {
	var out []datasets.Text
	for _, c := range emptyCostClasses(l) {
		out = append(out, c.Name)
	}
	return out
}

// finder finds demand by its ID, -1 where there is none. Points stand in the
// order of the demand, so that it mostly looks at the next.
func finder(all datasets.DemandList) func(id string) int {
	at := 0
	var by map[string]int
	return func(id string) int {
		if by == nil {
			for ; at < all.Len(); at++ {
				if all.ID(at) == id {
					return at
				}
			}
			by = make(map[string]int, all.Len())
			for i := range all.Len() {
				by[all.ID(i)] = i
			}
		}
		if i, ok := by[id]; ok {
			return i
		}
		return -1
	}
}

// costUnit is the unit of a target's costs: m or s.
func costUnit(l *coverage.Ledger) string {
	if len(l.Thresholds) > 0 {
		return l.Thresholds[0].Unit
	}
	if l.Way != nil {
		return l.Way.Unit
	}
	return "m"
}

// CostNumber writes a cost without its unit: minutes to the tenth, or metres.
func CostNumber(cost float64, unit string) string {
	if unit == "s" {
		return Number(cost/60, 1)
	}
	return Number(cost, 0)
}

// Cost writes a cost that was measured: minutes to the tenth, or whole metres,
// with the unit as [coverage.CostText] writes it.
func Cost(cost float64, unit string) datasets.Text {
	if unit == "s" {
		return coverage.CostText(math.Round(cost/6)*6, unit)
	}
	return datasets.Same(Distance(cost))
}

// CostIn is a cost of a target where it is counted in a unit, in minutes where
// that is s; nil otherwise.
func CostIn(l *coverage.Ledger, cost *float64, unit string) *float64 {
	switch {
	case cost == nil || costUnit(l) != unit:
		return nil
	case unit == "s":
		minutes := *cost / 60
		return &minutes
	}
	return cost
}

// Within writes a threshold: within 15 min.
func Within(t *coverage.Threshold) datasets.Text {
	return datasets.T("%s内", "within %s", coverage.CostText(t.Within, t.Unit))
}

// OffStreetText counts what is not on the network, "" where all is.
func OffStreetText(o *coverage.OffStreet) datasets.Text {
	if o == nil {
		return datasets.Text{}
	}
	demand := datasets.T("需求点 %[1]d 个（%[2]s 人）", "demand points %[1]d (%[2]s people)", len(o.Demand), Number(o.People, 0))
	facilities := datasets.T("设施 %[1]d 处", "facilities %[1]d", len(o.Facilities))
	switch {
	case len(o.Demand)+len(o.Facilities) == 0:
		return datasets.Text{}
	case len(o.Facilities) == 0:
		return datasets.T("不在路网上：%s", "Not on the streets: %s", demand)
	case len(o.Demand) == 0:
		return datasets.T("不在路网上：%s", "Not on the streets: %s", facilities)
	}
	return datasets.T("不在路网上：%[1]s，%[2]s", "Not on the streets: %[1]s, %[2]s", demand, facilities)
}

// StreetBand names the band of a street within thresholds: 5–10 分钟.
func StreetBand(l *coverage.Ledger, band int) datasets.Text {
	if band < 0 || band >= len(l.Thresholds) {
		return datasets.Text{}
	}
	t := &l.Thresholds[band]
	if band == 0 {
		return datasets.T("≤ %s", "≤ %s", Cost(t.Within, t.Unit))
	}
	return datasets.T("%[1]s–%[2]s", "%[1]s–%[2]s", CostNumber(l.Thresholds[band-1].Within, t.Unit), Cost(t.Within, t.Unit))
}
