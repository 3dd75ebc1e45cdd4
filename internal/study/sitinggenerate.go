package study

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/coverage/spread"
	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/index"
)

// maxGenerated bounds the candidates that are made.
const maxGenerated = 100_000

// defaultThin is how far apart junctions are that become candidates.
const defaultThin geo.Meters = 200

// generate makes the candidates that the question asks for.
func (c *choice) generate(ctx context.Context) ([]datasets.Candidate, error) {
	g := c.e.Candidates.Generated
	var points []orb.Point
	var err error
	var prefix string
	switch {
	case g.Grid.set():
		prefix = "G"
		points, err = c.gridPoints(ctx, g.Grid)
	case g.Streets.set():
		prefix = "J"
		points, err = c.junctions(ctx, g)
	default:
		prefix = "C"
		points, err = c.circlePoints(ctx, g.Circles)
	}
	if err != nil {
		return nil, err
	}
	return c.named(ctx, points, prefix)
}

// named turns points into candidates that are called after their unit.
func (c *choice) named(ctx context.Context, points []orb.Point, prefix string) ([]datasets.Candidate, error) {
	slices.SortFunc(points, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(b[1], a[1]), cmp.Compare(a[0], b[0])) })
	points = slices.Compact(points)
	at, err := newLocator(c.l.areas).locate(ctx, len(points), func(i int) *orb.Point { return &points[i] })
	if err != nil {
		return nil, err
	}
	out := make([]datasets.Candidate, len(points))
	digits := len(fmt.Sprint(len(points)))
	for i := range points {
		id := fmt.Sprintf("%s%0*d", prefix, digits, i+1)
		area := lowest(c.l, at.At(i))
		name := id
		if a := c.units.byID[area]; a != nil {
			name = a.Name + " " + id
		}
		out[i] = datasets.Candidate{ID: id, Name: name, Point: &points[i], Area: area}
	}
	return out, nil
}

// tooMany refuses candidates beyond what is sensible, before they are made.
func tooMany(v scalar, n float64, hint datasets.Text) error {
	if n <= maxGenerated {
		return nil
	}
	return wrong(v, datasets.T("这样会生成约 %[1]s 个候选点，最多 %[2]s 个", "this would make about %[1]s candidates; %[2]s is the most", thousands(math.Round(n/1000)*1000), thousands(maxGenerated)), hint)
}

// gridPoints are the middles of square cells over the ground of the units.
func (c *choice) gridPoints(ctx context.Context, v scalar) ([]orb.Point, error) {
	size, err := meters(v, 0)
	if err != nil {
		return nil, err
	}
	level := ""
	for _, name := range c.units.levels {
		if slices.ContainsFunc(c.l.areas, func(a datasets.Area) bool { return a.Level == name && isPolygon(a.Geometry) }) {
			level = name
			break
		}
	}
	if level == "" {
		return nil, wrong(v, datasets.T("单元没有面，不能生成格网", "the units have no polygons to lay a grid over"), datasets.T("用带边界的单元图层，或写 candidates: 文件", "use a layer of units with borders, or write candidates: FILE"))
	}
	var ground []spread.Unit
	square := 0.0
	for i := range c.l.areas {
		if a := &c.l.areas[i]; a.Level == level && isPolygon(a.Geometry) {
			ground = append(ground, spread.Unit{Demand: datasets.Demand{ID: a.ID, Name: a.Name, Area: a.ID, Point: a.Center, Weights: datasets.NewWeights(map[string]float64{"people": 1})}, Geometry: a.Geometry})
			square += float64(geo.Area(a.Geometry))
		}
	}
	if err := tooMany(v, square/float64(size)/float64(size), datasets.T("加大间距", "make the distance larger")); err != nil {
		return nil, err
	}
	parts, _, err := spread.Over(ctx, ground, &spread.Tiles{Shape: "squares", Size: size})
	if err != nil {
		return nil, err
	}
	points := make([]orb.Point, 0, parts.Len())
	for i := range parts.Len() {
		if p := parts.Point(i); p != nil {
			points = append(points, *p)
		}
	}
	return points, nil
}

