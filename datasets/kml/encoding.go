package kml

import (
	"bytes"
	"regexp"
	"slices"
	"unicode/utf8"

	"fugai/datasets/internal/source"

	"golang.org/x/text/encoding/htmlindex"
)

// document is the text of a KML file, ready for the parser.
type document struct {
	text             source.Decoded
	falseDeclaration string // encoding that the XML declaration names wrongly
	controls         int    // characters that XML does not allow, now spaces
}

var declaredEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decode turns the bytes of a document into UTF-8. An XML declaration is
// believed unless the text is UTF-8 all the same, which is what a file declared
// as GBK becomes when an editor saves it.
func decode(data []byte, file, encoding string) (document, error) {
	var doc document
	if f := detect(data); f != source.KML && f != source.XML && f != source.Text {
		return doc, source.Refuse(file, f, "KML")
	}
	declared := encoding
	if m := declaredEncoding.FindSubmatch(data[:min(len(data), 1024)]); m != nil && encoding == "" {
		declared = string(m[1])
		if utf8.Valid(data) {
			doc.falseDeclaration = otherThanUTF8(declared, data)
			declared = ""
		}
	}
	text, err := source.Decode(data, file, declared)
	if err != nil && encoding == "" { // a declared encoding of the West, or an unknown one
		if known, unknown := htmlindex.Get(declared); unknown == nil {
			if utf, broken := known.NewDecoder().Bytes(data); broken == nil {
				text, err = source.Decoded{Text: bytes.ToValidUTF8(utf, []byte("\uFFFD")), Encoding: declared}, nil
			}
		}
		if err != nil {
			text, err = source.Decode(data, file, "")
		}
	}
	if err != nil {
		return doc, err
	}
	if f := detect(text.Text); f != source.KML && f != source.XML {
		return doc, source.Refuse(file, f, "KML")
	}
	doc.text = text
	doc.text.Text, doc.controls = allowed(text.Text)
	return doc, nil
}

// otherThanUTF8 gives the declared name back where UTF-8 text proves it wrong.
func otherThanUTF8(declared string, data []byte) string {
	ascii := !slices.ContainsFunc(data, func(c byte) bool { return c >= utf8.RuneSelf })
	if enc, err := htmlindex.Get(declared); err == nil && !ascii {
		if name, err := htmlindex.Name(enc); err == nil && name != "utf-8" {
			return declared
		}
	}
	return ""
}

// allowed replaces the characters that XML 1.0 does not allow by spaces; text
// without any is returned as it is.
func allowed(text []byte) ([]byte, int) {
	n := 0
	out := text
	replace := func(i, size int) {
		if n == 0 {
			out = bytes.Clone(text)
		}
		for k := range size {
			out[i+k] = ' '
		}
		n++
	}
	for i, c := range text {
		switch {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			replace(i, 1)
		case c == 0xef && (bytes.HasPrefix(text[i:], []byte("\uffff")) || bytes.HasPrefix(text[i:], []byte("\xef\xbf\xbe"))):
			replace(i, 3)
		}
	}
	return out, n
}
