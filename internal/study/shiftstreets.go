package study

import (
	"context"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/network"
)

// Places and streets are compared by how far the places lie from the nearest
// street. A shift of half a kilometre puts them anywhere between two streets.
const (
	minBeside = 20   // places that a layer must have
	maxBeside = 1000 // of them, those that are looked at
	besideFar = 3000 // metres; farther counts as this
	besideOn  = 30   // metres within which a place is beside a street
	besideOf  = 0.5  // the move must bring the median below this part
	besideUp  = 0.15 // and so many more places, of all, beside a street
)

// suspectStreets compares the streets with every layer of places, as they stand
// and after undoing GCJ-02 or BD-09. It only reports; nothing is moved.
func (l *loaded) suspectStreets(ctx context.Context) error {
	layers := l.besideStreets()
	if len(layers) == 0 {
		return nil
	}
	seen := map[string]bool{}
	for _, o := range l.ways.inOrder() {
		file := o.streets.Inputs[0].Path
		if seen[file] {
			continue
		}
		seen[file] = true
		inFile := ""
		if o.streets.Layer != nil {
			inFile = o.streets.Layer.CRS
		}
		d := declarationOf(o.crs, inFile)
		streets := &exhibit{name: file, system: d.system, told: d.told}
		b := besides{ctx: ctx, graph: o.streets.Graph}
		var said []testimony
		for _, x := range layers {
			said = append(said, judge(x, streets, b.test)...)
		}
		if b.err != nil {
			return b.err
		}
		noteStreetShifts(&l.quality, streets, said)
	}
	return nil
}

// noteStreetShifts warns of layers of places each by itself, and of the streets
// where no layer lies well on them as they are.
func noteStreetShifts(q *datasets.Quality, streets *exhibit, said []testimony) {
	byWeight(said)
	preferStreets(streets, said)
	var ofStreets []testimony
	fits := false
	for _, t := range said {
		switch {
		case t.trial == nil:
			fits = true
		case t.trial.explains[0].layer == streets:
			ofStreets = append(ofStreets, t)
		case !confirmed(q, t):
			noteShifts(q, []testimony{t})
		}
	}
	if !fits {
		noteShifts(q, ofStreets)
	}
}

// preferStreets puts what is said of the streets first where several layers of
// places, and all that say anything, can be explained by it: it is likelier that
// one file is wrong than that all others are.
func preferStreets(streets *exhibit, said []testimony) {
	if len(said) < 2 {
		return
	}
	for _, t := range said {
		if t.trial == nil || !slices.ContainsFunc(t.trial.explains, func(s suspicion) bool { return s.layer == streets }) {
			return
		}
	}
	for _, t := range said {
		slices.SortStableFunc(t.trial.explains, func(a, b suspicion) int {
			switch {
			case a.layer == streets && b.layer != streets:
				return -1
			case b.layer == streets && a.layer != streets:
				return 1
			}
			return 0
		})
	}
}

// confirmed adds a testimony to the finding of the same about its layer, if
// other layers told of it before.
func confirmed(q *datasets.Quality, t testimony) bool {
	s := t.trial.explains[0]
	f := s.finding(&t, t.weight)
	for i := range q.Findings {
		have := &q.Findings[i]
		if have.Rule != f.Rule || have.Layer != s.name(t.x) {
			continue
		}
		have.Examples = append(have.Examples, datasets.Example{Ref: datasets.Ref{File: have.Layer}, Text: datasets.T("与 %[1]s 比较：%[2]s", "against %[1]s: %[2]s", t.against(s.layer), t.text)})
		return true
	}
	return false
}

// besideStreets are the layers of places that are no units' and many enough.
func (l *loaded) besideStreets() []*exhibit {
	units := map[string]bool{}
	for i := range l.areas {
		units[l.areas[i].Source.File] = true
	}
	maps.Copy(units, l.spread)
	at := map[string][]orb.Point{}
	add := func(file string, p *orb.Point) {
		if p != nil && !units[file] {
			at[file] = append(at[file], *p)
		}
	}
	for i := range l.facilities {
		add(l.facilities[i].Source.File, l.facilities[i].Point)
	}
	for i := range l.demand.Len() {
		add(l.demand.Source(i).File, l.demand.Point(i))
	}
	for i := range l.venues {
		add(l.venues[i].Source.File, l.venues[i].Point)
	}
	var out []*exhibit
	for _, file := range slices.Sorted(maps.Keys(at)) {
		d := l.declared[file]
		x := &exhibit{name: file, system: d.system, told: d.told}
		for _, p := range thin(at[file], maxBeside) {
			x.places = append(x.places, witness{at: p})
		}
		if len(x.places) >= minBeside && x.inChina() {
			out = append(out, x)
		}
	}
	return out
}

// besides measures how near places are to a network.
type besides struct {
	ctx   context.Context
	graph *network.Graph
	err   error
}

// nearness is how near places are to the streets.
type nearness struct {
	median float64 // metres
	share  float64 // of the places, those beside a street
}

// after measures places where a move puts them.
func (b *besides) after(x *exhibit, move func(orb.Point) orb.Point) nearness {
	places := make([]orb.Point, len(x.places))
	for i, w := range x.places {
		places[i] = move(w.at)
	}
	at, _, err := b.graph.Snap(b.ctx, places, network.SnapOptions{Limit: besideFar})
	if err != nil {
		b.err = err
	}
	away := make([]float64, 0, len(places))
	beside := 0
	for i := range at {
		away = append(away, at[i].Off)
		if at[i].Off <= besideOn {
			beside++
		}
	}
	for len(away) < len(places) {
		away = append(away, besideFar)
	}
	return nearness{median(away), float64(beside) / float64(len(places))}
}

// test compares places with the streets. It is a [test].
func (b *besides) test(x, streets *exhibit, ts []trial) (testimony, bool) {
	now := b.after(x, asItStands)
	best, found := nearness{median: besideFar}, -1
	for i := range ts {
		if n := b.after(x, ts[i].move); n.median < best.median {
			best, found = n, i
		}
	}
	n := len(x.places)
	if found < 0 || best.median >= now.median {
		return testimony{weight: fairEvidence, better: n, text: now.text(n)}, found >= 0 && now.median < besideOf*best.median
	}
	if best.median >= besideOf*now.median || best.share < now.share+besideUp {
		return testimony{}, false
	}
	weight := fairEvidence
	if n >= 5*minBeside && best.median < now.median/4 {
		weight = strongEvidence
	}
	var points []orb.Point
	for _, w := range x.places {
		points = append(points, w.at)
	}
	return testimony{trial: &ts[found], weight: weight, better: int(best.share*float64(n)+0.5) - int(now.share*float64(n)+0.5), median: offsetOf(points, ts[found].move).length(),
		text: datasets.T("%[1]d 处地点到最近道路的中位距离由 %.0[2]f m 变为 %.0[3]f m，%[4]d m 以内的由 %.0[5]f%% 变为 %.0[6]f%%", "the median distance of %[1]d places to the nearest street falls from %.0[2]f to %.0[3]f m, and those within %[4]d m rise from %.0[5]f to %.0[6]f %%",
			n, now.median, best.median, besideOn, 100*now.share, 100*best.share)}, true
}

// text tells of places that lie well as they are.
func (n nearness) text(places int) datasets.Text {
	return datasets.T("%[1]d 处地点到最近道路的中位距离为 %.0[2]f m，移动后更远", "%[1]d places are %.0[2]f m from the nearest street in the median, and farther once moved", places, n.median)
}
