package osm

import (
	"cmp"
	"fmt"
	"slices"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/network"
)

// The most columns of a table; fewer where there are so many records that the
// cells would not fit.
const (
	maxColumns = 100
	minColumns = 10
	maxCells   = 20_000_000
)

// records makes the records of a table.
func (r *featureReader) records(t *datasets.Table) {
	columns := r.columns(t)
	add := func(kind string, id int64, tags network.Tags) *datasets.Record {
		values := make([]string, len(t.Columns))
		name := fmt.Sprintf("%s/%d", kind, id)
		values[0] = name
		for _, tag := range tags {
			if at, ok := columns[tag.Key]; ok {
				values[at] = source.TrimCell(tag.Value)
			}
		}
		t.Records = append(t.Records, datasets.Record{Row: len(t.Records) + 1, ID: name, Values: values})
		return &t.Records[len(t.Records)-1]
	}
	for i := range r.nodes {
		add("node", r.nodes[i].id, r.nodes[i].tags).Geometry = r.nodes[i].point
	}
	for i := range r.ways {
		rec := add("way", r.ways[i].id, r.ways[i].tags)
		if rec.Geometry = r.wayShape(&r.ways[i]); rec.Geometry == nil {
			r.notes.Add("geometry-null", datasets.Ref{Row: rec.Row, Value: rec.ID}, nil)
		}
	}
	for i := range r.rels {
		rec := add("relation", r.rels[i].id, r.rels[i].tags)
		if rec.Geometry = r.relationShape(&r.rels[i]); rec.Geometry == nil {
			r.notes.Add("geometry-null", datasets.Ref{Row: rec.Row, Value: rec.ID}, nil)
		}
	}
}

// columns chooses the columns of a table and tells which one a key has.
func (r *featureReader) columns(t *datasets.Table) map[string]int {
	count := map[string]int{}
	see := func(tags network.Tags) {
		for _, tag := range tags {
			count[tag.Key]++
		}
	}
	for i := range r.nodes {
		see(r.nodes[i].tags)
	}
	for i := range r.ways {
		see(r.ways[i].tags)
	}
	for i := range r.rels {
		see(r.rels[i].tags)
	}
	delete(count, "type") // of relations: how they are drawn, not what they are
	keys := make([]string, 0, len(count))
	for k := range count {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(named(a), named(b)), cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	records := len(r.nodes) + len(r.ways) + len(r.rels)
	most := min(maxColumns, max(minColumns, maxCells/max(records, 1))) - 1
	for _, k := range keys[min(most, len(keys)):] {
		r.notes.Add("columns-dropped", datasets.Ref{Column: clip(k), Value: fmt.Sprint(count[k])}, nil)
	}
	keys = keys[:min(most, len(keys))]
	at := make(map[string]int, len(keys))
	names := []string{"osm_id"}
	for i, k := range keys {
		at[k] = i + 1
		names = append(names, source.HeaderName(k))
	}
	t.Columns = source.UniqueNames(names)
	return at
}

// named puts names before all other keys.
func named(key string) int {
	if i := slices.Index([]string{"name", "name:zh", "name:en"}, key); i >= 0 {
		return i
	}
	return 3
}
