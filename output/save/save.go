package save

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fugai/coverage"
	"fugai/datasets"
)

// Options are the choices of a set. The zero value writes every format in
// Chinese.
type Options struct {
	Lang    datasets.Lang // language that the outputs open in; "" is Chinese
	Formats []string      // names of [Formats]; empty is all

	// Progress is told before each file how many are done, and at the end with
	// done equal to total and an empty name. Files are written side by side,
	// but it is never called twice at once. It may be nil.
	Progress func(done, total int, name string)

	// Now gives the time for run.json; nil is the clock.
	Now func() time.Time
}

// lockWait is how long a run waits for another one on the same folder.
const lockWait = 30 * time.Second

// All writes the set of r into the folder dir, which is made where it is
// missing, and gives the paths that it wrote, run.json last. Files of formats
// that were not asked for, and every other file of the folder, stay as they
// are.
//
// The set is written whole or not at all: on an error, or once ctx is done,
// the folder holds what it held before and no temporary file. Errors that the
// user can mend are a [datasets.Problem]: a folder that is a file or cannot be
// written, a full disk, a file that is open in Excel or QGIS, another run that
// does not end within 30 seconds.
func All(ctx context.Context, dir string, r *coverage.Result, run Run, opts Options) ([]string, error) {
	s := &saver{table: table(), opts: opts, rename: os.Rename, wait: lockWait}
	return s.all(ctx, dir, r, run)
}

// saver is a run of All with its parts, which tests replace.
type saver struct {
	table  []format
	opts   Options
	rename func(from, to string) error
	wait   time.Duration
}

func (s *saver) all(ctx context.Context, dir string, r *coverage.Result, run Run) ([]string, error) {
	if r == nil {
		return nil, errors.New("save: there is no result")
	}
	formats, err := choose(s.table, s.opts.Formats)
	if err != nil {
		return nil, err
	}
	return s.set(ctx, dir, func(st *stage) error { return s.write(ctx, st, formats, r, run) })
}

// set puts the files that fill writes into the folder together, or none of
// them, and gives their paths.
func (s *saver) set(ctx context.Context, dir string, fill func(*stage) error) (paths []string, err error) {
	made, err := ensureDir(dir)
	if err != nil {
		return nil, err
	}
	if made {
		defer func() {
			if err != nil {
				os.Remove(dir) // only an empty folder goes
			}
		}()
	}
	unlock, err := lock(ctx, filepath.Join(dir, lockName), s.wait)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.recoverLocked(dir); err != nil {
		return nil, err
	}
	st, err := newStage(dir, s.rename)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := st.discard(); err == nil && e != nil {
			err = explain(e, st.temp)
		}
	}()
	if err := fill(st); err != nil {
		return nil, err
	}
	if err := st.commit(); err != nil {
		return nil, err
	}
	for _, name := range st.names {
		paths = append(paths, filepath.Join(dir, name))
	}
	return paths, nil
}

// write fills the stage: every format, then the record of the run.
func (s *saver) write(ctx context.Context, st *stage, formats []format, r *coverage.Result, run Run) error {
	progress := s.opts.Progress
	if progress == nil {
		progress = func(int, int, string) {}
	}
	now := s.opts.Now
	if now == nil {
		now = time.Now
	}
	outputs, err := s.writeAll(ctx, st, formats, r, progress)
	if err != nil {
		return err
	}
	progress(len(formats), len(formats)+1, RunFile)
	run.Sitings = sitingRuns(r)
	if err := writeRun(ctx, st.add(RunFile), run, outputs, now()); err != nil {
		return s.failed(ctx, st, RunFile, err)
	}
	progress(len(formats)+1, len(formats)+1, "")
	return ctx.Err() // the last moment to stop: from here the set is put in place
}

// failed explains an error by the file as the user knows it.
func (s *saver) failed(ctx context.Context, st *stage, file string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return explain(err, filepath.Join(st.dir, file))
}

// ensureDir makes the folder; made tells that it was not there.
func ensureDir(dir string) (made bool, err error) {
	info, err := os.Stat(dir)
	switch {
	case err == nil && info.IsDir():
		return false, nil
	case err == nil:
		return false, &datasets.Problem{
			Where: datasets.Ref{File: dir},
			What:  datasets.T("输出位置是文件，不是文件夹", "the output folder is a file"),
			Hint:  datasets.T("请用 --out 另指定一个文件夹", "name another folder with --out"),
		}
	case !errors.Is(err, os.ErrNotExist):
		return false, explain(err, dir)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return false, explain(err, dir)
	}
	return true, nil
}

// parentOf is the folder of a path.
func parentOf(path string) string { return filepath.Dir(path) }

// syncFile makes sure that a file stands on the disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
