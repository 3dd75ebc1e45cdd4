package html

import (
	"slices"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// sitingView is the section of one choice of sites.
type sitingView struct {
	ID         string
	Number     int
	Name       datasets.Text
	Model      datasets.Text
	Finding    datasets.Text
	Rule       datasets.Text
	Badge      badge
	Key        []keyFigure
	Facts      []fact
	Filters    []coverage.Filter
	Remedies   []datasets.Text
	Map        *sitingMap
	NoMap      datasets.Text
	Defence    *table
	Reading    datasets.Text // how to read the table above
	Cases      []siteCase
	MoreCases  datasets.Text
	Ties       *table
	Charts     []*sitingChart
	Phases     *table
	Units      *table
	Unreached  *table
	Candidates *table
	Notes      []datasets.Text
}

// siteCase is the defence of one site in words.
type siteCase struct {
	Place int
	Name  string
	Text  datasets.Text
	Units datasets.Text // whom it newly serves
}

// sitingNotes leaves out the note on the way, which is among the facts.
func sitingNotes(s *coverage.Siting) []datasets.Text {
	if s.Way == nil {
		return s.Notes
	}
	return slices.DeleteFunc(slices.Clone(s.Notes), func(t datasets.Text) bool { return t == s.Way.Note })
}

// maxCases is how many sites are defended in words; tables list all.
const maxCases = 60

func newSiting(c *report, s *coverage.Siting, n int) *sitingView {
	id := "s" + strconv.Itoa(n)
	v := &sitingView{
		ID: id, Number: n, Name: output.SitingName(s), Model: output.ModelText(s.Model), Finding: output.SitingFinding(s), Rule: s.Rule,
		Badge: sitingBadge(s.Status), Key: sitingKeys(s), Facts: sitingFacts(s), Filters: sitingFilters(s), Remedies: s.Remedies,
		Phases: phaseTable(s, id), Units: sitingUnits(c, s, id), Unreached: unreachedTable(s, id), Candidates: candidateTable(c, s, id), Notes: sitingNotes(s),
	}
	if output.Solved(s) {
		v.Defence, v.Ties = defenceTable(s, id), tieTable(s, id)
		v.Reading = readingText(s)
		v.Cases, v.MoreCases = siteCases(s)
	}
	for _, chart := range []*sitingChart{curveChart(s, id), radiusChart(s, id)} {
		if chart != nil {
			v.Charts = append(v.Charts, chart)
		}
	}
	v.Map = newSitingMap(c, s, id+"-map")
	if v.Map == nil {
		v.NoMap = datasets.T("没有边界或坐标，无法绘图；数值见下表。", "There are no boundaries or coordinates, so there is no map; the figures are in the tables.")
	}
	return v
}

func sitingBadge(s coverage.SitingStatus) badge {
	color := output.SitingStatusColor(s)
	return badge{Status: "siting_" + string(s), Mark: output.SitingStatusMark(s), Word: output.SitingStatusText(s), Color: color, Ink: inkOn(color)}
}

// where is the line of one choice on the first screen: its sites, or what would
// make it possible.
type where struct {
	todo
	Word datasets.Text
}

// sitingTodos are the lines of the first screen.
func sitingTodos(r *coverage.Result) []where {
	var out []where
	for i := range r.Sitings {
		s := &r.Sitings[i]
		t := where{Word: datasets.T("点位", "Sites"), todo: todo{Link: "s" + strconv.Itoa(i+1), Badge: sitingBadge(s.Status), Name: output.SitingName(s), Finding: output.SitingFinding(s)}}
		for k, site := range output.Chosen(s) {
			const named = 12
			if k == named {
				t.Next = glue(t.Next, datasets.T("……", " …"))
				break
			}
			if k > 0 {
				t.Next = glue(t.Next, datasets.T("、", ", "))
			}
			t.Next = glue(t.Next, datasets.Same(output.SiteName(site)))
		}
		if !output.Solved(s) && len(s.Remedies) > 0 {
			t.Word, t.Next = datasets.T("出路", "Way out"), s.Remedies[0]
		}
		out = append(out, t)
	}
	return out
}

// sitingKeys sets what is there against what the choice brings.
func sitingKeys(s *coverage.Siting) []keyFigure {
	var out []keyFigure
	add := func(word, value, note datasets.Text) { out = append(out, keyFigure{word, value, note}) }
	solved := output.Solved(s)
	if s.Model != coverage.ModelDisperse {
		add(datasets.T("%[1]s的比例", "Share %[1]s", output.ServedWord(s)), change(solved, datasets.Same(output.SharePercent(s.Before.Share)), datasets.Same(output.SharePercent(s.After.Share))),
			change(solved, datasets.Same(output.Number(s.Before.People, 0)), output.People(s, s.After.People)))
		add(datasets.T("平均", "Mean"), change(solved, output.MaybeCost(s.Before.Mean, s.Unit), output.MaybeCost(s.After.Mean, s.Unit)), beyondNote(s))
		add(datasets.T("最远", "Worst"), change(solved, output.MaybeCost(s.Before.Worst, s.Unit), output.MaybeCost(s.After.Worst, s.Unit)), datasets.Text{})
	}
	if s.Model == coverage.ModelBackup {
		add(datasets.T("有两处够得着", "With two in reach"), change(solved, datasets.Same(output.Number(s.Before.Twice, 0)), datasets.Same(output.Number(s.After.Twice, 0))), output.SitingPeople(s))
	}
	if solved {
		add(datasets.T("新开", "New sites"), datasets.T("%d 处", "%d", len(output.Chosen(s))), existingNote(s))
	}
	if s.Price > 0 {
		note := datasets.Text{}
		if s.Asked.Budget > 0 {
			note = datasets.T("预算 %s", "of a budget of %s", output.Yuan(s.Asked.Budget))
		}
		add(datasets.T("造价", "Price"), output.Yuan(s.Price), note)
	}
	if solved && s.Gap != nil {
		add(datasets.T("与最优的差距", "Gap to the best"), gapValue(s), boundNote(s))
	}
	return out
}

// change writes before → after, or what is there alone.
func change(solved bool, before, after datasets.Text) datasets.Text {
	switch {
	case !solved:
		return before
	case before == datasets.Same("–"):
		return after
	}
	together := func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") } // one line, or a break at the arrow
	return datasets.Text{ZH: together(before.ZH) + " → " + together(after.ZH), EN: together(before.EN) + " → " + together(after.EN)}
}

func gapValue(s *coverage.Siting) datasets.Text {
	if s.Status == coverage.SitingOptimal {
		return datasets.T("无", "none")
	}
	return datasets.T("≤ %s", "≤ %s", output.GapText(*s.Gap))
}

func boundNote(s *coverage.Siting) datasets.Text {
	switch {
	case s.Status == coverage.SitingOptimal:
		return datasets.T("已证明", "proved")
	case s.Bound == nil:
		return datasets.Text{}
	}
	return datasets.T("界 %s", "bound %s", output.Amount(s, s.Measure, *s.Bound))
}

func beyondNote(s *coverage.Siting) datasets.Text {
	if s.After.Beyond > 0 && output.Solved(s) {
		return datasets.T("仍有 %s无点位可达", "%s still without any site in reach", output.People(s, s.After.Beyond))
	}
	return datasets.Text{}
}

func existingNote(s *coverage.Siting) datasets.Text {
	if s.Asked.Existing == 0 {
		return datasets.Text{}
	}
	return datasets.T("另有现有 %d 处", "beside %d there already", s.Asked.Existing)
}

// sitingFacts say what was asked, and how far the answer is proved.
func sitingFacts(s *coverage.Siting) []fact {
	var out []fact
	add := func(zh, en string, value datasets.Text) {
		if !value.IsZero() {
			out = append(out, fact{datasets.T(zh, en), value})
		}
	}
	status := s.Why // the badge has the word
	if status.IsZero() || status == output.SitingFinding(s) {
		status = output.SitingStatusText(s.Status)
	}
	add("状态", "Status", status)
	add("目标值", "Objective", output.Proof(s))
	add("出行方式", "Travel", sitingWay(s))
	for _, f := range askedFacts(s) {
		add(f.Word.ZH, f.Word.EN, f.Value)
	}
	add("依据", "Pledged in", datasets.Same(s.Source))
	return out
}

// sitingWay says how costs are counted.
func sitingWay(s *coverage.Siting) datasets.Text {
	switch {
	case s.Way == nil:
		return datasets.Text{}
	case s.Way.Note.IsZero():
		return s.Way.Name
	}
	return datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", s.Way.Name, s.Way.Note)
}

// askedFacts are the demands of the question.
func askedFacts(s *coverage.Siting) []fact {
	a := &s.Asked
	var out []fact
	add := func(asked bool, zh, en string, value datasets.Text) {
		if asked {
			out = append(out, fact{datasets.T(zh, en), value})
		}
	}
	add(a.Sites > 0, "要求点位", "Sites asked", datasets.T("%d 处", "%d", a.Sites))
	add(a.Share > 0, "要求比例", "Share asked", datasets.Same("≥ "+output.SharePercent(a.Share)))
	add(s.Times > 1, "重复覆盖", "Backup", datasets.T("有 %d 处够得着才算覆盖", "covered means by %d sites", s.Times))
	add(a.Budget > 0, "预算", "Budget", datasets.T("至多 %s", "at most %s", output.Yuan(a.Budget)))
	add(a.Spacing > 0, "间距", "Spacing", datasets.T("至少 %s", "at least %s", output.Distance(a.Spacing)))
	add(a.Capacity, "容量", "Capacity", datasets.T("不超过各点位的容量", "no site serves more than it holds"))
	add(a.Replace > 0, "可让出", "May close", datasets.T("现有设施至多 %d 处", "at most %d of the existing", a.Replace))
	add(len(a.Quotas) > 0, "配额", "Quotas", joined(a.Quotas))
	add(a.Mandate != nil, "优先", "First", mandateText(a.Mandate))
	add(!a.Weights.IsZero(), "权重", "Weights", a.Weights)
	return out
}

// joined strings sentences together.
func joined(texts []datasets.Text) datasets.Text {
	var out datasets.Text
	for i, t := range texts {
		if i > 0 {
			out = glue(out, datasets.T("；", "; "))
		}
		out = glue(out, t)
	}
	return out
}

func mandateText(f *coverage.Filter) datasets.Text {
	if f == nil {
		return datasets.Text{}
	}
	return datasets.T("符合 %[1]s 的候选点先选（%[2]d / %[3]d 处）", "candidates with %[1]s come first (%[2]d of %[3]d)", f.Expr, f.Kept, f.From)
}

func sitingFilters(s *coverage.Siting) []coverage.Filter { return s.Asked.Candidate }

// siteCases are the defences in words, the first maxCases of them.
func siteCases(s *coverage.Siting) (cases []siteCase, more datasets.Text) {
	n := 0
	for _, x := range output.Chosen(s) {
		if x.Defence.IsZero() {
			continue
		}
		if n++; n <= maxCases {
			cases = append(cases, newCase(s, x))
		}
	}
	if n > maxCases {
		more = datasets.T("另有 %d 处的理由见 report.xlsx。", "The cases for %d more are in report.xlsx.", n-maxCases)
	}
	return cases, more
}

// newCase leaves out what the sentences say already: the name, and the units.
func newCase(s *coverage.Siting, x *coverage.SitingSite) siteCase {
	c := siteCase{x.Place, output.SiteName(x), x.Defence, datasets.Text{}}
	said := x.Defence.In(datasets.ZH)
	if strings.Contains(said, c.Name) {
		c.Name = ""
	}
	units := output.Shares(x.Units)
	if slices.ContainsFunc(units, func(u coverage.SitingShare) bool { return !strings.Contains(said, u.Name) }) {
		c.Units = shareText(s, units)
	}
	return c
}

// shareText lists the units that a site newly serves.
func shareText(s *coverage.Siting, shares []coverage.SitingShare) datasets.Text {
	const most = 6
	var parts []datasets.Text
	for i := range shares {
		if i == most {
			parts = append(parts, datasets.T("等 %[1]d 个单元", "and %[2]d more", len(shares), len(shares)-most))
			break
		}
		parts = append(parts, datasets.Same(shares[i].Name+" "+output.Number(shares[i].People, 0)))
	}
	if len(parts) == 0 {
		return datasets.Text{}
	}
	return datasets.T("新服务（%[1]s）：%[2]s", "Newly served (%[1]s): %[2]s", output.SitingPeople(s), list(parts))
}
