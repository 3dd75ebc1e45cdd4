package roads

import (
	"strings"

	"fugai/geo/network"
)

// verdict is what a word says about a line.
type verdict int

const (
	unknownClass verdict = iota
	street
	noStreet // railways, rivers: lines that nobody walks or drives along
)

// class is what a word means.
type class struct {
	verdict verdict
	osm     bool // the word is OpenStreetMap's own, with all that it implies
	tags    network.Tags
}

// ordinary is the class of a street of which nothing is known: its key highway.
const ordinary = "unclassified"

// classWord is a word for a kind of street. Of the Chinese words the first that
// a cell contains decides, so that what changes the meaning of the others
// (规划, 匝道, 辅路) stands before them.
type classWord struct {
	words   string // parted by spaces
	highway string // "" for what is no street
}

// chinese follows the administrative order of the road network (国道 to 村道 as
// trunk to unclassified, which is how OpenStreetMap's guideline for China has
// it), and the four classes of urban streets of GB/T 51328-2018 (快速路, 主干路,
// 次干路, 支路) one step apart from trunk on.
var chinese = []classWord{
	{"规划 拟建 未建 待建 计划", "proposed"},
	{"在建 施工 建设中 修建中", "construction"},
	{"废弃 废除 已拆", "abandoned"},
	{"轮渡 渡口 渡船 摆渡", "ferry"},
	{"铁路 铁道 轨道 地铁 轻轨 有轨电车 高铁 河流 水系 沟渠 航道 河道 管线 行政界 境界", ""},
	{"高速匝道 高速公路匝道 高速出入口 互通匝道", "motorway_link"},
	{"快速路匝道 快速匝道 匝道 立交匝道", "trunk_link"},
	{"连接线 引道 联络线", "secondary_link"},
	{"台阶 阶梯 楼梯 梯道 步梯 石阶 踏步", "steps"},
	{"步行街 商业街", "pedestrian"},
	{"非机动车 自行车 骑行道 单车道路 慢行道 绿道", "cycleway"},
	{"人行天桥 天桥 地下通道 过街通道 人行 步行 步道 栈道 游步 行人", "footway"},
	{"登山 山路 小路 小径 田埂", "path"},
	{"机耕 田间道 林道 防火道 土路 便道 生产路", "track"},
	{"公交专用", "busway"},
	{"辅路 辅道", "tertiary"},
	{"高速", "motorway"},
	{"快速", "trunk"},
	{"国道 国家级公路", "trunk"},
	{"省道", "primary"},
	{"县道", "secondary"},
	{"乡道 镇道 乡镇道路 乡镇公路", "tertiary"},
	{"村道 通村 乡村 农村 村路 村内 村级", "unclassified"},
	{"一级公路", "primary"}, {"二级公路", "secondary"}, {"三级公路", "tertiary"}, {"四级公路 等外公路 等外路 专用公路", "unclassified"},
	{"次干", "secondary"},
	{"主干 干路 干道 主要道路 城市主路", "primary"},
	{"支路 支道 支线 次要道路", "tertiary"},
	{"小区 居住区 宅间 组团 街坊 住宅", "residential"},
	{"内部 园区 厂区 校园 院内 单位 停车场 出入口 专用道", "service"},
	{"巷 胡同 里弄 弄堂 生活道路 生活性道路", "living_street"},
	{"街 城市道路 城镇道路 市政道路 其他道路 其它道路 一般道路 普通道路", "residential"},
}

// english lists words that are not OpenStreetMap's; a cell must be one of them.
var english = []classWord{
	{"freeway expressway interstate", "motorway"},
	{"arterial majorarterial mainroad nationalroad majorroad", "primary"},
	{"minorarterial provincialroad collectorroad collector", "secondary"},
	{"countyroad minorroad distributor", "tertiary"},
	{"local localroad localstreet street lane residentialstreet", "residential"},
	{"alley driveway serviceroad parking", "service"},
	{"ramp sliproad", "trunk_link"},
	{"sidewalk footpath walkway pedestrianpath crossing", "footway"},
	{"pedestrianstreet", "pedestrian"},
	{"bikelane bikeway bikepath cyclepath bicycle", "cycleway"},
	{"stairs staircase stair", "steps"},
	{"trail", "path"},
	{"farmtrack forestroad dirtroad", "track"},
	{"planned", "proposed"},
	{"ferry ferryroute", "ferry"},
	{"rail railway subway tram lightrail river waterway canal stream pipeline powerline", ""},
}

// classOf says what a word means: a value of OpenStreetMap's highway (also as
// in Geofabrik's fclass), else a Chinese word, else an English one.
func classOf(word string) class {
	if c, ok := osmClass(word); ok {
		return c
	}
	key := fold(word)
	for _, w := range english {
		for _, s := range strings.Fields(w.words) {
			if key == s {
				return w.class()
			}
		}
	}
	for _, w := range chinese {
		for _, s := range strings.Fields(w.words) {
			if strings.Contains(key, s) {
				return w.class()
			}
		}
	}
	return class{}
}

// Class gives the value of OpenStreetMap's highway, or ferry, that a word for a
// kind of street stands for, as in the class column of a layer: primary for 主干路 and
// arterial; ok is false where the word is not understood.
func Class(word string) (highway string, ok bool) {
	c := classOf(word)
	if c.verdict != street {
		return "", false
	}
	if highway = c.tags.Get("highway"); highway == "" {
		highway = c.tags.Get("route")
	}
	return highway, true
}

func (w classWord) class() class {
	switch w.highway {
	case "":
		return class{verdict: noStreet}
	case "ferry":
		return class{verdict: street, tags: network.Tags{{Key: "route", Value: "ferry"}}}
	case "cycleway": // 绿道, 慢行道: built for both
		return class{verdict: street, tags: network.Tags{{Key: "highway", Value: w.highway}, {Key: "foot", Value: "yes"}}}
	}
	return class{verdict: street, tags: network.Tags{{Key: "highway", Value: w.highway}}}
}

// osmClass takes a value of highway, or of fclass: track_grade1.
func osmClass(word string) (class, bool) {
	word = strings.ToLower(word)
	word, _, _ = strings.Cut(word, ";")
	if base, grade, ok := strings.Cut(word, "_grade"); ok && base == "track" {
		return class{verdict: street, osm: true, tags: network.Tags{{Key: "highway", Value: "track"}, {Key: "tracktype", Value: "grade" + grade}}}, true
	}
	switch word {
	case "motorway", "trunk", "primary", "secondary", "tertiary", "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link",
		"unclassified", "residential", "living_street", "service", "pedestrian", "track", "busway", "bus_guideway", "escape", "raceway", "road",
		"footway", "bridleway", "steps", "corridor", "path", "cycleway", "via_ferrata", "elevator", "platform", "rest_area", "services",
		"proposed", "planned", "construction", "abandoned", "disused", "razed", "no":
		return class{verdict: street, osm: true, tags: network.Tags{{Key: "highway", Value: word}}}, true
	case "unknown":
		return class{verdict: street, osm: true, tags: network.Tags{{Key: "highway", Value: ordinary}}}, true
	}
	return class{}, false
}
