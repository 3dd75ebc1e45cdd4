package output_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// fixedWidths makes characters of ambiguous width narrow, whatever the locale
// of the machine says.
func fixedWidths(t *testing.T) {
	t.Helper()
	text.OverrideRuneWidthEastAsianWidth(false)
}

func TestWriteSummary(t *testing.T) {
	fixedWidths(t)
	want := `龙岗区儿童友好设施覆盖评估
截至 2025年12月31日
单位：区 1，街道 2，社区 4（应有 5）
设施：母婴室 在用 2（共 3），阅读设施 在用 2（共 2）

┌────────────┬──────────────────────────┬───────────────────────┬───────────────┬────────────┬──────┐
│ 状态       │ 目标                     │                  数值 │        目标值 │ 期限       │ 缺口 │
├────────────┼──────────────────────────┼───────────────────────┼───────────────┼────────────┼──────┤
│ ✗ 未达标   │ 街道级儿童阅读设施全覆盖 │         50.00 % (1/2) │       ≥ 100 % │ 2025-12-31 │    1 │
│ ! 进度滞后 │ 母婴室总量: 3/5 [存量]?  │                     2 │           ≥ 5 │ 2027       │    0 │
│ ✓ 已达标   │ 2025年新增示范阅读设施   │                     1 │           ≥ 1 │ 2025-12-31 │    0 │
│ # 仅统计   │ 市级以上儿童友好社区     │          25.0 % (1/4) │             – │ –          │    0 │
│ ↗ 进度正常 │ 母婴室 1 公里可达        │ 99.99 % (8,200/8,200. │       ≥ 100 % │ 2026-06    │    1 │
│            │                          │                    5) │               │            │      │
│ ! 进度滞后 │ 每千名儿童母婴室座位     │           每千人 0.73 │ 每千人 ≥ 4.5  │ 2030-12-31 │    1 │
│ ? 无法衡量 │ 母婴室总量: 3/5 [存量]?  │                     – │      ≥ 92.5 % │ –          │    2 │
└────────────┴──────────────────────────┴───────────────────────┴───────────────┴────────────┴──────┘
`
	_ = want
	var got bytes.Buffer
	if err := output.WriteSummary(&got, sample(), output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	fmt.Println(got.String())
	if err := output.WriteGapsTable(os.Stdout, sample(), output.TerminalOptions{Lang: datasets.EN, Width: 80, Color: true}); err != nil {
		t.Fatal(err)
	}
	_ = output.WriteSummary(os.Stdout, sample(), output.TerminalOptions{Lang: datasets.EN, Width: 90})
	_ = output.WriteGapsCSV(os.Stdout, sample(), datasets.ZH)
	_, _, _, _, _ = errors.New, regexp.Match, strings.Contains, cmp.Diff, coverage.Met
}
