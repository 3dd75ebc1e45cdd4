package study

import (
	"context"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo/index"
)

// NearestQuery asks for the facilities of and around a place, which is given
// by At ("lon,lat" in WGS 84) or by Place (a name or code).
type NearestQuery struct {
	At, Place string
	Kind      string // word of the taxonomy, "" for all kinds
	// By is a way of travel of the study, or straight. Without it the only way
	// that there is counts, and straight lines where there is none or several.
	By    string
	Count int // how many of the nearest, from 1
	AsOf  datasets.Date
}

// Nearest is the answer: the units that hold the place, lowest first, the
// facilities in service of its unit, and the nearest ones.
type Nearest struct {
	Name    string      `json:"name"`
	Point   *orb.Point  `json:"point"`
	Units   []FoundUnit `json:"units"`
	InUnit  []Found     `json:"in_unit"`
	Nearest []Found     `json:"nearest"`
	// Way is how costs are counted, where it is not a straight line.
	Way       *coverage.Way  `json:"way,omitempty"`
	Note      datasets.Text  `json:"note,omitzero"` // why this way and no other
	Unreached []UnreachedOne `json:"unreached,omitempty"`
}

// UnreachedOne is a facility that the way does not lead to.
type UnreachedOne struct {
	Found
	Why datasets.Text `json:"why"`
}

// FoundUnit is one unit around a place.
type FoundUnit struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Level string `json:"level"`
}

// Found is one facility; what is not known of it is nil.
type Found struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Kind     string        `json:"kind"`
	KindText datasets.Text `json:"kind_text"`
	Unit     string        `json:"unit"`
	Meters   *float64      `json:"meters"`          // in a straight line
	Cost     *float64      `json:"cost,omitempty"`  // by the way, in its unit
	WayM     *float64      `json:"way_m,omitempty"` // metres along that way; nil where streets are not asked
}

// Nearest answers a query. The unit is the lowest one that holds the place and
// has a facility of the kind; where none has, the lowest one.
func (s *Study) Nearest(ctx context.Context, q NearestQuery) (*Nearest, error) {
	l, err := s.load(ctx, Options{})
	if err != nil {
		return nil, err
	}
	if q.AsOf.IsZero() {
		if q.AsOf, err = s.date(s.cfg.AsOf); err != nil {
			return nil, s.problem(err)
		}
	}
	kind := ""
	if q.Kind != "" {
		var ok bool
		if kind, ok = s.tax.Kind(q.Kind); !ok {
			return nil, &datasets.Problem{What: datasets.T("“%s”不是已知的设施类型", "%q is not a known kind of facility", q.Kind),
				Hint: datasets.T("研究自己的类型写在 taxonomy.kinds 下", "kinds of the study's own go under taxonomy.kinds")}
		}
	}
	n := &Nearest{Units: []FoundUnit{}, InUnit: []Found{}, Nearest: []Found{}}
	area, err := l.locate(q, n)
	if err != nil {
		return nil, err
	}
	gaz := datasets.NewGazetteer(l.areas)
	byID := map[string]*datasets.Area{}
	for i := range l.areas {
		byID[l.areas[i].ID] = &l.areas[i]
	}
	chain := []string{}
	if area != "" {
		chain = append([]string{area}, gaz.Ancestors(area)...)
	}
	for _, id := range chain {
		if a := byID[id]; a != nil {
			n.Units = append(n.Units, FoundUnit{ID: a.ID, Name: a.Name, Level: a.Level})
		}
	}
	serving := l.serving(kind, q.AsOf)
	n.InUnit = s.inUnit(l, gaz, byID, chain, serving, n.Point)
	t, err := s.trips(ctx, l, q.By, n, serving)
	if err != nil {
		return nil, s.problem(err)
	}
	if t == nil {
		n.Nearest = s.nearest(l, byID, serving, n.Point, q.Count)
		return n, nil
	}
	t.found = func(f *datasets.Facility) Found { return s.found(f, byID, distance(n.Point, f.Point)) }
	t.fill(n, q.Count)
	return n, nil
}

