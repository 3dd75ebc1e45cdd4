package study

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/crs"
)

// A shift is suspected when it puts at least this many more places into the
// units they name, and that is at least this share of those that name one.
const (
	minShiftGain      = 3
	minShiftGainShare = 0.1
)

// offMapShare is the part of the places that lie in no unit which a shift must
// bring onto the map where the rows name no units. The shift of a sound layer
// pushes as many off one edge as it brings in at the other.
const offMapShare = 0.8

// witness is a place and the unit that its row names, if any.
type witness struct {
	at   orb.Point
	unit string // ID of the named unit, "" where there is none with a polygon
}

// trial is a shift that may explain why places and units do not fit.
type trial struct {
	code  string
	units bool // the units are shifted, not the places
	move  func(orb.Point) orb.Point
}

// suspectShift compares, for each layer of places without a declared
// coordinate system, how many lie in the unit they name (or in any unit, where
// rows name none) as they stand, and after undoing the GCJ-02 or BD-09 shift of
// the places or of the units. It only reports; nothing is moved.
func (k *linker) suspectShift(byLayer map[string][]witness) {
	layers := make([]string, 0, len(byLayer))
	for name := range byLayer {
		layers = append(layers, name)
	}
	slices.Sort(layers)
	for _, name := range layers {
		if k.apart(name, byLayer[name]) {
			continue // no shift of some hundred metres
		}
		if !k.l.declared[name] {
			k.suspectLayer(name, byLayer[name])
		}
	}
}

// apart warns of a layer of which no place lies in any unit.
func (k *linker) apart(layer string, ws []witness) bool {
	if !k.at.any || len(ws) < minShiftGain {
		return false
	}
	var places orb.MultiPoint
	for _, w := range ws {
		if len(k.at.containing(w.at)) > 0 {
			return false
		}
		places = append(places, w.at)
	}
	units, _ := boundOf(k.l.areas)
	here := places.Bound()
	away := float64(geo.Distance(here.Center(), units.Center())) / 1000
	if here.Intersects(units) {
		return false
	}
	k.l.quality.Note(datasets.Finding{Rule: "layer-apart", Severity: datasets.SeverityWarning, Layer: layer, Count: len(ws),
		Text: datasets.T("%[1]d 处位置全都不在单元范围内：图层中心在 %.4[2]f, %.4[3]f，单元中心在 %.4[4]f, %.4[5]f，相距约 %.0[6]f km", "none of %[1]d places lies near the units: the layer's middle is at %.4[2]f, %.4[3]f, that of the units at %.4[4]f, %.4[5]f, about %.0[6]f km apart",
			len(ws), here.Center()[0], here.Center()[1], units.Center()[0], units.Center()[1], away),
		Hint: datasets.T("多半是坐标系或投影分带写错：核对该图层与单元图层的 crs；也可能拿错了文件", "most likely a wrong system or zone: see to the crs of this layer and of the units; or it is the wrong file")})
	return true
}

// witnesses gathers the places of each layer before units are given to them.
func (k *linker) witnesses() map[string][]witness {
	out := map[string][]witness{}
	add := func(source datasets.Ref, p *orb.Point, code string, names []string) {
		if p == nil {
			return
		}
		unit, _ := k.namedQuietly(record{code: code, names: names})
		if unit != "" && !k.hasPolygon(unit) {
			unit = ""
		}
		out[source.File] = append(out[source.File], witness{*p, unit})
	}
	for i := range k.l.facilities {
		f := &k.l.facilities[i]
		add(f.Source, f.Point, f.UnitCode, f.UnitNames)
	}
	for i := range k.l.demand {
		if d := &k.l.demand[i]; d.Area == "" { // the others are units, at a point inside
			add(d.Source, d.Point, d.UnitCode, d.UnitNames)
		}
	}
	for i := range k.l.venues {
		v := &k.l.venues[i]
		add(v.Source, v.Point, v.UnitCode, v.UnitNames)
	}
	return out
}

