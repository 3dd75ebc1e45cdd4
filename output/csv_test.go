package output_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

func TestCSVCode(t *testing.T) {
	for code, want := range map[string]string{
		"440307001000": "440307001000\t", // 12 digits: 4.40307E+11 without
		"0755":         "0755\t",
		"440307":       "440307",
		"0":            "0",
		"":             "",
		"A440307001":   "A440307001",
		"=440307":      "'=440307",
	} {
		if got := output.CSVCode(code); got != want {
			t.Errorf("%q: got %q, want %q", code, got, want)
		}
	}
}

func TestWriteGapsCSV(t *testing.T) {
	r := sample()
	r.Targets[0].Missing[0].Name = "=HYPERLINK(\"http://x\")"
	r.Targets[0].Missing[0].Text = datasets.Same("＝1")
	r.Targets[4].Missing[0].Parent = "a,\"b\"\nc"
	var got bytes.Buffer
	if err := output.WriteGapsCSV(&got, r, datasets.EN); err != nil {
		t.Fatal(err)
	}
	rest, ok := strings.CutPrefix(got.String(), "\uFEFF")
	if !ok {
		t.Error("no byte order mark")
	}
	if strings.Count(rest, "\r\n") != strings.Count(rest, "\n") {
		t.Error("a line does not end in CRLF")
	}
	rows, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"target_id", "target", "status", "kind", "id", "code", "name", "parent", "need", "people", "nearest_m", "nearest_minutes", "nearest_way_m", "what_would_close_it"},
		{"reading-2025", "A reading place in every sub-district", "missed", "unit", "440307002000\t", "440307002000\t", "'=HYPERLINK(\"http://x\")", "龙岗区", "1", "18250", "9012.4", "", "", "'＝1"},
		{"nursing-1km", "Nursing room within 1 km", "on track", "demand", "D4", "", "大芬社区", "a,\"b\"\nc", "1", "0.5", "", "", "", "add 1 within 1000 m"},
		{"places", "Places per 1,000 children", "behind", "unit", "440307002000\t", "440307002000\t", "布吉街道", "龙岗区", "17", "3700.5", "", "", "", "add 17 places"},
		{"malls", "Nursing rooms: 3/5 [stock]?", "not measurable", "venue", "V2", "", "大芬商场", "布吉街道", "1", "", "812", "", "", "set up 1 inside"},
		{"malls", "Nursing rooms: 3/5 [stock]?", "not measurable", "facility", "N3", "", "'\t在建母婴室", "", "1", "", "", "", "", "finish it"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestWriteGapsCSVEmpty(t *testing.T) {
	var got bytes.Buffer
	if err := output.WriteGapsCSV(&got, &coverage.Result{}, datasets.ZH); err != nil {
		t.Fatal(err)
	}
	if want := "\uFEFF目标编号,目标,状态,对象,编号,代码,名称,上级,尚缺,涉及人数,最近设施直线距离（米）,最近设施用时（分钟）,最近设施路程（米）,补齐办法\r\n"; got.String() != want {
		t.Errorf("got %q", got.String())
	}
}

// FuzzCSVText: whatever the data say, the cell does not begin a formula, and a
// harmless text is unchanged.
func FuzzCSVText(f *testing.F) {
	for _, s := range []string{"", "=1", "＝1", "\t-", "平湖", " \u200b@x", "\xff=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := output.CSVText(s)
		if datasets.FormulaLike(got) {
			t.Errorf("%q is still hostile", got)
		}
		if !datasets.FormulaLike(s) && got != s {
			t.Errorf("%q became %q", s, got)
		}
	})
}
