package tabular

import (
	"errors"
	"io"
	"io/fs"

	"fugai/datasets/internal/source"
)

// archive is the ZIP of a workbook.
type archive struct {
	*source.Archive
	file string
}

func openArchive(data []byte, file string) (*archive, error) {
	a, err := source.OpenArchive(data, file)
	if err != nil {
		return nil, err
	}
	return &archive{a, file}, nil
}

// open gives an entry's content; nil where there is none of that name, upper
// and lower case alike.
func (a *archive) open(name string) (io.ReadCloser, error) {
	r, err := a.Open(a.Find(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return r, err
}
