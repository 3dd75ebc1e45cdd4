package study

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// ground is all layers of units with polygons together.
func (k *linker) ground() *exhibit {
	out := &exhibit{name: "areas", ground: true, mosaic: &mosaic{byID: map[string]orb.Geometry{}, at: k.at}}
	for i := range k.l.areas {
		a := &k.l.areas[i]
		out.mosaic.areas = append(out.mosaic.areas, a)
		if !isPolygon(a.Geometry) {
			continue
		}
		d := k.l.declared[a.Source.File]
		if len(out.areas) == 0 {
			out.system = d.system
		}
		if d.system != out.system {
			out.system = "" // several: none is the system of all
		}
		out.told = out.told || d.told
		out.areas, out.mosaic.byID[a.ID] = append(out.areas, a), a.Geometry
	}
	return out
}

func isPolygon(g orb.Geometry) bool {
	switch g.(type) {
	case orb.Polygon, orb.MultiPolygon:
		return true
	}
	return false
}

// exhibits gathers the places and polygons of each layer before units are
// given to them: units first, highest level first, then layers by name.
func (k *linker) exhibits() []*exhibit {
	s := &showcase{k: k, at: map[string]*exhibit{}, size: map[string]int{}, seen: map[string]int{}}
	for i := range k.l.areas {
		s.size[k.l.areas[i].Source.File]++
	}
	for i := range k.l.facilities {
		s.size[k.l.facilities[i].Source.File]++
	}
	for i := range k.l.demand.Len() {
		s.size[k.l.demand.Source(i).File]++
	}
	for v := range k.l.candidates() {
		s.size[v.Source.File]++
	}
	for i := range k.l.areas {
		s.addArea(&k.l.areas[i])
	}
	units := len(s.all)
	for i := range k.l.facilities {
		f := &k.l.facilities[i]
		name := f.Name
		if name == f.ID {
			name = "" // called after its number
		}
		s.add(f.Source, f.Point, name, deposition{f.UnitCode, f.UnitNames, f.Attrs})
	}
	for _, d := range k.l.demand.All() {
		if d.Area == "" { // the others are units, at a point inside
			s.add(d.Source, d.Point, d.Name, deposition{d.UnitCode, d.UnitNames, d.Attrs})
		}
	}
	for v := range k.l.candidates() {
		s.add(v.Source, v.Point, v.Name, deposition{v.UnitCode, v.UnitNames, v.Attrs})
	}
	slices.SortStableFunc(s.all[units:], func(a, b *exhibit) int { return cmp.Compare(a.name, b.name) })
	return s.all
}

// showcase sorts records into exhibits by the file they come from.
type showcase struct {
	k          *linker
	all        []*exhibit
	at         map[string]*exhibit
	size, seen map[string]int // records of a file, to thin large ones
}

// deposition is what a row says of the unit it lies in.
type deposition struct {
	code  string
	names []string
	attrs datasets.Attrs
}

func (s *showcase) exhibit(file string) *exhibit {
	x := s.at[file]
	if x == nil {
		d := s.k.l.declared[file]
		x = &exhibit{name: file, system: d.system, told: d.told}
		s.at[file], s.all = x, append(s.all, x)
	}
	return x
}

// skips leaves out records of layers that are too large to look at whole.
func (s *showcase) skips(file string) bool {
	s.seen[file]++
	step := (s.size[file] + maxWitnesses - 1) / maxWitnesses
	return step > 1 && s.seen[file]%step != 0
}

func (s *showcase) add(source datasets.Ref, p *orb.Point, name string, d deposition) {
	x := s.exhibit(source.File)
	if p == nil || s.skips(source.File) {
		return
	}
	unit := s.k.namedQuietly(d)
	if unit != "" && !s.k.hasPolygon(unit) {
		unit = ""
	}
	x.places = append(x.places, witness{at: *p, unit: unit, name: datasets.NormalizeUnit(name)})
}

// addArea takes a unit: its polygon, or its point with the nearest unit above
// that has a polygon of another layer.
func (s *showcase) addArea(a *datasets.Area) {
	x := s.exhibit(a.Source.File)
	p, isPoint := a.Geometry.(orb.Point)
	switch {
	case isPolygon(a.Geometry):
		x.areas = append(x.areas, a)
	case isPoint && !s.skips(a.Source.File):
		unit := ""
		for _, id := range s.k.gaz.Ancestors(a.ID) {
			if above := s.k.area(id); s.k.hasPolygon(id) && above.Source.File != a.Source.File {
				unit = id
				break
			}
		}
		x.places = append(x.places, witness{at: p, unit: unit, code: a.Code, name: datasets.NormalizeUnit(a.Name)})
	}
}

func (k *linker) hasPolygon(id string) bool {
	a := k.area(id)
	return a != nil && isPolygon(a.Geometry)
}

// namedQuietly gives the unit that a row names by code, by name or in its
// address, without findings; "" where it names none for certain.
func (k *linker) namedQuietly(d deposition) string {
	if d.code != "" {
		if id, ok := k.gaz.ByCode(d.code); ok {
			return id
		}
	}
	names := k.inner(d.names)
	if len(names) == 0 {
		names = k.addressed(d.attrs)
	}
	if len(names) == 0 {
		return ""
	}
	m := k.gaz.ByName(names)
	if len(m.Unmatched) > 0 {
		return "" // partly known names prove nothing
	}
	return m.ID
}

// addressUnit is a town, sub-district, community or village in an address.
var addressUnit = regexp.MustCompile(`[^\d\s,，、省市区县街道镇乡村]{1,8}(?:街道|镇|乡|社区|村)`)

// addressed gives the units that a row's address speaks of.
func (k *linker) addressed(attrs datasets.Attrs) []string {
	address := ""
	for _, header := range []string{"地址", "详细地址", "设施地址", "address", "Address"} {
		if address == "" {
			address = attrs.Get(header)
		}
	}
	var out []string
	for _, name := range addressUnit.FindAllString(address, 3) {
		if k.known(name) {
			out = append(out, name)
		}
	}
	return out
}

// inChina tells whether a layer lies where the map services shift.
func (x *exhibit) inChina() bool {
	for _, w := range x.everything() {
		return between(w.at, redoing("GCJ-02")(w.at)).length() > 0
	}
	return false
}
