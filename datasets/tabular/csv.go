package tabular

import (
	"bytes"
	"unsafe"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// ReadCSV reads delimited text: any of the encodings of [Options.Encoding],
// separated by comma, semicolon, tab, bar or full-width comma, with Windows,
// Unix or old Mac line ends and RFC 4180 quotes. Rows are numbered by the line
// they begin on, also where quoted cells hold line breaks.
//
// Cells are trimmed of every kind of white space and otherwise stay as they
// are. Names of columns are made half-width and unique. A quote that is never
// closed, an empty file, or content of another format is a [datasets.Problem];
// ragged rows, totals and lines in a second encoding are findings. Time and
// memory are linear in the file.
func ReadCSV(data []byte, file string, opts Options) (*datasets.Table, error) {
	if f := source.Detect(data); f != source.Text && (f != source.JSON || looksLikeJSON(data)) {
		return nil, source.Refuse(file, f, "CSV")
	}
	text, err := source.Decode(data, file, opts.Encoding)
	if err != nil {
		return nil, err
	}
	t := &datasets.Table{File: file, Format: "CSV", Encoding: text.Encoding}
	b := newBuilder(t, opts, true)
	s := &csvScanner{text: unsafe.String(unsafe.SliceData(text.Text), len(text.Text)), line: 1} // nobody changes the bytes
	s.separator = s.declared()
	if s.separator == 0 {
		s.separator = sniffSeparator(s.text[s.pos:])
	}
	if opts.Stream {
		b.index = &csvRows{text: s.text, separator: s.separator}
	} else {
		lines := bytes.Count(text.Text, []byte("\n"))
		t.Records = make([]datasets.Record, 0, min(lines, len(text.Text)/16)) // blank lines make no records
	}
	for {
		b.pos = s.pos
		if !s.next() {
			break
		}
		if s.stray {
			b.notes.Add("stray-quote", datasets.Ref{Row: s.start, Value: joined(s.cells)}, nil)
		}
		if err := b.add(s.start, s.cells); err != nil {
			return nil, err
		}
	}
	if s.open > 0 {
		return nil, unclosed(file, s.open)
	}
	if err := b.finish(); err != nil {
		return nil, err
	}
	repeats := func() (datasets.Finding, bool) { return source.Duplicates(t) }
	if t.Stream != nil {
		digests := b.index.survey(t, b.notes)
		repeats = func() (datasets.Finding, bool) { return digests.Finding(t) }
	}
	t.Findings = append(text.Findings(file), b.notes.Findings()...)
	if f, some := repeats(); some {
		t.Findings = append(t.Findings, f)
	}
	return t, nil
}

// looksLikeJSON keeps tables apart whose first cell happens to begin with a
// bracket: JSON goes on with a quote, a bracket or its end.
func looksLikeJSON(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n\x1e")
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(rest) == 0 || bytes.IndexByte([]byte(`"{[]}`), rest[0]) >= 0
}

func unclosed(file string, line int) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: file, Row: line},
		What:  datasets.T(`第 %d 行开始的引号 " 没有闭合`, `the quote " opened on line %d is never closed`, line),
		Hint:  datasets.T(`在该行补上或删去引号；单元格里的引号要写成两个 ""`, `add or delete the quote on that line; a quote inside a cell is written twice ""`),
	}
}
