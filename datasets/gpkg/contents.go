package gpkg

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"fugai/datasets"
)

// entry is a layer that a file lists.
type entry struct {
	table    string
	title    string // its identifier
	features bool
	srs      int64
	view     bool // or a virtual table: not read
}

// schema is what the file's own schema says, by name in lower case.
type schema map[string]bool // whether it is a plain table

// readSchema lists tables and views without asking anything of them. SQLite
// itself begins the text of a plain table with these two words; what begins
// otherwise is none, whatever its row calls it.
func readSchema(d *database) (schema, error) {
	out := schema{}
	err := d.rows("SELECT name, upper(substr(sql, 1, 13)) FROM sqlite_schema WHERE type IN ('table', 'view')", nil, func(v []driver.Value) error {
		begin := textOf(v[1])
		plain := strings.HasPrefix(begin, "CREATE TABLE ") || strings.HasPrefix(begin, `CREATE TABLE"`)
		out[strings.ToLower(textOf(v[0]))] = plain
		return nil
	})
	return out, err
}

// Tables that describe the layers.
const (
	tableContents = "gpkg_contents"
	tableGeometry = "gpkg_geometry_columns"
	tableSystems  = "gpkg_spatial_ref_sys"
)

// has tells whether a plain table of this name is there.
func (s schema) has(table string) bool { return s[strings.ToLower(table)] }

// check takes tables that describe layers by formulas of the file for
// none at all.
func (s schema) check(d *database) error {
	for _, name := range [...]string{tableContents, tableGeometry, tableSystems} {
		if !s.has(name) {
			continue
		}
		columns, err := describe(d, name)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(columns, func(c described) bool { return c.computed }) {
			s[name] = false
		}
	}
	return nil
}

// contents lists the layers of a file in the order of gpkg_contents: features
// and attributes, without the tables of programs.
func contents(d *database, s schema) ([]entry, error) {
	var out []entry
	seen := map[string]bool{}
	err := d.rows("SELECT +table_name, lower(data_type), +identifier, +srs_id FROM gpkg_contents NOT INDEXED", nil, func(v []driver.Value) error {
		e := entry{table: textOf(v[0]), title: textOf(v[2])}
		kind := textOf(v[1])
		e.features = kind == "features"
		if !e.features && kind != "attributes" && kind != "aspatial" || ofPrograms(e.table) {
			return nil
		}
		plain, there := s[strings.ToLower(e.table)]
		if !there || strings.ContainsRune(e.table, 0) {
			return nil
		}
		e.view = !plain
		if n, ok := v[3].(int64); ok {
			e.srs = n
		}
		if name := strings.ToLower(e.table); !seen[name] {
			seen[name] = true
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

// ofPrograms tells the tables that programs keep for themselves.
func ofPrograms(table string) bool {
	table = strings.ToLower(table)
	for _, prefix := range [...]string{"gpkg_", "rtree_", "sqlite_", "qgis_", "layer_styles"} {
		if strings.HasPrefix(table, prefix) {
			return true
		}
	}
	return false
}

// choose finds the layer that is asked for, by table name or title, or the only
// one.
func choose(file, want string, all []entry) (entry, error) {
	file = strings.TrimSuffix(file, "#"+want)
	for _, same := range []func(e entry) bool{
		func(e entry) bool { return e.table == want },
		func(e entry) bool { return e.title == want },
		func(e entry) bool { return strings.EqualFold(e.table, want) },
		func(entry) bool { return want == "" && len(all) == 1 },
	} {
		if i := slices.IndexFunc(all, same); i >= 0 {
			return all[i], notView(file, all[i])
		}
	}
	p := &datasets.Problem{Where: datasets.Ref{File: file, Value: want}}
	switch {
	case len(all) == 0:
		p.What = datasets.T("GeoPackage 里没有矢量图层或属性表", "the GeoPackage holds no layer of features and no table")
		p.Hint = datasets.T("请核对文件；栅格瓦片不能作图层用", "check the file; raster tiles are no layer")
		return entry{}, p
	case want == "":
		p.What = datasets.T("文件里有 %d 个图层，需要指明读哪一个", "the file holds %d layers: say which one to read", len(all))
	default:
		p.What = datasets.T("没有图层“%[2]s”；文件里有 %[1]d 个图层", "there is no layer %[2]q; the file holds %[1]d", len(all), shown(want))
	}
	list := listed(file, all)
	p.Hint = datasets.T("在文件名后写 # 和图层名：%s", "write # and the layer's name behind the file's:%s", list)
	return entry{}, p
}

// notView refuses a view: reading one runs the queries of whoever made the file.
func notView(file string, e entry) error {
	if !e.view {
		return nil
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: file, Value: e.table},
		What:  datasets.T("图层“%s”是视图（或虚拟表），不是数据表；本程序不运行文件里的查询", "the layer %q is a view (or virtual table) and no table; queries in files are not run", shown(e.table)),
		Hint:  datasets.T("在 QGIS 中打开该图层，导出为新的 GeoPackage 图层", "open the layer in QGIS and export it as a new layer of a GeoPackage"),
	}
}

// maxListed keeps a message within 40 lines.
const maxListed = 30

// listed writes the layers as a user would name them, one a line.
func listed(file string, all []entry) string {
	var b strings.Builder
	for i, e := range all {
		if i == maxListed {
			fmt.Fprintf(&b, "\n    … +%d", len(all)-i)
			break
		}
		fmt.Fprintf(&b, "\n    %s#%s", file, shown(e.table))
		if e.title != "" && e.title != e.table {
			fmt.Fprintf(&b, "  (%s)", shown(e.title))
		}
	}
	return b.String()
}

// shown shortens a name from the file and takes out what is not printed.
func shown(s string) string {
	const most = 60
	out := []rune{}
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if !unicode.IsPrint(r) {
			r = '\uFFFD'
		}
		if len(out) == most {
			return string(out) + "…"
		}
		out = append(out, r)
	}
	return string(out)
}
