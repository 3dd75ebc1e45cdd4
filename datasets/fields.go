package datasets

// Role says what a layer is read as.
type Role string

// The roles of a layer.
const (
	RoleAreas      Role = "areas"
	RoleFacilities Role = "facilities"
	RoleDemand     Role = "demand"
	RoleCandidates Role = "candidates"
)

// Field is something that a column can mean. Its text is the key that a study
// file uses under columns.
type Field string

// The fields. docs/study.md lists which roles have them.
const (
	FieldID      Field = "id"
	FieldName    Field = "name"
	FieldKind    Field = "kind"
	FieldDomain  Field = "domain"
	FieldLon     Field = "lon"
	FieldLat     Field = "lat"
	FieldLonLat  Field = "lonlat" // one column with both, as "lon,lat", DMS or WKT
	FieldVenue   Field = "venue"
	FieldHours   Field = "hours"
	FieldRunBy   Field = "run_by"
	FieldAliases Field = "aliases"

	FieldCode            Field = "code"      // of the area itself
	FieldUnitCode        Field = "unit_code" // of the unit that a place lies in
	FieldParent          Field = "parent"
	FieldLevel           Field = "level"
	FieldType            Field = "type"
	FieldDistrictCode    Field = "district_code" // codes of the units that a row lies in, where they stand beside each other
	FieldSubdistrictCode Field = "subdistrict_code"
	FieldCommunityCode   Field = "community_code"
	FieldProvince        Field = "province" // names of the units that a row lies in, by level
	FieldCity            Field = "city"
	FieldDistrict        Field = "district"
	FieldSubdistrict     Field = "subdistrict"
	FieldCommunity       Field = "community"
	FieldVillage         Field = "village"
	FieldInformal        Field = "informal"

	FieldState         Field = "state"
	FieldProposed      Field = "proposed" // dates of the steps of a life
	FieldSiting        Field = "siting"
	FieldBuilding      Field = "building"
	FieldBuilt         Field = "built"
	FieldOpened        Field = "opened"
	FieldAccepted      Field = "accepted"
	FieldInspected     Field = "inspected"
	FieldDemonstration Field = "demonstration"
	FieldClosed        Field = "closed"

	FieldGrade      Field = "grade"       // level words or titles; several in one cell
	FieldGradeLevel Field = "grade_level" // the issuing level or body, where it stands apart
	FieldGradeTitle Field = "grade_title"
	FieldGradeDate  Field = "grade_date"

	FieldCapacity     Field = "capacity"
	FieldFloorM2      Field = "floor_m2"
	FieldVisitors     Field = "visitors"
	FieldCost         Field = "cost"
	FieldFundDistrict Field = "fund_district"
	FieldFundSuperior Field = "fund_superior"
	FieldFundAward    Field = "fund_award"
)

// unitFields name the units that a row lies in, highest level first.
var unitFields = []Field{FieldProvince, FieldCity, FieldDistrict, FieldSubdistrict, FieldCommunity, FieldVillage, FieldInformal}

// unitLevels gives the level of each of unitFields.
var unitLevels = map[Field]string{
	FieldProvince: "province", FieldCity: "city", FieldDistrict: "district", FieldSubdistrict: "subdistrict",
	FieldCommunity: "community", FieldVillage: "natural_village", FieldInformal: "informal",
}

// unitCodeFields hold codes of the units that a row lies in, lowest level first.
var unitCodeFields = []struct {
	field Field
	level string
}{{FieldCommunityCode, "community"}, {FieldSubdistrictCode, "subdistrict"}, {FieldDistrictCode, "district"}}

type lifeField = struct {
	field Field
	state State
}

// lifeFields give the step that each date column dates, in order.
var lifeFields = []lifeField{
	{FieldProposed, Proposed}, {FieldSiting, Siting}, {FieldBuilding, Building}, {FieldBuilt, Built}, {FieldOpened, Open},
	{FieldAccepted, Accepted}, {FieldInspected, Inspected}, {FieldDemonstration, Demonstration}, {FieldClosed, Closed},
}

