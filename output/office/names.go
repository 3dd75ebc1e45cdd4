package office

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// sheetName makes a name that Excel accepts out of any text and remembers it:
// at most 31 UTF-16 units, none of : \ / ? * [ ], no apostrophe (Excel forbids
// it at the ends, and references quote by it), not empty, not "History", and
// unlike every other name of the workbook in any case; a number tells twins
// apart. suffix is kept whole.
func (b *book) sheetName(text, suffix string) string {
	base := strings.Map(func(r rune) rune {
		switch r {
		case ':', '\\', '/', '?', '*', '[', ']', '\'', '：', '＼', '／', '？', '＊', '［', '］', '＇':
			return '_'
		}
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(text, "_"))
	base = strings.TrimSpace(base)
	if base == "" || strings.EqualFold(base, "History") {
		base = b.say("目标", "target")
	}
	for n := 1; ; n++ {
		tail := suffix
		if n > 1 {
			tail = fmt.Sprintf(" (%d)%s", n, suffix)
		}
		name := strings.TrimSpace(cutUTF16(base, excelize.MaxSheetNameLength-utf16Len(tail))) + tail
		key := strings.ToLower(name)
		if !b.names[key] {
			b.names[key] = true
			return name
		}
	}
}

func utf16Len(s string) int { return len(utf16.Encode([]rune(s))) }

// cutUTF16 keeps at most n UTF-16 units of s, never half a character.
func cutUTF16(s string, n int) string {
	used := 0
	for i, r := range s {
		if used += utf16.RuneLen(r); used > n {
			return s[:i]
		}
	}
	return s
}
