package html

import (
	"maps"
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// stockTable counts facilities by kind and state; nil without facilities.
func stockTable(r *coverage.Result) *table {
	if len(r.Kinds) == 0 {
		return nil
	}
	t := &table{ID: "stock-table", File: "stock", Caption: datasets.T("各类设施存量", "Stock by kind"), Cols: []column{
		col("类别", "Kind"), numCol("记录（条）", "Records"), numCol("在用（处）", "In service"), numCol("有坐标（处）", "On the map"),
	}}
	states := statesOf(r)
	for _, s := range states {
		word := label(r.Labels.States, s)
		if s == "" {
			word = datasets.T("尚未启动", "Not begun")
		}
		t.Cols = append(t.Cols, column{Name: word, Num: true})
	}
	for _, k := range r.Kinds {
		cells := []cell{{Text: label(r.Labels.Kinds, k.Kind), Head: true}, count(k.Total), count(k.InService), count(k.OnMap)}
		for _, s := range states {
			cells = append(cells, count(k.ByState[s]))
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	return t
}

// statesOf lists the states that occur, in the order of a life, then others by
// name.
func statesOf(r *coverage.Result) []string {
	seen := map[string]bool{}
	for _, k := range r.Kinds {
		for s, n := range k.ByState {
			if n > 0 {
				seen[s] = true
			}
		}
	}
	var out []string
	for _, s := range datasets.States {
		if seen[string(s)] {
			out = append(out, string(s))
			delete(seen, string(s))
		}
	}
	return append(out, slices.Sorted(maps.Keys(seen))...)
}

// levelTable sets unit counts beside what the study expects; nil without units.
func levelTable(r *coverage.Result) *table {
	if len(r.Levels) == 0 {
		return nil
	}
	t := &table{ID: "level-table", File: "units", Caption: datasets.T("行政单元数与应有数", "Units against what is expected"), Cols: []column{
		col("层级", "Level"), numCol("图层中（个）", "In the layers"), numCol("应有（个）", "Expected"), col("核对", "Check"),
	}}
	for _, lv := range r.Levels {
		expect, check := same("–"), text(datasets.T("未设应有数", "nothing expected"))
		if lv.Expect > 0 {
			expect = count(lv.Expect)
			switch d := lv.Count - lv.Expect; {
			case d == 0:
				check = text(datasets.T("✓ 一致", "✓ agrees"))
			case d < 0:
				check = text(datasets.T("! 少 %s 个", "! %s too few", output.Number(float64(-d), 0)))
			default:
				check = text(datasets.T("! 多 %s 个", "! %s too many", output.Number(float64(d), 0)))
			}
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: label(r.Labels.Levels, lv.Level), Head: true}, count(lv.Count), expect, check}})
	}
	return t
}

// qualityView is what was noticed while the layers were read.
type qualityView struct {
	Layers   *table
	Columns  *table
	Findings []findingView
}

// findingView is one kind of finding with its examples.
type findingView struct {
	Severity   datasets.Severity
	Mark       string
	Word       datasets.Text
	Rule       string
	Layer      string
	Count      int
	Text, Hint datasets.Text
	Examples   *table
	More       int // occurrences beyond the examples
}

var severities = [...]datasets.Severity{datasets.SeverityError, datasets.SeverityWarning, datasets.SeverityNote}

func newQuality(r *coverage.Result) qualityView {
	v := qualityView{Layers: layerTable(r), Columns: columnTable(r)}
	for _, s := range severities {
		for i := range r.Quality.Findings {
			if f := &r.Quality.Findings[i]; f.Severity == s {
				v.Findings = append(v.Findings, newFinding(f, len(v.Findings)+1))
			}
		}
	}
	return v
}

