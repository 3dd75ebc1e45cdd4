package study

import (
	"regexp"
	"slices"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
)

var validID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// defaultMandateWithin is how near a facility counts as a venue's own where
// it is not registered in it: the size of a large site.
const defaultMandateWithin geo.Meters = 100

// defaultDecimals of percentages.
const defaultDecimals = 2

// targets understands all targets but their filters, which need the layers.
//
// Reach targets have their thresholds but not yet their way: see [ways.assign].
func (s *Study) targets() ([]coverage.Target, error) {
	seen := map[string]bool{}
	var out []coverage.Target
	for i := range s.cfg.Targets {
		e := &s.cfg.Targets[i]
		t, err := s.target(e)
		if err != nil {
			return nil, err
		}
		if seen[t.ID] {
			return nil, wrong(e.ID, datasets.T("目标 id“%s”重复", "the target id %q is used twice", t.ID), datasets.Text{})
		}
		seen[t.ID] = true
		out = append(out, *t)
	}
	return out, nil
}

func (s *Study) target(e *targetEntry) (*coverage.Target, error) {
	if !validID.MatchString(e.ID.text) {
		return nil, s.wrongTarget(e, datasets.T("目标的 id“%s”须由字母、数字、- 和 _ 组成", "a target's id %q must consist of letters, digits, - and _", e.ID.text), datasets.Text{})
	}
	t := &coverage.Target{ID: e.ID.text, Name: e.Name.Text, Source: e.Source, Decimals: defaultDecimals}
	if t.Name.IsZero() {
		t.Name = datasets.Same(t.ID)
	}
	if e.Decimals != nil {
		if t.Decimals = *e.Decimals; t.Decimals < 0 || t.Decimals > 6 {
			return nil, s.wrongTarget(e, datasets.T("decimals 须在 0 到 6 之间", "decimals must be 0 to 6"), datasets.Text{})
		}
	}
	for _, step := range []func(*targetEntry, *coverage.Target) error{s.targetWords, s.targetDates, s.targetRule} {
		if err := step(e, t); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// wrongTarget points at a target as a whole.
func (s *Study) wrongTarget(e *targetEntry, what, hint datasets.Text) error {
	v := e.ID
	if v.node == nil {
		v.node = e.node
	}
	return wrong(v, what, hint)
}

func (s *Study) targetWords(e *targetEntry, t *coverage.Target) error {
	for _, k := range e.Kind.items {
		id, err := s.kind(k)
		if err != nil {
			return err
		}
		t.Kinds = append(t.Kinds, id)
	}
	for _, v := range e.States.items {
		id, err := s.word(datasets.Steps, v, "states")
		if err != nil {
			return err
		}
		t.States = append(t.States, datasets.State(id))
	}
	if e.ReportBy.set() {
		var err error
		if t.ReportBy, err = s.level(e.ReportBy); err != nil {
			return err
		}
	}
	ofUnits := e.Graded != nil && e.Graded.Of.text == "units"
	if len(t.Kinds) == 0 && !ofUnits {
		return s.wrongTarget(e, datasets.T("目标没有 kind（数哪类设施）", "the target has no kind (which facilities it counts)"), datasets.Text{})
	}
	return nil
}

func (s *Study) targetDates(e *targetEntry, t *coverage.Target) (err error) {
	if e.By.set() {
		if t.By, err = s.date(e.By); err != nil {
			return err
		}
	}
	if e.Baseline == nil {
		return nil
	}
	b := &coverage.Baseline{}
	if b.At, err = s.date(e.Baseline.At); err != nil {
		return err
	}
	if b.Value, err = percentOrAmount(e.Baseline.Value); err != nil {
		return err
	}
	t.Baseline = b
	return nil
}

func percentOrAmount(v scalar) (*float64, error) {
	if n := len(v.text); n > 0 && v.text[n-1] == '%' {
		f, err := share(v, 0)
		return &f, err
	}
	return amount(v)
}

// targetRule understands the one rule that a target must have.
func (s *Study) targetRule(e *targetEntry, t *coverage.Target) (err error) {
	rules := 0
	for _, is := range []bool{e.Presence != nil, e.Stock != nil, e.Flow != nil, e.Graded != nil, e.Reach != nil, e.Ratio != nil, e.Mandate != nil} {
		if is {
			rules++
		}
	}
	if rules != 1 {
		return s.wrongTarget(e, datasets.T("目标要有且只有一种规则，现有 %d 种", "a target needs exactly one rule, this one has %d", rules),
			datasets.T("presence、stock、flow、graded、reach、ratio 或 mandate", "presence, stock, flow, graded, reach, ratio or mandate"))
	}
	switch {
	case e.Presence != nil:
		t.Presence, err = s.presence(e.Presence)
	case e.Stock != nil:
		r := &coverage.StockRule{}
		if r.AtLeast, err = amount(e.Stock.AtLeast); err == nil {
			r.Grade, err = s.grade(e.Stock.Grade)
		}
		t.Stock = r
	case e.Flow != nil:
		t.Flow, err = s.flow(e)
	case e.Graded != nil:
		t.Graded, err = s.graded(e)
	case e.Reach != nil:
		t.Reach, err = s.reach(e)
	case e.Ratio != nil:
		t.Ratio, err = s.ratio(e)
	default:
		t.Mandate, err = s.mandate(e.Mandate)
	}
	return err
}

func (s *Study) presence(e *presenceEntry) (r *coverage.PresenceRule, err error) {
	r = &coverage.PresenceRule{AtLeast: 1}
	if r.Every, err = s.levelOfStudy(e.Every, "every"); err != nil {
		return nil, err
	}
	if e.AtLeast.set() {
		n, err := amount(e.AtLeast)
		if err != nil || *n < 1 || *n != float64(int(*n)) {
			return nil, wrong(e.AtLeast, datasets.T("at_least 须为不小于 1 的整数", "at_least must be a whole number from 1"), datasets.Text{})
		}
		r.AtLeast = int(*n)
	}
	if r.Share, err = share(e.Share, 100); err != nil {
		return nil, err
	}
	r.Grade, err = s.grade(e.Grade)
	return r, err
}

// levelOfStudy is a level that the study has a layer of.
func (s *Study) levelOfStudy(v scalar, key string) (string, error) {
	id, err := s.word(datasets.Levels, v, key)
	if err != nil {
		return "", err
	}
	have := slices.ContainsFunc(s.cfg.Areas, func(a areaEntry) bool {
		l, ok := s.tax.Level(a.Level.text)
		return ok && l == id
	})
	if !have {
		return "", wrong(v, datasets.T("研究中没有“%s”这一级的单元图层", "the study has no layer of units of level %s", id), datasets.T("在 areas 下加上该级图层", "add that layer under areas"))
	}
	return id, nil
}

func (s *Study) flow(e *targetEntry) (r *coverage.FlowRule, err error) {
	f := e.Flow
	r = &coverage.FlowRule{Event: datasets.Open}
	switch {
	case f.In.set() && !f.From.set() && !f.To.set():
		if r.From, err = s.date(f.In); err != nil {
			return nil, err
		}
		r.To = r.From
	case f.From.set() && f.To.set() && !f.In.set():
		if r.From, err = s.date(f.From); err != nil {
			return nil, err
		}
		if r.To, err = s.date(f.To); err != nil {
			return nil, err
		}
		if r.To.Last().Before(r.From.First()) {
			return nil, wrong(f.To, datasets.T("to 早于 from", "to is before from"), datasets.Text{})
		}
	default:
		return nil, s.wrongTarget(e, datasets.T("flow 需要 in（年份），或 from 与 to", "flow needs in (a year), or from and to"), datasets.Text{})
	}
	if f.Event.set() {
		id, err := s.word(datasets.Steps, f.Event, "event")
		if err != nil {
			return nil, err
		}
		r.Event = datasets.State(id)
	}
	if r.AtLeast, err = amount(f.AtLeast); err != nil {
		return nil, err
	}
	r.Grade, err = s.grade(f.Grade)
	return r, err
}

func (s *Study) graded(e *targetEntry) (r *coverage.GradedRule, err error) {
	g := e.Graded
	r = &coverage.GradedRule{Title: g.Title}
	switch g.Of.text {
	case "units":
		r.OfUnits = true
		if r.Level, err = s.levelOfStudy(g.Level, "level"); err != nil {
			return nil, err
		}
	case "facilities":
	default:
		return nil, s.wrongTarget(e, datasets.T("graded.of 须为 units 或 facilities", "graded.of must be units or facilities"), datasets.Text{})
	}
	if r.Grade, err = s.grade(g.Grade); err != nil {
		return nil, err
	}
	if g.Share.set() && g.AtLeast.set() {
		return nil, wrong(g.AtLeast, datasets.T("share 与 at_least 只能写一个", "give share or at_least, not both"), datasets.Text{})
	}
	if g.Share.set() {
		v, err := share(g.Share, 0)
		if err != nil {
			return nil, err
		}
		r.Share = &v
	}
	r.AtLeast, err = amount(g.AtLeast)
	return r, err
}

func (s *Study) reach(e *targetEntry) (r *coverage.ReachRule, err error) {
	r = &coverage.ReachRule{Capacity: e.Reach.Capacity}
	if r.Group, err = s.group(e.Reach.Group); err != nil {
		return nil, err
	}
	if r.Within, _, err = within(e.Reach.Within); err != nil {
		return nil, err
	}
	if len(r.Within) == 0 {
		return nil, s.wrongTarget(e, datasets.T("reach 缺少 within（距离）", "reach has no within (the distance)"), datasets.Text{})
	}
	r.Share, err = share(e.Reach.Share, 0)
	return r, err
}

// group is a group of people: a word of the taxonomy, or a name of the
// study's own demand.
func (s *Study) group(v scalar) (string, error) {
	if !v.set() || v.text == "" {
		return "people", nil
	}
	for _, d := range s.cfg.Demand {
		if _, ok := d.Weights[v.text]; ok {
			return v.text, nil
		}
	}
	return s.word(datasets.Groups, v, "group")
}

func (s *Study) ratio(e *targetEntry) (r *coverage.RatioRule, err error) {
	r = &coverage.RatioRule{}
	if r.Group, err = s.group(e.Ratio.Group); err != nil {
		return nil, err
	}
	switch e.Ratio.Of.text {
	case "", "capacity":
	case "facilities":
		r.Facilities = true
	default:
		return nil, wrong(e.Ratio.Of, datasets.T("ratio.of 须为 capacity 或 facilities", "ratio.of must be capacity or facilities"), datasets.Text{})
	}
	r.AtLeast, err = amount(e.Ratio.AtLeast)
	return r, err
}

func (s *Study) mandate(e *mandateEntry) (r *coverage.MandateRule, err error) {
	r = &coverage.MandateRule{}
	if r.Within, err = meters(e.Within, defaultMandateWithin); err != nil {
		return nil, err
	}
	floor, err := amount(e.FloorM2)
	if err != nil {
		return nil, err
	}
	if floor != nil {
		r.FloorM2 = *floor
	}
	r.Share, err = share(e.Share, 100)
	return r, err
}
