package save

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"fugai/datasets"
)

// A stage is the temporary folder of one run inside its output folder:
//
//	new/          the files of the new set, until each is renamed into place
//	old/          hard links (or copies) to the files of the old set
//	commit.json   from the moment the new set is whole: go on with the renames
//	undo.json     commit.json renamed, once a rename failed: put the old set back
//
// Whether a file has been put in place is told by new/: it is gone from there.
type stage struct {
	dir, temp string
	names     []string // files of the set, in the order of renaming
	rename    func(from, to string) error
	keep      bool // the old set could not be put back: a later run must
}

const (
	lockName   = ".fugai.lock"
	newDir     = "new"
	oldDir     = "old"
	commitFile = "commit.json"
	undoFile   = "undo.json"
)

// stageName is what newStage names its folders: the process and random digits.
var stageName = regexp.MustCompile(`^\.fugai-[0-9]+-[0-9]+$`)

// entry is one file of a journal.
type entry struct {
	Name string `json:"name"`
	Old  bool   `json:"old"` // there was a file of this name, and old/ holds it
}

// newStage makes the temporary folder.
func newStage(dir string, rename func(from, to string) error) (*stage, error) {
	temp, err := os.MkdirTemp(dir, fmt.Sprintf(".fugai-%d-", os.Getpid()))
	if err != nil {
		return nil, explain(err, dir)
	}
	st := &stage{dir: dir, temp: temp, rename: rename}
	for _, sub := range []string{newDir, oldDir} {
		if err := os.Mkdir(filepath.Join(temp, sub), 0o777); err != nil {
			os.RemoveAll(temp)
			return nil, explain(err, dir)
		}
	}
	return st, nil
}

// add gives the path to write the next file of the set at.
func (st *stage) add(name string) string {
	st.names = append(st.names, name)
	return filepath.Join(st.temp, newDir, name)
}

func (st *stage) fresh(name string) string  { return filepath.Join(st.temp, newDir, name) }
func (st *stage) backup(name string) string { return filepath.Join(st.temp, oldDir, name) }
func (st *stage) final(name string) string  { return filepath.Join(st.dir, name) }

// discard removes the temporary folder, unless it still holds the old set.
func (st *stage) discard() error {
	if st.keep {
		return nil
	}
	return os.RemoveAll(st.temp)
}

// commit puts the new set in place. On an error the old set is whole again.
func (st *stage) commit() error {
	journal, err := st.backUp()
	if err != nil {
		return err
	}
	if err := st.writeJournal(journal); err != nil {
		return explain(err, st.dir)
	}
	if err := st.forward(journal); err != nil {
		if e := st.markUndo(); e != nil {
			st.keep = true
			return errors.Join(err, e)
		}
		if e := st.back(journal); e != nil {
			st.keep = true
			return errors.Join(err, fmt.Errorf("put the old files back: %w", e))
		}
		return err
	}
	return nil
}

// backUp keeps what stands in the places of the new files.
func (st *stage) backUp() ([]entry, error) {
	var journal []entry
	for _, name := range st.names {
		info, err := os.Lstat(st.final(name))
		switch {
		case errors.Is(err, os.ErrNotExist):
			journal = append(journal, entry{Name: name})
			continue
		case err != nil:
			return nil, explain(err, st.final(name))
		case info.IsDir():
			return nil, &datasets.Problem{
				Where: datasets.Ref{File: st.final(name)},
				What:  datasets.T("此处已有同名文件夹", "a folder of this name is in the way"),
				Hint:  datasets.T("请改名或移走后重新运行", "rename or move it and run again"),
			}
		}
		if os.Link(st.final(name), st.backup(name)) != nil { // file systems such as FAT have no links
			if err := copyFile(st.final(name), st.backup(name)); err != nil {
				return nil, explain(err, st.final(name))
			}
		}
		journal = append(journal, entry{Name: name, Old: true})
	}
	return journal, nil
}

// writeJournal says that the new set is whole and may be put in place.
func (st *stage) writeJournal(journal []entry) error {
	data, err := json.Marshal(journal)
	if err != nil {
		return err
	}
	part := filepath.Join(st.temp, "journal.part")
	if err := os.WriteFile(part, data, 0o666); err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	for _, sub := range []string{newDir, oldDir} {
		if err := syncDir(filepath.Join(st.temp, sub)); err != nil {
			return err
		}
	}
	if err := os.Rename(part, filepath.Join(st.temp, commitFile)); err != nil {
		return err
	}
	if err := syncDir(st.temp); err != nil {
		return err
	}
	return syncDir(st.dir)
}

// forward renames the files that are not yet in place.
func (st *stage) forward(journal []entry) error {
	for _, e := range journal {
		if !exists(st.fresh(e.Name)) {
			continue
		}
		if err := st.rename(st.fresh(e.Name), st.final(e.Name)); err != nil {
			return explain(err, st.final(e.Name))
		}
	}
	if err := syncDir(st.dir); err != nil {
		return explain(err, st.dir)
	}
	return nil
}

// markUndo turns the journal round.
func (st *stage) markUndo() error {
	if err := os.Rename(filepath.Join(st.temp, commitFile), filepath.Join(st.temp, undoFile)); err != nil {
		return err
	}
	return syncDir(st.temp)
}

// back puts the old files back where new ones were put in place.
func (st *stage) back(journal []entry) error {
	var errs []error
	for i := len(journal) - 1; i >= 0; i-- {
		e := journal[i]
		var err error
		switch {
		case exists(st.fresh(e.Name)): // never replaced
		case !e.Old:
			if err = os.Remove(st.final(e.Name)); errors.Is(err, os.ErrNotExist) {
				err = nil
			}
		case exists(st.backup(e.Name)):
			err = os.Rename(st.backup(e.Name), st.final(e.Name))
		}
		if err != nil {
			errs = append(errs, explain(err, st.final(e.Name)))
		}
	}
	if err := syncDir(st.dir); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// copyFile copies a file and its mode and syncs the copy.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() // read only: nothing to lose
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if e := out.Sync(); err == nil {
		err = e
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}
