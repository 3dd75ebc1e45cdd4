package main

import (
	"container/heap"
	"math"

	"github.com/paulmach/orb"
)

// partition shares the cells out among seeds: each cell goes to the seed that
// reaches it first. A region is connected, because every cell is reached
// through cells of its own region. Speeds weigh the seeds; roughness, from 0,
// makes borders wander.
type partition struct {
	mesh   *mesh
	within func(cell int) bool // the cells to share out
	length func(from, to int) float64
}

// grow labels every cell with the number of its seed, and cells that are not
// shared out with outside.
func (p *partition) grow(seeds []int, speed []float64) []int {
	label := make([]int, len(p.mesh.cells))
	cost := make([]float64, len(p.mesh.cells))
	for i := range label {
		label[i], cost[i] = outside, math.Inf(1)
	}
	var q frontier
	for s, c := range seeds {
		cost[c] = 0
		heap.Push(&q, step{cell: c, seed: s})
	}
	for q.Len() > 0 {
		at := heap.Pop(&q).(step)
		if label[at.cell] != outside {
			continue
		}
		label[at.cell] = at.seed
		for _, n := range p.mesh.cells[at.cell].next {
			if n == outside || !p.within(n) || label[n] != outside {
				continue
			}
			if c := at.cost + p.length(at.cell, n)/speed[at.seed]; c < cost[n] {
				cost[n] = c
				heap.Push(&q, step{cell: n, seed: at.seed, cost: c})
			}
		}
	}
	return label
}

// balance grows again and again, speeding up regions that are too small,
// until sizes come near to want. With centred, seeds move to the middle of
// their regions, which rounds them.
func (p *partition) balance(seeds []int, want []float64, size func(cell int) float64, centred bool, rounds int) []int {
	speed := make([]float64, len(seeds))
	for i := range speed {
		speed[i] = 1
	}
	label := p.grow(seeds, speed)
	for range rounds {
		have := make([]float64, len(seeds))
		sum, total := 0.0, 0.0
		for c, l := range label {
			if l != outside {
				have[l] += size(c)
				sum += size(c)
			}
		}
		for _, w := range want {
			total += w
		}
		for i := range speed {
			ratio := (want[i] / total) / (have[i] / sum)
			speed[i] = min(max(speed[i]*math.Pow(ratio, 0.25), 0.3), 3)
		}
		if centred {
			p.centre(seeds, label)
		}
		label = p.grow(seeds, speed)
	}
	return label
}

// centre moves each seed to the cell of its region that is nearest to the
// middle of its cells.
func (p *partition) centre(seeds []int, label []int) {
	sum := make([]orb.Point, len(seeds))
	count := make([]float64, len(seeds))
	for c, l := range label {
		if l != outside {
			sum[l][0] += p.mesh.cells[c].centre[0]
			sum[l][1] += p.mesh.cells[c].centre[1]
			count[l]++
		}
	}
	best := make([]float64, len(seeds))
	for i := range best {
		best[i] = math.Inf(1)
	}
	for c, l := range label {
		if l == outside {
			continue
		}
		d := apart(p.mesh.cells[c].centre, orb.Point{sum[l][0] / count[l], sum[l][1] / count[l]})
		if d < best[l] {
			best[l], seeds[l] = d, c
		}
	}
}

// apart is the distance of two points of the plane.
func apart(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// step is a cell that a seed has come to.
type step struct {
	cell, seed int
	cost       float64
}

// frontier is a heap of steps, cheapest first; ties go to the lower cell.
type frontier []step

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	if f[i].cost != f[j].cost {
		return f[i].cost < f[j].cost
	}
	if f[i].cell != f[j].cell {
		return f[i].cell < f[j].cell
	}
	return f[i].seed < f[j].seed
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push and Pop are for container/heap.
func (f *frontier) Push(s any) { *f = append(*f, s.(step)) }

// Pop takes the last step.
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
