package network

import "strings"

// facts are the tags of a way that rules look at.
type facts struct {
	highway, route, manMade, railway, transport string

	access, foot, bicycle, vehicle, motorVehicle, motorcar string

	motorroad, sidewalk, footway, service string

	oneway, onewayFoot, onewayBicycle, onewayVehicle, onewayMotor string
	junction, conveying                                           string

	contraflow   bool   // a cycleway runs against the traffic
	bikeAhead    string // bicycle:forward
	bikeBack     string
	vehicleAhead string // vehicle:forward, motor_vehicle:forward
	vehicleBack  string

	maxspeed, maxAhead, maxBack, duration string

	bridge, area bool

	paved, unpaved bool // sidewalk:left, sidewalk:right, sidewalk:both say so
}

// newFacts goes over the tags once; a value is cut of the spaces around it.
func newFacts(tags Tags) (f facts) {
	for i := range tags {
		if field := f.field(tags[i].Key); field != nil {
			*field = strings.TrimSpace(tags[i].Value)
			continue
		}
		f.mark(tags[i].Key, tags[i].Value)
	}
	return f
}

// field is where the value of a key is kept, nil where it is not.
func (f *facts) field(key string) *string {
	switch key {
	case "highway":
		return &f.highway
	case "route":
		return &f.route
	case "man_made":
		return &f.manMade
	case "railway":
		return &f.railway
	case "public_transport":
		return &f.transport
	case "access":
		return &f.access
	case "foot":
		return &f.foot
	case "bicycle":
		return &f.bicycle
	case "vehicle":
		return &f.vehicle
	case "motor_vehicle":
		return &f.motorVehicle
	case "motorcar":
		return &f.motorcar
	case "motorroad":
		return &f.motorroad
	case "sidewalk":
		return &f.sidewalk
	case "footway":
		return &f.footway
	case "service":
		return &f.service
	case "maxspeed":
		return &f.maxspeed
	case "duration":
		return &f.duration
	case "junction":
		return &f.junction
	case "conveying":
		return &f.conveying
	case "oneway":
		return &f.oneway
	}
	if strings.IndexByte(key, ':') < 0 {
		return nil
	}
	return f.directed(key)
}

// directed is field for keys with a colon.
func (f *facts) directed(key string) *string {
	switch key {
	case "oneway:foot":
		return &f.onewayFoot
	case "oneway:bicycle":
		return &f.onewayBicycle
	case "oneway:vehicle":
		return &f.onewayVehicle
	case "oneway:motor_vehicle", "oneway:motorcar":
		return &f.onewayMotor
	case "bicycle:forward":
		return &f.bikeAhead
	case "bicycle:backward":
		return &f.bikeBack
	case "vehicle:forward", "motor_vehicle:forward", "motorcar:forward":
		return &f.vehicleAhead
	case "vehicle:backward", "motor_vehicle:backward", "motorcar:backward":
		return &f.vehicleBack
	case "maxspeed:forward":
		return &f.maxAhead
	case "maxspeed:backward":
		return &f.maxBack
	}
	return nil
}

// mark notes the tags of which only a part matters.
func (f *facts) mark(key, value string) {
	switch key {
	case "bridge", "tunnel":
		f.bridge = f.bridge || value != "no"
	case "area":
		f.area = value == "yes"
	case "sidewalk:both", "sidewalk:left", "sidewalk:right":
		f.paved = f.paved || value != "" && !lacks(value)
		f.unpaved = f.unpaved || key == "sidewalk:both" && lacks(value)
	case "cycleway", "cycleway:left", "cycleway:right", "cycleway:both":
		f.contraflow = f.contraflow || strings.HasPrefix(value, "opposite")
	case "cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway":
		f.contraflow = f.contraflow || value == "no" || value == "-1"
	}
}

// noSidewalk tells of a main road that is mapped as having no pavement.
func (f *facts) noSidewalk(class string) bool {
	switch class {
	case "trunk", "trunk_link", "primary", "primary_link":
		return f.sidewalk == "no" || f.sidewalk == "none"
	}
	return false
}
