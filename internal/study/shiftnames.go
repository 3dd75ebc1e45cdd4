package study

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// minPairs is how many features of one name two layers must share.
const minPairs = 5

// pairReach is how far apart two features of one name may lie to be the same,
// in metres: more than any shift of the map services (BD-09: about 1,300 m).
const pairReach = 2500

// testNames measures how far features of one layer lie from those of the same
// name or code in the other.
func testNames(x, ref *exhibit, ts []trial) (testimony, bool) {
	mine, theirs := x.called(), ref.called()
	fewer := x
	if len(theirs) < len(mine) {
		fewer = ref
	}
	var from []orb.Point
	var ways []offset
	for _, w := range fewer.everything() {
		for _, sign := range w.signs() {
			at, other := mine[sign], theirs[sign]
			if at == nil || other == nil {
				continue
			}
			if way := between(*at, *other); way.length() <= pairReach {
				from, ways = append(from, *at), append(ways, way)
			}
			break // the code, or else the name
		}
	}
	if len(ways) < minPairs {
		return testimony{}, false
	}
	measured := medianOffset(ways)
	spread := scatter(ways, measured)
	return weighOffset(measured, spread, from, ts)
}

// weighOffset finds the move that comes nearest to the offset that was
// measured. ok is false where none does, or the measure is too rough.
func weighOffset(measured offset, spread float64, from []orb.Point, ts []trial) (testimony, bool) {
	n := len(from)
	doubt := 1.25 * spread / math.Sqrt(float64(n)) // standard error of a median
	best, near, expected, least := -1, measured.length(), offset{}, math.Inf(1)
	for i := range ts {
		e := offsetOf(thin(from, 1000), ts[i].move)
		least = min(least, e.length())
		if d := measured.minus(e).length(); d < near {
			best, near, expected = i, d, e
		}
	}
	size := least
	if best >= 0 {
		size = expected.length()
	}
	if near > offsetVeryNear*size || doubt > offsetVeryNear*size/2 || math.IsInf(size, 1) {
		return testimony{}, false
	}
	weight := fairEvidence
	if n >= 2*minPairs && doubt < size/8 {
		weight = strongEvidence
	}
	if best < 0 {
		return testimony{weight: weight, better: n,
			text: datasets.T("%[1]d 对同名要素的中位偏移只有 %.0[2]f m（离散 %.0[3]f m），没有加偏", "%[1]d pairs of features of the same name lie %.0[2]f m apart in the median (scatter %.0[3]f m): no shift", n, measured.length(), spread)}, true
	}
	return testimony{trial: &ts[best], weight: weight, better: n, median: size,
		text: datasets.T("%[1]d 对同名要素实测需移动 %[2]s（离散 %.0[4]f m），按该坐标系应为 %[3]s", "%[1]d pairs of features of the same name measure an offset of %[2]s (scatter %.0[4]f m), the system has %[3]s", n, measured.text(), expected.text(), spread)}, true
}

// scatter is the median distance of ways from their median.
func scatter(ways []offset, middle offset) float64 {
	var out []float64
	for _, w := range ways {
		out = append(out, w.minus(middle).length())
	}
	return median(out)
}

// everything gives the places of a layer, the middles of its polygons among
// them.
func (x *exhibit) everything() []witness {
	out := slices.Clone(x.places)
	for _, a := range x.areas {
		if a.Center != nil {
			out = append(out, witness{at: *a.Center, code: a.Code, name: datasets.NormalizeUnit(a.Name)})
		}
	}
	return out
}

// called finds the places of a layer by what they go by; nil for a name of
// several.
func (x *exhibit) called() map[string]*orb.Point {
	if x.signs != nil {
		return x.signs
	}
	x.signs = map[string]*orb.Point{}
	for _, w := range x.everything() {
		at := w.at
		for _, sign := range w.signs() {
			if _, again := x.signs[sign]; again {
				x.signs[sign] = nil
			} else {
				x.signs[sign] = &at
			}
		}
	}
	return x.signs
}

// signs are what a feature is compared under: its code before its name.
func (w *witness) signs() []string {
	var out []string
	if w.code != "" {
		out = append(out, "#"+w.code)
	}
	if w.name != "" {
		out = append(out, w.name)
	}
	return out
}
