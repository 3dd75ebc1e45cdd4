package office

import (
	"compress/flate"
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"fugai/coverage"
	"fugai/datasets"
)

// Options are the choices of a workbook. The zero value writes Chinese.
type Options struct {
	Lang    datasets.Lang // language of labels; "" is Chinese
	TempDir string        // where large sheets are spooled; "" is the system's folder
}

// MaxTableRows is how many rows of a table are written: more than the towns of
// the country, and no more than a laptop's spreadsheet opens. A longer table ends
// with a row that says how many are left out and where all of them are.
const MaxTableRows = 50_000

// fastRows is the number of rows from which a workbook is compressed for speed:
// a third of the time for a fifth more bytes.
const fastRows = 50_000

// book is a workbook being written.
type book struct {
	ctx    context.Context // of the one call of WriteXLSX that the book lives for
	file   *excelize.File
	lang   datasets.Lang
	res    *coverage.Result
	areas  map[string]*datasets.Area
	styles map[style]int
	names  map[string]bool // sheet names in use, lower case
}

// WriteXLSX writes r as a workbook. The same result gives the same bytes. The
// error is that of w, of the spool folder, or of ctx, which is looked at for each
// row; w holds nothing usable then.
func WriteXLSX(ctx context.Context, w io.Writer, r *coverage.Result, opts Options) (err error) {
	if opts.Lang == "" {
		opts.Lang = datasets.ZH
	}
	file := excelize.NewFile(excelize.Options{TmpDir: opts.TempDir})
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	b := &book{ctx: ctx, file: file, lang: opts.Lang, res: r, areas: map[string]*datasets.Area{}, styles: map[style]int{}, names: map[string]bool{}}
	for i := range r.Areas {
		b.areas[r.Areas[i].ID] = &r.Areas[i]
	}
	if err := b.properties(); err != nil {
		return fmt.Errorf("write workbook properties: %w", err)
	}
	level, rows := flate.DefaultCompression, 0
	sheets := b.sheets()
	for _, s := range sheets {
		for _, t := range s.tables {
			rows += min(t.rows, MaxTableRows)
		}
	}
	if rows > fastRows {
		level = flate.BestSpeed
	}
	for i, s := range sheets {
		if err := b.write(i, s); err != nil {
			return fmt.Errorf("write sheet %s: %w", s.name, err)
		}
	}
	file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newOrderedZip(w, level) })
	return file.Write(io.Discard)
}

// sheets lists the sheets in their order. The fixed ones take their names
// first, so that a target called like one of them is numbered instead.
func (b *book) sheets() []sheet {
	overview := b.overview()
	rest := []sheet{b.facilities(), b.units(), b.gaps(), b.quality(), b.notes()}
	out := []sheet{overview}
	for i := range b.res.Targets {
		out = append(out, b.target(&b.res.Targets[i])...)
	}
	out = append(out, b.sitings()...)
	return append(out, rest...)
}

// properties sets the document's properties; its times are those of the
// as-of date, since a workbook holds nothing that two runs would not share.
func (b *book) properties() error {
	at := "2000-01-01T00:00:00Z"
	if !b.res.AsOf.IsZero() {
		at = b.res.AsOf.Last().Format("2006-01-02T15:04:05Z")
	}
	language := "zh-CN"
	if b.lang == datasets.EN {
		language = "en"
	}
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: "fugai"}); err != nil {
		return err
	}
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: clean(b.res.Title.In(b.lang)), Creator: "fugai", LastModifiedBy: "fugai",
		Language: language, Created: at, Modified: at,
	})
}

// say gives one of two words by the workbook's language.
func (b *book) say(zh, en string) string {
	if b.lang == datasets.EN {
		return en
	}
	return zh
}

// label gives the word for a taxonomy id, or the id itself.
func (b *book) label(words map[string]datasets.Text, id string) string {
	if t, ok := words[id]; ok && !t.IsZero() {
		return t.In(b.lang)
	}
	return id
}

// areaName gives the name of a unit by its ID, or the ID where it is unknown.
func (b *book) areaName(id string) string {
	if a := b.areas[id]; a != nil {
		return a.Name
	}
	return id
}

// areaCode gives the code of a unit by its ID, "" where it has none.
func (b *book) areaCode(id string) string {
	if a := b.areas[id]; a != nil {
		return a.Code
	}
	return ""
}
