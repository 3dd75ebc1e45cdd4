package study

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
)

// tableFields are the columns of a table of costs and what they may be called.
func tableFields() map[string][]string {
	return map[string][]string{
		"demand": {"demand", "demand_id", "from_id", "from", "origin", "origin_id", "需求", "需求点", "需求编号", "起点", "起点编号"},
		"site":   {"site", "site_id", "to_id", "to", "destination", "destination_id", "facility", "candidate", "设施", "候选点", "设施编号", "终点", "终点编号"},
		"cost":   {"seconds", "metres", "meters", "cost", "distance", "time", "duration", "minutes", "km", "距离", "时间", "费用", "路程", "用时"},
	}
}

// costUnits are the units that a table's costs may be in: to m or s.
func costUnits() map[string]struct {
	unit  string
	scale float64
} {
	type u = struct {
		unit  string
		scale float64
	}
	return map[string]u{
		"m": {"m", 1}, "metre": {"m", 1}, "metres": {"m", 1}, "meter": {"m", 1}, "meters": {"m", 1}, "米": {"m", 1},
		"km": {"m", 1000}, "公里": {"m", 1000}, "千米": {"m", 1000},
		"s": {"s", 1}, "sec": {"s", 1}, "second": {"s", 1}, "seconds": {"s", 1}, "秒": {"s", 1},
		"min": {"s", 60}, "minute": {"s", 60}, "minutes": {"s", 60}, "分钟": {"s", 60}, "分": {"s", 60},
		"h": {"s", 3600}, "hour": {"s", 3600}, "hours": {"s", 3600}, "小时": {"s", 3600},
	}
}

// costTable is a table of costs with what its columns mean.
type costTable struct {
	*datasets.Table
	name  string
	index map[string]int
	unit  string
	scale float64
}

// readTable takes the costs from a table that the user brings.
func (c *choice) readTable(ctx context.Context) error {
	t, err := c.openTable(ctx)
	if err != nil {
		return err
	}
	demand, demandTwice := keys(len(c.rows), func(k int) (string, string) {
		i := int(c.rows[k])
		return c.l.demand.ID(i), c.l.demand.Name(i)
	})
	site, siteTwice := keys(len(c.sites), func(k int) (string, string) { return c.sites[k].id, c.sites[k].name })
	rows := make([]map[int]float64, len(c.rows))
	seen := make([]bool, len(c.sites))
	unknown := map[string]map[string]int{"demand": {}, "site": {}}
	t.Hold()
	for r := range t.Records {
		rec := &t.Records[r]
		d, s := datasets.Key(strings.TrimSpace(rec.Values[t.index["demand"]])), datasets.Key(strings.TrimSpace(rec.Values[t.index["site"]]))
		if demandTwice[d] || siteTwice[s] {
			return c.badCell(t, rec, "demand", datasets.T("“%[1]s”或“%[2]s”对应多条记录", "%[1]q or %[2]q is the name of several records", d, s), datasets.T("用编号而不是名称对应", "match by ID instead of by name"))
		}
		i, okD := demand[d]
		j, okS := site[s]
		if !okD {
			unknown["demand"][d]++
		}
		if !okS {
			unknown["site"][s]++
		}
		if !okD || !okS {
			if okS {
				seen[j] = true
			}
			continue
		}
		seen[j] = true
		if rows[i] == nil {
			rows[i] = map[int]float64{}
		}
		if _, twice := rows[i][j]; twice {
			return c.badCell(t, rec, "demand", datasets.T("%[1]s 到 %[2]s 的费用出现两次", "the cost from %[1]s to %[2]s stands twice", d, s), datasets.T("每对只留一行", "keep one row for each pair"))
		}
		cost, err := c.cell(t, rec)
		if err != nil {
			return err
		}
		rows[i][j] = cost
	}
	if err := c.unmatched(t, unknown, rows, seen); err != nil {
		return err
	}
	c.costs = coverage.NewCosts(t.unit, len(c.sites), farthest)
	for _, row := range rows {
		var list []coverage.Entry
		for j, cost := range row {
			if !math.IsInf(cost, 1) {
				list = append(list, coverage.Entry{Site: j, Cost: cost})
			}
		}
		c.costs.AddRow(list)
	}
	return nil
}

