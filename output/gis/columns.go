package gis

import (
	"iter"

	"fugai/datasets"
)

// Widths of columns in attribute tables, in pixels.
const (
	narrow = 80
	medium = 130
	wide   = 220
)

func textColumn[T any](name, alias string, width int, get func(T) string) column[T] {
	return column[T]{field{name: name, typ: datasets.TypeText, alias: alias, width: width}, func(it T) any { return orNull(get(it)) }, get}
}

// anyColumn is a text column whose getter decides what is NULL.
func anyColumn[T any](name, alias string, width int, get func(T) any) column[T] {
	return column[T]{field{name: name, typ: datasets.TypeText, alias: alias, width: width}, get, nil}
}

func realColumn[T any](name, alias string, decimals int, get func(T) any) column[T] {
	return column[T]{field{name: name, typ: datasets.TypeReal, alias: alias, width: medium, decimals: decimals}, get, nil}
}

func intColumn[T any](name, alias string, get func(T) int) column[T] {
	return column[T]{field{name: name, typ: datasets.TypeInteger, alias: alias, width: narrow}, func(it T) any { return int64(get(it)) }, nil}
}

func boolColumn[T any](name, alias string, get func(T) bool) column[T] {
	return column[T]{field{name: name, typ: datasets.TypeBoolean, alias: alias, width: narrow}, func(it T) any { return flag(get(it)) }, nil}
}

// dateColumns gives a date twice: as a DATE where it is known to the day, since
// that type holds nothing coarser, and as it was written.
func dateColumns[T any](name, alias, asText string, get func(T) datasets.Date) []column[T] {
	known := dates{}
	return []column[T]{
		dayColumn(name, alias, func(it T) string {
			if d := get(it); d.Day != 0 {
				return known.text(d)
			}
			return ""
		}),
		textColumn(name+"_text", asText, 100, func(it T) string { return known.text(get(it)) }),
	}
}

// dayColumn is a column of dates known to the day, "" where there is none.
func dayColumn[T any](name, alias string, get func(T) string) column[T] {
	c := textColumn(name, alias, 100, get)
	c.typ = datasets.TypeDate
	return c
}

// peopleColumns gives one column for each group that occurs in items; all
// yields those of an item, and of gives the people of one.
func peopleColumns[T any](v *view, items []T, all func(T) iter.Seq2[string, float64], of func(item T, group string) (float64, bool)) []column[T] {
	var out []column[T]
	for _, g := range groupsOf(items, all) {
		out = append(out, realColumn("people_"+g, v.group(g)+v.t("（人）", " (people)"), 0, func(it T) any {
			if w, ok := of(it, g); ok {
				return w
			}
			return nil
		}))
	}
	return out
}
