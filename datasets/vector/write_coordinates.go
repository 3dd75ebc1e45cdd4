package vector

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// coordinateWriter writes geometry objects.
type coordinateWriter struct {
	buf      []byte
	decimals int // 0 is as few as give the number back
}

// geometry writes a geometry object; false where it is of no kind that GeoJSON
// has or holds a coordinate that is no number.
func (w *coordinateWriter) geometry(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return w.object("Point", func() bool { return w.position(g) })
	case orb.MultiPoint:
		return w.object("MultiPoint", func() bool { return w.positions(g, false) })
	case orb.LineString:
		return w.object("LineString", func() bool { return w.positions(g, false) })
	case orb.MultiLineString:
		return w.object("MultiLineString", func() bool {
			return w.list(len(g), func(i int) bool { return w.positions(g[i], false) })
		})
	case orb.Ring:
		return w.geometry(orb.Polygon{g})
	case orb.Bound:
		return w.geometry(g.ToPolygon())
	case orb.Polygon:
		return w.object("Polygon", func() bool { return w.polygon(g) })
	case orb.MultiPolygon:
		return w.object("MultiPolygon", func() bool {
			return w.list(len(g), func(i int) bool { return w.polygon(g[i]) })
		})
	case orb.Collection:
		w.buf = append(w.buf, `{"type":"GeometryCollection","geometries":`...)
		ok := w.list(len(g), func(i int) bool { return w.geometry(g[i]) })
		w.buf = append(w.buf, '}')
		return ok
	}
	return false
}

func (w *coordinateWriter) object(kind string, coordinates func() bool) bool {
	w.buf = append(w.buf, `{"type":"`...)
	w.buf = append(w.buf, kind...)
	w.buf = append(w.buf, `","coordinates":`...)
	ok := coordinates()
	w.buf = append(w.buf, '}')
	return ok
}

func (w *coordinateWriter) list(n int, each func(i int) bool) bool {
	w.buf = append(w.buf, '[')
	for i := range n {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		if !each(i) {
			return false
		}
	}
	w.buf = append(w.buf, ']')
	return true
}

// polygon writes the shell counter-clockwise and the holes clockwise (RFC
// 7946, 3.1.6).
func (w *coordinateWriter) polygon(p orb.Polygon) bool {
	return w.list(len(p), func(i int) bool {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		turned := p[i].Orientation()
		return w.positions(p[i], turned != 0 && turned != want)
	})
}

func (w *coordinateWriter) positions(pts []orb.Point, backwards bool) bool {
	return w.list(len(pts), func(i int) bool {
		if backwards {
			i = len(pts) - 1 - i
		}
		return w.position(pts[i])
	})
}

func (w *coordinateWriter) position(p orb.Point) bool {
	w.buf = append(w.buf, '[')
	ok := w.number(p[0])
	w.buf = append(w.buf, ',')
	ok = w.number(p[1]) && ok
	w.buf = append(w.buf, ']')
	return ok
}

// number writes a coordinate without exponent and without idle zeros.
func (w *coordinateWriter) number(v float64) bool {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return false
	}
	if w.decimals <= 0 {
		w.buf = strconv.AppendFloat(w.buf, v, 'f', -1, 64)
		return true
	}
	from := len(w.buf)
	w.buf = strconv.AppendFloat(w.buf, v, 'f', min(w.decimals, 15), 64)
	end := len(w.buf)
	for w.buf[end-1] == '0' {
		end--
	}
	if w.buf[end-1] == '.' {
		end--
	}
	w.buf = w.buf[:end]
	if string(w.buf[from:]) == "-0" {
		w.buf = append(w.buf[:from], '0')
	}
	return true
}
