package osm

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"fugai/datasets"
	"fugai/internal/testkit"
)

// wayBlock is a file with one way.
func wayFile(fields ...[]byte) []byte {
	t := &town{texts: []string{"", "highway", "path"}}
	return append(headerBlob(), rawBlob("OSMData", t.block(sub(2, sub(3, fields...))))...)
}

// nodeFile is a file with one dense group.
func nodeFile(fields ...[]byte) []byte {
	t := &town{texts: []string{"", "highway", "crossing"}}
	return append(headerBlob(), rawBlob("OSMData", t.block(sub(2, sub(2, fields...))))...)
}

// bomb is a file of blobs that inflate to 32 MiB each, and more than 1 GiB in
// all.
func bomb() []byte {
	out := headerBlob()
	blob := zlibBlob("OSMData", make([]byte, maxBlob))
	for range 33 {
		out = append(out, blob...)
	}
	return out
}

func zipped(text string) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return buf.Bytes()
}

// TestRefuses holds what is wrong in a file against what the message says.
func TestRefuses(t *testing.T) {
	sound := crossing().pbf(false)
	street := append(packed(2, 1), packed(3, 2)...)
	size := func(n uint64) []byte { return framed("OSMData", append(num(2, n), sub(3, deflate([]byte("x")))...)) }
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "empty"},
		{"web page", []byte("<!DOCTYPE html><html>"), "web page"},
		{"other XML", []byte("<?xml version='1.0'?><gml:x/>"), "root element <gml:x>"},
		{"change file", []byte("<?xml version='1.0'?><osmChange version='0.6'><create/></osmChange>"), "osmium apply-changes"},
		{"augmented difference", []byte("<osm><action type='create'/></osm>"), "change file"},
		{"Overpass JSON", []byte(`{"version": 0.6, "generator": "Overpass API 0.7"}`), "[out:xml]"},
		{"o5m", []byte("\xff\xe0\x04o5m2\xff"), "o5m"},
		{"cut in a header", sound[:len(headerBlob())+3], "cut off"},
		{"cut in a blob", sound[:len(sound)-3], "block 3"},
		{"header of 4 GiB", append([]byte{0xff, 0xff, 0xff, 0xff}, headerBlob()[4:]...), "limit is 65536"},
		{"blob of 2 GiB", append(headerBlob(), func() []byte {
			h := append(sub(1, []byte("OSMData")), num(3, 1<<31)...)
			return append(binary.BigEndian.AppendUint32(nil, uint32(len(h))), h...)
		}()...), "limit is 33554432"},
		{"no header", rawBlob("OSMData", (&town{}).block()), "not OSMHeader"},
		{"inflates to 1 GiB", append(headerBlob(), size(1<<30)...), "claims to inflate to 1073741824"},
		{"many bombs", bomb(), "inflates more than 32 times"},
		{"more than it claims", append(headerBlob(), framed("OSMData", append(num(2, 10), sub(3, deflate(make([]byte, 1000)))...))...), "more than the 10 bytes"},
		{"less than it claims", append(headerBlob(), framed("OSMData", append(num(2, 1000), sub(3, deflate(make([]byte, 10)))...))...), "gives 10"},
		{"checksum", append(headerBlob(), func() []byte {
			z := deflate([]byte("x"))
			z[len(z)-1] ^= 1
			return framed("OSMData", append(num(2, 1), sub(3, z)...))
		}()...), "checksum"},
		{"zstd", append(headerBlob(), framed("OSMData", append(num(2, 1), sub(7, []byte("x"))...))...), "zstd"},
		{"lz4", append(headerBlob(), framed("OSMData", append(num(2, 1), sub(6, []byte("x"))...))...), "lz4"},
		{"lzma", append(headerBlob(), framed("OSMData", append(num(2, 1), sub(4, []byte("x"))...))...), "lzma"},
		{"unknown feature", headerBlob("Altitude"), `"Altitude"`},
		{"history", headerBlob("HistoricalInformation"), "osmium time-filter"},
		{"fewer latitudes", nodeFile(deltas(1, 1, 2), deltas(8, 1), deltas(9, 1, 2)), "2 identifiers, 2 longitudes, 1 latitudes"},
		{"no longitudes", nodeFile(deltas(1, 1), deltas(8, 1)), "1 identifiers, 0 longitudes"},
		{"node text out of range", nodeFile(deltas(1, 1), deltas(8, 1), deltas(9, 1), packed(10, 1, 9, 0)), "a text that is not there"},
		{"node tags cut", nodeFile(deltas(1, 1), deltas(8, 1), deltas(9, 1), packed(10, 1, 2)), "incomplete"},
		{"node tags left over", nodeFile(deltas(1, 1), deltas(8, 1), deltas(9, 1), packed(10, 0, 0)), "tags of more nodes"},
		{"node identifier", nodeFile(deltas(1, 1<<61), deltas(8, 1), deltas(9, 1)), "identifier"},
		{"way text out of range", wayFile(num(1, 1), packed(2, 1), packed(3, 7)), "a text that is not there"},
		{"more keys than values", wayFile(num(1, 1), packed(2, 1, 1), packed(3, 2)), "more keys than values"},
		{"way references overflow", wayFile(num(1, 5), street, packed(8, zig(1<<59), zig(1<<59), zig(1<<60))), "way/5"},
		{"way references cut", wayFile(num(1, 5), street, sub(8, []byte{0x80})), "way/5"},
		{"way with positions of another number", wayFile(num(1, 5), street, deltas(8, 1, 2), deltas(9, 1), deltas(10, 1)), "more nodes than positions"},
		{"granularity 0", append(headerBlob(), rawBlob("OSMData", append((&town{}).block(), num(17, 0)...))...), "granularity"},
		{"offset", append(headerBlob(), rawBlob("OSMData", append((&town{}).block(), num(19, 1<<62)...))...), "offset"},
		{"group that is a number", append(headerBlob(), rawBlob("OSMData", num(2, 1))...), "structure"},
		{"relation members differ", append(headerBlob(), rawBlob("OSMData", (&town{texts: []string{"", "type", "restriction"}}).block(
			sub(2, sub(4, num(1, 3), packed(2, 1), packed(3, 2), packed(8, 0), deltas(9, 1, 2), packed(10, 0, 0)))))...), "relation/3"},
		{"gzip of something else", zipped("hello"), "no OSM XML"},
		{"gzip cut", zipped("<osm><node id='1' lat='1' lon='1'/></osm>")[:30], "cut off"},
		{"gzip bomb", zipped("<osm>" + strings.Repeat(" ", 64<<20)), "inflates more than 100 times"},
		{"bzip2 of nothing", []byte("BZh9xxxxxxxxx"), "damaged"},
		{"XML cut", []byte("<osm><node id='1' lat='1' lon='1'/>"), "cut off"},
		{"XML cut in a tag", []byte("<osm><node id='1' la"), "cut off"},
		{"entity bomb", []byte("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><osm>&a;</osm>"), "DOCTYPE"},
		{"wrong end", []byte("<osm><node id='1' lat='1' lon='1'></way></osm>"), "</way>"},
		{"deep", []byte("<osm>" + strings.Repeat("<a>", 100)), "more than 20 deep"},
		{"no id", []byte("<osm><node lat='1' lon='1'/></osm>"), "without id"},
		{"id that is none", []byte("<osm><node id='x'/></osm>"), `id="x"`},
		{"latitude that is none", []byte("<osm><node id='1' lat='north' lon='1'/></osm>"), `lat="north"`},
		{"not a number", []byte("<osm><node id='1' lat='NaN' lon='1'/></osm>"), `lat="NaN"`},
		{"no type of member", []byte("<osm><relation id='1'><member type='x' ref='1'/></relation></osm>"), "type of member"},
		{"long element", []byte("<osm><note x='" + strings.Repeat("y", 2*maxTag) + "'/></osm>"), "longer than"},
		{"GBK", []byte("<?xml version='1.0' encoding='GBK'?><osm/>"), "GBK"},
	} {
		_, _, err := Roads(context.Background(), c.data, "宁波.osm.pbf")
		var p *datasets.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if zh := p.In(datasets.ZH); !strings.Contains(p.Error(), c.want) || !strings.Contains(zh, "宁波.osm.pbf") || strings.Contains(p.Error()+zh, "%!") || p.Hint.IsZero() {
			t.Errorf("%s: %v\nwant %q\n%s", c.name, p, c.want, zh)
		}
	}
}

