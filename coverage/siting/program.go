package siting

import "math"

// handed is an instance as a program for an engine: a column for each site,
// then those that say how badly a row is served. A row of costs c1 < c2 < …
// has a column for each cost, 1 unless a site of that cost or less is open,
// that pays the step to the next cost (Elloumi 2010): as strong a relaxation
// as one column for each cost of each site, and far smaller.
type handed struct {
	in      *instance
	program Program
	fixed   float64 // part of the value that no choice changes
	levels  []level
}

// level is a column of a row: it is 0 where need of the sites before and in it
// are open, else 1.
type level struct {
	row, end int // entries of the row before end count
	need     int32
}

func (in *instance) handOver() *handed {
	h := &handed{in: in}
	for _, f := range in.price {
		h.program.Columns = append(h.program.Columns, Column{Cost: f, Upper: 1, Integer: true})
	}
	for _, j := range in.opened {
		h.program.Columns[j].Lower = 1
	}
	for i := range in.need {
		if in.need[i] > 1 {
			h.several(i)
		} else {
			h.one(i)
		}
	}
	if in.limit < in.sites {
		r := Row{Lower: math.Inf(-1), Upper: float64(in.limit)}
		for j := range in.sites {
			r.Terms = append(r.Terms, Term{int32(j), 1})
		}
		h.program.Rows = append(h.program.Rows, r)
	}
	for _, r := range in.rules {
		row := Row{Lower: math.Inf(-1), Upper: r.most}
		for _, t := range r.terms {
			row.Terms = append(row.Terms, Term{t.at, t.coef})
		}
		h.program.Rows = append(h.program.Rows, row)
	}
	constant := Column{Cost: h.fixed, Lower: 1, Upper: 1}
	h.program.Columns = append(h.program.Columns, constant)
	return h
}

// column adds what says that too few of the first entries of a row are open.
func (h *handed) column(l level, cost float64, integer bool) int32 {
	h.levels = append(h.levels, l)
	h.program.Columns = append(h.program.Columns, Column{Cost: cost, Upper: 1, Integer: integer})
	return int32(len(h.program.Columns) - 1)
}

// one adds a row that one site serves.
func (h *handed) one(i int) {
	in := h.in
	penalty, last := in.penalty[i], int32(-1)
	e, end := in.start[i], in.start[i+1]
	for end > e && in.cost[end-1] >= penalty {
		end--
	}
	if e == end {
		h.fixed += penalty
		return
	}
	h.fixed += in.cost[e]
	for e < end {
		r := Row{Lower: 1, Upper: math.Inf(1)}
		if last >= 0 { // not served cheaper, or served here, or dearer
			r.Lower, r.Terms = 0, append(r.Terms, Term{last, -1})
		}
		c := in.cost[e]
		for ; e < end && in.cost[e] == c; e++ {
			r.Terms = append(r.Terms, Term{in.site[e], 1})
		}
		next := penalty
		if e < end {
			next = in.cost[e]
		}
		if !math.IsInf(next, 1) {
			last = h.column(level{i, e, 1}, next-c, false)
			r.Terms = append(r.Terms, Term{last, 1})
		}
		h.program.Rows = append(h.program.Rows, r)
	}
}

// strongRow is the most sites of a row for which the stronger rows are added.
const strongRow = 40

// several adds a row that pays unless several sites are open.
func (h *handed) several(i int) {
	in := h.in
	need := in.need[i]
	terms := make([]Term, 0, in.start[i+1]-in.start[i]+1)
	for e := in.start[i]; e < in.start[i+1]; e++ {
		terms = append(terms, Term{in.site[e], 1})
	}
	penalty := in.penalty[i]
	if math.IsInf(penalty, 1) {
		h.program.Rows = append(h.program.Rows, Row{float64(need), math.Inf(1), terms})
		return
	}
	z := h.column(level{i, in.start[i+1], need}, penalty, true)
	h.program.Rows = append(h.program.Rows, Row{float64(need), math.Inf(1), append(terms, Term{z, float64(need)})})
	if need != 2 || len(terms) > strongRow {
		return
	}
	for k := range terms { // of two, one is another than k
		r := Row{Lower: 1, Upper: math.Inf(1), Terms: []Term{{z, 1}}}
		for o, t := range terms {
			if o != k {
				r.Terms = append(r.Terms, t)
			}
		}
		h.program.Rows = append(h.program.Rows, r)
	}
}

// start gives every column its value for a set of sites.
func (h *handed) start(open []int32) []float64 {
	if open == nil {
		return nil
	}
	v := make([]float64, len(h.program.Columns))
	for _, j := range open {
		v[j] = 1
	}
	for k, l := range h.levels {
		var n int32
		for e := h.in.start[l.row]; e < l.end; e++ {
			n += int32(v[h.in.site[e]])
		}
		if n < l.need {
			v[h.in.sites+k] = 1
		}
	}
	v[len(v)-1] = 1
	return v
}

// open reads the sites from an engine's values.
func (h *handed) open(values []float64) []int32 {
	var list []int32
	for j := range h.in.sites {
		if values[j] > 0.5 {
			list = append(list, int32(j))
		}
	}
	return list
}
