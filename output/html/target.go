package html

import (
	"fmt"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// targetView is one target's section.
type targetView struct {
	ID      string
	Number  int
	Name    datasets.Text
	Type    datasets.Text
	Finding datasets.Text
	Badge   badge
	Key     []keyFigure
	Facts   []fact
	Filters []coverage.Filter
	Map     *mapView
	NoMap   datasets.Text
	Units   *table
	Missing *table
	// MissingBy counts the gaps by unit where Missing does not list them all.
	MissingBy *table
	Chart     *chart
	Within    *table // thresholds of a target that counts costs along a way
	Costs     *table // its demand points by class
	Loads     *table // its facilities by who goes there, where capacities count
	OffStreet *table // what is not on the network
	Reach     *bars
	Splits    []*bars
	Beside    *besideView
	Notes     []datasets.Text
}

// keyFigure is one of the large figures at the head of a section.
type keyFigure struct {
	Word, Value, Note datasets.Text
}

// fact is a line of the small print: what was counted, and how.
type fact struct {
	Word, Value datasets.Text
}

func newTarget(c *report, l *coverage.Ledger, n int) *targetView {
	id := "t" + strconv.Itoa(n)
	v := &targetView{
		ID: id, Number: n, Name: targetName(l), Type: output.TypeText(l.Type), Finding: c.finding(l),
		Badge: newBadge(l.Status), Key: keyFigures(l), Facts: facts(l), Filters: l.Filters, Notes: otherNotes(l),
		Units: unitTable(c, l, id), Missing: missingTable(c, l, id), MissingBy: missingByUnit(c, l, id),
		Chart: newChart(l, id), Reach: reachBars(l), Beside: newBeside(c, l, id),
	}
	if output.ByWay(l) {
		v.Within, v.Costs, v.OffStreet = withinTable(l, id), costTable(c, l, id), offStreetTable(c, l, id)
	}
	v.Loads = loadTable(c, l, id)
	v.Map = newMap(c, l, id+"-map")
	if v.Map == nil {
		v.NoMap = datasets.T("图层没有边界或坐标，无法绘图；数值见下表。", "The layers carry no boundaries or coordinates, so there is no map; the figures are in the table.")
	}
	for i := range l.Splits {
		v.Splits = append(v.Splits, splitBars(&l.Splits[i]))
	}
	return v
}

// keyFigures are the figures a reader looks for first, each with what it is
// measured against.
func keyFigures(l *coverage.Ledger) []keyFigure {
	now := keyFigure{Word: datasets.T("现状", "Value"), Value: datasets.Same("–")}
	if l.Measured {
		now.Value = measured(l.Measure, l.Value)
		if l.Measure == coverage.Percent {
			now.Value = datasets.Same(output.Share(l))
			now.Note = datasets.Same(output.Number(l.Numerator, 1) + " / " + output.Number(l.Denominator, 1))
		}
		if l.Measure == coverage.PerThousand {
			now.Note = datasets.Same(output.Number(l.Numerator, 1) + " / " + output.Number(l.Denominator, 0))
		}
	}
	out := []keyFigure{now}
	if l.Goal != nil {
		out = append(out, keyFigure{Word: datasets.T("目标值", "Goal"), Value: output.Goal(l)})
	}
	if !l.By.IsZero() {
		out = append(out, keyFigure{Word: datasets.T("期限", "Deadline"), Value: dateText(l.By)})
	}
	if p := l.Pace; p != nil && p.SoFar != nil {
		k := keyFigure{Word: datasets.T("年均进度", "Pace so far"), Value: speed(l.Measure, p.SoFar),
			Note: datasets.T("自%[1]s起", "since %[1]s", dateText(p.From))}
		if !p.Reach.IsZero() {
			k.Note = glue(k.Note, datasets.T("，照此 %[1]s 达标", "; goal in %[1]s at this pace", dateText(p.Reach)))
		}
		out = append(out, k)
	}
	if p := l.Pace; p != nil && p.Needed != nil {
		out = append(out, keyFigure{Word: datasets.T("所需年均", "Pace needed"), Value: speed(l.Measure, p.Needed)})
	}
	if l.Sites != nil {
		out = append(out, keyFigure{Word: datasets.T("至少新增", "Least sites"),
			Value: datasets.T("%s 处", "%s", sites(l.Sites)), Note: l.Sites.How})
	}
	return out
}

// facts says what was counted against what, and with which rounding.
func facts(l *coverage.Ledger) []fact {
	out := []fact{{datasets.T("口径", "Rule"), l.Rule}, {datasets.T("出行方式", "Travel"), wayText(l)}}
	if l.Measured {
		num := datasets.Same(output.Number(l.Numerator, 1))
		if !l.NumWord.IsZero() {
			num = datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", l.NumWord, num)
		}
		out = append(out, fact{datasets.T("分子", "Numerator"), num})
	}
	if l.Measured && l.Denominator != 0 && !(l.Measure == coverage.Count && l.DenWord.IsZero()) {
		den := datasets.Same(output.Number(l.Denominator, 1))
		if !l.DenWord.IsZero() {
			den = datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", l.DenWord, den)
		}
		out = append(out, fact{datasets.T("分母", "Denominator"), den})
	}
	if l.Percent != nil {
		out = append(out, fact{datasets.T("比例", "Share"), datasets.T("%[1]s（%[2]s）", "%[1]s (%[2]s)", output.Share(l), l.Rounding)})
	}
	out = append(out, fact{datasets.T("判定", "Status"), datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", output.StatusText(l.Status), l.Why)})
	if b := l.Baseline; b != nil {
		out = append(out, fact{datasets.T("基线", "Baseline"), datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", dateText(b.At), measured(l.Measure, b.Value))})
	}
	if l.Source != "" {
		out = append(out, fact{datasets.T("依据", "Pledged in"), datasets.Same(l.Source)})
	}
	var shown []fact
	for _, f := range out {
		if !f.Value.IsZero() {
			shown = append(shown, f)
		}
	}
	return shown
}

// unitTable lists every unit of the target's level with the columns that the
// target fills; nil where it has no units.
func unitTable(c *report, l *coverage.Ledger, id string) *table {
	if len(l.Units) == 0 {
		return nil
	}
	t := &table{ID: id + "-units", File: fmt.Sprintf("%s-units", fileName(l.ID, id)), Fold: len(l.Units) > foldRows,
		Caption: datasets.T("各单元情况（%[1]d 个）", "Units (%[1]d)", len(l.Units)),
		Cols: []column{
			col("名称", "Name"), codeCol("代码", "Code"), col("上级", "Parent"), col("分级", "Class"), numCol("设施（处）", "Facilities"), numCol("还缺（处）", "Still missing"),
			col("等级", "Grade"), numCol(valueWord(l)[0], valueWord(l)[1]), numCol("人口（人）", "People"), numCol("其中够得着（人）", "Of them within"), nearestCol(l),
		}}
	has := []bool{true, false, false, true, true, false, false, false, false, false, false}
	t.cut(len(l.Units), "results.gpkg")
	classes, classOf := map[string]output.Class{}, output.Classifier(l)
	for _, class := range output.Classes(l) {
		classes[class.Key] = class
	}
	for i := range shown(l.Units) {
		u := &l.Units[i]
		a := c.area(u.Area)
		class := classes[classOf(u)]
		for j, filled := range []bool{1: a.Code != "", 2: a.Parent != "", 5: u.Need > 0, 6: u.Grade != "", 7: u.Value != nil && l.Measure != coverage.Count, 8: u.People > 0, 9: u.Served > 0, 10: hasNearest(l, u.Nearest, u.Cost)} {
			has[j] = has[j] || filled
		}
		grade := same("–")
		if u.Grade != "" {
			grade = text(label(c.r.Labels.Grades, u.Grade))
		}
		t.Rows = append(t.Rows, row{Cells: []cell{
			head(c.areaName(u.Area)), same(a.Code), same(c.parentName(u.Area)), {Text: class.Name, Swatch: &swatch{c.fill(class)}}, count(u.Count), count(u.Need),
			grade, maybe(u.Value, 2), number(u.People, 0), number(u.Served, 0), nearestCell(l, u.Nearest, u.Cost),
		}})
	}
	t.keep(has)
	return t
}

// valueWord heads the column of unit values with their unit.
func valueWord(l *coverage.Ledger) [2]string {
	switch l.Measure {
	case coverage.Percent:
		return [2]string{"比例（%）", "Share (%)"}
	case coverage.PerThousand:
		return [2]string{"每千人", "Per 1,000"}
	}
	return [2]string{"数量", "Number"}
}

// missingTable lists the gaps, worst first as the ledger has them; nil without.
func missingTable(c *report, l *coverage.Ledger, id string) *table {
	if len(l.Missing) == 0 {
		return nil
	}
	t := &table{ID: id + "-missing", File: fileName(l.ID, id) + "-missing", Fold: len(l.Missing) > foldRows,
		Caption: datasets.T("缺口清单（%[1]d 项）", "What is missing (%[1]d)", len(l.Missing)),
		Cols: []column{
			col("名称", "Name"), codeCol("代码", "Code"), col("上级", "Parent"), numCol("涉及人口（人）", "People"), nearestCol(l),
			numCol("还缺", "Need"), wideCol("怎样补上", "What would close it"),
		}}
	t.cut(len(l.Missing), "gaps.geojson")
	has := []bool{true, false, false, false, false, false, true}
	for i := range shown(l.Missing) {
		g := &l.Missing[i]
		for j, filled := range []bool{1: g.Code != "", 2: g.Parent != "", 3: g.People > 0, 4: hasNearest(l, g.Nearest, g.Cost), 5: g.Need != 0} {
			has[j] = has[j] || filled
		}
		t.Rows = append(t.Rows, row{Cells: []cell{
			head(gapName(g)), same(g.Code), same(g.Parent), number(g.People, 0), nearestCell(l, g.Nearest, g.Cost), number(g.Need, 1), text(g.Text),
		}})
	}
	t.keep(has)
	if t.Fold && t.More == nil {
		t.Names = missingNames(l)
	}
	return t
}

// missingNames puts all that is missing in a row, for print.
func missingNames(l *coverage.Ledger) string {
	names := make([]string, len(l.Missing))
	for i := range l.Missing {
		names[i] = gapName(&l.Missing[i])
	}
	return strings.Join(names, "、")
}

// fileName makes a target's ID safe as part of a file name on Windows.
func fileName(id, fallback string) string {
	out := []rune{}
	for _, r := range id {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r >= 0x4E00 && r <= 0x9FFF {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return fallback
	}
	return string(out[:min(len(out), 60)])
}
