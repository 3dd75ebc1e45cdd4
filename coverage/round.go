package coverage

import (
	"math"
	"math/big"
	"strconv"

	"fugai/datasets"
)

// RoundPercent gives 100 × num / den rounded half up to the given decimals,
// except that less than the whole never rounds up to 100: "100 %" is only said
// of full coverage. It works on the exact binary values, so 0.125 at two
// decimals gives 0.13 everywhere. A den of 0 gives NaN.
func RoundPercent(num, den float64, decimals int) float64 {
	if den == 0 || math.IsNaN(num) || math.IsNaN(den) {
		return math.NaN()
	}
	if v, certain := nearPercent(num, den, decimals); certain {
		return v
	}
	return exactPercent(num, den, decimals)
}

// nearPercent rounds in floating point where the result cannot be in doubt:
// below the whole and away from every half. The quotient is wrong by at most
// 5e-8 of a last decimal, since it is below 1e8 of them.
func nearPercent(num, den float64, decimals int) (v float64, certain bool) {
	if !(num >= 0 && num < den && den < 1e15 && decimals >= 0 && decimals <= 6) {
		return 0, false
	}
	scale := 1.0
	for range decimals {
		scale *= 10
	}
	x := num / den * 100 * scale
	n := math.Floor(x + 0.5)
	if math.Abs(x+0.5-math.Round(x+0.5)) < 1e-6 || n >= 100*scale {
		return 0, false
	}
	return n / scale, true // both exact, so this is the nearest to the decimal
}

// exactPercent is RoundPercent in rational numbers.
func exactPercent(num, den float64, decimals int) float64 {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
	r := new(big.Rat).Quo(new(big.Rat).SetFloat64(num), new(big.Rat).SetFloat64(den))
	r.Mul(r, big.NewRat(100, 1))
	whole := r.Cmp(big.NewRat(100, 1)) >= 0
	r.Mul(r, scale)
	r.Add(r, big.NewRat(1, 2))
	n := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: floor for positive denominators
	q := new(big.Rat).Quo(new(big.Rat).SetInt(n), scale)
	if !whole && q.Cmp(big.NewRat(100, 1)) >= 0 {
		n.Sub(new(big.Int).Mul(big.NewInt(100), scale.Num()), big.NewInt(1))
		q = new(big.Rat).Quo(new(big.Rat).SetInt(n), scale)
	}
	// Through text: the nearest float64 to the decimal that is printed.
	v, _ := strconv.ParseFloat(q.FloatString(decimals), 64)
	return v
}

func roundingText(decimals int) datasets.Text {
	step := strconv.FormatFloat(math.Pow10(-decimals), 'f', decimals, 64)
	return datasets.T("四舍五入至 %[1]s 个百分点；未全覆盖时不进位为 100%%", "rounded half up to %[1]s percentage points; never up to 100 %% below full coverage", step)
}
