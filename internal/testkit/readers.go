// Package testkit holds the tests that many packages share; [ConformReader] is
// the suite that every reader of files must pass. It is imported by tests only.
package testkit

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// Reader is one decoder under the conformance suite of [ConformReader].
type Reader struct {
	Name   string
	Sample []byte // a sound file of a few hundred bytes to a few thousand
	// Read decodes data as the file of that name and writes all it found, the
	// findings included, into one text that is the same for the same input.
	Read func(data []byte, file string) (summary string, err error)
	// Messages gives the texts of an error in Chinese and English; ok is false
	// for an error that was not made for users.
	Messages func(err error) (zh, en string, ok bool)
}

// maxMessageLines bounds an error message.
const maxMessageLines = 40

// ConformReader holds a reader to the rules for all of them: the sample reads
// twice alike; the input is not changed; a file cut off at any place, with a
// byte changed, or of no bytes gives a table or an error that is made for
// users in both languages, names the file and has at most 40 lines; nothing
// panics (the test itself would fail).
func ConformReader(t *testing.T, r Reader) {
	t.Helper()
	const file = "台账 副本(1).dat"
	first, err := r.Read(bytes.Clone(r.Sample), file)
	if err != nil {
		t.Fatalf("%s: the sample: %v", r.Name, err)
	}
	if again, err := r.Read(bytes.Clone(r.Sample), file); err != nil || again != first {
		t.Errorf("%s: the sample reads otherwise the second time: %v", r.Name, err)
	}
	for name, data := range r.spoiled() {
		kept := bytes.Clone(data)
		one, err := r.Read(data, file)
		if !bytes.Equal(kept, data) {
			t.Errorf("%s, %s: the input was changed", r.Name, name)
		}
		two, err2 := r.Read(kept, file)
		if one != two || fmt.Sprint(err) != fmt.Sprint(err2) {
			t.Errorf("%s, %s: reads otherwise the second time", r.Name, name)
		}
		if err != nil {
			r.checkMessage(t, name, file, err)
		}
	}
}

// checkMessage wants a text for users in both languages.
func (r Reader) checkMessage(t *testing.T, name, file string, err error) {
	t.Helper()
	zh, en, ok := r.Messages(err)
	if !ok {
		t.Errorf("%s, %s: not an error for users: %v", r.Name, name, err)
		return
	}
	for _, text := range [...]string{zh, en} {
		if !strings.Contains(text, file) {
			t.Errorf("%s, %s: the file is not named in %q", r.Name, name, text)
		}
		if strings.Count(text, "\n") >= maxMessageLines {
			t.Errorf("%s, %s: more than %d lines: %q", r.Name, name, maxMessageLines, text)
		}
		if strings.Contains(text, "%!") || strings.Contains(text, "goroutine") {
			t.Errorf("%s, %s: not fit for users: %q", r.Name, name, text)
		}
	}
}

// spoiled yields the sample cut off and with single bytes changed, at about 60
// places each, and a few files that are something else.
func (r Reader) spoiled() func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		other := []string{"", " \r\n", "\xef\xbb\xbf", "\x00", "\xff\xfe", "{", "[", "\"", "<html>", "PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "SQLite format 3\x00", "%PDF-1.7", "null", strings.Repeat("[", 100_000), strings.Repeat("\"", 999)}
		for _, s := range other {
			if !yield(fmt.Sprintf("content %.12q", s), []byte(s)) {
				return
			}
		}
		step := max(len(r.Sample)/60, 1)
		for i := 0; i < len(r.Sample); i += step {
			if !yield(fmt.Sprintf("cut at byte %d", i), bytes.Clone(r.Sample[:i])) {
				return
			}
			for _, b := range [...]byte{0, '"', 0xff, r.Sample[i] ^ 1} {
				changed := bytes.Clone(r.Sample)
				changed[i] = b
				if !yield(fmt.Sprintf("byte %d changed to %q", i, b), changed) {
					return
				}
			}
		}
	}
}
