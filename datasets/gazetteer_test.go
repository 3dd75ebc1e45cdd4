package datasets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// a small district: two streets, two communities called 新村社区, a village and
// its community side by side, and an estate.
func smallDistrict() []Area {
	return []Area{
		{ID: "440307000000", Code: "440307000000", Name: "龙岗区", Level: "district"},
		{ID: "440307003000", Code: "440307003000", Name: "平湖街道办事处", Level: "subdistrict", ParentText: "440307"},
		{ID: "440307006000", Code: "440307006000", Name: "坪地街道", Level: "subdistrict", ParentText: "龙岗"},
		{ID: "440307003001", Code: "440307003001", Name: "新村社区居委会", Level: "community"},
		{ID: "440307006001", Code: "440307006001", Name: "新村社区", Level: "community", ParentText: "坪地街道办"},
		{ID: "440307006002", Code: "440307006002", Name: "厦良社区", Level: "community", Aliases: []string{"老厦良"}},
		{ID: "440307006003", Code: "440307006003", Name: "厦良村委会", Level: "community"},
		{ID: "informal/宝龙园区", Name: "宝龙园区", Level: "informal", ParentText: "厦良社区"},
	}
}

func TestLinkParents(t *testing.T) {
	areas := smallDistrict()
	if f := LinkParents(areas, nil); len(f) != 0 {
		t.Errorf("findings: %+v", f)
	}
	var got []string
	for _, a := range areas {
		got = append(got, a.Parent)
	}
	want := []string{"", "440307000000", "440307000000", "440307003000", "440307006000", "440307006000", "440307006000", "440307006002"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("parents (-want +got):\n%s", d)
	}
}

func TestLinkParentsFindings(t *testing.T) {
	cases := []struct {
		name  string
		areas []Area
		rules []string
	}{
		{"unknown name", []Area{{ID: "a", Name: "甲街道", Level: "subdistrict"}, {ID: "b", Name: "乙社区", Level: "community", ParentText: "丙街道"}}, []string{"parent-unknown"}},
		{"layer above not read", []Area{{ID: "b", Name: "乙社区", Level: "community", ParentText: "丙街道"}}, nil},
		{"ambiguous", []Area{{ID: "a", Name: "新村社区", Level: "community"}, {ID: "b", Name: "新村社区", Level: "community"}, {ID: "c", Name: "丙屯", Level: "natural_village", ParentText: "新村社区"}}, []string{"parent-ambiguous"}},
		{"column against code", []Area{
			{ID: "1", Code: "440307001000", Name: "甲街道", Level: "subdistrict"}, {ID: "2", Code: "440307002000", Name: "乙街道", Level: "subdistrict"},
			{ID: "3", Code: "440307001001", Name: "丙社区", Level: "community", ParentText: "乙街道"}}, []string{"parent-disagrees"}},
		{"ring", []Area{{ID: "a", Name: "甲园区", Level: "informal", ParentText: "乙园区"}, {ID: "b", Name: "乙园区", Level: "informal", ParentText: "甲园区"}}, []string{"parent-cycle"}},
		{"its own parent", []Area{{ID: "1", Code: "440307000000", Name: "龙岗区", Level: "district", ParentText: "440307000000"}}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var rules []string
			for _, f := range LinkParents(c.areas, nil) {
				rules = append(rules, f.Rule)
			}
			if d := cmp.Diff(c.rules, rules); d != "" {
				t.Errorf("rules (-want +got):\n%s", d)
			}
			for _, a := range c.areas { // walking up must end
				NewGazetteer(c.areas).Ancestors(a.ID)
			}
		})
	}
}

func TestGazetteerByName(t *testing.T) {
	areas := smallDistrict()
	LinkParents(areas, nil)
	g := NewGazetteer(areas)
	cases := []struct {
		names []string
		want  NameMatch
	}{
		{[]string{"平湖街道"}, NameMatch{ID: "440307003000", Exact: true}},
		{[]string{"平湖"}, NameMatch{ID: "440307003000"}},
		{[]string{"坪地街"}, NameMatch{ID: "440307006000"}},
		{[]string{"龙岗区平湖街道办事处"}, NameMatch{ID: "440307003000", Exact: true}},
		{[]string{"龙岗区坪地街道新村社区"}, NameMatch{ID: "440307006001", Exact: true}},
		{[]string{"平湖街道", "新村社区"}, NameMatch{ID: "440307003001", Exact: true}},
		{[]string{"坪地", "新村"}, NameMatch{ID: "440307006001"}},
		{[]string{"新村社区"}, NameMatch{Unmatched: []string{"新村社区"}, Choices: []string{"440307003001", "440307006001"}}},
		{[]string{"坪地街道", "厦良社区"}, NameMatch{ID: "440307006002", Exact: true}},
		{[]string{"坪地街道", "厦良村"}, NameMatch{ID: "440307006003", Exact: true}},
		{[]string{"坪地街道", "厦良"}, NameMatch{ID: "440307006000", Unmatched: []string{"厦良"}, Choices: []string{"440307006002", "440307006003"}}},
		{[]string{"老厦良"}, NameMatch{ID: "440307006002", Exact: true}},
		{[]string{"平湖街道", "厦良社区"}, NameMatch{ID: "440307003000", Unmatched: []string{"厦良社区"}, Elsewhere: []string{"440307006002"}}},
		{[]string{"平胡街道", "厦良社区"}, NameMatch{ID: "440307006002", Unmatched: []string{"平胡街道"}}},
		{[]string{"", "无", "平湖街道"}, NameMatch{ID: "440307003000", Exact: true}},
		{[]string{"不存在"}, NameMatch{Unmatched: []string{"不存在"}}},
		{nil, NameMatch{}},
	}
	for _, c := range cases {
		if d := cmp.Diff(c.want, g.ByName(c.names)); d != "" {
			t.Errorf("ByName(%q) (-want +got):\n%s", c.names, d)
		}
	}
}

func TestGazetteerByCode(t *testing.T) {
	areas := smallDistrict()
	LinkParents(areas, nil)
	g := NewGazetteer(areas)
	for code, want := range map[string]string{"440307003000": "440307003000", "440307003": "440307003000", "440307003001.0": "440307003001", "440307": "440307000000", "440307003999": "", "4.4E+11": "", "": ""} {
		if id, _ := g.ByCode(code); id != want {
			t.Errorf("ByCode(%q) = %q, want %q", code, id, want)
		}
	}
	if id, exact, ok := g.Enclosing("440307003999"); id != "440307003000" || exact || !ok {
		t.Errorf("Enclosing = %q, %v, %v", id, exact, ok)
	}
	if id, ok := g.Ancestor("informal/宝龙园区", "subdistrict"); !ok || id != "440307006000" {
		t.Errorf("Ancestor = %q, %v", id, ok)
	}
	if got := g.Children(""); !cmp.Equal(got, []string{"440307000000"}) {
		t.Errorf("top: %q", got)
	}
	if got := g.Children("440307006000"); !cmp.Equal(got, []string{"440307006001", "440307006002", "440307006003"}) {
		t.Errorf("children: %q", got)
	}
}
