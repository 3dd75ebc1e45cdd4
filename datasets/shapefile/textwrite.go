package shapefile

import (
	"slices"
	"unicode/utf8"

	"fugai/datasets"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// textWriter encodes the texts of a .dbf.
type textWriter struct {
	name     string // as the .cpg says it
	language byte   // mark in the header of the .dbf
	encoder  *encoding.Encoder
	out      []byte
}

func newTextWriter(file, name string) (*textWriter, error) {
	known, ok := byCPG([]byte(name))
	switch {
	case known == nameUTF8, known == "" && ok:
		return &textWriter{name: nameUTF8}, nil
	case known == nameGB18030:
		const chinesePC = 0x4d
		return &textWriter{name: "GBK", language: chinesePC, encoder: simplifiedchinese.GBK.NewEncoder()}, nil
	}
	return nil, &datasets.Problem{
		Where: datasets.Ref{File: file},
		What:  datasets.T("不能用编码“%s”写 Shapefile", "a Shapefile is not written in the encoding %q", name),
		Hint:  datasets.T("可用：UTF-8、GBK", "use UTF-8 or GBK"),
	}
}

// encode gives the bytes of a text, good until the next call, with ? for what
// the encoding lacks.
func (w *textWriter) encode(s string) (b []byte, whole bool) {
	if w.encoder == nil {
		if utf8.ValidString(s) {
			return []byte(s), true
		}
		return []byte(string([]rune(s))), true
	}
	whole = true
	w.out = w.out[:0]
	var one [8]byte
	for _, r := range s {
		if r < utf8.RuneSelf {
			w.out = append(w.out, byte(r))
			continue
		}
		w.encoder.Reset()
		n, _, err := w.encoder.Transform(one[:], []byte(string(r)), true)
		if err != nil {
			w.out, whole = append(w.out, '?'), false
			continue
		}
		w.out = append(w.out, one[:n]...)
	}
	return slices.Clone(w.out), whole
}

// bytes is encode for names that are compared.
func (w *textWriter) bytes(s string) []byte {
	b, _ := w.encode(s)
	return b
}

// decode reads back what encode wrote.
func (w *textWriter) decode(b []byte) string {
	if w.encoder == nil {
		return string(b)
	}
	s, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil {
		return string(b)
	}
	return string(s)
}

// cut gives at most n bytes of an encoded text, whole characters only.
func (w *textWriter) cut(b []byte, n int) []byte {
	if len(b) <= n {
		return slices.Clone(b)
	}
	if w.encoder == nil {
		return slices.Clone(wholeUTF8(b[:n]))
	}
	return slices.Clone(wholeDouble(b[:n]))
}
