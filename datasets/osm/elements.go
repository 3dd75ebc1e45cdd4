package osm

// way reads a way: its tags first, its nodes only where it is wanted.
func (d *block) way(data []byte) error {
	w := wire{data: data}
	var id int64
	var keys, values, refs, lats, lons []byte
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch field {
		case 1:
			id = int64(w.number(kind))
		case 2:
			w.packed(kind, &keys)
		case 3:
			w.packed(kind, &values)
		case 8:
			w.packed(kind, &refs)
		case 9:
			w.packed(kind, &lats)
		case 10:
			w.packed(kind, &lons)
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
	tags, wanted, err := d.wayTags(keys, values)
	if err != nil || !wanted && d.query.members.find(id) < 0 {
		return err
	}
	count := numbers(refs)
	if err := d.keeping(len(tags), count); err != nil {
		return err
	}
	nodes, ok := d.deltas(count, refs)
	if !ok {
		return broken("路线 way/%d 的点编号超出范围或已损坏", "the nodes of way/%d are out of range or damaged", id)
	}
	out := way{id: id, refs: d.refs.copyOf(nodes), tags: tags}
	if d.ways == nil {
		const usual = 8000 // objects in a block
		d.ways = make([]way, 0, usual)
	}
	d.ways = append(d.ways, out)
	return d.locations(out.refs, lons, lats)
}

// locations keeps the positions that some files hold in their ways
// (LocationsOnWays) instead of nodes.
func (d *block) locations(refs []int64, lonColumn, latColumn []byte) error {
	if len(lonColumn)+len(latColumn) == 0 {
		return nil
	}
	if numbers(lonColumn) != len(refs) || numbers(latColumn) != len(refs) {
		return broken("路线的点与坐标个数不一", "a way has more nodes than positions, or fewer")
	}
	lons, lats := wire{data: lonColumn}, wire{data: latColumn}
	var lon, lat int64
	for _, id := range refs {
		lon += lons.signed()
		lat += lats.signed()
		if d.grid.onEarth(lon, lat) {
			d.out.ids = append(d.out.ids, id)
			d.out.points = append(d.out.points, d.grid.point(lon, lat))
		}
	}
	if lons.bad || lats.bad {
		return structure()
	}
	return nil
}

// deltas gives the identifiers of n packed differences, until the next call.
func (d *block) deltas(n int, packed []byte) ([]int64, bool) {
	out, ok := sums(d.refScratch, n, packed)
	d.refScratch = out
	for _, id := range out {
		ok = ok && sound(id)
	}
	return out, ok
}

// relation reads a relation that has the tags that are asked for.
func (d *block) relation(data []byte) error {
	w := wire{data: data}
	var id int64
	var keys, values, roles, ids, kinds []byte
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch field {
		case 1:
			id = int64(w.number(kind))
		case 2:
			w.packed(kind, &keys)
		case 3:
			w.packed(kind, &values)
		case 8:
			w.packed(kind, &roles)
		case 9:
			w.packed(kind, &ids)
		case 10:
			w.packed(kind, &kinds)
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
	tags, wanted, err := d.taggedBy(keys, values, ofRelations)
	if err != nil || !wanted {
		return err
	}
	count := numbers(ids)
	if err := d.keeping(len(tags), memberWeight*count); err != nil {
		return err
	}
	out := relation{id: id, tags: d.tags.copyOf(tags)}
	members, ok := d.deltas(count, ids)
	if !ok || numbers(roles) != len(members) || numbers(kinds) != len(members) {
		return broken("关系 relation/%d 的成员已损坏", "the members of relation/%d are damaged", id)
	}
	out.members = make([]member, len(members))
	r, k := wire{data: roles}, wire{data: kinds}
	for i := range members {
		role, kind := r.varint(), k.varint()
		if role >= uint64(d.texts.count()) || kind > uint64(memberRelation) {
			return broken("关系 relation/%d 的成员已损坏", "the members of relation/%d are damaged", id)
		}
		out.members[i] = member{members[i], memberKind(kind), d.texts.text(role)}
	}
	d.out.rels = append(d.out.rels, out)
	return nil
}
