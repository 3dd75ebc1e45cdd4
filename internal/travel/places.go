package travel

import (
	"context"
	"fmt"
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
}

// Places are those of a layer.
type Places struct {
	File     string
	List     []Place
	Nowhere  int // rows without coordinates
	Findings []datasets.Finding
	Input    open.Input
}

// ReadPlaces reads a layer of any kind as places: points, or the middle of
// lines and polygons. Their names and codes are found by the headers; columns
// names them where the headers do not. Errors are [*datasets.Problem] where the
// user can mend them; a layer without a single place is one.
func ReadPlaces(ctx context.Context, path string, columns map[string]string, files open.Options) (*Places, error) {
	t, in, err := open.Read(ctx, path, files)
	if err != nil {
		return nil, err
	}
	layer, err := datasets.Candidates(t, datasets.CandidateOptions{LayerOptions: datasets.LayerOptions{Columns: columns, CRS: files.CRS, Swap: files.Swap}}, nil)
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
		p.List = append(p.List, Place{ID: c.ID, Name: c.Name, Point: *c.Point, Source: c.Source})
	}
	if len(p.List) == 0 {
		return nil, &datasets.Problem{Where: datasets.Ref{File: t.File},
			What: datasets.T("没有一处有坐标的地点（共 %d 行）", "not one place with coordinates, of %d rows", t.Len()),
			Hint: datasets.T("写明 lon 和 lat 列（columns），或换一个有坐标的图层；fugai check 说明读到了什么", "name the columns lon and lat under columns, or take a layer that has coordinates; fugai check tells what was read")}
	}
	return p, nil
}

// PlacesAt makes places of points that somebody wrote; they are called 1, 2 and
// so on.
func PlacesAt(points []orb.Point) *Places {
	p := &Places{}
	for i, at := range points {
		id := fmt.Sprint(i + 1)
		p.List = append(p.List, Place{ID: id, Name: fmt.Sprintf("%v,%v", at[0], at[1]), Point: at, Source: datasets.Ref{Value: fmt.Sprintf("%v,%v", at[0], at[1])}})
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
