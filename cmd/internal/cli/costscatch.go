package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/internal/travel"
	"fugai/output"
)

// catchFlags ask who goes where, and what lies around.
type catchFlags struct {
	capacity             bool
	weight, sum, summary string
}

// countPlaces is the word of --sum that only counts.
const countPlaces = "places"

func (a *app) addCatchFlags(cmd *cobra.Command, f *catchFlags) {
	s := cmd.Flags()
	s.BoolVar(&f.capacity, "capacity", false, a.t("按 TO 的容量分配（列名不认得时用 --to-columns capacity=列）", "go by the capacities of TO (--to-columns capacity=COLUMN where its name is not known)"))
	s.StringVar(&f.weight, "weight", "", a.t("FROM 的人数列，或人群（children）", "column of the people of FROM, or a group (children)"))
	s.StringVar(&f.sum, "sum", "", a.t("汇总 --within 以内 TO 的这一列人数；places 只数处数", "add up this column of the TO that lie --within; places only counts them"))
	s.StringVar(&f.summary, "summary", "", a.t("每处 TO 的汇总写入文件（与 --capacity 或 --nearest 1 合用）", "file for what each of TO gets (with --capacity or --nearest 1)"))
}

// check refuses flags that do not go together.
func (f *catchFlags) check(a *app, o *costsOptions) error {
	usage := func(zh, en string) error { return usageError{errors.New(a.t(zh, en))} }
	switch {
	case f.capacity && (o.wide || f.sum != ""), f.sum != "" && (o.wide || o.nearest > 0):
		return usage("--capacity、--sum、--table 各用各的；--sum 不与 --nearest 合用", "--capacity, --sum and --table go one at a time, and --sum without --nearest")
	case f.sum != "" && o.within == "":
		return usage("--sum 需要 --within", "--sum needs --within")
	case f.summary == "-":
		return usage("--summary 须为文件：标准输出已写费用", "--summary is a file: the costs go to stdout")
	case f.summary != "" && (o.json || !f.capacity && o.nearest != 1):
		return usage("--summary 与 --capacity 或 --nearest 1 合用；--json 里已有汇总", "--summary goes with --capacity or --nearest 1; --json holds the summary")
	case f.weight != "" && !f.capacity && f.summary == "":
		return usage("--weight 与 --capacity 或 --summary 合用", "--weight goes with --capacity or --summary")
	}
	return nil
}

// catchments sends places to sites that have room for them.
func (a *app) catchments(ctx context.Context, o *costsOptions, src *costSource) error {
	costs, alloc, err := a.allocate(ctx, src)
	if err != nil {
		return err
	}
	s := newSiteSums(src)
	for _, share := range alloc.Shares {
		s.add(share.Site, share.Weight, share.Cost)
	}
	if o.json {
		return a.writeTo(o.layer.out, func(w io.Writer) error { return catchmentsJSON(w, src, alloc, s) })
	}
	t := costTable{columns: append(src.columns(false), column{"weight", datasets.TypeReal}), rows: func(_ context.Context, emit func([]string) error) error {
		return src.shares(alloc, emit)
	}}
	if err := a.writeCostTable(ctx, o, t); err != nil {
		return err
	}
	if o.catch.summary != "" {
		if err := a.writeSummary(ctx, o, s); err != nil {
			return err
		}
	} else if !a.quiet {
		a.say(s.table(a))
	}
	if !a.quiet {
		a.sayUnserved(costs, alloc)
	}
	return nil
}

