package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// A primary road of 890 m, and a footway of 1,112 m round it.
const roundTheRoad = `<osm version="0.6">
<node id="1" lat="0" lon="10.000"/><node id="2" lat="0" lon="10.008"/><node id="3" lat="0.001" lon="10.000"/><node id="4" lat="0.001" lon="10.008"/>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
<way id="2"><nd ref="1"/><nd ref="3"/><nd ref="4"/><nd ref="2"/><tag k="highway" v="footway"/></way></osm>`

// TestPreferQuiet takes the footway, tells its own metres, and says that costs
// are weighted.
func TestPreferQuiet(t *testing.T) {
	roads := filepath.Join(t.TempDir(), "roads.osm")
	put(t, roads, []byte(roundTheRoad))
	route := []string{"--lang", "en", "route", "--roads", roads, "--from", "10,0", "--no-cache"}
	for name, c := range map[string]struct {
		args             []string
		metres, weighted float64
	}{
		"fastest":         {[]string{"--to", "10.008,0"}, 890.6, 0},
		"quiet":           {[]string{"--to", "10.008,0", "--prefer", "quiet"}, 1111.7, 1111.7 / 80},
		"quiet, half way": {[]string{"--to", "10.004,0", "--prefer", "quiet"}, 445.3, 1.5 * 445.3 / 80},
		"quiet by length": {[]string{"--to", "10.004,0", "--prefer", "quiet", "--by", "length"}, 445.3, 1.5 * 445.3},
	} {
		stdout, stderr, code := fugai(append(route, c.args...)...)
		if code != exitOK {
			t.Fatalf("%s: exit %d\n%s", name, code, stderr)
		}
		var got struct {
			Features []struct{ Properties map[string]number }
		}
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatal(err)
		}
		p := got.Features[0].Properties
		weighted, told := p["weighted_minutes"]
		if strings.Contains(name, "length") {
			weighted, told = p["weighted_metres"]
		} else if m := float64(p["minutes"]); m < c.metres/80-0.01 || m > c.metres/80+0.01 {
			t.Errorf("%s: %v minutes, want %v", name, m, c.metres/80)
		}
		if m := float64(p["metres"]); m < c.metres-0.2 || m > c.metres+0.2 || told != (c.weighted > 0) || float64(weighted) < c.weighted-0.2 || float64(weighted) > c.weighted+0.2 {
			t.Errorf("%s: %v m, weighted %v; want %v and %v", name, m, weighted, c.metres, c.weighted)
		}
		if says := strings.Contains(stderr, "quiet streets are preferred"); says != (c.weighted > 0) {
			t.Errorf("%s: stderr says %q", name, stderr)
		}
	}
	for name, args := range map[string][]string{"by car": {"--mode", "drive", "--prefer", "quiet"}, "no such word": {"--prefer", "loud"}} {
		if _, stderr, code := fugai(append(append(route, "--to", "10.008,0"), args...)...); code != exitUsage || !strings.Contains(stderr, "prefer") {
			t.Errorf("%s: exit %d\n%s", name, code, stderr)
		}
	}
	if _, stderr, code := fugai(append(route, "--to", "10.004,0", "--prefer", "quiet", "--within", "6min")...); code != exitData || !strings.Contains(stderr, "no way") {
		t.Errorf("--within is held to the weighted time: exit %d\n%s", code, stderr)
	}
}

// number reads numbers and passes over texts.
type number float64

func (f *number) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return nil
	}
	return json.Unmarshal(b, (*float64)(f))
}
