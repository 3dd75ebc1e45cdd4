package datasets

// term writes one entry of a built-in list.
func term(id, zh, en string, rank int, synonyms ...string) Term {
	return Term{ID: id, Text: Text{ZH: zh, EN: en}, Rank: rank, Synonyms: synonyms}
}

// kindTerms lists the kinds of facilities that women's federations and
// child-friendly cities report on, under the names that their reports use.
func kindTerms() []Term {
	return []Term{
		term("women_children_home", "妇女儿童之家", "home for women and children", 0, "妇儿之家", "妇女和儿童之家"),
		term("womens_home", "妇女之家", "women's home", 0),
		term("childrens_home", "儿童之家", "children's home", 0, "儿童家园", "社区儿童之家", "村级儿童之家", "童乐园"),
		term("nursing_room", "母婴室", "nursing room", 0, "公共场所母婴室", "爱心母婴室", "母婴设施", "母婴设施点", "妈咪小屋", "爱心妈妈小屋", "哺乳室", "nursing", "mother and baby room", "lactation room"),
		term("activity_center", "妇女儿童活动中心", "activity centre for women and children", 0, "妇儿活动中心", "儿童活动中心", "妇女活动中心", "activity center"),
		term("growth_workshop", "爱心成长坊", "growth workshop", 0, "成长坊"),
		term("family_service", "家庭综合服务中心", "family service centre", 0, "家综", "家庭服务中心", "家庭综合服务站", "family service center"),
		term("mediation_room", "婚姻家庭纠纷人民调解室", "family mediation room", 0, "婚调室", "婚姻家庭调解室", "婚姻家庭纠纷调解室", "婚姻家庭纠纷人民调解委员会", "婚调委", "家事调解室"),
		term("family_education", "家庭教育工作室", "family education studio", 0, "家庭教育指导服务站", "家庭教育指导站", "家庭教育服务站", "家庭教育指导服务站点", "家长学校"),
		term("counselling_room", "心理疏导室", "counselling room", 0, "舒心驿站", "心理咨询室", "心理服务室", "心理辅导室", "心灵驿站", "counseling room"),
		term("rights_station", "妇女维权站", "women's rights station", 0, "维权站", "妇女维权与信息服务站", "妇女儿童维权站", "维权服务站", "妇女维权岗"),
		term("committee_studio", "妇联执委工作室", "federation committee studio", 0, "执委工作室", "妇联执委履职工作室", "社区妇联执委履职工作室", "执委履职工作室"),
		term("micro_home", "妇女微家", "women's micro home", 0, "微家"),
		term("stop", "驿站", "rest stop", 0, "暖新驿站", "暖蜂驿站", "户外劳动者驿站", "爱心驿站"),
		term("womens_base", "巾帼基地", "women's base", 0, "巾帼创业示范基地", "巾帼创业基地", "巾帼示范基地", "巾帼现代农业科技示范基地", "巾帼就业创业基地", "女能手创业基地", "巾帼创业创新基地", "巾帼农业示范基地"),
		term("family_values_base", "家教家风实践基地", "family values base", 0, "家教家风基地", "家教家风示范基地", "家风家教基地", "家风馆", "家教家风创新实践基地"),
		term("parent_child_reading", "亲子阅读基地", "parent-child reading base", 0, "亲子阅读体验基地", "亲子阅读点", "亲子阅读空间"),
		term("reading", "儿童阅读设施", "children's reading facility", 0, "儿童阅读空间", "街道级儿童阅读设施", "少儿阅读设施", "儿童图书室", "阅读设施"),
		term("culture_sports", "儿童文体设施", "children's culture and sports facility", 0, "街道级儿童文体设施", "儿童文化体育设施", "少儿文体设施", "文体设施"),
		term("friendly_hospital", "儿童友好医院", "child-friendly hospital", 0, "儿童友好型医院"),
		term("friendly_school", "儿童友好学校", "child-friendly school", 0, "儿童友好型学校", "儿童友好校园"),
		term("friendly_library", "儿童友好图书馆", "child-friendly library", 0, "儿童友好型图书馆"),
		term("friendly_community", "儿童友好社区", "child-friendly community", 0, "儿童友好型社区", "儿童友好示范社区"),
		term("friendly_park", "儿童友好公园", "child-friendly park", 0, "儿童友好型公园"),
		term("friendly_transport", "儿童友好交通", "child-friendly transport", 0, "儿童友好出行", "儿童友好交通出行", "儿童友好出行系统"),
		term("friendly_estate", "儿童友好园区", "child-friendly estate", 0, "儿童友好型园区", "儿童友好产业园区"),
		term("friendly_subdistrict", "儿童友好街道", "child-friendly sub-district", 0, "儿童友好型街道", "儿童友好街区", "儿童友好镇街"),
		term("friendly_base", "儿童友好基地", "child-friendly base", 0, "儿童友好实践基地", "儿童友好型基地", "儿童友好单位"),
		term("beautiful_courtyard", "美丽庭院", "beautiful courtyard", 0, "美丽庭院示范点", "美丽庭院示范户"),
	}
}
