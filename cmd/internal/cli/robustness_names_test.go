package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// hostileNames are what a spreadsheet or a browser could run, and what breaks
// lines and tables.
func hostileNames() []string {
	return []string{
		"=cmd|' /C calc'!A0", "+1+1社区", "-2+3社区", "@SUM(1,2)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1社区", "＠A1",
		`<script>alert("甲")</script>`, `"><img src=x onerror=alert(1)>`, "</script><b>乙", "甲'; DROP TABLE x;--", "甲\n乙", strings.Repeat("很长的名字", 400),
	}
}

// hostileStudy gives the sixteen communities hostile names, and no facilities
// to the first eight.
func hostileStudy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := plainStudy()
	units := communities()
	names := hostileNames()
	var rows [][]string
	rows = append(rows, []string{"编号", "名称", "社区代码", "状态", "备注"})
	for i, name := range names {
		x, y := corner(i)
		units[i] = feature(polygon(square(x, y, cell, cell)), fmt.Sprintf(`"代码":"%s","名称":%s,"街道":"%s","人口":%d`, communityCode(i), quoted(name), streetCode(i/4), 1000))
		if i >= 14 {
			rows = append(rows, []string{name, name, communityCode(i), "开放", name})
		}
	}
	files["communities.geojson"] = collection(units)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	files["sites.csv"] = b.Bytes()
	for name, data := range files {
		put(t, filepath.Join(dir, name), data)
	}
	return dir
}

// quoted writes a JSON string.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}

// TestRobustNames is row 27: formulas and markup in cells come through to all
// outputs as text.
func TestRobustNames(t *testing.T) {
	dir, out := hostileStudy(t), t.TempDir()
	stdout, stderr, code := fugai("--lang", "en", "report", dir, "--out", out)
	if code != exitOK {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	soundMessages(t, stderr)
	for _, c := range "\r\t\x1b" {
		if strings.ContainsRune(stdout, c) {
			t.Errorf("stdout holds %q", c)
		}
	}
	t.Run("27 workbook", func(t *testing.T) { neutralWorkbook(t, filepath.Join(out, "report.xlsx")) })
	t.Run("27 page", func(t *testing.T) { neutralPage(t, filepath.Join(out, "report.html")) })
	t.Run("27 gaps as CSV", func(t *testing.T) { neutralCSV(t, dir) })
	t.Run("27 gaps as a table", func(t *testing.T) {
		table, _, code := fugai("--lang", "en", "gaps", dir)
		if code != exitOK || strings.ContainsAny(table, "\r\t\x1b") {
			t.Errorf("exit %d, or control characters in\n%q", code, table)
		}
	})
	t.Run("27 result", func(t *testing.T) {
		var names []string
		for _, g := range result(t, out).Targets[0].Missing {
			names = append(names, g.Name)
		}
		if !slices.Contains(names, hostileNames()[0]) {
			t.Errorf("%q is not among the gaps: %q", hostileNames()[0], names)
		}
	})
}

func neutralWorkbook(t *testing.T, path string) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, v := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(sheet, at); strings.Contains(formula, "cmd") || strings.Contains(formula, "SUM(1,2)") {
					t.Errorf("%s!%s is the formula %q", sheet, at, formula)
				}
				if strings.Contains(v, "cmd|") {
					found++
				}
			}
		}
	}
	if found == 0 {
		t.Error("the name is nowhere in the workbook")
	}
}

func neutralPage(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{`<script>alert`, `<img src=x`, "</script><b>"} {
		if bytes.Contains(data, []byte(bad)) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !bytes.Contains(data, []byte("&lt;img src=x")) {
		t.Error("the name is nowhere in the page")
	}
}

func neutralCSV(t *testing.T, dir string) {
	file := filepath.Join(t.TempDir(), "gaps.csv")
	if _, stderr, code := fugai("gaps", dir, "--format", "csv", "--out", file); code != exitOK {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		for i, cell := range row {
			first, _ := utf8First(cell)
			number := i == 8 || i == 9 || i == 10
			if strings.ContainsRune("=+-@\t\r＝＋－＠", first) && !number && !strings.HasPrefix(cell, `="4403`) {
				t.Errorf("a cell begins with %q: %q", first, cell)
			}
		}
	}
	if len(rows) < 9 {
		t.Errorf("%d rows", len(rows))
	}
}

// utf8First is the first character of a text.
func utf8First(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}
