package siting

import (
	"context"
	"math"
	"slices"
)

// relaxation is the Lagrangian relaxation of an instance at a node of the
// search: the rows' demand for service and the rules are priced by
// multipliers, what is left picks the sites of least reduced cost (Cornuéjols,
// Fisher & Nemhauser 1977). Rows that the opened sites settle and sites that
// are closed are left out.
type relaxation struct {
	in     *instance
	row    []int32 // the instance's row
	start  []int
	site   []int32
	cost   []float64
	cap    []float64 // cost of a row with no free site opened
	need   []float64
	free   []int32
	left   int     // how many free sites may still be opened
	base   float64 // opened prices and rows without a free site
	rulex  []float64
	scale  []float64 // step of a rule's multiplier beside a row's
	u      []float64
	lambda []float64

	rho       []float64
	on        []bool
	picked    []int32
	order     []float64
	g, move   []float64
	gr        []float64
	bestU     []float64
	bestL     []float64
	bestRho   []float64
	bestThrIn float64 // largest reduced cost picked at the best bound
	bestThrEx float64 // smallest not picked
	bound     float64
	mean      []float64 // smoothed picks, or the y of the linear relaxation
	seen      int       // picks in the mean
	solved    bool      // mean is the y of the linear relaxation
	hopeless  bool      // a row that must be served has too few sites left
	forced    []int32   // sites without which such a row is not served
}

// newRelaxation builds it at a node. The multipliers start from u and lambda,
// indexed as the instance's rows and rules.
func newRelaxation(n *node, u []float32, lambda []float64) *relaxation {
	in := n.in
	r := &relaxation{in: in, left: n.left(), start: make([]int, 1, in.rowCount()+1), bound: math.Inf(-1)}
	best, got := n.served()
	for _, j := range n.open {
		r.base += in.price[j]
	}
	for i := range in.need {
		r.addRow(n, i, best[i], in.need[i]-got[i], u)
	}
	for j := range in.sites {
		if n.fix[j] == 0 {
			r.free = append(r.free, int32(j))
		}
	}
	r.rulex, r.scale = make([]float64, len(in.rules)), make([]float64, len(in.rules))
	spread := float64(len(r.site)) / float64(max(1, len(r.free)))
	for k, ru := range in.rules {
		r.rulex[k] = ru.most - n.use[k]
		size := 0.0
		for _, t := range ru.terms {
			size = max(size, math.Abs(t.coef))
		}
		r.scale[k] = math.Sqrt(max(1, spread)) / max(size, 1e-300)
	}
	r.lambda = slices.Clone(lambda)
	r.buffers()
	return r
}

func (r *relaxation) addRow(n *node, i int, best float64, need int32, u []float32) {
	in := r.in
	if need <= 0 {
		return
	}
	if best <= 0 {
		return
	}
	from := len(r.site)
	for e := in.start[i]; e < in.start[i+1] && in.cost[e] < best; e++ {
		if n.fix[in.site[e]] == 0 {
			r.site, r.cost = append(r.site, in.site[e]), append(r.cost, in.cost[e])
		}
	}
	if len(r.site)-from < int(need) {
		r.site, r.cost = r.site[:from], r.cost[:from]
		r.base += best
		r.hopeless = r.hopeless || math.IsInf(best, 1)
		return
	}
	if math.IsInf(best, 1) && len(r.site)-from == int(need) {
		r.forced = append(r.forced, r.site[from:]...)
	}
	r.row = append(r.row, int32(i))
	r.start = append(r.start, len(r.site))
	r.cap = append(r.cap, best/float64(need))
	r.need = append(r.need, float64(need))
	r.u = append(r.u, min(max(float64(u[i]), r.cost[from]), best/float64(need)))
}

func (r *relaxation) buffers() {
	m, n, k := r.in.sites, len(r.row), len(r.lambda)
	r.rho, r.bestRho, r.mean, r.on = make([]float64, m), make([]float64, m), make([]float64, m), make([]bool, m)
	r.g, r.move, r.bestU = make([]float64, n), make([]float64, n), make([]float64, n)
	r.gr, r.bestL = make([]float64, k), make([]float64, k)
	r.order = make([]float64, 0, len(r.free))
	r.picked = make([]int32, 0, len(r.free))
}

// evaluate gives the bound at the current multipliers and leaves the picked
// sites, and the reduced costs in rho.
func (r *relaxation) evaluate() float64 {
	return r.charge(r.u) + r.pick()
}

// charge fills the reduced costs at multipliers u and the current lambda, and
// gives the bound without the picked sites.
func (r *relaxation) charge(u []float64) float64 {
	for _, j := range r.free {
		r.rho[j] = r.in.price[j]
	}
	total := r.base
	for k, l := range r.lambda {
		if l > 0 {
			total -= l * r.rulex[k]
			for _, t := range r.in.rules[k].terms {
				r.rho[t.at] += l * t.coef
			}
		}
	}
	rho, site, cost := r.rho, r.site, r.cost
	for i, u := range u {
		total += u * r.need[i]
		lo, hi := r.start[i], r.start[i+1]
		s := site[lo:hi]
		for e, c := range cost[lo:hi] {
			if c >= u {
				break
			}
			rho[s[e]] += c - u
		}
	}
	return total
}

