package study

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
)

// ask is a question of where next, understood as far as that needs no layer.
type ask struct {
	e      *sitingEntry
	id     string
	name   datasets.Text
	kind   string
	model  coverage.SitingModel
	times  int
	sites  int     // 0: as many as it takes
	share  float64 // 0 to 1; 0: all
	groups []weighted
	within float64
	unit   string // of within; "" where there is none

	existing bool
	replace  int
	quotas   []quotaAsk
	spacing  geo.Meters
	budget   float64
	capacity bool
	sizes    []sizeAsk
	phases   []phaseAsk
	reportBy string

	timeLimit time.Duration
	gap       float64
	solver    string
}

// weighted is a group of people and how much one of them counts; group "" is
// each place of demand as one.
type weighted struct {
	group  string
	weight float64
}

type quotaAsk struct {
	e     *quotaEntry
	level string // of each; "" where units are named
	least int
	most  int // -1: any number
}

type sizeAsk struct {
	name     string
	cost     float64
	capacity *float64
}

type phaseAsk struct {
	name  string
	sites int
}

// byPlace is the group that counts places of demand instead of people.
const byPlace = "places"

// models are the words for models.
func models() map[string]coverage.SitingModel {
	return map[string]coverage.SitingModel{
		"mclp": coverage.ModelMCLP, "max-cover": coverage.ModelMCLP, "最大覆盖": coverage.ModelMCLP,
		"backup": coverage.ModelBackup, "双重覆盖": coverage.ModelBackup,
		"lscp": coverage.ModelLSCP, "set-cover": coverage.ModelLSCP, "集合覆盖": coverage.ModelLSCP, "全覆盖": coverage.ModelLSCP,
		"p-median": coverage.ModelPMedian, "pmedian": coverage.ModelPMedian, "p中位": coverage.ModelPMedian, "p-中位": coverage.ModelPMedian,
		"p-center": coverage.ModelPCenter, "pcenter": coverage.ModelPCenter, "p中心": coverage.ModelPCenter, "p-中心": coverage.ModelPCenter,
		"dispersion": coverage.ModelDisperse, "p-dispersion": coverage.ModelDisperse, "分散": coverage.ModelDisperse,
		"cover-then-cost": coverage.ModelCombined, "先覆盖后成本": coverage.ModelCombined,
	}
}

// modelWords are the words that messages list.
const modelWords = "mclp, lscp, p-median, p-center, backup, dispersion, cover-then-cost"

// solvers that a question may name.
var solvers = [...]string{"auto", "highs", "cbc", "own"}

// asks understands all questions but what needs the layers.
func (s *Study) asks() ([]*ask, error) {
	seen := map[string]bool{}
	var out []*ask
	for i := range s.cfg.Siting {
		a, err := s.ask(&s.cfg.Siting[i])
		if err != nil {
			return nil, err
		}
		if seen[a.id] {
			return nil, wrong(a.e.ID, datasets.T("选址 id“%s”重复", "the siting id %q is used twice", a.id), datasets.Text{})
		}
		seen[a.id] = true
		out = append(out, a)
	}
	return out, nil
}

