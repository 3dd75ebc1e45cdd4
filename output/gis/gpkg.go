package gis

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // database driver

	"fugai/coverage"
	"fugai/datasets"
)

// GeoPackage 1.3 (OGC 12-128r17): "GPKG" and the version, in the file's header.
const (
	applicationID = 0x47504B47
	userVersion   = 10300
)

// WriteGeoPackage writes the result as one GeoPackage: a table for each level
// of units, each target's units, gaps, facilities, venues, demand and the
// targets themselves, leaving out those that would be empty, with styles that
// QGIS applies when a layer is added, and a QGIS project. The project refers to
// the file by the name it has in path, so the file must not be renamed.
//
// The file is written beside path and renamed when it is whole, replacing what
// was there. Its dates are the as-of date of the result: the same result gives
// the same bytes.
func WriteGeoPackage(ctx context.Context, path string, r *coverage.Result, opts Options) (err error) {
	v := newView(r, opts.lang())
	c := v.build()
	f, err := os.CreateTemp(filepath.Dir(path), ".fugai-*.gpkg")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	part := f.Name()
	defer func() {
		if err != nil {
			os.Remove(part)
			os.Remove(part + "-journal")
			err = named(path, err)
		}
	}()
	if err := f.Close(); err != nil {
		return err
	}
	project, err := v.projectFile(c, filepath.Base(path))
	if err != nil {
		return err
	}
	if err := writeDatabase(ctx, part, v, c, project); err != nil {
		return err
	}
	if err := os.Chmod(part, 0o644); err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	return replace(part, path)
}

// replace puts a finished file in the place of path. What QGIS leaves beside an
// edited GeoPackage goes too: SQLite would take the old log for changes to the
// new file.
func replace(part, path string) error {
	var err error
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if e := os.Remove(path + suffix); e != nil && !errors.Is(e, fs.ErrNotExist) && err == nil {
			err = e
		}
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err == nil {
		return nil
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: path},
		What:  datasets.T("无法替换该文件", "the file cannot be replaced"),
		Hint:  datasets.T("请关闭正在使用它的程序（如 QGIS），或换一个输出文件夹，再试一次。", "Close the program that uses it (such as QGIS), or choose another folder, and try again."),
		Err:   err,
	}
}

// named adds the path to an error that does not say it.
func named(path string, err error) error {
	if _, ok := errors.AsType[*datasets.Problem](err); ok {
		return err
	}
	return fmt.Errorf("write %s: %w", path, err)
}

