package gis

import (
	"bytes"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestSystemFor(t *testing.T) {
	box := func(lon, lat, half float64) orb.Bound {
		return orb.Bound{Min: orb.Point{lon - half, lat - half}, Max: orb.Point{lon + half, lat + half}}
	}
	for _, c := range []struct {
		name  string
		bound orb.Bound
		ok    bool
		want  int // EPSG
	}{
		{"Longgang", box(114.25, 22.72, 0.2), true, 4547},
		{"Babu", box(111.55, 24.4, 0.3), true, 4546},
		{"west edge of the zones", box(73.5, 39, 0.1), true, 4534},
		{"east edge of the zones", box(136.4, 48, 0.1), true, 4554},
		{"Helsinki", box(24.95, 60.2, 0.2), true, 32635},
		{"Chicago", box(-87.7, 41.8, 0.3), true, 32616},
		{"Cape Town", box(18.4, -33.9, 0.3), true, 32734},
		{"date line", box(180, 0, 0.1), true, 32660},
		{"a whole country", box(105, 35, 25), true, 4326},
		{"nothing", orb.Bound{}, false, 4326},
	} {
		s := systemFor(c.bound, c.ok)
		if want := "<authid>EPSG:" + strconv.Itoa(c.want) + "</authid>"; !strings.Contains(s.node().String(), want) {
			t.Errorf("%s: %s, want %s", c.name, s.node(), want)
		}
	}
}

// Computed with PROJ 9.1.1 (cs2cs), to 0.1 mm.
func TestProject(t *testing.T) {
	longgang, chicago, capeTown := gaussKruger(38), utm(16, false), utm(34, true)
	for _, c := range []struct {
		name string
		s    system
		in   orb.Point
		want orb.Point
	}{
		{"CGCS2000 zone 38", longgang, orb.Point{114.247, 22.7204}, orb.Point{525374.9776, 2513595.2235}},
		{"UTM north", chicago, orb.Point{-87.65, 41.85}, orb.Point{446042.1786, 4633326.3216}},
		{"UTM south", capeTown, orb.Point{18.42, -33.92}, orb.Point{261488.8264, 6243716.3330}},
	} {
		got := c.s.project(c.in)
		if math.Hypot(got[0]-c.want[0], got[1]-c.want[1]) > 0.001 {
			t.Errorf("%s: %.4f, want %.4f", c.name, got, c.want)
		}
	}
}

func TestAsType(t *testing.T) {
	square := orb.Ring{{0, 0}, {0, 2}, {2, 2}, {2, 0}} // open and clockwise
	hole := orb.Ring{{0.5, 0.5}, {1, 0.5}, {1, 1}, {0.5, 0.5}}
	for _, c := range []struct {
		name string
		in   orb.Geometry
		typ  string
		want orb.Geometry
	}{
		{"polygon: promoted, closed, wound", orb.Polygon{square, hole}, multiPolyType,
			orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}, {{0.5, 0.5}, {1, 1}, {1, 0.5}, {0.5, 0.5}}}}},
		{"outer ring without area", orb.Polygon{{{0, 0}, {1, 1}, {0, 0}}}, multiPolyType, nil},
		{"point", orb.Point{1, 2}, pointType, orb.Point{1, 2}},
		{"point that is not a number", orb.Point{math.NaN(), 2}, pointType, nil},
		{"point in a table of polygons", orb.Point{1, 2}, multiPolyType, nil},
		{"polygon in a table of points", orb.Polygon{square}, pointType, nil},
		{"line", orb.LineString{{0, 0}, {1, 1}}, multiPolyType, nil},
		{"nil", nil, pointType, nil},
	} {
		if got := asType(c.in, c.typ); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for _, g := range orb.AllGeometries {
		asType(g, multiPolyType)
		asType(g, pointType)
	}
	if !reflect.DeepEqual(square, orb.Ring{{0, 0}, {0, 2}, {2, 2}, {2, 0}}) {
		t.Error("the ring of the caller was changed")
	}
}

func TestIdentifier(t *testing.T) {
	used := names{"geom": true}
	for _, c := range []struct{ in, want string }{
		{"reading-2025", "reading_2025"}, {"Reading_2025", "reading_2025_2"}, {"阅读", "x"}, {"托育", "x_2"}, {"2025", "x2025"}, {"geom", "geom_2"}, {"", "x_3"}, {"a'; DROP", "a_drop"},
	} {
		if got := used.unique(c.in); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTextWidths(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"wrap Chinese", wrap("每个社区至少一处", 8), "每个社区\n至少一处"},
		{"wrap at a space", wrap("a nursing room", 10), "a nursing\nroom"},
		{"wrap a long word", wrap("abcdefgh", 5), "abcde\nfgh"},
		{"break beside a space of Chinese text", wrap("自 2016 年新设", 12), "自 2016 年新\n设"},
		{"a closing mark stays", wrap("每个社区。一处", 8), "每个社区。\n一处"},
		{"a mark and a word", wrap("一处 nursing room", 12), "一处 nursing\nroom"},
		{"first lines", firstLines("甲乙\n丙丁\n戊", 2), "甲乙\n丙…"},
		{"all lines", firstLines("甲乙\n丙丁", 2), "甲乙\n丙丁"},
		{"heading", capital("a room"), "A room"},
		{"heading in Chinese", capital("母婴室"), "母婴室"},
		{"no heading", capital(""), ""},
		{"no need to wrap", wrap("short", 10), "short"},
		{"empty", wrap("", 10), ""},
		{"cut", cut("每个社区至少一处", 9), "每个社…"},
		{"no need to cut", cut("社区", 4), "社区"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	if got := fitSize("街道", 277, 20); got != 20 {
		t.Errorf("short title: %g points, want 20", got)
	}
	// 60 characters of 2 × 0.53 × 0.3528 mm per point: 277 / (120 × 0.187) = 12.3.
	if got := fitSize(string(bytes.Repeat([]byte("字"), 60)), 277, 20); got != 12 {
		t.Errorf("long title: %g points, want 12", got)
	}
}