// junctions are those of a way of travel, thinned so that no two are nearer
// than the size asked for.
func (c *choice) junctions(ctx context.Context, g *generatedEntry) ([]orb.Point, error) {
	way, err := c.l.ways.of(ctx, g.Streets, cmp.Or(c.unit, "s"))
	if err != nil {
		return nil, err
	}
	if way.streets == nil {
		return nil, wrong(g.Streets, datasets.T("“%s”没有路网", "%q has no streets", way.way.ID), knownWays(c.s.wayNames()))
	}
	c.l.streets(way.streets)
	size, err := meters(g.Size, defaultThin)
	if err != nil {
		return nil, err
	}
	nodes, err := c.inUnits(ctx, way.streets.Graph.Nodes)
	if err != nil {
		return nil, err
	}
	if nodes, err = onNetwork(ctx, way, nodes); err != nil {
		return nil, err
	}
	if len(nodes) == 0 {
		return nil, wrong(g.Streets, datasets.T("“%s”的路口都不在单元之内", "no junction of %q lies in any unit", way.way.ID), datasets.T("核对路网与单元的坐标系（crs）", "see to the systems (crs) of streets and units"))
	}
	slices.SortFunc(nodes, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(b[1], a[1]), cmp.Compare(a[0], b[0])) })
	points := thinned(slices.Compact(nodes), size)
	return points, tooMany(g.Streets, float64(len(points)), datasets.T("加大 size", "make size larger"))
}

// inUnits keeps the points that lie in some unit; all where no unit has a
// polygon.
func (c *choice) inUnits(ctx context.Context, points []orb.Point) ([]orb.Point, error) {
	if !slices.ContainsFunc(c.l.areas, func(a datasets.Area) bool { return isPolygon(a.Geometry) }) {
		return slices.Clone(points), nil
	}
	at, err := newLocator(c.l.areas).locate(ctx, len(points), func(i int) *orb.Point { return &points[i] })
	if err != nil {
		return nil, err
	}
	var out []orb.Point
	for i, p := range points {
		if lowest(c.l, at.At(i)) != "" {
			out = append(out, p)
		}
	}
	return out, nil
}

// onNetwork leaves out the junctions that take no place, such as those of a
// part of the network by itself.
func onNetwork(ctx context.Context, way *openedWay, points []orb.Point) ([]orb.Point, error) {
	prober, ok := way.way.Travel.(coverage.Prober)
	if !ok {
		return points, nil
	}
	missed, err := prober.Missed(ctx, points)
	if err != nil {
		return nil, err
	}
	out := points[:0]
	for i, p := range points {
		if _, off := missed[i]; !off {
			out = append(out, p)
		}
	}
	return out, nil
}

// thinned keeps points, in their order, that are not nearer than a distance to one
// that is kept.
func thinned(points []orb.Point, size geo.Meters) []orb.Point {
	type cell [2]int
	kept := map[cell][]orb.Point{}
	if len(points) == 0 {
		return nil
	}
	step := metersPerDegree(points[0][1])
	of := func(p orb.Point) cell {
		return cell{int(math.Floor(p[0] * step[0] / float64(size))), int(math.Floor(p[1] * step[1] / float64(size)))}
	}
	var out []orb.Point
next:
	for _, p := range points {
		at := of(p)
		for dx := -2; dx <= 2; dx++ {
			for dy := -2; dy <= 2; dy++ {
				for _, q := range kept[cell{at[0] + dx, at[1] + dy}] {
					if geo.Distance(p, q) < size {
						continue next
					}
				}
			}
		}
		kept[at] = append(kept[at], p)
		out = append(out, p)
	}
	return out
}

