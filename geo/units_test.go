package geo

import (
	"math"
	"testing"
)

func TestAtMost(t *testing.T) {
	cases := []struct {
		name     string
		d, limit Meters
		want     bool
	}{
		{"exactly the limit", 500, 500, true},
		{"above it by rounding", 500.0000000003, 500, true},
		{"0.4 mm above rounds down", 500.0004, 500, true},
		{"0.6 mm above rounds up", 500.0006, 500, false},
		{"a limit with decimals", 0.3, 0.1 + 0.2, true},
		{"zero", 0, 0, true},
		{"infinite limit", 1e9, Meters(math.Inf(1)), true},
		{"infinite distance", Meters(math.Inf(1)), 500, false},
		{"NaN distance", Meters(math.NaN()), 500, false},
		{"NaN limit", 1, Meters(math.NaN()), false},
	}
	for _, c := range cases {
		if got := AtMost(c.d, c.limit); got != c.want {
			t.Errorf("%s: AtMost(%v, %v): got %v, want %v", c.name, c.d, c.limit, got, c.want)
		}
	}
}

func TestParseMeters(t *testing.T) {
	good := map[string]Meters{
		"500 m": 500, "500m": 500, "500 米": 500, "500": 500, "1 km": 1000, "1公里": 1000, "0.5千米": 500,
		" 1.5 KM ": 1500, "５００米": 500, "1,200 m": 1200, "1，200 米": 1200, "0": 0, "1e3 m": 1000, "+5m": 5, ".5 km": 500, "800　米": 800,
	}
	for s, want := range good {
		if got, err := ParseMeters(s); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "m", "-5 m", "NaN", "Inf", "5 miles", "5 分钟", "1e999", "1,20 m", "1 2 m", "0x10", "1_000", "15min", "5,"} {
		if got, err := ParseMeters(s); err == nil {
			t.Errorf("%q: got %v, want an error", s, got)
		}
	}
}

func FuzzParseMeters(f *testing.F) {
	for _, s := range []string{"500 m", "1公里", "-1", "NaN", "1,200.5km", "１００", "1e999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseMeters(s)
		if err == nil && !(d >= 0 && !math.IsInf(float64(d), 1)) {
			t.Fatalf("%q: got %v", s, d)
		}
	})
}
