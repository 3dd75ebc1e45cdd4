package shapefile

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"time"

	"fugai/datasets"
)

// kindOf chooses the decoder of a field; nil is a memo, which stands in a file
// of its own. Types that are not known are read as text.
func (d *dbf) kindOf(f *field) column {
	switch f.kind {
	case 'N', 'F', '+':
		if f.kind == '+' && f.width == 4 {
			return column{typ: datasets.TypeInteger, decoder: long}
		}
		if f.decimals == 0 {
			return column{typ: datasets.TypeInteger, decoder: decimal}
		}
		return column{typ: datasets.TypeReal, decoder: decimal}
	case 'L':
		return column{typ: datasets.TypeBoolean, decoder: logical}
	case 'D':
		return column{typ: datasets.TypeDate, decoder: date}
	case 'I':
		if f.width == 4 {
			return column{typ: datasets.TypeInteger, decoder: long}
		}
		return column{typ: datasets.TypeInteger, decoder: decimal}
	case 'B', 'O':
		if f.width == 8 && (f.kind == 'O' || d.foxpro()) {
			return column{typ: datasets.TypeReal, decoder: double}
		}
		return column{typ: datasets.TypeText}
	case 'Y':
		return column{typ: datasets.TypeReal, decoder: currency}
	case 'T', '@':
		return column{typ: datasets.TypeTime, decoder: moment}
	case 'M', 'G', 'P', 'W', 'Q':
		return column{typ: datasets.TypeText}
	}
	return column{typ: datasets.TypeText, decoder: text}
}

// plain cuts padding of spaces and NULs from both ends of an ASCII cell.
func plain(cell []byte) []byte { return bytes.Trim(cell, " \x00\t") }

// text reads a cell of characters.
func text(c *cells, col int, cell []byte, row int) {
	c.buf = c.text.append(c.buf, cell, c.dbf.notes, datasets.Ref{Row: row, Column: c.table.Columns[col]})
}

// decimal reads a number in digits. Asterisks stand for a null, as GDAL writes
// it, or for a number that did not fit.
func decimal(c *cells, col int, cell []byte, row int) {
	cell = plain(cell)
	switch {
	case len(cell) == 0:
		return
	case bytes.IndexByte(cell, '*') >= 0:
		c.unreadable("number-stars", col, cell, row)
		return
	}
	if digits, ok := integer(cell); ok {
		c.buf = append(c.buf, digits...)
		return
	}
	v, err := strconv.ParseFloat(string(cell), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || !startsNumber(cell) {
		c.unreadable("value-unreadable", col, cell, row)
		return
	}
	if v != math.Trunc(v) {
		c.kinds[col].real = true
	}
	c.buf = appendReal(c.buf, v)
}

// startsNumber keeps out what ParseFloat takes and no table means: 0x1p4, 1_0.
func startsNumber(cell []byte) bool {
	return !bytes.ContainsAny(cell, "xX_pP")
}

// integer tells digits with or without a sign, and takes off zeros in front.
func integer(cell []byte) (digits []byte, ok bool) {
	body := cell
	if cell[0] == '-' || cell[0] == '+' {
		body = cell[1:]
	}
	if len(body) == 0 {
		return nil, false
	}
	for _, b := range body {
		if b < '0' || b > '9' {
			return nil, false
		}
	}
	body = bytes.TrimLeft(body[:len(body)-1], "0")
	kept := cell[len(cell)-len(body)-1:]
	if cell[0] == '-' && !(len(kept) == 1 && kept[0] == '0') {
		return append([]byte{'-'}, kept...), true
	}
	return kept, true
}

// appendReal writes the shortest digits that give the number again, without an
// exponent below 1e21.
func appendReal(buf []byte, v float64) []byte {
	if v == 0 {
		return append(buf, '0')
	}
	if math.Abs(v) >= 1e21 {
		return strconv.AppendFloat(buf, v, 'g', -1, 64)
	}
	return strconv.AppendFloat(buf, v, 'f', -1, 64)
}

// logical reads T, Y, F and N; ? and a space are no value.
func logical(c *cells, col int, cell []byte, row int) {
	cell = plain(cell)
	if len(cell) == 0 || cell[0] == '?' {
		return
	}
	switch cell[0] {
	case 'T', 't', 'Y', 'y', '1':
		c.buf = append(c.buf, "true"...)
	case 'F', 'f', 'N', 'n', '0':
		c.buf = append(c.buf, "false"...)
	default:
		c.unreadable("value-unreadable", col, cell, row)
	}
}

// date reads 20260501; zeros are no date.
func date(c *cells, col int, cell []byte, row int) {
	cell = plain(cell)
	if len(bytes.TrimLeft(cell, "0")) == 0 {
		return
	}
	day, err := time.Parse("20060102", string(cell))
	if err != nil {
		c.unreadable("value-unreadable", col, cell, row)
		return
	}
	c.buf = day.AppendFormat(c.buf, time.DateOnly)
}

// long reads an integer of four bytes.
func long(c *cells, _ int, cell []byte, _ int) {
	if len(cell) == 4 {
		c.buf = strconv.AppendInt(c.buf, int64(int32(binary.LittleEndian.Uint32(cell))), 10)
	}
}

// double reads eight bytes: of FoxPro as they are, of dBASE 7 (type O) the other
// way round and with the sign turned so that bytes sort like numbers.
func double(c *cells, col int, cell []byte, row int) {
	if len(cell) != 8 {
		return
	}
	bits := binary.LittleEndian.Uint64(cell)
	if c.dbf.fields[col].kind == 'O' {
		switch bits = binary.BigEndian.Uint64(cell); {
		case bits == 0:
			return // no value
		case bits>>63 == 1:
			bits ^= 1 << 63
		default:
			bits = ^bits
		}
	}
	v := math.Float64frombits(bits)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		c.unreadable("value-unreadable", col, []byte(strconv.FormatFloat(v, 'g', -1, 64)), row)
		return
	}
	c.buf = appendReal(c.buf, v)
}

// currency reads ten-thousandths in eight bytes.
func currency(c *cells, _ int, cell []byte, _ int) {
	if len(cell) != 8 {
		return
	}
	n := int64(binary.LittleEndian.Uint64(cell))
	abs := uint64(n)
	if n < 0 {
		c.buf, abs = append(c.buf, '-'), -abs
	}
	c.buf = strconv.AppendUint(c.buf, abs/10000, 10)
	if rest := abs % 10000; rest > 0 {
		digits := strconv.AppendUint(nil, 10000+rest, 10)
		digits[0] = '.'
		c.buf = append(c.buf, bytes.TrimRight(digits, "0")...)
	}
}

// moment reads a day, counted by astronomers (Julian day number), and the
// milliseconds of it.
func moment(c *cells, col int, cell []byte, row int) {
	const julian1970 = 2440588
	if len(cell) != 8 {
		text(c, col, cell, row)
		return
	}
	day, ms := int64(binary.LittleEndian.Uint32(cell)), int64(binary.LittleEndian.Uint32(cell[4:]))
	if day == 0 || day == 0x20202020 {
		return
	}
	at := time.Unix((day-julian1970)*86400, 0).UTC().Add(time.Duration(ms) * time.Millisecond)
	if at.Year() < 1 || at.Year() > 9999 || ms >= 86400_000 {
		c.unreadable("value-unreadable", col, cell, row)
		return
	}
	c.buf = at.Round(time.Second).AppendFormat(c.buf, "2006-01-02T15:04:05")
}
