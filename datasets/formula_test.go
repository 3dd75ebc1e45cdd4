package datasets

import "testing"

func TestFormulaLike(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "平湖街道": false, "a=b": false, "1+1": false, "'=1": false, "440307001000": false, "（=1）": false,
		"=1+1": true, "+1": false, "-1.5e3": false, "-": false, "--": false, "+1+2": true, "-x": true, "@SUM(A1)": true, "\tx": true, "\rx": true, "\nx": true,
		"＝1+1": true, "＋1": true, "－1": true, "＠x": true, " =1": true, "\ufeff=1": true, "\u200b=1": true, "\u3000＝1": true,
	} {
		if got := FormulaLike(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}
