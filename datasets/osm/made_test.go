package osm

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"

	"fugai/geo/network"
)

// A small encoder of PBF, so that tests can make what no program writes.

// num is a field that is a number.
func num(field int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3|wireVarint), v)
}

// sub is a field of bytes: a text, a message or packed numbers.
func sub(field int, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	out := binary.AppendUvarint(nil, uint64(field)<<3|wireBytes)
	return append(binary.AppendUvarint(out, uint64(len(body))), body...)
}

// packed is a field of numbers.
func packed(field int, values ...uint64) []byte {
	var body []byte
	for _, v := range values {
		body = binary.AppendUvarint(body, v)
	}
	return sub(field, body)
}

// zig is a signed number as the wire has it.
func zig(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

// deltas is a field of signed differences.
func deltas(field int, values ...int64) []byte {
	var body []byte
	before := int64(0)
	for _, v := range values {
		body = binary.AppendUvarint(body, zig(v-before))
		before = v
	}
	return sub(field, body)
}

// rawBlob is a blob that is not compressed.
func rawBlob(kind string, content []byte) []byte { return framed(kind, sub(1, content)) }

// zlibBlob is a compressed blob.
func zlibBlob(kind string, content []byte) []byte {
	return framed(kind, append(num(2, uint64(len(content))), sub(3, deflate(content))...))
}

func deflate(content []byte) []byte {
	var buf bytes.Buffer
	w := zlib.NewWriter(&buf)
	_, _ = w.Write(content)
	_ = w.Close()
	return buf.Bytes()
}

// framed puts header and length before a blob.
func framed(kind string, blob []byte) []byte {
	header := append(sub(1, []byte(kind)), num(3, uint64(len(blob)))...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(header))), header...), blob...)
}

func headerBlob(features ...string) []byte {
	var body []byte
	for _, f := range append([]string{"OsmSchema-V0.6", "DenseNodes"}, features...) {
		body = append(body, sub(4, []byte(f))...)
	}
	return rawBlob("OSMHeader", body)
}

// town makes the objects of a file.
type town struct {
	texts []string
	nodes []madeNode
	ways  []way
	rels  []relation
}

type madeNode struct {
	id       int64
	lon, lat float64
	tags     network.Tags
}

func (t *town) node(id int64, lon, lat float64, tags ...string) {
	t.nodes = append(t.nodes, madeNode{id, lon, lat, pairs(tags)})
}

func (t *town) way(id int64, refs []int64, tags ...string) {
	t.ways = append(t.ways, way{id, refs, pairs(tags)})
}

func (t *town) relation(id int64, members []member, tags ...string) {
	t.rels = append(t.rels, relation{id, members, pairs(tags)})
}

func pairs(tags []string) network.Tags {
	var out network.Tags
	for i := 0; i+1 < len(tags); i += 2 {
		out = append(out, network.Tag{Key: tags[i], Value: tags[i+1]})
	}
	return out
}

// text gives the number of a text in the string table.
func (t *town) text(s string) uint64 {
	if len(t.texts) == 0 {
		t.texts = []string{""}
	}
	for i, have := range t.texts {
		if have == s && i > 0 {
			return uint64(i)
		}
	}
	t.texts = append(t.texts, s)
	return uint64(len(t.texts) - 1)
}

func (t *town) tagFields(tags network.Tags) []byte {
	var keys, values []uint64
	for _, tag := range tags {
		keys, values = append(keys, t.text(tag.Key)), append(values, t.text(tag.Value))
	}
	return append(packed(2, keys...), packed(3, values...)...)
}

// pbf is the file: nodes in one block, and the rest in another that stands
// before it where waysFirst says so.
func (t *town) pbf(waysFirst bool) []byte {
	var ids, lons, lats []int64
	var tags []uint64
	for _, n := range t.nodes {
		ids, lons, lats = append(ids, n.id), append(lons, grains(n.lon)), append(lats, grains(n.lat))
		for _, tag := range n.tags {
			tags = append(tags, t.text(tag.Key), t.text(tag.Value))
		}
		tags = append(tags, 0)
	}
	dense := sub(2, sub(2, deltas(1, ids...), deltas(8, lats...), deltas(9, lons...), packed(10, tags...)))
	var rest []byte
	for _, w := range t.ways {
		rest = append(rest, sub(3, num(1, uint64(w.id)), t.tagFields(w.tags), deltas(8, w.refs...))...)
	}
	for _, r := range t.rels {
		var ids []int64
		var roles, kinds []uint64
		for _, m := range r.members {
			ids, roles, kinds = append(ids, m.id), append(roles, t.text(m.role)), append(kinds, uint64(m.kind))
		}
		rest = append(rest, sub(4, num(1, uint64(r.id)), t.tagFields(r.tags), packed(8, roles...), deltas(9, ids...), packed(10, kinds...))...)
	}
	first, second := rawBlob("OSMData", t.block(dense)), zlibBlob("OSMData", t.block(sub(2, rest)))
	if waysFirst {
		first, second = second, first
	}
	return bytes.Join([][]byte{headerBlob(), first, second}, nil)
}

// grains are steps of 100 nanodegrees.
func grains(degrees float64) int64 {
	if degrees < 0 {
		return -grains(-degrees)
	}
	return int64(degrees*1e7 + 0.5)
}

// block is a PrimitiveBlock with the texts and some groups.
func (t *town) block(groups ...[]byte) []byte {
	t.text("")
	var texts []byte
	for _, s := range t.texts {
		texts = append(texts, sub(1, []byte(s))...)
	}
	return append(sub(1, texts), bytes.Join(groups, nil)...)
}

// crossing is a made place: two streets that meet at node 2, one of them leaving
// the file at node 99, a ferry, a building, a school with a yard, and a
// forbidden turn.
func crossing() *town {
	t := &town{}
	t.node(1, 114, 22)
	t.node(2, 114.001, 22, "highway", "traffic_signals", "created_by", "x")
	t.node(3, 114.002, 22, "barrier", "bollard", "bicycle", "yes")
	t.node(4, 114.001, 22.001)
	t.node(5, 114.0005, 22.0005, "amenity", "clinic", "name", "诊所", "barrier", "gate")
	t.node(6, 114.001, 22.0005)
	t.node(7, -0.5, -22.25)
	t.way(10, []int64{1, 2, 3}, "highway", "residential", "name", "平安街", "oneway", "yes", "source", "survey")
	t.way(11, []int64{4, 2, 99, 1, 3}, "highway", "footway", "sidewalk:left", "no")
	t.way(12, []int64{3, 99}, "highway", "path")
	t.way(13, []int64{1, 7}, "route", "ferry", "duration", "00:20")
	t.way(14, []int64{1, 7}, "route", "bus")
	t.way(15, []int64{1, 2, 4, 1}, "building", "yes", "amenity", "school;college", "name", "学校")
	t.way(16, []int64{5, 6}, "amenity", "school")
	t.way(17, []int64{6, 4, 5}, "note", "part")
	t.relation(20, []member{{10, memberWay, "from"}, {2, memberNode, "via"}, {11, memberWay, "to"}}, "type", "restriction", "restriction", "no_left_turn", "except", "bicycle")
	t.relation(21, []member{{16, memberWay, "outer"}, {17, memberWay, "outer"}}, "type", "multipolygon", "amenity", "school")
	t.relation(22, []member{{1, memberNode, ""}, {16, memberWay, ""}}, "type", "site", "amenity", "school")
	return t
}
