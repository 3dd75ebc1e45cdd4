package study

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/samples"
	"fugai/output"
)

// Comparison is one published figure of a district beside what its sample
// study gives.
type Comparison struct {
	samples.Figure
	Got  []string // what the study gives, one for each Want
	Want []string // what it must give
	OK   bool     // all of Got is as wanted; true where nothing is computed
}

// Compare runs a sample and sets every published figure beside the computed
// one, as of the study's date or the one that the figure is wanted for.
func Compare(ctx context.Context, sample string) ([]Comparison, error) {
	s, err := Sample(sample)
	if err != nil {
		return nil, err
	}
	runs := map[datasets.Date]*coverage.Result{} // by Want.AsOf
	var out []Comparison
	for _, f := range samples.Published(sample) {
		c := Comparison{Figure: f, OK: true}
		for _, w := range f.Want {
			if runs[w.AsOf] == nil {
				run, err := s.Run(ctx, Options{AsOf: w.AsOf})
				if err != nil {
					return nil, err
				}
				runs[w.AsOf] = run.Result
			}
			got, want := s.measured(ctx, runs[w.AsOf], w)
			if !w.AsOf.IsZero() {
				got, want = w.AsOf.String()+" "+got, w.AsOf.String()+" "+want
			}
			c.Got, c.Want = append(c.Got, got), append(c.Want, want)
			c.OK = c.OK && got == want
		}
		out = append(out, c)
	}
	return out, nil
}

// measured writes what the result gives and what is wanted, alike.
func (s *Study) measured(ctx context.Context, r *coverage.Result, w samples.Want) (got, want string) {
	switch {
	case w.Place != "":
		n, err := s.Nearest(ctx, NearestQuery{Place: w.Place, Kind: w.Kind, By: straightID, Count: 1, AsOf: w.AsOf})
		if err != nil {
			return w.Place + ": " + err.Error(), w.Place + ": " + w.Found
		}
		return w.Place + ": " + foundText(n), w.Place + ": " + w.Found
	case w.Target != "":
		i := slices.IndexFunc(r.Targets, func(l coverage.Ledger) bool { return l.ID == w.Target })
		if i < 0 {
			return "no target " + w.Target, w.Target
		}
		return ledgerText(r, &r.Targets[i], w)
	case w.Level != "":
		n := 0
		for _, l := range r.Levels {
			if l.Level == w.Level {
				n = l.Count
			}
		}
		return fmt.Sprintf("%s: %d", w.Level, n), fmt.Sprintf("%s: %d", w.Level, w.Units)
	case w.Group != "":
		people := 0.0
		for _, g := range r.Groups {
			if g.Group == w.Group {
				people = g.People
			}
		}
		return fmt.Sprintf("%s: %v", w.Group, people), fmt.Sprintf("%s: %v", w.Group, w.People)
	}
	got = fmt.Sprintf("targets: %d", min(len(r.Targets), w.Targets))
	return got, fmt.Sprintf("targets: %d", w.Targets)
}

// foundText names the facilities of a place's unit.
func foundText(n *Nearest) string {
	var names []string
	for _, f := range n.InUnit {
		names = append(names, f.Name)
	}
	return strings.Join(names, "、")
}

// ledgerText writes the parts of a ledger that are asked for.
func ledgerText(r *coverage.Result, l *coverage.Ledger, w samples.Want) (got, want string) {
	add := func(g, x string) { got, want = got+g, want+x }
	num := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	add(w.Target+": "+num(l.Numerator), w.Target+": "+num(w.Numerator))
	if w.Denominator > 0 {
		add("/"+num(l.Denominator), "/"+num(w.Denominator))
	}
	if w.Percent != "" {
		add(" = "+output.Share(l), " = "+w.Percent+" %")
	}
	if w.Missing > 0 {
		add(fmt.Sprintf(", missing %d", len(l.Missing)), fmt.Sprintf(", missing %d", w.Missing))
	}
	if w.Mean != "" {
		units := 0
		for _, c := range r.Levels {
			if c.Level == w.Per {
				units = c.Count
			}
		}
		mean := coverage.RoundPercent(l.Numerator, float64(100*units), 2)
		add(", mean "+strconv.FormatFloat(mean, 'f', 2, 64), ", mean "+w.Mean)
	}
	if w.Split != "" {
		add(" by "+w.Split+" "+partsText(splitOf(l, w.Split)), " by "+w.Split+" "+partsText(w.Parts))
	}
	return got, want
}

func splitOf(l *coverage.Ledger, by string) map[string]float64 {
	out := map[string]float64{}
	for _, s := range l.Splits {
		if s.By == by {
			for _, p := range s.Parts {
				out[p.Key] = p.Value
			}
		}
	}
	return out
}

func partsText(parts map[string]float64) string {
	var list []string
	for k, v := range parts {
		if k == "" {
			k = "none"
		}
		list = append(list, fmt.Sprintf("%s %v", k, v))
	}
	slices.Sort(list)
	return strings.Join(list, " + ")
}
