package html

import (
	"fugai/datasets"
	"fugai/output"
)

// foldRows is the number of rows above which a table starts folded.
const foldRows = 15

// table is what every table of the page is made of, so that all of them sort,
// scroll and download alike.
type table struct {
	ID      string
	File    string // name of the download, without suffix
	Caption datasets.Text
	Cols    []column
	Rows    []row
	Fold    bool           // shown in a box that opens on a click
	Names   string         // what print shows of a folded table: its names in a row; "" prints where to find it
	More    *datasets.Text // how many rows are left out and where all of them are; nil where none are
}

// maxRows is how many rows of one table the page lists: what people read, and
// what a browser sorts without a pause. Longer tables say what is left out.
const maxRows = 1000

// shown gives the items that a table lists.
func shown[T any](items []T) []T { return items[:min(len(items), maxRows)] }

// cut notes that a table of n rows lists the first of them only; files hold all.
func (t *table) cut(n int, files string) {
	if n > maxRows {
		more := datasets.T("只列前 %[1]s 行，另有 %[2]s 行；全部见 %[3]s", "the first %[1]s rows; %[2]s more are left out, all are in %[3]s",
			output.Number(maxRows, 0), output.Number(float64(n-maxRows), 0), files)
		t.More = &more
	}
}

// column is a heading. Num sets it to the right; Code keeps it as text in a
// spreadsheet.
type column struct {
	Name datasets.Text
	Num  bool
	Code bool
	Wide bool // running text
}

// row is a line; Status lets the cards filter it.
type row struct {
	Status string
	Cells  []cell
}

// cell is a text, and what else may stand in its place or beside it.
type cell struct {
	Text   datasets.Text
	Key    string // raw number, where Text shows it formatted
	Badge  *badge
	Swatch *swatch
	Link   string // target inside the page
	Head   bool   // names its row
}

// badge is a status: sign, word and colours.
type badge struct {
	Status      string
	Mark        string
	Word        datasets.Text
	Color, Ink  string
	Description datasets.Text
}

// swatch is a legend colour, hatched or not.
type swatch struct {
	Fill string
}

func col(zh, en string) column     { return column{Name: datasets.T(zh, en)} }
func numCol(zh, en string) column  { return column{Name: datasets.T(zh, en), Num: true} }
func codeCol(zh, en string) column { return column{Name: datasets.T(zh, en), Code: true} }
func wideCol(zh, en string) column { return column{Name: datasets.T(zh, en), Wide: true} }

func text(t datasets.Text) cell { return cell{Text: t} }
func same(s string) cell        { return cell{Text: datasets.Same(s)} }
func head(s string) cell        { return cell{Text: datasets.Same(s), Head: true} }

// number is a numeric cell; what is not a number is a dash. The raw number is
// kept apart only where it reads otherwise than the text.
func number(v float64, decimals int) cell {
	s, key := output.Number(v, decimals), sortKey(v)
	if s == key {
		key = ""
	}
	return cell{Text: datasets.Same(s), Key: key}
}

// count is a whole number.
func count(n int) cell { return number(float64(n), 0) }

// maybe is a number that may be absent.
func maybe(v *float64, decimals int) cell {
	if v == nil {
		return same("–")
	}
	return number(*v, decimals)
}

// distance is a cell in metres or kilometres that sorts by metres.
func distance(m *float64) cell {
	if m == nil || !finite(*m) {
		return same("–")
	}
	return cell{Text: datasets.Same(output.Distance(*m)), Key: sortKey(*m)}
}

// Many tells whether the columns need small print on paper.
func (t *table) Many() bool { return len(t.Cols) > 8 }

// keep drops the columns whose flag is false, with their cells.
func (t *table) keep(flags []bool) {
	var cols []column
	for i, c := range t.Cols {
		if flags[i] {
			cols = append(cols, c)
		}
	}
	t.Cols = cols
	for i := range t.Rows {
		var cells []cell
		for j, c := range t.Rows[i].Cells {
			if flags[j] {
				cells = append(cells, c)
			}
		}
		t.Rows[i].Cells = cells
	}
}
