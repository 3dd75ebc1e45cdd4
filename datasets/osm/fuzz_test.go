package osm

import (
	"context"
	"errors"
	"testing"

	"fugai/datasets"
)

// check reads data in every way and holds what comes out: numbers of nodes that
// are there, positions on earth, tables of even width, or a problem that names
// the file.
func check(t *testing.T, data []byte, filter string) {
	roads, _, err := Roads(context.Background(), data, "模糊.osm")
	checkProblem(t, err)
	if err == nil {
		for _, p := range roads.Points {
			if !onEarth(p) {
				t.Fatalf("a node at %v", p)
			}
		}
		for _, w := range roads.Ways {
			if len(w.Nodes) < 2 {
				t.Fatalf("way/%d has %d nodes", w.ID, len(w.Nodes))
			}
			for _, n := range w.Nodes {
				_ = roads.Points[n]
			}
		}
		for _, n := range roads.Nodes {
			_ = roads.Points[n.Node]
		}
		for _, turn := range roads.Turns {
			if turn.Via >= 0 {
				_ = roads.Points[turn.Via]
			} else if len(turn.ViaWays) == 0 {
				t.Fatalf("relation/%d by nothing", turn.ID)
			}
		}
	}
	table, err := Table(context.Background(), data, "模糊.osm", filter)
	checkProblem(t, err)
	if err != nil {
		return
	}
	for _, r := range table.Records {
		if len(r.Values) != len(table.Columns) {
			t.Fatalf("%s has %d cells for %d columns", r.ID, len(r.Values), len(table.Columns))
		}
		if r.Geometry != nil && !(onEarth(r.Geometry.Bound().Min) && onEarth(r.Geometry.Bound().Max)) {
			t.Fatalf("%s at %v", r.ID, r.Geometry.Bound())
		}
	}
}

func checkProblem(t *testing.T, err error) {
	t.Helper()
	var p *datasets.Problem
	if err != nil && (!errors.As(err, &p) || p.Where.File != "模糊.osm") {
		t.Fatalf("not a problem of the file: %v", err)
	}
}

func FuzzPBF(f *testing.F) {
	f.Add(crossing().pbf(false))
	f.Add(crossing().pbf(true))
	f.Add(headerBlob("HistoricalInformation"))
	f.Add(nodeFile(deltas(1, 1, 2), deltas(8, 1, 5), deltas(9, 1, 2), packed(10, 1, 2, 0, 0)))
	f.Add(wayFile(num(1, 5), packed(2, 1), packed(3, 2), deltas(8, 1, 2), deltas(9, 220000000, 220000000), deltas(10, 1140000000, 1140010000)))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, data, "amenity,highway") })
}

// FuzzBlock changes what stands in a blob, whose length and checksum hold.
func FuzzBlock(f *testing.F) {
	for _, m := range [][]byte{crossing().pbf(false), crossing().pbf(true)} {
		blobs, _, err := listBlobs(m)
		if err != nil {
			f.Fatal(err)
		}
		var z inflater
		for i := range blobs[1:] {
			content, err := z.content(&blobs[i+1])
			if err != nil {
				f.Fatal(err)
			}
			f.Add(append([]byte(nil), content...), append([]byte(nil), content...))
		}
	}
	f.Fuzz(func(t *testing.T, one, two []byte) {
		check(t, append(append(headerBlob(), rawBlob("OSMData", one)...), zlibBlob("OSMData", two)...), "amenity,highway")
	})
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(crossingXML))
	f.Add([]byte("<osm x='>'><!-- - --><?a?><way id='1'><nd ref='1' lat='1' lon='2'/><tag k='highway' v='&#65;'/></way><remark>a</remark></osm>"))
	f.Add([]byte("<osmChange/>"))
	f.Add([]byte("<osm><![CDATA[<a>]]><relation id='1'><member type='way' ref='1' role='outer'/><tag k='type' v='multipolygon'/><tag k='amenity' v='x'/></relation><way id='1'><nd ref='1'/><nd ref='1'/></way></osm>"))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, data, "amenity,highway") })
}

// FuzzFilter reads any text as a filter, and what it says again.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{"amenity=school|kindergarten,healthcare", "=", "a=*", "\x00=*", "，＝｜"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := ParseFilter(text)
		var p *datasets.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatal(err)
		}
		for _, c := range filter {
			if c.Key == "" {
				t.Fatalf("%q asks for no key", text)
			}
		}
	})
}
