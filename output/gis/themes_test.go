package gis

import (
	"slices"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

// themed is the made result with the facilities counted that keep accepts, for
// its first target.
func themed(keep func(*coverage.Facility) bool) (*view, *project) {
	r := madeResult()
	l := &r.Targets[0]
	for i := range r.Facilities {
		if f := &r.Facilities[i]; slices.Contains(l.Kinds, f.Kind) && keep(f) {
			l.Counted = append(l.Counted, f.ID)
		}
	}
	v := newView(r, datasets.ZH)
	return v, v.newProject(v.build(), "results.gpkg")
}

func titles(layers []*mapLayer) []string {
	var out []string
	for _, m := range layers {
		out = append(out, m.title)
	}
	return out
}

// Where a target counts other facilities than those in service, its map shows
// which: a site that a filter passed over must not look like one that counts.
func TestFacilitiesOfATheme(t *testing.T) {
	odd := false
	for _, c := range []struct {
		name string
		keep func(*coverage.Facility) bool
		want string // layer of facilities in the first theme
	}{
		{"those in service", func(f *coverage.Facility) bool { return f.InService }, "阅读设施"},
		{"unknown", func(*coverage.Facility) bool { return false }, "阅读设施"},
		{"every second one", func(*coverage.Facility) bool { odd = !odd; return odd }, "设施：街道级儿童阅读设施全覆盖"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, p := themed(c.keep)
			got := titles(p.themes[0].layers)
			if want := []string{"街道级儿童阅读设施全覆盖", "缺口：街道级儿童阅读设施全覆盖", c.want}; !slices.Equal(got, want) {
				t.Fatalf("layers %q, want %q", got, want)
			}
			if !strings.HasPrefix(c.want, "设施：") {
				return
			}
			m := p.themes[0].layers[2]
			var labels []string
			for _, e := range m.look.render.entries {
				labels = append(labels, e.label)
			}
			if want := []string{"阅读设施（计入）", "未计入本目标的设施"}; !slices.Equal(labels, want) {
				t.Errorf("legend %q, want %q", labels, want)
			}
			column := slices.IndexFunc(m.table.fields, func(f field) bool { return f.name == "counted_in" })
			n := 0
			for i := range m.table.rows {
				if m.table.value(i, column) == "reading-2025" {
					n++
				}
			}
			if want := len(v.r.Targets[0].Counted) - v.offMap(&v.r.Targets[0]); n != want || n == 0 {
				t.Errorf("%d facilities marked in the table, want %d", n, want)
			}
		})
	}
}

func TestListed(t *testing.T) {
	if got, want := listed("counted_in", "a'b"), `strpos(';' || "counted_in" || ';', ';a''b;') > 0`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Two mandates over the same venues: each map tells its own.
func TestVenuesOfEachMandate(t *testing.T) {
	r := madeResult()
	i := slices.IndexFunc(r.Targets, func(l coverage.Ledger) bool { return l.Type == coverage.Mandate })
	second := r.Targets[i]
	second.ID, second.Name, second.Missing = "station", datasets.Same("车站配建母婴室"), second.Missing[:1]
	r.Targets = append(r.Targets, second)
	v := newView(r, datasets.ZH)
	c := v.build()
	p := v.newProject(c, "results.gpkg")
	last := p.themes[len(p.themes)-1]
	if got := titles(last.layers); !slices.Contains(got, "场所：车站配建母婴室") || slices.Contains(got, "场所：大型商场配建母婴室") {
		t.Errorf("layers %q, want the venues of the second mandate alone", got)
	}
	column := slices.IndexFunc(c.venues.fields, func(f field) bool { return f.name == "missing_in" })
	var got []string
	for i := range c.venues.rows {
		if s, ok := c.venues.value(i, column).(string); ok {
			got = append(got, s)
		}
	}
	if want := []string{"mall;station", "mall", "mall"}; !slices.Equal(got, want) {
		t.Errorf("missing in %q, want %q", got, want)
	}
}

func TestFinding(t *testing.T) {
	percent, goal := 63.64, 100.0
	of := func(zh string) datasets.Text { return datasets.T(zh, "") }
	for _, c := range []struct {
		name string
		l    coverage.Ledger
		want string
	}{
		{"share", coverage.Ledger{Measured: true, Measure: coverage.Percent, Percent: &percent, Decimals: 2, Numerator: 7, Denominator: 11, NumWord: of("有阅读设施的街道"), DenWord: of("全部街道"), Goal: &goal, Status: coverage.Behind,
			Missing: []coverage.Gap{{Kind: "unit", Need: 2}, {Kind: "unit", Need: 1}}},
			"现状 63.64 % (7/11)：有阅读设施的街道 / 全部街道    目标 ≥ 100 %    ! 进度滞后    缺口 2 处"},
		{"count", coverage.Ledger{Measured: true, Measure: coverage.Count, Numerator: 1, Value: 1, NumWord: of("开放的母婴室"), DenWord: of("目标数"), Status: coverage.Behind,
			Missing: []coverage.Gap{{Kind: "facility", Need: 8}}},
			"现状 1 个：开放的母婴室    ! 进度滞后    尚缺 8 处"},
		{"per thousand", coverage.Ledger{Measured: true, Measure: coverage.PerThousand, Numerator: 64, Denominator: 10000, Value: 6.4, NumWord: of("席位"), DenWord: of("儿童"), Status: coverage.Counted},
			"现状 每千人 6.4 (64/10,000)：席位 / 儿童    # 仅统计"},
		{"not measured", coverage.Ledger{NumWord: of("席位"), Status: coverage.NotMeasurable}, "现状 –    ? 无法衡量"},
		{"too long for the line", coverage.Ledger{Measured: true, Measure: coverage.Count, Numerator: 1, NumWord: of(strings.Repeat("长", 90)), Status: coverage.Counted}, "现状 1 个    # 仅统计"},
	} {
		p := &project{v: newView(&coverage.Result{}, datasets.ZH)}
		if got := p.finding(&theme{ledger: &c.l}); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
	l := coverage.Ledger{Measured: true, Measure: coverage.Count, Numerator: 1, Value: 1, NumWord: datasets.T("母婴室", "nursing rooms"), Status: coverage.Counted}
	p := &project{v: newView(&coverage.Result{}, datasets.EN)}
	if got, want := p.finding(&theme{ledger: &l}), "now 1: nursing rooms    # counted only"; got != want {
		t.Errorf("in English: %s, want %s", got, want)
	}
}