// circlePoints make a free choice finite: with straight lines some best choice
// stands at points of demand and where the circles around them cross (Church
// 1984). The circles are half a millimetre smaller than the limit, so that what
// is on them is within it.
func (c *choice) circlePoints(ctx context.Context, v scalar) ([]orb.Point, error) {
	way, err := c.l.ways.of(ctx, c.straightBy(v), cmp.Or(c.unit, "m"))
	if err != nil {
		return nil, err
	}
	radius, err := c.radiusMeters(ctx, way)
	if err != nil {
		return nil, err
	}
	at := make([]orb.Point, len(c.rows))
	for k, i := range c.rows {
		at[k] = *c.l.demand.Point(int(i))
	}
	slices.SortFunc(at, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	at = slices.Compact(at)
	near := index.NewPoints(at)
	counts, err := near.CountEach(ctx, index.Batch{From: at}, 2*radius)
	if err != nil {
		return nil, err
	}
	pairs := 0
	for _, n := range counts {
		pairs += n - 1
	}
	if err := tooMany(v, float64(len(at)+pairs), datasets.T("减小 within，或改用 generated: {grid: …}", "make within smaller, or use generated: {grid: …}")); err != nil {
		return nil, err
	}
	out := slices.Clone(at)
	for i, p := range at {
		for _, h := range near.Within(p, 2*radius) {
			if h.Index > i {
				out = append(out, crossing(p, at[h.Index], radius)...)
			}
		}
	}
	return out, nil
}

// straightBy is the straight way that the question names, or the plain one.
func (c *choice) straightBy(v scalar) scalar {
	if c.e.By.set() {
		return c.e.By
	}
	return scalar{node: v.node}
}

// radiusMeters is the limit as the metres of a straight line.
func (c *choice) radiusMeters(ctx context.Context, way *openedWay) (geo.Meters, error) {
	from := orb.Point{0, 0}
	to := orb.Point{0.01, 0}
	costs, err := way.way.Travel.Costs(ctx, []orb.Point{from}, []orb.Point{to}, farthest)
	if err != nil {
		return 0, err
	}
	_, cost, ok := costs.Nearest(0, func(int) bool { return true })
	if !ok || cost <= 0 {
		return 0, wrong(c.e.Within, datasets.T("circles 只用于直线", "circles go with straight lines only"), datasets.Text{})
	}
	return geo.Meters(c.within * float64(geo.Distance(from, to)) / cost), nil
}

// crossing gives the points that are a radius away from both of two points.
func crossing(p, q orb.Point, radius geo.Meters) []orb.Point {
	r, d := float64(radius)-0.0005, float64(geo.Distance(p, q))
	if d == 0 || d > 2*r {
		return nil
	}
	step := metersPerDegree((p[1] + q[1]) / 2)
	ux, uy := (q[0]-p[0])*step[0]/d, (q[1]-p[1])*step[1]/d
	h := math.Sqrt(max(0, r*r-d*d/4))
	var out []orb.Point
	for _, side := range []float64{1, -1} {
		x := orb.Point{p[0] + (ux*d/2-side*uy*h)/step[0], p[1] + (uy*d/2+side*ux*h)/step[1]}
		for range 4 { // the plane is not quite the ellipsoid
			x = pulled(x, p, q, r)
		}
		out = append(out, x)
		if h == 0 {
			break
		}
	}
	return out
}

// pulled moves a point towards being r away from both p and q.
func pulled(x, p, q orb.Point, r float64) orb.Point {
	step := metersPerDegree(x[1])
	ax, ay := (x[0]-p[0])*step[0], (x[1]-p[1])*step[1]
	bx, by := (x[0]-q[0])*step[0], (x[1]-q[1])*step[1]
	da, db := float64(geo.Distance(x, p)), float64(geo.Distance(x, q))
	det := ax*by - ay*bx
	if math.Abs(det) < 1e-6*r*r {
		return x
	}
	ea, eb := (r-da)*da, (r-db)*db
	return orb.Point{x[0] + (ea*by-eb*ay)/det/step[0], x[1] + (ax*eb-bx*ea)/det/step[1]}
}

// metersPerDegree is what a degree of longitude and of latitude measure at a
// latitude on WGS 84.
func metersPerDegree(lat float64) [2]float64 {
	const a, e2 = 6378137.0, 6.69437999014e-3
	sin, cos := math.Sincos(lat * math.Pi / 180)
	w := 1 - e2*sin*sin
	return [2]float64{math.Pi / 180 * a * cos / math.Sqrt(w), math.Pi / 180 * a * (1 - e2) / (w * math.Sqrt(w))}
}
