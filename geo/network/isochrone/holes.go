package isochrone

import "math"

// placeHoles gives each hole to the smallest shell around it; the rings of ground
// without bounds have none and are left out.
func placeHoles(arcs []arc, shells []outline, holes [][]dart) {
	if len(shells) == 0 || len(holes) == 0 {
		return
	}
	rows := rowsOf(arcs, shells)
	inside := make([]bool, len(shells))
	for _, hole := range holes {
		// Rings have at most corners in common, so the middle of a side tells.
		p, q := hole[0].point(arcs, 0), hole[0].point(arcs, 1)
		x, y := float64(p.x()+q.x())/2, float64(p.y()+q.y())/2
		touched := rows.cross(x, y, inside)
		best, area := -1, math.Inf(1)
		for _, s := range touched {
			if inside[s] && shells[s].area < area {
				best, area = int(s), shells[s].area
			}
			inside[s] = false
		}
		if best >= 0 {
			shells[best].holes = append(shells[best].holes, hole)
		}
	}
}

// sideRows are the sides of shells by the rows of tiles they run through.
type sideRows map[int][]shellSide

type shellSide struct {
	from, to vertex
	shell    int32
}

func rowsOf(arcs []arc, shells []outline) sideRows {
	rows := sideRows{}
	for s := range shells {
		for _, d := range shells[s].shell {
			for i := 1; i < len(d.of(arcs).line); i++ {
				p, q := d.point(arcs, i-1), d.point(arcs, i)
				for r := min(p.y(), q.y()) >> tileBits; r <= max(p.y(), q.y())>>tileBits; r++ {
					rows[r] = append(rows[r], shellSide{p, q, int32(s)})
				}
			}
		}
	}
	return rows
}

// cross turns over, for each side that a ray from a point westwards crosses,
// whether its shell holds the point, and lists those shells.
func (r sideRows) cross(x, y float64, inside []bool) (touched []int32) {
	for _, s := range r[int(y)>>tileBits] {
		px, py := float64(s.from.x()), float64(s.from.y())
		qx, qy := float64(s.to.x()), float64(s.to.y())
		if (py <= y) == (qy <= y) || min(px, qx) > x {
			continue
		}
		if max(px, qx) >= x {
			side := (qx-px)*(y-py) - (x-px)*(qy-py)
			if (side < 0) != (qy > py) { // the side passes east of the point
				continue
			}
		}
		inside[s.shell] = !inside[s.shell]
		touched = append(touched, s.shell)
	}
	return touched
}
