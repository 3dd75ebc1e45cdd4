package tabular

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// dateShape is how much of a date a number format shows.
type dateShape uint8

const (
	noDate     dateShape = iota
	showsYear            // yyyy
	showsMonth           // yyyy"年"m"月"
	showsDay             // yyyy-m-d, m"月"d"日"
	showsBoth            // date and time
	showsTime            // h:mm
)

// builtinShape covers the formats that workbooks name by number only
// (ECMA-376 part 1, 18.8.30, with the zh-CN meanings of 27 to 58).
func builtinShape(id int) dateShape {
	switch id {
	case 14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58:
		return showsDay
	case 17, 27, 36, 50, 52, 57:
		return showsMonth
	case 18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56:
		return showsTime
	case 22:
		return showsBoth
	}
	return noDate
}

// shapeOf reads a format code: its first section without quoted text, escapes
// and conditions.
func shapeOf(code string) dateShape {
	var year, month, day, clock bool
	letters := dateLetters(code)
	for i := 0; i < len(letters); i++ {
		switch c := letters[i]; c {
		case 'y', 'e':
			year = true
		case 'd':
			day = true
		case 'h', 's':
			clock = true
		case 'm':
			// minutes stand next to hours or seconds
			if i > 0 && letters[i-1] == 'h' || i+1 < len(letters) && letters[i+1] == 's' {
				clock = true
			} else {
				month = true
			}
		}
	}
	switch {
	case clock && (year || month || day):
		return showsBoth
	case clock:
		return showsTime
	case day:
		return showsDay
	case year && month:
		return showsMonth
	case year:
		return showsYear
	case month:
		return showsDay // a month alone: the year is in the value
	}
	return noDate
}

// dateLetters lists the runs of y, e, m, d, h and s in a format code, one
// letter a run; "" for a format of numbers.
func dateLetters(code string) string {
	var out []byte
	last := byte(0)
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch c {
		case ';':
			return string(out)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return string(out)
			}
			i += end + 1
			continue
		case '\\', '_', '*':
			i++
			continue
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return string(out)
			}
			if inside := strings.ToLower(code[i+1 : i+end]); strings.Trim(inside, "h") == "" || strings.Trim(inside, "s") == "" {
				out = append(out, inside[:min(1, len(inside))]...)
			}
			i += end
			continue
		case '0', '#', '?', '%', '@':
			if len(out) == 0 {
				return "" // 0.00E+00, General"m"
			}
		}
		if len(code)-i >= 7 && strings.EqualFold(code[i:i+7], "general") {
			return ""
		}
		lower := c | 0x20
		if strings.IndexByte("yemdhs", lower) >= 0 && lower != last {
			out = append(out, lower)
		}
		if lower >= 'a' && lower <= 'z' {
			last = lower
		} else if c != ' ' {
			last = 0
		}
	}
	return string(out)
}

// dateText writes a serial number at the precision shown; false where it is
// no date. Day 60 of the 1900 system is 29 February 1900, which did not exist.
func dateText(serial float64, shape dateShape, date1904 bool) (string, bool) {
	const lastDay = 2958466 // 10000-01-01
	if math.IsNaN(serial) || serial < 0 || serial >= lastDay {
		return "", false
	}
	days := math.Floor(serial)
	seconds := math.Round((serial - days) * 86400)
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		base = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	day := base.AddDate(0, 0, int(days))
	switch shape {
	case showsYear:
		return day.Format("2006"), true
	case showsMonth:
		return day.Format("2006-01"), true
	case showsDay:
		return day.Format("2006-01-02"), true
	case showsTime:
		total := int(days)*86400 + int(seconds)
		if days > 366 { // a full date shown as its time of day
			total = int(seconds)
		}
		return clockText(total), true
	}
	if seconds == 0 {
		return day.Format("2006-01-02"), true
	}
	return day.Add(time.Duration(seconds) * time.Second).Format("2006-01-02 15:04:05"), true
}

func clockText(seconds int) string {
	if seconds%60 == 0 {
		return fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
	}
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}
