package coverage_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// nowhere is a Travel for studies that ask for no distances.
type nowhere struct{}

func (nowhere) Unit() string { return "m" }

func (nowhere) Costs(_ context.Context, from, to []orb.Point, cutoff float64) (*coverage.Costs, error) {
	c := coverage.NewCosts("m", len(to), cutoff)
	for range from {
		c.AddRow(nil)
	}
	return c, nil
}

func ExampleEvaluate() {
	village := func(id string) datasets.Area { return datasets.Area{ID: id, Name: id + "村", Level: "community"} }
	home := func(id, area string) datasets.Facility {
		return datasets.Facility{ID: id, Kind: "childrens_home", Area: area, Life: []datasets.Event{{State: datasets.Open, At: datasets.Date{Year: 2016}}}}
	}
	in := &coverage.Input{
		AsOf:       datasets.Date{Year: 2016, Month: 12, Day: 31},
		Levels:     []coverage.LevelCount{{Level: "community"}},
		Areas:      []datasets.Area{village("平安"), village("大塘"), village("仁义")},
		Facilities: []datasets.Facility{home("1", "仁义"), home("2", "平安")},
		Kinds:      []string{"childrens_home"},
		Taxonomy:   datasets.BuiltinTaxonomy(),
		Travel:     nowhere{},
	}
	target := coverage.Target{ID: "homes", Kinds: []string{"childrens_home"}, Decimals: 2,
		Presence: &coverage.PresenceRule{Every: "community", AtLeast: 1, Share: 100}}
	r, err := coverage.Evaluate(context.Background(), in, []coverage.Target{target}, coverage.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	l := r.Targets[0]
	fmt.Printf("%v/%v = %v %%, %s, missing %s\n", l.Numerator, l.Denominator, *l.Percent, l.Status, l.Missing[0].Name)
	// Output: 2/3 = 66.67 %, behind, missing 大塘村
}

func ExampleRoundPercent() {
	fmt.Println(coverage.RoundPercent(24, 26, 2), coverage.RoundPercent(24, 26, 0), coverage.RoundPercent(1999, 2000, 0))
	// Output: 92.31 92 99
}

// Two homes with two children each are nearest to a school with three places;
// one child of the second home goes to the other school.
func ExampleAllocate() {
	costs := coverage.NewCosts("s", 2, 900)
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 120}, {Site: 1, Cost: 800}})
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 300}, {Site: 1, Cost: 400}})
	a, err := coverage.Allocate(context.Background(), costs, []float64{2, 2}, coverage.Supply{Capacity: []float64{3, 10}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range a.Shares {
		fmt.Printf("home %d: %v to school %d, %v s\n", s.Demand, s.Weight, s.Site, s.Cost)
	}
	fmt.Println("loads", a.Load)
	// Output:
	// home 0: 2 to school 0, 120 s
	// home 1: 1 to school 0, 300 s
	// home 1: 1 to school 1, 400 s
	// loads [3 1]
}
