package shapefile

import (
	"math"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// maxPadding is how many cells a table may have, 320 MB of them, before the
// share that the file really fills counts.
const maxPadding = 20_000_000

// ReadDBF reads a .dbf as a table without shapes, by the rules of [Read].
func ReadDBF(f *source.Files, o Options) (*datasets.Table, error) {
	if format := source.Detect(f.Data); format != source.DBF && !isTable(f.Data) {
		return nil, source.Refuse(f.Name, format, "DBF")
	}
	notes := source.NewNotes(f.Name, rules())
	d, err := parseDBF(f.Name, f.Data, notes)
	if err != nil {
		return nil, err
	}
	cpg, err := f.Beside(".cpg")
	if err != nil && !missing(err) {
		return nil, err
	}
	t := &datasets.Table{File: f.Name, Format: "DBF"}
	d.extend(math.MaxInt)
	if err := d.fill(t, d.rows, o.Encoding, cpg); err != nil {
		return nil, err
	}
	return finish(t, notes, nil)
}

// fill makes the columns and a record for every row that is not deleted, and
// blank ones up to the number of shapes.
func (d *dbf) fill(t *datasets.Table, shapes int, encoding string, cpg []byte) error {
	text, err := d.charset(encoding, cpg)
	if err != nil {
		return err
	}
	t.Encoding = text.name
	c := &cells{dbf: d, text: text, table: t, kinds: make([]column, len(d.fields))}
	c.columns()
	total := max(shapes, d.rows)
	if width := len(d.fields); total > maxPadding/max(width, 1) && total > 4*d.rows {
		return d.tooEmpty(shapes)
	}
	t.Records = make([]datasets.Record, 0, total)
	var arena []string
	for i := range total {
		row := d.row(i)
		if row != nil && row[0] == rowDeleted {
			d.notes.Add("deleted-records", datasets.Ref{Row: i + 1}, nil)
			continue
		}
		if len(arena) < len(d.fields) {
			arena = make([]string, len(d.fields)*min(total-i, 1024))
		}
		values := arena[:len(d.fields):len(d.fields)]
		arena = arena[len(d.fields):]
		if row != nil {
			c.read(row, i+1, values)
		}
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: values})
	}
	c.types()
	return nil
}

func (d *dbf) tooEmpty(shapes int) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: d.name},
		What:  datasets.T(".shp 有 %[1]d 个要素，.dbf 只有 %[2]d 条记录，不是一套文件", "the .shp has %[1]d features and the .dbf only %[2]d rows: they are not one set", shapes, d.rows),
		Hint:  datasets.T("请重新获取整套文件（.shp、.shx、.dbf）", "fetch the whole set again (.shp, .shx, .dbf)"),
	}
}

// cells turns rows into the cells of a table.
type cells struct {
	dbf   *dbf
	text  *charset
	table *datasets.Table
	kinds []column
	buf   []byte // texts of one row
	ends  []int  // of the cells in buf
}

// column is what was seen of one.
type column struct {
	typ     datasets.Type
	decoder func(c *cells, col int, cell []byte, row int)
	real    bool // a cell of an integer field is no integer
}

// columns names the columns and chooses how their cells are read.
func (c *cells) columns() {
	names := make([]string, len(c.dbf.fields))
	for i := range c.dbf.fields {
		f := &c.dbf.fields[i]
		c.buf = c.text.append(c.buf[:0], f.raw, c.dbf.notes, datasets.Ref{})
		names[i] = source.HeaderName(string(c.buf))
		c.kinds[i] = c.dbf.kindOf(f)
		if c.kinds[i].decoder == nil {
			c.dbf.notes.Add("memo-left-out", datasets.Ref{Column: names[i]}, nil)
		}
	}
	c.table.Columns = source.UniqueNames(names)
}

// read decodes the cells of a row. All its texts share one string.
func (c *cells) read(row []byte, number int, values []string) {
	c.buf, c.ends = c.buf[:0], c.ends[:0]
	for i := range c.dbf.fields {
		f := &c.dbf.fields[i]
		if k := &c.kinds[i]; k.decoder != nil {
			k.decoder(c, i, f.cell(row), number)
		}
		c.ends = append(c.ends, len(c.buf))
	}
	all := string(c.buf)
	from := 0
	for i, to := range c.ends {
		values[i] = all[from:to]
		from = to
	}
}

// types gives the types of the columns; an integer field that holds a fraction
// is real.
func (c *cells) types() {
	c.table.Types = make([]datasets.Type, len(c.kinds))
	for i, k := range c.kinds {
		if c.table.Types[i] = k.typ; k.real {
			c.table.Types[i] = datasets.TypeReal
		}
	}
}

// unreadable notes a cell that does not fit its field.
func (c *cells) unreadable(rule string, col int, cell []byte, row int) {
	c.dbf.notes.Add(rule, datasets.Ref{Row: row, Column: c.table.Columns[col], Value: printable(cell)}, nil)
}

// printable is a cell as messages show it.
func printable(cell []byte) string {
	const most = 40
	out := make([]byte, 0, most)
	for _, b := range cell[:min(len(cell), most)] {
		if b < ' ' || b > '~' {
			b = '?'
		}
		out = append(out, b)
	}
	return source.TrimCell(string(out))
}
