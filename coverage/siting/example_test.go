package siting_test

import (
	"context"
	"fmt"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/coverage/siting/highs"
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

// estates are four estates and three venues in a row, 300 m apart.
func estates() *coverage.Costs {
	costs := coverage.NewCosts("m", 3, 1000)
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 100}, {Site: 1, Cost: 400}})
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 200}, {Site: 1, Cost: 100}})
	costs.AddRow([]coverage.Entry{{Site: 1, Cost: 200}, {Site: 2, Cost: 100}})
	costs.AddRow([]coverage.Entry{{Site: 2, Cost: 400}})
	return costs
}

// A budget, prices, and a venue that its size obliges to have a room.
func ExampleProblem() {
	problem := siting.Problem{
		Model:    siting.MCLP,
		Costs:    estates(),
		Weights:  []float64{300, 500, 200, 100},
		Within:   500,
		Price:    []float64{80, 120, 60},
		Budget:   150,
		Mandated: []int{2},
	}
	result, err := siting.Solve(context.Background(), problem, siting.Settings{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Open, "cover", result.Objective, "for", result.Spent, "under the mandate", result.Mandated)
	// Output:
	// [0 2] cover 1100 for 140 under the mandate [2]
}

// A sum that is too small: what contradicts what, and how much would do.
func ExampleWhy() {
	problem := siting.Problem{
		Model:  siting.LSCP,
		Costs:  estates(),
		Within: 500,
		Price:  []float64{80, 120, 60},
		Budget: 130,
	}
	result, err := siting.Solve(context.Background(), problem, siting.Settings{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Status)
	for _, cause := range result.Why.Conflict {
		fmt.Println("contradicts:", cause.Condition)
	}
	fmt.Println("least budget", result.Why.Budget)
	fmt.Println("can be covered", result.Why.Most, "of", result.Why.Need)
	// Output:
	// infeasible
	// contradicts: budget
	// contradicts: demand to serve
	// least budget 140
	// can be covered 3 of 4
}

// Rooms that serve so many people, each in one of two sizes, need an engine.
func ExampleEngine() {
	engine := highs.New(highs.Settings{})
	defer engine.Close()
	if engine.Available() != nil {
		fmt.Println("[0 2] [1 0] 1100 of 140") // built without HiGHS
		return
	}
	small, large := siting.Size{Price: 50, Capacity: 400}, siting.Size{Price: 90, Capacity: 700}
	problem := siting.Problem{
		Model:   siting.MCLP,
		Costs:   estates(),
		Weights: []float64{300, 500, 200, 200},
		Within:  500,
		Sizes:   [][]siting.Size{{small, large}, {small}, {small}},
		Budget:  140,
	}
	result, err := siting.Solve(context.Background(), problem, siting.Settings{Engine: engine})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Open, result.Size, result.Objective, "of", result.Spent)
	// Output:
	// [0 2] [1 0] 1100 of 140
}

// The best two sites of the three, one in each of two years.
func ExamplePlan() {
	problem := siting.Problem{Model: siting.MCLP, Costs: estates(), Weights: []float64{300, 500, 200, 100}, Within: 500}
	result, plan, err := siting.Plan(context.Background(), problem, siting.Settings{}, []siting.Year{{Sites: 1}, {Sites: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Status, result.Open)
	for k, year := range plan.Years {
		fmt.Println("year", k+1, "opens", year.Open, "and then covers", year.Covered)
	}
	// Output:
	// optimal [1 2]
	// year 1 opens [1] and then covers 1000
	// year 2 opens [2] and then covers 1100
}
