package study

import (
	"errors"
	"testing"
)

// TestAhead: layers come in any order that is asked for, each is opened once,
// and after an error nothing more is begun.
func TestAhead(t *testing.T) {
	sources := []*LayerSource{{Sheet: "0"}, {Sheet: "1"}, {Sheet: "2"}, {Sheet: "3"}}
	begun := make(chan string, 10)
	a := newAhead(sources, func(src *LayerSource) opened {
		begun <- src.Sheet
		if src.Sheet == "3" {
			return opened{err: errors.New("no such file")}
		}
		return opened{}
	})
	for _, i := range []int{0, 2, 1, 3} { // the one after 1 is 2, which is opened again for nobody
		if got := a.take(sources[i]); (got.err != nil) != (i == 3) {
			t.Errorf("layer %d: %v", i, got.err)
		}
	}
	a.wait()
	if n := len(begun); n < 4 || n > 5 {
		t.Errorf("opened %d times", n)
	}
}
