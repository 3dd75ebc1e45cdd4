package coverage

import (
	"math"
	"testing"
)

// TestFairness: expected values by hand from the formula in [Fairness].
func TestFairness(t *testing.T) {
	unit := func(name string, people, after float64) SitingUnit {
		return SitingUnit{Area: name, Name: name, People: people, After: after}
	}
	for _, tt := range []struct {
		name        string
		units       []SitingUnit
		worst       string
		share, gini float64
	}{
		{"even", []SitingUnit{unit("a", 10, 5), unit("b", 30, 15)}, "a", 0.5, 0},
		{"one has all", []SitingUnit{unit("a", 10, 10), unit("b", 10, 0)}, "b", 0, 0.5},
		{"empty units do not count", []SitingUnit{unit("a", 10, 10), unit("b", 10, 5), unit("c", 0, 0)}, "b", 0.5, 2 * 100 * 0.5 / (2 * 15 * 20)},
		{"nobody", []SitingUnit{unit("a", 10, 0)}, "a", 0, math.NaN()},
	} {
		got := FairnessOf(&Siting{Units: tt.units})
		if got.WorstUnit != tt.worst || math.Abs(*got.WorstShare-tt.share) > 1e-12 {
			t.Errorf("%s: worst %s %v, want %s %v", tt.name, got.WorstUnit, *got.WorstShare, tt.worst, tt.share)
		}
		if (got.Gini == nil) != math.IsNaN(tt.gini) || got.Gini != nil && math.Abs(*got.Gini-tt.gini) > 1e-12 {
			t.Errorf("%s: Gini %v, want %v", tt.name, got.Gini, tt.gini)
		}
	}
}

// TestCompareChoices: sites that all columns chose are shared, and those of one
// column alone are its own.
func TestCompareChoices(t *testing.T) {
	siting := func(id string, chosen ...string) Siting {
		s := Siting{ID: id}
		for _, c := range chosen {
			s.Sites = append(s.Sites, SitingSite{ID: c, Role: RoleChosen})
		}
		return s
	}
	got := Compare([]Scenario{{Label: "a", Sitings: []Siting{siting("x", "1", "2", "3"), siting("y", "9")}}, {Label: "b", Sitings: []Siting{siting("x", "2", "3", "4")}}})
	if len(got.Choices) != 2 {
		t.Fatalf("%d groups, want x side by side and y by itself", len(got.Choices))
	}
	x := got.Choices[0]
	if x.ID != "x" || len(x.Shared) != 2 || x.Shared[0].ID != "2" || len(x.Cells[0].Only) != 1 || x.Cells[0].Only[0].ID != "1" || x.Cells[1].Only[0].ID != "4" {
		t.Errorf("got %+v", x)
	}
}
