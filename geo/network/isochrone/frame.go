package isochrone

import (
	"math"

	"github.com/paulmach/orb"
)

// Positions are whole numbers of ticks from the south-west corner of a frame:
// 1024 to a cell, 64 cells to a tile. So borders that meet do so exactly, and
// which side of a line a point is on can be told without rounding.
const (
	ticksPerCell = 1 << 10
	cellsPerTile = 1 << 6
	tileBits     = 16
	ticksPerTile = 1 << tileBits
	// crossingStep is how far apart, in ticks, the places on a cell's side are
	// that a border may cross it at: 16 cm where the cell is 10 m.
	crossingStep = ticksPerCell / 64
	// mostTicks keeps a position in 32 bits with room for the margin.
	mostTicks = 1 << 31
)

// The WGS 84 ellipsoid, EPSG 7030.
const (
	equatorial = 6378137.0
	flattening = 1 / 298.257223563
	ecc2       = flattening * (2 - flattening)
)

// degree gives the metres in a degree of longitude and of latitude there.
func degree(lat float64) (lon, northward float64) {
	sin, cos := math.Sincos(min(90, max(-90, lat)) * math.Pi / 180)
	w := 1 - ecc2*sin*sin
	n := equatorial / math.Sqrt(w)
	return n * math.Abs(cos) * math.Pi / 180, n * (1 - ecc2) / w * math.Pi / 180
}

// frame places longitude and latitude on a plane of ticks. It only stretches
// the two axes; what a tick measures is told by row (see scale), so distances
// are right to 0.1 % over the few hundred metres off a street at any latitude
// below 80 degrees.
type frame struct {
	west, south    float64 // degrees at the origin
	cell           float64 // metres
	perLon, perLat float64 // ticks in a degree
	columns, rows  int     // tiles
}

// newFrame covers the points with a margin in metres, with cells of that size or
// of the least power of two times it that the positions can be written with.
func newFrame(points []orb.Point, margin, cell float64) frame {
	west, width, south, north := extent(points)
	nearest := 0.0 // latitude where a degree of longitude is longest
	if south > 0 || north < 0 {
		nearest = math.Min(math.Abs(south), math.Abs(north))
	}
	mx, _ := degree(nearest)
	_, my := degree((south + north) / 2)
	least, _ := degree(math.Max(math.Abs(south), math.Abs(north)) + margin/my)
	least = math.Max(least, mx/1024)
	padLon, padLat := math.Min(180, margin/least), margin/my
	for math.Max((width+2*padLon)*mx, (north-south+2*padLat)*my)*ticksPerCell/cell+4*ticksPerTile > mostTicks {
		cell *= 2
	}
	perLon, perLat := mx*ticksPerCell/cell, my*ticksPerCell/cell
	f := frame{
		west: west - padLon - 2*ticksPerTile/perLon, south: south - padLat - 2*ticksPerTile/perLat,
		cell: cell, perLon: perLon, perLat: perLat,
	}
	f.columns = int((width+2*padLon)*perLon)/ticksPerTile + 4
	f.rows = int((north-south+2*padLat)*perLat)/ticksPerTile + 4
	return f
}

// extent gives the western end and the width in degrees of the shortest arc of
// longitude, to a degree, that holds the points, and their latitudes.
func extent(points []orb.Point) (west, width, south, north float64) {
	var used [360]bool
	south, north = math.Inf(1), math.Inf(-1)
	for _, p := range points {
		used[int(math.Floor(turn(p[0]+180)))%360] = true
		south, north = math.Min(south, p[1]), math.Max(north, p[1])
	}
	gap, end := 0, 0 // the longest run of unused degrees, and what follows it
	run := 0
	for i := range 720 {
		if used[i%360] {
			run = 0
			continue
		}
		if run++; run > gap && run <= 360 {
			gap, end = run, (i+1)%360
		}
	}
	west, width = float64(end-180), float64(360-gap)
	first, last := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		d := turn(p[0] - west)
		first, last = math.Min(first, d), math.Max(last, d)
	}
	if len(points) == 0 {
		return 0, 0, 0, 0
	}
	return west + first, math.Min(width, last-first), south, north
}

// turn brings an angle in degrees to 0 up to 360.
func turn(d float64) float64 {
	d = math.Mod(d, 360)
	if d < 0 {
		d += 360
	}
	return d
}

// place gives where a point lies, in ticks.
func (f *frame) place(p orb.Point) (x, y float64) {
	d := p[0] - f.west
	if d < 0 || d >= 360 {
		d = turn(d)
	}
	return d * f.perLon, (p[1] - f.south) * f.perLat
}

// point is the inverse of place; longitudes may run on past 180.
func (f *frame) point(v vertex) orb.Point {
	lat := f.south + float64(v.y())/f.perLat
	return orb.Point{f.west + float64(v.x())/f.perLon, math.Min(90, math.Max(-90, lat))}
}

// scale gives the metres in a tick eastwards and northwards at a height.
func (f *frame) scale(y float64) (east, north float64) {
	lon, lat := degree(f.south + y/f.perLat)
	return lon / f.perLon, lat / f.perLat
}

// vertex is a position in ticks. As a number it sorts by row of cells, then by
// x, so that what lies near one another is found by binary search.
type vertex uint64

const cellBits = 10 // of ticksPerCell

func vertexAt(x, y int) vertex {
	return vertex(y>>cellBits)<<(32+cellBits) | vertex(uint32(x))<<cellBits | vertex(y&(ticksPerCell-1))
}

func (v vertex) x() int { return int(uint32(v >> cellBits)) }
func (v vertex) y() int { return int(v>>(32+cellBits))<<cellBits | int(v)&(ticksPerCell-1) }
