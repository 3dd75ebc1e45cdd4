package raster

import (
	"errors"
	"math"
	"strings"
)

// has tells whether the directory holds a field.
func (d *directory) has(tag int) bool { return d.fields[tag] != nil }

// in completes an error of a field's values with the field.
func (f *field) in(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Tag == 0 {
		e.Tag = f.tag
		e.WhatZH, e.WhatEN = tagNames[f.tag]+"："+e.WhatZH, tagNames[f.tag]+": "+e.WhatEN
	}
	return err
}

// integer reads value i of a field.
func (d *directory) integer(f *field, i uint64) (uint64, error) {
	size := f.size()
	if i >= f.count || size == 0 {
		return 0, damaged("%[1]s 没有第 %[2]d 个值", "%[1]s has no value %[2]d", tagNames[f.tag], i+1).at(f.tag, f.pos)
	}
	var buf [8]byte
	if err := d.read(buf[:size], f.pos+int64(i)*size); err != nil {
		return 0, f.in(err)
	}
	switch f.kind {
	case typeByte:
		return uint64(buf[0]), nil
	case typeShort:
		return uint64(d.order.Uint16(buf[:])), nil
	case typeLong:
		return uint64(d.order.Uint32(buf[:])), nil
	case typeLong8:
		return d.order.Uint64(buf[:]), nil
	}
	return 0, damaged("%[1]s 的类型 %[2]d 不是整数", "%[1]s is of type %[2]d, which is no integer", tagNames[f.tag], f.kind).at(f.tag, f.pos)
}

// number reads the first value of a field, or gives def where there is none.
func (d *directory) number(tag int, def uint64) (uint64, error) {
	f := d.fields[tag]
	if f == nil {
		return def, nil
	}
	return d.integer(f, 0)
}

// integers reads all values of a field, which are few.
func (d *directory) integers(tag int) ([]uint64, error) {
	f := d.fields[tag]
	if f == nil {
		return nil, nil
	}
	if err := f.few(); err != nil {
		return nil, err
	}
	out := make([]uint64, f.count)
	for i := range out {
		var err error
		if out[i], err = d.integer(f, uint64(i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// floats reads all values of a field, which are few.
func (d *directory) floats(tag int) ([]float64, error) {
	f := d.fields[tag]
	if f == nil {
		return nil, nil
	}
	if err := f.few(); err != nil {
		return nil, err
	}
	if f.kind != typeDouble && f.kind != typeFloat {
		return nil, damaged("%[1]s 的类型 %[2]d 不是小数", "%[1]s is of type %[2]d, which is no floating-point number", tagNames[tag], f.kind).at(tag, f.pos)
	}
	buf := make([]byte, int64(f.count)*f.size())
	if err := d.read(buf, f.pos); err != nil {
		return nil, f.in(err)
	}
	out := make([]float64, f.count)
	for i := range out {
		if f.kind == typeDouble {
			out[i] = math.Float64frombits(d.order.Uint64(buf[8*i:]))
		} else {
			out[i] = float64(math.Float32frombits(d.order.Uint32(buf[4*i:])))
		}
	}
	return out, nil
}

// few refuses fields of more numbers than any sound file has.
func (f *field) few() error {
	if f.count > maxNumber {
		return damaged("%[1]s 声明有 %[2]d 个值", "%[1]s claims to have %[2]d values", tagNames[f.tag], f.count).at(f.tag, f.pos)
	}
	return nil
}

// text reads a field of text up to its end mark; "" where there is none or it
// is longer than any that matters.
func (d *directory) text(tag int) (string, error) {
	f := d.fields[tag]
	if f == nil || f.kind != typeASCII || f.count > maxText {
		return "", nil
	}
	buf := make([]byte, min(f.count, uint64(d.size)))
	if err := d.read(buf, f.pos); err != nil {
		return "", f.in(err)
	}
	s, _, _ := strings.Cut(string(buf), "\x00")
	return s, nil
}
