package source

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"fugai/datasets"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Limits of a ZIP that holds a layer. Shapefiles and KML deflate 2 to 30 times.
const (
	maxEntries    = 10_000
	maxEntryBytes = 1 << 30
	maxRatio      = 100
	ratioFrom     = 100 << 10 // bytes of output from which the ratio counts
)

// Archive is a ZIP opened under limits: at most 10,000 entries, none of more
// than 1 GiB, none that inflates more than 100 times past its first 100 KiB, no
// name that leaves the folder.
type Archive struct {
	file    string
	names   []string
	entries map[string]*zip.File
}

// OpenArchive checks the directory of a ZIP. Names that are not UTF-8 are read
// as GBK, as Windows in China writes them; folders, and what macOS adds, are
// left out. Of entries of one name the first counts.
func OpenArchive(data []byte, file string) (*Archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: file}, Err: err,
			What: datasets.T("压缩包已损坏（%s）", "the ZIP is damaged (%s)", err.Error()),
			Hint: datasets.T("下载或拷贝可能没有完成；请重新获取", "a download or copy may not have finished; fetch it again"),
		}
	}
	if len(z.File) > maxEntries {
		return nil, hostile(file, "", datasets.T("压缩包有 %[1]d 个条目，上限 %[2]d", "the ZIP has %[1]d entries, the limit is %[2]d", len(z.File), maxEntries))
	}
	a := &Archive{file: file, entries: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := entryName(f)
		if leavesFolder(name) {
			return nil, hostile(file, name, datasets.T("压缩包中的文件名指向文件夹之外", "the name of an entry leaves the folder"))
		}
		if f.UncompressedSize64 > maxEntryBytes {
			return nil, hostile(file, name, datasets.T("压缩包中的文件解开超过 1 GiB", "an entry inflates to more than 1 GiB"))
		}
		if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, hostile(file, name, datasets.T("压缩包中的文件膨胀超过 100 倍（疑似压缩炸弹）", "an entry inflates more than 100 times (a zip bomb?)"))
		}
		if _, again := a.entries[name]; again || strings.HasSuffix(name, "/") || fromMac(name) {
			continue
		}
		a.entries[name] = f
		a.names = append(a.names, name)
	}
	return a, nil
}

// entryName is a name as people read it, with slashes between folders.
func entryName(f *zip.File) string {
	name := f.Name
	if given := unicodePath(f); given != "" {
		name = given
	} else if !utf8.ValidString(name) {
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}

// unicodePath is the name in UTF-8 that WinRAR, 7-Zip and GDAL put beside one
// that the old encoding cannot hold: the Info-ZIP extra field 7075, which holds
// for the name of that checksum.
func unicodePath(f *zip.File) string {
	const id, head = 0x7075, 5 // a version of one byte and the checksum
	for extra := f.Extra; len(extra) >= 4; {
		tag, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			break
		}
		if field := extra[:size]; tag == id && size > head && field[0] == 1 &&
			binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(f.Name)) && utf8.Valid(field[head:]) {
			return string(field[head:])
		}
		extra = extra[size:]
	}
	return ""
}

// fromMac tells the shadows of files that macOS packs.
func fromMac(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), "._")
}

func leavesFolder(name string) bool {
	clean := path.Clean(name)
	return strings.HasPrefix(name, "/") || clean == ".." || strings.HasPrefix(clean, "../") ||
		len(name) > 1 && name[1] == ':'
}

func hostile(file, value string, what datasets.Text) error {
	if value != "" {
		what = datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", what, value)
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: file, Value: value}, What: what,
		Hint: datasets.T("来源可靠时，解压后使用里面的文件", "if you trust its source unpack it and use the files inside"),
	}
}

// Names lists the files in the order of the directory.
func (a *Archive) Names() []string { return a.names }

// Find gives the name of the entry that is called so, upper and lower case
// alike where none matches exactly; "" is none.
func (a *Archive) Find(name string) string {
	if a.entries[name] != nil {
		return name
	}
	for _, n := range a.names {
		if strings.EqualFold(n, name) {
			return n
		}
	}
	return ""
}

// Open gives the content of the entry of exactly this name, under the limits.
// One that is not there gives fs.ErrNotExist, one that is damaged or locked a
// Problem, as does reading one that is larger than it may be.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	f := a.entries[name]
	if f == nil {
		return nil, fs.ErrNotExist
	}
	if f.Flags&1 != 0 {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: a.file, Value: name},
			What:  datasets.T("压缩包中的 %s 加了密码", "%s inside the ZIP is locked with a password", name),
			Hint:  datasets.T("输入密码解压后使用里面的文件", "unpack it with its password and use the files inside"),
		}
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.Damaged(name, err)
	}
	return &boundedEntry{ReadCloser: r, archive: a, name: name, left: min(max(maxRatio*f.CompressedSize64, ratioFrom), maxEntryBytes)}, nil
}

// Read inflates the entry of exactly this name; see Open.
func (a *Archive) Read(name string) ([]byte, error) {
	r, err := a.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var buf bytes.Buffer
	buf.Grow(int(min(a.entries[name].UncompressedSize64, 64<<20)) + bytes.MinRead)
	if _, err := buf.ReadFrom(r); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// boundedEntry stops when more comes out of an entry than its size allows.
type boundedEntry struct {
	io.ReadCloser
	archive *Archive
	name    string
	left    uint64
}

// Read gives a Problem for what is damaged and for what is too much.
func (b *boundedEntry) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if uint64(n) > b.left {
		return 0, hostile(b.archive.file, b.name, datasets.T("压缩包中的文件膨胀过大（疑似压缩炸弹）", "an entry inflates far beyond its size (a zip bomb?)"))
	}
	b.left -= uint64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = b.archive.Damaged(b.name, err)
	}
	return n, err
}

// Damaged is the Problem for an entry whose content is broken.
func (a *Archive) Damaged(name string, err error) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: a.file, Value: name}, Err: err,
		What: datasets.T("压缩包中的 %[1]s 已损坏（%[2]s）", "%[1]s inside the ZIP is damaged (%[2]s)", name, err.Error()),
		Hint: datasets.T("重新获取压缩包，或用其他程序解压后使用里面的文件", "fetch the ZIP again, or unpack it with another program and use the files inside"),
	}
}
