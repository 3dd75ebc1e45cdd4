package gpkg

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/place"
	"fugai/geo/crs"
)

// system says in which system the layer's coordinates are, by the number that
// the file has for it.
func (r *reader) system(srs int64) (place.Options, error) {
	o := place.Options{CRS: r.options.CRS, Swap: r.options.Swap, Where: "srs_id"}
	row, found, err := r.srsRow(srs)
	if err != nil {
		return o, err
	}
	switch {
	case (srs == undefinedCartesian || srs == undefinedGeographic) && row.own() == nil:
		o.Guess = true
		return o, nil
	case !found:
		return r.systemMissing(o, srs)
	}
	o.Declared = row.text()
	o.System, err = row.system()
	if err != nil && o.CRS == "" {
		return o, r.refused(o.Declared, err)
	}
	return o, nil
}

// systemMissing believes the number alone where the file does not say what it
// stands for: programs number systems as EPSG does.
func (r *reader) systemMissing(o place.Options, srs int64) (place.Options, error) {
	o.Declared = "EPSG:" + strconv.FormatInt(srs, 10)
	var err error
	if o.System, err = crs.ByEPSG(int(srs)); err != nil {
		if o.CRS != "" {
			return o, nil
		}
		return o, &datasets.Problem{
			Where: datasets.Ref{File: r.table.File, Column: "srs_id", Value: strconv.FormatInt(srs, 10)}, Err: err,
			What: datasets.T("图层的坐标系编号是 %d，文件的坐标系表里没有它", "the layer's system has the number %d, which is not in the file's table of systems", srs),
			Hint: datasets.T("用 crs 写明坐标系，例如 crs: EPSG:4547", "name the system with crs, such as crs: EPSG:4547"),
		}
	}
	r.notes.Add("srs-missing", datasets.Ref{Column: "srs_id", Value: strconv.FormatInt(srs, 10)}, nil)
	return o, nil
}

// refused names a system that cannot be converted.
func (r *reader) refused(name string, err error) error {
	p := &datasets.Problem{
		Where: datasets.Ref{File: r.table.File, Column: "srs_id", Value: name}, Err: err,
		What: datasets.T("图层的坐标系 %s 不能换算", "the layer's system %s cannot be converted", name),
		Hint: datasets.T("在 QGIS 中另存为 EPSG:4326，或用 crs 写明真正的坐标系", "save it in EPSG:4326 with QGIS, or name the true system with crs"),
	}
	if why, ok := errors.AsType[*crs.Refused](err); ok {
		p.What.ZH += "：" + why.WhatZH
		p.What.EN += ": " + why.WhatEN
		p.Hint = datasets.Text{ZH: why.HintZH, EN: why.HintEN}
	}
	return p
}

// srsRow is a row of gpkg_spatial_ref_sys.
type srsRow struct {
	name, organization string
	number             int64
	definitions        []string // WKT 1, and WKT 2 where the file has the extension for it
}

// srsRow looks a number up.
func (r *reader) srsRow(srs int64) (srsRow, bool, error) {
	var row srsRow
	if !r.schema.has(tableSystems) {
		return row, false, nil
	}
	found := false
	columns := "+srs_name, +organization, +organization_coordsys_id, +definition"
	if ok, err := r.hasColumn(tableSystems, "definition_12_063"); err != nil {
		return row, false, err
	} else if ok {
		columns += ", +definition_12_063"
	}
	err := r.db.rows("SELECT "+columns+" FROM gpkg_spatial_ref_sys NOT INDEXED WHERE srs_id = ?", []any{srs}, func(v []driver.Value) error {
		if found {
			return nil
		}
		found = true
		row = srsRow{name: textOf(v[0]), organization: textOf(v[1])}
		row.number, _ = v[2].(int64)
		for _, d := range v[3:] {
			if s := strings.TrimSpace(textOf(d)); s != "" && !strings.EqualFold(s, "undefined") {
				row.definitions = append(row.definitions, s)
			}
		}
		return nil
	})
	return row, found, err
}

func (r *reader) hasColumn(table, column string) (bool, error) {
	found := false
	err := r.db.rows("SELECT 1 FROM pragma_table_info(?) WHERE lower(name) = ?", []any{table, column}, func([]driver.Value) error {
		found = true
		return nil
	})
	return found, err
}

// text names the system for messages.
func (s srsRow) text() string {
	if strings.EqualFold(s.organization, "EPSG") {
		return fmt.Sprintf("EPSG:%d", s.number)
	}
	if s.name != "" {
		return shown(s.name)
	}
	return shown(fmt.Sprintf("%s:%d", s.organization, s.number))
}

// own is a system of the map services, which has a name and neither number nor
// definition (see definition); nil where the name says nothing.
func (s srsRow) own() *crs.System {
	if sys, err := crs.Parse(s.name); err == nil && sys.Shifted() {
		return sys
	}
	return nil
}

// system takes a name of the map services, the number of the EPSG register, or
// the definitions. The error is the first.
func (s srsRow) system() (*crs.System, error) {
	if sys := s.own(); sys != nil {
		return sys, nil
	}
	var first error
	if strings.EqualFold(s.organization, "EPSG") {
		sys, err := crs.ByEPSG(int(s.number))
		if err == nil {
			return sys, nil
		}
		first = err
	}
	for _, d := range s.definitions {
		sys, err := crs.ParseWKT(d)
		if err == nil {
			return sys, nil
		}
		if first == nil {
			first = err
		}
	}
	if first == nil {
		first = fmt.Errorf("%w: no definition", crs.ErrUnknown)
	}
	return nil, first
}
