package osm

import (
	"encoding/binary"

	"fugai/datasets"
)

// Limits of a PBF file. The first two are those of the format (OSM wiki, PBF
// Format, “Blob”: must be less than).
const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20 // of a blob as it stands, and inflated
	// Real extracts inflate 2 to 5 times. Blobs of a few kilobytes that all claim
	// 32 MiB are a bomb: together they may inflate so many times past ratioFrom.
	maxRatio  = 32
	ratioFrom = 8 << 20
)

// blob is one block of a PBF file as it stands.
type blob struct {
	number int // from 1
	offset int // of its header in the file
	kind   string
	raw    []byte // content as it is, or
	zlib   []byte // deflated
	size   int    // of the content
	stored int    // bytes that it takes in the file
}

// listBlobs walks the headers of a PBF file. Nothing is inflated yet.
func listBlobs(data []byte) (blobs []blob, total int, err error) {
	for offset := 0; offset < len(data); {
		b := blob{number: len(blobs) + 1, offset: offset}
		size, err := b.read(data[offset:])
		if err != nil {
			return nil, 0, located(err, &b)
		}
		if offset == 0 && b.kind != "OSMHeader" {
			return nil, 0, located(broken("第一个数据块是 %q，不是 OSMHeader", "the first block is %q, not OSMHeader", clip(b.kind)), &b)
		}
		if total += b.size; total > ratioFrom && total/maxRatio > offset+size {
			return nil, 0, located(hostile("解压后超过 %d 倍（疑似压缩炸弹）", "it inflates more than %d times (a bomb?)", maxRatio), &b)
		}
		blobs = append(blobs, b)
		offset += size
	}
	return blobs, total, nil
}

// read takes one blob with its header off the front of data and gives their size.
func (b *blob) read(data []byte) (int, error) {
	if len(data) < 4 {
		return 0, cutOff()
	}
	header := int(binary.BigEndian.Uint32(data))
	if header > maxBlobHeader {
		return 0, broken("块头声称有 %[1]d 字节，上限 %[2]d", "the header of a block claims %[1]d bytes, the limit is %[2]d", header, maxBlobHeader)
	}
	if header > len(data)-4 {
		return 0, cutOff()
	}
	w := wire{data: data[4 : 4+header]}
	size := uint64(0)
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch {
		case field == 1 && kind == wireBytes:
			b.kind = string(w.bytes())
		case field == 3:
			size = w.number(kind)
		default:
			w.skip(kind)
		}
	}
	if w.bad || b.kind == "" {
		return 0, broken("块头不是 OSM PBF 的块头", "the header of a block is none of OSM PBF")
	}
	if size > maxBlob {
		return 0, broken("数据块声称有 %[1]d 字节，上限 %[2]d", "a block claims %[1]d bytes, the limit is %[2]d", size, maxBlob)
	}
	if size > uint64(len(data)-4-header) {
		return 0, cutOff()
	}
	end := 4 + header + int(size)
	return end, b.content(data[4+header : end])
}

func cutOff() error { return broken("文件在这里中断", "the file is cut off here") }

// content finds what a blob holds, and in which compression.
func (b *blob) content(data []byte) error {
	w := wire{data: data}
	b.stored = len(data)
	size, other, known := uint64(0), "", false
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch field {
		case 1:
			w.packed(kind, &b.raw)
			known = true
		case 2:
			size = w.number(kind)
		case 3:
			w.packed(kind, &b.zlib)
			known = true
		default:
			if name := compression(field); name != "" {
				other = name
			}
			w.skip(kind)
		}
	}
	switch {
	case w.bad, b.raw != nil && b.zlib != nil:
		return broken("数据块的结构已损坏", "the structure of the block is damaged")
	case !known && other != "" && data != nil:
		return unsupported(datasets.T("数据块用 %s 压缩，本版本只读 zlib", "the blocks are compressed with %s; only zlib is read", other),
			datasets.T("用 osmium cat in.osm.pbf -o out.osm.pbf -f pbf,pbf_compression=zlib 转换", "convert it with osmium cat in.osm.pbf -o out.osm.pbf -f pbf,pbf_compression=zlib"))
	case b.zlib == nil:
		size = uint64(len(b.raw))
	}
	if size > maxBlob {
		return hostile("数据块声称解压后有 %[1]d 字节，上限 %[2]d", "the block claims to inflate to %[1]d bytes, the limit is %[2]d", size, maxBlob)
	}
	b.size = int(size)
	return nil
}

// compression names the content of a blob by its field.
func compression(field int) string {
	switch field {
	case 4:
		return "lzma"
	case 5:
		return "bzip2"
	case 6:
		return "lz4"
	case 7:
		return "zstd"
	}
	return ""
}

// located says in which block something is wrong.
func located(err error, b *blob) error {
	d, ok := err.(*damage) //nolint:errorlint // damage is never wrapped
	if !ok {
		return err
	}
	return &damage{hint: d.hint, what: datasets.T("第 %[1]d 个数据块（字节 %[2]d 起）：%[3]s", "block %[1]d (from byte %[2]d): %[3]s", b.number, b.offset, d.what)}
}

// clip shortens a value from the file for a message.
func clip(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
