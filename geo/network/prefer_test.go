package network_test

import (
	"testing"

	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
)

// Who prefers quiet streets counts 4.8 km/h along one by the table of the
// priorities that GraphHopper's FootPriorityParser has: 1.2 over the priority.
func TestQuiet(t *testing.T) {
	for _, c := range []struct {
		tags   string
		weight float64
	}{
		{"highway=footway", 1},
		{"highway=residential", 1},
		{"highway=residential sidewalk=no", 1},
		{"highway=service maxspeed=60", 1},
		{"highway=unclassified", 1},
		{"highway=unclassified sidewalk=no", 1.5},
		{"highway=unclassified maxspeed=80", 1.5},
		{"highway=unclassified maxspeed=80 sidewalk=both", 1},
		{"highway=trunk", 2.4},
		{"highway=trunk sidewalk=no", 6},
		{"highway=trunk maxspeed=80", 6},
		{"highway=trunk maxspeed=80 sidewalk=right", 2.4},
		{"highway=trunk maxspeed=80 sidewalk:right=yes sidewalk:left=no", 2.4},
		{"highway=primary", 1.5},
		{"highway=primary maxspeed=50", 1.5},
		{"highway=primary maxspeed=60", 2.4},
		{"highway=primary maxspeed:forward=60", 2.4},
		{"highway=primary sidewalk=none", 2.4},
		{"highway=primary sidewalk=separate", 2.4},
		{"highway=primary sidewalk:both=no", 2.4},
		{"highway=primary foot=designated sidewalk=no", 1},
		{"highway=primary maxspeed=20 sidewalk=no", 1},
		{"highway=secondary_link", 1.5},
		{"highway=tertiary", 1.2},
		{"highway=tertiary sidewalk=no", 1.7},
		{"highway=motorway foot=yes", 2.4},
	} {
		for _, by := range []network.Impedance{network.Time, network.Length} {
			want, _ := kmh(t, network.Settings{Impedance: by}, c.tags)
			if c.weight > 1 || want[0] == 2.4 { // without a pavement the weight stands for the half pace
				want, _ = kmh(t, network.Settings{Impedance: by}, "highway=path")
			}
			got, _ := kmh(t, network.Settings{Impedance: by, Prefer: network.Quiet}, c.tags)
			if d := want[0]/got[0] - c.weight; d < -0.03 || d > 0.03 || got[0] != got[1] {
				t.Errorf("%s by %s: a metre counts %.3f and %.3f, want %v", c.tags, by, want[0]/got[0], want[1]/got[1], c.weight)
			}
		}
	}
}

// Ways of both kinds have the same streets, so that what a way takes can be
// looked up where it was not preferred.
func TestQuietHasTheSameStreets(t *testing.T) {
	r := town(20, 3)
	for i := range r.Ways {
		r.Ways[i].Tags = append(r.Ways[i].Tags[:0:0], network.Tag{Key: "highway", Value: [...]string{"primary", "residential", "trunk", "footway"}[i%4]}, network.Tag{Key: "sidewalk", Value: [...]string{"", "no", "both"}[i%3]})
	}
	plain, _ := build(t, r, network.Settings{})
	quiet, _ := build(t, r, network.Settings{Prefer: network.Quiet})
	if diff := cmp.Diff(quiet.Shape, plain.Shape); diff != "" {
		t.Fatal("the shapes differ")
	}
	for i := range plain.Edges {
		p, q := plain.Edges[i], quiet.Edges[i]
		if q.Ahead < p.Ahead || q.Back < p.Back {
			t.Fatalf("edge %d costs %d, %d, less than %d, %d", i, q.Ahead, q.Back, p.Ahead, p.Back)
		}
		p.Ahead, p.Back = q.Ahead, q.Back
		if p != q {
			t.Fatalf("edge %d is %+v, want %+v", i, q, p)
		}
	}
}

func TestQuietIsForWalking(t *testing.T) {
	for _, s := range []network.Settings{{Mode: network.Drive, Prefer: network.Quiet}, {Mode: network.Cycle, Prefer: network.Quiet}, {Prefer: "loud"}} {
		if _, _, err := network.Build(t.Context(), town(3, 1), s); err == nil {
			t.Errorf("%s %s: no error", s.Mode, s.Prefer)
		}
	}
	if (network.Settings{}).Key() == (network.Settings{Prefer: network.Quiet}).Key() {
		t.Error("the preference is not in the key")
	}
}
