package gpkg

import (
	"database/sql/driver"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// number gives the one number that a query results in.
func (r *reader) number(query string, use func(int64), args ...any) error {
	return r.db.rows(query, args, func(v []driver.Value) error {
		if n, ok := v[0].(int64); ok {
			use(n)
		}
		return nil
	})
}

// scan is the reading of one table.
type scan struct {
	*reader
	columns  []fileColumn
	rowID    string // the name by which the row's id can be asked for; "" where there is none
	geometry string // column; "" where there is none
	srs      int64
	last     int64 // id of the row before
	cells    int64 // allocated
	bytes    int64 // of texts
	free     []string
}

// records reads the rows of a layer. It gives the number of its system.
func (r *reader) records(e entry) (int64, error) {
	described, err := describe(r.db, e.table)
	if err != nil {
		return 0, err
	}
	s := &scan{reader: r, srs: e.srs}
	if e.features {
		if err := s.findGeometry(e.table, described); err != nil {
			return 0, err
		}
	}
	s.findRowID(e.table, described)
	s.pickColumns(described)
	if err := r.db.rows(s.query(e.table), nil, s.row); err != nil {
		return 0, err
	}
	s.finishTypes()
	return s.srs, nil
}

// findGeometry finds the column that holds the geometries and its system: as
// registered, else by the column's type.
func (s *scan) findGeometry(table string, all []described) error {
	registered := ""
	if s.schema.has(tableGeometry) {
		err := s.db.rows("SELECT +column_name, +srs_id FROM gpkg_geometry_columns NOT INDEXED WHERE lower(table_name) = lower(?)", []any{table}, func(v []driver.Value) error {
			if registered == "" {
				registered = textOf(v[0])
				if n, ok := v[1].(int64); ok {
					s.srs = n
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, c := range all {
		if strings.EqualFold(c.name, registered) && !c.computed {
			s.geometry = c.name
			return nil
		}
	}
	for _, c := range all {
		if isGeometry(c.declared) && !c.computed {
			s.geometry = c.name
			s.notes.Add("geometry-unregistered", datasets.Ref{Column: c.name}, nil)
			return nil
		}
	}
	s.notes.Add("geometry-column-missing", datasets.Ref{}, nil)
	return nil
}

// findRowID finds a name of the row's id that no column has taken. Tables
// without row ids have none, and SQLite knows of no such column.
func (s *scan) findRowID(table string, all []described) {
	for _, name := range [...]string{"rowid", "_rowid_", "oid"} {
		if slices.ContainsFunc(all, func(c described) bool { return strings.EqualFold(c.name, name) }) {
			continue
		}
		err := s.db.rows("SELECT "+name+" FROM "+quote(table)+" NOT INDEXED LIMIT 0", nil, func([]driver.Value) error { return nil })
		if err == nil {
			s.rowID = name
		}
		return
	}
}

// pickColumns chooses the columns that become cells.
func (s *scan) pickColumns(all []described) {
	var headers []string
	for _, c := range all {
		t, ok := typeOf(c.declared)
		switch {
		case s.geometry != "" && c.name == s.geometry, c.key && isKeyName(c.name):
		case c.computed:
			s.notes.Add("column-computed", datasets.Ref{Column: shown(c.name)}, nil)
		case !ok:
			s.notes.Add("blob-dropped", datasets.Ref{Column: shown(c.name)}, nil)
		default:
			s.columns = append(s.columns, fileColumn{name: c.name, typ: t, whole: true})
			headers = append(headers, source.HeaderName(c.name))
		}
	}
	s.table.Columns = source.UniqueNames(headers)
}

// query asks for the rows in order of their ids. The plus sign keeps SQLite and
// the driver from seeing a column of a type, which they would convert.
func (s *scan) query(table string) string {
	cols := []string{"NULL", "NULL"}
	if s.rowID != "" {
		cols[0] = s.rowID
	}
	if s.geometry != "" {
		cols[1] = "+" + quote(s.geometry)
	}
	for i := range s.columns {
		cols = append(cols, "+"+quote(s.columns[i].name))
	}
	q := "SELECT " + strings.Join(cols, ", ") + " FROM " + quote(table) + " NOT INDEXED"
	if s.rowID != "" {
		q += " ORDER BY " + s.rowID
	}
	return q
}

// errOrder is a row whose id does not follow that of the row before: pages that
// are linked twice, which could be read without end.
var errOrder = errors.New("rows are out of order")

// row takes one row of the result.
func (s *scan) row(v []driver.Value) error {
	t := s.table
	rec := datasets.Record{Row: len(t.Records) + 1}
	if id, ok := v[0].(int64); ok {
		if len(t.Records) > 0 && id <= s.last {
			return errOrder
		}
		s.last = id
		if id > 0 && id == int64(int(id)) {
			rec.Row = int(id)
		}
	}
	rec.Values = s.room()
	for i := range s.columns {
		c := &s.columns[i]
		where := datasets.Ref{Row: rec.Row, Column: t.Columns[i]}
		text, fits, blank := s.cell(c, v[i+2], where)
		if !fits {
			s.misfit(c, v[i+2], text, where)
		}
		if blank {
			rec.Blank = append(rec.Blank, i)
		}
		rec.Values[i] = text
		s.bytes += int64(len(text))
	}
	if s.geometry != "" {
		s.place(&rec, v[1])
	}
	t.Records = append(t.Records, rec)
	return s.bounded()
}

// room gives the cells of a record, of which many are allocated together.
func (s *scan) room() []string {
	n := len(s.columns)
	s.cells += int64(n)
	if len(s.free) < n {
		s.free = make([]string, 64*n)
	}
	values := s.free[:n:n]
	s.free = s.free[n:]
	return values
}

// Beyond these a table must be in proportion to the file: default values of
// columns stand in the file once and in every row that is shorter than the
// table.
const (
	freeCells = 20_000_000
	freeBytes = 256 << 20
)

func (s *scan) bounded() error {
	if s.cells <= max(freeCells, 2*s.size) && s.bytes <= max(freeBytes, 8*s.size) {
		return nil
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: s.table.File, Row: len(s.table.Records)},
		What:  datasets.T("数据展开后远大于文件本身（%d 个单元格）", "the rows are far larger than the file that holds them (%d cells)", s.cells),
		Hint:  datasets.T("请核对文件来源；确实需要时在 QGIS 中导出所需的列", "check where the file comes from; if it is sound, export the columns you need with QGIS"),
	}
}

// misfit notes a value that is not of its column's type.
func (s *scan) misfit(c *fileColumn, v driver.Value, text string, where datasets.Ref) {
	c.odd++
	if _, real := v.(float64); !real || c.typ != datasets.TypeInteger {
		c.whole = false
	}
	where.Value = shown(text)
	s.notes.Add("value-type", where, nil)
}

// place decodes a record's geometry; what it cannot use becomes a note.
func (s *scan) place(rec *datasets.Record, v driver.Value) {
	where := datasets.Ref{Row: rec.Row}
	blob, ok := v.([]byte)
	if !ok {
		if v == nil {
			s.notes.Add("geometry-null", where, nil)
			return
		}
		s.notes.Add("geometry-unreadable", where, func() datasets.Text {
			return datasets.T("几何列里是文本或数字", "the geometry column holds a text or number")
		})
		return
	}
	shape, err := decodeBlob(blob)
	if bad, is := errors.AsType[*geometryError](err); is {
		s.notes.Add(bad.rule, where, func() datasets.Text { return bad.text })
		return
	}
	if int64(shape.srs) != s.srs {
		s.notes.Add("srs-differs", datasets.Ref{Row: rec.Row, Column: "srs_id", Value: strconv.Itoa(int(shape.srs))}, nil)
	}
	if err != nil {
		s.notes.Add("geometry-empty", where, nil)
		return
	}
	if shape.extra {
		s.notes.Add("z-dropped", where, nil)
	}
	rec.Geometry = shape.geometry
}

// finishTypes says what the columns turned out to hold.
func (s *scan) finishTypes() {
	s.table.Types = make([]datasets.Type, len(s.columns))
	for i, c := range s.columns {
		switch {
		case c.odd == 0:
			s.table.Types[i] = c.typ
		case c.whole:
			s.table.Types[i] = datasets.TypeReal
		default:
			s.table.Types[i] = datasets.TypeText
		}
	}
}
