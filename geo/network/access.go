package network

import "strings"

// access is what the tags say about a mode.
type access struct {
	closed   Reason // "" where not closed
	opens    bool   // a tag of the mode itself says that it may
	dismount bool   // bicycles are led
}

// accessOf asks the tags from the most specific on; the first that says
// anything decides.
func (f *facts) accessOf(m Mode, private bool) access {
	switch m {
	case Walk:
		return decide(private, 1, f.foot, f.access)
	case Cycle:
		return decide(private, 1, f.bicycle, f.vehicle, f.access)
	}
	return decide(private, 2, f.motorcar, f.motorVehicle, f.vehicle, f.access)
}

// decide takes the first of the values that says something. The first own
// of them are the mode's and open what its class would not.
func decide(private bool, own int, values ...string) access {
	for i, v := range values {
		if v == "" {
			continue
		}
		if strings.IndexByte(v, ';') >= 0 {
			v = mostOpen(v)
		}
		switch allows(v) {
		case yes:
			return access{opens: i < own, dismount: v == "dismount"}
		case no:
			return access{closed: AccessRule}
		case ask:
			if private {
				return access{opens: i < own}
			}
			return access{closed: PrivateWay}
		}
	}
	return access{}
}

// answer is what a value of an access tag says.
type answer uint8

const (
	nothing answer = iota
	yes
	no
	ask // with leave of the owner
)

// allows reads a value of an access tag. Streets for destinations, customers
// and deliveries are open: whoever is looked for there has business
// there, and a search cannot forbid passing through. GraphHopper and OSRM
// open destination too; they differ over delivery and customers.
func allows(value string) answer {
	switch value {
	case "yes", "designated", "permissive", "official", "destination", "customers", "delivery",
		"dismount", "use_sidepath", "optional_sidepath", "discouraged", "limited", "public", "true", "1":
		return yes
	case "no", "restricted", "military", "emergency", "agricultural", "forestry", "permit", "use_cycleway",
		"psv", "bus", "false", "0", "construction":
		return no
	case "private", "residents", "employees", "staff":
		return ask
	}
	return nothing // unknown, variable, or a word nobody agreed on
}

// mostOpen picks, of several values, the one that opens most.
func mostOpen(list string) string {
	best, rank := "", -1
	order := map[answer]int{nothing: 0, no: 1, ask: 2, yes: 3}
	for v := range strings.SplitSeq(list, ";") {
		v = strings.TrimSpace(v)
		if r := order[allows(v)]; r > rank {
			best, rank = v, r
		}
	}
	return best
}

// carries tells whether a ferry takes cars: a tag says so, or no tag tells
// that it is for others.
func (f *facts) carries() bool {
	if f.motorcar != "" || f.motorVehicle != "" || f.vehicle != "" {
		return true // and accessOf has judged them
	}
	return f.foot == "" && f.bicycle == ""
}
