package travel_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/network"
	"fugai/internal/travel"
)

// lines writes a layer of lines.
func lines(list ...orb.LineString) string {
	var out []string
	for _, l := range list {
		var points []string
		for _, p := range l {
			points = append(points, fmt.Sprintf("[%v,%v]", p[0], p[1]))
		}
		out = append(out, `{"type":"Feature","properties":{"class":"residential"},"geometry":{"type":"LineString","coordinates":[`+strings.Join(points, ",")+`]}}`)
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(out, ",") + `]}`
}

func findingOf(s *travel.Streets, rule string) *datasets.Finding {
	for i := range s.Findings {
		if s.Findings[i].Rule == rule {
			return &s.Findings[i]
		}
	}
	return nil
}

// Streets that cross without a common point matter where they leave the network
// in pieces; with cross: true they are no ends of lines.
func TestCrossingsFound(t *testing.T) {
	grid := []orb.LineString{{{10, 0}, {10.02, 0}}, {{10, 0.01}, {10.02, 0.01}}, {{10.005, -0.005}, {10.005, 0.015}}, {{10.015, -0.005}, {10.015, 0.015}}}
	ladder := []orb.LineString{{{10, 0}, {10.02, 0}, {10.02, 0.01}, {10, 0.01}, {10, 0}}, {{10.005, 0}, {10.005, 0.0101}, {10.0052, 0.0101}}}
	for name, c := range map[string]struct {
		lines    []orb.LineString
		cross    bool
		rule     string
		severity datasets.Severity
		count    int
		en, zh   string
		not      string
	}{
		"in pieces":     {grid, false, "road-crossings", datasets.SeverityWarning, 4, "the largest has only 25 % of the street, and 100 % with all of them joined", "最大的一块只占 25%", ""},
		"nearly all on": {ladder, false, "road-crossings", datasets.SeverityNote, 1, "1 crossings", "1 处", "in pieces"},
		"made":          {grid, true, "road-crossed", datasets.SeverityNote, 4, "4 places where lines cross were made junctions", "接成了路口", "ends of lines"},
	} {
		s, err := travel.OpenStreets(context.Background(), travel.StreetOptions{Roads: write(t, "lines.geojson", lines(c.lines...)), Settings: network.Settings{Cross: c.cross}})
		if err != nil {
			t.Fatal(err)
		}
		f := findingOf(s, c.rule)
		if f == nil {
			t.Fatalf("%s: no %s in %v", name, c.rule, s.Findings)
		}
		if f.Severity != c.severity || f.Count != c.count || !strings.Contains(f.Text.EN, c.en) || !strings.Contains(f.Text.ZH, c.zh) || c.not != "" && strings.Contains(f.Text.EN, c.not) {
			t.Errorf("%s: %s ×%d: %s / %s", name, f.Severity, f.Count, f.Text.EN, f.Text.ZH)
		}
		if c.cross && findingOf(s, "road-joined") != nil {
			t.Errorf("%s: %s", name, findingOf(s, "road-joined").Text.EN)
		}
	}
}

// Heights that end in the middle of the street: its first 6 km of 10 have one.
func TestHeightsFound(t *testing.T) {
	street := orb.LineString{}
	for i := range 11 {
		street = append(street, orb.Point{10 + 0.009*float64(i), 0})
	}
	for name, c := range map[string]struct {
		until    float64
		severity datasets.Severity
		says     string
	}{
		"all":    {11, "", ""},
		"a part": {10.055, datasets.SeverityWarning, "4.0 km of street have no height and count as level; slopes are known for 60 %"},
		"none":   {9, datasets.SeverityWarning, "slopes are known for 0 %"},
	} {
		o := travel.StreetOptions{Roads: write(t, "lines.geojson", lines(street)), Settings: network.Settings{HeightKey: name, Height: func(p orb.Point) (float64, bool) { return 0, p[0] < c.until }}}
		s, err := travel.OpenStreets(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		f := findingOf(s, "road-heights-missing")
		switch {
		case c.says == "" && f != nil:
			t.Errorf("%s: %s", name, f.Text.EN)
		case c.says != "" && (f == nil || f.Severity != c.severity || !strings.Contains(f.Text.EN, c.says) || f.Text.ZH == "" || strings.Contains(f.Hint.ZH, "crs")):
			t.Errorf("%s: got %+v", name, f)
		}
	}
}

// A class that nobody knows is named, with those that are known.
func TestUnknownClass(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		speeds     map[string]float64
		says       []string
	}{
		"known":             {"town.osm", town, map[string]float64{"residential": 4}, nil},
		"not in this town":  {"town.osm", town, map[string]float64{"primary": 4}, nil},
		"mistyped":          {"town.osm", town, map[string]float64{"village_lane": 4}, []string{"town.osm", `"village_lane"`, "motorway", "residential", "unclassified"}},
		"its own":           {"town.osm", strings.ReplaceAll(town, "residential", "yes"), map[string]float64{"yes": 4}, nil},
		"word of a layer":   {"lines.geojson", lines(orb.LineString{{10, 0}, {10.01, 0}}), map[string]float64{"住宅小区路": 4}, nil},
		"words for one":     {"lines.geojson", lines(orb.LineString{{10, 0}, {10.01, 0}}), map[string]float64{"主干路": 4, "primary": 3}, []string{"primary", "主干路", "one class"}},
		"the same for both": {"lines.geojson", lines(orb.LineString{{10, 0}, {10.01, 0}}), map[string]float64{"主干路": 4, "primary": 4}, nil},
	} {
		_, err := travel.OpenStreets(context.Background(), travel.StreetOptions{Roads: write(t, c.file, c.text), Settings: network.Settings{Speeds: c.speeds}})
		if len(c.says) > 0 {
			mustSay(t, err, c.says...)
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