// TestBombsStaySmall holds memory and time of what is refused.
func TestBombsStaySmall(t *testing.T) {
	for name, data := range map[string][]byte{"PBF": bomb(), "gzip": zipped("<osm>" + strings.Repeat("<node id='1' lat='1' lon='1'/>", 3_000_000))} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, _, err := Roads(context.Background(), data, "x")
		runtime.ReadMemStats(&after)
		if err == nil || time.Since(start) > 20*time.Second {
			t.Errorf("%s of %d bytes: %v after %v", name, len(data), err, time.Since(start))
		}
		if grown := int64(after.Sys) - int64(before.Sys); grown > 300<<20 {
			t.Errorf("%s: %d MiB", name, grown>>20)
		}
	}
}

// TestAccepts holds what is odd but sound.
func TestAccepts(t *testing.T) {
	street := append(packed(2, 1), packed(3, 2)...)
	located := wayFile(num(1, 5), street, deltas(8, 1, 2), deltas(9, 220000000, 220000000), deltas(10, 1140000000, 1140010000))
	coarse := &town{texts: []string{"", "highway", "path"}}
	plain := coarse.block(sub(2, sub(1, num(1, zig(1)), num(8, zig(-1)), num(9, zig(2))), sub(1, num(1, zig(2)), num(8, zig(5)), num(9, zig(6)))),
		sub(2, sub(3, num(1, 5), street, deltas(8, 1, 2))), num(17, 1_000_000), num(19, 1_000_000_000), num(20, 2_000_000_000))
	for _, c := range []struct {
		name string
		data []byte
		want string // points
		rule string // of the finding
	}{
		{"positions in ways", located, "[[114 22] [114.001 22]]", ""},
		{"granularity and offset", append(headerBlob(), zlibBlob("OSMData", plain)...), "[[2.002 0.999] [2.006 1.005]]", ""},
		{"blob of an unknown kind", bytes.Join([][]byte{headerBlob(), rawBlob("Index", []byte{0xff}), located[len(headerBlob()):]}, nil), "[[114 22] [114.001 22]]", ""},
		{"node beyond the pole", nodeFile(deltas(1, 1), deltas(8, 950000000), deltas(9, 0)), "[]", "node-outside"},
		{"node far away", nodeFile(deltas(1, 1), deltas(8, 1<<62), deltas(9, 0)), "[]", "node-outside"},
		{"no streets", headerBlob(), "[]", "no-streets"},
		{"byte order mark, comments, quotes", []byte("\xef\xbb\xbf<?xml version='1.0'?><?other it's?>\n<!-- <node> -- ><way> --><osm x='>'><node id=\"1\" lat='1' lon = '2.5' /><node id='2' lat='-1.5' lon='1e1'/><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='a &amp; b &#x4e2d;&bad;'/></way></osm>"), "[[2.5 1] [10 -1.5]]", ""},
		{"Overpass with positions", []byte("<osm><way id='1'><nd ref='1' lat='1' lon='2'/><nd ref='2' lat='1' lon='3'/><tag k='highway' v='path'/></way></osm>"), "[[2 1] [3 1]]", ""},
		{"Overpass out of time", []byte("<osm><remark> runtime error: Query timed out </remark></osm>"), "[]", "server-remark"},
		{"deleted", []byte("<osm><node id='1' lat='1' lon='2'/><node id='2' lat='1' lon='2'/><way id='1' action='delete'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way><node id='3' visible='false'/></osm>"), "[]", "no-streets"},
		{"twice", []byte("<osm><node id='1' lat='1' lon='2'/><node id='2' lat='1' lon='2'/><node id='2' lat='1' lon='3'/><way id='1'><tag k='highway' v='path'/></way><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way></osm>"), "[[2 1] [3 1]]", "duplicate-way"},
	} {
		roads, findings, err := Roads(context.Background(), c.data, "x")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		rules := ""
		for _, f := range findings {
			rules += " " + f.Rule
		}
		if got := fmt.Sprint(roads.Points); got != c.want || c.rule == "" && rules != "" || !strings.Contains(rules, c.rule) {
			t.Errorf("%s: %s %s, want %s %s", c.name, got, rules, c.want, c.rule)
		}
		if c.name[:4] == "byte" && roads.Ways[0].Tags.Get("highway") != "a & b 中&bad;" {
			t.Errorf("%s: %q", c.name, roads.Ways[0].Tags)
		}
	}
}

