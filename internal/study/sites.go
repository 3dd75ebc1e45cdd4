package study

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// band is the height of the strips that sites are sorted in, degrees of
// latitude: a little over nearTwin.
const band = float64(nearTwin) / 110_000

// site is a facility with what it is sorted by.
type site struct {
	at       orb.Point
	strip    int32
	order    int32 // in the layers, so that equal places stay in order
	facility *datasets.Facility
	name     string // normalised once it is asked for
}

// sites are facilities of one kind, sorted by strip of latitude and longitude.
type sites []site

// sitesByKind takes the facilities that have a place and a name of their own,
// not sorted yet.
func sitesByKind(facilities []datasets.Facility) []sites {
	kinds := map[string]int{}
	var all []sites
	for i := range facilities {
		f := &facilities[i]
		if f.Point == nil || f.Name == f.ID {
			continue
		}
		kind, known := kinds[f.Kind]
		if !known {
			kind = len(kinds)
			kinds[f.Kind] = kind
			all = append(all, nil)
		}
		all[kind] = append(all[kind], site{at: *f.Point, strip: int32(math.Floor(f.Point[1] / band)), order: int32(i), facility: f})
	}
	return all
}

func compareSites(a, b site) int {
	switch {
	case a.strip != b.strip:
		return cmp.Compare(a.strip, b.strip)
	case a.at[0] != b.at[0]:
		return cmp.Compare(a.at[0], b.at[0])
	case a.at[1] != b.at[1]:
		return cmp.Compare(a.at[1], b.at[1])
	}
	return cmp.Compare(a.order, b.order)
}

// check finds the twins in the order of the sites, and the facilities at one
// and the same place.
func (s sites) check() (near []twin, crowds [][]*datasets.Facility) {
	slices.SortFunc(s, compareSites)
	for i := 0; i < len(s); {
		end := i + 1
		for end < len(s) && s[end].at == s[i].at {
			end++
		}
		if end > i+1 {
			var group []*datasets.Facility
			for _, one := range s[i:end] {
				group = append(group, one.facility)
			}
			crowds = append(crowds, group)
		}
		for j := i; j < end; j++ {
			if t, ok := s.twinOf(j); ok {
				near = append(near, t)
			}
		}
		i = end
	}
	return near, crowds
}

// twinOf finds another of the same name within reach of the site at
// i: before it in its own strip, or in the strip to the south. Of two the one
// of the later row is the twin.
func (s sites) twinOf(i int) (twin, bool) {
	f := &s[i]
	dLon := (offset{float64(nearTwin), 0}.apply(f.at)[0] - f.at[0]) * 1.01 // the sphere is a percent off
	for j := i - 1; j >= max(0, i-twinsTried) && s[j].strip == f.strip && f.at[0]-s[j].at[0] <= dLon; j-- {
		if t, ok := f.twinWith(&s[j]); ok {
			return t, true
		}
	}
	from, _ := slices.BinarySearchFunc(s[:i], site{strip: f.strip - 1, at: orb.Point{f.at[0] - dLon, -90}}, compareSites)
	for j := from; j < min(i, from+twinsTried) && s[j].strip == f.strip-1 && s[j].at[0]-f.at[0] <= dLon; j++ {
		if t, ok := f.twinWith(&s[j]); ok {
			return t, true
		}
	}
	return twin{}, false
}

func (a *site) twinWith(b *site) (twin, bool) {
	if between(a.at, b.at).length() > 1.01*float64(nearTwin) || samePlace(a.at, b.at) || a.called() != b.called() {
		return twin{}, false
	}
	d := geo.Distance(a.at, b.at)
	switch {
	case d > nearTwin:
		return twin{}, false
	case bySource(b.facility, a.facility) > 0:
		return twin{b.facility, a.facility, d}, true
	}
	return twin{a.facility, b.facility, d}, true
}

func (a *site) called() string {
	if a.name == "" {
		a.name = datasets.NormalizeUnit(a.facility.Name)
	}
	return a.name
}

// samePlace tells whether two places are one to 1e-5 degrees, as the rule for
// twins of a layer has it.
func samePlace(a, b orb.Point) bool {
	round := func(v float64) float64 { return math.Round(v * 1e5) }
	return round(a[0]) == round(b[0]) && round(a[1]) == round(b[1])
}
