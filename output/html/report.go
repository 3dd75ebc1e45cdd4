package html

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// report is what the parts of one page share: the result, look-ups into it,
// the atlas and the hatches in use.
type report struct {
	r          *coverage.Result
	lang       datasets.Lang
	areas      map[string]*datasets.Area
	demand     lookup
	venues     lookup
	facilities lookup
	atlas      *atlas
	hatches    []hatch
}

// hatch is a fill that reads without colour.
type hatch struct{ ID, Color string }

func newReport(r *coverage.Result, lang datasets.Lang) *report {
	c := &report{r: r, lang: lang, areas: map[string]*datasets.Area{}, atlas: newAtlas(r)}
	for i := range r.Areas {
		c.areas[r.Areas[i].ID] = &r.Areas[i]
	}
	c.demand = newLookup(r.Demand.Len(), r.Demand.ID)
	c.venues = newLookup(len(r.Venues), func(i int) string { return r.Venues[i].ID })
	c.facilities = newLookup(len(r.Facilities), func(i int) string { return r.Facilities[i].ID })
	return c
}

// area gives the area of an ID; one that is not in the result is empty but for
// its ID, so that a row never disappears.
func (c *report) area(id string) *datasets.Area {
	if a := c.areas[id]; a != nil {
		return a
	}
	return &datasets.Area{ID: id, Name: id}
}

func (c *report) areaName(id string) string {
	if a := c.area(id); a.Name != "" {
		return a.Name
	}
	return id
}

func (c *report) parentName(id string) string {
	if parent := c.area(id).Parent; parent != "" {
		return c.areaName(parent)
	}
	return ""
}

func (c *report) facilityName(id string) string {
	if i, ok := c.facilities.find(id); ok && c.r.Facilities[i].Name != "" {
		return c.r.Facilities[i].Name
	}
	return id
}

// place is where a missing venue or demand point lies, nil where unknown.
func (c *report) place(g *coverage.Gap) *orb.Point {
	switch g.Kind {
	case "demand":
		if i, ok := c.demand.find(g.ID); ok {
			return c.r.Demand.Point(i)
		}
	case "venue":
		if i, ok := c.venues.find(g.ID); ok {
			return c.r.Venues[i].Point
		}
	}
	return nil
}

// fill is a class's colour, or the hatch of it.
func (c *report) fill(class output.Class) string {
	if !class.Hatch {
		return class.Color
	}
	id := "hatch-" + strings.TrimPrefix(class.Color, "#")
	if !slices.Contains(c.hatches, hatch{id, class.Color}) {
		c.hatches = append(c.hatches, hatch{id, class.Color})
	}
	return fmt.Sprintf("url(#%s)", id)
}

// source names the files of areas and facilities behind a map, and the date.
func (c *report) source(l *coverage.Ledger) datasets.Text {
	var names []datasets.Text
	for _, layer := range c.r.Quality.Layers {
		name := datasets.Same(layer.File)
		if layer.File != "" && layer.Role != "candidates" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	const most = 4
	more := len(names) - most
	if more > 0 {
		names = names[:most]
	}
	files := list(names)
	switch {
	case len(names) == 0:
		files = datasets.T("本研究的图层", "layers of the study")
	case more > 0:
		files = datasets.T("%[1]s 等 %[2]d 个文件", "%[1]s and %[3]d more", files, most+more, more)
	}
	return datasets.T("数据来源：%[1]s；统计截至 %[2]s", "Source: %[1]s; as of %[2]s", files, dateText(c.r.AsOf))
}

// targetName is a target's name, or its ID where it has none.
func targetName(l *coverage.Ledger) datasets.Text {
	if l.Name.IsZero() {
		return datasets.Same(l.ID)
	}
	return l.Name
}

func gapName(g *coverage.Gap) string {
	if g.Name != "" {
		return g.Name
	}
	return g.ID
}

// measured writes a value of a measure with its unit.
func measured(m coverage.Measure, v float64) datasets.Text {
	switch m {
	case coverage.Percent:
		return datasets.Same(output.Number(v, 2) + " %")
	case coverage.PerThousand:
		return datasets.T("每千人 %s", "%s per 1,000", output.Number(v, 2))
	}
	return datasets.Same(output.Number(v, 1))
}

// speed writes a pace with its unit.
func speed(m coverage.Measure, v *float64) datasets.Text {
	if v == nil || !finite(*v) {
		return datasets.Same("–")
	}
	s := output.Number(*v, 2)
	switch m {
	case coverage.Percent:
		return datasets.T("%s 个百分点/年", "%s points a year", s)
	case coverage.PerThousand:
		return datasets.T("每千人 %s/年", "%s per 1,000 a year", s)
	}
	return datasets.T("%s/年", "%s a year", s)
}
