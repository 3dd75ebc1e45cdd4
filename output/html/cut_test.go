package html

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// wide has more units, gaps and facilities than a page shows one by one.
func wide() *coverage.Result {
	r := &coverage.Result{Levels: []coverage.LevelCount{{Level: "province", Count: 2}, {Level: "subdistrict", Count: maxUnits + 10}}}
	l := coverage.Ledger{ID: "t", Type: coverage.Presence, Level: "subdistrict", Kinds: []string{"k"}, Measure: coverage.Percent, Measured: true, Goal: new(float64)}
	for _, p := range []string{"P1", "P2"} {
		r.Areas = append(r.Areas, datasets.Area{ID: p, Code: p, Name: "省" + p, Level: "province"})
	}
	for i := range maxUnits + 10 {
		x, y := 100+float64(i%80)*0.1, 30+float64(i/80)*0.1
		id := fmt.Sprintf("U%05d", i)
		r.Areas = append(r.Areas, datasets.Area{ID: id, Name: "镇" + id, Level: "subdistrict", Parent: []string{"P1", "P2"}[i%2], Center: &orb.Point{x, y},
			Geometry: orb.MultiPolygon{{{{x, y}, {x + 0.1, y}, {x + 0.1, y + 0.1}, {x, y + 0.1}, {x, y}}}}})
		l.Units = append(l.Units, coverage.UnitRow{Area: id, Judged: true, Met: i >= 2500})
		if i < 2500 {
			l.Missing = append(l.Missing, coverage.Gap{Kind: "unit", ID: id, Name: "镇" + id, Need: 1, People: 10})
		}
		f := coverage.Facility{Facility: datasets.Facility{ID: fmt.Sprintf("F%05d", i), Kind: "k", Point: &orb.Point{x, y}}}
		r.Facilities = append(r.Facilities, f)
		l.Counted = append(l.Counted, f.ID)
	}
	r.Targets = []coverage.Ledger{l}
	return r
}

// TestLongListsAreCut: the page says how many rows it leaves out, where all of
// them are, and sums the gaps by unit.
func TestLongListsAreCut(t *testing.T) {
	r := wide()
	var page bytes.Buffer
	if err := Write(context.Background(), &page, r, Options{}); err != nil {
		t.Fatal(err)
	}
	text := page.String()
	for _, want := range []string{"只列前 1,000 行，另有 1,500 行；全部见 gaps.geojson", "只列前 1,000 行，另有 4,010 行；全部见 results.gpkg", "Gaps by province", "图上有 5,010 个单元"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	c := newReport(r, datasets.ZH)
	by := missingByUnit(c, &r.Targets[0], "t1")
	if got := by.Rows[0].Cells[0].Text.ZH + " " + by.Rows[0].Cells[2].Text.ZH + " " + by.Rows[1].Cells[2].Text.ZH; got != "省P1 1,250 1,250" {
		t.Errorf("got %q, want half of the gaps in each province", got)
	}
	m := newMap(c, &r.Targets[0], "m")
	if m.Classes[0].N+m.Classes[1].N != maxUnits+10 || m.GapCount != 2500 || len(m.Classes[0].Units) > 0 || m.Count.N != maxUnits+10 {
		t.Errorf("map: %d and %d units, %d gaps, %d facilities", m.Classes[0].N, m.Classes[1].N, m.GapCount, m.Count.N)
	}
}

// TestCounted: facilities are found whatever the order of the ledger.
func TestCounted(t *testing.T) {
	r := &coverage.Result{}
	for _, id := range []string{"a", "b", "c", "d"} {
		r.Facilities = append(r.Facilities, coverage.Facility{Facility: datasets.Facility{ID: id}})
	}
	for _, ids := range [][]string{{"b", "d"}, {"d", "b"}, {"d", "b", "nobody"}} {
		c := newReport(r, datasets.ZH)
		if got := fmt.Sprint(c.counted(&coverage.Ledger{Counted: ids})); got != "[false true false true]" {
			t.Errorf("%v: got %s", ids, got)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, ids := range [][]string{{}, {"a"}, {"a", "b", "c"}, {"c", "a", "b"}} {
		l := newLookup(len(ids), func(i int) string { return ids[i] })
		for i := range ids {
			if got, ok := l.find(ids[i]); got != i || !ok {
				t.Errorf("%v: %s is not found", ids, ids[i])
			}
		}
		for _, id := range []string{"x", ""} {
			if _, ok := l.find(id); ok {
				t.Errorf("%v: found %q, which is not there", ids, id)
			}
		}
	}
}
