package html

import (
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// sitingCompare sets several choices side by side.
type sitingCompare struct {
	Figures *table
	Shared  *table // the sites that some choice has
}

// maxCompared is how many choices have a column in the table of sites.
const maxCompared = 10

// newSitingCompare is nil with fewer than two choices.
func newSitingCompare(r *coverage.Result) *sitingCompare {
	if len(r.Sitings) < 2 {
		return nil
	}
	return &sitingCompare{Figures: comparedFigures(r), Shared: sharedSites(r)}
}

// comparedFigures has one row a choice: cover, cost, price and fairness.
func comparedFigures(r *coverage.Result) *table {
	t := &table{ID: "sitings-table", File: "sitings", Caption: datasets.T("方案对比", "The choices side by side"), Cols: []column{
		col("方案", "Choice"), col("状态", "Status"), numCol("新开（处）", "New sites"), numCol("与首案相同（处）", "Shared with the first"), numCol("范围", "Within"),
		numCol("现在（%）", "Now (%)"), numCol("之后（%）", "Then (%)"), numCol("平均", "Mean"), numCol("最远", "Worst"), numCol("造价（元）", "Price (yuan)"), col("覆盖最低的单元", "Unit least covered")}}
	has := make([]bool, len(t.Cols))
	for i := range shown(r.Sitings) {
		s := &r.Sitings[i]
		b := sitingBadge(s.Status)
		cells := []cell{{Text: output.SitingName(s), Link: "s" + strconv.Itoa(i+1), Head: true}, {Text: b.Word, Badge: &b}}
		if output.Solved(s) {
			cells = append(cells, count(len(output.Chosen(s))), sharedCount(r, i))
		} else {
			cells = append(cells, same("–"), same("–"))
		}
		cells = append(cells, withinCell(s), sharePart(s.Before.Share, 1))
		if output.Solved(s) {
			cells = append(cells, sharePart(s.After.Share, 1), costCell(s.After.Mean, s.Unit), costCell(s.After.Worst, s.Unit), orDash(some(s.Price, 0)), leastUnit(s))
		} else {
			cells = append(cells, same("–"), same("–"), same("–"), same("–"), same("–"))
		}
		for j, c := range cells {
			has[j] = has[j] || c.Text.ZH != "–"
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	t.keep(has)
	return t
}

func withinCell(s *coverage.Siting) cell {
	if s.Within <= 0 {
		return same("–")
	}
	return cell{Text: output.Cost(s.Within, s.Unit), Key: sortKey(s.Within)}
}

func costCell(v *float64, unit string) cell {
	if v == nil || !finite(*v) {
		return same("–")
	}
	return cell{Text: output.Cost(*v, unit), Key: sortKey(*v)}
}

// sharedCount is how many chosen sites a choice has in common with the first
// that has any.
func sharedCount(r *coverage.Result, i int) cell {
	first := slices.IndexFunc(r.Sitings, func(s coverage.Siting) bool { return len(output.Chosen(&s)) > 0 })
	if first < 0 || first == i {
		return same("–")
	}
	in := map[string]bool{}
	for _, x := range output.Chosen(&r.Sitings[first]) {
		in[x.ID] = true
	}
	n := 0
	for _, x := range output.Chosen(&r.Sitings[i]) {
		if in[x.ID] {
			n++
		}
	}
	return count(n)
}

// leastUnit names the unit with the lowest share after the choice.
func leastUnit(s *coverage.Siting) cell {
	least, name := 2.0, ""
	for i := range s.Units {
		if u := &s.Units[i]; u.People > 0 && u.After/u.People < least {
			least, name = u.After/u.People, u.Name
		}
	}
	if least > 1 {
		return same("–")
	}
	return cell{Text: datasets.Same(name + " " + output.SharePercent(least)), Key: sortKey(least)}
}

// sharedSites says of each site that some choice has, at which place; nil where
// none has any. Sites that most choices share come first.
func sharedSites(r *coverage.Result) *table {
	t := &table{ID: "sitings-sites", File: "sitings-sites", Caption: datasets.T("哪些方案选中哪些点位（数字为次序）", "Which choices have which sites (numbers are places)"),
		Cols: []column{col("点位", "Site"), col("所在单元", "Unit"), numCol("入选（次）", "Chosen by")}}
	compared := r.Sitings[:min(len(r.Sitings), maxCompared)]
	type line struct {
		site   *coverage.SitingSite
		places []int
		n      int
	}
	var lines []*line
	by := map[string]*line{}
	for i := range compared {
		t.Cols = append(t.Cols, column{Name: output.SitingName(&compared[i]), Num: true})
		for _, x := range output.Chosen(&compared[i]) {
			l := by[x.ID]
			if l == nil {
				l = &line{site: x, places: make([]int, len(compared))}
				by[x.ID] = l
				lines = append(lines, l)
			}
			l.places[i] = max(x.Place, 1)
			l.n++
		}
	}
	if len(lines) == 0 {
		return nil
	}
	slices.SortStableFunc(lines, func(a, b *line) int { return b.n - a.n })
	t.Fold = len(lines) > foldRows
	t.cut(len(lines), "report.xlsx")
	for _, l := range shown(lines) {
		cells := []cell{head(output.SiteName(l.site)), orDash(same(l.site.Unit)), count(l.n)}
		for _, place := range l.places {
			cells = append(cells, orDash(some(float64(place), 0)))
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	return t
}
