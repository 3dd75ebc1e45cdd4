package coverage_test

import (
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

func TestCostText(t *testing.T) {
	for _, tt := range []struct {
		cost   float64
		unit   string
		zh, en string
	}{
		{900, "s", "15 分钟", "15 min"},
		{90, "s", "1.5 分钟", "1.5 min"},
		{30, "s", "30 秒", "30 s"},
		{100, "s", "1.67 分钟", "1.67 min"},
		{0, "m", "0 m", "0 m"},
		{500, "m", "500 m", "500 m"},
		{1250, "m", "1,250 m", "1,250 m"},
		{12_340, "m", "12.34 km", "12.34 km"},
	} {
		if got, want := coverage.CostText(tt.cost, tt.unit), (datasets.Text{ZH: tt.zh, EN: tt.en}); got != want {
			t.Errorf("CostText(%v, %s) = %v, want %v", tt.cost, tt.unit, got, want)
		}
	}
}
