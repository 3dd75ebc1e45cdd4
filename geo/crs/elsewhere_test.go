package crs

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestElsewhere(t *testing.T) {
	// Longgang of Shenzhen, 114.247°E 22.7204°N, in metres of several systems:
	// cgcs2000_gk.csv for CGCS2000; TestFarPairs for Web Mercator.
	longgang := orb.Point{114.247, 22.7204}
	shenzhen := orb.Bound{Min: orb.Point{113.7, 22.4}, Max: orb.Point{114.7, 22.9}}
	gk114 := orb.Point{525374.9776, 2513595.2235}
	cases := []struct {
		name     string
		p        orb.Point
		declared string
		want     []string
	}{
		{"wrong zone", gk114, "EPSG:4548", []string{"EPSG:4547 other zone"}},
		{"number of the zone missing", gk114, "EPSG:4526", []string{"EPSG:4547 other prefix"}},
		{"number of the zone not expected", orb.Point{38525374.9776, 2513595.2235}, "EPSG:4547", []string{"EPSG:4526 other prefix"}},
		{"zones of 6°", orb.Point{217100.5829, 2516200.5254}, "EPSG:4547", []string{"EPSG:4509 other family"}},
		{"Web Mercator", orb.Point{12717917.864659, 2598240.585361}, "EPSG:4547", []string{"EPSG:3857 other family"}},
		{"x to the north", orb.Point{gk114[1], gk114[0]}, "EPSG:4547", []string{"EPSG:4547 same system swapped"}},
		{"x to the north and another zone", orb.Point{gk114[1], gk114[0]}, "EPSG:4548", []string{"EPSG:4547 other zone swapped"}},
		{"degrees", longgang, "EPSG:4547", []string{"EPSG:4326 as degrees"}},
		{"degrees, swapped", orb.Point{longgang[1], longgang[0]}, "EPSG:4490", []string{"EPSG:4326 same system swapped"}},
		{"metres declared as degrees", gk114, "EPSG:4326", []string{"EPSG:4547 other family"}},
		{"nothing declared", gk114, "", []string{"EPSG:4547 unrelated"}},
		{"right as declared", longgang, "EPSG:4326", nil},
		{"nowhere near", orb.Point{525374.9776, 5513595.2235}, "EPSG:4548", nil},
	}
	relations := []string{"unrelated", "same system", "other zone", "other prefix", "other family", "as degrees"}
	for _, c := range cases {
		var declared *System
		if c.declared != "" {
			declared = parse(t, c.declared)
		}
		var got []string
		for _, l := range Elsewhere(c.p, declared, shenzhen) {
			text := l.System.Code() + " " + relations[l.Relation]
			if l.Swapped {
				text += " swapped"
			}
			got = append(got, text)
			if !strings.Contains(text, "EPSG:326") && !closeTo(l.Point, longgang, 1e-8) {
				t.Errorf("%s: %s lands at %v", c.name, text, l.Point)
			}
		}
		// UTM zones with the same central meridian as a zone of 6° are scaled by
		// 0.9996, one kilometre here: they land in the box too.
		got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "EPSG:326") })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// A local grid is tried with its axes exchanged; an empty box and a shifted
// system give nothing.
func TestElsewhereOdd(t *testing.T) {
	local := parse(t, "+proj=tmerc +lon_0=114.1 +x_0=100000 +y_0=-2000000 +ellps=GRS80")
	p := orb.Point{114.2, 22.6}
	q, err := local.FromWGS84(p)
	if err != nil {
		t.Fatal(err)
	}
	near := orb.Bound{Min: orb.Point{114, 22}, Max: orb.Point{115, 23}}
	got := Elsewhere(orb.Point{q[1], q[0]}, local, near)
	if len(got) != 1 || !got[0].Swapped || got[0].Relation != SameSystem || !closeTo(got[0].Point, p, 1e-9) {
		t.Errorf("local grid: got %v", got)
	}
	empty := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	if got := Elsewhere(orb.Point{525374.9776, 2513595.2235}, nil, empty); got != nil {
		t.Errorf("empty box: got %v", got)
	}
	if got := Elsewhere(p, parse(t, "GCJ-02"), near); got != nil {
		t.Errorf("GCJ-02: got %v", got)
	}
}