// allocate finds who goes where.
func (a *app) allocate(ctx context.Context, src *costSource) (*coverage.Costs, *coverage.Allocation, error) {
	supply := coverage.Supply{Capacity: make([]float64, len(src.to.List)), Open: make([]bool, len(src.to.List))}
	var without []string
	for i := range src.to.List {
		p := &src.to.List[i]
		if p.Capacity == nil {
			without = append(without, p.Name)
			continue
		}
		supply.Capacity[i], supply.Open[i] = *p.Capacity, true
	}
	if len(without) == len(src.to.List) {
		return nil, nil, &datasets.Problem{Where: datasets.Ref{File: src.to.File}, What: datasets.T("没有一处有容量", "no place states a capacity"),
			Hint: datasets.T("用 --to-columns capacity=列名 指明容量列", "name the column: --to-columns capacity=COLUMN")}
	}
	if len(without) > 0 && !a.quiet {
		a.say(a.t("%[1]d 处没有容量，按没有名额计：%[2]s", "%[1]d places state no capacity and are taken to have no room: %[2]s", len(without), plain(firstNames(without))))
	}
	costs := coverage.NewCosts(src.unit, len(src.to.List), src.choice.Within)
	err := src.each(ctx, src.choice, func(_ int, row []coverage.Entry) error {
		costs.AddRow(row)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	weights := make([]float64, len(src.from.List))
	for i := range src.from.List {
		weights[i] = src.from.List[i].Weight
	}
	alloc, err := coverage.Allocate(ctx, costs, weights, supply)
	return costs, alloc, err
}

// firstNames lists a few.
func firstNames(names []string) string {
	if len(names) > listed {
		names = append(names[:listed:listed], "…")
	}
	return strings.Join(names, ", ")
}

// shares gives the cells of each share; they are overwritten after.
func (s *costSource) shares(alloc *coverage.Allocation, emit func([]string) error) error {
	var cells []string
	for _, share := range alloc.Shares {
		from, to := &s.from.List[share.Demand], &s.to.List[share.Site]
		cells = append(append(cells[:0], from.ID, from.Name, to.ID, to.Name), s.costCells(share.Cost)...)
		if err := emit(append(cells, decimal(share.Weight, 6))); err != nil {
			return err
		}
	}
	return nil
}

// sayUnserved tells how many are left, and why.
func (a *app) sayUnserved(costs *coverage.Costs, alloc *coverage.Allocation) {
	full, beyond := 0.0, 0.0
	for _, u := range alloc.Unserved {
		if u.Full {
			full += u.Weight
		} else {
			beyond += u.Weight
		}
	}
	a.say(a.t("有名额 %[1]s，够得着但已满 %[2]s，够不着 %[3]s（共 %[4]d 处地点）", "with a place %[1]s, all in reach full %[2]s, none in reach %[3]s (of %[4]d places)",
		output.Number(alloc.Served, 0), output.Number(full, 0), output.Number(beyond, 0), costs.Demand()))
}

// siteSums are what each site gets.
type siteSums struct {
	src    *costSource
	places []int
	weight []float64
	cost   []float64 // sum of weight × cost
	most   []float64 // highest cost
}

func newSiteSums(src *costSource) *siteSums {
	n := len(src.to.List)
	return &siteSums{src: src, places: make([]int, n), weight: make([]float64, n), cost: make([]float64, n), most: make([]float64, n)}
}

// add counts a place, or a part of it, at a site. A nil receiver counts
// nothing.
func (s *siteSums) add(site int, weight, cost float64) {
	if s == nil {
		return
	}
	s.places[site]++
	s.weight[site] += weight
	s.cost[site] += weight * cost
	s.most[site] = max(s.most[site], cost)
}

// load is the percentage of a site's capacity that is taken, nil where that is
// not known or 0.
func (s *siteSums) load(site int) *float64 {
	c := s.src.to.List[site].Capacity
	if c == nil || *c == 0 {
		return nil
	}
	load := 100 * s.weight[site] / *c
	return &load
}

// mean is the mean cost of those at a site, 0 for nobody.
func (s *siteSums) mean(site int) float64 {
	if s.weight[site] == 0 {
		return 0
	}
	return s.cost[site] / s.weight[site]
}

// writeSummary writes a row for each site.
func (a *app) writeSummary(ctx context.Context, o *costsOptions, s *siteSums) error {
	unit := "metres"
	if s.src.unit != travel.Metres {
		unit = "minutes"
	}
	t := newTable(false, []column{{"id", datasets.TypeText}, {"name", datasets.TypeText}, {"capacity", datasets.TypeReal}, {"weight", datasets.TypeReal}, {"load_percent", datasets.TypeReal},
		{"places", datasets.TypeInteger}, {"mean_" + unit, datasets.TypeReal}, {"most_" + unit, datasets.TypeReal}})
	for i := range s.src.to.List {
		p := &s.src.to.List[i]
		values := []string{p.ID, p.Name, orBlank(p.Capacity, 6), decimal(s.weight[i], 6), orBlank(s.load(i), 2), decimal(float64(s.places[i]), 0), "", ""}
		if s.places[i] > 0 {
			values[6], values[7] = costValue(s.mean(i), s.src.unit, 3), costValue(s.most[i], s.src.unit, 3)
		}
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: values})
	}
	return a.putLayer(ctx, t, &layerFlags{out: o.catch.summary, overwrite: o.layer.overwrite}, open.WriteOptions{Plain: o.plain})
}

