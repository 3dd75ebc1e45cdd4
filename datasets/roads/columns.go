package roads

import (
	"slices"
	"sort"
	"strings"

	"fugai/datasets"
)

// The fields of a layer of streets: the keys by which columns can be named.
const (
	FieldClass   datasets.Field = "class"   // kind of street: 主干路, 县道, residential …
	FieldSpeed   datasets.Field = "speed"   // km/h, where cell or header names no other unit
	FieldOneway  datasets.Field = "oneway"  // against the order of the points: -1, T, TF, 反向
	FieldName    datasets.Field = "name"    // of the street
	FieldFoot    datasets.Field = "foot"    // may people walk: 是, 否, or a word of OpenStreetMap
	FieldBicycle datasets.Field = "bicycle" // may people cycle
	FieldMotor   datasets.Field = "motor_vehicle"
	FieldAccess  datasets.Field = "access"
	FieldLevel   datasets.Field = "level"  // above or below ground: a whole number, 0 on the ground
	FieldBridge  datasets.Field = "bridge" // 是, T, yes …
	FieldTunnel  datasets.Field = "tunnel"
	FieldTags    datasets.Field = "tags" // all tags in one cell, as GDAL writes other_tags
)

// Fields lists the fields that a layer of streets has, in the order of the
// manual.
func Fields() []datasets.Field {
	return []datasets.Field{FieldClass, FieldSpeed, FieldOneway, FieldName, FieldFoot, FieldBicycle, FieldMotor, FieldAccess, FieldLevel, FieldBridge, FieldTunnel, FieldTags}
}

// synonyms lists the headers of a field, the most usual first. Shapefiles cut
// headers at ten bytes (道路等 for 道路等级 in UTF-8).
func synonyms(f datasets.Field) []string {
	switch f {
	case FieldClass:
		return []string{"highway", "fclass", "道路等级", "道路类型", "道路类别", "道路级别", "公路等级", "行政等级", "技术等级", "道路等", "道路类", "公路等", "road class", "roadclass", "road type", "roadtype", "func class",
			"等级", "级别", "类别", "类型", "class", "type", "category", "kind", "dldj", "dllx"}
	case FieldSpeed:
		return []string{"maxspeed", "speed", "限速", "限速值", "最高限速", "设计速度", "设计车速", "设计时速", "设计速", "车速", "速度", "时速", "speed limit", "max speed", "speed kmh", "kmh"}
	case FieldOneway:
		return []string{"oneway", "one way", "单行", "单行道", "单行线", "单向", "是否单行", "是否单", "是否单向", "单双向", "单双行", "通行方向", "通行方", "交通方向", "direction", "方向", "dir", "dir travel"}
	case FieldName:
		return []string{"name", "名称", "道路名称", "道路名", "路名", "街道名称", "路线名称", "街路名称", "road name", "street name", "title", "mc", "dlmc"}
	case FieldFoot:
		return []string{"foot", "步行", "允许步行", "可步行", "行人", "行人通行", "人行", "pedestrian", "walk", "walking"}
	case FieldBicycle:
		return []string{"bicycle", "骑行", "允许骑行", "可骑行", "自行车", "非机动车", "bike", "cycle", "cycling"}
	case FieldMotor:
		return []string{"motor_vehicle", "机动车", "机动车通行", "允许机动车", "可通车", "motorcar", "car", "driving"}
	case FieldAccess:
		return []string{"access", "通行", "通行权", "开放", "是否开放"}
	case FieldLevel:
		return []string{"layer", "level", "层级", "层次", "层", "高程层", "z level", "zlevel", "竖向层级"}
	case FieldBridge:
		return []string{"bridge", "桥梁", "桥", "是否桥梁", "高架", "是否高架"}
	case FieldTunnel:
		return []string{"tunnel", "隧道", "是否隧道", "地下"}
	case FieldTags:
		return []string{"other_tags", "all_tags", "tags"}
	}
	return nil
}

