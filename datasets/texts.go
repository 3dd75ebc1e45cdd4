package datasets

import "strings"

// longText is the length, in bytes, from which a text is kept as it is instead
// of being copied beside the others: a long text that many rows of a workbook
// share stays one.
const longText = 64

// texts are short strings side by side, 4 bytes each beside their letters where
// a string by itself takes 16 and keeps the whole text of its file.
type texts struct {
	all  strings.Builder
	end  []uint32 // of each in all
	long map[int]string
	own  bool // copy long texts too, so that the text of the file can go
}

// add appends a text.
func (t *texts) add(s string) {
	if len(s) >= longText {
		if t.long == nil {
			t.long = map[int]string{}
		}
		if t.own {
			s = strings.Clone(s)
		}
		t.long[len(t.end)] = s
	} else {
		t.all.WriteString(s)
	}
	t.end = append(t.end, uint32(t.all.Len()))
}

// at is the i-th text.
func (t *texts) at(i int) string {
	if len(t.long) > 0 {
		if s, ok := t.long[i]; ok {
			return s
		}
	}
	from := uint32(0)
	if i > 0 {
		from = t.end[i-1]
	}
	return t.all.String()[from:t.end[i]]
}

// clip gives back the room that further texts would have taken.
func (t *texts) clip() {
	if all := t.all.String(); t.all.Cap() > len(all)+len(all)/16 {
		t.all = strings.Builder{}
		t.all.Grow(len(all))
		t.all.WriteString(all)
	}
	if cap(t.end) > len(t.end)+len(t.end)/16 {
		t.end = append(make([]uint32, 0, len(t.end)), t.end...)
	}
}
