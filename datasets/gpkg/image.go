package gpkg

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"time"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// image is a database as it stands in memory: the bytes of the file and, over
// them, the pages that stand only in its write-ahead log. SQLite reads it
// through a file system of one file, sees a database without a log, and has
// nothing to write to.
type image struct {
	data []byte
	wal  *wal // nil without one
}

// Bytes of the header (file format, 1.3).
const (
	headSize    = 100
	atPageSize  = 16 // two bytes; 1 means 65536
	atVersions  = 18 // write and read version: 2 is a database with a log
	atChanges   = 24 // four bytes each
	atPageCount = 28
	atValidFor  = 92 // equals atChanges where atPageCount can be believed
	magic       = "SQLite format 3\x00"
)

// newImage takes a file and its log, and refuses what is no database, is cut
// off, or was left in the midst of a change.
func newImage(f *source.Files) (*image, error) {
	img := &image{data: f.Data}
	log, err := beside(f, "-wal")
	if err != nil {
		return nil, err
	}
	if img.wal = readWAL(log, pageSizeOf(f.Data)); img.wal == nil {
		if len(f.Data) < headSize || string(f.Data[:len(magic)]) != magic {
			return nil, notDatabase(f)
		}
		if err := checkLength(f); err != nil {
			return nil, err
		}
	}
	journal, err := beside(f, "-journal")
	if err == nil && isHot(journal) {
		err = &datasets.Problem{
			Where: datasets.Ref{File: f.Name},
			What:  datasets.T("旁边有未完成的修改记录（-journal 文件），数据可能只写了一半", "a journal of an unfinished change lies beside it (-journal); the data may be half written"),
			Hint:  datasets.T("请关闭正在编辑它的程序；若程序已异常退出，在 QGIS 中打开一次即可复原", "close the program that edits it; if that program crashed, opening the file once in QGIS sets it right"),
		}
	}
	return img, err
}

// beside gives a companion, nil where there is none.
func beside(f *source.Files, suffix string) ([]byte, error) {
	data, err := f.Beside(suffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// notDatabase says what the file is instead. The bytes of a database that were
// spoiled at the very beginning are recognised by nothing.
func notDatabase(f *source.Files) error {
	content := source.Detect(f.Data)
	if content != source.SQLite && content != source.GeoPackage {
		return source.Refuse(f.Name, content, "GeoPackage")
	}
	return cutOff(f.Name, int64(len(f.Data)), headSize)
}

// pageSizeOf is the size of the pages that a header says, 0 where it is none.
func pageSizeOf(data []byte) int {
	if len(data) < headSize {
		return 0
	}
	n := int(binary.BigEndian.Uint16(data[atPageSize:]))
	if n == 1 {
		n = 1 << 16
	}
	if n < 512 || n&(n-1) != 0 {
		return 0
	}
	return n
}

// checkLength compares the length of the file with the header.
func checkLength(f *source.Files) error {
	be := binary.BigEndian
	if be.Uint32(f.Data[atChanges:]) != be.Uint32(f.Data[atValidFor:]) {
		return nil // written by a program that does not keep the count
	}
	want := int64(be.Uint32(f.Data[atPageCount:])) * int64(pageSizeOf(f.Data))
	if int64(len(f.Data)) < want {
		return cutOff(f.Name, int64(len(f.Data)), want)
	}
	return nil
}

func cutOff(name string, have, want int64) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: name},
		What:  datasets.T("文件不完整：应有 %[1]d 字节，只有 %[2]d 字节", "the file is cut off: it should have %[1]d bytes and has %[2]d", want, have),
		Hint:  datasets.T("下载或拷贝可能没有完成，请重新获取该文件", "a download or copy may not have finished; fetch the file again"),
	}
}

// isHot tells a journal that still has to be played back: SQLite zeroes or
// shortens the others (file format, 3).
func isHot(journal []byte) bool {
	return len(journal) > 512 && string(journal[:8]) == "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
}

// size is the length of the database in bytes.
func (img *image) size() int64 {
	if img.wal != nil {
		return int64(img.wal.count) * int64(img.wal.pageSize)
	}
	return int64(len(img.data))
}

// readAt copies bytes of the database, as far as they lie in one page.
func (img *image) readAt(b []byte, at int64) int {
	var n int
	switch page, from, found := img.wal.page(at); {
	case found:
		n = copy(b, page[from:])
	case at < int64(len(img.data)):
		end := int64(len(img.data))
		if img.wal != nil {
			end = min(end, (at/int64(img.wal.pageSize)+1)*int64(img.wal.pageSize))
		}
		n = copy(b, img.data[at:end])
	default: // a hole, which SQLite fills with zeros
		n = len(b)
		if img.wal != nil {
			n = min(n, img.wal.pageSize-int(at%int64(img.wal.pageSize)))
		}
		clear(b[:n])
	}
	for i := int64(atVersions); i < atVersions+2; i++ {
		if i >= at && i < at+int64(n) && b[i-at] == 2 {
			b[i-at] = 1 // there is no log any more
		}
	}
	return n
}

// databaseName is the file in the file system of an image.
const databaseName = "layer"

// Open makes an image a file system of one file.
func (img *image) Open(name string) (fs.File, error) {
	if name != databaseName {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &imageFile{img: img}, nil
}

// imageFile is the file of an image.
type imageFile struct {
	img *image
	at  int64
}

func (f *imageFile) Read(b []byte) (int, error) {
	left := f.img.size() - f.at
	if left <= 0 {
		return 0, io.EOF
	}
	n := f.img.readAt(b[:min(int64(len(b)), left)], f.at)
	f.at += int64(n)
	return n, nil
}

func (f *imageFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.img.size()
	}
	if offset < 0 {
		return 0, fs.ErrInvalid
	}
	f.at = offset
	return offset, nil
}

func (f *imageFile) Close() error               { return nil }
func (f *imageFile) Stat() (fs.FileInfo, error) { return imageInfo{f.img.size()}, nil }

// imageInfo describes the file of an image.
type imageInfo struct{ size int64 }

func (i imageInfo) Name() string       { return databaseName }
func (i imageInfo) Size() int64        { return i.size }
func (i imageInfo) Mode() fs.FileMode  { return 0o444 }
func (i imageInfo) ModTime() time.Time { return time.Time{} }
func (i imageInfo) IsDir() bool        { return false }
func (i imageInfo) Sys() any           { return nil }
