package place

import (
	"fugai/datasets/internal/source"
)

// Rules lists what [Table] notes, in the order of the report. A reader puts
// its own rules before them. "geometry-empty" is there for the reader as well.
func Rules() []source.Rule {
	const swapZH = "如确实先写了纬度，请在研究文件里写 swap: true，或改正源文件；坐标没有被改动"
	const swapEN = "if latitude stands first set swap: true in the study, or correct the file; nothing has been changed"
	return []source.Rule{
		source.Warn("crs-missing", "没有声明坐标系，按 WGS 84 经纬度读取", "no coordinate system is declared; read as WGS 84 longitude and latitude",
			"若是高德、百度坐标或别的坐标系，请用 crs 写明", "if they are Amap or Baidu coordinates, or another system, name it with crs"),
		source.Warn("coordinates-swapped", "%d 个要素的经度和纬度看来写反了", "%d features seem to have longitude and latitude exchanged", swapZH, swapEN),
		source.Warn("coordinates-out-of-range", "%d 个要素的坐标超出经纬度范围，几何已略去", "%d features have coordinates beyond the range of degrees; their geometry is left out",
			"请核对这些要素的坐标", "check the coordinates of these features"),
		source.Warn("coordinates-not-converted", "%d 个要素的坐标不在所声明坐标系的范围内，几何已略去", "%d features lie outside what the declared system can hold; their geometry is left out",
			"请核对坐标和所声明的坐标系", "check the coordinates and the declared system"),
		source.Warn("crs-doubtful", "声明的是投影坐标系（米），坐标却像经纬度（度）", "a projected system (metres) is declared while the coordinates look like degrees",
			"核对声明的坐标系；经纬度用 crs: EPSG:4326 或 EPSG:4490", "check the declared system; degrees are crs: EPSG:4326 or EPSG:4490"),
		source.Remark("crs-overruled", "文件自带的坐标系没有采用，以另外写明的 crs 为准", "the system that the file names was overruled by the crs given", "", ""),
		source.Warn("geometry-empty", "%d 个要素的几何是空的", "%d features have an empty geometry", "没有位置的要素只能按代码或名称归属", "features without a place can be assigned only by code or name"),
		source.Warn("ring-closed", "%d 个要素有未闭合的环，已闭合", "%d features had a ring that was not closed; it has been closed", "", ""),
		source.Warn("ring-dropped", "%d 个要素有不足四点或没有面积的环，已略去", "%d features had a ring of fewer than four points or of no area; it is left out", "", ""),
		source.Warn("ring-crossing", "%d 个要素的边界自相交，已重建，围住的地面都保留", "%d features had a boundary that crosses itself; it was rebuilt and keeps all ground that it runs around",
			"请在 QGIS 中核对面积变化较大的要素", "check in QGIS those whose area changed much"),
		source.Warn("ring-not-mended", "%d 个要素的边界自相交，未能修复，原样保留", "%d features have a boundary that crosses itself and could not be mended; they stand as they are",
			"在 QGIS 中运行“修复几何图形”", "run “Fix geometries” in QGIS"),
		source.Warn("hole-outside", "%d 个要素有位于外环之外的洞，已作为独立部分", "%d features had a hole outside its shell; it became a part of its own", "", ""),
		source.Remark("ring-not-checked", "%d 个要素的边界过于复杂，未检查自相交", "%d features have a boundary too intricate to be checked for crossings", "", ""),
		source.Remark("hole-island", "%d 个要素的洞里还有洞，里面的按岛（独立部分）处理", "%d features had a hole within a hole; the inner one is taken for an island, a part of its own", "", ""),
		source.Remark("ring-touching", "%d 个要素的边界在一点上与自身相接，已在该处分开，面积不变", "%d features had a boundary that touches itself in a point; it was split there, the area is the same", "", ""),
		source.Warn("parts-united", "%d 个要素的各部分相互重叠或共边，已合并，重叠处只计一次", "%d features had parts that overlap or share a border; they were united, so that nothing counts twice",
			"请在 QGIS 中核对面积变化较大的要素", "check in QGIS those whose area changed much"),
		source.Warn("antimeridian", "%d 个要素横跨 180° 经线，已在该处切开", "%d features cross the antimeridian; they were cut there",
			"如不应跨越 180° 经线，请改正坐标", "if they should not cross it correct the coordinates"),
		source.Warn("longitude-span", "%d 个要素的经度跨度超过 180°，坐标可能有误", "%d features span more than 180° of longitude; a coordinate may be wrong",
			"请核对坐标（例如经度缺了负号，或经纬度写反）", "check the coordinates: a sign that is missing, or longitude and latitude exchanged"),
	}
}
