package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

// A degree of longitude on the equator is 111,319.49 m: homes stand 0.01°
// (1,113 m) apart on a line, A to F, with 10 to 60 children, and a venue at each.
const (
	sitingAreas = "code,name,level,lon,lat\n440307001000,甲街道,街道,10.01,0\n440307002000,乙街道,街道,10.04,0\n"
	sitingHomes = "id,name,lon,lat,people,children,subdistrict\nA,甲一,10.00,0,100,10,甲街道\nB,甲二,10.01,0,100,20,甲街道\nC,甲三,10.02,0,100,30,甲街道\nD,乙一,10.03,0,100,40,乙街道\nE,乙二,10.04,0,100,50,乙街道\nF,乙三,10.05,0,100,60,乙街道\n"
	sitingSites = "id,name,lon,lat,subdistrict,floor_m2,cost,capacity\nVA,甲一店,10.00,0,甲街道,500,10000,25\nVB,甲二店,10.01,0,甲街道,20000,20000,25\nVC,甲三店,10.02,0,甲街道,500,30000,25\nVD,乙一店,10.03,0,乙街道,500,40000,25\nVE,乙二店,10.04,0,乙街道,500,50000,25\nVF,乙三店,10.05,0,乙街道,500,,25\n"
	sitingHave  = "id,name,lon,lat,opened\nX1,老室,10.00,0,2015\nX2,未来室,10.05,0,2030\n"
)

// sitingFiles is the study of those layers with the given question.
func sitingFiles(question string) map[string]string {
	return map[string]string{
		"areas.csv": sitingAreas, "homes.csv": sitingHomes, "sites.csv": sitingSites, "have.csv": sitingHave,
		"study.yaml": "as_of: 2020-12-31\nareas: [{level: subdistrict, from: areas.csv, crs: EPSG:4326}]\n" +
			"demand: [{from: homes.csv, crs: EPSG:4326, weights: {people: people, children: children}}]\n" +
			"facilities: [{kind: nursing_room, from: have.csv, crs: EPSG:4326}]\nvenues: [{from: sites.csv, crs: EPSG:4326}]\n" +
			"siting:\n  - {id: next, kind: nursing_room, " + question + "}\n",
	}
}

// siteStudy answers the question of a study in a folder of its own.
func siteStudy(t *testing.T, files map[string]string) (*coverage.Siting, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(dir)
	if err != nil {
		return nil, err
	}
	r, err := s.Site(context.Background(), Options{NoCache: true})
	if err != nil {
		return nil, err
	}
	return &r.Sitings[0], nil
}

func chosenIDs(s *coverage.Siting) string {
	var ids []string
	for i := range s.Sites {
		if s.Sites[i].Role == coverage.RoleChosen {
			ids = append(ids, s.Sites[i].ID)
		}
	}
	return strings.Join(ids, " ")
}

