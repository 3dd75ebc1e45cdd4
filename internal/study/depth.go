package study

import (
	"strings"

	"fugai/datasets"
)

// maxNesting bounds how deep a study file may nest; a target needs five levels.
const maxNesting = 100

// tooDeep gives the line (from 1) on which a study file nests deeper than
// maxNesting by brackets, or by dashes, tags and anchors in one line; 0 where
// none does. The parser takes memory by the square of the depth. Brackets in
// quotes count as well: nobody writes a hundred of them. Nesting by indents is
// bounded by the size of the file.
func tooDeep(text []byte) int {
	depth, line := 0, 0
	for l := range strings.Lines(string(text)) {
		line++
		marks := 0
		for f := range strings.FieldsSeq(l) {
			if f != "-" && f != "?" && f[0] != '!' && f[0] != '&' {
				break
			}
			marks++
		}
		for _, r := range l {
			switch r {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			if depth > maxNesting || marks > maxNesting {
				return line
			}
		}
	}
	return 0
}

func deepProblem(file string, line int) error {
	return &datasets.Problem{Where: datasets.Ref{File: file, Row: line},
		What: datasets.T("嵌套超过 %d 层", "nested deeper than %d levels", maxNesting),
		Hint: datasets.T("研究文件只需几层；核对括号", "a study needs a few levels; see to the brackets")}
}
