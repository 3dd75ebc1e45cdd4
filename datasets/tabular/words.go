package tabular

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isMissing tells the words that stand for nothing.
func isMissing(s string) bool {
	if len(s) > 12 {
		return false
	}
	switch strings.ToLower(s) {
	case "无", "暂无", "暂缺", "空", "-", "--", "---", "—", "——", "－", "–", "/", "／", "\\", "n/a", "na", "#n/a", "null", "nil", "none", "nan", "<null>", "(null)":
		return true
	}
	return false
}

// isTotal tells a cell that heads a row of totals.
func isTotal(s string) bool {
	if len(s) > 60 || !strings.Contains(s, "计") && (s == "" || strings.IndexByte("tsgTSG", s[0]) < 0) {
		return false
	}
	s = strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == ':' || r == '：' {
			return -1
		}
		return r
	}, s))
	if i := strings.IndexAny(s, "(（"); i > 0 {
		s = s[:i]
	}
	switch s {
	case "合计", "总计", "小计", "共计", "累计", "总合计", "全区合计", "全市合计", "本页合计", "合计数", "total", "subtotal", "sub-total", "grandtotal", "sum":
		return true
	}
	return false
}

// isRemark tells a lone cell below a table that explains it.
func isRemark(s string) bool {
	for _, p := range [...]string{"注", "备注", "说明", "填表", "填报", "制表", "审核", "数据来源", "资料来源", "来源", "统计", "联系", "Note", "Source"} {
		if rest, ok := strings.CutPrefix(s, p); ok && strings.ContainsAny(firstRunes(rest, 8), ":：") {
			return true
		}
	}
	return false
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// isUnitOrForm tells a cell of the lines between title and header, such as
// "单位：个" or "填报日期：2025年12月": a label, a colon and what follows.
func isUnitOrForm(s string) bool {
	i := strings.IndexAny(s, ":：")
	if i < 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return i > 0 && strings.TrimSpace(s[i+size:]) != "" || strings.HasPrefix(s, "单位")
}

// looksLikeData tells a cell that would not be a column name: a number, a
// date, a code. A year (2021, 2021年) may well be a name.
func looksLikeData(s string) bool {
	if len(s) > 200 {
		return true
	}
	digits, other := 0, 0
	for _, r := range s {
		if r >= '０' && r <= '９' {
			r -= '０' - '0'
		}
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("+-.,%/:年月日时分秒eE °′″", r):
		default:
			other++
		}
	}
	if digits == 0 || other > 0 {
		return false
	}
	y, err := strconv.Atoi(strings.TrimSuffix(s, "年"))
	return err != nil || y < 1900 || y > 2100
}
