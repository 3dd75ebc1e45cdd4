package osm

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	paulmach "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmxml"
)

// TestTable reads the schools of the made crossing.
func TestTable(t *testing.T) {
	for _, waysFirst := range []bool{false, true} {
		got, err := Table(context.Background(), crossing().pbf(waysFirst), "x.osm.pbf#amenity=school,healthcare", "amenity=school,healthcare")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{"osm_id", "name", "amenity", "building"}, got.Columns); d != "" {
			t.Errorf("columns (-want +got):\n%s", d)
		}
		want := []datasets.Record{
			{Row: 1, ID: "way/15", Values: []string{"way/15", "学校", "school;college", "yes"}, Geometry: orb.Polygon{{{114, 22}, {114.001, 22}, {114.001, 22.001}, {114, 22}}}},
			{Row: 2, ID: "way/16", Values: []string{"way/16", "", "school", ""}, Geometry: orb.LineString{{114.0005, 22.0005}, {114.001, 22.0005}}},
			{Row: 3, ID: "relation/21", Values: []string{"relation/21", "", "school", ""}, Geometry: orb.Polygon{{{114.0005, 22.0005}, {114.001, 22.0005}, {114.001, 22.001}, {114.0005, 22.0005}}}},
			{Row: 4, ID: "relation/22", Values: []string{"relation/22", "", "school", ""}, Geometry: orb.Point{114.0005, 22.00025}},
		}
		if d := cmp.Diff(want, got.Records); d != "" {
			t.Errorf("records (-want +got):\n%s", d)
		}
		if len(got.Findings) != 1 || got.Findings[0].Rule != "relation-center" || got.Findings[0].Count != 1 {
			t.Errorf("findings %v", got.Findings)
		}
	}
}

// TestAreas puts multipolygons together: two shells, the second in two ways that
// run against each other, with a hole; and one that stays open.
func TestAreas(t *testing.T) {
	m := &town{}
	square := func(id int64, x, y, side float64) {
		m.node(id, x, y)
		m.node(id+1, x+side, y)
		m.node(id+2, x+side, y+side)
		m.node(id+3, x, y+side)
	}
	square(1, 0, 0, 1)
	square(11, 10, 10, 4)
	square(21, 11, 11, 1)
	m.way(1, []int64{1, 2, 3, 4, 1})
	m.way(2, []int64{11, 12, 13})
	m.way(3, []int64{11, 14, 13})
	m.way(4, []int64{21, 22, 23, 24, 21})
	outer := func(id int64) member { return member{id, memberWay, "outer"} }
	m.relation(1, []member{outer(1), outer(2), {4, memberWay, "inner"}, outer(3)}, "type", "multipolygon", "landuse", "a")
	m.relation(2, []member{outer(1), outer(2)}, "type", "multipolygon", "landuse", "b")
	m.relation(3, []member{outer(99)}, "type", "multipolygon", "landuse", "c")
	m.relation(4, []member{{4, memberWay, ""}}, "type", "boundary", "landuse", "d")
	got, err := Table(context.Background(), m.pbf(false), "x", "landuse")
	if err != nil {
		t.Fatal(err)
	}
	ring := func(x, y, side float64) orb.Ring {
		return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
	}
	hole := orb.Ring{{11, 11}, {11, 12}, {12, 12}, {12, 11}, {11, 11}} // clockwise
	want := []orb.Geometry{
		orb.MultiPolygon{{ring(0, 0, 1)}, {ring(10, 10, 4), hole}},
		orb.Point{7, 7}, // the middle of 0 to 14
		nil,
		orb.Polygon{ring(11, 11, 1)},
	}
	for i, w := range want {
		if g := got.Records[i].Geometry; !(g == nil && w == nil) && (g == nil || w == nil || !orb.Equal(g, w)) {
			t.Errorf("%s: %v, want %v", got.Records[i].ID, g, w)
		}
	}
}

