package travel

import (
	"math"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/network"
)

// The units of costs.
const (
	Seconds = "s"
	Metres  = "m"
)

// ParseCost reads a time in seconds (15min, 15 分钟, 0.25 h, 90s) or a distance
// in metres ([geo.ParseMeters]: 500m, 1 公里, 500). The error is a
// [*datasets.Problem].
func ParseCost(text string) (cost float64, unit string, err error) {
	if seconds, ok := parseDuration(text); ok {
		return seconds, Seconds, nil
	}
	d, err := geo.ParseMeters(text)
	if err != nil {
		return 0, "", &datasets.Problem{What: datasets.T("“%s”既不是距离也不是时间", "%q is neither a distance nor a time", text),
			Hint: datasets.T("写作 500 m、1 km 或 15min", "write 500 m, 1 km or 15min")}
	}
	return float64(d), Metres, nil
}

// durations are the units of time, in seconds, by how they are written.
func durations() map[string]float64 {
	return map[string]float64{
		"s": 1, "sec": 1, "second": 1, "seconds": 1, "秒": 1, "秒钟": 1,
		"min": 60, "mins": 60, "minute": 60, "minutes": 60, "分": 60, "分钟": 60,
		"h": 3600, "hour": 3600, "hours": 3600, "时": 3600, "小时": 3600,
	}
}

// parseDuration reads a time as seconds; a number alone is none.
func parseDuration(text string) (seconds float64, ok bool) {
	text = strings.ToLower(strings.TrimSpace(narrow(text)))
	cut := strings.LastIndexAny(text, "0123456789.") + 1
	scale := durations()[strings.TrimSpace(text[cut:])]
	n, err := strconv.ParseFloat(strings.TrimSpace(text[:cut]), 64)
	if scale == 0 || err != nil || !(n > 0) || math.IsInf(n*scale, 0) {
		return 0, false
	}
	return n * scale, true
}

// narrow turns full-width letters, digits and signs into ASCII.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, text)
}

// short writes a number to the hundredth at most.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// ParseMode reads a mode as people write it: walk, 步行, foot; cycle, 骑行,
// bicycle; drive, 驾车, car.
func ParseMode(word string) (m network.Mode, ok bool) {
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "walk", "步行", "foot":
		return network.Walk, true
	case "cycle", "骑行", "bicycle", "bike":
		return network.Cycle, true
	case "drive", "驾车", "car":
		return network.Drive, true
	}
	return "", false
}

// ParseSpeed reads km/h: 4.8, 4.8 km/h, 30 公里/小时; above 0 and at most 300.
// The error is a [*datasets.Problem].
func ParseSpeed(text string) (float64, error) {
	plain := strings.ToLower(strings.TrimSpace(narrow(text)))
	for _, unit := range []string{"km/h", "kph", "kmh", "公里/小时", "千米/小时", "公里/时"} {
		plain = strings.TrimSpace(strings.TrimSuffix(plain, unit))
	}
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil || !(v > 0) || v > 300 {
		return 0, &datasets.Problem{What: datasets.T("“%s”不是速度", "%q is not a speed", text),
			Hint: datasets.T("写作 4.8 km/h，大于 0，不超过 300", "write 4.8 km/h, above 0 and at most 300")}
	}
	return v, nil
}
