package datasets

// levelTerms lists the levels of administration, with the types of unit that
// stand on each. Natural villages are no administrative level, but
// below them nothing is named, so they rank last. Informal units stand outside.
func levelTerms() []Term {
	return []Term{
		term("province", "省", "province", 1, "省级", "自治区", "自治区级", "直辖市", "省/自治区", "provincial"),
		term("city", "市", "city", 2, "市级", "地级市", "地市", "自治州", "prefecture", "municipal"),
		term("district", "区", "district", 3, "区级", "县", "县级", "区县", "县区", "区/县", "县(市、区)", "县级市", "county"),
		term("subdistrict", "街道", "sub-district", 4, "镇", "乡", "镇街", "镇(街)", "镇(街道)", "街镇", "乡镇", "乡镇街道", "街道办事处", "街道级", "镇级", "乡级", "镇街级", "街道(镇)", "民族乡", "街", "town", "township", "street"),
		term("community", "社区", "community", 5, "村", "村(居)", "村居", "村(社区)", "社区(村)", "行政村", "建制村", "社区级", "村级", "村居级", "居委会", "村委会", "居民委员会", "村民委员会", "居委", "村委", "社区居委会", "village", "neighbourhood", "neighborhood"),
		term("natural_village", "自然村", "natural village", 6, "屯", "自然屯", "村民小组", "组", "自然村级", "hamlet"),
		term("informal", "非建制单元", "informal unit", 0, "片区", "园区", "小区", "景区", "产业园区", "工业区", "住宅小区", "网格", "开发区", "度假区", "quarter", "estate"),
	}
}

// gradeTerms lists the grades by the level that issues them.
func gradeTerms() []Term {
	return []Term{
		term("national", "国家级", "national", 1, "国家", "全国", "全国级", "部级"),
		term("province", "省级", "provincial", 2, "省", "自治区级", "自治区", "省(自治区)级", "省·自治区", "省/自治区", "直辖市级"),
		term("city", "市级", "municipal", 3, "市", "地市级", "州级", "prefectural"),
		term("district", "区级", "district-level", 4, "区", "县级", "县", "区县级", "区(县)级", "county"),
	}
}

// stateTerms lists the steps of a facility's life.
func stateTerms() []Term {
	words := map[State]Term{
		Proposed:      term("", "提案", "proposed", 0, "拟建", "计划", "规划", "规划中", "计划建设", "拟建设", "筹备", "筹建", "待建", "立项", "已立项", "planned"),
		Siting:        term("", "选址", "siting", 0, "选址中", "正在选址", "选址阶段", "已选址", "site selection"),
		Building:      term("", "在建", "building", 0, "建设中", "正在建设", "施工", "施工中", "已开工", "动工", "装修中", "under construction", "in construction"),
		Built:         term("", "建成", "built", 0, "已建成", "已建", "完工", "已完工", "竣工", "已竣工", "建成未开放", "基本建成", "completed"),
		Open:          term("", "开放", "open", 0, "投用", "已投用", "投入使用", "已投入使用", "运营", "运营中", "正常运营", "已开放", "对外开放", "开放中", "正常开放", "启用", "已启用", "在用", "正常", "正常使用", "营业", "营业中", "运行", "运行中", "正常运行", "opened", "operating", "in service", "in use", "active"),
		Accepted:      term("", "验收", "accepted", 0, "通过验收", "已验收", "验收通过", "验收合格", "审核验收"),
		Inspected:     term("", "考核", "inspected", 0, "通过考核", "考核合格", "已考核", "评估合格", "通过评估", "assessed"),
		Demonstration: term("", "示范", "demonstration", 0, "示范点", "示范站", "示范基地", "已评为示范", "demo"),
		Closed:        term("", "关闭", "closed", 0, "停用", "撤销", "已关闭", "已停用", "已撤销", "停业", "拆除", "已拆除", "关停", "取消", "out of service"),
	}
	var out []Term
	for i, s := range States {
		t := words[s]
		t.ID, t.Rank = string(s), i+1
		out = append(out, t)
	}
	return out
}

// domainTerms lists the seven domains in which child-friendly cities count
// their places.
func domainTerms() []Term {
	return []Term{
		term("hospital", "医院", "hospital", 0, "卫生", "医疗", "医疗机构", "医疗卫生", "卫生院", "health"),
		term("school", "学校", "school", 0, "教育", "校园", "幼儿园", "中小学", "education"),
		term("library", "图书馆", "library", 0, "书城", "阅读空间", "书吧"),
		term("community", "社区", "community", 0, "社区(村)", "村(社区)", "村居"),
		term("park", "公园", "park", 0, "公园绿地", "绿地", "广场"),
		term("transport", "交通出行", "transport", 0, "交通", "出行", "交通枢纽", "交通场站", "车站", "地铁站", "transit"),
		term("estate", "园区", "estate", 0, "产业园区", "工业园区", "企业园区", "产业园", "industrial park"),
	}
}

// fundTerms lists the sources of money that reports tell apart.
func fundTerms() []Term {
	return []Term{
		term("district", "区级投入", "district budget", 0, "区投入", "区级财政", "区财政", "本级投入", "区级资金", "县级投入", "自筹"),
		term("superior", "上级拨款", "grant from above", 0, "上级补助", "上级资金", "上级投入", "省市拨款", "上级财政"),
		term("award", "以奖代补", "award in place of subsidy", 0, "奖补", "奖补资金", "以奖代补资金"),
	}
}

// groupTerms lists groups of people whose weights are known by their column.
func groupTerms() []Term {
	return []Term{
		term("people", "人口", "people", 0, "常住人口", "总人口", "人口数", "常住人口数", "人数", "人口总数", "服务人口", "population", "pop", "residents"),
		term("children", "儿童", "children", 0, "儿童数", "儿童人口", "0-14岁", "0-14岁人口", "0-17岁", "0-18岁", "儿童人数", "少儿人口", "未成年人"),
		term("infants", "婴幼儿", "infants", 0, "0-3岁", "0-2岁", "0-3岁婴幼儿", "3岁以下", "3岁以下婴幼儿"),
		term("women", "妇女", "women", 0, "女性", "女性人口", "妇女数", "妇女人口"),
		term("elderly", "老年人", "older people", 0, "老人", "60岁以上", "65岁以上", "老年人口"),
		term("priority_children", "困境儿童", "children in need", 0, "重点儿童", "留守儿童", "困境儿童数", "留守儿童数", "重点关爱儿童"),
		term("priority_women", "困境妇女", "women in need", 0, "困难妇女", "困境妇女数", "重点妇女"),
		term("households", "户数", "households", 0, "家庭户", "家庭户数", "总户数"),
	}
}
