package osm

import (
	"context"
	"fmt"
	"math"
	"slices"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// Roads reads the streets of an extract: ways with the key highway, ferries
// (route=ferry), platforms and piers, with the tags of [Keys]; the positions of
// their nodes, in the order in which ways first come to them; nodes on them that
// have tags of barriers, crossings, fords or access; and turn restrictions. No way is
// judged: proposed streets and motorways are there, for the rules of a mode to
// choose from. file is its name for messages.
//
// A way is cut where it refers to a node that the file does not hold; its
// pieces keep its identifier. Of objects that stand in the file several times
// the last one counts. Objects may come in any order. Streets that are
// relations (squares with holes) are not read.
//
// Errors are a [*datasets.Problem] that names block and byte, or that of ctx. The
// result is the same whatever the number of cores. Time is linear in
// the file. Memory is about 60 bytes a node of a street; for XML, and for PBF with ways
// before nodes, there are 24 bytes a node of the file to it, unless the file is
// large and gone through twice.
func Roads(ctx context.Context, data []byte, file string) (*network.Roads, []datasets.Finding, error) {
	f, err := openFile(data, file)
	if err != nil {
		return nil, nil, err
	}
	r := newRoadReader(file)
	done := false
	if p, ok := f.(*pbf); ok {
		done, err = r.readSorted(ctx, p)
	}
	if err == nil && !done {
		r = newRoadReader(file)
		err = r.read(ctx, f, f.size() <= onePass)
	}
	if err != nil {
		return nil, nil, problem(err, file)
	}
	out := r.roads()
	out.File = file
	return out, r.notes.Findings(), nil
}

// read goes through the file, once or twice.
func (r *roadReader) read(ctx context.Context, f file, once bool) error {
	if err := f.scan(ctx, &query{tagged: obstacles(), ways: streets(), relations: restrictions(), nodes: once}, r.take); err != nil {
		return err
	}
	r.number()
	for _, b := range r.nodes {
		r.place(b)
	}
	r.nodes = nil
	if once {
		return nil
	}
	return f.scan(ctx, &query{nodes: true, listed: r.index}, r.place)
}

// roadReader gathers streets.
type roadReader struct {
	notes  *source.Notes
	nodes  []*batch // with positions, until it is known which are needed
	tagged []node
	ways   [][]way // block by block
	rels   []relation

	positions         // of the nodes that ways use
	refs      []int32 // of all ways, one after another: numbers in index
}

func newRoadReader(file string) *roadReader {
	return &roadReader{notes: source.NewNotes(file, roadRules())}
}

// take gathers what one block holds.
func (r *roadReader) take(b *batch) {
	r.noteOutside(b)
	if b.remark != "" {
		r.notes.Add("server-remark", datasets.Ref{Value: clip(b.remark)}, nil)
	}
	if len(b.ids) > 0 {
		r.nodes = append(r.nodes, &batch{ids: b.ids, points: b.points})
	}
	r.tagged = append(r.tagged, b.tagged...)
	r.ways = append(r.ways, b.ways)
	r.rels = append(r.rels, b.rels...)
}

func (r *roadReader) noteOutside(b *batch) {
	for _, id := range b.outside {
		r.notes.Add("node-outside", datasets.Ref{Value: fmt.Sprintf("node/%d", id)}, nil)
	}
}

// number gives every node of a way a number.
func (r *roadReader) number() {
	r.dropRepeated()
	r.index, r.refs = newIndex(func(yield func([]int64) bool) {
		for w := range r.eachWay {
			if !yield(w.refs) {
				return
			}
		}
	})
	r.clear()
}

func (r *roadReader) eachWay(yield func(*way) bool) {
	for _, block := range r.ways {
		for i := range block {
			if !yield(&block[i]) {
				return
			}
		}
	}
}

// dropRepeated leaves the last of ways that stand in the file several times.
func (r *roadReader) dropRepeated() {
	last, rising := int64(-maxID), true
	for w := range r.eachWay {
		rising = rising && w.id > last
		last = w.id
	}
	if rising {
		return
	}
	r.ways = [][]way{latest(slices.Concat(r.ways...), func(w *way) int64 { return w.id }, func(id int64) {
		r.notes.Add("duplicate-way", datasets.Ref{Value: fmt.Sprintf("way/%d", id)}, nil)
	})}
}

// roads puts the result together.
func (r *roadReader) roads() *network.Roads {
	out := &network.Roads{}
	numbers := r.living(out)
	r.cut(out, numbers)
	number := func(id int64) int32 {
		at := r.index.find(id)
		if at >= 0 && numbers != nil {
			at = numbers[at]
		}
		return at
	}
	for _, n := range latest(r.tagged, func(n *node) int64 { return n.id }, nil) {
		if at := number(n.id); at >= 0 {
			out.Nodes = append(out.Nodes, network.NodeTags{Node: at, Tags: n.tags})
		}
	}
	r.turns(out, number)
	if len(out.Ways) == 0 {
		r.notes.Add("no-streets", datasets.Ref{}, nil)
	}
	return out
}

// living moves the nodes that have a position together, and tells their new
// numbers, -1 where there is none; nil where all have one.
func (r *roadReader) living(out *network.Roads) []int32 {
	out.Points = r.points
	missing := func(p orb.Point) bool { return math.IsNaN(p[0]) }
	if !slices.ContainsFunc(r.points, missing) {
		return nil
	}
	numbers := make([]int32, len(r.points))
	n := int32(0)
	for i, p := range r.points {
		numbers[i] = -1
		if !missing(p) {
			numbers[i] = n
			r.points[n] = p
			n++
		}
	}
	out.Points = r.points[:n:n]
	return numbers
}

// cut makes the ways, in pieces where nodes are missing.
func (r *roadReader) cut(out *network.Roads, numbers []int32) {
	count := 0
	for _, block := range r.ways {
		count += len(block)
	}
	out.Ways = make([]network.Way, 0, count)
	refs := r.refs
	for w := range r.eachWay {
		mine := refs[:len(w.refs)]
		refs = refs[len(w.refs):]
		from, made := 0, 0
		if numbers != nil {
			from, made = r.cutWay(out, w, mine, numbers)
		}
		if made+addWay(out, w, mine[from:]) == 0 {
			r.notes.Add("short-way", datasets.Ref{Value: fmt.Sprintf("way/%d", w.id)}, nil)
		}
		w.refs = nil
	}
}

// cutWay numbers the nodes of a way anew, and adds its pieces up to the last
// missing node; it tells where the rest begins and how many pieces there were.
func (r *roadReader) cutWay(out *network.Roads, w *way, mine, numbers []int32) (from, made int) {
	for k := range mine {
		mine[k] = numbers[mine[k]]
		if mine[k] >= 0 {
			continue
		}
		out.Dead++
		r.notes.Add("dead-reference", datasets.Ref{Value: fmt.Sprintf("way/%d", w.id)}, func() datasets.Text {
			return datasets.Same(fmt.Sprintf("way/%d → node/%d", w.id, w.refs[k]))
		})
		made += addWay(out, w, mine[from:k])
		from = k + 1
	}
	return from, made
}

// addWay adds one piece of a way, if it is one.
func addWay(out *network.Roads, w *way, nodes []int32) int {
	if len(nodes) < 2 {
		return 0
	}
	out.Ways = append(out.Ways, network.Way{ID: w.id, Nodes: nodes[:len(nodes):len(nodes)], Tags: w.tags})
	return 1
}