// FieldsOf lists the fields that a role has, in the order of the study manual.
func FieldsOf(role Role) []Field {
	units := append([]Field{FieldDistrictCode, FieldSubdistrictCode, FieldCommunityCode}, unitFields...)
	place := append([]Field{FieldLon, FieldLat, FieldLonLat, FieldUnitCode}, units...)
	grades := []Field{FieldGrade, FieldGradeLevel, FieldGradeTitle, FieldGradeDate}
	switch role {
	case RoleAreas:
		out := []Field{FieldCode, FieldName, FieldAliases, FieldLevel, FieldType, FieldParent, FieldLon, FieldLat, FieldLonLat}
		return append(append(out, units...), grades...)
	case RoleFacilities:
		out := append([]Field{FieldID, FieldName, FieldKind, FieldDomain}, place...)
		out = append(out, FieldState)
		for _, l := range lifeFields {
			out = append(out, l.field)
		}
		out = append(out, grades...)
		return append(out, FieldCapacity, FieldFloorM2, FieldHours, FieldRunBy, FieldVenue, FieldFundDistrict, FieldFundSuperior, FieldFundAward)
	case RoleDemand:
		return append([]Field{FieldID, FieldName}, place...)
	case RoleCandidates:
		out := append([]Field{FieldID, FieldName, FieldKind}, place...)
		return append(out, FieldFloorM2, FieldVisitors, FieldCost, FieldCapacity)
	}
	return nil
}

// synonyms lists the headers by which a field is known in a role. They are
// compared folded, with the brackets' contents kept and dropped.
func synonyms(role Role, f Field) []string {
	if words, ok := roleSynonyms[role][f]; ok {
		return append([]string{string(f)}, words...)
	}
	return append([]string{string(f)}, fieldSynonyms[f]...)
}

// roleSynonyms replaces fieldSynonyms where a header means something else in
// one role.
var roleSynonyms = map[Role]map[Field][]string{
	RoleAreas: {
		FieldName:  {"名称", "单位名称", "单元名称", "行政区名称", "行政区划名称", "区划名称", "区域名称", "名字", "title", "xzqmc", "mc", "area name"},
		FieldLevel: {"层级", "行政层级", "行政级别", "单元层级", "级别", "级次"},
		FieldGrade: {"grades", "等级", "级别", "荣誉", "称号", "授牌等级", "评定等级", "创建等级", "获评等级", "示范等级"},
	},
	RoleFacilities: {
		FieldName: {"名称", "设施名称", "点位名称", "点位", "单位名称", "站点名称", "场所名称", "机构名称", "阵地名称", "项目名称", "基地名称", "名字", "title", "facility name", "site name", "mc"},
	},
	RoleDemand: {
		FieldName: {"名称", "点位名称", "单元名称", "居民点", "居民点名称", "网格名称", "名字", "title", "mc"},
	},
	RoleCandidates: {
		FieldName: {"名称", "场所名称", "候选点", "候选点名称", "点位名称", "单位名称", "场地名称", "地点名称", "选址名称", "名字", "title", "mc"},
		FieldKind: {"类型", "类别", "场所类型", "场所类别", "场地类型", "性质", "场所性质", "category", "type"},
		FieldCost: {"造价", "投资", "投资额", "总投资", "费用", "成本", "预算", "建设成本", "投资金额", "投资估算", "budget"},
	},
}

