package vector

import (
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// rules lists what the reader of GeoJSON notices, in the order of the report.
func rules() []source.Rule {
	return append([]source.Rule{
		source.Warn("no-records", "文件里没有要素", "the file holds no features", "请核对文件", "check the file"),
		source.Warn("coordinate-not-a-number", "%d 个要素有不是数的坐标，几何已略去", "%d features have a coordinate that is not a number; their geometry is left out",
			"请在源文件中改正", "correct them in the source"),
		source.Warn("geometry-unreadable", "%d 个要素的几何不合 GeoJSON，已略去", "%d features have a geometry that is not GeoJSON; it is left out", "请在源文件中改正", "correct them in the source"),
		source.Warn("not-a-feature", "%d 项不是要素，没有属性和几何", "%d members of features are no features and carry nothing", "请在源文件中删去", "delete them in the source"),
		source.Warn("geometry-null", "%d 个要素没有几何", "%d features have no geometry", "没有位置的要素只能按代码或名称归属", "features without a place can be assigned only by code or name"),
		source.Warn("duplicate-id", "%d 个要素的 id 与前面的要素重复", "%d features repeat the id of an earlier one", "两者都保留", "both are kept"),
		source.Warn("properties-unreadable", "%d 个要素的 properties 不是对象，已略去", "%d features have properties that are no object; they are left out", "请在源文件中改正", "correct them in the source"),
		source.Warn("value-not-a-number", "%d 个属性值是 NaN 或 Infinity，按空值处理", "%d property values are NaN or Infinity and count as empty", "请在源文件中改正", "correct them in the source"),
		source.Remark("z-dropped", "%d 个要素带有高程（Z），已略去", "%d features have heights (Z), which are left out", "", ""),
	}, place.Rules()...)
}
