package tabular

import (
	"sort"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// ReadXLSX reads one worksheet: that of [Options.Sheet], else the first one
// that is not hidden and holds something; the others are named in a note.
//
// Numbers are written in full, so that a code of 12 digits keeps them. Cells
// with a date format are written as ISO dates at the precision shown (a format
// of year and month gives 2024-03), in the 1900 and the 1904 system. Formulas
// give their saved result; errors such as #REF! are empty and counted. A cell
// merged over several rows fills the rows below it. Phonetic hints are left
// out.
//
// Workbooks with a password, .xls files and other formats are a
// [datasets.Problem], and so is a ZIP that inflates more than 100 times past
// its first 100 KiB, holds an entry over 1 GiB or a name that leaves the
// folder. Nothing is written to disk. Time and memory are linear in the
// inflated sheet and its strings.
func ReadXLSX(data []byte, file string, opts Options) (*datasets.Table, error) {
	if f := source.Detect(data); f != source.XLSX && f != source.Zip {
		return nil, refuseWorkbook(data, file, f)
	}
	a, err := openArchive(data, file)
	if err != nil {
		return nil, err
	}
	if a.Find("[Content_Types].xml") == "" {
		return nil, source.Refuse(file, source.Zip, "XLSX")
	}
	w, err := readWorkbook(a)
	if err != nil {
		return nil, err
	}
	return w.read(a, opts)
}

func refuseWorkbook(data []byte, file string, f source.Format) error {
	p := source.Refuse(file, f, "XLSX")
	if f == source.Text {
		p.Hint = datasets.T("如果是表格，把扩展名改为 .csv", "if it is a table give it the extension .csv")
	}
	if f == source.Binary && len(data) >= 2 && data[0] == 'P' && data[1] == 'K' {
		p.What = datasets.T("工作簿的压缩包不完整", "the workbook's ZIP is incomplete")
	}
	return p
}

// read reads the chosen sheet, or tries the visible ones in order.
func (w *workbook) read(a *archive, opts Options) (*datasets.Table, error) {
	if opts.Sheet != "" {
		s, ok := w.choose(opts.Sheet)
		if !ok {
			return nil, &datasets.Problem{
				Where: datasets.Ref{File: a.file, Value: opts.Sheet},
				What:  datasets.T("没有名为“%s”的工作表", "there is no sheet named %q", opts.Sheet),
				Hint:  datasets.T("工作簿里有：%s", "the workbook has: %s", w.list()),
			}
		}
		b, some, err := w.readSheet(a, s, opts)
		if err != nil {
			return nil, err
		}
		if !some {
			return nil, w.noData(a, s.name)
		}
		return finishSheet(b)
	}
	for _, s := range w.sheets {
		if s.hidden {
			continue
		}
		b, some, err := w.readSheet(a, s, opts)
		if err != nil {
			return nil, err
		}
		if some {
			w.noteOthers(b, s)
			return finishSheet(b)
		}
	}
	return nil, w.noData(a, "")
}

func (w *workbook) noData(a *archive, name string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: a.file, Value: name},
		What:  datasets.T("工作表是空的", "the sheet is empty"),
		Hint:  datasets.T("工作簿里有：%s；用 sheet 选择有数据的工作表（隐藏的也可以）", "the workbook has: %s; choose the one with data by sheet (hidden ones too)", w.list()),
	}
}

func (w *workbook) noteOthers(b *builder, chosen sheet) {
	for _, s := range w.sheets {
		if s == chosen {
			continue
		}
		b.notes.Add("other-sheets", datasets.Ref{Value: s.name}, func() datasets.Text {
			if s.hidden {
				return datasets.T("%s（隐藏）", "%s (hidden)", s.name)
			}
			return datasets.Same(s.name)
		})
	}
}

// readSheet streams a sheet into a builder; some is false for a blank one.
func (w *workbook) readSheet(a *archive, s sheet, opts Options) (b *builder, some bool, err error) {
	t := &datasets.Table{File: a.file, Layer: s.name, Format: "XLSX"}
	b = newBuilder(t, opts, false)
	scan := &sheetScanner{book: w, notes: b.notes, each: func(row int, cells []string) error {
		some = some || !blank(cells)
		return b.add(row, cells)
	}}
	if err := scan.rows(a, s.part); err != nil {
		return nil, false, err
	}
	b.merges = scan.merges
	return b, some, nil
}

func finishSheet(b *builder) (*datasets.Table, error) {
	if err := b.finish(); err != nil {
		return nil, err
	}
	t := b.table
	t.Findings = b.notes.Findings()
	if f, some := source.Duplicates(t); some {
		t.Findings = append(t.Findings, f)
	}
	return t, nil
}

// fillMerged repeats the value of a merged cell in the rows it covers.
func (b *builder) fillMerged() {
	records := b.table.Records
	budget := 2*b.filled + maxRows // merged ranges of a sound sheet do not overlap
	find := func(row int) int {
		return sort.Search(len(records), func(i int) bool { return records[i].Row >= row })
	}
	for _, m := range b.merges {
		if m.column >= len(b.columns) || b.columns[m.column] < 0 {
			continue
		}
		col := b.columns[m.column]
		first := find(m.top)
		if first == len(records) || records[first].Row != m.top || records[first].Values[col] == "" {
			continue
		}
		for i := first + 1; i < len(records) && records[i].Row <= m.bottom && budget > 0; i++ {
			budget--
			if records[i].Values[col] != "" {
				continue
			}
			records[i].Values[col] = records[first].Values[col]
			b.notes.Add("merged-cells", datasets.Ref{Row: records[i].Row, Column: b.table.Columns[col], Value: records[i].Values[col]}, nil)
		}
	}
}
