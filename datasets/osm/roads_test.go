package osm

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	paulmach "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// shared gives the path of real data made by others.
func shared(t testing.TB, name ...string) string {
	t.Helper()
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, name...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return path
}

func sharedFile(t testing.TB, name ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(shared(t, name...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// extracts lists the real extracts with the counts of their index.
func extracts(t testing.TB) [][]string {
	t.Helper()
	f, err := os.Open(shared(t, "osm", "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func readRoads(t testing.TB, data []byte) (*network.Roads, []datasets.Finding) {
	t.Helper()
	roads, findings, err := Roads(context.Background(), data, "x")
	if err != nil {
		t.Fatal(err)
	}
	return roads, findings
}

// TestRoads reads the made crossing. Way 11 is cut at node 99, way 12 is left
// with one node; of the five nodes with tags only two are on streets.
func TestRoads(t *testing.T) {
	want := &network.Roads{File: "x", Dead: 2,
		Points: []orb.Point{{114, 22}, {114.001, 22}, {114.002, 22}, {114.001, 22.001}, {-0.5, -22.25}},
		Ways: []network.Way{
			{ID: 10, Nodes: []int32{0, 1, 2}, Tags: pairs([]string{"highway", "residential", "name", "平安街", "oneway", "yes"})},
			{ID: 11, Nodes: []int32{3, 1}, Tags: pairs([]string{"highway", "footway", "sidewalk:left", "no"})},
			{ID: 11, Nodes: []int32{0, 2}, Tags: pairs([]string{"highway", "footway", "sidewalk:left", "no"})},
			{ID: 13, Nodes: []int32{0, 4}, Tags: pairs([]string{"route", "ferry", "duration", "00:20"})},
		},
		Nodes: []network.NodeTags{{Node: 1, Tags: pairs([]string{"highway", "traffic_signals"})}, {Node: 2, Tags: pairs([]string{"barrier", "bollard", "bicycle", "yes"})}},
		Turns: []network.Turn{{ID: 20, From: 10, To: 11, Via: 1, Except: "bicycle"}},
	}
	for name, data := range map[string][]byte{"sorted": crossing().pbf(false), "ways first": crossing().pbf(true)} {
		got, findings := readRoads(t, data)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		var rules []string
		for _, f := range findings {
			rules = append(rules, f.Rule)
		}
		if d := cmp.Diff([]string{"dead-reference", "short-way"}, rules); d != "" {
			t.Errorf("%s: findings (-want +got):\n%s", name, d)
		}
	}
}

// TestTwoPasses reads files the way large ones are read.
func TestTwoPasses(t *testing.T) {
	for name, data := range map[string][]byte{"sorted": crossing().pbf(false), "ways first": crossing().pbf(true), "XML": []byte(crossingXML), "gzip": zipped(crossingXML)} {
		f, err := openFile(data, "x")
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := f.(*pbf); ok {
			if sorted, err := newRoadReader("x").readSorted(context.Background(), p); err != nil || sorted != (name == "sorted") {
				t.Errorf("%s: sorted is %t, %v", name, sorted, err)
			}
		}
		var got [2]*network.Roads
		for i, once := range []bool{true, false} {
			r := newRoadReader("x")
			if err := r.read(context.Background(), f, once); err != nil {
				t.Fatal(err)
			}
			got[i] = r.roads()
		}
		if d := cmp.Diff(got[0], got[1]); d != "" || len(got[0].Ways) == 0 {
			t.Errorf("%s (-one pass +two):\n%s", name, d)
		}
	}
}

// TestIndexCounts holds what the decoder walks over against the counts that
// osmium gave.
func TestIndexCounts(t *testing.T) {
	for _, row := range extracts(t) {
		p, err := openPBF(sharedFile(t, "osm", row[0]))
		if err != nil {
			t.Fatal(err)
		}
		var got counts
		if err := p.scan(context.Background(), &query{}, func(b *batch) {
			got.nodes += b.counts.nodes
			got.ways += b.counts.ways
			got.relations += b.counts.relations
		}); err != nil {
			t.Fatal(err)
		}
		want := counts{atoi(t, row[2]), atoi(t, row[3]), atoi(t, row[4])}
		if got != want {
			t.Errorf("%s: %+v, want %+v", row[0], got, want)
		}
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, ok := integer([]byte(s))
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return int(n)
}

// decode reads an extract with paulmach/osm.
func decode(t *testing.T, data []byte) *paulmach.OSM {
	t.Helper()
	out := &paulmach.OSM{}
	s := osmpbf.New(context.Background(), bytes.NewReader(data), 1)
	for s.Scan() {
		out.Append(s.Object())
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRoadsAgainstPaulmach compares every street of the real extracts, its
// nodes' positions and its tags, with what paulmach/osm v0.8.0 decodes.
func TestRoadsAgainstPaulmach(t *testing.T) {
	keys := append(strings.Fields(streetKeys), strings.Fields(ruleKeys)...)
	for _, row := range extracts(t) {
		data := sharedFile(t, "osm", row[0])
		got, _ := readRoads(t, data)
		other := decode(t, data)
		at := make(map[paulmach.NodeID]orb.Point, len(other.Nodes))
		for _, n := range other.Nodes {
			at[n.ID] = orb.Point{n.Lon, n.Lat}
		}
		i := 0
		for _, w := range other.Ways {
			tags := network.Tags{}
			for _, tag := range w.Tags {
				if slices.Contains(keys, tag.Key) || strings.HasPrefix(tag.Key, "sidewalk:") || strings.HasPrefix(tag.Key, "cycleway:") {
					tags = append(tags, network.Tag{Key: tag.Key, Value: tag.Value})
				}
			}
			if !isStreet(tags) || len(w.Nodes) < 2 {
				continue
			}
			if i == len(got.Ways) {
				t.Fatalf("%s: only %d ways", row[0], i)
			}
			mine := got.Ways[i]
			i++
			if mine.ID != int64(w.ID) || len(mine.Nodes) != len(w.Nodes) || !cmp.Equal(mine.Tags, tags) {
				t.Fatalf("%s: %+v, want %v", row[0], mine, w)
			}
			for k, n := range w.Nodes {
				p, want := got.Points[mine.Nodes[k]], at[n.ID]
				if math.Abs(p[0]-want[0]) > 1e-9 || math.Abs(p[1]-want[1]) > 1e-9 {
					t.Fatalf("%s: way/%d at %v, want %v", row[0], w.ID, p, want)
				}
			}
		}
		if i != len(got.Ways) || got.Dead != 0 {
			t.Errorf("%s: %d ways and %d dead references, want %d and 0", row[0], len(got.Ways), got.Dead, i)
		}
	}
}

// TestXMLGivesTheSame reads an extract that paulmach/osm turned into XML.
func TestXMLGivesTheSame(t *testing.T) {
	data := sharedFile(t, "osm", "porto_valhalla_bench.osm.pbf")
	var text, zipped bytes.Buffer
	text.WriteString(xml.Header)
	other := decode(t, data)
	for _, n := range other.Nodes { // it multiplies with 1e-9, which is off in the last digit
		n.Lon, n.Lat = math.Round(n.Lon*1e7)/1e7, math.Round(n.Lat*1e7)/1e7
	}
	if err := xml.NewEncoder(&text).Encode(other); err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(&zipped)
	z.Write(text.Bytes())
	z.Close()
	want, _ := readRoads(t, data)
	for name, data := range map[string][]byte{"plain": text.Bytes(), "gzip": zipped.Bytes()} {
		got, _ := readRoads(t, data)
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s: %d points, %d ways, %d turns, which are not those of the PBF", name, len(got.Points), len(got.Ways), len(got.Turns))
		}
	}
}

// TestAnyNumberOfCores reads with one core and with several.
func TestAnyNumberOfCores(t *testing.T) {
	data := sharedFile(t, "osm", "reisterstown_r5.osm.pbf")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want, _ := readRoads(t, data)
	runtime.GOMAXPROCS(4)
	if got, _ := readRoads(t, data); !reflect.DeepEqual(want, got) {
		t.Error("other roads with four cores")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Roads(ctx, data, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

// TestTurns reads restrictions of all kinds on three streets that meet at node
// 2: 10 (1–2), 11 (2–3), 12 (2–4).
func TestTurns(t *testing.T) {
	from, to, via := member{10, memberWay, "from"}, member{11, memberWay, "to"}, member{2, memberNode, "via"}
	other := member{12, memberWay, "to"}
	for _, c := range []struct {
		name    string
		members []member
		tags    []string
		want    []network.Turn
		finding string
	}{
		{"no", []member{from, via, to}, []string{"restriction", "no_left_turn"}, []network.Turn{{ID: 1, From: 10, To: 11, Via: 1}}, ""},
		{"only", []member{to, via, from}, []string{"restriction", "only_straight_on"}, []network.Turn{{ID: 1, From: 10, To: 11, Via: 1, Only: true}}, ""},
		{"via a way", []member{from, {12, memberWay, "via"}, to}, []string{"restriction", "no_u_turn"}, []network.Turn{{ID: 1, From: 10, To: 11, Via: -1, ViaWays: []int64{12}}}, ""},
		{"several ways to", []member{from, via, to, other}, []string{"restriction", "no_exit"}, []network.Turn{{ID: 1, From: 10, To: 11, Via: 1}, {ID: 1, From: 10, To: 12, Via: 1}}, ""},
		{"several that must not be", []member{from, via, to, other}, []string{"restriction", "no_left_turn"}, nil, "turn-incomplete"},
		{"no via", []member{from, to}, []string{"restriction", "no_left_turn"}, nil, "turn-incomplete"},
		{"via elsewhere", []member{from, {77, memberNode, "via"}, to}, []string{"restriction", "no_left_turn"}, nil, "turn-incomplete"},
		{"two vias", []member{from, via, via, to}, []string{"restriction", "no_left_turn"}, nil, "turn-incomplete"},
		{"a way that is not there", []member{from, via, {99, memberWay, "to"}}, []string{"restriction", "no_left_turn"}, nil, "turn-incomplete"},
		{"cars", []member{from, via, to}, []string{"restriction:motorcar", "only_left_turn", "restriction", "no_left_turn"}, []network.Turn{{ID: 1, From: 10, To: 11, Via: 1, Only: true}}, ""},
		{"lorries", []member{from, via, to}, []string{"restriction:hgv", "no_left_turn"}, nil, ""},
		{"at some hours", []member{from, via, to}, []string{"restriction:conditional", "no_left_turn @ (07:00-09:00)"}, nil, "turn-conditional"},
		{"no such rule", []member{from, via, to}, []string{"restriction", "give_way"}, nil, ""},
	} {
		m := &town{}
		for i := range int64(4) {
			m.node(i+1, 114+float64(i)/1000, 22)
		}
		m.way(10, []int64{1, 2}, "highway", "primary")
		m.way(11, []int64{2, 3}, "highway", "primary")
		m.way(12, []int64{2, 4}, "highway", "primary")
		m.relation(1, c.members, append([]string{"type", "restriction"}, c.tags...)...)
		got, findings := readRoads(t, m.pbf(false))
		if d := cmp.Diff(c.want, got.Turns); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		rule := ""
		for _, f := range findings {
			rule = f.Rule
		}
		if rule != c.finding {
			t.Errorf("%s: finding %q, want %q", c.name, rule, c.finding)
		}
	}
}
