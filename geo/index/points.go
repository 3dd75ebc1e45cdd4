package index

import (
	"runtime"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Points is a packed index over points, for many questions. It takes about 60
// bytes a point beside the points themselves. Make it with [NewPoints].
type Points struct {
	at     []orb.Point // as given
	tree   *packed
	octets *octets
}

// NewPoints makes an index. Points that are NaN or out of range are left out
// but keep their index. The index refers to the slice: do not change it while
// the index is in use. It takes O(n log n) on all cores, and about 95 bytes a
// point while it works.
func NewPoints(points []orb.Point) *Points {
	items := make([]item, 0, len(points))
	for i, p := range points {
		if geo.Valid(p) {
			items = append(items, item{at: toSpace(p), id: int32(i)})
		}
	}
	t := newPacked(items, runtime.GOMAXPROCS(0))
	return &Points{points, t, newOctets(t)}
}

// Len is the number of points given to NewPoints, the ones left out included.
func (p *Points) Len() int { return len(p.at) }
