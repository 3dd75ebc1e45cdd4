package coverage

import (
	"context"
	"fmt"
	"slices"

	"fugai/datasets"
)

// Options of [Evaluate]. The zero value works.
type Options struct {
	// Progress, if set, is called before each target with its number, from 0,
	// and the number of targets.
	Progress func(done, total int)
}

// measurer is what the seven types of targets have in common.
type measurer interface {
	// at measures the target as of a date, in the ledger's measure.
	at(asOf datasets.Date) Point
	// detail fills units, gaps, splits and what else the ledger says, as of
	// the input's date. Value, Goal and Measure are set by then.
	detail(l *Ledger)
	// first is the year of the earliest dated event that counts, 0 for none.
	first() int
}

// drawer is a measurer that can show its outcome on a map.
type drawer interface {
	draw(l *Ledger) error
}

// Evaluate measures every target as of the input's date.
//
// What cannot be measured is a ledger with status NotMeasurable and the
// reason, not an error. Errors come from ctx and from in.Travel. Empty layers
// give a result with empty (never nil) lists.
func Evaluate(ctx context.Context, in *Input, targets []Target, opts Options) (*Result, error) {
	e := newEval(ctx, in)
	r := e.result()
	for i := range targets {
		if opts.Progress != nil {
			opts.Progress(i, len(targets))
		}
		l, err := e.ledger(&targets[i])
		if err != nil {
			return nil, fmt.Errorf("measure target %s: %w", targets[i].ID, err)
		}
		r.Targets = append(r.Targets, *l)
	}
	r.Assumed = append(r.Assumed, e.assumptions(targets)...)
	return r, ctx.Err()
}

// eval holds what targets share.
type eval struct {
	ctx        context.Context
	in         *Input     // without its facilities
	facilities []Facility // those of the input, in its order
	units      *units
}

// newEval copies the facilities once: the caller's own can be let go.
func newEval(ctx context.Context, in *Input) *eval {
	e := &eval{ctx: ctx, facilities: withStates(in.Facilities, in.AsOf), units: newUnits(in.Areas)}
	own := *in
	own.Facilities = nil
	e.in = &own
	return e
}

// ledger measures one target.
func (e *eval) ledger(t *Target) (*Ledger, error) {
	l := &Ledger{
		ID: t.ID, Name: t.Name, Source: t.Source, Type: t.Type(), Kinds: orEmpty(t.Kinds), By: t.By,
		Decimals: t.Decimals, Missing: []Gap{}, Units: []UnitRow{}, Series: []Point{}, Counted: []string{}, Filters: []Filter{},
	}
	m, err := e.measurer(t, l)
	if err != nil {
		return nil, err
	}
	if m == nil || !l.Why.IsZero() { // not measurable; Why is set
		l.Measured = false
		l.Status = NotMeasurable
		return l, nil
	}
	l.Measured = true
	now := m.at(e.in.AsOf)
	l.Numerator, l.Denominator, l.Value = now.Numerator, now.Denominator, now.Value
	if now.Denominator > 0 && l.Measure != PerThousand {
		p := RoundPercent(now.Numerator, now.Denominator, t.Decimals)
		l.Percent, l.Rounding = &p, roundingText(t.Decimals)
	}
	l.Baseline = e.baseline(t, m)
	l.Series = series(m.first(), t.Baseline, e.in.AsOf, m.at)
	l.judge(e.in.AsOf)
	m.detail(l)
	if d, ok := m.(drawer); ok {
		if err := d.draw(l); err != nil {
			return nil, err
		}
	}
	if l.Goal == nil { // nothing is pledged, so nothing is missed
		l.Missing = []Gap{}
	}
	return l, nil
}

func (e *eval) measurer(t *Target, l *Ledger) (measurer, error) {
	if why := e.noKind(t); !why.IsZero() {
		l.Why = why
		l.Measure = Count
		return nil, nil
	}
	switch t.Type() {
	case Presence:
		return e.presence(t, l)
	case Stock:
		return e.stock(t, l), nil
	case Flow:
		return e.flow(t, l), nil
	case Graded:
		if t.Graded.OfUnits {
			return e.gradedUnits(t, l), nil
		}
		return e.gradedFacilities(t, l), nil
	case Reach:
		return e.reach(t, l)
	case Ratio:
		return e.ratio(t, l), nil
	}
	return e.mandate(t, l)
}

// noKind says why no facility of the target's kinds can be counted, or nothing.
func (e *eval) noKind(t *Target) datasets.Text {
	if t.Graded != nil && t.Graded.OfUnits {
		return datasets.Text{}
	}
	for _, k := range t.Kinds {
		if slices.Contains(e.in.Kinds, k) {
			return datasets.Text{}
		}
	}
	return datasets.T("没有图层提供“%s”", "no layer holds any %s", e.kindText(t.Kinds))
}

// baseline gives the point that the pace is measured from, or nil.
func (e *eval) baseline(t *Target, m measurer) *Point {
	if t.Baseline == nil {
		if t.Flow != nil {
			return &Point{At: dayBefore(t.Flow.From)}
		}
		return nil
	}
	if t.Baseline.Value == nil {
		p := m.at(t.Baseline.At)
		return &p
	}
	return &Point{At: t.Baseline.At, Value: *t.Baseline.Value}
}

// dayBefore is the last day before a period begins.
func dayBefore(d datasets.Date) datasets.Date {
	t := d.First().AddDate(0, 0, -1)
	return datasets.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// defaultLevel is the level that counts are shown by: the highest with more
// than one unit, else the highest.
func (e *eval) defaultLevel(t *Target) string {
	if t.ReportBy != "" {
		return t.ReportBy
	}
	for _, l := range e.in.Levels {
		if len(e.units.of(l.Level)) > 1 {
			return l.Level
		}
	}
	if len(e.in.Levels) > 0 {
		return e.in.Levels[0].Level
	}
	return ""
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
