package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// A plan is what is known of a district before anything is made: where it
// lies, how large it is, and the names of its units. The outline is a rough
// sketch of about twenty corners in whole kilometres, after the extent and the
// general shape of the district; it is no boundary. Names of units, and the
// codes of the district and its towns unless said otherwise, follow the open
// list of 2016 (github.com/Vonng/adcode, CC BY 4.0) with changes since; codes
// of communities are running numbers.
type plan struct {
	id       string
	code     string    // six digits of the county level
	origin   orb.Point // longitude and latitude of the sketch's 0, 0
	areaKM2  float64
	cells    int // of the mesh; more give finer borders and larger files
	seed     uint64
	outline  []orb.Point // kilometres east and north, not closed
	towns    []townPlan
	people   int     // of the district, made
	children float64 // share of 0 to 14, made
}

// townPlan is one sub-district or town. Names stand in two lists, set apart by
// spaces, without 社区 and 村: urban communities, then villages.
type townPlan struct {
	code        string // three digits
	name        string
	east, north float64 // centre, kilometres from the plan's origin
	areaKM2     float64
	communities string
	villages    string
}

// unit is a sub-district or a community that was made.
type unit struct {
	code, name, kind string
	town             *unit // nil for a town itself
	label            int
	cells            []int
	polygon          orb.Polygon // longitude and latitude, six decimals
	centre           orb.Point   // a point well inside
	people, children int
}

// district is a plan with geometry.
type district struct {
	plan        plan
	scale       float64 // from the sketch to the district's area
	mesh        *mesh   // in metres, borders smoothed
	label       []int   // community of each cell
	outline     orb.Polygon
	towns       []*unit
	communities []*unit
}

// build makes the geometry and the populations of a plan. It fails where a
// polygon would not be valid, which another seed mends.
func build(p plan) (*district, error) {
	d := &district{plan: p}
	outline := d.sketch()
	var pulls []attractor
	for i, t := range p.towns {
		pulls = append(pulls, attractor{d.town(i), 380 * math.Sqrt(t.areaKM2), 0.62})
	}
	d.mesh = newMesh(outline, pulls, p.cells, p.seed)
	d.settle(d.shareAmongTowns())
	d.mesh.smooth(d.label)
	if err := d.shape(); err != nil {
		return nil, fmt.Errorf("make %s: %w", p.id, err)
	}
	d.populate()
	return d, nil
}

// sketch closes the outline and scales it to the district's area, in metres.
func (d *district) sketch() orb.Ring {
	ring := orb.Ring{}
	for _, p := range d.plan.outline {
		ring = append(ring, orb.Point{p[0] * 1000, p[1] * 1000})
	}
	ring = append(ring, ring[0])
	if signed(ring) < 0 {
		ring.Reverse()
	}
	d.scale = math.Sqrt(d.plan.areaKM2 * 1e6 / signed(ring))
	for i := range ring {
		ring[i][0] *= d.scale
		ring[i][1] *= d.scale
	}
	return ring
}

// town is the centre of a town in metres.
func (d *district) town(i int) orb.Point {
	t := d.plan.towns[i]
	return orb.Point{t.east * 1000 * d.scale, t.north * 1000 * d.scale}
}

// shareAmongTowns gives each cell the number of its town.
func (d *district) shareAmongTowns() []int {
	var seeds []int
	var want []float64
	for i, t := range d.plan.towns {
		seeds = append(seeds, d.nearest(d.town(i), seeds))
		want = append(want, t.areaKM2)
	}
	p := partition{mesh: d.mesh, within: func(int) bool { return true }, length: func(a, b int) float64 {
		rough := 0.6 + 0.8*hash01(d.plan.seed, 11, uint64(min(a, b)), uint64(max(a, b)))
		return apart(d.mesh.cells[a].centre, d.mesh.cells[b].centre) * rough
	}}
	return p.balance(seeds, want, func(c int) float64 { return d.mesh.cells[c].area }, false, 40)
}

// nearest returns the cell nearest to a place that is not taken yet.
func (d *district) nearest(at orb.Point, taken []int) int {
	best, least := -1, math.Inf(1)
	for c := range d.mesh.cells {
		if dist := apart(d.mesh.cells[c].centre, at); dist < least && !slices.Contains(taken, c) {
			best, least = c, dist
		}
	}
	return best
}

