package tabular

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"fugai/datasets"
)

// element gives one start tag to a visitor: its local name and attributes.
type element struct {
	name  string
	attrs []xml.Attr
}

// attr is the value of an attribute by its local name, "" where absent.
func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// visitor walks over the parts of an XML file. Nil functions are passed over.
type visitor struct {
	start func(element) error
	end   func(name string) error
	text  func([]byte)
}

// walk reads an entry of the archive as XML without building a tree, so that
// nesting costs nothing; entities other than XML's own are an error and
// external ones are never read. A missing entry is no error.
func (a *archive) walk(name string, v visitor) error {
	r, err := a.open(name)
	if r == nil || err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return a.xmlError(name, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if v.start != nil {
				err = v.start(element{t.Name.Local, t.Attr})
			}
		case xml.EndElement:
			if v.end != nil {
				err = v.end(t.Name.Local)
			}
		case xml.CharData:
			if v.text != nil {
				v.text(t)
			}
		}
		if err != nil {
			return err
		}
	}
}

// xmlError keeps the problem that a bounded entry gave and wraps the rest.
func (a *archive) xmlError(name string, err error) error {
	var p *datasets.Problem
	if errors.As(err, &p) {
		return p
	}
	return a.Damaged(name, err)
}

// unescapeX resolves _x000D_ and its like, by which workbooks write characters
// that XML cannot hold (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
func unescapeX(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			b.WriteString(s)
			return b.String()
		}
		v, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(v))
		s = s[i+7:]
	}
}
