package raster

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// source is the file: nothing is read of it but what lies within its size.
type source struct {
	r     io.ReaderAt
	size  int64
	order binary.ByteOrder
	big   bool // BigTIFF: offsets of 64 bits
}

// Limits on what a directory may make us do.
const (
	maxImages = 4096 // images of one file that are looked at
	maxFields = 4096 // fields of a directory; sound ones have some twenty
	maxNumber = 4096 // numbers read of a field that is no list of blocks
	maxText   = 1 << 20
)

// read fills buf from a place in the file.
func (s *source) read(buf []byte, pos int64) error {
	if pos < 0 || pos > s.size || int64(len(buf)) > s.size-pos {
		return damaged("文件在第 %d 字节处中断（共 %d 字节）", "the file is cut off: it needs bytes from %d on and has %d", pos, s.size).at(0, pos)
	}
	if n, err := s.r.ReadAt(buf, pos); n < len(buf) {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return damaged("无法读取第 %d 字节起的内容", "nothing could be read from byte %d on", pos).at(0, pos).why(err)
	}
	return nil
}

// directory is what a file says of one image.
type directory struct {
	*source
	fields map[int]*field
	next   int64
}

// header reads the first bytes and gives the place of the first directory.
func header(r io.ReaderAt, size int64) (*source, int64, error) {
	var b [16]byte
	n, err := r.ReadAt(b[:min(max(size, 0), 16)], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	s := &source{r: r, size: size, order: binary.LittleEndian}
	if n >= 2 && b[0] == 'M' && b[1] == 'M' {
		s.order = binary.BigEndian
	}
	magic := s.order.Uint16(b[2:])
	switch {
	case n < 8, string(b[:2]) != "II" && string(b[:2]) != "MM", magic != 42 && magic != 43:
		return nil, 0, &Error{Fault: NotTIFF, WhatZH: "不是 TIFF 文件", WhatEN: "this is not a TIFF file",
			HintZH: "栅格须为 GeoTIFF（.tif）；其他格式可转换：gdal_translate 原文件 新文件.tif", HintEN: "rasters are read from GeoTIFF (.tif); convert others: gdal_translate in out.tif"}
	case magic == 42:
		return s, int64(s.order.Uint32(b[4:])), nil
	}
	s.big = true
	if n < 16 || s.order.Uint16(b[4:]) != 8 {
		return nil, 0, damaged("BigTIFF 文件头有误", "the header of this BigTIFF is wrong")
	}
	return s, int64(min(s.order.Uint64(b[8:]), math.MaxInt64)), nil
}

// fullImage gives the first directory that is neither an overview nor a mask.
func (s *source) fullImage(pos int64) (*directory, error) {
	seen := map[int64]bool{}
	for pos != 0 && !seen[pos] && len(seen) < maxImages {
		seen[pos] = true
		d, err := s.directory(pos)
		if err != nil {
			return nil, err
		}
		kind, err := d.number(tagSubfileType, 0)
		if err != nil {
			return nil, err
		}
		if kind&(1|4) == 0 { // reduced resolution, transparency mask
			return d, nil
		}
		pos = d.next
	}
	return nil, damaged("文件中没有全分辨率的图像", "the file holds no image in full resolution")
}

// directory reads the fields at a place of the file.
func (s *source) directory(pos int64) (*directory, error) {
	head, entry, inline := int64(2), int64(12), int64(4)
	if s.big {
		head, entry, inline = 8, 20, 8
	}
	buf := make([]byte, max(head, entry))
	if err := s.read(buf[:head], pos); err != nil {
		return nil, err
	}
	n := uint64(s.order.Uint16(buf))
	if s.big {
		n = s.order.Uint64(buf)
	}
	if n == 0 || n > maxFields {
		return nil, damaged("目录声明有 %d 个字段", "a directory claims to have %d fields", n).at(0, pos)
	}
	d := &directory{source: s, fields: map[int]*field{}}
	pos += head
	for range n {
		if err := s.read(buf[:entry], pos); err != nil {
			return nil, err
		}
		d.add(buf, pos, inline)
		pos += entry
	}
	if err := s.read(buf[:inline], pos); err == nil { // cut off here, there is none
		d.next = s.offset(buf)
	}
	return d, nil
}

// add takes one entry of a directory; of repeated ones the first counts.
func (d *directory) add(entry []byte, pos, inline int64) {
	f := &field{tag: int(d.order.Uint16(entry)), kind: int(d.order.Uint16(entry[2:]))}
	if d.big {
		f.count = d.order.Uint64(entry[4:])
	} else {
		f.count = uint64(d.order.Uint32(entry[4:]))
	}
	f.pos = pos + 4 + inline
	size := f.size()
	if size == 0 || f.count > uint64(d.size) {
		f.pos = d.size // values of unknown size, or more than there is: nothing to read
	} else if size*int64(f.count) > inline {
		f.pos = d.offset(entry[4+inline:])
	}
	if d.fields[f.tag] == nil {
		d.fields[f.tag] = f
	}
}

// offset reads a place in the file.
func (s *source) offset(b []byte) int64 {
	if s.big {
		return int64(min(s.order.Uint64(b), math.MaxInt64))
	}
	return int64(s.order.Uint32(b))
}
