package tabular

import (
	"slices"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// WriteOptions say how a table is written. The zero value writes what Excel in
// China opens without questions.
type WriteOptions struct {
	// System that the geometries are in; nil is WGS 84. Any other is named in the
	// headers of the columns that hold places: 经度(GCJ-02), 横坐标(EPSG:4547).
	System *crs.System
	// Lon, Lat and WKT are the headers of the columns that hold places; "" is
	// 经度, 纬度 and WKT, and 横坐标 (east) and 纵坐标 (north) for metres.
	Lon, Lat, WKT string
	// Decimals of the coordinates, 1 to 15; 0 writes as few digits as give the
	// same number back.
	Decimals int

	// Encoding of a CSV file: "" and "UTF-8", or "GB18030", of which GBK is a part.
	Encoding string
	// Plain leaves out of a CSV file what only spreadsheets need: the byte order
	// mark, and the TAB behind codes of digits that keeps Excel from reading
	// 440307001001 as 4.40307E+11. Texts that a spreadsheet could take for a
	// formula are led by an apostrophe all the same.
	Plain bool
	// Separator of a CSV file; 0 is a comma.
	Separator rune

	// Sheet names the worksheet of a workbook; "" is the table's layer, else 数据.
	Sheet string
}

// outKind is where the cells of a column come from.
type outKind int

const (
	fromCell outKind = iota
	fromID
	fromLon
	fromLat
	fromGeometry
)

// outColumn is one column of the file.
type outColumn struct {
	name string
	kind outKind
	cell int // column of the table
	typ  datasets.Type
}

// layout decides what columns a table is written with.
type layout struct {
	table   *datasets.Table
	options WriteOptions
	notes   *source.Notes
	columns []outColumn
}

// newLayout lays out the columns: ids first where there are any and no column
// is called id, then the table's own, then those of the places.
func newLayout(t *datasets.Table, o WriteOptions) *layout {
	l := &layout{table: t, options: o, notes: source.NewNotes(t.File, writeRules())}
	for i, c := range t.Columns {
		l.columns = append(l.columns, outColumn{name: c, kind: fromCell, cell: i, typ: t.Type(i)})
	}
	switch some, points := kindOfPlaces(t); {
	case points:
		l.addPoints()
	case some:
		l.addWKT()
	}
	l.addIDs()
	l.noteBlanks()
	return l
}

// kindOfPlaces tells whether there are geometries, and whether all are points.
func kindOfPlaces(t *datasets.Table) (some, points bool) {
	points = true
	for i := range t.Records {
		switch t.Records[i].Geometry.(type) {
		case nil:
		case orb.Point:
			some = true
		default:
			some, points = true, false
		}
	}
	return some, some && points
}

func (l *layout) addIDs() {
	named := slices.ContainsFunc(l.columns, func(c outColumn) bool { return strings.EqualFold(c.name, "id") })
	some := slices.ContainsFunc(l.table.Records, func(r datasets.Record) bool { return r.ID != "" })
	if some && !named {
		l.columns = slices.Insert(l.columns, 0, outColumn{name: "id", kind: fromID})
	}
}

// addPoints adds the columns of longitude and latitude, in place of such
// columns where those hold the same numbers.
func (l *layout) addPoints() {
	lon, lat := l.headers()
	if x, y := l.find(datasets.FieldLon), l.find(datasets.FieldLat); x >= 0 && y >= 0 && l.sameNumbers(x, y) {
		l.columns[x].kind, l.columns[y].kind = fromLon, fromLat
		if l.options.System == nil && l.options.Lon == "" && l.options.Lat == "" {
			return
		}
		l.columns[x].name, l.columns[y].name = "", ""
		l.rename(lon, lat, datasets.FieldLon, datasets.FieldLat)
		l.columns[x].name, l.columns[y].name = lon, lat
		return
	}
	l.rename(lon, lat, datasets.FieldLon, datasets.FieldLat)
	l.columns = append(l.columns, outColumn{name: lon, kind: fromLon, typ: datasets.TypeReal}, outColumn{name: lat, kind: fromLat, typ: datasets.TypeReal})
}

// addWKT adds a column of well-known text. Columns of longitude and latitude
// would be taken before it, so they are renamed as well.
func (l *layout) addWKT() {
	name := l.options.WKT
	if name == "" {
		name = "WKT" + l.suffix()
	}
	l.rename(name, name, datasets.FieldLonLat, datasets.FieldLon, datasets.FieldLat)
	l.columns = append(l.columns, outColumn{name: name, kind: fromGeometry})
}

// headers names the columns of points.
func (l *layout) headers() (lon, lat string) {
	lon, lat = "经度", "纬度"
	if s := l.options.System; s != nil && !s.Geographic() {
		lon, lat = "横坐标", "纵坐标"
	}
	lon, lat = lon+l.suffix(), lat+l.suffix()
	if l.options.Lon != "" {
		lon = l.options.Lon
	}
	if l.options.Lat != "" {
		lat = l.options.Lat
	}
	return lon, lat
}

// suffix names the system where it is not WGS 84.
func (l *layout) suffix() string {
	const wgs84 = "EPSG:4326"
	if s := l.options.System; s != nil && s.Code() != wgs84 {
		return "(" + s.Code() + ")"
	}
	return ""
}

// match says what the headers mean.
func (l *layout) match() map[datasets.Field]int {
	heads := &datasets.Table{File: l.table.File}
	for _, c := range l.columns {
		heads.Columns = append(heads.Columns, c.name)
	}
	m, err := datasets.MatchColumns(heads, datasets.RoleFacilities, nil)
	if err != nil { // only overrides can fail
		return nil
	}
	return m.Index
}

// find gives the column of a field, or -1.
func (l *layout) find(f datasets.Field) int {
	if i, ok := l.match()[f]; ok {
		return i
	}
	return -1
}

// sameNumbers tells whether two columns hold the coordinates of the points.
func (l *layout) sameNumbers(x, y int) bool {
	const nanoDegree = 1e-9 // 0.1 mm
	for i := range l.table.Records {
		rec := &l.table.Records[i]
		lon, lat := cellAt(rec, l.columns[x].cell), cellAt(rec, l.columns[y].cell)
		p, ok := rec.Geometry.(orb.Point)
		if !ok {
			if lon != "" || lat != "" {
				return false
			}
			continue
		}
		for _, pair := range [...]struct {
			text string
			want float64
		}{{lon, p[0]}, {lat, p[1]}} {
			v, err := strconv.ParseFloat(pair.text, 64)
			if err != nil || v-pair.want > nanoDegree || pair.want-v > nanoDegree {
				return false
			}
		}
	}
	return true
}

// rename puts 原 before the headers that are called like the columns of places
// or mean the same, so that readers take the new ones.
func (l *layout) rename(one, other string, fields ...datasets.Field) {
	for range 4 * (len(l.columns) + 1) { // each turn renames one column for good
		index := l.match()
		at := slices.IndexFunc(l.columns, func(c outColumn) bool { return c.kind == fromCell && (c.name == one || c.name == other) })
		for _, f := range fields {
			if i, ok := index[f]; ok && at < 0 && l.columns[i].kind == fromCell {
				at = i
			}
		}
		if at < 0 {
			return
		}
		old := l.columns[at].name
		name := "原" + old
		for slices.ContainsFunc(l.columns, func(c outColumn) bool { return c.name == name }) {
			name = "原" + name
		}
		l.columns[at].name = name
		l.notes.Add("coordinate-column-renamed", datasets.Ref{Column: old}, func() datasets.Text {
			return datasets.T("“%[1]s”改为“%[2]s”", "%[1]q is now %[2]q", old, name)
		})
	}
}

func (l *layout) noteBlanks() {
	for i := range l.table.Records {
		rec := &l.table.Records[i]
		for _, col := range rec.Blank {
			l.notes.Add("blank-as-null", l.table.Ref(rec, col), nil)
		}
	}
}

func cellAt(rec *datasets.Record, col int) string {
	if col >= 0 && col < len(rec.Values) {
		return rec.Values[col]
	}
	return ""
}

// coordinate gives the longitude or latitude of a record's point.
func (l *layout) coordinate(rec *datasets.Record, kind outKind) (float64, bool) {
	p, ok := rec.Geometry.(orb.Point)
	axis := 0
	if kind == fromLat {
		axis = 1
	}
	return p[axis], ok && isFinite(p[0]) && isFinite(p[1])
}

// text gives the cell of a record as text.
func (l *layout) text(rec *datasets.Record, c outColumn) string {
	switch c.kind {
	case fromID:
		return rec.ID
	case fromLon, fromLat:
		v, ok := l.coordinate(rec, c.kind)
		if !ok {
			l.noteGeometry(rec, c)
			return ""
		}
		return string(appendCoordinate(nil, v, l.options.Decimals))
	case fromGeometry:
		w := wktWriter{decimals: l.options.Decimals}
		if rec.Geometry == nil || !w.geometry(rec.Geometry) {
			l.noteGeometry(rec, c)
			return ""
		}
		return string(w.buf)
	}
	return cellAt(rec, c.cell)
}

// noteGeometry notes once for a record that its geometry cannot be written.
func (l *layout) noteGeometry(rec *datasets.Record, c outColumn) {
	if rec.Geometry != nil && c.kind != fromLat {
		l.notes.Add("geometry-not-written", datasets.Ref{Row: rec.Row}, nil)
	}
}

// writeRules lists what the writers notice.
func writeRules() []source.Rule {
	return []source.Rule{
		source.Warn("coordinate-column-renamed", "%d 列原有坐标改了列名，以免与写出的坐标混淆", "%d columns of coordinates were renamed, so that nobody takes them for those written", "不需要的可以删去", "delete them if they are not needed"),
		source.Remark("blank-as-null", "%d 个空文本写成空单元格", "%d empty texts became empty cells", "", ""),
		source.Warn("geometry-not-written", "%d 条记录的几何是空的或坐标不是数，没有写出", "%d records have an empty geometry or coordinates that are no numbers, which were left out", "", ""),
		source.Warn("geometry-too-long", "%d 条记录的几何超过单元格的 32,767 个字符，没有写出", "%d geometries exceed the 32,767 characters of a cell and were left out", "改存为 .csv、.geojson 或 .gpkg", "write .csv, .geojson or .gpkg instead"),
		source.Warn("text-cut", "%d 个单元格超过 32,767 个字符，已截断", "%d cells exceed 32,767 characters and were cut", "改存为 .csv、.geojson 或 .gpkg", "write .csv, .geojson or .gpkg instead"),
		source.Remark("number-as-text", "%d 个整数超过 15 位，按文本写出以免丢失末位", "%d integers of more than 15 digits were written as text, which keeps the last ones", "", ""),
		source.Remark("code-guarded", "%d 个编码后面加了制表符，以免 Excel 改成 4.4E+11；fugai 读取时会去掉，QGIS 等程序不会", "%d codes are followed by a TAB, which keeps Excel from making 4.4E+11 of them; fugai takes it off again, QGIS and other programs do not",
			"要在 QGIS 中连接或交给其他程序时，加 --plain，或写 .xlsx、.gpkg", "to join them in QGIS or for other programs add --plain, or write .xlsx or .gpkg"),
		source.Warn("cell-not-typed", "%d 个单元格不合其列的类型，按文本写出", "%d cells do not fit the type of their column and were written as text", "请核对这些值", "check these values"),
	}
}
