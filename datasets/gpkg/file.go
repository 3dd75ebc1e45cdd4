package gpkg

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // database driver

	"fugai/datasets"
	"fugai/geo/crs"
)

// GeoPackage 1.3 (OGC 12-128r17): "GPKG" and the version, in the file's header.
const (
	applicationID = 0x47504B47
	userVersion   = 10300
)

// FileOptions choose what a file says of itself.
type FileOptions struct {
	// Changed stands for "now" wherever the format wants a time, so that no clock
	// shows in the file: the same content gives the same bytes. The zero value is
	// the beginning of 2000.
	Changed time.Time
}

// File is a GeoPackage that is being written, beside the path that it will
// have. Get it from [Create]; add layers, then [File.Close] it. [File.Abandon]
// must be called in any case: deferring it is harmless after Close.
type File struct {
	path, part string
	changed    string
	systems    map[string]int // srs_id by the code of the system
	titles     map[string]bool
	names      map[string]bool // of tables, in lower case
	db         *sql.DB
	conn       *sql.Conn // pragmas belong to one connection
	raw        *os.File  // the same file, where rows are written past SQLite
	done       bool
}

// Create begins a GeoPackage: an empty file with the tables that every one has.
func Create(ctx context.Context, path string, o FileOptions) (*File, error) {
	if o.Changed.IsZero() {
		o.Changed = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	f := &File{path: path, changed: o.Changed.UTC().Format("2006-01-02T15:04:05.000Z"),
		systems: map[string]int{}, titles: map[string]bool{}, names: map[string]bool{}}
	if err := f.open(ctx); err != nil {
		f.Abandon()
		return nil, named(path, err)
	}
	return f, nil
}

func (f *File) open(ctx context.Context) (err error) {
	f.raw, err = os.CreateTemp(filepath.Dir(f.path), ".fugai-*.gpkg")
	if err != nil {
		return err
	}
	f.part = f.raw.Name()
	if f.db, err = sql.Open("sqlite", dataSource(f.part)); err != nil {
		return err
	}
	if f.conn, err = f.db.Conn(ctx); err != nil {
		return err
	}
	// A new file needs no journal on disk: it is thrown away unless whole.
	for _, q := range []string{
		fmt.Sprintf("PRAGMA page_size=%d", pageSize), "PRAGMA auto_vacuum=NONE", "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF",
		fmt.Sprintf("PRAGMA application_id=%d", applicationID), fmt.Sprintf("PRAGMA user_version=%d", userVersion),
	} {
		if err := f.exec(ctx, q); err != nil {
			return err
		}
	}
	return f.together(ctx, func() error { return f.core(ctx) })
}

// dataSource is the name by which SQLite opens a path; a question mark would
// begin options.
func dataSource(path string) string {
	if !strings.ContainsAny(path, "?#%") {
		return path
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

// Exec runs a statement of SQL, for tables of one's own. Such a table should be
// registered with [File.Register].
func (f *File) Exec(ctx context.Context, query string, args ...any) error {
	return named(f.path, f.exec(ctx, query, args...))
}

func (f *File) exec(ctx context.Context, query string, args ...any) error {
	if _, err := f.conn.ExecContext(ctx, query, args...); err != nil {
		if len(query) > 60 {
			query = strings.ToValidUTF8(query[:60], "") + "…"
		}
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}

// together runs statements as one transaction.
func (f *File) together(ctx context.Context, do func() error) error {
	if err := f.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err // the file is thrown away
	}
	return f.exec(ctx, "COMMIT")
}

// core creates the tables that every GeoPackage has, as the standard words
// them (OGC 12-128r17, annex C).
func (f *File) core(ctx context.Context) error {
	for _, q := range []string{
		`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)`,
		`CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))`,
		`CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))`,
		`CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))`,
		`CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL)`, // of GDAL
	} {
		if err := f.exec(ctx, q); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		name        string
		id          int
		description string
	}{
		{"Undefined Cartesian SRS", undefinedCartesian, "undefined Cartesian coordinate reference system"},
		{"Undefined geographic SRS", undefinedGeographic, "undefined geographic coordinate reference system"},
	} {
		if err := f.exec(ctx, insertSystem, s.name, s.id, "NONE", s.id, "undefined", s.description); err != nil {
			return err
		}
	}
	wgs84, err := crs.ByEPSG(4326)
	if err != nil {
		return err
	}
	_, err = f.system(ctx, wgs84)
	return err
}

// Numbers of systems that the standard reserves for coordinates of which
// nothing is known (OGC 12-128r17, 1.1.2.1.2).
const (
	undefinedCartesian  = -1
	undefinedGeographic = 0
)

// ownSystem is the first srs_id of systems that are not in the EPSG register.
const ownSystem = 100_000

const insertSystem = `INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)`

// system gives the srs_id of a system, which it declares when it meets it for
// the first time.
func (f *File) system(ctx context.Context, s *crs.System) (int, error) {
	if id, ok := f.systems[s.Code()]; ok {
		return id, nil
	}
	unit := "metres"
	if s.Geographic() {
		unit = "longitude and latitude in degrees"
	}
	name, organization, id := s.Name(), "EPSG", 0
	if number, ok := s.EPSG(); ok {
		id = number
	} else {
		organization, id = "NONE", ownSystem+len(f.systems)
	}
	if s.Shifted() { // its name is all that can be said of it
		name = s.Code()
	}
	f.systems[s.Code()] = id
	return id, f.exec(ctx, insertSystem, name, id, organization, id, definition(s), unit)
}

// definition describes a system in Well-Known Text. For those of the map
// services, which are no systems of coordinates in the sense of the standard, it
// is a local one of that name: programs show it and convert nothing.
func definition(s *crs.System) string {
	if s.Shifted() {
		return fmt.Sprintf(`LOCAL_CS["%[1]s",LOCAL_DATUM["%[1]s",0],UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],AXIS["Latitude",NORTH]]`, s.Code())
	}
	return s.OGCWKT()
}

// Register lists a table of one's own as attributes, as the standard wants of
// all that readers should know of.
func (f *File) Register(ctx context.Context, table string) error {
	return named(f.path, f.exec(ctx, `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?,'attributes',?,'',?,0)`,
		table, table, f.changed))
}

// Changed is the time that stands for "now" in the file.
func (f *File) Changed() string { return f.changed }

// Close finishes the file and puts it in the place of what was at its path.
func (f *File) Close() error {
	if f.done {
		return nil
	}
	err := f.finish()
	if err == nil {
		err = replace(f.part, f.path)
	}
	if err == nil {
		f.done = true
	}
	return named(f.path, err)
}

func (f *File) finish() error {
	err := f.exec(context.Background(), "PRAGMA journal_mode=DELETE")
	for _, e := range []error{f.closeDatabase(), os.Chmod(f.part, 0o644), f.raw.Sync(), f.raw.Close()} {
		if err == nil {
			err = e
		}
	}
	f.raw = nil
	return err
}

func (f *File) closeDatabase() error {
	if f.db == nil {
		return nil
	}
	if f.conn != nil {
		f.conn.Close()
	}
	err := f.db.Close()
	f.db, f.conn = nil, nil
	return err
}

// Abandon throws away a file that was not closed; it does nothing otherwise.
func (f *File) Abandon() {
	if f.done {
		return
	}
	f.done = true
	f.closeDatabase() //nolint:errcheck // the file goes
	if f.raw != nil {
		f.raw.Close()
	}
	if f.part != "" {
		os.Remove(f.part)
		os.Remove(f.part + "-journal")
	}
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
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*datasets.Problem](err); ok {
		return err
	}
	return fmt.Errorf("write %s: %w", path, err)
}

// past lets write append pages to the file past SQLite, between transactions,
// and accounts for them in the header as another process would: SQLite sees the
// changed counter and reads afresh (file format, 1.3.7).
func (f *File) past(write func(*pages) error) error {
	var head [100]byte
	if _, err := f.raw.ReadAt(head[:], 0); err != nil {
		return err
	}
	p, err := newPages(f.raw, binary.BigEndian.Uint32(head[28:]))
	if err != nil {
		return err
	}
	if err := write(p); err != nil {
		return err
	}
	if err := p.w.Flush(); err != nil {
		return err
	}
	changes := binary.BigEndian.Uint32(head[24:]) + 1
	binary.BigEndian.PutUint32(head[24:], changes)
	binary.BigEndian.PutUint32(head[28:], p.next-1)
	binary.BigEndian.PutUint32(head[92:], changes)
	_, err = f.raw.WriteAt(head[:], 0)
	return err
}