// fieldSynonyms lists the headers of a field in Chinese and English.
var fieldSynonyms = map[Field][]string{
	FieldID:      {"编号", "设施编号", "设施编码", "点位编号", "点位编码", "场所编号", "标识", "标识码", "编码", "代码", "fid", "uuid", "facility id", "site id", "station id", "objectid"},
	FieldKind:    {"类型", "类别", "设施类型", "设施类别", "设施种类", "点位类型", "阵地类型", "项目类型", "category", "type", "facility type"},
	FieldDomain:  {"领域", "所属领域", "七大领域", "领域类别", "场所领域", "场所类型", "场所类别"},
	FieldLon:     {"经度", "lng", "long", "longitude", "x", "x坐标", "坐标x", "东经", "经度坐标", "gps经度", "wgs84经度", "点位经度", "中心点经度", "point x", "高德经度", "百度经度", "腾讯经度", "火星经度", "gcj02经度", "bd09经度", "lon gcj02", "lng gcj02", "lon bd09", "lng bd09", "lon wgs84", "lng wgs84", "横坐标", "easting"},
	FieldLat:     {"纬度", "la", "latitude", "y", "y坐标", "坐标y", "北纬", "纬度坐标", "gps纬度", "wgs84纬度", "点位纬度", "中心点纬度", "point y", "高德纬度", "百度纬度", "腾讯纬度", "火星纬度", "gcj02纬度", "bd09纬度", "lat gcj02", "lat bd09", "lat wgs84", "纵坐标", "northing"},
	FieldLonLat:  {"坐标", "经纬度", "坐标点", "位置坐标", "地理坐标", "点位坐标", "经纬度坐标", "高德坐标", "百度坐标", "腾讯坐标", "火星坐标", "coordinates", "coordinate", "location", "lng lat", "lon lat", "wkt", "geom", "geometry", "the geom", "point"},
	FieldVenue:   {"所在场所", "场所", "所在单位", "依托单位", "依托场所", "所属场所", "场所名称", "依托阵地"},
	FieldHours:   {"开放时间", "营业时间", "服务时间", "开放时段", "服务时段", "运营时间", "open hours", "opening hours"},
	FieldRunBy:   {"管理单位", "运营单位", "直管", "直管单位", "主管单位", "管理层级", "管理主体", "运营主体", "建设主体", "责任单位", "归口单位", "operator", "managed by"},
	FieldAliases: {"别名", "曾用名", "简称", "别称", "俗称", "alias", "other names"},

	FieldCode:            {"编码", "代码", "区划代码", "行政区划代码", "统计用区划代码", "统计区划代码", "行政区代码", "单元编码", "单元代码", "区划编码", "xzqdm", "zoning code", "unit code", "gb", "dm", "编号", "tazid", "id"},
	FieldUnitCode:        {"区划代码", "行政区划代码", "统计用区划代码", "所属区划代码", "所属代码", "单元代码", "单元编码", "所属单元代码", "所属单元编码", "所在单元代码", "单位代码", "编码", "代码"},
	FieldParent:          {"上级", "上级代码", "上级编码", "上级名称", "上级单位", "父级", "父级代码", "父代码", "所属上级", "所属上级代码", "上级区划代码", "parent code", "parent id", "parent name"},
	FieldDistrictCode:    {"区代码", "区县代码", "区县编码", "县代码", "区编码", "county code", "adcode"},
	FieldSubdistrictCode: {"街道代码", "街道编码", "所属街道代码", "镇街代码", "镇街编码", "所属镇街代码", "乡镇代码", "乡镇编码", "街镇代码", "town code", "street code"},
	FieldCommunityCode:   {"社区代码", "社区编码", "所属社区代码", "村居代码", "村居编码", "村代码", "村社区代码", "社区村代码", "village code"},
	FieldType:            {"类型", "类别", "单位类型", "单元类型", "行政类型", "建制类型", "城乡类型"},
	FieldProvince:        {"省", "省份", "省级", "所属省"},
	FieldCity:            {"市", "城市", "地市", "所属市", "地级市"},
	FieldDistrict:        {"区", "区县", "县区", "行政区", "所属区", "所属区县", "县", "区名", "所在区", "county"},
	FieldSubdistrict:     {"街道", "镇街", "所属街道", "乡镇", "镇", "所属镇街", "街镇", "所属乡镇", "乡镇街道", "镇街道", "镇(街)", "镇(街道)", "街道(镇)", "街道名称", "镇街名称", "乡镇名称", "所在街道", "所在镇街", "所属街镇", "街道办", "街道办事处", "所属街道办", "town", "township", "street"},
	FieldCommunity:       {"社区", "村居", "村(社区)", "社区(村)", "村(居)", "所属社区", "社区名称", "所在社区", "村", "所属村居", "所属村", "所属村社区", "所属社区村", "行政村", "居委会", "村委会", "村居名称", "村名"},
	FieldVillage:         {"自然村", "所属自然村", "自然村名称", "屯", "村民小组", "natural village"},
	FieldInformal:        {"片区", "园区", "小区", "所属片区", "所属园区", "所属小区", "景区", "片区名称", "小区名称", "园区名称"},

	FieldState:         {"状态", "建设状态", "进度", "建设进度", "运营状态", "使用状态", "建设情况", "目前状态", "当前状态", "阶段", "进展", "建设阶段", "status"},
	FieldProposed:      {"提案时间", "立项时间", "提案日期", "立项日期", "立项年份", "计划时间"},
	FieldSiting:        {"选址时间", "选址日期", "选址年份"},
	FieldBuilding:      {"开工时间", "开工日期", "动工时间", "开工年份", "开建时间"},
	FieldBuilt:         {"建成时间", "建成年份", "建成日期", "建成年度", "竣工时间", "竣工日期", "完工时间", "完工日期", "建成", "built date", "built year"},
	FieldOpened:        {"投用时间", "投用", "投用日期", "投用年份", "开放日期", "开放年份", "启用时间", "启用日期", "启用年份", "投入使用时间", "运营起始时间", "开业时间", "开业日期", "年份", "年度", "创建年份", "创建时间", "成立时间", "设立时间", "open date", "opening date", "opened date", "opened year", "year", "开放时间"},
	FieldAccepted:      {"验收时间", "验收日期", "验收年份", "通过验收时间"},
	FieldInspected:     {"考核时间", "考核日期", "考核年份", "评估时间", "评估日期"},
	FieldDemonstration: {"示范时间", "示范日期", "示范年份", "获评示范时间", "评为示范时间"},
	FieldClosed:        {"关闭时间", "关闭日期", "停用时间", "停用日期", "撤销时间", "撤销日期", "拆除时间", "close date", "closing date", "closed date"},

	FieldGrade:      {"等级", "级别", "评定等级", "创建等级", "授牌等级", "获评等级", "示范等级", "荣誉", "称号", "示范级别", "获评级别"},
	FieldGradeLevel: {"授牌单位", "授牌层级", "授牌级别", "评定单位", "授予单位", "命名单位", "认定单位", "认定级别", "issuer", "issued by"},
	FieldGradeTitle: {"授牌名称", "称号名称", "荣誉名称", "荣誉称号", "牌匾名称"},
	FieldGradeDate:  {"授牌时间", "授牌日期", "授牌年份", "评定时间", "认定时间", "命名时间", "获评时间", "获评年份", "授予时间", "认定年份"},

	FieldCapacity:     {"容量", "容纳人数", "座位数", "席位数", "托位", "托位数", "床位数", "服务能力", "可容纳人数", "学位数", "places", "seats"},
	FieldFloorM2:      {"面积", "建筑面积", "使用面积", "占地面积", "场地面积", "室内面积", "floor area", "area m2", "area sqm"},
	FieldVisitors:     {"日客流", "日客流量", "人流量", "日均客流", "日均客流量", "日均人流量", "客流量", "日人流量", "客流", "每日客流", "daily visitors", "visitors per day"},
	FieldFundDistrict: {"区级投入", "区投入", "区级资金", "区财政投入", "区级财政投入", "本级投入", "县级投入", "district funding"},
	FieldFundSuperior: {"上级拨款", "上级补助", "上级资金", "上级投入", "上级补助资金", "superior funding"},
	FieldFundAward:    {"以奖代补", "奖补", "奖补资金", "以奖代补资金", "award funding"},
}
