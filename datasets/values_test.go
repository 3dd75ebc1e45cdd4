package datasets

import (
	"math"
	"testing"
)

func TestParseQuantity(t *testing.T) {
	cases := []struct {
		in     string
		factor float64
		want   float64
		marked bool
		ok     bool
	}{
		{"1200", 1, 1200, false, true},
		{"1,200", 1, 1200, false, true},
		{"1，200", 1, 1200, false, true},
		{"１２００", 1, 1200, false, true},
		{"1 200", 1, 1200, false, true},
		{"-3.5", 1, -3.5, false, true},
		{"－3", 1, -3, false, true},
		{".5", 1, .5, false, true},
		{"1.2e3", 1, 1200, false, true},
		{"1e-3", 1, 0.001, false, true},
		{"1200㎡", 1, 1200, true, true},
		{"1200 m²", 1, 1200, true, true},
		{"120平方米", 1, 120, true, true},
		{"2公顷", 1, 20000, true, true},
		{"约300", 1, 300, true, true},
		{"300余人", 1, 300, true, true},
		{"300人左右", 1, 300, true, true},
		{"64万元", 1, 640000, true, true},
		{"64", 1e4, 640000, false, true},
		{"64万元", 1e4, 640000, true, true},
		{"640000元", 1, 640000, true, true},
		{"￥64", 1, 64, false, true},
		{"10-20", 1, 0, false, false},
		{"1,20", 1, 0, false, false},
		{"300家", 1, 0, false, false},
		{"1e999", 1, 0, false, false},
		{"NaN", 1, 0, false, false},
		{"", 1, 0, false, false},
		{"九十", 1, 0, false, false},
	}
	for _, c := range cases {
		got, ok := parseQuantity(c.in, c.factor)
		if ok != c.ok || ok && (got.value != c.want || got.marked != c.marked) {
			t.Errorf("parseQuantity(%q, %v) = %+v, %v; want %v, %v, %v", c.in, c.factor, got, ok, c.want, c.marked, c.ok)
		}
	}
}

func TestHeaderFactor(t *testing.T) {
	for header, want := range map[string]float64{"投资（万元）": 1e4, "投资万元": 1e4, "面积(㎡)": 1, "面积": 1, "用地(公顷)": 1e4, "人口（万人）": 1e4, "村（社区）": 1} {
		if got := headerFactor(header); got != want {
			t.Errorf("headerFactor(%q) = %v, want %v", header, got, want)
		}
	}
}

func TestParseCode(t *testing.T) {
	cases := []struct {
		in, want string
		state    codeState
	}{
		{"440307001001", "440307001001", codeFine},
		{"440307001001.0", "440307001001", codeFine},
		{"'440307001001", "440307001001", codeFine},
		{"４４０３０７００１００１", "440307001001", codeFine},
		{"440307", "440307", codeFine},
		{"4.40307001001E+11", "440307001001", codeFine},
		{"4.4E+11", "", codeLost},
		{"4.403E+11", "", codeLost},
		{"4.40307E+11", "", codeLost},
		{"44030700100", "44030700100", codeOdd},
		{"LG-01", "LG-01", codeOdd},
	}
	for _, c := range cases {
		if got, state := parseCode(c.in); got != c.want || state != c.state {
			t.Errorf("parseCode(%q) = %q, %v; want %q, %v", c.in, got, state, c.want, c.state)
		}
	}
}

func TestParseAngle(t *testing.T) {
	cases := []struct {
		in   string
		want float64
		says axis
		ok   bool
	}{
		{"113.2541", 113.2541, axisUnsaid, true},
		{"１１３．２５", 113.25, axisUnsaid, true},
		{"113.25°", 113.25, axisUnsaid, true},
		{"113.25°E", 113.25, axisLon, true},
		{"E113.25", 113.25, axisLon, true},
		{`113°15'30"E`, 113.2583333333, axisLon, true}, // 15/60 + 30/3600
		{"113°15′30″", 113.2583333333, axisUnsaid, true},
		{"113º15’30”", 113.2583333333, axisUnsaid, true},
		{"113°15''30''", 0, axisUnsaid, false},
		{"东经113度15分30秒", 113.2583333333, axisLon, true},
		{"北纬22度30分", 22.5, axisLat, true},
		{"S22°30'", -22.5, axisLat, true},
		{"-0.5", -0.5, axisUnsaid, true},
		{"113°75'", 0, axisUnsaid, false},
		{"113.5°15'", 0, axisUnsaid, false},
		{"113,25", 0, axisUnsaid, false},
		{"NaN", 0, axisUnsaid, false},
		{"1e999", 0, axisUnsaid, false},
		{"", 0, axisUnsaid, false},
	}
	for _, c := range cases {
		got, says, ok := parseAngle(c.in)
		if ok != c.ok || ok && (math.Abs(got-c.want) > 1e-9 || says != c.says) {
			t.Errorf("parseAngle(%q) = %v, %v, %v; want %v, %v, %v", c.in, got, says, ok, c.want, c.says, c.ok)
		}
	}
}

func TestParsePair(t *testing.T) {
	for _, s := range []string{"113.25,22.5", "113.25， 22.5", "(113.25 22.5)", "[113.25, 22.5]", "113.25;22.5", "113°15'E,22°30'N", "POINT (113.25 22.5)", "point(113.25 22.5)", "SRID=4490;POINT(113.25 22.5)"} {
		p, ok := parsePair(s)
		if !ok || p.x != 113.25 || p.y != 22.5 {
			t.Errorf("parsePair(%q) = %+v, %v", s, p, ok)
		}
	}
	for _, s := range []string{"", "113.25", "POINT EMPTY", "POINT(1 2", "POLYGON((0 0,1 0,1 1,0 0))", "a,b", "1,2,3"} {
		if p, ok := parsePair(s); ok {
			t.Errorf("parsePair(%q) = %+v, want nothing", s, p)
		}
	}
}

func FuzzParsePair(f *testing.F) {
	for _, s := range []string{"113.25,22.5", `113°15'30"E,22°30'N`, "POINT (1 2)", "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", "SRID=1;POLYGON(()"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, ok := parsePair(s); ok && (math.IsNaN(p.x+p.y) || math.IsInf(p.x, 0) || math.IsInf(p.y, 0)) {
			t.Errorf("parsePair(%q) = %+v", s, p)
		}
		if g, ok := parseWKT(s); ok && g == nil {
			t.Errorf("parseWKT(%q) gives no geometry", s)
		}
		parseQuantity(s, 1)
	})
}
