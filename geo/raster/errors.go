package raster

import "fmt"

// Fault is the kind of trouble that a file gives.
type Fault string

// The faults.
const (
	NotTIFF     Fault = "not a TIFF file"
	Damaged     Fault = "damaged"     // cut off, or what it says of itself cannot be
	Unsupported Fault = "unsupported" // sound, but of a kind that is not read
	NoPlace     Fault = "no place"    // nothing says where on Earth the cells lie
	NoSystem    Fault = "no system"   // the coordinate system is missing or cannot be converted
	TooLarge    Fault = "too large"   // more than a limit allows
)

// Error is what is wrong with a file, in both languages.
type Error struct {
	Fault  Fault
	Tag    int   // the field of the directory it is about, 0 for none
	Offset int64 // in the file, of the field or the data; 0 for none
	WhatZH string
	WhatEN string
	HintZH string // the next step; may be empty
	HintEN string
	Err    error // the cause, where another package gave one
}

// Error gives the English sentences.
func (e *Error) Error() string {
	s := e.WhatEN
	if e.HintEN != "" {
		s += "; " + e.HintEN
	}
	return "raster: " + s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// at completes an error with the field and the place in the file.
func (e *Error) at(tag int, offset int64) *Error {
	e.Tag, e.Offset = tag, offset
	return e
}

// why completes an error with its cause.
func (e *Error) why(err error) *Error {
	e.Err = err
	return e
}

const (
	hintCopyZH = "重新取得该文件"
	hintCopyEN = "get the file anew"
)

// damaged is the error for what cannot be.
func damaged(zh, en string, args ...any) *Error {
	return &Error{Fault: Damaged, WhatZH: fmt.Sprintf(zh, args...), WhatEN: fmt.Sprintf(en, args...), HintZH: hintCopyZH, HintEN: hintCopyEN}
}

// unsupported is the error for what is not read, with the options of
// gdal_translate that make a readable copy.
func unsupported(options, zh, en string, args ...any) *Error {
	return &Error{
		Fault: Unsupported, WhatZH: fmt.Sprintf(zh, args...), WhatEN: fmt.Sprintf(en, args...),
		HintZH: "转换后再用：gdal_translate " + options + " 原文件.tif 新文件.tif", HintEN: "convert it: gdal_translate " + options + " in.tif out.tif",
	}
}
