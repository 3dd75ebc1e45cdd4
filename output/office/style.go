package office

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// style is what a cell looks like; it is the key of the workbook's style table.
type style struct {
	format string // number format, "" is General
	role   role
	fill   string // #rrggbb or ""
	wrap   bool
	center bool
}

type role uint8

const (
	body role = iota
	header
	heading
	title
	note
	mark // a status cell: bold on its fill
)

// cell is one value with its look. A nil value leaves the cell empty.
type cell struct {
	value any // string, int, float64, time.Time or nil
	style style
}

const (
	// fontFamily is the workbook's default font; Chinese falls back to the
	// program's own Chinese font.
	fontFamily = "Calibri"
	textFormat = "@"
	dayFormat  = "yyyy-mm-dd"
	// longText is where the text format is given up for General: old versions
	// of Excel show longer cells in it as ####. The cell's type stays text.
	longText = 255
)

// text is a cell of text, whatever it begins with.
func text(s string) cell {
	if s == "" {
		return cell{}
	}
	st := style{format: textFormat}
	if len(s) > longText && !datasets.FormulaLike(s) {
		st.format = ""
	}
	return cell{clean(s), st}
}

// wrapped is text that may take several lines.
func wrapped(s string) cell {
	c := text(s)
	c.style.wrap = true
	return c
}

// whole is a cell of an integer.
func whole(n int) cell { return cell{n, style{format: "#,##0"}} }

// number is a cell of a number shown with the given decimals, none where it is
// whole. NaN and infinities give an empty cell.
func number(v float64, decimals int) cell { return unitNumber(v, decimals, "") }

// unitNumber is a number whose format shows a unit after it.
func unitNumber(v float64, decimals int, unit string) cell {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return cell{}
	}
	format := "#,##0"
	if v != math.Trunc(v) && decimals > 0 {
		format += "." + strings.Repeat("0", decimals)
	}
	if unit != "" {
		format += `"` + unit + `"`
	}
	return cell{v, style{format: format}}
}

// optional is a number where it is known, else an empty cell.
func optional(v *float64, decimals int) cell {
	if v == nil {
		return cell{}
	}
	return number(*v, decimals)
}

// percent is a share of 0 to 100 as an Excel percentage, rounded as the
// ledger rounds it, so that the sheet shows 99.99% where it is not quite all.
func percent(v float64, decimals int) cell {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return cell{}
	}
	format := "0%"
	if decimals > 0 {
		format = "0." + strings.Repeat("0", decimals) + "%"
	}
	return cell{coverage.RoundPercent(v, 100, decimals) / 100, style{format: format}}
}

// date is a date cell where the day is known, else text of its precision.
func date(d datasets.Date) cell {
	switch {
	case d.IsZero():
		return cell{}
	case d.Day == 0 || d.Year < 1900: // the format's calendar begins in 1900
		return cell{d.String(), style{format: textFormat, center: true}}
	}
	return cell{d.First(), style{format: dayFormat, center: true}}
}

// yesNo is a mark that reads without colour.
func (b *book) yesNo(v bool) cell {
	if v {
		return text(b.say("是", "yes"))
	}
	return text(b.say("否", "no"))
}

// status is a status with its mark, on its colour.
func (b *book) status(s coverage.Status) cell {
	return cell{output.StatusMark(s) + " " + output.StatusText(s).In(b.lang), style{format: textFormat, role: mark, fill: output.StatusColor(s)}}
}

// styleID registers a style on its first use.
func (b *book) styleID(s style) (int, error) {
	if id, ok := b.styles[s]; ok {
		return id, nil
	}
	id, err := b.file.NewStyle(s.excel())
	if err != nil {
		return 0, fmt.Errorf("style %+v: %w", s, err)
	}
	b.styles[s] = id
	return id, nil
}

// excel translates the style.
func (s style) excel() *excelize.Style {
	e := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "center", WrapText: s.wrap}}
	switch {
	case s.center:
		e.Alignment.Horizontal = "center"
	case s.role == body && s.format == textFormat:
		e.Alignment.Horizontal, e.Alignment.Indent = "left", 1 // apart from the number before it
	}
	if s.format == textFormat {
		e.NumFmt = 49 // the built-in text format
	} else if s.format != "" {
		e.CustomNumFmt = &s.format
	}
	thin := []excelize.Border{{Type: "left", Color: "D0D0D0", Style: 1}, {Type: "right", Color: "D0D0D0", Style: 1},
		{Type: "top", Color: "D0D0D0", Style: 1}, {Type: "bottom", Color: "D0D0D0", Style: 1}}
	switch s.role {
	case body:
		e.Border = thin
	case header:
		e.Border, e.Font = thin, &excelize.Font{Family: fontFamily, Bold: true, Color: "FFFFFF"}
		e.Fill = solid("#1F3864")
		e.Alignment.Horizontal = "center"
	case heading:
		e.Font = &excelize.Font{Family: fontFamily, Bold: true, Size: 12}
	case title:
		e.Font = &excelize.Font{Family: fontFamily, Bold: true, Size: 16}
	case mark:
		e.Border, e.Font = thin, &excelize.Font{Family: fontFamily, Bold: true, Color: inkOn(s.fill)}
		e.Fill = solid(s.fill)
	}
	return e
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// inkOn gives black or white, whichever stands out more on a #rrggbb fill by
// the contrast ratio of WCAG 2.1 (relative luminance, section 1.4.3).
func inkOn(fill string) string {
	var rgb [3]int
	if _, err := fmt.Sscanf(fill, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		return "000000"
	}
	lum := 0.0
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		c := float64(rgb[i]) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		lum += weight * c
	}
	if (lum+0.05)/0.05 > 1.05/(lum+0.05) {
		return "000000"
	}
	return "FFFFFF"
}
