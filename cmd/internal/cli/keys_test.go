package cli

import "testing"

func TestHasKey(t *testing.T) {
	tests := []struct {
		name, hint, key string
		want            bool
	}{
		{"among Chinese", "用 crs 写明坐标系", "crs", true},
		{"with a value", "设 crs: GCJ-02", "crs", true},
		{"alone", "swap", "swap", true},
		{"a flag", "用 --from-crs 写明", "crs", false},
		{"part of a word", "swapped", "swap", false},
		{"of a file", "crs.csv", "crs", false},
		{"later", "area-crs 或 crs", "crs", true},
		{"not there", "核对文件", "crs", false},
	}
	for _, tt := range tests {
		if got := hasKey(tt.hint, tt.key); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
