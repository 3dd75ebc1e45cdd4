package cli

import (
	"context"
	"encoding/csv"
	"io"
	"math"
	"path/filepath"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/internal/travel"
	"fugai/output"
)

// writeCosts writes the pairs as JSON, as CSV row by row, or as another format.
func (a *app) writeCosts(ctx context.Context, o *costsOptions, src *costSource) error {
	switch {
	case o.catch.sum != "":
		return a.costSums(ctx, o, src)
	case o.catch.capacity:
		return a.catchments(ctx, o, src)
	case o.json:
		return a.costsJSON(ctx, o, src)
	}
	var s *siteSums
	if o.catch.summary != "" {
		s = newSiteSums(src)
	}
	t := costTable{columns: src.columns(o.wide), wide: o.wide, rows: func(ctx context.Context, emit func([]string) error) error {
		return src.rows(ctx, rowOptions{o.wide, s}, emit)
	}}
	if err := a.writeCostTable(ctx, o, t); err != nil || s == nil {
		return err
	}
	return a.writeSummary(ctx, o, s)
}

// costTable is what costs writes.
type costTable struct {
	columns []column
	wide    bool // only the first two columns name something
	rows    func(context.Context, func([]string) error) error
}

// writeCostTable writes a table as CSV row by row, or as another format.
func (a *app) writeCostTable(ctx context.Context, o *costsOptions, t costTable) error {
	if o.isCSV() {
		return a.writeTo(o.layer.out, func(w io.Writer) error { return t.writeCSV(ctx, w, o) })
	}
	out := newTable(false, t.columns)
	err := t.rows(ctx, func(values []string) error {
		out.Records = append(out.Records, datasets.Record{Row: len(out.Records) + 1, Values: append([]string(nil), values...)})
		return nil
	})
	if err != nil {
		return err
	}
	return a.putLayer(ctx, out, &o.layer, open.WriteOptions{Layer: "costs", Plain: o.plain})
}

func (o *costsOptions) isCSV() bool {
	if o.layer.format != "" {
		return strings.EqualFold(o.layer.format, "CSV")
	}
	ext := strings.ToLower(filepath.Ext(o.layer.out))
	return !o.layer.toFile() || ext == ".csv" || ext == ".txt"
}

// columns lists what a row holds.
func (s *costSource) columns(wide bool) []column {
	out := []column{{"from_id", datasets.TypeText}, {"from_name", datasets.TypeText}}
	switch {
	case wide:
		for i := range s.to.List {
			out = append(out, column{s.to.List[i].ID, datasets.TypeReal})
		}
	case s.unit == travel.Metres:
		out = append(out, column{"to_id", datasets.TypeText}, column{"to_name", datasets.TypeText}, column{"metres", datasets.TypeReal})
	default:
		out = append(out, column{"to_id", datasets.TypeText}, column{"to_name", datasets.TypeText}, column{"minutes", datasets.TypeReal}, column{"seconds", datasets.TypeReal})
	}
	return out
}

// costCells are the cells that say what a pair costs.
func (s *costSource) costCells(cost float64) []string {
	if s.unit == travel.Metres {
		return []string{decimal(cost, 3)}
	}
	return []string{decimal(cost/60, 2), decimal(cost, 3)}
}

// rowOptions say how pairs are written, and what is summed up on the way.
type rowOptions struct {
	wide bool
	sums *siteSums // nil for nothing
}

// rows gives the cells of each row; they are overwritten after.
func (s *costSource) rows(ctx context.Context, o rowOptions, emit func([]string) error) error {
	var cells []string
	return s.each(ctx, s.choice, func(from int, row []coverage.Entry) error {
		s.count(row)
		p := &s.from.List[from]
		for _, e := range row {
			o.sums.add(e.Site, p.Weight, e.Cost)
		}
		cells = append(cells[:0], p.ID, p.Name)
		if o.wide {
			cells = append(cells, make([]string, len(s.to.List))...)
			for _, e := range row {
				cells[2+e.Site] = costValue(e.Cost, s.unit, 3)
			}
			return emit(cells)
		}
		for _, e := range row {
			to := &s.to.List[e.Site]
			if err := emit(append(append(cells[:2], to.ID, to.Name), s.costCells(e.Cost)...)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *costSource) count(row []coverage.Entry) {
	if len(row) == 0 {
		s.without++
	}
}

// writeCSV writes one row after another as spreadsheets read it, unless it is to
// be plain.
func (t *costTable) writeCSV(ctx context.Context, w io.Writer, o *costsOptions) error {
	if !o.plain {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil { // without it Excel reads Chinese as GBK
			return err
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	head := make([]string, len(t.columns))
	for i, col := range t.columns {
		head[i] = col.name
		if t.wide && i >= 2 && !o.plain {
			head[i] = output.CSVCode(output.CSVText(col.name))
		}
	}
	if err := c.Write(head); err != nil {
		return err
	}
	err := t.rows(ctx, func(cells []string) error {
		if !o.plain {
			guard(cells, t.wide)
		}
		return c.Write(cells)
	})
	c.Flush()
	if err != nil {
		return err
	}
	return c.Error()
}

// guard keeps spreadsheets from taking codes for numbers, and texts for
// formulas.
func guard(cells []string, wide bool) {
	cells[0], cells[1] = output.CSVCode(output.CSVText(cells[0])), output.CSVText(cells[1])
	if !wide {
		cells[2], cells[3] = output.CSVCode(output.CSVText(cells[2])), output.CSVText(cells[3])
	}
}

// costsFile is the JSON form of costs.
type costsFile struct {
	Unit   string       `json:"unit"` // s or m
	From   int          `json:"from"` // places
	To     int          `json:"to"`
	Pairs  []costPair   `json:"pairs"`
	Missed []missedCost `json:"missed"` // places that are not on the network
}

type costPair struct {
	FromID   string  `json:"from_id"`
	FromName string  `json:"from_name"`
	ToID     string  `json:"to_id"`
	ToName   string  `json:"to_name"`
	Cost     float64 `json:"cost"` // seconds or metres, to the thousandth
}

type missedCost struct {
	Side   string        `json:"side"` // from or to
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Reason datasets.Text `json:"reason"`
}

func (a *app) costsJSON(ctx context.Context, o *costsOptions, src *costSource) error {
	f := costsFile{Unit: src.unit, From: len(src.from.List), To: len(src.to.List), Pairs: []costPair{}, Missed: append(missedOf("from", src.fromPut), missedOf("to", src.toPut)...)}
	err := src.each(ctx, src.choice, func(from int, row []coverage.Entry) error {
		src.count(row)
		p := &src.from.List[from]
		for _, e := range row {
			to := &src.to.List[e.Site]
			f.Pairs = append(f.Pairs, costPair{p.ID, p.Name, to.ID, to.Name, math.Round(e.Cost*1000) / 1000})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.writeTo(o.layer.out, func(w io.Writer) error { return writeJSON(w, &f) })
}

func missedOf(side string, p *travel.Put) []missedCost {
	out := []missedCost{}
	if p == nil {
		return out
	}
	for _, m := range p.Missed {
		out = append(out, missedCost{side, p.List[m.Place].ID, p.List[m.Place].Name, m.Why})
	}
	return out
}
