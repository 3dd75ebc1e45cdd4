package coverage

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// Way is how the costs of a reach target are counted: along streets on foot,
// by car, or in a straight line.
type Way struct {
	ID   string        `json:"id"`             // its name in the study: walk; straight
	Name datasets.Text `json:"name"`           // in a sentence: 步行, on foot; 直线, in a straight line
	Note datasets.Text `json:"note,omitzero"`  // what costs go by, one sentence
	Unit string        `json:"unit,omitempty"` // m or s, of every cost of the target

	Travel Travel `json:"-"`
}

// Prober is a [Travel] that not every place lies on, such as a street network.
type Prober interface {
	// Missed says of the places that it cannot start from or end at why, by
	// their index.
	Missed(ctx context.Context, places []orb.Point) (map[int]datasets.Text, error)
}

// Mapper is a [Travel] that can draw what lies within a cost.
type Mapper interface {
	// Map draws the ground and the streets within rising costs of any of the
	// sites.
	Map(ctx context.Context, sites []orb.Point, within []float64) (*Reached, error)
}

// Reached is what lies within some costs of any of some sites.
type Reached struct {
	Ground  []orb.MultiPolygon // within each of the costs; nil where there is none
	Streets []Street
}

// Street is a piece of street, all of it within one cost and beyond the one
// before.
type Street struct {
	Line        orb.LineString
	Band        int     // index of that cost
	Least, Most float64 // costs at its ends, in the way's unit
}

// straightWayID names the way of targets that name none.
const straightWayID = "straight"

// straightWay is that of targets that name none.
func straightWay(t Travel) *Way {
	return &Way{ID: straightWayID, Name: datasets.T("直线", "in a straight line"), Unit: t.Unit(), Travel: t}
}

// withinText writes a limit: 500 m 内, 15 分钟内, within 15 min.
func withinText(cost float64, unit string) datasets.Text {
	t := CostText(cost, unit)
	if unit != "s" {
		t.ZH += " "
	}
	return datasets.Text{ZH: t.ZH + "内", EN: "within " + t.EN}
}

// CostText writes a cost in metres or seconds with its unit, to the hundredth at
// most: 500 m, 1,200 m, 12.5 km from 10 km on, 30 s below a minute, 15 min. One
// that is not a number is a dash.
func CostText(cost float64, unit string) datasets.Text {
	switch {
	case math.IsNaN(cost) || math.IsInf(cost, 0):
		return datasets.Same("–")
	case unit != "s" && cost < 10_000:
		return datasets.Same(hundredths(cost) + " m")
	case unit != "s":
		return datasets.Same(hundredths(cost/1000) + " km")
	case cost < 60:
		return datasets.T("%s 秒", "%s s", hundredths(cost))
	}
	return datasets.T("%s 分钟", "%s min", hundredths(cost/60))
}

// measuredText writes a cost that was measured: minutes to the tenth, whole metres.
func measuredText(cost float64, unit string) datasets.Text {
	if unit == "s" {
		return CostText(math.Round(cost/6)*6, unit)
	}
	return CostText(math.Round(cost), unit)
}

func hundredths(v float64) string { return formatCount(math.Round(v*100) / 100) }
