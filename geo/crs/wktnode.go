package crs

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxText  = 1 << 18 // bytes of WKT or PROJJSON that are read; real ones have 10 KB at most
	maxDepth = 32      // of nested keywords; real ones have 9 at most
)

// node is a keyword of WKT with what stands in its brackets.
type node struct {
	keyword string // upper case
	items   []item
}

// item is a text, a number, a bare word or a node.
type item struct {
	text string
	node *node // nil for the others
}

// readWKT parses the first object of a text. What follows it, such as the
// vertical system after a comma in files of ArcGIS, is left alone.
func readWKT(text string) (*node, *fault) {
	if len(text) > maxText {
		return nil, tooLong(len(text))
	}
	r := wktReader{rest: strings.TrimLeft(text, "\ufeff \t\r\n\x00")}
	r.all = len(r.rest)
	return r.node(0)
}

// wktReader is the state of a parse.
type wktReader struct {
	rest string
	all  int
}

// fault is what is wrong with a text, in both languages.
type fault struct{ zh, en string }

// Error gives the English sentence.
func (f *fault) Error() string { return f.en }

func tooLong(size int) *fault {
	return &fault{fmt.Sprintf("共 %d 字节，超过 %d", size, maxText), fmt.Sprintf("%d bytes, more than %d", size, maxText)}
}

// fault says what is wrong at the place where the parse stands.
func (r *wktReader) fault(zh, en string) *fault {
	at := r.all - len(r.rest)
	return &fault{fmt.Sprintf("第 %d 字节后%s", at, zh), fmt.Sprintf("%s after byte %d", en, at)}
}

func (r *wktReader) space() { r.rest = strings.TrimLeftFunc(r.rest, unicode.IsSpace) }

// take steps over one of the characters, or gives 0.
func (r *wktReader) take(chars string) byte {
	r.space()
	if r.rest == "" || strings.IndexByte(chars, r.rest[0]) < 0 {
		return 0
	}
	c := r.rest[0]
	r.rest = r.rest[1:]
	return c
}

// word reads letters, digits and the signs of numbers.
func (r *wktReader) word() string {
	r.space()
	end := strings.IndexFunc(r.rest, func(c rune) bool {
		return c == utf8.RuneError || !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("_+-.:", c)
	})
	if end < 0 {
		end = len(r.rest)
	}
	w := r.rest[:end]
	r.rest = r.rest[end:]
	return w
}

// quoted reads up to the closing quotation mark; a doubled one stands for
// itself.
func (r *wktReader) quoted() (string, *fault) {
	var b strings.Builder
	for {
		end := strings.IndexByte(r.rest, '"')
		if end < 0 {
			return "", r.fault("缺右引号", "no closing quotation mark")
		}
		b.WriteString(r.rest[:end])
		r.rest = r.rest[end+1:]
		if !strings.HasPrefix(r.rest, `"`) {
			return b.String(), nil
		}
		b.WriteByte('"')
		r.rest = r.rest[1:]
	}
}

// node reads a keyword and its brackets.
func (r *wktReader) node(depth int) (*node, *fault) {
	keyword := r.word()
	if keyword == "" {
		return nil, r.fault("缺关键字", "no keyword")
	}
	open := r.take("[(")
	if open == 0 {
		return nil, r.fault("缺括号", "no bracket")
	}
	return r.inside(&node{keyword: strings.ToUpper(keyword)}, open, depth)
}

// inside reads the items of a node up to its closing bracket.
func (r *wktReader) inside(n *node, open byte, depth int) (*node, *fault) {
	if depth > maxDepth {
		return nil, r.fault("括号嵌套过深", "too many brackets")
	}
	closing := "]"
	if open == '(' {
		closing = ")"
	}
	if r.take(closing) != 0 {
		return n, nil
	}
	for {
		it, err := r.item(depth)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, it)
		if r.take(",") != 0 {
			continue
		}
		if r.take(closing) != 0 {
			return n, nil
		}
		return nil, r.fault("缺逗号或右括号", "no comma or closing bracket")
	}
}

func (r *wktReader) item(depth int) (item, *fault) {
	if r.take(`"`) != 0 {
		text, err := r.quoted()
		return item{text: text}, err
	}
	word := r.word()
	if word == "" {
		return item{}, r.fault("既非文字也非数字", "neither text nor number")
	}
	open := r.take("[(")
	if open == 0 {
		return item{text: word}, nil
	}
	n, err := r.inside(&node{keyword: strings.ToUpper(word)}, open, depth+1)
	return item{node: n}, err
}

// child finds the first node with one of the keywords; nil where there is
// none, or no n.
func (n *node) child(keywords ...string) *node {
	if all := n.children(keywords...); len(all) > 0 {
		return all[0]
	}
	return nil
}

// children lists the nodes with one of the keywords, in order.
func (n *node) children(keywords ...string) []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for _, it := range n.items {
		for _, k := range keywords {
			if it.node != nil && it.node.keyword == k {
				found = append(found, it.node)
			}
		}
	}
	return found
}

// text is the i-th item where it is none of the nodes, else "".
func (n *node) text(i int) string {
	if n == nil || i >= len(n.items) {
		return ""
	}
	return n.items[i].text
}

// number is the i-th item as a number.
func (n *node) number(i int) (float64, bool) {
	v, err := strconv.ParseFloat(n.text(i), 64)
	return v, err == nil
}
