package gis

import (
	"encoding/xml"
	"strings"
)

// node is an XML element. QGIS documents are built from nodes, so that every
// text is escaped in one place.
type node struct {
	name  string
	attrs []string // name, value, name, value …
	text  string
	kids  []*node
}

// el makes an element with attributes given as name and value in turn.
func el(name string, attrs ...string) *node {
	return &node{name: name, attrs: attrs}
}

// leaf makes an element that holds a text.
func leaf(name, text string, attrs ...string) *node {
	return &node{name: name, attrs: attrs, text: text}
}

// with appends children, leaving out nil ones, and returns the node.
func (n *node) with(kids ...*node) *node {
	for _, k := range kids {
		if k != nil {
			n.kids = append(n.kids, k)
		}
	}
	return n
}

// String writes the element without white space between elements.
func (n *node) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	b.WriteByte('<')
	b.WriteString(n.name)
	for i := 0; i+1 < len(n.attrs); i += 2 {
		b.WriteByte(' ')
		b.WriteString(n.attrs[i])
		b.WriteString(`="`)
		escape(b, n.attrs[i+1])
		b.WriteByte('"')
	}
	if n.text == "" && len(n.kids) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	escape(b, n.text)
	for _, k := range n.kids {
		k.write(b)
	}
	b.WriteString("</")
	b.WriteString(n.name)
	b.WriteByte('>')
}

// escape writes s as character data; characters that XML does not allow
// become U+FFFD.
func escape(b *strings.Builder, s string) {
	// A strings.Builder returns no errors, so neither does EscapeText.
	_ = xml.EscapeText(b, []byte(s))
}

// option is an entry of the maps in which QGIS stores properties.
func option(name, typ, value string) *node {
	return el("Option", "name", name, "type", typ, "value", value)
}