func (s *Study) ask(e *sitingEntry) (*ask, error) {
	if !validID.MatchString(e.ID.text) {
		return nil, wrongSiting(e, datasets.T("选址的 id“%s”须由字母、数字、- 和 _ 组成", "an id %q of siting must consist of letters, digits, - and _", e.ID.text), datasets.Text{})
	}
	a := &ask{e: e, id: e.ID.text, name: e.Name.Text, existing: true}
	if a.name.IsZero() {
		a.name = datasets.Same(a.id)
	}
	for _, step := range []func(*ask) error{s.askModel, s.askPeople, s.askCandidates, s.askExisting, s.askQuotas, s.askMoney, s.askPhases, s.askSearch, askFits} {
		if err := step(a); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (s *Study) askModel(a *ask) (err error) {
	e := a.e
	if a.kind, err = s.kind(e.Kind); err != nil {
		if !e.Kind.set() {
			return wrongSiting(e, datasets.T("选址没有 kind（要新设哪类设施）", "the question has no kind (of the facilities to be opened)"), datasets.Text{})
		}
		return err
	}
	word := strings.ToLower(strings.TrimSpace(e.Model.text))
	a.model = models()[cmp.Or(word, "mclp")]
	if a.model == "" {
		return wrong(e.Model, datasets.T("不认识模型“%s”", "the model %q is not known", e.Model.text), datasets.T("可用：%s（见 docs/siting.md）", "there are: %s (see docs/siting.md)", modelWords))
	}
	if a.times, err = count(e.Times, 1); err != nil {
		return err
	}
	if a.sites, err = count(e.Sites, 0); err != nil {
		return err
	}
	if a.share, err = share(e.Share, 0); err != nil {
		return err
	}
	a.share /= 100
	if !e.Within.set() {
		return nil
	}
	a.within, a.unit, err = costOf(e.Within)
	if err == nil && a.within == 0 {
		err = wrong(e.Within, datasets.T("within 须大于 0", "within must be above 0"), datasets.Text{})
	}
	return err
}

// count reads a whole number from 1; def stands where there is none.
func count(v scalar, def int) (int, error) {
	if !v.set() {
		return def, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(v.text))
	if err != nil || n < 1 || n > 1e6 {
		return 0, wrong(v, datasets.T("“%s”不是不小于 1 的整数", "%q is not a whole number from 1", v.text), datasets.Text{})
	}
	return n, nil
}

// yes reads true or false.
func yes(v scalar, def bool) (bool, error) {
	if !v.set() {
		return def, nil
	}
	switch strings.ToLower(v.text) {
	case "true", "yes", "是":
		return true, nil
	case "false", "no", "否":
		return false, nil
	}
	return false, wrong(v, datasets.T("“%s”须为 true 或 false", "%q must be true or false", v.text), datasets.Text{})
}

// money reads yuan; -1 where none is given.
func money(v scalar) (float64, error) {
	if !v.set() {
		return -1, nil
	}
	f, ok := datasets.Quantity(v.text)
	if !ok || f < 0 {
		return 0, wrong(v, datasets.T("“%s”不是金额", "%q is not an amount of money", v.text), datasets.T("写作 800000、80万元 或 800,000元", "write 800000, 80万元 or 800,000 yuan"))
	}
	return f, nil
}

func (s *Study) askPeople(a *ask) error {
	e := a.e
	if e.Group.set() && len(e.Weights) > 0 {
		return wrong(e.Group, datasets.T("group 与 weights 只能写一个", "give group or weights, not both"), datasets.T("weights: {children: 2, people: 1} 让一名儿童按两人计", "weights: {children: 2, people: 1} counts a child as two"))
	}
	if len(e.Weights) == 0 {
		if e.Group.text == byPlace {
			a.groups = []weighted{{"", 1}}
			return nil
		}
		g, err := s.group(e.Group)
		a.groups = []weighted{{g, 1}}
		return err
	}
	for name, v := range e.Weights {
		key := scalar{name, v.node}
		g, err := s.group(key)
		if err != nil {
			return err
		}
		f, err := amount(v)
		if err != nil {
			return err
		}
		if f != nil && *f > 0 {
			a.groups = append(a.groups, weighted{g, *f})
		}
	}
	slices.SortFunc(a.groups, func(x, y weighted) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.group, y.group)) })
	if len(a.groups) == 0 {
		return wrongSiting(e, datasets.T("weights 里没有大于 0 的权重", "weights gives no weight above 0"), datasets.Text{})
	}
	return nil
}

func (s *Study) askCandidates(a *ask) error {
	e, c := a.e, &a.e.Candidates
	given := 0
	for _, is := range []bool{c.From.set(), c.Generated != nil, e.Venues.set()} {
		if is {
			given++
		}
	}
	hint := datasets.T("写 candidates: 文件、candidates: {generated: {grid: 500 m}}，或 venues: 筛选（venues: true 取全部场所）", "write candidates: FILE, candidates: {generated: {grid: 500 m}}, or venues: FILTER (venues: true takes all)")
	switch {
	case given == 0:
		return wrongSiting(e, datasets.T("没有候选点", "there are no candidates"), hint)
	case given > 1:
		return wrongSiting(e, datasets.T("候选点的来源写了 %d 种，只能写一种", "candidates come from %d sources; give one", given), hint)
	case e.Venues.set() && len(s.cfg.Venues) == 0:
		return wrong(e.Venues, datasets.T("研究里没有 venues 图层", "the study has no layer of venues"), datasets.T("在 venues 下加上图层，或写 candidates: 文件", "add a layer under venues, or write candidates: FILE"))
	case c.From.set():
		return needFrom(&c.LayerSource)
	case c.Generated == nil:
		return nil
	}
	g := c.Generated
	given = 0
	for _, v := range []scalar{g.Grid, g.Streets, g.Circles} {
		if v.set() {
			given++
		}
	}
	if given != 1 {
		return wrongSiting(e, datasets.T("generated 要有且只有一种：grid、streets 或 circles", "generated needs exactly one of grid, streets and circles"), datasets.T("如 generated: {grid: 500 m}、{streets: walk} 或 {circles: true}", "such as generated: {grid: 500 m}, {streets: walk} or {circles: true}"))
	}
	for _, v := range []scalar{g.Grid, g.Size} {
		if m, err := meters(v, 1); err != nil {
			return err
		} else if m <= 0 {
			return wrong(v, datasets.T("间距须大于 0", "the distance must be above 0"), datasets.Text{})
		}
	}
	if ok, err := yes(g.Circles, true); err != nil || !ok {
		return cmp.Or(err, wrong(g.Circles, datasets.T("circles 只能写 true", "circles can only be true"), datasets.Text{}))
	}
	if g.Circles.set() && (a.within == 0 || e.By.set() && e.By.text != straightID && s.cfg.Travel[e.By.text].Roads.set()) {
		return wrong(g.Circles, datasets.T("circles（圆的交点）需要 within，并且只用于直线", "circles need a limit (within) and go with straight lines only"), datasets.T("沿路网时用 generated: {streets: walk}", "along streets use generated: {streets: walk}"))
	}
	return nil
}