// keys finds records by ID, and by name where that is of one record only.
func keys(n int, of func(int) (id, name string)) (at map[string]int, twice map[string]bool) {
	at, twice = make(map[string]int, 2*n), map[string]bool{}
	byName := map[string]int{}
	for k := range n {
		id, name := of(k)
		at[id] = k
		if _, have := byName[name]; have {
			twice[name] = true
		}
		byName[name] = k
	}
	for name, k := range byName {
		if _, isID := at[name]; isID || twice[name] {
			continue
		}
		at[name] = k
	}
	for name := range twice {
		if _, isID := at[name]; isID {
			delete(twice, name)
		}
	}
	return at, twice
}

// cell reads a cost; an empty one is a pair without a way.
func (c *choice) cell(t *costTable, rec *datasets.Record) (float64, error) {
	text := strings.TrimSpace(rec.Values[t.index["cost"]])
	if text == "" {
		return math.Inf(1), nil
	}
	v, ok := datasets.Quantity(text)
	if !ok || v < 0 || v*t.scale > farthest {
		return 0, c.badCell(t, rec, "cost", datasets.T("“%s”不是费用（须是不小于 0 的数）", "%q is not a cost (a number from 0)", text), datasets.T("到不了的留空", "leave it empty where there is no way"))
	}
	v *= t.scale
	if t.unit == "m" {
		v = math.Round(v*1000) / 1000
	}
	return v, nil
}

func (c *choice) badCell(t *costTable, rec *datasets.Record, field string, what, hint datasets.Text) error {
	at := t.Ref(rec, t.index[field])
	at.File = t.name
	return &datasets.Problem{Where: at, What: what, Hint: hint}
}

