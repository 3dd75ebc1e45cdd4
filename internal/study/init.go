package study

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"fugai/datasets"
	"fugai/datasets/samples"
)

//go:embed start
var start embed.FS

// Init writes a study to start from into a folder, which is made if it is not
// there: a small one that runs as it is, or all files of a sample. It refuses
// to overwrite a file and then writes nothing.
func Init(dir, sample string) (written []string, err error) {
	from, err := fs.Sub(start, "start")
	if err != nil {
		return nil, err
	}
	if sample != "" {
		if from, err = samples.FS(sample); err != nil {
			return nil, err
		}
	}
	files, err := listFiles(from)
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); !errors.Is(err, fs.ErrNotExist) {
			return nil, &datasets.Problem{Where: datasets.Ref{File: filepath.Join(dir, name)}, What: datasets.T("文件已存在，没有写入任何文件", "the file is there already; nothing was written"),
				Hint: datasets.T("换一个新的文件夹", "choose a new folder"), Err: err}
		}
	}
	for _, name := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := copyNew(from, name, path); err != nil {
			return written, &datasets.Problem{Where: datasets.Ref{File: path}, What: datasets.T("无法写入：%v", "cannot be written: %v", err), Err: err}
		}
		written = append(written, path)
	}
	return written, nil
}

func listFiles(from fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	return files, err
}

// copyNew writes one file that must not be there yet.
func copyNew(from fs.FS, name, path string) (err error) {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
