package output_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
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
	const want = `龙岗区儿童友好设施覆盖评估
截至 2025年12月31日
单元：区 1，街道 2，社区 4（应有 5）
设施：母婴室 在用 2（共 3 条记录），阅读设施 在用 2（共 2 条记录）

┌────────────┬──────────────────────────┬─────────────────────────┬──────────────┬────────────┬──────┐
│ 状态       │ 目标                     │ 数值                    │ 目标值       │ 期限       │ 缺口 │
├────────────┼──────────────────────────┼─────────────────────────┼──────────────┼────────────┼──────┤
│ ✗ 未达标   │ 街道级儿童阅读设施全覆盖 │           50.00 % (1/2) │      ≥ 100 % │ 2025-12-31 │    1 │
│ ! 进度滞后 │ 母婴室总量: 3/5 [存量]?  │                       2 │          ≥ 5 │ 2027       │    0 │
│ ✓ 已达标   │ 2025年新增示范阅读设施   │                       1 │          ≥ 1 │ 2025-12-31 │    0 │
│ # 仅统计   │ 市级以上儿童友好社区     │            25.0 % (1/4) │            – │ –          │    0 │
│ ↗ 进度正常 │ 母婴室 1 公里可达        │ 99.99 % (8,200/8,200.5) │      ≥ 100 % │ 2026-06    │    1 │
│ ! 进度滞后 │ 每千名儿童母婴室座位     │             每千人 0.73 │ 每千人 ≥ 4.5 │ 2030-12-31 │    1 │
│ ? 无法衡量 │ 母婴室总量: 3/5 [存量]?  │                       – │     ≥ 92.5 % │ –          │    2 │
└────────────┴──────────────────────────┴─────────────────────────┴──────────────┴────────────┴──────┘

缺口
  街道级儿童阅读设施全覆盖：布吉街道
  母婴室 1 公里可达：大芬社区
  每千名儿童母婴室座位：布吉街道
  母婴室总量: 3/5 [存量]?：大芬商场、 在建母婴室
  全部名单：fugai gaps

数据质量：警告 1 项，说明 1 项（fugai check 列出）
示例数据：边界、位置与人口是编造的，不可作他用；哪些名称和数字属实，见说明。
`
	var got bytes.Buffer
	if err := output.WriteSummary(&got, sample(), output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminalFitsWidth(t *testing.T) {
	fixedWidths(t)
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		for _, width := range []int{80, 100} {
			var got bytes.Buffer
			opts := output.TerminalOptions{Lang: lang, Width: width, Color: true}
			if err := output.WriteSummary(&got, sample(), opts); err != nil {
				t.Fatal(err)
			}
			if err := output.WriteGapsTable(&got, sample(), opts); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(got.String()) {
				if n := text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); strings.ContainsAny(line, "│┌└") && n > width {
					t.Errorf("%s, width %d: a line of %d: %s", lang, width, n, line)
				}
			}
		}
	}
}

func TestTerminalColour(t *testing.T) {
	for _, color := range []bool{false, true} {
		var got bytes.Buffer
		if err := output.WriteSummary(&got, sample(), output.TerminalOptions{Color: color}); err != nil {
			t.Fatal(err)
		}
		if has := strings.Contains(got.String(), "\x1b["); has != color {
			t.Errorf("colour %v: escape sequences %v", color, has)
		}
	}
}

// TestTerminalHostile: names cannot clear the screen, set its title or turn
// the reading order.
func TestTerminalHostile(t *testing.T) {
	r := sample()
	evil := "\x1b[2J\x1b]0;title\x07a\u202eb\r\nc\x9b31m\xff"
	r.Title = datasets.Same(evil)
	r.Targets[0].Name = datasets.Same(evil)
	r.Targets[0].Missing[0].Name, r.Targets[0].Missing[0].Code, r.Targets[0].Missing[0].Text = evil, evil, datasets.Same(evil)
	r.Labels.Kinds["reading"] = datasets.Same(evil)
	var got bytes.Buffer
	if err := output.WriteSummary(&got, r, output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := output.WriteGapsTable(&got, r, output.TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\x1b", "\x07", "\r", "\u202e", "\u009b", "\xff"} {
		if strings.Contains(got.String(), bad) {
			t.Errorf("%q reached the terminal", bad)
		}
	}
}

func TestSummaryNamesFirstFive(t *testing.T) {
	r := sample()
	r.Targets = r.Targets[:1]
	r.Targets[0].Missing = nil
	for i := range 8 {
		r.Targets[0].Missing = append(r.Targets[0].Missing, coverage.Gap{ID: fmt.Sprint("U", i)})
	}
	var got bytes.Buffer
	if err := output.WriteSummary(&got, r, output.TerminalOptions{Lang: datasets.EN}); err != nil {
		t.Fatal(err)
	}
	if want := "U0, U1, U2, U3, U4 … and 3 more\n"; !strings.Contains(got.String(), want) {
		t.Errorf("no %q in:\n%s", want, got.String())
	}
}

func TestEmptySummary(t *testing.T) {
	var got bytes.Buffer
	if err := output.WriteSummary(&got, &coverage.Result{Title: datasets.Same("x")}, output.TerminalOptions{Lang: datasets.EN}); err != nil {
		t.Fatal(err)
	}
	if want := "x\nAs of \n\nData quality: nothing was found\n"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}

var errPipe = errors.New("closed pipe")

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errPipe }

func TestWriteErrors(t *testing.T) {
	for name, write := range map[string]func() error{
		"summary": func() error { return output.WriteSummary(closed{}, sample(), output.TerminalOptions{}) },
		"gaps":    func() error { return output.WriteGapsTable(closed{}, sample(), output.TerminalOptions{}) },
		"csv":     func() error { return output.WriteGapsCSV(closed{}, sample(), datasets.ZH) },
		"json":    func() error { return output.WriteJSON(closed{}, sample()) },
	} {
		if err := write(); !errors.Is(err, errPipe) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func ExampleWriteGapsTable() {
	r := &coverage.Result{Targets: []coverage.Ledger{{Name: datasets.Same("Reading"), Type: coverage.Stock, Measure: coverage.Count, Measured: true, Value: 1, Numerator: 1, Status: coverage.Behind,
		Missing: []coverage.Gap{{Kind: "unit", Name: "Buji", Code: "440307002000", Parent: "Longgang", Need: 1, Text: datasets.Same("add 1")}}}}}
	if err := output.WriteGapsTable(os.Stdout, r, output.TerminalOptions{Lang: datasets.EN}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ! behind  Reading
	// value 1; goal –
	// ┌──────┬──────────────┬──────────┬──────┬─────────┬─────────────────────┐
	// │ Name │ Code         │ Parent   │ Need │ Nearest │ What would close it │
	// ├──────┼──────────────┼──────────┼──────┼─────────┼─────────────────────┤
	// │ Buji │ 440307002000 │ Longgang │    1 │       – │ add 1               │
	// └──────┴──────────────┴──────────┴──────┴─────────┴─────────────────────┘
}
