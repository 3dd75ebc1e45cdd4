package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo"
	"fugai/geo/network"
	"fugai/internal/travel"
	"fugai/output"
)

// streetFlags say along which streets, and how.
type streetFlags struct {
	roads, crs               string
	mode, speed, heights     string
	limit, join, direction   string
	prefer                   string
	columns, speeds          map[string]string
	cross, private, skipKept bool
}

func (a *app) addStreetFlags(cmd *cobra.Command, f *streetFlags) {
	s := cmd.Flags()
	s.StringVar(&f.roads, "roads", "", a.t("路网：OpenStreetMap 摘录（.osm.pbf、.osm）或线图层", "streets: an extract of OpenStreetMap (.osm.pbf, .osm) or a layer of lines"))
	s.StringVar(&f.mode, "mode", "walk", "walk | cycle | drive")
	s.StringVar(&f.speed, "speed", "", a.t("步行速度，km/h；默认 4.8（儿童可用 3.6）", "walking speed, km/h; 4.8 if not given (3.6 suits children)"))
	s.StringToStringVar(&f.speeds, "speeds", nil, a.t("按道路等级的速度，km/h，如 residential=20,primary=40", "speeds by class of street, km/h, such as residential=20,primary=40"))
	s.StringVar(&f.heights, "heights", "", a.t("高程 GeoTIFF，步行和骑行计坡度", "GeoTIFF of heights: slopes count on foot and by bicycle"))
	s.StringVar(&f.limit, "limit", "", a.t("地点离道路最远多少；默认 %dm", "how far from a street a place may lie; %dm if not given", travel.DefaultLimit))
	s.StringVar(&f.prefer, "prefer", "", a.t("quiet：步行优先走安静街道，主要道路每米计得多（加权）；默认最快或最短", "quiet: walkers rather take quiet streets, a metre along a main road counts for more (weighted); the fastest or shortest if not given"))
	s.StringVar(&f.direction, "direction", "to", a.t("to 去设施，from 从设施来", "to the facility, or from it"))
	s.StringToStringVar(&f.columns, "columns", nil, a.t("线图层的列，如 class=等级,oneway=单行", "columns of a layer of lines, such as class=等级,oneway=单行"))
	s.StringVar(&f.crs, "roads-crs", "", a.t("路网的坐标系；默认看文件", "coordinate system of the streets; the file's own if not given"))
	s.StringVar(&f.join, "join", "", a.t("线图层：离得这么近的端点算相接；默认 0.5m", "layers of lines: ends this near to a line meet it; 0.5m if not given"))
	s.BoolVar(&f.cross, "cross", false, a.t("线图层：相交处都算路口", "layers of lines: lines meet wherever they cross"))
	s.BoolVar(&f.private, "private", false, a.t("可走注明私有的道路", "streets marked private may be used"))
	s.BoolVar(&f.skipKept, "no-cache", false, a.t("不在路网旁边保存和使用算好的路网（.fugai 文件）", "neither keep the network beside the streets (a .fugai file) nor use one that is kept"))
	_ = cmd.RegisterFlagCompletionFunc("prefer", cobra.FixedCompletions([]string{string(network.Quiet)}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("mode", cobra.FixedCompletions([]string{"walk", "cycle", "drive"}, cobra.ShellCompDirectiveNoFileComp))
}

// options understands the flags; unit is that of the costs asked for.
func (f *streetFlags) options(a *app, unit string) (o travel.StreetOptions, err error) {
	if f.roads == "" {
		return o, usageError{errors.New(a.t("用 --roads 给出路网文件", "name the file of streets with --roads"))}
	}
	mode, ok := travel.ParseMode(f.mode)
	if !ok {
		return o, usageError{errors.New(a.t("--mode 须为 walk、cycle 或 drive，不是 %q", "--mode is walk, cycle or drive, not %q", f.mode))}
	}
	o = travel.StreetOptions{
		Roads: f.roads, Columns: f.columns, Files: open.Options{CRS: f.crs, Stdin: a.In}, Heights: f.heights, Cache: !f.skipKept,
		Settings: network.Settings{Mode: mode, Impedance: network.Time, Cross: f.cross, Private: f.private},
	}
	if unit == travel.Metres {
		o.Settings.Impedance = network.Length
	}
	if o.Settings.Prefer, err = travel.ParsePreference(f.prefer, mode); err != nil {
		return o, usageError{err}
	}
	switch f.direction {
	case "to":
	case "from":
		o.Direction = network.FromSites
	default:
		return o, usageError{errors.New("--direction to | from")}
	}
	if err := f.speedsInto(a, &o.Settings); err != nil {
		return o, err
	}
	if o.Limit, err = a.meters("--limit", f.limit); err != nil {
		return o, err
	}
	o.Settings.Join, err = a.meters("--join", f.join)
	return o, err
}

func (f *streetFlags) speedsInto(a *app, s *network.Settings) (err error) {
	if f.speed != "" {
		if s.Mode != network.Walk {
			return usageError{errors.New(a.t("--speed 是步行速度；骑行和驾车用 --speeds 等级=km/h", "--speed is that of walking; give --speeds CLASS=KM/H for cycling and driving"))}
		}
		if s.Walking, err = travel.ParseSpeed(f.speed); err != nil {
			return usageError{err}
		}
	}
	for class, text := range f.speeds {
		v, err := travel.ParseSpeed(text)
		if err != nil {
			return usageError{err}
		}
		if s.Speeds == nil {
			s.Speeds = map[string]float64{}
		}
		s.Speeds[class] = v
	}
	return nil
}

// meters reads a distance of a flag, where 0 means none of it and "" the
// default.
func (a *app) meters(flag, text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	d, err := geo.ParseMeters(text)
	if err != nil {
		return 0, usageError{errors.New(a.t("%[1]s %[2]q 不是距离；例如 300m", "%[1]s %[2]q is not a distance; for example 300m", flag, text))}
	}
	if d == 0 {
		return -1, nil
	}
	return float64(d), nil
}

// streets opens the streets and says what is wrong with them.
func (a *app) streets(ctx context.Context, o travel.StreetOptions, b *bar) (*travel.Streets, error) {
	b.show(datasets.T("读取", "read"), 0, 1, filepath.Base(o.Roads))
	s, err := travel.OpenStreets(ctx, o)
	if err != nil {
		return nil, a.inFlags(err, roadFlags())
	}
	found := s.Findings
	if s.Layer == nil { // notes on a map that others made are nothing to mend
		found = pressing(found)
	}
	b.done()
	if text := s.PreferText(); !text.IsZero() && !a.quiet {
		a.say(text.In(a.lang))
	}
	return s, a.sayFindings(found, roadFlags())
}

// roadFlags are what the keys of a way of travel are called in commands.
func roadFlags() []keyFlag {
	return []keyFlag{{"crs", "--roads-crs"}, {"columns", "--columns"}, {"join", "--join"}, {"cross", "--cross"}, {"speeds", "--speeds"}, {"prefer", "--prefer"}, {"mode", "--mode"}}
}

// pressing leaves the notes out.
func pressing(all []datasets.Finding) (out []datasets.Finding) {
	for _, f := range all {
		if f.Severity != datasets.SeverityNote {
			out = append(out, f)
		}
	}
	return out
}

// sayFindings writes findings to stderr, and what flags their hints stand for.
func (a *app) sayFindings(found []datasets.Finding, flags []keyFlag) error {
	if a.quiet || len(found) == 0 {
		return nil
	}
	if err := output.WriteFindings(a.Err, found, a.terminal()); err != nil {
		return err
	}
	a.sayFlags(found, flags)
	return nil
}

// placeFlags say how a layer of places is read.
type placeFlags struct {
	side    string // from, to, or "" where there is one layer only
	crs     string
	swap    bool
	columns map[string]string
	where   []string
	weight  string // column or group of the people at the places; "" counts places
}

// name is what a flag is called for this layer.
func (f *placeFlags) name(flag string) string {
	switch {
	case f.side != "":
		return f.side + "-" + flag
	case flag == "columns": // those of the streets are called so
		return "place-columns"
	}
	return flag
}

func (a *app) addPlaceFlags(cmd *cobra.Command, f *placeFlags, layer string) {
	s := cmd.Flags()
	s.StringVar(&f.crs, f.name("crs"), "", a.t("%s 的坐标系，如 GCJ-02、EPSG:4547；默认看文件", "coordinate system of %s, such as GCJ-02 or EPSG:4547; the file's own if not given", layer))
	s.BoolVar(&f.swap, f.name("swap"), false, a.t("%s 的坐标先纬度后经度", "positions of %s hold latitude before longitude", layer))
	s.StringToStringVar(&f.columns, f.name("columns"), nil, a.t("%s 的列，如 id=编号,name=名称,lon=X,lat=Y", "columns of %s, such as id=编号,name=名称,lon=X,lat=Y", layer))
	s.StringArrayVar(&f.where, f.name("where"), nil, a.t("只取 %s 中这样的行，如 类型=小学|初中；可重复", "only such rows of %s, such as kind=school|kindergarten; repeatable", layer))
}

// keys are what the keys of a layer are called in commands.
func (f *placeFlags) keys() []keyFlag {
	out := []keyFlag{{"limit", "--limit"}, {"join", "--join"}, {"cross", "--cross"}}
	for _, key := range []string{"crs", "swap", "columns"} {
		out = append(out, keyFlag{key, "--" + f.name(key)})
	}
	return out
}

// places reads a layer of places and says what is wrong with it.
func (a *app) places(ctx context.Context, path string, f *placeFlags) (*travel.Places, error) {
	if path == "" {
		return nil, usageError{errEmptyPath}
	}
	var where []travel.Where
	for _, text := range f.where {
		w, err := travel.ParseWhere(text)
		if err != nil {
			return nil, usageError{err}
		}
		where = append(where, w)
	}
	p, err := travel.ReadPlaces(ctx, path, travel.PlaceOptions{Columns: f.columns, Where: where, Weight: f.weight, Files: open.Options{CRS: f.crs, Swap: f.swap, Stdin: a.In}})
	if err != nil {
		return nil, a.inFlags(err, f.keys())
	}
	found := slices.DeleteFunc(pressing(p.Findings), func(f datasets.Finding) bool { return f.Rule == "name-missing" }) // the code stands for it
	return p, a.sayFindings(found, f.keys())
}

// put puts places on the network and lists those that could not be.
func (a *app) put(ctx context.Context, s *travel.Streets, p *travel.Places, f *placeFlags) (*travel.Put, error) {
	put, err := s.Put(ctx, p)
	if err != nil {
		return nil, a.inFlags(err, f.keys())
	}
	a.sayMissed(put)
	return put, nil
}

// listed is how many places that are not on the network are named.
const listed = 20

// sayMissed lists the places that are not on the network, and why.
func (a *app) sayMissed(p *travel.Put) {
	if a.quiet || len(p.Missed) == 0 {
		return
	}
	a.say(a.t("%[3]s %[2]d 处地点里有 %[1]d 处不在路网上，按到不了计：", "%[3]s %[1]d of %[2]d places are not on the network and count as not reached:", len(p.Missed), len(p.List), p.File))
	for i, m := range p.Missed {
		if i == listed {
			a.say(a.t("    另有 %d 处", "    %d more", len(p.Missed)-listed))
			break
		}
		at := &p.List[m.Place]
		a.say(fmt.Sprintf("    %s  %s  %s", plain(at.ID), plain(at.Name), m.Why.In(a.lang)))
	}
	a.say(a.t("    → 核对它们的坐标；离路远的可放宽 --limit", "    → see to their coordinates; where they are far from streets raise --limit"))
}

// plain leaves out of a text from the data what could steer a terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

// pointsOf reads places that are written as LON,LAT.
func (a *app) pointsOf(flag string, texts []string) ([]orb.Point, error) {
	var out []orb.Point
	for _, text := range texts {
		p, err := travel.ParsePoint(text)
		if err != nil {
			return nil, usageError{errors.New(a.t("%[1]s %[2]q 不是 经度,纬度；例如 %[1]s 114.25,22.72（WGS 84，经度在前）", "%[1]s %[2]q is not LON,LAT; for example %[1]s 114.25,22.72 (WGS 84, longitude first)", flag, text))}
		}
		out = append(out, p)
	}
	return out, nil
}

// within reads thresholds: times or distances, not both, each with its unit.
func (a *app) within(texts []string) (costs []float64, unit string, err error) {
	list := splitList(texts)
	if len(list) == 0 {
		return nil, "", usageError{errors.New(a.t("用 --within 给出上限，如 --within 5min,10min,15min 或 500m", "give --within, such as 5min,10min,15min or 500m"))}
	}
	for _, text := range list {
		cost, u, err := travel.ParseCost(text)
		if _, bare := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && (bare == nil || cost == 0) {
			err = errors.New(a.t("--within %q：写明单位且大于 0，如 15min 或 500m", "--within %q: give a unit, and more than 0, such as 15min or 500m", text))
		}
		switch {
		case err != nil:
			return nil, "", usageError{err}
		case unit != "" && u != unit:
			return nil, "", usageError{errors.New(a.t("--within 里既有时间又有距离；分两次算", "--within has both times and distances; ask twice"))}
		}
		unit = u
		costs = append(costs, cost)
	}
	return costs, unit, nil
}

// splitList splits at commas, those of Chinese too, and leaves out what is
// empty.
func splitList(texts []string) (out []string) {
	for _, text := range texts {
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}