func TestEncloses(t *testing.T) {
	for _, c := range []struct {
		tags string
		want bool
	}{
		{"amenity=school", true}, {"highway=residential", false}, {"highway=pedestrian area=yes", true}, {"barrier=fence", false},
		{"barrier=fence landuse=allotments", true}, {"amenity=school area=no", false}, {"leisure=track", false}, {"natural=coastline", false},
		{"craft=brewery", true}, {"building=no highway=service", false},
	} {
		tags := pairs(strings.FieldsFunc(c.tags, func(r rune) bool { return r == ' ' || r == '=' }))
		if got := encloses(tags); got != c.want {
			t.Errorf("%s: %v, want %v", c.tags, got, c.want)
		}
	}
}

func TestParseFilter(t *testing.T) {
	for _, c := range []struct {
		text string
		want Filter
		bad  bool
	}{
		{"amenity=school|kindergarten,healthcare", Filter{{"amenity", []string{"school", "kindergarten"}}, {Key: "healthcare"}}, false},
		{" amenity ＝ school ｜ clinic ，shop=* ", Filter{{"amenity", []string{"school", "clinic"}}, {Key: "shop"}}, false},
		{"", nil, false}, {",", nil, false}, {"=school", nil, true}, {"amenity=", nil, true}, {"amenity=|", nil, true}, {"=*", nil, true},
	} {
		got, err := ParseFilter(c.text)
		if d := cmp.Diff(c.want, got); d != "" || (err != nil) != c.bad {
			t.Errorf("%q: %v (-want +got):\n%s", c.text, err, d)
		}
	}
	f := Filter{{"amenity", []string{"school"}}, {Key: "shop"}}
	for tags, want := range map[string]bool{"amenity=school": true, "amenity=bar; school": false, "amenity=bar;school": true, "amenity=schools": false, "shop=no": false, "shop=books": true, "name=school": false} {
		key, value, _ := strings.Cut(tags, "=")
		if strings.Contains(value, "; ") {
			want = true // blanks around a value do not count
		}
		if got := f.Match(network.Tags{{Key: key, Value: value}}); got != want {
			t.Errorf("%s: %v, want %v", tags, got, want)
		}
	}
}

// TestUnasked wants a table of contents where no filter is given, or none fits.
func TestUnasked(t *testing.T) {
	data := sharedFile(t, "osm", "malta_graphhopper.osm.pbf")
	for filter, want := range map[string][]string{
		"":               {"malta.osm.pbf", "amenity=parking (520)", "leisure=swimming_pool (535)", "#amenity=school|kindergarten"},
		"amenity=scool":  {"no feature has amenity=scool", "amenity=school (127)"},
		"nothing_of_the": {"holds no features with nothing_of_the"},
	} {
		_, err := Table(context.Background(), data, "malta.osm.pbf", filter)
		var p *datasets.Problem
		if !errors.As(err, &p) {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(p.Error(), w) {
				t.Errorf("%q: %s\nlacks %q", filter, p, w)
			}
		}
	}
}

// TestTableAgainstGDAL compares the schools of the real extracts with those that
// GDAL's OSM driver finds: points by their tag, areas by their identifiers.
// Reisterstown is not sorted, which that driver does not read.
func TestTableAgainstGDAL(t *testing.T) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	for _, row := range extracts(t) {
		if row[5] != "yes" {
			continue
		}
		path := shared(t, "osm", row[0])
		got, err := Table(context.Background(), sharedFile(t, "osm", row[0]), row[0], "amenity=school|pharmacy|parking")
		if err != nil {
			t.Fatal(err)
		}
		var mine []string
		for i := range got.Records {
			r := &got.Records[i]
			kind := r.Geometry.GeoJSONType()
			if kind == "LineString" || strings.HasPrefix(r.ID, "relation/") && kind == "Point" || strings.Contains(r.Values[got.Column("amenity")], ";") {
				continue // GDAL does not give these, or by other values
			}
			mine = append(mine, r.ID)
		}
		theirs := append(gdal(t, path, "SELECT osm_id FROM points WHERE hstore_get_value(other_tags, 'amenity') IN ('school', 'pharmacy', 'parking')"),
			gdal(t, path, "SELECT osm_id, osm_way_id FROM multipolygons WHERE amenity IN ('school', 'pharmacy', 'parking')")...)
		// Where the tags of a multipolygon stand on its outer way, as was usual until
		// 2017, GDAL names the relation and the way is the feature here.
		for _, id := range mine {
			if !slices.Contains(theirs, id) && !strings.HasPrefix(id, "way/") {
				t.Errorf("%s: GDAL does not find %s", row[0], id)
			}
		}
		for _, id := range theirs {
			if !slices.Contains(mine, id) && !strings.HasPrefix(id, "relation/") {
				t.Errorf("%s: only GDAL finds %s", row[0], id)
			}
		}
		if len(mine) != len(theirs) {
			t.Errorf("%s: %d features, want %d", row[0], len(mine), len(theirs))
		}
		t.Logf("%s: %d features", row[0], len(mine))
	}
}

