package tabular

import (
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

const (
	// headRows is how many rows are looked at to find the header.
	headRows = 40
	// maxPadding is how many cells a table may have, 320 MB of them, before the
	// share that the file really fills counts.
	maxPadding = 20_000_000
	// chunk is how many cells are allocated at a time.
	chunk = 1 << 14
)

// builder turns rows of trimmed cells into a table.
type builder struct {
	table  *datasets.Table
	notes  *source.Notes
	header int  // row of the header given by the user, or 0
	ragged bool // rows shorter than the header are worth a warning

	head     []headRow
	rowShape // its names are nil until the header is known
	arena    []string
	filled   int
	merges   []merge  // of a worksheet
	index    *csvRows // of a text that is not held as records, or nil
	pos      int      // of the row in it
}

func newBuilder(t *datasets.Table, opts Options, ragged bool) *builder {
	return &builder{table: t, notes: source.NewNotes(t.File, rules()), header: opts.Header, ragged: ragged}
}

// add takes the next row. The cells may be reused by the caller after; the
// strings may not change.
func (b *builder) add(num int, cells []string) error {
	if blank(cells) {
		return nil
	}
	if b.names != nil {
		return b.record(num, cells)
	}
	if num < b.header {
		return nil
	}
	b.head = append(b.head, headRow{num, b.pos, slices.Clone(cells)})
	if len(b.head) < headRows {
		return nil
	}
	return b.settle()
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}

// settle finds the header among the first rows and adds the rest as records.
func (b *builder) settle() error {
	h := header{}
	switch {
	case b.header == 0:
		h = findHeader(b.head)
	case b.head[0].num != b.header:
		return &datasets.Problem{
			Where: datasets.Ref{File: b.table.File, Row: b.header},
			What:  datasets.T("header 指定的第 %d 行是空行", "row %d, given as header, is blank", b.header),
			Hint:  datasets.T("表头可能在第 %d 行", "the header may be row %d", b.head[0].num),
		}
	}
	b.noteHeader(h)
	b.names = h.names(b.head)
	for len(b.names) > 0 && b.names[len(b.names)-1] == "" {
		b.names = b.names[:len(b.names)-1]
	}
	rest := b.head[h.row+1:]
	if h.two {
		rest = rest[1:]
	}
	b.layColumns(rest)
	b.head = nil
	here := b.pos
	for _, r := range rest {
		b.pos = r.pos
		if err := b.record(r.num, r.cells); err != nil {
			return err
		}
	}
	b.pos = here
	return nil
}

// layColumns makes the table's columns: the named ones, and those without a
// name that hold something in the first rows.
func (b *builder) layColumns(rows []headRow) {
	b.columns = make([]int, len(b.names))
	names := make([]string, 0, len(b.names))
	for col, name := range b.names {
		used := name != ""
		for i := 0; i < len(rows) && !used; i++ {
			used = rows[i].at(col) != ""
		}
		b.columns[col] = -1
		if used {
			b.columns[col] = len(names)
			names = append(names, nameOrNumber(name, col))
		}
	}
	b.table.Columns = source.UniqueNames(names)
	for i, name := range b.table.Columns {
		if name != names[i] {
			b.notes.Add("name-repeated", datasets.Ref{Column: names[i]}, func() datasets.Text { return datasets.Same(names[i] + " → " + name) })
		}
	}
}

func nameOrNumber(name string, col int) string {
	if name == "" {
		return "column " + columnLetters(col)
	}
	return name
}

func (b *builder) noteHeader(h header) {
	top := b.head[h.row]
	for _, r := range b.head[:h.row] {
		b.notes.Add("header-row", datasets.Ref{Row: r.num, Value: joined(r.cells)}, func() datasets.Text {
			return datasets.T("“%[1]s”；表头取第 %[2]d 行", "“%[1]s”; row %[2]d is the header", joined(r.cells), top.num)
		})
	}
	if h.two {
		b.notes.Add("header-two-rows", datasets.Ref{Row: top.num}, func() datasets.Text {
			return datasets.T("第 %d、%d 行", "rows %d and %d", top.num, b.head[h.row+1].num)
		})
	}
	if h.doubtful {
		b.notes.Add("header-doubtful", datasets.Ref{Row: top.num, Value: joined(top.cells)}, nil)
	}
}

// joined is a short text of a row's cells for a message.
func joined(cells []string) string {
	var parts []string
	for _, c := range cells {
		if c != "" {
			parts = append(parts, c)
		}
	}
	s := strings.Join(parts, " ")
	if short := firstRunes(s, 40); short != s {
		return short + "…"
	}
	return s
}

// record adds one row below the header, or leaves it out with a note.
func (b *builder) record(num int, cells []string) error {
	if b.leftOut(num, cells) {
		return nil
	}
	if b.ragged && len(cells) < len(b.names) {
		b.notes.Add("short-row", datasets.Ref{Row: num}, func() datasets.Text {
			return datasets.T("%d 格，表头 %d 格", "%d cells, the header has %d", len(cells), len(b.names))
		})
	}
	for col := len(b.names); col < len(cells); col++ {
		if cells[col] != "" {
			b.notes.Add("long-row", datasets.Ref{Row: num, Column: columnLetters(col), Value: firstRunes(cells[col], 40)}, nil)
			break
		}
	}
	last := -1
	for col, c := range cells[:min(len(cells), len(b.names))] {
		if c == "" {
			continue
		}
		b.filled++
		if b.columns[col] < 0 { // no name and nothing in the first rows
			b.columns[col] = len(b.table.Columns)
			b.table.Columns = append(b.table.Columns, b.freeName(nameOrNumber("", col)))
		}
		last = max(last, b.columns[col])
	}
	if last < 0 {
		return nil
	}
	if err := b.refusePadding(num); err != nil {
		return err
	}
	if b.index != nil {
		b.index.add(b.pos, num)
		b.answersOf(cells)
		return nil
	}
	values := b.allocate()
	b.fillIn(values, cells)
	b.table.Records = append(b.table.Records, datasets.Record{Row: num, Values: values})
	return nil
}

// freeName makes the name of a late column differ from all others.
func (b *builder) freeName(name string) string {
	for slices.Contains(b.table.Columns, name) {
		name += "'"
	}
	return name
}

// answersOf notes the columns that say 有 in a row: see clearMissing.
func (b *builder) answersOf(cells []string) {
	for len(b.index.answers) < len(b.table.Columns) {
		b.index.answers = append(b.index.answers, false)
	}
	for col, c := range cells[:min(len(cells), len(b.names))] {
		if c == affirmed {
			b.index.answers[b.columns[col]] = true
		}
	}
}

// refusePadding stops at tables that are nearly all padding.
func (b *builder) refusePadding(num int) error {
	width, rows := len(b.table.Columns), len(b.table.Records)
	if b.index != nil {
		rows = b.index.n
	}
	if total := width * rows; total > maxPadding && total > 4*b.filled {
		return &datasets.Problem{
			Where: datasets.Ref{File: b.table.File, Row: num},
			What:  datasets.T("表头有 %d 列，各行却几乎都是空的，不成一张表", "the header has %d columns but the rows are nearly empty; this is no table", width),
			Hint:  datasets.T("删去空列，或用 header 写明表头所在行", "delete the empty columns, or give the header's row with header"),
		}
	}
	return nil
}

// allocate gives the cells of one record.
func (b *builder) allocate() []string {
	width := len(b.table.Columns)
	if len(b.arena) < width {
		b.arena = make([]string, max(chunk, width))
	}
	values := b.arena[:width:width]
	b.arena = b.arena[width:]
	return values
}

// leftOut tells rows of totals, remarks and repeated headers.
func (b *builder) leftOut(num int, cells []string) bool {
	rule := b.ruleOf(cells)
	if rule == "" {
		return false
	}
	b.notes.Add(rule, datasets.Ref{Row: num, Value: joined(cells)}, nil)
	b.table.Dropped++
	return true
}

// rowShape says where the cells of a row go.
type rowShape struct {
	names   []string // the header's cells
	columns []int    // column of the file → column of the table, or -1
}

// fillIn puts the cells of a row into their columns.
func (l *rowShape) fillIn(values, cells []string) {
	for col, c := range cells[:min(len(cells), len(l.names))] {
		if c != "" {
			values[l.columns[col]] = c
		}
	}
}

// ruleOf gives the rule by which a row is left out, "" for one that is not.
func (l *rowShape) ruleOf(cells []string) string {
	first, n := "", 0
	total := false
	for _, c := range cells {
		if c == "" {
			continue
		}
		if n == 0 {
			first = c
		}
		total = total || n < 2 && isTotal(c)
		if n++; n > 2 {
			break
		}
	}
	switch {
	case total:
		return "total-row"
	case n == 1 && len(l.names) > 2 && isRemark(first):
		return "footnote-row"
	case len(l.names) > 1 && first == l.names[0] && slices.Equal(tidyNames(cells[:min(len(cells), len(l.names))]), l.names):
		return "repeated-header"
	}
	return ""
}

// finish settles short tables, evens out the records and reads the words for
// nothing as empty.
func (b *builder) finish() error {
	if b.names == nil {
		if len(b.head) == 0 {
			return b.empty()
		}
		if err := b.settle(); err != nil {
			return err
		}
	}
	t := b.table
	if b.index != nil {
		b.index.rowShape, b.index.width = b.rowShape, len(t.Columns)
		if b.index.n > 0 {
			t.Stream = b.index
		}
	}
	if t.Len() == 0 {
		b.notes.Add("no-records", datasets.Ref{}, nil)
	}
	for i := range t.Records {
		if rec := &t.Records[i]; len(rec.Values) < len(t.Columns) {
			rec.Values = append(rec.Values, make([]string, len(t.Columns)-len(rec.Values))...)
		}
	}
	b.fillMerged()
	b.clearMissing()
	return nil
}

func (b *builder) empty() error {
	p := source.Refuse(b.table.File, source.Empty, b.table.Format)
	if b.header > 0 {
		p.What = datasets.T("header 指定第 %d 行，但其后没有内容", "header is given as row %d, but nothing stands from there on", b.header)
		p.Where.Row = b.header
	}
	return p
}

// clearMissing empties the cells that say nothing. In a column that also says
// 有, the word 无 is its opposite and stays.
func (b *builder) clearMissing() {
	t := b.table
	answers := make([]bool, len(t.Columns))
	for i := range t.Records {
		for col, v := range t.Records[i].Values {
			if v == affirmed {
				answers[col] = true
			}
		}
	}
	for i := range t.Records {
		clearCells(&t.Records[i], answers, func(rule string, col int, v string) {
			b.notes.Add(rule, datasets.Ref{Row: t.Records[i].Row, Column: t.Columns[col], Value: v}, nil)
		})
	}
}

// affirmed is the word of which 无 is the opposite.
const affirmed = "有"

// clearCells does the work of clearMissing for one record; note may be nil.
func clearCells(rec *datasets.Record, answers []bool, note func(rule string, col int, value string)) {
	for col, v := range rec.Values {
		if v == "" {
			continue
		}
		if text, ok := unwrap(v); ok {
			if note != nil {
				note("text-formula", col, v)
			}
			rec.Values[col], v = text, text
		}
		if isMissing(v) && !(v == "无" && answers[col]) {
			if note != nil {
				note("missing-word", col, v)
			}
			rec.Values[col] = ""
		}
	}
}

// unwrap takes the text out of ="440307001001", '440307001001 and '=1+1, which
// keep spreadsheets from reading a code as a number and a text as a formula.
func unwrap(s string) (string, bool) {
	if len(s) > 3 && strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) {
		return source.TrimCell(strings.ReplaceAll(s[2:len(s)-1], `""`, `"`)), true
	}
	return unguard(s)
}

// columnLetters is the spreadsheet name of a column counted from 0: A, B … AA.
func columnLetters(col int) string {
	var out []byte
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		out = append(out, byte('A'+(n-1)%26))
	}
	slices.Reverse(out)
	return string(out)
}
