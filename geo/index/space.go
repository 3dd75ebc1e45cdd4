package index

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// The WGS 84 ellipsoid (NGA.STND.0036, EPSG:7030), metres.
const (
	equatorial = 6378137.0
	flattening = 1 / 298.257223563
	ecc2       = flattening * (2 - flattening)
	polar      = equatorial * (1 - flattening)
)

// vec is a point or direction in Earth-centred coordinates, metres.
type vec struct{ x, y, z float64 }

func (v vec) minus(w vec) vec { return vec{v.x - w.x, v.y - w.y, v.z - w.z} }

func (v vec) times(w vec) float64 { return v.x*w.x + v.y*w.y + v.z*w.z }

func (v vec) unit() vec {
	l := math.Sqrt(v.times(v))
	return vec{v.x / l, v.y / l, v.z / l}
}

func (v vec) middle(w vec) vec { return vec{(v.x + w.x) / 2, (v.y + w.y) / 2, (v.z + w.z) / 2} }

// lower and upper take each coordinate's smaller or larger.
func (v vec) lower(w vec) vec {
	if w.x < v.x {
		v.x = w.x
	}
	if w.y < v.y {
		v.y = w.y
	}
	if w.z < v.z {
		v.z = w.z
	}
	return v
}

func (v vec) upper(w vec) vec {
	if w.x > v.x {
		v.x = w.x
	}
	if w.y > v.y {
		v.y = w.y
	}
	if w.z > v.z {
		v.z = w.z
	}
	return v
}

// weighted is the product of two vectors in which the ellipsoid is v·v = 1.
func (v vec) weighted(w vec) float64 {
	return (v.x*w.x+v.y*w.y)/(equatorial*equatorial) + v.z*w.z/(polar*polar)
}

// apart2 is the square of the chord between two points, square metres.
func apart2(v, w *vec) float64 {
	x, y, z := v.x-w.x, v.y-w.y, v.z-w.z
	return x*x + y*y + z*z
}

// toSpace places a point of the ellipsoid's surface in space, to 2e-9 m.
func toSpace(p orb.Point) vec {
	sinLat, cosLat := sincos(p[1])
	sinLon, cosLon := sincos(p[0])
	n := equatorial / math.Sqrt(1-ecc2*sinLat*sinLat)
	return vec{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - ecc2) * sinLat}
}

// sincos gives sine and cosine of an angle in degrees, exact at multiples of
// 90, so that 180 and -180, and all longitudes of a pole, are one place.
func sincos(deg float64) (s, c float64) {
	quarter := math.RoundToEven(deg / 90)
	s, c = math.Sincos((deg - 90*quarter) * (math.Pi / 180))
	switch int(quarter) & 3 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}

// Curvatures of the ellipsoid, 1/m: of any normal section the curvature lies
// between that of the meridian at a pole and that of the meridian at the
// equator.
//
// They bound the geodesic s between two points whose chord is c:
//
//	(2/κ)·asin(κc/2) with κ = leastBend  ≤  s  ≤  the same with κ = mostBend,
//
// the right side as long as it is below π/mostBend. Proof: let r(u) run along
// the geodesic, f = |r(u) - r(0)|²/2. As the curve bends only towards the
// inner normal, -n, f″ = 1 - κ(u) n·(r(u) - r(0)). By Blaschke's rolling
// theorem the ellipsoid lies in the ball of radius 1/leastBend, and holds the
// ball of radius 1/mostBend, that touch it at r(u); so n·(r(u) - r(0)) lies
// between leastBend·f and mostBend·f, and 1 - mostBend²f ≤ f″ ≤ 1 - leastBend²f
// with f(0) = f′(0) = 0. Sturm's comparison with the circles gives the bounds.
const (
	leastBend = polar / (equatorial * equatorial)
	mostBend  = equatorial / (polar * polar)

	// longestChord, metres, is where the upper bound stops: a path longer than
	// π/mostBend (19903 km) has a chord above 12,570 km, since the chord there
	// is at least 2/mostBend and no path is longer than 20004 km.
	longestChord = 12.5e6

	// halfMeridian, metres, is more than any two places are apart (20003931.46,
	// pole to pole).
	halfMeridian = 20003932
)

// longest and shortest bound the geodesic of a chord in metres.
func longest(chord float64) float64 {
	if chord > longestChord {
		return halfMeridian
	}
	return 2 / mostBend * math.Asin(chord*(mostBend/2))
}

func shortest(chord float64) float64 {
	return 2 / leastBend * math.Asin(math.Min(1, chord*(leastBend/2)))
}

// within is the largest chord that is surely no longer than a geodesic of s
// metres, and beyond is the least that surely is longer.
func within(s float64) float64 {
	if s >= halfMeridian {
		return math.Inf(1)
	}
	return math.Min(longestChord, 2/mostBend*math.Sin(math.Min(math.Pi/2, s*(mostBend/2))))
}

func beyond(s float64) float64 {
	if s*(leastBend/2) >= math.Pi/2 {
		return math.Inf(1)
	}
	return 2 / leastBend * math.Sin(s*(leastBend/2))
}

// doubt, metres, is more than rounding can shift a chord or a geodesic:
// coordinates are good to 2e-9 m, distances to 1e-8 m.
const doubt = 1e-7

