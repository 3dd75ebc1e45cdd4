package datasets

import (
	"fmt"
	"testing"
)

// manyFacilities makes a table of n rows with the usual columns.
func manyFacilities(n int) *Table {
	rows := [][]string{{"编号", "设施名称", "类型", "经度", "纬度", "街道", "社区", "投用时间", "面积"}}
	for i := range n {
		rows = append(rows, []string{fmt.Sprint(i), fmt.Sprintf("设施%d", i), "母婴室", fmt.Sprintf("114.%06d", i%1000000), "22.690000", "平湖街道办事处", "新木社区居委会", "2024年3月", "12㎡"})
	}
	return tableOf("设施.csv", rows...)
}

func BenchmarkFacilities(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		table := manyFacilities(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				layer, err := Facilities(table, FacilityOptions{}, nil)
				if err != nil || len(layer.Records) != n {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkByName(b *testing.B) {
	areas := smallDistrict()
	LinkParents(areas, nil)
	g := NewGazetteer(areas)
	names := []string{"坪地街道办事处", "新村社区居委会"}
	b.ReportAllocs()
	for b.Loop() {
		if g.ByName(names).ID == "" {
			b.Fatal("not found")
		}
	}
}
