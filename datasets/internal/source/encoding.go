package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"fugai/datasets"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Decoded is a file as UTF-8 text.
type Decoded struct {
	Text     []byte
	Encoding string // UTF-8, GB18030, Big5, UTF-16LE, UTF-16BE
	Other    []int  // lines (from 1) in a second encoding, read as GB18030 or UTF-8 each by itself
	Broken   []int  // lines (from 1) with bytes that fit neither, now U+FFFD
}

// Names of the encodings as reports write them.
const (
	nameUTF8    = "UTF-8"
	nameGB18030 = "GB18030"
	nameBig5    = "Big5"
	nameUTF16LE = "UTF-16LE"
	nameUTF16BE = "UTF-16BE"
)

// Decode turns the bytes of a text file into UTF-8 without a byte order mark.
// declared names the encoding ("GBK", "gb2312", "UTF-8", "UTF-16", "Big5" …);
// "" finds it: byte order mark, NUL bytes of UTF-16, valid UTF-8, then GB18030
// or Big5 by which common characters it holds. A file that is UTF-8 in some
// lines and GB18030 in others is decoded line by line, and the lines are
// listed. An unknown declared name is a Problem.
func Decode(data []byte, file, declared string) (Decoded, error) {
	name, err := encodingName(file, declared)
	if err != nil {
		return Decoded{}, err
	}
	if name == "" {
		name = guess(data)
	}
	switch name {
	case nameUTF8:
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		if utf8.Valid(data) {
			return Decoded{Text: data, Encoding: nameUTF8}, nil
		}
		return decodeLines(data), nil
	case nameGB18030:
		if declared == "" && mixed(data) {
			return decodeLines(data), nil
		}
	}
	return decodeWhole(data, name), nil
}

// encodingName maps the names people write to ours; "" stays "".
func encodingName(file, declared string) (string, error) {
	switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(declared)) {
	case "":
		return "", nil
	case "utf8", "utf8bom", "utf8sig", "65001":
		return nameUTF8, nil
	case "gbk", "gb2312", "gb18030", "cp936", "936", "ansi":
		return nameGB18030, nil
	case "big5", "cp950", "950":
		return nameBig5, nil
	case "utf16", "utf16le", "unicode":
		return nameUTF16LE, nil
	case "utf16be":
		return nameUTF16BE, nil
	}
	return "", &datasets.Problem{
		Where: datasets.Ref{File: file},
		What:  datasets.T("不认识的编码“%s”", "unknown encoding %q", declared),
		Hint:  datasets.T("可用：UTF-8、GBK、GB18030、UTF-16、Big5；不写则自动识别", "use UTF-8, GBK, GB18030, UTF-16 or Big5, or leave it out to have it found"),
	}
}

func guess(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return nameUTF16LE
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nameUTF16BE
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return nameUTF8
	}
	if name := guessUTF16(data); name != "" {
		return name
	}
	if utf8.Valid(data) {
		return nameUTF8
	}
	if looksBig5(data) {
		return nameBig5
	}
	return nameGB18030
}

func hasUTF16BOM(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}

// guessUTF16 finds UTF-16 without a byte order mark: its ASCII characters
// (separators, digits, line ends) have their NUL byte always on one side.
func guessUTF16(data []byte) string {
	head := data[:min(len(data), 64<<10)]
	even, odd := 0, 0
	for i, b := range head {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	switch few := len(head) / 100; {
	case odd > few && odd > 20*even:
		return nameUTF16LE
	case even > few && even > 20*odd:
		return nameUTF16BE
	}
	return ""
}

// pairScore counts the two-byte characters of a legacy Chinese encoding and
// how many of them are among the common ones: level 1 of GB 2312 (rows B0 to
// D7, 3,755 characters) against level 1 of Big5 (rows A4 to C6, 5,401),
// with the punctuation rows of each.
func pairScore(data []byte, lo, hi byte, common func(lead, trail byte) bool) (share float64, pairs int) {
	hits := 0
	for i := 0; i+1 < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		lead, trail := data[i], data[i+1]
		pairs++
		i++
		if lead >= lo && lead <= hi && common(lead, trail) {
			hits++
		}
	}
	if pairs == 0 {
		return 0, 0
	}
	return float64(hits) / float64(pairs), pairs
}

func looksBig5(data []byte) bool {
	head := data[:min(len(data), 256<<10)]
	gb, _ := pairScore(head, 0xa1, 0xd7, func(lead, trail byte) bool {
		return trail >= 0xa1 && (lead <= 0xa3 || lead >= 0xb0)
	})
	big5, pairs := pairScore(head, 0xa1, 0xc6, func(_, trail byte) bool {
		return trail >= 0x40 && trail <= 0x7e || trail >= 0xa1
	})
	return pairs >= 4 && gb < 0.7 && big5 > gb+0.2
}

