package study

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/crs"
)

// exhibit is a layer as the detective sees it: its places and polygons in the
// longitude and latitude that they were read as.
type exhibit struct {
	name   string // as in findings
	system string // code of the declared system, "" where nothing is declared
	told   bool   // the user declares it, not the file
	ground bool   // it stands for all layers of units together
	places []witness
	areas  []*datasets.Area // those with a polygon

	mosaic *mosaic               // of areas, made when asked for
	box    *orb.Bound            // of places and areas, made when asked for
	signs  map[string]*orb.Point // places by code and name, made when asked for
}

// witness is a place, the unit that its row names, and what it is called.
type witness struct {
	at   orb.Point
	unit string // ID of the named unit, "" where there is none with a polygon
	code string // of the feature itself
	name string // its own, normalised; "" where it has none
}

// shiftedSystems are the systems of the map services that are looked for.
func shiftedSystems() []string { return []string{"GCJ-02", "BD-09"} }

// shifted tells whether a declared system is one of them.
func shifted(system string) bool { return slices.Contains(shiftedSystems(), system) }

// suspicion is what a trial says of a layer: it is of a shifted system without
// saying so, or it is not of the one that it declares.
type suspicion struct {
	layer  *exhibit
	system string // "" : the coordinates are WGS 84 as written
}

// rank orders suspicions by how likely they are before anything is compared:
// a layer that declares nothing before one of which the file, or the user, says
// what it is.
func (s suspicion) rank() int {
	switch {
	case s.layer.system == "":
		return 0
	case s.system == "":
		return 2
	case s.layer.told:
		return 3
	}
	return 1
}

// trial is a move of one layer's coordinates that brings two layers together
// where one of the suspicions holds.
type trial struct {
	move     func(orb.Point) orb.Point
	explains []suspicion // likelier first
}

// trials lists the moves of x that would set x and ref right. To move the other
// layer one way x is moved the other way.
func trials(x, ref *exhibit) []trial {
	var out []trial
	add := func(move func(orb.Point) orb.Point, explains ...suspicion) {
		slices.SortStableFunc(explains, func(a, b suspicion) int { return cmp.Compare(a.rank(), b.rank()) })
		if len(explains) > 0 {
			out = append(out, trial{move, explains})
		}
	}
	for _, code := range shiftedSystems() {
		var undo, redo []suspicion
		if !shifted(x.system) {
			undo = append(undo, suspicion{x, code})
		}
		if ref.system == code {
			undo = append(undo, suspicion{ref, ""})
		}
		if x.system == code {
			redo = append(redo, suspicion{x, ""})
		}
		if !shifted(ref.system) {
			redo = append(redo, suspicion{ref, code})
		}
		add(undoing(code), undo...)
		add(redoing(code), redo...)
		if shifted(x.system) && x.system != code {
			add(chain(redoing(x.system), undoing(code)), suspicion{x, code})
		}
		if shifted(ref.system) && ref.system != code {
			add(chain(redoing(code), undoing(ref.system)), suspicion{ref, code})
		}
	}
	return out
}

// undoing turns a shifted system into WGS 84.
func undoing(code string) func(orb.Point) orb.Point {
	return converting(code, (*crs.System).ToWGS84)
}

// redoing turns WGS 84 into a shifted system.
func redoing(code string) func(orb.Point) orb.Point {
	return converting(code, (*crs.System).FromWGS84)
}

// converting leaves points that cannot be converted where they are.
func converting(code string, convert func(*crs.System, orb.Point) (orb.Point, error)) func(orb.Point) orb.Point {
	system, err := crs.Parse(code)
	return func(p orb.Point) orb.Point {
		if err != nil {
			return p
		}
		if q, err := convert(system, p); err == nil {
			return q
		}
		return p
	}
}

func chain(first, then func(orb.Point) orb.Point) func(orb.Point) orb.Point {
	return func(p orb.Point) orb.Point { return then(first(p)) }
}

func asItStands(p orb.Point) orb.Point { return p }

// confidence is how much a test weighs.
type confidence int

const (
	noEvidence confidence = iota
	weakEvidence
	fairEvidence
	strongEvidence
)

func (c confidence) text() datasets.Text {
	switch c {
	case strongEvidence:
		return datasets.T("证据充分", "strong evidence")
	case fairEvidence:
		return datasets.T("证据较强", "fair evidence")
	}
	return datasets.T("证据较弱", "weak evidence")
}

// testimony is what one test of two layers says.
type testimony struct {
	x, ref *exhibit
	trial  *trial // that fits best; nil: the layers fit as they stand
	weight confidence
	better int     // features that fit better after the move, or as they stand
	median float64 // metres that the move moves
	text   datasets.Text
}

// test compares two layers; ok is false where it has nothing to say.
type test func(x, ref *exhibit, ts []trial) (said testimony, ok bool)

// judge lets tests speak about two layers.
func judge(x, ref *exhibit, tests ...test) []testimony {
	ts := trials(x, ref)
	var out []testimony
	for _, ask := range tests {
		if t, ok := ask(x, ref, ts); ok {
			t.x, t.ref = x, ref
			out = append(out, t)
		}
	}
	return out
}

// thin takes at most about limit of the members of a list, evenly.
func thin[T any](list []T, limit int) []T {
	if len(list) <= limit {
		return list
	}
	step := (len(list) + limit - 1) / limit
	out := make([]T, 0, limit)
	for i := 0; i < len(list); i += step {
		out = append(out, list[i])
	}
	return out
}
