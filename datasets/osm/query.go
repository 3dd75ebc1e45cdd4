package osm

import (
	"strings"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// query says what one pass over a file is after.
type query struct {
	nodes  bool   // positions of nodes
	listed *index // of nodes: others are passed over; nil takes all
	// tagged asks for nodes by their tags; ways and relations likewise.
	tagged, ways, relations *selector
	members                 *index // ways that are taken whatever their tags
	// again tells that blocks with nodes are asked for a second time soon: they
	// stay inflated.
	again bool
}

// selector picks objects by their tags.
type selector struct {
	// class of a key; others are of the class other.
	class    map[string]class
	prefixes []string // of keys that are kept
	other    class
	match    func(tags network.Tags) bool // of objects with a trigger; nil takes all of them
}

// class says what a key is to a selector.
type class uint8

const (
	classAsked class = 1 << iota // the class is known
	keep                         // the tag is given with the object
	trigger                      // an object without such a key is passed over
)

// of tells the class of a key.
func (s *selector) of(key []byte) class {
	if c, ok := s.class[string(key)]; ok {
		return c | classAsked
	}
	for _, p := range s.prefixes {
		if strings.HasPrefix(string(key), p) {
			return keep | classAsked
		}
	}
	return s.other | classAsked
}

// batch is what one block held of that which was asked for.
type batch struct {
	ids    []int64 // of nodes
	points []orb.Point
	found  []found // instead of them where nodes are listed; not to be kept
	tagged []node
	ways   []way
	rels   []relation

	outside []int64 // nodes beyond ±180 and ±90
	counts  counts
	weight  int    // of what is kept, see room
	remark  string // of the server that made the file
}

// counts is how much the blocks hold, wanted or not.
type counts struct{ nodes, ways, relations int }

// found is a node that is listed.
type found struct {
	number int32 // in the index
	point  orb.Point
}

type node struct {
	id    int64
	point orb.Point
	tags  network.Tags
}

type way struct {
	id   int64
	refs []int64
	tags network.Tags
}

type relation struct {
	id      int64
	members []member
	tags    network.Tags
}

// member is one part of a relation.
type member struct {
	id   int64
	kind memberKind
	role string
}

type memberKind uint8

const (
	memberNode memberKind = iota
	memberWay
	memberRelation
)

// maxID bounds identifiers; larger ones come of damage.
const maxID = 1 << 60

// sound tells whether an identifier can be one.
func sound(id int64) bool { return id > -maxID && id < maxID }

// onEarth tells whether a position is one in degrees.
func onEarth(p orb.Point) bool { return p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90 }

// arena gives slices out of large pieces, which saves allocations.
type arena[T any] struct{ free []T }

// copyOf gives a slice of its own that holds the same.
func (a *arena[T]) copyOf(s []T) []T {
	out := a.take(len(s))
	copy(out, s)
	return out
}

// take gives n zeros.
func (a *arena[T]) take(n int) []T {
	const piece = 1024
	if n > len(a.free) {
		a.free = make([]T, max(n, piece))
	}
	out := a.free[:n:n]
	a.free = a.free[n:]
	return out
}

// pool gives texts out of large pieces, likewise.
type pool struct{ piece *strings.Builder }

// keep gives a text of its own.
func (p *pool) keep(text []byte) string {
	const piece = 4096
	if p.piece == nil || p.piece.Cap()-p.piece.Len() < len(text) {
		p.piece = &strings.Builder{}
		p.piece.Grow(max(piece, len(text)))
	}
	from := p.piece.Len()
	p.piece.Write(text)
	return p.piece.String()[from:]
}