func orBlank(v *float64, decimals int) string {
	if v == nil {
		return ""
	}
	return decimal(*v, decimals)
}

// table lists the sites with the highest load for the terminal.
func (s *siteSums) table(a *app) string {
	order := s.byLoad()
	t := a.table(a.t("设施", "site"), a.t("容量", "capacity"), a.t("分到", "gets"), a.t("占用", "load"), a.t("平均", "mean"))
	for _, i := range order[:min(listed, len(order))] {
		p, load := &s.src.to.List[i], "–"
		if l := s.load(i); l != nil {
			load = output.Number(*l, 1) + " %"
		}
		mean := output.Cost(s.mean(i), s.src.unit)
		t.AppendRow(table.Row{plain(p.Name), orBlank(p.Capacity, 2), output.Number(s.weight[i], 0), load, mean.In(a.lang)})
	}
	text := t.Render()
	if more := len(order) - listed; more > 0 {
		text += "\n" + a.t("    另有 %d 处，用 --summary 写全", "    %d more: --summary writes all", more)
	}
	return text
}

// byLoad orders the sites by their load, the fullest first.
func (s *siteSums) byLoad() []int {
	order := make([]int, len(s.weight))
	load := make([]float64, len(order))
	for i := range order {
		order[i], load[i] = i, -1
		if l := s.load(i); l != nil {
			load[i] = math.Round(*l * 100)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(load[b], load[a]) })
	return order
}

// catchmentsFile is the JSON form of catchments.
type catchmentsFile struct {
	Unit     string          `json:"unit"` // s or m
	Served   float64         `json:"served"`
	Shares   []sharePair     `json:"shares"`
	Sites    []siteLoad      `json:"sites"`
	Unserved []unservedPlace `json:"unserved"`
	Missed   []missedCost    `json:"missed"` // places that are not on the network
}

type sharePair struct {
	costPair
	Weight float64 `json:"weight"`
}

type siteLoad struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Capacity *float64 `json:"capacity"` // null where it is not stated
	Weight   float64  `json:"weight"`
	Load     *float64 `json:"load"` // percent
}

type unservedPlace struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	Full   bool    `json:"full"` // sites in reach are full; false: none is in reach
}

func catchmentsJSON(w io.Writer, src *costSource, alloc *coverage.Allocation, s *siteSums) error {
	f := catchmentsFile{Unit: src.unit, Served: alloc.Served, Shares: []sharePair{}, Sites: []siteLoad{}, Unserved: []unservedPlace{}, Missed: append(missedOf("from", src.fromPut), missedOf("to", src.toPut)...)}
	for _, x := range alloc.Shares {
		from, to := &src.from.List[x.Demand], &src.to.List[x.Site]
		f.Shares = append(f.Shares, sharePair{costPair{from.ID, from.Name, to.ID, to.Name, math.Round(x.Cost*1000) / 1000}, x.Weight})
	}
	for i := range src.to.List {
		p := &src.to.List[i]
		f.Sites = append(f.Sites, siteLoad{p.ID, p.Name, p.Capacity, s.weight[i], s.load(i)})
	}
	for _, u := range alloc.Unserved {
		p := &src.from.List[u.Demand]
		f.Unserved = append(f.Unserved, unservedPlace{p.ID, p.Name, u.Weight, u.Full})
	}
	return writeJSON(w, &f)
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
