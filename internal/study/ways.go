package study

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/network"
	"fugai/internal/travel"
)

// travelEntry is a way of moving about, under the name that targets use. With
// roads it goes along them; without it is a straight line with a detour factor.
type travelEntry struct {
	Roads     scalar            `yaml:"roads"`
	Columns   map[string]scalar `yaml:"columns"`
	CRS       scalar            `yaml:"crs"`
	Encoding  string            `yaml:"encoding"`
	Mode      scalar            `yaml:"mode"`
	Name      label             `yaml:"name"`
	Speed     scalar            `yaml:"speed"`
	Speeds    map[string]scalar `yaml:"speeds"`
	Prefer    scalar            `yaml:"prefer"`
	Heights   scalar            `yaml:"heights"`
	Limit     scalar            `yaml:"limit"`
	Islands   scalar            `yaml:"islands"`
	Join      scalar            `yaml:"join"`
	Cross     bool              `yaml:"cross"`
	Private   bool              `yaml:"private"`
	Direction scalar            `yaml:"direction"`
	Detour    scalar            `yaml:"detour"`
}

// straightID is the way that needs no entry.
const straightID = "straight"

// ways opens the ways that targets ask for, each once.
type ways struct {
	study  *Study
	opts   Options
	opened map[string]*openedWay
}

// openedWay is a way by one impedance.
type openedWay struct {
	way     *coverage.Way
	streets *travel.Streets // nil for straight lines
	crs     string          // that the study gives the streets, "" for none
}

// inOrder gives the ways along streets that were opened, by their names.
func (w *ways) inOrder() []*openedWay {
	var out []*openedWay
	for _, key := range slices.Sorted(maps.Keys(w.opened)) {
		if o := w.opened[key]; o.streets != nil {
			out = append(out, o)
		}
	}
	return out
}

