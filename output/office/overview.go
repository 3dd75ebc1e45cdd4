package office

import (
	"fmt"
	"strings"

	"fugai/coverage"
	"fugai/output"
)

// namedGaps is how many missing things the overview names of one target; the
// sheet of gaps lists them all.
const namedGaps = 20

// overview is the first sheet: where every target stands.
func (b *book) overview() sheet {
	s := sheet{name: b.sheetName(b.say("总览", "Overview"), ""), lead: b.masthead(), freeze: 1, tab: "#1F3864"}
	s.tables = append([]table{b.ledgers()}, b.sitingOverview()...)
	s.tables = append(s.tables, b.levels(), b.kinds(), b.groups())
	return s
}

// masthead is the title, the date and the mark of made data.
func (b *book) masthead() []line {
	lead := []line{{b.res.Title.In(b.lang), title}}
	lead = append(lead, line{b.say("截至 ", "As of ") + b.res.AsOf.In(b.lang), note})
	if b.res.Made {
		lead = append(lead, line{output.MadeNote().In(b.lang), heading})
	}
	return lead
}

// ledgers has one row a target.
func (b *book) ledgers() table {
	cols := columns(b.say("目标", "Target"), b.say("类型", "Type"), b.say("状态", "Status"),
		b.say("分子", "Numerator"), b.say("分母", "Denominator"), b.say("百分比", "Percentage"),
		b.say("数值", "Value"), b.say("目标值", "Goal"), b.say("期限", "Deadline"),
		b.say("目前进度（每年）", "Pace so far (a year)"), b.say("所需进度（每年）", "Pace needed (a year)"),
		b.say("尚需点位", "Sites needed"), b.say("缺口数", "Missing"), b.say("缺口名单", "What is missing"), b.say("取整规则", "Rounding"))
	cols[0].wide, cols[13].wide, cols[14].wide = 28, 36, 24
	return table{columns: cols, rows: len(b.res.Targets), empty: b.say("研究文件中没有目标", "the study has no targets"), row: func(i int) []cell {
		l := &b.res.Targets[i]
		row := []cell{wrapped(l.Name.In(b.lang)), text(output.TypeText(l.Type).In(b.lang)), b.status(l.Status)}
		if l.Measured {
			row = append(row, number(l.Numerator, 1), b.denominator(l), b.share(l), b.value(l, &l.Value))
		} else {
			row = append(row, cell{}, cell{}, cell{}, cell{})
		}
		row = append(row, b.goal(l), date(l.By))
		row = append(row, b.pace(l)...)
		return append(row, sites(l), whole(output.Lacking(l)), wrapped(b.missingNames(l)), wrapped(l.Rounding.In(b.lang)))
	}}
}

// denominator is empty where the target has none.
func (b *book) denominator(l *coverage.Ledger) cell {
	if l.Denominator == 0 && l.Measure != coverage.Percent {
		return cell{}
	}
	return number(l.Denominator, 1)
}

func (b *book) share(l *coverage.Ledger) cell {
	if l.Percent == nil {
		return cell{}
	}
	return percent(*l.Percent, l.Decimals)
}

// value is a number in the ledger's measure, with its unit.
func (b *book) value(l *coverage.Ledger, v *float64) cell {
	switch {
	case v == nil:
		return cell{}
	case l.Measure == coverage.Percent:
		return percent(*v, l.Decimals)
	case l.Measure == coverage.PerThousand:
		return unitNumber(*v, 2, b.say("/千人", " per 1,000"))
	}
	return number(*v, 1)
}

// goal is the goal with as many decimals as it was pledged with.
func (b *book) goal(l *coverage.Ledger) cell {
	if l.Goal == nil {
		return cell{}
	}
	if l.Measure != coverage.Percent {
		return b.value(l, l.Goal)
	}
	_, frac, _ := strings.Cut(output.Number(*l.Goal, 4), ".")
	return percent(*l.Goal, len(frac))
}

// pace is the speed so far and the speed needed.
func (b *book) pace(l *coverage.Ledger) []cell {
	if l.Pace == nil {
		return []cell{{}, {}}
	}
	speed := func(v *float64) cell {
		switch {
		case v == nil:
			return cell{}
		case l.Measure == coverage.Percent:
			return unitNumber(*v, 2, b.say(" 百分点", " points"))
		}
		return number(*v, 2)
	}
	return []cell{speed(l.Pace.SoFar), speed(l.Pace.Needed)}
}

// sites is the number of further sites, or its range as text.
func sites(l *coverage.Ledger) cell {
	switch n := l.Sites; {
	case n == nil:
		return cell{}
	case n.Least == n.Most:
		return whole(n.Least)
	default:
		return cell{fmt.Sprintf("%d–%d", n.Least, n.Most), style{format: textFormat, center: true}}
	}
}

// missingNames names the first gaps of a target.
func (b *book) missingNames(l *coverage.Ledger) string {
	var names []string
	for i, g := range l.Missing {
		if i == namedGaps {
			names = append(names, fmt.Sprintf(b.say("……另有 %d 处", "… and %d more"), len(l.Missing)-i))
			break
		}
		name := g.Name
		if name == "" {
			name = g.ID
		}
		names = append(names, name)
	}
	return strings.Join(names, b.say("、", ", "))
}

// levels counts the units against what the study expects.
func (b *book) levels() table {
	return table{heading: b.say("单元数量", "Units"), columns: columns(b.say("级别", "Level"), b.say("数量", "Count"), b.say("应有", "Expected")),
		rows: len(b.res.Levels), row: func(i int) []cell {
			l := b.res.Levels[i]
			expect := cell{}
			if l.Expect > 0 {
				expect = whole(l.Expect)
			}
			return []cell{text(b.label(b.res.Labels.Levels, l.Level)), whole(l.Count), expect}
		}}
}

// kinds counts the facilities of each kind.
func (b *book) kinds() table {
	return table{heading: b.say("设施数量", "Facilities"),
		columns: columns(b.say("设施类型", "Kind"), b.say("全部", "All"), b.say("在用", "In service"), b.say("有坐标", "With coordinates")),
		rows:    len(b.res.Kinds), row: func(i int) []cell {
			k := b.res.Kinds[i]
			return []cell{text(b.label(b.res.Labels.Kinds, k.Kind)), whole(k.Total), whole(k.InService), whole(k.OnMap)}
		}}
}

// groups sums the people of each group.
func (b *book) groups() table {
	return table{heading: b.say("人口", "People"), columns: columns(b.say("人群", "Group"), b.say("人数", "People")),
		rows: len(b.res.Groups), row: func(i int) []cell {
			g := b.res.Groups[i]
			return []cell{text(b.label(b.res.Labels.Groups, g.Group)), number(g.People, 1)}
		}}
}
