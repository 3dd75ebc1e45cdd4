package network

import (
	"cmp"
	"strconv"
	"strings"
)

// limitPart is the part of a posted limit that is driven on average, as
// GraphHopper takes it.
const limitPart = 0.9

// limit puts posted limits in: the speed is limitPart of the limit, whatever
// the class; a speed that the user gave is only capped.
func (r *ruler) limit(p passage, f *facts, c class) passage {
	p.ahead = r.limited(p.ahead, cmp.Or(f.maxAhead, f.maxspeed), c, &p.unread)
	p.back = r.limited(p.back, cmp.Or(f.maxBack, f.maxspeed), c, &p.unread)
	return p
}

// limited is limit for one direction. It sets unread to a text that it does not
// understand.
func (r *ruler) limited(speed float64, text string, c class, unread *string) float64 {
	if speed == 0 || text == "" {
		return speed
	}
	kmh, ok := r.limitOf(text)
	if !ok {
		*unread = text
	}
	switch {
	case kmh == 0:
		return speed
	case c.user:
		return min(speed, kmh)
	}
	return kmh * limitPart
}

// limitOf reads a limit once for each text.
func (r *ruler) limitOf(text string) (kmh float64, ok bool) {
	kmh, seen := r.limits[text]
	if !seen {
		kmh = -1
		if v, understood := maxSpeed(text); understood {
			kmh = v
		}
		if len(r.limits) < 1<<16 {
			r.limits[text] = kmh
		}
	}
	return max(0, kmh), kmh >= 0
}

// maxSpeed reads a posted limit in km/h: "50", "50 km/h", "30 mph", "10
// knots", the first of "50;30". "walk" is 5. Words that stand for a rule of
// the land ("CN:urban"), none, signals and variable give 0: the class's own speed holds.
// ok is false for anything else, and for limits of 0 or beyond reason.
func maxSpeed(text string) (kmh float64, ok bool) {
	text, _, _ = strings.Cut(text, ";")
	text, _, _ = strings.Cut(text, "|")
	text = strings.ToLower(strings.TrimSpace(text))
	switch {
	case text == "walk" || strings.HasSuffix(text, ":walk") || strings.HasSuffix(text, ":living_street"):
		return 5, true
	case strings.Contains(text, ":"):
		return 0, true
	}
	switch text {
	case "none", "no", "signals", "variable", "implicit", "default", "unposted", "national", "unknown":
		return 0, true
	}
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.') {
		end++
	}
	v, err := strconv.ParseFloat(text[:end], 64)
	if err != nil {
		return 0, false
	}
	switch strings.TrimSpace(text[end:]) {
	case "", "km/h", "kmh", "kph", "kmph", "公里/小时", "千米/时":
	case "mph":
		v *= 1.609344
	case "knots", "kn":
		v *= 1.852
	default:
		return 0, false
	}
	if v < 1 || v > 400 {
		return 0, false
	}
	return v, true
}

// duration reads how long a ferry takes, seconds: "25" minutes, "1:30" hours
// and minutes, "1:30:00", and ISO 8601's "PT1H30M".
func duration(text string) (seconds float64, ok bool) {
	if rest, iso := strings.CutPrefix(strings.ToUpper(text), "PT"); iso {
		return isoDuration(rest)
	}
	parts := strings.Split(text, ":")
	if len(parts) > 3 {
		return 0, false
	}
	if len(parts) == 1 {
		parts = []string{"0", parts[0]}
	}
	unit := 3600.0
	for _, p := range parts {
		n, err := strconv.ParseUint(strings.TrimSpace(p), 10, 16)
		if err != nil {
			return 0, false
		}
		seconds += float64(n) * unit
		unit /= 60
	}
	return seconds, seconds > 0
}

// isoDuration reads what follows PT.
func isoDuration(text string) (seconds float64, ok bool) {
	units := map[byte]float64{'H': 3600, 'M': 60, 'S': 1}
	first := 0
	for i := range len(text) {
		unit, have := units[text[i]]
		if !have {
			continue
		}
		n, err := strconv.ParseUint(text[first:i], 10, 16)
		if err != nil {
			return 0, false
		}
		seconds += float64(n) * unit
		first = i + 1
	}
	return seconds, seconds > 0 && first == len(text)
}
