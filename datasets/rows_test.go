package datasets

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// manyRows is a table of more rows than a worker takes at once, with rows that
// are left out and things to note spread over it.
func manyRows() *Table {
	t := &Table{File: "多.csv", Columns: []string{"编号", "名称", "类型", "经度", "纬度", "状态", "备注"}}
	for i := range 3*rowsAtOnce + 17 {
		kind, state, x := "母婴室", "开放", fmt.Sprint(113+float64(i)/1e5)
		switch {
		case i%1000 == 7:
			kind = fmt.Sprintf("怪%d", i/5000)
		case i%900 == 3:
			state = "不好说"
		case i%2500 == 1:
			x = ""
		}
		id := fmt.Sprint(i)
		if i%5000 == 4999 {
			id = "1"
		}
		t.Records = append(t.Records, Record{Row: i + 2, Values: []string{id, "站" + fmt.Sprint(i/2), kind, x, "22.5", state, " 好 "}})
	}
	return t
}

// TestCoresMakeNoDifference: records, counts and examples are the same on one
// core and on several, and nothing of a dropped row stays.
func TestCoresMakeNoDifference(t *testing.T) {
	read := func(cores int) Layer[Facility] {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		l, err := Facilities(manyRows(), FacilityOptions{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	one, several := read(1), read(4)
	if d := cmp.Diff(one, several); d != "" {
		t.Errorf("one core and four (-one +four):\n%s", d)
	}
	if got, want := len(one.Records), 3*rowsAtOnce+17-13; got != want { // rows 7, 1007 … 12007
		t.Errorf("got %d records, want %d", got, want)
	}
	if got := one.Records[0].Attrs.Get("备注"); got != "好" {
		t.Errorf("attribute %q, want it trimmed", got)
	}
}

func TestAttrs(t *testing.T) {
	var p attrPacker
	columns := newAttrColumns([]string{"丙", "甲", "乙", "丁"}, func(i int) bool { return i != 1 })
	p.pack(columns, []string{"", "", strings.Repeat("长", longText)})
	a := p.pack(columns, []string{" 1 ", "2", "  "})
	if got := a.Get("丙") + a.Get("甲") + a.Get("丁") + a.Get("无"); got != "1" {
		t.Errorf("got %q, want only 丙", got)
	}
	if !a.Equal(NewAttrs(map[string]string{"丙": "1", "乙": ""})) || a.IsZero() || !(Attrs{}).IsZero() || (Attrs{}).Get("x") != "" {
		t.Error("equal and zero")
	}
	text, err := a.MarshalJSON()
	if err != nil || string(text) != `{"丙":"1"}` {
		t.Errorf("got %s, %v", text, err)
	}
	var back Attrs
	if err := back.UnmarshalJSON(text); err != nil || !back.Equal(a) {
		t.Errorf("read back: %v, %v", back, err)
	}
}

func TestRepeated(t *testing.T) {
	items := make([]string, 10_000)
	for i := range items {
		items[i] = fmt.Sprint(i)
	}
	key := func(i int, buf []byte) []byte {
		if items[i] == "-" {
			return nil
		}
		return append(buf, items[i]...)
	}
	if repeated(len(items), key).some() {
		t.Error("no item is repeated")
	}
	items[10], items[9000], items[20], items[21] = "x", "x", "-", "-"
	r := repeated(len(items), key)
	for i := range items {
		if got, want := r.has(i), items[i] == "x"; got != want {
			t.Errorf("item %d: got %v, want %v", i, got, want)
		}
	}
	if repeated(0, key).some() {
		t.Error("nothing holds no repeats")
	}
}
