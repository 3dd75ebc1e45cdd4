package isochrone

import (
	"cmp"
	"slices"
)

// closeHoles gives pieces of ground smaller than some square ticks that are worse
// reached than all around them to the label that most of their border is shared
// with, and drops the borders that go with that.
func closeHoles(arcs []arc, bands int, least float64) []arc {
	if least <= 0 {
		return arcs
	}
	type sided struct {
		of label
		d  dart
	}
	var all []sided
	for i := range arcs {
		all = append(all, sided{arcs[i].left, dart(2 * i)}, sided{arcs[i].right, dart(2*i + 1)})
	}
	slices.SortFunc(all, func(a, b sided) int { return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.d, b.d)) })
	fresh := map[dart]label{}
	var darts []dart
	for i, s := range all {
		darts = append(darts, s.d)
		if i+1 < len(all) && all[i+1].of == s.of {
			continue
		}
		for _, o := range assemble(arcs, darts) {
			if o.area >= least {
				continue
			}
			if to, ok := absorber(arcs, o.shell, rank(s.of, bands), bands); ok {
				o.each(func(d dart) { fresh[d] = to })
			}
		}
		darts = darts[:0]
	}
	return relabel(arcs, fresh)
}

// rank orders labels from the best reached ground to that outside.
func rank(l label, bands int) int {
	if l == outside {
		return bands
	}
	return int(l) % bands
}

// each goes through the darts of all rings.
func (o *outline) each(visit func(dart)) {
	for _, d := range o.shell {
		visit(d)
	}
	for _, hole := range o.holes {
		for _, d := range hole {
			visit(d)
		}
	}
}

// absorber is the label that has most of a ring's other side, the lowest of
// equals; ok is false where one of them is reached no better than the ring's own.
func absorber(arcs []arc, ring []dart, own, bands int) (most label, ok bool) {
	lengths := map[label]int{}
	for _, d := range ring {
		of := d.beside(arcs)
		if rank(of, bands) >= own {
			return 0, false
		}
		lengths[of] += len(d.of(arcs).line)
	}
	best := -1
	for of, n := range lengths {
		if n > best || n == best && of < most {
			most, best = of, n
		}
	}
	return most, true
}

// relabel puts new labels on the left of darts.
func relabel(arcs []arc, fresh map[dart]label) []arc {
	for d, l := range fresh {
		if d&1 == 0 {
			arcs[d>>1].left = l
		} else {
			arcs[d>>1].right = l
		}
	}
	return slices.DeleteFunc(arcs, func(a arc) bool { return a.left == a.right })
}
