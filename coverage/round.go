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