// locate finds the place: its name, point and lowest unit.
func (l *loaded) locate(q NearestQuery, n *Nearest) (area string, err error) {
	if q.At != "" {
		p, err := parsePoint(q.At)
		if err != nil {
			return "", err
		}
		n.Name, n.Point = q.At, &p
		return lowest(l, newLocator(l.areas).containing(p)), nil
	}
	want := datasets.NormalizeUnit(q.Place)
	for i := range l.facilities {
		if f := &l.facilities[i]; f.ID == q.Place || f.Name == q.Place {
			n.Name, n.Point = f.Name, f.Point
			return f.Area, nil
		}
	}
	for i := range l.venues {
		if v := &l.venues[i]; v.ID == q.Place || v.Name == q.Place {
			n.Name, n.Point = v.Name, v.Point
			return v.Area, nil
		}
	}
	gaz := datasets.NewGazetteer(l.areas)
	id, ok := gaz.ByCode(q.Place)
	if !ok {
		id = gaz.ByName(strings.FieldsFunc(q.Place, func(r rune) bool { return r == '/' || r == '›' })).ID
	}
	for i := range l.areas {
		a := &l.areas[i]
		if a.ID == id && id != "" || id == "" && datasets.NormalizeUnit(a.Name) == want {
			n.Name, n.Point = a.Name, a.Center
			return a.ID, nil
		}
	}
	return "", notPlaced(q.Place)
}

// IsPoint tells whether a text is a place that [NearestQuery.At] takes.
func IsPoint(text string) bool {
	_, err := parsePoint(text)
	return err == nil
}

// parsePoint reads lon,lat in degrees.
func parsePoint(text string) (orb.Point, error) {
	lon, lat, ok := strings.Cut(strings.ReplaceAll(text, "，", ","), ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if !ok || errX != nil || errY != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return orb.Point{}, &datasets.Problem{What: datasets.T("“%s”不是 经度,纬度", "%q is not LON,LAT", text),
			Hint: datasets.T("例如 --at 114.25,22.72（WGS 84，先经度后纬度）", "for example --at 114.25,22.72 (WGS 84, longitude first)")}
	}
	return orb.Point{x, y}, nil
}

// serving lists the facilities of a kind in service as of a date.
func (l *loaded) serving(kind string, asOf datasets.Date) []*datasets.Facility {
	var out []*datasets.Facility
	for i := range l.facilities {
		f := &l.facilities[i]
		if (kind == "" || f.Kind == kind) && coverage.StateAt(f, asOf).InService() {
			out = append(out, f)
		}
	}
	return out
}

// inUnit lists the facilities of the lowest unit of the chain that has any.
func (s *Study) inUnit(l *loaded, gaz *datasets.Gazetteer, byID map[string]*datasets.Area, chain []string, serving []*datasets.Facility, at *orb.Point) []Found {
	for _, id := range chain {
		var out []Found
		for _, f := range serving {
			if f.Area == id || contains(gaz.Ancestors(f.Area), id) {
				out = append(out, s.found(f, byID, distance(at, f.Point)))
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return []Found{}
}

func contains(ids []string, id string) bool {
	for _, have := range ids {
		if have == id {
			return true
		}
	}
	return false
}

func (s *Study) nearest(l *loaded, byID map[string]*datasets.Area, serving []*datasets.Facility, at *orb.Point, count int) []Found {
	out := []Found{}
	if at == nil {
		return out
	}
	geoms := make([]orb.Geometry, len(serving))
	for i, f := range serving {
		if f.Point != nil {
			geoms[i] = *f.Point
		}
	}
	for _, hit := range index.New(geoms).Nearest(*at, count) {
		d := float64(hit.Distance)
		out = append(out, s.found(serving[hit.Index], byID, &d))
	}
	return out
}

func (s *Study) found(f *datasets.Facility, byID map[string]*datasets.Area, meters *float64) Found {
	unit := ""
	if a := byID[f.Area]; a != nil {
		unit = a.Name
	}
	return Found{ID: f.ID, Name: f.Name, Kind: f.Kind, KindText: s.tax.Text(datasets.Kinds, f.Kind), Unit: unit, Meters: meters}
}
