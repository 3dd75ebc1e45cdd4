package study

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/token"
	"golang.org/x/text/width"

	"fugai/datasets"
)

// yamlError is what errors of the YAML parser have in common.
type yamlError interface {
	error
	GetToken() *token.Token
	GetMessage() string
}

// problem turns an error about the study file into one that shows the place:
// file:line:column, the line itself, and a caret.
func (s *Study) problem(err error) error {
	if err == nil {
		return nil
	}
	var have *datasets.Problem
	if errors.As(err, &have) {
		return err
	}
	what, hint := yamlMessage(err.Error())
	var tok *token.Token
	var own *placed
	var parser yamlError
	switch {
	case errors.As(err, &own):
		tok, what, hint = own.token, own.what, own.hint
	case errors.As(err, &parser):
		tok = parser.GetToken()
		what, hint = yamlMessage(parser.GetMessage())
	}
	where := datasets.Ref{File: s.file}
	switch {
	case tok != nil && s.loose:
		where.File = s.flag(keyPath(string(s.text), tok.Position.Line))
	case tok != nil:
		where.File = fmt.Sprintf("%s:%d:%d", s.file, tok.Position.Line, tok.Position.Column)
		snippet := s.snippet(tok)
		what.ZH, what.EN = what.ZH+"\n"+snippet, what.EN+"\n"+snippet
	}
	return &datasets.Problem{Where: where, What: what, Hint: hint, Err: err}
}

// keyPath names the keys that lead to a line of YAML in block style, joined by
// dots; entries of lists have no name.
func keyPath(text string, line int) string {
	lines := strings.Split(text, "\n")
	path, indent := "", math.MaxInt
	for n := min(line, len(lines)); n > 0 && indent > 0; n-- {
		body := strings.TrimLeft(lines[n-1], " -")
		key, _, ok := strings.Cut(body, ":")
		at := len(lines[n-1]) - len(body)
		if !ok || at >= indent {
			continue
		}
		indent = at
		path = strings.TrimSuffix(key+"."+path, ".")
	}
	return path
}

// snippet shows the line of a token with a caret under its column.
func (s *Study) snippet(tok *token.Token) string {
	lines := strings.Split(string(s.text), "\n")
	n := tok.Position.Line
	if n < 1 || n > len(lines) {
		return ""
	}
	runes := []rune(strings.TrimRight(lines[n-1], "\r"))
	for i, r := range runes {
		if !unicode.IsGraphic(r) { // a TAB has no fixed width, and others move the cursor
			runes[i] = ' '
		}
	}
	column := min(max(tok.Position.Column-1, 0), len(runes))
	from, to := 0, len(runes)
	if column > snippetWidth { // a long line is shown around the place only
		from = column - snippetWidth/2
	}
	to = min(to, from+2*snippetWidth)
	gutter := fmt.Sprintf("  %4d | ", n)
	if from > 0 {
		gutter += "… "
	}
	return gutter + string(runes[from:to]) + "\n" + strings.Repeat(" ", cells(gutter)+cells(string(runes[from:column]))) + "^"
}

// snippetWidth is how many characters before the caret are shown at most.
const snippetWidth = 90

// cells is the number of terminal columns that a text takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

var (
	unknownField = regexp.MustCompile(`^unknown field "(.*)"$`)
	duplicateKey = regexp.MustCompile(`^mapping key "(.*)" already defined at \[(\d+):(\d+)\]$`)
	wrongType    = regexp.MustCompile(`^cannot unmarshal .* into Go .* of type (\S+)`)
	wrongShape   = regexp.MustCompile(`^\w+ was used where (\w+) is expected$`)
)

// yamlMessage puts the parser's commonest messages into both languages.
func yamlMessage(msg string) (what, hint datasets.Text) {
	if m := unknownField.FindStringSubmatch(msg); m != nil {
		return datasets.T("未知的键“%s”；可用的键见 docs/study.md 或 fugai schema study", "unknown key %q; docs/study.md and fugai schema study list the keys", m[1]), nearKeys(m[1])
	}
	if m := duplicateKey.FindStringSubmatch(msg); m != nil {
		return datasets.T("键“%[1]s”重复，已在第 %[2]s 行定义", "key %[1]s is repeated; it was defined in line %[2]s", m[1], m[2]), datasets.T("删去其中一个", "delete one of the two")
	}
	if m := wrongType.FindStringSubmatch(msg); m != nil {
		return expected(m[1]), datasets.Text{}
	}
	if m := wrongShape.FindStringSubmatch(msg); m != nil {
		return expected(m[1]), datasets.T("逐行写 - 项，或写成 [甲, 乙]；键值写成 键: 值（冒号后有空格）", "write one - item a line, or [a, b]; a key is key: value, with a space after the colon")
	}
	switch {
	case strings.HasPrefix(msg, "found character '\t'"):
		return datasets.T("YAML 不能用 Tab 缩进", "YAML takes no TAB for indents"), datasets.T("把行首的 Tab 换成空格", "put spaces in the place of the TAB")
	case strings.Contains(msg, "could not find end character"):
		return datasets.T("引号没有闭合", "a quote is not closed"), datasets.T("补上结束引号", "add the closing quote")
	case strings.Contains(msg, "could not find alias"):
		return datasets.T("以 * 开头的值是 YAML 的引用，没有找到它所指的内容", "a value that begins with * is a reference of YAML, and what it refers to is not there"), datasets.T("文字请加引号", "put text in quotes")
	case strings.Contains(msg, "value is not allowed in this context"), strings.Contains(msg, "non-map value is specified"):
		return datasets.T("此处的缩进或冒号不对（%s）", "the indent or a colon is wrong here (%s)", msg), datasets.T("同一级的键对齐；冒号用半角，后面加空格", "align the keys of one level, and put a space after each colon")
	}
	return datasets.T("YAML 有误：%s", "not valid YAML: %s", msg), datasets.T("核对缩进、引号与冒号", "see to indents, quotes and colons")
}

// expected names the kind of value that should stand at a place.
func expected(kind string) datasets.Text {
	switch kind {
	case "int", "int64":
		return datasets.T("此处应为整数", "a whole number should stand here")
	case "bool":
		return datasets.T("此处应为 true 或 false", "true or false should stand here")
	case "string":
		return datasets.T("此处应为文字", "text should stand here")
	case "sequence":
		return datasets.T("此处应为列表", "a list should stand here")
	case "mapping":
		return datasets.T("此处应为若干“键: 值”", "keys and values should stand here")
	}
	return datasets.T("此处的值类型不对", "the value is of a wrong type here")
}
