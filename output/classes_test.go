package output

import (
	"testing"

	"fugai/coverage"
)

func unit(v float64) coverage.UnitRow { return coverage.UnitRow{Judged: true, Value: &v} }

func TestClassOfShare(t *testing.T) {
	l := &coverage.Ledger{Type: coverage.Reach, Measure: coverage.Percent}
	cases := []struct {
		name string
		row  coverage.UnitRow
		want string
	}{
		{"a boundary belongs to the class that begins with it", unit(80), "80 至 <100 %"},
		{"just below it", unit(79.999999), "60 至 <80 %"},
		{"full coverage stands alone", unit(100), "100 %"},
		{"nearly full does not", unit(99.999), "80 至 <100 %"},
		{"nothing", unit(0), "0 至 <40 %"},
		{"not judged", coverage.UnitRow{}, "不在评估范围或无数据"},
		{"no value", coverage.UnitRow{Judged: true}, "不在评估范围或无数据"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := legend(l, &c.row); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// legend is the text of the class that a unit falls in.
func legend(l *coverage.Ledger, row *coverage.UnitRow) string {
	key := ClassOf(l, row)
	for _, c := range Classes(l) {
		if c.Key == key {
			return c.Name.ZH
		}
	}
	return "no class " + key
}

func TestClassOfCount(t *testing.T) {
	l := &coverage.Ledger{Type: coverage.Stock, Measure: coverage.Count, Units: []coverage.UnitRow{unit(0), unit(1), unit(3), unit(19), unit(40)}}
	for v, want := range map[float64]string{0: "0", 1: "1–9", 9: "1–9", 10: "10–19", 30: "≥ 30", 40: "≥ 30"} {
		row := unit(v)
		if got := legend(l, &row); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
	l.Units = []coverage.UnitRow{unit(0)}
	row := unit(0)
	if got := legend(l, &row); got != "0" {
		t.Errorf("all zero: got %q, want 0", got)
	}
}

func TestNothingIsMissingWithoutAGoal(t *testing.T) {
	row := coverage.UnitRow{Judged: true}
	goal := 100.0
	for _, c := range []struct {
		goal *float64
		want string
	}{{nil, "无"}, {&goal, "缺"}} {
		l := &coverage.Ledger{Type: coverage.Presence, Measure: coverage.Percent, Goal: c.goal}
		if got := legend(l, &row); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	cases := []struct {
		v        float64
		decimals int
		want     string
	}{{0, 2, "0"}, {1234567, 0, "1,234,567"}, {-1234.5, 1, "-1,234.5"}, {999, 0, "999"}, {2.50, 2, "2.5"}, {-0.001, 2, "0"}}
	for _, c := range cases {
		if got := Number(c.v, c.decimals); got != c.want {
			t.Errorf("Number(%v, %d): got %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
}

func TestLacking(t *testing.T) {
	l := &coverage.Ledger{Missing: []coverage.Gap{{Kind: "facility", Need: 8}}}
	if got := Lacking(l); got != 8 {
		t.Errorf("a stock short of eight: got %d", got)
	}
	l.Missing = []coverage.Gap{{Kind: "unit", Need: 2}, {Kind: "unit", Need: 1}}
	if got := Lacking(l); got != 2 {
		t.Errorf("two units: got %d", got)
	}
}
