package tabular

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// wktWriter writes well-known text (OGC 06-103r4, 7).
type wktWriter struct {
	buf      []byte
	decimals int // 0 is as few as give the number back
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// appendCoordinate writes a number without exponent and without idle zeros.
func appendCoordinate(buf []byte, v float64, decimals int) []byte {
	if decimals <= 0 {
		return strconv.AppendFloat(buf, v, 'f', -1, 64)
	}
	from := len(buf)
	buf = strconv.AppendFloat(buf, v, 'f', min(decimals, 15), 64)
	end := len(buf)
	for buf[end-1] == '0' {
		end--
	}
	if buf[end-1] == '.' {
		end--
	}
	if buf = buf[:end]; string(buf[from:]) == "-0" {
		buf = append(buf[:from], '0')
	}
	return buf
}

// geometry writes a geometry with its name; false where it is empty, of no
// known kind, or holds a coordinate that is no number.
func (w *wktWriter) geometry(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return w.named("POINT", 1, func(int) bool { return w.position(g) })
	case orb.MultiPoint:
		return w.named("MULTIPOINT", len(g), func(i int) bool { return w.path(g[i : i+1]) })
	case orb.LineString:
		return w.named("LINESTRING", len(g), func(i int) bool { return w.position(g[i]) })
	case orb.MultiLineString:
		return w.named("MULTILINESTRING", len(g), func(i int) bool { return w.path(g[i]) })
	case orb.Ring:
		return w.geometry(orb.Polygon{g})
	case orb.Bound:
		return w.geometry(g.ToPolygon())
	case orb.Polygon:
		return w.named("POLYGON", len(g), func(i int) bool { return w.path(g[i]) })
	case orb.MultiPolygon:
		return w.named("MULTIPOLYGON", len(g), func(i int) bool {
			return w.list(len(g[i]), func(k int) bool { return w.path(g[i][k]) })
		})
	case orb.Collection:
		return w.named("GEOMETRYCOLLECTION", len(g), func(i int) bool { return w.geometry(g[i]) })
	}
	return false
}

func (w *wktWriter) named(name string, n int, each func(i int) bool) bool {
	w.buf = append(append(w.buf, name...), ' ')
	return w.list(n, each)
}

func (w *wktWriter) list(n int, each func(i int) bool) bool {
	w.buf = append(w.buf, '(')
	for i := range n {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		if !each(i) {
			return false
		}
	}
	w.buf = append(w.buf, ')')
	return n > 0
}

func (w *wktWriter) path(pts []orb.Point) bool {
	return w.list(len(pts), func(i int) bool { return w.position(pts[i]) })
}

func (w *wktWriter) position(p orb.Point) bool {
	w.buf = append(appendCoordinate(w.buf, p[0], w.decimals), ' ')
	w.buf = appendCoordinate(w.buf, p[1], w.decimals)
	return isFinite(p[0]) && isFinite(p[1])
}
