package datasets

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// quantity is a number as a cell gives it.
type quantity struct {
	value  float64 // in the unit of the column: m², yuan, people
	marked bool    // the cell had a unit or a word such as 约 around the digits
}

var (
	numberText  = regexp.MustCompile(`^(大约|约|近|超过|超|逾|≈|~)?[¥$]?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?|[+-]?\.\d+)(.*)$`)
	approximate = strings.NewReplacer("左右", "", "以上", "", "余", "", "多", "", "+", "")
)

// unitFactors gives what one of each unit is in m², yuan or people. 1 mu is
// 2000/3 m² (GB 3100 practice for land in China).
var unitFactors = map[string]float64{
	"": 1, "m2": 1, "平方米": 1, "平米": 1, "平方": 1, "平": 1, "sqm": 1,
	"公顷": 1e4, "ha": 1e4, "hm2": 1e4, "平方公里": 1e6, "平方千米": 1e6, "km2": 1e6, "亩": 2000.0 / 3,
	"元": 1, "圆": 1, "块": 1, "元人民币": 1, "rmb": 1, "cny": 1, "yuan": 1, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8, "万": 1e4, "亿": 1e8, "千": 1e3,
	"人": 1, "名": 1, "个": 1, "位": 1, "张": 1, "座": 1, "间": 1, "户": 1, "床": 1, "席": 1, "人次": 1, "千人": 1e3, "万人": 1e4, "万人次": 1e4, "people": 1, "persons": 1, "places": 1, "seats": 1,
	"人/天": 1, "人/日": 1, "人次/天": 1, "人次/日": 1, "万人次/日": 1e4, "万人次/天": 1e4, "万人/日": 1e4, "/天": 1, "/日": 1,
}

// parseQuantity reads a number with its unit: 1,200, 1200㎡, 约300人, 64万元,
// ３００. factor is what the column's header says one unit is (万元: 10000); a
// unit in the cell that has a size of its own overrules it. ok is false where the
// text is no single finite number.
func parseQuantity(cell string, factor float64) (q quantity, ok bool) {
	if v, plain := plainFloat(cell); plain {
		return quantity{value: v * factor}, true
	}
	text := strings.ReplaceAll(plainSigns(cell), "￥", "¥")
	m := numberText.FindStringSubmatch(text)
	if m == nil {
		return quantity{}, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(m[2], ",", ""), 64)
	if err != nil || math.IsInf(v, 0) {
		return quantity{}, false
	}
	size, known := unitFactors[approximate.Replace(m[3])]
	if !known {
		return quantity{}, false
	}
	if size == 1 {
		size = factor
	}
	return quantity{value: v * size, marked: m[1] != "" || m[3] != ""}, true
}

// plainSigns makes widths, case and the forms of the minus sign plain and drops
// white space. Unlike fold it keeps every sign.
func plainSigns(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		case strings.ContainsRune("−–—﹣", r):
			return '-'
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// headerFactor is what one unit of a column is, as its header says in brackets
// or at its end: 投资（万元） gives 10000. 1 where it says nothing.
func headerFactor(header string) float64 {
	outside, inside := unbracket(header)
	if f, ok := unitFactors[fold(inside)]; ok && inside != "" {
		return f
	}
	for _, unit := range []string{"万元", "亿元", "万人次", "万人", "公顷", "平方公里", "km2", "亩"} {
		if strings.HasSuffix(fold(outside), unit) {
			return unitFactors[unit]
		}
	}
	return 1
}

// Quantity reads a number with its unit, as a cell of a column would be: 800000,
// 80万元, 1,200, 1200㎡. ok is false where the text is no single finite number.
func Quantity(text string) (value float64, ok bool) {
	q, ok := parseQuantity(text, 1)
	return q.value, ok
}
