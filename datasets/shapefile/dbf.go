package shapefile

import (
	"bytes"
	"encoding/binary"
	"math"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

const (
	dbfHeader     = 32 // bytes before the fields, and of each field
	dbfEnd        = 0x0d
	rowKept       = ' '
	rowDeleted    = '*'
	foxproVersion = 0x30 // 0x30, 0x31 and 0x32 are Visual FoxPro
	backlink      = 263  // bytes behind the fields of a Visual FoxPro table
	systemField   = 1    // flag of a field that FoxPro keeps for itself
)

// field is one column of a .dbf.
type field struct {
	raw      []byte // name
	kind     byte   // C, N, F, D, L, I, B, O, @, T, Y, M …
	at       int    // in the row, the deletion mark being byte 0
	width    int
	decimals int
}

// dbf is an attribute table whose header has been held against its rows.
type dbf struct {
	name     string
	data     []byte
	notes    *source.Notes
	version  byte
	language byte // mark of the code page
	fields   []field
	start    int // of the first row
	size     int // of a row
	rows     int // whole ones, as many as the header says
}

// parseDBF reads the header of a .dbf; name is the file that messages are about.
func parseDBF(name string, data []byte, notes *source.Notes) (*dbf, error) {
	if !isTable(data) {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: name},
			What:  datasets.T("属性表（.dbf）不是 dBASE 文件，或已损坏", "the attribute table (.dbf) is no dBASE file, or damaged"),
			Hint:  datasets.T("请重新获取 .dbf；在 Excel 中另存过的 .dbf 请改用原文件", "fetch the .dbf again; if it was saved with Excel use the original"),
		}
	}
	d := &dbf{name: name, data: data, notes: notes, version: data[0], language: data[29]}
	end, width := d.parseFields()
	if len(d.fields) == 0 && width == 1 {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: name},
			What:  datasets.T("属性表（.dbf）没有字段", "the attribute table (.dbf) has no fields"),
			Hint:  datasets.T("请重新获取 .dbf", "fetch the .dbf again"),
		}
	}
	d.settle(end, width)
	d.count()
	return d, nil
}

// isTable tells a .dbf by its first byte and the NULs that every header has and
// no text. dBASE II, of another layout, is none.
func isTable(data []byte) bool {
	return len(data) >= dbfHeader && bytes.IndexByte(data[:dbfHeader], 0) > 0 &&
		bytes.IndexByte([]byte{0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0xcb, 0xf5, 0xfb}, data[0]) >= 0
}

// parseFields reads the field descriptors. It returns where they end, with the
// mark behind them, and the width of a row.
func (d *dbf) parseFields() (end, width int) {
	said := int(binary.LittleEndian.Uint16(d.data[8:]))
	width = 1
	at := dbfHeader
	for ; at+dbfHeader <= min(len(d.data), math.MaxUint16) && isField(d.data[at:]); at += dbfHeader {
		b := d.data[at : at+dbfHeader]
		if at == said && (b[0] == rowKept || b[0] == rowDeleted) {
			break // rows without a mark behind the fields
		}
		raw, _, _ := bytes.Cut(b[:11], []byte{0})
		f := field{raw: bytes.Trim(raw, " "), kind: b[11], at: width, width: int(b[16]), decimals: int(b[17])}
		if f.kind >= 'a' && f.kind <= 'z' {
			f.kind -= 'a' - 'A'
		}
		width += f.width
		if f.kind != '0' && f.width > 0 && !(d.foxpro() && b[18]&systemField != 0) {
			d.fields = append(d.fields, f)
		}
	}
	if at < len(d.data) && d.data[at] == dbfEnd {
		at++
	}
	return at, width
}

// isField tells a field's descriptor from the mark behind the last and from
// what follows: it has a name and a letter for its type.
func isField(b []byte) bool {
	kind := b[11]
	return b[0] != dbfEnd && b[0] != 0 && (kind|0x20 >= 'a' && kind|0x20 <= 'z' || kind == '@' || kind == '+' || kind == '0')
}

func (d *dbf) foxpro() bool { return d.version >= foxproVersion && d.version <= foxproVersion+2 }

