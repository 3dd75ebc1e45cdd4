package osm

// What is kept of an object takes more memory than it may take in a file: a
// reference of one byte, which deflates to a fraction of it, becomes eight and,
// as a number in an index, forty. So there is room for as many as the
// bytes of a file as it stands can hold. They are counted in references: each
// is one, a member of a relation two, an object that is kept four and half as
// many as it has tags. Real files hold one for about four bytes; lists of ways
// without any nodes, the closest that a sound file comes, stay below one a byte.
const (
	room      = 1 << 20 // of a file, and one for each of its bytes
	blobRoom  = 1 << 18 // of a blob, and blobTimes for each of its bytes
	blobTimes = 4

	memberWeight = 2
	objectWeight = 4
)

// crowded refuses a file that refers to more than it has room for.
func crowded() error {
	return hostile("引用、成员与标签多于文件大小所能容纳（疑似压缩炸弹）", "there are more references, members and tags than a file of its size can hold (a bomb?)")
}

// keeping counts an object that is kept, and so many references in it.
func (d *block) keeping(tags, references int) error {
	d.out.weight += objectWeight + tags/2 + references
	if d.out.weight > d.room {
		return crowded()
	}
	return nil
}

// fileRoom is the room of the blobs of a file.
func fileRoom(blobs []*blob) int {
	sum := room
	for _, b := range blobs {
		sum += b.stored
	}
	return sum
}

// keeping is that of [block].
func (r *xmlReader) keeping(weight int) error {
	if r.room -= weight; r.room < 0 {
		return crowded()
	}
	return nil
}
