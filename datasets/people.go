package datasets

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
)

// Weights are people by group. The records of a layer keep their numbers side by
// side, 8 bytes a group, so that ten million cost no map each. The zero value
// holds nobody. Copies share the numbers, which nothing changes.
type Weights struct {
	of  *weightBlock
	row int32
}

// weightBlock holds the numbers of some records of a layer.
type weightBlock struct {
	groups []string  // that the records may have, sorted; shared by the layer
	people []float64 // of each group of each record; NaN where it is not known
}

// NewWeights makes the weights of one record. A NaN counts as missing.
func NewWeights(m map[string]float64) Weights {
	if len(m) == 0 {
		return Weights{}
	}
	of := &weightBlock{groups: slices.Sorted(maps.Keys(m))}
	for _, g := range of.groups {
		of.people = append(of.people, m[g])
	}
	return Weights{of: of}
}

// own is the record's part of the block.
func (w Weights) own() []float64 {
	if w.of == nil {
		return nil
	}
	n := len(w.of.groups)
	return w.of.people[int(w.row)*n:][:n]
}

// Of gives the people of a group, 0 where that is not known.
func (w Weights) Of(group string) float64 {
	v, _ := w.Lookup(group)
	return v
}

// Lookup gives the people of a group and whether that is known.
func (w Weights) Lookup(group string) (people float64, known bool) {
	for i, v := range w.own() { // a handful
		if v == v && w.of.groups[i] == group {
			return v, true
		}
	}
	return 0, false
}

// All yields the groups whose people are known, sorted by name.
func (w Weights) All() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for i, v := range w.own() {
			if v == v && !yield(w.of.groups[i], v) {
				return
			}
		}
	}
}

// Len is the number of groups whose people are known.
func (w Weights) Len() int {
	n := 0
	for range w.All() {
		n++
	}
	return n
}

// Equal tells whether the same people are known.
func (w Weights) Equal(o Weights) bool {
	return maps.Equal(maps.Collect(w.All()), maps.Collect(o.All()))
}

// MarshalJSON writes an object, keys sorted; {} where nobody is known.
func (w Weights) MarshalJSON() ([]byte, error) { return json.Marshal(maps.Collect(w.All())) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *Weights) UnmarshalJSON(data []byte) error {
	var m map[string]float64
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	*w = NewWeights(m)
	return nil
}
