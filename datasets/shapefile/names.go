package shapefile

import (
	"strconv"
	"strings"
	"unicode"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// maxName is how many bytes the name of a field may have.
const maxName = 10

// fieldNames fits the names of columns to a .dbf: control characters out, cut to
// 10 bytes between characters, and no two alike without regard to case. Names
// that fit keep their form; the others yield to them and take _1, _2 … at the
// end. Changed ones are noted.
func fieldNames(columns []string, text *textWriter, notes *source.Notes) [][]byte {
	plain := make([][]byte, len(columns))
	taken := map[string]bool{}
	fits := make([]bool, len(columns))
	for i, name := range columns {
		clean := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, name)
		trimmed := strings.TrimSpace(clean)
		var whole bool
		plain[i], whole = text.encode(trimmed)
		key := foldName(plain[i])
		if whole && trimmed == name && name != "" && len(plain[i]) <= maxName && !taken[key] {
			taken[key], fits[i] = true, true
		}
	}
	for i, name := range columns {
		if fits[i] {
			continue
		}
		plain[i] = freeName(plain[i], i, taken, text)
		notes.Add("field-renamed", datasets.Ref{Column: name}, func() datasets.Text {
			return datasets.Same(name + " → " + text.decode(plain[i]))
		})
	}
	return plain
}

// freeName cuts a name and gives it a number where it is taken.
func freeName(name []byte, column int, taken map[string]bool, text *textWriter) []byte {
	if len(name) == 0 {
		name = []byte("field" + strconv.Itoa(column+1))
	}
	out := text.cut(name, maxName)
	for n := 1; taken[foldName(out)]; n++ {
		suffix := "_" + strconv.Itoa(n)
		out = append(text.cut(name, maxName-len(suffix)), suffix...)
	}
	taken[foldName(out)] = true
	return out
}

// foldName makes ASCII letters small.
func foldName(name []byte) string {
	out := make([]byte, len(name))
	for i, b := range name {
		if b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		out[i] = b
	}
	return string(out)
}
