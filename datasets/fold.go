package datasets

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold brings a word to the form in which words are compared: compatibility
// forms made plain (full-width letters, ㎡), lower case, without white space,
// invisible characters, quotation marks, and the signs that join words.
func fold(s string) string {
	if isFolded(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		case strings.ContainsRune("\"'`“”‘’「」『』《》_-‐–—·•・*:", r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// clean trims white space and invisible characters; what stands between stays
// as written.
func clean(s string) string {
	if isTrimmed(s) {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
	})
}

// blank tells whether a cell says nothing: empty, or one of the words and signs
// that people write for it.
func blank(s string) bool {
	s = clean(s)
	if len(s) > 24 { // longer than any of the words below
		return false
	}
	if s != "" && isDigit(s[0]) {
		return false // no such word begins with a digit
	}
	if !isFolded(s) {
		s = strings.ToLower(norm.NFKC.String(s))
	}
	switch s {
	case "", "无", "暂无", "没有", "未知", "不详", "不明", "空", "待定", "待补充", "缺", "缺失",
		"-", "--", "---", "—", "——", "–", "/", "\\", "*", ".", "?", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "<null>", "(null)":
		return true
	}
	return false
}

// totalRow tells whether a name is the heading of a sum instead of a place.
func totalRow(name string) bool {
	switch fold(name) {
	case "合计", "总计", "小计", "共计", "总数", "合計", "total", "subtotal", "grandtotal", "sum":
		return true
	}
	return false
}

// unbracket removes the brackets of every kind with what they hold, and gives
// what the last pair held.
func unbracket(s string) (outside, inside string) {
	var out, in strings.Builder
	depth := 0
	for _, r := range norm.NFKC.String(s) {
		switch {
		case strings.ContainsRune("([{【〔〈", r):
			if depth == 0 {
				in.Reset()
			}
			depth++
		case strings.ContainsRune(")]}】〕〉", r):
			depth = max(depth-1, 0)
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String(), in.String()
}

// dropBrackets removes brackets but keeps what they hold.
func dropBrackets(s string) string {
	if isFolded(s) && !strings.ContainsAny(s, "()[]{}") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("()[]{}【】〔〕〈〉", r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// closest returns the choice with the fewest edits from word, or "" where none
// is near: more than half of the longer word would have to change. Of equally
// near ones the first wins.
func closest(word string, choices []string) string {
	best, bestEdits := "", -1
	a := []rune(fold(word))
	for _, c := range choices {
		b := []rune(fold(c))
		n := edits(a, b)
		if 2*n <= max(len(a), len(b)) && (bestEdits < 0 || n < bestEdits) {
			best, bestEdits = c, n
		}
	}
	return best
}

// edits is the Levenshtein distance of two words (V. I. Levenshtein, 1966).
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := diagonal
			if ra != rb {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
