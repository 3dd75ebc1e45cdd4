package study

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/datasets"
)

// choice is one question of where next on its way from the layers to the
// account.
type choice struct {
	*ask
	s    *Study
	l    *loaded
	o    Options
	asOf datasets.Date
	out  *coverage.Siting

	way     *openedWay      // nil where a table gives the costs
	rows    []int32         // demand with a place and somebody to count, into loaded.demand
	weight  []float64       // of each of rows
	total   float64         // of all demand
	lost    float64         // of demand without a place
	sites   []place         // candidates by ID, then existing facilities by ID
	costs   *coverage.Costs // rows × sites
	cut     bool            // costs end at their cutoff, so that further sites are not known
	units   *unitTree
	problem siting.Problem
	quota   []quotaOf // beside problem.Quotas
	result  siting.Result
	steps   []coverage.SitingStep
}

// place is a candidate or an existing facility.
type place struct {
	id, name string
	point    *orb.Point
	area     string
	source   datasets.Ref
	price    *float64
	capacity *float64

	existing, replaceable, required, forbidden, mandated bool
}

// defaultTimeLimit bounds the search of a question that gives no time_limit.
const defaultTimeLimit = time.Minute

// siteAll answers all questions, or those of the IDs in o.Sitings.
func (s *Study) siteAll(ctx context.Context, l *loaded, o Options) ([]coverage.Siting, error) {
	asks, err := s.asks()
	if err != nil {
		return nil, err
	}
	asOf := o.AsOf
	if asOf.IsZero() {
		if asOf, err = s.date(s.cfg.AsOf); err != nil {
			return nil, err
		}
	}
	var out []coverage.Siting
	for i, a := range asks {
		if len(o.Sitings) > 0 && !slices.Contains(o.Sitings, a.id) {
			continue
		}
		o.step(Step{Siting, i, len(asks), a.id})
		c := &choice{ask: a, s: s, l: l, o: o, asOf: asOf}
		if err := c.answer(ctx, i); err != nil {
			return nil, err
		}
		out = append(out, *c.out)
	}
	return out, nil
}

// Site answers the questions of where next, without measuring the targets: a
// result that holds them, the units and what was noticed.
func (s *Study) Site(ctx context.Context, o Options) (*coverage.Result, error) {
	if len(s.cfg.Siting) == 0 {
		return nil, &datasets.Problem{Where: datasets.Ref{File: s.file}, What: datasets.T("研究里没有 siting", "the study has no siting"),
			Hint: datasets.T("在研究文件里加 siting:，见 docs/siting.md；或用 --demand 与 --candidates 直接给出图层", "add siting: to the study, see docs/siting.md; or name layers with --demand and --candidates")}
	}
	if err := s.knowsSitings(o.Sitings); err != nil {
		return nil, err
	}
	l, err := s.load(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := refused(&l.quality); err != nil {
		return nil, err
	}
	sitings, err := s.siteAll(ctx, l, o)
	if err != nil {
		return nil, s.problem(err)
	}
	in, err := s.input(l, o)
	if err != nil {
		return nil, s.problem(err)
	}
	r, err := coverage.Evaluate(context.WithoutCancel(ctx), in, nil, coverage.Options{})
	if err != nil {
		return nil, err
	}
	if s.undated && o.AsOf.IsZero() {
		r.AsOf = datasets.Date{}
	}
	r.Sitings = sitings
	s.labelSitings(r)
	return r, nil
}

// ParseGap reads a relative gap: 0.5% or 0.005.
func ParseGap(text string) (float64, error) { return gapOf(scalar{text: text}) }

// checkAsks looks at the questions' filters, candidates and units without
// measuring or choosing anything.
func (s *Study) checkAsks(ctx context.Context, l *loaded) error {
	asks, err := s.asks()
	if err != nil {
		return err
	}
	asOf, err := s.date(s.cfg.AsOf)
	if err != nil {
		return err
	}
	for i, a := range asks {
		c := &choice{ask: a, s: s, l: l, asOf: asOf, units: newUnitTree(l.areas)}
		if a.e.Candidates.Generated != nil {
			continue
		}
		for _, step := range []func(context.Context) error{c.countDemand, func(ctx context.Context) error { return c.findCandidates(ctx, i) }, c.findExisting, c.filterSites, c.checkSites} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if err := c.fillQuotas(); err != nil {
			return err
		}
	}
	return nil
}

// labelSitings gives the words for kinds and groups that only sitings name.
func (s *Study) labelSitings(r *coverage.Result) {
	for i := range r.Sitings {
		t := &r.Sitings[i]
		if _, ok := r.Labels.Kinds[t.Kind]; !ok && r.Labels.Kinds != nil {
			r.Labels.Kinds[t.Kind] = s.tax.Text(datasets.Kinds, t.Kind)
		}
		if _, ok := r.Labels.Groups[t.Group]; !ok && r.Labels.Groups != nil && t.Group != "" {
			r.Labels.Groups[t.Group] = s.tax.Text(datasets.Groups, t.Group)
			if !t.Asked.Weights.IsZero() {
				r.Labels.Groups[t.Group] = t.Asked.Weights
			}
		}
	}
}

// knowsSitings refuses IDs that the study does not have.
func (s *Study) knowsSitings(ids []string) error {
	var known []string
	for i := range s.cfg.Siting {
		known = append(known, s.cfg.Siting[i].ID.text)
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return &datasets.Problem{Where: datasets.Ref{File: s.file}, What: datasets.T("没有选址“%s”", "there is no siting %q", id),
				Hint: datasets.T("研究里有：%s", "the study has: %s", strings.Join(known, ", "))}
		}
	}
	return nil
}

