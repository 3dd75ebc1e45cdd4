package study

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/samples"
)

// TestPublishedAgainstComputed prints the table of every published figure of
// the five districts beside what the sample gives, and holds them equal.
func TestPublishedAgainstComputed(t *testing.T) {
	var b strings.Builder
	computed, notYet := 0, 0
	for _, name := range samples.Names() {
		list, err := Compare(context.Background(), name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, c := range list {
			mark := "ok"
			switch {
			case !c.OK:
				mark = "DIFFERS"
				t.Errorf("%s %s: got %q, want %q", name, c.Phrase, c.Got, c.Want)
			case len(c.Got) == 0:
				mark = "-"
			default:
				computed++
			}
			if !c.NotYet.IsZero() {
				notYet++
			}
			fmt.Fprintf(&b, "%-8s %-8s %s | published %s | computed %s | not yet: %s\n", name, mark, c.Phrase, c.Published, strings.Join(c.Got, "; "), c.NotYet.EN)
		}
	}
	fmt.Fprintf(os.Stdout, "published against computed\n%s%d figures computed as published, %d not yet (wholly or in part)\n", b.String(), computed, notYet)
}

// TestSamplesAreClean holds the samples to no errors, and to warnings that are
// meant.
func TestSamplesAreClean(t *testing.T) {
	for _, name := range samples.Names() {
		t.Run(name, func(t *testing.T) {
			s, err := Sample(name)
			if err != nil {
				t.Fatal(err)
			}
			run, err := s.Run(context.Background(), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range run.Result.Quality.Findings {
				if f.Severity != datasets.SeverityNote {
					t.Logf("%s %s %s ×%d: %s", f.Severity, f.Rule, f.Layer, f.Count, f.Text.EN)
				}
				if f.Severity == datasets.SeverityError {
					t.Errorf("error finding %s", f.Rule)
				}
			}
			for _, l := range run.Result.Targets {
				if !l.Measured {
					t.Errorf("target %s is not measured: %s", l.ID, l.Why.EN)
				}
				if l.Status == coverage.NotMeasurable {
					t.Logf("target %s: %s", l.ID, l.Why.EN)
				}
			}
		})
	}
}
