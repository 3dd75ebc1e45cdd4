package cli

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fugai/datasets"
)

// onFoot makes the plain study measure along streets.
var onFoot = map[string]string{
	"within: 500 m, share": "within: 15min, by: walk, share",
	"\ntargets:":           "\ntravel:\n  walk: {roads: roads.osm.pbf}\ntargets:",
}

// TestRobustnessHostileRoads holds what no reader of OpenStreetMap may believe.
func TestRobustnessHostileRoads(t *testing.T) {
	sound := roadsPBF(lattice(0))
	head := len(pbfHeader())
	street := bytes.Join([][]byte{wireList(2, 1), wireList(3, 2)}, nil)
	texts := wireBytes(1, wireBytes(1), wireBytes(1, []byte("highway")), wireBytes(1, []byte("path")))
	dense := func(fields ...[]byte) []byte {
		return pbfFile(append(bytes.Clone(texts), wireBytes(2, wireBytes(2, fields...))...))
	}
	for _, c := range []struct {
		row, name    string
		data         []byte
		both, zh, en string // in both languages' messages, in the Chinese and in the English one
	}{
		{"31", "header of 4 GB", append([]byte{0xff, 0xff, 0xff, 0xff}, sound[4:]...), "4294967295|65536", "上限", "the limit is"},
		{"31", "blob of 2 GB", pbfClaims(1 << 31), "2147483648|33554432", "上限", "the limit is"},
		{"31", "cut off in the middle", sound[:len(sound)*2/3], "", "中断", "cut off"},
		{"31", "the first hundred bytes", sound[:head+20], "", "中断", "cut off"},
		{"32", "1 MB that becomes 1 GB", pbfBomb(), "32", "压缩炸弹", "a bomb?"},
		{"33", "unknown required feature", append(pbfHeader("Altitude"), sound[head:]...), "Altitude", "不支持", "demands the feature"},
		{"34", "dense arrays differ", dense(wireDeltas(1, 1, 2), wireDeltas(8, 1), wireDeltas(9, 1, 2)), "2|1", "第 2 个数据块|个数不一", "block 2|2 identifiers, 2 longitudes, 1 latitudes"},
		{"34", "index of a text that is not there", pbfFile(append(bytes.Clone(texts), wireBytes(2, wireBytes(3, wireNumber(1, 7), wireList(2, 1), wireList(3, 9)))...)), "", "第 2 个数据块|不存在的文字", "block 2|a text that is not there"},
		{"34", "index of no text in a node", dense(wireDeltas(1, 1), wireDeltas(8, 1), wireDeltas(9, 1), wireList(10, 1, 9, 0)), "", "第 2 个数据块|不存在的文字", "block 2|a text that is not there"},
		{"34", "more keys than values", pbfFile(append(bytes.Clone(texts), wireBytes(2, wireBytes(3, wireNumber(1, 7), wireList(2, 1, 1), wireList(3, 2), wireDeltas(8, 1)))...)), "", "第 2 个数据块|键与值", "block 2|more keys than values"},
		{"34", "references that leave the numbers", pbfFile(append(bytes.Clone(texts), wireBytes(2, wireBytes(3, wireNumber(1, 7), street, wireDeltas(8, 1<<61, -1<<61, 1<<61)))...)), "way/7", "第 2 个数据块", "block 2"},
	} {
		runAll(t, []hostile{{row: c.row, name: c.name, files: map[string][]byte{"roads.osm.pbf": c.data}, where: onFoot, want: reject, text: strings.Trim("roads.osm.pbf|"+c.both, "|"), zh: c.zh, en: c.en}})
	}
}

// TestRobustnessRoadBombStaysSmall holds the memory and the time of what
// inflates a thousandfold.
func TestRobustnessRoadBombStaysSmall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "roads.osm.pbf")
	put(t, path, pbfBomb())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, stderr, code := fugai("check", path)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if code != exitData || !strings.Contains(stderr, "roads.osm.pbf") {
		t.Errorf("exit %d, want %d\n%s", code, exitData, stderr)
	}
	if grown := int64(after.Sys) - int64(before.Sys); grown > 300<<20 {
		t.Errorf("it took %d MiB from the system", grown>>20)
	}
	if took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestRobustnessOddRoads holds what is measured, and noted with its number.
