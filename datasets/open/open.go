package open

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// maxBytes is the largest file that is read.
const maxBytes = 2 << 30

// Options say where files are and what they do not say themselves. The zero
// value opens paths of the operating system and finds the rest out.
type Options struct {
	FS       fs.FS     // where paths are looked up; nil is the operating system
	Stdin    io.Reader // what "-" reads; nil refuses "-"
	Layer    string    // layer of a file with several; "" takes the only one
	Sheet    string    // sheet of a workbook; path#sheet overrules it
	Encoding string    // of a text file, such as GBK; "" finds it
	CRS      string    // system of the coordinates, such as GCJ-02 or EPSG:4547
	Header   int       // row of the header, from 1; 0 finds it
	Stream   bool      // leave the records of CSV in its text: see [datasets.Table.Stream]
	Swap     bool      // positions hold latitude before longitude
}

// Input records what was read, so that a run can be repeated.
type Input struct {
	Path   string `json:"path"`   // as the user wrote it
	SHA256 string `json:"sha256"` // of the bytes, in lower-case hex
	Size   int64  `json:"size"`   // bytes
	// Parts are the files that belong to it and were read as well, such as the
	// .dbf of a .shp or the -wal of a GeoPackage.
	Parts []Input `json:"parts,omitempty"`
}

// Read reads one file. "file.xlsx#台账" selects a sheet and "-" reads
// standard input, whose format is told by its content. Every error that the
// user can mend is a [datasets.Problem]: a missing file is answered with names
// that are close, a folder or a file that may not be read is called so. Files
// over 2 GiB are refused. ctx is checked while bytes arrive.
func Read(ctx context.Context, path string, opts Options) (*datasets.Table, Input, error) {
	if path == "-" {
		return readStdin(ctx, opts)
	}
	name, part := splitPart(path, opts)
	if err := refuseByName(name, opts); err != nil {
		return nil, Input{}, err
	}
	data, err := load(ctx, name, opts)
	if err != nil {
		return nil, Input{}, err
	}
	in := describe(path, data)
	f, err := choose(name, data)
	if err != nil {
		return nil, in, err
	}
	if part != "" {
		opts.Sheet, opts.Layer = part, part
	}
	if err := f.accepts(name, opts); err != nil {
		return nil, in, err
	}
	files := &source.Files{Name: path, Data: data, Beside: func(ext string) ([]byte, error) {
		part, data, err := beside(ctx, name, ext, opts)
		if err == nil {
			in.Parts = append(in.Parts, describe(part, data))
		}
		return data, err
	}}
	t, err := f.read(ctx, files, opts)
	return t, in, err
}

// Layer reads one file as a map layer: [Read], and columns of coordinates become
// geometries, see [datasets.Locate].
func Layer(ctx context.Context, path string, opts Options) (*datasets.Table, error) {
	t, _, err := Read(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	o := datasets.LayerOptions{Swap: opts.Swap}
	if !t.Spatial {
		o.CRS = opts.CRS
	}
	return datasets.Locate(t, o)
}

// beside loads a file that belongs to another: the same name with another
// extension (".dbf"), in lower or upper case, or with a suffix ("-wal").
// A file that is not there gives fs.ErrNotExist.
func beside(ctx context.Context, name, ext string, opts Options) (string, []byte, error) {
	stem := name
	if strings.HasPrefix(ext, ".") {
		stem = strings.TrimSuffix(name, filepath.Ext(name))
	}
	for _, part := range []string{stem + ext, stem + strings.ToUpper(ext), name + ext} {
		info, err := stat(part, opts)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
			continue
		}
		data, err := load(ctx, part, opts)
		return part, data, err
	}
	return "", nil, fs.ErrNotExist
}

