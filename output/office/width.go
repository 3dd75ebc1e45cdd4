package office

import (
	"math"
	"strings"

	"golang.org/x/text/width"
)

// Column widths are in Excel's unit, the width of one digit of the default
// font. A Chinese character takes two.
const (
	minWidth     = 6
	maxWidth     = 40
	padding      = 3 // the indent of text and the cell's own margins
	filterArrow  = 2 // room for the drop-down mark of a filtered header
	lineHeight   = 15.0
	maxHeight    = 409.0 // Excel's greatest row height in points
	sampledRows  = 1000  // rows of a table that decide its column widths
	leadMaxWidth = 150   // a title line is merged over about this much
)

// textWidth is the width of the longest line of s. Characters whose width
// depends on the font (— … “ ”) count as wide, as Chinese fonts draw them.
func textWidth(s string) int {
	longest := 0
	for line := range strings.SplitSeq(s, "\n") {
		n := 0
		for _, r := range line {
			switch width.LookupRune(r).Kind() {
			case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
				n += 2
			default:
				n++
			}
		}
		longest = max(longest, n)
	}
	return longest
}

// lines is how many lines s takes when it is wrapped in a column.
func lines(s string, columnWidth float64) int {
	n := 0
	for line := range strings.SplitSeq(s, "\n") {
		n += max(1, int(math.Ceil(float64(textWidth(line))/max(1, columnWidth-1))))
	}
	return n
}
