package save

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// Recover tidies a folder in which a run was killed: a new set that was whole
// is put in place, a set that was being put back is put back, and temporary
// folders and the lock file are removed. It does nothing in a folder that needs nothing, or that
// does not exist. [All] does the same before it writes.
func Recover(ctx context.Context, dir string) error {
	left, err := leftovers(dir)
	if err != nil {
		return err
	}
	if len(left) == 0 && !exists(filepath.Join(dir, lockName)) {
		return nil
	}
	unlock, err := lock(ctx, filepath.Join(dir, lockName), lockWait)
	if err != nil {
		return err
	}
	defer unlock()
	s := &saver{rename: os.Rename}
	return s.recoverLocked(dir)
}

// leftovers lists the temporary folders in dir.
func leftovers(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, explain(err, dir)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && stageName.MatchString(e.Name()) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out, nil
}

// recoverLocked tidies what killed runs left. The lock is held, so every
// temporary folder is a dead run's. The names sort by process, not by time,
// but at most one of them has a journal, since every run begins here.
func (s *saver) recoverLocked(dir string) error {
	left, err := leftovers(dir)
	if err != nil {
		return err
	}
	for _, temp := range left {
		st := &stage{dir: dir, temp: temp, rename: s.rename}
		if journal, ok := readJournal(filepath.Join(temp, undoFile)); ok {
			if err := st.back(journal); err != nil {
				return err
			}
		} else if journal, ok := readJournal(filepath.Join(temp, commitFile)); ok {
			if err := st.forward(journal); err != nil {
				return err
			}
		}
		if err := os.RemoveAll(temp); err != nil {
			return explain(err, temp)
		}
	}
	return nil
}

// readJournal reads a journal; one that is missing, torn or names files
// outside the folder is none.
func readJournal(path string) ([]entry, bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	var journal []entry
	if json.Unmarshal(data, &journal) != nil {
		return nil, false
	}
	for _, e := range journal {
		if e.Name != filepath.Base(e.Name) || !filepath.IsLocal(e.Name) || e.Name == "." {
			return nil, false
		}
	}
	return journal, true
}
