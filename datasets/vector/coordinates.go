package vector

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// span is a part of the text that holds one value; the zero span is none.
type span struct{ from, to int }

func (p span) none() bool { return p.to == 0 }

// geometryError says why a geometry cannot be used, by the rule it breaks.
// It concerns one feature only.
type geometryError struct {
	rule string
	text datasets.Text
}

func (e *geometryError) Error() string { return e.text.EN }

func badGeometry(rule, zh, en string, args ...any) error {
	return &geometryError{rule: rule, text: datasets.T(zh, en, args...)}
}

// errEmpty is a geometry of no coordinates.
var errEmpty = errors.New("empty geometry")

// decodeGeometry reads a geometry object whose syntax has been checked. It
// returns nil for null, errEmpty for no coordinates and a *geometryError for
// what is no geometry. Heights are left out; high is set where one is not 0.
func decodeGeometry(data []byte, at span, high *bool) (orb.Geometry, error) {
	s := &scanner{data: data[:at.to], pos: at.from}
	if s.space() != '{' {
		if w, err := s.word(); err == nil && string(w) == "null" {
			return nil, nil
		}
		return nil, badGeometry("geometry-unreadable", "geometry 不是对象", "the geometry is no object")
	}
	var kind string
	var coordinates, geometries span
	err := s.object(func(key string) error {
		from := s.pos
		if key == "type" && s.space() == '"' {
			var err error
			kind, err = s.text()
			return err
		}
		err := s.skip()
		switch key {
		case "coordinates":
			coordinates = span{from, s.pos}
		case "geometries":
			geometries = span{from, s.pos}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if kind == "GeometryCollection" {
		return decodeCollection(data, geometries, high)
	}
	return decodeKind(data, kind, coordinates, high)
}

func decodeCollection(data []byte, at span, high *bool) (orb.Geometry, error) {
	if at.none() {
		return nil, badGeometry("geometry-unreadable", "GeometryCollection 没有 geometries", "a GeometryCollection without geometries")
	}
	s := &scanner{data: data[:at.to], pos: at.from}
	if s.space() != '[' {
		return nil, badGeometry("geometry-unreadable", "geometries 不是数组", "geometries is no array")
	}
	var out orb.Collection
	err := s.array(func() error {
		s.space()
		from := s.pos
		if err := s.skip(); err != nil {
			return err
		}
		g, err := decodeGeometry(data, span{from, s.pos}, high)
		if err != nil && !errors.Is(err, errEmpty) {
			return err
		}
		if g != nil {
			out = append(out, g)
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = errEmpty
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// decodeKind reads the coordinates of one geometry type.
func decodeKind(data []byte, kind string, at span, high *bool) (orb.Geometry, error) {
	if at.none() {
		if kind == "" {
			return nil, badGeometry("geometry-unreadable", "几何没有 type", "a geometry without a type")
		}
		return nil, badGeometry("geometry-unreadable", "%s 没有 coordinates", "%s without coordinates", kind)
	}
	s := &scanner{data: data[:at.to], pos: at.from, high: high}
	switch kind {
	case "Point":
		if s.space() == '[' && isEmptyArray(data[s.pos:at.to]) {
			return nil, errEmpty
		}
		return nonEmpty(s.position())
	case "MultiPoint":
		pts, err := s.positions()
		return sized(orb.MultiPoint(pts), len(pts), err)
	case "LineString":
		pts, err := s.positions()
		return sized(orb.LineString(pts), len(pts), err)
	case "MultiLineString":
		lines, err := s.lines()
		out := make(orb.MultiLineString, 0, len(lines))
		for _, l := range lines {
			out = append(out, orb.LineString(l))
		}
		return sized(out, len(out), err)
	case "Polygon":
		p, err := s.polygon()
		return sized(p, len(p), err)
	case "MultiPolygon":
		var out orb.MultiPolygon
		err := s.nested(func() error {
			p, err := s.polygon()
			if len(p) > 0 {
				out = append(out, p)
			}
			return err
		})
		return sized(out, len(out), err)
	}
	return nil, badGeometry("geometry-unreadable", "不认识的几何类型 %q", "unknown geometry type %q", kind)
}

func nonEmpty(p orb.Point, err error) (orb.Geometry, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}

func sized(g orb.Geometry, n int, err error) (orb.Geometry, error) {
	if err == nil && n == 0 {
		err = errEmpty
	}
	if err != nil {
		return nil, err
	}
	return g, nil
}

func isEmptyArray(b []byte) bool { return compact(b) == "[]" }

// nested is array for coordinates: anything but an array is a geometryError.
func (s *scanner) nested(each func() error) error {
	if s.space() != '[' {
		return badGeometry("geometry-unreadable", "字节 %d 处的坐标层级不对", "the coordinates at byte %d are nested wrongly for the type", s.pos)
	}
	return s.array(each)
}

func (s *scanner) polygon() (orb.Polygon, error) {
	rings, err := s.lines()
	out := make(orb.Polygon, 0, len(rings))
	for _, r := range rings {
		out = append(out, orb.Ring(r))
	}
	return out, err
}

func (s *scanner) lines() ([][]orb.Point, error) {
	var out [][]orb.Point
	err := s.nested(func() error {
		pts, err := s.positions()
		if len(pts) > 0 {
			out = append(out, pts)
		}
		return err
	})
	return out, err
}

func (s *scanner) positions() ([]orb.Point, error) {
	var out []orb.Point
	err := s.nested(func() error {
		p, err := s.position()
		out = append(out, p)
		return err
	})
	return out, err
}

// position reads [x, y] and leaves out a third number (height) and more.
func (s *scanner) position() (orb.Point, error) {
	var p orb.Point
	n := 0
	start := s.pos
	err := s.nested(func() error {
		s.space()
		if n >= 2 {
			from := s.pos
			err := s.skip()
			s.height(s.data[from:s.pos])
			return err
		}
		v, err := s.coordinate()
		p[n] = v
		n++
		return err
	})
	if err == nil && n < 2 {
		err = badGeometry("geometry-unreadable", "字节 %d 处的坐标少于两个数", "fewer than two numbers in the position at byte %d", start)
	}
	return p, err
}

// height takes note of a third number that is not 0.
func (s *scanner) height(word []byte) {
	if s.high == nil || *s.high || !isNumber(word) {
		return
	}
	v, err := strconv.ParseFloat(string(word), 64)
	*s.high = err == nil && v != 0
}

func (s *scanner) coordinate() (float64, error) {
	start := s.pos
	if c := s.space(); c == '{' || c == '[' || c == '"' {
		if err := s.skip(); err != nil {
			return 0, err
		}
		return 0, badGeometry("coordinate-not-a-number", "坐标 %s 不是数", "coordinate %s is not a number", clip(s.data[start:s.pos]))
	}
	w, err := s.word()
	if err != nil {
		return 0, err
	}
	if !isNumber(w) {
		return 0, badGeometry("coordinate-not-a-number", "坐标 %s 不是数", "coordinate %s is not a number", clip(w))
	}
	v, _ := strconv.ParseFloat(string(w), 64)
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, badGeometry("coordinate-not-a-number", "坐标 %s 超出数值范围", "coordinate %s is out of the range of numbers", clip(w))
	}
	return v, nil
}

// clip shortens a value from the file for a message.
func clip(b []byte) string {
	const most = 40
	r := []rune(string(b[:min(len(b), 4*most)]))
	if len(r) <= most {
		return string(r)
	}
	return fmt.Sprintf("%s…", string(r[:most]))
}
