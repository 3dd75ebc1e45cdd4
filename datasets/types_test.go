package datasets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGuessTypes(t *testing.T) {
	tests := []struct {
		name, header string
		cells        []string
		want         Type
	}{
		{"integers", "人口", []string{"12", "", "-3", "0"}, TypeInteger},
		{"integers and decimals", "面积", []string{"12", "0.50", "-3.25"}, TypeReal},
		{"a word among numbers", "人口", []string{"12", "约20"}, TypeText},
		{"leading zero", "序", []string{"01", "02"}, TypeText},
		{"twelve digits", "区划", []string{"440307001001"}, TypeText},
		{"telephone", "联系方式", []string{"13800000000"}, TypeText},
		{"called a code", "街道代码", []string{"440307"}, TypeText},
		{"called an id", "objectID", []string{"1", "2"}, TypeText},
		{"days", "投用时间", []string{"2025-12-31", ""}, TypeDate},
		{"no day", "投用时间", []string{"2025-02-30"}, TypeText},
		{"months", "投用时间", []string{"2025-12"}, TypeText},
		{"times", "更新", []string{"2025-12-31T08:00:00", "2025-12-31T08:00:00Z"}, TypeTime},
		{"days and numbers", "混合", []string{"2025-12-31", "7"}, TypeText},
		{"exponent", "值", []string{"1e5"}, TypeText},
		{"nothing", "空", []string{"", ""}, TypeText},
		{"a minus alone", "值", []string{"-"}, TypeText},
		{"no digits after the point", "值", []string{"1."}, TypeText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := &Table{Columns: []string{tt.header}}
			for _, c := range tt.cells {
				table.Records = append(table.Records, Record{Values: []string{c}})
			}
			if got := GuessTypes(table)[0]; got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	known := &Table{Columns: []string{"a", "b"}, Types: []Type{TypeText, TypeReal}, Records: []Record{{Values: []string{"1", "2"}}}}
	if d := cmp.Diff([]Type{TypeText, TypeReal}, GuessTypes(known)); d != "" {
		t.Errorf("types of the file are kept (-want +got):\n%s", d)
	}
}

// cleaned reads a table of facilities and cleans it.
func cleaned(t *testing.T, table *Table) (*Table, Layer[Facility]) {
	t.Helper()
	layer, err := Facilities(table, FacilityOptions{Kind: "nursing_room"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Clean(table, layer), layer
}

func TestClean(t *testing.T) {
	table := &Table{
		File: "母婴室.csv", Format: "CSV",
		Columns: []string{"名称", "街道代码", "经度", "纬度", "投用时间", "建筑面积（㎡）", "区级投入（万元）", "备注"},
		Records: []Record{
			{Row: 2, Values: []string{"甲 ", "440307001.0", "114°14'24\"", "22.70", "2024年3月", "约1,200㎡", "64万元", "无"}},
			{Row: 3, Values: []string{"乙", "'440307002", "114.2", "22.8", "2025/12/31", "80", "", "=1+1"}},
			{Row: 4, Values: []string{"合计", "", "", "", "", "1280", "", ""}},
			{Row: 5, Values: []string{"丙", "暂无", "114.3", "22.9", "无", "不详", "0.5", ""}},
		},
	}
	got, layer := cleaned(t, table)
	want := [][]string{
		{"甲", "440307001", "2024-03", "1200", "64", "无"},
		{"乙", "440307002", "2025-12-31", "80", "", "=1+1"},
		{"丙", "", "", "", "0.5", ""},
	}
	var cells [][]string
	for _, r := range got.Records {
		cells = append(cells, r.Values)
	}
	if d := cmp.Diff(want, cells); d != "" {
		t.Errorf("cells (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"名称", "街道代码", "投用时间", "建筑面积（㎡）", "区级投入（万元）", "备注"}, got.Columns); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]Type{TypeText, TypeText, TypeText, TypeInteger, TypeReal, TypeText}, got.Types); d != "" {
		t.Errorf("types (-want +got):\n%s", d)
	}
	again, second := cleaned(t, got)
	if d := cmp.Diff(got, again); d != "" {
		t.Errorf("cleaned twice differs (-once +twice):\n%s", d)
	}
	for i := range layer.Records {
		a, b := layer.Records[i], second.Records[i]
		if a.ID != b.ID || *a.Point != *b.Point || !cmp.Equal(a.Life, b.Life) || !cmp.Equal(a.FloorM2, b.FloorM2) || !cmp.Equal(a.Funding, b.Funding) || a.UnitCode != b.UnitCode {
			t.Errorf("record %d reads as %+v, was %+v", i, b, a)
		}
	}
}

// TestCleanKeepsCoordinates: a row whose coordinates gave no place keeps them.
func TestCleanKeepsCoordinates(t *testing.T) {
	table := &Table{File: "a.csv", Columns: []string{"名称", "经度", "纬度"}, Records: []Record{
		{Row: 2, Values: []string{"甲", "114.2", "22.7"}}, {Row: 3, Values: []string{"乙", "东边", "22.7"}},
	}}
	got, _ := cleaned(t, table)
	if d := cmp.Diff(table.Columns, got.Columns); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	if got.Records[1].Values[1] != "东边" || got.Records[0].Geometry == nil {
		t.Errorf("got %+v", got.Records)
	}
}
