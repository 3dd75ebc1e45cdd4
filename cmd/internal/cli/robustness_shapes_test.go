package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// reshaped gives the communities' layer with the geometry of one replaced.
func reshaped(i int, geometry string) []byte {
	list := communities()
	list[i] = feature(geometry, communityProperties(i))
	return collection(list)
}

// TestRobustShapes covers rows 7 to 14: geometry that is not sound.
func TestRobustShapes(t *testing.T) {
	x, y := corner(5)
	whole := square(x, y, cell, cell)
	bowTie := [][2]float64{{x, y}, {x + cell, y + cell}, {x + cell, y}, {x, y + cell}, {x, y}}
	clockwise := [][2]float64{whole[0], whole[3], whole[2], whole[1], whole[0]}
	file := func(geometry string) map[string][]byte {
		return map[string][]byte{"communities.geojson": reshaped(5, geometry)}
	}
	runAll(t, []hostile{
		{row: "7", name: "unclosed ring", files: file(polygon(whole[:4])), want: warn, rule: "ring-closed", count: 1, at: []int{6}, text: "communities.geojson", zh: "已闭合|第 6 个要素", en: "closed|feature 6", probe: covers16},
		{row: "7", name: "ring of two points", files: file(polygon(whole, [][2]float64{{x, y}, {x + cell/2, y}, {x, y}})), want: warn, rule: "ring-dropped", count: 1, at: []int{6}, zh: "略去", en: "left out", probe: covers16},
		{row: "8", name: "bow tie", files: file(polygon(bowTie)), want: warn, rule: "ring-crossing", count: 1, at: []int{6}, zh: "面积由", en: "area from"},
		{row: "8", name: "hole outside", files: file(polygon(whole, square(x+0.1, y+0.1, 0.01, 0.01))), want: warn, rule: "hole-outside", count: 1, at: []int{6}, zh: "外环之外", en: "outside its shell"},
		{row: "9", name: "clockwise ring", files: file(polygon(clockwise)), want: accept, probe: covers16},
		{row: "10", name: "overlapping units", files: file(polygon(square(x-cell/2, y, 1.5*cell, cell))), want: warn, rule: "units-overlap", count: 1,
			text: communityName(4) + "|" + communityName(5) + "| km²", zh: "重叠|核对边界", en: "overlap|boundaries"},
		{row: "10", name: "one unit twice in another's place", files: file(polygon(square(x-0.1*cell, y, 1.1*cell, cell))), want: warn, rule: "units-overlap", count: 1, text: " km²"},
		{row: "10", name: "gap between units", files: file(polygon(square(x+cell/2, y, cell/2, cell))), want: warn, rule: "units-gap", count: 1,
			text: streetName(1) + "| km²", zh: "没有下级单元|核对图层", en: "lie in none of its units|boundaries"},
		{row: "10", name: "a unit is missing", files: map[string][]byte{"communities.geojson": collection(communities()[:15])}, want: warn, rule: "units-gap", count: 1, text: streetName(3) + "| km²"},
		{row: "10", name: "a unit in another's parent", files: map[string][]byte{"communities.geojson": bytes.Replace(collection(communities()), []byte(`"街道":"440307002000","人口":1006`), []byte(`"街道":"440307003000","人口":1006`), 1)},
			want: warn, rule: "unit-outside-parent", count: 1, at: []int{7}, text: communityName(6) + "|" + streetName(2), zh: "上级", en: "belongs to"},
		{row: "11", name: "antimeridian", files: file(polygon([][2]float64{{179.9, y}, {-179.9, y}, {-179.9, y + cell}, {179.9, y + cell}, {179.9, y}})),
			want: warn, rule: "antimeridian", count: 1, at: []int{6}, zh: "180°", en: "antimeridian"},
		{row: "12", name: "null geometry", files: file("null"), want: warn, rule: "geometry-null", count: 1, at: []int{6}, zh: "没有几何", en: "no geometry"},
		{row: "12", name: "empty geometry", files: file(`{"type":"Polygon","coordinates":[]}`), want: warn, rule: "geometry-empty", count: 1, at: []int{6}, zh: "空的", en: "empty geometry"},
		{row: "12", name: "geometry of the wrong type", files: file(`{"type":"LineString","coordinates":[[114,22.6],[114.1,22.6]]}`), want: warn, rule: "geometry-type", count: 1, at: []int{6}, text: "LineString"},
		{row: "12", name: "coordinates of the wrong depth", files: file(`{"type":"Polygon","coordinates":[114,22.6]}`), want: warn, rule: "geometry-unreadable", count: 1, at: []int{6}},
		{row: "12", name: "no units at all", files: map[string][]byte{"communities.geojson": collection(nil)}, want: reject, text: "communities.geojson|community|fugai check"},
		{row: "12", name: "no facilities at all", files: map[string][]byte{"sites.geojson": collection(nil)}, where: sitesFrom("sites.geojson", ""), want: warn, rule: "no-records", text: "sites.geojson"},
		{row: "13", name: "duplicate ids", files: map[string][]byte{"sites.csv": bytes.Replace(plainStudy()["sites.csv"], []byte("\nS03,"), []byte("\nS02,"), 1)},
			want: warn, rule: "duplicate-id", count: 1, at: []int{4}, text: "sites.csv|S02", zh: "第 4 行", en: "row 4"},
		{row: "13", name: "duplicate records", files: map[string][]byte{"sites.csv": doubled(5)}, want: warn, rule: "duplicate-record", count: 1, at: []int{7}, text: "sites.csv", zh: "第 7 行", en: "row 7"},
		{row: "13", name: "duplicate units", files: map[string][]byte{"communities.geojson": collection(append(communities(), communities()[2]))}, want: warn, rule: "duplicate-record", count: 1, at: []int{17}, probe: covers16},
		{row: "13", name: "one code for two units", files: map[string][]byte{"communities.geojson": bytes.Replace(collection(communities()), []byte(communityCode(3)), []byte(communityCode(2)), 1)},
			want: warn, rule: "area-parts-merged", count: 1, at: []int{4}, text: communityName(3)},
		{row: "14", name: "100,000 nested arrays", files: file(`{"type":"Polygon","coordinates":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"), want: reject,
			text: "communities.geojson|100", zh: "嵌套", en: "nested"},
		{row: "14", name: "100,000 nested objects in a property", files: map[string][]byte{"sites.geojson": []byte(`{"type":"FeatureCollection","features":[` + feature(point(114, 22), `"a":`+strings.Repeat(`{"a":`, 100_000)+"1"+strings.Repeat("}", 100_000)) + "]}")},
			where: sitesFrom("sites.geojson", ""), want: reject, text: "sites.geojson", zh: "嵌套", en: "nested"},
	})
}

// covers16 fails unless all sixteen communities count.
func covers16(p *probe) {
	for _, l := range p.result.Levels {
		if l.Level == "community" && l.Count != 16 {
			p.Errorf("%d communities, want 16", l.Count)
		}
	}
	if got := p.result.Targets[0].Denominator; got != 16 {
		p.Errorf("the first target has a denominator of %v, want 16", got)
	}
}

// doubled repeats a row of the facilities right below itself.
func doubled(k int) []byte {
	lines := strings.SplitAfter(string(plainStudy()["sites.csv"]), "\n")
	lines[k] += lines[k]
	return []byte(strings.Join(lines, ""))
}

// projected writes the plain study's units in metres.
func projected(t *testing.T, code string, features []string, withCRS bool) []byte {
	t.Helper()
	move := shifted(t, code)
	var list []string
	for _, f := range features {
		list = append(list, moved(f, move))
	}
	text := string(collection(list))
	if withCRS {
		text = strings.Replace(text, `"features"`, fmt.Sprintf(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%s"}},"features"`, strings.TrimPrefix(code, "EPSG:")), 1)
	}
	return []byte(text)
}

// moved changes every position of a feature.
func moved(feature string, move func(x, y float64) (float64, float64)) string {
	parts := strings.SplitAfter(feature, "[")
	for k, p := range parts {
		var x, y float64
		if n, _ := fmt.Sscanf(p, "%f,%f]", &x, &y); n == 2 {
			_, rest, _ := strings.Cut(p, "]")
			x, y = move(x, y)
			parts[k] = fmt.Sprintf("%.6f,%.6f]%s", x, y, rest)
		}
	}
	return strings.Join(parts, "")
}

// TestRobustSystems covers rows 15 to 18: coordinate systems and files that
// are something else.
func TestRobustSystems(t *testing.T) {
	metres := func(crs bool) map[string][]byte {
		return map[string][]byte{"communities.geojson": projected(t, "EPSG:4547", communities(), crs), "streets.geojson": projected(t, "EPSG:4547", streets(), crs)}
	}
	sites := func(code string) map[string][]byte {
		return map[string][]byte{"sites.csv": []byte(sitesCSV(50, shifted(t, code)))}
	}
	content := func(name string, data string) map[string][]byte { return map[string][]byte{name: []byte(data)} }
	runAll(t, []hostile{
		{row: "15", name: "units in metres without a system", files: metres(false), want: reject, text: "streets.geojson|EPSG:4547 → 114.|crs", zh: "第 1 个要素|不是经纬度", en: "feature 1|no degrees"},
		{row: "15", name: "table in metres without a system", files: sites("EPSG:4547"), want: reject, text: "sites.csv|EPSG:4547 → 114.|crs", zh: "第 2 行|“经度”列", en: "row 2|column 经度"},
		{row: "15", name: "table in metres, system given", files: sites("EPSG:4547"), where: sitesFrom("sites.csv", ", crs: EPSG:4547"), want: accept},
		{row: "15", name: "degrees declared as metres", where: sitesFrom("sites.csv", ", crs: EPSG:4547"), want: reject, text: "sites.csv|EPSG:4547", zh: "坐标是度", en: "are degrees"},
		{row: "16", name: "EPSG:4547 crs member", files: metres(true), want: accept, probe: covers16},
		{row: "16", name: "CGCS2000 crs member", files: content("communities.geojson", strings.Replace(string(collection(communities())), `"features"`, `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features"`, 1)), want: accept},
		{row: "16", name: "unknown crs member", files: content("communities.geojson", strings.Replace(string(collection(communities())), `"features"`, `"crs":{"type":"name","properties":{"name":"EPSG:99999"}},"features"`, 1)), want: reject, text: "communities.geojson|99999|ogr2ogr"},
		{row: "17", name: "facilities in the wrong zone", files: sites("EPSG:4547"), where: sitesFrom("sites.csv", ", crs: EPSG:4549"), want: warn, rule: "layer-apart", text: "sites.csv| km|crs", zh: "都不在", en: "none of"},
		{row: "17", name: "communities in the wrong zone", files: content("communities.geojson", string(projected(t, "EPSG:4547", communities(), false))),
			where: map[string]string{"from: communities.geojson": "from: communities.geojson, crs: EPSG:4549"}, want: warn, rule: "unit-outside-parent", count: 16, text: "communities.geojson|crs"},
		{row: "17", name: "units in the wrong zone", files: metres(false),
			where: map[string]string{"from: communities.geojson": "from: communities.geojson, crs: EPSG:4549", "from: streets.geojson": "from: streets.geojson, crs: EPSG:4549"}, want: warn, rule: "layer-apart", text: "sites.csv| km|crs"},
		{row: "18", name: "HTML page as GeoJSON", files: content("communities.geojson", "<!DOCTYPE html><html><body>登录</body></html>"), want: reject, text: "communities.geojson|HTML", zh: "网页", en: "web page"},
		{row: "18", name: "HTML page as CSV", files: content("sites.csv", "<html><head><title>502</title></head></html>"), want: reject, text: "sites.csv|HTML", zh: "网页", en: "web page"},
		{row: "18", name: "HTML page as XLSX", files: content("sites.xlsx", "<html><table><tr><td>1</td></tr></table></html>"), where: sitesFrom("sites.xlsx", ""), want: reject, text: "sites.xlsx|HTML", zh: "网页", en: "web page"},
		{row: "18", name: "GeoJSON of 0 bytes", files: content("communities.geojson", ""), want: reject, text: "communities.geojson|0", zh: "空的", en: "empty"},
		{row: "18", name: "CSV of 0 bytes", files: content("sites.csv", ""), want: reject, text: "sites.csv|0", zh: "空的", en: "empty"},
		{row: "18", name: "XLSX of 0 bytes", files: content("sites.xlsx", ""), where: sitesFrom("sites.xlsx", ""), want: reject, text: "sites.xlsx|0", zh: "空的", en: "empty"},
		{row: "18", name: "TopoJSON", files: content("communities.geojson", `{"type":"Topology","objects":{"a":{"type":"GeometryCollection","geometries":[]}},"arcs":[]}`), want: reject, text: "communities.geojson|TopoJSON|mapshaper"},
		{row: "18", name: "Esri JSON", files: content("communities.geojson", `{"geometryType":"esriGeometryPolygon","features":[]}`), want: reject, text: "communities.geojson|Esri JSON"},
		{row: "18", name: "an XLSX called .csv", files: map[string][]byte{"sites.csv": workbookOf(t, [][]any{{"名称"}, {"甲"}})}, want: reject, text: "sites.csv|.xlsx"},
		{row: "18", name: "the first bytes of a Shapefile", files: content("sites.shp", "\x00\x00\x27\x0a"), where: sitesFrom("sites.shp", ""), want: reject, text: "sites.shp|.dbf"},
	})
}