func (k *linker) suspectLayer(layer string, ws []witness) {
	named := slices.DeleteFunc(slices.Clone(ws), func(w witness) bool { return w.unit == "" })
	if len(named) >= minShiftGain {
		ws = named
	}
	asIs := k.fit(ws, func(p orb.Point) orb.Point { return p })
	best, after := trial{}, 0
	for _, t := range k.trials() {
		if n := k.fit(ws, t.move); n > after {
			best, after = t, n
		}
	}
	gain := after - asIs
	enough := float64(gain) >= minShiftGainShare*float64(len(ws))
	if len(named) < minShiftGain {
		enough = float64(gain) >= offMapShare*float64(len(ws)-asIs)
	}
	if gain >= minShiftGain && enough {
		k.noteShift(layer, best, ws, asIs, after)
	}
}

// fit counts the places that, moved, lie in the unit they name or, naming
// none, in any.
func (k *linker) fit(ws []witness, move func(orb.Point) orb.Point) int {
	n := 0
	for _, w := range ws {
		found := k.at.containing(move(w.at))
		if w.unit == "" && len(found) > 0 || w.unit != "" && slices.ContainsFunc(found, func(j int) bool { return k.l.areas[j].ID == w.unit }) {
			n++
		}
	}
	return n
}

// trials lists the shifts to try. Places are moved the other way for shifted
// units, unless a layer of units states its system.
func (k *linker) trials() []trial {
	var out []trial
	for _, code := range []string{"GCJ-02", "BD-09"} {
		system, err := crs.Parse(code)
		if err != nil {
			continue
		}
		by := func(convert func(orb.Point) (orb.Point, error)) func(orb.Point) orb.Point {
			return func(p orb.Point) orb.Point {
				if q, err := convert(p); err == nil {
					return q
				}
				return p
			}
		}
		out = append(out, trial{code, false, by(system.ToWGS84)})
		if !k.l.unitsDeclared {
			out = append(out, trial{code, true, by(system.FromWGS84)})
		}
	}
	return out
}

func (k *linker) noteShift(layer string, t trial, ws []witness, asIs, after int) {
	moves := make([]float64, len(ws))
	for i, w := range ws {
		moves[i] = float64(geo.Distance(w.at, t.move(w.at)))
	}
	slices.SortFunc(moves, cmp.Compare[float64])
	median := moves[len(moves)/2]
	f := datasets.Finding{Rule: "shift-suspected", Severity: datasets.SeverityWarning, Layer: layer, Count: after - asIs,
		Text: datasets.T("坐标像是 %[1]s：按其还原后有 %[2]d 处（共 %[3]d 处）落在所写单元或单元范围内，现在只有 %[4]d 处；中位偏移 %.0[5]f m", "coordinates look like %[1]s: undone, %[2]d of %[3]d lie in the unit they name, or in any, as they stand %[4]d; median shift %.0[5]f m", t.code, after, len(ws), asIs, median),
		Hint: datasets.T("确认后在该图层加 crs: %s；未确认前不做任何移动", "if so add crs: %s to the layer; nothing is moved until then", t.code)}
	if t.units {
		f.Text = datasets.T("单元边界像是 %[1]s：还原边界后该图层有 %[2]d 处（共 %[3]d 处）落在所写单元或单元范围内，现在只有 %[4]d 处；中位偏移 %.0[5]f m", "the boundaries of the units look like %[1]s: undone, %[2]d of %[3]d places of this layer lie in the unit they name, or in any, as they stand %[4]d; median shift %.0[5]f m", t.code, after, len(ws), asIs, median)
		f.Hint = datasets.T("确认后在 areas 的图层加 crs: %s；未确认前不做任何移动", "if so add crs: %s to the layers under areas; nothing is moved until then", t.code)
	}
	k.l.quality.Note(f)
}

func (k *linker) hasPolygon(id string) bool {
	a := k.area(id)
	if a == nil {
		return false
	}
	switch a.Geometry.(type) {
	case orb.Polygon, orb.MultiPolygon:
		return true
	}
	return false
}

// namedQuietly is named without findings.
func (k *linker) namedQuietly(r record) (id, how string) {
	if r.code != "" {
		if id, ok := k.gaz.ByCode(r.code); ok {
			return id, placedByCode
		}
	}
	names := k.inner(r.names)
	if len(names) == 0 {
		return "", ""
	}
	m := k.gaz.ByName(names)
	if len(m.Unmatched) > 0 {
		return "", "" // partly known names prove nothing
	}
	return m.ID, placedByName
}
