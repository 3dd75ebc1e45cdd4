package study

import (
	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// A shift is suspected when it puts at least this many more places into the
// units they name, and that is at least this share of those that name one.
const (
	minShiftGain      = 3
	minShiftGainShare = 0.1
)

// offMapShare is the part of the places that lie in no unit which a shift must
// bring onto the map where the rows name no units. The shift of a sound layer
// pushes as many off one edge as it brings in at the other.
const offMapShare = 0.8

// maxWitnesses bounds how many places of a layer are looked at.
const maxWitnesses = 20_000

// mosaic are the polygons that places are tried against.
type mosaic struct {
	areas []*datasets.Area
	byID  map[string]orb.Geometry
	at    *locator
}

func newMosaic(areas []*datasets.Area) *mosaic {
	b := &mosaic{areas: areas, byID: make(map[string]orb.Geometry, len(areas))}
	geoms := make([]orb.Geometry, len(areas))
	for i, a := range areas {
		geoms[i], b.byID[a.ID] = a.Geometry, a.Geometry
	}
	b.at = locatorOf(geoms)
	return b
}

// inMosaic gives the polygons of a layer, indexed.
func (x *exhibit) inMosaic() *mosaic {
	if x.mosaic == nil {
		x.mosaic = newMosaic(x.areas)
	}
	return x.mosaic
}

// holds tells whether a place lies in the unit it names or, naming none, in any.
func (b *mosaic) holds(w *witness, at orb.Point) bool {
	for _, i := range b.at.containing(at) {
		if w.unit == "" || b.areas[i].ID == w.unit {
			return true
		}
	}
	return false
}

// misfit is how far a place lies from where its row says, in metres.
func (b *mosaic) misfit(w *witness) float64 {
	if w.unit == "" {
		if hits := b.at.layer().Nearest(w.at, 1); len(hits) > 0 {
			return float64(hits[0].Distance)
		}
		return 0
	}
	return float64(geo.DistanceTo(w.at, b.byID[w.unit]))
}

// unitTally is how the places of a layer fit under one move.
type unitTally struct {
	trial         *trial
	after         int // that fit
	better, worse int // that fit only after, only before
	gains         []int
}

func (t *unitTally) net() int { return t.better - t.worse }

// testUnits asks whether more places lie in the unit they name (or, where rows
// name none, in any) after a move than as they stand.
func testUnits(x, ref *exhibit, ts []trial) (testimony, bool) {
	if len(x.places) == 0 || len(ref.areas) == 0 {
		return testimony{}, false
	}
	ws, named := sworn(x.places)
	b := ref.inMosaic()
	before := make([]bool, len(ws))
	asIs := 0
	for i := range ws {
		if before[i] = b.holds(&ws[i], ws[i].at); before[i] {
			asIs++
		}
	}
	if asIs == 0 && !named {
		return testimony{}, false // another part of the country: the shift would not show
	}
	best, second, harm := b.tryAll(ws, before, ts)
	if best.trial == nil {
		return testimony{}, false
	}
	weight := best.weigh(len(ws), asIs, named, second.net())
	what := datasets.T("单元范围内", "some unit")
	if named {
		what = datasets.T("所写单元内", "the unit they name")
	}
	if weight == noEvidence {
		if t, ok := unitsFit(len(ws), asIs, harm, what, named); ok || best.net() <= 0 {
			return t, ok
		}
	}
	var gains []float64
	for _, i := range best.gains {
		gains = append(gains, b.misfit(&ws[i]))
	}
	text := datasets.T("还原后 %[1]d 处中有 %[2]d 处落在%[3]s，现在为 %[4]d 处；%[5]d 处更吻合，原先中位相差 %.0[6]f m，%[7]d 处变差",
		"undone, %[2]d of %[1]d places lie in %[3]s, as they stand %[4]d; %[5]d fit better, by %.0[6]f m in the median, and %[7]d worse",
		len(ws), best.after, what, asIs, best.better, median(gains), best.worse)
	if other := second.trial; other != nil && nearlyAsGood(second.net(), best.net()) && other.explains[0].system != "" {
		text = datasets.T("%[1]s；%[2]s 几乎同样吻合", "%[1]s; %[2]s fits nearly as well", text, other.explains[0].system)
	}
	return testimony{trial: best.trial, weight: weight, better: best.better, median: shiftOf(ws, best.trial), text: text}, true
}

// tryAll gives the move that gains most, the next best, and the least net loss
// of any.
func (b *mosaic) tryAll(ws []witness, before []bool, ts []trial) (best, second unitTally, harm int) {
	harm = len(ws) + 1
	for i := range ts {
		t := b.tally(ws, before, &ts[i])
		harm = min(harm, -t.net())
		switch {
		case best.trial == nil || t.net() > best.net():
			best, second = t, best
		case second.trial == nil || t.net() > second.net():
			second = t
		}
	}
	return best, second, harm
}

// nearlyAsGood tells whether another move gains so much that the two cannot be
// told apart.
func nearlyAsGood(other, best int) bool { return 10*other >= 9*best }

// sworn gives the places to look at: those that name a unit, where enough do.
func sworn(all []witness) (ws []witness, named bool) {
	for i := range all {
		if all[i].unit != "" {
			ws = append(ws, all[i])
		}
	}
	if named = len(ws) >= minShiftGain; !named {
		ws = all
	}
	return thin(ws, maxWitnesses), named
}

func (b *mosaic) tally(ws []witness, before []bool, t *trial) unitTally {
	out := unitTally{trial: t}
	for i := range ws {
		after := b.holds(&ws[i], t.move(ws[i].at))
		switch {
		case after && !before[i]:
			out.better++
			out.gains = append(out.gains, i)
		case !after && before[i]:
			out.worse++
		}
		if after {
			out.after++
		}
	}
	return out
}

// weigh says what a gain is worth. Named units are sharper than the edge of the
// map; another move that does nearly as well makes it less certain.
func (t *unitTally) weigh(n, asIs int, named bool, second int) confidence {
	net := t.net()
	enough := float64(net) >= minShiftGainShare*float64(n)
	if !named {
		enough = float64(net) >= offMapShare*float64(n-asIs)
	}
	if net < minShiftGain || !enough {
		return noEvidence
	}
	weight := weakEvidence
	switch {
	case named && net >= 10 && 10*t.worse <= t.better:
		weight = strongEvidence
	case net >= 10 && 4*t.worse <= t.better:
		weight = fairEvidence
	}
	if nearlyAsGood(second, net) && weight > weakEvidence {
		weight--
	}
	return weight
}

// unitsFit says that places fit as they stand, where every move would spoil
// some of it.
func unitsFit(n, asIs, harm int, what datasets.Text, named bool) (testimony, bool) {
	if harm <= 0 || 2*asIs < n {
		return testimony{}, false
	}
	weight := weakEvidence
	if harm >= minShiftGain {
		weight = fairEvidence
	}
	if named && harm >= 10 {
		weight = strongEvidence
	}
	return testimony{weight: weight, better: harm,
		text: datasets.T("现状 %[1]d 处中有 %[2]d 处落在%[3]s；任何一种还原都会净减少至少 %[4]d 处", "as they stand %[2]d of %[1]d places lie in %[3]s; every shift undone leaves at least %[4]d fewer", n, asIs, what, harm)}, true
}

// shiftOf is the median distance in metres that a move moves places.
func shiftOf(ws []witness, t *trial) float64 {
	var moves []float64
	for _, w := range thin(ws, 200) {
		moves = append(moves, float64(geo.Distance(w.at, t.move(w.at))))
	}
	return median(moves)
}
