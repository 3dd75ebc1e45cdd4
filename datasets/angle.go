package datasets

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"golang.org/x/text/unicode/norm"
)

// axis is which coordinate an angle says it is.
type axis byte

const (
	axisUnsaid axis = iota
	axisLon
	axisLat
)

// angleSigns makes the many signs of degrees, minutes and seconds plain before
// NFKC takes them apart.
var angleSigns = strings.NewReplacer("º", "°", "˚", "°", "度", "°", "′", "'", "’", "'", "‘", "'", "分", "'", "″", "\"", "”", "\"", "“", "\"", "秒", "\"",
	"东经", "E", "西经", "W", "北纬", "N", "南纬", "S", "經", "", "−", "-", "–", "-")

var angleText = regexp.MustCompile(`^([EWNS]?)([+-]?\d+(?:\.\d*)?(?:E[+-]?\d+)?)(?:°(?:(\d+(?:\.\d*)?)'(?:(\d+(?:\.\d*)?)")?)?)?([EWNS]?)$`)

// angleFields is degrees, minutes and seconds without signs: 113 15 30,
// 113:15:30.5E, 113-15-30, 113 15.5.
var angleFields = regexp.MustCompile(`^([EWNS]?)\s*([+-]?\d{1,3})(?:[\s:-]\s*(\d{1,2})[\s:-]\s*(\d{1,2}(?:\.\d*)?)|[\s:-]\s*(\d{1,2}\.\d+))\s*([EWNS]?)$`)

// parseAngle reads one coordinate: 113.2541, １１３．２５, 113.25°, 113°15'30"E,
// 东经113度15分30秒, 113 15 30, 113:15:30. Minutes and seconds are at most 60,
// which programs that round the seconds write for a whole minute. ok is false
// for any other text.
func parseAngle(s string) (value float64, says axis, ok bool) {
	if v, plain := plainFloat(s); plain {
		return v, axisUnsaid, true
	}
	text := strings.ToUpper(norm.NFKC.String(angleSigns.Replace(s)))
	if m := angleFields.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		text = m[1] + m[2] + "°" + m[3] + m[5] + "'" + m[6]
		if m[4] != "" {
			text = m[1] + m[2] + "°" + m[3] + "'" + m[4] + "\"" + m[6]
		}
	}
	text = strings.ReplaceAll(strings.Join(strings.Fields(text), ""), "''", "\"")
	m := angleText.FindStringSubmatch(text)
	if m == nil || m[1] != "" && m[5] != "" {
		return 0, 0, false
	}
	value, err := strconv.ParseFloat(m[2], 64)
	if err != nil || math.IsInf(value, 0) {
		return 0, 0, false
	}
	minutes, _ := strconv.ParseFloat("0"+m[3], 64)
	seconds, _ := strconv.ParseFloat("0"+m[4], 64)
	if minutes > 60 || seconds > 60 || m[3] != "" && value != math.Trunc(value) {
		return 0, 0, false
	}
	value = math.Copysign(math.Abs(value)+minutes/60+seconds/3600, value)
	switch m[1] + m[5] {
	case "E":
		says = axisLon
	case "W":
		says, value = axisLon, -value
	case "N":
		says = axisLat
	case "S":
		says, value = axisLat, -value
	}
	return value, says, true
}

// pair is two coordinates as a cell or two cells give them: x first.
type pair struct {
	x, y         float64
	xSays, ySays axis
}

// parsePair reads "lon,lat" in one cell, with any of the usual separators and
// brackets, or a WKT point. Letters or words that say which is which (N, 北纬)
// overrule the order.
func parsePair(s string) (pair, bool) {
	if g, ok := parseWKT(s); ok {
		p, isPoint := g.(orb.Point)
		return pair{x: p[0], y: p[1]}, isPoint
	}
	text := strings.NewReplacer("，", ",", "；", ",", ";", ",", "、", ",", "|", ",").Replace(clean(s))
	text = strings.Trim(text, "()[]（）【】{} ")
	left, right, ok := strings.Cut(text, ",")
	if !ok {
		if fields := strings.Fields(text); len(fields) == 2 {
			left, right, ok = fields[0], fields[1], true
		}
	}
	if !ok {
		return pair{}, false
	}
	var p pair
	var okX, okY bool
	p.x, p.xSays, okX = parseAngle(left)
	p.y, p.ySays, okY = parseAngle(right)
	if p.xSays == axisLat && p.ySays != axisLat || p.ySays == axisLon && p.xSays != axisLon {
		p = pair{p.y, p.x, p.ySays, p.xSays} // 北纬 22.69，东经 114.12 says which is which
	}
	return p, okX && okY
}

// parseWKT reads a geometry written as well-known text; an SRID before it is
// passed over.
func parseWKT(s string) (orb.Geometry, bool) {
	text := strings.ToUpper(norm.NFKC.String(clean(s)))
	if strings.HasPrefix(text, "SRID=") {
		_, text, _ = strings.Cut(text, ";")
	}
	for _, word := range []string{"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"} {
		if strings.HasPrefix(text, word) {
			g, err := wkt.Unmarshal(text)
			return g, err == nil && finite(g)
		}
	}
	return nil, false
}

// finite tells whether a geometry has a bound of finite numbers.
func finite(g orb.Geometry) bool {
	b := g.Bound()
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
