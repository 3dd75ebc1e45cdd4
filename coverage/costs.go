package coverage

import (
	"cmp"
	"iter"
	"slices"
)

// Costs is the sparse matrix demand × site within a cutoff, in metres or
// seconds. A pair that is not there is unreachable or beyond the cutoff;
// there is no large number that stands for it.
type Costs struct {
	unit   string
	sites  int
	start  []int // row d is entries start[d] to start[d+1]
	site   []int32
	cost   []float64
	cutoff float64
}

// Entry is one reachable site of a demand row.
type Entry struct {
	Site int
	Cost float64
}

// NewCosts makes an empty matrix over a number of sites. unit is m or s;
// cutoff is the largest cost that rows hold.
func NewCosts(unit string, sites int, cutoff float64) *Costs {
	return &Costs{unit: unit, sites: sites, cutoff: cutoff, start: []int{0}}
}

// AddRow appends the next demand row. Entries may come in any order; the
// matrix keeps them by cost, then by site.
func (c *Costs) AddRow(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Site, b.Site))
	})
	for _, e := range entries {
		c.site = append(c.site, int32(e.Site))
		c.cost = append(c.cost, e.Cost)
	}
	c.start = append(c.start, len(c.site))
}

// Demand is the number of rows.
func (c *Costs) Demand() int { return len(c.start) - 1 }

// Sites is the number of columns.
func (c *Costs) Sites() int { return c.sites }

// Entries is the number of pairs that are reachable.
func (c *Costs) Entries() int { return len(c.site) }

// Unit is m or s.
func (c *Costs) Unit() string { return c.unit }

// Cutoff is the largest cost that was asked for.
func (c *Costs) Cutoff() float64 { return c.cutoff }

// Row yields the reachable sites of one demand row, nearest first.
func (c *Costs) Row(demand int) iter.Seq2[int, float64] {
	return func(yield func(int, float64) bool) {
		for i := c.start[demand]; i < c.start[demand+1]; i++ {
			if !yield(int(c.site[i]), c.cost[i]) {
				return
			}
		}
	}
}

// Nearest gives the cheapest site of a row among those that keep accepts; ok
// is false where none is within the cutoff.
func (c *Costs) Nearest(demand int, keep func(site int) bool) (site int, cost float64, ok bool) {
	for s, d := range c.Row(demand) {
		if keep(s) {
			return s, d, true
		}
	}
	return 0, 0, false
}
