package osm

import (
	"strings"

	"fugai/geo/network"
)

// Keys that make a way a street, and those that the rules for travelling look at.
const (
	streetKeys = `highway route public_transport railway man_made`
	ruleKeys   = `access foot bicycle vehicle motor_vehicle motorcar
		bicycle:forward bicycle:backward vehicle:forward vehicle:backward locked
		motor_vehicle:forward motor_vehicle:backward motorcar:forward motorcar:backward
		oneway oneway:bicycle oneway:foot oneway:vehicle oneway:motor_vehicle oneway:motorcar junction motorroad
		maxspeed maxspeed:forward maxspeed:backward duration toll service area
		sidewalk footway cycleway segregated crossing barrier ford
		surface smoothness tracktype width lanes incline conveying ramp wheelchair lit
		bridge tunnel covered indoor level layer construction
		name name:zh name:en ref`
	nodeKeys = `barrier highway ford crossing railway access foot bicycle vehicle motor_vehicle motorcar`
	turnKeys = `type restriction restriction:motorcar restriction:motor_vehicle restriction:conditional except`
)

// streets picks the ways that can be travelled.
func streets() *selector {
	s := &selector{class: map[string]class{}, prefixes: []string{"sidewalk:", "cycleway:"}, match: isStreet}
	s.add(streetKeys, keep|trigger)
	s.add(ruleKeys, keep)
	return s
}

// isStreet tells streets, ferries, platforms and piers.
func isStreet(tags network.Tags) bool {
	return tags.Get("highway") != "" || tags.Get("route") == "ferry" ||
		tags.Get("public_transport") == "platform" || tags.Get("railway") == "platform" || tags.Get("man_made") == "pier"
}

// obstacles picks the nodes whose tags say something to those who pass.
func obstacles() *selector {
	s := &selector{class: map[string]class{}}
	s.add(ruleKeys, keep)
	s.add(nodeKeys, keep|trigger)
	return s
}

// restrictions picks the relations that forbid turns.
func restrictions() *selector {
	s := &selector{class: map[string]class{}, match: func(tags network.Tags) bool { return tags.Get("type") == "restriction" }}
	s.add(turnKeys, keep)
	s.class["type"] = keep | trigger
	return s
}

func (s *selector) add(keys string, c class) {
	for _, k := range strings.Fields(keys) {
		s.class[k] = c
	}
}
