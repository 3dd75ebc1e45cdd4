package gpkg

import (
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// rules lists what the reader notices, in the order of the report. Rows are
// called by the feature's fid.
func rules() []source.Rule {
	const unplacedZH, unplacedEN = "没有位置的要素只能按代码或名称归属", "features without a place can be assigned only by code or name"
	return append([]source.Rule{
		source.Warn("no-records", "图层里没有要素", "the layer holds no features", "请核对图层", "check the layer"),
		source.Warn("application-id", "文件头没有 GeoPackage 的标记，仍按 GeoPackage 读取", "the file's header does not say that it is a GeoPackage; it was read as one all the same",
			"在 QGIS 中另存一份即可更正", "saving a copy with QGIS sets it right"),
		source.Remark("wal-read", "另读了 -wal 文件里的 %d 次修改，原文件未动", "%d changes that stand only in the -wal file were read as well; the file itself was not touched",
			"关闭正在编辑它的程序后，修改会并入文件", "they are merged into the file when the program that edits it is closed"),
		source.Warn("srs-missing", "坐标系表里没有图层的坐标系，按编号当作 EPSG 代码", "the layer's system is not in the file's table of systems; its number was taken for the EPSG code",
			"请核对；不对时用 crs 写明", "check it, and name the system with crs if it is another"),
		source.Warn("srs-differs", "%d 个要素自带的坐标系编号与图层的不同，按图层的读取", "%d features carry another system than their layer; the layer's was used", "请核对这些要素的位置", "check where these features lie"),
		source.Warn("geometry-unregistered", "几何列没有登记，按列类型认出", "the geometry column is not registered; it was found by its type", "在 QGIS 中另存一份即可更正", "saving a copy with QGIS sets it right"),
		source.Warn("geometry-column-missing", "图层登记为要素图层，却没有几何列", "the layer is listed as features and has no geometry column", unplacedZH, unplacedEN),
		source.Warn("geometry-unreadable", "%d 个要素的几何无法解读，已略去", "%d features have a geometry that cannot be read; it is left out", "请在 QGIS 中核对这些要素", "look at these features in QGIS"),
		source.Warn("geometry-curved", "%d 个要素是曲线或立体几何，已略去", "%d features are curves or solids, which are left out", "在 QGIS 中运行“转换曲线为线段”（Segmentize），或运行 ogr2ogr -nlt CONVERT_TO_LINEAR",
			"run “Segmentize” in QGIS, or ogr2ogr -nlt CONVERT_TO_LINEAR"),
		source.Warn("coordinate-not-a-number", "%d 个要素有不是数的坐标，几何已略去", "%d features have a coordinate that is not a number; their geometry is left out", "请在源文件中改正", "correct them in the source"),
		source.Warn("geometry-null", "%d 个要素没有几何", "%d features have no geometry", unplacedZH, unplacedEN),
		source.Remark("z-dropped", "%d 个要素的高程或测量值已略去", "%d features had heights or measures, which are left out", "", ""),
		source.Remark("blob-dropped", "%d 列是二进制数据，已略去", "%d columns hold binary data and are left out", "", ""),
		source.Remark("column-computed", "%d 列由文件里的公式算出，未读取", "%d columns are computed by formulas of the file and were not read", "", ""),
		source.Warn("value-binary", "%d 个单元格是二进制数据，按空值处理", "%d cells hold binary data and count as empty", "如需其内容，请在源文件中改成文本", "make them text in the source if they are needed"),
		source.Warn("value-type", "%d 个值与列的类型不符，该列按文本读取", "%d values are not of their column's type; the column was read as text", "请核对这些值", "check these values"),
		source.Warn("value-not-a-number", "%d 个属性值是无穷大，按空值处理", "%d values are infinite and count as empty", "请在源文件中改正", "correct them in the source"),
		source.Warn("text-encoding", "%d 个单元格不是 UTF-8，已按 GB18030 解读", "%d cells are not UTF-8 and were decoded as GB18030", "请核对文字", "check the texts"),
	}, place.Rules()...)
}
