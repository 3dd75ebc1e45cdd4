package save

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Atomic writes one file whole or not at all: beside its place, synced, then
// renamed into it; on an error of write or of the disk the old file is as it
// was and nothing is left beside it. A link is followed, and the mode of an
// old file is kept. What is no file, such as a pipe or /dev/null, is written
// straight. Two writers of one path take turns. What a killed writer left is
// overwritten by the next one of the same path.
func Atomic(path string, write func(io.Writer) error) (err error) {
	target, err := resolve(path)
	if err != nil {
		return explain(err, path)
	}
	mode := os.FileMode(0)
	switch info, err := os.Stat(target); {
	case err == nil && info.Mode().IsRegular():
		mode = info.Mode().Perm()
	case err == nil && !info.IsDir():
		return explain(writeStraight(target, write), path)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return explain(err, path)
	}
	hidden := filepath.Join(filepath.Dir(target), hiddenName(filepath.Base(target)))
	unlock, err := lock(context.Background(), hidden+".lock", lockWait)
	if err != nil {
		return err
	}
	defer unlock()
	part := hidden + ".part"
	defer func() {
		if err != nil {
			os.Remove(part)
			err = explain(err, path)
		}
	}()
	if err := writeFile(context.Background(), part, write); err != nil {
		return err
	}
	if mode != 0 {
		if err := os.Chmod(part, mode); err != nil {
			return err
		}
	}
	if err := os.Rename(part, target); err != nil {
		return err
	}
	return syncDir(filepath.Dir(target))
}

// resolve follows links, so that the file is replaced and not the link. A file
// that does not exist yet is its own target.
func resolve(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, os.ErrNotExist) {
		return path, nil
	}
	return target, err
}

// hiddenName is the stem of the files beside a target; a long name is
// shortened, since file systems allow 255 bytes.
func hiddenName(base string) string {
	if len(base) > 200 {
		sum := sha256.Sum256([]byte(base))
		base = hex.EncodeToString(sum[:16])
	}
	return "." + base + ".fugai"
}

func writeStraight(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	return write(f)
}
