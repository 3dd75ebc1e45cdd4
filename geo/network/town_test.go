package network_test

import (
	"math/rand/v2"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// town makes the streets of a made town, the same for the same seed: a grid of
// side × side crossings 120 m apart, with bent streets of several points, some missing,
// some one-way, a few barriers, and the footpaths of a park. It has about 12
// points for each crossing.
func town(side int, seed uint64) *network.Roads {
	r := rand.New(rand.NewPCG(seed, 7))
	b := &townBuilder{Roads: &network.Roads{File: "town"}, r: r}
	const step = 0.0011
	crossing := make([]int32, side*side)
	for i := range crossing {
		crossing[i] = b.point(orb.Point{114.2 + step*(float64(i%side)+0.3*r.Float64()), 22.7 + step*(float64(i/side)+0.3*r.Float64())})
	}
	for i := range crossing {
		if i%side+1 < side {
			b.street(crossing[i], crossing[i+1], i/side)
		}
		if i/side+1 < side {
			b.street(crossing[i], crossing[i+side], i%side)
		}
	}
	return b.Roads
}

type townBuilder struct {
	*network.Roads
	r *rand.Rand
}

func (b *townBuilder) point(p orb.Point) int32 {
	b.Points = append(b.Points, orb.Point{float64(int(p[0]*1e7)) / 1e7, float64(int(p[1]*1e7)) / 1e7})
	return int32(len(b.Points) - 1)
}

// street joins two crossings by way of a few points.
func (b *townBuilder) street(from, to int32, line int) {
	if b.r.IntN(12) == 0 {
		return
	}
	nodes := []int32{from}
	bends := 2 + b.r.IntN(8)
	p, q := b.Points[from], b.Points[to]
	for i := range bends {
		t := float64(i+1) / float64(bends+1)
		nodes = append(nodes, b.point(orb.Point{p[0] + t*(q[0]-p[0]) + 1e-4*b.r.Float64(), p[1] + t*(q[1]-p[1]) + 1e-4*b.r.Float64()}))
	}
	nodes = append(nodes, to)
	tags := network.Tags{{Key: "highway", Value: "residential"}, {Key: "name", Value: "街"}}
	switch {
	case line%10 == 0:
		tags[0].Value = "secondary"
		tags = append(tags, network.Tag{Key: "maxspeed", Value: "60"})
	case b.r.IntN(5) == 0:
		tags = append(tags, network.Tag{Key: "oneway", Value: "yes"})
	case b.r.IntN(10) == 0:
		tags[0].Value = "footway"
	}
	if b.r.IntN(100) == 0 {
		b.Nodes = append(b.Nodes, network.NodeTags{Node: nodes[1], Tags: network.Tags{{Key: "barrier", Value: "bollard"}}})
	}
	b.Ways = append(b.Ways, network.Way{ID: int64(len(b.Ways) + 1), Nodes: nodes, Tags: tags})
}
