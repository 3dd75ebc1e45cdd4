package datasets

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a date that keeps its precision: a year, a month or a day. The zero
// Date is unknown. JSON and String write "2024", "2024-03" or "2024-03-05".
type Date struct {
	Year  int
	Month int // 1 to 12, or 0 where only the year is known
	Day   int // 1 to 31, or 0 where only the month is known
}

// IsZero tells whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// String writes the date with its own precision, "" where it is unknown.
func (d Date) String() string {
	var buf [16]byte
	return string(d.Append(buf[:0]))
}

// Append adds what String gives to a buffer.
func (d Date) Append(b []byte) []byte {
	if d.Year == 0 {
		return b
	}
	if d.Year < 0 || d.Year > 9999 || d.Month < 0 || d.Month > 99 || d.Day < 0 || d.Day > 99 { // no date at all
		return fmt.Appendf(b, "%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	b = append(b, '0'+byte(d.Year/1000), '0'+byte(d.Year/100%10), '0'+byte(d.Year/10%10), '0'+byte(d.Year%10))
	if d.Month == 0 {
		return b
	}
	b = append(b, '-', '0'+byte(d.Month/10), '0'+byte(d.Month%10))
	if d.Day == 0 {
		return b
	}
	return append(b, '-', '0'+byte(d.Day/10), '0'+byte(d.Day%10))
}

// In writes the date as a sentence of lang would.
func (d Date) In(lang Lang) string {
	if lang == EN || d.Year == 0 {
		return d.String()
	}
	switch {
	case d.Month == 0:
		return fmt.Sprintf("%d年", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%d年%d月", d.Year, d.Month)
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

// First is the first day of the period, in UTC.
func (d Date) First() time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Last is the last day of the period, in UTC.
func (d Date) Last() time.Time {
	switch {
	case d.Month == 0:
		return time.Date(d.Year, 12, 31, 0, 0, 0, 0, time.UTC)
	case d.Day == 0:
		return time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return d.First()
}

// By tells whether the dated thing had happened by the end of asOf: its period
// has begun by then. A year-only date counts from 1 January of its year,
// because a layer records what has happened, not what is planned. An unknown
// date (known to have happened) counts always.
func (d Date) By(asOf Date) bool {
	return d.IsZero() || d.number(1) <= asOf.number(31)
}

// number orders days as the calendar does; what is unknown is the first or the
// last month and day.
func (d Date) number(day int) int {
	month := d.Month
	if month == 0 {
		month = min(day, 12)
	}
	if d.Day != 0 {
		day = d.Day
	}
	return (d.Year*13+month)*32 + day
}

// Straddles tells whether By had to assume: the period has begun by asOf but
// does not end by it.
func (d Date) Straddles(asOf Date) bool {
	return !d.IsZero() && d.By(asOf) && d.Day == 0 && d.Last().After(asOf.Last())
}

// YearsTo is the time from the end of d to the end of o in calendar years, so
// that the ends of two years lie a whole number apart; within a year the days
// count as shares of it. Negative where o is earlier.
func (d Date) YearsTo(o Date) float64 { return yearPosition(o.Last()) - yearPosition(d.Last()) }

// yearPosition is the year plus the share of it that has passed by the end of
// the day.
func yearPosition(t time.Time) float64 {
	days := time.Date(t.Year(), 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
	return float64(t.Year()) + float64(t.YearDay())/float64(days)
}

// MarshalJSON writes the date as text.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads what MarshalJSON wrote, and every form ParseDate reads.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == "" {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = v
	return nil
}
