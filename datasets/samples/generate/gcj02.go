package main

import (
	"math"

	"github.com/paulmach/orb"
)

// Constants of GCJ-02 as published with the formula: the axis and the squared
// eccentricity of the Krasovsky 1940 ellipsoid.
const (
	gcjAxis         = 6378245.0
	gcjEccentricity = 0.00669342162296594323
)

// toGCJ02 shifts a WGS 84 point inside China the way web maps there do, so
// that a layer can be written in GCJ-02.
func toGCJ02(p orb.Point) orb.Point {
	x, y := p[0]-105, p[1]-35
	root := 0.2 * math.Sqrt(math.Abs(x))
	waves := 20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + root +
		(waves+20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi)+160*math.Sin(y/12*math.Pi)+320*math.Sin(y/30*math.Pi))*2/3
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + root/2 +
		(waves+20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi)+150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	lat := p[1] * math.Pi / 180
	magic := 1 - gcjEccentricity*math.Sin(lat)*math.Sin(lat)
	north = north * 180 / (gcjAxis * (1 - gcjEccentricity) / (magic * math.Sqrt(magic)) * math.Pi)
	east = east * 180 / (gcjAxis / math.Sqrt(magic) * math.Cos(lat) * math.Pi)
	return orb.Point{p[0] + east, p[1] + north}
}