func readStdin(ctx context.Context, opts Options) (*datasets.Table, Input, error) {
	if opts.Stdin == nil {
		return nil, Input{}, &datasets.Problem{
			Where: datasets.Ref{File: "-"},
			What:  datasets.T("这里不能从标准输入读取", "standard input cannot be read here"),
			Hint:  datasets.T("请给出文件名", "name a file"),
		}
	}
	data, err := drain(ctx, opts.Stdin, "-", 0)
	if err != nil {
		return nil, Input{}, err
	}
	in := describe("-", data)
	f, err := choose("-", data)
	if err != nil {
		return nil, in, err
	}
	t, err := f.read(ctx, source.Alone("-", data), opts)
	return t, in, err
}

func describe(path string, data []byte) Input {
	sum := sha256.Sum256(data)
	return Input{Path: path, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
}

// splitPart takes "#sheet" off a path, unless a file has that very name.
func splitPart(path string, opts Options) (name, part string) {
	i := strings.LastIndexByte(path, '#')
	if i <= 0 {
		return path, ""
	}
	if _, err := stat(path, opts); err == nil {
		return path, ""
	}
	return path[:i], path[i+1:]
}

func stat(name string, opts Options) (fs.FileInfo, error) {
	if opts.FS != nil {
		return fs.Stat(opts.FS, slashed(name))
	}
	return os.Stat(name)
}

func openFile(name string, opts Options) (fs.File, error) {
	if opts.FS != nil {
		return opts.FS.Open(slashed(name))
	}
	return os.Open(name)
}

// slashed is a path as fs.FS wants it.
func slashed(name string) string {
	return strings.TrimPrefix(filepath.ToSlash(filepath.Clean(name)), "./")
}

// load reads a whole file of at most maxBytes.
func load(ctx context.Context, name string, opts Options) ([]byte, error) {
	f, err := openFile(name, opts)
	if err != nil {
		return nil, cannotOpen(name, err, opts)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, cannotOpen(name, err, opts)
	}
	if info.IsDir() {
		return nil, isFolder(name)
	}
	if info.Mode()&(fs.ModeDevice|fs.ModeSocket) != 0 {
		return nil, isDevice(name)
	}
	if info.Size() > maxBytes {
		return nil, tooLarge(name, info.Size())
	}
	return drain(ctx, f, name, info.Size())
}

// drain reads to the end, checking ctx at every mebibyte.
func drain(ctx context.Context, r io.Reader, name string, size int64) ([]byte, error) {
	const step = 1 << 20
	buf := make([]byte, 0, min(max(size, 0), maxBytes)+512)
	for {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if cap(buf)-len(buf) < 512 {
			buf = append(buf, make([]byte, max(step, len(buf)/4))...)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), len(buf)+step)])
		buf = buf[:len(buf)+n]
		if len(buf) > maxBytes {
			return nil, tooLarge(name, int64(len(buf)))
		}
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return nil, &datasets.Problem{
				Where: datasets.Ref{File: name}, Err: err,
				What: datasets.T("读取中断（%s）", "reading stopped (%s)", err.Error()),
				Hint: datasets.T("检查磁盘、网络驱动器或 U 盘后重试", "check the disk, network drive or stick and try again"),
			}
		}
	}
}

func tooLarge(name string, size int64) error {
	gib := math.Round(float64(size)/(1<<30)*10) / 10
	return &datasets.Problem{
		Where: datasets.Ref{File: name},
		What:  datasets.T("文件有 %.1f GiB，超过 2 GiB 的上限", "the file has %.1f GiB, over the limit of 2 GiB", gib),
		Hint:  datasets.T("按区域或列裁剪后再用", "cut it down by area or columns"),
	}
}

func isDevice(name string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: name},
		What:  datasets.T("是设备，不是文件", "a device, not a file"),
		Hint:  datasets.T("请写出文件名；标准输入写作 -", "name a file; standard input is -"),
	}
}

func isFolder(name string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: name},
		What:  datasets.T("是文件夹，不是文件", "a folder, not a file"),
		Hint:  datasets.T("请写出文件夹里的文件名", "name a file inside it"),
	}
}
