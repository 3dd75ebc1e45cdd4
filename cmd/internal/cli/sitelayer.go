package cli

import (
	"context"
	"iter"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/gpkg"
	"fugai/datasets/open"
	"fugai/output/save"
)

// siteTable makes the layer of candidates and facilities with the case for each.
func siteTable(r *coverage.Result, lang datasets.Lang) *datasets.Table {
	t := newTable(true, []column{{"siting", datasets.TypeText}, {"id", datasets.TypeText}, {"name", datasets.TypeText}, {"role", datasets.TypeText}, {"place", datasets.TypeInteger}, {"phase", datasets.TypeText},
		{"unit", datasets.TypeText}, {"gain", datasets.TypeReal}, {"after", datasets.TypeReal}, {"serves", datasets.TypeReal}, {"newly", datasets.TypeReal}, {"loss", datasets.TypeReal},
		{"runner_up", datasets.TypeText}, {"shortfall", datasets.TypeReal}, {"size", datasets.TypeText}, {"price", datasets.TypeReal}, {"capacity", datasets.TypeReal},
		{"required", datasets.TypeInteger}, {"mandated", datasets.TypeInteger}, {"defence", datasets.TypeText}})
	for i := range r.Sitings {
		for k := range r.Sitings[i].Sites {
			s := &r.Sitings[i].Sites[k]
			chosen := s.Role == coverage.RoleChosen
			number := func(v float64) string {
				if !chosen {
					return ""
				}
				return decimal(v, 3)
			}
			place := ""
			if chosen {
				place = strconv.Itoa(s.Place)
			}
			values := []string{r.Sitings[i].ID, s.ID, s.Name, string(s.Role), place, s.Phase, s.Unit, number(s.Gain), number(s.After), number(s.Serves), number(s.Newly), orEmpty(s.Loss),
				s.RunnerUp, orEmpty(s.Shortfall), s.Size, "", orEmpty(s.Capacity), flagText(s.Required), flagText(s.Mandated), s.Defence.In(lang)}
			if s.Price > 0 {
				values[15] = decimal(s.Price, 2)
			}
			rec := datasets.Record{Row: len(t.Records) + 1, Values: values}
			if s.Point != (orb.Point{}) {
				rec.Geometry = s.Point
			}
			t.Records = append(t.Records, rec)
		}
	}
	return t
}

func orEmpty(v *float64) string {
	if v == nil {
		return ""
	}
	return decimal(*v, 3)
}

func flagText(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// writeSites writes the layer of sites; a GeoPackage also has the lines from
// demand to its site.
func (a *app) writeSites(ctx context.Context, r *coverage.Result, f *layerFlags) error {
	t := siteTable(r, a.lang)
	w := open.WriteOptions{Format: "geojson", Layer: "sites"}
	if !f.toFile() || !strings.EqualFold(filepath.Ext(f.out), ".gpkg") {
		return a.putLayer(ctx, t, f, w)
	}
	if err := mayWrite(f.out, layerOut{overwrite: f.overwrite}); err != nil {
		return err
	}
	paths, err := save.Files(ctx, filepath.Dir(f.out), []save.Part{{Name: filepath.Base(f.out), Write: func(ctx context.Context, path string) error {
		return writeSitePackage(ctx, path, r, t)
	}}})
	if err != nil {
		return err
	}
	if !a.quiet {
		a.sayWritten(paths, len(t.Records))
	}
	return nil
}

// writeSitePackage writes a GeoPackage of sites and allocations.
func writeSitePackage(ctx context.Context, path string, r *coverage.Result, t *datasets.Table) error {
	file, err := gpkg.Create(ctx, path, gpkg.FileOptions{})
	if err != nil {
		return err
	}
	defer file.Abandon()
	sites := gpkg.Layer{Name: "sites", Geometry: gpkg.Point}
	for i, name := range t.Columns {
		sites.Columns = append(sites.Columns, gpkg.Column{Name: name, Type: t.Types[i]})
	}
	if _, err := file.Add(ctx, sites, siteRows(t)); err != nil {
		return err
	}
	lines := gpkg.Layer{Name: "allocations", Geometry: gpkg.LineString, Columns: []gpkg.Column{{Name: "siting", Type: datasets.TypeText}, {Name: "demand", Type: datasets.TypeText},
		{Name: "site", Type: datasets.TypeText}, {Name: "people", Type: datasets.TypeReal}, {Name: "cost", Type: datasets.TypeReal}, {Name: "new", Type: datasets.TypeInteger}}}
	if _, err := file.Add(ctx, lines, allocationRows(r)); err != nil {
		return err
	}
	return file.Close()
}

func siteRows(t *datasets.Table) iter.Seq2[orb.Geometry, []any] {
	return func(yield func(orb.Geometry, []any) bool) {
		for i := range t.Records {
			rec := &t.Records[i]
			values := make([]any, len(rec.Values))
			for k, text := range rec.Values {
				values[k] = typed(text, t.Types[k])
			}
			if !yield(rec.Geometry, values) {
				return
			}
		}
	}
}

// typed is a cell as its column's type; nil where it is empty.
func typed(text string, kind datasets.Type) any {
	if text == "" {
		return nil
	}
	switch kind {
	case datasets.TypeInteger:
		if v, err := strconv.ParseInt(text, 10, 64); err == nil {
			return v
		}
	case datasets.TypeReal:
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return v
		}
	}
	return text
}

// allocationRows yields a line from each place of demand to its site.
func allocationRows(r *coverage.Result) iter.Seq2[orb.Geometry, []any] {
	return func(yield func(orb.Geometry, []any) bool) {
		for i := range r.Sitings {
			s := &r.Sitings[i]
			at := map[string]orb.Point{}
			for k := range s.Sites {
				at[s.Sites[k].ID] = s.Sites[k].Point
			}
			for _, l := range s.Allocations {
				fresh := int64(0)
				if l.New {
					fresh = 1
				}
				if !yield(orb.LineString{l.Point, at[l.Site]}, []any{s.ID, l.Demand, l.Site, l.People, l.Cost, fresh}) {
					return
				}
			}
		}
	}
}
