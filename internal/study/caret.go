package study

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

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
	what, hint := datasets.Same(err.Error()), datasets.Text{}
	var tok *token.Token
	var own *placed
	var parser yamlError
	switch {
	case errors.As(err, &own):
		tok, what, hint = own.token, own.what, own.hint
	case errors.As(err, &parser):
		tok, what = parser.GetToken(), yamlMessage(parser.GetMessage())
	}
	where := datasets.Ref{File: s.file}
	if tok != nil {
		where.File = fmt.Sprintf("%s:%d:%d", s.file, tok.Position.Line, tok.Position.Column)
		snippet := s.snippet(tok)
		what.ZH, what.EN = what.ZH+"\n"+snippet, what.EN+"\n"+snippet
	}
	return &datasets.Problem{Where: where, What: what, Hint: hint, Err: err}
}

// snippet shows the line of a token with a caret under its column.
func (s *Study) snippet(tok *token.Token) string {
	lines := strings.Split(string(s.raw), "\n")
	n := tok.Position.Line
	if n < 1 || n > len(lines) {
		return ""
	}
	line := strings.TrimRight(lines[n-1], "\r")
	runes := []rune(line)
	before := string(runes[:min(max(tok.Position.Column-1, 0), len(runes))])
	gutter := fmt.Sprintf("  %4d | ", n)
	return gutter + line + "\n" + strings.Repeat(" ", len(gutter)+cells(before)) + "^"
}

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
)

// yamlMessage puts the parser's commonest messages into both languages.
func yamlMessage(msg string) datasets.Text {
	if m := unknownField.FindStringSubmatch(msg); m != nil {
		return datasets.T("未知的键“%s”；可用的键见 docs/study.md 或 fugai schema study", "unknown key %q; docs/study.md and fugai schema study list the keys", m[1])
	}
	if m := duplicateKey.FindStringSubmatch(msg); m != nil {
		return datasets.T("键“%[1]s”重复，已在第 %[2]s 行定义", "key %[1]s is repeated; it was defined in line %[2]s", m[1], m[2])
	}
	return datasets.T("YAML 有误：%s", "not valid YAML: %s", msg)
}
