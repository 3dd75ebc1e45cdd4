package datasets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatchColumns(t *testing.T) {
	cases := []struct {
		name  string
		role  Role
		rows  [][]string
		want  map[Field]string
		rules []string
	}{
		{"plain facilities", RoleFacilities, [][]string{{"设施名称", "设施类型", "经度", "纬度", "所属街道", "社区", "建成时间", "面积(㎡)"}},
			map[Field]string{FieldName: "设施名称", FieldKind: "设施类型", FieldLon: "经度", FieldLat: "纬度", FieldSubdistrict: "所属街道", FieldCommunity: "社区", FieldBuilt: "建成时间", FieldFloorM2: "面积(㎡)"}, nil},
		{"widths, case, spaces", RoleFacilities, [][]string{{"名 称", "ＬＮＧ", "Lat", "村（社区）", "投资(万元)"}},
			map[Field]string{FieldName: "名 称", FieldLon: "ＬＮＧ", FieldLat: "Lat", FieldCommunity: "村（社区）"}, nil},
		{"lon and la", RoleDemand, [][]string{{"num", "lon", "la"}}, map[Field]string{FieldLon: "lon", FieldLat: "la"}, nil},
		{"opening as a date", RoleFacilities, [][]string{{"开放时间"}, {"2024年3月"}, {"2023"}}, map[Field]string{FieldOpened: "开放时间"}, nil},
		{"opening as hours", RoleFacilities, [][]string{{"开放时间"}, {"9:00-17:00"}, {"全天"}, {"2023"}}, map[Field]string{FieldHours: "开放时间"}, nil},
		{"code of the unit", RoleFacilities, [][]string{{"编码"}, {"440307003001"}, {"440307003002"}}, map[Field]string{FieldUnitCode: "编码"}, nil},
		{"code of the place", RoleFacilities, [][]string{{"编码"}, {"MY-001"}, {"MY-002"}}, map[Field]string{FieldID: "编码"}, nil},
		{"level", RoleAreas, [][]string{{"名称", "级别"}, {"甲", "街道"}, {"乙", "社区"}}, map[Field]string{FieldName: "名称", FieldLevel: "级别"}, nil},
		{"grade of areas", RoleAreas, [][]string{{"名称", "级别"}, {"甲", "省级"}, {"乙", "市级"}}, map[Field]string{FieldName: "名称", FieldGrade: "级别"}, nil},
		{"two names", RoleFacilities, [][]string{{"单位名称", "名称"}}, map[Field]string{FieldName: "名称"}, []string{"two-columns-one-field"}},
		{"usual before unusual", RoleFacilities, [][]string{{"年份", "投用时间"}}, map[Field]string{FieldOpened: "投用时间"}, []string{"two-columns-one-field"}},
		{"name and venue", RoleFacilities, [][]string{{"场所名称", "设施名称"}}, map[Field]string{FieldName: "设施名称", FieldVenue: "场所名称"}, nil},
		{"hinted coordinates", RoleFacilities, [][]string{{"经度(GCJ-02)", "纬度(GCJ-02)"}}, map[Field]string{FieldLon: "经度(GCJ-02)", FieldLat: "纬度(GCJ-02)"}, nil},
		{"manual field names", RoleCandidates, [][]string{{"floor_m2", "visitors", "unit_code"}}, map[Field]string{FieldFloorM2: "floor_m2", FieldVisitors: "visitors", FieldUnitCode: "unit_code"}, nil},
		{"nothing known", RoleDemand, [][]string{{"甲", ""}}, map[Field]string{}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table := tableOf("x.csv", c.rows...)
			m, err := MatchColumns(table, c.role, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := map[Field]string{}
			for f, i := range m.Index {
				got[f] = table.Columns[i]
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("columns (-want +got):\n%s", d)
			}
			var rules []string
			for _, f := range m.Findings {
				rules = append(rules, f.Rule)
			}
			if d := cmp.Diff(c.rules, rules); d != "" {
				t.Errorf("rules (-want +got):\n%s", d)
			}
		})
	}
}

func TestMatchColumnsOverrides(t *testing.T) {
	table := tableOf("设施.csv", []string{"点位", "名称", "类别", "投用"})
	m, err := MatchColumns(table, RoleFacilities, map[string]string{"name": "点位", "kind": "类 别"})
	if err != nil {
		t.Fatal(err)
	}
	if m.Index[FieldName] != 0 || m.Index[FieldKind] != 2 || m.Uses[1].Meaning != "" || m.Uses[0].By != "study" || len(m.Findings) != 0 {
		t.Errorf("got %+v", m)
	}
	for _, c := range []struct{ field, column, says string }{
		{"name", "点位名", "点位"},
		{"nmae", "点位", "did you mean \"name\""},
	} {
		_, err := MatchColumns(table, RoleFacilities, map[string]string{c.field: c.column})
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "设施.csv") {
			t.Errorf("%s: %s gives %v, want %q", c.field, c.column, err, c.says)
		}
	}
}

// Every synonym must find its field when it stands alone in a table without
// values, unless an earlier field of the role has the word.
func TestSynonymsAreFound(t *testing.T) {
	for _, role := range []Role{RoleAreas, RoleFacilities, RoleDemand, RoleCandidates} {
		for _, f := range FieldsOf(role) {
			m, err := MatchColumns(tableOf("x.csv", []string{string(f)}), role, nil)
			if _, ok := m.Index[f]; err != nil || !ok {
				t.Errorf("%s: the header %q gives %v, %v", role, f, m.Index, err)
			}
			for _, w := range synonyms(role, f) {
				m, err := MatchColumns(tableOf("x.csv", []string{w}), role, nil)
				if err != nil || len(m.Index) != 1 {
					t.Errorf("%s: the header %q gives %v, %v", role, w, m.Index, err)
				}
			}
		}
	}
}

func FuzzMatchColumns(f *testing.F) {
	f.Add("名称", "开放时间", "2024")
	f.Add("（㎡）", "经度（", "x")
	f.Fuzz(func(t *testing.T, a, b, v string) {
		for _, role := range []Role{RoleAreas, RoleFacilities, RoleDemand, RoleCandidates} {
			m, err := MatchColumns(tableOf("x.csv", []string{a, b}, []string{v, v}), role, nil)
			if err != nil || len(m.Uses) != 2 {
				t.Fatalf("%v, %v", m, err)
			}
			for field, i := range m.Index {
				if i < 0 || i > 1 || m.Uses[i].Meaning != string(field) {
					t.Errorf("%s is column %d, used as %q", field, i, m.Uses[i].Meaning)
				}
			}
		}
	})
}
