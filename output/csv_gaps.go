package output

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
)

// utf8BOM tells Excel that a CSV is UTF-8; without it Chinese is read as GBK.
const utf8BOM = "\uFEFF"

// WriteGapsCSV writes every gap of every target as one CSV table: UTF-8 with a
// byte order mark and CRLF line ends (RFC 4180), a header in lang, numbers
// without thousands signs. Codes stay text in a spreadsheet ([CSVCode]), and
// no text from the data is a formula there ([CSVText]). A result without gaps
// gives the header alone.
func WriteGapsCSV(w io.Writer, r *coverage.Result, lang datasets.Lang) error {
	if _, err := io.WriteString(w, utf8BOM); err != nil {
		return fmt.Errorf("write gaps: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	head := []datasets.Text{datasets.T("目标编号", "target_id"), datasets.T("目标", "target"), datasets.T("状态", "status"), datasets.T("对象", "kind"), datasets.T("编号", "id"), datasets.T("代码", "code"),
		datasets.T("名称", "name"), datasets.T("上级", "parent"), datasets.T("尚缺", "need"), datasets.T("涉及人数", "people"), datasets.T("最近设施直线距离（米）", "nearest_m"), datasets.T("最近设施用时（分钟）", "nearest_minutes"), datasets.T("最近设施路程（米）", "nearest_way_m"), datasets.T("补齐办法", "what_would_close_it")}
	row := make([]string, len(head))
	for i, h := range head {
		row[i] = h.In(lang)
	}
	_ = c.Write(row) // an error stays with the writer and is told by Error below
	for i := range r.Targets {
		l := &r.Targets[i]
		for _, g := range l.Missing {
			_ = c.Write([]string{CSVText(l.ID), CSVText(l.Name.In(lang)), StatusText(l.Status).In(lang), gapKind(g.Kind).In(lang), CSVCode(g.ID), CSVCode(g.Code), CSVText(g.Name), CSVText(g.Parent),
				plainNumber(&g.Need), plainNumber(orNil(g.People)), plainNumber(g.Nearest), plainNumber(CostIn(l, g.Cost, "s")), plainNumber(CostIn(l, g.Cost, "m")), CSVText(g.Text.In(lang))})
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write gaps: %w", err)
	}
	return nil
}

// gapKind is the word for what a gap is.
func gapKind(kind string) datasets.Text {
	switch kind {
	case "unit":
		return datasets.T("单元", "unit")
	case "venue":
		return datasets.T("场所", "venue")
	case "demand":
		return datasets.T("需求点", "demand")
	case "facility":
		return datasets.T("设施", "facility")
	}
	return datasets.Same(CSVText(kind))
}

func orNil(v float64) *float64 {
	if v == 0 {
		return nil
	}
	return &v
}

// plainNumber writes a number for a machine, at most to the hundredth.
func plainNumber(v *float64) string {
	if v == nil {
		return ""
	}
	s, err := strconv.ParseFloat(strconv.FormatFloat(*v, 'f', 2, 64), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(s, 'f', -1, 64)
}
