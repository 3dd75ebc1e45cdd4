package output

import (
	"fugai/coverage"
	"fugai/datasets"
)

// mostTies is how many exchanges a choice lists at most.
const mostTies = 100

// TieCount writes how many exchanges there are of n listed: a full list may
// leave some out.
func TieCount(n int) datasets.Text {
	if n >= mostTies {
		return datasets.T("至少 %d", "at least %d", n)
	}
	return datasets.T("%d", "%d", n)
}

// Shares are the units that a list has room for: where people are spread over
// places, those with less than half a person would read 0.
func Shares(list []coverage.SitingShare) []coverage.SitingShare {
	out := make([]coverage.SitingShare, 0, len(list))
	for _, u := range list {
		if Number(u.People, 0) != "0" {
			out = append(out, u)
		}
	}
	return out
}