// crossingXML is a small file of XML.
const crossingXML = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="made">
 <bounds minlat="22" minlon="114" maxlat="23" maxlon="115"/>
 <node id="1" lat="22.7" lon="114.1" version="1"/>
 <node id="2" lat="22.8" lon="114.2"><tag k="barrier" v="gate"/><tag k="amenity" v="school"/></node>
 <node id="3" lat="22.9" lon="114.2"/>
 <way id="5"><nd ref="1"/><nd ref="2"/><nd ref="9"/><tag k="highway" v="residential"/><tag k="name" v="平安 &quot;街&quot;"/></way>
 <way id="6"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="amenity" v="school"/></way>
 <relation id="7"><member type="way" ref="5" role="from"/><member type="node" ref="2" role="via"/><member type="way" ref="5" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>`

// TestConform holds both readings of both formats to the rules for all readers.
func TestConform(t *testing.T) {
	for name, sample := range map[string][]byte{"PBF": crossing().pbf(false), "XML": []byte(crossingXML), "XML in gzip": zipped(crossingXML)} {
		testkit.ConformReader(t, testkit.Reader{Name: name + ", roads", Sample: sample, Messages: messages,
			Read: func(data []byte, file string) (string, error) {
				roads, findings, err := Roads(context.Background(), data, file)
				return inWords(roads, findings), err
			}})
		testkit.ConformReader(t, testkit.Reader{Name: name + ", features", Sample: sample, Messages: messages,
			Read: func(data []byte, file string) (string, error) {
				table, err := Table(context.Background(), data, file, "amenity")
				return fmt.Sprintf("%+v", table), err
			}})
	}
}

func messages(err error) (zh, en string, ok bool) {
	var p *datasets.Problem
	if !errors.As(err, &p) {
		return "", "", false
	}
	return p.In(datasets.ZH), p.Error(), true
}

func inWords(v ...any) string {
	text, _ := json.Marshal(v)
	return string(text)
}
