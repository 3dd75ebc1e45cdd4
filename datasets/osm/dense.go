package osm

import (
	"slices"

	"fugai/geo/network"
)

// plainNode reads a node that stands by itself.
func (d *block) plainNode(data []byte) error {
	w := wire{data: data}
	var id, lon, lat int64
	var keys, values []byte
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch field {
		case 1:
			id = zigzag(w.number(kind))
		case 2:
			w.packed(kind, &keys)
		case 3:
			w.packed(kind, &values)
		case 8:
			lat = zigzag(w.number(kind))
		case 9:
			lon = zigzag(w.number(kind))
		default:
			w.skip(kind)
		}
	}
	if w.bad {
		return structure()
	}
	if !sound(id) {
		return badID()
	}
	tags, wanted, err := d.taggedBy(keys, values, ofNodes)
	if err != nil {
		return err
	}
	if !wanted {
		tags = nil
	}
	if len(tags) > 0 {
		if err := d.keeping(len(tags), 0); err != nil {
			return err
		}
	}
	d.addNode(spot{id, lon, lat}, tags)
	return nil
}

func badID() error { return broken("编号超出范围", "an identifier is out of range") }

// addNode keeps a node: its position where that is asked for, itself where it
// has tags that are.
func (d *block) addNode(at spot, tags []network.Tag) {
	if !d.grid.onEarth(at.lon, at.lat) {
		d.out.outside = append(d.out.outside, at.id)
		return
	}
	p := d.grid.point(at.lon, at.lat)
	if d.query.listed != nil {
		number := d.listed.find(at.id)
		if number < 0 {
			return
		}
		d.out.found = append(d.out.found, found{number, p})
	} else if d.query.nodes {
		d.out.ids = append(d.out.ids, at.id)
		d.out.points = append(d.out.points, p)
	}
	if len(tags) > 0 {
		d.out.tagged = append(d.out.tagged, node{at.id, p, d.tags.copyOf(tags)})
	}
}

// dense reads nodes that stand in columns, each value as the difference to the
// one before.
func (d *block) dense(data []byte) error {
	var ids, lats, lons, tags []byte
	w := wire{data: data}
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch field {
		case 1:
			w.packed(kind, &ids)
		case 8:
			w.packed(kind, &lats)
		case 9:
			w.packed(kind, &lons)
		case 10:
			w.packed(kind, &tags)
		default:
			w.skip(kind)
		}
	}
	if w.bad {
		return structure()
	}
	n := numbers(ids)
	if n != numbers(lats) || n != numbers(lons) {
		return broken("点的编号、经度、纬度个数不一（%[1]d、%[2]d、%[3]d）", "the columns of nodes differ in length: %[1]d identifiers, %[2]d longitudes, %[3]d latitudes", n, numbers(lons), numbers(lats))
	}
	d.out.counts.nodes += n
	if !d.query.nodes && d.query.tagged == nil {
		return nil
	}
	return d.columns(n, ids, lons, lats, tags)
}

// columns takes n nodes out of their columns.
func (d *block) columns(n int, idColumn, lonColumn, latColumn, tagColumn []byte) error {
	if !d.spots.read(n, idColumn, lonColumn, latColumn) {
		return structure()
	}
	if d.query.listed != nil {
		d.out.found = slices.Grow(d.out.found, n)
	} else if d.query.nodes {
		d.out.ids = slices.Grow(d.out.ids, n)
		d.out.points = slices.Grow(d.out.points, n)
	}
	tags := wire{data: tagColumn}
	tagged := tags.more() && d.query.tagged != nil
	for i := range d.spots {
		at := &d.spots[i]
		if !sound(at.id) {
			return badID()
		}
		if !tagged {
			d.addPlain(at)
		} else if tags.more() && tags.data[tags.at] == 0 { // as nearly all
			tags.at++
			d.addPlain(at)
		} else {
			var mine []network.Tag
			if err := d.denseTags(&tags, &mine); err != nil {
				return err
			}
			d.addNode(*at, mine)
		}
	}
	if tags.more() && tagged {
		return broken("标签比点多", "there are tags of more nodes than there are")
	}
	return nil
}

// addPlain is addNode for a node without tags. Most are passed over by the list,
// where there is one.
func (d *block) addPlain(at *spot) {
	if c := &d.listed; c.index != nil && c.passes(at.id) && d.grid.onEarth(at.lon, at.lat) {
		return
	}
	d.addNode(*at, nil)
}

// spot is a node as the file has it.
type spot struct{ id, lon, lat int64 }

// spots are the nodes of a group.
type spots []spot

// read takes n nodes out of their columns; false where one is broken. They are walked side
// by side, since the processor can do so at the same time: where the next number of a
// column begins is known only when the one before was looked at.
func (p *spots) read(n int, ids, lons, lats []byte) bool {
	*p = slices.Grow((*p)[:0], n)[:n]
	var last spot
	var a, b, c int
	for i := range *p {
		id, idSize := short(eight(ids, a))
		lon, lonSize := short(eight(lons, b))
		lat, latSize := short(eight(lats, c))
		a, b, c = a+idSize, b+lonSize, c+latSize
		if idSize == 0 {
			id, a = varint(ids, a)
		}
		if lonSize == 0 {
			lon, b = varint(lons, b)
		}
		if latSize == 0 {
			lat, c = varint(lats, c)
		}
		last.id, last.lon, last.lat = last.id+zigzag(id), last.lon+zigzag(lon), last.lat+zigzag(lat)
		(*p)[i] = last
	}
	return a == len(ids) && b == len(lons) && c == len(lats)
}

// denseTags takes the tags of one node: keys and values in turn, closed by 0.
func (d *block) denseTags(w *wire, mine *[]network.Tag) error {
	tags := d.tagScratch[:0]
	var seen class
	for {
		if !w.more() {
			return broken("点的标签不完整", "the tags of nodes are incomplete")
		}
		key := w.varint()
		if key == 0 && !w.bad {
			break
		}
		value := w.varint()
		c, ok := d.texts.class(key, ofNodes)
		if w.bad || !ok || value >= uint64(d.texts.count()) {
			return badString()
		}
		if seen |= c; c&keep != 0 {
			tags = d.withTag(tags, key, value)
		}
	}
	d.tagScratch = tags
	if seen&trigger != 0 && (d.query.tagged.match == nil || d.query.tagged.match(tags)) {
		*mine = tags
		return d.keeping(len(tags), 0)
	}
	return nil
}
