package study

import (
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

// found gives the finding of a rule.
func found(r *coverage.Result, rule string) *datasets.Finding {
	for i := range r.Quality.Findings {
		if r.Quality.Findings[i].Rule == rule {
			return &r.Quality.Findings[i]
		}
	}
	return nil
}

// TestQualityRules makes one fault after the other and looks for its rule,
// severity, count and words, in both languages.
func TestQualityRules(t *testing.T) {
	const (
		study  = "as_of: 2024-06-30\nareas:\n  - {level: subdistrict, from: s.geojson, expect: 2}\n  - {level: community, from: c.csv, parent: 上级}\nfacilities: [{kind: reading, from: f.csv}]\n"
		two    = "as_of: 2024-06-30\nareas: [{level: subdistrict, from: s.geojson}]\nfacilities: [{kind: reading, from: f.csv}, {kind: reading, from: g.csv}]\n"
		units  = "代码,名称,上级\n440307001001,甲社区,440307001000\n440307002001,乙社区,440307002000\n"
		header = "编号,名称,经度,纬度,社区代码,建成时间,启用时间\n"
		sound  = header + "1,书屋,114.05,22.65,440307001001,2020-01-01,2020-05-01\n2,书角,114.15,22.65,440307002001,2021,2021\n"
	)
	warning, note := datasets.SeverityWarning, datasets.SeverityNote
	for _, c := range []struct {
		name, rule string
		severity   datasets.Severity
		count      int
		says       string // in the first example
		files      map[string]string
	}{
		{name: "sound"},
		// 0.01° of longitude at 22.65° N is 1,027.9 m: the radius of the parallel of WGS 84 is 5,889.2 km there.
		{"off the map", "off-map", warning, 1, "1028 m from the nearest, 平湖街道", map[string]string{"f.csv": sound + "3,远处,113.99,22.65,,,2020\n"}},
		{"in another unit", "unit-disagrees", warning, 1, "the row says 坂田街道, 1028 m away", map[string]string{"f.csv": sound + "3,别处,114.09,22.65,440307002000,,2020\n"}},
		{"entered twice", "duplicate-facility", warning, 1, "row 2", map[string]string{"f.csv": sound + "3,书屋,114.05,22.65,,,2020\n"}},
		// 0.0004° of longitude are 41 m.
		{"same name near by", "same-name-near", warning, 1, "41 m from 1", map[string]string{"f.csv": sound + "3,书屋,114.0504,22.65,,,2020\n"}},
		{"same name far off", "", "", 0, "", map[string]string{"f.csv": sound + "3,书屋,114.0506,22.65,,,2020\n"}},
		{"same name near by in two layers", "same-name-near", warning, 1, "41 m from 1 of f.csv", map[string]string{"study.yaml": two, "f.csv": sound, "g.csv": header + "9,书屋,114.0504,22.65,,,2020\n"}},
		{"the same in two layers", "facility-in-two-layers", warning, 1, "f.csv", map[string]string{"study.yaml": two, "f.csv": sound, "g.csv": header + "9,书屋,114.05,22.65,,,2020\n"}},
		{"other names at one place", "same-place", note, 1, "书亭 and 书屋", map[string]string{"f.csv": sound + "3,书亭,114.05,22.65,,,2020\n"}},
		{"many at one place", "many-at-one-place", warning, 10, "10 facilities at 114.070000", map[string]string{"f.csv": sound + manyAt(10)}},
		{"a day that is none", "date-unreadable", warning, 1, "has no day 30", map[string]string{"f.csv": sound + "3,书亭,114.06,22.65,,,2024-02-30\n"}},
		{"opened before it was built", "impossible-dates", warning, 1, "2019-01-01", map[string]string{"f.csv": sound + "3,书亭,114.06,22.65,,2020-01-01,2019-01-01\n"}},
		{"the year 1900", "date-placeholder", warning, 1, "1900-01-01", map[string]string{"f.csv": sound + "3,书亭,114.06,22.65,,,1900-01-01\n"}},
		{"after the as-of date", "date-after-as-of", note, 1, "书亭: 2031", map[string]string{"f.csv": sound + "3,书亭,114.06,22.65,,,2031\n"}},
		{"digits lost", "code-digits-lost", warning, 1, "4.40307E+11", map[string]string{"f.csv": sound + "3,书亭,114.06,22.65,4.40307E+11,,2020\n"}},
		{"length of a code", "code-length", warning, 1, "44030700100", map[string]string{"f.csv": sound + "3,书亭,114.06,22.65,44030700100,,2020\n"}},
		{"code of another level", "code-level", warning, 1, "440307003000", map[string]string{"c.csv": units + "440307003000,丙社区,440307002000\n"}},
		{"code of another parent", "code-parent", warning, 1, "440307009001", map[string]string{"c.csv": units + "440307009001,丙社区,440307002000\n"}},
		{"code of another known parent", "parent-disagrees", warning, 1, "440307001009", map[string]string{"c.csv": units + "440307001009,丙社区,440307002000\n"}},
		{"parent not there", "parent-unknown", warning, 1, "440399001000", map[string]string{"c.csv": units + "440399001009,丙社区,440399001000\n"}},
		{"no parent", "parent-missing", warning, 1, "丙社区", map[string]string{"c.csv": units + "440399001009,丙社区,\n"}},
		{"too few units", "unit-count", warning, 1, "", map[string]string{"study.yaml": strings.Replace(study, "expect: 2", "expect: 3", 1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"study.yaml": study, "s.geojson": twoStreets, "c.csv": units, "f.csv": sound}
			for name, text := range c.files {
				files[name] = text
			}
			r := runStudy(t, files)
			for rule, n := range rules(r) {
				if rule != c.rule && rule != "unknown-unit-code" && rule != "unit-code-above" && rule != "state-missing" && rule != "coordinates-missing" {
					t.Errorf("also %s ×%d: %s", rule, n, found(r, rule).Text.EN)
				}
			}
			if c.rule == "" {
				return
			}
			f := found(r, c.rule)
			if f == nil {
				t.Fatalf("no finding %s", c.rule)
			}
			example := ""
			if len(f.Examples) > 0 {
				example = f.Examples[0].Text.EN
				if f.Examples[0].File == "" || f.Examples[0].Row == 0 || f.Examples[0].Text.ZH == "" {
					t.Errorf("example %+v: want a file, a row and both languages", f.Examples[0])
				}
			}
			if f.Severity != c.severity || f.Count != c.count || !strings.Contains(example, c.says) || f.Text.ZH == "" || f.Text.EN == "" || f.Hint.ZH == "" && f.Severity == warning {
				t.Errorf("%s %s ×%d: %s; %q; want %s ×%d with %q", f.Severity, f.Rule, f.Count, f.Text.EN, example, c.severity, c.count, c.says)
			}
		})
	}
}

// manyAt writes facilities of other names at one place.
func manyAt(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("x" + string(rune('a'+i)) + ",书店" + string(rune('甲'+i)) + ",114.07,22.65,,,2020\n")
	}
	return b.String()
}
