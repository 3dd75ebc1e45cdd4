package html

import (
	"math"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// finding states in one sentence what a target's section shows.
func (c *report) finding(l *coverage.Ledger) datasets.Text {
	switch {
	case !l.Measured && l.Why.IsZero():
		return datasets.T("无法衡量", "Cannot be measured")
	case !l.Measured:
		return datasets.T("无法衡量：%s", "Cannot be measured: %s", l.Why)
	case l.Status == coverage.Met:
		return datasets.T("已达标：%s", "Reached: %s", achieved(l))
	case l.Goal == nil:
		return achieved(l)
	}
	return c.lacking(l)
}

// achieved says what is there.
func achieved(l *coverage.Ledger) datasets.Text {
	num := output.Number(l.Numerator, 1)
	what := l.NumWord
	if what.IsZero() {
		what = targetName(l)
	}
	switch l.Measure {
	case coverage.Percent:
		return datasets.T("%[1]s %[2]s/%[3]s（%[4]s）", "%[1]s: %[2]s of %[3]s (%[4]s)", what, num, output.Number(l.Denominator, 1), output.Share(l))
	case coverage.PerThousand:
		return datasets.T("%[1]s 每千人 %[2]s", "%[1]s: %[2]s per 1,000", what, output.Number(l.Value, 2))
	}
	return datasets.T("%[1]s %[2]s", "%[1]s: %[2]s", what, num)
}

// lacking says what is not there yet.
func (c *report) lacking(l *coverage.Ledger) datasets.Text {
	if n := len(l.Missing); n > 0 && l.Missing[0].Kind != "demand" && l.Type != coverage.Reach && l.Type != coverage.Ratio && l.Measure == coverage.Percent {
		return datasets.T("还缺 %[1]d %[2]s：%[3]s", "%[1]d %[2]s missing: %[3]s", n, c.gapWord(l, n), gapNames(l.Missing))
	}
	short := max(*l.Goal-l.Value, 0)
	switch l.Measure {
	case coverage.Percent:
		t := datasets.T("%[1]s，距目标 %[2]s %% 还差 %[3]s 个百分点", "%[1]s, %[3]s points short of %[2]s %%",
			output.Share(l), output.Number(*l.Goal, 2), output.Number(short, 2))
		if l.Type == coverage.Reach && l.Denominator > l.Numerator {
			t = glue(t, unreached(l))
		}
		return t
	case coverage.PerThousand:
		return datasets.T("每千人 %[1]s，距目标 %[2]s 还差 %[3]s", "%[1]s per 1,000, %[3]s short of %[2]s",
			output.Number(l.Value, 2), output.Number(*l.Goal, 2), output.Number(short, 2))
	}
	unit := "处"
	if l.Type == coverage.Graded {
		unit = "个"
	}
	return datasets.T("现有 %[1]s %[4]s，距目标 %[2]s %[4]s还差 %[3]s %[4]s", "%[1]s so far, %[3]s short of %[2]s",
		output.Number(l.Value, 1), output.Number(*l.Goal, 1), output.Number(short, 1), unit)
}

// unreached counts the people that a reach target leaves out.
func unreached(l *coverage.Ledger) datasets.Text {
	people := output.Number(l.Denominator-l.Numerator, 0)
	if c := l.Catchments; c != nil {
		return datasets.T("；%[1]s 人没有名额，其中 %[2]s 人够得着的设施已满", "; %[1]s people have no place, of whom %[2]s find the facilities within reach full", people, output.Number(c.Full, 0))
	}
	if n := len(l.Thresholds); n > 0 && output.ByWay(l) {
		t := &l.Thresholds[n-1]
		return datasets.T("；%[1]s 人%[3]s %[2]s到不了", "; %[1]s people are not %[2]s %[3]s", people, output.Within(t), l.Way.Name)
	}
	return datasets.T("；%[1]s 人未被覆盖", "; %[1]s people are not reached", people)
}

// gapWord is what the missing things are, with the Chinese measure word.
func (c *report) gapWord(l *coverage.Ledger, n int) datasets.Text {
	switch l.Missing[0].Kind {
	case "venue":
		return datasets.Text{ZH: "处场所", EN: plural("venue", n)}
	case "facility":
		return datasets.Text{ZH: "处设施", EN: plural("facility", n)}
	}
	if l.Level == "" {
		return datasets.Text{ZH: "个单元", EN: plural("unit", n)}
	}
	level := label(c.r.Labels.Levels, l.Level)
	return datasets.Text{ZH: "个" + level.In(datasets.ZH), EN: plural(level.In(datasets.EN), n)}
}

// plural is the English plural of a regular noun.
func plural(noun string, n int) string {
	last := len(noun) - 1
	switch {
	case n == 1 || last < 1:
		return noun
	case noun[last] == 'y' && noun[last-1] != 'a' && noun[last-1] != 'o':
		return noun[:last] + "ies"
	case noun[last] == 's':
		return noun
	}
	return noun + "s"
}

// gapNames lists the first gaps; the table has all.
func gapNames(gaps []coverage.Gap) datasets.Text {
	const most = 4
	var names []datasets.Text
	for i := range gaps[:min(most, len(gaps))] {
		names = append(names, datasets.Same(gapName(&gaps[i])))
	}
	if len(gaps) <= most {
		return list(names)
	}
	return datasets.T("%[1]s等", "%[1]s and %[2]d more", list(names), len(gaps)-most)
}

// nextStep says what closes the gap, as far as the ledger knows.
func (c *report) nextStep(l *coverage.Ledger) datasets.Text {
	if !l.Measured {
		return datasets.Text{} // the finding says what is lacking
	}
	if l.Status == coverage.NotMeasurable {
		return l.Why
	}
	var t datasets.Text
	if s := l.Sites; s != nil && s.Most > 0 {
		t = datasets.T("至少新增 %s 处", "at least %s more sites", sites(s))
		if len(l.Kinds) == 1 {
			t = datasets.T("至少新增 %[1]s 处%[2]s", "at least %[1]s more: %[2]s", sites(s), label(c.r.Labels.Kinds, l.Kinds[0]))
		}
	} else if l.Catchments != nil && l.Goal != nil && len(l.Missing) > 0 {
		t = datasets.T("至少再增 %s 个够得着的名额", "at least %s more places within reach", output.Number(math.Ceil(*l.Goal/100*l.Denominator-l.Numerator), 0))
	} else if len(l.Missing) > 0 {
		t = l.Missing[0].Text
	}
	if l.Pace != nil && l.Pace.Needed != nil {
		pace := datasets.T("需年均 %[1]s，目前 %[2]s", "needs %[1]s, so far %[2]s", speed(l.Measure, l.Pace.Needed), speed(l.Measure, l.Pace.SoFar))
		if t.IsZero() {
			return pace
		}
		t = datasets.T("%[1]s；%[2]s", "%[1]s; %[2]s", t, pace)
	}
	return t
}

// sites writes the number of sites needed, a range where it is not exact.
func sites(s *coverage.SitesNeeded) string {
	if s.Least == s.Most {
		return output.Number(float64(s.Least), 0)
	}
	return output.Number(float64(s.Least), 0) + "–" + output.Number(float64(s.Most), 0)
}
