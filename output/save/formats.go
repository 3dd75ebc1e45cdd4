package save

import (
	"bufio"
	"context"
	"io"
	"os"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
	"fugai/output/gis"
	"fugai/output/html"
	"fugai/output/office"
)

// RunFile is the record of a run; it is written with every set, last.
const RunFile = "run.json"

// format is one output: the name that the user asks for it by, the file it
// gives, and what writes that file at a path.
type format struct {
	name, file string
	write      func(ctx context.Context, path string, r *coverage.Result, o Options) error
}

// gpkgFile is named by the project that opens it.
const gpkgFile = "results.gpkg"

// table lists every format in the order of writing. A new format is one line.
func table() []format {
	return []format{
		{"html", "report.html", stream(func(ctx context.Context, w io.Writer, r *coverage.Result, o Options) error {
			return html.Write(ctx, w, r, html.Options{Lang: o.Lang})
		})},
		{"xlsx", "report.xlsx", writeWorkbook},
		{"gpkg", gpkgFile, func(ctx context.Context, path string, r *coverage.Result, o Options) error {
			return gis.WriteGeoPackage(ctx, path, r, gis.Options{Lang: o.Lang})
		}},
		{"qgz", "results.qgz", func(_ context.Context, path string, r *coverage.Result, o Options) error {
			return gis.WriteProject(path, gpkgFile, r, gis.Options{Lang: o.Lang})
		}},
		{"geojson", "gaps.geojson", stream(func(_ context.Context, w io.Writer, r *coverage.Result, _ Options) error {
			return gis.WriteGaps(w, r)
		})},
		{"json", "results.json", stream(func(_ context.Context, w io.Writer, r *coverage.Result, _ Options) error {
			return output.WriteJSON(w, r)
		})},
	}
}

// Formats lists the names that Options.Formats may hold, in the order of
// writing.
func Formats() []string {
	var out []string
	for _, f := range table() {
		out = append(out, f.name)
	}
	return out
}

// File gives the file name of a format, "" where there is none of this name.
func File(name string) string {
	for _, f := range table() {
		if f.name == name {
			return f.file
		}
	}
	return ""
}

// writeWorkbook spools large sheets beside the file, so that a killed run
// leaves nothing in the system's folder for temporary files.
func writeWorkbook(ctx context.Context, path string, r *coverage.Result, o Options) error {
	spool, err := os.MkdirTemp(parentOf(path), "spool-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(spool) // what is left goes with the temporary folder
	return stream(func(ctx context.Context, w io.Writer, r *coverage.Result, o Options) error {
		return office.WriteXLSX(ctx, w, r, office.Options{Lang: o.Lang, TempDir: spool})
	})(ctx, path, r, o)
}

// stream makes a format out of a function that writes to a stream.
func stream(write func(context.Context, io.Writer, *coverage.Result, Options) error) func(context.Context, string, *coverage.Result, Options) error {
	return func(ctx context.Context, path string, r *coverage.Result, o Options) error {
		return writeFile(ctx, path, func(w io.Writer) error { return write(ctx, w, r, o) })
	}
}

// writeFile creates a file, writes it through a buffer, syncs and closes it.
// It stops at the next write once ctx is done.
func writeFile(ctx context.Context, path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriterSize(&untilDone{ctx, f}, 1<<18)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Sync()
}

// untilDone is a writer that fails once its context is done.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u *untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}

// choose gives the formats that the user asked for, in the table's order; an
// empty list asks for all.
func choose(all []format, names []string) ([]format, error) {
	if len(names) == 0 {
		return all, nil
	}
	want := map[string]bool{}
	known := ""
	for _, f := range all {
		known += ", " + f.name
	}
	for _, n := range names {
		found := false
		for _, f := range all {
			found = found || f.name == n
		}
		if !found {
			return nil, &datasets.Problem{
				What: datasets.T("没有输出格式 %q", "there is no output format %q", n),
				Hint: datasets.T("可用的格式：%s", "the formats are %s", known[2:]),
			}
		}
		want[n] = true
	}
	var out []format
	for _, f := range all {
		if want[f.name] {
			out = append(out, f)
		}
	}
	return out, nil
}
