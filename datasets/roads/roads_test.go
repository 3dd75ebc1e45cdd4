package roads

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/network"
)

// table makes a layer with one column for each header and one record for each
// row of cells; the geometries are given beside.
func table(headers []string, rows [][]string, shapes ...orb.Geometry) *datasets.Table {
	t := &datasets.Table{File: "道路.shp", Format: "Shapefile", Spatial: true, Columns: headers}
	for i, g := range shapes {
		rec := datasets.Record{Row: i + 1, Values: make([]string, len(headers)), Geometry: g}
		if i < len(rows) {
			copy(rec.Values, rows[i])
		}
		t.Records = append(t.Records, rec)
	}
	return t
}

func line(xy ...float64) orb.LineString {
	var l orb.LineString
	for i := 0; i < len(xy); i += 2 {
		l = append(l, orb.Point{xy[i], xy[i+1]})
	}
	return l
}

// written is the tags of a way, as key=value.
func written(tags network.Tags) string {
	var out []string
	for _, t := range tags {
		out = append(out, t.Key+"="+t.Value)
	}
	return strings.Join(out, " ")
}

func read(t *testing.T, tab *datasets.Table, o Options) (*network.Roads, Report) {
	t.Helper()
	r, report, err := Read(context.Background(), tab, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, report
}

// counts gives the findings as rule → count.
func counts(findings []datasets.Finding) map[string]int {
	out := map[string]int{}
	for _, f := range findings {
		out[f.Rule] += f.Count
	}
	return out
}

func TestTags(t *testing.T) {
	for _, c := range []struct {
		name    string
		headers []string
		cells   []string
		want    string
	}{
		{"Chinese headers", []string{"道路等级", "限速", "单行", "名称"}, []string{"主干路", "60", "是", "龙岗大道"}, "highway=primary name=龙岗大道 maxspeed=60 oneway=yes"},
		{"headers that a Shapefile cut", []string{"道路等", "设计速", "是否单"}, []string{"支路", "30公里/小时", "否"}, "highway=tertiary maxspeed=30 oneway=no"},
		{"a unit in the header", []string{"类型", "速度（m/s）"}, []string{"次干路", "10"}, "highway=secondary maxspeed=36"},
		{"Geofabrik", []string{"osm_id", "code", "fclass", "name", "ref", "oneway", "maxspeed", "layer", "bridge", "tunnel"}, []string{"4", "5113", "primary", "A", "", "B", "0", "1", "T", "F"}, "highway=primary name=A oneway=no bridge=yes layer=1"},
		{"GDAL's lines", []string{"highway", "other_tags"}, []string{"residential", `"oneway"=>"-1","foot"=>"no"`}, "highway=residential oneway=-1 foot=no"},
		{"a column overrules the tags", []string{"highway", "oneway", "other_tags"}, []string{"service", "yes", `"oneway"=>"no"`}, "highway=service oneway=yes"},
		{"one column a tag", []string{"highway", "junction", "access", "sidewalk"}, []string{"tertiary", "roundabout", "private", "both"}, "highway=tertiary access=private junction=roundabout sidewalk=both"},
		{"people and bicycles", []string{"等级", "步行", "骑行", "机动车"}, []string{"内部道路", "允许", "1", "禁止"}, "highway=service foot=yes bicycle=yes motor_vehicle=no"},
		{"a motorway is drawn once", []string{"等级"}, []string{"高速公路"}, "highway=motorway oneway=no"},
		{"a ferry", []string{"highway", "route"}, []string{"", "ferry"}, "route=ferry"},
		{"ferry by class", []string{"等级"}, []string{"渡口"}, "route=ferry"},
		{"a greenway", []string{"等级"}, []string{"绿道"}, "highway=cycleway foot=yes"},
		{"no column at all", nil, nil, "highway=unclassified"},
		{"type that is something else", []string{"type", "道路类别"}, []string{"沥青", "县道"}, "highway=secondary"},
		{"a bridge without level", []string{"class", "桥梁"}, []string{"trunk", "是"}, "highway=trunk bridge=yes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := read(t, table(c.headers, [][]string{c.cells}, line(0, 0, 1, 0)), Options{})
			if got := written(r.Ways[0].Tags); len(r.Ways) != 1 || got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if !r.Lines || r.File != "道路.shp" || r.Ways[0].ID != 1 {
				t.Errorf("got lines %v of %q with id %d, want true, 道路.shp, 1", r.Lines, r.File, r.Ways[0].ID)
			}
		})
	}
}

