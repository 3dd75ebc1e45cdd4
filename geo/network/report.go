package network

import (
	"cmp"
	"slices"
)

// Report tells what became of the roads.
type Report struct {
	Ways    int            // that were read
	Used    int            // of them, at least in part
	Closed  map[Reason]int // the others, by the rule
	Unknown []Count        // classes that the rules do not know, taken as "road"
	Unread  []Count        // speed limits that were not understood
	Ferries int            // of the ways used

	Barriers  int // nodes where the way is cut
	Dead      int // references to nodes that the source does not hold
	Invalid   int // points out of range, where the way is cut
	ZeroCost  int // pieces of street of length 0; they connect, but cost nothing
	Double    int // pieces of street drawn more than once; the cheapest counts
	Crossings int // of lines without a common point (Roads.Lines), left unconnected
	Crossed   int // of them, made junctions (Settings.Cross)
	Joined    int // ends of lines put on another line (Settings.Join)

	// Apart is the share of the street, 0 to 1, that is on the largest part while
	// crossings are left, Together with all of them made junctions; 0 where
	// there are no Crossings.
	Apart, Together float64

	Sloped float64 // metres of street that Settings.Height was asked for; bridges, tunnels and ferries are level
	Flat   float64 // of them: metres that count as level, since a height is not known

	Turns      int // turn restrictions in the source; they are looked at for driving only
	Applied    int // of them
	Unresolved int // of them: their ways do not meet, or a member is missing
	LongVia    int // of them: led over ways too long to remember where one came from
	Idle       int // of them: except cars, or forbid what nobody could do anyway, such as entering a one-way street

	Points  int     // of the network before folding
	Nodes   int     // of the graph
	Edges   int     // of the graph
	Length  float64 // metres of street
	Parts   int     // connected parts
	Largest Part
	Islands int     // parts below Settings.MinPart
	Lost    float64 // metres of street on them
}

// Count is how often a text occurs.
type Count struct {
	Text  string
	Count int
}

// tally counts texts, of which it keeps so many different ones at most.
type tally map[string]int

// mostTexts bounds a tally: what a broken file may hold of different texts.
const mostTexts = 1000

func (t tally) add(text string) {
	if _, have := t[text]; have || len(t) < mostTexts {
		t[text]++
	}
}

// list puts the most frequent first, and the same in the order of their text.
func (t tally) list() []Count {
	list := make([]Count, 0, len(t))
	for text, n := range t {
		list = append(list, Count{text, n})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return list
}
