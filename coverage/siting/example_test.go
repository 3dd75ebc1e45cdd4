package siting_test

import (
	"context"
	"fmt"

	"fugai/coverage"
	"fugai/coverage/siting"
)

// Two of three venues for four estates, within 500 m.
func ExampleSolve() {
	costs := coverage.NewCosts("m", 3, 1000)
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 200}, {Site: 1, Cost: 450}})
	costs.AddRow([]coverage.Entry{{Site: 1, Cost: 300}})
	costs.AddRow([]coverage.Entry{{Site: 1, Cost: 700}, {Site: 2, Cost: 100}})
	costs.AddRow([]coverage.Entry{{Site: 2, Cost: 900}})
	problem := siting.Problem{
		Model:   siting.MCLP,
		Costs:   costs,
		Weights: []float64{1200, 800, 1500, 400},
		Sites:   2,
		Within:  500,
	}
	result, err := siting.Solve(context.Background(), problem, siting.Settings{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Status, result.Open, result.Objective, result.Bound)
	defence, err := siting.Explain(context.Background(), problem, result)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range defence.Sites {
		fmt.Println("site", s.Site, "adds", s.Gain, "without it", s.Loss, "are lost")
	}
	// Output:
	// optimal [1 2] 3500 3500
	// site 1 adds 2000 without it 2000 are lost
	// site 2 adds 1500 without it 1500 are lost
}
