package gpkg_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"fugai/datasets"
	"fugai/datasets/gpkg"

	"github.com/paulmach/orb"
)

// A file of two layers, of which rows come one by one.
func Example() {
	dir, err := os.MkdirTemp("", "gpkg")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := write(context.Background(), filepath.Join(dir, "设施.gpkg")); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 2 rows within [114 22.5] and [114.25 22.75]
	// 1 rows
}

func write(ctx context.Context, path string) error {
	f, err := gpkg.Create(ctx, path, gpkg.FileOptions{})
	if err != nil {
		return err
	}
	defer f.Abandon()
	points := gpkg.Layer{Name: "facilities", Title: "设施", Geometry: gpkg.Point, Columns: []gpkg.Column{{Name: "名称", Type: datasets.TypeText}}}
	done, err := f.Add(ctx, points, func(yield func(orb.Geometry, []any) bool) {
		_ = yield(orb.Point{114, 22.5}, []any{"平湖书屋"}) && yield(orb.Point{114.25, 22.75}, []any{"坪地书屋"})
	})
	if err != nil {
		return err
	}
	fmt.Println(done.Rows, "rows within", done.Bound.Min, "and", done.Bound.Max)
	totals := gpkg.Layer{Name: "totals", Columns: []gpkg.Column{{Name: "count", Type: datasets.TypeInteger}}}
	done, err = f.Add(ctx, totals, func(yield func(orb.Geometry, []any) bool) { yield(nil, []any{int64(2)}) })
	if err != nil {
		return err
	}
	fmt.Println(done.Rows, "rows")
	return errors.Join(f.Exec(ctx, "CREATE TABLE notes (text TEXT)"), f.Register(ctx, "notes"), f.Close())
}
