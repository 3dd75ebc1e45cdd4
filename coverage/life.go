package coverage

import (
	"slices"

	"fugai/datasets"
)

// StateAt is the furthest step that a facility had taken by a date, "" where
// its life had not begun. A facility without any recorded step is taken to be
// open: layers of existing places often say no more.
func StateAt(f *datasets.Facility, asOf datasets.Date) datasets.State {
	if len(f.Life) == 0 {
		return datasets.Open
	}
	best := -1
	for _, e := range f.Life {
		if e.At.By(asOf) {
			best = max(best, slices.Index(datasets.States[:], e.State))
		}
	}
	if best < 0 {
		return ""
	}
	return datasets.States[best]
}

// counts tells whether a state is among those wanted; none wanted means every
// state in service.
func counts(s datasets.State, wanted []datasets.State) bool {
	if len(wanted) == 0 {
		return s.InService()
	}
	return slices.Contains(wanted, s)
}

// heldGrade is the highest grade among those issued by a date, "" for none.
// Only titles that contain title are looked at.
func heldGrade(tax *datasets.Taxonomy, grades []datasets.Grade, title string, asOf datasets.Date) string {
	best := ""
	for _, g := range grades {
		if !g.At.By(asOf) || !containsTitle(g.Title, title) {
			continue
		}
		if best == "" || tax.GradeAtLeast(g.Level, best) {
			best = g.Level
		}
	}
	return best
}

// gradeOK tells whether a held grade is at least the wanted one.
func gradeOK(tax *datasets.Taxonomy, held, want string) bool {
	return held != "" && (want == "" || tax.GradeAtLeast(held, want))
}
