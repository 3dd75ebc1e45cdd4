package osm

import (
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// roadRules lists what is noticed while streets are read, in the order of the
// report.
func roadRules() []source.Rule {
	return []source.Rule{
		source.Warn("no-streets", "文件里没有道路", "the file holds no streets", "核对文件；道路是带 highway 标签的路线", "check the file; streets are ways with the tag highway"),
		source.Warn("server-remark", "生成文件的服务器留有说明，数据可能不全", "the server that made the file left a remark; the data may be incomplete", "缩小范围后重新下载", "download it again for a smaller area"),
		source.Warn("dead-reference", "道路有 %d 处引用了文件中没有的点，道路在该处断开", "streets refer %d times to nodes that the file does not hold; they are cut there",
			"边界处常有；裁剪时用 osmium extract -s complete_ways 可保持道路完整", "usual at the border; cutting with osmium extract -s complete_ways keeps streets whole"),
		source.Warn("node-outside", "%d 个点的坐标超出 ±180、±90，已略去", "%d nodes lie beyond ±180 and ±90 and are left out", "重新下载该文件", "download the file again"),
		source.Warn("duplicate-way", "%d 条道路出现多次，取最后一次", "%d streets stand in the file more than once; the last one counts", "文件可能由几个拼成；可用 osmium sort 与 merge 合并", "the file may be several put together; osmium merge does it properly"),
		source.Remark("short-way", "%d 条道路不足两个点，已略去", "%d streets have fewer than two nodes and are left out", "", ""),
		source.Remark("turn-incomplete", "%d 条转向限制的成员不全或不合规则，未使用", "%d turn restrictions lack members or break the rules, and are not used", "", ""),
		source.Remark("turn-conditional", "%d 条转向限制只在某些时段有效，未使用", "%d turn restrictions hold at some hours only, and are not used", "", ""),
	}
}

// tableRules lists what is noticed while features are read.
func tableRules() []source.Rule {
	return append([]source.Rule{
		source.Warn("server-remark", "生成文件的服务器留有说明，数据可能不全", "the server that made the file left a remark; the data may be incomplete", "缩小范围后重新下载", "download it again for a smaller area"),
		source.Warn("dead-reference", "要素有 %d 处引用了文件中没有的点，形状缺了这些点", "features refer %d times to nodes that the file does not hold; their shapes lack them",
			"边界处常有；裁剪时用 osmium extract -s smart 可保持要素完整", "usual at the border; cutting with osmium extract -s smart keeps features whole"),
		source.Warn("node-outside", "%d 个点的坐标超出 ±180、±90，已略去", "%d nodes lie beyond ±180 and ±90 and are left out", "重新下载该文件", "download the file again"),
		source.Warn("geometry-null", "%d 个要素没有几何：文件里没有它们的点", "%d features have no geometry: the file holds none of their nodes", "", ""),
		source.Remark("relation-center", "%d 个关系不成闭合的面，取其成员范围的中心点", "%d relations make no closed areas; each is the point in the middle of its members", "", ""),
		source.Remark("columns-dropped", "%d 个少见的标签没有成列", "%d rare keys did not become columns", "", ""),
	}, place.Rules()...)
}
