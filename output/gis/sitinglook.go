package gis

import (
	"fmt"

	"fugai/coverage"
	"fugai/output"
)

// siteLook draws sites by role, the chosen on top with their place and name.
func (v *view) siteLook(s *coverage.Siting) look {
	r := renderer{typ: ruled, order: `if("role" = 'chosen', 100000 - coalesce("place", 0), if("role" LIKE 'existing' OR "role" = 'closing', 1, 0))`}
	for _, e := range []struct {
		role coverage.SitingRole
		mark marker
	}{
		{coverage.RoleChosen, marker{"circle", output.RoleColor(coverage.RoleChosen), colorPaper, 0.4, 4.4}},
		{coverage.RoleExisting, marker{"circle", output.RoleColor(coverage.RoleExisting), colorPaper, 0.3, 2.8}},
		{coverage.RoleClosing, marker{"diamond", output.RoleColor(coverage.RoleClosing), colorInk, 0.3, 3.4}},
		{coverage.RoleRejected, marker{"circle", "#fdfdfd", "#6b7683", 0.4, 2}},
		{coverage.RoleBarred, marker{"cross2", "#8893a0", "#8893a0", 0.4, 1.8}},
	} {
		if n := len(output.ByRole(s, e.role)); n > 0 {
			label := output.RoleText(e.role).In(v.lang) + fmt.Sprintf(v.t("（%d 处）", " (%d)"), n)
			r.entries = append(r.entries, entry{label: label, filter: `"role" = ` + quoteText(string(e.role)), symbol: markerSymbol(e.mark)})
		}
	}
	const name = `if("role" = 'chosen', coalesce(to_string("place") || ' ', '') || "name", if(@map_scale <= 15000, "name", ''))`
	return look{render: r, labels: &labels{expr: name, isExpr: true, size: 8.5, bold: true, priority: 10}}
}

// servedLook draws demand by its class.
func (v *view) servedLook(s *coverage.Siting, rows []*coverage.Assignment) look {
	r := renderer{typ: ruled, order: `if("class" = 'new', 2, if("class" = 'before', 1, 0))`}
	for _, e := range []struct {
		class string
		mark  marker
	}{
		{servedNew, marker{"circle", output.NewColor, colorInk, 0.2, 2.1}},
		{servedBefore, marker{"circle", "#9ecae1", "#4d6b80", 0.15, 1.6}},
		{servedNot, marker{"square", "#e4e8ec", "#8893a0", 0.15, 1.3}},
	} {
		people, n := servedPeople(s, rows, e.class)
		if n > 0 {
			label := v.servedText(e.class, s) + fmt.Sprintf(v.t("（%s）", " (%s)"), output.People(s, people).In(v.lang))
			r.entries = append(r.entries, entry{label: label, filter: `"class" = ` + quoteText(e.class), symbol: markerSymbol(e.mark.crowded(len(rows)))})
		}
	}
	return look{render: r, labels: &labels{expr: "name", size: 7, priority: 2, minScale: 15_000}}
}

// servedPeople sums the people of a class.
func servedPeople(s *coverage.Siting, rows []*coverage.Assignment, class string) (people float64, n int) {
	chosen := map[string]bool{}
	for _, x := range output.Chosen(s) {
		chosen[x.ID] = true
	}
	for _, a := range rows {
		if servedClass(s, a, chosen[a.Site]) == class {
			people, n = people+a.People, n+1
		}
	}
	return people, n
}

// lineLook draws the lines to demand that is newly covered bolder than the
// others, and those beyond the limit as hairlines.
func (v *view) lineLook(s *coverage.Siting) look {
	r := renderer{typ: ruled}
	rows := pointers(s.Allocations, nil)
	for _, e := range []struct {
		class string
		line  symbol
	}{{servedNew, lineSymbol("#a67c00", 0.35)}, {servedBefore, lineSymbol("#8f9aa5", 0.26)}, {servedNot, lineSymbol("#c3cad1", 0.1)}} {
		if _, n := servedPeople(s, rows, e.class); n > 0 {
			r.entries = append(r.entries, entry{label: v.servedText(e.class, s), filter: `"class" = ` + quoteText(e.class), symbol: e.line})
		}
	}
	return look{render: r}
}
