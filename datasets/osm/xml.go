package osm

import (
	"context"
	"errors"
	"io"

	"fugai/datasets"
	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// xmlFile is OSM XML that can be gone through several times.
type xmlFile struct {
	open  func() (io.Reader, error) // the text from its beginning
	bytes int                       // of the text, about
	room  int                       // see room
}

// size is what the same data would take in PBF, about.
func (x *xmlFile) size() int { return x.bytes / 4 }

// perBatch is how many objects of XML are given at a time.
const perBatch = 8192

// scan reads the objects one after another.
func (x *xmlFile) scan(ctx context.Context, q *query, take func(*batch)) error {
	src, err := x.open()
	if err != nil {
		return err
	}
	r := &xmlReader{markup: newMarkup(src), query: q, out: &batch{}, keys: map[string]string{}, room: x.room}
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if more, err = r.some(); err != nil {
			return r.located(err)
		}
		take(r.out)
		r.out = &batch{}
	}
	return nil
}

// located says where in the text something is wrong.
func (r *xmlReader) located(err error) error {
	d, ok := err.(*damage) //nolint:errorlint // damage is never wrapped
	if !ok {
		return err
	}
	what := datasets.T("XML 第 %[1]d 字节处：%[2]s", "at byte %[1]d of the XML: %[2]s", r.offset(), d.what)
	if r.name != "" {
		what = datasets.T("%[1]s（最后读到 %[2]s/%[3]d）", "%[1]s (in or behind %[2]s/%[3]d)", what, r.name, r.id)
	}
	return &damage{what: what, hint: d.hint}
}

// xmlReader turns elements into objects.
type xmlReader struct {
	*markup
	query *query
	out   *batch
	keys  map[string]string // one copy of each key
	open  []string          // names of the elements that are open
	count int               // elements below the root since out was begun
	room  int               // that is left

	// The object that is open, or was last.
	name    string // node, way or relation
	id      int64
	deleted bool
	at      orb.Point
	placed  bool // at is known
	sel     *selector
	seen    class
	tags    []network.Tag
	refs    []int64
	members []member
}

// some reads objects into out; false at the end of the document.
func (r *xmlReader) some() (bool, error) {
	for r.count = 0; r.count < perBatch; {
		tag, err := r.tag()
		switch {
		case errors.Is(err, io.EOF) && len(r.open) == 0 && r.name != "":
			return false, nil
		case errors.Is(err, io.EOF):
			return false, cutOff()
		case err != nil:
			return false, err
		}
		name, rest, closes, alone := splitTag(tag)
		if closes {
			err = r.close(string(name))
		} else {
			err = r.begin(elementName(name), rest, alone)
		}
		if err != nil {
			return false, err
		}
		if len(r.open) == 0 {
			return false, nil // nothing stands behind the document
		}
	}
	return true, nil
}

// elementName spares a copy of the names that are met all the time.
func elementName(name []byte) string {
	for _, s := range [...]string{"nd", "tag", "node", "member", "way", "relation"} {
		if string(name) == s {
			return s
		}
	}
	return string(name)
}

// maxDepth bounds how elements stand in one another; OSM has three levels.
const maxDepth = 20

// begin reads the start of an element.
func (r *xmlReader) begin(name string, rest []byte, alone bool) error {
	depth := len(r.open)
	if depth >= maxDepth {
		return broken("元素嵌套超过 %d 层", "elements stand in one another more than %d deep", maxDepth)
	}
	r.open = append(r.open, name)
	var err error
	switch {
	case depth == 0:
		err = checkRoot(name)
	case depth == 1:
		r.count++
		err = r.object(name, rest)
	case depth == 2 && r.isObject(r.open[1]):
		err = r.part(name, rest)
	}
	if err != nil || !alone {
		return err
	}
	return r.close(name)
}

// close ends an element.
func (r *xmlReader) close(name string) error {
	depth := len(r.open)
	if depth == 0 || r.open[depth-1] != name {
		return broken("</%s> 没有对应的开始标签", "</%s> closes nothing that is open", clip(name))
	}
	r.open = r.open[:depth-1]
	if depth == 2 && r.isObject(name) {
		return r.finish()
	}
	return nil
}

func (r *xmlReader) isObject(name string) bool {
	return name == "node" || name == "way" || name == "relation"
}

// checkRoot refuses XML that is no map.
func checkRoot(name string) error {
	switch name {
	case "osm":
		return nil
	case "osmChange", "osmAugmentedDiff":
		return changeFile(name)
	}
	return unsupported(datasets.T("是 XML，但根元素是 <%[1]s>，不是 <osm>", "XML with the root element <%[1]s>, not <osm>", clip(name)),
		datasets.T("核对文件；OSM 数据可从 download.geofabrik.de 等处下载", "check the file; OSM data is found at download.geofabrik.de and elsewhere"))
}

// changeFile refuses what holds differences only.
func changeFile(name string) error {
	return unsupported(datasets.T("是变更文件（<%s>），只有改动，没有整幅地图", "a change file (<%s>), which holds differences, not a map", name),
		datasets.T("用 osmium apply-changes 把它并入原来的数据，再使用结果", "merge it into the data that it changes with osmium apply-changes, and use the result"))
}

