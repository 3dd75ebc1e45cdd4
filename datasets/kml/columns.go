package kml

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// maxPadding is how many cells a table may have, 320 MB of them, before the
// share that the file really fills counts.
const maxPadding = 20_000_000

// column is one column of the table while it is filled.
type column struct {
	name    string
	key     string // name in the file
	untyped bool   // some value has no Schema
	filled  bool   // some record has a value
}

// builtinNames are the columns that do not come from ExtendedData, in the
// order of the table. builtin counts on it.
var builtinNames = [...]string{"name", "description", "folder", "address", "phoneNumber", "when", "begin", "end"}

const (
	nameColumn = iota
	descriptionColumn
	folderColumn
	_
	_
	whenColumn
	_
	endColumn
)

func builtinColumns() []*column {
	out := make([]*column, len(builtinNames))
	for i, n := range builtinNames {
		out[i] = &column{name: n}
	}
	return out
}

func builtin(name string) int { return slices.Index(builtinNames[:], name) }

// column finds or adds a column of ExtendedData.
func (r *reader) column(name string, typed bool) int {
	i, have := r.index[name]
	if !have {
		i = len(r.columns)
		r.index[name] = i
		r.columns = append(r.columns, &column{name: source.HeaderName(name), key: name})
	}
	r.columns[i].untyped = r.columns[i].untyped || !typed
	return i
}

// lay puts the cells of a Placemark into a record. Of two values of one name
// the first that says something counts.
func (r *reader) lay(rec *datasets.Record, cells []cell) error {
	for _, c := range cells {
		for len(rec.Values) <= c.column {
			rec.Values = append(rec.Values, "")
		}
		if rec.Values[c.column] == "" {
			rec.Values[c.column] = c.value
		}
		r.columns[c.column].filled = r.columns[c.column].filled || c.value != "" || c.column >= len(builtinNames)
		r.filled++
	}
	for _, c := range cells {
		if c.value == "" && rec.Values[c.column] == "" && c.column >= len(builtinNames) && !slices.Contains(rec.Blank, c.column) {
			rec.Blank = append(rec.Blank, c.column)
		}
	}
	if r.cells += len(rec.Values); r.cells > maxPadding && r.cells > 4*r.filled {
		return r.tooWide()
	}
	return nil
}

func (r *reader) tooWide() error {
	return &datasets.Problem{
		Where: datasets.Ref{File: r.table.File, Row: len(r.table.Records)},
		What:  datasets.T("各地标的属性名几乎都不同（已有 %d 个），不成一张表", "the Placemarks hardly share names of data (%d so far) and make no table", len(r.index)),
		Hint:  datasets.T("请给地标统一的属性名", "give the Placemarks the same names of data"),
	}
}

// finish lays out the columns that are used and gives them their types.
func (r *reader) finish() error {
	t := r.table
	r.fillFolders()
	r.splitDescriptions()
	var keep []int
	for i, c := range r.columns {
		if c.filled && !(i == nameColumn && r.repeatsName()) {
			keep = append(keep, i)
		}
	}
	if total := len(keep) * len(t.Records); total > maxPadding && total > 4*r.filled {
		return r.tooWide()
	}
	var names []string
	for _, i := range keep {
		names = append(names, r.columns[i].name)
	}
	t.Columns = source.UniqueNames(names)
	for i := range t.Records {
		project(&t.Records[i], keep)
	}
	for to, from := range keep {
		t.Types = append(t.Types, r.typeOf(from, to))
	}
	return nil
}

// project keeps some cells of a record, in their order.
func project(rec *datasets.Record, keep []int) {
	values := make([]string, len(keep))
	var blank []int
	for to, from := range keep {
		if from < len(rec.Values) {
			values[to] = rec.Values[from]
		}
		if slices.Contains(rec.Blank, from) {
			blank = append(blank, to)
		}
	}
	rec.Values, rec.Blank = values, blank
}

// fillFolders writes the folder of every record.
func (r *reader) fillFolders() {
	paths := make([]string, len(r.folders))
	for i := range r.folders {
		paths[i] = r.folderPath(i)
	}
	for i := range r.table.Records {
		path := paths[r.within[i]]
		if path == "" {
			continue
		}
		rec := &r.table.Records[i]
		for len(rec.Values) <= folderColumn {
			rec.Values = append(rec.Values, "")
		}
		rec.Values[folderColumn] = path
		r.columns[folderColumn].filled = true
	}
}

// repeatsName tells whether a column of ExtendedData says the same as the
// names of all Placemarks.
func (r *reader) repeatsName() bool {
	at := func(rec *datasets.Record, col int) string {
		if col < len(rec.Values) {
			return rec.Values[col]
		}
		return ""
	}
	for col := len(builtinNames); col < len(r.columns); col++ {
		same := true
		for i := range r.table.Records {
			rec := &r.table.Records[i]
			if same = at(rec, nameColumn) == at(rec, col); !same {
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// typeOf gives the type of a column and brings its cells into the form of that
// type. A column with a value that does not fit its declared type is text.
func (r *reader) typeOf(from, to int) datasets.Type {
	t := r.table
	if from >= whenColumn && from <= endColumn {
		return timeType(t, to)
	}
	if from < len(builtinNames) || r.columns[from].untyped {
		return datasets.TypeText
	}
	kind := r.schema[r.columns[from].key]
	if kind == "" || kind == datasets.TypeText {
		return datasets.TypeText
	}
	for i := range t.Records {
		if v := t.Records[i].Values[to]; v != "" {
			if _, ok := canonical(v, kind); !ok {
				return datasets.TypeText
			}
		}
	}
	for i := range t.Records {
		rec := &t.Records[i]
		if v := rec.Values[to]; v != "" {
			rec.Values[to], _ = canonical(v, kind)
		}
		if at := slices.Index(rec.Blank, to); at >= 0 { // an empty number is none
			rec.Blank = slices.Delete(rec.Blank, at, at+1)
		}
	}
	return kind
}

// canonical writes a cell as its type asks; false where it does not fit.
func canonical(v string, kind datasets.Type) (string, bool) {
	switch kind {
	case datasets.TypeInteger:
		n, err := strconv.ParseInt(v, 10, 64)
		return v, err == nil && strconv.FormatInt(n, 10) == v // 007 is a code
	case datasets.TypeReal:
		_, ok := parseNumber(v)
		return v, ok
	case datasets.TypeBoolean:
		switch strings.ToLower(v) {
		case "1", "true":
			return "true", true
		case "0", "false":
			return "false", true
		}
	}
	return v, false
}

// timeType is date where all times are days, time where all have a time of
// day, else text: KML allows years and months alone.
func timeType(t *datasets.Table, col int) datasets.Type {
	days, times, all := 0, 0, 0
	for i := range t.Records {
		v := t.Records[i].Values[col]
		if v == "" {
			continue
		}
		all++
		if _, err := time.Parse(time.DateOnly, v); err == nil {
			days++
		}
		for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05"} {
			if _, err := time.Parse(layout, v); err == nil {
				times++
				break
			}
		}
	}
	switch all {
	case days:
		return datasets.TypeDate
	case times:
		return datasets.TypeTime
	}
	return datasets.TypeText
}