// settle shares each town out among its communities: the urban ones take the
// regions nearest to the town's centre.
func (d *district) settle(town []int) {
	d.label = make([]int, len(d.mesh.cells))
	rng := rand.New(rand.NewPCG(d.plan.seed, 1))
	for t, tp := range d.plan.towns {
		urban, rural := names(tp.communities, "社区"), names(tp.villages, "村")
		all := append(slices.Clone(urban), rural...)
		up := &unit{code: d.plan.code + tp.code + "000", name: tp.name, kind: townKind(tp.name), label: t}
		d.towns = append(d.towns, up)
		order := d.regions(t, town, len(all), len(d.communities), rng)
		for i, name := range all {
			u := &unit{code: fmt.Sprintf("%s%s%03d", d.plan.code, tp.code, i+1), name: name, kind: "社区", town: up, label: order[i]}
			if i >= len(urban) {
				u.kind = "村"
			}
			d.communities = append(d.communities, u)
		}
	}
}

// regions splits town t into n regions labelled from first on, and returns
// the labels in order of their distance from the town's centre.
func (d *district) regions(t int, town []int, n, first int, rng *rand.Rand) []int {
	var inside []int
	for c, l := range town {
		if l == t {
			inside = append(inside, c)
		}
	}
	seeds, want := []int{}, []float64{}
	for _, i := range rng.Perm(len(inside))[:n] {
		seeds = append(seeds, inside[i])
		want = append(want, 0.6+rng.Float64())
	}
	p := partition{mesh: d.mesh, within: func(c int) bool { return town[c] == t }, length: func(a, b int) float64 {
		return 0.7 + 0.6*hash01(d.plan.seed, 13, uint64(min(a, b)), uint64(max(a, b)))
	}}
	label := p.balance(seeds, want, func(int) float64 { return 1 }, true, 14)
	order := make([]int, n)
	away := make([]float64, n)
	count := make([]float64, n)
	middle := d.town(t)
	for _, c := range inside {
		d.label[c] = first + label[c]
		away[label[c]] += apart(d.mesh.cells[c].centre, middle)
		count[label[c]]++
	}
	for i := range order {
		order[i] = first + i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := away[a-first]/count[a-first], away[b-first]/count[b-first]
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return a - b
	})
	return order
}

// names splits a list and adds the suffix where a name does not end with it.
func names(list, suffix string) []string {
	out := strings.Fields(list)
	for i, n := range out {
		if !strings.HasSuffix(n, suffix) {
			out[i] = n + suffix
		}
	}
	return out
}

// townKind is the word that a town's name ends with.
func townKind(name string) string {
	for _, k := range []string{"街道", "镇", "乡"} {
		if strings.HasSuffix(name, k) {
			return k
		}
	}
	return ""
}

// populate shares the made population out: urban communities are denser, and
// sums over the district are exact.
func (d *district) populate() {
	rng := rand.New(rand.NewPCG(d.plan.seed, 2))
	weight := make([]float64, len(d.communities))
	for i, u := range d.communities {
		weight[i] = 0.5 + rng.Float64()
		if u.kind == "社区" {
			weight[i] *= 2.2
		}
	}
	people := share(d.plan.people, weight)
	for i, u := range d.communities {
		u.people = people[i]
		u.children = int(math.Round(float64(people[i]) * d.plan.children * (0.8 + 0.4*rng.Float64())))
		u.town.people += u.people
		u.town.children += u.children
	}
}

// share splits total by weights into whole numbers that sum to it (largest
// remainders).
func share(total int, weight []float64) []int {
	sum := 0.0
	for _, w := range weight {
		sum += w
	}
	out := make([]int, len(weight))
	rest := make([]float64, len(weight))
	order := make([]int, len(weight))
	left := total
	for i, w := range weight {
		exact := float64(total) * w / sum
		out[i] = int(exact)
		rest[i] = exact - float64(out[i])
		left -= out[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rest[a] > rest[b]:
			return -1
		case rest[a] < rest[b]:
			return 1
		}
		return 0
	})
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}
