package tabular

import (
	"math"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// Limits of a worksheet in Excel.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// merge is a merged range over several rows; rows from 1, column from 0.
type merge struct{ top, bottom, column int }

// sheetScanner streams the rows of one worksheet.
type sheetScanner struct {
	book  *workbook
	notes *source.Notes
	each  func(row int, cells []string) error

	row, column int
	inRow       bool
	cells       []string // of the row, reused
	kind        string   // t of the cell
	style       int
	formula     bool
	value       bool // the cell has a <v> or <t>
	capture     bool
	phonetic    bool
	text        []byte
	merges      []merge
}

// rows reads the part of a sheet and calls each with every row that holds
// cells. Rows and cells that are not in the file cost nothing, so that one
// cell in the far corner is harmless.
func (s *sheetScanner) rows(a *archive, part string) error {
	return a.walk(part, visitor{start: s.start, end: s.end, text: func(b []byte) {
		if s.capture {
			s.text = append(s.text, b...)
		}
	}})
}

func (s *sheetScanner) start(e element) error {
	switch e.name {
	case "row":
		s.startRow(e)
	case "c":
		s.startCell(e)
	case "v":
		s.capture, s.value = true, true
	case "t":
		s.capture = !s.phonetic
		s.value = true
	case "f":
		s.formula = true
	case "rPh":
		s.phonetic = true
	case "mergeCell":
		if m, ok := parseMerge(e.attr("ref")); ok && len(s.merges) < maxRows {
			s.merges = append(s.merges, m)
		}
	}
	return nil
}

func (s *sheetScanner) startRow(e element) {
	s.row++
	if r, err := strconv.Atoi(e.attr("r")); err == nil && r >= s.row && r <= maxRows {
		s.row = r
	}
	if isTrue(e.attr("hidden")) {
		s.notes.Add("hidden-rows", datasets.Ref{Row: s.row}, nil)
	}
	clear(s.cells)
	s.cells = s.cells[:0]
	s.column, s.inRow = -1, true
}

func (s *sheetScanner) startCell(e element) {
	s.column++
	s.kind, s.style, s.formula, s.value = "", 0, false, false
	s.text = s.text[:0]
	for _, a := range e.attrs {
		switch a.Name.Local {
		case "r":
			if col, _, ok := parseCell(a.Value); ok {
				s.column = col
			}
		case "t":
			s.kind = a.Value
		case "s":
			s.style, _ = strconv.Atoi(a.Value)
		}
	}
}

func (s *sheetScanner) end(name string) error {
	switch name {
	case "v", "t":
		s.capture = false
	case "rPh":
		s.phonetic = false
	case "c":
		s.endCell()
	case "row":
		if s.inRow {
			s.inRow = false
			return s.each(s.row, s.cells)
		}
	}
	return nil
}

// endCell puts the finished cell into the row.
func (s *sheetScanner) endCell() {
	v := source.TrimCell(s.cell())
	if !s.inRow || v == "" || s.column < 0 || s.column >= maxColumns {
		return
	}
	for len(s.cells) <= s.column {
		s.cells = append(s.cells, "")
	}
	s.cells[s.column] = v
}

// cell is the text of the current cell.
func (s *sheetScanner) cell() string {
	if !s.value || len(s.text) == 0 && s.kind != "str" {
		if s.formula && s.kind != "str" {
			s.note("formula-without-value", "")
		}
		return ""
	}
	switch s.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(s.text)))
		if err != nil || i < 0 || i >= len(s.book.strings) {
			s.note("error-cell", "shared string "+string(s.text))
			return ""
		}
		return s.book.strings[i]
	case "str", "inlineStr":
		return unescapeX(string(s.text))
	case "b":
		if isTrue(string(s.text)) {
			return "true"
		}
		return "false"
	case "e":
		s.note("error-cell", string(s.text))
		return ""
	case "d":
		return strings.TrimSuffix(string(s.text), "T00:00:00")
	}
	return s.number(strings.TrimSpace(string(s.text)))
}

// number writes a number in full, or as the date that its style shows.
func (s *sheetScanner) number(raw string) string {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if s.style >= 0 && s.style < len(s.book.styles) && s.book.styles[s.style] != noDate {
		if text, ok := dateText(v, s.book.styles[s.style], s.book.date1904); ok {
			return text
		}
		s.note("date-out-of-range", raw)
	}
	return numberText(raw, v)
}

// numberText writes a number without exponent and without the binary noise of
// the 17 digits that workbooks store (113.92389999999999 is 113.9239).
func numberText(raw string, v float64) string {
	if !strings.ContainsAny(raw, ".eE") {
		return raw
	}
	if size := math.Abs(v); size != 0 && (size < 1e-12 || size >= 1e21) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	if short := strconv.FormatFloat(v, 'g', 15, 64); len(raw) > 16 { // Excel shows 15 digits
		if shown, err := strconv.ParseFloat(short, 64); err == nil {
			v = shown
		}
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func (s *sheetScanner) note(rule, value string) {
	s.notes.Add(rule, datasets.Ref{Row: s.row, Column: columnLetters(max(s.column, 0)), Value: value}, func() datasets.Text {
		return datasets.Same(strings.TrimSpace(columnLetters(max(s.column, 0)) + strconv.Itoa(s.row) + " " + value))
	})
}

// parseCell reads a reference such as AB12; the column counts from 0.
func parseCell(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, err == nil && i > 0 && column <= maxColumns && row > 0 && row <= maxRows
}

// parseMerge reads a range such as A2:A9; false unless it spans rows.
func parseMerge(ref string) (merge, bool) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return merge{}, false
	}
	column, top, ok1 := parseCell(from)
	_, bottom, ok2 := parseCell(to)
	return merge{top, bottom, column}, ok1 && ok2 && bottom > top
}
