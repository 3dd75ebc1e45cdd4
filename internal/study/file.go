package study

import (
	"context"
	"io"
	"slices"

	"github.com/paulmach/orb"

	"fugai/coverage"
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
	As       string // areas, facilities, demand or candidates; "" is found out: units for polygons and for rows with level and code, else facilities
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
	q, _, err := CleanFile(ctx, path, o)
	return q, err
}

// CleanFile is [CheckFile] and gives the layer as it was understood as well,
// in WGS 84, to be written and used instead of the file: see [datasets.Clean].
func CleanFile(ctx context.Context, path string, o FileOptions) (*datasets.Quality, *datasets.Table, error) {
	l, file, err := checkFile(ctx, path, o)
	if err != nil {
		return nil, nil, err
	}
	q := &l.quality
	for i := range q.Findings { // a layer has one name: that of its report
		if f := &q.Findings[i]; f.Layer == file && len(q.Layers) > 0 {
			f.Layer = q.Layers[0].Layer
		}
	}
	return q, l.clean, nil
}

// checkFile does the work of CheckFile; file is what findings that are made
// between layers call the one that is checked.
func checkFile(ctx context.Context, path string, o FileOptions) (l *loaded, file string, err error) {
	t, _, err := open.Read(ctx, path, open.Options{Sheet: o.Sheet, Header: o.Header, CRS: o.CRS, Swap: o.Swap, Stdin: o.Stdin})
	if err != nil {
		return nil, "", err
	}
	l = &loaded{declared: map[string]declaration{t.File: declarationOf(o.CRS, t.CRS)}}
	if o.As == "" {
		o.As = roleOf(t)
	}
	tax := datasets.BuiltinTaxonomy()
	kind, err := kindOf(&l.quality, t, o, tax)
	if err != nil {
		return nil, "", err
	}
	if err := l.readFile(t, o, kind, tax); err != nil {
		return nil, "", err
	}
	if err := l.linkAreas(ctx, tax); err != nil {
		return nil, "", err
	}
	l.checkTwins()
	l.checkDates(datasets.Date{})
	if o.Areas == "" {
		l.noteUntold(t.File)
		return l, t.File, nil
	}
	ref, err := readReference(ctx, o, tax)
	if err != nil {
		return nil, "", err
	}
	return l, t.File, l.compare(ctx, t.File, ref)
}

// roleOf is what a file is read as that nobody said: polygons are units, and so
// are rows that say their level and code; all else is facilities.
func roleOf(t *datasets.Table) string {
	if m, err := datasets.MatchColumns(t, datasets.RoleAreas, nil); err == nil {
		_, level := m.Index[datasets.FieldLevel]
		_, code := m.Index[datasets.FieldCode]
		if level && code {
			return string(datasets.RoleAreas)
		}
	}
	polygons := 0
	for i := range t.Records {
		switch t.Records[i].Geometry.(type) {
		case orb.Polygon, orb.MultiPolygon:
			polygons++
		}
	}
	if 2*polygons > len(t.Records) {
		return string(datasets.RoleAreas)
	}
	return string(datasets.RoleFacilities)
}

// readFile reads the table as what it is said to be.
func (l *loaded) readFile(t *datasets.Table, o FileOptions, kind string, tax *datasets.Taxonomy) error {
	layer, q := datasets.LayerOptions{CRS: o.CRS, Swap: o.Swap}, &l.quality
	switch datasets.Role(o.As) {
	case datasets.RoleAreas:
		found, err := read(q, readUnits, t, datasets.AreaOptions{LayerOptions: layer}, tax)
		if err != nil {
			return err
		}
		l.areas, l.clean = found.Records, datasets.Clean(t, found)
		l.countLevels()
	case datasets.RoleFacilities:
		found, err := read(q, datasets.Facilities, t, datasets.FacilityOptions{LayerOptions: layer, Kind: kind}, tax)
		if err != nil {
			return err
		}
		l.facilities, l.clean = found.Records, datasets.Clean(t, found)
	case datasets.RoleDemand:
		found, err := datasets.Demands(t, datasets.DemandOptions{LayerOptions: layer}, tax)
		if err != nil {
			return err
		}
		found.AddTo(q)
		l.demand, l.clean = found.Records, datasets.Clean(t, found.Layer())
	case datasets.RoleCandidates:
		found, err := read(q, datasets.Candidates, t, datasets.CandidateOptions{LayerOptions: layer}, tax)
		if err != nil {
			return err
		}
		l.venues, l.clean = found.Records, datasets.Clean(t, found)
	default:
		return &datasets.Problem{What: datasets.T("--as 须为 areas、facilities、demand 或 candidates", "--as must be areas, facilities, demand or candidates")}
	}
	return nil
}

// countLevels lists the levels that the units of a file are of.
func (l *loaded) countLevels() {
	for i := range l.areas {
		level := l.areas[i].Level
		k := slices.IndexFunc(l.levels, func(c coverage.LevelCount) bool { return c.Level == level })
		if k < 0 {
			k = len(l.levels)
			l.levels = append(l.levels, coverage.LevelCount{Level: level})
		}
		l.levels[k].Count++
	}
}

// kindOf gives facilities whose table has no column of kinds one of their own,
// with a note: a study says under kind what they are.
func kindOf(q *datasets.Quality, t *datasets.Table, o FileOptions, tax *datasets.Taxonomy) (string, error) {
	if o.As != string(datasets.RoleFacilities) {
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
func read[T, O any](q *datasets.Quality, mapping func(*datasets.Table, O, *datasets.Taxonomy) (datasets.Layer[T], error), t *datasets.Table, o O, tax *datasets.Taxonomy) (datasets.Layer[T], error) {
	layer, err := mapping(t, o, tax)
	if err == nil {
		layer.AddTo(q)
	}
	return layer, err
}
