package datasets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A word of a built-in list may mean one term only.
func TestBuiltinWordsAreUnique(t *testing.T) {
	x := BuiltinTaxonomy()
	for _, list := range Lists() {
		owner := map[string]string{}
		for _, term := range x.Terms(list) {
			if term.ZH == "" || term.EN == "" {
				t.Errorf("%s %s: a label is missing", list, term.ID)
			}
			for _, w := range term.words() {
				if o := owner[w]; o != "" && o != term.ID {
					t.Errorf("%s: %q means both %s and %s", list, w, o, term.ID)
				}
				owner[w] = term.ID
			}
		}
	}
}

func TestLookups(t *testing.T) {
	x := BuiltinTaxonomy()
	cases := []struct {
		list     List
		word, id string
	}{
		{Kinds, "“妇女儿童之家”", "women_children_home"},
		{Kinds, "儿童家园", "childrens_home"},
		{Kinds, " 母 婴室", "nursing_room"},
		{Kinds, "NURSING_ROOM", "nursing_room"},
		{Kinds, "家综", "family_service"},
		{Kinds, "舒心驿站", "counselling_room"},
		{Kinds, "暖新驿站", "stop"},
		{Kinds, "婚姻家庭纠纷人民调解室", "mediation_room"},
		{Kinds, "儿童友好园区", "friendly_estate"},
		{Levels, "镇（街）", "subdistrict"},
		{Levels, "镇街", "subdistrict"},
		{Levels, "村(社区)", "community"},
		{Levels, "行政村", "community"},
		{Levels, "园区", "informal"},
		{Levels, "county", "district"},
		{Grades, "自治区级", "province"},
		{Grades, "县级", "district"},
		{Steps, "选址中", "siting"},
		{Steps, "已投用", "open"},
		{Steps, "通过验收", "accepted"},
		{Domains, "交通出行", "transport"},
		{Funds, "以奖代补", "award"},
		{Groups, "０－14岁", "children"},
	}
	for _, c := range cases {
		if id, ok := x.Lookup(c.list, c.word); !ok || id != c.id {
			t.Errorf("%s %q = %q, %v; want %q", c.list, c.word, id, ok, c.id)
		}
	}
	if id, ok := x.Kind("加油站"); ok {
		t.Errorf("加油站 is %q", id)
	}
	if id, ok := x.Kind(""); ok {
		t.Errorf("an empty word is %q", id)
	}
}

func TestGradeAtLeast(t *testing.T) {
	x := BuiltinTaxonomy()
	for _, c := range []struct {
		have, want string
		ok         bool
	}{{"province", "city", true}, {"city", "city", true}, {"district", "city", false}, {"district", "", true}, {"", "city", false}, {"own", "city", false}, {"national", "district", true}} {
		if got := x.GradeAtLeast(c.have, c.want); got != c.ok {
			t.Errorf("GradeAtLeast(%q, %q) = %v", c.have, c.want, got)
		}
	}
}

func TestExtend(t *testing.T) {
	x := BuiltinTaxonomy()
	if err := x.Extend(Kinds, []Term{{ID: "charging_station", Text: T("充电站", "charging station"), Synonyms: []string{"充电桩"}}}); err != nil {
		t.Fatal(err)
	}
	if err := x.Extend(Steps, []Term{{ID: "open", Synonyms: []string{"使用中"}}}); err != nil {
		t.Fatal(err)
	}
	if err := x.Extend(Levels, []Term{{ID: "zone", Text: T("交通小区", "traffic zone"), Rank: 4}}); err != nil {
		t.Fatal(err)
	}
	if id, _ := x.Kind("充电桩"); id != "charging_station" {
		t.Errorf("充电桩 is %q", id)
	}
	if s, _ := x.State("使用中"); s != Open {
		t.Errorf("使用中 is %q", s)
	}
	if got := x.Text(Steps, "open"); got != T("开放", "open") {
		t.Errorf("the label of open became %v", got)
	}
	if x.LevelRank("zone") != 4 {
		t.Errorf("rank of zone = %d", x.LevelRank("zone"))
	}
	bad := []struct {
		list List
		term Term
		says string
	}{
		{Kinds, Term{ID: "x", Synonyms: []string{"母婴室"}}, "nursing_room"},
		{Kinds, Term{ID: "nursing_room", Synonyms: []string{"家综"}}, "family_service"},
		{Kinds, Term{ID: "母婴室"}, "cannot be an id"},
		{Steps, Term{ID: "dreamt"}, "no state"},
		{"colours", Term{ID: "x"}, "no list"},
	}
	for _, c := range bad {
		err := x.Extend(c.list, []Term{{ID: "fine_until_here"}, c.term})
		if err == nil || !strings.Contains(err.Error(), c.says) && c.list != Steps {
			t.Errorf("Extend(%s, %+v) = %v, want %q", c.list, c.term, err, c.says)
		}
	}
	if _, ok := x.Kind("fine_until_here"); ok {
		t.Error("a refused extension left a term behind")
	}
	if _, ok := BuiltinTaxonomy().Kind("充电桩"); ok {
		t.Error("extending one taxonomy changed another")
	}
}

func TestParseGrades(t *testing.T) {
	x := BuiltinTaxonomy()
	cases := []struct {
		in      string
		want    []Grade
		unknown []string
	}{
		{"省级", []Grade{{Level: "province"}}, nil},
		{"省级、市级", []Grade{{Level: "province"}, {Level: "city"}}, nil},
		{"自治区级示范", []Grade{{Level: "province", Title: "自治区级示范"}}, nil},
		{"贺州市级", []Grade{{Level: "city", Title: "贺州市级"}}, nil},
		{"广东省儿童友好示范社区;深圳市儿童友好基地", []Grade{{Level: "province", Title: "广东省儿童友好示范社区"}, {Level: "city", Title: "深圳市儿童友好基地"}}, nil},
		{"广西壮族自治区示范", []Grade{{Level: "province", Title: "广西壮族自治区示范"}}, nil},
		{"龙岗区平安家庭示范社区", []Grade{{Level: "district", Title: "龙岗区平安家庭示范社区"}}, nil},
		{"全国示范社区", []Grade{{Level: "national", Title: "全国示范社区"}}, nil},
		{"省示范镇街", []Grade{{Level: "province", Title: "省示范镇街"}}, nil},
		{"示范社区", nil, []string{"示范社区"}},
		{"无", nil, nil},
		{"", nil, nil},
	}
	for _, c := range cases {
		got, unknown := x.ParseGrades(c.in)
		if !cmp.Equal(got, c.want) || !cmp.Equal(unknown, c.unknown) {
			t.Errorf("ParseGrades(%q) = %+v, %q; want %+v, %q", c.in, got, unknown, c.want, c.unknown)
		}
	}
}