// pick opens the free sites of least negative reduced cost.
func (r *relaxation) pick() float64 {
	for _, j := range r.picked {
		r.on[j] = false
	}
	r.picked, r.order = r.picked[:0], r.order[:0]
	for _, j := range r.free {
		r.order = append(r.order, r.rho[j])
	}
	limit := 0.0
	if r.left < len(r.order) {
		limit = min(0, nth(r.order, r.left))
	}
	total := 0.0
	for _, j := range r.free {
		if r.rho[j] < limit && len(r.picked) < r.left {
			r.picked = append(r.picked, j)
			r.on[j] = true
			total += r.rho[j]
		}
	}
	for _, j := range r.free { // equal reduced costs at the limit, in order of sites
		if limit < 0 && len(r.picked) < r.left && r.rho[j] == limit && !r.on[j] {
			r.picked = append(r.picked, j)
			r.on[j] = true
			total += r.rho[j]
		}
	}
	return total
}

// nth is the value at position k of the sorted list; it reorders the list.
func nth(a []float64, k int) float64 {
	lo, hi := 0, len(a)-1
	for lo < hi {
		mid := lo + (hi-lo)/2
		pivot := max(min(a[lo], a[mid]), min(max(a[lo], a[mid]), a[hi]))
		i, j := lo, hi
		for i <= j {
			for a[i] < pivot {
				i++
			}
			for a[j] > pivot {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return a[k]
		}
	}
	return a[k]
}

// gradient fills how far each row and rule is from being met by the picked
// sites, and gives the squared length of the step direction.
func (r *relaxation) gradient() float64 {
	norm := 0.0
	for i, u := range r.u {
		g := r.need[i]
		lo, hi := r.start[i], r.start[i+1]
		s := r.site[lo:hi]
		for e, c := range r.cost[lo:hi] {
			if c >= u {
				break
			}
			if r.on[s[e]] {
				g--
			}
		}
		if (g > 0 && u >= r.cap[i]) || (g < 0 && u <= r.cost[lo]) {
			g = 0
		}
		r.g[i] = g
		d := g + deflection*r.move[i]
		r.move[i] = d
		norm += d * d
	}
	for k, ru := range r.in.rules {
		g := -r.rulex[k]
		for _, t := range ru.terms {
			if r.on[t.at] {
				g += t.coef
			}
		}
		g *= r.scale[k]
		if g < 0 && r.lambda[k] == 0 {
			g = 0
		}
		r.gr[k] = g
		norm += g * g
	}
	return norm
}

// deflection is how much of the last direction stays in the next (Camerini,
// Fratta & Maffioli 1975); it damps the zigzag of plain subgradients.
const deflection = 0.5

func (r *relaxation) step(t float64) {
	for i, d := range r.move {
		r.u[i] = max(r.cost[r.start[i]], min(r.cap[i], r.u[i]+t*d))
	}
	for k, g := range r.gr {
		r.lambda[k] = max(0, r.lambda[k]+t*g*r.scale[k])
	}
}

// climb raises the bound by subgradient steps towards target until it reaches
// stop, or the steps no longer help. after is called with each iteration's
// picked sites.
func (r *relaxation) climb(ctx context.Context, plan climbPlan, after func(iteration int, value float64)) {
	lambda, stall := plan.lambda, 0
	clear(r.move)
	for it := 0; it < plan.iterations && lambda > plan.least; it++ {
		value := r.evaluate()
		r.average()
		if r.keep(value) {
			stall = 0
		} else if stall++; stall >= plan.patience {
			lambda, stall = lambda/2, 0
			copy(r.u, r.bestU)
			copy(r.lambda, r.bestL)
			clear(r.move)
		}
		if after != nil {
			after(it, value)
		}
		if r.bound >= plan.stop() || it&15 == 15 && ctx.Err() != nil {
			return
		}
		norm := r.gradient()
		if norm == 0 {
			return
		}
		aim := max(plan.target(), value+1e-6*math.Abs(value)+1e-9)
		r.step(lambda * (aim - value) / norm)
	}
}

// climbPlan bounds a climb.
type climbPlan struct {
	iterations, patience int
	lambda, least        float64
	target               func() float64
	stop                 func() float64
}

func (r *relaxation) average() {
	if r.solved {
		return
	}
	r.seen++
	alpha := max(0.05, 1/float64(r.seen))
	for _, j := range r.free {
		r.mean[j] *= 1 - alpha
	}
	for _, j := range r.picked {
		r.mean[j] += alpha
	}
}

// keep records the multipliers when they give the best bound so far, and says
// whether the bound improved enough to count.
func (r *relaxation) keep(value float64) bool {
	if value <= r.bound {
		return false
	}
	enough := value > r.bound+1e-5*math.Abs(value) || math.IsInf(r.bound, -1)
	r.bound = value
	copy(r.bestU, r.u)
	copy(r.bestL, r.lambda)
	copy(r.bestRho, r.rho)
	r.bestThrIn, r.bestThrEx = math.Inf(-1), 0
	for _, j := range r.picked {
		r.bestThrIn = max(r.bestThrIn, r.rho[j])
	}
	if len(r.picked) < r.left {
		r.bestThrIn = 0 // a further site needs no other to leave
		return enough
	}
	for _, j := range r.free {
		if !r.on[j] {
			r.bestThrEx = min(r.bestThrEx, r.rho[j])
		}
	}
	return enough
}

// settle gives the sites that every solution below the ceiling closes and
// those that it opens, by their reduced costs at the best bound.
func (r *relaxation) settle(ceiling float64) (closed, open []int32) {
	slack := ceiling - r.bound
	for _, j := range r.free {
		c := r.bestRho[j]
		switch picked := c < 0 && c <= r.bestThrIn; {
		case !picked && c-r.bestThrIn >= slack:
			closed = append(closed, j)
		case picked && r.bestThrEx-c >= slack:
			open = append(open, j)
		}
	}
	return closed, open
}
