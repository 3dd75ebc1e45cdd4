package output

import (
	"fugai/coverage"
	"fugai/datasets"
)

// CatchmentsText counts who has a place and who has not, "" where a target does
// not count capacities.
func CatchmentsText(c *coverage.Catchments) datasets.Text {
	if c == nil {
		return datasets.Text{}
	}
	return datasets.T("有名额 %[1]s 人，够得着但设施已满 %[2]s 人，够不着 %[3]s 人", "With a place %[1]s people, facilities within reach full %[2]s, none within reach %[3]s",
		Number(c.Served, 0), Number(c.Full, 0), Number(c.Beyond, 0))
}

// NearestHead heads the ways to the nearest facility: by the target's way of
// travel, or in a straight line.
func NearestHead(l *coverage.Ledger) datasets.Text {
	if ByWay(l) {
		return datasets.T("最近设施（%s）", "Nearest (%s)", l.Way.Name)
	}
	return datasets.T("最近设施", "Nearest")
}

// NearestText writes how far the nearest facility is by the way that a target
// goes, "–" where none can be reached that way. meters is the straight line.
func NearestText(l *coverage.Ledger, meters, cost *float64) datasets.Text {
	switch {
	case ByWay(l) && cost != nil:
		return Cost(*cost, costUnit(l))
	case ByWay(l) || meters == nil:
		return datasets.Same("–")
	}
	return datasets.Same(Distance(*meters))
}
