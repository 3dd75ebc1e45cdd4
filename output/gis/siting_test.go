package gis

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// sited is the made result with a choice of two sites out of four, by hand, and
// a question without an answer.
func sited() *coverage.Result {
	r := madeResult()
	at := func(dx, dy float64) orb.Point { return orb.Point{114.15 + dx, 22.70 + dy} }
	loss := 900.0
	s := coverage.Siting{ID: "next-2", Name: datasets.T("新增 2 处", "2 more"), Kind: "nursing_room", Model: coverage.ModelMCLP, Group: "children", Unit: "s", Within: 900, Rule: datasets.T("在 4 处中选 2 处", "2 of 4"),
		Status: coverage.SitingOptimal, Measure: coverage.MeasurePeople, Total: 4000, Before: coverage.Served{People: 1000, Share: 0.25}, After: coverage.Served{People: 2500, Share: 0.625},
		Sites: []coverage.SitingSite{
			{ID: "b", Name: "乙场所", Role: coverage.RoleChosen, Point: at(0.02, 0), Place: 1, Gain: 1000, After: 2000, Newly: 1000, Serves: 1200, Loss: &loss, RunnerUp: "c", Shortfall: &loss, Phase: "2026", Mandated: true, Units: []coverage.SitingShare{{Area: "x", Name: "龙城街道", People: 1000}}},
			{ID: "a", Name: "甲场所", Role: coverage.RoleChosen, Point: at(-0.02, 0.01), Place: 2, Gain: 500, After: 2500, Newly: 500, Price: 80000},
			{ID: "c", Name: "丙场所", Role: coverage.RoleRejected, Point: at(0.03, 0.01)}, {ID: "d", Name: "丁场所", Role: coverage.RoleBarred, Point: at(0, 0.03)},
			{ID: "e", Name: "现有", Role: coverage.RoleExisting, Point: at(0, -0.02)}, {ID: "f", Name: "让出", Role: coverage.RoleClosing, Point: at(0.01, -0.02)},
		},
		Allocations: []coverage.Assignment{
			{Point: at(0.021, 0.002), Demand: "p1", Site: "b", People: 1000, Cost: 300, New: true}, {Point: at(-0.02, 0.01), Demand: "p2", Site: "a", People: 500, Cost: 0, New: true},
			{Point: at(0.001, -0.018), Demand: "p3", Site: "e", People: 1000, Cost: 240}, {Point: at(0.05, 0), Demand: "p4", Site: "b", People: 1500, Cost: 1200.5, New: true},
		}}
	none := coverage.Siting{ID: "next 2", Name: datasets.T("不可能", "Impossible"), Status: coverage.SitingInfeasible, Why: datasets.T("点位太少", "too few sites"), Unit: "m", Within: 500,
		Sites: []coverage.SitingSite{{ID: "a", Role: coverage.RoleRejected, Point: at(0, 0)}}}
	r.Sitings = []coverage.Siting{s, none}
	return r
}

