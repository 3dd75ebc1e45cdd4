package save

import (
	"encoding/json"
	"math"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage"
)

// TestRunHasSteps: the stages of choices stand in run.json, and nowhere else.
func TestRunHasSteps(t *testing.T) {
	dir := t.TempDir()
	r := sample(t)
	best, none := 5.0, math.Inf(1)
	r.Sitings[0].Steps = []coverage.SitingStep{{Name: "greedy", Seconds: 0.5, Best: &best, Bound: &none}}
	if _, err := All(t.Context(), dir, r, testRun(), Options{Formats: []string{"json"}}); err != nil {
		t.Fatal(err)
	}
	var run Run
	if err := json.Unmarshal(read(t, filepath.Join(dir, RunFile)), &run); err != nil {
		t.Fatal(err)
	}
	want := []SitingRun{
		{ID: "next-2", Status: coverage.SitingOptimal, Steps: []coverage.SitingStep{{Name: "greedy", Seconds: 0.5, Best: &best}}},
		{ID: "all", Status: coverage.SitingInfeasible, Steps: []coverage.SitingStep{}},
	}
	if diff := cmp.Diff(want, run.Sitings); diff != "" {
		t.Error(diff)
	}
	results := read(t, filepath.Join(dir, "results.json"))
	r.Sitings[0].Steps = nil
	if _, err := All(t.Context(), dir, r, testRun(), Options{Formats: []string{"json"}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(results), string(read(t, filepath.Join(dir, "results.json")))); diff != "" {
		t.Errorf("the result shows the stages: %s", diff)
	}
}