func newFinding(f *datasets.Finding, n int) findingView {
	v := findingView{Severity: f.Severity, Rule: f.Rule, Layer: f.Layer, Count: f.Count, Text: f.Text, Hint: f.Hint}
	switch f.Severity {
	case datasets.SeverityError:
		v.Mark, v.Word = "✗", datasets.T("错误", "error")
	case datasets.SeverityWarning:
		v.Mark, v.Word = "!", datasets.T("警告", "warning")
	default:
		v.Mark, v.Word = "i", datasets.T("说明", "note")
	}
	if len(f.Examples) == 0 {
		return v
	}
	id := strconv.Itoa(n)
	v.More = max(f.Count-len(f.Examples), 0)
	v.Examples = &table{ID: "finding-" + id, File: "finding-" + fileName(f.Rule, id), Cols: []column{
		col("文件", "File"), numCol("行", "Row"), col("列", "Column"), codeCol("值", "Value"), wideCol("说明", "What"),
	}, Caption: datasets.T("例子（%[1]d / %[2]d）", "Examples (%[1]d of %[2]d)", len(f.Examples), max(f.Count, len(f.Examples)))}
	has := []bool{false, false, false, false, false}
	for _, e := range f.Examples {
		line := same("–")
		if e.Row > 0 {
			line = count(e.Row)
		}
		for j, filled := range []bool{e.File != "", e.Row > 0, e.Column != "", e.Value != "", !e.Text.IsZero()} {
			has[j] = has[j] || filled
		}
		v.Examples.Rows = append(v.Examples.Rows, row{Cells: []cell{same(e.File), line, same(e.Column), same(e.Value), text(e.Text)}})
	}
	v.Examples.keep(has)
	return v
}

// layerTable says what was read from each layer; nil without layers.
func layerTable(r *coverage.Result) *table {
	if len(r.Quality.Layers) == 0 {
		return nil
	}
	t := &table{ID: "layer-table", File: "layers", Caption: datasets.T("读入的图层", "Layers read"), Cols: []column{
		col("图层", "Layer"), col("用途", "Role"), col("文件", "File"), col("格式", "Format"), col("编码", "Encoding"), col("坐标系", "Coordinates"),
		numCol("读入", "Read"), numCol("使用", "Used"), numCol("修复", "Repaired"), numCol("舍弃", "Dropped"),
	}}
	for _, l := range r.Quality.Layers {
		t.Rows = append(t.Rows, row{Cells: []cell{
			head(l.Layer), text(roleText(l.Role)), same(l.File), same(l.Format), dash(l.Encoding), dash(l.CRS),
			count(l.Read), count(l.Used), count(l.Repaired), count(l.Dropped),
		}})
	}
	return t
}

func dash(s string) cell {
	if s == "" {
		s = "–"
	}
	return same(s)
}

func roleText(role string) datasets.Text {
	switch role {
	case "areas":
		return datasets.T("行政单元", "areas")
	case "facilities":
		return datasets.T("设施", "facilities")
	case "demand":
		return datasets.T("人口", "demand")
	case "candidates":
		return datasets.T("场所", "venues")
	}
	return datasets.Same(role)
}

// columnTable says how each column was understood; nil without columns.
func columnTable(r *coverage.Result) *table {
	t := &table{ID: "column-table", File: "columns", Fold: true, Caption: datasets.T("各列的理解方式", "How columns were understood"), Cols: []column{
		col("图层", "Layer"), col("列", "Column"), col("含义", "Meaning"), col("依据", "By"),
	}}
	for _, l := range r.Quality.Layers {
		for _, u := range l.Columns {
			t.Rows = append(t.Rows, row{Cells: []cell{head(l.Layer), same(u.Column), dash(u.Meaning), text(byText(u.By))}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

func byText(by string) datasets.Text {
	switch by {
	case "study":
		return datasets.T("研究文件指定", "the study file")
	case "synonym":
		return datasets.T("同义词表", "table of synonyms")
	case "attribute":
		return datasets.T("保留为属性", "kept as an attribute")
	}
	return datasets.Same(by)
}