// mixed tells whether some lines that are not ASCII are UTF-8 text as Chinese
// files hold it while others are not UTF-8.
func mixed(data []byte) bool {
	utf, other := 0, 0
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		switch {
		case isASCII(line):
		case utf8.Valid(line) && plausible(line):
			utf++
		default:
			other++
		}
	}
	return utf > 0 && other > 0
}

// plausible keeps out the GBK pairs that happen to be valid UTF-8: those give
// letters of Latin, Greek or Arabic, not Chinese characters.
func plausible(line []byte) bool {
	han := false
	for _, r := range string(line) {
		switch {
		case r < 0x80, r >= 0x2000 && r < 0x2e80, r >= 0xff00 && r < 0xfff0, r == '·', r == '°', r == '×', r == 0xfeff:
		case r >= 0x2e80 && r < 0xa000:
			han = true
		default:
			return false
		}
	}
	return han
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// decodeLines decodes each line by itself and lists those that are not in the
// encoding of most lines.
func decodeLines(data []byte) Decoded {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	out := make([]byte, 0, len(data)+len(data)/8)
	var utf, gb, broken []int
	number := 0
	for line := range bytes.Lines(data) {
		number++
		switch {
		case isASCII(line):
			out = append(out, line...)
		case utf8.Valid(line):
			utf = append(utf, number)
			out = append(out, line...)
		default:
			if text, bad := decodeWith(line, simplifiedchinese.GB18030); bad == 0 {
				gb = append(gb, number)
				out = append(out, text...)
			} else {
				broken = append(broken, number)
				out = append(out, bytes.ToValidUTF8(line, []byte("\uFFFD"))...)
			}
		}
	}
	if len(utf) >= len(gb) {
		return Decoded{Text: out, Encoding: nameUTF8, Other: gb, Broken: broken}
	}
	return Decoded{Text: out, Encoding: nameGB18030, Other: utf, Broken: broken}
}

func decodeWhole(data []byte, name string) Decoded {
	var enc encoding.Encoding
	switch name {
	case nameBig5:
		enc = traditionalchinese.Big5
	case nameUTF16LE:
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case nameUTF16BE:
		enc = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		enc = simplifiedchinese.GB18030
	}
	if hasUTF16BOM(data) && bytes.HasPrefix(data, []byte("\xfe\xff")) && name == nameUTF16LE {
		name = nameUTF16BE // the mark overrules a declared "UTF-16"
	}
	text, bad := decodeWith(data, enc)
	d := Decoded{Text: text, Encoding: name}
	if bad > 0 {
		number := 0
		for line := range bytes.Lines(text) {
			number++
			if bytes.Contains(line, []byte("\uFFFD")) {
				d.Broken = append(d.Broken, number)
			}
		}
	}
	return d
}

// decodeWith returns the text and how many replacement characters stand in it.
func decodeWith(data []byte, enc encoding.Encoding) (text []byte, bad int) {
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("\uFFFD")), 1
	}
	return text, bytes.Count(text, []byte("\uFFFD"))
}

// Findings reports what Decode had to assume about the encoding.
func (d Decoded) Findings(file string) []datasets.Finding {
	var out []datasets.Finding
	add := func(f datasets.Finding, lines []int, zh, en string) {
		if len(lines) == 0 {
			return
		}
		f.Layer, f.Severity, f.Count = file, datasets.SeverityWarning, len(lines)
		for _, n := range lines[:min(len(lines), datasets.MaxExamples)] {
			f.Examples = append(f.Examples, datasets.Example{Ref: datasets.Ref{File: file, Row: n}, Text: datasets.T(zh, en)})
		}
		out = append(out, f)
	}
	second := nameGB18030
	if d.Encoding == nameGB18030 {
		second = nameUTF8
	}
	add(datasets.Finding{
		Rule: "two-encodings",
		Text: datasets.T("文件混用两种编码：主要是 %[1]s，另有 %[2]d 行是 %[3]s", "the file mixes two encodings: mostly %[1]s, but %[2]d lines are %[3]s", d.Encoding, len(d.Other), second),
		Hint: datasets.T("这些行已各按自己的编码读取；请核对文字，并把文件另存为 UTF-8", "each line was read in its own encoding; check their text and save the file as UTF-8"),
	}, d.Other, "该行按 "+second+" 读取", "read as "+second)
	add(datasets.Finding{
		Rule: "bad-bytes",
		Text: datasets.T("%[1]d 行有不属于 %[2]s 的字节，已写成 �", "%[1]d lines hold bytes that are not %[2]s; they now read �", len(d.Broken), d.Encoding),
		Hint: datasets.T("若文字成了乱码，请用 encoding 指明编码（UTF-8、GBK、UTF-16、Big5）", "if the text is garbled name the encoding with encoding (UTF-8, GBK, UTF-16, Big5)"),
	}, d.Broken, "有无法识别的字节", "unreadable bytes")
	return out
}
