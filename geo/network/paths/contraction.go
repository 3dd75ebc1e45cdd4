package paths

import (
	"container/heap"
	"context"
	"errors"
	"slices"

	"fugai/geo/network"
)

// half is a passage to a node, or from it.
type half struct {
	node uint32
	cost network.Cost
}

// contraction takes the nodes of a network out, one after another, and puts in
// passages between its neighbours wherever the way over it was the cheapest.
type contraction struct {
	out, in [][]half // among the nodes that are left
	gone    []int32  // of each node, how many neighbours are gone
	level   []int32  // above all of those
	order   ranking
	budget  int64 // how many nodes searches may still go through

	cost    []network.Cost // of the search for other ways
	touched []uint32
	queue   queue
}

// errDear tells that a contraction went through more nodes than it may.
var errDear = errors.New("paths: the network is too dense to be ranked")

func newContraction(g *network.Graph, budget int64) *contraction {
	n := len(g.Nodes)
	c := &contraction{out: halves(&g.Out, n), in: halves(&g.In, n), gone: make([]int32, n), level: make([]int32, n), budget: budget}
	c.cost = slices.Repeat([]network.Cost{network.Never}, n)
	return c
}

func halves(a *network.Arcs, nodes int) [][]half {
	all := make([]half, len(a.To))
	for i := range all {
		all[i] = half{a.To[i], a.Cost[i]}
	}
	list := make([][]half, nodes)
	for v := range list {
		list[v] = all[a.First[v]:a.First[v+1]:a.First[v+1]]
	}
	return list
}

// run takes all nodes out, those first that leave few passages behind, and
// calls done with each, while it still has its passages to nodes that go later.
func (c *contraction) run(ctx context.Context, done func(node uint32)) error {
	for v := range c.out {
		if v%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c.order = append(c.order, ranked{c.priority(uint32(v)), uint32(v)})
	}
	heap.Init(&c.order)
	for n := 0; len(c.order) > 0; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if c.budget < 0 {
			return errDear
		}
		top := &c.order[0]
		if now := c.priority(top.node); now > top.priority {
			top.priority = now // its surroundings changed since
			heap.Fix(&c.order, 0)
			continue
		}
		node := heap.Pop(&c.order).(ranked).node
		c.shortcuts(node, c.add)
		done(node)
		c.remove(node)
	}
	return nil
}

// priority is low for a node that leaves fewer passages behind than it has, and
// whose neighbours were left alone so far, which keeps the levels even (R.
// Geisberger et al., Contraction Hierarchies, WEA 2008).
func (c *contraction) priority(node uint32) int32 {
	added := int32(0)
	c.shortcuts(node, func(uint32, uint32, network.Cost) { added++ })
	return 2*(added-int32(len(c.in[node])+len(c.out[node]))) + c.gone[node] + c.level[node]
}

// shortcuts calls add for all neighbours between which no other way was found
// that costs no more than that over a node.
func (c *contraction) shortcuts(node uint32, add func(from, to uint32, cost network.Cost)) {
	for _, a := range c.in[node] {
		most, ahead := network.Cost(0), false
		for _, b := range c.out[node] {
			if b.node != a.node {
				most, ahead = max(most, saturated(a.cost, b.cost)), true
			}
		}
		if !ahead {
			continue
		}
		c.search(a.node, node, most)
		for _, b := range c.out[node] {
			over := saturated(a.cost, b.cost)
			if b.node != a.node && over != network.Never && c.cost[b.node] > over {
				add(a.node, b.node, over)
			}
		}
	}
}

// saturated is a sum, or Never where it does not fit.
func saturated(a, b network.Cost) network.Cost {
	return network.Cost(min(uint64(a)+uint64(b), uint64(network.Never)))
}

// witnesses is how many nodes a search for another way goes through. One that
// is missed costs a passage too many, not a wrong result.
const witnesses = 40

// search finds costs from a node, without going over another and no further
// than needed.
func (c *contraction) search(from, without uint32, most network.Cost) {
	for _, node := range c.touched {
		c.cost[node] = network.Never
	}
	c.touched, c.queue = append(c.touched[:0], from), append(c.queue[:0], uint64(from))
	c.cost[from] = 0
	c.budget-- // to begin is work, too
	for n := 0; len(c.queue) > 0 && n < witnesses; {
		x := c.queue.pop()
		node, cost := uint32(x), network.Cost(x>>32)
		if c.cost[node] != cost {
			continue
		}
		n++
		c.budget--
		for _, h := range c.out[node] {
			sum := saturated(cost, h.cost)
			if old := c.cost[h.node]; h.node != without && sum < old && sum <= most {
				if old == network.Never {
					c.touched = append(c.touched, h.node)
				}
				c.cost[h.node] = sum
				c.queue.push(uint64(sum)<<32 | uint64(h.node))
			}
		}
	}
}

// add puts a passage in, or makes one that is there cheaper.
func (c *contraction) add(from, to uint32, cost network.Cost) {
	c.out[from] = cheaper(c.out[from], half{to, cost})
	c.in[to] = cheaper(c.in[to], half{from, cost})
}

func cheaper(list []half, h half) []half {
	for i := range list {
		if list[i].node == h.node {
			list[i].cost = min(list[i].cost, h.cost)
			return list
		}
	}
	return append(list, h)
}

// remove takes a node out of the lists of its neighbours.
func (c *contraction) remove(node uint32) {
	without := func(list []half) []half {
		return slices.DeleteFunc(list, func(h half) bool { return h.node == node })
	}
	past := func(neighbour uint32) {
		c.gone[neighbour]++
		c.level[neighbour] = max(c.level[neighbour], c.level[node]+1)
	}
	for _, h := range c.out[node] {
		c.in[h.node] = without(c.in[h.node])
		past(h.node)
	}
	for _, h := range c.in[node] {
		c.out[h.node] = without(c.out[h.node])
		past(h.node)
	}
	c.out[node], c.in[node] = nil, nil
}

// ranked is a node with its priority, low ones first.
type ranked struct {
	priority int32
	node     uint32
}

type ranking []ranked

func (r ranking) Len() int      { return len(r) }
func (r ranking) Swap(i, j int) { r[i], r[j] = r[j], r[i] }
func (r ranking) Less(i, j int) bool {
	return r[i].priority < r[j].priority || r[i].priority == r[j].priority && r[i].node < r[j].node
}

// Push and Pop are what container/heap asks for.
func (r *ranking) Push(x any) { *r = append(*r, x.(ranked)) }

// Pop takes the last.
func (r *ranking) Pop() any {
	last := (*r)[len(*r)-1]
	*r = (*r)[:len(*r)-1]
	return last
}
