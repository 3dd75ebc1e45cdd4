package study

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(a), math.Abs(b)) }

// TestSitingFiguresAgree holds the figures of an account to each other: what
// sites newly serve sums to what the choice adds, and so on.
func TestSitingFiguresAgree(t *testing.T) {
	for _, name := range []string{"conghua", "longgang"} {
		t.Run(name, func(t *testing.T) {
			st, err := Sample(name)
			if err != nil {
				t.Fatal(err)
			}
			r, err := st.Site(context.Background(), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i := range r.Sitings {
				checkFigures(t, &r.Sitings[i])
			}
		})
	}
}

// checkFigures is for choices of most people covered.
func checkFigures(t *testing.T, s *coverage.Siting) {
	t.Helper()
	newly, gain, chosen := 0.0, 0.0, 0
	places := map[int]bool{}
	for i := range s.Sites {
		x := &s.Sites[i]
		if x.Role != coverage.RoleChosen {
			continue
		}
		chosen++
		newly, gain = newly+x.Newly, gain+x.Gain
		places[x.Place] = true
		units := 0.0
		for _, u := range x.Units {
			units += u.People
		}
		if !near(units, x.Newly) {
			t.Errorf("%s: %s newly serves %v, its units sum to %v", s.ID, x.ID, x.Newly, units)
		}
		if x.Defence.ZH == "" || x.Defence.EN == "" || x.Place != i+1 {
			t.Errorf("%s: %s at %d has place %d, defence %q", s.ID, x.ID, i, x.Place, x.Defence.EN)
		}
		if x.Shortfall != nil && x.Loss != nil && (*x.Shortfall < -1e-6 || *x.Shortfall > *x.Loss+1e-6) {
			t.Errorf("%s: %s loses %v with the runner-up and %v without any", s.ID, x.ID, *x.Shortfall, *x.Loss)
		}
	}
	more := s.After.People - s.Before.People
	if s.Status != coverage.SitingOptimal || chosen != s.Asked.Sites || len(places) != chosen {
		t.Errorf("%s: %s, %d chosen at %d places, want %d", s.ID, s.Status, chosen, len(places), s.Asked.Sites)
	}
	if !near(newly, more) || !near(gain, more) || !near(*s.Objective, s.After.People) || !near(*s.Objective, *s.Bound) {
		t.Errorf("%s: newly %v, gains %v, more %v; objective %v, bound %v, after %v", s.ID, newly, gain, more, *s.Objective, *s.Bound, s.After.People)
	}
	people, after, inUnits := 0.0, 0.0, 0
	for _, u := range s.Units {
		people, after, inUnits = people+u.People, after+u.After, inUnits+u.Chosen
		if u.Before > u.After+1e-6 || u.After > u.People+1e-6 || u.Most != nil && u.Chosen > *u.Most {
			t.Errorf("%s: unit %+v", s.ID, u)
		}
	}
	if !near(people, s.Total) || !near(after, s.After.People) || inUnits != chosen {
		t.Errorf("%s: units hold %v of %v people, %v of %v covered, %d of %d sites", s.ID, people, s.Total, after, s.After.People, inUnits, chosen)
	}
	allocated := 0.0
	for _, a := range s.Allocations {
		allocated += a.People
	}
	if !near(allocated, s.After.People) {
		t.Errorf("%s: allocations hold %v people, want %v", s.ID, allocated, s.After.People)
	}
	for k := 1; k < len(s.Curve); k++ {
		if a, b := s.Curve[k-1], s.Curve[k]; a.Objective != nil && b.Objective != nil && *b.Objective < *a.Objective-1e-6 {
			t.Errorf("%s: %d sites give %v, %d give %v", s.ID, a.Sites, *a.Objective, b.Sites, *b.Objective)
		}
	}
	if n := len(s.Phases); n > 0 && !near(s.Phases[n-1].Objective, *s.Objective) {
		t.Errorf("%s: the last phase reaches %v, want %v", s.ID, s.Phases[n-1].Objective, *s.Objective)
	}
}

// TestSitingOrder: the order of candidates and of demand in their files does not
// matter.
func TestSitingOrder(t *testing.T) {
	question := "candidates: {from: sites.csv, crs: EPSG:4326}, sites: 2, group: children, within: 1.2 km, quota: {each: subdistrict, at_most: 1}"
	one := sitingFiles(question)
	two := sitingFiles(question)
	for _, f := range []string{"sites.csv", "homes.csv", "have.csv"} {
		lines := strings.Split(strings.TrimSpace(two[f]), "\n")
		slices.Reverse(lines[1:])
		two[f] = strings.Join(lines, "\n") + "\n"
	}
	a, err := siteStudy(t, one)
	if err != nil {
		t.Fatal(err)
	}
	b, err := siteStudy(t, two)
	if err != nil {
		t.Fatal(err)
	}
	a.Steps, b.Steps = nil, nil
	a.Way, b.Way = nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Errorf("the answers differ:\n%+v\n%+v", a, b)
	}
}

