package html

import (
	"cmp"
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// maxLines is how many lines from chosen sites to demand a map draws; where
// there are more, demand close together has one.
const maxLines = 2_500

// link is a line from a site to demand on the grid.
type link struct{ x0, y0, x1, y1 int }

// addLines draws a line from each chosen site to the demand it serves. Where
// they are many, demand on the same square of a grid has one, and the squares
// grow until the lines are few enough.
func (m *sitingMap) addLines(c *report, s *coverage.Siting) {
	at := map[string][2]int{}
	for _, x := range output.Chosen(s) {
		if valid(x.Point) {
			at[x.ID] = c.atlas.proj.xy(x.Point)
		}
	}
	served := 0
	for step := 1; step <= mapWidth; step *= 2 {
		fresh, rest := map[link]bool{}, map[link]bool{}
		served = 0
		for i := range s.Allocations {
			a := &s.Allocations[i]
			from, ok := at[a.Site]
			class := servedClass(s, a, at)
			if !ok || !valid(a.Point) || class == servedNot {
				continue
			}
			served++
			to := c.atlas.proj.xy(a.Point)
			if step > 1 {
				to[0], to[1] = to[0]-to[0]%step+step/2, to[1]-to[1]%step+step/2
			}
			k := link{from[0], from[1], to[0], to[1]}
			if class == servedNew {
				fresh[k] = true
			} else {
				rest[k] = true
			}
		}
		if len(fresh)+len(rest) > maxLines {
			continue
		}
		m.NewLines, m.Lines = linePath(fresh), linePath(rest)
		if step > 1 {
			m.Remarks = append(m.Remarks, datasets.T("选中点位服务的需求共 %[1]s 处，连线过多，相近的合并为 %[2]s 条；逐条见 results.gpkg。",
				"The chosen sites serve %[1]s demand points: lines to neighbours are drawn as one, %[2]s in all; each is in results.gpkg.", output.Number(float64(served), 0), output.Number(float64(len(fresh)+len(rest)), 0)))
		}
		return
	}
}

func linePath(links map[link]bool) string {
	all := make([]link, 0, len(links))
	for l := range links {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b link) int {
		return cmp.Or(a.x0-b.x0, a.y0-b.y0, a.x1-b.x1, a.y1-b.y1)
	})
	var b []byte
	for _, l := range all {
		b = appendLine(b, [][2]int{{l.x0, l.y0}, {l.x1, l.y1}})
	}
	return string(b)
}

// Room that a chosen site's marker takes, in ems of labels: its circle is 9
// pixels wide to each side.
const pickEms = 1.2

// placeLabels names the chosen sites first, then units where there is room.
func (m *sitingMap) placeLabels(c *report, s *coverage.Siting) {
	var taken, names []mapLabel
	for i, x := range output.Chosen(s) {
		if !valid(x.Point) || i >= maxLabels {
			continue
		}
		xy := c.atlas.proj.xy(x.Point)
		taken = append(taken, mapLabel{X: xy[0], Y: xy[1], ems: pickEms})
		if name := shortName(output.SiteName(x)); name != "" {
			names = append(names, mapLabel{X: xy[0], Y: xy[1], Name: cutName(name), Gap: true})
		}
	}
	units := slices.DeleteFunc(m.Labels, func(l mapLabel) bool { return l.Name == "" })
	slices.SortStableFunc(units, func(a, b mapLabel) int { return cmp.Compare(b.prior, a.prior) })
	units = units[:min(len(units), maxLabels)]
	m.Labels = nil
	for tier := range tierUnits {
		names = m.settleAll(names, &taken, tier, pickShifts[:])
		units = m.settleAll(units, &taken, tier, unitShifts[:])
	}
}

// The places that labels try, in ems below their point.
var (
	pickShifts = [...]float64{1.55, -1.55}
	unitShifts = [...]float64{0, 1.1, -1.1}
)

// settleAll gives the labels that have room in a tier their place, and returns
// the others.
func (m *sitingMap) settleAll(labels []mapLabel, taken *[]mapLabel, tier int, shifts []float64) []mapLabel {
	var rest []mapLabel
	for _, l := range labels {
		l.Tier, l.ems = tier, textWidth(l.Name)
		placed := false
		for _, shift := range shifts {
			l.shift, l.Shift = shift, ""
			if shift != 0 {
				l.Shift = strconv.FormatFloat(shift, 'f', -1, 64) + "em"
			}
			if placed = l.free(*taken, nil); placed {
				break
			}
		}
		if !placed {
			rest = append(rest, l)
			continue
		}
		*taken = append(*taken, l)
		m.Labels = append(m.Labels, l)
	}
	return rest
}

// cutName shortens a name for the map.
func cutName(name string) string {
	const most = 14
	if r := []rune(name); len(r) > most && textWidth(name) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}
