package coverage

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fugai/datasets"
)

// splits breaks the counted facilities down by grade, state, kind, domain, who
// runs them and year of opening, and sums their funding by source. A breakdown
// into fewer than two parts that says nothing new is left out.
func (p *pool) splits(active []int) []Split {
	if len(active) == 0 {
		return nil
	}
	e, asOf := p.e, p.e.in.AsOf
	by := func(key, zh, en string, of func(*datasets.Facility) string, name func(string) datasets.Text) Split {
		n := map[string]float64{}
		for _, i := range active {
			n[of(p.facility(i))]++
		}
		return Split{By: key, Name: datasets.T(zh, en), Unit: "count", Parts: parts(n, name)}
	}
	all := []Split{
		by("kind", "按类型", "by kind", func(f *datasets.Facility) string { return f.Kind }, e.kindName),
		by("grade", "按等级", "by grade", func(f *datasets.Facility) string {
			return heldGrade(e.in.Taxonomy, f.Grades, "", asOf)
		}, e.gradeName),
		by("state", "按状态", "by state", func(f *datasets.Facility) string { return string(StateAt(f, asOf)) }, e.stateName),
		by("domain", "按领域", "by domain", func(f *datasets.Facility) string { return f.Domain }, e.domainName),
		by("run_by", "按管理层级", "by who runs it", func(f *datasets.Facility) string { return f.RunBy }, wordOrUnknown),
		by("year", "按开放年份", "by year of opening", openYear, wordOrUnknown),
	}
	var out []Split
	for _, s := range all {
		if len(s.Parts) > 1 || s.By == "grade" && s.Parts[0].Key != "" {
			s.Parts = e.ordered(s)
			out = append(out, s)
		}
	}
	if s, ok := p.funding(active); ok {
		out = append(out, s)
	}
	return out
}

// ordered puts grades highest first and states in the order of a life; other
// parts are by size already.
func (e *eval) ordered(s Split) []Part {
	switch s.By {
	case "grade":
		slices.SortStableFunc(s.Parts, func(a, b Part) int {
			return cmp.Compare(e.gradeOrder(b.Key), e.gradeOrder(a.Key))
		})
	case "state":
		slices.SortStableFunc(s.Parts, func(a, b Part) int {
			return cmp.Compare(slices.Index(datasets.States[:], datasets.State(a.Key)), slices.Index(datasets.States[:], datasets.State(b.Key)))
		})
	case "year":
		slices.SortStableFunc(s.Parts, func(a, b Part) int { return cmp.Compare(a.Key, b.Key) })
	}
	return s.Parts
}

// funding sums money by source.
func (p *pool) funding(active []int) (Split, bool) {
	yuan := map[string]float64{}
	for _, i := range active {
		for _, f := range p.facility(i).Funding {
			yuan[f.Source] += f.Yuan
		}
	}
	s := Split{By: "funding", Name: datasets.T("按资金来源", "by source of funding"), Unit: "yuan", Parts: parts(yuan, p.e.fundName)}
	return s, len(yuan) > 0
}

// parts sorts a breakdown by size, then key.
func parts(n map[string]float64, name func(string) datasets.Text) []Part {
	out := make([]Part, 0, len(n))
	for k, v := range n {
		out = append(out, Part{Key: k, Name: name(k), Value: v})
	}
	slices.SortFunc(out, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Key, b.Key))
	})
	return out
}

func openYear(f *datasets.Facility) string {
	for _, ev := range f.Life {
		if ev.State == datasets.Open && !ev.At.IsZero() {
			return strconv.Itoa(ev.At.Year)
		}
	}
	return ""
}

func wordOrUnknown(s string) datasets.Text {
	if s == "" {
		return datasets.T("未注明", "not stated")
	}
	return datasets.Same(s)
}

// formatCount writes a number with thousands set apart.
func formatCount(v float64) string {
	whole, frac, found := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + frac
	}
	return whole
}
