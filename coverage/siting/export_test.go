package siting

import "context"

// HandOver gives a pure problem as a program for an engine, and how to read the
// model's objective from the program's.
func HandOver(p Problem) (*Program, func(objective float64) float64, error) {
	w := &work{ctx: context.Background(), p: &p}
	v := view{within: p.within(), flat: p.Model != PMedian, must: p.Model != MCLP, need: w.times(), count: p.Model == LSCP}
	in, r, err := w.load(v)
	if err != nil {
		return nil, nil, err
	}
	h := in.handOver()
	return &h.program, func(objective float64) float64 {
		if p.Model == MCLP {
			return r.total - in.offset - objective
		}
		return objective
	}, nil
}

// Build makes the program of a maximal covering, up to where its search would
// begin, and gives the number of its entries.
func Build(p Problem) (int, error) {
	v := view{within: p.within(), flat: true, need: 1}
	r, err := p.read(v)
	if err != nil {
		return 0, err
	}
	in := p.instance(r, v)
	in.finish()
	return len(in.site), nil
}
