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
	As       string // areas, facilities, demand or candidates; "" reads it as facilities
	CRS      string
	Sheet    string
	Header   int
	Swap     bool   // exchange the coordinates of rows that are swapped
	Areas    string // file of units to compare with, "" for none
	AreasCRS string // coordinate system of that file, such as GCJ-02; "" is what it says
	Stdin    io.Reader
}

// CheckFile reads one layer without a study and gives what was noticed. With
// o.Areas the layer is compared with the units of that file: facilities off
// the map or in another unit than they name, and whether one of the two is of
// GCJ-02 or BD-09 without saying so. Without it nothing tells of a shift, and
// a note says that.
func CheckFile(ctx context.Context, path string, o FileOptions) (*datasets.Quality, error) {
	t, _, err := open.Read(ctx, path, open.Options{Sheet: o.Sheet, Header: o.Header, CRS: o.CRS, Swap: o.Swap, Stdin: o.Stdin})
	if err != nil {
		return nil, err
	}
	l := &loaded{declared: map[string]declaration{t.File: declarationOf(o.CRS, t.CRS)}}
	tax := datasets.BuiltinTaxonomy()
	kind, err := kindOf(&l.quality, t, o, tax)
	if err != nil {
		return nil, err
	}
	if err := l.readFile(t, o, kind, tax); err != nil {
		return nil, err
	}
	if err := l.linkAreas(tax); err != nil {
		return nil, err
	}
	l.checkTwins()
	l.checkDates(datasets.Date{})
	if o.Areas == "" {
		l.noteUntold(t.File)
		return &l.quality, nil
	}
	ref, err := readReference(ctx, o, tax)
	if err != nil {
		return nil, err
	}
	l.compare(t.File, ref)
	return &l.quality, nil
}

// readFile reads the table as what it is said to be.
func (l *loaded) readFile(t *datasets.Table, o FileOptions, kind string, tax *datasets.Taxonomy) (err error) {
	layer, q := datasets.LayerOptions{CRS: o.CRS, Swap: o.Swap}, &l.quality
	switch datasets.Role(o.As) {
	case datasets.RoleAreas:
		l.areas, err = read(q, readUnits, t, datasets.AreaOptions{LayerOptions: layer}, tax)
	case datasets.RoleFacilities, "":
		l.facilities, err = read(q, datasets.Facilities, t, datasets.FacilityOptions{LayerOptions: layer, Kind: kind}, tax)
	case datasets.RoleDemand:
		l.demand, err = read(q, datasets.Demands, t, datasets.DemandOptions{LayerOptions: layer}, tax)
	case datasets.RoleCandidates:
		l.venues, err = read(q, datasets.Candidates, t, datasets.CandidateOptions{LayerOptions: layer}, tax)
	default:
		err = &datasets.Problem{What: datasets.T("--as 须为 areas、facilities、demand 或 candidates", "--as must be areas, facilities, demand or candidates")}
	}
	return err
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
func read[T, O any](q *datasets.Quality, mapping func(*datasets.Table, O, *datasets.Taxonomy) (datasets.Layer[T], error), t *datasets.Table, o O, tax *datasets.Taxonomy) ([]T, error) {
	layer, err := mapping(t, o, tax)
	if err != nil {
		return nil, err
	}
	layer.AddTo(q)
	return layer.Records, nil
}