func TestSitingTables(t *testing.T) {
	gpkg, _ := write(t, t.TempDir(), sited(), Options{})
	db := open(t, gpkg)
	for _, c := range []struct{ name, query, want string }{
		{"sites in order", "SELECT group_concat(ifnull(place, '-') || ' ' || id || ' ' || role, ',') FROM site_next_2", "1.0 b chosen,2.0 a chosen,- c rejected,- d barred,- e existing,- f closing"},
		{"the case", "SELECT newly || '/' || gain || '/' || after || '/' || loss || '/' || runner_up || '/' || units || '/' || mandated FROM site_next_2 WHERE place = 1", "1000.0/1000.0/2000.0/900.0/丙场所/龙城街道 1,000/1"},
		{"a twin of the name", "SELECT count(*) FROM site_next_2_2", "1"},
		{"classes", "SELECT group_concat(demand || ' ' || class, ',') FROM served_next_2 WHERE demand LIKE 'p%'", "p1 new,p2 new,p3 before,p4 not"},
		{"demand that goes nowhere", "SELECT min(site IS NULL AND minutes IS NULL) FROM served_next_2 WHERE demand NOT LIKE 'p_'", "1"},
		{"minutes", "SELECT minutes FROM allocation_next_2 WHERE demand = 'p1'", "5"},
		{"lines", "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'allocation_next_2'", "LINESTRING"},
		{"no line of no length", "SELECT geom IS NULL FROM allocation_next_2 WHERE demand = 'p2'", "1"},
		{"styles", "SELECT count(*) FROM layer_styles WHERE f_table_name IN ('site_next_2', 'served_next_2', 'allocation_next_2', 'site_next_2_2')", "4"},
		{"no demand without an answer", "SELECT count(*) FROM gpkg_contents WHERE table_name LIKE '%next_2_2'", "1"},
	} {
		if got := query(t, db, c.query); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestSitingProject(t *testing.T) {
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		v := newView(sited(), lang)
		p := v.newProject(v.build(), "results.gpkg")
		g := p.groups[0]
		if g.name != v.t("选址", "Where next") || len(g.layers) != 4 {
			t.Errorf("%s: group %q with layers %q", lang, g.name, titles(g.layers))
		}
		n := len(p.themes)
		th := p.themes[n-2]
		if th.siting == nil || th.layers[0].table.name != "site_next_2" || th.layers[3].table.name != "areas_subdistrict" {
			t.Errorf("%s: theme %q of %q", lang, th.name, titles(th.layers))
		}
		w := p.words(th)
		if !strings.Contains(w.finding, "62.5 %") || !strings.Contains(w.list, "1 乙场所 +1,000") || !strings.Contains(w.remarks, v.t("问题：在 4 处中选 2 处", "Question: 2 of 4")) {
			t.Errorf("%s: words %+v", lang, w)
		}
		if p.words(p.themes[n-1]).list != "" {
			t.Errorf("%s: sites of an impossible question are listed", lang)
		}
		for _, m := range g.layers {
			if m.shown {
				t.Errorf("%s: %s shows although there are targets", lang, m.title)
			}
		}
	}
}

// TestSitingLook: every role and class has a symbol, and none that is empty.
func TestSitingLook(t *testing.T) {
	v := newView(sited(), datasets.EN)
	s := v.build().sitings[0]
	for _, c := range []struct {
		t    *table
		want []string
	}{
		{s.sites, []string{"chosen (2)", "existing (1)", "existing, given up (1)", "not chosen (1)", "barred (1)"}},
		{s.lines, []string{"newly covered", "covered before", "still not covered"}},
	} {
		var got []string
		for _, e := range c.t.look.render.entries {
			got = append(got, e.label)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.t.name, got, c.want)
		}
	}
}

func TestSitingHostile(t *testing.T) {
	const evil = `a"b'c<d>&e;|subset=1\` + "\n\x00\u202e]]>"
	r := sited()
	s := &r.Sitings[0]
	s.ID, s.Name, s.Rule, s.Source = evil, datasets.Same(evil), datasets.Same(evil), evil
	for i := range s.Sites {
		s.Sites[i].Name, s.Sites[i].ID = evil, fmt.Sprint(evil, i)
	}
	for i := range s.Allocations {
		s.Allocations[i].Demand, s.Allocations[i].Site = evil, fmt.Sprint(evil, 0)
	}
	s.Sites[1].Point, s.Sites[2].Gain, s.Allocations[0].Cost = orb.Point{math.NaN(), 400}, math.Inf(1), math.NaN()
	gpkg, _ := write(t, t.TempDir(), r, Options{})
	if got := query(t, open(t, gpkg), "SELECT count(*) FROM site_a_b_c_d_e_subset_1"); got != "6" {
		t.Errorf("%s sites, want 6", got)
	}
	v := newView(r, datasets.ZH)
	if err := wellFormed(v.newProject(v.build(), "results.gpkg").node().String()); err != nil {
		t.Error(err)
	}
}

// TestSitingOpensInQGIS: without targets the first choice shows at first.
func TestSitingOpensInQGIS(t *testing.T) {
	r := sited()
	r.Targets, r.Facilities, r.Venues = nil, nil, nil
	gpkg, qgz := write(t, t.TempDir(), r, Options{})
	s := openInQGIS(t, gpkg, qgz)
	checkLayers(t, append(s.Layers, s.Beside.Layers...))
	if want := []string{"选址点位：新增 2 处", "选址覆盖的需求：新增 2 处", "选址连线：新增 2 处", "街道"}; !slices.Equal(s.Beside.Visible, want) {
		t.Errorf("visible at first: %q, want %q", s.Beside.Visible, want)
	}
	if len(s.Beside.Layouts) != 2 {
		t.Errorf("%d layouts, want one for each choice", len(s.Beside.Layouts))
	}
}
