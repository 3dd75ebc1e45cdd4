package gpkg

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"fugai/datasets"
	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// Geometry is the type of the geometries of a layer, as GeoPackage names it.
type Geometry string

// The types of geometries.
const (
	NoGeometry      Geometry = "" // a table of attributes
	AnyGeometry     Geometry = "GEOMETRY"
	Point           Geometry = "POINT"
	LineString      Geometry = "LINESTRING"
	Polygon         Geometry = "POLYGON"
	MultiPoint      Geometry = "MULTIPOINT"
	MultiLineString Geometry = "MULTILINESTRING"
	MultiPolygon    Geometry = "MULTIPOLYGON"
	Collection      Geometry = "GEOMETRYCOLLECTION"
)

// GeometryColumn and KeyColumn are the names of the geometry column of every
// layer and of its primary key, which counts rows from 1.
const (
	GeometryColumn = "geom"
	KeyColumn      = "fid"
)

// Layer describes one table of a file.
type Layer struct {
	Name     string // of the table, unique in the file; letters, digits and underscores read best
	Title    string // unique in the file; "" is the name
	About    string // one sentence
	Geometry Geometry
	System   *crs.System // of the coordinates; nil is WGS 84
	Columns  []Column    // besides key and geometry, with unique names (upper and lower case are the same)
}

// Column is a column of a layer.
type Column struct {
	Name string
	Type datasets.Type
}

// sqlType is the column type of GeoPackage (OGC 12-128r17, table 1).
func sqlType(t datasets.Type) string {
	switch t {
	case datasets.TypeInteger:
		return "INTEGER"
	case datasets.TypeReal:
		return "DOUBLE"
	case datasets.TypeBoolean:
		return "BOOLEAN"
	case datasets.TypeDate:
		return "DATE"
	case datasets.TypeTime:
		return "DATETIME"
	}
	return "TEXT"
}

// Filled says what was written of a layer.
type Filled struct {
	Rows   int
	Placed int       // rows with a geometry
	Bound  orb.Bound // of all geometries; the zero value without any
}

// Add writes a layer. Each row is a geometry, in the coordinates of the layer's
// system, or nil, and a value for each column: nil, string, *string (which saves
// an allocation), bool, int64, float64 or []byte; nothing is kept, so that the
// same slice may serve for all.
// The caller sees to it that geometries are of the layer's type and values of
// their column's: nothing is converted but whole numbers in columns of reals.
//
// Rows go to the file as they come. Memory holds 36 bytes for each geometry, from
// which the spatial index is packed at the end.
func (f *File) Add(ctx context.Context, l Layer, rows iter.Seq2[orb.Geometry, []any]) (Filled, error) {
	var done Filled
	err := f.fits(l)
	if err == nil {
		done, err = f.add(ctx, l, rows)
	}
	if err != nil {
		err = named(f.path, fmt.Errorf("layer %s: %w", l.Name, err))
	}
	return done, err
}

// fits refuses a layer whose name is taken, before SQLite does.
func (f *File) fits(l Layer) error {
	if l.Name == "" || strings.ContainsRune(l.Name, 0) || ofPrograms(l.Name) || f.names[strings.ToLower(l.Name)] {
		return fmt.Errorf("the name %q is taken or cannot be used", l.Name)
	}
	f.names[strings.ToLower(l.Name)] = true
	return nil
}

func (f *File) add(ctx context.Context, l Layer, rows iter.Seq2[orb.Geometry, []any]) (Filled, error) {
	srs := undefinedGeographic
	err := f.together(ctx, func() (err error) {
		if l.Geometry != NoGeometry {
			if srs, err = f.declare(ctx, &l); err != nil {
				return err
			}
		}
		return f.create(ctx, &l)
	})
	if err != nil {
		return Filled{}, err
	}
	roots, err := f.roots(ctx, &l)
	if err != nil {
		return Filled{}, err
	}
	w := &filling{layer: &l, srs: int32(srs)}
	if err := f.past(func(p *pages) error { return w.fill(ctx, p, roots, rows) }); err != nil {
		return w.Filled, err
	}
	return w.Filled, f.together(ctx, func() error { return f.register(ctx, &l, w.Filled, srs) })
}

// declare gives the number of the layer's system.
func (f *File) declare(ctx context.Context, l *Layer) (int, error) {
	s := l.System
	if s == nil {
		var err error
		if s, err = crs.ByEPSG(4326); err != nil {
			return 0, err
		}
	}
	return f.system(ctx, s)
}

