package index

// gapsEach gives for each child of an octet the square of how far its box is
// from a place, and a bit for those within the limit.
func gapsEach(o *octet, p *probe, gaps *lane) (open uint32) {
	for i := range lanes {
		x := max(o.west[i]-p.x, p.x-o.east[i], 0)
		y := max(o.south[i]-p.y, p.y-o.north[i], 0)
		gaps[i] = x*x + y*y
		if gaps[i] <= p.limit {
			open |= 1 << i
		}
	}
	return open
}

// nearEach gives a bit for each point of a block within the limit.
func nearEach(b *block, p *probe) (near uint32) {
	for i := range lanes {
		x, y := p.x-b.x[i], p.y-b.y[i]
		if x*x+y*y <= p.limit {
			near |= 1 << i
		}
	}
	return near
}
