package study

import (
	"path/filepath"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/network"
	"fugai/internal/travel"
)

// streetOptions understands an entry with roads.
func (s *Study) streetOptions(name string, e *travelEntry, by network.Impedance, opts Options) (o travel.StreetOptions, err error) {
	if !e.Roads.set() {
		return o, nil
	}
	if e.Roads.text == "" {
		return o, wrong(e.Roads, datasets.T("%s 的 roads 是空的", "roads of %s is empty", name), datasets.T("写路网文件名；要直线就去掉 roads，写 detour 和 speed", "write the name of the file of streets; for straight lines leave roads out and give detour and speed"))
	}
	if e.Detour.set() {
		return o, wrong(e.Detour, datasets.T("有 roads 就不用 detour：detour 是没有路网时的直线系数", "detour is for straight lines and has no place beside roads"), datasets.Text{})
	}
	mode := name
	if e.Mode.set() {
		mode = e.Mode.text
	}
	m, ok := travel.ParseMode(mode)
	if !ok {
		v := e.Mode
		if !v.set() {
			v = e.Roads
		}
		return o, wrong(v, datasets.T("不知道“%s”怎么走", "how to go by %q is not known", mode), datasets.T("写明 mode: walk、cycle 或 drive", "write mode: walk, cycle or drive"))
	}
	o = travel.StreetOptions{
		Roads: s.resolve(e.Roads.text), Called: e.Roads.text, Heights: s.resolve(e.Heights.text), Cache: s.fsys == nil && !opts.NoCache,
		Files:    open.Options{FS: s.fsys, CRS: e.CRS.text, Encoding: e.Encoding, Stdin: opts.Stdin},
		Settings: network.Settings{Mode: m, Impedance: by, Cross: e.Cross, Private: e.Private},
	}
	if o.Settings.Prefer, err = travel.ParsePreference(e.Prefer.text, m); err != nil {
		return o, at(e.Prefer, err)
	}
	if o.Columns, err = columnNames(e.Columns); err != nil {
		return o, err
	}
	if err := s.streetSpeeds(e, &o.Settings); err != nil {
		return o, err
	}
	for _, d := range []struct {
		v  scalar
		to *float64
	}{{e.Limit, &o.Limit}, {e.Islands, &o.Settings.MinPart}, {e.Join, &o.Settings.Join}} {
		m, err := meters(d.v, 0)
		if err != nil {
			return o, err
		}
		if *d.to = float64(m); d.v.set() && m == 0 {
			if d.to == &o.Limit {
				return o, wrong(d.v, datasets.T("limit 须大于 0", "limit must be above 0"), datasets.T("地点几乎都不正好在路上；默认 500 m", "hardly any place lies right on a street; the default is 500 m"))
			}
			*d.to = -1 // 0 of the study is none, 0 of the settings is the default
		}
	}
	switch e.Direction.text {
	case "", "to":
	case "from":
		o.Direction = network.FromSites
	default:
		return o, wrong(e.Direction, datasets.T("direction 须为 to（去设施）或 from（从设施来）", "direction must be to (to the facility) or from (from it)"), datasets.Text{})
	}
	return o, nil
}

func (s *Study) streetSpeeds(e *travelEntry, set *network.Settings) error {
	v, err := speed(e.Speed)
	if err != nil {
		return err
	}
	switch {
	case v > 0 && set.Mode == network.Walk:
		set.Walking = v
	case v > 0:
		return wrong(e.Speed, datasets.T("speed 是步行速度；骑行和驾车按道路等级写 speeds", "speed is that of walking; give speeds by class of street for cycling and driving"), datasets.T("如 speeds: {residential: 25 km/h}", "such as speeds: {residential: 25 km/h}"))
	}
	for class, v := range e.Speeds {
		f, err := speed(v)
		if err != nil {
			return err
		}
		if set.Speeds == nil {
			set.Speeds = map[string]float64{}
		}
		set.Speeds[class] = f
	}
	return nil
}

// columnNames turns columns as written to their names.
func columnNames(columns map[string]scalar) (map[string]string, error) {
	if len(columns) == 0 {
		return nil, nil
	}
	out := make(map[string]string, len(columns))
	for field, v := range columns {
		if v.text == "" {
			return nil, wrong(v, datasets.T("columns 里 %s 没有写列名", "columns gives no column for %s", field), datasets.Text{})
		}
		out[field] = v.text
	}
	return out, nil
}

// streetNote says in one sentence what costs go by.
func streetNote(e *travelEntry, o *travel.StreetOptions, streets *travel.Streets) datasets.Text {
	m := travel.ModeText(o.Settings.Mode)
	zh, en := "沿路网"+m.ZH, "along streets "+m.EN
	if o.Settings.Mode == network.Walk && o.Settings.Impedance != network.Length {
		v := o.Settings.Walking
		if v == 0 {
			v = network.AdultWalk
		}
		zh, en = zh+"，"+plainNumber(v)+" km/h", en+", "+plainNumber(v)+" km/h"
	}
	if o.Heights != "" {
		zh, en = zh+"，计坡度", en+", with slopes"
		if known, some := travel.SlopesKnown(&streets.Report); some && known < 1 {
			text := datasets.T("（%[1]s%% 的道路有高程）", " (known for %[1]s %% of the streets)", travel.Percent(known))
			zh, en = zh+text.ZH, en+text.EN
		}
	}
	if o.Direction == network.FromSites {
		zh, en = zh+"，从设施出发", en+", from the facility"
	}
	if prefer := streets.PreferText(); !prefer.IsZero() {
		zh, en = zh+"；"+prefer.ZH, en+"; "+prefer.EN
	}
	zh += "；两端到道路的直线路程计入，离路超过 " + plainNumber(streets.Limit) + " m 的按不可达计（路网：" + filepath.Base(e.Roads.text) + "）"
	en += "; the straight metres to the street at both ends count, and places more than " + plainNumber(streets.Limit) + " m from one are not reached (streets: " + filepath.Base(e.Roads.text) + ")"
	return datasets.Text{ZH: zh, EN: en}
}
