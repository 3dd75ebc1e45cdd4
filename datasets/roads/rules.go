package roads

import (
	"fmt"
	"sort"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// The names of the findings.
const (
	ruleNoClassColumn  = "road-no-class-column"
	ruleTwoColumns     = "two-columns-one-field"
	ruleUnknownClass   = "road-class-unknown"
	ruleNoStreet       = "road-not-a-street"
	rulePlanned        = "road-not-open"
	ruleNotALine       = "road-not-a-line"
	ruleNoGeometry     = "road-no-geometry"
	ruleDegenerate     = "road-without-length"
	ruleSpeedZero      = "road-speed-zero"
	ruleSpeedNegative  = "road-speed-negative"
	ruleSpeedText      = "road-speed-text"
	ruleSpeedWild      = "road-speed-implausible"
	ruleOneway         = "road-oneway-unknown"
	ruleAnswer         = "road-answer-unknown"
	ruleLevel          = "road-level-unknown"
	ruleTagsUnreadable = "road-tags-unreadable"
)

// rules lists what is noticed in a layer of streets, in the order of the report.
func rules() []source.Rule {
	const asClass = "按道路等级取速度"
	const asClassEN = "the speed of the class is used"
	return []source.Rule{
		source.Remark(ruleNoClassColumn, "没有道路等级列，全部按普通街道计", "there is no column of road classes: all lines are taken for ordinary streets", "如有，在 columns 中写明 class", "if there is one, name it under columns: class"),
		source.Warn(ruleTwoColumns, "有 %d 列与其他列含义相同，未采用", "%d columns mean the same as another one and were not used", "在 columns 中写明要用的列", "name the column to use under columns"),
		source.Warn(ruleUnknownClass, "%d 条道路的等级不认识，按普通街道计", "%d roads have a class that is not known; they are taken for ordinary streets", "改成高速公路、主干路、次干路、支路、县道、人行道等，或改用 OpenStreetMap 的 highway 值", "write 高速公路, 主干路, 次干路, 支路, 县道, 人行道 …, or a value of OpenStreetMap's highway"),
		source.Remark(ruleNoStreet, "%d 条线不是道路（铁路、河流等），未采用", "%d lines are no streets (railways, rivers …) and were left out", "", ""),
		source.Remark(rulePlanned, "%d 条道路是规划、在建或废弃的，不能通行", "%d roads are planned, being built or abandoned: nobody uses them", "如已通车，改正等级列", "mend their class if they are open"),
		source.Warn(ruleNotALine, "%d 行不是线，未采用", "%d rows are not lines and were left out", "道路图层要用中心线；面和点不能成网", "a road layer holds centre lines; areas and points make no network"),
		source.Warn(ruleNoGeometry, "%d 行没有几何，未采用", "%d rows have no geometry and were left out", "请在源文件中核对", "check them in the source"),
		source.Warn(ruleDegenerate, "%d 条线没有长度，未采用", "%d lines have no length and were left out", "在源文件中删去", "delete them in the source"),
		source.Warn(ruleSpeedZero, "%d 条道路的速度为 0，视为未填，"+asClass, "%d roads have a speed of 0, taken for not filled in; "+asClassEN, "不能通行的道路请用通行列或等级列写明", "say of closed roads that they are closed, by class or access"),
		source.Warn(ruleSpeedNegative, "%d 条道路的速度为负，"+asClass, "%d roads have a negative speed; "+asClassEN, "改正速度", "mend them"),
		source.Warn(ruleSpeedText, "%d 条道路的速度读不懂，"+asClass, "%d roads have a speed that cannot be read; "+asClassEN, "写成 40 或 40km/h", "write 40 or 40km/h"),
		source.Warn(ruleSpeedWild, "%d 条道路的速度不在 1 至 200 km/h 之间，"+asClass, "%d roads have a speed that is not between 1 and 200 km/h; "+asClassEN, "核对单位，在列名中写明，如“限速(km/h)”", "check the unit and put it into the header: speed(km/h)"),
		source.Warn(ruleOneway, "%d 条道路的单行标记不认识，按双向计", "%d roads have a direction that is not known; they are open both ways", "写成 是、否、反向，或 1、0、-1", "write yes, no or reverse, or 1, 0, -1"),
		source.Warn(ruleAnswer, "%d 个单元格既不是“是”也不是“否”，未采用", "%d cells say neither yes nor no and were not used", "写成 是 或 否", "write yes or no"),
		source.Warn(ruleLevel, "%d 条道路的层级不是整数，视为地面", "%d roads have a level that is no whole number; they are taken to be on the ground", "写成 0、1、-1", "write 0, 1 or -1"),
		source.Warn(ruleTagsUnreadable, "%d 行的标签列读不全", "%d rows have tags that cannot be read to their end", "重新导出图层", "export the layer again"),
	}
}

// notes are the findings of one layer, and the words that were not known.
type notes struct {
	*source.Notes
	table *datasets.Table
	layer string
	words map[string]int
}

// at notes something about a cell or a row.
func (n *notes) at(rule string, rec *datasets.Record, col int) {
	n.Add(rule, n.table.Ref(rec, col), nil)
}

// unknown counts a word for a class.
func (n *notes) unknown(rec *datasets.Record, col int, word string) {
	n.at(ruleUnknownClass, rec, col)
	n.words[word]++
}

// wordLimit is how many unknown words a finding names.
const wordLimit = 20

// wordList names the unknown words, the most frequent first.
func (n *notes) wordList() datasets.Text {
	words := make([]string, 0, len(n.words))
	for w := range n.words {
		words = append(words, w)
	}
	sort.Slice(words, func(i, j int) bool {
		if a, b := n.words[words[i]], n.words[words[j]]; a != b {
			return a > b
		}
		return words[i] < words[j]
	})
	var zh, en []string
	for _, w := range words[:min(len(words), wordLimit)] {
		zhWord, enWord := "“"+w+"”", fmt.Sprintf("%q", w)
		if w == "" {
			zhWord, enWord = "空", "empty"
		}
		zh, en = append(zh, fmt.Sprintf("%s %d 条", zhWord, n.words[w])), append(en, fmt.Sprintf("%s %d", enWord, n.words[w]))
	}
	if len(words) > wordLimit {
		zh, en = append(zh, "……"), append(en, "…")
	}
	return datasets.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// findings are those of the reader, then what was noticed here.
func (n *notes) findings() []datasets.Finding {
	var out []datasets.Finding
	for _, f := range append(append([]datasets.Finding{}, n.table.Findings...), n.Findings()...) {
		if f.Rule == ruleUnknownClass {
			list := n.wordList()
			f.Text = datasets.Text{ZH: f.Text.ZH + "：" + list.ZH, EN: f.Text.EN + ": " + list.EN}
		}
		f.Layer = n.layer
		out = append(out, f)
	}
	return out
}