// TestSitingModels: expected choices are worked out by hand from the line of
// homes. Within 1.2 km a venue serves its own home and its neighbours.
func TestSitingModels(t *testing.T) {
	for _, tt := range []struct {
		name, question string
		chosen         string // by place
		objective      float64
		before, after  float64
	}{
		// X1 serves A and B (30 children) already; VE adds D, E and F (150), VC then C.
		{"mclp", "candidates: {from: sites.csv, crs: EPSG:4326}, sites: 1, group: children, within: 1.2 km", "VE", 180, 30, 180},
		{"two", "candidates: {from: sites.csv, crs: EPSG:4326}, sites: 2, group: children, within: 1.2 km", "VE VB", 210, 30, 210},
		{"without existing", "candidates: {from: sites.csv, crs: EPSG:4326}, sites: 1, group: children, within: 1.2 km, existing: false", "VE", 150, 0, 150},
		{"venues by filter", "venues: id != \"VE\", sites: 1, group: children, within: 1.2 km", "VD", 150, 30, 150},
		{"forbidden", "venues: true, forbidden: id == \"VE\", sites: 1, group: children, within: 1.2 km", "VD", 150, 30, 150},
		{"required", "venues: true, required: id == \"VA\", sites: 1, group: children, within: 1.2 km", "VA", 30, 30, 30},
		// The large venue comes first although VE serves more.
		{"mandate", "venues: true, mandate: floor_m2 >= 10000, sites: 1, group: children, within: 1.2 km", "VB", 60, 30, 60},
		{"quota by name", "venues: true, quota: {units: [乙街道], at_most: 0}, sites: 1, group: children, within: 1.2 km", "VC", 100, 30, 100},
		{"budget", "venues: cost != nil, budget: 4万元, sites: 1, group: children, within: 1.2 km", "VD", 150, 30, 150},
		{"places", "venues: true, group: places, sites: 1, within: 1.2 km", "VD", 5, 2, 5},
		// A child counts three: F, E, D are 3 × 150 + 300 people, 60 + ... before.
		{"weights", "venues: true, weights: {children: 2, people: 1}, sites: 1, within: 1.2 km", "VE", 860, 260, 860},
		{"lscp", "venues: true, model: lscp, group: children, within: 1.2 km", "VE VB", 2, 30, 210},
		{"lscp share", "venues: true, model: lscp, share: 85%, group: children, within: 1.2 km", "VE", 1, 30, 180},
		{"p-center", "venues: true, model: p-center, sites: 2, existing: false", "VB VE", 1113.195, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := siteStudy(t, sitingFiles(tt.question))
			if err != nil {
				t.Fatal(err)
			}
			if s.Status != coverage.SitingOptimal {
				t.Fatalf("status %s: %s", s.Status, s.Why.EN)
			}
			got := strings.Fields(chosenIDs(s))
			want := strings.Fields(tt.chosen)
			if tt.name == "p-center" || strings.HasPrefix(tt.name, "lscp") || tt.name == "two" { // several do as well; how many, and what they achieve, is certain
				if len(got) != len(want) {
					t.Errorf("chosen %v, want as many as %v", got, want)
				}
			} else if !slices.Equal(got, want) {
				t.Errorf("chosen %v, want %v", got, want)
			}
			if math.Abs(*s.Objective-tt.objective) > 0.01 {
				t.Errorf("objective %v, want %v", *s.Objective, tt.objective)
			}
			if tt.after > 0 && (s.Before.People != tt.before || s.After.People != tt.after) {
				t.Errorf("before and after %v, %v, want %v, %v", s.Before.People, s.After.People, tt.before, tt.after)
			}
		})
	}
}

// TestSitingInfeasible: what would make a question possible is said in words.
func TestSitingInfeasible(t *testing.T) {
	for _, tt := range []struct{ name, question, says string }{
		{"quotas", "venues: true, sites: 1, quota: {each: subdistrict, at_least: 1}, group: children, within: 1.2 km", "open 2 (sites)"},
		{"share", "venues: true, model: lscp, share: 90%, sites: 1, group: children, within: 1.2 km, existing: false", "ask for 71.4% only (share)"},
		{"spacing", "venues: true, required: id == \"VA\" or id == \"VC\", sites: 2, spacing: 3 km, group: children, within: 1.2 km, existing: false", "ask for 2,226 m between sites (spacing)"},
		{"unreached", "venues: id == \"VF\", model: lscp, group: children, within: 1.2 km, existing: false", "offer candidates there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := siteStudy(t, sitingFiles(tt.question))
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, r := range s.Remedies {
				said = append(said, r.EN)
			}
			if s.Status != coverage.SitingInfeasible || s.Objective != nil || !slices.Contains(said, tt.says) {
				t.Errorf("%s, remedies %q, want one to be %q", s.Status, said, tt.says)
			}
		})
	}
}

