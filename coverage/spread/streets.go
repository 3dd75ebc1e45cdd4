package spread

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/index"
)

// Streets spreads people along the streets of a unit: the stretches of lines
// that lie in it are cut into equal steps of at most Every, each of which is a
// part, at its middle, weighed by its length. A street on a border that two
// units share corner by corner is in one of them.
type Streets struct {
	Lines []orb.LineString
	Every geo.Meters
}

func (m *Streets) words() datasets.Text {
	return datasets.T("沿街道每 %g m 一点，按长度分布", "spread along streets, a point every %g m, by length", float64(m.Every))
}

func (m *Streets) prepare(ctx context.Context, units []Unit) (finder, error) {
	if err := checkSize(m.Every); err != nil {
		return nil, err
	}
	lines, total := make([]orb.Geometry, len(m.Lines)), 0.0
	for i, l := range m.Lines {
		if len(l) > 1 {
			lines[i] = l
			total += length(l)
		}
	}
	if total/float64(m.Every) > MaxParts {
		return nil, tooMany()
	}
	return &streetFinder{units: units, lines: m.Lines, every: m.Every, index: index.New(lines)}, ctx.Err()
}

// streetFinder finds the streets of units.
type streetFinder struct {
	units []Unit
	lines []orb.LineString
	every geo.Meters
	index *index.Layer
}

func (f *streetFinder) spots(ctx context.Context, u int) ([]Spot, error) {
	ground := NewGround(f.units[u].Geometry)
	if ground == nil {
		return nil, nil
	}
	var out []Spot
	for _, i := range f.index.Intersecting(f.units[u].Geometry.Bound()) {
		for _, stretch := range ground.Inside(f.lines[i]) {
			out = Along(out, stretch, f.every)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *streetFinder) evidence(r *Report) {
	r.Measure = datasets.T("街道长度（m）", "streets (m)")
}

// Along appends to spots the middles of equal steps of at most every along a
// line, weighed by their length in metres. A line without length gives none,
// and neither does a step that is not above 0 or makes more than [MaxParts].
func Along(spots []Spot, line orb.LineString, every geo.Meters) []Spot {
	total := length(line)
	n := math.Ceil(total / float64(every))
	if !(total > 0 && every > 0 && n <= MaxParts) {
		return spots
	}
	step := total / n
	done, k := 0.0, 0.0 // metres passed, spots made
	for i := 0; i+1 < len(line) && k < n; i++ {
		a, b := line[i], line[i+1]
		piece := float64(geo.Distance(a, b))
		for ; k < n && (k+0.5)*step <= done+piece; k++ {
			t := ((k+0.5)*step - done) / piece
			spots = append(spots, Spot{orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}, step})
		}
		done += piece
	}
	for ; k < n; k++ { // roundings away from the end
		spots = append(spots, Spot{line[len(line)-1], step})
	}
	return spots
}

// length is that of a line in metres; what lies nowhere on Earth has none.
func length(line orb.LineString) float64 {
	total := 0.0
	for i := 0; i+1 < len(line); i++ {
		total += float64(geo.Distance(line[i], line[i+1]))
	}
	if math.IsNaN(total) {
		return 0
	}
	return total
}
