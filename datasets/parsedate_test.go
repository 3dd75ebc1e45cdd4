package datasets

import (
	"strings"
	"testing"
)

func TestParseDate(t *testing.T) {
	day := Date{2024, 3, 5}
	cases := []struct {
		in   string
		want Date
	}{
		{"2024", Date{Year: 2024}},
		{"2024年", Date{Year: 2024}},
		{"2024年底", Date{Year: 2024}},
		{"2024.0", Date{Year: 2024}},
		{"二零二四年", Date{Year: 2024}},
		{"2024年3月", Date{2024, 3, 0}},
		{"2024 年 3 月", Date{2024, 3, 0}},
		{"2024年3月下旬", Date{2024, 3, 0}},
		{"2024-03", Date{2024, 3, 0}},
		{"2024.3", Date{2024, 3, 0}},
		{"2024.10", Date{2024, 10, 0}},
		{"202403", Date{2024, 3, 0}},
		{"２０２４年３月", Date{2024, 3, 0}},
		{"2024年03月05日", day},
		{"2024年3月5号", day},
		{"2024/3/5", day},
		{"2024.3.5", day},
		{" 2024-03-05\u200b", day},
		{"20240305", day},
		{"20240305.0", day},
		{"二〇二四年三月五日", day},
		{"2024-03-05T10:00:00+08:00", day},
		{"2024-03-05T23:30:00.000Z", day},
		{"2024-03-05 10:00", day},
		{"2024/3/5 0:00", day},
		{"2024年3月5日 10:00", day},
		{"二〇二三年十二月三十一日", Date{2023, 12, 31}},
		{"二〇二三年十月二十日", Date{2023, 10, 20}},
		{"2024-02-29", Date{2024, 2, 29}},
		{"24年3月", Date{2024, 3, 0}},
		{"24年3月5日", day},
		{"98年3月5日", Date{1998, 3, 5}},
		{"5-Mar-24", day},
		{"05 March 2024", day},
		{"Mar 5, 2024", day},
		{"Mar-24", Date{2024, 3, 0}},
		{"March 2024", Date{2024, 3, 0}},
		{"2024年第一季度", Date{Year: 2024}},
		{"2024年春季", Date{Year: 2024}},
		{"2024Q1", Date{Year: 2024}},
		// 45356 days after 1899-12-30 is 2024-03-05: 36526 is 2000-01-01, and
		// 8830 days later lies 24 years, 6 leap days and 64 days on.
		{"45356", day},
		{"45356.75", day},
		{"36526", Date{2000, 1, 1}},
	}
	for _, c := range cases {
		got, err := ParseDate(c.in)
		if err != nil || got != c.want {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", c.in, got, err, c.want)
		}
	}
}

func TestParseDateErrors(t *testing.T) {
	cases := []struct{ in, because string }{
		{"", "empty"},
		{"2024-13-40", "no month 13"},
		{"2024-00", "no month 0"},
		{"2023-02-29", "no day 29"},
		{"2024-04-31", "no day 31"},
		{"20230229", "no day 29"},
		{"1899", "outside"},
		{"2101年", "outside"},
		{"61000", "serial"},
		{"19999", "serial"},
		{"24-3-5", "not a date"},
		{"3/5/2024", "not a date"},
		{"31-Feb-24", "no day 31"},
		{"Foo 2024", "not a date"},
		{"5 Mar 5, 2024", "not a date"},
		{"2024Q5", "not a date"},
		{"5/3/2024", "not a date"},
		{"2024-3/5", "not a date"},
		{"2017-2019", "not a date"},
		{"预计2025年底", "not a date"},
		{"9:00-17:00", "not a date"},
		{"123", "not a date"},
		{"二千零二十四年", "not a date"},
	}
	for _, c := range cases {
		got, err := ParseDate(c.in)
		if err == nil || !strings.Contains(err.Error(), c.because) {
			t.Errorf("ParseDate(%q) = %v, %v; want an error with %q", c.in, got, err, c.because)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024", "2024年3月", "二〇二四年三月五日", "45356.5", "2024-02-29T10:00:00Z", "廿廿十", "十十年"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		again, err := ParseDate(d.String())
		if err != nil || again != d {
			t.Errorf("ParseDate(%q) = %v, which reads back as %v, %v", s, d, again, err)
		}
	})
}
