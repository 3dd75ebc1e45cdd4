package raster

import "math"

// Limits on the shape of an image.
const (
	maxSide     = 1 << 24   // cells along a side
	maxBands    = 1 << 12   // bands
	maxRowBytes = 64 << 20  // one row of a block, all its bands
	maxBlock    = 128 << 20 // the first band of a block
	sliceBytes  = 1 << 20   // uncompressed strips are read in slices of about this
)

// layout says where the cells of the first band stand in the file: in blocks
// (tiles or strips) of equal size, row by row.
type layout struct {
	width, height   int
	bands           int
	blockW, blockH  int // of a block; the last row of strips may be shorter
	across, down    int
	slices, sliceH  int // parts of a block that are read on their own, and their rows
	tiled           bool
	interleaved     bool // a cell's bands stand side by side
	kind            sampleKind
	compression     int
	predictor       int
	offsets, counts *field
}

// stride is the samples of a cell that stand side by side.
func (l *layout) stride() int {
	if l.interleaved {
		return l.bands
	}
	return 1
}

// rowBytes are the bytes of one row of a block as stored.
func (l *layout) rowBytes() int { return l.blockW * l.stride() * l.kind.size() }

// layout reads and checks the shape of the image.
func (d *directory) layout() (*layout, error) {
	l := &layout{}
	for _, step := range []func(*layout) error{d.sides, d.samples, d.coding, d.blocks, d.lists} {
		if err := step(l); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// between reads a number that has to be there, from 1 to most.
func (d *directory) between(tag int, def, most uint64) (int, error) {
	n, err := d.number(tag, def)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > most {
		pos := int64(0)
		if f := d.fields[tag]; f != nil {
			pos = f.pos
		}
		return 0, damaged("%[1]s 为 %[2]d，应在 1 到 %[3]d 之间", "%[1]s is %[2]d and should be from 1 to %[3]d", tagNames[tag], n, most).at(tag, pos)
	}
	return int(n), nil
}

func (d *directory) sides(l *layout) (err error) {
	if l.width, err = d.between(tagWidth, 0, maxSide); err != nil {
		return err
	}
	if l.height, err = d.between(tagHeight, 0, maxSide); err != nil {
		return err
	}
	l.bands, err = d.between(tagBands, 1, maxBands)
	return err
}

// samples reads what kind of number a cell holds.
func (d *directory) samples(l *layout) error {
	bits, err := d.same(tagBits, 1)
	if err != nil {
		return err
	}
	format, err := d.same(tagSampleFormat, 1)
	if err != nil {
		return err
	}
	if format == 4 { // no format stated
		format = 1
	}
	kind, ok := sampleKinds[[2]uint64{format, bits}]
	if !ok {
		return unsupported("-ot Float32", "每格 %[1]d 位、格式 %[2]d 的数值读不了", "numbers of %[1]d bits in format %[2]d are not read", bits, format).at(tagBits, 0)
	}
	l.kind = kind
	return nil
}

// same reads a field that has a value for each band, which have to agree.
func (d *directory) same(tag int, def uint64) (uint64, error) {
	all, err := d.integers(tag)
	if err != nil || len(all) == 0 {
		return def, err
	}
	for _, v := range all {
		if v != all[0] {
			return 0, unsupported("-b 1", "各波段的 %s 不同", "the bands differ in %s", tagNames[tag]).at(tag, d.fields[tag].pos)
		}
	}
	return all[0], nil
}

// coding reads how blocks are compressed.
func (d *directory) coding(l *layout) error {
	compression, err := d.number(tagCompression, compressNone)
	if err != nil {
		return err
	}
	l.compression = int(min(compression, math.MaxInt32))
	if _, ok := maxRatio[l.compression]; !ok {
		return unsupported("-co COMPRESS=DEFLATE", "压缩方式 %s 读不了", "compression by %s is not read", compressionName(l.compression)).at(tagCompression, d.fields[tagCompression].pos)
	}
	predictor, err := d.between(tagPredictor, 1, math.MaxUint16)
	if err != nil {
		return err
	}
	l.predictor = predictNone
	if l.compression != compressNone && l.compression != compressPackBits { // which have none, whatever the field says
		l.predictor = predictor
	}
	if l.predictor > predictFloat || l.predictor == predictFloat && !l.kind.float() {
		return damaged("%[1]s 的预测方式 %[2]d 不存在", "there is no predictor %[2]d for %[1]s", l.kind, predictor).at(tagPredictor, d.fields[tagPredictor].pos)
	}
	if order, err := d.number(tagFillOrder, 1); err != nil || order != 1 {
		return orElse(err, unsupported("-co COMPRESS=DEFLATE", "位序颠倒（FillOrder %d）读不了", "reversed bits (FillOrder %d) are not read", order).at(tagFillOrder, 0))
	}
	planar, err := d.number(tagPlanar, 1)
	if err != nil || planar != 1 && planar != 2 {
		return orElse(err, damaged("PlanarConfiguration 为 %d", "PlanarConfiguration is %d", planar).at(tagPlanar, 0))
	}
	l.interleaved = planar == 1
	return nil
}

func orElse(err error, other *Error) error {
	if err != nil {
		return err
	}
	return other
}

// blocks reads the size of tiles or strips.
func (d *directory) blocks(l *layout) (err error) {
	l.tiled = d.has(tagTileWidth) || d.has(tagTileOffsets)
	if l.tiled {
		if l.blockW, err = d.between(tagTileWidth, 0, maxSide); err != nil {
			return err
		}
		if l.blockH, err = d.between(tagTileHeight, 0, maxSide); err != nil {
			return err
		}
	} else {
		rows, err := d.between(tagRowsPerStrip, math.MaxUint32, math.MaxUint32)
		if err != nil {
			return err
		}
		l.blockW, l.blockH = l.width, min(rows, l.height)
	}
	l.across, l.down = over(l.width, l.blockW), over(l.height, l.blockH)
	l.slices, l.sliceH = 1, l.blockH
	if l.rowBytes() > maxRowBytes {
		return tooLarge("一行有 %d MB", "a row takes %d MB", l.rowBytes()>>20)
	}
	if l.compression == compressNone {
		l.sliceH = min(l.blockH, max(1, sliceBytes/l.rowBytes()))
		l.slices = over(l.blockH, l.sliceH)
	}
	if block := l.sliceH * l.blockW * l.kind.size(); block > maxBlock {
		return tooLarge("一个压缩块有 %d MB", "one compressed block holds %d MB", block>>20)
	}
	return nil
}

// tooLarge is the error for a block above the limits.
func tooLarge(zh, en string, args ...any) *Error {
	e := unsupported("-co TILED=YES -co COMPRESS=DEFLATE", zh, en, args...)
	e.Fault = TooLarge
	return e
}

// over divides, rounding up.
func over(n, by int) int { return (n + by - 1) / by }

// lists finds where the places and sizes of blocks stand.
func (d *directory) lists(l *layout) error {
	offsets, counts := tagStripOffsets, tagStripCounts
	if l.tiled && d.has(tagTileOffsets) {
		offsets, counts = tagTileOffsets, tagTileCounts
	}
	l.offsets, l.counts = d.fields[offsets], d.fields[counts]
	need := uint64(l.across) * uint64(l.down)
	if l.offsets == nil || l.offsets.count < need {
		return damaged("图像需要 %[1]d 块，%[2]s 没有列全", "the image needs %[1]d blocks and %[2]s does not list them all", need, tagNames[offsets]).at(offsets, 0)
	}
	if l.counts == nil && l.compression != compressNone || l.counts != nil && l.counts.count < need {
		return damaged("图像需要 %[1]d 块，%[2]s 没有列全", "the image needs %[1]d blocks and %[2]s does not list them all", need, tagNames[counts]).at(counts, 0)
	}
	if end := l.offsets.size() * int64(l.offsets.count); l.offsets.count > uint64(d.size) || l.offsets.pos > d.size-end {
		return damaged("%s 超出文件末尾", "%s runs past the end of the file", tagNames[offsets]).at(offsets, l.offsets.pos)
	}
	return nil
}
