package study

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo"
	"fugai/internal/travel"
)

// defaultCompareWithin sets presence beside reach: 1,000 m is the outer bound
// of the 15-minute living circle on foot in GB 50180-2018.
const defaultCompareWithin geo.Meters = 1000

// Run is what one run of a study gives.
type Run struct {
	Result *coverage.Result
	Study  open.Input   // the study file
	Inputs []open.Input // the layers, in the order they were read
}

// Run reads the layers and measures every target. Errors of the user's making
// are *datasets.Problem; ctx ends the run early.
func (s *Study) Run(ctx context.Context, o Options) (*Run, error) {
	l, err := s.load(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := refused(&l.quality); err != nil {
		return nil, err
	}
	targets, err := s.targets()
	if err != nil {
		return nil, s.problem(err)
	}
	var filters []*filter
	for i := range targets {
		fs, err := s.filters(l, &s.cfg.Targets[i], &targets[i])
		if err != nil {
			return nil, s.problem(err)
		}
		filters = append(filters, fs...)
	}
	if err := l.ways.assign(ctx, targets, l); err != nil {
		return nil, s.problem(err)
	}
	var sitings []coverage.Siting
	if !o.NoSitings {
		if sitings, err = s.siteAll(ctx, l, o); err != nil {
			return nil, s.problem(err)
		}
	}
	if err := l.suspectStreets(ctx); err != nil {
		return nil, err
	}
	in, err := s.input(l, o)
	if err != nil {
		return nil, s.problem(err)
	}
	r, err := coverage.Evaluate(ctx, in, targets, coverage.Options{Progress: func(done, total int) { o.step(Step{Measuring, done, total, targets[done].ID}) }})
	if err != nil {
		return nil, err
	}
	r.Sitings = sitings
	s.labelSitings(r)
	l.noteElsewhere(r)
	for _, f := range filters {
		l.quality.Findings = r.Quality.Findings
		l.noteFilter(s.file, f, 1, 1)
		r.Quality.Findings = l.quality.Findings
	}
	for i := range r.Targets {
		s.noteEmptyFilters(r, &r.Targets[i])
	}
	noteUnstated(r)
	sum := sha256.Sum256(s.raw)
	return &Run{Result: r, Inputs: l.inputs, Study: open.Input{Path: s.file, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(s.raw))}}, nil
}

// refused gives the first finding that is an error: figures from such data
// would be wrong, so nothing is measured.
func refused(q *datasets.Quality) error {
	n := q.Count(datasets.SeverityError)
	for _, f := range q.Findings {
		if f.Severity != datasets.SeverityError {
			continue
		}
		p := &datasets.Problem{Where: datasets.Ref{File: f.Layer}, What: f.Text, Hint: f.Hint}
		if len(f.Examples) > 0 {
			e := f.Examples[0]
			p.Where = e.Ref
			p.What = datasets.T("%[1]s（%[3]d 处，例如 %[4]s）", "%[2]s (%[3]d in all, such as %[5]s)", f.Text.ZH, f.Text.EN, f.Count, e.Text.ZH, e.Text.EN)
		}
		if n > 1 {
			p.Hint.ZH, p.Hint.EN = p.Hint.ZH+fmt.Sprintf("；另有 %d 类错误，见 fugai check", n-1), p.Hint.EN+fmt.Sprintf("; fugai check lists %d more kinds of errors", n-1)
		}
		return p
	}
	return nil
}

// noteEmptyFilters warns of target filters that keep nothing.
func (s *Study) noteEmptyFilters(r *coverage.Result, l *coverage.Ledger) {
	for _, f := range l.Filters {
		if f.Kept == 0 && f.From > 0 {
			r.Quality.Note(datasets.Finding{Rule: "filter-keeps-none", Severity: datasets.SeverityWarning, Layer: s.file, Count: 1,
				Text: datasets.T("目标 %[1]s 的筛选“%[2]s”一条也没留下（共 %[3]d 条）", "the filter %[2]q of target %[1]s keeps none of %[3]d", l.ID, f.Expr, f.From),
				Hint: datasets.T("数字列按数字比较：写 == 1 而不是 == \"1\"", "columns of numbers compare as numbers: write == 1, not == \"1\"")})
		}
	}
}

