package roads

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"fugai/datasets"
)

// fold brings a word to the form in which words are compared: full-width
// letters made plain, lower case, without white space and the signs that join
// words.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), strings.ContainsRune("_-–—·“”\"'", r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// plain is fold with every sign kept: for numbers.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		case strings.ContainsRune("−–—", r):
			return '-'
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// trimmed is a cell without the white space around it, "" where it is one of
// the words that people write for nothing.
func trimmed(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) })
	if len(s) > 12 {
		return s
	}
	switch strings.ToLower(s) {
	case "无", "暂无", "未知", "不详", "空", "-", "--", "—", "——", "/", "n/a", "na", "nan", "null", "nil", "<null>", "(null)":
		return ""
	}
	return s
}

// cellAt is what a record says in a column; "" where there is none.
func cellAt(rec *datasets.Record, col int) string {
	if col < 0 || col >= len(rec.Values) {
		return ""
	}
	return trimmed(rec.Values[col])
}

// answer is what a cell says to a question.
type answer int

const (
	silent answer = iota
	yes
	no
	unclear
)

// asks reads 是, 否 and their like.
func asks(cell string) answer {
	switch fold(cell) {
	case "":
		return silent
	case "yes", "y", "true", "t", "1", "是", "有", "可", "可以", "允许", "准许", "能", "开放", "通行", "√", "viaduct", "designated", "permissive", "official":
		return yes
	case "no", "n", "false", "f", "0", "否", "不", "不可", "不可以", "不允许", "禁止", "禁行", "不能", "不开放", "不通行", "×", "x":
		return no
	}
	return unclear
}
