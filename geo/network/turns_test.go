package network_test

import (
	"fmt"
	"slices"
	"testing"

	"fugai/geo"
	"fugai/geo/network"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// step is a piece of street in one direction, by points.
type step struct{ from, to int32 }

// ban is a turn restriction over pieces of street.
type ban struct {
	path []step
	to   step
	only bool
}

// follower is somebody under way: the piece passed last, and how far each
// ban has been followed.
type follower struct {
	at   step
	done string // by ban, one byte
}

// onward gives where a follower may go, with what is followed then.
func onward(bans []ban, f follower, next step) (follower, bool) {
	must, named := false, false
	for i, b := range bans {
		n := int(f.done[i])
		if n == 0 {
			continue
		}
		expect := b.to
		if n < len(b.path) {
			expect = b.path[n]
		}
		switch {
		case b.only:
			must, named = true, named || expect == next
		case n == len(b.path) && expect == next:
			return f, false
		}
	}
	return follower{next, begin(bans, f.done, next)}, !must || named
}

// begin is what is followed after a piece.
func begin(bans []ban, before string, next step) string {
	done := make([]byte, len(bans))
	for i, b := range bans {
		if n := int(before[i]); n > 0 && n < len(b.path) && b.path[n] == next {
			done[i] = byte(n + 1)
		}
		if b.path[0] == next {
			done[i] = 1
		}
	}
	return string(done)
}

// slowCosts are the costs from a point to all others: a search over what
// followers may do, piece by piece. Turning back is allowed at nodes only.
func slowCosts(r *network.Roads, bans []ban, node []bool, from int32) []uint64 {
	costs := map[step]uint64{}
	for _, w := range r.Ways {
		for k := 1; k < len(w.Nodes); k++ {
			a, b := w.Nodes[k-1], w.Nodes[k]
			ms := uint64(float64(geo.Distance(r.Points[a], r.Points[b]))*3600/25 + 0.5)
			costs[step{a, b}] = ms
			if w.Tags.Get("oneway") != "yes" {
				costs[step{b, a}] = ms
			}
		}
	}
	best := slices.Repeat([]uint64{uint64(network.Never)}, len(r.Points))
	best[from] = 0
	at := map[follower]uint64{}
	var work []follower
	reach := func(f follower, c uint64) {
		if old, have := at[f]; !have || c < old {
			at[f] = c
			best[f.at.to] = min(best[f.at.to], c)
			work = append(work, f)
		}
	}
	nothing := string(make([]byte, len(bans)))
	for s, c := range costs {
		if s.from == from {
			reach(follower{s, begin(bans, nothing, s)}, c)
		}
	}
	for len(work) > 0 {
		f := work[0]
		work = work[1:]
		for s, c := range costs {
			if s.from != f.at.to || s.to == f.at.from && !node[s.from] {
				continue
			}
			if next, ok := onward(bans, f, s); ok {
				reach(next, at[f]+c)
			}
		}
	}
	return best
}

// turnTown is a grid of two-way and one-way streets, each with a point in its
// middle, of which some go on as one way, with turn restrictions at will.
func turnTown(t *rapid.T) (*network.Roads, []ban) {
	const side = 3
	r := &network.Roads{}
	for i := range side * side {
		r.Points = append(r.Points, orb.Point{114 + 0.0004*float64(i%side) + 1e-5*float64(i*i), 22 + 0.0004*float64(i/side)})
	}
	street := func(a, b int) {
		if rapid.IntRange(0, 5).Draw(t, "gap") == 0 {
			return
		}
		p, q := r.Points[a], r.Points[b]
		r.Points = append(r.Points, orb.Point{(p[0]+q[0])/2 + 1e-5, (p[1]+q[1])/2 + 1e-5})
		oneway := rapid.SampledFrom([]string{"", "", "yes"}).Draw(t, "oneway")
		nodes := []int32{int32(a), int32(len(r.Points) - 1), int32(b)}
		if n := len(r.Ways); n > 0 && rapid.Bool().Draw(t, "go on") {
			if w := &r.Ways[n-1]; w.Nodes[len(w.Nodes)-1] == int32(a) && w.Tags.Get("oneway") == oneway {
				w.Nodes = append(w.Nodes, nodes[1:]...)
				return
			}
		}
		r.Ways = append(r.Ways, network.Way{ID: int64(len(r.Ways) + 1), Nodes: nodes,
			Tags: network.Tags{{Key: "highway", Value: "residential"}, {Key: "oneway", Value: oneway}}})
	}
	for i := range side * side {
		if i%side+1 < side {
			street(i, i+1)
		}
	}
	for i := range side * (side - 1) {
		street(i, i+side)
	}
	var bans []ban
	for range rapid.IntRange(0, 6).Draw(t, "turns") {
		bans = append(bans, drawTurn(t, r)...)
	}
	return r, bans
}

// drawTurn adds a restriction over a junction, or over a way between two, and
// says what it means.
func drawTurn(t *rapid.T, r *network.Roads) []ban {
	only := rapid.Bool().Draw(t, "only")
	if len(r.Ways) < 2 {
		return nil
	}
	via := rapid.SampledFrom(r.Ways).Draw(t, "via")
	nodes := slices.Clone(via.Nodes)
	if rapid.Bool().Draw(t, "back") {
		slices.Reverse(nodes)
	}
	turn := network.Turn{ID: int64(len(r.Turns) + 1), Via: -1, ViaWays: []int64{via.ID}, Only: only}
	if rapid.Bool().Draw(t, "at a node") {
		nodes = nodes[:1]
		turn.Via, turn.ViaWays = nodes[0], nil
	}
	from, to := ending(r, nodes[0]), ending(r, nodes[len(nodes)-1])
	a, b := rapid.SampledFrom(from).Draw(t, "from"), rapid.SampledFrom(to).Draw(t, "to")
	turn.From, turn.To = a.way, b.way
	if turn.ViaWays != nil && (a.way == via.ID || b.way == via.ID) {
		return nil
	}
	if turn.ViaWays != nil && endsAt(r, a.way, nodes[len(nodes)-1]) && endsAt(r, b.way, nodes[0]) {
		return nil // either way round
	}
	r.Turns = append(r.Turns, turn)
	path := []step{{a.beside, nodes[0]}}
	for k := 1; k < len(nodes); k++ {
		path = append(path, step{nodes[k-1], nodes[k]})
	}
	out := ban{path, step{nodes[len(nodes)-1], b.beside}, only}
	for _, s := range append(slices.Clone(path), out.to) {
		if !open(r, s) {
			return nil // nobody could take it
		}
	}
	return []ban{out}
}

type wayEnd struct {
	way    int64
	beside int32
}

// ending lists the ways that start or end at a point.
func ending(r *network.Roads, point int32) (list []wayEnd) {
	for _, w := range r.Ways {
		if w.Nodes[0] == point {
			list = append(list, wayEnd{w.ID, w.Nodes[1]})
		}
		if n := len(w.Nodes); w.Nodes[n-1] == point {
			list = append(list, wayEnd{w.ID, w.Nodes[n-2]})
		}
	}
	return list
}

func endsAt(r *network.Roads, way int64, point int32) bool {
	return slices.ContainsFunc(ending(r, point), func(e wayEnd) bool { return e.way == way })
}

// open tells whether a piece may be passed.
func open(r *network.Roads, s step) bool {
	for _, w := range r.Ways {
		for k := 1; k < len(w.Nodes); k++ {
			if w.Nodes[k-1] == s.from && w.Nodes[k] == s.to || w.Nodes[k-1] == s.to && w.Nodes[k] == s.from && w.Tags.Get("oneway") != "yes" {
				return true
			}
		}
	}
	return false
}

// Costs under turn restrictions are those of a search that remembers all that
// was passed.
func TestTurnsAgainstFollowing(t *testing.T) {
	applied := 0
	rapid.Check(t, func(rt *rapid.T) {
		r, bans := turnTown(rt)
		if len(r.Ways) == 0 {
			return
		}
		g, report := build(t, r, network.Settings{Mode: network.Drive})
		applied += report.Applied
		if report.Unresolved+report.LongVia > 0 {
			rt.Fatalf("report %+v", report)
		}
		node := make([]bool, len(r.Points))
		at := map[orb.Point]bool{}
		for _, p := range g.Nodes {
			at[p] = true
		}
		var inner []int32
		var places []orb.Point
		through := throughPoints(g)
		for i, p := range r.Points {
			node[i] = at[p]
			if i >= 9 && !at[p] && !through[p] {
				inner, places = append(inner, int32(i)), append(places, p)
			}
		}
		got := foldedCosts(g, onGraph(t, g, places))
		for i, from := range inner {
			want := slowCosts(r, bans, node, from)
			for j, to := range inner {
				if uint64(got[i][j]) != want[to] {
					rt.Fatalf("from point %d to %d it costs %d, want %d\nturns %+v\nways %v", from, to, got[i][j], want[to], r.Turns, wayList(r))
				}
			}
		}
	})
	if applied == 0 {
		t.Error("no turn restriction was applied")
	}
}

// throughPoints are those of edges that no place is put on.
func throughPoints(g *network.Graph) map[orb.Point]bool {
	points := map[orb.Point]bool{}
	for i := range g.Edges {
		if g.Edges[i].Through {
			for _, p := range g.Line(uint32(i)) {
				points[p] = true
			}
		}
	}
	return points
}

func wayList(r *network.Roads) (list []string) {
	for _, w := range r.Ways {
		list = append(list, fmt.Sprint(w.ID, w.Nodes, w.Tags.Get("oneway")))
	}
	return list
}

// A town without restrictions on its ways costs the same to drive as one whose
// restrictions except cars.
func TestTurnsThatExceptCars(t *testing.T) {
	r := town(5, 2)
	without, _ := build(t, r, network.Settings{Mode: network.Drive})
	w := r.Ways[0]
	r.Turns = []network.Turn{{ID: 1, From: w.ID, To: w.ID, Via: w.Nodes[0], Except: "psv;motorcar"}}
	with, report := build(t, r, network.Settings{Mode: network.Drive})
	if report.Turns != 1 || report.Applied != 0 || report.Idle != 1 || len(with.Nodes) != len(without.Nodes) {
		t.Errorf("%d nodes with %d of %d restrictions, want %d with none", len(with.Nodes), report.Applied, report.Turns, len(without.Nodes))
	}
}
