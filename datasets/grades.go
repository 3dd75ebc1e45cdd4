package datasets

import (
	"strings"
)

// ParseGrades reads the grades written in one cell: 省级、市级 or
// 广东省儿童友好示范社区;深圳市儿童友好基地. They are separated by 、 ; ， , / or line
// breaks. A word of the list of grades alone has no title; any other text is a
// title, and its grade is found from the word for the issuing body in it
// (全国, 自治区, 广东省, 贺州市级, 区妇联). unknown lists the pieces in which
// none was found.
func (x *Taxonomy) ParseGrades(cell string) (grades []Grade, unknown []string) {
	for _, piece := range splitList(cell) {
		if blank(piece) || negative(piece) {
			continue
		}
		if id, ok := x.Grade(piece); ok {
			grades = append(grades, Grade{Level: id})
			continue
		}
		id, ok := x.issuer(piece)
		if !ok {
			unknown = append(unknown, piece)
			continue
		}
		grades = append(grades, Grade{Level: id, Title: piece})
	}
	return grades, unknown
}

// splitList cuts a cell that holds several words.
func splitList(cell string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、；;，,/|\r\n\t", r) }) {
		if p = clean(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// negative tells whether a cell says no.
func negative(s string) bool {
	switch fold(s) {
	case "否", "不是", "未", "未评", "未评定", "未评级", "未获评", "未定级", "普通", "一般", "无等级", "未挂牌", "no", "false", "n", "0", "×", "x":
		return true
	}
	return false
}

// affirmative tells whether a cell says yes without saying more.
func affirmative(s string) bool {
	switch fold(s) {
	case "是", "有", "已", "已完成", "完成", "√", "✓", "✔", "☑", "yes", "y", "true":
		return true
	}
	return false
}

// issuer finds the level of the body that a title names. Longer words are
// tried first, since 自治区 holds 区 and 社区 is no district.
func (x *Taxonomy) issuer(title string) (string, bool) {
	text := fold(title)
	for _, term := range x.Terms(Grades) { // words such as 国家级, 省级; the study's own ones too
		for _, w := range term.words() {
			if len([]rune(w)) >= 2 && strings.HasSuffix(w, "级") && strings.Contains(text, w) && !(w == "区级" && strings.Contains(text, "自治区级")) {
				return term.ID, true
			}
		}
	}
	switch {
	case strings.Contains(text, "全国"), strings.HasPrefix(text, "国家"), strings.HasPrefix(text, "中国"), strings.Contains(text, "中华人民共和国"):
		return "national", true
	case strings.Contains(text, "自治区"), markedBy(text, '省'):
		return "province", true
	case strings.Contains(text, "自治州"), markedBy(text, '市'):
		return "city", true
	case markedBy(text, '区'), markedBy(text, '县'):
		return "district", true
	}
	return "", false
}

// notBodies are the characters before 区, 市 and 县 that make a word other than
// a division: 社区, 园区, 城市, 超市.
const notBodies = "社园片小校景城厂矿林牧灾辖街山库超都门集夜菜早商农"

// longestBody is how far into a title the name of the issuing body may reach,
// in characters: 新疆维吾尔自治区 has eight.
const longestBody = 9

// markedBy tells whether a title begins with the name of a division that ends
// in mark, such as 广东省 or 区 alone.
func markedBy(text string, mark rune) bool {
	runes := []rune(text)
	for i, r := range runes {
		if i > longestBody {
			return false
		}
		if r != mark {
			continue
		}
		if i == 0 {
			return len(runes) > 1
		}
		if !strings.ContainsRune(notBodies, runes[i-1]) {
			return true
		}
	}
	return false
}