func TestClasses(t *testing.T) {
	for word, want := range map[string]string{
		"高速公路": "motorway", "高速匝道": "motorway_link", "城市快速路": "trunk", "快速路": "trunk", "匝道": "trunk_link", "国道": "trunk", "省道": "primary", "县道": "secondary",
		"乡道": "tertiary", "村道": "unclassified", "主干路": "primary", "城市主干道": "primary", "次干路": "secondary", "城市次干道": "secondary", "支路": "tertiary", "城市支路": "tertiary",
		"小区道路": "residential", "内部道路": "service", "步行道": "footway", "人行道": "footway", "步道": "footway", "步行街": "pedestrian", "自行车道": "cycleway", "非机动车道": "cycleway",
		"台阶": "steps", "高速公路辅路": "tertiary", "规划主干路": "proposed", "在建快速路": "construction", "一级公路": "primary", "四级公路": "unclassified", "等外公路": "unclassified",
		"人行天桥": "footway", "机耕路": "track", "巷道": "living_street", "街道": "residential", "登山道": "path",
		"motorway_link": "motorway_link", "track_grade2": "track", "Residential": "residential", "Local Street": "residential", "unknown": "unclassified", "Expressway": "motorway",
		"铁路": "", "river": "", "水泥路": "", "5": "",
	} {
		if got := classOf(word).tags.Get("highway"); got != want {
			t.Errorf("%s: got highway=%q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]string{"主干路": "primary", "轮渡": "ferry", "trunk": "trunk", "铁路": "", "水泥路": "", "": ""} {
		if got, ok := Class(word); got != want || ok != (want != "") {
			t.Errorf("%s: got the class %q, %v, want %q", word, got, ok, want)
		}
	}
	if got := classOf("铁路").verdict; got != noStreet {
		t.Errorf("铁路: got verdict %d, want no street", got)
	}
	if got := classOf("水泥路").verdict; got != unknownClass {
		t.Errorf("水泥路: got verdict %d, want unknown", got)
	}
}

func TestParseSpeed(t *testing.T) {
	for cell, want := range map[string]struct {
		kmh float64
		as  reading
	}{
		"40": {40, readFine}, "40km/h": {40, readFine}, "40 公里/小时": {40, readFine}, "４０ＫＭ／Ｈ": {40, readFine}, "40.0": {40, readFine}, "约30": {30, readFine},
		"30 mph": {48.28032, readFine}, "10m/s": {36, readFine}, "60;80": {60, readFine}, "": {0, readNothing}, "none": {0, readNothing}, "CN:urban": {0, readNothing},
		"0": {0, readZero}, "0.0 km/h": {0, readZero}, "-5": {0, readNegative}, "－5": {0, readNegative}, "–20": {0, readNegative}, "慢": {0, readText}, "40-60": {0, readText}, "40–60": {0, readText}, "1e9": {0, readText},
		"999": {0, readWild}, "255": {0, readWild}, "0.3": {0, readWild}, "NaN": {0, readText}, "40迈": {0, readText},
	} {
		kmh, as := parseSpeed(cell, 1)
		if math.Abs(kmh-want.kmh) > 1e-9 || as != want.as {
			t.Errorf("%q: got %v (%d), want %v (%d)", cell, kmh, as, want.kmh, want.as)
		}
	}
}

func TestOneways(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []string
		want  string // values, ! where not understood, x where closed
	}{
		{"from, to, both", []string{"F", "T", "B", ""}, "yes -1 no _"},
		{"FT and TF", []string{"FT", "TF", "N", ""}, "yes -1 nox _"},
		{"truth values", []string{"T", "F", "T"}, "yes no yes"},
		{"OpenStreetMap", []string{"yes", "no", "-1", "reversible", ""}, "yes no -1 reversible _"},
		{"numbers", []string{"1", "0", "-1"}, "yes no -1"},
		{"Chinese", []string{"是", "否", "单行", "双向", "反向", "潮汐"}, "yes no yes no -1 reversible"},
		{"codes that are not told apart", []string{"2", "3", "1"}, "_! _! yes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab := &datasets.Table{Columns: []string{"oneway"}}
			for _, cell := range c.cells {
				tab.Records = append(tab.Records, datasets.Record{Values: []string{cell}})
			}
			o := newOneways(tab, 0)
			var got []string
			for _, cell := range c.cells {
				value, closed, ok := o.value(cell)
				if value == "" {
					value = "_"
				}
				if closed {
					value += "x"
				}
				if !ok {
					value += "!"
				}
				got = append(got, value)
			}
			if got := strings.Join(got, " "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Every cell that cannot be used is counted with its row, and the road stays.
func TestFindings(t *testing.T) {
	l := line(0, 0, 1, 0)
	tab := table([]string{"等级", "限速", "单行", "步行", "层级", "other_tags", "类别"}, [][]string{
		{"水泥路", "0", "?", "也许", "二", `"a"`, ""},
		{"水泥路", "-4", "2", "", "0.5", "", ""},
		{"沥青", "慢", "", "", "", "", ""},
		{"支路", "999", "", "", "", "", ""},
		{"规划路", "", "", "", "", "", ""},
		{"铁路", "0", "", "", "", "", ""},
		{"支路"}, {"支路"}, {"支路"},
	}, l, l, l, l, l, l, orb.Point{1, 1}, nil, orb.MultiLineString{line(1, 1, 1.00000001, 1), line(2, 2, 3, 3)})
	r, report := read(t, tab, Options{Layer: "道路"})
	want := map[string]int{
		ruleUnknownClass: 3, ruleSpeedZero: 1, ruleSpeedNegative: 1, ruleSpeedText: 1, ruleSpeedWild: 1, ruleOneway: 2, ruleAnswer: 1, ruleLevel: 2,
		ruleTagsUnreadable: 1, rulePlanned: 1, ruleNoStreet: 1, ruleNotALine: 1, ruleNoGeometry: 1, ruleDegenerate: 1, ruleTwoColumns: 1,
	}
	if d := cmp.Diff(counts(report.Findings), want); d != "" {
		t.Errorf("findings (got, want):\n%s", d)
	}
	if len(r.Ways) != 6 {
		t.Errorf("got %d ways, want 6", len(r.Ways))
	}
	if l := report.Layer; l.Layer != "道路" || l.Role != "roads" || l.Read != 9 || l.Used != 6 || l.Dropped != 3 {
		t.Errorf("got report %+v, want 9 read, 6 used, 3 dropped", l)
	}
	for _, f := range report.Findings {
		if f.Layer != "道路" || len(f.Examples) == 0 || strings.Contains(f.Text.ZH+f.Text.EN, "%!") {
			t.Errorf("finding %s is not whole: %+v", f.Rule, f)
		}
		switch f.Rule {
		case ruleUnknownClass:
			if !strings.Contains(f.Text.ZH, "“水泥路” 2 条、“沥青” 1 条") {
				t.Errorf("got %q, want the words with their counts", f.Text.ZH)
			}
		case ruleSpeedNegative:
			if e := f.Examples[0]; e.Row != 2 || e.Column != "限速" || e.Value != "-4" {
				t.Errorf("got example %+v, want row 2, 限速, -4", e)
			}
		}
	}
}

func TestNodes(t *testing.T) {
	for _, c := range []struct {
		name   string
		header []string
		rows   [][]string
		shapes []orb.Geometry
		want   string // nodes of each way
		points int
	}{
		{"ends meet", nil, nil, []orb.Geometry{line(0, 0, 1, 0), line(1, 0, 2, 0)}, "[0 1] [1 2]", 3},
		{"a shared point inside", nil, nil, []orb.Geometry{line(0, 0, 1, 0, 2, 0), line(1, 1, 1, 0, 1, -1)}, "[0 1 2] [3 1 4]", 5},
		{"equal to a centimetre", nil, nil, []orb.Geometry{line(0, 0, 1, 0), line(1.00000004, 0, 2, 0)}, "[0 1] [1 2]", 3},
		{"a decimetre apart", nil, nil, []orb.Geometry{line(0, 0, 1, 0), line(1.000001, 0, 2, 0)}, "[0 1] [2 3]", 4},
		{"crossing without a point", nil, nil, []orb.Geometry{line(0, 0, 2, 0), line(1, 1, 1, -1)}, "[0 1] [2 3]", 4},
		{"parts", nil, nil, []orb.Geometry{orb.MultiLineString{line(0, 0, 1, 0), line(1, 0, 1, 1)}}, "[0 1] [1 2]", 3},
		{"a collection", nil, nil, []orb.Geometry{orb.Collection{orb.Point{9, 9}, line(0, 0, 1, 0)}}, "[0 1]", 2},
		{"a point twice", nil, nil, []orb.Geometry{line(0, 0, 1, 0, 1, 0, 2, 0)}, "[0 1 2]", 3},
		{"a loop", nil, nil, []orb.Geometry{line(0, 0, 1, 0, 1, 1, 0, 0)}, "[0 1 2 0]", 3},
		{"a bridge over a street", []string{"bridge"}, [][]string{{"F"}, {"T"}}, []orb.Geometry{line(0, 0, 1, 0, 2, 0), line(1, 1, 1, 0, 1, -1)}, "[0 1 2] [3 4 5]", 6},
		{"the end of a bridge", []string{"level"}, [][]string{{"0"}, {"1"}}, []orb.Geometry{line(0, 0, 1, 0, 2, 0), line(1, 0, 1, -1)}, "[0 1 2] [1 3]", 4},
		{"stairs up to a bridge", []string{"level"}, [][]string{{"1"}, {"0"}}, []orb.Geometry{line(0, 0, 1, 0, 2, 0), line(1, 0, 1, -1)}, "[0 1 2] [1 3]", 4},
		{"not numbers", nil, nil, []orb.Geometry{line(0, 0, math.NaN(), 1, 1, 0, 400, 0)}, "[0 1]", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := read(t, table(c.header, c.rows, c.shapes...), Options{})
			var got []string
			for _, w := range r.Ways {
				got = append(got, fmt.Sprint(w.Nodes))
			}
			if got := strings.Join(got, " "); got != c.want || len(r.Points) != c.points {
				t.Errorf("got %s over %d points, want %s over %d", got, len(r.Points), c.want, c.points)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	l := line(0, 0, 1, 0)
	square := orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}
	for _, c := range []struct {
		name    string
		table   *datasets.Table
		options Options
		want    string
	}{
		{"polygons", table(nil, nil, square), Options{}, "holds no lines (1 rows are Polygon)"},
		{"points", table(nil, nil, orb.Point{1, 1}), Options{}, "holds no lines (1 rows are Point)"},
		{"nothing", table(nil, nil), Options{}, "empty"},
		{"rivers", table([]string{"highway"}, [][]string{{""}}, l), Options{}, "is a street"},
		{"no length", table(nil, nil, line(0, 0, 0, 0)), Options{}, "none of the 1 lines has any length"},
		{"a table without geometries", &datasets.Table{File: "a.csv", Records: []datasets.Record{{Row: 2}}}, Options{}, "no geometries"},
		{"a column that is not there", table([]string{"级"}, nil, l), Options{Columns: map[string]string{"class": "级别"}}, "did you mean \"级\""},
		{"a field that is none", table([]string{"级"}, nil, l), Options{Columns: map[string]string{"lanes": "级"}}, "not a field of roads"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := Read(context.Background(), c.table, c.options)
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Fatalf("got %v, want a problem", err)
			}
			if !strings.Contains(p.In(datasets.EN), c.want) || p.What.ZH == "" || p.Hint.IsZero() {
				t.Errorf("got %q, want %q and a hint", p.In(datasets.EN), c.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Read(ctx, table(nil, nil, l), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want %v", err, context.Canceled)
	}
}

// Columns that are named overrule the headers, and the report says who decided.
func TestNamedColumns(t *testing.T) {
	tab := table([]string{"等级", "档次", "备注"}, [][]string{{"支路", "主干路", "好"}}, line(0, 0, 1, 0))
	r, report := read(t, tab, Options{Columns: map[string]string{"class": "档次"}})
	if got := r.Ways[0].Tags.Get("highway"); got != "primary" {
		t.Errorf("got highway=%s, want primary", got)
	}
	want := []datasets.ColumnUse{{Column: "等级", By: "attribute"}, {Column: "档次", Meaning: "class", By: "study"}, {Column: "备注", By: "attribute"}}
	if d := cmp.Diff(report.Layer.Columns, want); d != "" {
		t.Errorf("columns (got, want):\n%s", d)
	}
	if l := report.Layer.Layer; l != "道路.shp" {
		t.Errorf("got layer %q, want the file's name", l)
	}
}

func TestParseTags(t *testing.T) {
	for cell, want := range map[string]string{
		`"a"=>"b"`: "a=b true", `"a"=>"b","c:d"=>"e, f"`: "a=b c:d=e, f true", `"a"=>"say \"no\"","b"=>"\\"`: `a=say "no" b=\ true`,
		`"a"=>NULL,"b"=>"c"`: "b=c true", `"a"=>"b", "c"=>"d"`: "a=b c=d true", `{"b":"c","a":"d"}`: "a=d b=c true",
		`"a"`: " false", `"a"=>"b`: " false", `"a"=>"b";`: "a=b false", `{`: " false", `a=>b`: " false",
	} {
		tags, ok := parseTags(cell)
		if got := fmt.Sprint(written(tags), " ", ok); got != want {
			t.Errorf("%s: got %q, want %q", cell, got, want)
		}
	}
}

// Whatever a cell holds, reading it ends, and a layer's input stays as it was.
func FuzzRead(f *testing.F) {
	f.Add("主干路", "40km/h", "B", `"foot"=>"no"`, 113.5, 22.5)
	f.Add("", "-0", "TF", `{"a":1}`, math.NaN(), 1e300)
	f.Add("motorway;trunk", "9e9", "\xff", `"\`, -180.0, 90.0)
	f.Fuzz(func(t *testing.T, class, speed, oneway, tags string, x, y float64) {
		tab := table([]string{"等级", "限速", "单行", "other_tags"}, [][]string{{class, speed, oneway, tags}}, line(0, 0, x, y, 1, 1))
		before := fmt.Sprint(tab.Records)
		r, _, err := Read(context.Background(), tab, Options{})
		if fmt.Sprint(tab.Records) != before {
			t.Error("the input was changed")
		}
		if err != nil {
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Errorf("not a problem for users: %v", err)
			}
			return
		}
		for _, w := range r.Ways {
			for _, n := range w.Nodes {
				if int(n) >= len(r.Points) {
					t.Errorf("node %d of %d", n, len(r.Points))
				}
			}
		}
	})
}
