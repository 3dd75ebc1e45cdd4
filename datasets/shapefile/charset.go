package shapefile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Names of the encodings of a .dbf.
const (
	nameUTF8    = "UTF-8"
	nameGB18030 = "GB18030"
	nameBig5    = "Big5"
	nameLatin   = "Windows-1252"
)

// charset decodes the texts of one table.
type charset struct {
	name    string
	decoder *encoding.Decoder // nil for UTF-8
	second  *encoding.Decoder // for texts that are not UTF-8 in a table that is
	mixed   bool              // texts that are UTF-8 stand in a table that is not
	out     []byte
}

func newCharset(name string) *charset {
	cs := &charset{name: name, out: make([]byte, 1024)}
	switch name {
	case nameGB18030:
		cs.decoder = simplifiedchinese.GB18030.NewDecoder()
	case nameBig5:
		cs.decoder = traditionalchinese.Big5.NewDecoder()
	case nameLatin:
		cs.decoder = charmap.Windows1252.NewDecoder()
	default:
		cs.second = simplifiedchinese.GB18030.NewDecoder()
	}
	return cs
}

// append decodes a cell behind buf, without white space at its ends; it ends at
// a NUL. Half a character at the end of the field is left out.
func (cs *charset) append(buf, cell []byte, notes *source.Notes, where datasets.Ref) []byte {
	cell = unpadded(cell)
	if isASCII(cell) {
		return append(buf, bytes.TrimSpace(cell)...)
	}
	decoder := cs.decoder
	whole := cell
	switch {
	case decoder == nil, cs.mixed && chinese(cell):
		whole, decoder = wholeUTF8(cell), nil
		if !utf8.Valid(whole) && cs.second != nil {
			whole, decoder = wholeDouble(cell), cs.second
		}
	case cs.name != nameLatin:
		whole = wholeDouble(cell)
	}
	decoded, bad := cs.decode(whole, decoder)
	if len(whole) < len(cell) {
		notes.Add("text-cut-off", where, func() datasets.Text { return datasets.Same(string(decoded) + "…") })
	}
	if bad {
		notes.Add("bad-bytes", where, nil)
	} else if (decoder == nil) != (cs.decoder == nil) {
		notes.Add("two-encodings", where, func() datasets.Text { return datasets.Same(string(decoded)) })
	}
	return append(buf, source.TrimCell(string(decoded))...)
}

// decode gives the text; the bytes are good until the next call.
func (cs *charset) decode(b []byte, decoder *encoding.Decoder) (decoded []byte, bad bool) {
	if decoder == nil {
		if utf8.Valid(b) {
			return b, false
		}
		return bytes.ToValidUTF8(b, []byte("\uFFFD")), true
	}
	decoder.Reset()
	if need := 4*len(b) + 16; len(cs.out) < need {
		cs.out = make([]byte, need)
	}
	n, _, err := decoder.Transform(cs.out, b, true)
	return cs.out[:n], err != nil || bytes.Contains(cs.out[:n], []byte("\uFFFD"))
}

// unpadded ends a cell at the first NUL and takes the spaces off its end.
func unpadded(cell []byte) []byte {
	if i := bytes.IndexByte(cell, 0); i >= 0 {
		cell = cell[:i]
	}
	return bytes.TrimRight(cell, " ")
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// wholeUTF8 leaves out the beginning of a character at the end of b.
func wholeUTF8(b []byte) []byte {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if !utf8.RuneStart(b[i]) {
			continue
		}
		if b[i] >= utf8.RuneSelf && !utf8.FullRune(b[i:]) {
			return b[:i]
		}
		break
	}
	return b
}

// wholeDouble does the same for GB18030 and Big5: characters of two bytes, the
// first of them 81 to FE, or in GB18030 of four, the second a digit.
func wholeDouble(b []byte) []byte {
	for i := 0; i < len(b); {
		size := 1
		if b[i] > 0x80 && b[i] < 0xff {
			size = 2
			if i+1 < len(b) && b[i+1] >= '0' && b[i+1] <= '9' {
				size = 4
			}
		}
		if i+size > len(b) {
			return b[:i]
		}
		i += size
	}
	return b
}

// chinese tells text that is UTF-8 and, as texts of Chinese tables, holds
// nothing but ASCII, CJK characters and the marks beside them. Pairs of GBK
// that happen to be valid UTF-8 give letters of Latin, Greek or Arabic.
func chinese(b []byte) bool {
	b = wholeUTF8(b)
	if !utf8.Valid(b) {
		return false
	}
	han := false
	for _, r := range string(b) {
		switch {
		case r < utf8.RuneSelf, r >= 0x2000 && r < 0x2e80, r >= 0xff00 && r < 0xfff0, r == '·', r == '°', r == '×':
		case r >= 0x2e80 && r < 0xa000, r >= 0x20000:
			han = true
		default:
			return false
		}
	}
	return han
}

// byCPG maps what .cpg files say to our names; ok is false for a name that is
// not known, "" says nothing.
func byCPG(cpg []byte) (name string, ok bool) {
	word := strings.ToLower(string(cpg[:min(len(cpg), 64)]))
	word = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, word)
	for _, prefix := range [...]string{"ansi", "oem", "windows", "cp", "ms"} {
		word = strings.TrimPrefix(word, prefix)
	}
	switch word {
	case "":
		return "", true
	case "utf8", "65001":
		return nameUTF8, true
	case "gbk", "gb2312", "gb18030", "936", "54936", "euccn", "hzgb2312":
		return nameGB18030, true
	case "big5", "950", "big5hkscs":
		return nameBig5, true
	case "1252", "iso88591", "88591", "latin1", "iso885915", "8859", "819":
		return nameLatin, true
	}
	return "", false
}

// byLanguage maps the language driver of a .dbf. 0x57, "ANSI", is whatever the
// machine had.
func byLanguage(mark byte) string {
	switch mark {
	case 0x4d, 0x7a:
		return nameGB18030
	case 0x4f, 0x78:
		return nameBig5
	case 0x03, 0x58:
		return nameLatin
	}
	return ""
}
