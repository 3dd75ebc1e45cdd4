package datasets

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Years outside these are taken for typing errors.
const (
	minYear = 1900
	maxYear = 2100
)

// Spreadsheet serials that are read as dates: 20000 is 1954-10-03 and 60000 is
// 2064-04-08 in the 1900 date system. Other bare numbers are more likely to be
// counts, so they are refused.
const (
	minSerial = 20000
	maxSerial = 60000
)

// The forms of a date, after widths and Chinese numerals have been made plain.
// A time of day may follow; the date is taken as written, without any shift of
// time zone.
var (
	dateTime    = `(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?`
	dateWords   = regexp.MustCompile(`^(\d{4})\s*年(?:度|底|末|初|中|上半年|下半年|第?[1-4]季度|[春夏秋冬][季天]?)?(?:\s*(\d{1,2})\s*月(?:份|底|末|初|中|上旬|中旬|下旬)?(?:\s*(\d{1,2})\s*[日号]?)?)?` + dateTime + `$`)
	dateSigns   = regexp.MustCompile(`^(\d{4})\s*([-/.])\s*(\d{1,2})(?:\s*([-/.])\s*(\d{1,2}))?` + dateTime + `$`)
	dateDigits  = regexp.MustCompile(`^(\d{4})(\d{2})?(\d{2})?(?:\.0+)?$`)
	dateQuarter = regexp.MustCompile(`^(\d{4})\s*-?\s*[Qq][1-4]$`)
	dateShort   = regexp.MustCompile(`^(\d{2})\s*年\s*(\d{1,2})\s*月份?(?:\s*(\d{1,2})\s*[日号]?)?$`)
	dateEnglish = regexp.MustCompile(`^(?:(\d{1,2})[-\s])?([A-Za-z]{3,9})\.?[-\s,]+(?:(\d{1,2}),?\s+)?(\d{4}|\d{2})` + dateTime + `$`)
	dateSerial  = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
	hanNumerals = regexp.MustCompile(`[〇○零一二三四五六七八九十廿卅]+`)
)

// ParseDate reads a date as people write it in tables, and keeps its precision:
//
//	2024  2024年  2024年度  2024年底             the year
//	2024-03  2024/3  2024.3  202403  2024年3月   the month
//	2024-03-05  2024.3.5  20240305  2024年3月5日  the day
//	二〇二四年三月五日  ２０２４年３月             Chinese numerals, full-width digits
//	2024-03-05T10:00:00+08:00  2024/3/5 10:00  the day as written
//	24年3月  5-Mar-24  Mar 5, 2024             short years as spreadsheets have them, English months
//	2024年第一季度  2024Q1  2024年上半年          the year: a date has no quarters
//	45356  45356.5                              a spreadsheet serial (1900 system), 20000 to 60000
//
// Words such as 年底 and 上旬 are dropped: they name no calendar period. Years
// run from 1900 to 2100; of two digits they are 2000 to 2029 and 1930 to 1999.
// 3/5/2024 and 24-3-5 are refused: nobody can tell the day from the month. The error is a [*Problem] that says what is wrong with
// the text: no such form, no such month or day, a year out of range.
func ParseDate(s string) (Date, error) {
	if d, ok := plainDate(s); ok {
		return d, nil
	}
	text := strings.Trim(norm.NFKC.String(s), " \t\r\n\u200b\ufeff'\"")
	if text == "" {
		return Date{}, badDate(s, T("日期为空", "the date is empty"))
	}
	text = plainNumerals(text)
	if m := dateWords.FindStringSubmatch(text); m != nil {
		return checkedDate(s, m[1], m[2], m[3])
	}
	if m := dateSigns.FindStringSubmatch(text); m != nil && (m[4] == "" || m[4] == m[2]) {
		if m[2] == "." && m[5] == "" && m[3] == "0" {
			return checkedDate(s, m[1], "", "") // 2024.0: a year that passed through a spreadsheet as a number
		}
		return checkedDate(s, m[1], m[3], m[5])
	}
	if m := dateDigits.FindStringSubmatch(text); m != nil {
		return checkedDate(s, m[1], m[2], m[3])
	}
	if dateSerial.MatchString(text) {
		return serialDate(s, text)
	}
	if m := dateQuarter.FindStringSubmatch(text); m != nil {
		return checkedDate(s, m[1], "", "")
	}
	if m := dateShort.FindStringSubmatch(text); m != nil {
		return checkedDate(s, fullYear(m[1]), m[2], m[3])
	}
	if m := dateEnglish.FindStringSubmatch(text); m != nil && monthNumber(m[2]) != "" && (m[1] == "" || m[3] == "") {
		return checkedDate(s, fullYear(m[4]), monthNumber(m[2]), m[1]+m[3])
	}
	return Date{}, badDate(s, T("“%s”不是日期", "%q is not a date", s))
}

