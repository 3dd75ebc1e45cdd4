package network

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPassages holds what is remembered against what the rules say, on tags of
// which many fall on the same slot.
func TestPassages(t *testing.T) {
	tag := rapid.Custom(func(t *rapid.T) Tag {
		return Tag{
			rapid.SampledFrom([]string{"highway", "foot", "access", "name", "ref", "name:zh", "maxspeed", "oneway", "sidewalk", ""}).Draw(t, "key"),
			rapid.SampledFrom([]string{"", "footway", "primary", "yes", "no", "not", "50", "60", "private", "motorway", "x"}).Draw(t, "value"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		s, err := Settings{Mode: rapid.SampledFrom([]Mode{Walk, Cycle, Drive}).Draw(t, "mode")}.filled()
		if err != nil {
			t.Fatal(err)
		}
		known := &passages{rules: newRuler(s, false)}
		for _, tags := range rapid.SliceOfN(rapid.SliceOfN(tag, 0, 4), 1, 40).Draw(t, "ways") {
			if got, want := *known.of(tags), newRuler(s, false).pass(tags); got != want {
				t.Fatalf("%v: %+v, want %+v", tags, got, want)
			}
		}
	})
}
