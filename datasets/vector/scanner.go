package vector

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"fugai/datasets"
)

// maxDepth bounds the nesting of arrays and objects. A feature collection of
// multipolygons needs 8; the rest is for property values.
const maxDepth = 100

// scanner walks over JSON text without building values. Besides JSON it takes
// the tokens NaN, Infinity and -Infinity, which careless writers put into
// coordinates, so that they can be reported by feature.
type scanner struct {
	data  []byte
	pos   int
	depth int
	high  *bool // where set: a position had a height other than 0
}

// syntaxError is broken JSON at a byte offset.
type syntaxError struct {
	offset int
	cut    bool // the text ends too early
	what   datasets.Text
}

func (e *syntaxError) Error() string { return e.what.EN }

func (s *scanner) fail(what datasets.Text) error {
	return &syntaxError{offset: s.pos, what: what}
}

// unexpected is the error for what stands at the current place.
func (s *scanner) unexpected(wantZH, wantEN string) error {
	if s.pos >= len(s.data) {
		return &syntaxError{offset: s.pos, cut: true, what: datasets.T("文件在此中断，应有%[1]s", "the file ends here, where %[2]s should stand", wantZH, wantEN)}
	}
	r, _ := utf8.DecodeRune(s.data[s.pos:])
	return s.fail(datasets.T("此处是 %[1]q，应为%[2]s", "%[1]q stands where %[3]s should", r, wantZH, wantEN))
}

// space skips white space and gives the next byte, 0 at the end.
func (s *scanner) space() byte {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// object calls each with every member's name; each must consume the value.
func (s *scanner) object(each func(key string) error) error {
	if s.space() != '{' {
		return s.unexpected(" {", "{")
	}
	if err := s.enter(); err != nil {
		return err
	}
	if s.space() == '}' {
		s.leave()
		return nil
	}
	for {
		if s.space() != '"' {
			return s.unexpected("带引号的键名", "a quoted name")
		}
		key, err := s.text()
		if err != nil {
			return err
		}
		if s.space() != ':' {
			return s.unexpected("冒号", "a colon")
		}
		s.pos++
		if err := each(key); err != nil {
			return err
		}
		switch s.space() {
		case ',':
			s.pos++
		case '}':
			s.leave()
			return nil
		default:
			return s.unexpected("逗号或 }", "a comma or }")
		}
	}
}

// array calls each at every element; each must consume it.
func (s *scanner) array(each func() error) error {
	if s.space() != '[' {
		return s.unexpected(" [", "[")
	}
	if err := s.enter(); err != nil {
		return err
	}
	if s.space() == ']' {
		s.leave()
		return nil
	}
	for {
		if err := each(); err != nil {
			return err
		}
		switch s.space() {
		case ',':
			s.pos++
		case ']':
			s.leave()
			return nil
		default:
			return s.unexpected("逗号或 ]", "a comma or ]")
		}
	}
}

func (s *scanner) enter() error {
	s.depth++
	if s.depth > maxDepth {
		return s.fail(datasets.T("嵌套超过 %d 层", "nested deeper than %d levels", maxDepth))
	}
	s.pos++
	return nil
}

func (s *scanner) leave() {
	s.depth--
	s.pos++
}

// skip passes over one value and checks its syntax.
func (s *scanner) skip() error {
	switch s.space() {
	case '{':
		return s.object(func(string) error { return s.skip() })
	case '[':
		return s.array(s.skip)
	case '"':
		_, err := s.raw()
		return err
	}
	_, err := s.word()
	return err
}

// raw passes over a string and returns it with its quotes.
func (s *scanner) raw() ([]byte, error) {
	start := s.pos
	for i := s.pos + 1; i < len(s.data); i++ {
		switch s.data[i] {
		case '\\':
			i++
		case '"':
			s.pos = i + 1
			return s.data[start:s.pos], nil
		}
	}
	s.pos = len(s.data)
	return nil, s.unexpected("结束引号", "a closing quote")
}

// text reads a string value.
func (s *scanner) text() (string, error) {
	raw, err := s.raw()
	if err != nil {
		return "", err
	}
	raw = raw[1 : len(raw)-1]
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw), nil
	}
	return unescape(raw), nil
}

// unescape resolves the escapes of a JSON string. An escape that JSON does not
// know stands for the character itself; half a surrogate pair becomes U+FFFD.
func unescape(raw []byte) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c != '\\' || i+1 >= len(raw) {
			out = append(out, c)
			continue
		}
		i++
		switch raw[i] {
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b', 'f':
			out = append(out, ' ')
		case 'u':
			r := hex4(raw[i+1:])
			if r < 0 {
				out = append(out, 'u')
				continue
			}
			i += 4
			if utf16.IsSurrogate(r) {
				low := rune(-1)
				if i+2 < len(raw) && raw[i+1] == '\\' && raw[i+2] == 'u' {
					low = hex4(raw[i+3:])
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, raw[i])
		}
	}
	return string(out)
}

func hex4(b []byte) rune {
	if len(b) < 4 {
		return -1
	}
	v, err := strconv.ParseUint(string(b[:4]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(v)
}

// word reads a number, true, false, null or one of the not-a-number tokens.
func (s *scanner) word() ([]byte, error) {
	start := s.pos
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.' {
			s.pos++
			continue
		}
		break
	}
	w := s.data[start:s.pos]
	if isNumber(w) || notFinite(w) {
		return w, nil
	}
	switch string(w) {
	case "true", "false", "null":
		return w, nil
	}
	atEnd := s.pos >= len(s.data)
	s.pos = start
	if atEnd {
		s.pos = len(s.data)
	}
	return nil, s.unexpected("一个值", "a value")
}

// notFinite tells the tokens that stand for no number.
func notFinite(w []byte) bool {
	switch string(bytes.ToLower(bytes.TrimLeft(w, "+-"))) {
	case "nan", "inf", "infinity", "1.#inf", "1.#qnan", "1.#ind":
		return true
	}
	return false
}

// isNumber checks a JSON number, with a leading + or point allowed.
func isNumber(w []byte) bool {
	i, digits := 0, 0
	if i < len(w) && (w[i] == '-' || w[i] == '+') {
		i++
	}
	for ; i < len(w) && w[i] >= '0' && w[i] <= '9'; i++ {
		digits++
	}
	if i < len(w) && w[i] == '.' {
		for i++; i < len(w) && w[i] >= '0' && w[i] <= '9'; i++ {
			digits++
		}
	}
	if digits == 0 {
		return false
	}
	if i == len(w) {
		return true
	}
	if w[i] != 'e' && w[i] != 'E' {
		return false
	}
	i++
	if i < len(w) && (w[i] == '-' || w[i] == '+') {
		i++
	}
	exponent := w[i:]
	for _, c := range exponent {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(exponent) > 0
}

// compact copies JSON text without the white space between its tokens.
func compact(data []byte) string {
	out := make([]byte, 0, len(data))
	quoted := false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case quoted && c == '\\' && i+1 < len(data):
			out = append(out, c)
			i++
			c = data[i]
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\n' || c == '\t' || c == '\r'):
			continue
		}
		out = append(out, c)
	}
	return string(out)
}
