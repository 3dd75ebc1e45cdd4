package gis

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// view is a result in one language, with what is looked up by ID.
type view struct {
	r          *coverage.Result
	lang       datasets.Lang
	areas      map[string]*datasets.Area
	facilities found
	demand     found
	venues     found
	idents     map[*coverage.Ledger]string // ASCII and unique, for names of tables and columns
	placed     *byPlace                    // see byPlace
	kindIDs    []string                    // see kinds
	dates      dates
	lastID     string // see area
	lastArea   *datasets.Area
	buf        []byte // of attrs
}

func newView(r *coverage.Result, lang datasets.Lang) *view {
	v := &view{
		r: r, lang: lang, dates: dates{},
		areas:      make(map[string]*datasets.Area, len(r.Areas)),
		facilities: found{n: len(r.Facilities), id: func(i int) string { return r.Facilities[i].ID }},
		demand:     found{n: r.Demand.Len(), id: r.Demand.ID},
		venues:     found{n: len(r.Venues), id: func(i int) string { return r.Venues[i].ID }},
		idents:     make(map[*coverage.Ledger]string, len(r.Targets)),
	}
	used := names{}
	for i := range r.Targets {
		v.idents[&r.Targets[i]] = used.unique(r.Targets[i].ID)
	}
	for i := range r.Areas {
		v.areas[r.Areas[i].ID] = &r.Areas[i]
	}
	return v
}

// t picks a text of the view's language.
func (v *view) t(zh, en string) string { return datasets.T(zh, en).In(v.lang) }

// word is the label of a taxonomy id, or the id where there is none.
func (v *view) word(labels map[string]datasets.Text, id string) string {
	if s := labels[id].In(v.lang); s != "" {
		return s
	}
	return id
}

func (v *view) kind(id string) string  { return v.word(v.r.Labels.Kinds, id) }
func (v *view) level(id string) string { return v.word(v.r.Labels.Levels, id) }
func (v *view) group(id string) string { return v.word(v.r.Labels.Groups, id) }

func (v *view) areaName(id string) string {
	if a := v.area(id); a != nil {
		return a.Name
	}
	return ""
}

// parentName is the name of the unit above the unit of this ID.
func (v *view) parentName(id string) string {
	a := v.area(id)
	if a == nil {
		return ""
	}
	if above := v.areas[a.Parent]; above != nil {
		return above.Name
	}
	return ""
}

// center is a point inside the unit, nil where it has no place.
func (v *view) center(id string) orb.Geometry {
	a := v.areas[id]
	switch {
	case a == nil:
		return nil
	case a.Center != nil:
		return *a.Center
	}
	if p, ok := a.Geometry.(orb.Point); ok {
		return p
	}
	return nil
}

// kinds lists the kinds of all facilities in the order of the result.
func (v *view) kinds() []string {
	if v.kindIDs != nil {
		return v.kindIDs
	}
	var out []string
	seen := map[string]bool{}
	for _, k := range v.r.Kinds {
		if !seen[k.Kind] {
			seen[k.Kind] = true
			out = append(out, k.Kind)
		}
	}
	var more []string
	for i := range v.r.Facilities {
		if k := v.r.Facilities[i].Kind; !seen[k] {
			seen[k] = true
			more = append(more, k)
		}
	}
	slices.Sort(more)
	v.kindIDs = append(out, more...)
	return v.kindIDs
}

// levels lists the levels that have units, highest first.
func (v *view) levels() []string {
	var out []string
	for i := range v.r.Areas {
		if l := v.r.Areas[i].Level; !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// attrs writes the columns that have no meaning of their own as one text.
func (v *view) attrs(m datasets.Attrs) string {
	v.buf = v.buf[:0]
	for name, value := range m.All() {
		if len(v.buf) > 0 {
			v.buf = append(v.buf, v.t("；", "; ")...)
		}
		v.buf = append(append(append(v.buf, name...), '='), value...)
	}
	return string(v.buf)
}

// join strings parts of a text together as the language does.
func (v *view) join(parts []string) string {
	return strings.Join(parts, v.t("；", "; "))
}

// groupsOf lists the groups that occur in items, sorted.
func groupsOf[T any](items []T, all func(T) iter.Seq2[string, float64]) []string {
	var groups []string
	for _, it := range items {
		for g := range all(it) {
			if !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
	}
	slices.Sort(groups)
	return groups
}

// pointers gives the addresses of the items that keep accepts; nil keeps all.
func pointers[T any](items []T, keep func(*T) bool) []*T {
	var out []*T
	if keep == nil {
		out = make([]*T, 0, len(items))
	}
	for i := range items {
		if keep == nil || keep(&items[i]) {
			out = append(out, &items[i])
		}
	}
	return out
}

// atPoint reads an optional point as a geometry.
func atPoint(p *orb.Point) orb.Geometry {
	if p == nil {
		return nil
	}
	return *p
}

// ranked gives grades with the one of the latest date last, by date and title.
func ranked(grades []datasets.Grade) []datasets.Grade {
	out := slices.Clone(grades)
	slices.SortStableFunc(out, func(a, b datasets.Grade) int {
		return cmp.Or(a.At.First().Compare(b.At.First()), cmp.Compare(a.Title, b.Title))
	})
	return out
}

// grades writes honours as a text: level, title and date.
func (v *view) grades(grades []datasets.Grade) any {
	var parts []string
	for _, g := range ranked(grades) {
		s := v.word(v.r.Labels.Grades, g.Level)
		if g.Title != "" {
			s += " " + g.Title
		}
		if !g.At.IsZero() {
			s += v.t("（", " (") + g.At.String() + v.t("）", ")")
		}
		parts = append(parts, s)
	}
	return orNull(v.join(parts))
}