// TestSitingConflict: what stands against what is named, and nothing else.
func TestSitingConflict(t *testing.T) {
	for _, tt := range []struct{ name, question, zh, en string }{
		{"budget", "venues: true, forbidden: id == \"VF\", required: id == \"VD\" or id == \"VE\", budget: 8万元, spacing: 1 km, group: children, within: 1.2 km",
			"没有选法能同时满足这些要求：预算 8 万元；必选“乙一店”；必选“乙二店”", "no choice meets all that is asked: a budget of 80,000 yuan; 乙一店 is required; 乙二店 is required"},
		{"spacing", "venues: true, required: id == \"VA\" or id == \"VC\", sites: 2, spacing: 3 km, group: children, within: 1.2 km, existing: false",
			"没有选法能同时满足这些要求：彼此（含现有设施）相距至少 3,000 m；必选“甲一店”；必选“甲三店”", "no choice meets all that is asked: 3,000 m between any two, existing ones included; 甲一店 is required; 甲三店 is required"},
		// One site covers 150 of the 210 children: D, E and F.
		{"share", "venues: true, model: lscp, share: 90%, sites: 1, group: children, within: 1.2 km, existing: false",
			"没有选法能同时满足这些要求：至多选 1 处；覆盖 90% 的儿童；至多能覆盖 150 名儿童，要求的是 189 名儿童", "no choice meets all that is asked: no more sites than 1; 90% of children covered; 150 children at most can be covered, and 189 children are asked for"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := siteStudy(t, sitingFiles(tt.question))
			if err != nil {
				t.Fatal(err)
			}
			if s.Why != (datasets.Text{ZH: tt.zh, EN: tt.en}) {
				t.Errorf("got  %s\n     %s\nwant %s\n     %s", s.Why.ZH, s.Why.EN, tt.zh, tt.en)
			}
		})
	}
}

// TestSitingFar: where costs end at a cutoff, mean and worst are still those of
// everybody. A facility stands at A and every demand point is beyond 1.5 limits
// of it but B: with all costs or with those in reach the figures are the same.
func TestSitingFar(t *testing.T) {
	const question = "venues: id == \"VB\", sites: 1, group: people, within: 1.2 km"
	files := sitingFiles(question)
	few, err := siteStudy(t, files)
	if err != nil {
		t.Fatal(err)
	}
	var homes strings.Builder // as many more homes without people as take the pairs beyond fewPairs
	homes.WriteString(files["homes.csv"])
	sites := []byte(sitingSites)
	for i := range 2100 {
		fmt.Fprintf(&homes, "Z%d,空,10.02,0,1e-9,0,甲街道\n", i)
		sites = fmt.Appendf(sites, "W%d,空店,10.05,0,乙街道,1,1,1\n", i)
	}
	files["homes.csv"], files["sites.csv"] = homes.String(), string(sites)
	files["study.yaml"] = strings.Replace(files["study.yaml"], "venues: id == \"VB\"", "venues: true, required: id == \"VB\", forbidden: id != \"VB\"", 1)
	many, err := siteStudy(t, files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		name      string
		got, want float64
	}{{"mean before", *many.Before.Mean, *few.Before.Mean}, {"worst before", *many.Before.Worst, *few.Before.Worst}, {"mean after", *many.After.Mean, *few.After.Mean}, {"worst after", *many.After.Worst, *few.After.Worst},
		{"beyond", many.After.Beyond, 0}} {
		if math.Abs(f.got-f.want) > 1e-3 {
			t.Errorf("%s is %v, want %v", f.name, f.got, f.want)
		}
	}
}

