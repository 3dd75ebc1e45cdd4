package siting

import (
	"fmt"
	"math"
	"slices"
)

// Reason says what is wrong with a value of a Problem.
type Reason string

// The reasons of InvalidError.
const (
	NotANumber Reason = "is not a finite number"
	Negative   Reason = "is negative"
	NoSuch     Reason = "is not an index of the costs"
	Twice      Reason = "occurs twice"
	Missing    Reason = "is missing"
	Conflict   Reason = "contradicts another list"
	TooMany    Reason = "is more than there is"
	Nothing    Reason = "is zero, so nothing is asked for"
	NeedsMIP   Reason = "needs a mixed-integer engine in Settings.Engine"
	NotHere    Reason = "does not go with this model"
)

// InvalidError is a Problem that cannot be asked. Index is a position in the
// named field, or the site or demand it names; -1: the field as a whole.
type InvalidError struct {
	Field  string
	Index  int
	Value  float64
	Reason Reason
}

func (e *InvalidError) Error() string {
	if e.Index < 0 {
		return fmt.Sprintf("siting: %s %g %s", e.Field, e.Value, e.Reason)
	}
	return fmt.Sprintf("siting: %s[%d] %g %s", e.Field, e.Index, e.Value, e.Reason)
}

func invalid(field string, index int, value float64, reason Reason) error {
	return &InvalidError{field, index, value, reason}
}

// check finds what makes a problem unaskable.
func (p *Problem) check() error {
	if p.Costs == nil {
		return invalid("Costs", -1, 0, Missing)
	}
	if p.Model < MCLP || p.Model > Backup {
		return invalid("Model", -1, float64(p.Model), NotHere)
	}
	for _, f := range []func() error{p.checkNumbers, p.checkSizes, p.checkLists, p.checkRoles, p.checkQuotas, p.checkModel, p.checkCosts} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) checkNumbers() error {
	lists := []struct {
		name string
		list []float64
		want int
	}{
		{"Weights", p.Weights, p.Costs.Demand()},
		{"Price", p.Price, p.Costs.Sites()},
		{"Capacity", p.Capacity, p.Costs.Sites()},
	}
	for _, l := range lists {
		if l.list == nil {
			continue
		}
		if len(l.list) != l.want {
			return invalid(l.name, min(len(l.list), l.want), float64(len(l.list)), Missing)
		}
		if bad := amounts(l.name, l.list); bad != nil {
			if l.name == "Price" && math.IsNaN(bad.Value) {
				bad.Reason = Missing // what a reader gives for an empty price
			}
			return bad
		}
	}
	for _, v := range []struct {
		name  string
		value float64
	}{
		{"Within", p.Within}, {"Share", p.Share}, {"Budget", p.Budget}, {"Spacing", p.Spacing},
		{"Sites", float64(p.Sites)}, {"Times", float64(p.Times)}, {"Replace", float64(p.Replace)},
	} {
		if bad := amounts(v.name, []float64{v.value}); bad != nil {
			bad.Index = -1
			return bad
		}
	}
	return nil
}

func amounts(name string, list []float64) *InvalidError {
	for i, v := range list {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &InvalidError{name, i, v, NotANumber}
		}
		if v < 0 {
			return &InvalidError{name, i, v, Negative}
		}
	}
	return nil
}

// checkSizes wants a capacity for every site once sites have sizes, and one
// size at most for what stands already.
func (p *Problem) checkSizes() error {
	if p.Sizes == nil {
		return nil
	}
	if len(p.Sizes) != p.Costs.Sites() {
		return invalid("Sizes", min(len(p.Sizes), p.Costs.Sites()), float64(len(p.Sizes)), Missing)
	}
	for j, sizes := range p.Sizes {
		if len(sizes) == 0 && p.Capacity == nil {
			return invalid("Sizes", j, 0, Missing)
		}
		for k, s := range sizes {
			for _, v := range []struct {
				name  string
				value float64
			}{{"Price", s.Price}, {"Capacity", s.Capacity}} {
				if bad := amounts(fmt.Sprintf("Sizes[%d].%s", j, v.name), []float64{v.value}); bad != nil {
					bad.Index = k
					return bad
				}
			}
		}
	}
	return nil
}

