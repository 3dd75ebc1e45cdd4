package kml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"fugai/datasets"
)

// maxDepth bounds the nesting of elements. Folders within folders take some;
// geometry takes six.
const maxDepth = 100

type element = xml.StartElement

// parser walks over XML by descending into it. Namespaces do not matter: the
// elements that are read have the same names in all versions, and no other
// vocabulary uses them where they are looked for.
type parser struct {
	xml   *xml.Decoder
	depth int
}

// syntaxError is broken XML at a line.
type syntaxError struct {
	line int
	cut  bool // the text ends too early
	what datasets.Text
}

func (e *syntaxError) Error() string { return e.what.EN }

func newParser(text []byte) parser {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false // bare & and unquoted attributes pass; nesting is checked here
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	return parser{xml: d}
}

// token gives the next token. Entities that a document type declares are
// refused, since their only use in KML is to exhaust a reader or to fetch files
// through it.
func (p *parser) token() (xml.Token, error) {
	token, err := p.xml.RawToken()
	if err != nil {
		return nil, p.broken(err)
	}
	if d, ok := token.(xml.Directive); ok && bytes.Contains(bytes.ToUpper(d), []byte("ENTITY")) {
		line, _ := p.xml.InputPos()
		return nil, &datasets.Problem{
			What: datasets.T("第 %d 行的文档类型声明了实体（可用于耗尽内存或读取外部文件），不予读取", "the document type at line %d declares entities, which can exhaust memory or fetch other files; it is not read", line),
			Hint: datasets.T("来源可靠时，删去 <!DOCTYPE …> 后重试", "if you trust its source delete the <!DOCTYPE …> and try again"),
		}
	}
	return token, nil
}

// broken makes an error of the decoder one of this package.
func (p *parser) broken(err error) error {
	line, _ := p.xml.InputPos()
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &syntaxError{line: line, cut: true, what: datasets.T("文件在此中断", "the file ends here")}
	case errors.As(err, &syntax):
		return &syntaxError{line: syntax.Line, cut: strings.Contains(syntax.Msg, "unexpected EOF"), what: datasets.Same(syntax.Msg)}
	}
	return &syntaxError{line: line, what: datasets.Same(err.Error())}
}

// root gives the first element.
func (p *parser) root() (element, error) {
	for {
		token, err := p.token()
		if err != nil {
			return element{}, err
		}
		if e, ok := token.(element); ok {
			return e, nil
		}
	}
}

// children calls each with every element inside the open one, up to its end
// tag; each must read it to its own end.
func (p *parser) children(name string, each func(e element) error) error {
	if err := p.enter(); err != nil {
		return err
	}
	for {
		token, err := p.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case element:
			if err := each(t); err != nil {
				return err
			}
		case xml.EndElement:
			p.depth--
			return p.closes(t, name)
		}
	}
}

// closes wants an end tag to be that of the open element.
func (p *parser) closes(end xml.EndElement, name string) error {
	if end.Name.Local == name {
		return nil
	}
	line, _ := p.xml.InputPos()
	return &syntaxError{line: line, what: datasets.T("<%[1]s> 被 </%[2]s> 关闭", "<%[1]s> is closed by </%[2]s>", clip(name), clip(end.Name.Local))}
}

func (p *parser) enter() error {
	p.depth++
	if p.depth <= maxDepth {
		return nil
	}
	line, _ := p.xml.InputPos()
	return &syntaxError{line: line, what: datasets.T("元素嵌套超过 %d 层", "elements nest deeper than %d levels", maxDepth)}
}

// skip passes over the open element.
func (p *parser) skip(name string) error {
	return p.children(name, func(e element) error { return p.skip(e.Name.Local) })
}

// text reads the text of the open element. Tags inside it, which stand in
// descriptions that were not escaped, are left out, closed or not.
func (p *parser) text(name string) (string, error) {
	var one string
	var all strings.Builder
	within := 0 // elements of the same name
	for {
		token, err := p.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			if one == "" && all.Len() == 0 {
				one = string(t)
				continue
			}
			if all.Len() == 0 {
				all.WriteString(one)
			}
			all.Write(t)
		case element:
			if t.Name.Local == name {
				within++
			}
		case xml.EndElement:
			if t.Name.Local != name {
				continue
			}
			if within == 0 {
				if all.Len() > 0 {
					return all.String(), nil
				}
				return one, nil
			}
			within--
		}
	}
}

// attribute is the value of an attribute by its local name, "" where absent.
func attribute(e element, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
