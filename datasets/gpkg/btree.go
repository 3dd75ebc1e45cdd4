package gpkg

import (
	"bufio"
	"encoding/binary"
	"io"
	"os"
)

// The pages of an SQLite database (file format, 1.3). GeoPackages of GDAL have
// the same size.
const (
	pageSize  = 4096
	lockPage  = 1<<30/pageSize + 1 // the page at 1 GiB stays empty: SQLite locks its bytes
	leafType  = 0x0d               // of a table b-tree
	innerType = 0x05
	leafHead  = 8
	innerHead = 12
)

// Payload beyond maxLocal bytes goes to overflow pages (file format, 1.6).
const (
	maxLocal = pageSize - 35
	minLocal = (pageSize-12)*32/255 - 23
)

// fanOut is how many children an inner page surely holds: a cell takes at most
// 4 + 9 bytes and 2 for its pointer, and the last child has no cell.
const fanOut = (pageSize-innerHead)/15 + 1

// pages appends pages to a database file.
type pages struct {
	file *os.File
	w    *bufio.Writer
	next uint32 // number of the page that is written next
}

// newPages goes on behind the last page of a file.
func newPages(file *os.File, count uint32) (*pages, error) {
	_, err := file.Seek(int64(count)*pageSize, io.SeekStart)
	return &pages{file: file, w: bufio.NewWriterSize(file, 1<<18), next: count + 1}, err
}

// behind is the number of the page that follows page n, which may be the last.
func behind(n uint32) uint32 {
	if n+1 == lockPage {
		return n + 2
	}
	return n + 1
}

// append writes a page and gives its number.
func (p *pages) append(page *[pageSize]byte) (uint32, error) {
	n := behind(p.next - 1)
	if n > p.next {
		if _, err := p.w.Write(make([]byte, pageSize)); err != nil {
			return 0, err
		}
	}
	p.next = n + 1
	_, err := p.w.Write(page[:])
	return n, err
}

// put writes a page that is there already.
func (p *pages) put(n uint32, page *[pageSize]byte) error {
	_, err := p.file.WriteAt(page[:], int64(n-1)*pageSize)
	return err
}

// tree fills the b-tree of an empty table, row by row in ascending order of
// their ids. Leaves go to the end of the file as they fill; what stays in
// memory is twelve bytes for each.
type tree struct {
	pages  *pages
	root   uint32
	page   [pageSize]byte // the leaf that is being filled
	cells  int
	low    int // where its contents begin
	last   int64
	leaves []child
	cell   []byte
}

// child is a page of a tree and the greatest row id below it.
type child struct {
	page uint32
	last int64
}

func newTree(p *pages, root uint32) *tree { return &tree{pages: p, root: root, low: pageSize} }

// add appends a row. id must be greater than all before.
func (t *tree) add(id int64, r *record) error {
	head := r.head()
	size := len(head) + len(r.values)
	t.cell = appendVarint(t.cell[:0], uint64(size))
	t.cell = appendVarint(t.cell, uint64(id))
	body := r.values
	if size > maxLocal {
		var err error
		if body, err = t.overflow(head, body); err != nil {
			return err
		}
		head = nil
	}
	all := len(t.cell) + len(head) + len(body)
	if leafHead+2*(t.cells+1) > t.low-all {
		if err := t.flush(); err != nil {
			return err
		}
	}
	t.low -= all
	to := t.page[t.low:]
	to = to[copy(to, t.cell):]
	to = to[copy(to, head):]
	copy(to, body)
	binary.BigEndian.PutUint16(t.page[leafHead+2*t.cells:], uint16(t.low))
	t.cells++
	t.last = id
	return nil
}

// overflow gives the beginning of a long payload, with the number of the page
// on which a chain of pages begins that hold the rest.
func (t *tree) overflow(head, body []byte) ([]byte, error) {
	const room = pageSize - 4
	payload := append(append(make([]byte, 0, len(head)+len(body)), head...), body...)
	local := minLocal + (len(payload)-minLocal)%room
	if local > maxLocal {
		local = minLocal
	}
	begin := binary.BigEndian.AppendUint32(append(make([]byte, 0, local+4), payload[:local]...), behind(t.pages.next-1))
	for rest := payload[local:]; len(rest) > 0; {
		var page [pageSize]byte
		n := copy(page[4:], rest)
		if rest = rest[n:]; len(rest) > 0 {
			binary.BigEndian.PutUint32(page[:], behind(behind(t.pages.next-1)))
		}
		if _, err := t.pages.append(&page); err != nil {
			return nil, err
		}
	}
	return begin, nil
}

// close completes the header of the leaf.
func (t *tree) close() {
	t.page[0] = leafType
	binary.BigEndian.PutUint16(t.page[3:], uint16(t.cells))
	binary.BigEndian.PutUint16(t.page[5:], uint16(t.low))
}

// flush writes the leaf and begins a new one.
func (t *tree) flush() error {
	t.close()
	n, err := t.pages.append(&t.page)
	t.leaves = append(t.leaves, child{n, t.last})
	t.page, t.cells, t.low = [pageSize]byte{}, 0, pageSize
	return err
}

// finish writes what is left and the pages above the leaves; the topmost takes
// the place of the table's root.
func (t *tree) finish() error {
	if len(t.leaves) == 0 {
		t.close()
		return t.pages.put(t.root, &t.page)
	}
	if err := t.flush(); err != nil {
		return err
	}
	level := t.leaves
	for len(level) > fanOut {
		groups := (len(level) + fanOut - 1) / fanOut
		above := make([]child, groups)
		for g := range above {
			part := level[g*len(level)/groups : (g+1)*len(level)/groups]
			n, err := t.pages.append(innerPage(part))
			if err != nil {
				return err
			}
			above[g] = child{n, part[len(part)-1].last}
		}
		level = above
	}
	return t.pages.put(t.root, innerPage(level))
}

// innerPage points at two children or more.
func innerPage(children []child) *[pageSize]byte {
	var page [pageSize]byte
	low, cells := pageSize, len(children)-1
	cell := make([]byte, 0, 13)
	for i, c := range children[:cells] {
		cell = binary.BigEndian.AppendUint32(cell[:0], c.page)
		cell = appendVarint(cell, uint64(c.last))
		low -= len(cell)
		copy(page[low:], cell)
		binary.BigEndian.PutUint16(page[innerHead+2*i:], uint16(low))
	}
	page[0] = innerType
	binary.BigEndian.PutUint16(page[3:], uint16(cells))
	binary.BigEndian.PutUint16(page[5:], uint16(low))
	binary.BigEndian.PutUint32(page[8:], children[cells].page)
	return &page
}
