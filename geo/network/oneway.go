package network

// directions tells which ways along its points a mode may pass.
//
// One-way rules bind vehicles. Walkers they bind only as oneway:foot, or on
// moving steps (conveying=forward or backward). Cyclists are also freed
// by oneway:bicycle=no, a cycleway against the traffic (cycleway=opposite…,
// cycleway:left:oneway=no) or bicycle:backward=yes. A roundabout or motorway is one-way
// unless oneway=no. A reversible street is closed since its direction
// depends on the hour; an alternating one is open both ways.
func (f *facts) directions(m Mode, class string) (ahead, back bool, why Reason) {
	if f.area {
		return true, true, ""
	}
	if m == Walk {
		return f.onFoot()
	}
	own := f.onewayMotor
	if m == Cycle {
		own = f.onewayBicycle
	}
	for _, v := range [...]string{own, f.onewayVehicle, f.oneway} {
		if v == "reversible" {
			return false, false, Reversible
		}
		if a, b, ok := sense(v); ok {
			ahead, back = a, b
			return f.freed(m, ahead, back, own != "")
		}
	}
	oneway := f.junction == "roundabout" || f.junction == "circular" || class == "motorway"
	return f.freed(m, true, !oneway, own != "")
}

// sense reads a value of oneway.
func sense(v string) (ahead, back, ok bool) {
	switch v {
	case "yes", "true", "1":
		return true, false, true
	case "-1", "reverse":
		return false, true, true
	case "no", "false", "0", "alternating":
		return true, true, true
	}
	return false, false, false
}

// onFoot is directions for walkers.
func (f *facts) onFoot() (ahead, back bool, why Reason) {
	if a, b, ok := sense(f.onewayFoot); ok {
		return a, b, ""
	}
	switch f.conveying {
	case "forward":
		return true, false, ""
	case "backward":
		return false, true, ""
	}
	return true, true, ""
}

// freed applies what lifts or closes one direction only.
func (f *facts) freed(m Mode, ahead, back, own bool) (bool, bool, Reason) {
	if m == Cycle && !own && f.contraflow {
		ahead, back = true, true
	}
	forward, backward := f.vehicleAhead, f.vehicleBack
	if m == Cycle && f.bikeAhead != "" {
		forward = f.bikeAhead
	}
	if m == Cycle && f.bikeBack != "" {
		backward = f.bikeBack
	}
	return turned(ahead, forward), turned(back, backward), ""
}

// turned is open, unless a tag for the one direction says otherwise.
func turned(open bool, value string) bool {
	switch allows(value) {
	case yes:
		return true
	case no, ask:
		return false
	}
	return open
}
