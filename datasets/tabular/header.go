package tabular

import (
	"fugai/datasets/internal/source"
)

// headRow is one of the first rows of a table that are not blank.
type headRow struct {
	num   int
	pos   int // where it begins in a text
	cells []string
}

// filled is how many cells hold something.
func (r headRow) filled() int {
	n := 0
	for _, c := range r.cells {
		if c != "" {
			n++
		}
	}
	return n
}

// at is the cell of a column, "" beyond the end.
func (r headRow) at(col int) string {
	if col < len(r.cells) {
		return r.cells[col]
	}
	return ""
}

// header is where the column names stand among the first rows.
type header struct {
	row      int  // index of the (upper) header row
	two      bool // the next row belongs to it
	doubtful bool // no row looks like one
}

// findHeader takes the first row that fills more than half of the table's
// width with cells that read as names. Titles and unit rows fill less, or hold
// "单位：个". A second row that names the columns below wide cells of the first
// is joined to it.
func findHeader(head []headRow) header {
	width := 0
	for _, r := range head {
		width = max(width, r.filled())
	}
	for i, r := range head {
		if !readsAsNames(r, width) {
			continue
		}
		if r.filled() < width && form(r) && i+1 < len(head) && readsAsNames(head[i+1], width) {
			continue
		}
		return header{row: i, two: i+2 < len(head) && joins(r, head[i+1])}
	}
	return header{doubtful: true}
}

func readsAsNames(r headRow, width int) bool {
	n, data := r.filled(), 0
	for _, c := range r.cells {
		if c != "" && looksLikeData(c) {
			data++
		}
	}
	return n > 0 && 2*n > width && 2*data < n
}

// form tells a row of which half or more is labels with a colon.
func form(r headRow) bool {
	n := 0
	for _, c := range r.cells {
		if isUnitOrForm(c) {
			n++
		}
	}
	return 2*n >= r.filled()
}

// joins tells whether the row below completes a header with wide cells: it
// names columns only where the row above is blank, begins a wide cell, or says
// the same, and leaves at least one column to the row above.
func joins(above, below headRow) bool {
	splits, leaves := false, false
	for col := range max(len(above.cells), len(below.cells)) {
		a, b := above.at(col), below.at(col)
		switch {
		case b == "":
			leaves = leaves || a != ""
		case looksLikeData(b):
			return false
		case a == "":
			splits = true
		case a != b && above.at(col+1) != "":
			return false
		}
	}
	return splits && leaves
}

// names gives the column names of a header; in a header of two rows the lower
// name counts, with the upper one before it where lower names repeat.
func (h header) names(head []headRow) []string {
	above := head[h.row]
	if !h.two {
		return tidyNames(above.cells)
	}
	below := head[h.row+1]
	width := max(len(above.cells), len(below.cells))
	out, groups := make([]string, width), make([]string, width)
	group := ""
	count := map[string]int{}
	for col := range width {
		a, b := source.HeaderName(above.at(col)), source.HeaderName(below.at(col))
		if a != "" {
			group = a
		}
		out[col], groups[col] = b, group
		if b == "" {
			out[col], groups[col] = a, ""
		}
		count[out[col]]++
	}
	for col, name := range out {
		if count[name] > 1 && groups[col] != "" && groups[col] != name {
			out[col] = groups[col] + "/" + name
		}
	}
	return out
}

func tidyNames(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = source.HeaderName(c)
	}
	return out
}
