package tabular

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"fugai/datasets"
)

// Limits of a workbook's ZIP. Excel's own sheets deflate 5 to 30 times.
const (
	maxEntries    = 10_000
	maxEntryBytes = 1 << 30
	maxRatio      = 100
	ratioFrom     = 100 << 10 // bytes of output from which the ratio counts
)

// archive is the ZIP of a workbook, opened under the limits above.
type archive struct {
	file    string
	entries map[string]*zip.File
}

// openArchive checks the directory: the number of entries, their names, and
// the sizes it claims. What really comes out is bounded by open.
func openArchive(data []byte, file string) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: file}, Err: err,
			What: datasets.T("工作簿的压缩包已损坏（%s）", "the workbook's ZIP is damaged (%s)", err.Error()),
			Hint: datasets.T("下载或拷贝可能没有完成；请重新获取，或在 Excel 中打开修复后保存", "a download or copy may not have finished; fetch it again, or let Excel open, repair and save it"),
		}
	}
	if len(z.File) > maxEntries {
		return nil, hostile(file, fmt.Sprintf("%d > %d", len(z.File), maxEntries), "压缩包条目过多", "too many entries")
	}
	a := &archive{file: file, entries: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if leavesFolder(f.Name) {
			return nil, hostile(file, f.Name, "压缩包中的文件名指向文件夹之外", "the name of an entry leaves the folder")
		}
		if f.UncompressedSize64 > maxEntryBytes {
			return nil, hostile(file, f.Name, "压缩包中的文件解开超过 1 GiB", "an entry inflates to more than 1 GiB")
		}
		if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, hostile(file, f.Name, "压缩包中的文件膨胀超过 100 倍（疑似压缩炸弹）", "an entry inflates more than 100 times (a zip bomb?)")
		}
		if _, again := a.entries[f.Name]; !again {
			a.entries[f.Name] = f
		}
	}
	return a, nil
}

func hostile(file, value, zh, en string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: file, Value: value},
		What:  datasets.T("%[1]s：%[3]s", "%[2]s: %[3]s", zh, en, value),
		Hint:  datasets.T("来源可靠时，在 Excel 中打开并另存为新的 .xlsx", "if you trust its source open it in Excel and save it as a new .xlsx"),
	}
}

func leavesFolder(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	clean := path.Clean(name)
	return strings.HasPrefix(name, "/") || clean == ".." || strings.HasPrefix(clean, "../") ||
		len(name) > 1 && name[1] == ':'
}

// open gives an entry's content under the limits; nil where there is none of
// that name. Names are compared without case where they do not match exactly.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.entries[name]
	if f == nil {
		for other, e := range a.entries {
			if strings.EqualFold(strings.ReplaceAll(other, `\`, "/"), name) && (f == nil || other < f.Name) {
				f = e
			}
		}
	}
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.damaged(name, err)
	}
	return &boundedEntry{ReadCloser: r, archive: a, name: name, compressed: int64(f.CompressedSize64)}, nil
}

func (a *archive) damaged(name string, err error) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: a.file}, Err: err,
		What: datasets.T("工作簿中的 %[1]s 已损坏（%[2]s）", "%[1]s inside the workbook is damaged (%[2]s)", name, err.Error()),
		Hint: datasets.T("在 Excel 或 WPS 中打开修复后另存", "let Excel or WPS open and repair it, and save it again"),
	}
}

// boundedEntry stops when more comes out of an entry than its size allows.
type boundedEntry struct {
	io.ReadCloser
	archive    *archive
	name       string
	compressed int64
	out        int64
}

func (b *boundedEntry) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.out += int64(n)
	if b.out > maxEntryBytes || b.out > ratioFrom && b.out/maxRatio > b.compressed {
		return 0, hostile(b.archive.file, b.name, "压缩包中的文件膨胀过大（疑似压缩炸弹）", "an entry inflates far beyond its size (a zip bomb?)")
	}
	return n, err
}
