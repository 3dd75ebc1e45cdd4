package siting

import "math"

// node is a part of the solutions of an instance: some sites are opened, some
// are closed, the others are free.
type node struct {
	in   *instance
	fix  []int8 // 1 opened, -1 closed, 0 free
	open []int32
	free int
	use  []float64 // sum of each rule over the opened sites
	low  []float64 // sum of the negative coefficients of each rule's free sites
}

// newNode applies fixes: site+1 for opened, -(site+1) for closed. ok is false
// where they contradict the limit or a rule.
func newNode(in *instance, fixes []int32) (n *node, ok bool) {
	n = &node{in: in, fix: make([]int8, in.sites), free: in.sites,
		use: make([]float64, len(in.rules)), low: make([]float64, len(in.rules))}
	for k, r := range in.rules {
		for _, t := range r.terms {
			n.low[k] += min(0, t.coef)
		}
	}
	for _, f := range fixes {
		if !n.set(f) {
			return n, false
		}
	}
	return n, n.propagate()
}

func (n *node) left() int { return n.in.limit - len(n.open) }

// set fixes one site, without what follows from it.
func (n *node) set(f int32) bool {
	j, to := f-1, int8(1)
	if f < 0 {
		j, to = -f-1, -1
	}
	if n.fix[j] != 0 {
		return n.fix[j] == to
	}
	n.fix[j] = to
	n.free--
	for _, t := range n.in.ruleOf[j] {
		n.low[t.at] -= min(0, t.coef)
		if to > 0 {
			n.use[t.at] += t.coef
		}
	}
	if to > 0 {
		n.open = append(n.open, j)
	}
	return true
}

// propagate fixes the free sites that the limit and the rules leave no choice;
// it is false where nothing satisfies them.
func (n *node) propagate() bool {
	for changed := true; changed; {
		changed = false
		if n.left() < 0 {
			return false
		}
		if n.left() == 0 && n.free > 0 {
			for j, f := range n.fix {
				if f == 0 {
					n.set(-int32(j) - 1)
				}
			}
		}
		for k := range n.in.rules {
			ok, moved := n.tighten(k)
			if !ok {
				return false
			}
			changed = changed || moved
		}
	}
	return true
}

func (n *node) tighten(k int) (ok, moved bool) {
	r := n.in.rules[k]
	most := r.most + r.slack()
	least := n.use[k] + n.low[k]
	if least > most {
		return false, false
	}
	for _, t := range r.terms {
		if n.fix[t.at] != 0 || least+math.Abs(t.coef) <= most {
			continue
		}
		if f := t.at + 1; t.coef > 0 {
			n.set(-f)
		} else {
			n.set(f)
		}
		moved = true
	}
	return true, moved
}

// served gives for each row its cost by the opened sites (or its penalty) and,
// for rows that need several, how many are opened.
func (n *node) served() (best []float64, got []int32) {
	best, got = make([]float64, len(n.in.need)), make([]int32, len(n.in.need))
	copy(best, n.in.penalty)
	for _, j := range n.open {
		for e := n.in.colStart[j]; e < n.in.colStart[j+1]; e++ {
			i := n.in.colRow[e]
			if n.in.need[i] > 1 {
				got[i]++
			} else {
				best[i] = min(best[i], n.in.colCost[e])
			}
		}
	}
	return best, got
}
