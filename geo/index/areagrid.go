package index

import (
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// areaGrid divides the plane into cells, and keeps for each cell the rings
// with edges in it and the rings around it. What lies farther away is summed
// up in one bit a ring.
//
// Let cross(e, q) tell whether a ray from q to the east crosses the edge e, and
// C be the cell's south-west corner. A place p in the cell, not on the
// ring, is inside if the sum of cross(e, p) over the ring's edges is odd. Let
// in(v) tell whether a vertex v lies east of C and at a height above C and
// not above p. Round a closed ring each in(v) occurs twice, hence modulo 2
//
//	Σ cross(e, p) = Σ cross(e, C) + Σ [cross(e, p) + cross(e, C) + in(a) + in(b)]
//
// with a and b the ends of e. The bracket is even for every edge that does not touch
// the way from C north to the height of p and from there east to p: such an
// edge leaves the region east of that way and between the two heights as
// often as it should. So in the bracket's sum only edges in the cell count, and
//
//	Σ cross(e, p) = K + Σ over the cell's edges [cross(e, p) + in(a) + in(b)],
//	K = Σ cross(e, C) over the edges that are not in the cell.
//
// All comparisons are exact, so the result is too.
type areaGrid struct {
	x, y axis

	// heads has for each cell, row by row, 0 where there is nothing, a ring's
	// number + 1 where that alone is around the cell and no edge is in it, or
	// the complement (negative) of the first of its entries.
	heads   []int32
	entries []areaEntry
	edges   []int32 // numbers of edges of the entries' rings
}

// areaEntry is a ring in a cell.
type areaEntry struct {
	ring, next   int32 // next entry of the cell, by rings ascending; -1 for the last
	first, count int32 // its edges in the cell
	odd          bool  // K
}

// cell is the number and the south-west corner of a place's cell.
func (g *areaGrid) cell(at orb.Point) (cell int, corner orb.Point) {
	column, row := g.x.cell(at[0]), g.y.cell(at[1])
	return row*g.x.cells() + column, orb.Point{g.x.bounds[column], g.y.bounds[row]}
}

// around tells whether a place of the cell lies inside the entry's ring or on
// it.
func (e *areaEntry) around(edges []int32, path []orb.Point, corner, at orb.Point) (odd, boundary bool) {
	odd = e.odd
	for _, k := range edges[e.first : e.first+e.count] {
		a, b := &path[k], &path[k+1]
		aboveA, aboveB := a[1] > at[1], b[1] > at[1]
		if aboveA != aboveB {
			switch {
			case at[0] < a[0] && at[0] < b[0]:
				odd = !odd
			case at[0] > a[0] && at[0] > b[0]:
			default:
				side := geo.Side(*a, *b, at)
				if side == 0 {
					return false, true
				}
				if (side > 0) == aboveB {
					odd = !odd
				}
			}
		} else if (a[1] == at[1] || b[1] == at[1]) && geo.OnSegment(*a, *b, at) {
			return false, true
		}
		inA := !aboveA && a[1] > corner[1] && a[0] > corner[0]
		inB := !aboveB && b[1] > corner[1] && b[0] > corner[0]
		if inA != inB {
			odd = !odd
		}
	}
	return odd, false
}

// newAreaGrid makes the grid.
func newAreaGrid(rings []areaRing) areaGrid {
	var m areaMaker
	if len(rings) == 0 {
		return m.grid
	}
	m.layOut(rings)
	// Last ring first: each entry is put before the others of its cell.
	for i := len(rings) - 1; i >= 0; i-- {
		m.add(int32(i), rings[i].path)
	}
	return m.grid
}

// layOut chooses the cells: about one for each edge, fewer where the boxes of
// the rings overlap much or edges are long.
func (m *areaMaker) layOut(rings []areaRing) {
	edges, bound := 0, boundOf(rings[0].path)
	for _, r := range rings {
		edges += len(r.path) - 1
		bound = bound.Union(boundOf(r.path))
	}
	var xs, ys []float64
	step := 1 + edges/(1<<16)
	skip := 0
	for _, r := range rings {
		for ; skip < len(r.path); skip += step {
			xs, ys = append(xs, r.path[skip][0]), append(ys, r.path[skip][1])
		}
		skip -= len(r.path)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	const most = 1 << 11 // a side
	for n := min(most, max(1, int(math.Sqrt(cellsAnEdge*float64(edges))))); ; n /= 2 {
		m.grid.x = newAxis(bound.Min[0], bound.Max[0], xs, n)
		m.grid.y = newAxis(bound.Min[1], bound.Max[1], ys, n)
		if n <= 1 || m.load(rings) <= 16*edges+1<<16 {
			break
		}
	}
	m.grid.heads = make([]int32, m.grid.x.cells()*m.grid.y.cells())
}

// cellsAnEdge weighs the time to make the grid against that of the questions.
const cellsAnEdge = 0.5

// boundOf is the box around a path. It is several times as fast as orb's.
func boundOf(path []orb.Point) orb.Bound {
	low, high := path[0], path[0]
	for i := range path {
		p := &path[i]
		if p[0] < low[0] {
			low[0] = p[0]
		} else if p[0] > high[0] {
			high[0] = p[0]
		}
		if p[1] < low[1] {
			low[1] = p[1]
		} else if p[1] > high[1] {
			high[1] = p[1]
		}
	}
	return orb.Bound{Min: low, Max: high}
}

// load estimates the work and memory of the grid: cells in the rings' boxes
// and cells along the edges.
func (m *areaMaker) load(rings []areaRing) (cells int) {
	g := &m.grid
	across := func(b orb.Bound) (columns, rows int) {
		return g.x.cell(b.Max[0]) - g.x.cell(b.Min[0]) + 1, g.y.cell(b.Max[1]) - g.y.cell(b.Min[1]) + 1
	}
	const sample = 16
	for _, r := range rings {
		columns, rows := across(boundOf(r.path))
		cells += columns * rows
		for i := 0; i+1 < len(r.path); i += sample {
			columns, rows := across(boundOf(r.path[i : i+2]))
			cells += sample * (columns + rows - 2)
		}
	}
	return cells
}

// areaMaker makes a grid ring by ring.
type areaMaker struct {
	grid areaGrid

	// Of the ring at work: the cells of its box, and where its vertices are.
	path          []orb.Point
	west, south   int // first column and row
	columns, rows int
	column, row   []int32
	touched       []touch
	starts        []int32 // by cell of the box: where its edges begin
	flips         []bool  // by cell of the box: the corner is the last in its row west of an odd number of crossings
}

// touch is an edge in a cell of the ring's box.
type touch struct{ cell, edge int32 }

// add puts a ring into the grid.
func (m *areaMaker) add(ring int32, path []orb.Point) {
	m.locate(path)
	m.touched = m.touched[:0]
	for i := range len(path) - 1 {
		m.trace(i)
		m.flip(i)
	}
	base := int32(len(m.grid.edges))
	m.group()
	for y := range m.rows {
		odd := false
		for x := m.columns - 1; x >= 0; x-- {
			cell := y*m.columns + x
			odd = odd != m.flips[cell]
			e := areaEntry{ring: ring, first: base + m.starts[cell], count: m.starts[cell+1] - m.starts[cell], odd: odd}
			at := (m.south+y)*m.grid.x.cells() + m.west + x
			if e.count > 0 {
				corner := orb.Point{m.grid.x.bounds[m.west+x], m.grid.y.bounds[m.south+y]}
				e.odd = odd != m.crossed(e, corner)
				m.grid.put(at, e)
			} else if odd {
				m.grid.fill(at, ring)
			}
		}
	}
}

// locate finds the cells of the vertices.
func (m *areaMaker) locate(path []orb.Point) {
	m.path = path
	m.column, m.row = m.column[:0], m.row[:0]
	low, high := [2]int32{math.MaxInt32, math.MaxInt32}, [2]int32{}
	for i := range path {
		x, y := int32(m.grid.x.cell(path[i][0])), int32(m.grid.y.cell(path[i][1]))
		m.column, m.row = append(m.column, x), append(m.row, y)
		low[0], low[1] = min(low[0], x), min(low[1], y)
		high[0], high[1] = max(high[0], x), max(high[1], y)
	}
	m.west, m.south = int(low[0]), int(low[1])
	m.columns, m.rows = int(high[0]-low[0])+1, int(high[1]-low[1])+1
	cells := m.columns * m.rows
	m.starts = append(m.starts[:0], make([]int32, cells+1)...)
	m.flips = append(m.flips[:0], make([]bool, cells)...)
}

// trace notes the cells that an edge may touch: all of its box where that is
// small, else in each row the columns where it runs.
func (m *areaMaker) trace(edge int) {
	a, b := &m.path[edge], &m.path[edge+1]
	x0, x1 := int(min(m.column[edge], m.column[edge+1])), int(max(m.column[edge], m.column[edge+1]))
	y0, y1 := int(min(m.row[edge], m.row[edge+1])), int(max(m.row[edge], m.row[edge+1]))
	for y := y0; y <= y1; y++ {
		first, last := x0, x1
		if x1 > x0+1 && y1 > y0 {
			first, last = m.span(a, b, y, x0, x1)
		}
		for x := first; x <= last; x++ {
			cell := int32((y-m.south)*m.columns + x - m.west)
			m.touched = append(m.touched, touch{cell, int32(edge)})
			m.starts[cell]++
		}
	}
}

// span is the range of columns that an edge from a to b touches in a row, or a
// little more, for rounding.
func (m *areaMaker) span(a, b *orb.Point, row, x0, x1 int) (first, last int) {
	at := func(y float64) float64 {
		t := max(0, min(1, (y-a[1])/(b[1]-a[1])))
		return a[0] + t*(b[0]-a[0])
	}
	p, q := at(m.grid.y.bounds[row]), at(m.grid.y.bounds[row+1])
	slack := 1e-12 + 1e-9*math.Abs(b[0]-a[0])
	low, high := max(min(p, q)-slack, min(a[0], b[0])), min(max(p, q)+slack, max(a[0], b[0]))
	return max(x0, m.grid.x.cell(low)), min(x1, m.grid.x.cell(high))
}

// flip notes where an edge crosses the lines through the corners.
func (m *areaMaker) flip(edge int) {
	a, b := m.path[edge], m.path[edge+1]
	y0, y1 := int(min(m.row[edge], m.row[edge+1])), int(max(m.row[edge], m.row[edge+1]))
	for y := y0; y <= y1; y++ {
		line := m.grid.y.bounds[y]
		if (a[1] > line) == (b[1] > line) {
			continue
		}
		x, x0 := int(max(m.column[edge], m.column[edge+1])), int(min(m.column[edge], m.column[edge+1]))
		for x >= x0 && !geo.Crosses(a, b, orb.Point{m.grid.x.bounds[x], line}) {
			x--
		}
		if x >= m.west {
			at := (y-m.south)*m.columns + x - m.west
			m.flips[at] = !m.flips[at]
		}
	}
}

// group appends the ring's edges to the grid cell by cell; starts then has
// where those of each cell begin.
func (m *areaMaker) group() {
	sum := int32(0)
	for i, n := range m.starts {
		m.starts[i] = sum
		sum += n
	}
	base := len(m.grid.edges)
	m.grid.edges = slices.Grow(m.grid.edges, len(m.touched))[:base+len(m.touched)]
	edges := m.grid.edges[base:]
	for _, t := range m.touched {
		edges[m.starts[t.cell]] = t.edge
		m.starts[t.cell]++
	}
	copy(m.starts[1:], m.starts)
	m.starts[0] = 0
}

// crossed tells whether a ray from the corner of a cell to the east crosses an
// odd number of the cell's own edges.
func (m *areaMaker) crossed(e areaEntry, corner orb.Point) (odd bool) {
	for _, k := range m.grid.edges[e.first : e.first+e.count] {
		a, b := &m.path[k], &m.path[k+1]
		if (a[1] > corner[1]) != (b[1] > corner[1]) && geo.Crosses(*a, *b, corner) {
			odd = !odd
		}
	}
	return odd
}

// put puts an entry before the others of a cell.
func (g *areaGrid) put(cell int, e areaEntry) {
	switch head := g.heads[cell]; {
	case head > 0:
		g.entries = append(g.entries, areaEntry{ring: head - 1, next: -1, odd: true})
		e.next = int32(len(g.entries) - 1)
	case head < 0:
		e.next = ^head
	default:
		e.next = -1
	}
	g.entries = append(g.entries, e)
	g.heads[cell] = ^int32(len(g.entries) - 1)
}

// fill puts a ring around a cell.
func (g *areaGrid) fill(cell int, ring int32) {
	if g.heads[cell] == 0 {
		g.heads[cell] = ring + 1
		return
	}
	g.put(cell, areaEntry{ring: ring, odd: true})
}
