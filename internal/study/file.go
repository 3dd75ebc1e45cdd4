package study

import (
	"context"
	"io"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo"
)

// distance is nil where either place is unknown.
func distance(a, b *orb.Point) *float64 {
	if a == nil || b == nil {
		return nil
	}
	d := float64(geo.Distance(*a, *b))
	return &d
}

// FileOptions of [CheckFile].
type FileOptions struct {
	As     string // areas, facilities, demand or candidates; "" reads it as facilities
	CRS    string
	Sheet  string
	Header int
	Stdin  io.Reader
}

// CheckFile reads one layer without a study and gives what was noticed.
func CheckFile(ctx context.Context, path string, o FileOptions) (*datasets.Quality, error) {
	t, _, err := open.Read(ctx, path, open.Options{Sheet: o.Sheet, Header: o.Header, CRS: o.CRS, Stdin: o.Stdin})
	if err != nil {
		return nil, err
	}
	layer := datasets.LayerOptions{CRS: o.CRS}
	q := &datasets.Quality{}
	tax := datasets.BuiltinTaxonomy()
	switch datasets.Role(o.As) {
	case datasets.RoleAreas:
		err = read(q, datasets.Areas, t, datasets.AreaOptions{LayerOptions: layer}, tax)
	case datasets.RoleFacilities, "":
		err = read(q, datasets.Facilities, t, datasets.FacilityOptions{LayerOptions: layer}, tax)
	case datasets.RoleDemand:
		err = read(q, datasets.Demands, t, datasets.DemandOptions{LayerOptions: layer}, tax)
	case datasets.RoleCandidates:
		err = read(q, datasets.Candidates, t, datasets.CandidateOptions{LayerOptions: layer}, tax)
	default:
		err = &datasets.Problem{What: datasets.T("--as 须为 areas、facilities、demand 或 candidates", "--as must be areas, facilities, demand or candidates")}
	}
	return q, err
}

// read maps a table with one of the mappings and adds what it reports.
func read[T, O any](q *datasets.Quality, mapping func(*datasets.Table, O, *datasets.Taxonomy) (datasets.Layer[T], error), t *datasets.Table, o O, tax *datasets.Taxonomy) error {
	layer, err := mapping(t, o, tax)
	if err != nil {
		return err
	}
	layer.AddTo(q)
	return nil
}
