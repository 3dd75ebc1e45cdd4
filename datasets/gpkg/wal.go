package gpkg

import "encoding/binary"

// wal is what a write-ahead log adds to its database: the newest version of
// each page as of the last change that was finished.
type wal struct {
	log      []byte
	pageSize int
	offsets  map[uint32]int // of pages in the log, by number
	count    uint32         // pages of the database
	changes  int            // how many were finished
}

// Sizes of the headers of the log and of each frame (file format, 4.1).
const (
	walHead   = 32
	frameHead = 24
)

// readWAL plays a log as SQLite would: frames count as long as their salts and
// checksums are right, and only those up to the last that ends a change. nil
// where there is none. pageSize is that of the database, 0 where it has no
// header yet.
func readWAL(log []byte, pageSize int) *wal {
	if len(log) < walHead {
		return nil
	}
	be := binary.BigEndian
	var order binary.ByteOrder = binary.LittleEndian
	switch be.Uint32(log) {
	case 0x377f0682:
	case 0x377f0683:
		order = be
	default:
		return nil
	}
	w := &wal{log: log, pageSize: int(be.Uint32(log[8:])), offsets: map[uint32]int{}}
	if w.pageSize < 512 || w.pageSize > 1<<16 || w.pageSize&(w.pageSize-1) != 0 || pageSize != 0 && pageSize != w.pageSize {
		return nil
	}
	sum := checksum{}
	sum.add(order, log[:24])
	if !sum.is(log[24:]) {
		return nil
	}
	w.frames(order, sum)
	if w.changes == 0 {
		return nil
	}
	return w
}

// frames reads the frames behind the header.
func (w *wal) frames(order binary.ByteOrder, sum checksum) {
	be := binary.BigEndian
	open := map[uint32]int{} // of the change that is not finished
	for at := walHead; len(w.log)-at >= frameHead+w.pageSize; at += frameHead + w.pageSize {
		head, page := w.log[at:at+frameHead], w.log[at+frameHead:at+frameHead+w.pageSize]
		sum.add(order, head[:8])
		sum.add(order, page)
		number, count := be.Uint32(head), be.Uint32(head[4:])
		if number == 0 || string(head[8:16]) != string(w.log[16:24]) || !sum.is(head[16:]) {
			return
		}
		open[number] = at + frameHead
		if count == 0 {
			continue
		}
		for n, offset := range open {
			w.offsets[n] = offset
		}
		clear(open)
		w.count = count
		w.changes++
	}
}

// page gives the page that holds a byte of the database, and where in it.
func (w *wal) page(at int64) (page []byte, from int, found bool) {
	if w == nil {
		return nil, 0, false
	}
	size := int64(w.pageSize)
	offset, found := w.offsets[uint32(at/size)+1]
	if !found {
		return nil, 0, false
	}
	return w.log[offset : offset+w.pageSize], int(at % size), true
}

// checksum is that of the log (file format, 4.2).
type checksum [2]uint32

func (c *checksum) add(order binary.ByteOrder, b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		c[0] += order.Uint32(b) + c[1]
		c[1] += order.Uint32(b[4:]) + c[0]
	}
}

func (c *checksum) is(b []byte) bool {
	return binary.BigEndian.Uint32(b) == c[0] && binary.BigEndian.Uint32(b[4:]) == c[1]
}