func (s *Study) askExisting(a *ask) (err error) {
	e := a.e
	if a.existing, err = yes(e.Existing, true); err != nil {
		return err
	}
	if e.Replaceable.set() && !a.existing {
		return wrong(e.Replaceable, datasets.T("replaceable 需要现有设施，而 existing 是 false", "replaceable needs existing facilities, and existing is false"), datasets.Text{})
	}
	if e.Replace.set() && !e.Replaceable.set() {
		return wrong(e.Replace, datasets.T("replace 需要 replaceable（哪些现有设施可以关闭）", "replace needs replaceable (which existing facilities may close)"), datasets.Text{})
	}
	a.replace, err = count(e.Replace, 0)
	return err
}

func (s *Study) askQuotas(a *ask) (err error) {
	for i := range a.e.Quota {
		q := quotaAsk{e: &a.e.Quota[i], most: -1}
		at := cmp.Or(q.e.AtMost, q.e.AtLeast)
		if q.e.Each.set() == (len(q.e.Units.items) > 0) {
			return wrong(at, datasets.T("配额要写 each（每个某级单元）或 units（点名的单元）之一", "a quota needs each (of a level) or units (by name), one of the two"), datasets.T("如 quota: {each: subdistrict, at_most: 2}", "such as quota: {each: subdistrict, at_most: 2}"))
		}
		if q.e.Each.set() {
			if q.level, err = s.levelOfStudy(q.e.Each, "each"); err != nil {
				return err
			}
		}
		if !at.set() {
			return wrong(cmp.Or(q.e.Each, first(q.e.Units)), datasets.T("配额没有 at_least 和 at_most", "the quota has neither at_least nor at_most"), datasets.Text{})
		}
		if q.least, err = count0(q.e.AtLeast, 0); err != nil {
			return err
		}
		if q.most, err = count0(q.e.AtMost, -1); err != nil {
			return err
		}
		if q.most >= 0 && q.least > q.most {
			return wrong(q.e.AtLeast, datasets.T("at_least %[1]d 大于 at_most %[2]d", "at_least %[1]d is more than at_most %[2]d", q.least, q.most), datasets.Text{})
		}
		a.quotas = append(a.quotas, q)
	}
	d, err := meters(a.e.Spacing, 0)
	a.spacing = d
	return err
}

func first(l list) scalar {
	if len(l.items) == 0 {
		return scalar{}
	}
	return l.items[0]
}

// count0 is count from 0.
func count0(v scalar, def int) (int, error) {
	if v.set() && strings.TrimSpace(v.text) == "0" {
		return 0, nil
	}
	return count(v, def)
}

func (s *Study) askMoney(a *ask) (err error) {
	if a.budget, err = money(a.e.Budget); err != nil {
		return err
	}
	a.budget = max(0, a.budget)
	if a.e.Budget.set() && a.budget == 0 {
		return wrong(a.e.Budget, datasets.T("budget 须大于 0", "budget must be above 0"), datasets.Text{})
	}
	if a.capacity, err = yes(a.e.Capacity, false); err != nil {
		return err
	}
	for i := range a.e.Sizes {
		z := &a.e.Sizes[i]
		size := sizeAsk{name: z.Name.text}
		if size.name == "" {
			return wrongSiting(a.e, datasets.T("sizes 第 %d 项没有 name", "entry %d of sizes has no name", i+1), datasets.Text{})
		}
		if slices.ContainsFunc(a.sizes, func(have sizeAsk) bool { return have.name == size.name }) {
			return wrong(z.Name, datasets.T("规模“%s”重复", "the size %q is given twice", size.name), datasets.Text{})
		}
		if size.cost, err = money(z.Cost); err != nil {
			return err
		}
		if size.capacity, err = amount(z.Capacity); err != nil {
			return err
		}
		if size.cost < 0 {
			return wrong(z.Name, datasets.T("规模“%s”没有 cost", "the size %q has no cost", size.name), datasets.Text{})
		}
		if size.capacity == nil {
			return wrong(z.Name, datasets.T("规模“%s”没有 capacity", "the size %q has no capacity", size.name), datasets.Text{})
		}
		a.sizes, a.capacity = append(a.sizes, size), true
	}
	return nil
}