func (p *Problem) checkLists() error {
	for _, l := range []struct {
		name string
		list []int
	}{{"Fixed", p.Fixed}, {"Replaceable", p.Replaceable}, {"Required", p.Required}, {"Forbidden", p.Forbidden}, {"Mandated", p.Mandated}} {
		if err := p.checkSites(l.name, l.list); err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) checkSites(name string, list []int) error {
	seen := make(map[int]bool, len(list))
	for k, j := range list {
		if j < 0 || j >= p.Costs.Sites() {
			return invalid(name, k, float64(j), NoSuch)
		}
		if seen[j] {
			return invalid(name, k, float64(j), Twice)
		}
		seen[j] = true
	}
	return nil
}

// checkRoles refuses sites that are to be two things at once.
func (p *Problem) checkRoles() error {
	role := make(map[int]string)
	for _, l := range []struct {
		name string
		list []int
	}{{"Fixed", p.Fixed}, {"Forbidden", p.Forbidden}, {"Required", p.Required}, {"Replaceable", p.Replaceable}} {
		for k, j := range l.list {
			if was := role[j]; was != "" && (was != "Required" || l.name != "Replaceable") {
				return invalid(l.name, k, float64(j), Conflict)
			}
			role[j] = l.name
		}
	}
	for k, j := range p.Mandated {
		if role[j] == "Forbidden" {
			return invalid("Mandated", k, float64(j), Conflict)
		}
	}
	for k, j := range p.Fixed {
		if p.Sizes != nil && len(p.Sizes[j]) > 1 {
			return invalid("Fixed", k, float64(j), Conflict)
		}
	}
	candidates := p.Costs.Sites() - len(p.Fixed) - len(p.Forbidden)
	if p.Sites > 0 && p.most() > candidates {
		return invalid("Sites", -1, float64(p.Sites), TooMany)
	}
	if p.Replace > len(p.Replaceable) {
		return invalid("Replace", -1, float64(p.Replace), TooMany)
	}
	return nil
}

func (p *Problem) checkQuotas() error {
	for k, q := range p.Quotas {
		name := fmt.Sprintf("Quotas[%d]", k)
		if err := p.checkSites(name+".Sites", q.Sites); err != nil {
			return err
		}
		if q.Least < 0 {
			return invalid(name+".Least", -1, float64(q.Least), Negative)
		}
		if q.Most < 0 {
			return invalid(name+".Most", -1, float64(q.Most), Negative)
		}
		if q.Least > q.Most {
			return invalid(name+".Least", -1, float64(q.Least), Conflict)
		}
		if q.Least > 0 && len(q.Sites) == 0 {
			return invalid(name+".Sites", -1, 0, Nothing)
		}
	}
	return p.checkPrices()
}

// checkPrices wants a price of everything that a budget may buy.
func (p *Problem) checkPrices() error {
	if p.Budget == 0 || p.Price != nil {
		return nil
	}
	if p.Sizes == nil {
		return invalid("Price", -1, 0, Missing)
	}
	for j, s := range p.Sizes {
		if len(s) == 0 && !slices.Contains(p.Fixed, j) && !slices.Contains(p.Forbidden, j) {
			return invalid("Price", j, 0, Missing)
		}
	}
	return nil
}

func (p *Problem) checkModel() error {
	switch {
	case p.Model != LSCP && p.Sites == 0 && (p.Budget == 0 || p.Model == Dispersion):
		return invalid("Sites", -1, 0, Nothing)
	case p.Share > 1:
		return invalid("Share", -1, p.Share, TooMany)
	case p.Share > 0 && p.Share < 1 && (p.Model != LSCP || p.Price != nil && p.Budget == 0 && !p.limited()):
		return invalid("Share", -1, p.Share, NotHere)
	case p.Times > 1 && p.Model != MCLP && p.Model != LSCP, p.Times > 1 && p.limited():
		return invalid("Times", -1, float64(p.Times), NotHere)
	case p.limited() && p.Model != MCLP && p.Model != LSCP && p.Model != PMedian && p.Model != CoverThenCost:
		return invalid("Capacity", -1, float64(len(p.Capacity)), NotHere)
	case (p.Spacing > 0 || p.Model == Dispersion) && p.Apart == nil:
		return invalid("Apart", -1, 0, Missing)
	case p.Model == Dispersion:
		return nil
	}
	for i := range p.Costs.Demand() {
		if p.weight(i) > 0 {
			return nil
		}
	}
	return invalid("Weights", -1, 0, Nothing)
}

// checkCosts goes through the costs once.
func (p *Problem) checkCosts() error {
	if p.checked {
		return nil
	}
	seen := make([]int32, p.Costs.Sites()) // the last row, from 1, that held a site
	for i := range p.Costs.Demand() {
		for s, c := range p.Costs.Row(i) {
			switch {
			case s < 0 || s >= len(seen):
				return invalid("Costs row", i, float64(s), NoSuch)
			case math.IsNaN(c) || math.IsInf(c, 0):
				return invalid("Costs row", i, c, NotANumber)
			case c < 0:
				return invalid("Costs row", i, c, Negative)
			case seen[s] == int32(i)+1:
				return invalid("Costs row", i, float64(s), Twice)
			}
			seen[s] = int32(i) + 1
		}
	}
	p.checked = true
	return nil
}
