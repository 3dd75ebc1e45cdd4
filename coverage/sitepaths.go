package coverage

import (
	"math"
	"slices"
)

// move is that of demand from the site of one arc to that of another.
type move struct {
	price   int64 // of one unit of weight: what the new site costs more
	arc, to int   // to is -1 for those who find no room
	demand  int32
}

func (m move) before(o move) bool {
	return m.price < o.price || m.price == o.price && m.demand < o.demand
}

// moveHeap has the cheapest move on top. Moves of demand that has left the site
// stay until they come to the top.
type moveHeap []move

func (h *moveHeap) push(m move) {
	list := append(*h, m)
	i := len(list) - 1
	for i > 0 && m.before(list[(i-1)/2]) {
		list[i] = list[(i-1)/2]
		i = (i - 1) / 2
	}
	list[i] = m
	*h = list
}

func (h *moveHeap) pop() {
	list := *h
	last := list[len(list)-1]
	list = list[:len(list)-1]
	*h = list
	i := 0
	for 2*i+1 < len(list) {
		child := 2*i + 1
		if child+1 < len(list) && list[child+1].before(list[child]) {
			child++
		}
		if !list[child].before(last) {
			break
		}
		list[i] = list[child]
		i = child
	}
	if len(list) > 0 {
		list[i] = last
	}
}

// siteMoves are those from one site, a heap for each site that they lead to.
type siteMoves struct {
	to    []int32 // sites, as they were first met; nowhere among them
	least []int64 // price of the cheapest move there; never where there is none
	heaps []moveHeap
	index map[int32]int32 // of a site in all three
}

// never is above every price.
const never = math.MaxInt64

// come adds the moves of demand that is now at the site of an arc.
func (t *transport) come(s *siteMoves, demand, arc int) {
	own := t.price(arc)
	for other := t.start[demand]; other < t.start[demand+1]; other++ {
		if other != arc {
			s.add(t.site(other), move{t.price(other) - own, arc, other, int32(demand)})
		}
	}
	s.add(nowhere, move{t.none - own, arc, -1, int32(demand)})
}

func (s *siteMoves) add(to int32, m move) {
	i, ok := s.index[to]
	if !ok {
		i = int32(len(s.to))
		s.index[to] = i
		s.to, s.heaps, s.least = append(s.to, to), append(s.heaps, nil), append(s.least, never)
	}
	s.heaps[i].push(m)
	s.least[i] = s.heaps[i][0].price
}

// leave drops the moves of demand that has left the site of an arc from the
// tops of the heaps.
func (t *transport) leave(s *siteMoves, demand, arc int) {
	for other := t.start[demand]; other < t.start[demand+1]; other++ {
		if other != arc {
			t.clear(s, t.site(other))
		}
	}
	t.clear(s, nowhere)
}

func (t *transport) clear(s *siteMoves, to int32) {
	i := s.index[to]
	h := &s.heaps[i]
	for len(*h) > 0 && t.flow[(*h)[0].arc] == 0 {
		h.pop()
	}
	if s.least[i] = never; len(*h) > 0 {
		s.least[i] = (*h)[0].price
	}
}

// movesOf gives the moves from a site.
func (t *transport) movesOf(site int32) *siteMoves {
	s := &t.moves[site]
	if s.index == nil {
		s.index = map[int32]int32{}
		for _, demand := range t.members(site) {
			first := t.start[demand]
			of := first + slices.IndexFunc(t.arcs[first:t.start[demand+1]], func(i int) bool { return t.costs.site[i] == site })
			if t.flow[of] > 0 {
				t.come(s, int(demand), of)
			}
		}
	}
	return s
}

// nowhere is where those go who find no room.
const nowhere = -1

// siteState is what a search knows of a site.
type siteState struct {
	dist, potential int64
	from, by        int32 // the site before, and which of its moves leads here
	round           int32 // search that the others belong to; 0 is none
	done            bool
}

// siteSearch is Dijkstra's, over sites, with potentials that keep reduced
// prices from falling below 0.
type siteSearch struct {
	states  []siteState // by site + 1
	queue   []siteTurn
	settled []int32
	round   int32
}

type siteTurn struct {
	dist int64
	site int32
}

func newSiteSearch(sites int) siteSearch { return siteSearch{states: make([]siteState, sites+1)} }

func (s *siteSearch) state(site int32) *siteState { return &s.states[site+1] }

func (s *siteSearch) begin(site int32) {
	if s.round++; s.round < 0 {
		s.round = 1
		for i := range s.states {
			s.states[i].round = 0
		}
	}
	s.queue, s.settled = s.queue[:0], s.settled[:0]
	s.offer(site, 0, nowhere, 0)
}

// cheapest finds the cheapest path from a site to one with room, or nowhere.
func (t *transport) cheapest(from int32) (end int32) {
	s := &t.search
	s.begin(from)
	for {
		turn := s.next()
		at := s.state(turn.site)
		if at.done || at.dist != turn.dist {
			continue
		}
		if turn.site == nowhere || t.room[turn.site] > 0 {
			s.lower(turn.dist)
			return turn.site
		}
		at.done = true
		s.settled = append(s.settled, turn.site)
		moves, base := t.movesOf(turn.site), turn.dist+at.potential
		for i, price := range moves.least {
			if price != never {
				to := moves.to[i]
				s.offer(to, base+price-s.state(to).potential, turn.site, int32(i))
			}
		}
	}
}

// offer makes a way to a site known.
func (s *siteSearch) offer(site int32, dist int64, from, by int32) {
	at := s.state(site)
	if at.round == s.round && at.dist <= dist {
		return
	}
	at.dist, at.from, at.by, at.round, at.done = dist, from, by, s.round, false
	s.push(siteTurn{dist, site})
}

// lower brings the potentials in line with a search that ended at a distance.
func (s *siteSearch) lower(end int64) {
	for _, site := range s.settled {
		at := s.state(site)
		at.potential += at.dist - end
	}
}

func (a siteTurn) before(b siteTurn) bool {
	return a.dist < b.dist || a.dist == b.dist && a.site < b.site
}

func (s *siteSearch) push(turn siteTurn) {
	s.queue = append(s.queue, turn)
	i := len(s.queue) - 1
	for i > 0 && turn.before(s.queue[(i-1)/2]) {
		s.queue[i] = s.queue[(i-1)/2]
		i = (i - 1) / 2
	}
	s.queue[i] = turn
}

// next takes the nearest turn. There is one, since every site that holds
// somebody leads nowhere.
func (s *siteSearch) next() siteTurn {
	top := s.queue[0]
	last := s.queue[len(s.queue)-1]
	s.queue = s.queue[:len(s.queue)-1]
	i, n := 0, len(s.queue)
	for 2*i+1 < n {
		child := 2*i + 1
		if child+1 < n && s.queue[child+1].before(s.queue[child]) {
			child++
		}
		if !s.queue[child].before(last) {
			break
		}
		s.queue[i] = s.queue[child]
		i = child
	}
	if n > 0 {
		s.queue[i] = last
	}
	return top
}
