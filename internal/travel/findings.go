package travel

import (
	"fmt"
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

// reportFindings says what a user should know of a network. lines tells that
// the streets were a layer of lines.
func reportFindings(file string, r *network.Report, lines bool) []datasets.Finding {
	var out []datasets.Finding
	note := func(rule string, severity datasets.Severity, n int, text, hint datasets.Text) {
		if n > 0 {
			out = append(out, datasets.Finding{Rule: rule, Severity: severity, Layer: file, Count: n, Text: text, Hint: hint})
		}
	}
	if r.Islands > 0 {
		severity, hint := datasets.SeverityNote, datasets.T("在 QGIS 里检查断头处", "look at the ends of streets in QGIS")
		if lines {
			severity, hint = datasets.SeverityWarning, datasets.T("在 QGIS 里检查断头处，或加大 join", "look at the ends of lines in QGIS, or take a larger join")
		}
		note("road-islands", severity, r.Islands,
			datasets.T("路网有 %d 块与主体不相连的小片（共 %.1f km），不会有地点落在上面", "%d small parts of the network (%.1f km in all) are not joined to the rest; no place is put on them", r.Islands, r.Lost/1000), hint)
	}
	if share := r.Largest.Length / max(r.Length, 1); r.Parts > 1 && share < 0.9 {
		note("road-parts", datasets.SeverityWarning, r.Parts,
			datasets.T("路网分成 %d 块，最大的一块只占 %.0f%%", "the network is in %d parts, of which the largest has only %.0f %%", r.Parts, 100*share),
			datasets.T("相交的路没有共同端点时不相通：线图层可写 cross: true", "lines that cross without a common point are not joined: a layer of lines may take cross: true"))
	}
	note("road-dead-references", datasets.SeverityWarning, r.Dead,
		datasets.T("%d 处引用的节点不在文件里，道路在那里断开", "%d references to nodes that the file does not hold; streets end there", r.Dead),
		datasets.T("裁剪时保留完整的路（osmium extract -s complete_ways）", "keep whole ways when cutting the extract (osmium extract -s complete_ways)"))
	note("road-invalid-points", datasets.SeverityWarning, r.Invalid,
		datasets.T("%d 个路点的坐标无效，道路在那里断开", "%d points have no valid coordinates; streets end there", r.Invalid), datasets.Text{})
	if lines {
		note("road-crossings", datasets.SeverityNote, r.Crossings,
			datasets.T("%d 处线与线相交而没有共同的点，按立交处理，不相通", "%d crossings of lines without a common point are taken as bridges and not joined", r.Crossings),
			datasets.T("若是平交，在 travel 下写 cross: true", "where they are level, write cross: true under travel"))
		note("road-joined", datasets.SeverityNote, r.Joined,
			datasets.T("%d 处端点接到了紧邻的线上", "%d ends of lines were joined to a line next to them", r.Joined), datasets.Text{})
	}
	note("road-unknown-class", datasets.SeverityNote, total(r.Unknown),
		datasets.T("不认识的道路等级，按一般道路处理：%s", "classes of street that are not known count as ordinary streets: %s", listed(r.Unknown)), datasets.Text{})
	note("road-unread-speed", datasets.SeverityNote, total(r.Unread),
		datasets.T("读不懂的限速，按道路等级取值：%s", "speed limits that cannot be read; the class decides: %s", listed(r.Unread)), datasets.Text{})
	note("road-turns", datasets.SeverityNote, r.Unresolved+r.LongVia,
		datasets.T("%d 条转向限制未能采用（共 %d 条）", "%d turn restrictions could not be applied, of %d", r.Unresolved+r.LongVia, r.Turns), datasets.Text{})
	return out
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
