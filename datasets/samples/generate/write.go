package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// file is one file of a sample, named relative to the sample's folder.
type file struct {
	name string
	data []byte
}

// table is a layer with rows. Cells are string, int, float64, time.Time (a
// day) or nil.
type table struct {
	header []string
	rows   [][]any
}

func (t *table) add(cells ...any) { t.rows = append(t.rows, cells) }

// text writes a cell the way a text table shows it.
func text(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format("2006-01-02")
	}
	return fmt.Sprint(cell)
}

// csvUTF8 writes a table as spreadsheets save it: UTF-8 with a byte order mark.
func (t *table) csvUTF8() ([]byte, error) {
	b, err := t.csv()
	return append([]byte("\ufeff"), b...), err
}

// csvGB18030 writes a table in the encoding that Chinese systems long used.
func (t *table) csvGB18030() ([]byte, error) {
	b, err := t.csv()
	if err != nil {
		return nil, err
	}
	return simplifiedchinese.GB18030.NewEncoder().Bytes(b)
}

func (t *table) csv() ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	lines := [][]string{t.header}
	for _, row := range t.rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = text(cell)
		}
		lines = append(lines, line)
	}
	err := w.WriteAll(lines)
	return buf.Bytes(), err
}

// xlsx writes a workbook with one sheet: a merged title row, the header, and
// the rows, with days as dates.
func (t *table) xlsx(sheet, title string) ([]byte, error) {
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	last, err := excelize.CoordinatesToCellName(len(t.header), 1)
	if err != nil {
		return nil, err
	}
	if err := f.MergeCell(sheet, "A1", last); err != nil {
		return nil, err
	}
	format := "yyyy-mm-dd"
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return nil, err
	}
	head := make([]any, len(t.header))
	for i, h := range t.header {
		head[i] = h
	}
	for r, row := range append([][]any{{title}, head}, t.rows...) {
		for c, cell := range row {
			if err := setCell(f, sheet, c+1, r+1, cell, day); err != nil {
				return nil, err
			}
		}
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return inOrder(buf.Bytes())
}

func setCell(f *excelize.File, sheet string, col, row int, cell any, day int) error {
	if cell == nil {
		return nil
	}
	at, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if err := f.SetCellValue(sheet, at, cell); err != nil {
		return err
	}
	if _, isDay := cell.(time.Time); isDay {
		return f.SetCellStyle(sheet, at, at, day)
	}
	return nil
}

// inOrder writes a zip archive again with its entries by name and without
// times, so that the same table gives the same bytes.
func inOrder(archive []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, entry := range r.File {
		in, err := entry.Open()
		if err != nil {
			return nil, err
		}
		out, err := w.CreateHeader(&zip.FileHeader{Name: entry.Name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		var content bytes.Buffer
		if _, err = content.ReadFrom(in); err != nil {
			return nil, err
		}
		if _, err = out.Write(content.Bytes()); err != nil {
			return nil, err
		}
		if err = in.Close(); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return buf.Bytes(), err
}

// layer is a GeoJSON layer; properties keep the order of keys.
type layer struct {
	keys     []string
	features []feature
}

type feature struct {
	values   []any
	geometry orb.Geometry
}

func (l *layer) add(g orb.Geometry, values ...any) {
	l.features = append(l.features, feature{values, g})
}

// geojson writes one feature a line, with six decimals.
func (l *layer) geojson() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	for i, f := range l.features {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(`{"type":"Feature","properties":{`)
		for k, v := range f.values {
			if day, ok := v.(time.Time); ok {
				v = text(day)
			}
			value, err := json.Marshal(v)
			if err != nil {
				return nil, fmt.Errorf("property %s: %w", l.keys[k], err)
			}
			if k > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "%q:%s", l.keys[k], value)
		}
		b.WriteString(`},"geometry":`)
		writeGeometry(&b, f.geometry)
		b.WriteByte('}')
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

func writeGeometry(b *bytes.Buffer, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		b.WriteString(`{"type":"Point","coordinates":`)
		writePosition(b, g)
	case orb.Polygon:
		b.WriteString(`{"type":"Polygon","coordinates":[`)
		for i, ring := range g {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('[')
			for j, p := range ring {
				if j > 0 {
					b.WriteByte(',')
				}
				writePosition(b, p)
			}
			b.WriteByte(']')
		}
		b.WriteByte(']')
	}
	b.WriteByte('}')
}

func writePosition(b *bytes.Buffer, p orb.Point) {
	fmt.Fprintf(b, "[%s,%s]", text(p[0]), text(p[1]))
}
