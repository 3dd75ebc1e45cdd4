package cli

import (
	"context"
	"io"

	"fugai/datasets"
)

// placeSum is the JSON form of what lies around a place.
type placeSum struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Places int      `json:"places"`
	Weight *float64 `json:"weight,omitempty"`
}

// costSums writes what lies around each place.
func (a *app) costSums(ctx context.Context, o *costsOptions, src *costSource) error {
	sums, err := src.sums(ctx, src.choice.Within)
	if err != nil {
		return err
	}
	weighed := o.catch.sum != countPlaces
	if o.json {
		out := make([]placeSum, len(sums))
		for i, s := range sums {
			out[i] = placeSum{ID: src.from.List[i].ID, Name: src.from.List[i].Name, Places: s.Places}
			if weighed {
				out[i].Weight = &sums[i].Weight
			}
		}
		return a.writeTo(o.layer.out, func(w io.Writer) error { return writeJSON(w, out) })
	}
	t := costTable{wide: true, columns: []column{{"id", datasets.TypeText}, {"name", datasets.TypeText}, {"places", datasets.TypeInteger}}, rows: func(_ context.Context, emit func([]string) error) error {
		for i, s := range sums {
			cells := []string{src.from.List[i].ID, src.from.List[i].Name, decimal(float64(s.Places), 0)}
			if weighed {
				cells = append(cells, decimal(s.Weight, 6))
			}
			if err := emit(cells); err != nil {
				return err
			}
		}
		return nil
	}}
	if weighed {
		t.columns = append(t.columns, column{"weight", datasets.TypeReal})
	}
	return a.writeCostTable(ctx, o, t)
}
