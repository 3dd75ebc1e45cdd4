package crs

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Supported names what Parse reads, for messages.
const Supported = "EPSG:4326, EPSG:4490, EPSG:4491 to 4554 (CGCS2000 Gauss-Krüger), " +
	"EPSG:32601 to 32660 and 32701 to 32760 (UTM), EPSG:3857, GCJ-02, BD-09"

// Parse finds a system by what a user, a file or a service writes:
//
//	EPSG:4547  4547  EPSG::4547  urn:ogc:def:crs:EPSG::4547
//	http://www.opengis.net/def/crs/EPSG/0/4547  urn:ogc:def:crs:OGC:1.3:CRS84
//	WGS84  CGCS2000  GCJ-02  火星坐标  高德  BD-09  百度
//	CGCS2000 / 3-degree Gauss-Kruger CM 114E  CGCS2000_3_Degree_GK_CM_114E
//
// Upper and lower case, spaces, hyphens, underscores and full-width letters
// make no difference. An unknown one gives an error that wraps [ErrUnknown]
// and names what is supported.
func Parse(s string) (*System, error) {
	plain := fold(s)
	if sys := byWord(plain); sys != nil {
		return sys, nil
	}
	if code, ok := epsgNumber(s); ok {
		if sys := byEPSG(code); sys != nil {
			return sys, nil
		}
		return nil, unknown(s)
	}
	if sys := byName(plain); sys != nil {
		return sys, nil
	}
	return nil, unknown(s)
}

// ByEPSG finds a system by its number in the EPSG register.
func ByEPSG(code int) (*System, error) {
	if sys := byEPSG(code); sys != nil {
		return sys, nil
	}
	return nil, unknown("EPSG:" + strconv.Itoa(code))
}

// maxShown keeps hostile text out of messages.
const maxShown = 80

func unknown(s string) error {
	if r := []rune(s); len(r) > maxShown {
		s = string(r[:maxShown]) + "…"
	}
	return fmt.Errorf("%w %q; supported are %s", ErrUnknown, s, Supported)
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
		return &System{code: "GCJ-02", name: "GCJ-02 (Amap, Tencent)", kind: gcj02, bounds: gcjBox()}
	case "bd09", "bd09ll", "百度", "百度坐标", "百度坐标系", "百度地图", "baidu":
		return &System{code: "BD-09", name: "BD-09 (Baidu)", kind: bd09, bounds: gcjBox()}
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
	if !strings.Contains(plain, "cgcs2000") && !strings.Contains(plain, "utm") && !strings.Contains(plain, "mercator") {
		return nil
	}
	for _, code := range allCodes() {
		sys := byEPSG(code)
		name := fold(sys.name)
		esri := strings.NewReplacer("gausskruger", "gk", "wgs84utm", "wgs1984utm").Replace(name)
		if plain == name || plain == esri {
			return sys
		}
	}
	return nil
}
