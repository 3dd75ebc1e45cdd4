package gis

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/gpkg"
)

// WriteGeoPackage writes the result as one GeoPackage: a table for each level
// of units, each target's units, gaps, facilities, venues, demand, the targets
// themselves, and the sites, the demand and the lines of each choice of sites, leaving out those that would be empty, with styles that
// QGIS applies when a layer is added, and a QGIS project. The project refers to
// the file by the name it has in path, so the file must not be renamed.
//
// The file is written beside path and renamed when it is whole, replacing what
// was there. Its dates are the as-of date of the result: the same result gives
// the same bytes. Rows are made as they are written, and none is kept.
func WriteGeoPackage(ctx context.Context, path string, r *coverage.Result, opts Options) error {
	v := newView(r, opts.lang())
	c := v.build()
	project, err := v.projectFile(c, filepath.Base(path))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	f, err := gpkg.Create(ctx, path, gpkg.FileOptions{Changed: lastDay(r.AsOf)})
	if err != nil {
		return err
	}
	defer f.Abandon()
	for _, t := range c.all() {
		if _, err := f.Add(ctx, t.layer(), t.all()); err != nil {
			return err
		}
	}
	if err := writeStyles(ctx, f, c.all()); err != nil {
		return err
	}
	if err := storeProject(ctx, f, v.projectName(), project); err != nil {
		return err
	}
	return f.Close()
}

// lastDay is the end of the result's period, which stands for "now" in the
// file, so that no clock shows in it.
func lastDay(asOf datasets.Date) time.Time {
	if asOf.IsZero() {
		return time.Time{}
	}
	return asOf.Last()
}

// timestamp writes lastDay, or the time that stands for none.
func timestamp(asOf datasets.Date) string {
	day := lastDay(asOf)
	if day.IsZero() {
		day = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return day.Format("2006-01-02T15:04:05.000Z")
}

// layer describes the table to the file.
func (t *table) layer() gpkg.Layer {
	l := gpkg.Layer{Name: t.name, Title: t.title, About: t.about, Geometry: gpkg.Geometry(t.geom)}
	for _, f := range t.fields {
		l.Columns = append(l.Columns, gpkg.Column{Name: f.name, Type: f.typ})
	}
	return l
}

// writeStyles stores a style for each spatial table where QGIS looks for it.
// Catalog and schema must be empty, not NULL: QGIS passes over the style
// otherwise.
func writeStyles(ctx context.Context, f *gpkg.File, tables []*table) error {
	err := f.Exec(ctx, `CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))`)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if t.geom == noGeometry {
			continue
		}
		err := f.Exec(ctx, `INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) VALUES ('','',?,?,?,?,'',1,?,'',NULL,?)`,
			t.name, geomColumn, t.name, qml(t), t.title, f.Changed())
		if err != nil {
			return err
		}
	}
	return f.Register(ctx, "layer_styles")
}

// storeProject stores the QGIS project: the archive as hexadecimal text.
func storeProject(ctx context.Context, f *gpkg.File, name string, archive []byte) error {
	if err := f.Exec(ctx, `CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)`); err != nil {
		return err
	}
	metadata := fmt.Sprintf(`{"last_modified_time": "%s", "last_modified_user": "fugai"}`, strings.TrimSuffix(f.Changed(), ".000Z"))
	return f.Exec(ctx, `INSERT INTO qgis_projects VALUES (?,?,?)`, name, metadata, fmt.Sprintf("%x", archive))
}