// unmatched names the keys that do not find their record, and records without
// any cost.
func (c *choice) unmatched(t *costTable, unknown map[string]map[string]int, rows []map[int]float64, seen []bool) error {
	words := map[string]datasets.Text{"demand": datasets.T("需求", "demand"), "site": datasets.T("候选点与设施", "candidates and facilities")}
	filtered := c.e.Candidates.Where.set() || c.e.Venues.set() && c.e.Venues.text != "true"
	for _, field := range []string{"demand", "site"} {
		if field == "site" && filtered || len(unknown[field]) == 0 {
			continue
		}
		var names []string
		for k := range unknown[field] {
			names = append(names, k)
		}
		slices.Sort(names)
		return &datasets.Problem{Where: datasets.Ref{File: t.name, Column: t.Columns[t.index[field]]},
			What: datasets.T("有 %[1]d 个键不在%[2]s图层中：%[3]s", "%[1]d keys are in no layer of %[2]s: %[3]s", len(names), words[field], someOf(names)),
			Hint: datasets.T("核对图层的编号列（columns: {id: 列名}）与费用表的列", "see to the column of IDs of the layer (columns: {id: COLUMN}) and to the columns of the table")}
	}
	var missing []string
	for i, r := range rows {
		if r == nil {
			missing = append(missing, c.l.demand.ID(int(c.rows[i])))
		}
	}
	word := words["demand"]
	if len(missing) == 0 {
		word = words["site"]
		for j, ok := range seen {
			if !ok {
				missing = append(missing, c.sites[j].id)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &datasets.Problem{Where: datasets.Ref{File: t.name},
		What: datasets.T("费用表里没有这 %[1]d 个%[2]s：%[3]s", "the table of costs has no row for %[1]d of the %[2]s: %[3]s", len(missing), word, someOf(missing)),
		Hint: datasets.T("补上这些行；到不了的写一行并把费用留空", "add their rows; where there is no way write a row with an empty cost")}
}

// openTable reads the table and finds its columns and its unit.
func (c *choice) openTable(ctx context.Context) (*costTable, error) {
	e := c.e.Costs
	if err := needFrom(&e.LayerSource); err != nil {
		return nil, err
	}
	c.o.step(Step{Reading, 0, 1, filepath.Base(e.From.text)})
	src, in, err := open.Read(ctx, c.s.path(&e.LayerSource), open.Options{FS: c.s.fsys, Sheet: e.Sheet, Header: e.Header, Encoding: e.Encoding, Stdin: c.o.Stdin})
	if err != nil {
		return nil, err
	}
	in.Path = e.From.text
	if !slices.ContainsFunc(c.l.inputs, func(have open.Input) bool { return have.Path == in.Path }) {
		c.l.inputs = append(c.l.inputs, in)
	}
	t := &costTable{Table: src, name: e.From.text, index: map[string]int{}}
	for _, field := range []string{"demand", "site", "cost"} {
		at, err := t.column(field, e)
		if err != nil {
			return nil, err
		}
		t.index[field] = at
	}
	for field, v := range e.Columns {
		if _, known := t.index[field]; !known {
			return nil, wrong(v, datasets.T("费用表没有 %s 这一项", "a table of costs has no field %s", field), datasets.T("可用：demand、site、cost", "there are: demand, site, cost"))
		}
	}
	return t, t.findUnit(c, e)
}

// column finds the column of a field.
func (t *costTable) column(field string, e *costsEntry) (int, error) {
	if v, told := e.Columns[field]; told {
		if at := t.Column(v.text); at >= 0 {
			return at, nil
		}
		return 0, wrong(v, datasets.T("%[2]s 里没有列“%[1]s”", "there is no column %[1]q in %[2]s", v.text, t.name), datasets.T("有：%s", "there are: %s", strings.Join(t.Columns, ", ")))
	}
	for _, name := range tableFields()[field] {
		for i, col := range t.Columns {
			head, _ := splitUnit(col)
			if strings.EqualFold(head, name) {
				return i, nil
			}
		}
	}
	return 0, &datasets.Problem{Where: datasets.Ref{File: t.name}, What: datasets.T("费用表里没有找到 %[1]s 列；现有列：%[2]s", "the table of costs has no column of %[1]s; there are: %[2]s", field, strings.Join(t.Columns, ", ")),
		Hint: datasets.T("用 columns: {demand: 列, site: 列, cost: 列} 写明", "name them with columns: {demand: COLUMN, site: COLUMN, cost: COLUMN}")}
}

// splitUnit parts a header and the unit in its brackets: 距离（公里）.
func splitUnit(header string) (name, unit string) {
	name = strings.NewReplacer("（", "(", "）", ")", "[", "(", "]", ")").Replace(strings.TrimSpace(header))
	if at := strings.IndexByte(name, '('); at > 0 && strings.HasSuffix(name, ")") {
		return strings.TrimSpace(name[:at]), strings.TrimSpace(name[at+1 : len(name)-1])
	}
	return name, ""
}

// findUnit settles what the costs are in: as told, or as the header says.
func (t *costTable) findUnit(c *choice, e *costsEntry) error {
	name, unit := splitUnit(t.Columns[t.index["cost"]])
	if unit == "" {
		unit = name // seconds, metres
	}
	if e.Unit.set() {
		unit = e.Unit.text
	}
	u, ok := costUnits()[strings.ToLower(strings.TrimSpace(unit))]
	if !ok {
		hint := datasets.T("写明 unit: m、km、s 或 min", "write unit: m, km, s or min")
		if e.Unit.set() {
			return wrong(e.Unit, datasets.T("不认识单位“%s”", "the unit %q is not known", unit), hint)
		}
		return &datasets.Problem{Where: datasets.Ref{File: t.name, Column: t.Columns[t.index["cost"]]}, What: datasets.T("看不出费用的单位", "it does not say what unit the costs are in"), Hint: hint}
	}
	t.unit, t.scale = u.unit, u.scale
	if c.unit != "" && c.unit != u.unit {
		return wrong(c.e.Within, datasets.T("within 是%[1]s，费用表的单位是 %[2]s", "within is %[1]s and the table's costs are in %[2]s", coverage.CostText(c.within, c.unit), fmt.Sprint(unit)), datasets.Text{})
	}
	return nil
}
