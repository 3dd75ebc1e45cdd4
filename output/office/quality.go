package office

import (
	"fmt"

	"fugai/datasets"
	"fugai/output"
)

// quality lists what was noticed while the layers were read.
func (b *book) quality() sheet {
	q := &b.res.Quality
	lead := []line{{b.say("数据质量", "Data quality"), title}, {fmt.Sprintf(b.say("错误 %d 项，警告 %d 项，说明 %d 项；每项最多列 %d 例", "%d errors, %d warnings, %d notes; at most %d examples of each"),
		q.Count(datasets.SeverityError), q.Count(datasets.SeverityWarning), q.Count(datasets.SeverityNote), datasets.MaxExamples), note}}
	return sheet{name: b.sheetName(b.say("数据质量", "Quality"), ""), lead: lead, freeze: 2,
		tables: []table{b.findings(), b.layers(), b.columnUses()}}
}

// findings has one row a finding, and one more for each example of it.
func (b *book) findings() table {
	cols := columns(b.say("程度", "Severity"), b.say("图层", "Layer"), b.say("次数", "Count"), b.say("问题", "Finding"), b.say("建议", "What to do"),
		b.say("文件", "File"), b.say("行", "Row"), b.say("列", "Column"), b.say("值", "Value"), b.say("规则", "Rule"))
	cols[3].wide, cols[4].wide, cols[8].wide = 50, 40, 30
	var rows [][]cell
	for _, f := range b.res.Quality.Findings {
		rows = append(rows, []cell{text(b.severity(f.Severity)), text(f.Layer), whole(f.Count), wrapped(f.Text.In(b.lang)), wrapped(f.Hint.In(b.lang)), {}, {}, {}, {}, text(f.Rule)})
		for _, e := range f.Examples {
			rows = append(rows, []cell{text(b.say("例", "example")), text(f.Layer), {}, wrapped(e.Text.In(b.lang)), {}, text(e.File), rowNumber(e.Row), text(e.Column), wrapped(e.Value), text(f.Rule)})
		}
	}
	t := rowsOf("", cols, rows)
	t.empty = b.say("没有发现问题", "nothing was found")
	return t
}

func (b *book) severity(s datasets.Severity) string {
	switch s {
	case datasets.SeverityError:
		return b.say("✗ 错误", "✗ error")
	case datasets.SeverityWarning:
		return b.say("! 警告", "! warning")
	}
	return b.say("i 说明", "i note")
}

func (b *book) layers() table {
	cols := columns(b.say("图层", "Layer"), b.say("用途", "Role"), b.say("读取", "Read"), b.say("采用", "Used"), b.say("修复", "Repaired"), b.say("弃用", "Dropped"),
		b.say("格式", "Format"), b.say("编码", "Encoding"), b.say("坐标系", "CRS"), b.say("文件", "File"))
	return table{heading: b.say("图层", "Layers"), columns: cols, rows: len(b.res.Quality.Layers), row: func(i int) []cell {
		l := b.res.Quality.Layers[i]
		return []cell{text(l.Layer), text(b.layerRole(l.Role)), whole(l.Read), whole(l.Used), whole(l.Repaired), whole(l.Dropped), text(l.Format), text(l.Encoding), text(l.CRS), text(l.File)}
	}}
}

func (b *book) layerRole(role string) string {
	switch role {
	case "areas":
		return b.say("单元", "areas")
	case "facilities":
		return b.say("设施", "facilities")
	case "demand":
		return b.say("需求", "demand")
	case "candidates", "venues":
		return b.say("场所", "venues")
	}
	return role
}

func (b *book) columnUses() table {
	var rows [][]cell
	for _, l := range b.res.Quality.Layers {
		for _, c := range l.Columns {
			rows = append(rows, []cell{text(l.Layer), text(c.Column), text(c.Meaning), text(b.understood(c.By))})
		}
	}
	return rowsOf(b.say("各列的理解", "How columns were understood"),
		columns(b.say("图层", "Layer"), b.say("列", "Column"), b.say("字段", "Field"), b.say("依据", "By")), rows)
}

func (b *book) understood(by string) string {
	switch by {
	case "study":
		return b.say("研究文件", "study")
	case "synonym":
		return b.say("同义词", "synonym")
	case "attribute":
		return b.say("保留为属性", "kept as attribute")
	}
	return by
}

// notes says where the figures come from and what was taken for granted.
func (b *book) notes() sheet {
	var rows [][]cell
	add := func(kind, s string) {
		if s != "" {
			rows = append(rows, []cell{text(kind), wrapped(s)})
		}
	}
	if b.res.Made {
		add(b.say("示例数据", "Sample data"), output.MadeNote().In(b.lang))
	}
	for _, t := range b.res.Notes {
		add(b.say("备注", "Note"), t.In(b.lang))
	}
	for _, t := range b.res.Assumed {
		add(b.say("假定", "Assumed"), t.In(b.lang))
	}
	for i := range b.res.Targets {
		l := &b.res.Targets[i]
		for _, t := range l.Notes {
			add(l.Name.In(b.lang), t.In(b.lang))
		}
	}
	add(b.say("日期", "Dates"), b.say("精确到日的日期为日期格式；只知年、月的保留原有精度，以文本写出（2024、2024-03）。",
		"A date known to the day is a date cell; one known to the month or year only is text of that precision (2024, 2024-03)."))
	add(b.say("坐标", "Coordinates"), b.say("经纬度为 WGS 84。", "Longitude and latitude are WGS 84."))
	cols := columns(b.say("类别", "About"), b.say("内容", "Text"))
	cols[0].wide, cols[1].wide = 30, 100
	return sheet{name: b.sheetName(b.say("说明", "Notes"), ""), lead: []line{{b.say("说明", "Notes"), title}}, tables: []table{rowsOf("", cols, rows)}}
}