// quote writes a name as SQL has it.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// quoteText writes a text as SQL has it.
func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func indexName(l *Layer) string { return "rtree_" + l.Name + "_" + GeometryColumn }

// create makes the tables of a layer and the triggers on them. SQLite does not
// see the rows come, and so runs none.
func (f *File) create(ctx context.Context, l *Layer) error {
	cols := []string{KeyColumn + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if l.Geometry != NoGeometry {
		cols = append(cols, GeometryColumn+" "+string(l.Geometry))
	}
	for _, c := range l.Columns {
		cols = append(cols, quote(c.Name)+" "+sqlType(c.Type))
	}
	queries := []string{"CREATE TABLE " + quote(l.Name) + " (" + strings.Join(cols, ", ") + ")"}
	if l.Geometry != NoGeometry {
		queries = append(queries, "CREATE VIRTUAL TABLE "+quote(indexName(l))+" USING rtree(id, minx, maxx, miny, maxy)")
		queries = append(queries, indexTriggers(l)...)
	}
	for _, q := range append(queries, countTriggers(l)...) {
		if err := f.exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// indexTriggers keep the spatial index right when the table is edited (OGC
// 12-128r17, F.3). They call functions that SQLite alone does not have.
func indexTriggers(l *Layer) []string {
	const (
		full  = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
		empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
	)
	index := quote(indexName(l))
	put := "INSERT OR REPLACE INTO " + index + " VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
	drop := "DELETE FROM " + index + " WHERE id = OLD.fid;"
	trigger := func(suffix, event, when, do string) string {
		return "CREATE TRIGGER " + quote(indexName(l)+"_"+suffix) + " AFTER " + event + " ON " + quote(l.Name) + " WHEN " + when + " BEGIN " + do + " END"
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

// countTriggers keep the number of rows, which GDAL stores. Without it QGIS
// 3.22 shows the number of all rows for a layer that is filtered.
func countTriggers(l *Layer) []string {
	var out []string
	for _, e := range [...][2]string{{"INSERT", "+"}, {"DELETE", "-"}} {
		out = append(out, "CREATE TRIGGER "+quote("trigger_"+strings.ToLower(e[0])+"_feature_count_"+l.Name)+" AFTER "+e[0]+" ON "+quote(l.Name)+
			" BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count "+e[1]+" 1 WHERE lower(table_name) = lower("+quoteText(l.Name)+"); END")
	}
	return out
}

// roots gives the root pages of a layer's tables: the rows, then nodes, rows
// and parents of the index.
func (f *File) roots(ctx context.Context, l *Layer) ([4]uint32, error) {
	var roots [4]uint32
	names := []string{l.Name}
	if l.Geometry != NoGeometry {
		names = append(names, indexName(l)+"_node", indexName(l)+"_rowid", indexName(l)+"_parent")
	}
	for i, name := range names {
		row := f.conn.QueryRowContext(ctx, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?", name)
		if err := row.Scan(&roots[i]); err != nil {
			return roots, fmt.Errorf("table %s: %w", name, err)
		}
	}
	return roots, nil
}

// register tells readers of the layer.
func (f *File) register(ctx context.Context, l *Layer, done Filled, srs int) error {
	title := l.Title
	if title == "" || f.titles[title] {
		title = l.Name
	}
	f.titles[title] = true
	kind, bound := "attributes", [4]any{}
	if l.Geometry != NoGeometry {
		kind = "features"
		if done.Placed > 0 {
			b := done.Bound
			bound = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
	}
	if err := f.exec(ctx, `INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)`,
		l.Name, kind, title, l.About, f.changed, bound[0], bound[1], bound[2], bound[3], srs); err != nil {
		return err
	}
	if l.Geometry != NoGeometry {
		if err := f.exec(ctx, `INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)`, l.Name, GeometryColumn, string(l.Geometry), srs); err != nil {
			return err
		}
		if err := f.exec(ctx, `INSERT INTO gpkg_extensions VALUES (?,?,'gpkg_rtree_index','http://www.geopackage.org/spec120/#extension_rtree','write-only')`, l.Name, GeometryColumn); err != nil {
			return err
		}
	}
	if done.Rows > 0 {
		if err := f.exec(ctx, `INSERT INTO sqlite_sequence VALUES (?,?)`, l.Name, done.Rows); err != nil {
			return err
		}
	}
	return f.exec(ctx, `INSERT INTO gpkg_ogr_contents VALUES (?,?)`, l.Name, done.Rows)
}
