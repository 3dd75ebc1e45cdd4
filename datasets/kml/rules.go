package kml

import (
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// rules lists what the reader notices, in the order of the report.
func rules() []source.Rule {
	return append([]source.Rule{
		source.Warn("no-records", "文件里没有地标", "the file holds no Placemarks", "请核对文件；网络链接里的内容不会下载", "check the file; what network links point to is not fetched"),
		source.Warn("network-link", "%d 个网络链接没有下载，其内容不在结果中", "%d network links were not fetched; what they point to is not in the result",
			"在 Google Earth 中打开，右键该链接 → 另存为 KML/KMZ", "open it in Google Earth, right click the link and save it as KML or KMZ"),
		source.Remark("other-documents", "压缩包里还有 %d 个 KML 没有读取", "%d other KML documents of the archive were not read", "需要的话先解压，再分别使用", "unpack it and use them one by one"),
		source.Warn("encoding-declared", "XML 声明的编码不对，文字实为 UTF-8，已按 UTF-8 读取", "the XML declaration names a wrong encoding; the text is UTF-8 and was read so", "核对文字是否正常", "check the texts"),
		source.Remark("control-characters", "%d 处有 XML 不允许的控制字符，已换成空格", "%d characters that XML does not allow became spaces", "", ""),
		source.Warn("coordinate-unreadable", "%d 个地标的坐标无法读取，几何已略去", "%d Placemarks have coordinates that cannot be read; their geometry is left out",
			"坐标应写成“经度,纬度”，各点以空格分开", "coordinates are written longitude,latitude with spaces between the points"),
		source.Warn("geometry-null", "%d 个地标没有几何", "%d Placemarks have no geometry", "没有位置的要素只能按代码或名称归属", "features without a place can be assigned only by code or name"),
		source.Warn("duplicate-id", "%d 个地标的 id 与前面的地标重复", "%d Placemarks repeat the id of an earlier one", "两者都保留", "both are kept"),
		source.Remark("z-dropped", "%d 个地标的高程已略去", "%d Placemarks had heights, which are left out", "", ""),
		source.Remark("track", "%d 个轨迹按线读取，时刻已略去", "%d tracks were read as lines without their times", "", ""),
		source.Remark("element-ignored", "%d 个叠加层、三维模型之类的元素没有读取", "%d elements such as overlays and models were not read", "", ""),
		source.Remark("description-table", "%d 个地标的说明是属性表，已拆成各列", "%d Placemarks had a table of attributes as their description, which became columns", "", ""),
	}, place.Rules()...)
}