// answer takes one question from the layers to the account. What stops the
// search early leaves the best so far, which is accounted for all the same.
func (c *choice) answer(ctx context.Context, number int) error {
	begun := time.Now()
	mark := func(name string) {
		c.steps = append(c.steps, coverage.SitingStep{Name: name, Seconds: time.Since(begun).Seconds()})
		begun = time.Now()
	}
	c.units = newUnitTree(c.l.areas)
	for _, step := range []func(context.Context) error{c.countDemand, func(ctx context.Context) error { return c.findCandidates(ctx, number) }, c.findExisting, c.filterSites, c.checkSites, c.measure} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	mark("costs")
	if err := c.buildProblem(ctx); err != nil {
		return err
	}
	mark("build")
	if err := c.solve(ctx); err != nil {
		return err
	}
	begun = time.Now()
	if err := c.account(ctx); err != nil {
		return err
	}
	mark("explain")
	c.out.Steps = c.steps
	return nil
}

// text of the people that are counted.
func (c *choice) groupText() datasets.Text {
	if c.byPlaces() {
		return datasets.T("需求点", "demand points")
	}
	if len(c.groups) == 1 {
		return c.s.tax.Text(datasets.Groups, c.groups[0].group)
	}
	return datasets.T("加权人数", "weighted people")
}

// byPlaces tells that each place of demand counts as one.
func (c *choice) byPlaces() bool { return len(c.groups) == 1 && c.groups[0].group == "" }

// weighted tells that groups are counted by weights.
func (c *choice) weighted() bool {
	return len(c.groups) > 1 || len(c.groups) == 1 && c.groups[0].weight != 1
}

// countDemand weighs the demand.
func (c *choice) countDemand(context.Context) error {
	d := c.l.demand
	if c.s.loose && !c.e.Group.set() && len(c.e.Weights) == 0 {
		c.groups = []weighted{{c.firstGroup(), 1}}
	}
	for i := range d.Len() {
		w := 0.0
		for _, g := range c.groups {
			if g.group == "" {
				w++
			} else {
				w += g.weight * d.Weights(i).Of(g.group)
			}
		}
		c.total += w
		switch {
		case w <= 0:
		case d.Point(i) == nil:
			c.lost += w
		default:
			c.rows, c.weight = append(c.rows, int32(i)), append(c.weight, w)
		}
	}
	if len(c.rows) > 0 || c.model == coverage.ModelDisperse {
		return nil
	}
	at := cmp.Or(c.e.Group, c.e.ID)
	if c.lost > 0 {
		return wrong(at, datasets.T("需求都没有位置", "none of the demand has a place"), datasets.T("给需求图层加坐标，或写出所在单元", "give the demand coordinates, or the unit it is in"))
	}
	return wrong(at, datasets.T("没有“%s”的需求：人数都是 0 或没有这一列", "there is no demand of %s: all are 0, or no layer has them", c.groupText()),
		datasets.T("核对 demand 的 weights；group: places 让每个需求点算 1", "see to the weights under demand; group: places counts each place as one"))
}

// firstGroup is the group that is counted where nobody says which: people, or
// the first by name, or places where the demand has no people.
func (c *choice) firstGroup() string {
	first := ""
	for i := range c.l.demand.Len() {
		for g := range c.l.demand.Weights(i).All() {
			switch {
			case g == "people":
				return g
			case g != byPlace && (first == "" || g < first):
				first = g
			}
		}
	}
	return first
}

// unitTree finds the unit of a level that a unit belongs to.
type unitTree struct {
	byID   map[string]*datasets.Area
	levels []string // highest first
}

func newUnitTree(areas []datasets.Area) *unitTree {
	t := &unitTree{byID: make(map[string]*datasets.Area, len(areas))}
	for i := range areas {
		a := &areas[i]
		t.byID[a.ID] = a
		if !slices.Contains(t.levels, a.Level) {
			t.levels = append(t.levels, a.Level)
		}
	}
	return t
}

// at gives the unit of a level that is or holds a unit, nil where none does.
func (t *unitTree) at(id, level string) *datasets.Area {
	for range len(t.levels) + 1 {
		a := t.byID[id]
		if a == nil || a.Level == level {
			return a
		}
		id = a.Parent
	}
	return nil
}

// within tells whether unit b is a or lies in it.
func (t *unitTree) within(b, a string) bool {
	for range len(t.levels) + 1 {
		if b == a {
			return b != ""
		}
		u := t.byID[b]
		if u == nil {
			return false
		}
		b = u.Parent
	}
	return false
}
