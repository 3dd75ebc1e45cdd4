package output

import (
	"fugai/coverage"
	"fugai/datasets"
)

// StatusText is the word for a status.
func StatusText(s coverage.Status) datasets.Text {
	switch s {
	case coverage.Met:
		return datasets.T("已达标", "met")
	case coverage.OnTrack:
		return datasets.T("进度正常", "on track")
	case coverage.Behind:
		return datasets.T("进度滞后", "behind")
	case coverage.Missed:
		return datasets.T("未达标", "missed")
	case coverage.Counted:
		return datasets.T("仅统计", "counted only")
	}
	return datasets.T("无法衡量", "not measurable")
}

// StatusMark is a sign for a status that reads without colour.
func StatusMark(s coverage.Status) string {
	switch s {
	case coverage.Met:
		return "✓"
	case coverage.OnTrack:
		return "↗"
	case coverage.Behind:
		return "!"
	case coverage.Missed:
		return "✗"
	case coverage.Counted:
		return "#"
	}
	return "?"
}

// StatusColor is the fill for a status, safe for colour-blind readers and told
// apart by lightness on a grey printer.
func StatusColor(s coverage.Status) string {
	switch s {
	case coverage.Met:
		return "#08519c"
	case coverage.OnTrack:
		return "#6baed6"
	case coverage.Behind:
		return "#fdae6b"
	case coverage.Missed:
		return "#a63603"
	}
	return "#8c8c8c"
}

// TypeText is the word for a type of target.
func TypeText(t coverage.TargetType) datasets.Text {
	switch t {
	case coverage.Presence:
		return datasets.T("设施覆盖", "presence")
	case coverage.Stock:
		return datasets.T("存量", "stock")
	case coverage.Flow:
		return datasets.T("年度新增", "flow")
	case coverage.Graded:
		return datasets.T("等级认定", "graded")
	case coverage.Reach:
		return datasets.T("可达覆盖", "reach")
	case coverage.Ratio:
		return datasets.T("千人指标", "ratio")
	}
	return datasets.T("配建要求", "mandate")
}

// MadeNote labels every view of a result whose layers are invented.
func MadeNote() datasets.Text {
	return datasets.T("示例数据：边界、位置与人口是编造的，不可作他用；哪些名称和数字属实，见说明。",
		"Sample data: boundaries, positions and populations are invented and serve no other purpose; the notes say which names and figures are real.")
}

// MapNote stands under every map.
func MapNote() datasets.Text {
	return datasets.T("示意图，供内部使用；公开出版须取得审图号。", "Sketch map for internal use; publication needs a map approval number.")
}