// object reads the attributes of an element below the root.
func (r *xmlReader) object(name string, rest []byte) error {
	switch name {
	case "action", "create", "modify", "delete":
		return changeFile(name)
	case "remark":
		r.out.remark = r.text()
	}
	if !r.isObject(name) {
		return nil
	}
	r.name, r.id, r.deleted, r.placed, r.seen = name, 0, false, false, 0
	r.tags, r.refs, r.members = r.tags[:0], r.refs[:0], nil
	switch name {
	case "node":
		r.sel = r.query.tagged
	case "way":
		r.sel = r.query.ways
	default:
		r.sel = r.query.relations
	}
	known, err := r.place(rest, "id", &r.id)
	if err == nil && !known {
		err = broken("<%s> 没有 id", "<%s> without id", name)
	}
	return err
}

// place reads an identifier and a position, if there is one.
func (r *xmlReader) place(rest []byte, key string, id *int64) (known bool, err error) {
	have := 0
	for name, value := range attributes(rest) {
		switch string(name) {
		case key:
			n, ok := integer(value)
			if !ok {
				return false, broken("%[1]s=%[2]q 不是编号", "%[1]s=%[2]q is no identifier", key, clip(string(value)))
			}
			*id, known = n, true
		case "lon", "lat":
			v, ok := degrees(value)
			if !ok {
				return false, broken("%[1]s=%[2]q 不是数", "%[1]s=%[2]q is no number", name, clip(string(value)))
			}
			axis := 0
			if string(name) == "lat" {
				axis = 1
			}
			r.at[axis] = v
			have |= 1 << axis
		case "visible":
			r.deleted = r.deleted || string(value) == "false"
		case "action": // of JOSM
			r.deleted = r.deleted || string(value) == "delete"
		}
	}
	r.placed = have == 3
	return known, nil
}

// part reads an element inside an object.
func (r *xmlReader) part(name string, rest []byte) error {
	switch name {
	case "tag":
		r.addTag(rest)
	case "nd":
		var id int64
		known, err := r.place(rest, "ref", &id)
		if err != nil || !known || r.name != "way" {
			return err
		}
		r.refs = append(r.refs, id)
		if r.placed { // Overpass puts positions here when asked to (out geom)
			r.position(id)
		}
		return r.keeping(1)
	case "member":
		return r.addMember(rest)
	}
	return nil
}

// addTag keeps a tag that the query asks for. Of a key that stands there twice
// the first counts.
func (r *xmlReader) addTag(rest []byte) {
	if r.sel == nil {
		return
	}
	var key, value []byte
	for name, v := range attributes(rest) {
		switch string(name) {
		case "k":
			key = v
		case "v":
			value = v
		}
	}
	k, ok := r.keys[string(key)]
	if !ok {
		k = unescape(key)
		if len(r.keys) < perBatch {
			r.keys[string(key)] = k
		}
	}
	c := r.sel.of([]byte(k))
	r.seen |= c
	if c&keep != 0 && network.Tags(r.tags).Get(k) == "" {
		r.tags = append(r.tags, network.Tag{Key: k, Value: unescape(value)})
	}
}

// addMember reads a part of a relation that may be wanted.
func (r *xmlReader) addMember(rest []byte) error {
	if r.sel == nil {
		return nil
	}
	m, kind := member{}, ""
	for name, v := range attributes(rest) {
		switch string(name) {
		case "type":
			kind = string(v)
		case "ref":
			var ok bool
			if m.id, ok = integer(v); !ok {
				return broken("ref=%q 不是编号", "ref=%q is no identifier", clip(string(v)))
			}
		case "role":
			m.role = unescape(v)
		}
	}
	switch kind {
	case "node":
	case "way":
		m.kind = memberWay
	case "relation":
		m.kind = memberRelation
	default:
		return broken("成员类型 %q 无效", "%q is no type of member", clip(kind))
	}
	r.members = append(r.members, m)
	return r.keeping(memberWeight)
}

// position keeps where a node is, if that is asked for.
func (r *xmlReader) position(id int64) {
	if !onEarth(r.at) {
		r.out.outside = append(r.out.outside, id)
		return
	}
	if r.query.listed != nil {
		if at := r.query.listed.find(id); at >= 0 {
			r.out.found = append(r.out.found, found{at, r.at})
		}
	} else if r.query.nodes {
		r.out.ids = append(r.out.ids, id)
		r.out.points = append(r.out.points, r.at)
	}
}

// finish gives the object that ends, if it is wanted.
func (r *xmlReader) finish() error {
	wanted := r.sel != nil && r.seen&trigger != 0 && (r.sel.match == nil || r.sel.match(r.tags))
	switch r.name {
	case "node":
		r.out.counts.nodes++
	case "way":
		r.out.counts.ways++
	case "relation":
		r.out.counts.relations++
	}
	if r.deleted {
		return nil
	}
	var tags network.Tags
	if wanted {
		if err := r.keeping(objectWeight + len(r.tags)/2); err != nil {
			return err
		}
		tags = append(tags, r.tags...)
	}
	switch r.name {
	case "node":
		if !r.placed {
			return nil
		}
		r.position(r.id)
		if wanted && onEarth(r.at) {
			r.out.tagged = append(r.out.tagged, node{r.id, r.at, tags})
		}
	case "way":
		if wanted || r.query.members.find(r.id) >= 0 {
			r.out.ways = append(r.out.ways, way{r.id, append([]int64(nil), r.refs...), tags})
		}
	case "relation":
		if wanted {
			r.out.rels = append(r.out.rels, relation{r.id, r.members, tags})
		}
	}
	return nil
}
