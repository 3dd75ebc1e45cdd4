package shapefile

import (
	"errors"
	"io/fs"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// survey counts what the texts of a table that are not ASCII can be.
type survey struct {
	han    int    // UTF-8 as Chinese texts are
	utf    int    // other UTF-8
	legacy int    // not UTF-8
	sample []byte // of those that are not, one a line
	runs   int    // in those that are not: runs of bytes beyond ASCII
	single int    // of one byte
}

// maxSample is how much text is enough to tell the old encodings apart.
const maxSample = 256 << 10

func (s *survey) add(cell []byte) {
	cell = unpadded(cell)
	switch {
	case isASCII(cell):
	case chinese(cell):
		s.han++
	case utf8.Valid(wholeUTF8(cell)) && !isASCII(wholeUTF8(cell)):
		s.utf++
	default:
		s.legacy++
		s.countRuns(cell)
		if len(s.sample) < maxSample {
			s.sample = append(append(s.sample, wholeDouble(cell)...), '\n')
		}
	}
}

// mixed tells whether both kinds are there, more than chance makes of GBK: of
// texts of three characters one in forty thousand is Chinese in UTF-8 as well.
func (s *survey) mixed() bool { return s.legacy > 0 && 100*s.han > s.legacy }

// old names the encoding of the texts that are not UTF-8.
func (s *survey) old() string {
	if s.western() {
		return nameLatin
	}
	if d, err := source.Decode(s.sample, "", ""); err == nil && d.Encoding == nameBig5 {
		return nameBig5
	}
	return nameGB18030
}

// western tells whether letters beyond ASCII stand alone between others, as in
// "Café"; in Chinese they come in pairs.
func (s *survey) western() bool { return 2*s.single > s.runs }

// countRuns counts the runs of bytes beyond ASCII, and those of one byte.
func (s *survey) countRuns(cell []byte) {
	for i := 0; i < len(cell); {
		n := 0
		for i+n < len(cell) && cell[i+n] >= utf8.RuneSelf {
			n++
		}
		if n > 0 {
			s.runs++
		}
		if n == 1 {
			s.single++
		}
		i += n + 1
	}
}

// charset decides how the texts of the table are read: as the user says, else
// as the .cpg or the .dbf says unless the bytes are something else, else as the
// bytes are. One who lies is noted.
func (d *dbf) charset(option string, cpg []byte) (*charset, error) {
	if option != "" {
		if name, ok := byCPG([]byte(option)); ok && name == nameLatin {
			return newCharset(name), nil
		}
		given, err := source.Decode(nil, d.name, option)
		if err != nil {
			return nil, err
		}
		return newCharset(given.Encoding), nil
	}
	declared := d.declared(cpg)
	s := d.survey()
	name, mixed := s.found(declared)
	if declared != "" && name != declared && !mixed {
		d.notes.Add("cpg-false", datasets.Ref{Value: declared}, func() datasets.Text {
			return datasets.T("声明为 %[1]s，按 %[2]s 读取", "declared as %[1]s, read as %[2]s", declared, name)
		})
	}
	cs := newCharset(name)
	cs.mixed = mixed
	return cs, nil
}

// declared is what the .cpg says, or without one the mark in the .dbf.
func (d *dbf) declared(cpg []byte) string {
	name, ok := byCPG(cpg)
	if !ok {
		word := printable(cpg)
		d.notes.Add("cpg-unknown", datasets.Ref{Value: word}, func() datasets.Text {
			return datasets.T(".cpg 写的是“%s”", ".cpg says %q", word)
		})
	}
	if name == "" {
		name = byLanguage(d.language)
	}
	return name
}

// survey looks at all names and texts.
func (d *dbf) survey() *survey {
	s := &survey{}
	var texts []*field
	for i := range d.fields {
		s.add(d.fields[i].raw)
		if f := &d.fields[i]; d.kindOf(f).typ == datasets.TypeText && d.kindOf(f).decoder != nil {
			texts = append(texts, f)
		}
	}
	for i := range d.rows {
		row := d.row(i)
		if row[0] == rowDeleted {
			continue
		}
		for _, f := range texts {
			s.add(f.cell(row))
		}
	}
	return s
}

// found names the encoding that the bytes bear out, the declared one if they
// can be that.
func (s *survey) found(declared string) (name string, mixed bool) {
	switch {
	case s.han+s.utf+s.legacy == 0:
		if declared == "" {
			return nameUTF8, false
		}
		return declared, false
	case s.legacy == 0:
		if s.han == 0 && (declared == nameGB18030 || declared == nameBig5) {
			return declared, false // a few pairs that happen to be UTF-8
		}
		return nameUTF8, false
	case s.mixed():
		if s.han+s.utf >= s.legacy {
			return nameUTF8, true
		}
		return s.old(), true
	case declared == nameLatin && s.western(), declared == nameUTF8 && s.utf > 20*s.legacy:
		return declared, false
	case (declared == nameBig5 || declared == nameGB18030) && !s.broken(declared):
		return declared, false
	}
	return s.old(), false
}

// broken tells whether the sample cannot be in an encoding.
func (s *survey) broken(name string) bool {
	cs := newCharset(name)
	_, bad := cs.decode(s.sample, cs.decoder)
	return bad
}

func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
