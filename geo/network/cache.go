package network

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// A saved graph is, in little-endian order:
//
//	8 bytes   magic, with the version of the layout
//	32 bytes  SHA-256 of the key
//	4 × 5     how many nodes, edges, points of shape, parts, bytes of report
//	4 × 8     room for access, least part, and names of mode and unit
//	…         the tables: nodes, edges, shape with costs, part of each node, parts, report as JSON
//	4 bytes   CRC-32C of all before
//
// The tables of arcs are not in it, as making them is as fast as reading them.
const (
	magic       = "fugaiNW\x01"
	headerBytes = len(magic) + sha256.Size + 5*4 + 4*8
	nodeBytes   = 16 + 4 // point, part
	edgeBytes   = 8*4 + 8 + 4
	shapeBytes  = 16 + 4 + 4
	partBytes   = 3 * 8
)

// ErrStale is what a saved graph gives that was made from something else, or by
// another version. It is to be made anew.
var ErrStale = errors.New("network: the saved graph was made from other roads, settings or version")

// ErrBroken is what a saved graph gives that was cut off or changed. It is to
// be made anew.
var ErrBroken = errors.New("network: the saved graph is damaged")

// Save writes a graph and its report, to be read by [Load] with the same key.
// The key names all that the graph was made from: a hash of the roads' files and
// [Settings.Key]. Same graph and key, same bytes.
func (g *Graph) Save(w io.Writer, key []byte, report Report) error {
	text, err := json.Marshal(report)
	if err != nil {
		return fmt.Errorf("network: save the report: %w", err)
	}
	b := g.encode(key, text)
	b = binary.LittleEndian.AppendUint32(b, checksum(b))
	_, err = w.Write(b)
	return err
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// encode writes all but the checksum.
func (g *Graph) encode(key, report []byte) []byte {
	le := binary.LittleEndian
	size := headerBytes + len(g.Nodes)*nodeBytes + len(g.Edges)*edgeBytes + len(g.Shape)*shapeBytes + len(g.Parts)*partBytes + len(report) + 4
	b := make([]byte, 0, size)
	b = append(b, magic...)
	sum := sha256.Sum256(key)
	b = append(b, sum[:]...)
	for _, n := range [...]int{len(g.Nodes), len(g.Edges), len(g.Shape), len(g.Parts), len(report)} {
		b = le.AppendUint32(b, uint32(n))
	}
	b = le.AppendUint64(b, math.Float64bits(g.Access))
	b = le.AppendUint64(b, math.Float64bits(g.MinPart))
	b = append(b, fmt.Sprintf("%-8s%-8s", g.Mode, g.Unit)...)
	for _, p := range g.Nodes {
		b = le.AppendUint64(le.AppendUint64(b, math.Float64bits(p[0])), math.Float64bits(p[1]))
	}
	for _, p := range g.Part {
		b = le.AppendUint32(b, uint32(p))
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		for _, v := range [...]uint32{e.From, e.To, e.BackFrom, e.BackTo, e.First, e.Count, uint32(e.Ahead), uint32(e.Back)} {
			b = le.AppendUint32(b, v)
		}
		b = le.AppendUint64(b, uint64(e.Way))
		b = le.AppendUint32(b, bit(e.Turn, 1)|bit(e.Through, 2))
	}
	for _, p := range g.Shape {
		b = le.AppendUint64(le.AppendUint64(b, math.Float64bits(p[0])), math.Float64bits(p[1]))
	}
	for _, costs := range [...][]Cost{g.Ahead, g.Back} {
		for _, c := range costs {
			b = le.AppendUint32(b, uint32(c))
		}
	}
	for _, p := range g.Parts {
		b = le.AppendUint64(le.AppendUint64(b, uint64(p.Nodes)), uint64(p.Edges))
		b = le.AppendUint64(b, math.Float64bits(p.Length))
	}
	return append(b, report...)
}

func bit(v bool, mask uint32) uint32 {
	if v {
		return mask
	}
	return 0
}

// Load reads a graph that was saved under the key. [ErrStale] and [ErrBroken]
// mean that it is to be made anew; nothing in data makes it panic, and it takes
// no more than some times the memory of data.
func Load(data, key []byte) (*Graph, Report, error) {
	var report Report
	if len(data) < headerBytes+4 {
		return nil, report, ErrBroken
	}
	sum := sha256.Sum256(key)
	if string(data[:len(magic)]) != magic || !bytes.Equal(data[len(magic):len(magic)+sha256.Size], sum[:]) {
		return nil, report, ErrStale
	}
	end := len(data) - 4
	if binary.LittleEndian.Uint32(data[end:]) != checksum(data[:end]) {
		return nil, report, ErrBroken
	}
	d := decoder{data[len(magic)+sha256.Size : end]}
	g, text, ok := d.graph()
	if !ok || !g.sound() || json.Unmarshal(text, &report) != nil {
		return nil, Report{}, ErrBroken
	}
	g.makeArcs()
	return g, report, nil
}

// decoder reads from the front. Its sizes are looked at before.
type decoder struct{ b []byte }

func (d *decoder) word() uint32 {
	v := binary.LittleEndian.Uint32(d.b)
	d.b = d.b[4:]
	return v
}

func (d *decoder) long() uint64 {
	v := binary.LittleEndian.Uint64(d.b)
	d.b = d.b[8:]
	return v
}

func (d *decoder) float() float64 { return math.Float64frombits(d.long()) }

// graph reads all tables; ok is false where their sizes are not those of the data.
func (d *decoder) graph() (g *Graph, report []byte, ok bool) {
	nodes, edges, shape, parts, text := uint64(d.word()), uint64(d.word()), uint64(d.word()), uint64(d.word()), uint64(d.word())
	g = &Graph{Access: d.float(), MinPart: d.float()}
	g.Mode, g.Unit = Mode(bytes.TrimRight(d.b[:8], " ")), Unit(bytes.TrimRight(d.b[8:16], " "))
	d.b = d.b[16:]
	if nodes*nodeBytes+edges*edgeBytes+shape*shapeBytes+parts*partBytes+text != uint64(len(d.b)) {
		return nil, nil, false
	}
	g.Nodes = d.points(nodes)
	g.Part = make([]int32, nodes)
	for i := range g.Part {
		g.Part[i] = int32(d.word())
	}
	g.Edges = d.edges(edges)
	g.Shape = d.points(shape)
	g.Ahead, g.Back = d.costs(shape), d.costs(shape)
	g.Parts = make([]Part, parts)
	for i := range g.Parts {
		g.Parts[i] = Part{int(d.long()), int(d.long()), d.float()}
	}
	return g, d.b, true
}