// syncFile makes what was written to path last through a power cut.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// dataSource is the name by which SQLite opens a path; a question mark would
// begin options.
func dataSource(path string) string {
	if !strings.ContainsAny(path, "?#%") {
		return path
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

func writeDatabase(ctx context.Context, path string, v *view, c *content, project []byte) (err error) {
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return err
	}
	defer func() {
		if e := db.Close(); err == nil {
			err = e
		}
	}()
	conn, err := db.Conn(ctx) // pragmas belong to one connection
	if err != nil {
		return err
	}
	defer conn.Close()
	// A new file needs no journal on disk: it is thrown away unless whole.
	for _, q := range []string{
		"PRAGMA page_size=4096", "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF",
		fmt.Sprintf("PRAGMA application_id=%d", applicationID), fmt.Sprintf("PRAGMA user_version=%d", userVersion),
	} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := &writer{ctx: ctx, tx: tx, changed: timestamp(v.r.AsOf)}
	w.core()
	for _, t := range c.all() {
		w.table(t)
	}
	w.styles(c.all())
	w.project(v.projectName(), project)
	if w.err != nil {
		tx.Rollback()
		return w.err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "PRAGMA journal_mode=DELETE")
	return err
}

// timestamp is the time that stands for "now" in the file: the end of the
// result's period, so that no clock shows in it.
func timestamp(asOf datasets.Date) string {
	if asOf.IsZero() {
		return "2000-01-01T00:00:00.000Z"
	}
	return asOf.Last().Format("2006-01-02T15:04:05.000Z")
}

// writer fills a GeoPackage within one transaction. After an error it does
// nothing more.
type writer struct {
	ctx     context.Context
	tx      *sql.Tx
	changed string // last_change of every table
	err     error
}

func (w *writer) exec(query string, args ...any) {
	if w.err != nil {
		return
	}
	if _, err := w.tx.ExecContext(w.ctx, query, args...); err != nil {
		if len(query) > 60 {
			query = query[:60] + "…"
		}
		w.err = fmt.Errorf("%s: %w", query, err)
	}
}

// core creates the tables that every GeoPackage has, as the standard words
// them (OGC 12-128r17, annex C).
func (w *writer) core() {
	for _, q := range []string{
		`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)`,
		`CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))`,
		`CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))`,
		`CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))`,
		`CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL)`, // of GDAL
	} {
		w.exec(q)
	}
	srs := `INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)`
	w.exec(srs, "Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system")
	w.exec(srs, "Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system")
	w.exec(srs, "WGS 84", wgs84SRS, "EPSG", wgs84SRS, wgs84WKT, "longitude and latitude in degrees")
}

// table creates and registers a table and fills it. The spatial index is filled
// before its triggers are made, because they call functions that SQLite alone
// does not have.
func (w *writer) table(t *table) {
	cols := []string{fidColumn + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if t.geom != noGeometry {
		cols = append(cols, geomColumn+" "+t.geom)
	}
	for _, f := range t.fields {
		cols = append(cols, f.name+" "+f.typ)
	}
	w.exec("CREATE TABLE " + t.name + " (" + strings.Join(cols, ", ") + ")")
	contents := `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) VALUES (?,?,?,?,?,?,?,?,?,?)`
	if t.geom == noGeometry {
		w.exec(contents, t.name, "attributes", t.title, t.about, w.changed, nil, nil, nil, nil, 0)
		w.rows(t)
		w.counted(t)
		return
	}
	b, _ := t.bound()
	w.exec(contents, t.name, "features", t.title, t.about, w.changed, b.Min[0], b.Min[1], b.Max[0], b.Max[1], wgs84SRS)
	w.exec(`INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)`, t.name, geomColumn, t.geom, wgs84SRS)
	w.exec(`CREATE VIRTUAL TABLE ` + rtree(t) + ` USING rtree(id, minx, maxx, miny, maxy)`)
	w.rows(t)
	for _, q := range triggers(t) {
		w.exec(q)
	}
	w.counted(t)
	w.exec(`INSERT INTO gpkg_extensions VALUES (?,?,'gpkg_rtree_index','http://www.geopackage.org/spec120/#extension_rtree','write-only')`, t.name, geomColumn)
}

// counted stores the number of rows as GDAL does. Without it QGIS 3.22 shows the
// number of all rows for a layer that is filtered.
func (w *writer) counted(t *table) {
	w.exec(`INSERT INTO gpkg_ogr_contents VALUES (?,?)`, t.name, len(t.rows))
	for _, e := range [...][2]string{{"INSERT", "+"}, {"DELETE", "-"}} {
		w.exec("CREATE TRIGGER trigger_" + strings.ToLower(e[0]) + "_feature_count_" + t.name + " AFTER " + e[0] + " ON " + t.name +
			" BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count " + e[1] + " 1 WHERE lower(table_name) = lower('" + t.name + "'); END")
	}
}

func rtree(t *table) string { return "rtree_" + t.name + "_" + geomColumn }

func (w *writer) rows(t *table) {
	if w.err != nil {
		return
	}
	fixed := 1
	if t.geom != noGeometry {
		fixed = 2
	}
	marks := strings.Repeat("?,", fixed+len(t.fields))
	insert, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+t.name+" VALUES ("+strings.TrimSuffix(marks, ",")+")")
	if err != nil {
		w.err = err
		return
	}
	defer insert.Close()
	var index *sql.Stmt
	if t.geom != noGeometry {
		if index, err = w.tx.PrepareContext(w.ctx, "INSERT INTO "+rtree(t)+" VALUES (?,?,?,?,?)"); err != nil {
			w.err = err
			return
		}
		defer index.Close()
	}
	args := make([]any, 0, fixed+len(t.fields))
	for i, r := range t.rows {
		args = append(args[:0], int64(i+1))
		if t.geom != noGeometry {
			args = append(args, geometryValue(r))
		}
		args = append(args, r.values...)
		if _, err := insert.ExecContext(w.ctx, args...); err != nil {
			w.err = fmt.Errorf("table %s, row %d: %w", t.name, i+1, err)
			return
		}
		if index != nil && r.geom != nil {
			b := r.geom.Bound()
			if _, err := index.ExecContext(w.ctx, int64(i+1), b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
				w.err = fmt.Errorf("index of %s, row %d: %w", t.name, i+1, err)
				return
			}
		}
	}
}

// geometryValue is the blob of a row, nil (not an empty blob) without geometry.
func geometryValue(r row) any {
	if r.geom == nil {
		return nil
	}
	return encode(r.geom, wgs84SRS)
}

// triggers keep the spatial index right when the table is edited (OGC
// 12-128r17, F.3).
func triggers(t *table) []string {
	name, index := t.name, rtree(t)
	const (
		full  = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
		empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
	)
	put := "INSERT OR REPLACE INTO " + index + " VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
	drop := "DELETE FROM " + index + " WHERE id = OLD.fid;"
	trigger := func(suffix, event, when, do string) string {
		return "CREATE TRIGGER " + index + "_" + suffix + " AFTER " + event + " ON " + name + " WHEN " + when + " BEGIN " + do + " END"
	}
	return []string{
		trigger("insert", "INSERT", full, put),
		trigger("update1", "UPDATE OF geom", "OLD.fid = NEW.fid AND "+full, put),
		trigger("update2", "UPDATE OF geom", "OLD.fid = NEW.fid AND "+empty, drop),
		trigger("update3", "UPDATE", "OLD.fid != NEW.fid AND "+full, drop+" "+put),
		trigger("update4", "UPDATE", "OLD.fid != NEW.fid AND "+empty, "DELETE FROM "+index+" WHERE id IN (OLD.fid, NEW.fid);"),
		trigger("delete", "DELETE", "OLD.geom NOT NULL", drop),
	}
}

// styles stores a style for each spatial table where QGIS looks for it. Catalog
// and schema must be empty, not NULL: QGIS passes over the style otherwise.
func (w *writer) styles(tables []*table) {
	w.exec(`CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))`)
	for _, t := range tables {
		if t.geom == noGeometry {
			continue
		}
		w.exec(`INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) VALUES ('','',?,?,?,?,'',1,?,'',NULL,?)`,
			t.name, geomColumn, t.name, qml(t), t.title, w.changed)
	}
	w.exec(`INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES ('layer_styles','attributes','layer_styles','',?,0)`, w.changed)
}

// project stores the QGIS project: the archive as hexadecimal text.
func (w *writer) project(name string, archive []byte) {
	w.exec(`CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)`)
	metadata := fmt.Sprintf(`{"last_modified_time": "%s", "last_modified_user": "fugai"}`, strings.TrimSuffix(w.changed, ".000Z"))
	w.exec(`INSERT INTO qgis_projects VALUES (?,?,?)`, name, metadata, fmt.Sprintf("%x", archive))
}
