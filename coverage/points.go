package coverage

import (
	"encoding/json"
	"iter"

	"fugai/datasets"
)

// PointRow is one demand point's nearest facility. Facility and Cost are absent
// where none lies within the cutoff.
type PointRow struct {
	Demand   string   `json:"demand"`
	Facility string   `json:"facility,omitempty"`
	Cost     *float64 `json:"cost,omitempty"`
	Full     float64  `json:"full,omitempty"` // people there who find all facilities within reach full
}

// PointRows lists them, 16 bytes a point: a reach target may have ten million.
// The zero value has none. Rows are asked for by their number.
type PointRows struct {
	demand     datasets.DemandList
	row        []int32  // of each point in demand
	facilities []string // IDs of the sites
	site       []int32  // the nearest of facilities; -1 where there is none
	cost       []float64
	full       []float64  // of each point; nil where capacities do not count
	held       []PointRow // instead of all that, where they were given one by one
}

// NewPointRows makes a list of given rows.
func NewPointRows(rows []PointRow) PointRows { return PointRows{held: rows} }

// Len is the number of rows.
func (p PointRows) Len() int { return len(p.row) + len(p.held) }

// IsZero tells whether there are none.
func (p PointRows) IsZero() bool { return p.Len() == 0 }

// At makes row i. Its cost is that of the list.
func (p PointRows) At(i int) PointRow {
	if p.held != nil {
		return p.held[i]
	}
	out := PointRow{Demand: p.demand.ID(int(p.row[i]))}
	if p.site[i] >= 0 {
		out.Facility, out.Cost = p.facilities[p.site[i]], &p.cost[i]
	}
	if p.full != nil {
		out.Full = p.full[i]
	}
	return out
}

// All yields the rows in their order, which is that of the demand.
func (p PointRows) All() iter.Seq2[int, PointRow] {
	return func(yield func(int, PointRow) bool) {
		for i := range p.Len() {
			if !yield(i, p.At(i)) {
				return
			}
		}
	}
}

// Equal tells whether two lists have the same rows.
func (p PointRows) Equal(o PointRows) bool {
	if p.Len() != o.Len() {
		return false
	}
	for i, a := range p.All() {
		b := o.At(i)
		if a.Demand != b.Demand || a.Facility != b.Facility || a.Full != b.Full || (a.Cost == nil) != (b.Cost == nil) || a.Cost != nil && *a.Cost != *b.Cost {
			return false
		}
	}
	return true
}

// MarshalJSON writes an array of the rows.
func (p PointRows) MarshalJSON() ([]byte, error) {
	out := make([]PointRow, 0, p.Len())
	for _, r := range p.All() {
		out = append(out, r)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *PointRows) UnmarshalJSON(data []byte) error {
	var rows []PointRow
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	*p = NewPointRows(rows)
	return nil
}
