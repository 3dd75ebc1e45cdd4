package office

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"fugai/datasets"
	"fugai/output"
)

// sheet is one sheet before it is written: lines on top, then tables one
// below the other. The header of the first table is frozen, repeated on every
// printed page, and carries the filter.
type sheet struct {
	name   string
	lead   []line
	tables []table
	freeze int    // columns that stay in view
	tab    string // #rrggbb of the tab, "" for none
}

// line is a text above the tables, merged over the columns.
type line struct {
	text string
	role role
}

// table is a header and rows, or sentences under a heading. row is called once
// for each row, in order, and for the first rows once more to measure them.
type table struct {
	heading string // above the header; not for the first table of a sheet
	columns []column
	rows    int
	row     func(i int) []cell
	empty   string // said in place of the rows where there are none
	said    []string
	whole   string // the file that holds all rows where the table does not
}

// first gives the items that a table shows, which is all of them up to
// [MaxTableRows].
func first[T any](items []T) []T { return items[:min(len(items), MaxTableRows)] }

// column is a column of a table.
type column struct {
	head string
	wide int // greatest width; 0 is maxWidth
}

// columns makes columns of heads alone.
func columns(heads ...string) []column {
	out := make([]column, len(heads))
	for i, h := range heads {
		out[i] = column{head: h}
	}
	return out
}

// rowsOf makes a table out of rows that are at hand.
func rowsOf(heading string, cols []column, rows [][]cell) table {
	return table{heading: heading, columns: cols, rows: len(rows), row: func(i int) []cell { return rows[i] }}
}

// sheetWriter writes the rows of one sheet in order.
type sheetWriter struct {
	book   *book
	stream *excelize.StreamWriter
	widths []float64
	next   int  // row to write, from 1
	sparse bool // leave empty cells out, borders and all
}

// sparseRows is the length from which a table leaves its empty cells out:
// they would double the file for a border around nothing.
const sparseRows = 10_000

// write adds a sheet to the workbook; index counts from 0.
func (b *book) write(index int, s sheet) error {
	if index == 0 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), s.name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(s.name); err != nil {
		return err
	}
	head := len(s.lead) + 1 // row of the first header
	if err := b.page(s, head); err != nil {
		return err
	}
	stream, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	w := &sheetWriter{book: b, stream: stream, widths: s.widths(), next: 1}
	if err := w.begin(s, head); err != nil {
		return err
	}
	for i, t := range s.tables {
		if err := w.table(t, i == 0); err != nil {
			return err
		}
	}
	if err := b.filter(s, head); err != nil {
		return err
	}
	everything := fmt.Sprintf("A1:%s%d", columnName(max(1, len(w.widths))), w.next)
	if err := b.file.AddIgnoredErrors(s.name, everything, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	return stream.Flush()
}

// page sets the paper before the stream begins, since the stream writes the
// sheet's properties at once.
func (b *book) page(s sheet, head int) error {
	a4, landscape, wide, tall, fit := 9, "landscape", 1, 0, true
	if err := b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	props := &excelize.SheetPropsOptions{FitToPage: &fit}
	if s.tab != "" {
		tab := strings.TrimPrefix(s.tab, "#")
		props.TabColorRGB = &tab
	}
	if err := b.file.SetSheetProps(s.name, props); err != nil {
		return err
	}
	narrow, low := 0.4, 0.6 // inches
	if err := b.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &narrow, Right: &narrow, Top: &low, Bottom: &low}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: b.footer()}); err != nil {
		return err
	}
	if len(s.tables) == 0 {
		return nil
	}
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.name, head, head),
	})
}

// footer is the line under each printed page: the title, the made-data mark,
// the date and the page. Excel takes at most 255 characters.
func (b *book) footer() string {
	left := strings.ReplaceAll(cutUTF16(clean(b.res.Title.In(b.lang)), 80), "&", "&&")
	if b.res.Made {
		left = b.say("示例数据 · ", "Sample data · ") + left
	}
	return "&L" + left + "&C" + b.res.AsOf.In(b.lang) + "&R&P / &N"
}

// begin sets what must stand before the first row, and writes the lead.
func (w *sheetWriter) begin(s sheet, head int) error {
	for i, width := range w.widths {
		if err := w.stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if len(s.tables) > 0 {
		corner := fmt.Sprintf("%s%d", columnName(s.freeze+1), head+1)
		pane := "bottomLeft"
		if s.freeze > 0 {
			pane = "bottomRight"
		}
		if err := w.stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: s.freeze, YSplit: head, TopLeftCell: corner, ActivePane: pane}); err != nil {
			return err
		}
	}
	for _, l := range s.lead {
		if err := w.lead(l); err != nil {
			return err
		}
	}
	return nil
}

// lead writes a line over the first columns.
func (w *sheetWriter) lead(l line) error {
	over, total := 0, 0.0
	for over < len(w.widths) && total < leadMaxWidth {
		total += w.widths[over]
		over++
	}
	if over > 1 {
		if err := w.stream.MergeCell(fmt.Sprintf("A%d", w.next), fmt.Sprintf("%s%d", columnName(over), w.next)); err != nil {
			return err
		}
	}
	st := style{role: l.role, wrap: true}
	if datasets.FormulaLike(l.text) {
		st.format = textFormat
	}
	height := lineHeight * float64(lines(l.text, total))
	if l.role == title {
		height = 26 * float64(lines(l.text, total*11/16)) // 16 point against 11
	}
	return w.row([]cell{{clean(l.text), st}}, height)
}

