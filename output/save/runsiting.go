package save

import (
	"math"

	"fugai/coverage"
)

// SitingRun is how the work on one choice of sites went.
type SitingRun struct {
	ID     string                `json:"id"`
	Status coverage.SitingStatus `json:"status"`
	Steps  []coverage.SitingStep `json:"steps"`
}

// sitingRuns lists the work on the choices of a result.
func sitingRuns(r *coverage.Result) []SitingRun {
	var out []SitingRun
	for i := range r.Sitings {
		s := &r.Sitings[i]
		run := SitingRun{ID: s.ID, Status: s.Status, Steps: []coverage.SitingStep{}}
		for _, step := range s.Steps {
			step.Best, step.Bound = finite(step.Best), finite(step.Bound)
			run.Steps = append(run.Steps, step)
		}
		out = append(out, run)
	}
	return out
}

// finite drops what JSON has no number for: a stage that found nothing yet.
func finite(v *float64) *float64 {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return nil
	}
	return v
}