// settle decides where rows begin and how long they are: as the header says if
// the rows bear it out by their deletion marks, else as the fields say.
func (d *dbf) settle(end, width int) {
	start, size := int(binary.LittleEndian.Uint16(d.data[8:])), int(binary.LittleEndian.Uint16(d.data[10:]))
	long := d.longTexts(size, width)
	starts, sizes := []int{start, end, end + backlink}, []int{size, width}
	if long {
		sizes = sizes[:1]
	}
	for _, d.start = range starts {
		for _, d.size = range sizes {
			if d.start < end-1 || d.size < width {
				continue
			}
			if d.marksFit(width) {
				if d.start != start || d.size != size {
					d.noteHeader(start, size)
				}
				return
			}
		}
	}
	d.start, d.size = end, width
	if start >= end-1 && start <= len(d.data) {
		d.start = start
	}
	d.noteHeader(start, size)
}

// longTexts widens text fields that keep the high byte of their width where
// others keep decimals, as Clipper and FoxPro do, if that gives the row's size.
func (d *dbf) longTexts(size, width int) bool {
	more := 0
	for _, f := range d.fields {
		if f.kind == 'C' {
			more += f.decimals << 8
		}
	}
	if more == 0 || width+more != size {
		return false
	}
	shift := 0
	for i := range d.fields {
		f := &d.fields[i]
		f.at += shift
		if f.kind == 'C' {
			f.width += f.decimals << 8
			shift += f.decimals << 8
		}
	}
	return true
}

// marksFit looks at the deletion marks of the first rows. Rows so long that the
// file holds none, though one of the fields' width would fit in, are not it.
func (d *dbf) marksFit(width int) bool {
	const enough = 100
	if d.start > len(d.data) {
		return false
	}
	left, said := len(d.data)-d.start, int(binary.LittleEndian.Uint32(d.data[4:]))
	if said > 0 && left < d.size && left >= width {
		return false
	}
	rows := min(left/d.size, said, enough)
	for i := range rows {
		if mark := d.data[d.start+i*d.size]; mark != rowKept && mark != rowDeleted {
			return false
		}
	}
	return true
}

func (d *dbf) noteHeader(start, size int) {
	d.notes.Add("dbf-header-false", datasets.Ref{}, func() datasets.Text {
		return datasets.T("写的是记录始于第 %[1]d 字节、每条 %[2]d 字节，按 %[3]d 与 %[4]d 读取", "it says rows begin at byte %[1]d with %[2]d bytes each; they were read at %[3]d with %[4]d", start, size, d.start, d.size)
	})
}

// count takes the number of rows from the header as far as the file bears it
// out.
func (d *dbf) count() {
	said := int(binary.LittleEndian.Uint32(d.data[4:]))
	d.rows = min(said, max(len(d.data)-d.start, 0)/d.size)
	if d.rows < said {
		d.noteCount(said, d.rows)
	}
}

// extend goes on behind the number of rows in the header, which programs that
// crash do not bring up to date, to at most wanted rows.
func (d *dbf) extend(wanted int) {
	said := d.rows
	for d.rows < wanted {
		at := d.start + d.rows*d.size
		if at+d.size > len(d.data) || d.data[at] != rowKept && d.data[at] != rowDeleted {
			break
		}
		d.rows++
	}
	if d.rows > said {
		d.noteCount(said, d.rows)
	}
}

func (d *dbf) noteCount(said, found int) {
	d.notes.Add("dbf-count-false", datasets.Ref{}, func() datasets.Text {
		return datasets.T("写的是 %[1]d 条，读到 %[2]d 条", "it says %[1]d, there are %[2]d", said, found)
	})
}

// row is the bytes of a row, nil behind the last.
func (d *dbf) row(i int) []byte {
	if i >= d.rows {
		return nil
	}
	return d.data[d.start+i*d.size : d.start+(i+1)*d.size]
}

// cell is the bytes of a field in a row that is long enough for it, else what
// there is of it.
func (f *field) cell(row []byte) []byte {
	if f.at >= len(row) {
		return nil
	}
	return row[f.at:min(f.at+f.width, len(row))]
}
