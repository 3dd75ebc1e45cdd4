package datasets

import "fmt"

// ParseDate is replaced by the full reader of date forms.
func ParseDate(s string) (Date, error) {
	var d Date
	n, _ := fmt.Sscanf(s, "%d-%d-%d", &d.Year, &d.Month, &d.Day)
	if n == 0 {
		return Date{}, fmt.Errorf("%q is not a date", s)
	}
	return d, nil
}
