package gis

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// walked is the made result with its reach target on foot: the metres become
// seconds, the ground squares around the first demand point.
func walked() (*coverage.Result, *coverage.Ledger) {
	r := madeResult()
	l := &r.Targets[1]
	l.Way = &coverage.Way{ID: "walk", Name: datasets.T("步行", "on foot"), Note: datasets.T("沿路网", "along streets"), Unit: "s"}
	mid := *r.Demand.Point(0)
	for i := range l.Thresholds {
		d := 0.01 * float64(i+1)
		l.Thresholds[i].Unit, l.Thresholds[i].AreaKM2 = "s", float64(i+1)
		l.Thresholds[i].Within = 300 * float64(i+1)
		l.Thresholds[i].Ground = orb.MultiPolygon{{{{mid[0] - d, mid[1] - d}, {mid[0] + d, mid[1] - d}, {mid[0] + d, mid[1] + d}, {mid[0] - d, mid[1] + d}, {mid[0] - d, mid[1] - d}}}}
	}
	l.Streets = []coverage.Street{{Line: orb.LineString{mid, {mid[0] + 0.005, mid[1]}}, Most: 300}, {Line: orb.LineString{{mid[0] + 0.005, mid[1]}, {mid[0] + 0.01, mid[1]}}, Band: 1, Least: 300, Most: 600}}
	l.OffStreet = &coverage.OffStreet{Demand: []coverage.OffPlace{{ID: r.Demand.ID(2), Why: datasets.T("离路 900 m", "900 m off")}}}
	return r, l
}

func TestReachTables(t *testing.T) {
	r, _ := walked()
	gpkg, _ := write(t, t.TempDir(), r, Options{})
	db := open(t, gpkg)
	for _, c := range []struct{ name, query, want string }{
		{"the widest ground first", "SELECT group_concat(within || '/' || minutes || '/' || area_km2 || '/' || ifnull(meters, 'NULL'), ',') FROM isochrones", "10 分钟/10.0/2.0/NULL,5 分钟/5.0/1.0/NULL"},
		{"streets by band", "SELECT group_concat(band || '/' || within || '/' || minutes_least || '-' || minutes_most, ',') FROM streets_reached", "0/≤ 5 分钟/0.0-5.0,1/5–10 分钟/5.0-10.0"},
		{"lines", "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'streets_reached'", "LINESTRING"},
		{"why off the streets", "SELECT count(*) || '/' || max(off_nursing_1km) FROM demand WHERE class_nursing_1km = 'off' AND off_nursing_1km IS NOT NULL", "1/离路 900 m"},
		{"minutes", "SELECT count(*) FROM demand WHERE minutes_nursing_1km * 60 > 3000.001", "0"},
		{"no metres", "SELECT count(*) FROM pragma_table_info('demand') WHERE name = 'cost_nursing_1km'", "0"},
		{"styles", "SELECT count(*) FROM layer_styles WHERE f_table_name IN ('isochrones', 'streets_reached')", "2"},
	} {
		if got := query(t, db, c.query); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestCatchments: facilities carry their load; lines join demand with them.
func TestCatchments(t *testing.T) {
	r, l := walked()
	load, f := 75.0, ""
	for i := range r.Facilities {
		if r.Facilities[i].Point != nil {
			f = r.Facilities[i].ID
			break
		}
	}
	l.Catchments = &coverage.Catchments{Served: 30, Full: 5, Facilities: []coverage.FacilityLoad{{Facility: f, Capacity: 40, People: 30, Load: &load, Nearest: 35}, {Facility: "unknown"}},
		Shares: []coverage.FacilityShare{{Demand: r.Demand.ID(0), Facility: f, People: 30, Cost: 90}, {Demand: "unknown", Facility: f, People: 1}}}
	gpkg, _ := write(t, t.TempDir(), r, Options{})
	db := open(t, gpkg)
	for _, c := range []struct{ name, query, want string }{
		{"loads", "SELECT group_concat(id || '/' || capacity || '/' || people || '/' || ifnull(load, 'NULL') || '/' || nearest_people, ',') FROM facility_loads", f + "/40.0/30.0/75.0/35.0,unknown/0.0/0.0/NULL/0.0"},
		{"points", "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'facility_loads'", "POINT"},
		{"lines", "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'catchments'", "LINESTRING"},
		{"shares", "SELECT group_concat(demand || '/' || people || '/' || minutes, ',') FROM catchments WHERE people > 1", r.Demand.ID(0) + "/30.0/1.5"},
		{"styles", "SELECT count(*) FROM layer_styles WHERE f_table_name IN ('facility_loads', 'catchments')", "2"},
		{"people without a place", "SELECT count(*) FROM pragma_table_info('demand') WHERE name = 'full_nursing_1km'", "1"},
	} {
		if got := query(t, db, c.query); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestReachTheme(t *testing.T) {
	for _, c := range []struct {
		name string
		bend func(l *coverage.Ledger)
		want []string // layers from the top, besides facilities and units
	}{
		{"whole", func(*coverage.Ledger) {}, []string{"demand", "streets_reached", "isochrones"}},
		{"no ground", func(l *coverage.Ledger) {
			for i := range l.Thresholds {
				l.Thresholds[i].Ground = nil
			}
		}, []string{"demand", "streets_reached"}},
		{"no streets", func(l *coverage.Ledger) { l.Streets = nil }, []string{"demand", "isochrones"}},
		{"no points", func(l *coverage.Ledger) { l.Points = coverage.PointRows{} }, nil},
		{"in a straight line", func(l *coverage.Ledger) { l.Way.ID = "straight" }, nil},
	} {
		r, l := walked()
		c.bend(l)
		v := newView(r, datasets.ZH)
		p := v.newProject(v.build(), "results.gpkg")
		var got []string
		order := map[string]int{}
		for i, m := range p.layers() {
			order[m.id] = i
		}
		at := 0
		for _, th := range p.themes {
			if th.ledger != l {
				continue
			}
			for _, m := range th.layers {
				if slices.Contains([]string{"demand", "streets_reached", "isochrones"}, m.table.name) {
					got = append(got, m.table.name)
					if order[m.id] < at {
						t.Errorf("%s: %s lies too high", c.name, m.table.name)
					}
					at = order[m.id]
				}
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: layers %q, want %q", c.name, got, c.want)
		}
	}
}

func TestReachRemarks(t *testing.T) {
	r, l := walked()
	s := strings.Join(newView(r, datasets.ZH).mapRemarks(l), "\n")
	for _, want := range []string{"出行方式：步行：沿路网", "不在路网上：需求点 1 个"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is not in %s", want, s)
		}
	}
}