// TestSitingJunctions: of a way's junctions those in the units that take a place
// are candidates: a line of five, two of them in the unit, and an island in it.
func TestSitingJunctions(t *testing.T) {
	files := sitingFiles("candidates: {generated: {streets: walk}}, sites: 1, within: 30min, by: walk, existing: false")
	files["study.yaml"] = strings.Replace(files["study.yaml"], "areas: [{level: subdistrict, from: areas.csv, crs: EPSG:4326}]", "areas: [{level: subdistrict, from: areas.geojson}]\ntravel: {walk: {roads: line.osm}}", 1)
	files["areas.geojson"] = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲街道","code":"440307001000"},"geometry":{"type":"Polygon","coordinates":[[[9.995,-0.02],[10.015,-0.02],[10.015,0.02],[9.995,0.02],[9.995,-0.02]]]}}]}`
	files["line.osm"] = `<osm version="0.6"><node id="1" lat="0" lon="10"/><node id="2" lat="0" lon="10.01"/><node id="3" lat="0" lon="10.02"/><node id="4" lat="0" lon="10.03"/><node id="5" lat="0" lon="10.04"/>
<node id="6" lat="0.001" lon="10.01"/><node id="7" lat="0.001" lon="10.02"/><node id="8" lat="0.01" lon="10.01"/><node id="9" lat="0.0101" lon="10.01"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/><tag k="highway" v="residential"/></way>
<way id="2"><nd ref="2"/><nd ref="6"/><tag k="highway" v="residential"/></way><way id="3"><nd ref="3"/><nd ref="7"/><tag k="highway" v="residential"/></way>
<way id="4"><nd ref="8"/><nd ref="9"/><tag k="highway" v="residential"/></way></osm>`
	s, err := siteStudy(t, files)
	if err != nil {
		t.Fatal(err)
	}
	var at []string
	for i := range s.Sites {
		at = append(at, fmt.Sprintf("%.3f,%.3f", s.Sites[i].Point[0], s.Sites[i].Point[1]))
	}
	slices.Sort(at)
	if got, want := strings.Join(at, " "), "10.000,0.000 10.010,0.001"; got != want { // the junction at 10.01 is within 200 m of the end beside it
		t.Errorf("candidates at %s, want %s", got, want)
	}
}

// TestSitingPlaces: demand need not be people where places are counted.
func TestSitingPlaces(t *testing.T) {
	files := sitingFiles("venues: true, sites: 1, group: places, within: 1.2 km, existing: false")
	files["study.yaml"] = strings.Replace(files["study.yaml"], ", weights: {people: people, children: children}", "", 1)
	files["homes.csv"] = "id,name,lon,lat\nA,甲,10.00,0\nB,乙,10.01,0\nC,丙,10.02,0\n"
	s, err := siteStudy(t, files)
	if err != nil {
		t.Fatal(err)
	}
	if got := chosenIDs(s); got != "VB" || s.After.People != 3 {
		t.Errorf("chose %s for %v places, want VB for 3", got, s.After.People)
	}
}

