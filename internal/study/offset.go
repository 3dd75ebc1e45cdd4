package study

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// offset is a short way on the ground, in metres to the east and to the north.
// It is flat: right to a percent over some kilometres, which is enough to tell
// a shift of 500 m.
type offset struct{ east, north float64 }

// degree is the length of a degree of a meridian of the mean sphere (6,371,008.8 m, IUGG).
const degree = 6371008.8 * math.Pi / 180

// between is the way from a to b.
func between(a, b orb.Point) offset {
	return offset{(b[0] - a[0]) * degree * math.Cos(a[1]*math.Pi/180), (b[1] - a[1]) * degree}
}

// apply goes the way from p.
func (o offset) apply(p orb.Point) orb.Point {
	return orb.Point{p[0] + o.east/(degree*math.Cos(p[1]*math.Pi/180)), p[1] + o.north/degree}
}

func (o offset) minus(p offset) offset { return offset{o.east - p.east, o.north - p.north} }

func (o offset) length() float64 { return math.Hypot(o.east, o.north) }

// text gives metres and the direction in words: 589 m to the north-west.
func (o offset) text() datasets.Text {
	if o.length() < 1 {
		return datasets.T("不到 1 m", "less than 1 m")
	}
	zh := []string{"北", "东北", "东", "东南", "南", "西南", "西", "西北"}
	en := []string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}
	k := (int(math.Round(math.Atan2(o.east, o.north)/(math.Pi/4))) + 8) % 8
	return datasets.T("向"+zh[k]+" %.0[1]f m", "%.0[1]f m to the "+en[k], o.length())
}

// offsetOf is the median way that a move takes points.
func offsetOf(points []orb.Point, move func(orb.Point) orb.Point) offset {
	var ways []offset
	for _, p := range points {
		ways = append(ways, between(p, move(p)))
	}
	return medianOffset(ways)
}

// medianOffset is the median to the east and that to the north.
func medianOffset(ways []offset) offset {
	var east, north []float64
	for _, w := range ways {
		east, north = append(east, w.east), append(north, w.north)
	}
	return offset{median(east), median(north)}
}

// median is the upper median of values, 0 of none. It sorts them.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}
