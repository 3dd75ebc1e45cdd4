package shapefile

import (
	"bytes"
	"encoding/binary"

	"fugai/datasets"
)

const (
	fileCode     = 9994 // first number of .shp and .shx
	headerBytes  = 100  // of .shp and .shx
	recordHeader = 8    // number and length before each shape, and one entry of a .shx
	word         = 2    // lengths and offsets are counted in words of 16 bits
)

// span is where the content of one shape stands in the .shp.
type span struct{ from, to int }

// spans finds the shapes: by the .shx where it fits the .shp, because only the
// .shx knows their order after an edit, else by going through the .shp.
func (r *reader) spans(shx []byte, missing bool, rows int) ([]span, error) {
	if missing {
		r.notes.Add("shx-rebuilt", datasets.Ref{}, func() datasets.Text { return datasets.T("没有 .shx", "no .shx") })
		return r.walk(true)
	}
	indexed, why := r.byIndex(shx)
	if why.IsZero() && r.wholeIndex(shx, len(indexed), rows) {
		return indexed, nil
	}
	walked, err := r.walk(true)
	if err != nil {
		return nil, err
	}
	if why.IsZero() {
		if len(walked) == len(indexed) {
			return indexed, nil
		}
		why = datasets.T(".shx 有 %[1]d 项，.shp 有 %[2]d 个要素", "the .shx has %[1]d entries, the .shp %[2]d features", len(indexed), len(walked))
	}
	r.notes.Add("shx-false", datasets.Ref{}, func() datasets.Text { return why })
	return walked, nil
}

// byIndex reads the .shx and holds every entry against the .shp; why says what
// does not fit.
func (r *reader) byIndex(shx []byte) (spans []span, why datasets.Text) {
	if len(shx) < headerBytes || binary.BigEndian.Uint32(shx) != fileCode {
		return nil, datasets.T(".shx 不是索引文件", "the .shx is no index")
	}
	n := (len(shx) - headerBytes) / recordHeader
	spans = make([]span, 0, n)
	used := headerBytes
	for i := range n {
		entry := shx[headerBytes+i*recordHeader:]
		at, size := word*int(int32(binary.BigEndian.Uint32(entry))), word*int(int32(binary.BigEndian.Uint32(entry[4:])))
		from := at + recordHeader
		if at < headerBytes || size < 0 || from > len(r.data) || size > len(r.data)-from ||
			size != word*int(int32(binary.BigEndian.Uint32(r.data[at+4:]))) {
			return nil, datasets.T(".shx 的第 %d 项没有指向要素", "entry %d of the .shx does not lead to a feature", i+1)
		}
		if used += recordHeader + size; used > len(r.data) {
			return nil, datasets.T(".shx 的各项互相重叠", "the entries of the .shx overlap")
		}
		spans = append(spans, span{from, from + size})
	}
	return spans, datasets.Text{}
}

// wholeIndex tells whether a .shx is as long as it says, or as the table.
func (r *reader) wholeIndex(shx []byte, n, rows int) bool {
	return word*int(binary.BigEndian.Uint32(shx[24:])) == len(shx) || n == rows
}

// walk finds the shapes one behind the other.
func (r *reader) walk(notes bool) ([]span, error) {
	declared := word * int(int32(binary.BigEndian.Uint32(r.data[24:])))
	var spans []span
	at := headerBytes
	for at+recordHeader <= len(r.data) {
		number, words := binary.BigEndian.Uint32(r.data[at:]), int32(binary.BigEndian.Uint32(r.data[at+4:]))
		if number == 0 && words == 0 && onlyNULs(r.data[at:]) {
			break
		}
		from, size := at+recordHeader, word*int(words)
		if words < 2 || size > len(r.data)-from {
			if at >= declared && declared >= headerBytes {
				break // what stands behind the end that the header names is no shape
			}
			return nil, r.falseLength(len(spans)+1, size, len(r.data)-from)
		}
		spans = append(spans, span{from, from + size})
		at = from + size
	}
	if rest := len(r.data) - at; rest > 0 && rest < recordHeader && !onlyNULs(r.data[at:]) && at < declared {
		return nil, r.falseLength(len(spans)+1, declared-at, rest)
	}
	if notes && declared != at {
		r.notes.Add("shp-length-false", datasets.Ref{}, func() datasets.Text {
			return datasets.T("写的是 %[1]d 字节，要素止于第 %[2]d 字节", "it says %[1]d bytes, the features end at byte %[2]d", declared, at)
		})
	}
	return spans, nil
}

// onlyNULs tells the padding that some file systems leave after a crash.
func onlyNULs(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

// falseLength is the error for a shape that does not fit into the file.
func (r *reader) falseLength(row, size, left int) error {
	p := &datasets.Problem{
		Where: datasets.Ref{File: r.name, Row: row},
		What:  datasets.T("要素的长度写为 %[1]d 字节，不可能是要素", "the feature's length reads %[1]d bytes, which no feature has", size),
		Hint:  datasets.T("文件已损坏，请重新获取；若 .shx 完好，ogr2ogr 也许能读出一部分", "the file is damaged: fetch it again; ogr2ogr may still read a part of it if there is a sound .shx"),
	}
	if size > left {
		p.What = datasets.T("要素的长度写为 %[1]d 字节，文件只剩 %[2]d 字节：文件被截断或已损坏", "the feature's length reads %[1]d bytes but only %[2]d are left: the file is cut off or damaged", size, left)
		p.Hint = datasets.T("下载或拷贝可能没有完成，请重新获取 .shp、.shx 和 .dbf", "a download or copy may not have finished; fetch the .shp, .shx and .dbf again")
	}
	return p
}