// TestSitingErrors: every mistake is named with its line and a caret.
func TestSitingErrors(t *testing.T) {
	const ok = "group: children, within: 1.2 km"
	for _, tt := range []struct{ name, question, says, at string }{
		{"model", "venues: true, model: mclpp, sites: 1, " + ok, `the model "mclpp" is not known`, "mclpp"},
		{"no candidates", "sites: 1, " + ok, "there are no candidates", ""},
		{"two sources", "venues: true, candidates: sites.csv, sites: 1, " + ok, "candidates come from 2 sources", ""},
		{"no sites", "venues: true, " + ok, "how many sites", ""},
		{"sites zero", "venues: true, sites: 0, " + ok, `"0" is not a whole number from 1`, "0"},
		{"too many sites", "venues: true, sites: 7, " + ok, "7 sites are asked for and only 6 candidates", "7"},
		{"no within", "venues: true, sites: 1, group: children", "needs within", ""},
		{"within", "venues: true, sites: 1, within: 15 minuts", "neither a distance nor a time", "15 minuts"},
		{"time without way", "venues: true, sites: 1, within: 15min", "a time needs a way of travel", ""},
		{"way", "venues: true, sites: 1, within: 15min, by: fly", `there is no "fly" under travel`, "fly"},
		{"group", "venues: true, sites: 1, within: 1 km, group: childrn", "not a known word for group", "childrn"},
		{"both", "venues: true, sites: 1, within: 1 km, group: people, weights: {children: 2}", "group or weights", "people"},
		{"zero demand", "venues: true, sites: 1, within: 1 km, group: women", "there is no demand of", "women"},
		{"filter", "venues: true, sites: 1, mandate: flor_m2 > 3, " + ok, "unknown name flor_m2", "flor_m2"},
		{"empty filter", "venues: id == \"Q\", sites: 1, " + ok, "keeps none of 6 venues", ""},
		{"quota unit", "venues: true, sites: 1, quota: {units: [丙街道], at_most: 1}, " + ok, "甲街道、乙街道", "丙街道"},
		{"quota level", "venues: true, sites: 1, quota: {each: village, at_most: 1}, " + ok, "no layer of units of level community", "village"},
		{"quota no bound", "venues: true, sites: 1, quota: {each: subdistrict}, " + ok, "neither at_least nor at_most", "subdistrict"},
		{"quota bounds", "venues: true, sites: 1, quota: {each: subdistrict, at_least: 2, at_most: 1}, " + ok, "at_least 2 is more than at_most 1", "2"},
		{"quota too high", "venues: true, sites: 5, quota: {units: [甲街道], at_least: 4}, " + ok, "only 3 candidates", "4"},
		{"budget", "venues: true, sites: 1, budget: lots, " + ok, "not an amount of money", "lots"},
		{"no price", "venues: true, sites: 1, budget: 5万元, " + ok, "1 candidates have no cost: VF 乙三店", "5万元"},
		{"share", "venues: true, sites: 1, share: 95%, " + ok, "share goes with lscp only", "95%"},
		{"gap", "venues: true, sites: 1, gap: 2, " + ok, "not a gap from 0 to 1", "2"},
		{"solver", "venues: true, sites: 1, solver: gurobi, " + ok, "the solver \"gurobi\" is not known", "gurobi"},
		{"time limit", "venues: true, sites: 1, time_limit: soon, " + ok, "is not a time", "soon"},
		{"phases", "venues: true, sites: 5, phases: {2021: 2, 2022: 2}, " + ok, "the steps of phases sum to 4", "5"},
		{"sizes", "venues: true, sites: 1, sizes: [{name: S, cost: 5}], " + ok, "has no capacity", "S"},
		{"replace", "venues: true, sites: 1, replace: 1, " + ok, "replace needs replaceable", "1"},
		{"unknown key", "venues: true, sites: 1, radius: 1 km, " + ok, `unknown key "radius"`, "radius"},
		{"circles by street", "candidates: {generated: {circles: true}}, sites: 1, group: children", "circles need a limit", "true"},
		{"generated", "candidates: {generated: {grid: 500 m, circles: true}}, sites: 1, " + ok, "exactly one of grid, streets and circles", ""},
		{"grid without polygons", "candidates: {generated: {grid: 500 m}}, sites: 1, " + ok, "no polygons to lay a grid over", "500 m"},
		{"both required and forbidden", "venues: true, required: id == \"VA\", forbidden: id == \"VA\", sites: 1, " + ok, "both required and forbidden", ""},
		{"nothing required", "venues: true, required: id == \"Q\", sites: 1, " + ok, "required keeps none of the 6 candidates", ""},
		{"dispersion with spacing", "venues: true, model: dispersion, spacing: 1 km, sites: 2", "spacing does not go with dispersion", "1 km"},
		{"all forbidden", "venues: true, forbidden: true, sites: 1, " + ok, "all candidates are forbidden", "true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := siteStudy(t, sitingFiles(tt.question))
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%v, want a problem", err)
			}
			for _, lang := range []datasets.Lang{datasets.EN, datasets.ZH} {
				text := p.In(lang)
				if !strings.Contains(text, "study.yaml:7:") || !strings.Contains(text, "^") {
					t.Errorf("no line or caret in: %s", text)
				}
			}
			if text := p.In(datasets.EN); !strings.Contains(text, tt.says) {
				t.Errorf("got %s\nwant it to say %q", text, tt.says)
			}
			if tt.at == "" {
				return
			}
			var column int
			lines := strings.SplitN(p.Where.File, ":7:", 2)
			if _, err := fmt.Sscanf(lines[1], "%d", &column); err != nil {
				t.Fatal(err)
			}
			line := []rune(strings.Split(sitingFiles(tt.question)["study.yaml"], "\n")[6])
			if rest := string(line[column-1:]); !strings.HasPrefix(strings.TrimLeft(rest, `"'`), tt.at) && !strings.Contains(strings.SplitN(rest, ",", 2)[0], tt.at) {
				t.Errorf("the caret is at %q, want %q", rest, tt.at)
			}
		})
	}
}
