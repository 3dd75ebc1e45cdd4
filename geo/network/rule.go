package network

// Rules, in the order they are asked:
//
//  1. Class. highway gives it; without one, ferries, piers and platforms are taken.
//     [classTable] says who uses it and how fast, [Settings.Speeds] before it.
//  2. Access. The most specific tag wins: foot before access; bicycle,
//     vehicle, access; motorcar, motor_vehicle, vehicle, access. See allows.
//     A tag of the mode itself also opens a class that is not for it
//     (foot=yes on a motorway), access=yes does not.
//  3. motorroad=yes closes to walkers and cyclists.
//  4. Direction, see directions.
//  5. Speed: of the class; driving by the posted limit, see limit; ferries by
//     their duration; on foot along a main road without a pavement at half the pace.
//  6. Weight: what walkers who prefer quiet streets count a metre as, see weigh.
//
// What is not looked at: conditional restrictions (by hour, weight or
// season), surfaces and lanes.

// passage is how a way may be passed: km/h ahead and back, 0 where closed.
type passage struct {
	ahead, back float64
	seconds     float64 // of a ferry with a duration; then speeds only tell what is open
	why         Reason  // where closed
	weight      float64 // see weigh; at least 1
	through     bool    // see Edge.Through
	level       bool    // slopes do not count: bridges, tunnels, ferries
	unknown     string  // a class that is not in the table
	unread      string  // a speed limit that was not understood
}

// ruler applies the rules for given settings. It is not for several
// goroutines at once.
type ruler struct {
	settings Settings
	lines    bool
	classes  map[string]class
	limits   map[string]float64 // km/h of texts seen before
}

// class is a class of streets for one mode.
type class struct {
	kmh    float64 // 0 is closed
	user   bool    // the speed is the user's
	pushed bool    // a bicycle is led
	known  bool
	why    Reason // it is no street
}

func newRuler(s Settings, lines bool) *ruler {
	r := &ruler{settings: s, lines: lines, classes: map[string]class{}, limits: map[string]float64{}}
	for name, v := range classTable {
		r.classes[name] = r.class(name, v)
	}
	for name, why := range notStreets {
		r.classes[name] = class{known: true, why: why}
	}
	for name, kmh := range s.Speeds {
		r.classes[name] = class{kmh: kmh, user: true, known: true}
	}
	return r
}

// class takes the mode's column of the table.
func (r *ruler) class(name string, v speeds) class {
	c := class{known: true}
	switch r.settings.Mode {
	case Walk:
		c.kmh = v.walk * r.settings.Walking
		if name == "ferry" {
			c.kmh = v.walk
		}
	case Cycle:
		c.kmh, c.pushed = v.cycle, v.cycle == pushed || v.cycle == carried
		if v.cycle == pushed {
			c.kmh = r.settings.Walking
		}
	case Drive:
		c.kmh = v.drive
	}
	return c
}

// closed is a passage that is none.
func closed(why Reason) passage { return passage{weight: 1, why: why} }

// pass applies the rules to a way.
func (r *ruler) pass(tags Tags) passage {
	f := newFacts(tags)
	name := r.className(&f)
	if name == "" {
		return closed(NoStreet)
	}
	unknown := ""
	c, have := r.classes[name]
	if !have {
		unknown, c = name, r.classes[unknownClass]
	}
	if c.why != "" {
		return closed(c.why)
	}
	p := r.open(&f, name, c)
	p.unknown = unknown
	return p
}

// className is the class of a way, "" where it is no street.
func (r *ruler) className(f *facts) string {
	switch {
	case f.route == "ferry":
		return "ferry"
	case f.highway != "":
		return f.highway
	case f.manMade == "pier":
		return "pier"
	case f.railway == "platform" || f.transport == "platform":
		return "platform"
	case r.lines:
		return unknownClass
	}
	return ""
}

// open finds who may pass, which way and how fast.
func (r *ruler) open(f *facts, name string, c class) passage {
	say := f.accessOf(r.settings.Mode, r.settings.Private)
	if name == "ferry" && r.settings.Mode == Drive && !f.carries() {
		return closed(FerryRule)
	}
	switch {
	case say.closed != "":
		return closed(say.closed)
	case f.motorroad == "yes" && r.settings.Mode != Drive && !say.opens:
		return closed(MotorRoad)
	case c.kmh == 0 && !say.opens:
		return closed(ClassRule)
	}
	kmh, weight := r.pace(c, say), 1.0
	switch {
	case r.settings.Prefer == Quiet:
		weight = r.weigh(f, name)
	case r.settings.Mode == Walk && f.noSidewalk(name) && !c.user:
		kmh *= verge
	}
	ahead, back, why := f.directions(r.settings.Mode, name)
	if why != "" {
		return closed(why)
	}
	p := passage{weight: weight, level: f.bridge || name == "ferry", through: name == "ferry" || name == "motorway" || name == "motorway_link"}
	if ahead {
		p.ahead = kmh
	}
	if back {
		p.back = kmh
	}
	if name == "ferry" {
		p.seconds, _ = duration(f.duration)
	} else if r.settings.Mode == Drive {
		p = r.limit(p, f, c)
	}
	if !ahead && !back {
		p.why = AccessRule
	}
	return p
}

// pace is the speed before limits.
func (r *ruler) pace(c class, say access) float64 {
	switch {
	case c.user:
		return c.kmh
	case r.settings.Mode == Cycle && say.dismount:
		return min(r.settings.Walking, max(c.kmh, carried))
	case r.settings.Mode == Cycle && c.pushed && say.opens && c.kmh > carried:
		return openedSpeed
	case c.kmh > 0:
		return c.kmh
	case r.settings.Mode == Walk:
		return r.settings.Walking
	}
	return openedSpeed
}
