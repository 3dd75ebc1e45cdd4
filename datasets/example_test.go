package datasets_test

import (
	"fmt"

	"fugai/datasets"
)

func ExampleParseDate() {
	for _, s := range []string{"2024年3月", "二〇二四年三月五日", "45356", "2023-02-29"} {
		d, err := datasets.ParseDate(s)
		if err != nil {
			fmt.Println(s, "is no date")
			continue
		}
		fmt.Println(s, "is", d)
	}
	// Output:
	// 2024年3月 is 2024-03
	// 二〇二四年三月五日 is 2024-03-05
	// 45356 is 2024-03-05
	// 2023-02-29 is no date
}

func ExampleNormalizeUnit() {
	fmt.Println(datasets.NormalizeUnit("平湖街道办事处"), datasets.NormalizeUnit("新兴社区居民委员会"), datasets.NormalizeUnit("石门村委会"))
	// Output: 平湖街道 新兴社区 石门村
}

func ExampleTaxonomy() {
	words := datasets.BuiltinTaxonomy()
	err := words.Extend(datasets.Kinds, []datasets.Term{{ID: "charging_station", Text: datasets.T("充电站", "charging station"), Synonyms: []string{"充电桩"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range []string{"婚调室", "充电桩"} {
		id, _ := words.Kind(w)
		fmt.Println(w, id, words.Text(datasets.Kinds, id).EN)
	}
	// Output:
	// 婚调室 mediation_room family mediation room
	// 充电桩 charging_station charging station
}

func ExampleFacilities() {
	table := &datasets.Table{
		File: "母婴室.csv", Columns: []string{"名称", "街道", "投用时间"},
		Records: []datasets.Record{{Row: 2, Values: []string{"平湖公园母婴室", "平湖街道办事处", "2024年3月"}}},
	}
	layer, err := datasets.Facilities(table, datasets.FacilityOptions{Kind: "nursing_room"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	f := layer.Records[0]
	fmt.Println(f.Name, f.Kind, f.Life[0].State, f.Life[0].At, f.UnitNames)
	// Output: 平湖公园母婴室 nursing_room open 2024-03 [平湖街道办事处]
}
