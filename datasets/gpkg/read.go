package gpkg

import (
	"fugai/datasets"
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// Options say what a file does not say itself. The zero value reads the only
// layer in the system that the file declares.
type Options struct {
	CRS   string // system of the coordinates ("EPSG:4547", "GCJ-02"); it overrules the file
	Swap  bool   // positions hold latitude before longitude
	Layer string // table name or title of the layer; "" takes the only one
}

// Read reads one layer of a GeoPackage: features with their geometries, or a
// table of attributes. A database in SQLite that has the tables of a GeoPackage
// and not its mark is read with a finding. A record's Row is the feature's fid.
// The key column itself is left out where it has the name that programs give
// it (fid); so are binary columns and those that are computed.
//
// The file is never touched, and nothing is written: SQLite sees the bytes in
// memory, with changes that stand only in a write-ahead log beside the file laid
// over them. No trigger, view, virtual table or extension of the file is run, so
// a layer that is a view is refused. Features whose geometry cannot be used stay
// as records without one, with a finding. Everything else that is wrong, a file
// of several layers of which none was chosen among it, is a [datasets.Problem].
func Read(f *source.Files, o Options) (*datasets.Table, error) {
	img, err := newImage(f)
	if err != nil {
		return nil, err
	}
	db, err := openDatabase(img)
	if err != nil {
		return nil, problem(f.Name, err)
	}
	defer db.close()
	r := &reader{db: db, options: o, size: img.size(), notes: source.NewNotes(f.Name, rules()),
		table: &datasets.Table{File: f.Name, Format: "GeoPackage"}}
	if img.wal != nil {
		for range img.wal.changes {
			r.notes.Add("wal-read", datasets.Ref{}, nil)
		}
	}
	if err := r.read(); err != nil {
		return nil, problem(f.Name, err)
	}
	return r.table, nil
}

// reader holds one file while it is read.
type reader struct {
	db      *database
	options Options
	size    int64 // of the database
	schema  schema
	table   *datasets.Table
	notes   *source.Notes
}

func (r *reader) read() error {
	var err error
	if r.schema, err = readSchema(r.db); err != nil {
		return err
	}
	if err = r.schema.check(r.db); err != nil {
		return err
	}
	if !r.schema.has(tableContents) {
		return r.notGeoPackage()
	}
	if err := r.noteApplication(); err != nil {
		return err
	}
	all, err := contents(r.db, r.schema)
	if err != nil {
		return err
	}
	e, err := choose(r.table.File, r.options.Layer, all)
	if err != nil {
		return err
	}
	r.table.Layer, r.table.Spatial = e.table, e.features
	srs, err := r.records(e)
	if err != nil {
		return err
	}
	return r.finish(srs)
}

// finish brings the geometries to WGS 84 and collects the findings.
func (r *reader) finish(srs int64) error {
	t := r.table
	if len(t.Records) == 0 {
		r.notes.Add("no-records", datasets.Ref{}, nil)
	}
	repeats, some := source.Duplicates(t) // before geometries are left out, which would make records alike
	if t.Spatial {
		o, err := r.system(srs)
		if err != nil {
			return err
		}
		if err := place.Table(t, r.notes, o); err != nil {
			return err
		}
	}
	t.Findings = r.notes.Findings()
	if some {
		t.Findings = append(t.Findings, repeats)
	}
	return nil
}

// notGeoPackage refuses a database of another kind.
func (r *reader) notGeoPackage() error {
	if _, view := r.schema[tableContents]; view {
		return notView(r.table.File, entry{table: tableContents, view: true})
	}
	p := source.Refuse(r.table.File, source.SQLite, "GeoPackage")
	p.What.ZH += "（没有 gpkg_contents 表）"
	p.What.EN += " (there is no table gpkg_contents)"
	return p
}

// noteApplication looks for the mark of a GeoPackage: its own since version 1.2,
// those of 1.0 and 1.1 before.
func (r *reader) noteApplication() error {
	return r.number("PRAGMA application_id", func(id int64) {
		switch id {
		case applicationID, 0x47503130, 0x47503131:
			return
		}
		r.notes.Add("application-id", datasets.Ref{}, func() datasets.Text {
			return datasets.T("application_id 是 0x%08[1]X，应为 0x%08[2]X", "application_id is 0x%08[1]X, not 0x%08[2]X", uint32(id), applicationID)
		})
	})
}
