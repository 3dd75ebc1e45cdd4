package study

import (
	"cmp"
	"slices"

	"fugai/datasets"
)

// suspectShift compares the layers of a study with the units, and with each
// other, as they stand and after undoing GCJ-02 or BD-09. It only reports;
// nothing is moved.
func (k *linker) suspectShift(layers []*exhibit) {
	ground := k.ground()
	var outlined *exhibit // the highest layer of units with polygons
	for i, x := range layers {
		if k.l.apart(x, ground) || outlined != nil && k.l.apart(x, outlined) {
			continue // no shift of some hundred metres
		}
		var said []testimony
		if !groundOnly(x, ground) {
			said = judge(x, ground, testUnits)
		}
		switch {
		case len(x.areas) == 0:
		case outlined == nil:
			outlined = x
		default:
			said = append(said, judge(x, outlined, testBorders)...)
		}
		for _, other := range layers[:i] {
			said = append(said, judge(x, other, testNames)...)
		}
		noteShifts(&k.l.quality, said)
	}
}

// groundOnly tells whether all polygons that places could lie in are of their
// own layer, which moves with them.
func groundOnly(x, ground *exhibit) bool { return len(x.areas) == len(ground.areas) }

// noteShifts warns of the layer that the tests of one layer accuse. Where they
// disagree, the heavier side counts and the other is listed.
func noteShifts(q *datasets.Quality, said []testimony) {
	byWeight(said)
	if len(said) > 0 && said[0].trial == nil {
		return // the weightiest says that the layers fit
	}
	var done []suspicion
	for i := range said {
		if said[i].trial == nil || said[i].weight == noEvidence {
			continue
		}
		s := said[i].trial.explains[0]
		if slices.Contains(done, s) {
			continue
		}
		done = append(done, s)
		noteShift(q, s, said[i], said)
	}
}

// byWeight puts the weightiest first.
func byWeight(said []testimony) {
	slices.SortStableFunc(said, func(a, b testimony) int { return cmp.Compare(b.weight, a.weight) })
}

// noteShift writes the finding about one layer.
func noteShift(q *datasets.Quality, s suspicion, first testimony, all []testimony) {
	weight := first.weight
	var examples []datasets.Example
	for _, t := range all {
		against := datasets.T("与 %s 比较：", "against %s: ", t.against(s.layer))
		switch {
		case t.weight == noEvidence:
			continue
		case t.trial == nil:
			weight = max(weakEvidence, weight-1)
			against = datasets.T("反证，与 %s 比较：", "to the contrary, against %s: ", t.against(s.layer))
		case t.trial.explains[0] != s:
			continue
		case t.ref != first.ref || t.x != first.x:
			weight = min(strongEvidence, weight+1)
		}
		examples = append(examples, datasets.Example{Ref: datasets.Ref{File: s.name(first.x)}, Text: datasets.T("%[1]s%[2]s", "%[1]s%[2]s", against, t.text)})
	}
	if s.layer.told && !shifted(s.layer.system) && weight < strongEvidence {
		return // the user has said that it is not shifted
	}
	f := s.finding(&first, weight)
	f.Layer, f.Count = s.name(first.x), first.better
	q.Note(f)
	for i := range q.Findings {
		if have := &q.Findings[i]; have.Rule == f.Rule && have.Layer == f.Layer && len(have.Examples) == 0 {
			have.Examples = examples
		}
	}
}

// name is the layer that a finding stands under: units as a whole have none of
// their own.
func (s suspicion) name(x *exhibit) string {
	if s.layer.ground {
		return x.name
	}
	return s.layer.name
}

// against names the layer that a suspect was compared with.
func (t *testimony) against(suspect *exhibit) datasets.Text {
	other := t.ref
	if other == suspect {
		other = t.x
	}
	if other.ground {
		return datasets.T("单元图层", "the layers of units")
	}
	return datasets.Same(other.name)
}

// finding words a suspicion.
func (s suspicion) finding(t *testimony, weight confidence) datasets.Finding {
	f := datasets.Finding{Rule: "shift-suspected", Severity: datasets.SeverityWarning}
	declared := datasets.Text{}
	if s.layer.system != "" {
		declared = datasets.T("（声明为 %s）", " (declared as %s)", s.layer.system)
	}
	switch {
	case s.system == "":
		f.Rule = "declared-shift-doubtful"
		f.Text = datasets.T("声明为 %[1]s，不按它还原却更吻合（%[2]s）：%[3]s；中位偏移 %.0[4]f m", "declared as %[1]s, but it fits better without undoing that (%[2]s): %[3]s; median shift %.0[4]f m",
			s.layer.system, weight.text(), t.text, t.median)
		f.Hint = datasets.T("若坐标其实是 WGS 84，去掉该图层的 crs: %[1]s；若它确是 %[1]s，则是对方图层也加了偏，应给对方写 crs；未确认前不做改动", "if it is WGS 84 after all take crs: %[1]s from the layer; if it is %[1]s, the layer it was compared with is shifted too and needs the crs; nothing is changed until then", s.layer.system)
	case s.layer.ground:
		f.Text = datasets.T("单元边界像是 %[1]s%[2]s（%[3]s）：%[4]s；中位偏移 %.0[5]f m", "the boundaries of the units look like %[1]s%[2]s (%[3]s): %[4]s; median shift %.0[5]f m", s.system, declared, weight.text(), t.text, t.median)
		f.Hint = datasets.T("确认后在 areas 的图层加 crs: %s；未确认前不做任何移动", "if so add crs: %s to the layers under areas; nothing is moved until then", s.system)
	default:
		f.Text = datasets.T("坐标像是 %[1]s%[2]s（%[3]s）：%[4]s；中位偏移 %.0[5]f m", "coordinates look like %[1]s%[2]s (%[3]s): %[4]s; median shift %.0[5]f m", s.system, declared, weight.text(), t.text, t.median)
		f.Hint = datasets.T("确认后在该图层加 crs: %s；未确认前不做任何移动", "if so add crs: %s to the layer; nothing is moved until then", s.system)
	}
	if also := t.trial.explains[1:]; len(also) > 0 {
		f.Hint = datasets.T("%[1]s；也可能是 %[2]s", "%[1]s; or else %[2]s", f.Hint, also[0].text())
	}
	return f
}

// text words a suspicion as the other explanation of a finding.
func (s suspicion) text() datasets.Text {
	name := datasets.Same(s.layer.name)
	if s.layer.ground {
		name = datasets.T("单元图层", "the layers of units")
	}
	if s.system == "" {
		return datasets.T("%[1]s 误写了 crs: %[2]s", "%[1]s says crs: %[2]s wrongly", name, s.layer.system)
	}
	return datasets.T("%[1]s 是 %[2]s", "%[1]s are %[2]s", name, s.system)
}
