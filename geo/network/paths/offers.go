package paths

import "fugai/geo/network"

// offers is what sites offer to the points of their own edge without leaving
// it. With the sites in order along the edge, the best of those on either side
// of a point needs no look at each of them.
type offers struct {
	sites  *roster
	sense  sense
	behind []offer // the best of the sites from the From end up to each, beside sites.list
	beyond []offer // the best of those from each to the To end
}

// offer is a site with its cost less, or plus, what there is between it and the
// From end, so that those of one edge can be compared.
type offer struct {
	cost int64
	site uint32
}

func (o offer) before(other offer) bool {
	return o.cost < other.cost || o.cost == other.cost && o.site < other.site
}

// metrics give the costs between the From end and a location on the way
// towards To and towards From, in the sense of the search.
func (s sense) metrics(l *network.Location) (onward, homeward network.Cost) {
	if s == forward {
		return l.Ahead, l.Back
	}
	return l.Back, l.Ahead
}

func newOffers(sites *roster, s sense) offers {
	o := offers{sites, s, make([]offer, len(sites.list)), make([]offer, len(sites.list))}
	for i, site := range sites.list {
		at := &sites.at[site]
		onward, homeward := s.metrics(at)
		o.behind[i] = offer{int64(at.OffCost) - int64(onward), site}
		o.beyond[i] = offer{int64(at.OffCost) + int64(homeward), site}
	}
	edge := func(i int) uint32 { return sites.at[sites.list[i]].Edge }
	for i := 1; i < len(sites.list); i++ {
		if edge(i) == edge(i-1) && o.behind[i-1].before(o.behind[i]) {
			o.behind[i] = o.behind[i-1]
		}
	}
	for i := len(sites.list) - 2; i >= 0; i-- {
		if edge(i) == edge(i+1) && o.beyond[i+1].before(o.beyond[i]) {
			o.beyond[i] = o.beyond[i+1]
		}
	}
	return o
}

// at is the best offer to a point, without what it takes there to get to the
// street.
func (o *offers) at(p *network.Location, limit uint64) label {
	first, end := int(o.sites.first[p.Edge]), int(o.sites.first[p.Edge+1])
	if first == end {
		return unreached
	}
	of := o.sites.list[first:end]
	from, past := o.sites.count(of, p, 0), o.sites.count(of, p, 1)
	onward, homeward := o.sense.metrics(p)
	best := unreached
	if past > 0 && onward != network.Never {
		best = o.behind[first+past-1].label(int64(onward), limit)
	}
	if from < len(of) && homeward != network.Never {
		best = min(best, o.beyond[first+from].label(-int64(homeward), limit))
	}
	return best
}

// count is how many of the locations of an edge compare to a point as less than
// a bound: 0 for those before it, 1 for those that are not beyond it.
func (r *roster) count(of []uint32, p *network.Location, bound int) int {
	low, high := 0, len(of)
	for low < high {
		if middle := (low + high) / 2; comparePlace(&r.at[of[middle]], p) < bound {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// label is the offer at a point.
func (o offer) label(rest int64, limit uint64) label {
	if cost := o.cost + rest; cost >= 0 && uint64(cost) <= limit {
		return label(cost)<<32 | label(o.site)
	}
	return unreached
}
