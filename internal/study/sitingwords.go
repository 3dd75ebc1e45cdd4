package study

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

// heads writes an amount of people: whole from ten on, since spread people are
// parts of persons.
func heads(v float64) string {
	if math.Abs(v) >= 10 {
		v = math.Round(v)
	}
	return thousands(v)
}

// yuan writes money: 5万元, 1,200 元.
func yuan(v float64) datasets.Text {
	if w := v / 1e4; w >= 1 && math.Abs(w*100-math.Round(w*100)) < 1e-6 {
		return datasets.T("%[1]s 万元", "%[2]s yuan", thousands2(w), thousands(v))
	}
	return datasets.T("%s 元", "%s yuan", thousands(v))
}

func thousands2(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

// costText writes a cost of the question.
func (c *choice) costText(cost float64) datasets.Text { return coverage.CostText(cost, c.costs.Unit()) }

// people writes an amount of those that are counted: 1,234 名儿童, 12 个需求点.
func (c *choice) people(v float64) datasets.Text {
	g := c.groupText()
	if c.byPlaces() {
		return datasets.T("%[1]s 个%[2]s", "%[1]s %[2]s", heads(v), g)
	}
	if c.groupID() == "households" {
		return datasets.T("%s 户", "%s households", heads(v))
	}
	if c.weighted() {
		return datasets.T("%[1]s（%[2]s）", "%[1]s %[2]s", heads(v), g)
	}
	return datasets.T("%[1]s 名%[2]s", "%[1]s %[2]s", heads(v), g)
}

// amountText writes an amount in the unit of the defence: people, or people
// times cost.
func (c *choice) amountText(v float64) datasets.Text {
	if c.model != coverage.ModelPMedian {
		return c.people(v)
	}
	if c.costs.Unit() == "s" {
		return datasets.T("%s 人·分钟", "%s person-minutes", heads(v/60))
	}
	return datasets.T("%s 人·公里", "%s person-kilometres", heads(v/1000))
}

func (c *choice) kindText() datasets.Text { return c.s.tax.Text(datasets.Kinds, c.kind) }

// levelText names a level as the district itself would: 镇街 where there are
// both towns and sub-districts.
func (c *choice) levelText(id string) datasets.Text {
	t := c.s.tax.Text(datasets.Levels, id)
	mixed := map[string]string{"subdistrict": "镇街", "community": "村（社区）"}[id]
	ending := ""
	for i := range c.l.areas {
		a := &c.l.areas[i]
		if a.Level != id || mixed == "" {
			continue
		}
		end := ""
		for _, e := range []string{"街道", "镇", "乡", "社区", "村"} {
			if strings.HasSuffix(a.Name, e) {
				end = e
				break
			}
		}
		switch {
		case end == "":
			return t
		case ending == "":
			ending = end
		case ending != end:
			ending = mixed
		}
	}
	if ending != "" {
		t.ZH = ending
	}
	return t
}

// byText says by which way costs are counted.
func (c *choice) byText() datasets.Text {
	if c.way == nil {
		return datasets.T("按所给的费用表", "by the given table of costs")
	}
	return c.way.way.Name
}

// ruleText puts the question into one sentence.
func (c *choice) ruleText() datasets.Text {
	n := 0
	for i := range c.sites {
		if !c.sites[i].existing && !c.sites[i].forbidden {
			n++
		}
	}
	g, k, w := c.groupText(), c.kindText(), c.costText(c.within)
	from := datasets.T("从 %[1]d 个候选点中选 %[2]d 处%[3]s", "choose %[2]d of %[1]d candidates for %[3]s", n, c.ask.sites, k)
	if c.ask.sites == 0 {
		from = datasets.T("从 %[1]d 个候选点中选%[2]s", "choose among %[1]d candidates for %[2]s", n, k)
	}
	var aim datasets.Text
	switch c.model {
	case coverage.ModelMCLP:
		aim = datasets.T("使 %[1]s（%[2]s）内有设施的%[3]s最多", "so that most %[3]s have one within %[1]s (%[2]s)", w, c.byText(), g)
		if c.times > 1 {
			aim = datasets.T("使 %[1]s（%[2]s）内有 %[4]d 处设施的%[3]s最多", "so that most %[3]s have %[4]d within %[1]s (%[2]s)", w, c.byText(), g, c.times)
		}
	case coverage.ModelBackup:
		aim = datasets.T("先使 %[1]s（%[2]s）内有设施的%[3]s最多，再使有两处的最多", "so that most %[3]s have one within %[1]s (%[2]s), and then most have two", w, c.byText(), g)
	case coverage.ModelCombined:
		aim = datasets.T("先使 %[1]s（%[2]s）内有设施的%[3]s最多，再使总路程最短", "so that most %[3]s have one within %[1]s (%[2]s), and then the ways are shortest", w, c.byText(), g)
	case coverage.ModelLSCP:
		who := datasets.T("全部%s", "all %s", g)
		if c.share > 0 && c.share < 1 {
			who = datasets.T("%[1]s%% 的%[2]s", "%[1]s%% of %[2]s", plainNumber(math.Round(c.share*1e6)/1e4), g)
		}
		aim = datasets.T("用最少的点使%[3]s在 %[1]s（%[2]s）内有设施", "with as few sites as bring %[3]s within %[1]s (%[2]s)", w, c.byText(), who)
	case coverage.ModelPMedian:
		aim = datasets.T("使%[1]s到最近设施的总路程（%[2]s）最短", "so that the ways of %[1]s to the nearest (%[2]s) are shortest in sum", g, c.byText())
	case coverage.ModelPCenter:
		aim = datasets.T("使最远的%[1]s到最近设施（%[2]s）尽量近", "so that the farthest %[1]s have one as near as can be (%[2]s)", g, c.byText())
	default:
		aim = datasets.T("使各点相距尽量远", "so that they stand as far apart as can be")
		if c.standsAny() {
			aim = datasets.T("使各点彼此、与现有设施都相距尽量远", "so that they stand as far from each other and from existing ones as can be")
		}
	}
	zh, en := from.ZH+"，"+aim.ZH, from.EN+" "+aim.EN
	for _, q := range c.quotaTexts() {
		zh, en = zh+"；"+q.ZH, en+"; "+q.EN
	}
	if c.e.Mandate.set() {
		zh, en = zh+"；先选符合“"+c.e.Mandate.text+"”的场所", en+"; those with "+c.e.Mandate.text+" come first"
	}
	if c.e.Replaceable.set() {
		most := datasets.T("现有设施可以换址", "existing ones may move")
		if c.replace > 0 {
			most = datasets.T("现有设施中至多 %d 处可以换址", "at most %d existing ones may move", c.replace)
		}
		zh, en = zh+"；"+most.ZH, en+"; "+most.EN
	}
	if c.spacing > 0 {
		d := coverage.CostText(float64(c.spacing), "m")
		also := datasets.Text{}
		if c.standsAny() {
			also = datasets.T("（与现有设施也是）", ", and from existing ones")
		}
		zh, en = zh+"；彼此相距至少 "+d.ZH+also.ZH, en+"; at least "+d.EN+" apart"+also.EN
	}
	if c.budget > 0 {
		b := yuan(c.budget)
		zh, en = zh+"；预算 "+b.ZH, en+"; for at most "+b.EN
	}
	if c.capacity {
		zh, en = zh+"；不超过各点容量", en+"; none above its capacity"
	}
	return datasets.Text{ZH: zh, EN: en}
}

// standsAny tells that some existing facility counts.
func (c *choice) standsAny() bool {
	return slices.ContainsFunc(c.sites, func(p place) bool { return p.existing })
}

// quotaTexts words each quota of the study.
func (c *choice) quotaTexts() []datasets.Text {
	var out []datasets.Text
	for i := range c.quotas {
		q := &c.quotas[i]
		var of datasets.Text
		if q.level != "" {
			l := c.levelText(q.level)
			of = datasets.T("每个%s", "each %s", l)
		} else {
			var names []string
			for _, v := range q.e.Units.items {
				names = append(names, v.text)
			}
			of = datasets.T("%[1]s 各", "%[2]s each", strings.Join(names, "、"), strings.Join(names, ", "))
		}
		out = append(out, boundsText(of, q.least, q.most))
	}
	return out
}

// boundsText says at least, at most or both of something.
func boundsText(of datasets.Text, least, most int) datasets.Text {
	switch {
	case most < 0:
		return datasets.T("%[1]s至少 %[2]d 处", "at least %[2]d in %[1]s", of, least)
	case least == 0:
		return datasets.T("%[1]s至多 %[2]d 处", "at most %[2]d in %[1]s", of, most)
	case least == most:
		return datasets.T("%[1]s %[2]d 处", "%[2]d in %[1]s", of, most)
	}
	return datasets.T("%[1]s %[2]d 至 %[3]d 处", "%[2]d to %[3]d in %[1]s", of, least, most)
}

// asked says what the question demands, in figures.
func (c *choice) asked() coverage.Asked {
	a := coverage.Asked{Sites: c.ask.sites, Share: c.share, Budget: c.budget, Spacing: float64(c.spacing), Capacity: c.capacity, Replace: c.replace, Quotas: c.quotaTexts()}
	mandated, candidates, barred, required := 0, 0, 0, 0
	for i := range c.sites {
		s := &c.sites[i]
		if s.existing {
			a.Existing++
			continue
		}
		candidates++
		mandated += one(s.mandated)
		barred += one(s.forbidden)
		required += one(s.required)
	}
	if c.e.Mandate.set() {
		a.Mandate = &coverage.Filter{Of: "venues", Expr: c.e.Mandate.text, Kept: mandated, From: candidates}
	}
	for _, f := range []struct {
		expr scalar
		n    int
	}{{c.e.Required, required}, {c.e.Forbidden, barred}} {
		if f.expr.set() {
			a.Candidate = append(a.Candidate, coverage.Filter{Of: "venues", Expr: f.expr.text, Kept: f.n, From: candidates})
		}
	}
	if c.e.Venues.set() {
		a.Candidate = append(a.Candidate, coverage.Filter{Of: "venues", Expr: c.e.Venues.text, Kept: candidates, From: len(c.l.venues)})
	}
	if c.weighted() {
		a.Weights = c.weightsText()
	}
	return a
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// weightsText says how groups are weighed.
func (c *choice) weightsText() datasets.Text {
	var zh, en []string
	for _, g := range c.groups {
		t := c.s.tax.Text(datasets.Groups, g.group)
		zh, en = append(zh, t.ZH+" ×"+plainNumber(g.weight)), append(en, t.EN+" ×"+plainNumber(g.weight))
	}
	return datasets.Text{ZH: "加权人数（" + strings.Join(zh, "、") + "）", EN: "weighted people (" + strings.Join(en, ", ") + ")"}
}

// defenceText is the case for a chosen site in a few sentences.
func (c *choice) defenceText(r *coverage.SitingSite, all []coverage.SitingSite) datasets.Text {
	name := r.Name
	if name == "" {
		name = r.ID
	}
	zh, en := fmt.Sprintf("第 %d 位：%s", r.Place, name), fmt.Sprintf("No. %d: %s", r.Place, name)
	if r.Unit != "" && !strings.HasPrefix(name, r.Unit) {
		zh, en = zh+"（"+r.Unit+"）", en+" ("+r.Unit+")"
	}
	add := func(t datasets.Text) { zh, en = zh+t.ZH, en+t.EN }
	add(c.addsText(r))
	switch {
	case r.Required:
		add(datasets.T("；按要求必选", "; it is required"))
	case r.Mandated:
		add(datasets.T("；属于应优先的场所", "; it is one of those that come first"))
	}
	if t := c.lossText(r); !t.IsZero() {
		add(t)
	}
	if r.RunnerUp != "" && r.Shortfall != nil {
		add(c.runnerText(r, all))
	}
	if r.Price > 0 {
		p := yuan(r.Price)
		size := datasets.Text{}
		if r.Size != "" {
			size = datasets.T("规模“%s”，", "size %s, ", r.Size)
		}
		add(datasets.T("；%[1]s费用 %[2]s", "; %[1]scost %[2]s", size, p))
	}
	return datasets.Text{ZH: zh + "。", EN: en + "."}
}

// addsText says whom a site newly serves, and whom it serves.
func (c *choice) addsText(r *coverage.SitingSite) datasets.Text {
	if c.model == coverage.ModelDisperse {
		return datasets.Text{}
	}
	if c.within == 0 {
		return datasets.T("，是 %s 最近的一处", ", the nearest one for %s", c.people(r.Serves))
	}
	if r.Newly <= 0 {
		return datasets.T("，不新增覆盖，是 %s 最近的一处", ", newly covers nobody and is the nearest for %s", c.people(r.Serves))
	}
	out := datasets.T("，新增覆盖 %s", ", newly covers %s", c.people(r.Newly))
	var zh, en []string
	for i, u := range r.Units {
		if i == 3 || u.People < 0.5 { // most first
			break
		}
		if u.Name != r.Unit || len(r.Units) > 1 {
			zh, en = append(zh, u.Name+" "+heads(u.People)), append(en, u.Name+" "+heads(u.People))
		}
	}
	if len(zh) > 0 {
		out.ZH, out.EN = out.ZH+"（其中"+strings.Join(zh, "，")+"）", out.EN+" (of them "+strings.Join(en, ", ")+")"
	}
	return out
}

// lossText says what is lost without a site.
func (c *choice) lossText(r *coverage.SitingSite) datasets.Text {
	if c.model == coverage.ModelDisperse || c.capacity {
		return datasets.Text{}
	}
	switch {
	case r.Loss == nil && r.Shortfall == nil && r.RunnerUp == "" && c.model == coverage.ModelPMedian:
		return datasets.T("；若不选，会有人到不了任何设施", "; without it some would reach none")
	case r.Loss == nil:
		return datasets.Text{}
	case *r.Loss <= 0:
		return datasets.T("；若不选，其余各处也能覆盖这些人", "; without it the others serve as many")
	case c.model == coverage.ModelPMedian:
		return datasets.T("；若不选，总路程多 %s", "; without it the ways are longer by %s", c.amountText(*r.Loss))
	}
	return datasets.T("；若不选，少覆盖 %s", "; without it %s fewer are covered", c.people(*r.Loss))
}

// runnerText says which site would replace this one best.
func (c *choice) runnerText(r *coverage.SitingSite, all []coverage.SitingSite) datasets.Text {
	name := r.RunnerUp
	for i := range all {
		if all[i].ID == r.RunnerUp && all[i].Name != "" {
			name = all[i].Name
		}
	}
	switch v := *r.Shortfall; {
	case v == 0:
		return datasets.T("；“%s”可以替代它，效果相同", "; %s would do as well", name)
	case v < 0:
		return datasets.T("；“%[1]s”替代它会更好（好 %[2]s），但搜索没有得出证明", "; %[1]s in its place would be better by %[2]s: the search ended before that was settled", name, c.amountText(-v))
	case c.model == coverage.ModelPMedian:
		return datasets.T("；最接近的替代是“%[1]s”，总路程多 %[2]s", "; the closest substitute is %[1]s, with ways longer by %[2]s", name, c.amountText(v))
	default:
		return datasets.T("；最接近的替代是“%[1]s”，少覆盖 %[2]s", "; the closest substitute is %[1]s, with %[2]s fewer", name, c.people(v))
	}
}
