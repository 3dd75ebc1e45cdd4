package siting_test

import (
	"math"
	"slices"

	"pgregory.net/rapid"

	"fugai/coverage/siting"
)

// only gives the problem with nothing but some of its conditions.
func (d *drawn) only(causes []siting.Cause) *drawn {
	q := *d
	has := func(c siting.Condition, index int) bool {
		return slices.Contains(causes, siting.Cause{Condition: c, Index: index})
	}
	p := &q.p
	p.Mandated, p.Required, p.Quotas = nil, nil, nil
	for k, j := range d.p.Required {
		if has(siting.ByRequired, k) {
			p.Required = append(p.Required, j)
		}
	}
	for k, quota := range d.p.Quotas {
		if has(siting.ByQuota, k) {
			p.Quotas = append(p.Quotas, quota)
		}
	}
	if !has(siting.BySites, -1) {
		p.Sites = 0
		if p.Model == siting.Dispersion {
			p.Model = siting.MCLP
		}
	}
	if !has(siting.ByBudget, -1) {
		p.Budget = 0
	}
	if !has(siting.BySpacing, -1) && p.Model != siting.Dispersion {
		p.Spacing = 0
	}
	if !has(siting.ByReplace, -1) {
		p.Replace = 0
	}
	if p.Model == siting.LSCP || p.Model == siting.PMedian || p.Model == siting.PCenter {
		if !has(siting.ByDemand, -1) {
			p.Model = siting.MCLP
		}
	}
	return &q
}

func (d *drawn) feasible() bool {
	first, _, _ := d.best()
	return !math.IsInf(first, 1)
}

// checkWhy wants a conflict in which everything is needed, and numbers that work
// where smaller ones do not.
func (d *drawn) checkWhy(t *rapid.T, y *siting.Why) {
	if y == nil {
		t.Fatal("nothing says why")
	}
	if len(y.Unreached) > 0 {
		return
	}
	if len(y.Conflict) == 0 || d.only(y.Conflict).feasible() {
		t.Fatalf("the conflict %v is none", y.Conflict)
	}
	for k := range y.Conflict {
		if rest := slices.Delete(slices.Clone(y.Conflict), k, k+1); !d.only(rest).feasible() {
			t.Fatalf("the conflict %v does not need %v", y.Conflict, y.Conflict[k])
		}
	}
	for k := range d.p.Quotas {
		q := *d
		q.p.Quotas = slices.Delete(slices.Clone(q.p.Quotas), k, k+1)
		if q.feasible() != slices.Contains(y.Quotas, k) {
			t.Fatalf("without quota %d: feasible %v, said %v", k, q.feasible(), y.Quotas)
		}
	}
	d.checkLeast(t, y)
}

// checkLeast tries the numbers said and the next worse ones: all are whole.
func (d *drawn) checkLeast(t *rapid.T, y *siting.Why) {
	for _, tt := range []struct {
		name string
		said float64
		step float64
		set  func(p *siting.Problem, v float64)
	}{
		{"sites", float64(y.Sites), -1, func(p *siting.Problem, v float64) { p.Sites = int(v) }},
		{"within", y.Within, -1, func(p *siting.Problem, v float64) { p.Within = v }},
		{"budget", y.Budget, -1, func(p *siting.Problem, v float64) { p.Budget = v }},
		{"spacing", y.Spacing, 1, func(p *siting.Problem, v float64) { p.Spacing = v }},
	} {
		if tt.said == 0 {
			continue
		}
		q := *d
		tt.set(&q.p, tt.said)
		if !q.feasible() {
			t.Fatalf("%s of %g does not work", tt.name, tt.said)
		}
		if tt.set(&q.p, tt.said+tt.step); tt.said+tt.step > 0 && q.feasible() {
			t.Fatalf("%s of %g works too, said %g", tt.name, tt.said+tt.step, tt.said)
		}
	}
}