// rival is the squared chord up to which a place may be as near, by the
// geodesic, as one at squared chord c2.
//
// That is beyond(longest(c) + doubt)². Below 1000 km the series of the arc
// sines gives for its root c + (mostBend² - leastBend²)c³/24·(1 + 0.3(c/R)²) at
// most; rivalBend is the factor of c⁴ in the square, a tenth larger. The other
// terms hold doubt: 2·c·doubt ≤ 1e-9·c² + 1e-5.
func rival(c2 float64) float64 {
	if c2 > 1e12 {
		return rivalFar(c2)
	}
	return c2*(1+1e-9+rivalBend*c2) + 1e-5
}

const rivalBend = 1.1 * (mostBend*mostBend - leastBend*leastBend) / 12

func rivalFar(c2 float64) float64 {
	c := beyond(longest(math.Sqrt(c2)) + doubt)
	return c*c*(1+1e-9) + 1e-5
}

// Ranges of the two short ways to a geodesic, chords in metres.
const (
	bendRange    = 10e3
	sectionRange = 150e3
)

// geodesic is the distance between two points given in both ways, equal to
// [geo.Distance] within 1e-7 m and in a tenth of its time below 150 km.
//
//   - Up to 10 km it is c + κ²c³/24, with the curvature κ of the ellipsoid under
//     the middle of the chord along it: what geo.Distance does too.
//   - Up to 150 km it is the arc of the section by the plane that holds the
//     chord and the normal at its middle. A normal section is longer than the
//     geodesic by about e⁴s⁵/(360a⁴) at most (G. Bomford, Geodesy, 1971, 2.05),
//     6e-9 m at 150 km. See sectionArc.
//   - Beyond, geo.Distance.
func geodesic(a, b *vec, p, q *orb.Point) geo.Meters {
	d := b.minus(*a)
	c2 := d.times(d)
	if !(c2 <= sectionRange*sectionRange) {
		return geo.Distance(*p, *q)
	}
	if c2 < 1e-12 { // a micrometre: the bend is nothing and would underflow
		return geo.Meters(math.Sqrt(c2))
	}
	if c2 > bendRange*bendRange {
		return sectionArc(vec{(a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2}, d, math.Sqrt(c2))
	}
	const a2, b2 = 1 / (equatorial * equatorial), 1 / (polar * polar)
	mx, my, mz := (a.x+b.x)/2, (a.y+b.y)/2, (a.z+b.z)/2
	g := (mx*mx+my*my)*(a2*a2) + mz*mz*(b2*b2)
	bend := (d.x*d.x+d.y*d.y)*a2 + d.z*d.z*b2
	return geo.Meters(math.Sqrt(c2) * (1 + bend*bend/(24*g*c2)))
}

// sectionArc is the length of the arc of a normal section over the chord of
// length c and direction d about mid.
//
// With the weighted product <,> the surface is <p,p> = 1, and the points over
// the chord are p = mid + x·e + h·n, e along the chord and n along the normal.
// Both ends lie on the surface, hence <mid,e> = 0 and <mid,mid> = 1 - (c/2)²<e,e>,
// which makes n perpendicular to e and leaves for h a quadratic without
// cancellation. The slope h′ follows by differentiation, and the length is
// the integral of √(1+h′²) by Gauss-Legendre with three nodes, whose
// error is of the order c·(c/R)⁶/1e5.
func sectionArc(mid, d vec, c float64) geo.Meters {
	e := vec{d.x / c, d.y / c, d.z / c}
	n := vec{mid.x / (equatorial * equatorial), mid.y / (equatorial * equatorial), mid.z / (polar * polar)}
	mn := math.Sqrt(n.times(n)) // <mid,n>, as n is its gradient made a unit
	n = vec{n.x / mn, n.y / mn, n.z / mn}
	ee, ne, nn := e.weighted(e), n.weighted(e), n.weighted(n)

	excess := func(x float64) float64 { // √(1+h′²) - 1
		short := ee * (c*c/4 - x*x)
		b := mn + x*ne
		root := math.Sqrt(b*b + nn*short)
		slope := (x*ee + short/(b+root)*ne) / root
		return slope * slope / (1 + math.Sqrt(1+slope*slope))
	}
	const node = 0.7745966692414834 // √(3/5)
	sum := 8*excess(0) + 5*(excess(-node*c/2)+excess(node*c/2))
	return geo.Meters(c + c*sum/18)
}

// bend is the part of a near geodesic that depends on its start alone.
type bend float64

func newBend(at *vec) bend {
	const a4, b4 = equatorial * equatorial * equatorial * equatorial, polar * polar * polar * polar
	return bend(1 / (24 * ((at.x*at.x+at.y*at.y)/a4 + at.z*at.z/b4)))
}

// geodesic is [geodesic] up to bendRange, with the curvature under the start. That
// differs from the one under the middle by 2e-5 of itself at most, or by
// 2e-8 m in the distance.
func (b bend) geodesic(d vec) (s geo.Meters, ok bool) {
	east2 := d.x*d.x + d.y*d.y
	c2 := east2 + d.z*d.z
	k := east2*(1/(equatorial*equatorial)) + d.z*d.z*(1/(polar*polar))
	c := math.Sqrt(c2)
	return geo.Meters(c + k*k*float64(b)/c), c2 >= 1e-12 && c2 <= bendRange*bendRange
}
