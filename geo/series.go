package geo

// The series of C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87
// (2013) 43-55, to sixth order. Equation numbers are the paper's; the
// coefficients are those of its equations, with the ones in the third
// flattening n already put in for WGS 84.

// order is the order of all series.
const order = 6

// Powers of n for the tables.
const (
	n1 = thirdF
	n2 = n1 * n1
	n3 = n2 * n1
	n4 = n2 * n2
	n5 = n4 * n1
)

// a3Table holds A3 (equation 24), from ε⁵ down to ε⁰.
var a3Table = [...]float64{
	-3.0 / 128,
	(-2*n1 - 3) / 64,
	(-n2 - 3*n1 - 1) / 16,
	(3*n2 - n1 - 2) / 8,
	(n1 - 1) / 2,
	1,
}

// c3Table holds C3 (equation 25): for each l from 1 on, ε⁵ down to εˡ.
var c3Table = [...]float64{
	3.0 / 128, (2*n1 + 5) / 128, (-n2 + 3*n1 + 3) / 64, (1 - n2) / 8, (1 - n1) / 4,
	5.0 / 256, (n1 + 3) / 128, (-3*n2 - 2*n1 + 3) / 64, (n2 - 3*n1 + 2) / 32,
	7.0 / 512, (-10*n1 + 9) / 384, (5*n2 - 9*n1 + 5) / 192,
	7.0 / 512, (-14*n1 + 7) / 512,
	21.0 / 2560,
}

// c4Table holds C4 (equation 63), laid out like c3Table but from l = 0 on.
var c4Table = [...]float64{
	97.0 / 15015, (1088*n1 + 156) / 45045, (-224*n2 - 4784*n1 + 1573) / 45045,
	(-10656*n3 + 14144*n2 - 4576*n1 - 858) / 45045,
	(64*n4 + 624*n3 - 4576*n2 + 6864*n1 - 3003) / 15015,
	(100*n5 + 208*n4 + 572*n3 + 3432*n2 - 12012*n1 + 30030) / 45045,

	1.0 / 9009, (-2944*n1 + 468) / 135135, (5792*n2 + 1040*n1 - 1287) / 135135,
	(5952*n3 - 11648*n2 + 9152*n1 - 2574) / 135135,
	(-64*n4 - 624*n3 + 4576*n2 - 6864*n1 + 3003) / 135135,

	8.0 / 10725, (1856*n1 - 936) / 225225, (-8448*n2 + 4992*n1 - 1144) / 225225,
	(-1440*n3 + 4160*n2 - 4576*n1 + 1716) / 225225,

	-136.0 / 63063, (1024*n1 - 208) / 105105, (3584*n2 - 3328*n1 + 1144) / 315315,

	-128.0 / 135135, (-2560*n1 + 832) / 405405,

	128.0 / 99099,
}

// horner evaluates a polynomial whose coefficients run from the highest power.
func horner(x float64, coeff ...float64) float64 {
	y := 0.0
	for _, c := range coeff {
		y = y*x + c
	}
	return y
}

// seriesA1 is A1 - 1 (equation 17).
func seriesA1(eps float64) float64 {
	e2 := eps * eps
	t := e2 * (e2*(e2+4) + 64) / 256
	return (t + eps) / (1 - eps)
}

// seriesA2 is A2 - 1 (equation 42).
func seriesA2(eps float64) float64 {
	e2 := eps * eps
	t := e2 * (e2*(-11*e2-28) - 192) / 256
	return (t - eps) / (1 + eps)
}

// seriesA3 is A3 (equation 24).
func seriesA3(eps float64) float64 {
	y := 0.0
	for _, c := range a3Table {
		y = y*eps + c
	}
	return y
}

// coefficients of one Fourier series; index l multiplies the l-th harmonic.
type coefficients [order + 1]float64

// powers multiplies each coefficient l by εˡ.
func (c *coefficients) powers(eps float64) {
	d := eps
	for l := 1; l <= order; l++ {
		c[l] *= d
		d *= eps
	}
}

// seriesC1 gives C1 (equation 18).
func seriesC1(eps float64) (c coefficients) {
	e2 := eps * eps
	c[1] = ((6-e2)*e2 - 16) / 32
	c[2] = ((64-9*e2)*e2 - 128) / 2048
	c[3] = (9*e2 - 16) / 768
	c[4] = (3*e2 - 5) / 512
	c[5] = -7.0 / 1280
	c[6] = -7.0 / 2048
	c.powers(eps)
	return c
}

// seriesC1Inverse gives C1' (equation 21), which turns C1 round.
func seriesC1Inverse(eps float64) (c coefficients) {
	e2 := eps * eps
	c[1] = (e2*(205*e2-432) + 768) / 1536
	c[2] = (e2*(4005*e2-4736) + 3840) / 12288
	c[3] = (116 - 225*e2) / 384
	c[4] = (2695 - 7173*e2) / 7680
	c[5] = 3467.0 / 7680
	c[6] = 38081.0 / 61440
	c.powers(eps)
	return c
}

// seriesC2 gives C2 (equation 43).
func seriesC2(eps float64) (c coefficients) {
	e2 := eps * eps
	c[1] = (e2*(e2+2) + 16) / 32
	c[2] = (e2*(35*e2+64) + 384) / 2048
	c[3] = (15*e2 + 80) / 768
	c[4] = (7*e2 + 35) / 512
	c[5] = 63.0 / 1280
	c[6] = 77.0 / 2048
	c.powers(eps)
	return c
}

// seriesC3 gives C3 (equation 25); the sixth harmonic is zero.
func seriesC3(eps float64) (c coefficients) {
	power, at := 1.0, 0
	for l := 1; l < order; l++ {
		power *= eps
		c[l] = power * horner(eps, c3Table[at:at+order-l]...)
		at += order - l
	}
	return c
}

// seriesC4 gives C4 (equation 63); index l multiplies cos((2l+1)σ).
func seriesC4(eps float64) (c coefficients) {
	power, at := 1.0, 0
	for l := 0; l < order; l++ {
		c[l] = power * horner(eps, c4Table[at:at+order-l]...)
		at += order - l
		power *= eps
	}
	return c
}

// sines sums c[l]·sin(2lσ) for l from 1 to 6 by Clenshaw's recurrence.
func (c *coefficients) sines(sig angle) float64 {
	ar := 2 * (sig.c - sig.s) * (sig.c + sig.s) // 2 cos 2σ
	y0, y1 := 0.0, 0.0
	for l := order; l > 0; l-- {
		y0, y1 = ar*y0-y1+c[l], y0
	}
	return 2 * sig.s * sig.c * y0
}

// cosines sums c[l]·cos((2l+1)σ) for l from 0 to 5.
func (c *coefficients) cosines(sig angle) float64 {
	ar := 2 * (sig.c - sig.s) * (sig.c + sig.s)
	y0, y1 := 0.0, 0.0
	for l := order - 1; l >= 0; l-- {
		y0, y1 = ar*y0-y1+c[l], y0
	}
	return sig.c * (y0 - y1)
}
