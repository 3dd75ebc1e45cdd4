package polygon

import (
	"reflect"
	"testing"

	"github.com/paulmach/orb"
)

func TestCutAntimeridian(t *testing.T) {
	sound := orb.Polygon{{{113, 22}, {114, 22}, {114, 23}, {113, 22}}}
	lost := orb.Polygon{{{113, 22}, {-114, 22}, {114, 23}, {113, 22}}}
	world := orb.Polygon{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}}
	east := orb.Polygon{{{179, 0}, {180, 0}, {180, 2}, {179, 2}, {179, 0}}}
	west := orb.Polygon{{{-180, 0}, {-178.9, 0}, {-178.9, 2}, {-180, 2}, {-180, 0}}}
	tests := []struct {
		name string
		g    orb.Geometry
		want orb.Geometry // nil is unchanged
	}{
		{"no crossing", sound, nil},
		{"a lost sign", lost, nil},
		{"the whole map", world, nil},
		{"nil", nil, nil},
		{"jump", orb.Polygon{{{179, 0}, {-178.9, 0}, {-178.9, 2}, {179, 2}, {179, 0}}}, orb.MultiPolygon{east, west}},
		{"on past 180", orb.Polygon{{{179, 0}, {181.1, 0}, {181.1, 2}, {179, 2}, {179, 0}}}, orb.MultiPolygon{east, west}},
		{"on past -180", orb.Polygon{{{-181, 0}, {-178.9, 0}, {-178.9, 2}, {-181, 2}, {-181, 0}}}, orb.MultiPolygon{east, west}},
		{"all past 180", orb.Polygon{{{181, 0}, {182, 0}, {182, 1}, {181, 0}}}, orb.MultiPolygon{{{{-179, 0}, {-178, 0}, {-178, 1}, {-179, 0}}}}},
		{"only one part", orb.MultiPolygon{sound, {{{179, 0}, {-178.9, 0}, {-178.9, 2}, {179, 2}, {179, 0}}}}, orb.MultiPolygon{sound[:1:1], east, west}},
		{"in a collection", orb.Collection{orb.Point{181, 3}, sound}, orb.Collection{orb.Point{-179, 3}, sound}},
		{"points", orb.MultiPoint{{-181, 3}, {5, 5}}, orb.MultiPoint{{179, 3}, {5, 5}}},
		{"line", orb.LineString{{179, 0}, {-179, 2}, {-178, 2}}, orb.MultiLineString{{{179, 0}, {180, 1}}, {{-180, 1}, {-179, 2}, {-178, 2}}}},
		{"line to and fro", orb.MultiLineString{{{170, 0}, {171, 0}}, {{-179, 0}, {179, 0}, {-179, 0}}},
			orb.MultiLineString{{{170, 0}, {171, 0}}, {{-179, 0}, {-180, 0}}, {{180, 0}, {179, 0}, {180, 0}}, {{-180, 0}, {-179, 0}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			input := orb.Clone(tt.g)
			got, cut := CutAntimeridian(tt.g)
			if cut != (tt.want != nil) {
				t.Errorf("cut: %v", cut)
			}
			if !reflect.DeepEqual(tt.g, input) {
				t.Error("the input was changed")
			}
			if tt.want == nil {
				tt.want = tt.g
			}
			if tt.g != nil && !sameRegion(got, tt.want) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
			if f := faults(got); cut && multi(got) != nil && f != "" {
				t.Error(f)
			}
		})
	}
}

// sameRegion compares polygons wherever their rings begin.
func sameRegion(got, want orb.Geometry) bool {
	a, b := multi(got), multi(want)
	if a == nil || b == nil {
		return reflect.DeepEqual(got, want)
	}
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i]) != 1 || len(b[i]) != 1 || !reflect.DeepEqual(canonical(a[i][0]), canonical(b[i][0])) {
			return false
		}
	}
	return true
}

func TestCutHolesAndConcaveShapes(t *testing.T) {
	// A square of 8 by 8 degrees with a hole of 2 by 2 on the meridian, and a
	// comb whose two teeth reach over it: areas by hand.
	square := orb.Polygon{
		{{176, 0}, {-176, 0}, {-176, 8}, {176, 8}, {176, 0}},
		{{179, 3}, {179, 5}, {-179, 5}, {-179, 3}, {179, 3}},
	}
	comb := orb.Polygon{{{170, 0}, {-179, 0}, {-179, 1}, {178, 1}, {178, 2}, {-179, 2}, {-179, 3}, {170, 3}, {170, 0}}}
	for _, tt := range []struct {
		name  string
		g     orb.Polygon
		area  float64
		parts int
	}{{"hole", square, 60, 2}, {"comb", comb, 30, 3}} {
		got, cut := CutAntimeridian(tt.g)
		mp := multi(got)
		if f := faults(got); !cut || f != "" || len(mp) != tt.parts || abs(planeArea(mp)-tt.area) > 1e-9 {
			t.Errorf("%s: cut %v %s, %d parts of %v square degrees: %v", tt.name, cut, f, len(mp), planeArea(mp), mp)
		}
		if b := mp.Bound(); b.Min[0] != -180 || b.Max[0] != 180 {
			t.Errorf("%s: from %v to %v", tt.name, b.Min[0], b.Max[0])
		}
	}
}