// TestSitingPhases: those that come first are in the first year, and the last
// year reaches what the whole choice does.
func TestSitingPhases(t *testing.T) {
	s, err := siteStudy(t, sitingFiles("venues: true, phases: {2021: 1, 2022: 2}, mandate: floor_m2 > 10000, group: children, within: 1.2 km"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Phases) != 2 || !slices.Equal(s.Phases[0].Sites, []string{"VB"}) || len(s.Phases[1].Sites) == 0 || s.Phases[0].Objective != 60 || s.Phases[1].Objective != 210 {
		t.Errorf("phases %+v", s.Phases)
	}
}

// TestSitingCostTable: costs come from a table that is matched by ID, and what
// does not match is named.
func TestSitingCostTable(t *testing.T) {
	table := "demand,site,cost (min)\n"
	for _, d := range "ABCDEF" {
		for _, s := range "ABCDEF" {
			table += string(d) + ",V" + string(s) + "," + map[bool]string{true: "5", false: "30"}[d == s || d == 'F'] + "\n"
		}
	}
	for _, tt := range []struct{ name, table, says string }{
		{"right", table, ""},
		{"unknown site", table + "A,VQ,3\n", "keys are in no layer of candidates and facilities: VQ"},
		{"unknown demand", table + "Q,VA,3\n", "keys are in no layer of demand: Q"},
		{"missing demand", strings.ReplaceAll(table, "\nC,", "\nB,") + "", "stands twice"},
		{"twice", table + "A,VA,3\n", "the cost from A to VA stands twice"},
		{"negative", strings.Replace(table, "A,VA,5", "A,VA,-5", 1), `"-5" is not a cost`},
		{"no unit", strings.Replace(table, "cost (min)", "cost", 1), "what unit the costs are in"},
		{"other unit", strings.Replace(table, "cost (min)", "cost (km)", 1), "the table's costs are in km"},
		{"no column", strings.Replace(table, "site", "sight", 1), "no column of site"},
		{"rows missing", strings.Join(slices.DeleteFunc(strings.SplitAfter(table, "\n"), func(l string) bool { return strings.HasPrefix(l, "C,") }), ""), "no row for 1 of the demand: C"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := sitingFiles("venues: true, sites: 2, group: children, within: 10min, existing: false, costs: costs.csv")
			files["costs.csv"] = tt.table
			s, err := siteStudy(t, files)
			var p *datasets.Problem
			switch {
			case tt.says == "" && err != nil:
				t.Fatal(err)
			case tt.says == "": // every site serves its home and F: E's is best, then D's
				if s.After.People != 150 || s.Unit != "s" {
					t.Errorf("covered %v in %s, want 150 in s", s.After.People, s.Unit)
				}
			case !errors.As(err, &p) || !strings.Contains(p.In(datasets.EN), tt.says):
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

// TestSitingCapacity: no site serves more than its capacity: with 25 places each
// two sites serve 50 of the children.
func TestSitingCapacity(t *testing.T) {
	s, err := siteStudy(t, sitingFiles("venues: true, sites: 2, group: children, within: 1.2 km, existing: false, capacity: true"))
	if err != nil {
		t.Fatal(err)
	}
	load := map[string]float64{}
	for _, a := range s.Allocations {
		load[a.Site] += a.People
	}
	if s.After.People != 50 || len(load) != 2 {
		t.Errorf("covered %v with loads %v, want 50", s.After.People, load)
	}
	for id, v := range load {
		if v > 25+1e-6 {
			t.Errorf("%s serves %v", id, v)
		}
	}
}

// TestSitingKeepsTheBest: a search that is interrupted is answered by its best,
// in full.
func TestSitingKeepsTheBest(t *testing.T) {
	st, err := Sample("conghua")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	o := Options{KeepBest: true, Sitings: []string{"nursing-8"}, Progress: func(s Step) {
		if s.Stage == Siting && strings.Contains(s.What, "/") { // the first solution is known
			stop()
		}
	}}
	r, err := st.Site(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if s := &r.Sitings[0]; len(chosenIDs(s)) == 0 || s.After.People == 0 {
		t.Errorf("nothing is kept: %s, %s", s.Status, s.Why.EN)
	}
}

// TestSitingShenzhen: of 491 zones 339 have a station within 1 km of their
// inner point, and ten more, wherever they stand, can serve 24 more: CBC 2.10.8
// finds the same on the 2,529 points of the circles with distances of a script.
func TestSitingShenzhen(t *testing.T) {
	dir := shenzhen(t)
	s, err := AskFiles(&SitingFiles{
		Demand:   SitingLayer{From: dir + "/SZ_districts.shp", Columns: map[string]string{"id": "TAZID"}},
		Existing: SitingLayer{From: dir + "/stations.csv", CRS: "EPSG:4326", Columns: map[string]string{"id": "station_id"}},
		Keys:     map[string]any{"candidates": map[string]any{"generated": map[string]any{"circles": true}}, "group": "places", "within": "1 km", "sites": 10},
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Site(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := &r.Sitings[0]; got.Status != coverage.SitingOptimal || got.Total != 491 || got.Before.People != 339 || got.After.People != 363 {
		t.Errorf("%s, %v → %v of %v, want 339 → 363 of 491", got.Status, got.Before.People, got.After.People, got.Total)
	}
}

// TestSitingSanFrancisco: the values of spopt (pysal) in expected.json, with
// costs joined by key: p-median of four 2,982.127 m in the mean, most people
// within 5 km with four 875,247, and eight for all.
func TestSitingSanFrancisco(t *testing.T) {
	dir := filepath.Join(filepath.Dir(shenzhen(t)), "sanfrancisco")
	for _, tt := range []struct {
		keys   map[string]any
		people float64
		mean   float64
		sites  string
	}{
		{map[string]any{"model": "p-median", "sites": 4}, 955113, 2982.126858, "Store_11 Store_12 Store_15 Store_2"},
		{map[string]any{"model": "mclp", "sites": 4, "within": "5 km"}, 875247, 0, "Store_11 Store_12 Store_15 Store_2"},
		{map[string]any{"model": "mclp", "sites": 1, "within": "5 km"}, 448255, 0, "Store_16"},
		{map[string]any{"model": "lscp", "within": "5 km"}, 955113, 0, ""},
	} {
		q := &SitingFiles{
			Demand:     SitingLayer{From: filepath.Join(dir, "SF_demand_205_centroid_uniform_weight.csv"), Columns: map[string]string{"id": "NAME"}},
			Weights:    map[string]string{"people": "POP2000"},
			Candidates: SitingLayer{From: filepath.Join(dir, "SF_store_site_16_longlat.csv"), Columns: map[string]string{"id": "NAME"}},
			Costs:      SitingLayer{From: filepath.Join(dir, "SF_network_distance_candidateStore_16_censusTract_205_new.csv"), Columns: map[string]string{"demand": "DestinationName", "site": "name", "cost": "distance"}},
			CostsUnit:  "m", Keys: tt.keys,
		}
		st, err := AskFiles(q)
		if err != nil {
			t.Fatal(err)
		}
		r, err := st.Site(context.Background(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := &r.Sitings[0]
		ids := strings.Fields(chosenIDs(s))
		slices.Sort(ids)
		if s.Status != coverage.SitingOptimal || s.After.People != tt.people || tt.mean > 0 && math.Abs(*s.After.Mean-tt.mean) > 1e-3 || tt.sites != "" && strings.Join(ids, " ") != tt.sites || tt.sites == "" && len(ids) != 8 {
			t.Errorf("%v: %s, %v people, mean %v, %v", tt.keys, s.Status, s.After.People, *s.After.Mean, ids)
		}
	}
}