// wayNames are those of the study, sorted.
func (s *Study) wayNames() []string {
	names := make([]string, 0, len(s.cfg.Travel))
	for name := range s.cfg.Travel {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// checkTravel looks at the entries without reading a file.
func (s *Study) checkTravel() error {
	for _, name := range s.wayNames() {
		e := s.cfg.Travel[name]
		if !validID.MatchString(name) || name == straightID && e.Roads.set() {
			return wrong(e.Roads, datasets.T("出行方式的名字“%s”不能用", "a way of travel cannot be called %q", name),
				datasets.T("用字母、数字、- 和 _，如 walk；straight 只表示直线", "use letters, digits, - and _, such as walk; straight is the straight line only"))
		}
		for _, unit := range []network.Impedance{network.Time, network.Length} {
			if _, err := s.streetOptions(name, &e, unit, Options{}); err != nil {
				return err
			}
		}
		if _, err := straightOf(&e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Study) newWays(o Options) *ways {
	return &ways{study: s, opts: o, opened: map[string]*openedWay{}}
}

// assign gives every reach target its way, and the run what was read and
// noticed on it.
func (w *ways) assign(ctx context.Context, targets []coverage.Target, l *loaded) error {
	for i := range targets {
		e := w.study.cfg.Targets[i].Reach
		if e == nil {
			continue
		}
		_, unit, err := within(e.Within)
		if err != nil {
			return err
		}
		by := e.By
		if !by.set() {
			by.node = e.Within.node // errors point there
		}
		before := len(w.opened)
		o, err := w.of(ctx, by, unit)
		if err != nil {
			return err
		}
		if o.streets != nil {
			if err := withUnits(e.Within); err != nil {
				return err
			}
		}
		targets[i].Reach.Way = o.way
		if o.streets != nil && len(w.opened) > before {
			l.streets(o.streets)
		}
	}
	return nil
}

// withUnits refuses thresholds without a unit where both metres and minutes
// would make sense.
func withUnits(l list) error {
	for _, v := range l.items {
		if _, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64); err == nil {
			return wrong(v, datasets.T("“%s”没有单位", "%q has no unit", v.text), datasets.T("写作 %[1]smin 或 %[1]s m", "write %[1]smin or %[1]s m", v.text))
		}
	}
	return nil
}

// streets takes note of a network that was opened; one may be by two
// impedances, but it is one file.
func (l *loaded) streets(s *travel.Streets) {
	for _, in := range s.Inputs {
		if slices.ContainsFunc(l.inputs, func(have open.Input) bool { return have.Path == in.Path }) {
			return
		}
	}
	l.inputs = append(l.inputs, s.Inputs...)
	for _, f := range s.Findings {
		l.quality.Note(f)
	}
	if s.Layer != nil {
		l.quality.Layers = append(l.quality.Layers, *s.Layer)
	}
}

// within reads the thresholds of a reach target: all distances or all times.
func within(l list) (costs []float64, unit string, err error) {
	for _, v := range l.items {
		cost, u, err := costOf(v)
		if err != nil {
			return nil, "", err
		}
		if unit != "" && u != unit {
			return nil, "", wrong(v, datasets.T("within 里既有距离又有时间", "within has both distances and times"), datasets.T("分成两个目标", "make it two targets"))
		}
		unit = u
		costs = append(costs, cost)
	}
	slices.Sort(costs)
	return costs, unit, nil
}

// costOf reads a distance in metres or a time in seconds.
func costOf(v scalar) (cost float64, unit string, err error) {
	cost, unit, err = travel.ParseCost(v.text)
	return cost, unit, at(v, err)
}

// at points a problem at its value in the study file.
func at(v scalar, err error) error {
	var p *datasets.Problem
	if errors.As(err, &p) {
		return wrong(v, p.What, p.Hint)
	}
	return err
}

// of gives the way that a target names, by time or by length as its thresholds
// are.
func (w *ways) of(ctx context.Context, by scalar, unit string) (*openedWay, error) {
	name := by.text
	names := w.study.wayNames()
	if name == "" {
		name = straightID
		if unit == "s" && len(names) == 1 {
			name = names[0]
		}
	}
	key := name + "/" + unit
	if o, ok := w.opened[key]; ok {
		return o, nil
	}
	e, ok := w.study.cfg.Travel[name]
	if !ok && name != straightID {
		return nil, wrong(by, datasets.T("travel 里没有“%s”", "there is no %q under travel", name), knownWays(names))
	}
	o, err := w.open(ctx, name, &e, by, unit)
	if err != nil {
		return nil, err
	}
	w.opened[key] = o
	return o, nil
}

func knownWays(names []string) datasets.Text {
	if len(names) == 0 {
		return datasets.T("在研究文件里写 travel: {walk: {roads: 路网文件, speed: 4.8 km/h}}", "write travel: {walk: {roads: FILE, speed: 4.8 km/h}} in the study")
	}
	return datasets.T("可用：%s 和 straight", "there are: %s and straight", strings.Join(names, ", "))
}

func (w *ways) open(ctx context.Context, name string, e *travelEntry, by scalar, unit string) (*openedWay, error) {
	if !e.Roads.set() {
		return w.openStraight(name, e, by, unit)
	}
	impedance := network.Time
	if unit == "m" {
		impedance = network.Length
	}
	o, err := w.study.streetOptions(name, e, impedance, w.opts)
	if err != nil {
		return nil, err
	}
	w.opts.step(Step{Streets, 0, 1, filepath.Base(e.Roads.text)})
	streets, err := travel.OpenStreets(ctx, o)
	var class *travel.ClassError
	if errors.As(err, &class) {
		return nil, at(e.Speeds[class.Class], err)
	}
	if err != nil {
		return nil, err
	}
	text := travel.ModeText(o.Settings.Mode)
	if !e.Name.IsZero() {
		text = e.Name.Text
	}
	if o.Settings.Prefer != "" {
		text = datasets.T("%s，安静加权", "%s, weighted for quiet", text)
	}
	return &openedWay{&coverage.Way{ID: name, Name: text, Note: streetNote(e, &o, streets), Unit: unit, Travel: streets}, streets, e.CRS.text}, nil
}

func (w *ways) openStraight(name string, e *travelEntry, by scalar, unit string) (*openedWay, error) {
	t, err := straightOf(e)
	if err != nil {
		return nil, err
	}
	if unit == "m" {
		t.Speed = 0
	} else if t.Speed == 0 {
		names := w.study.wayNames()
		if !by.set() || by.text == "" {
			hint := knownWays(names)
			return nil, wrong(by, datasets.T("按时间衡量要用 by 写明出行方式", "a time needs a way of travel: name one under by"),
				datasets.T("%[1]s；或写成距离，如 500 m", "%[2]s; or write a distance, such as 500 m", hint.ZH, hint.EN))
		}
		return nil, wrong(by, datasets.T("按时间衡量需要路网，或直线的速度", "a time needs streets, or a speed for the straight line"), knownWays(names))
	}
	way := &coverage.Way{ID: name, Name: datasets.T("直线", "in a straight line"), Unit: unit, Travel: t}
	if t.Detour > 1 {
		way.Name = datasets.T("直线 × %s", "in a straight line × %s", plainNumber(t.Detour))
		way.Note = datasets.T("没有路网：直线距离乘以绕行系数 %s", "without streets: straight lines times a detour factor of %s", plainNumber(t.Detour))
	}
	if t.Speed > 0 {
		way.Note = datasets.T("没有路网：直线距离乘以绕行系数 %[1]s，按 %[2]s km/h 折成时间", "without streets: straight lines times a detour factor of %[1]s, at %[2]s km/h", plainNumber(max(1, t.Detour)), plainNumber(t.Speed))
	}
	if !e.Name.IsZero() {
		way.Name = e.Name.Text
	}
	return &openedWay{way: way}, nil
}

func plainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// straightOf reads the entry of a way without roads.
func straightOf(e *travelEntry) (t travel.Straight, err error) {
	if t.Speed, err = speed(e.Speed); err != nil {
		return t, err
	}
	d, err := amount(e.Detour)
	if err != nil {
		return t, err
	}
	if d != nil {
		if *d < 1 || *d > 10 {
			return t, wrong(e.Detour, datasets.T("绕行系数须在 1 到 10 之间", "the detour factor must be 1 to 10"), datasets.Text{})
		}
		t.Detour = *d
	}
	return t, nil
}

// speed reads km/h, 0 where none is given.
func speed(v scalar) (float64, error) {
	if !v.set() {
		return 0, nil
	}
	f, err := travel.ParseSpeed(v.text)
	return f, at(v, err)
}
