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
	kind, err := kindOf(q, t, o, tax)
	if err != nil {
		return nil, err
	}
	switch datasets.Role(o.As) {
	case datasets.RoleAreas:
		err = read(q, datasets.Areas, t, datasets.AreaOptions{LayerOptions: layer}, tax)
	case datasets.RoleFacilities, "":
		err = read(q, datasets.Facilities, t, datasets.FacilityOptions{LayerOptions: layer, Kind: kind}, tax)
	case datasets.RoleDemand:
		err = read(q, datasets.Demands, t, datasets.DemandOptions{LayerOptions: layer}, tax)
	case datasets.RoleCandidates:
		err = read(q, datasets.Candidates, t, datasets.CandidateOptions{LayerOptions: layer}, tax)
	default:
		err = &datasets.Problem{What: datasets.T("--as 须为 areas、facilities、demand 或 candidates", "--as must be areas, facilities, demand or candidates")}
	}
	return q, err
}

// kindOf gives facilities whose table has no column of kinds one of their own,
// with a note: a study says under kind what they are.
func kindOf(q *datasets.Quality, t *datasets.Table, o FileOptions, tax *datasets.Taxonomy) (string, error) {
	if o.As != "" && o.As != string(datasets.RoleFacilities) {
		return "", nil
	}
	m, err := datasets.MatchColumns(t, datasets.RoleFacilities, nil)
	if err != nil {
		return "", err
	}
	if _, found := m.Index[datasets.FieldKind]; found {
		return "", nil
	}
	q.Note(datasets.Finding{Rule: "kind-not-said", Severity: datasets.SeverityNote, Layer: t.File, Count: 1,
		Text: datasets.T("表中没有设施类型列", "the table has no column of kinds"),
		Hint: datasets.T("在研究文件中为该图层写 kind: 类型", "say kind: for this layer in the study")})
	const unsaid = "facility"
	return unsaid, tax.Extend(datasets.Kinds, []datasets.Term{{ID: unsaid, Text: datasets.T("设施", "facility")}})
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
