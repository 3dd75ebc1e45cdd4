package geo

import "math"

// hybrid is the answer to: leaving the first point at a given azimuth, where
// is the latitude of the second point crossed?
type hybrid struct {
	off        float64 // longitude reached less longitude wanted, radians
	slope      float64 // d off / d azimuth
	alp2       angle   // azimuth at the crossing
	sig1, sig2 angle   // arcs from the node
	sig12      float64
	eps        float64 // expansion parameter of the series
	shift      angle   // longitude on the ellipsoid less longitude on the sphere
}

// hybrid solves the triangle on the auxiliary sphere (section 4 of the paper).
func (p *pair) hybrid(alp1 angle, withSlope bool) (h hybrid) {
	if p.beta1.s == 0 && alp1.c == 0 {
		alp1.c = -tiny // on the equator: the node lies behind
	}
	alp0 := angle{alp1.s * p.beta1.c, math.Hypot(alp1.c, alp1.s*p.beta1.s)}

	h.sig1 = angle{p.beta1.s, alp1.c * p.beta1.c}
	omg1 := angle{alp0.s * p.beta1.s, h.sig1.c}
	h.sig1 = h.sig1.unit()

	h.alp2 = p.azimuth2(alp1, alp0)
	h.sig2 = angle{p.beta2.s, h.alp2.c * p.beta2.c}
	omg2 := angle{alp0.s * p.beta2.s, h.sig2.c}
	h.sig2 = h.sig2.unit()

	h.sig12 = arcBetween(h.sig1, h.sig2)
	omg12 := angle{math.Max(0, omg1.c*omg2.s-omg1.s*omg2.c) + 0, omg1.c*omg2.c + omg1.s*omg2.s}
	eta := math.Atan2(omg12.s*p.lam.c-omg12.c*p.lam.s, omg12.c*p.lam.c+omg12.s*p.lam.s)

	h.eps = expansion(alp0.c)
	c3 := seriesC3(h.eps)
	b3 := c3.sines(h.sig2) - c3.sines(h.sig1)
	shift := -flattening * seriesA3(h.eps) * alp0.s * (h.sig12 + b3)
	h.shift = angleOf(shift)
	h.off = eta + shift

	switch {
	case !withSlope:
	case h.alp2.c == 0:
		h.slope = -2 * oneLessF * p.dn1 / p.beta1.s
	default:
		_, m12 := p.lengths(h.eps, h.sig12, h.sig1, h.sig2)
		h.slope = m12 * oneLessF / (h.alp2.c * p.beta2.c)
	}
	return h
}

// azimuth2 is the azimuth at the second latitude, by Clairaut's relation, in
// a form that keeps its digits where the two latitudes are nearly alike.
func (p *pair) azimuth2(alp1, alp0 angle) angle {
	same := p.beta2.c == p.beta1.c
	alp2 := angle{alp1.s, math.Abs(alp1.c)}
	if !same {
		alp2.s = alp0.s / p.beta2.c
	}
	if !same || math.Abs(p.beta2.s) != -p.beta1.s {
		d := (p.beta1.s - p.beta2.s) * (p.beta1.s + p.beta2.s)
		if p.beta1.c < -p.beta1.s {
			d = (p.beta2.c - p.beta1.c) * (p.beta1.c + p.beta2.c)
		}
		north := alp1.c * p.beta1.c
		alp2.c = math.Sqrt(north*north+d) / p.beta2.c
	}
	return alp2
}

// expansion is ε of equation (16), from the cosine of the azimuth at the node.
func expansion(cosAlp0 float64) float64 {
	k2 := cosAlp0 * cosAlp0 * ecc2Second
	return k2 / (2*(1+math.Sqrt(1+k2)) + k2)
}

// lengths gives the distance and the reduced length between two arcs of one
// geodesic, both in units of the polar radius (equations 7 and 38).
func (p *pair) lengths(eps, sig12 float64, sig1, sig2 angle) (s12, m12 float64) {
	a1, a2 := seriesA1(eps), seriesA2(eps)
	c1, c2 := seriesC1(eps), seriesC2(eps)
	b1 := c1.sines(sig2) - c1.sines(sig1)
	b2 := c2.sines(sig2) - c2.sines(sig1)
	s12 = (1 + a1) * (sig12 + b1)
	j12 := (a1-a2)*sig12 + ((1+a1)*b1 - (1+a2)*b2)
	m12 = p.dn2*(sig1.c*sig2.s) - p.dn1*(sig1.s*sig2.c) - sig1.c*sig2.c*j12
	return s12, m12
}

