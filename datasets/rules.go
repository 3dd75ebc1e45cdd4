package datasets

// The rules of this package, by the part of a layer they are about. Names are
// stable: studies and tests refer to them.
var (
	ruleTwoColumns = rule{"two-columns-one-field", SeverityWarning,
		T("有多个列名对应同一字段，只采用了其中一个", "several columns fit one field: only one of them was used"),
		T("在 columns 中写明要用的列", "name the column to use under columns")}
	ruleTotalRow = rule{"total-row", SeverityWarning,
		T("合计行未计入", "rows of totals were left out"), T("如果是真实名称，请改名", "rename them if they are real places")}
	ruleBlankRow = rule{"blank-row", SeverityNote,
		T("空行已略过", "empty rows were passed over"), Text{}}
	ruleNameMissing = rule{"name-missing", SeverityWarning,
		T("没有名称", "the name is missing"), T("补上名称，或在 columns 中写明 name 列", "fill it in, or name the column under columns: name")}
	ruleNoNames = rule{"no-name-column", SeverityNote,
		T("图层没有名称列，用编号作名称", "the layer has no column of names: records are called by their ids"), T("如有名称列，在 columns 中写明 name", "if there is one, name it under columns: name")}

	ruleSwapped = rule{"coordinates-swapped", SeverityWarning,
		T("经度与纬度（或 X 与 Y）颠倒，这些点未定位", "longitude and latitude (or X and Y) are exchanged: these points were not placed"),
		T("核对后设 swap: true，或改正表格", "check them, then set swap: true or mend the table")}
	ruleMaybeSwapped = rule{"coordinates-maybe-swapped", SeverityWarning,
		T("按现有坐标落在境外，交换经纬度后落在境内；未作改动", "these points lie outside China and inside it once exchanged; they were left as they are"),
		T("核对后设 swap: true，或改正表格", "check them, then set swap: true or mend the table")}
	ruleExchanged = rule{"coordinates-exchanged", SeverityNote,
		T("按 swap 的要求交换了经纬度", "longitude and latitude were exchanged as swap asks"), Text{}}
	ruleImpossible = rule{"coordinates-impossible", SeverityWarning,
		T("坐标超出经纬度范围，这些点未定位", "the coordinates are outside longitude and latitude: these points were not placed"),
		T("改正坐标，或用 crs 写明坐标系", "mend them, or name their system under crs")}
	ruleOutsideZone = rule{"coordinates-outside-zone", SeverityWarning,
		T("落在所声明坐标系的分带之外", "these points land outside the zone of the declared system"),
		T("核对 crs 的分带", "check the zone under crs")}
	ruleNotCoordinates = rule{"coordinates-text", SeverityWarning,
		T("坐标不是数值，这些点未定位", "the coordinates are no numbers: these points were not placed"),
		T("请写成 113.2541、113°15'15\"E 或 “113.2541,22.7012”", "write 113.2541, 113°15'15\"E or \"113.2541,22.7012\"")}
	ruleZero = rule{"coordinates-zero", SeverityWarning,
		T("坐标为 (0,0)，视为没有坐标", "coordinates of (0,0) were taken as missing"), T("补上坐标", "fill them in")}
	ruleNoCoordinates = rule{"coordinates-missing", SeverityWarning,
		T("没有坐标", "there are no coordinates"), T("补上坐标；否则只能按所属单元统计", "fill them in; until then they count by their unit alone")}
	ruleCRSUndeclared = rule{"crs-undeclared", SeverityNote,
		T("未声明坐标系，按 WGS 84 经纬度读取", "no coordinate system was declared: read as WGS 84 longitude and latitude"),
		T("如果来自高德、腾讯或百度，请设 crs: GCJ-02 或 crs: BD-09", "set crs: GCJ-02 or crs: BD-09 if they come from AMap, Tencent or Baidu")}
	ruleCRSHint = rule{"crs-hint", SeverityWarning,
		T("列名、文件名或属性提示了偏移坐标系（仅为线索），没有据此换算", "a header, a file name or a cell names a shifted coordinate system; that is a hint only, and nothing was converted"),
		T("核实后设 crs 以换算；若已换算过，设 crs: EPSG:4326", "check, then set crs to convert, or crs: EPSG:4326 if it was converted already")}
	rulePackedAngle = rule{"coordinates-packed-angle", SeverityWarning,
		T("坐标像是把度分秒连写成一个数（113.1452 表示 113°14'52\"），未作改动", "the coordinates look like degrees, minutes and seconds in one number (113.1452 for 113°14'52\"); they were left as they are"),
		T("核对原始资料；若是度分秒，改写成 113°14'52\"，或换算成十进制度", "check the source; if so write 113°14'52\" or decimal degrees")}
	ruleGeometryType = rule{"geometry-type", SeverityWarning,
		T("几何类型不能使用", "the type of geometry cannot be used"), T("面或点可用", "polygons and points can be used")}
	ruleNoPlace = rule{"place-missing", SeverityWarning,
		T("既没有坐标，也没有所属单元", "there are neither coordinates nor a unit"), T("补上经纬度、区划代码或街道、社区名称；已有而没认出的列在 columns 中写明", "add coordinates, a unit code, or the names of street and community; a column that was not recognised can be named under columns")}

	ruleCodeLost = rule{"code-digits-lost", SeverityWarning,
		T("代码的末位数字已丢失（如 4.4E+11），未采用", "codes have lost their last digits (4.4E+11) and were not used"),
		T("在原表中把代码列设为文本后重新导出", "set the column to text in the original table and export it again")}
	ruleCodeOdd = rule{"code-length", SeverityWarning,
		T("代码的位数或字符不合区划代码（应为 12 位数字）", "codes are not like division codes (12 digits expected)"),
		T("核对代码", "check the codes")}
	ruleNumber = rule{"not-a-number", SeverityWarning,
		T("不是数值，视为缺失", "not a number: taken as missing"), T("改成数值", "make it a number")}
	ruleNumberMarked = rule{"number-with-words", SeverityWarning,
		T("数值带有单位或“约”等字样，已取其数值", "numbers came with a unit or a word such as 约: the number was taken"),
		T("核对读出的数值", "check what was read")}
	ruleNegative = rule{"negative-weight", SeverityError,
		T("人数等权重为负数", "weights are negative"), T("改正后重试", "mend them and try again")}
	ruleNegativeNumber = rule{"negative-number", SeverityWarning,
		T("数值为负，视为缺失", "negative numbers were taken as missing"), T("改正数值", "mend them")}
	ruleWeightMissing = rule{"weight-missing", SeverityWarning,
		T("没有权重，按 0 计", "weights are missing and count as 0"), T("补上人数", "fill them in")}
	ruleWeightsGuessed = rule{"weights-by-header", SeverityNote,
		T("研究没有写明权重，按列名认出", "the study names no weights: they were found by their headers"), T("在 weights 中写明", "name them under weights")}

	ruleUnknownKind = rule{"unknown-kind", SeverityWarning,
		T("不认识的设施类型，这些行未采用", "unknown kinds of facilities: these rows were not used"),
		T("在 taxonomy 的 kinds 中添加", "add them under taxonomy: kinds")}
	ruleKindFromStudy = rule{"kind-from-study", SeverityNote,
		T("类型列不是设施类型，按研究写明的类型计", "the column does not hold kinds of facilities: the study's kind was used"), Text{}}
	ruleUnknownState = rule{"unknown-state", SeverityWarning,
		T("不认识的状态，未采用", "unknown states were not used"), T("在 taxonomy 的 states 中添加同义词", "add synonyms under taxonomy: states")}
	ruleUnknownLevel = rule{"unknown-level", SeverityWarning,
		T("不认识的层级", "unknown levels"), T("在 taxonomy 的 levels 中添加", "add them under taxonomy: levels")}
	ruleOtherLevel = rule{"other-level", SeverityNote,
		T("层级与所选不同的行未计入", "rows of another level were left out"), Text{}}
	ruleLevelFromHeader = rule{"level-by-header", SeverityNote,
		T("研究没有写明层级，按列名认出", "the study names no level: it was found by the headers"), T("用 level 写明", "name it under level")}
	ruleUnknownGrade = rule{"unknown-grade", SeverityWarning,
		T("看不出授予的级别，未采用", "no issuing level was found: these grades were not used"),
		T("写成国家级、省级、市级或区级，或另设 grade_level 列", "write 国家级, 省级, 市级 or 区级, or add a column grade_level")}
	ruleUnknownDomain = rule{"unknown-domain", SeverityWarning,
		T("不认识的领域，未采用", "unknown domains were not used"), T("在 taxonomy 的 domains 中添加", "add them under taxonomy: domains")}

	ruleDate = rule{"date-unreadable", SeverityWarning,
		T("日期无法读取，未采用", "dates could not be read and were not used"), T("请写成 2024、2024-03 或 2024-03-05", "write 2024, 2024-03 or 2024-03-05")}
	ruleDateOrder = rule{"impossible-dates", SeverityWarning,
		T("先后次序不可能（如关闭早于开放）", "the order of the dates is impossible (closed before it opened)"), T("核对日期", "check the dates")}
	ruleStateBehind = rule{"state-behind-dates", SeverityWarning,
		T("状态早于已有的日期，以日期为准", "the state is behind the dates: the dates were followed"), T("更新状态列", "bring the state up to date")}
	ruleStateMissing = rule{"state-missing", SeverityWarning,
		T("既没有能读懂的状态，也没有日期：计为提案，不计为开放", "neither a state nor a date that can be read: counted as proposed, not as open"), T("补上状态，或设 state: open", "fill it in, or set state: open")}
	ruleStateAssumed = rule{"state-assumed", SeverityNote,
		T("图层没有状态和日期，视为开放", "the layer has neither states nor dates: taken to be open"), T("用 state 写明", "name it under state")}
	ruleBuiltOnly = rule{"built-not-open", SeverityWarning,
		T("只有建成时间，没有状态和投用时间：计为建成，不计为开放", "there is a date of completion but no state and no opening: counted as built, not as open"),
		T("如已投用，请设 state: open", "set state: open if they are in service")}
	ruleDateBorrowed = rule{"date-borrowed", SeverityNote,
		T("该状态没有日期，取前一步骤的日期", "the step has no date: that of the step before was taken"), Text{}}

	ruleDuplicateID = rule{"duplicate-id", SeverityWarning,
		T("编号重复，后出现的加了序号", "ids occur twice: the later ones were numbered"), T("改成唯一的编号", "make them unique")}
	ruleDuplicateArea = rule{"duplicate-area", SeverityError,
		T("同一单元出现多次", "a unit occurs more than once"), T("删去重复的行，或补上代码、上级以区分同名单元", "delete the repeated rows, or add codes or parents to tell units of one name apart")}
	ruleDuplicateRecord = rule{"duplicate-record", SeverityWarning,
		T("完全相同的行只计一次", "rows that are the same throughout were counted once"), Text{}}
	ruleMerged = rule{"area-parts-merged", SeverityWarning,
		T("同一单元的多个面已合并", "several polygons of one unit were merged"), T("如是不同单元，请补上代码或上级", "add codes or parents if they are different units")}
	ruleMergedWeights = rule{"area-parts-differ", SeverityWarning,
		T("同一单元的各部分权重不同，取第一行", "the parts of a unit have different weights: the first row's were taken"), T("核对权重", "check the weights")}
	ruleDuplicateFacility = rule{"duplicate-facility", SeverityWarning,
		T("名称、类型和位置都相同，仍分别计数", "name, kind and place are the same; they still count one by one"), T("核对是否重复登记", "check whether one was entered twice")}
	ruleTwinLayers = rule{"facility-in-two-layers", SeverityWarning,
		T("同一设施出现在两个图层中，会计两次", "a facility stands in two layers and counts twice"), T("从其中一个图层去掉，或用 where 筛掉", "take it out of one of them, or filter it out with where")}

	ruleUnknownParent = rule{"parent-unknown", SeverityWarning,
		T("找不到上级单元", "the parent unit was not found"), T("核对上级的代码或名称，并确认上级图层已列入 areas", "check its code or name, and that its layer is listed under areas")}
	ruleAmbiguousParent = rule{"parent-ambiguous", SeverityWarning,
		T("上级名称不唯一", "the parent's name is not unique"), T("改用代码", "use codes")}
	ruleParentCycle = rule{"parent-cycle", SeverityWarning,
		T("上级关系成环，已断开", "units are each other's parents: the links were cut"), T("改正上级列", "mend the column of parents")}
	ruleParentCode = rule{"parent-disagrees", SeverityWarning,
		T("上级与代码所示不同，以上级列为准", "the parent is not the one that the code shows: the column was followed"), T("核对代码与上级", "check code and parent")}
)
