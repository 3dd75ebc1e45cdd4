package shapefile

import (
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// rules lists what the readers notice, in the order of the report.
func rules() []source.Rule {
	all := append(shapeRules(), tableRules()...)
	return append(all, place.Rules()...)
}

// shapeRules are about the .shp and .shx.
func shapeRules() []source.Rule {
	return []source.Rule{
		source.Warn("no-records", "文件里没有要素", "the file holds no features", "请核对文件", "check the file"),
		source.Remark("shx-rebuilt", "没有 .shx 索引，已由 .shp 重建", "there is no .shx index; it was rebuilt from the .shp", "", ""),
		source.Warn("shx-false", ".shx 索引与 .shp 不符，没有采用", "the .shx index does not fit the .shp and was not used",
			"在 QGIS 中另存一次即可得到正确的 .shx", "save the layer again in QGIS for a right .shx"),
		source.Warn("shp-length-false", ".shp 文件头所写的长度与文件不符", "the length in the header of the .shp is not that of the file",
			"文件可能没有写完，请与来源核对要素个数", "the file may not have been finished; check the number of features with its source"),
		source.Warn("shape-type-mixed", "%d 个要素的几何类型与文件头所写的不同", "%d features are of another type than the header says", "请在 QGIS 中核对这些要素", "look at these features in QGIS"),
		source.Remark("z-dropped", "%d 个要素带有高程（Z）或测量值（M），已略去", "%d features have heights (Z) or measures (M); these are dropped", "", ""),
		source.Warn("geometry-null", "%d 个要素没有几何", "%d features have no geometry", "没有位置的要素只能按代码或名称归属", "features without a place can be assigned only by code or name"),
		source.Warn("geometry-unreadable", "%d 个要素的各部分次序有误，几何已略去", "%d features have parts in no order; their geometry is left out", "在 QGIS 中核对这些要素", "look at these features in QGIS"),
		source.Warn("coordinate-not-a-number", "%d 个要素有不是数的坐标，几何已略去", "%d features have a coordinate that is not a number; their geometry is left out",
			"请在源文件中改正", "correct them in the source"),
		source.Warn("line-too-short", "%d 个要素有不足两点的线段，已略去", "%d features had a line of fewer than two points; it is left out", "请在 QGIS 中核对这些要素", "look at these features in QGIS"),
		source.Remark("ring-winding", "%d 个要素的环走向不合规范（外环应为顺时针），外环与洞按包含关系判定", "%d features have rings that run the wrong way round (shells should be clockwise); shells and holes were told by what lies in what", "", ""),
		source.Warn("dbf-short", "属性表（.dbf）缺少 %d 个要素的记录，其属性为空", "the attribute table (.dbf) lacks the rows of %d features; their attributes are empty",
			"属性与图形可能错位，请向来源索取完整的文件", "attributes and shapes may not belong together; ask the source for a whole file"),
		source.Warn("dbf-long", "属性表（.dbf）多出 %d 条没有图形的记录", "the attribute table (.dbf) has %d rows without a shape",
			"属性与图形可能错位，请向来源索取完整的文件", "attributes and shapes may not belong together; ask the source for a whole file"),
	}
}

// tableRules are about the .dbf and .cpg.
func tableRules() []source.Rule {
	const encodingZH, encodingEN = "核对文字；若成乱码，请用 encoding 指明编码（UTF-8、GBK、Big5）", "check the texts; if they are garbled name the encoding with encoding (UTF-8, GBK, Big5)"
	return []source.Rule{
		source.Warn("dbf-header-false", ".dbf 文件头与其记录不符，已按记录本身读取", "the header of the .dbf does not fit its rows; it was read by the rows themselves", "请核对属性", "check the attributes"),
		source.Warn("dbf-count-false", ".dbf 文件头所写的记录数与实际不符", "the number of rows in the header of the .dbf is not what it holds", "请与来源核对记录数", "check the number of rows with the source"),
		source.Remark("deleted-records", "%d 条已标记删除的记录未读取", "%d records are marked as deleted and were passed over", "", ""),
		source.Warn("memo-left-out", "%d 个备注（memo）字段未读取，为空", "%d memo fields are not read and left empty", "需要时在 QGIS 中另存为 GeoPackage 或 XLSX", "save the layer as GeoPackage or XLSX with QGIS if they are needed"),
		source.Remark("number-stars", "%d 个数值单元格写满 *（GDAL、QGIS 以此表示空值，数值超出字段宽度时也如此），按空值处理", "%d cells of numbers are filled with *, as GDAL and QGIS write a null, and as a number reads that does not fit its field; they count as empty",
			"如果原来应有数值，请向来源索取", "if there should be a number ask the source for it"),
		source.Warn("value-unreadable", "%d 个属性值与其字段类型不符，按空值处理", "%d values do not fit the type of their field; they count as empty", "请在源文件中改正", "correct them in the source"),
		source.Remark("text-cut-off", "%d 个文字（或字段名）在末尾被截断，半个汉字已去掉", "%d texts or names of fields are cut off at their end; half a character was taken off", "需要全文时请向来源索取", "ask the source for the whole text if it is needed"),
		source.Warn("cpg-false", "所声明的编码与文字的字节不符，已按字节识别", "the declared encoding is not that of the texts, which were read by their bytes", encodingZH, encodingEN),
		source.Warn("cpg-unknown", "声明的编码不认识，已按字节识别", "an unknown encoding is declared; the texts were read by their bytes", encodingZH, encodingEN),
		source.Warn("two-encodings", "%d 个文字与其余文字编码不同，已按各自的编码读取", "%d texts are in another encoding than the rest; each was read in its own", encodingZH, encodingEN),
		source.Warn("bad-bytes", "%d 个文字有无法识别的字节，已写成 �", "%d texts hold bytes that cannot be read; they now read �", encodingZH, encodingEN),
	}
}
