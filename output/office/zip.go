package office

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// orderedZip writes an archive whose bytes depend on its entries alone: they
// are sorted by name and carry no time. Sorting puts [Content_Types].xml
// first, where readers look for it. Entries are kept compressed until Close.
type orderedZip struct {
	w       io.Writer
	level   int // of compression
	entries []*zipEntry
}

type zipEntry struct {
	name string
	data bytes.Buffer
	size uint64
	sum  hash.Hash32
	comp *flate.Writer
}

func newOrderedZip(w io.Writer, level int) *orderedZip { return &orderedZip{w: w, level: level} }

// Create starts the entry of this name and ends the one before.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	if err := z.endLast(); err != nil {
		return nil, err
	}
	e := &zipEntry{name: name, sum: crc32.NewIEEE()}
	var err error
	if e.comp, err = flate.NewWriter(&e.data, z.level); err != nil {
		return nil, err
	}
	z.entries = append(z.entries, e)
	return e, nil
}

// Write compresses p into the entry.
func (e *zipEntry) Write(p []byte) (int, error) {
	e.size += uint64(len(p))
	e.sum.Write(p) // never fails: hash.Hash
	return e.comp.Write(p)
}

// AddFS adds every file of a file system, as excelize's interface asks.
func (z *orderedZip) AddFS(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
}

// Close writes the sorted entries and the directory.
func (z *orderedZip) Close() error {
	if err := z.endLast(); err != nil {
		return err
	}
	slices.SortStableFunc(z.entries, func(a, b *zipEntry) int { return strings.Compare(a.name, b.name) })
	out := zip.NewWriter(z.w)
	for _, e := range z.entries {
		w, err := out.CreateRaw(&zip.FileHeader{
			Name: e.name, Method: zip.Deflate, CRC32: e.sum.Sum32(),
			CompressedSize64: uint64(e.data.Len()), UncompressedSize64: e.size,
		})
		if err != nil {
			return err
		}
		if _, err := e.data.WriteTo(w); err != nil {
			return err
		}
	}
	return out.Close()
}

func (z *orderedZip) endLast() error {
	if len(z.entries) == 0 {
		return nil
	}
	e := z.entries[len(z.entries)-1]
	if e.comp == nil {
		return nil
	}
	err := e.comp.Close()
	e.comp = nil
	return err
}
