package osm

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"fugai/datasets"
)

// maxTag bounds one element with its attributes; values of OSM have at most 255
// characters.
const maxTag = 256 << 10

// markup finds the tags in XML, with a bounded memory. Document types are
// refused, so that there are no entities but the five of XML and numbers. Texts,
// comments and instructions are passed over.
type markup struct {
	src    io.Reader
	buf    []byte
	pos    int   // of the next byte in buf
	before int64 // bytes before buf
	err    error // of src; io.EOF at the end
}

func newMarkup(src io.Reader) *markup { return &markup{src: src, buf: make([]byte, 0, maxTag)} }

// offset is where in the XML the next byte stands.
func (m *markup) offset() int64 { return m.before + int64(m.pos) }

// fill brings more bytes, keeping those from pos on. It is false where there are
// none or no room for them.
func (m *markup) fill() bool {
	if m.pos > 0 {
		m.before += int64(m.pos)
		m.buf = m.buf[:copy(m.buf, m.buf[m.pos:])]
		m.pos = 0
	}
	for m.err == nil && len(m.buf) < cap(m.buf) {
		n, err := m.src.Read(m.buf[len(m.buf):cap(m.buf)])
		m.buf, m.err = m.buf[:len(m.buf)+n], err
		if n > 0 {
			return true
		}
	}
	return false
}

// tag gives what stands between < and > of the next element, which is good
// until the next call; io.EOF at the end.
func (m *markup) tag() ([]byte, error) {
	for {
		if err := m.skipTo("<"); err != nil {
			return nil, err
		}
		if m.pos == len(m.buf) && !m.fill() {
			return nil, m.cut()
		}
		if c := m.buf[m.pos]; c != '!' && c != '?' {
			return m.element()
		}
		if err := m.instruction(); err != nil {
			return nil, err
		}
	}
}

// skipTo passes over everything up to a mark and the mark itself.
func (m *markup) skipTo(mark string) error {
	for {
		if i := bytes.Index(m.buf[m.pos:], []byte(mark)); i >= 0 {
			m.pos += i + len(mark)
			return nil
		}
		m.pos = max(m.pos, len(m.buf)-len(mark)+1) // the end may be half a mark
		if !m.fill() {
			return m.end()
		}
	}
}

// end is the error where no more bytes come.
func (m *markup) end() error {
	if m.err == nil {
		return broken("元素超过 %[1]d 字节", "an element is longer than %[1]d bytes", maxTag)
	}
	return m.err
}

// cut is end where it comes too early.
func (m *markup) cut() error {
	if err := m.end(); !errors.Is(err, io.EOF) {
		return err
	}
	return cutOff()
}

// element takes a tag up to its >, which may stand in quotes before.
func (m *markup) element() ([]byte, error) {
	quote := byte(0)
	for i := m.pos; ; i++ {
		if i == len(m.buf) {
			i -= m.pos
			if !m.fill() {
				return nil, m.cut()
			}
		}
		switch c := m.buf[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			out := m.buf[m.pos:i]
			m.pos = i + 1
			return out, nil
		}
	}
}

// instruction passes over what begins with ! or ?.
func (m *markup) instruction() error {
	for len(m.buf)-m.pos < len("![CDATA[") && m.fill() {
		continue
	}
	rest := m.buf[m.pos:]
	mark := ">"
	switch {
	case bytes.HasPrefix(rest, []byte("!--")):
		m.pos += len("!--")
		mark = "-->"
	case bytes.HasPrefix(rest, []byte("![CDATA[")):
		mark = "]]>"
	case bytes.HasPrefix(rest, []byte("?xml")):
		return m.declaration()
	case bytes.HasPrefix(rest, []byte("?")):
		mark = "?>"
	case bytes.HasPrefix(rest, []byte("!DOCTYPE")):
		return unsupported(datasets.T("XML 声明了文档类型（DOCTYPE），可能含有实体炸弹", "the XML declares a document type (DOCTYPE), which may hold a bomb of entities"),
			datasets.T("OSM 文件没有文档类型；请从可靠的来源重新下载", "files of OSM have none; download it again from a source that you trust"))
	}
	if err := m.skipTo(mark); errors.Is(err, io.EOF) {
		return m.cut()
	} else if err != nil {
		return err
	}
	return nil
}

// declaration passes over <?xml …?> and refuses an encoding other than UTF-8.
func (m *markup) declaration() error {
	text, err := m.element()
	if err != nil {
		return err
	}
	for name, value := range attributes(bytes.TrimPrefix(text, []byte("?xml"))) {
		if string(name) == "encoding" && !strings.EqualFold(string(value), "utf-8") && !strings.EqualFold(string(value), "us-ascii") {
			return unsupported(datasets.T("XML 的编码是 %s，OSM 文件应为 UTF-8", "the encoding of the XML is %s; files of OSM are UTF-8", clip(string(value))),
				datasets.T("用编辑器另存为 UTF-8", "save it as UTF-8 with an editor"))
		}
	}
	return nil
}

// text gives what stands before the next tag, at most some hundred bytes of it.
func (m *markup) text() string {
	for bytes.IndexByte(m.buf[m.pos:], '<') < 0 && m.fill() {
		continue
	}
	rest := m.buf[m.pos:]
	if i := bytes.IndexByte(rest, '<'); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimSpace(unescape(rest[:min(len(rest), 500)]))
}

// splitTag parts a tag into its name and attributes; closes tells </name>, alone
// <name/>.
func splitTag(tag []byte) (name, rest []byte, closes, alone bool) {
	if len(tag) > 0 && tag[0] == '/' {
		return bytes.TrimSpace(tag[1:]), nil, true, false
	}
	if n := len(tag); n > 0 && tag[n-1] == '/' {
		tag, alone = tag[:n-1], true
	}
	for i, c := range tag {
		if isSpace(c) {
			return tag[:i], tag[i:], false, alone
		}
	}
	return tag, nil, false, alone
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// attributes yields the names and values of attributes as they stand. It ends at
// what is none.
func attributes(rest []byte) func(yield func(name, value []byte) bool) {
	return func(yield func(name, value []byte) bool) {
		for {
			for len(rest) > 0 && isSpace(rest[0]) {
				rest = rest[1:]
			}
			equals := bytes.IndexByte(rest, '=')
			if equals < 0 {
				return
			}
			name := bytes.TrimRight(rest[:equals], " \t\r\n")
			rest = bytes.TrimLeft(rest[equals+1:], " \t\r\n")
			if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
				return
			}
			end := bytes.IndexByte(rest[1:], rest[0])
			if end < 0 || !yield(name, rest[1:end+1]) {
				return
			}
			rest = rest[end+2:]
		}
	}
}

// unescape gives a value as text: entities undone, valid UTF-8. What is no
// entity stays as it is.
func unescape(value []byte) string {
	if bytes.IndexByte(value, '&') < 0 {
		return strings.ToValidUTF8(string(value), "\ufffd")
	}
	out := make([]byte, 0, len(value))
	for len(value) > 0 {
		if value[0] == '&' {
			if end := bytes.IndexByte(value[:min(len(value), 12)], ';'); end > 0 {
				if r, ok := entityRune(string(value[1:end])); ok {
					out = utf8.AppendRune(out, r)
					value = value[end+1:]
					continue
				}
			}
		}
		out = append(out, value[0])
		value = value[1:]
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}

// entityRune knows the entities that every XML has.
func entityRune(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if len(digits) == len(name) {
		return 0, false
	}
	if hex := strings.TrimPrefix(digits, "x"); hex != digits {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n > 0 && n <= utf8.MaxRune
}
