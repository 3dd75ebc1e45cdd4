package travel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/geo/network"
)

// ModeText names a mode in a sentence.
func ModeText(m network.Mode) datasets.Text {
	switch m {
	case network.Cycle:
		return datasets.T("骑行", "by bicycle")
	case network.Drive:
		return datasets.T("驾车", "by car")
	}
	return datasets.T("步行", "on foot")
}

// Crossings that are not joined are more than a note where the largest part has
// less of the street than the first, and would gain more than the second.
const (
	apartShare = 0.9
	apartGain  = 0.05
)

// reporter lists what a user should know of a network.
type reporter struct {
	file string
	of   *network.Report
	out  []datasets.Finding
}

// reportFindings says what a user should know of a network. lines tells that
// the streets were a layer of lines.
func reportFindings(file string, r *network.Report, lines bool) []datasets.Finding {
	n := reporter{file: file, of: r}
	n.parts(lines)
	n.heights()
	n.note("road-dead-references", datasets.SeverityWarning, r.Dead,
		datasets.T("%d 处引用的节点不在文件里，道路在那里断开", "%d references to nodes that the file does not hold; streets end there", r.Dead),
		datasets.T("裁剪时保留完整的路（osmium extract -s complete_ways）", "keep whole ways when cutting the extract (osmium extract -s complete_ways)"))
	n.note("road-invalid-points", datasets.SeverityWarning, r.Invalid,
		datasets.T("%d 个路点的坐标无效，道路在那里断开", "%d points have no valid coordinates; streets end there", r.Invalid), datasets.Text{})
	if lines {
		n.joints()
	}
	n.note("road-unknown-class", datasets.SeverityNote, total(r.Unknown),
		datasets.T("不认识的道路等级，按一般道路处理：%s", "classes of street that are not known count as ordinary streets: %s", listed(r.Unknown)), datasets.Text{})
	n.note("road-unread-speed", datasets.SeverityNote, total(r.Unread),
		datasets.T("读不懂的限速，按道路等级取值：%s", "speed limits that cannot be read; the class decides: %s", listed(r.Unread)), datasets.Text{})
	n.note("road-turns", datasets.SeverityNote, r.Unresolved+r.LongVia,
		datasets.T("%d 条转向限制未能采用（共 %d 条）", "%d turn restrictions could not be applied, of %d", r.Unresolved+r.LongVia, r.Turns), datasets.Text{})
	return n.out
}

// note keeps a finding that there is.
func (n *reporter) note(rule string, severity datasets.Severity, count int, text, hint datasets.Text) {
	if count > 0 {
		n.out = append(n.out, datasets.Finding{Rule: rule, Severity: severity, Layer: n.file, Count: count, Text: text, Hint: hint})
	}
}

// parts tells of streets that are not joined to the others.
func (n *reporter) parts(lines bool) {
	r := n.of
	if r.Islands > 0 {
		severity, hint := datasets.SeverityNote, datasets.T("在 QGIS 里检查断头处", "look at the ends of streets in QGIS")
		if lines {
			severity, hint = datasets.SeverityWarning, datasets.T("在 QGIS 里检查断头处，或加大 join", "look at the ends of lines in QGIS, or take a larger join")
		}
		n.note("road-islands", severity, r.Islands,
			datasets.T("路网有 %d 块与主体不相连的小片（共 %.1f km），不会有地点落在上面", "%d small parts of the network (%.1f km in all) are not joined to the rest; no place is put on them", r.Islands, r.Lost/1000), hint)
	}
	share := r.Largest.Length / max(r.Length, 1)
	if r.Parts < 2 || share >= apartShare {
		return
	}
	hint := datasets.T("在 QGIS 里看各块断在哪里", "see in QGIS where the parts are cut off")
	if r.Crossings > 0 {
		hint = datasets.T("相交的路没有共同端点时不相通：线图层可写 cross: true", "lines that cross without a common point are not joined: a layer of lines may take cross: true")
	}
	n.note("road-parts", datasets.SeverityWarning, r.Parts,
		datasets.T("路网分成 %d 块，最大的一块只占 %.0f%%", "the network is in %d parts, of which the largest has only %.0f %%", r.Parts, 100*share), hint)
}

// heights tells of streets whose slope is not known.
func (n *reporter) heights() {
	known, some := SlopesKnown(n.of)
	if !some || n.of.Flat == 0 {
		return
	}
	severity := datasets.SeverityNote
	if known < 0.99 {
		severity = datasets.SeverityWarning
	}
	km := n.of.Flat / 1000
	n.note("road-heights-missing", severity, int(math.Ceil(km)),
		datasets.T("%.1[1]f km 道路没有高程，按平地计；有坡度的占 %[2]s%%", "%.1[1]f km of street have no height and count as level; slopes are known for %[2]s %%", km, Percent(known)),
		datasets.T("换一个覆盖全部道路的高程 GeoTIFF；若本应覆盖，核对它自己写明的坐标系（gdalinfo），不是路网的", "take a GeoTIFF of heights that covers all streets; where it should, see to the coordinate system that it names itself (gdalinfo), not that of the streets"))
}

// joints tells of lines that cross, or nearly meet.
func (n *reporter) joints() {
	r := n.of
	severity, text := datasets.SeverityNote, datasets.T("%d 处线与线相交而没有共同的点，按立交处理，不相通", "%d crossings of lines without a common point are taken as bridges and not joined", r.Crossings)
	if r.Apart < apartShare && r.Together-r.Apart > apartGain {
		severity = datasets.SeverityWarning
		text = datasets.T("%[1]s，路网因此断成几块：最大的一块只占 %[2]s%%，都接上则占 %[3]s%%", "%[1]s, which leaves the network in pieces: the largest has only %[2]s %% of the street, and %[3]s %% with all of them joined", text, Percent(r.Apart), Percent(r.Together))
	}
	n.note("road-crossings", severity, r.Crossings, text, datasets.T("若是平交，在 travel 下写 cross: true", "where they are level, write cross: true under travel"))
	n.note("road-crossed", datasets.SeverityNote, r.Crossed,
		datasets.T("%d 处线与线相交的地方接成了路口（cross: true），注明桥梁、隧道的除外", "%d places where lines cross were made junctions (cross: true), except those on bridges and in tunnels", r.Crossed), datasets.Text{})
	n.note("road-joined", datasets.SeverityNote, r.Joined,
		datasets.T("%d 处端点接到了紧邻的线上", "%d ends of lines were joined to a line next to them", r.Joined), datasets.Text{})
}

// SlopesKnown is the share of the streets whose slope is known, 0 to 1; some is
// false where no heights were given.
func SlopesKnown(r *network.Report) (share float64, some bool) {
	if r.Sloped <= 0 {
		return 0, false
	}
	return max(0, 1-r.Flat/r.Sloped), true
}

// Percent writes a share in whole percent, but neither 0 nor 100 where there is
// some and not all.
func Percent(share float64) string {
	v := math.Round(100 * share)
	switch {
	case v == 0 && share > 0, v == 100 && share < 1:
		return strconv.FormatFloat(max(0.01, min(99.99, math.Round(10000*share)/100)), 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func total(list []network.Count) (n int) {
	for _, c := range list {
		n += c.Count
	}
	return n
}

// listed names the first few.
func listed(list []network.Count) string {
	const most = 8
	var words []string
	for i, c := range list {
		if i == most {
			words = append(words, "…")
			break
		}
		words = append(words, fmt.Sprintf("%s (%d)", c.Text, c.Count))
	}
	return strings.Join(words, ", ")
}