// start guesses the azimuth at the first point. For a very short path the
// guess is the answer: then sig12 is set and dnm scales it.
func (p *pair) start() (r path, dnm float64) {
	r.sig12 = -1
	b1, b2 := p.beta1, p.beta2
	diff := angle{b2.s*b1.c - b2.c*b1.s, b2.c*b1.c + b2.s*b1.s} // β2 - β1
	sum := b2.s*b1.c + b2.c*b1.s                                // sin(β2 + β1)
	short := diff.c >= 0 && diff.s < 0.5 && b2.c*p.lambda < 0.5
	omg := p.lam
	if short {
		m := (b1.s + b2.s) * (b1.s + b2.s)
		m /= m + (b1.c+b2.c)*(b1.c+b2.c)
		dnm = math.Sqrt(1 + ecc2Second*m)
		omg = angleOf(p.lambda / (oneLessF * dnm))
	}
	alp1 := angle{b2.c * omg.s, sum - b2.c*b1.s*omg.s*omg.s/(1-omg.c)}
	if omg.c >= 0 {
		alp1.c = diff.s + b2.c*b1.s*omg.s*omg.s/(1+omg.c)
	}
	sinSig := math.Hypot(alp1.s, alp1.c)
	cosSig := b1.s*b2.s + b1.c*b2.c*omg.c
	switch {
	case short && sinSig < shortArc:
		versine := 1 - omg.c
		if omg.c >= 0 {
			versine = omg.s * omg.s / (1 + omg.c)
		}
		r.alp2 = angle{b1.c * omg.s, diff.s - b1.c*b2.s*versine}.unit()
		r.sig12 = math.Atan2(sinSig, cosSig)
	case cosSig >= 0 || sinSig >= 6*thirdF*math.Pi*b1.c*b1.c:
		// The sphere's azimuth is near enough.
	default:
		alp1 = p.opposite(sum)
	}
	if alp1.s > 0 {
		r.alp1 = alp1.unit()
	} else {
		r.alp1 = angle{1, 0}
	}
	return r, dnm
}

// shortArc is the arc below which the spherical solution with a scaled
// longitude is exact in float64: 0.1·√epsilon/√(max(0.001, f)·(1 - f/2)/2).
const shortArc = 0.1 * rootEps / 0.0409104

// opposite guesses the azimuth for nearly opposite points, where the paths
// envelop an astroid (section 5 of the paper).
func (p *pair) opposite(sum float64) angle {
	eps := expansion(p.beta1.s) // k² taken at the second latitude's opposite
	lonScale := flattening * p.beta1.c * seriesA3(eps) * math.Pi
	x := math.Atan2(-p.lam.s, -p.lam.c) / lonScale
	y := sum / (lonScale * p.beta1.c)
	if y > -200*epsilon && x > -1-1000*rootEps {
		s := math.Min(1, -x)
		return angle{s, -math.Sqrt(1 - s*s)}
	}
	k := astroid(x, y)
	omg := angleOf(lonScale * (-x * k / (1 + k)))
	s, c := omg.s, -omg.c
	return angle{p.beta2.c * s, sum - p.beta2.c*p.beta1.s*s*s/(1-c)}
}

// astroid solves k⁴ + 2k³ - (x² + y² - 1)k² - 2y²k - y² = 0 for its positive
// root (equation 55).
func astroid(x, y float64) float64 {
	p, q := x*x, y*y
	r := (p + q - 1) / 6
	if q == 0 && r <= 0 {
		return 0
	}
	s := p * q / 4
	r3 := r * r * r
	u := r
	if disc := s * (s + 2*r3); disc >= 0 {
		t3 := s + r3
		t3 += math.Copysign(math.Sqrt(disc), t3)
		t := math.Cbrt(t3)
		u += t
		if t != 0 {
			u += r * r / t
		}
	} else {
		u += 2 * r * math.Cos(math.Atan2(math.Sqrt(-disc), -(s+r3))/3)
	}
	v := math.Sqrt(u*u + q)
	uv := u + v
	if u < 0 {
		uv = q / (v - u)
	}
	w := (uv - q) / (2 * v)
	return uv / (math.Sqrt(uv+w*w) + w)
}
