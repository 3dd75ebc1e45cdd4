package study

import (
	"context"
	"slices"

	"fugai/datasets"
	"fugai/datasets/open"
)

// readReference reads the units that a file is compared with. What is wrong
// with them is not told: they are not what is checked.
func readReference(ctx context.Context, o FileOptions, tax *datasets.Taxonomy) (*loaded, error) {
	t, _, err := open.Read(ctx, o.Areas, open.Options{CRS: o.AreasCRS})
	if err != nil {
		return nil, err
	}
	ref := &loaded{declared: map[string]declaration{t.File: declarationOf(o.AreasCRS, t.CRS)}}
	units, err := read(&ref.quality, readUnits, t, datasets.AreaOptions{LayerOptions: datasets.LayerOptions{CRS: o.AreasCRS}}, tax)
	if err != nil {
		return nil, err
	}
	ref.areas = units.Records
	if len(ref.areas) == 0 {
		return nil, &datasets.Problem{Where: datasets.Ref{File: t.File}, What: datasets.T("对照文件里没有单元", "the file to compare with holds no units"),
			Hint: datasets.T("--areas 须是街道、社区等单元的图层", "--areas takes a layer of units, such as streets or communities")}
	}
	return ref, ref.linkAreas(ctx, tax)
}

// compare holds the layer of a file against the units of another.
func (l *loaded) compare(ctx context.Context, file string, ref *loaded) error {
	if d, ok := ref.declared[file]; ok && d != l.declared[file] {
		return nil // a file against itself under two systems: there is nothing to learn
	}
	for name, d := range ref.declared {
		l.declared[name] = d
	}
	own := l.areas
	l.areas = ref.areas
	k := newLinker(l)
	layers := k.exhibits()
	if len(own) > 0 {
		k.l.areas = own
		layers = append(layers, newLinker(l).exhibits()...)
	}
	i := slices.IndexFunc(layers, func(x *exhibit) bool { return x.name == file })
	if i < 0 {
		return nil
	}
	x, units := layers[i], layers[0]
	l.areas = ref.areas
	if err := k.placeAll(ctx); err != nil {
		return err
	}
	if l.apart(x, units) {
		return nil
	}
	said := judge(x, units, testUnits, testBorders, testNames)
	byWeight(said)
	noteShifts(&l.quality, said)
	noteVerdict(&l.quality, x, units, said)
	return nil
}

// noteVerdict says that a layer fits as it stands, or that nothing can be told.
func noteVerdict(q *datasets.Quality, x, ref *exhibit, said []testimony) {
	f := datasets.Finding{Rule: "shift-unknown", Severity: datasets.SeverityNote, Layer: x.name, Count: 1}
	switch {
	case len(said) == 0:
		f.Text = datasets.T("与 %s 比较后仍无法判断是否为 GCJ-02 或 BD-09：共同的位置、边界和名称太少", "compared with %s, nothing tells whether it is GCJ-02 or BD-09: too few places, borders or names in common", ref.name)
		f.Hint = datasets.T("换用边界相同的单元图层，或向数据提供方确认", "take units with the same borders, or ask whoever gave the data")
	case said[0].weight == noEvidence:
		f.Text = datasets.T("与 %[1]s 比较后仍无法判断：按 %[2]s %[3]s，差别太少", "compared with %[1]s, nothing is certain: under %[2]s, %[3]s, which is too little", ref.name, said[0].trial.explains[0].text(), said[0].text)
		f.Hint = datasets.T("换用边界相同的单元图层，或向数据提供方确认", "take units with the same borders, or ask whoever gave the data")
	case said[0].trial == nil && shifted(x.system):
		f.Rule = "shift-unlikely"
		f.Text = datasets.T("按声明的 %[5]s 还原后与 %[1]s 吻合（%[2]s）：%[3]s%[4]s", "with %[5]s undone, as declared, it fits %[1]s (%[2]s): %[3]s%[4]s", ref.name, said[0].weight.text(), said[0].text, ref.standing(), x.system)
	case said[0].trial == nil:
		f.Rule = "shift-unlikely"
		f.Text = datasets.T("与 %[1]s 吻合，没有 GCJ-02 或 BD-09 偏移（%[2]s）：%[3]s%[4]s", "fits %[1]s, without a shift of GCJ-02 or BD-09 (%[2]s): %[3]s%[4]s", ref.name, said[0].weight.text(), said[0].text, ref.standing())
	case said[0].trial.explains[0].layer == ref && said[0].trial.explains[0].system != "":
		f.Rule = "shift-unlikely"
		f.Text = datasets.T("不加还原；有偏移的是对照图层 %[1]s，它像是 %[2]s（%[3]s）", "not to be undone: it is the layer compared with, %[1]s, that looks like %[2]s (%[3]s)", ref.name, said[0].trial.explains[0].system, said[0].weight.text())
	default:
		return
	}
	q.Note(f)
}

// standing says what is known of the system of a layer that another fits.
func (x *exhibit) standing() datasets.Text {
	if x.system == "" {
		return datasets.T("（%s 未声明坐标系，只能说两者一致）", " (%s declares no system: it is only known that the two agree)", x.name)
	}
	return datasets.T("（%[1]s 声明为 %[2]s）", " (%[1]s declares %[2]s)", x.name, x.system)
}

// noteUntold says of a lone layer that nothing tells of a shift.
func (l *loaded) noteUntold(file string) {
	d := l.declared[file]
	if shifted(d.system) {
		return
	}
	for _, x := range newLinker(l).exhibits() {
		if x.name != file || !x.inChina() {
			continue
		}
		l.quality.Note(datasets.Finding{Rule: "shift-unknown", Severity: datasets.SeverityNote, Layer: file, Count: 1,
			Text: datasets.T("没有参照图层，无法判断坐标是否为 GCJ-02 或 BD-09", "without a layer to compare with, nothing tells whether the coordinates are GCJ-02 or BD-09"),
			Hint: datasets.T("用 --areas 给出坐标系确定的单元图层", "give units of a known system with --areas")})
	}
}
