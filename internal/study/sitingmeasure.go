package study

import (
	"cmp"
	"context"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/datasets"
)

const (
	// fewPairs is up to how many pairs of demand and site all costs are taken,
	// whatever their size, so that mean and worst costs are known.
	fewPairs = 4_000_000
	// sitingMemory bounds the bytes that costs and the solver take.
	sitingMemory = 8e9
	// farthest is beyond any cost, and within what networks count.
	farthest = 4e6
	// beyondWithin is how far beyond the limit costs are taken where they cannot
	// all be, for the choice by other limits.
	beyondWithin = 1.5
	// sampled is how many rows tell how many pairs there will be.
	sampled = 64
	// rowsAtOnce is how many rows of demand are measured together.
	rowsAtOnce = 50_000
)

// measure fills the costs.
func (c *choice) measure(ctx context.Context) error {
	if c.e.Costs != nil {
		return c.readTable(ctx)
	}
	by := c.e.By
	if !by.set() {
		by.node = cmp.Or(c.e.Within, c.e.ID).node
	}
	way, err := c.l.ways.of(ctx, by, cmp.Or(c.unit, "m"))
	if err != nil {
		return err
	}
	if way.streets != nil {
		c.l.streets(way.streets)
		if c.e.Within.set() {
			if err := withUnits(list{items: []scalar{c.e.Within}}); err != nil {
				return err
			}
		}
	}
	c.way = way
	if err := c.checkNetwork(ctx); err != nil {
		return err
	}
	from, to := make([]orb.Point, len(c.rows)), make([]orb.Point, len(c.sites))
	for k, i := range c.rows {
		from[k] = *c.l.demand.Point(int(i))
	}
	for k := range c.sites {
		to[k] = *c.sites[k].point
	}
	cutoff, err := c.cutoff(ctx, from, to)
	if err != nil {
		return err
	}
	return c.fill(ctx, from, to, cutoff)
}

// cutoff chooses how far costs are taken, and refuses a matrix that would not
// fit before it is made.
func (c *choice) cutoff(ctx context.Context, from, to []orb.Point) (float64, error) {
	pairs := float64(len(from)) * float64(len(to))
	if pairs <= fewPairs {
		return farthest, nil
	}
	needsAll := c.model == coverage.ModelPMedian || c.model == coverage.ModelPCenter
	for _, f := range []float64{beyondWithin, 1} {
		if needsAll {
			break
		}
		if c.within == 0 {
			return 0, nil // sites only: no costs are looked at
		}
		c.cut = true
		limit := math.Min(f*c.within, farthest)
		sum, err := c.estimate(ctx, from, to, limit)
		if err != nil {
			return 0, err
		}
		if pairs = sum; siting.MatrixMemory(len(from), len(to), pairs) <= sitingMemory {
			return limit, nil
		}
	}
	need := siting.MatrixMemory(len(from), len(to), pairs)
	if need <= sitingMemory {
		return farthest, nil
	}
	hint := datasets.T("减小 within，减少候选点，或把需求汇总到较大的单元", "make within smaller, offer fewer candidates, or sum the demand by larger units")
	if needsAll {
		hint = datasets.T("减少候选点，或把需求汇总到较大的单元", "offer fewer candidates, or sum the demand by larger units")
	}
	return 0, wrongSiting(c.e, datasets.T("%[1]s 个需求点 × %[2]s 个候选点与设施约有 %[3]s 对在范围内，约需 %[4]s GB 内存，超过 %[5]s GB", "%[1]s places of demand × %[2]s candidates and facilities make about %[3]s pairs in reach, some %[4]s GB of memory, more than %[5]s GB",
		thousands(float64(len(from))), thousands(float64(len(to))), thousands(math.Round(pairs/1e6)*1e6), thousands(math.Ceil(need/1e9)), thousands(sitingMemory/1e9)), hint)
}

// estimate measures some rows to tell how many pairs all will give.
func (c *choice) estimate(ctx context.Context, from, to []orb.Point, limit float64) (float64, error) {
	some := make([]orb.Point, 0, sampled)
	for k := range sampled {
		some = append(some, from[k*len(from)/sampled])
	}
	costs, err := c.way.way.Travel.Costs(ctx, some, to, limit)
	if err != nil {
		return 0, err
	}
	n := 0
	for k := range some {
		for range costs.Row(k) {
			n++
		}
	}
	return float64(n) / sampled * float64(len(from)), nil
}

// fill takes the costs, rows by the thousand, and keeps of the facilities
// that stay open anyway only those that may ever count.
func (c *choice) fill(ctx context.Context, from, to []orb.Point, cutoff float64) error {
	metres := c.way.way.Unit != "s"
	c.costs = coverage.NewCosts(c.way.way.Unit, len(to), cutoff)
	step := len(from)
	if float64(len(from))*float64(len(to)) > fewPairs {
		step = rowsAtOnce
	}
	var row []coverage.Entry
	for at := 0; at < len(from); at += step {
		part, err := c.way.way.Travel.Costs(ctx, from[at:min(at+step, len(from))], to, cutoff)
		if err != nil {
			return err
		}
		for k := range part.Demand() {
			row = row[:0]
			stay := 0
			for site, cost := range part.Row(k) {
				if p := &c.sites[site]; p.existing && !p.replaceable && !c.capacity {
					if stay++; stay > c.times {
						continue
					}
				}
				if metres {
					cost = math.Round(cost*1000) / 1000 // limits are compared at the millimetre
				}
				row = append(row, coverage.Entry{Site: site, Cost: min(cost, cutoff)})
			}
			c.costs.AddRow(row)
		}
	}
	return nil
}

// checkNetwork says which places do not lie on the network.
func (c *choice) checkNetwork(ctx context.Context) error {
	prober, ok := c.way.way.Travel.(coverage.Prober)
	if !ok {
		return nil
	}
	points := make([]orb.Point, len(c.sites))
	for i := range c.sites {
		points[i] = *c.sites[i].point
	}
	missed, err := prober.Missed(ctx, points)
	if err != nil {
		return err
	}
	candidates, off := 0, 0
	for i := range c.sites {
		p := &c.sites[i]
		why, is := missed[i]
		if !p.existing {
			candidates++
		}
		if !is {
			continue
		}
		if !p.existing {
			off++
		}
		c.note("site-off-network", datasets.SeverityWarning, p.source, datasets.T("候选点或设施不在路网上，谁也到不了", "candidates or facilities are not on the network: nobody reaches them"),
			datasets.T("核对坐标；离路远的可放宽 travel 里的 limit", "see to their coordinates; where they are far from streets raise limit under travel"), datasets.T("%[1]s %[2]s：%[3]s", "%[1]s %[2]s: %[3]s", p.id, p.name, why))
	}
	if off > 0 && off == candidates {
		return wrongSiting(c.e, datasets.T("%d 个候选点都不在路网上", "none of the %d candidates is on the network", off),
			datasets.T("核对候选点与路网的坐标系（crs），或放宽 travel 里的 limit", "see to the systems (crs) of candidates and streets, or raise limit under travel"))
	}
	return nil
}

// thousands writes a number as people read it: 1,234.5 with at most one decimal.
func thousands(v float64) string {
	text := strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	whole, frac := text, ""
	for i := range text {
		if text[i] == '.' {
			whole, frac = text[:i], text[i:]
		}
	}
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + frac
}
