package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/index"
)

// nearDuplicate is how near to an existing facility a candidate is the same
// place.
const nearDuplicate geo.Meters = 1

// offer lists the candidates of the question as records.
func (c *choice) offer(ctx context.Context, number int) ([]datasets.Candidate, error) {
	switch e := &c.e.Candidates; {
	case e.Generated != nil:
		return c.generate(ctx)
	case e.From.set():
		return c.l.offered[number], nil
	}
	f, err := compileFilter(c.e.Venues, names(c.l.venues, venueEnv), c.l.headers(datasets.RoleCandidates))
	if err != nil {
		return nil, err
	}
	var out []datasets.Candidate
	for i := range c.l.venues {
		if f.match(venueEnv(&c.l.venues[i])) {
			out = append(out, c.l.venues[i])
		}
	}
	if len(out) == 0 {
		return nil, wrong(c.e.Venues, datasets.T("筛选在 %d 处场所里一处也没留下", "the filter keeps none of %d venues", len(c.l.venues)), datasets.Text{})
	}
	return out, nil
}

// findCandidates puts the candidates with a place first among the sites.
func (c *choice) findCandidates(ctx context.Context, number int) error {
	list, err := c.offer(ctx, number)
	if err != nil {
		return err
	}
	if err := c.markCandidates(list); err != nil {
		return err
	}
	nowhere := 0
	kept := c.sites[:0]
	for i := range c.sites {
		p := &c.sites[i]
		if p.point == nil && (c.e.Costs == nil || c.spacing > 0) {
			nowhere++
			c.note("candidate-nowhere", datasets.SeverityWarning, p.source, datasets.T("候选点没有坐标，不参与选址", "candidates without coordinates are left out of siting"),
				datasets.T("补上坐标", "give them coordinates"), datasets.Same(p.id+" "+p.name))
			continue
		}
		kept = append(kept, *p)
	}
	c.sites = kept
	if len(c.sites) == 0 {
		return wrongSiting(c.e, datasets.T("%d 个候选点都没有坐标", "none of the %d candidates has coordinates", nowhere),
			datasets.T("在候选图层里补上坐标列（columns: {lon: 列名, lat: 列名}）", "give the candidates columns of coordinates (columns: {lon: COLUMN, lat: COLUMN})"))
	}
	return nil
}

// markCandidates turns candidates into sites, with what the question's filters
// say of them.
func (c *choice) markCandidates(list []datasets.Candidate) error {
	type mark struct {
		expr scalar
		set  func(*place)
		f    *filter
		n    int
	}
	marks := []*mark{{expr: c.e.Required, set: func(p *place) { p.required = true }}, {expr: c.e.Forbidden, set: func(p *place) { p.forbidden = true }},
		{expr: c.e.Mandate, set: func(p *place) { p.mandated = true }}}
	for _, m := range marks {
		if m.expr.set() {
			var err error
			if m.f, err = compileFilter(m.expr, names(list, venueEnv), c.l.headers(datasets.RoleCandidates)); err != nil {
				return err
			}
		}
	}
	for i := range list {
		v := &list[i]
		p := place{id: v.ID, name: v.Name, point: v.Point, area: v.Area, source: v.Source, price: v.Cost, capacity: v.Capacity}
		for _, m := range marks {
			if m.f != nil && m.f.match(venueEnv(v)) {
				m.set(&p)
				m.n++
			}
		}
		if p.required && p.forbidden {
			return wrong(c.e.Forbidden, datasets.T("候选点 %[1]s（%[2]s）既 required 又 forbidden", "the candidate %[1]s (%[2]s) is both required and forbidden", p.id, p.name), datasets.Text{})
		}
		c.sites = append(c.sites, p)
	}
	if err := c.knowsNamed(list); err != nil {
		return err
	}
	if m := marks[0]; m.f != nil && m.n == 0 && len(list) > 0 {
		return wrong(c.e.Required, datasets.T("required 在 %d 个候选点里一个也没留下", "required keeps none of the %d candidates", len(list)), datasets.T("核对筛选表达式：数字列写 == 1，文字列写 == \"甲\"", "see to the filter: == 1 for columns of numbers, == \"A\" for text"))
	}
	for _, m := range marks {
		if m.f != nil {
			c.l.noteFilter(c.s.file, m.f, m.n, len(list))
		}
	}
	slices.SortStableFunc(c.sites, func(a, b place) int { return strings.Compare(a.id, b.id) })
	return nil
}

// knowsNamed refuses IDs of candidates that no candidate has.
func (c *choice) knowsNamed(list []datasets.Candidate) error {
	var strange []string
	for _, id := range c.s.named {
		if !slices.ContainsFunc(list, func(v datasets.Candidate) bool { return v.ID == id }) {
			strange = append(strange, id)
		}
	}
	if len(strange) == 0 {
		return nil
	}
	var known []string
	for i := range list {
		known = append(known, list[i].ID)
	}
	return wrongSiting(c.e, datasets.T("没有编号为 %s 的候选点", "there is no candidate with the ID %s", someOf(strange)), datasets.T("有：%s", "there are: %s", someOf(known)))
}

