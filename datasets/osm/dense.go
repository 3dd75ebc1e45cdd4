package osm

import (
	"slices"

	"fugai/geo/network"
)

// plainNode reads a node that stands by itself.
func (d *block) plainNode(data []byte) error {
	w := wire{rest: data}
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
	d.addNode(id, lon, lat, tags)
	return nil
}

func badID() error { return broken("编号超出范围", "an identifier is out of range") }

// addNode keeps a node: its position where that is asked for, itself where it
// has tags that are.
func (d *block) addNode(id, lon, lat int64, tags []network.Tag) {
	p, ok := d.grid.point(lon, lat)
	if !ok {
		d.out.outside = append(d.out.outside, id)
		return
	}
	if d.query.nodes && (d.query.listed == nil || d.query.listed.find(id) >= 0) {
		d.out.ids = append(d.out.ids, id)
		d.out.points = append(d.out.points, p)
	}
	if len(tags) > 0 {
		d.out.tagged = append(d.out.tagged, node{id, p, d.tags.copyOf(tags)})
	}
}

// dense reads nodes that stand in columns, each value as the difference to the
// one before.
func (d *block) dense(data []byte) error {
	var ids, lats, lons, tags []byte
	w := wire{rest: data}
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
	if d.query.nodes && d.query.listed == nil {
		d.out.ids = slices.Grow(d.out.ids, n)
		d.out.points = slices.Grow(d.out.points, n)
	}
	return d.columns(ids, lons, lats, tags)
}

// columns walks the columns of dense nodes side by side.
func (d *block) columns(idColumn, lonColumn, latColumn, tagColumn []byte) error {
	ids, lons, lats, tags := wire{rest: idColumn}, wire{rest: lonColumn}, wire{rest: latColumn}, wire{rest: tagColumn}
	var id, lon, lat int64
	for len(ids.rest) > 0 {
		id += ids.signed()
		lon += lons.signed()
		lat += lats.signed()
		if !sound(id) {
			return badID()
		}
		var mine []network.Tag
		if len(tagColumn) > 0 && d.query.tagged != nil {
			var err error
			if mine, err = d.denseTags(&tags); err != nil {
				return err
			}
		}
		d.addNode(id, lon, lat, mine)
	}
	if ids.bad || lons.bad || lats.bad {
		return structure()
	}
	if len(tags.rest) > 0 && d.query.tagged != nil {
		return broken("标签比点多", "there are tags of more nodes than there are")
	}
	return nil
}

// denseTags takes the tags of one node: keys and values in turn, closed by 0.
func (d *block) denseTags(w *wire) ([]network.Tag, error) {
	if len(w.rest) > 0 && w.rest[0] == 0 {
		w.rest = w.rest[1:]
		return nil, nil
	}
	tags := d.tagScratch[:0]
	var seen class
	for {
		if len(w.rest) == 0 {
			return nil, broken("点的标签不完整", "the tags of nodes are incomplete")
		}
		key := w.varint()
		if key == 0 && !w.bad {
			break
		}
		value := w.varint()
		c, ok := d.texts.class(key, ofNodes)
		if w.bad || !ok || value >= uint64(len(d.texts.raw)) {
			return nil, badString()
		}
		if seen |= c; c&keep != 0 {
			tags = d.withTag(tags, key, value)
		}
	}
	d.tagScratch = tags
	if seen&trigger == 0 || d.query.tagged.match != nil && !d.query.tagged.match(tags) {
		return nil, nil
	}
	return tags, nil
}
