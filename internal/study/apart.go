package study

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/crs"
)

// nearby is how far round a layer others may land to be said to fit it, degrees.
const nearby = 0.5

// apart warns of a layer of which nothing lies near the units, and says under
// which other systems it would.
func (l *loaded) apart(x, ground *exhibit) bool {
	n := len(x.places) + len(x.areas)
	here, some := x.bound()
	units, any := ground.bound()
	if !some || !any || x == ground || len(x.areas) == 0 && n < minShiftGain || here.Intersects(units) {
		return false
	}
	away := float64(geo.Distance(here.Center(), units.Center())) / 1000
	f := datasets.Finding{Rule: "layer-apart", Severity: datasets.SeverityWarning, Layer: x.name, Count: n,
		Text: datasets.T("%[1]d 处位置全都不在单元范围内：图层中心在 %.4[2]f, %.4[3]f，单元中心在 %.4[4]f, %.4[5]f，相距约 %.0[6]f km", "none of %[1]d places lies near the units: the layer's middle is at %.4[2]f, %.4[3]f, that of the units at %.4[4]f, %.4[5]f, about %.0[6]f km apart",
			n, here.Center()[0], here.Center()[1], units.Center()[0], units.Center()[1], away),
		Hint: datasets.T("多半是坐标系或投影分带写错：核对该图层与单元图层的 crs；也可能拿错了文件", "most likely a wrong system or zone: see to the crs of this layer and of the units; or it is the wrong file")}
	if found := elsewhere(here.Center(), x.system, units); len(found) > 0 {
		f.Hint = datasets.T("按这些坐标系会落在单元附近：%[1]s；核对后改写该图层的 crs", "it would lie near the units under: %[1]s; check, and mend the crs of this layer", landingList(found))
	} else if found := elsewhere(units.Center(), ground.system, here); len(found) > 0 {
		f.Hint = datasets.T("单元图层按这些坐标系会落在该图层附近：%[1]s；核对后改写 areas 图层的 crs", "the units would lie near this layer under: %[1]s; check, and mend the crs of the layers under areas", landingList(found))
	}
	l.quality.Note(f)
	return true
}

// bound is the box of a layer's places and polygons; some is false where there
// are none.
func (x *exhibit) bound() (b orb.Bound, some bool) {
	if x.box != nil {
		return *x.box, true
	}
	grow := func(o orb.Bound) {
		if b = b.Union(o); !some {
			b, some = o, true
		}
	}
	for _, w := range x.places {
		grow(w.at.Bound())
	}
	for _, a := range x.areas {
		grow(a.Geometry.Bound())
	}
	if some {
		x.box = &b
	}
	return b, some
}

// elsewhere turns a place back into the coordinates of the declared system and
// finds the systems under which these would land near a box.
func elsewhere(at orb.Point, declared string, near orb.Bound) []crs.Landing {
	if declared == "" {
		declared = "EPSG:4326"
	}
	system, err := crs.Parse(declared)
	if err != nil {
		return nil
	}
	written, err := system.FromWGS84(at)
	if err != nil {
		return nil
	}
	return crs.Elsewhere(written, system, near.Pad(nearby))
}

// landingList names at most four landings.
func landingList(found []crs.Landing) datasets.Text {
	var zh, en []string
	for _, l := range found[:min(len(found), 4)] {
		at := fmt.Sprintf("%s → %.2f, %.2f", l.System.Code(), l.Point[0], l.Point[1])
		turnZH, turnEN := "", ""
		if l.Swapped {
			turnZH, turnEN = "（X、Y 对调，swap: true）", " (x and y exchanged, swap: true)"
		}
		zh, en = append(zh, at+turnZH), append(en, at+turnEN)
	}
	return datasets.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}
