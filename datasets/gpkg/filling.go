package gpkg

import (
	"context"
	"fmt"
	"iter"

	"github.com/paulmach/orb"
)

// checkEvery is how many rows are written between looks at the context.
const checkEvery = 4096

// filling writes the rows of one layer as pages.
type filling struct {
	Filled
	layer  *Layer
	srs    int32
	record record
	blob   []byte
	index  spatialIndex
}

func (w *filling) fill(ctx context.Context, p *pages, roots [4]uint32, rows iter.Seq2[orb.Geometry, []any]) error {
	table := newTree(p, roots[0])
	for g, values := range rows {
		if w.Rows%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w.Rows++
		if err := w.row(g, values); err != nil {
			return fmt.Errorf("row %d: %w", w.Rows, err)
		}
		if err := table.add(int64(w.Rows), &w.record); err != nil {
			return err
		}
	}
	if err := table.finish(); err != nil || w.layer.Geometry == NoGeometry {
		return err
	}
	return w.index.write(newTree(p, roots[1]), newTree(p, roots[2]), newTree(p, roots[3]))
}

// row makes the record of a row. The key is the row's id and stands as NULL.
func (w *filling) row(g orb.Geometry, values []any) error {
	if len(values) != len(w.layer.Columns) {
		return fmt.Errorf("%d values for %d columns", len(values), len(w.layer.Columns))
	}
	w.record.reset()
	w.record.null()
	if w.layer.Geometry != NoGeometry {
		w.geometry(g)
	}
	for i, v := range values {
		if err := w.value(v); err != nil {
			return fmt.Errorf("column %s: %w", w.layer.Columns[i].Name, err)
		}
	}
	return nil
}

// geometry stores a geometry, NULL where there is none or nothing in it.
func (w *filling) geometry(g orb.Geometry) {
	blob, bound, ok := appendGeometry(w.blob[:0], g, w.srs)
	w.blob = blob
	if !ok {
		w.record.null()
		return
	}
	w.record.blob(blob)
	w.index.add(int64(w.Rows), bound)
	if w.Placed++; w.Placed == 1 {
		w.Bound = bound
		return
	}
	w.Bound = w.Bound.Union(bound)
}

func (w *filling) value(v any) error {
	switch v := v.(type) {
	case nil:
		w.record.null()
	case string:
		w.record.text(v)
	case *string:
		w.record.text(*v)
	case int64:
		w.record.integer(v)
	case float64:
		w.record.real(v)
	case bool:
		n := int64(0)
		if v {
			n = 1
		}
		w.record.integer(n)
	case []byte:
		w.record.blob(v)
	default:
		return fmt.Errorf("a value of type %T cannot be stored", v)
	}
	return nil
}
