package crs

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Supported names what Parse reads, for messages.
const Supported = "EPSG:4326, EPSG:4490, EPSG:4491 to 4554 (CGCS2000 Gauss-Krüger), " +
	"EPSG:32601 to 32660 and 32701 to 32760 (UTM), EPSG:3857, EPSG:2790, GCJ-02, BD-09, " +
	"and WKT, PROJJSON or a PROJ string of a transverse Mercator projection"

// Parse finds a system by what a user, a file or a service writes:
//
//	EPSG:4547  4547  EPSG::4547  urn:ogc:def:crs:EPSG::4547
//	http://www.opengis.net/def/crs/EPSG/0/4547  urn:ogc:def:crs:OGC:1.3:CRS84
//	WGS84  CGCS2000  GCJ-02  火星坐标  高德  BD-09  百度
//	CGCS2000 / 3-degree Gauss-Kruger CM 114E  CGCS2000_3_Degree_GK_CM_114E
//	+proj=tmerc +lon_0=114.1 +x_0=500000 +ellps=GRS80
//	PROJCS["CGCS2000_3_Degree_GK_CM_114E",…  {"type": "ProjectedCRS",…
//
// Upper and lower case, spaces, hyphens, underscores and full-width letters
// make no difference to codes and names; the last two go to [ParseWKT] and
// [ParsePROJJSON]. An unknown one gives an error that wraps [ErrUnknown] and
// names what is supported; Beijing 1954 and Xi'an 1980 give a [*Refused].
func Parse(s string) (*System, error) {
	switch text := strings.TrimLeft(s, "\ufeff \t\r\n"); {
	case strings.HasPrefix(text, "{"):
		return ParsePROJJSON([]byte(text))
	case isWKT(text):
		return ParseWKT(text)
	case strings.HasPrefix(text, "+"):
		return parsePROJ(text)
	}
	plain := fold(s)
	if sys := byWord(plain); sys != nil {
		return sys, nil
	}
	if code, ok := epsgNumber(s); ok {
		if sys := byEPSG(code); sys != nil {
			return sys, nil
		}
		if err := oldFrameOf(s, code); err != nil {
			return nil, err
		}
		return nil, unknown(s)
	}
	if sys := byName(plain); sys != nil {
		return sys, nil
	}
	if err := oldFrameOf(s, 0, s); err != nil {
		return nil, err
	}
	return nil, unknown(s)
}

// isWKT tells whether a text starts with the keyword of a system and a bracket.
func isWKT(text string) bool {
	keyword, _, ok := strings.Cut(strings.ReplaceAll(text[:min(len(text), 40)], "(", "["), "[")
	keyword = strings.ToUpper(strings.TrimSpace(keyword))
	if strings.ContainsFunc(keyword, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') }) {
		return false
	}
	return ok && (strings.HasSuffix(keyword, "CS") || strings.HasSuffix(keyword, "CRS") || keyword == "COORDINATEMETADATA")
}

// ByEPSG finds a system by its number in the EPSG register. Errors are those of
// [Parse].
func ByEPSG(code int) (*System, error) {
	if sys := byEPSG(code); sys != nil {
		return sys, nil
	}
	name := "EPSG:" + strconv.Itoa(code)
	if err := oldFrameOf(name, code); err != nil {
		return nil, err
	}
	return nil, unknown(name)
}

func unknown(s string) error {
	return fmt.Errorf("%w %q; supported are %s", ErrUnknown, shown(s), Supported)
}

// fold keeps the letters and digits of a text, in lower case, with full-width
// forms made plain.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		if r == 'ü' || r == 'Ü' {
			return 'u'
		}
		return unicode.ToLower(r)
	}, s)
}

// byWord finds the systems that have names of their own.
func byWord(plain string) *System {
	switch plain {
	case "wgs84", "wgs1984", "gcswgs1984", "crs84", "ogccrs84", "urnogcdefcrsogc13crs84", "urnogcdefcrsogccrs84",
		"httpwwwopengisnetdefcrsogc13crs84", "httpswwwopengisnetdefcrsogc13crs84", "wgs84坐标", "wgs84坐标系":
		return byEPSG(4326)
	case "cgcs2000", "gcschinageodeticcoordinatesystem2000", "chinageodeticcoordinatesystem2000",
		"国家2000", "国家2000坐标系", "2000国家大地坐标系", "大地2000":
		return byEPSG(4490)
	case "gcj02", "gcj", "火星", "火星坐标", "火星坐标系", "国测局", "国测局坐标", "高德", "高德坐标", "高德地图",
		"腾讯", "腾讯坐标", "腾讯地图", "amap":
		return &System{name: "GCJ-02 (Amap, Tencent)", kind: gcj02, bounds: gcjBox()}
	case "bd09", "bd09ll", "百度", "百度坐标", "百度坐标系", "百度地图", "baidu":
		return &System{name: "BD-09 (Baidu)", kind: bd09, bounds: gcjBox()}
	case "webmercator", "pseudomercator", "wgs1984webmercatorauxiliarysphere", "wgs1984webmercator":
		return byEPSG(3857)
	}
	return nil
}

// epsgNumber finds the number in a bare code, a prefixed one, a URN or a URL.
func epsgNumber(s string) (int, bool) {
	s = strings.ToLower(strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)))
	digits := s
	if at := strings.LastIndexAny(s, ":/# "); at >= 0 {
		if !strings.Contains(s[:at], "epsg") {
			return 0, false
		}
		digits = s[at+1:]
	} else {
		digits = strings.TrimPrefix(digits, "epsg")
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	return int(n), err == nil
}

// byName finds a system by its register name or the name that ArcGIS writes.
func byName(plain string) *System {
	if !strings.Contains(plain, "cgcs2000") && !strings.Contains(plain, "utm") &&
		!strings.Contains(plain, "mercator") && !strings.Contains(plain, "illinois") {
		return nil
	}
	for _, code := range allCodes() {
		s := byEPSG(code)
		if plain == fold(s.name) || plain == fold(s.esriName()) {
			return s
		}
	}
	return nil
}