func TestRobustnessOddRoads(t *testing.T) {
	missing := lattice(0)
	missing[0].refs = append(missing[0].refs, 9001)                     // at the end
	missing[3].refs[4] = 9002                                           // in the middle
	missing = append(missing, roadWay{refs: []int64{1, 9003, 9004, 2}}) // two of four
	islands := lattice(0)
	for k := range 30 { // each 100 m or so, off the lattice
		x, y := west+0.0033+0.002*float64(k), south+0.0047
		islands = append(islands, roadWay{at: [][2]float64{{x, y}, {x + 0.001, y}}})
	}
	for _, h := range []hostile{
		{row: "35", name: "missing nodes", files: roadFile(missing), rule: "road-dead-references", count: 4, zh: "4 处|断开", en: "4 references|end there"},
		{row: "36", name: "thirty islands", files: roadFile(islands), rule: "road-islands", count: 30, zh: "30 块", en: "30 small parts"},
		{row: "36", name: "four quarters that do not meet", files: roadFile(lattice(0.001)), rule: "road-parts", count: 4, zh: "4 块", en: "4 parts"},
	} {
		h.want, h.text, h.where = warn, "roads.osm.pbf", onFoot
		t.Run(h.row+" "+h.name, h.runOnFoot)
	}
}

// runOnFoot tries the case in both languages: the second time the network comes
// from the file kept beside the streets, and must say the same.
func (h hostile) runOnFoot(t *testing.T) {
	dir := t.TempDir()
	files := plainStudy()
	for old, now := range h.where {
		files["study.yaml"] = bytes.ReplaceAll(files["study.yaml"], []byte(old), []byte(now))
	}
	for _, list := range []map[string][]byte{files, h.files} {
		for name, data := range list {
			put(t, filepath.Join(dir, name), data)
		}
	}
	inputs, first := digest(t, dir), []byte(nil)
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		out := t.TempDir()
		stdout, stderr, code := fugai("--lang", string(lang), "report", dir, "--out", out, "--format", "json")
		soundMessages(t, stderr)
		if code != exitOK {
			t.Fatalf("exit %d, want 0\n%s", code, stderr)
		}
		h.judge(t, lang, &probe{T: t, dir: dir, out: out, stdout: stdout, result: result(t, out)})
		data, err := os.ReadFile(filepath.Join(out, "results.json"))
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, data) {
			t.Error("results.json differs when the network comes from the file beside the streets")
		}
		first = data
		kept, err := filepath.Glob(filepath.Join(dir, "*.fugai"))
		if err != nil || len(kept) != 1 {
			t.Errorf("kept beside the streets: %v %v, want one file", kept, err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "roads.osm.pbf.walk-time.fugai")); err != nil {
		t.Fatal(err)
	}
	if now := digest(t, dir); now != inputs {
		t.Errorf("the inputs were changed:\n%s\n%s", inputs, now)
	}
}

// roadWay is a street: of the nodes of the lattice, or with nodes of its own.
type roadWay struct {
	refs []int64
	at   [][2]float64
}

// latticeSide is how many streets go each way over the plain study's ground,
// 0.01° apart.
const latticeSide = 8

// lattice is streets both ways over the ground, 0.005° inside its edges. A gap
// (degrees) moves the streets of each quarter apart from those of the others.
func lattice(gap float64) []roadWay {
	var out []roadWay
	if gap == 0 {
		for i := range int64(latticeSide) {
			var along, up roadWay
			for j := range int64(latticeSide) {
				along.refs, up.refs = append(along.refs, 1+i*latticeSide+j), append(up.refs, 1+j*latticeSide+i)
			}
			out = append(out, along, up)
		}
		return out
	}
	const half = latticeSide / 2
	for quarter := range 4 {
		x0, y0 := west+0.005+float64(quarter%2)*(half*0.01+gap), south+0.005+float64(quarter/2)*(half*0.01+gap)
		var comb roadWay // a spine, and a tooth at each of its points
		for j := range half {
			y := y0 + 0.01*float64(j)
			comb.at = append(comb.at, [2]float64{x0, y})
			out = append(out, roadWay{at: [][2]float64{{x0, y}, {x0 + 0.03, y}}})
		}
		out = append(out, comb)
	}
	return out
}

