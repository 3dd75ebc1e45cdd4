package gpkg

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/internal/testkit"
)

// summary writes a table as text.
func summary(t *datasets.Table, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%+v", *t), nil
}

func TestConform(t *testing.T) {
	testkit.ConformReader(t, testkit.Reader{
		Name: "GeoPackage", Sample: databaseOf(t, coreSQL, pointsSQL),
		Read: func(data []byte, file string) (string, error) {
			return summary(Read(source.Alone(file, data), Options{}))
		},
		Messages: func(err error) (zh, en string, ok bool) {
			p, ok := errors.AsType[*datasets.Problem](err)
			if !ok {
				return "", "", false
			}
			return p.In(datasets.ZH), p.In(datasets.EN), true
		},
	})
}

// FuzzRead: whatever the bytes of a database and its log, a table or an error
// for users.
func FuzzRead(f *testing.F) {
	sound := databaseOf(f, coreSQL, pointsSQL)
	f.Add(sound, []byte{})
	f.Add(databaseOf(f, coreSQL, pointsSQL, []string{`PRAGMA encoding='UTF-16le'`, `CREATE VIEW v AS SELECT * FROM 甲`, `DELETE FROM gpkg_geometry_columns`}), []byte{})
	data, log := withLog(f)
	f.Add(data, log)
	f.Add([]byte("SQLite format 3\x00"), []byte{})
	f.Fuzz(func(t *testing.T, data, log []byte) {
		if len(data)+len(log) > 1<<20 {
			t.Skip()
		}
		_, err := Read(with("a.gpkg", data, map[string][]byte{"-wal": log}), Options{})
		if err == nil {
			return
		}
		if _, ok := errors.AsType[*datasets.Problem](err); !ok {
			t.Fatalf("%v is no error for users", err)
		}
	})
}

// withLog is a database with a change that stands only in its log.
func withLog(t testing.TB) (data, log []byte) {
	path := filepath.Join(t.TempDir(), "a.gpkg")
	run(t, path, append(append(append([]string(nil), coreSQL...), pointsSQL...), `PRAGMA journal_mode=WAL`)...)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE 甲 SET 数=11`); err != nil {
		t.Fatal(err)
	}
	return read(t, path), read(t, path+"-wal")
}
