package roads

import (
	"regexp"
	"strconv"
	"strings"

	"fugai/datasets"
)

// The slowest and fastest speeds that are taken for real, in km/h. Sentinels
// such as 255 and 999 lie above; the highest limits in force are 120 in China
// and 140 elsewhere.
const (
	slowest = 1
	fastest = 200
)

// speedText is a number with a unit behind it.
var speedText = regexp.MustCompile(`^([+-]?\d{1,9}(?:\.\d{1,9})?)(.*)$`)

// speedUnit gives what one of a unit is in km/h (1 mile is 1.609344 km).
func speedUnit(unit string) (float64, bool) {
	switch strings.TrimSuffix(unit, "以下") {
	case "", "km/h", "kmh", "kph", "kmph", "km/hr", "km/小时", "km/时", "公里/小时", "公里/时", "公里每小时", "公里", "千米/小时", "千米/时", "千米每小时", "km":
		return 1, true
	case "mph", "mi/h", "英里/小时":
		return 1.609344, true
	case "m/s", "米/秒":
		return 3.6, true
	}
	return 0, false
}

// reading is how a cell of speeds was read.
type reading int

const (
	readFine reading = iota
	readNothing
	readZero
	readNegative
	readText
	readWild
)

// parseSpeed reads 40, 40km/h, 40 公里/小时, 30 mph, ４０. factor is what one is in
// a column whose header names a unit. A limit that OpenStreetMap gives in words
// (none, signals, CN:urban) is no speed and no fault.
func parseSpeed(cell string, factor float64) (kmh float64, as reading) {
	text := plain(cell)
	switch {
	case text == "", text == "none", text == "signals", text == "variable", text == "walk", strings.Contains(text, ":"):
		return 0, readNothing
	}
	text, _, _ = strings.Cut(text, ";")
	m := speedText.FindStringSubmatch(strings.TrimPrefix(text, "约"))
	if m == nil {
		return 0, readText
	}
	v, err := strconv.ParseFloat(m[1], 64)
	unit, known := speedUnit(m[2])
	switch {
	case err != nil, !known:
		return 0, readText
	case v == 0:
		return 0, readZero
	case v < 0:
		return 0, readNegative
	}
	if m[2] == "" {
		unit = factor
	}
	if v *= unit; v < slowest || v > fastest {
		return 0, readWild
	}
	return v, readFine
}

// headerSpeed is what one of a column is in km/h, as its header says in
// brackets: 速度(m/s). 1 where it says nothing.
func headerSpeed(header string) float64 {
	_, unit, _ := strings.Cut(plain(header), "(")
	if f, ok := speedUnit(strings.TrimSuffix(unit, ")")); ok {
		return f
	}
	return 1
}

// oneways reads a column of directions, which different sources write in ways
// that contradict each other.
type oneways struct {
	letters bool // F, T, B (Geofabrik) or FT, TF, N (MultiNet): from, to, both, closed
	closed  bool // N is closed, not "no"
}

// newOneways looks at the whole column: T and F stand for from and to only where
// a B, FT or TF tells that these are no truth values.
func newOneways(t *datasets.Table, col int) oneways {
	var o oneways
	if col < 0 {
		return o
	}
	for i := range t.Records {
		switch fold(cellAt(&t.Records[i], col)) {
		case "b":
			o.letters = true
		case "ft", "tf":
			o.letters, o.closed = true, true
		}
		if o.closed {
			break
		}
	}
	return o
}

// value gives OpenStreetMap's value of oneway, "" for a cell that says nothing;
// closed where no vehicle may pass. ok is false where the cell is not understood.
func (o oneways) value(cell string) (value string, closed, ok bool) {
	if strings.TrimSpace(cell) == "-1" {
		return "-1", false, true
	}
	key := fold(cell)
	if o.letters {
		switch key {
		case "f", "ft":
			return "yes", false, true
		case "t", "tf":
			return "-1", false, true
		case "b":
			return "no", false, true
		case "n":
			return "no", o.closed, true
		}
	}
	switch key {
	case "":
		return "", false, true
	case "yes", "true", "t", "1", "y", "是", "单行", "单向", "单行道", "单行线", "单向通行", "正向", "顺向", "顺行", "正向单行", "顺向单行", "forward", "oneway":
		return "yes", false, true
	case "reverse", "反向", "逆向", "逆行", "反向单行", "逆向单行", "backward":
		return "-1", false, true
	case "no", "false", "f", "0", "n", "否", "双向", "双行", "双行道", "双向通行", "双向道路", "both", "twoway":
		return "no", false, true
	case "reversible", "alternating", "潮汐", "潮汐车道":
		return "reversible", false, true
	}
	return "", false, false
}
