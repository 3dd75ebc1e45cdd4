package crs

import (
	"fmt"
	"strings"
	"unicode"
)

// Refused is the error for a coordinate system that was recognised and cannot
// be converted, or whose description cannot be understood, in both languages.
// It wraps [ErrUnknown].
type Refused struct {
	Name   string // the system, as the file writes it; may be empty
	WhatZH string // what it is and why it is refused
	WhatEN string
	HintZH string // the next step
	HintEN string
}

// Error gives the English sentences.
func (r *Refused) Error() string { return "crs: " + r.WhatEN + "; " + r.HintEN }

// Unwrap gives ErrUnknown.
func (r *Refused) Unwrap() error { return ErrUnknown }

// maxShown keeps hostile text out of messages.
const maxShown = 80

// shown shortens a text from outside and takes what is not printed out of it.
func shown(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "�") {
		if !unicode.IsPrint(r) {
			continue
		}
		if n++; n > maxShown {
			return b.String() + "…"
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// oldFrame is a reference frame that surveys used and that has no public
// transformation to CGCS2000.
type oldFrame struct {
	zh, en       string
	offZH, offEN string // how far off points would lie if taken as CGCS2000
	words        []string
	codes        [][2]int // ranges of numbers in the EPSG register v10
}

// oldFrames lists the frames of China before 2008. The distance for Beijing
// 1954 follows from the shifts of map sheets in the guide for converting existing
// survey results to CGCS2000 of the State Bureau of Surveying and Mapping (X -29
// to -62 m, Y -56 to +84 m); the others are orders of magnitude.
func oldFrames() []oldFrame {
	return []oldFrame{{
		zh: "新1954年北京坐标系", en: "New Beijing", offZH: "约几十米至一百多米", offEN: "some tens of metres to more than a hundred",
		words: []string{"newbeijing", "新北京"},
		codes: [][2]int{{4555, 4555}, {4568, 4589}, {4652, 4656}, {4766, 4800}, {4812, 4812}, {4822, 4822}},
	}, {
		zh: "1954年北京坐标系", en: "Beijing 1954", offZH: "约30至105米", offEN: "about 30 to 105 m",
		words: []string{"beijing1954", "beijing54", "bj54", "bj1954", "北京54", "北京1954", "1954北京", "1954年北京"},
		codes: [][2]int{{4214, 4214}, {2401, 2442}, {21413, 21423}, {21453, 21463}, {21473, 21483}},
	}, {
		zh: "1980西安坐标系", en: "Xi'an 1980", offZH: "约一百米", offEN: "about a hundred metres",
		words: []string{"xian1980", "xian80", "西安80", "西安1980", "1980西安", "1980年西安", "1980国家大地"},
		codes: [][2]int{{4610, 4610}, {2327, 2390}},
	}}
}

// oldFrameOf finds the old frame that one of the names or the number belongs
// to, and refuses it.
func oldFrameOf(name string, code int, names ...string) error {
	for _, f := range oldFrames() {
		if f.has(code, names) {
			return f.refuse(name)
		}
	}
	return nil
}

func (f *oldFrame) has(code int, names []string) bool {
	for _, r := range f.codes {
		if r[0] <= code && code <= r[1] {
			return true
		}
	}
	for _, n := range names {
		plain := fold(n)
		for _, w := range f.words {
			if strings.Contains(plain, w) {
				return true
			}
		}
	}
	return false
}

func (f *oldFrame) refuse(name string) error {
	return &Refused{
		Name: name,
		WhatZH: fmt.Sprintf("坐标系“%s”属于%s，它与2000国家大地坐标系之间没有公开的转换参数；若直接当作2000坐标使用，点位会偏离%s",
			shown(name), f.zh, f.offZH),
		WhatEN: fmt.Sprintf("the coordinate system %q is in %s, for which no transformation to CGCS2000 is public; taken as CGCS2000 its points would lie %s off",
			shown(name), f.en, f.offEN),
		HintZH: "请先用当地测绘部门的转换参数把数据转换到2000国家大地坐标系；若文件的声明有误，用 crs 写明真正的坐标系",
		HintEN: "convert the data to CGCS2000 first, with the parameters of the local surveying office; if the declaration is wrong, name the true system with crs",
	}
}

// otherFrame refuses a datum that is not on one of the two ellipsoids.
func otherFrame(name, datum, ellipsoid string) error {
	return &Refused{
		Name:   name,
		WhatZH: fmt.Sprintf("坐标系“%s”的大地基准是 %s（椭球 %s），本程序只转换 WGS 84、CGCS2000 及 GRS 1980 椭球上的基准", shown(name), shown(datum), shown(ellipsoid)),
		WhatEN: fmt.Sprintf("the coordinate system %q is on the datum %s (ellipsoid %s); only WGS 84, CGCS2000 and datums on the ellipsoid GRS 1980 are converted", shown(name), shown(datum), shown(ellipsoid)),
		HintZH: hintConvertZH, HintEN: hintConvertEN,
	}
}

// cannot refuses a part of a description: its kind in both languages and the
// value that it has.
func cannot(name, zh, en, value string) error {
	return &Refused{
		Name:   name,
		WhatZH: fmt.Sprintf("坐标系“%s”的%s是 %s，本程序不能转换", shown(name), zh, shown(value)),
		WhatEN: fmt.Sprintf("the coordinate system %q has the %s %s, which cannot be converted here", shown(name), en, shown(value)),
		HintZH: hintConvertZH, HintEN: hintConvertEN,
	}
}

// malformed refuses a text that is no description; form is what it should be.
func malformed(form string, f *fault) error {
	return &Refused{
		WhatZH: fmt.Sprintf("坐标系的 %s 描述无法读懂（%s）", shown(form), shown(f.zh)),
		WhatEN: fmt.Sprintf("the %s of the coordinate system cannot be understood (%s)", shown(form), shown(f.en)),
		HintZH: "请用 crs 写明坐标系，例如 crs: EPSG:4547", HintEN: "name the system with crs, such as crs: EPSG:4547",
	}
}

const (
	hintConvertZH = "请用 QGIS 或 ogr2ogr -t_srs EPSG:4326 转换后再读；若文件的声明有误，用 crs 写明真正的坐标系"
	hintConvertEN = "convert the data with QGIS or ogr2ogr -t_srs EPSG:4326 first; if the declaration is wrong, name the true system with crs"
)
