package osm

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// file is an extract that can be gone through several times.
type file interface {
	scan(ctx context.Context, q *query, take func(*batch)) error
	size() int // bytes to decode, as PBF
}

// onePass is the size of a file, in bytes to decode, up to which the positions of
// all nodes are kept (a node takes about 9 bytes in PBF and 24 here), where nodes
// do not stand before ways. Of larger files first the ways are read, and then
// the nodes that they need.
const onePass = 64 << 20

// openFile tells by its content what a file is. Errors are for the user.
func openFile(data []byte, name string) (file, error) {
	f, err := detect(data, name)
	if err != nil {
		return nil, problem(err, name)
	}
	return f, nil
}

func detect(data []byte, name string) (file, error) {
	switch kind := source.Detect(data); {
	case kind == source.OSMPBF, kind == source.Binary && strings.EqualFold(filepath.Ext(withoutPart(name)), ".pbf"):
		return openPBF(data)
	case kind == source.OSMXML, kind == source.XML, bytes.HasPrefix(data, []byte("<osm")):
		return &xmlFile{func() (io.Reader, error) { return bytes.NewReader(data), nil }, len(data), room + len(data)}, nil
	case kind == source.Gzip:
		return openPacked(data, func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) })
	case bytes.HasPrefix(data, []byte("BZh")):
		return openPacked(data, func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil })
	case kind == source.JSON && bytes.Contains(data[:min(len(data), 4096)], []byte("Overpass")):
		return nil, unsupported(datasets.T("是 Overpass 的 JSON", "JSON of Overpass"),
			datasets.T("查询时写 [out:xml]，得到 .osm 文件", "write [out:xml] in the query, which gives an .osm file"))
	case bytes.HasPrefix(data, []byte("\xff\xe0\x04o5m2")):
		return nil, unsupported(datasets.T("是 o5m 文件", "an o5m file"), datasets.T("用 osmconvert in.o5m -o=out.osm.pbf 转换", "convert it with osmconvert in.o5m -o=out.osm.pbf"))
	default:
		return nil, source.Refuse(name, kind, "OSM PBF / OSM XML")
	}
}

func withoutPart(name string) string {
	name, _, _ = strings.Cut(name, "#")
	return name
}

// maxPackedRatio is how many times compressed XML may inflate past its first
// ratioFrom bytes. Real files do it 8 to 25 times.
const maxPackedRatio = 100

// openPacked reads compressed XML.
func openPacked(data []byte, unpack func(io.Reader) (io.Reader, error)) (file, error) {
	open := func() (io.Reader, error) {
		r, err := unpack(bytes.NewReader(data))
		return &unpacked{src: r, left: max(maxPackedRatio*int64(len(data)), ratioFrom)}, damaged(err)
	}
	r, err := open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if start := bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf")), " \t\r\n"); len(start) == 0 || start[0] != '<' {
		return nil, unsupported(datasets.T("压缩包里不是 OSM XML", "what is compressed is no OSM XML"),
			datasets.T("先解压，再使用里面的文件", "unpack it and use the file inside"))
	}
	return &xmlFile{open, 12 * len(data), room + len(data)}, nil
}

// unpacked bounds how much comes out of a compressed file.
type unpacked struct {
	src  io.Reader
	left int64
}

// Read gives damage for what is broken and for what is too much.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.src.Read(p)
	if u.left -= int64(n); u.left < 0 {
		return 0, hostile("解压后超过 %d 倍（疑似压缩炸弹）", "it inflates more than %d times (a bomb?)", maxPackedRatio)
	}
	return n, damaged(err)
}

// damaged puts the error of a decompressor into words; io.EOF stays.
func damaged(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return cutOff()
	}
	return broken("压缩数据已损坏（%s）", "the compressed data is damaged (%s)", err.Error())
}

// problem gives an error for the user.
func problem(err error, name string) error {
	var d *damage
	if !errors.As(err, &d) {
		return err
	}
	return &datasets.Problem{Where: datasets.Ref{File: name}, What: d.what, Hint: d.hint}
}
