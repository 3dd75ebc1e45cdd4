package datasets

import (
	"errors"
	"strings"
)

// step is what a row says of one state.
type step struct {
	known bool
	at    Date
}

// life reads the steps of a row; see [Facilities] for the rules.
func (r *facilityReader) life(rec *Record) []Event {
	var steps [len(States)]step
	for _, l := range r.present.life {
		if at, ok := r.stepDate(rec, l.field); ok {
			steps[stateIndex(l.state)] = step{true, at}
		}
	}
	last := lastStep(steps)
	r.checkOrder(rec, steps)
	state, said := r.state(rec)
	switch {
	case said:
		i := stateIndex(state)
		if state != Closed && last > i {
			r.notes.add(ruleStateBehind, r.ref(rec, FieldState), "状态为%[1]s，但已有%[2]s的日期", "the state is %[1]s, but there is a date for %[2]s", r.tax.Text(Steps, string(state)), r.tax.Text(Steps, string(States[last])))
		}
		r.reach(rec, &steps, i)
	case r.defaults.State != "":
		if i := stateIndex(r.defaults.State); i > last {
			r.reach(rec, &steps, i)
		}
	case !r.hasLife:
		steps[stateIndex(Open)].known = true
		r.notes.add(ruleStateAssumed, Ref{File: r.table.File}, "视为开放", "taken to be open")
	case last < 0 && !steps[stateIndex(Closed)].known:
		steps[stateIndex(Proposed)].known = true // on record and no more; a life of no steps at all would be open
		r.notes.add(ruleStateMissing, r.table.Ref(rec, -1), "没有状态和日期", "no state and no date")
	case last == stateIndex(Built) && r.match.column(FieldState) < 0 && r.match.column(FieldOpened) < 0:
		r.notes.add(ruleBuiltOnly, r.ref(rec, FieldBuilt), "只有建成时间", "only a date of completion")
	}
	known := 0
	for _, s := range steps {
		if s.known {
			known++
		}
	}
	out := make([]Event, 0, known)
	for i, s := range steps {
		if s.known {
			out = append(out, Event{State: States[i], At: s.at})
		}
	}
	return out
}

// stepDate reads one date column. A yes without date is a step of unknown date.
func (r *facilityReader) stepDate(rec *Record, f Field) (Date, bool) {
	text := r.cell(rec, f)
	if at, ok := plainDate(text); ok {
		return at, true
	}
	switch {
	case text == "", negative(text), strings.HasPrefix(fold(text), "未"), strings.HasPrefix(fold(text), "尚未"):
		return Date{}, false
	case affirmative(text):
		return Date{}, true
	}
	at, err := ParseDate(text)
	if err != nil {
		what := T("“%s”不是日期", "%q is not a date", text)
		var p *Problem
		if errors.As(err, &p) {
			what = p.What
		}
		r.notes.add(ruleDate, r.ref(rec, f), "%s", "%s", what)
		return Date{}, false
	}
	return at, true
}

// state reads the state column: of several words the furthest step counts.
func (r *facilityReader) state(rec *Record) (State, bool) {
	cell := r.cell(rec, FieldState)
	if cell == "" {
		return "", false
	}
	state := r.memo.find(Steps, cell, r.furthest)
	if state == "" {
		r.notes.word(ruleUnknownState, cell)
		r.notes.add(ruleUnknownState, r.ref(rec, FieldState), "不认识“%s”", "%q is not known", cell)
		return "", false
	}
	return State(state), true
}

// furthest gives the last step that the words of a cell name.
func (r *facilityReader) furthest(cell string) (string, bool) {
	best := -1
	outside, _ := unbracket(cell)
	for _, word := range append([]string{cell, outside}, splitList(outside)...) {
		if s, ok := r.tax.State(word); ok {
			best = max(best, stateIndex(s))
		}
	}
	if best < 0 {
		return "", false
	}
	return string(States[best]), true
}

// reach marks a step as reached. Without a date of its own it takes that of the
// latest step before it; a closing does not, since a facility that closed at an
// unknown time did not close when it opened.
func (r *facilityReader) reach(rec *Record, steps *[len(States)]step, i int) {
	if steps[i].known {
		return
	}
	steps[i].known = true
	if States[i] == Closed {
		return
	}
	for j := i - 1; j >= 0; j-- {
		if steps[j].known && !steps[j].at.IsZero() {
			steps[i].at = steps[j].at
			r.notes.add(ruleDateBorrowed, r.table.Ref(rec, -1), "%[1]s取%[2]s的日期 %[3]s", "%[1]s takes the date of %[2]s, %[3]s", r.tax.Text(Steps, string(States[i])), r.tax.Text(Steps, string(States[j])), steps[j].at.String())
			return
		}
	}
}

// checkOrder warns of a step that ended before an earlier one began.
func (r *facilityReader) checkOrder(rec *Record, steps [len(States)]step) {
	for i := range steps {
		for j := i + 1; j < len(steps); j++ {
			a, b := steps[i], steps[j]
			if a.at.IsZero() || b.at.IsZero() || !b.at.Last().Before(a.at.First()) {
				continue
			}
			r.notes.add(ruleDateOrder, r.table.Ref(rec, -1), "%[1]s（%[2]s）早于%[3]s（%[4]s）", "%[1]s (%[2]s) is before %[3]s (%[4]s)",
				r.tax.Text(Steps, string(States[j])), b.at.String(), r.tax.Text(Steps, string(States[i])), a.at.String())
			return
		}
	}
}

// lastStep is the furthest step reached, closing aside; -1 for none.
func lastStep(steps [len(States)]step) int {
	last := -1
	for i, s := range steps {
		if s.known && States[i] != Closed {
			last = i
		}
	}
	return last
}

func stateIndex(s State) int {
	for i, t := range States {
		if t == s {
			return i
		}
	}
	return -1
}
