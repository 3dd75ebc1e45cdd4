package datasets

import (
	"strings"
	"unicode/utf8"
)

// offices are the endings that name the office of a unit in place of the unit,
// longer ones first, and what the unit ends in without it. With keep the ending
// is added only where the rest does not have it yet.
var offices = []struct {
	ending, unit string
	keep         string // rest that holds this needs no ending
}{
	{"街道办事处", "街道", "街道"},
	{"街道办", "街道", "街道"},
	{"地区办事处", "地区", "地区"},
	{"镇人民政府", "镇", ""},
	{"乡人民政府", "乡", ""},
	{"区人民政府", "区", ""},
	{"镇政府", "镇", ""},
	{"乡政府", "乡", ""},
	{"社区工作站", "社区", "社区"},
	{"社区居民委员会", "社区", "社区"},
	{"社区居委会", "社区", "社区"},
	{"社区居委", "社区", "社区"},
	{"居民委员会", "社区", "社区"},
	{"居委会", "社区", "社区"},
	{"居委", "社区", "社区"},
	{"村民委员会", "村", "\x00"},
	{"村委会", "村", "\x00"},
	{"村委", "村", "\x00"},
	{"行政村", "村", "\x00"},
}

// remarks begin what stands in brackets after a name without being part of it.
var remarks = []string{"原", "含", "筹", "拟", "代管", "试点", "曾用名", "又名", "简称", "已"}

// NormalizeUnit brings the name of an administrative unit to the form in which
// names are compared: the office that runs it stands for the unit (平湖街道办事处
// is 平湖街道, 新兴社区居委会 is 新兴社区, 石门村民委员会 is 石门村), a committee of
// residents makes a community (河滨居委会 is 河滨社区, so that it stays apart from
// 河滨村委会), and widths, white space and brackets do not matter. What remarks
// say in brackets (原…, 筹) is dropped. The result is for comparing, not for show.
func NormalizeUnit(name string) string {
	outside, inside := unbracket(name)
	s := dropBrackets(fold(name))
	for _, r := range remarks {
		if strings.HasPrefix(fold(inside), r) {
			s = fold(outside)
		}
	}
	for _, o := range offices {
		rest, ok := strings.CutSuffix(s, o.ending)
		if !ok || rest == "" {
			continue
		}
		switch {
		case o.keep == "\x00" && strings.HasSuffix(rest, o.unit) && utf8.RuneCountInString(rest) > 1:
			return rest // 新河村村委会: the rest is the village already
		case o.keep != "" && strings.Contains(rest, o.keep):
			return rest // 杨美社区嘉丽园居委会: part of a community
		}
		return rest + o.unit
	}
	return s
}

// unitTypes are the endings that say what a unit is, longer ones first.
var unitTypes = []string{"自治区", "自治州", "民族乡", "街道", "社区", "自然村", "园区", "片区", "小区", "景区", "林场", "农场", "地区", "镇", "乡", "村", "屯", "区", "县", "市", "省"}

// unitType gives the word for what a unit is from its name, or "".
func unitType(name string) string {
	s := NormalizeUnit(name)
	if strings.HasSuffix(s, "族乡") {
		return "乡"
	}
	for _, t := range unitTypes {
		if strings.HasSuffix(s, t) && s != t {
			return t
		}
	}
	return ""
}

// shortUnit drops the type from a normalised name (平湖街道 is 平湖), where two
// characters at least are left; "" otherwise.
func shortUnit(normalized string) string {
	for _, t := range []string{"街道", "社区", "地区", "镇", "乡", "村", "区", "县", "市"} {
		if rest, ok := strings.CutSuffix(normalized, t); ok {
			if utf8.RuneCountInString(rest) >= 2 {
				return rest
			}
			return ""
		}
	}
	return ""
}
