package html

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// mapSuffixes are endings that every unit of a level shares: a map label says
// more without them. Longest first; tables and tooltips keep the full name.
var mapSuffixes = [...]string{
	"社区居民委员会", "居民委员会", "村民委员会", "社区居委会", "街道办事处", "村委会", "居委会", "社区", "街道",
}

// shortName cuts a shared ending where at least two characters remain.
func shortName(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	for _, suffix := range mapSuffixes {
		if s, cut := strings.CutSuffix(name, suffix); cut && utf8.RuneCountInString(s) >= 2 {
			return s
		}
	}
	return name
}

// mapLabel is a name on a map. Tier says from which zoom on it has room: 0 on
// a phone, 1 on a screen and on paper, 2 to 4 after zooming in.
type mapLabel struct {
	X, Y  int
	Shift string // from Y, in the label's own size, so that markers stay in sight
	Name  string
	Tier  int
	Gap   bool
	prior int
	shift float64 // ems
	ems   float64 // width of the name
}

// tierUnits is how many grid units a pixel stands for in each tier, and so how
// much room a label takes.
var tierUnits = [...]float64{6, 2.5, 1.25, 0.6, 0.3}

// Sizes on the screen, in pixels: of map labels, and half of a marker.
const (
	labelPx  = 12
	markerPx = 4
)

// box is the room of a label in grid units.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) overlaps(o box) bool {
	return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1
}

// shifts are the places that a label tries, in ems below its point.
var shifts = [...]struct {
	ems  float64
	text string
}{{0, ""}, {1.1, "1.1em"}, {-1.1, "-1.1em"}}

// thin gives each label the lowest tier in which it covers no marker and none
// of the labels before it: gaps first, then the larger units. Labels without
// room even in the last tier are left out.
func thin(labels []mapLabel, dots [][2]int) []mapLabel {
	slices.SortStableFunc(labels, func(a, b mapLabel) int { return b.prior - a.prior })
	for i := range labels {
		labels[i].ems = textWidth(labels[i].Name)
	}
	var out []mapLabel
	for tier := range tierUnits {
		var rest []mapLabel
		for _, l := range labels {
			l.Tier = tier
			if l.settle(out, dots) {
				out = append(out, l)
			} else {
				rest = append(rest, l)
			}
		}
		labels = rest
	}
	return out
}

// settle moves a label to the first place that is free in its tier and all
// higher ones: a shifted label comes nearer to its point as the map grows.
func (l *mapLabel) settle(placed []mapLabel, dots [][2]int) bool {
	for _, s := range shifts {
		l.shift, l.Shift = s.ems, s.text
		if l.free(placed, dots) {
			return true
		}
	}
	return false
}

func (l *mapLabel) free(placed []mapLabel, dots [][2]int) bool {
	for _, units := range tierUnits[l.Tier:] {
		b, r := l.box(units), markerPx*units
		for i := range placed {
			if b.overlaps(placed[i].box(units)) {
				return false
			}
		}
		for _, d := range dots {
			x, y := float64(d[0]), float64(d[1])
			if b.overlaps(box{x - r, y - r, x + r, y + r}) {
				return false
			}
		}
	}
	return true
}

func (l *mapLabel) box(units float64) box {
	em := labelPx * units
	half := em * (l.ems/2 + 0.15)
	y := float64(l.Y) + l.shift*em
	return box{float64(l.X) - half, y - em*0.62, float64(l.X) + half, y + em*0.62}
}

// textWidth estimates a text's width in ems: Chinese characters are square.
func textWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2E80 {
			w += 0.56
		} else {
			w++
		}
	}
	return w
}
