package datasets

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// madeDemand makes records of two files that have all that a record can have, or
// none of it.
func madeDemand(n int) []Demand {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]Demand, n)
	for i := range out {
		d := &out[i]
		d.ID, d.Source = fmt.Sprintf("点%d", r.IntN(10*n)), Ref{File: fmt.Sprintf("%d.csv", r.IntN(2)), Row: i + 2}
		if d.Name = d.ID; r.IntN(2) == 0 {
			d.Name = strings.Repeat("名", r.IntN(40))
		}
		if r.IntN(3) > 0 {
			d.Point = &orb.Point{r.Float64(), r.Float64()}
		}
		if r.IntN(3) > 0 {
			d.Area = fmt.Sprint("a", r.IntN(9))
		}
		if r.IntN(3) > 0 {
			d.Weights = NewWeights(map[string]float64{"people": r.Float64(), "elderly": 2})
		}
		if r.IntN(3) > 0 {
			d.Attrs = NewAttrs(map[string]string{"甲": fmt.Sprint(i), "乙": strings.Repeat("长", r.IntN(50))})
		}
		if r.IntN(3) == 0 {
			d.UnitCode, d.UnitNames = "440307", []string{"区", "街道"}[:r.IntN(3)]
		}
		if len(d.UnitNames) == 0 {
			d.UnitNames = nil
		}
	}
	return out
}

func sameDemand(a, b *Demand) bool {
	return NewDemandList([]Demand{*a}).Equal(NewDemandList([]Demand{*b})) && a.Name == b.Name
}

// TestDemandList: columns give back the records that were put into them.
func TestDemandList(t *testing.T) {
	const n = 2<<demandBits + 100
	want := madeDemand(n)
	l := NewDemandList(want[:n/2])
	l.Append(NewDemandList(want[n/2:]))
	if l.Len() != n || !(DemandList{}).IsZero() || l.IsZero() {
		t.Fatalf("got %d records, want %d", l.Len(), n)
	}
	for i := range want {
		got := l.At(i)
		if !sameDemand(&got, &want[i]) || l.ID(i) != want[i].ID || l.Name(i) != want[i].Name || !l.Attrs(i).Equal(want[i].Attrs) {
			t.Fatalf("record %d: got %+v, want %+v", i, got, want[i])
		}
	}
	l.SortByID()
	slices.SortStableFunc(want, func(a, b Demand) int { return strings.Compare(a.ID, b.ID) })
	for i := range want {
		if l.ID(i) != want[i].ID || l.Source(i) != want[i].Source {
			t.Fatalf("sorted, record %d: got %s of %v, want %s of %v", i, l.ID(i), l.Source(i), want[i].ID, want[i].Source)
		}
	}
	kept := l.Keep(func(d *Demand) bool { return d.Area == "a3" })
	for i, d := range slices.Collect(func(yield func(Demand) bool) {
		for _, d := range want {
			if d.Area == "a3" && !yield(d) {
				return
			}
		}
	}) {
		if got := kept.At(i); !sameDemand(&got, &d) {
			t.Fatalf("kept, record %d: got %+v, want %+v", i, got, d)
		}
	}
}

// TestDemandListChanges: what is set in a record is set in no other, and its
// name stays what it was.
func TestDemandListChanges(t *testing.T) {
	l := NewDemandList([]Demand{{ID: "1", Name: "1"}, {ID: "2", Name: "2", Area: "a", Point: &orb.Point{1, 2}}, {ID: "3", Name: "3"}})
	l.SetID(0, "9")
	l.SetArea(0, "b")
	l.SetArea(1, "")
	l.SetPoint(2, orb.Point{3, 4})
	l.SortByID()
	want := NewDemandList([]Demand{{ID: "2", Name: "2", Point: &orb.Point{1, 2}}, {ID: "3", Name: "3", Point: &orb.Point{3, 4}}, {ID: "9", Name: "1", Area: "b"}})
	if !l.Equal(want) || l.Equal(NewDemandList(nil)) {
		got, _ := json.Marshal(l)
		t.Errorf("got %s", got)
	}
}

func TestDemandListJSON(t *testing.T) {
	records := madeDemand(50)
	for i := range records {
		records[i].UnitCode, records[i].UnitNames = "", nil // are not written
	}
	l := NewDemandList(records)
	got, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	if want, err := json.Marshal(records); err != nil || string(got) != string(want) {
		t.Errorf("got %s, want %s, %v", got, want, err)
	}
	var back DemandList
	if err := json.Unmarshal(got, &back); err != nil || !back.Equal(l) {
		t.Errorf("read back: %v, %v", back.Len(), err)
	}
	if none, err := json.Marshal(DemandList{}); err != nil || string(none) != "[]" {
		t.Errorf("none: got %s, %v", none, err)
	}
}