func roadFile(ways []roadWay) map[string][]byte {
	return map[string][]byte{"roads.osm.pbf": roadsPBF(ways)}
}

// roadsPBF writes ways and their nodes; two places that are equal are one node.
func roadsPBF(ways []roadWay) []byte {
	var ids, lons, lats []int64
	node := func(id int64, x, y float64) {
		ids, lons, lats = append(ids, id), append(lons, int64(x*1e7+0.5)), append(lats, int64(y*1e7+0.5))
	}
	for k := range int64(latticeSide * latticeSide) {
		node(1+k, west+0.005+0.01*float64(k%latticeSide), south+0.005+0.01*float64(k/latticeSide))
	}
	own := map[string]int64{}
	var streets []byte
	for i, w := range ways {
		refs := w.refs
		for _, p := range w.at {
			key := fmt.Sprintf("%.7f %.7f", p[0], p[1])
			if own[key] == 0 {
				own[key] = int64(1001 + len(own))
				node(own[key], p[0], p[1])
			}
			refs = append(refs, own[key])
		}
		streets = append(streets, wireBytes(3, wireNumber(1, uint64(i+1)), wireList(2, 1), wireList(3, 2), wireDeltas(8, refs...))...)
	}
	texts := wireBytes(1, wireBytes(1), wireBytes(1, []byte("highway")), wireBytes(1, []byte("residential")))
	dense := wireBytes(2, wireBytes(2, wireDeltas(1, ids...), wireDeltas(8, lats...), wireDeltas(9, lons...)))
	return pbfFile(append(bytes.Clone(texts), dense...), append(texts, wireBytes(2, streets)...))
}

// pbfFile is a file of blocks that are not compressed.
func pbfFile(blocks ...[]byte) []byte {
	out := pbfHeader()
	for _, b := range blocks {
		out = append(out, pbfBlob("OSMData", wireBytes(1, b))...)
	}
	return out
}

func pbfHeader(features ...string) []byte {
	var body []byte
	for _, f := range append([]string{"OsmSchema-V0.6", "DenseNodes"}, features...) {
		body = append(body, wireBytes(4, []byte(f))...)
	}
	return pbfBlob("OSMHeader", wireBytes(1, body))
}

// pbfBlob puts the header and its length before a blob.
func pbfBlob(kind string, blob []byte) []byte {
	return append(pbfBlobHeader(kind, uint64(len(blob))), blob...)
}

func pbfBlobHeader(kind string, size uint64) []byte {
	header := wireBytes(1, []byte(kind))
	header = append(header, wireNumber(3, size)...)
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(header))), header...)
}

// pbfClaims is a file whose second blob claims a size.
func pbfClaims(size uint64) []byte {
	return append(append(pbfHeader(), pbfBlobHeader("OSMData", size)...), "x"...)
}

// pbfBomb is about 1 MB of blobs that inflate to 32 MiB each, 1 GiB in all.
func pbfBomb() []byte {
	const size = 32 << 20
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(make([]byte, size))
	_ = z.Close()
	blob := pbfBlob("OSMData", append(wireNumber(2, size), wireBytes(3, packed.Bytes())...))
	return append(pbfHeader(), bytes.Repeat(blob, 33)...)
}

// wireNumber is a field of the wire format that is a number.
func wireNumber(field int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3), v)
}

// wireBytes is a field of bytes: a text, a message or a list of numbers.
func wireBytes(field int, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3|2), uint64(len(body))), body...)
}

func wireList(field int, values ...uint64) []byte {
	var body []byte
	for _, v := range values {
		body = binary.AppendUvarint(body, v)
	}
	return wireBytes(field, body)
}

// wireDeltas is a list of signed numbers, each less the one before.
func wireDeltas(field int, values ...int64) []byte {
	var body []byte
	before := int64(0)
	for _, v := range values {
		body = binary.AppendVarint(body, v-before) // zigzag
		before = v
	}
	return wireBytes(field, body)
}
