package crs

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Relation is what a system that coordinates may be in has to do with the one
// that was declared, the likelier mistake first.
type Relation int

// The relations, with EPSG:4547 (CGCS2000, 3°, central meridian 114°E) declared.
const (
	Unrelated   Relation = iota // nothing was declared
	SameSystem                  // the declared one, with x and y exchanged
	OtherZone                   // the same kind of zone elsewhere: EPSG:4548, 117°E
	OtherPrefix                 // zones as wide, but with or without their number before the easting: EPSG:4526
	OtherFamily                 // another projection or width of zone: UTM, 6°, Web Mercator
	AsDegrees                   // longitude and latitude already
)

// Elsewhere lists the systems under which a point would land in the box of
// longitude and latitude where it should be, such as that of the other layers.
// Use it where the declared system puts the point far from there. The list is
// in the order of likelihood: x and y as they are before x and y exchanged, then
// by [Relation], then by EPSG number; of two systems that convert alike the
// first stays. The declared one is tried with x and y exchanged only; nil stands
// for none, and an empty box gives nil.
//
// All systems of the EPSG table are tried, within a degree of their zones;
// GCJ-02 and BD-09, which move points by some hundred metres, are not.
func Elsewhere(p orb.Point, declared *System, near orb.Bound) []Landing {
	var found []Landing
	try := func(s *System) {
		related := relation(s, declared)
		for _, swapped := range []bool{false, true} {
			if related == SameSystem && !swapped {
				continue
			}
			in := p
			if swapped {
				in = swap(p)
			}
			if q, ok := s.landing(in); ok && near.Contains(q) {
				found = append(found, Landing{s, q, swapped, related})
			}
		}
	}
	for _, code := range allCodes() {
		try(byEPSG(code))
	}
	if declared != nil && declared.epsg == 0 && !declared.Shifted() {
		try(declared)
	}
	slices.SortStableFunc(found, func(a, b Landing) int {
		return cmp.Or(order(a.Swapped)-order(b.Swapped), int(a.Relation-b.Relation))
	})
	return distinct(found)
}

// order puts false before true.
func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// distinct keeps the first of systems that convert alike: zones of 6° and 3°
// share every other central meridian.
func distinct(all []Landing) []Landing {
	var kept []Landing
	for _, l := range all {
		if !slices.ContainsFunc(kept, func(k Landing) bool { return k.Swapped == l.Swapped && k.System.same(l.System) }) {
			kept = append(kept, l)
		}
	}
	return kept
}

// relation tells what s has to do with the declared system.
func relation(s, declared *System) Relation {
	if declared == nil {
		return Unrelated
	}
	wide, numbered := s.zones()
	declaredWide, declaredNumbered := declared.zones()
	switch {
	case s.Geographic() && declared.Geographic(), s.same(declared) && s.epsg == declared.epsg:
		return SameSystem
	case s.Geographic():
		return AsDegrees
	case wide == 0 || wide != declaredWide || s.tm.north != declared.tm.north || s.frame != declared.frame:
		return OtherFamily
	case numbered != declaredNumbered:
		return OtherPrefix
	}
	return OtherZone
}

// zones tells the width of the zones that a system of the table is one of, in
// degrees, and whether their number stands before the easting; 0 for a system
// that is no zone.
func (s *System) zones() (width float64, numbered bool) {
	if s.kind != transverseMercator || s.epsg == 0 || s.frame == harn {
		return 0, false
	}
	return s.bounds.Max[0] - s.bounds.Min[0], s.tm.east >= 1e6
}
