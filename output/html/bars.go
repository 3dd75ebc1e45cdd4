package html

import (
	"math"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// bars is a small bar chart that is also a list: each bar carries its figure.
type bars struct {
	Name datasets.Text
	Sum  datasets.Text // "1 + 4 + 28 = 33", or a remark
	Bars []bar
}

// bar is one line. Share and Goal are percent of the longest, 0 to 100.
type bar struct {
	Word  datasets.Text
	Value datasets.Text
	Share string
	Goal  string // "" where there is none
}

// splitBars shows the parts of a numerator.
func splitBars(s *coverage.Split) *bars {
	out := &bars{Name: s.Name}
	if out.Name.IsZero() {
		out.Name = datasets.Same(s.By)
	}
	top, sum := 0.0, 0.0
	var terms []string
	for _, p := range s.Parts {
		top = max(top, p.Value)
		sum += p.Value
		terms = append(terms, output.Number(p.Value, 1))
	}
	for _, p := range s.Parts {
		name := p.Name
		if name.IsZero() {
			name = datasets.Same(p.Key)
		}
		out.Bars = append(out.Bars, bar{Word: name, Value: withUnit(s.Unit, output.Number(p.Value, 1)), Share: percentOf(p.Value, top)})
	}
	switch {
	case s.Overlap:
		out.Sum = datasets.T("各项有重叠，不能相加", "the parts overlap and do not add up")
	case len(s.Parts) > 1 && len(s.Parts) <= 8:
		out.Sum = withUnit(s.Unit, strings.Join(terms, " + ")+" = "+output.Number(sum, 1))
	default:
		out.Sum = datasets.T("合计 %s", "total %s", withUnit(s.Unit, output.Number(sum, 1)))
	}
	return out
}

func withUnit(unit, s string) datasets.Text {
	if unit == "yuan" {
		return datasets.T("%s 元", "%s yuan", s)
	}
	return datasets.Same(s)
}

// reachBars shows the share reached at each distance; nil without thresholds.
func reachBars(l *coverage.Ledger) *bars {
	if len(l.Thresholds) == 0 || output.ByWay(l) && len(l.Thresholds) == 1 {
		return nil // a table has the only one
	}
	out := &bars{Name: datasets.T("不同距离内的覆盖率", "Share reached by distance")}
	if l.Thresholds[0].Unit == "s" {
		out.Name = datasets.T("不同时间内的覆盖率", "Share reached by time")
	}
	for i := range l.Thresholds {
		t := &l.Thresholds[i]
		b := bar{
			Word: output.Within(t),
			Value: datasets.Same(output.Number(t.Value, 2) + " % (" + output.Number(t.Numerator, 0) + "/" +
				output.Number(t.Denominator, 0) + ")"),
			Share: percentOf(t.Value, 100),
		}
		if t.Goal != nil {
			b.Goal = percentOf(*t.Goal, 100)
			b.Value = glue(b.Value, datasets.T("，目标 ≥ %s %%", ", goal ≥ %s %%", output.Number(*t.Goal, 2)))
		}
		out.Bars = append(out.Bars, b)
	}
	return out
}

// percentOf is a bar's length in percent of the whole, for the style sheet.
func percentOf(v, whole float64) string {
	if whole <= 0 || !finite(v) || !finite(whole) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(min(max(v/whole, 0), 1)*1000)/10, 'f', -1, 64)
}

// besideView sets presence and reach side by side.
type besideView struct {
	Intro                datasets.Text
	Beyond, Near         string // people
	BeyondText, NearText datasets.Text
	BeyondNote, NearNote datasets.Text
	BeyondList, NearList *table
}

// newBeside is nil where the ledger does not compare.
func newBeside(c *report, l *coverage.Ledger, id string) *besideView {
	b := l.Beside
	if b == nil {
		return nil
	}
	within := output.Distance(b.Within)
	v := &besideView{
		Intro:  datasets.T("人群：%[1]s；距离 %[2]s", "group: %[1]s; distance %[2]s", label(c.r.Labels.Groups, b.Group), within),
		Beyond: output.Number(b.CoveredBeyond, 0), Near: output.Number(b.UncoveredNear, 0),
		BeyondText: datasets.T("人住在有设施的单元，却离最近的设施超过 %s", "people live in units that have one, yet more than %s from the nearest", within),
		NearText:   datasets.T("人住在没有设施的单元，却在 %s 内有邻近单元的设施", "people live in units that have none, yet within %s of a neighbour's", within),
		BeyondNote: datasets.T("占有设施单元 %[1]s 人的 %[2]s %%", "%[2]s %% of the %[1]s people in units that have one", output.Number(b.Covered, 0), percentOf(b.CoveredBeyond, b.Covered)),
		NearNote:   datasets.T("占没有设施单元 %[1]s 人的 %[2]s %%", "%[2]s %% of the %[1]s people in units that have none", output.Number(b.Uncovered, 0), percentOf(b.UncoveredNear, b.Uncovered)),
	}
	cols := []column{col("名称", "Name"), codeCol("代码", "Code"), numCol("人口（人）", "People"), numCol("距离内（人）", "Within"), numCol("距离外（人）", "Beyond")}
	v.BeyondList = &table{ID: id + "-beyond", File: fileName(l.ID, id) + "-beyond", Cols: cols, Caption: datasets.T("有设施，但有人够不着", "Has one, yet people are beyond it")}
	v.NearList = &table{ID: id + "-near", File: fileName(l.ID, id) + "-near", Cols: cols, Caption: datasets.T("没有设施，但有人由邻区服务", "Has none, yet neighbours serve people")}
	beyond, near := 0, 0
	for _, u := range b.Units {
		to, n := v.NearList, &near
		if u.Covered {
			to, n = v.BeyondList, &beyond
		}
		if *n++; *n > maxRows {
			continue
		}
		to.Rows = append(to.Rows, row{Cells: []cell{head(c.areaName(u.Area)), same(c.area(u.Area).Code), number(u.People, 0), number(u.Within, 0), number(u.Beyond, 0)}})
	}
	v.BeyondList.cut(beyond, "results.json")
	v.NearList.cut(near, "results.json")
	v.BeyondList.Fold, v.NearList.Fold = len(v.BeyondList.Rows) > foldRows, len(v.NearList.Rows) > foldRows
	return v
}
