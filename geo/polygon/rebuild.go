package polygon

import (
	"github.com/paulmach/orb"
)

// rebuild gives the land of a polygon whose rings cross or touch too often:
// what the shell encloses less its holes, with the islands in them and with the
// holes that have nothing in common with the shell. It returns false where the
// sides do not settle.
func rebuild(rings []orb.Ring, m *Repairs) (orb.MultiPolygon, bool) {
	land, ok := enclosed(rings[0])
	if !ok || len(rings) == 1 {
		return land, ok
	}
	levels, ok := sortHoles(rings, land)
	if !ok {
		return nil, false
	}
	m.HoleOutside = m.HoleOutside || len(levels[0]) > 0
	m.Island = m.Island || len(levels) > 2
	for d := 1; d < len(levels) && ok; d++ {
		keep := less
		if d%2 == 0 {
			keep = either
		}
		land, ok = overlay(land, levels[d], nil, keep)
	}
	if ok && len(levels[0]) > 0 {
		land, ok = overlay(land, levels[0], nil, either)
	}
	return land, ok
}

// sortHoles gives what each hole encloses by how many rings lie around it: 0
// has nothing in common with the shell, 1 is taken from it, 2 is an island. Only
// a hole that meets no other ring can be an island.
func sortHoles(rings []orb.Ring, shell orb.MultiPolygon) (levels []orb.MultiPolygon, ok bool) {
	meets, ok := contacts(rings)
	if !ok {
		return nil, false
	}
	depth := depths(rings)
	levels = make([]orb.MultiPolygon, 2)
	for i := 1; i < len(rings); i++ {
		hole, ok := enclosed(rings[i])
		if !ok {
			return nil, false
		}
		switch d := &depth[i]; {
		case meets[i][0]:
			common, ok := common(shell, hole, meeting(shell.Bound(), hole.Bound()))
			if !ok {
				return nil, false
			}
			*d = 0
			if planeArea(common) > dust*planeArea(hole) {
				*d = 1
			}
		case len(meets[i]) > 0:
			*d = 0
			if lies(rings[i], rings[0]) {
				*d = 1
			}
		}
		for len(levels) <= depth[i] {
			levels = append(levels, nil)
		}
		levels[depth[i]] = append(levels[depth[i]], hole...)
	}
	return levels, true
}

// dust is the share of a hole that it may have in common with a shell by the
// rounding of coordinates alone.
const dust = 1e-6

// enclosed gives what a ring runs around, by the non-zero rule.
func enclosed(r orb.Ring) (orb.MultiPolygon, bool) {
	segs, ok := node(segmentsOf([]orb.Ring{r}))
	if !ok {
		return nil, false
	}
	return arrange(segs).region(func(w winding) bool { return w[0] != 0 }), true
}

// planeArea is the area of polygons in square units of their coordinates.
func planeArea(mp orb.MultiPolygon) float64 {
	sum := 0.0
	for _, p := range mp {
		for _, r := range p {
			sum += signedArea(r)
		}
	}
	return sum
}
