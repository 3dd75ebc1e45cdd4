package output

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage"
	"fugai/datasets"

	"github.com/paulmach/orb"
)

// odd holds texts that JSON escapes, or must not.
var odd = []string{"", "平湖街道", `a"b\c`, "<&>", "\x00\b\f\n\r\t\x1f\x7f", "\u2028\u2029", "\xff坏\xe5", "𠮷"}

// numbers holds the forms that numbers are written in.
var numbers = []float64{0, math.Copysign(0, -1), 1, -0.1, 114.123456, 1e-6, 9.9e-7, 1e-9, 1.5e-300, 1e20, 1e21, -3e22, 1.0 / 3, math.MaxFloat64}

func TestAppendText(t *testing.T) {
	for _, s := range odd {
		checkJSON(t, s, appendText(nil, s))
	}
}

func TestAppendNumber(t *testing.T) {
	for _, v := range numbers {
		checkJSON(t, v, appendNumber(nil, v))
	}
}

func FuzzAppendJSON(f *testing.F) {
	for i, s := range odd {
		f.Add(s, numbers[i])
	}
	f.Fuzz(func(t *testing.T, s string, v float64) {
		checkJSON(t, s, appendText(nil, s))
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			checkJSON(t, v, appendNumber(nil, v))
		}
	})
}

// checkJSON compares with encoding/json.
func checkJSON(t *testing.T, v any, got []byte) {
	t.Helper()
	want, err := compactJSON(v)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%#v (-want +got):\n%s", v, d)
	}
}

// TestItemsAsJSON: what is written by hand is what encoding/json gives, for
// items with all fields and with none.
func TestItemsAsJSON(t *testing.T) {
	p, v := &orb.Point{114.1, 22.7}, 12.5
	grades := []datasets.Grade{{Level: "city", Title: odd[2], At: datasets.Date{Year: 2024, Month: 3}}, {}}
	src := datasets.Ref{File: odd[4], Row: 3, Column: "列", Value: odd[3]}
	attrs := datasets.NewAttrs(map[string]string{"乙": odd[3], "甲": "1", "空": ""})
	weights := map[string]float64{"people": 3, "children": 0.5}
	text := datasets.T("缺", "missing")
	f := datasets.Facility{ID: "1", Name: odd[2], Kind: "k", Domain: "d", Point: p, Area: "a", PlacedBy: "code", Life: []datasets.Event{{State: "open"}, {State: "built", At: datasets.Date{Year: 999, Month: 1, Day: 2}}},
		Grades: grades, Capacity: &v, FloorM2: &v, Hours: "h", RunBy: "r", Funding: []datasets.Fund{{Source: "s", Yuan: 1e21}}, Venue: "v", Attrs: attrs, Source: src}
	checkItems(t, []coverage.Facility{{}, {Facility: f, State: "open", InService: true}})
	checkItems(t, []datasets.Area{{}, {ID: "1", Code: "c", Name: "n", Aliases: odd, Level: "l", Type: "t", Parent: "p", Center: p, Weights: weights, Grades: grades, Attrs: attrs, Source: src}})
	demand := datasets.NewDemandList([]datasets.Demand{{}, {ID: "1", Name: "n", Area: "a", Point: p, Weights: datasets.NewWeights(weights), Attrs: attrs, Source: src}})
	checkMade(t, demand, demand.At)
	checkItems(t, []coverage.Gap{{}, {Kind: "unit", ID: "1", Name: "n", Code: "c", Parent: "p", People: 1, Nearest: &v, Need: 2, Text: text}})
	checkItems(t, []coverage.UnitRow{{}, {Area: "a", Judged: true, Met: true, Count: 3, Need: 1, Grade: "g", Value: &v, People: 1, Served: 2, Nearest: &v}})
	points := coverage.NewPointRows([]coverage.PointRow{{}, {Demand: "d", Facility: "f", Cost: &v}})
	checkMade(t, points, points.At)
	checkItems(t, []coverage.BesideRow{{}, {Area: "a", Covered: true, People: 1, Within: 2, Beyond: 3}})
	checkItems(t, []coverage.OffPlace{{}, {ID: "1", Name: odd[2], People: 2.5, Why: text}})
	checkItems(t, odd)
	checkItems(t, []datasets.Candidate{{}, {ID: "1", Name: "n", Capacity: &v, Attrs: attrs}})
}