// osmKeys are the columns that are taken word for word where a layer has one
// column for each tag, as exports of OpenStreetMap do.
var osmKeys = []string{"junction", "service", "sidewalk", "surface", "tracktype", "route", "area", "vehicle", "oneway:bicycle", "oneway:foot", "cycleway", "footway", "duration", "bicycle_road", "motorroad", "maxspeed:forward", "maxspeed:backward"}

// columns says which column means what.
type columns struct {
	uses  []datasets.ColumnUse
	index map[datasets.Field]int
	plain map[int]string // columns that hold a tag word for word
	both  []pair         // columns that were passed over for another one
}

type pair struct {
	field        datasets.Field
	used, passed int
}

func (c *columns) at(f datasets.Field) int {
	if i, ok := c.index[f]; ok {
		return i
	}
	return -1
}

// match finds the columns by their headers; named ones overrule that.
func match(t *datasets.Table, named map[string]string) (*columns, error) {
	c := &columns{uses: make([]datasets.ColumnUse, len(t.Columns)), index: map[datasets.Field]int{}, plain: map[int]string{}}
	for i, name := range t.Columns {
		c.uses[i] = datasets.ColumnUse{Column: name, By: "attribute"}
	}
	if err := c.name(t, named); err != nil {
		return nil, err
	}
	for _, f := range Fields() {
		c.find(t, f)
	}
	for i, header := range t.Columns {
		if key := strings.ToLower(header); c.uses[i].Meaning == "" && slices.Contains(osmKeys, key) {
			c.plain[i] = key
			c.uses[i].Meaning, c.uses[i].By = key, "synonym"
		}
	}
	return c, nil
}

// name takes the columns that the user names.
func (c *columns) name(t *datasets.Table, named map[string]string) error {
	keys := make([]string, 0, len(named))
	for k := range named {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		f := datasets.Field(k)
		if !slices.Contains(Fields(), f) {
			return &datasets.Problem{Where: datasets.Ref{File: t.File}, What: datasets.T("columns 中的“%s”不是道路图层的字段", "columns: %q is not a field of roads", k), Hint: fieldList()}
		}
		i, err := datasets.FindColumn(t, named[k])
		if err != nil {
			return err
		}
		c.index[f] = i
		if c.uses[i].Meaning != "" {
			k = c.uses[i].Meaning + ", " + k
		}
		c.uses[i].Meaning, c.uses[i].By = k, "study"
	}
	return nil
}

func fieldList() datasets.Text {
	var names []string
	for _, f := range Fields() {
		names = append(names, string(f))
	}
	all := strings.Join(names, ", ")
	return datasets.T("可用：%s", "there are: %s", all)
}

// find gives a field the column with the most usual header. A column of classes
// must also hold words for streets, as far as another column does: type and 等级
// can mean anything.
func (c *columns) find(t *datasets.Table, f datasets.Field) {
	if _, done := c.index[f]; done {
		return
	}
	var found []int
	for _, word := range synonyms(f) {
		for i, header := range t.Columns {
			if c.uses[i].Meaning == "" && headerIs(header, word) && !slices.Contains(found, i) {
				found = append(found, i)
			}
		}
	}
	if len(found) == 0 {
		return
	}
	best := found[0]
	if f == FieldClass {
		for _, i := range found {
			if mostlyClasses(t, i) {
				best = i
				break
			}
		}
	}
	c.index[f] = best
	c.uses[best].Meaning, c.uses[best].By = string(f), "synonym"
	for _, i := range found {
		if i != best {
			c.both = append(c.both, pair{f, best, i})
		}
	}
}

// headerIs compares a header with a word, with and without what stands in
// brackets: 限速(km/h) is 限速.
func headerIs(header, word string) bool {
	word = fold(word)
	outside, _, _ := strings.Cut(fold(header), "(")
	return fold(header) == word || outside == word
}

// mostlyClasses tells whether half of the first 200 cells that say something
// are kinds of streets.
func mostlyClasses(t *datasets.Table, col int) bool {
	seen, known := 0, 0
	for i := range t.Records {
		word := cellAt(&t.Records[i], col)
		if word == "" {
			continue
		}
		seen++
		if classOf(word).verdict != unknownClass {
			known++
		}
		if seen == 200 {
			break
		}
	}
	return seen > 0 && 2*known >= seen
}