// table writes a table; the first one stands right under the lead.
func (w *sheetWriter) table(t table, first bool) error {
	if !first {
		w.next++ // an empty row apart
		if err := w.row([]cell{{clean(t.heading), style{role: heading}}}, 20); err != nil {
			return err
		}
	}
	if len(t.columns) == 0 {
		for _, sentence := range t.said {
			if err := w.lead(line{sentence, note}); err != nil {
				return err
			}
		}
		return nil
	}
	heads := make([]cell, len(t.columns))
	tall := 1
	for i, c := range t.columns {
		heads[i] = cell{clean(c.head), style{role: header, wrap: true, format: textFormat}}
		tall = max(tall, lines(c.head, w.widths[i]-filterArrow))
	}
	if err := w.row(heads, lineHeight*float64(tall)+6); err != nil {
		return err
	}
	if t.rows == 0 && t.empty != "" {
		return w.row([]cell{{t.empty, style{role: note}}}, 0)
	}
	w.sparse = t.rows > sparseRows
	for i := range t.rows {
		if i == MaxTableRows {
			more := fmt.Sprintf(w.book.say("只列前 %s 行，另有 %s 行；全部见 %s", "the first %s rows; %s more are left out, all are in %s"),
				output.Number(MaxTableRows, 0), output.Number(float64(t.rows-i), 0), t.whole)
			return w.row([]cell{{more, style{role: note}}}, 0)
		}
		if err := w.book.ctx.Err(); err != nil {
			return err
		}
		cells := t.row(i)
		if err := w.row(cells, w.height(cells)); err != nil {
			return err
		}
	}
	return nil
}

// height is what a row with wrapped cells needs, 0 where one line will do.
func (w *sheetWriter) height(cells []cell) float64 {
	n := 1
	for i, c := range cells {
		if s, ok := c.value.(string); ok && c.style.wrap && i < len(w.widths) {
			n = max(n, lines(s, w.widths[i]))
		}
	}
	if n == 1 {
		return 0
	}
	return lineHeight * float64(n)
}

// row writes cells from column A. A height of 0 leaves it to the program.
func (w *sheetWriter) row(cells []cell, height float64) error {
	values := make([]any, len(cells))
	for i, c := range cells {
		if c.value == nil && w.sparse {
			continue
		}
		if c.value == nil && c.style == (style{}) {
			c.style = style{format: textFormat} // an empty cell keeps its border
		}
		id, err := w.book.styleID(c.style)
		if err != nil {
			return err
		}
		values[i] = excelize.Cell{StyleID: id, Value: c.value}
	}
	err := w.stream.SetRow(fmt.Sprintf("A%d", w.next), values, excelize.RowOpts{Height: math.Min(height, maxHeight)})
	w.next++
	return err
}

// filter puts the drop-down marks on the first table.
func (b *book) filter(s sheet, head int) error {
	if len(s.tables) == 0 || len(s.tables[0].columns) == 0 || s.tables[0].rows == 0 {
		return nil
	}
	last := head + min(s.tables[0].rows, MaxTableRows)
	area := fmt.Sprintf("A%d:%s%d", head, columnName(len(s.tables[0].columns)), last)
	return b.file.AutoFilter(s.name, area, nil)
}

// widths measures the headers and the first rows of every table.
func (s sheet) widths() []float64 {
	var out []float64
	for _, t := range s.tables {
		for i, c := range t.columns {
			if i == len(out) {
				out = append(out, minWidth)
			}
			limit := float64(maxWidth)
			if c.wide > 0 {
				limit = float64(c.wide)
			}
			// A header may break in two lines; its longest word may not.
			head := float64(min(textWidth(c.head), max(10, longestWord(c.head))) + filterArrow + padding)
			out[i] = max(out[i], min(limit, head))
			for j := range min(t.rows, sampledRows) {
				if cells := t.row(j); i < len(cells) {
					out[i] = max(out[i], min(limit, float64(cells[i].width()+padding)))
				}
			}
		}
	}
	return out
}

// longestWord is the width of the longest run without a space or a wide
// character, since a line may break at either.
func longestWord(s string) int {
	longest := 0
	for word := range strings.FieldsSeq(s) {
		n := textWidth(word)
		if n > len([]rune(word)) {
			n = 2 // wide characters break anywhere
		}
		longest = max(longest, n)
	}
	return longest
}

// width is about what the cell takes as it is shown.
func (c cell) width() int {
	switch v := c.value.(type) {
	case nil:
		return 0
	case string:
		return textWidth(v)
	case int:
		return len(output.Number(float64(v), 0))
	case float64:
		number, unit, _ := strings.Cut(c.style.format, `"`)
		_, frac, _ := strings.Cut(number, ".")
		return len(output.Number(math.Trunc(v), 0)) + len(frac) + 1 + textWidth(unit)
	}
	return len("2025-12-31")
}

func columnName(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return "A"
	}
	return name
}

// escaped is how the format writes a character by its number inside text.
var escaped = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// clean keeps text as it reads: what looks like the format's own escape of a
// character (_x000D_) is escaped itself, so that no program decodes it, and
// invalid UTF-8 is replaced.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.Contains(s, "_x") {
		s = escaped.ReplaceAllString(s, "_x005F_$1")
	}
	return s
}