// checkedDate builds a date from digits; month and day may be "".
func checkedDate(text, year, month, day string) (Date, error) {
	var d Date
	d.Year, _ = strconv.Atoi(year)
	d.Month, _ = strconv.Atoi(month)
	d.Day, _ = strconv.Atoi(day)
	switch {
	case d.Year < minYear || d.Year > maxYear:
		return Date{}, badDate(text, T("“%[1]s”的年份不在 %[2]d 至 %[3]d 之间", "the year of %[1]q is outside %[2]d to %[3]d", text, minYear, maxYear))
	case month != "" && (d.Month < 1 || d.Month > 12):
		return Date{}, badDate(text, T("“%[1]s”：没有第 %[2]d 月", "%[1]q: there is no month %[2]d", text, d.Month))
	case day == "":
		return d, nil
	}
	if last := (Date{Year: d.Year, Month: d.Month}).Last().Day(); d.Day < 1 || d.Day > last {
		return Date{}, badDate(text, T("“%[1]s”：%[2]d年%[3]d月没有 %[4]d 日", "%[1]q: month %[2]d-%02[3]d has no day %[4]d", text, d.Year, d.Month, d.Day))
	}
	return d, nil
}

// fullYear completes a year of two digits as spreadsheets do.
func fullYear(year string) string {
	switch {
	case len(year) == 4:
		return year
	case year < "30":
		return "20" + year
	}
	return "19" + year
}

// monthNumber gives the number of an English month, whole or of three letters;
// "" for any other word.
func monthNumber(word string) string {
	for m := time.January; m <= time.December; m++ {
		if name := m.String(); strings.EqualFold(word, name) || strings.EqualFold(word, name[:3]) {
			return strconv.Itoa(int(m))
		}
	}
	return ""
}

// serialDate reads a spreadsheet serial: days since 1899-12-30, which is what
// the 1900 system gives for every date after its invented 29 February 1900.
func serialDate(text, digits string) (Date, error) {
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || v < minSerial || v >= maxSerial+1 {
		return Date{}, badDate(text, T("“%[1]s”不是日期（日期序列号应在 %[2]d 至 %[3]d 之间）", "%[1]q is not a date (a serial lies between %[2]d and %[3]d)", text, minSerial, maxSerial))
	}
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(math.Floor(v)))
	return Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}, nil
}

// plainNumerals writes Chinese numerals as digits: 二〇二四 as 2024 (digit by
// digit), 十一 as 11 (by value).
func plainNumerals(s string) string {
	return hanNumerals.ReplaceAllStringFunc(s, func(run string) string {
		if !strings.ContainsAny(run, "十廿卅") {
			var b strings.Builder
			for _, r := range run {
				b.WriteByte('0' + byte(hanDigit(r)))
			}
			return b.String()
		}
		value, digit := 0, -1
		for _, r := range run {
			switch r {
			case '十':
				if digit < 0 {
					digit = 1
				}
				value, digit = value+10*digit, -1
			case '廿':
				value += 20
			case '卅':
				value += 30
			default:
				digit = hanDigit(r)
			}
		}
		return strconv.Itoa(value + max(digit, 0))
	})
}

// hanDigit is the value of one Chinese numeral below ten.
func hanDigit(r rune) int {
	for i, d := range []rune("零一二三四五六七八九") {
		if d == r {
			return i
		}
	}
	return 0 // 〇 and ○
}

func badDate(value string, what Text) error {
	return &Problem{
		Where: Ref{Value: value},
		What:  what,
		Hint:  T("请写成 2024、2024-03 或 2024-03-05", "write 2024, 2024-03 or 2024-03-05"),
	}
}
