package datasets

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"
)

func TestWeights(t *testing.T) {
	for _, c := range []struct {
		name string
		in   map[string]float64
		json string
		len  int
	}{
		{"nobody", nil, `{}`, 0},
		{"one", map[string]float64{"people": 3}, `{"people":3}`, 1},
		{"none counted", map[string]float64{"people": 0}, `{"people":0}`, 1},
		{"sorted", map[string]float64{"people": 12, "children": 0.5}, `{"children":0.5,"people":12}`, 2},
		{"not known", map[string]float64{"people": 12, "children": math.NaN()}, `{"people":12}`, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := NewWeights(c.in)
			b, err := json.Marshal(w)
			if err != nil || string(b) != c.json || w.Len() != c.len {
				t.Errorf("got %s and %d groups, %v, want %s and %d", b, w.Len(), err, c.json, c.len)
			}
			var back Weights
			if err := json.Unmarshal(b, &back); err != nil || !back.Equal(w) {
				t.Errorf("read back: got %v, %v, want %v", maps.Collect(back.All()), err, maps.Collect(w.All()))
			}
			if got, known := w.Lookup("elderly"); known || got != 0 {
				t.Errorf("a group that is not there: got %v, %t", got, known)
			}
		})
	}
}

// TestWeightsOfManyRows: records over several blocks keep their own numbers, and
// those of a row without any are not known.
func TestWeightsOfManyRows(t *testing.T) {
	const rows = 3*rowsAtOnce + 7
	cells := [][]string{{"编号", "经度", "纬度", "人口", "儿童"}}
	for i := range rows {
		row := []string{fmt.Sprintf("d%05d", i), "114", "22.6", fmt.Sprint(i), fmt.Sprint(2 * i)}
		switch i % 5 {
		case 3:
			row[3] = ""
		case 4:
			row[3], row[4] = "", ""
		}
		cells = append(cells, row)
	}
	layer, err := Demands(tableOf("点.csv", cells...), DemandOptions{Weights: map[string]string{"people": "人口", "children": "儿童"}}, nil)
	if err != nil || layer.Records.Len() != rows {
		t.Fatalf("got %d rows, %v", layer.Records.Len(), err)
	}
	for i, d := range layer.Records.All() {
		want := map[string]float64{"people": float64(i), "children": float64(2 * i)}
		if i%5 >= 3 {
			delete(want, "people")
		}
		if i%5 == 4 {
			delete(want, "children")
		}
		if got := maps.Collect(d.Weights.All()); !maps.Equal(got, want) || !strings.HasSuffix(d.ID, fmt.Sprintf("%05d", i)) {
			t.Fatalf("row %d (%s): got %v, want %v", i, d.ID, got, want)
		}
	}
}
