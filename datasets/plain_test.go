package datasets

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cells are texts as they stand in tables: plain ones and those that only look
// so.
var cells = []string{"", "0", "-0", "007", "12", "-12.50", "12.", ".5", "1e3", "123456789012345", "1234567890123456", "1.2345678901234567", "+1", "１２", "1,200", "平湖街道", "平湖街道 ", " 平湖", "\u3000平湖", "平湖\u200b",
	"N/A", "无", "无。", "F0000001", "440307001000", "4.4E+11", "4E11", "12.0", "2024", "2024-03", "2024-3-5", "2024-03-05", "2024-02-30", "2024-13", "1899", "2024/03", "a_b", "Ａ", "ﬁ", "㎡", "(甲)", "甲（乙）", "一", "鿿", "䷿", "\x7f", "a\u0301"}

// TestPlainCells: what is read at once from a plain cell is what the general
// forms give.
func TestPlainCells(t *testing.T) {
	for _, s := range cells {
		checkPlain(t, s)
	}
}

func FuzzPlainCells(f *testing.F) {
	for _, s := range cells {
		f.Add(s)
	}
	f.Fuzz(checkPlain)
}

func checkPlain(t *testing.T, s string) {
	t.Helper()
	if isFolded(s) && generalFold(s) != s {
		t.Errorf("isFolded(%q), which folds to %q", s, generalFold(s))
	}
	invisible := func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) }
	if isTrimmed(s) && strings.TrimFunc(s, invisible) != s {
		t.Errorf("isTrimmed(%q)", s)
	}
	if v, ok := plainFloat(s); ok {
		want, err := strconv.ParseFloat(s, 64)
		if err != nil || math.Float64bits(v) != math.Float64bits(want) {
			t.Errorf("plainFloat(%q) = %v, want %v (%v)", s, v, want, err)
		}
		if m := numberText.FindStringSubmatch(s); m == nil || m[1] != "" || m[3] != "" {
			t.Errorf("plainFloat reads %q, which is no number with nothing around it", s)
		}
	}
	if d, ok := plainDate(s); ok {
		var want Date
		var err error
		if m := dateSigns.FindStringSubmatch(s); m != nil {
			want, err = checkedDate(s, m[1], m[3], m[5])
		} else if m := dateDigits.FindStringSubmatch(s); m != nil {
			want, err = checkedDate(s, m[1], m[2], m[3])
		}
		if err != nil || d != want {
			t.Errorf("plainDate(%q) = %v, want %v (%v)", s, d, want, err)
		}
	}
}

// generalFold is fold without its short way.
func generalFold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), strings.ContainsRune("\"'`“”‘’「」『』《》_-‐–—·•・*:", r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func TestDateBy(t *testing.T) {
	dates := []Date{{}, {2023, 12, 31}, {2024, 0, 0}, {2024, 1, 0}, {2024, 1, 1}, {2024, 2, 29}, {2024, 3, 0}, {2024, 12, 31}, {2025, 0, 0}}
	for _, d := range dates {
		for _, asOf := range dates[1:] {
			if got, want := d.By(asOf), d.IsZero() || !d.First().After(asOf.Last()); got != want {
				t.Errorf("%v by %v: got %v, want %v", d, asOf, got, want)
			}
		}
	}
}
