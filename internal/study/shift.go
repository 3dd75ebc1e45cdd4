package study

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/crs"
)

// A shift is suspected when it puts at least this many more facilities into
// the units they name, and that is at least this share of those that name one.
const (
	minShiftGain      = 3
	minShiftGainShare = 0.1
)

// suspectShift compares, for each layer without a declared coordinate system,
// how many facilities lie in the unit they name as they stand and after
// undoing the GCJ-02 or BD-09 shift. It only reports; nothing is moved.
func (k *linker) suspectShift() {
	byLayer := map[string][]int{}
	for i := range k.l.facilities {
		f := &k.l.facilities[i]
		if f.Point != nil && !k.l.declared[f.Source.File] {
			byLayer[f.Source.File] = append(byLayer[f.Source.File], i)
		}
	}
	layers := make([]string, 0, len(byLayer))
	for name := range byLayer {
		layers = append(layers, name)
	}
	slices.Sort(layers)
	for _, name := range layers {
		k.suspectLayer(name, byLayer[name])
	}
}

func (k *linker) suspectLayer(layer string, facilities []int) {
	type witness struct {
		at   orb.Point
		unit string
	}
	var ws []witness
	for _, i := range facilities {
		f := &k.l.facilities[i]
		named, _ := k.namedQuietly(record{code: f.UnitCode, names: f.UnitNames})
		if named != "" && k.hasPolygon(named) {
			ws = append(ws, witness{*f.Point, named})
		}
	}
	fit := func(shift func(orb.Point) orb.Point) int {
		n := 0
		for _, w := range ws {
			for _, j := range k.at.containing(shift(w.at)) {
				if k.l.areas[j].ID == w.unit {
					n++
					break
				}
			}
		}
		return n
	}
	asIs := fit(func(p orb.Point) orb.Point { return p })
	for _, code := range []string{"GCJ-02", "BD-09"} {
		system, err := crs.Parse(code)
		if err != nil {
			continue
		}
		undo := func(p orb.Point) orb.Point {
			if q, err := system.ToWGS84(p); err == nil {
				return q
			}
			return p
		}
		after := fit(undo)
		if gain := after - asIs; gain < minShiftGain || float64(gain) < minShiftGainShare*float64(len(ws)) {
			continue
		}
		moves := make([]float64, len(ws))
		for i, w := range ws {
			moves[i] = float64(geo.Distance(w.at, undo(w.at)))
		}
		slices.SortFunc(moves, cmp.Compare[float64])
		k.l.quality.Note(datasets.Finding{Rule: "shift-suspected", Severity: datasets.SeverityWarning, Layer: layer, Count: after - asIs,
			Text: datasets.T("坐标像是 %[1]s：按其还原后有 %[2]d 处（共 %[3]d 处）落在所写单元，现在只有 %[4]d 处；中位偏移 %[5].0f m", "coordinates look like %[1]s: undone, %[2]d of %[3]d lie in the unit they name, as they stand %[4]d; median shift %[5].0f m", code, after, len(ws), asIs, moves[len(moves)/2]),
			Hint: datasets.T("确认后在该图层加 crs: %s；未确认前不做任何移动", "if so add crs: %s to the layer; nothing is moved until then", code)})
		return
	}
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
	if len(r.names) == 0 {
		return "", ""
	}
	m := k.gaz.ByName(r.names)
	if len(m.Unmatched) > 0 {
		return "", "" // partly known names prove nothing
	}
	return m.ID, placedByName
}