func checkItems[T any](t *testing.T, items []T) {
	t.Helper()
	write := itemWriter(items)
	for i := range items {
		f := &fields{}
		if err := write(f, i); err != nil {
			t.Fatal(err)
		}
		checkJSON(t, items[i], f.b)
	}
}

// checkMade is checkItems for a list in columns.
func checkMade[T any](t *testing.T, list columnar, at func(int) T) {
	t.Helper()
	write := itemWriter(list)
	for i := range list.Len() {
		f := &fields{}
		if err := write(f, i); err != nil {
			t.Fatal(err)
		}
		checkJSON(t, at(i), f.b)
	}
}

// TestLongLists: a result with long lists is the same document, an item a line,
// whatever the cores.
func TestLongLists(t *testing.T) {
	r := &coverage.Result{Title: datasets.T("题", "title"), Targets: []coverage.Ledger{{ID: "a"}, {ID: "b"}}}
	var demand []datasets.Demand
	var off []coverage.OffPlace
	for i := range longList + 7 {
		r.Facilities = append(r.Facilities, coverage.Facility{Facility: datasets.Facility{ID: strings.Repeat("x", i%7), Source: datasets.Ref{Row: i}}})
		demand = append(demand, datasets.Demand{ID: "d"})
		r.Targets[1].Missing = append(r.Targets[1].Missing, coverage.Gap{Need: float64(i)})
		off = append(off, coverage.OffPlace{ID: "d", People: float64(i)})
	}
	r.Targets[0].Way = &coverage.Way{ID: "walk", Unit: "s"}
	r.Targets[0].OffStreet = &coverage.OffStreet{Demand: off}
	r.Targets[0].Streets = make([]coverage.Street, longList)
	r.Demand = datasets.NewDemandList(demand)
	var got bytes.Buffer
	if err := WriteJSON(&got, r); err != nil {
		t.Fatal(err)
	}
	whole, err := indentedJSON(filled(r), "")
	if err != nil {
		t.Fatal(err)
	}
	var have, want bytes.Buffer
	if err := json.Compact(&have, got.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&want, whole); err != nil {
		t.Fatal(err)
	}
	if have.String() != want.String() {
		t.Error("the document is not that of encoding/json")
	}
	if n := strings.Count(got.String(), "\n"); n > 5*longList {
		t.Errorf("%d lines for four lists of %d", n, longList)
	}
	r.Facilities[10].Point = &orb.Point{math.NaN(), 1}
	if err := WriteJSON(&got, r); err == nil || !strings.Contains(err.Error(), "facilities[10].point[0] is NaN") {
		t.Errorf("got %v, want the place of the NaN", err)
	}
}

func BenchmarkWriteJSON(b *testing.B) {
	r := &coverage.Result{}
	v := 12.0
	for i := range 100_000 {
		r.Facilities = append(r.Facilities, coverage.Facility{State: "open", Facility: datasets.Facility{ID: "F0000001", Name: "宁仁镇盛兴儿童文体设施", Kind: "reading", Point: &orb.Point{114 + float64(i)/1e6, 22.7},
			Life: []datasets.Event{{State: "open", At: datasets.Date{Year: 2024, Month: 3, Day: 5}}}, Capacity: &v, Source: datasets.Ref{File: "设施.csv", Row: i}}})
	}
	b.ReportAllocs()
	for b.Loop() {
		var n counting
		if err := WriteJSON(&n, r); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(n))
	}
}

type counting int64

func (c *counting) Write(p []byte) (int, error) {
	*c += counting(len(p))
	return len(p), nil
}
