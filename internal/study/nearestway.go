package study

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/internal/travel"
)

// trip is the way to one facility.
type trip struct {
	cost, meters *float64
	why          datasets.Text // there is none
}

// trips are the ways from a place to facilities.
type trips struct {
	serving []*datasets.Facility
	to      map[*datasets.Facility]*trip
	found   func(*datasets.Facility) Found
}

// trips goes from a place to the facilities by a way of the study; nil by
// straight lines.
func (s *Study) trips(ctx context.Context, l *loaded, by string, n *Nearest, serving []*datasets.Facility) (*trips, error) {
	chosen, err := s.nearestBy(by, n)
	if err != nil || chosen == "" || n.Point == nil || len(serving) == 0 {
		return nil, err
	}
	o, err := l.ways.of(ctx, scalar{text: chosen}, s.nearestUnit(chosen))
	if err != nil {
		return nil, err
	}
	t := &trips{serving: serving, to: make(map[*datasets.Facility]*trip, len(serving))}
	var at []orb.Point
	var of []*datasets.Facility
	for _, f := range serving {
		t.to[f] = &trip{why: datasets.T("没有坐标", "no coordinates")}
		if f.Point != nil {
			at, of = append(at, *f.Point), append(of, f)
		}
	}
	if len(at) > 0 {
		err = t.measure(ctx, o, *n.Point, places{travel.PlacesAt(at), of})
	}
	var p *datasets.Problem
	if by == "" && errors.As(err, &p) { // nobody asked for this way
		n.Note = datasets.T("%[1]s；以下为直线", "%[1]s; straight lines follow", p.What)
		return nil, nil
	}
	n.Way = o.way
	return t, err
}

// places are those of facilities.
type places struct {
	*travel.Places
	of []*datasets.Facility
}

// nearestBy chooses the way; "" is straight lines.
func (s *Study) nearestBy(by string, n *Nearest) (string, error) {
	names := s.wayNames()
	switch {
	case by == straightID || by == "" && len(names) == 0:
		return "", nil
	case by == "" && len(names) == 1:
		n.Note = datasets.T("按研究里唯一的出行方式 %s；直线用 --by straight", "by the study's only way of travel, %s; --by straight gives straight lines", names[0])
		return names[0], nil
	case by == "":
		n.Note = datasets.T("直线；研究里有出行方式 %s，用 --by 指明", "straight lines; the study has the ways of travel %s: choose one with --by", strings.Join(names, ", "))
		return "", nil
	case !slices.Contains(names, by):
		return "", &datasets.Problem{What: datasets.T("travel 里没有“%s”", "there is no %q under travel", by), Hint: knownWays(names)}
	}
	return by, nil
}

// nearestUnit is s where the way knows times.
func (s *Study) nearestUnit(name string) string {
	if e := s.cfg.Travel[name]; !e.Roads.set() && !e.Speed.set() {
		return travel.Metres
	}
	return travel.Seconds
}

// measure goes to each facility.
func (t *trips) measure(ctx context.Context, o *openedWay, from orb.Point, to places) error {
	for _, f := range to.of {
		t.to[f].why = datasets.T("没有路通到那里", "no way leads there")
	}
	place := travel.PlacesAt([]orb.Point{from})
	took := func(_ int, row []coverage.Entry) error {
		for _, e := range row {
			*t.to[to.of[e.Site]] = trip{cost: &e.Cost}
		}
		return nil
	}
	if o.streets == nil {
		straight, _ := o.way.Travel.(travel.Straight)
		return straight.Each(ctx, place, to.Places, travel.Choice{}, took)
	}
	start, err := o.streets.Put(ctx, place)
	if err != nil {
		return err
	}
	ends, err := o.streets.Put(ctx, to.Places)
	if err != nil {
		return err
	}
	for _, m := range ends.Missed {
		t.to[to.of[m.Place]].why = m.Why
	}
	if err := o.streets.Each(ctx, start, ends, travel.Choice{}, took); err != nil {
		return err
	}
	return t.lengths(ctx, o.streets, start, ends, to.of)
}

// mostLengths bounds the facilities whose ways are drawn to tell their length.
const mostLengths = 200

// lengths adds the metres of the ways to the nearest facilities.
func (t *trips) lengths(ctx context.Context, s *travel.Streets, start, ends *travel.Put, of []*datasets.Facility) error {
	order := make([]int, 0, len(ends.At))
	for i := range ends.At {
		if t.to[of[ends.At[i].Place]].cost != nil {
			order = append(order, i)
		}
	}
	cost := func(i int) float64 { return *t.to[of[ends.At[i].Place]].cost }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(cost(a), cost(b)) })
	order = order[:min(mostLengths, len(order))]
	from, to, back := start, ends, s.Backwards()
	asked := make([]travel.Trip, len(order))
	for k, i := range order {
		if asked[k] = (travel.Trip{From: 0, To: i}); back {
			asked[k] = travel.Trip{From: i, To: 0}
		}
	}
	if back {
		from, to = ends, start
	}
	routes, err := s.Routes(ctx, from, to, asked)
	if err != nil {
		return err
	}
	for k, r := range routes {
		if r != nil {
			t.to[of[ends.At[order[k]].Place]].meters = &r.Metres
		}
	}
	return nil
}

// fill puts the ways in an answer: the nearest first, and those that are not
// reached with the reason.
func (t *trips) fill(n *Nearest, count int) {
	byID := make(map[string]*trip, len(t.serving))
	var reached []*datasets.Facility
	for _, f := range t.serving {
		way := t.to[f]
		byID[f.ID] = way
		if way.cost != nil {
			reached = append(reached, f)
		} else {
			n.Unreached = append(n.Unreached, UnreachedOne{t.found(f), way.why})
		}
	}
	for i := range n.InUnit {
		if way := byID[n.InUnit[i].ID]; way != nil {
			n.InUnit[i].Cost, n.InUnit[i].WayM = way.cost, way.meters
		}
	}
	slices.SortStableFunc(reached, func(a, b *datasets.Facility) int { return cmp.Compare(*t.to[a].cost, *t.to[b].cost) })
	for _, f := range reached[:min(count, len(reached))] {
		one := t.found(f)
		one.Cost, one.WayM = t.to[f].cost, t.to[f].meters
		n.Nearest = append(n.Nearest, one)
	}
}
