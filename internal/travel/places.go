package travel

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/datasets/open"
)

// Place is somewhere that people go to or come from.
type Place struct {
	ID, Name string
	Point    orb.Point
	Source   datasets.Ref
	Weight   float64  // people, where they were asked for; else 1
	Capacity *float64 // how many people it takes; nil where that is not stated
}

// Places are those of a layer.
type Places struct {
	File     string
	List     []Place
	Nowhere  int // rows without coordinates
	Findings []datasets.Finding
	Input    open.Input
}

// PlaceOptions say how a layer of places is read. The zero value finds names
// and codes by the headers and takes all rows.
type PlaceOptions struct {
	Columns map[string]string // column of a field, where its header does not say it
	Where   []Where           // rows that fulfil all of them are taken
	Weight  string            // column, or group, of the people at each place; "" counts places
	Files   open.Options
}

// Where asks for a column to hold one of some values.
type Where struct {
	Column string
	Values []string
}

// ParseWhere reads 类型=小学|初中.
func ParseWhere(text string) (Where, error) {
	column, values, ok := strings.Cut(text, "=")
	if !ok || strings.TrimSpace(column) == "" {
		return Where{}, &datasets.Problem{What: datasets.T("“%s”不是 列=值", "%q is not COLUMN=VALUE", text), Hint: datasets.T("例如 类型=小学|初中", "for example kind=school|kindergarten")}
	}
	w := Where{Column: strings.TrimSpace(column)}
	for _, v := range strings.Split(values, "|") {
		w.Values = append(w.Values, strings.TrimSpace(v))
	}
	return w, nil
}

// keep leaves the rows that fulfil the condition in a table.
func (w Where) keep(t *datasets.Table) error {
	col := t.Column(w.Column)
	if col < 0 {
		return &datasets.Problem{Where: datasets.Ref{File: t.File}, What: datasets.T("没有“%s”列", "there is no column %q", w.Column),
			Hint: datasets.T("现有列：%s", "there are: %s", strings.Join(t.Columns, ", "))}
	}
	seen := map[string]bool{}
	var kept []datasets.Record
	for _, r := range t.Records {
		v := strings.TrimSpace(r.Values[col])
		if slices.Contains(w.Values, v) {
			kept = append(kept, r)
		}
		seen[v] = true
	}
	if len(kept) == 0 {
		return &datasets.Problem{Where: datasets.Ref{File: t.File, Column: w.Column}, What: datasets.T("没有一行是 %s", "no row is %s", strings.Join(w.Values, ", ")),
			Hint: datasets.T("这一列里有：%s", "the column holds: %s", firstOf(seen))}
	}
	t.Records = kept
	return nil
}

// firstOf names a few values.
func firstOf(seen map[string]bool) string {
	const most = 12
	all := slices.Sorted(maps.Keys(seen))
	if len(all) > most {
		all = append(all[:most], "…")
	}
	return strings.Join(all, ", ")
}

// ReadPlaces reads a layer of any kind as places: points, or the middle of
// lines and polygons. Errors are [*datasets.Problem] where the user can mend
// them; a layer without a single place is one.
func ReadPlaces(ctx context.Context, path string, o PlaceOptions) (*Places, error) {
	t, in, err := open.Read(ctx, path, o.Files)
	if err != nil {
		return nil, err
	}
	t.Hold()
	for _, w := range o.Where {
		if err := w.keep(t); err != nil {
			return nil, err
		}
	}
	layer, err := datasets.Candidates(t, datasets.CandidateOptions{LayerOptions: datasets.LayerOptions{Columns: o.Columns, CRS: o.Files.CRS, Swap: o.Files.Swap}}, nil)
	if err != nil {
		return nil, err
	}
	p := &Places{File: t.File, Findings: layer.Findings, Input: in}
	for i := range layer.Records {
		c := &layer.Records[i]
		if c.Point == nil {
			p.Nowhere++
			continue
		}
		p.List = append(p.List, Place{ID: c.ID, Name: c.Name, Point: *c.Point, Source: c.Source, Weight: 1, Capacity: c.Capacity})
	}
	if len(p.List) == 0 {
		return nil, &datasets.Problem{Where: datasets.Ref{File: t.File},
			What: datasets.T("没有一处有坐标的地点（共 %d 行）", "not one place with coordinates, of %d rows", t.Len()),
			Hint: datasets.T("写明 lon 和 lat 列（columns），或换一个有坐标的图层；fugai check 说明读到了什么", "name the columns lon and lat under columns, or take a layer that has coordinates; fugai check tells what was read")}
	}
	if o.Weight != "" {
		if err := p.weigh(t, o); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// PlacesAt makes places of points that somebody wrote; they are called 1, 2 and
// so on.
func PlacesAt(points []orb.Point) *Places {
	p := &Places{}
	for i, at := range points {
		id := fmt.Sprint(i + 1)
		p.List = append(p.List, Place{ID: id, Name: fmt.Sprintf("%v,%v", at[0], at[1]), Point: at, Weight: 1, Source: datasets.Ref{Value: fmt.Sprintf("%v,%v", at[0], at[1])}})
	}
	return p
}

// points lists where the places are.
func (p *Places) points() []orb.Point {
	out := make([]orb.Point, len(p.List))
	for i := range p.List {
		out[i] = p.List[i].Point
	}
	return out
}

// ParsePoint reads LON,LAT in degrees; a full-width comma and digits will do.
func ParsePoint(text string) (orb.Point, error) {
	lon, lat, ok := strings.Cut(narrow(text), ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if !ok || errX != nil || errY != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return orb.Point{}, &datasets.Problem{What: datasets.T("“%s”不是 经度,纬度", "%q is not LON,LAT", text),
			Hint: datasets.T("例如 114.25,22.72（WGS 84，先经度后纬度）", "for example 114.25,22.72 (WGS 84, longitude first)")}
	}
	return orb.Point{x, y}, nil
}