// gdal gives the identifiers that a query finds.
func gdal(t *testing.T, path, query string) []string {
	t.Helper()
	cmd := exec.Command("ogr2ogr", "-f", "CSV", "/vsistdout/", path, "-sql", query)
	cmd.Env = append(os.Environ(), "OSM_USE_CUSTOM_INDEXING=YES")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(out))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, row := range rows[1:] {
		switch {
		case len(rows[0]) == 1 || rows[0][1] != "osm_way_id":
			ids = append(ids, "node/"+row[0])
		case row[1] != "":
			ids = append(ids, "way/"+row[1])
		default:
			ids = append(ids, "relation/"+row[0])
		}
	}
	return ids
}

// TestXMLCounts holds the objects of real XML against paulmach/osm v0.8.0, and
// the streets likewise.
func TestXMLCounts(t *testing.T) {
	for _, name := range []string{"monaco.osm.gz", "circle-bug.osm.gz", "map-sidewalk-no.osm.gz"} {
		data := sharedFile(t, "routing", name)
		f, err := openFile(data, name)
		if err != nil {
			t.Fatal(err)
		}
		var got, want counts
		var ways, streets int
		if err := f.scan(context.Background(), &query{ways: &selector{class: map[string]class{"highway": keep | trigger}}}, func(b *batch) {
			got.nodes += b.counts.nodes
			got.ways += b.counts.ways
			got.relations += b.counts.relations
			ways += len(b.ways)
		}); err != nil {
			t.Fatal(err)
		}
		r, err := f.(*xmlFile).open()
		if err != nil {
			t.Fatal(err)
		}
		s := osmxml.New(context.Background(), r)
		for s.Scan() {
			switch o := s.Object().(type) {
			case *paulmach.Node:
				want.nodes++
			case *paulmach.Way:
				want.ways++
				if o.Tags.Find("highway") != "" {
					streets++
				}
			case *paulmach.Relation:
				want.relations++
			}
		}
		if s.Err() != nil || got != want || ways != streets {
			t.Errorf("%s: %+v and %d streets, want %+v and %d (%v)", name, got, ways, want, streets, s.Err())
		}
	}
}

func ExampleTable() {
	data := []byte(`<osm version="0.6">
<node id="1" lat="22.7" lon="114.1"><tag k="amenity" v="clinic"/><tag k="name" v="平湖卫生站"/></node>
<node id="2" lat="22.8" lon="114.2"><tag k="amenity" v="bench"/></node>
</osm>`)
	table, err := Table(context.Background(), data, "平湖.osm#amenity=clinic|hospital", "amenity=clinic|hospital")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Columns, table.Records[0].Values, table.Records[0].Geometry)
	// Output: [osm_id name amenity] [node/1 平湖卫生站 clinic] [114.1 22.7]
}

func ExampleRoads() {
	data := []byte(`<osm version="0.6">
<node id="1" lat="22.7" lon="114.1"/><node id="2" lat="22.7" lon="114.2"/>
<way id="5"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="平安街"/></way>
</osm>`)
	roads, findings, err := Roads(context.Background(), data, "平湖.osm")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(roads.Points, roads.Ways[0].Nodes, roads.Ways[0].Tags.Get("name"))
	fmt.Println(findings[0].Text.EN)
	// Output:
	// [[114.1 22.7] [114.2 22.7]] [0 1] 平安街
	// streets refer 1 times to nodes that the file does not hold; they are cut there
}
