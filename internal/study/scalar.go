package study

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"fugai/datasets"
)

// scalar is a plain value of the study file with its place.
type scalar struct {
	text string
	node ast.Node
}

// set tells whether the value stands in the file.
func (s scalar) set() bool { return s.node != nil }

// UnmarshalYAML takes any plain value as the text it was written as.
func (s *scalar) UnmarshalYAML(n ast.Node) error {
	text, err := plain(n)
	if err != nil {
		return err
	}
	*s = scalar{text: text, node: n}
	return nil
}

// list is one plain value or a sequence of them.
type list struct {
	items []scalar
	node  ast.Node
}

// UnmarshalYAML takes a plain value or a sequence of them.
func (l *list) UnmarshalYAML(n ast.Node) error {
	l.node = n
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		var s scalar
		if err := s.UnmarshalYAML(n); err != nil {
			return err
		}
		l.items = []scalar{s}
		return nil
	}
	for _, v := range seq.Values {
		var s scalar
		if err := s.UnmarshalYAML(v); err != nil {
			return err
		}
		l.items = append(l.items, s)
	}
	return nil
}

// label is a text in one language for both, or {zh: …, en: …}.
type label struct {
	datasets.Text
	node ast.Node
}

// UnmarshalYAML takes a plain value or a mapping with zh and en.
func (l *label) UnmarshalYAML(n ast.Node) error {
	l.node = n
	if _, ok := n.(*ast.MappingNode); !ok {
		if _, ok := n.(*ast.MappingValueNode); !ok {
			s, err := plain(n)
			l.Text = datasets.Same(s)
			return err
		}
	}
	var t struct {
		ZH string `yaml:"zh"`
		EN string `yaml:"en"`
	}
	if err := yaml.NodeToValue(n, &t, yaml.Strict()); err != nil {
		return err
	}
	if l.Text = (datasets.Text{ZH: t.ZH, EN: t.EN}); t.EN == "" {
		l.EN = t.ZH
	} else if t.ZH == "" {
		l.ZH = t.EN
	}
	return nil
}

// baselineEntry is a date, or {at: …, value: …}.
type baselineEntry struct {
	At    scalar `yaml:"at"`
	Value scalar `yaml:"value"`
}

// UnmarshalYAML takes a date or a mapping with at and value.
func (b *baselineEntry) UnmarshalYAML(n ast.Node) error {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		type same baselineEntry // without this method
		return yaml.NodeToValue(n, (*same)(b), yaml.Strict())
	}
	return b.At.UnmarshalYAML(n)
}

// plain gives the text of a plain value as written.
func plain(n ast.Node) (string, error) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, nil
	case *ast.LiteralNode:
		return v.Value.Value, nil
	case *ast.NullNode:
		return "", nil
	case *ast.TagNode: // tags and anchors are scalar nodes too, so they come first
		return plain(v.Value)
	case *ast.AnchorNode:
		return plain(v.Value)
	case ast.ScalarNode:
		return v.GetToken().Value, nil
	}
	return "", &placed{token: n.GetToken(), what: datasets.T("这里应是一个值，不是列表或映射", "expected a plain value here, not a list or a mapping")}
}

// placed is an error at a token of the study file.
type placed struct {
	token *token.Token
	what  datasets.Text
	hint  datasets.Text
}

func (p *placed) Error() string {
	if p.token == nil {
		return p.what.EN
	}
	return fmt.Sprintf("%d:%d: %s", p.token.Position.Line, p.token.Position.Column, p.what.EN)
}