// noteUnstated names the facilities whose capacity some target needs and does
// not know.
func noteUnstated(r *coverage.Result) {
	unstated := map[string]bool{}
	for i := range r.Targets {
		if c := r.Targets[i].Catchments; c != nil {
			for _, id := range c.Unstated {
				unstated[id] = true
			}
		}
	}
	for i := range r.Facilities {
		f := &r.Facilities[i]
		if !unstated[f.ID] {
			continue
		}
		r.Quality.Note(datasets.Finding{Rule: "capacity-missing", Severity: datasets.SeverityWarning, Layer: f.Source.File,
			Text: datasets.T("有目标按容量计算，而这些设施没有容量，按没有名额计", "a target counts capacities; these facilities state none and are taken to have no place"),
			Hint: datasets.T("补上容量列，或用 columns: {capacity: 列名} 指明；不限容量的写一个很大的数", "fill the column of capacities, or name it under columns: {capacity: COLUMN}; give those without a bound a large number")},
			datasets.Example{Ref: f.Source, Text: datasets.Same(f.Name)})
	}
}

// input gathers what the measures look at.
func (s *Study) input(l *loaded, o Options) (*coverage.Input, error) {
	asOf := o.AsOf
	if asOf.IsZero() {
		var err error
		if asOf, err = s.date(s.cfg.AsOf); err != nil {
			return nil, err
		}
	}
	within, err := meters(s.cfg.CompareWithin, defaultCompareWithin)
	if err != nil {
		return nil, err
	}
	in := &coverage.Input{
		Title: s.cfg.Title.Text, Made: s.cfg.Made, AsOf: asOf, Levels: l.levels, Areas: l.areas, Facilities: l.facilities,
		Demand: l.demand, Venues: l.venues, Kinds: l.kinds, Taxonomy: s.tax, Quality: l.quality,
		Travel: travel.Straight{}, CompareWithin: within, Assumed: l.spreads, Spread: len(l.spreads) > 0,
	}
	l.facilities, l.demand = nil, datasets.DemandList{} // the run keeps them once
	if in.Title.IsZero() {
		in.Title = datasets.T("设施覆盖评估", "Facility coverage")
	}
	for _, n := range s.cfg.Notes {
		in.Notes = append(in.Notes, n.Text)
	}
	return in, nil
}

// filters compiles a target's filters over the layers that were read.
func (s *Study) filters(l *loaded, e *targetEntry, t *coverage.Target) ([]*filter, error) {
	var out []*filter
	if e.Where.set() {
		f, err := compileFilter(e.Where, names(l.facilities, facilityEnv), l.headers(datasets.RoleFacilities))
		if err != nil {
			return nil, err
		}
		t.Filters.Facility = func(r *datasets.Facility) bool { return f.match(facilityEnv(r)) }
		t.Filters.FacilityExpr = e.Where.text
		out = append(out, f)
	}
	if e.Units.set() {
		f, err := compileFilter(e.Units, names(l.areas, areaEnv), l.headers(datasets.RoleAreas))
		if err != nil {
			return nil, err
		}
		t.Filters.Area = func(r *datasets.Area) bool { return f.match(areaEnv(r)) }
		t.Filters.AreaExpr = e.Units.text
		out = append(out, f)
	}
	if e.Mandate != nil && e.Mandate.Venues.set() {
		f, err := compileFilter(e.Mandate.Venues, names(l.venues, venueEnv), l.headers(datasets.RoleCandidates))
		if err != nil {
			return nil, err
		}
		t.Filters.Venue = func(r *datasets.Candidate) bool { return f.match(venueEnv(r)) }
		t.Filters.VenueExpr = e.Mandate.Venues.text
		out = append(out, f)
	}
	return out, nil
}

// Check reads and links the layers and gives what was noticed, without
// measuring.
func (s *Study) Check(ctx context.Context) (*datasets.Quality, error) {
	l, err := s.load(ctx, Options{})
	if err != nil {
		return nil, err
	}
	targets, err := s.targets()
	if err != nil {
		return nil, s.problem(err)
	}
	if err := l.ways.assign(ctx, targets, l); err != nil {
		return nil, s.problem(err)
	}
	if err := l.suspectStreets(ctx); err != nil {
		return nil, err
	}
	if err := l.noteOffStreets(ctx, targets); err != nil {
		return nil, err
	}
	for i := range targets {
		if _, err := s.filters(l, &s.cfg.Targets[i], &targets[i]); err != nil {
			return nil, s.problem(err)
		}
	}
	return &l.quality, s.problem(s.checkAsks(ctx, l))
}

// notPlaced is the error for a place that no layer knows.
func notPlaced(name string) error {
	return &datasets.Problem{What: datasets.T("没有名为“%s”的单元、设施或场所", "no unit, facility or venue is called %q", name),
		Hint: datasets.T("写全名或编码，或用 --at 经度,纬度", "give the full name or code, or --at LON,LAT")}
}
