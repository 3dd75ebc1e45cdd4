package tabular

import (
	"strings"
	"unicode/utf8"

	"fugai/datasets/internal/source"
)

// csvScanner splits text into records. Cells without quotes share the memory
// of the text.
type csvScanner struct {
	text      string
	pos       int
	line      int // of pos, from 1
	separator rune

	start int      // line the record begins on
	cells []string // of the record, trimmed; reused
	stray bool     // the record has text after a closing quote
	open  int      // line of a quote that is never closed, or 0
}

// declared takes the separator from a first line "sep=;", as Excel writes it.
func (s *csvScanner) declared() rune {
	rest, ok := strings.CutPrefix(s.text, "sep=")
	if !ok {
		return 0
	}
	r, size := utf8.DecodeRuneInString(rest)
	end := 4 + size
	for _, eol := range [...]string{"\r\n", "\n", "\r"} {
		if strings.HasPrefix(s.text[end:], eol) {
			s.pos, s.line = end+len(eol), 2
			return r
		}
	}
	return 0
}

// next reads one record; false at the end or at an unclosed quote.
func (s *csvScanner) next() bool {
	if s.pos >= len(s.text) || s.open > 0 {
		return false
	}
	s.cells, s.start, s.stray = s.cells[:0], s.line, false
	for {
		more := s.cell()
		if s.open > 0 {
			return false
		}
		if !more {
			return true
		}
	}
}

// cell reads one cell and what ends it; true where another one follows.
func (s *csvScanner) cell() bool {
	from := s.pos
	for s.pos < len(s.text) && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t' && s.separator != '\t') {
		s.pos++
	}
	if s.pos < len(s.text) && s.text[s.pos] == '"' {
		return s.quoted()
	}
	s.pos = from
	end := s.bare()
	s.cells = append(s.cells, source.TrimCell(s.text[from:end]))
	return s.after()
}

// bare moves to the separator or line end that follows and returns its place.
func (s *csvScanner) bare() int {
	if s.separator < utf8.RuneSelf {
		sep := byte(s.separator)
		for s.pos < len(s.text) {
			if c := s.text[s.pos]; c == sep || c == '\n' || c == '\r' {
				break
			}
			s.pos++
		}
		return s.pos
	}
	i := strings.IndexFunc(s.text[s.pos:], func(r rune) bool { return r == s.separator || r == '\n' || r == '\r' })
	if i < 0 {
		i = len(s.text) - s.pos
	}
	s.pos += i
	return s.pos
}

// quoted reads a cell in quotes. Text behind the closing quote is kept.
func (s *csvScanner) quoted() bool {
	opened := s.line
	s.pos++
	from := s.pos
	var parts []string
	for {
		i := strings.IndexByte(s.text[s.pos:], '"')
		if i < 0 {
			s.open, s.pos = opened, len(s.text)
			return false
		}
		s.line += lineEnds(s.text[s.pos : s.pos+i])
		s.pos += i + 1
		if s.pos < len(s.text) && s.text[s.pos] == '"' { // a doubled quote stands for one
			parts = append(parts, s.text[from:s.pos])
			s.pos++
			from = s.pos
			continue
		}
		break
	}
	value := s.text[from : s.pos-1]
	if len(parts) > 0 {
		value = strings.Join(parts, "") + value
	}
	from = s.pos
	if rest := source.TrimCell(s.text[from:s.bare()]); rest != "" {
		value += rest
		s.stray = true
	}
	s.cells = append(s.cells, source.TrimCell(value))
	return s.after()
}

// after passes over what ended a cell; true for a separator.
func (s *csvScanner) after() bool {
	if s.pos >= len(s.text) {
		return false
	}
	switch s.text[s.pos] {
	case '\r':
		s.pos++
		if s.pos < len(s.text) && s.text[s.pos] == '\n' {
			s.pos++
		}
		s.line++
		return false
	case '\n':
		s.pos++
		s.line++
		return false
	}
	s.pos += utf8.RuneLen(s.separator)
	return true
}

// lineEnds counts \n, \r\n and \r.
func lineEnds(s string) int {
	if strings.IndexByte(s, '\r') < 0 {
		return strings.Count(s, "\n")
	}
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}

const (
	sniffBytes   = 256 << 10
	sniffRecords = 100
)

// sniffSeparator tries the separators on the first records and takes the one
// that cuts most of them into the same number of cells, more cells being
// better. A table of one column gives a comma.
func sniffSeparator(text string) rune {
	if len(text) > sniffBytes {
		text = text[:sniffBytes]
		if i := strings.LastIndexAny(text, "\r\n"); i > 0 {
			text = text[:i]
		}
	}
	best, bestScore := ',', 0.0
	for _, sep := range [...]rune{',', '\t', ';', '|', '，'} {
		counts := map[int]int{}
		s := &csvScanner{text: text, line: 1, separator: sep}
		n := 0
		for n < sniffRecords && s.next() {
			if !blank(s.cells) {
				counts[len(s.cells)]++
				n++
			}
		}
		score := 0.0
		for cells, records := range counts {
			if cells > 1 {
				score = max(score, float64(records)/float64(n)*(1-1/float64(cells)))
			}
		}
		if score > bestScore+1e-9 {
			best, bestScore = sep, score
		}
	}
	return best
}
