package travel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/network"
	"fugai/internal/travel"
)

func TestParseCost(t *testing.T) {
	for _, tt := range []struct {
		text string
		cost float64
		unit string // "" for none
	}{
		{"15min", 900, "s"},
		{"15分钟", 900, "s"},
		{"１５ 分", 900, "s"},
		{"0.25h", 900, "s"},
		{" 1 小时 ", 3600, "s"},
		{"90s", 90, "s"},
		{"90秒", 90, "s"},
		{"2 Hours", 7200, "s"},
		{"500m", 500, "m"},
		{"500", 500, "m"},
		{"1 km", 1000, "m"},
		{"1.5公里", 1500, "m"},
		{"0min", 0, ""},
		{"-5min", 0, ""},
		{"5 parsecs", 0, ""},
		{"min", 0, ""},
		{"", 0, ""},
		{"1e400h", 0, ""},
		{"1e308h", 0, ""},
		{"NaN min", 0, ""},
	} {
		cost, unit, err := travel.ParseCost(tt.text)
		if cost != tt.cost || unit != tt.unit || (err == nil) != (tt.unit != "") {
			t.Errorf("ParseCost(%q) = %v %s, %v; want %v %s", tt.text, cost, unit, err, tt.cost, tt.unit)
		}
	}
}

// FuzzParseCost holds it to costs that are numbers, above or at 0.
func FuzzParseCost(f *testing.F) {
	for _, s := range []string{"15min", "15 分钟", "1 km", "１２", "1e9h", ".", "分"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cost, unit, err := travel.ParseCost(text)
		if err == nil && (!(cost >= 0 && cost < 1e308) || unit != "s" && unit != "m") {
			t.Errorf("%q: %v %s", text, cost, unit)
		}
	})
}

func TestParseMode(t *testing.T) {
	for word, want := range map[string]network.Mode{"walk": network.Walk, "步行": network.Walk, "Cycle": network.Cycle, "骑行": network.Cycle, "car": network.Drive, "驾车": network.Drive, "fly": "", "": ""} {
		if got, ok := travel.ParseMode(word); got != want || ok != (want != "") {
			t.Errorf("ParseMode(%q) = %q, %v; want %q", word, got, ok, want)
		}
	}
}

func TestParseSpeed(t *testing.T) {
	for text, want := range map[string]float64{"4.8": 4.8, "4.8 km/h": 4.8, "３０ 公里/小时": 30, "300": 300, "0": 0, "-1": 0, "301": 0, "fast": 0, "NaN": 0, "": 0} {
		if got, err := travel.ParseSpeed(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("ParseSpeed(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParsePoint(t *testing.T) {
	for text, want := range map[string]orb.Point{"114.25,22.72": {114.25, 22.72}, "114.25， 22.72": {114.25, 22.72}, " -0.5 , 51 ": {-0.5, 51}} {
		if got, err := travel.ParsePoint(text); err != nil || got != want {
			t.Errorf("ParsePoint(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "114.25", "22.72,114.25", "181,0", "NaN,0", "114.25,22.72,3", "a,b"} {
		if got, err := travel.ParsePoint(text); err == nil || !strings.Contains(err.Error(), "LON,LAT") {
			t.Errorf("ParsePoint(%q) = %v, %v; want an error", text, got, err)
		}
	}
}

func ExampleParseCost() {
	for _, text := range []string{"15 分钟", "1.2 km"} {
		cost, unit, err := travel.ParseCost(text)
		fmt.Println(cost, unit, err)
	}
	// Output:
	// 900 s <nil>
	// 1200 m <nil>
}
