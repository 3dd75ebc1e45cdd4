package osm

import (
	"context"
	"fmt"
	"slices"

	"fugai/datasets"
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// Table reads the features of an extract that a filter asks for, as
// [ParseFilter] takes it: a record for each node, way and relation, in the order
// of the file, nodes first.
//
// Columns are osm_id ("node/123"), name, name:zh and name:en where there are
// any, and then the other keys, the most frequent first, at most 100 in all; how
// many were left out is a finding. Cells are text. Geometries are WGS 84: a node
// is a point; a way is a line, or a polygon where it is closed and its tags say
// area (neither area=no nor something that runs, such as a street or a
// fence); a relation of the type multipolygon or boundary is a polygon, if its
// ways make up closed rings. Other relations are the point in the middle of the
// bound of their members, and so are those whose rings are open; a finding counts
// them. Relations in relations are not followed.
//
// Without a filter, and where nothing matches, the error is a
// [*datasets.Problem] that says what the file holds. Other errors are as those
// of [Roads]. The file is gone through three times, and memory is that of the
// features.
func Table(ctx context.Context, data []byte, file, filter string) (*datasets.Table, error) {
	conditions, err := ParseFilter(filter)
	if err != nil {
		return nil, inFile(err, file)
	}
	f, err := openFile(data, withoutPart(file))
	if err != nil {
		return nil, err
	}
	if len(conditions) == 0 {
		return nil, inFile(unasked(ctx, f), file)
	}
	r := &featureReader{file: f, notes: source.NewNotes(file, tableRules())}
	if err := r.read(ctx, conditions); err != nil {
		return nil, inFile(err, file)
	}
	t := &datasets.Table{File: file, Format: "OSM PBF", Spatial: true}
	if _, isXML := f.(*xmlFile); isXML {
		t.Format, t.Encoding = "OSM XML", "UTF-8"
	}
	r.records(t)
	if len(t.Records) == 0 {
		return nil, inFile(unmatched(ctx, f, conditions), file)
	}
	if err := place.Table(t, r.notes, place.Options{}); err != nil {
		return nil, err
	}
	t.Findings = r.notes.Findings()
	return t, nil
}

// inFile names the file in an error for the user.
func inFile(err error, file string) error {
	if p, ok := err.(*datasets.Problem); ok { //nolint:errorlint // made in this package, never wrapped
		p.Where.File = file
		return p
	}
	return problem(err, file)
}

// featureReader gathers features.
type featureReader struct {
	file  file
	notes *source.Notes
	nodes []node
	ways  []way
	rels  []relation

	members map[int64][]int64 // nodes of the ways in relations
	early   []*batch          // positions that stood in ways
	positions
}

// read goes through the file: for the features, for the ways of relations, and
// for the nodes of all of them.
func (r *featureReader) read(ctx context.Context, f Filter) error {
	s := f.selector()
	if err := r.file.scan(ctx, &query{tagged: s, ways: s, relations: s}, r.take); err != nil {
		return err
	}
	r.nodes = latest(r.nodes, func(n *node) int64 { return n.id }, nil)
	r.ways = latest(r.ways, func(w *way) int64 { return w.id }, nil)
	r.rels = latest(r.rels, func(r *relation) int64 { return r.id }, nil)
	if err := r.memberWays(ctx); err != nil {
		return err
	}
	var nodes []int64
	for i := range r.ways {
		nodes = append(nodes, r.ways[i].refs...)
	}
	for i := range r.rels {
		for _, m := range r.rels[i].members {
			switch m.kind {
			case memberNode:
				nodes = append(nodes, m.id)
			case memberWay:
				nodes = append(nodes, r.members[m.id]...)
			}
		}
	}
	r.index, _ = newIndex(slices.Values([][]int64{nodes}))
	r.clear()
	for _, b := range r.early {
		r.place(b)
	}
	if r.index.count() == 0 {
		return nil
	}
	return r.file.scan(ctx, &query{nodes: true, listed: r.index}, r.place)
}

// take gathers what one block holds.
func (r *featureReader) take(b *batch) {
	for _, id := range b.outside {
		r.notes.Add("node-outside", datasets.Ref{Value: fmt.Sprintf("node/%d", id)}, nil)
	}
	if b.remark != "" {
		r.notes.Add("server-remark", datasets.Ref{Value: clip(b.remark)}, nil)
	}
	r.keepPositions(b)
	r.nodes = append(r.nodes, b.tagged...)
	r.ways = append(r.ways, b.ways...)
	r.rels = append(r.rels, b.rels...)
}

func (r *featureReader) keepPositions(b *batch) {
	if len(b.ids) > 0 {
		r.early = append(r.early, &batch{ids: b.ids, points: b.points})
	}
}

// memberWays reads the ways that relations are made of, which need no tags.
func (r *featureReader) memberWays(ctx context.Context) error {
	var ways []int64
	for i := range r.rels {
		for _, m := range r.rels[i].members {
			if m.kind == memberWay {
				ways = append(ways, m.id)
			}
		}
	}
	wanted, _ := newIndex(slices.Values([][]int64{ways}))
	r.members = make(map[int64][]int64, wanted.count())
	if wanted.count() == 0 {
		return nil
	}
	return r.file.scan(ctx, &query{members: wanted}, func(b *batch) {
		r.keepPositions(b)
		for i := range b.ways {
			r.members[b.ways[i].id] = b.ways[i].refs
		}
	})
}
