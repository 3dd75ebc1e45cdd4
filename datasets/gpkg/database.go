package gpkg

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
	"modernc.org/sqlite/vfs"

	"fugai/datasets"
)

// database is an image under SQLite: read only, without triggers, views and
// extensions, and with limits.
type database struct {
	files *vfs.FS
	db    *sql.DB
	conn  *sql.Conn
}

// openDatabase opens an image. Nothing is read yet.
func openDatabase(img *image) (*database, error) {
	name, files, err := vfs.New(img)
	if err != nil {
		return nil, err
	}
	d := &database{files: files}
	query := url.Values{"vfs": {name}, "mode": {"ro"}, "immutable": {"1"}, "_defensive": {"1"}, "_dqs": {"0"}, "_pragma": {
		"trusted_schema(OFF)", "query_only(ON)", "cell_size_check(ON)", "mmap_size(0)", "temp_store(MEMORY)", "cache_size(-8000)",
	}}
	if d.db, err = sql.Open("sqlite", "file:"+databaseName+"?"+query.Encode()); err == nil {
		d.conn, err = d.db.Conn(context.Background())
	}
	if err == nil {
		err = d.limit()
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// Limits of SQLite (sqlite3_limit) below its own.
const (
	maxCell = 256 << 20 // bytes of one value
	maxSQL  = 1 << 20   // bytes of a statement; those of the schema are read under it too
)

func (d *database) limit() error {
	for _, l := range [...][2]int{
		{sqlite3.SQLITE_LIMIT_LENGTH, maxCell}, {sqlite3.SQLITE_LIMIT_SQL_LENGTH, maxSQL}, {sqlite3.SQLITE_LIMIT_ATTACHED, 0},
	} {
		if _, err := sqlite.Limit(d.conn, l[0], l[1]); err != nil {
			return err
		}
	}
	return nil
}

func (d *database) close() {
	if d.conn != nil {
		d.conn.Close()
	}
	if d.db != nil {
		d.db.Close() //nolint:errcheck // nothing was written
	}
	d.files.Close() //nolint:errcheck // the same
}

// rows runs a query and gives each row as SQLite stores it: nil, int64, float64,
// string or []byte, which is why results must not be plain columns of dates.
// The slice is the same every time. It goes past database/sql, which would
// convert every value.
func (d *database) rows(query string, args []any, each func(values []driver.Value) error) error {
	return d.conn.Raw(func(raw any) error {
		conn, ok := raw.(driver.QueryerContext)
		if !ok {
			return fmt.Errorf("the driver %T runs no queries", raw)
		}
		named := make([]driver.NamedValue, len(args))
		for i, a := range args {
			named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
		}
		rows, err := conn.QueryContext(context.Background(), query, named)
		if err != nil {
			return err
		}
		values := make([]driver.Value, len(rows.Columns()))
		for err == nil {
			if err = rows.Next(values); err == nil {
				err = each(values)
			}
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
		if e := rows.Close(); err == nil {
			err = e
		}
		return err
	})
}

// textOf is a value of a table that describes others, as text.
func textOf(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// problem makes an error of SQLite one for users. Those that are one stay.
func problem(file string, err error) error {
	if p, ok := errors.AsType[*datasets.Problem](err); ok {
		return p
	}
	what := err.Error()
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		what = s.Error()
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: file}, Err: err,
		What: datasets.T("文件已损坏或不是有效的 GeoPackage，SQLite 报告：%s", "the file is damaged or no valid GeoPackage; SQLite says: %s", what),
		Hint: datasets.T("请重新获取该文件，或在 QGIS 中打开后另存为新的 GeoPackage；也可运行 sqlite3 旧文件 .recover | sqlite3 新文件.gpkg 抢救数据",
			"fetch the file again, or open it in QGIS and save it as a new GeoPackage; sqlite3 OLD .recover | sqlite3 NEW.gpkg saves what can be saved"),
	}
}
