package network

import "slices"

// barrierModes says which modes a barrier on a street stops unless its
// access tags let them pass. Gates of all kinds are open (marked private or
// locked they are not); what is not listed stops nobody.
var barrierModes = map[string][]Mode{
	"bollard":            {Drive},
	"block":              {Drive},
	"cycle_barrier":      {Drive},
	"motorcycle_barrier": {Drive},
	"bus_trap":           {Drive},
	"sump_buster":        {Drive},
	"jersey_barrier":     {Drive},
	"chain":              {Drive},
	"log":                {Drive},
	"rope":               {Drive},
	"planter":            {Drive},
	"barrier_board":      {Drive},
	"debris":             {Drive, Cycle},
	"stile":              {Drive, Cycle},
	"kissing_gate":       {Drive, Cycle},
	"turnstile":          {Drive, Cycle},
	"full-height_turnstile": {
		Drive, Cycle},
	"horse_stile":       {Drive, Cycle},
	"fence":             {Drive, Cycle, Walk},
	"wall":              {Drive, Cycle, Walk},
	"city_wall":         {Drive, Cycle, Walk},
	"hedge":             {Drive, Cycle, Walk},
	"ditch":             {Drive, Cycle, Walk},
	"guard_rail":        {Drive, Cycle},
	"kerb":              nil,
	"toll_booth":        nil,
	"height_restrictor": nil,
}

// stops tells whether a mode cannot pass a node. Nodes without a barrier stop
// nobody.
func (r *ruler) stops(tags Tags) bool {
	barrier := tags.Get("barrier")
	if barrier == "" {
		return false
	}
	f := newFacts(tags)
	m := r.settings.Mode
	say := f.accessOf(m, r.settings.Private)
	switch {
	case say.closed != "":
		return true
	case tags.Get("locked") == "yes" && !say.opens:
		return true
	case say.opens:
		return false
	}
	return slices.Contains(barrierModes[barrier], m)
}