// findExisting adds the facilities of the kind that are in service.
func (c *choice) findExisting(context.Context) error {
	if !c.existing {
		return nil
	}
	taken := map[string]bool{}
	for i := range c.sites {
		taken[c.sites[i].id] = true
	}
	nowhere := 0
	kind := c.kind
	if c.s.loose { // the layer was named for it
		kind = ""
	}
	for _, f := range c.l.serving(kind, c.asOf) {
		if f.Point == nil && c.e.Costs == nil {
			nowhere++
			continue
		}
		p := place{id: f.ID, name: f.Name, point: f.Point, area: f.Area, source: f.Source, capacity: f.Capacity, existing: true}
		for k := 2; taken[p.id]; k++ {
			p.id = fmt.Sprintf("%s~%d", f.ID, k)
		}
		taken[p.id] = true
		c.sites = append(c.sites, p)
	}
	if nowhere > 0 {
		c.remark(datasets.T("%d 处现有设施没有坐标，选址时没有计入", "%d existing facilities have no coordinates and do not count here", nowhere))
	}
	return c.markReplaceable()
}

func (c *choice) markReplaceable() error {
	if !c.e.Replaceable.set() {
		return nil
	}
	f, err := compileFilter(c.e.Replaceable, names(c.l.facilities, facilityEnv), c.l.headers(datasets.RoleFacilities))
	if err != nil {
		return err
	}
	byID := map[string]*datasets.Facility{}
	for i := range c.l.facilities {
		byID[c.l.facilities[i].ID] = &c.l.facilities[i]
	}
	n := 0
	for i := range c.sites {
		p := &c.sites[i]
		fac := byID[p.id]
		if p.existing && fac != nil && f.match(facilityEnv(fac)) {
			p.replaceable = true
			n++
		}
	}
	c.l.noteFilter(c.s.file, f, n, len(c.sites))
	if c.replace > n {
		return wrong(c.e.Replace, datasets.T("replace 是 %[1]d，可以替换的现有设施只有 %[2]d 处", "replace is %[1]d and there are %[2]d existing facilities that may be replaced", c.replace, n), datasets.Text{})
	}
	return nil
}

// filterSites notes candidates that stand where a facility is already.
func (c *choice) filterSites(context.Context) error {
	var have []orb.Point
	var of []int
	for i := range c.sites {
		if p := &c.sites[i]; p.existing && p.point != nil {
			have, of = append(have, *p.point), append(of, i)
		}
	}
	if len(have) == 0 {
		return nil
	}
	at := index.NewPoints(have)
	for i := range c.sites {
		p := &c.sites[i]
		if p.existing || p.point == nil {
			continue
		}
		if hit := at.Nearest(*p.point, 1); len(hit) > 0 && hit[0].Distance <= nearDuplicate {
			f := &c.sites[of[hit[0].Index]]
			c.note("candidate-at-existing", datasets.SeverityWarning, p.source, datasets.T("候选点就在现有设施的位置上，选它不增加覆盖", "candidates stand where a facility is already and would add nothing"),
				datasets.T("从候选图层中去掉，或用 forbidden 排除", "take them out of the candidates, or exclude them with forbidden"), datasets.T("%[1]s %[2]s（现有：%[3]s）", "%[1]s %[2]s (existing: %[3]s)", p.id, p.name, f.name))
		}
	}
	return nil
}

// checkSites refuses questions that the candidates cannot answer.
func (c *choice) checkSites(context.Context) error {
	n, unpriced, uncapped := 0, []string{}, []string{}
	for i := range c.sites {
		p := &c.sites[i]
		if !p.existing && !p.forbidden {
			n++
			if p.price == nil {
				unpriced = append(unpriced, p.id+" "+p.name)
			}
		}
		if !p.forbidden && p.capacity == nil && (p.existing || len(c.sizes) == 0) {
			uncapped = append(uncapped, p.id+" "+p.name)
		}
	}
	switch {
	case n == 0:
		return wrong(c.e.Forbidden, datasets.T("候选点都被 forbidden 排除了", "all candidates are forbidden"), datasets.Text{})
	case c.ask.sites > n:
		at := c.e.Sites
		if !at.set() && len(c.e.Phases) > 0 {
			at = c.e.Phases[0].Year
		}
		return wrong(at, datasets.T("要选 %[1]d 个，可选的候选点只有 %[2]d 个", "%[1]d sites are asked for and only %[2]d candidates may be chosen", c.ask.sites, n), datasets.T("减少 sites，或增加候选点", "ask for fewer sites, or offer more candidates"))
	case c.budget > 0 && len(c.sizes) == 0 && len(unpriced) > 0:
		return wrong(c.e.Budget, datasets.T("有预算，但 %[1]d 个候选点没有费用：%[2]s", "there is a budget, and %[1]d candidates have no cost: %[2]s", len(unpriced), someOf(unpriced)),
			datasets.T("在候选图层补上费用列（columns: {cost: 列名}），0 表示不花钱", "fill the column of costs of the candidates (columns: {cost: COLUMN}); 0 is free"))
	case c.capacity && len(uncapped) > 0:
		return wrong(c.e.Capacity, datasets.T("按容量选址，但 %[1]d 处没有容量：%[2]s", "capacities count, and %[1]d places have none: %[2]s", len(uncapped), someOf(uncapped)),
			datasets.T("补上容量列（columns: {capacity: 列名}）", "fill the column of capacities (columns: {capacity: COLUMN})"))
	}
	return nil
}

// someOf lists the first few of many.
func someOf(all []string) string {
	const few = 5
	if len(all) <= few {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s … (%d)", strings.Join(all[:few], ", "), len(all))
}

func (c *choice) note(rule string, s datasets.Severity, at datasets.Ref, text, hint, example datasets.Text) {
	c.l.quality.Note(datasets.Finding{Rule: rule, Severity: s, Layer: cmp.Or(at.File, c.s.file), Text: text, Hint: hint}, datasets.Example{Ref: at, Text: example})
}

// remark adds a note to the answer.
func (c *choice) remark(t datasets.Text) {
	if c.out == nil {
		c.out = &coverage.Siting{}
	}
	c.out.Notes = append(c.out.Notes, t)
}
