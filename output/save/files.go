package save

import (
	"context"
	"os"
)

// Part is one file of a set that [Files] writes: its name in the folder, and
// what writes it at a path, which stands on the same disk.
type Part struct {
	Name  string
	Write func(ctx context.Context, path string) error
}

// Files writes files that belong together, such as the parts of a Shapefile,
// into a folder: all of them or, on an error or once ctx is done, none, with
// what stood there before as it was. It gives their paths. Errors are those of
// [All].
func Files(ctx context.Context, dir string, files []Part) ([]string, error) {
	s := &saver{rename: os.Rename, wait: lockWait}
	return s.set(ctx, dir, func(st *stage) error {
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			path := st.add(f.Name)
			err := f.Write(ctx, path)
			if err == nil {
				err = syncFile(path)
			}
			if err != nil {
				return s.failed(ctx, st, f.Name, err)
			}
		}
		return ctx.Err()
	})
}
