package study

import (
	"strings"

	"fugai/datasets"
)

// maxNesting bounds how deep a study file may nest; a target needs five levels.
const maxNesting = 100

// Bounds of one line: the parser takes time by the square of its length, and
// of the keys, tags and anchors in it.
const (
	maxLine  = 100_000 // bytes
	maxMarks = 500
)

// tooDeep gives the line (from 1) on which a study file nests deeper than
// maxNesting by brackets, or by dashes, keys, tags and anchors in one line, or
// that is too long; 0 where none is. Brackets in quotes count as well: nobody
// writes a hundred of them. Nesting by indents is bounded by the size of the
// file.
func tooDeep(text []byte) int {
	depth, line := 0, 0
	for l := range strings.Lines(string(text)) {
		line++
		dashes, marks, leading := 0, 0, true
		for f := range strings.FieldsSeq(l) {
			leading = leading && (f == "-" || f == "?")
			if leading {
				dashes++
			}
			if f[0] == '!' || f[0] == '&' || f[len(f)-1] == ':' {
				marks++
			}
		}
		if len(l) > maxLine || dashes > maxNesting || marks > maxMarks {
			return line
		}
		for _, r := range l {
			switch r {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			if depth > maxNesting {
				return line
			}
		}
	}
	return 0
}

func deepProblem(file string, line int) error {
	return &datasets.Problem{Where: datasets.Ref{File: file, Row: line},
		What: datasets.T("嵌套超过 %[1]d 层，或一行超过 %[2]d 字节", "nested deeper than %[1]d levels, or a line of more than %[2]d bytes", maxNesting, maxLine),
		Hint: datasets.T("研究文件只需几层；核对括号，长的内容分行写", "a study needs a few levels; see to the brackets, and write long parts in several lines")}
}
