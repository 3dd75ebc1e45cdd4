package kml

import (
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"golang.org/x/net/html"
)

// pair is one row of a table of attributes.
type pair struct{ key, value string }

// splitDescriptions makes columns of descriptions that are tables of names and
// values, as ArcGIS writes attributes into balloons. It is all or nothing: one
// description that is no such table leaves every one as it stands.
func (r *reader) splitDescriptions() {
	if !r.columns[descriptionColumn].filled {
		return
	}
	tables := make([][]pair, len(r.table.Records))
	for i := range r.table.Records {
		values := r.table.Records[i].Values
		if len(values) <= descriptionColumn || values[descriptionColumn] == "" {
			continue
		}
		if tables[i] = attributesIn(values[descriptionColumn]); tables[i] == nil {
			return
		}
	}
	for i, pairs := range tables {
		rec := &r.table.Records[i]
		for _, p := range pairs {
			col := r.column(p.key, false)
			for len(rec.Values) <= col {
				rec.Values = append(rec.Values, "")
			}
			if rec.Values[col] == "" {
				rec.Values[col] = p.value
			}
			r.columns[col].filled = true
			r.filled++
		}
		if pairs != nil {
			rec.Values[descriptionColumn] = ""
			r.notes.Add("description-table", datasets.Ref{Row: rec.Row}, nil)
		}
	}
	r.columns[descriptionColumn].filled = false
}

// attributesIn reads the rows of two cells of an HTML table, nested ones too;
// nil where there are fewer than two of them or a name repeats.
func attributesIn(description string) []pair {
	if !strings.Contains(strings.ToLower(description), "<table") {
		return nil
	}
	var out []pair
	seen := map[string]bool{}
	for _, row := range tableRows(description) {
		if len(row) != 2 || row[0] == "" {
			continue
		}
		p := pair{strings.TrimRight(row[0], ":："), row[1]}
		if seen[p.key] {
			return nil
		}
		seen[p.key] = true
		if strings.EqualFold(p.value, "<null>") { // how ArcGIS writes null
			p.value = ""
		}
		out = append(out, p)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// tableRows lists the cells of the rows of a table. A table inside a cell
// begins rows of its own.
func tableRows(text string) [][]string {
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(1 << 20)
	var rows [][]string
	var row []string
	var content strings.Builder
	in := false // a cell is open
	endCell := func() {
		if in {
			row = append(row, source.TrimCell(strings.Join(strings.Fields(content.String()), " ")))
		}
		content.Reset()
		in = false
	}
	endRow := func() {
		endCell()
		rows, row = append(rows, slices.Clip(row)), nil
	}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			endRow()
			return rows
		}
		tag, _ := z.TagName()
		switch name := string(tag); {
		case kind == html.TextToken && in:
			content.WriteString(z.Token().Data)
		case kind == html.StartTagToken && (name == "tr" || name == "table"):
			content.Reset()
			row, in = nil, false
		case kind == html.StartTagToken && (name == "td" || name == "th"):
			endCell()
			in = true
		case name == "br" && in:
			content.WriteByte(' ')
		case kind == html.EndTagToken && (name == "td" || name == "th"):
			endCell()
		case kind == html.EndTagToken && name == "tr":
			endRow()
		}
	}
}
