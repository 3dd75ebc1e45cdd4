package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/internal/travel"
)

type costsOptions struct {
	street             streetFlags
	fromLayer, toLayer placeFlags
	layer              layerFlags
	within, by         string
	at                 []string
	nearest            int
	detour             float64
	wide, plain        bool
	json               bool
	catch              catchFlags
}

func (a *app) costsCmd() *cobra.Command {
	o := &costsOptions{fromLayer: placeFlags{side: "from"}, toLayer: placeFlags{side: "to"}}
	cmd := &cobra.Command{
		Use:   "costs FROM TO --roads FILE [--within 30min]",
		Short: a.t("两个图层的地点之间沿路网的时间或路程：CSV、表格或 JSON", "times or distances along streets between the places of two layers: CSV, a table or JSON"),
		Long: a.t(`FROM 的每一处到 TO 的每一处，一行一对，近的在前；--direction from 为反方向。TO 也可以用 --at 经度,纬度 给出。
--within 是上限，时间（30min）或距离（2km）；没有它则列出全部。--nearest K 只列每处最近的 K 个。--table 写成宽表：一行一处 FROM，一列一处 TO。
--nearest 1 就是每处归到最近的一处；--capacity 按 TO 的容量分配：上限以内让最多的人有名额，其中总花费最少，一处可分到几处，多一列 weight。--weight 是 FROM 的人数列（或 children 等人群），不写则每处算 1。
--sum 列名 汇总 --within 以内的 TO：一行一处 FROM，列为 places（多少处）和 weight（人数之和）；--sum places 只数处数。
--summary 把每处 TO 分到多少写成文件；按容量分配而不写它时在 stderr 上列出。
--by time（默认）、length（路程最短，米）或 straight：没有路网时的直线，乘以 --detour，给了 --speed 则折成时间。
到不了的不列出，不写成很大的数；不在路网上的地点在 stderr 上说明原因，--json 则列在 missed 里。
列：from_id, from_name, to_id, to_name，然后 minutes 与 seconds（准到毫秒），或 metres（准到毫米）。`,
			`From every place of FROM to every place of TO, a row a pair, the nearest first; --direction from is the other way. TO may be given by --at LON,LAT.
--within is the most that counts, a time (30min) or a distance (2km); all are listed without it. --nearest K lists the K nearest of each. --table writes a matrix: a row for each of FROM, a column for each of TO.
--nearest 1 gives each place its nearest; --capacity goes by the capacities of TO: within the bound as many people as can be have a place, at the least cost in all; one place may be shared among several, which the column weight tells. --weight is the column of people of FROM (or a group such as children); without it each place counts as 1.
--sum COLUMN adds up what of TO lies --within: a row for each of FROM, with the columns places (how many) and weight (the sum of their people); --sum places only counts.
--summary writes a file of what each of TO gets; by capacity without it, stderr lists that.
--by time (if not given), length (the shortest, in metres) or straight: lines as the crow flies, without streets, times --detour, and turned into times where --speed is given.
What cannot be reached is left out and never a large number; places that are not on the network are told on stderr with the reason, and under missed in --json.
Columns: from_id, from_name, to_id, to_name, and then minutes with seconds (to the millisecond), or metres (to the millimetre).`),
		Example: "  fugai init longgang --sample longgang\n  fugai costs longgang/居民点.csv longgang/儿童阅读设施.csv --roads longgang/道路.zip --within 30min --out costs.csv\n  fugai costs longgang/居民点.csv longgang/儿童阅读设施.csv --by straight --detour 1.3 --speed 4.8 --nearest 3\n  fugai costs longgang/居民点.csv longgang/儿童阅读设施.csv --roads longgang/道路.zip --within 15min --capacity --weight children --summary loads.csv\n  fugai costs longgang/儿童阅读设施.csv longgang/居民点.csv --roads longgang/道路.zip --within 1.2km --sum children",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.costs(cmd.Context(), o, args)
		},
	}
	a.addStreetFlags(cmd, &o.street)
	a.addPlaceFlags(cmd, &o.fromLayer, "FROM")
	a.addPlaceFlags(cmd, &o.toLayer, "TO")
	a.addLayerFlags(cmd, &o.layer, "CSV")
	f := cmd.Flags()
	f.StringVar(&o.within, "within", "", a.t("上限：30min、2km", "the most that counts: 30min, 2km"))
	f.StringVar(&o.by, "by", "", a.t("time、length 或 straight；默认 time，--within 是距离则为 length", "time, length or straight; time if not given, length where --within is a distance"))
	f.StringArrayVar(&o.at, "at", nil, a.t("地点 经度,纬度（可重复），代替 TO", "a place LON,LAT (repeatable) instead of TO"))
	f.IntVar(&o.nearest, "nearest", 0, a.t("只列每处最近的几个", "only so many of the nearest of each"))
	f.Float64Var(&o.detour, "detour", 1, a.t("直线的绕行系数", "factor for straight lines"))
	f.BoolVar(&o.wide, "table", false, a.t("宽表", "a matrix"))
	f.BoolVar(&o.plain, "plain", false, a.t("CSV 不加只为表格软件而设的 BOM 和编码后的制表符", "CSV without the byte order mark and the TAB behind codes, which only spreadsheets need"))
	f.BoolVar(&o.json, "json", false, "JSON")
	a.addCatchFlags(cmd, &o.catch)
	return cmd
}

// costSource gives costs place by place.
type costSource struct {
	from, to       *travel.Places
	unit           string
	each           func(context.Context, travel.Choice, func(int, []coverage.Entry) error) error
	sums           func(context.Context, float64) ([]travel.Sum, error)
	fromPut, toPut *travel.Put // nil for straight lines
	choice         travel.Choice
	without        int // places that reach nothing
}

func (a *app) costs(ctx context.Context, o *costsOptions, args []string) error {
	choice, unit, err := o.choice(a, args)
	if err != nil {
		return err
	}
	inputs := append(slices.Clone(args), o.street.roads, o.street.heights)
	if err := o.layer.mayWrite(inputs...); err != nil {
		return err
	}
	summary := layerFlags{out: o.catch.summary, overwrite: o.layer.overwrite}
	if err := summary.mayWrite(append(inputs, o.layer.out)...); err != nil {
		return err
	}
	bar := a.progress()
	defer bar.done()
	var src *costSource
	if o.by == "straight" {
		src, err = a.straightCosts(ctx, o, args, unit)
	} else {
		src, err = a.streetCosts(ctx, o, streetQuery{args, unit, bar})
	}
	if err != nil {
		return err
	}
	src.choice = choice
	bar.show(datasets.T("计算", "measure"), 0, len(src.from.List), "costs")
	if err := a.writeCosts(ctx, o, src); err != nil {
		return err
	}
	if o.catch.sum != "" || o.catch.capacity {
		return nil
	}
	if src.without > 0 && !a.quiet {
		a.sayWithout(src.without, len(src.from.List), choice.Within, unit)
	}
	return nil
}

// sayWithout tells how many of the places reach nothing; within is the most that
// counts, 0 for no bound.
func (a *app) sayWithout(n, places int, within float64, unit string) {
	limit := ""
	if within > 0 {
		text := coverage.CostText(within, unit)
		limit = a.t("%s 之内", " within %s", text.In(a.lang))
	}
	a.say(a.t("%[2]d 处地点里有 %[1]d 处%[3]s一个也到不了", "%[1]d of %[2]d places reach none%[3]s", n, places, limit))
}

// choice understands what is asked for; it settles o.by.
func (o *costsOptions) choice(a *app, args []string) (c travel.Choice, unit string, err error) {
	usage := func(zh, en string) error { return usageError{errors.New(a.t(zh, en))} }
	switch {
	case (len(args) == 2) == (len(o.at) > 0):
		return c, "", usage("给出 FROM 和 TO，或 FROM 和 --at 经度,纬度", "give FROM and TO, or FROM and --at LON,LAT")
	case len(args) == 2 && args[0] == "-" && args[1] == "-" || o.street.roads == "-" && (args[0] == "-" || args[len(args)-1] == "-"):
		return c, "", usage("只有一个输入可以是 -", "only one input can be -")
	case o.nearest < 0:
		return c, "", usage("--nearest 至少为 1", "--nearest is at least 1")
	case o.detour < 1 || o.detour > 10:
		return c, "", usage("--detour 须在 1 到 10 之间", "--detour is 1 to 10")
	case o.json && (o.wide || o.layer.format != ""):
		return c, "", usage("--json 不与 --table、--format 合用", "--json goes without --table and --format")
	}
	if err := o.catch.check(a, o); err != nil {
		return c, "", err
	}
	c.Nearest = o.nearest
	if o.within != "" {
		list, u, err := a.within([]string{o.within})
		if err != nil {
			return c, "", err
		}
		c.Within, unit = list[0], u
	}
	unit, err = o.settle(a, unit)
	return c, unit, err
}

// settle chooses what is counted: seconds or metres.
func (o *costsOptions) settle(a *app, within string) (unit string, err error) {
	usage := func(zh, en string) error { return usageError{errors.New(a.t(zh, en))} }
	switch o.by {
	case "":
		o.by = "time"
		if within == travel.Metres {
			o.by = "length"
		}
	case "time", "length", "straight":
	default:
		return "", usage("--by 须为 time、length 或 straight", "--by is time, length or straight")
	}
	switch {
	case o.by == "time" && within == travel.Metres, o.by == "length" && within == travel.Seconds:
		return "", usage("--by 与 --within 的单位不合：time 要时间，length 要距离", "--by and the unit of --within do not fit: time goes with times, length with distances")
	case o.by == "straight" && o.street.roads != "":
		return "", usage("--by straight 不用路网；去掉 --roads", "--by straight uses no streets: leave out --roads")
	case o.by == "straight" && within == travel.Seconds && o.street.speed == "":
		return "", usage("直线的时间需要 --speed", "times in a straight line need --speed")
	case o.by != "straight" && o.detour != 1:
		return "", usage("--detour 只用于 --by straight", "--detour goes with --by straight")
	case o.by == "time", o.by == "straight" && within == "" && o.street.speed != "", within == travel.Seconds:
		return travel.Seconds, nil
	}
	return travel.Metres, nil
}

// straightCosts asks for straight lines.
func (a *app) straightCosts(ctx context.Context, o *costsOptions, args []string, unit string) (*costSource, error) {
	way := travel.Straight{Detour: o.detour}
	if unit == travel.Seconds {
		v, err := travel.ParseSpeed(o.street.speed)
		if err != nil {
			return nil, usageError{err}
		}
		way.Speed = v
	}
	from, to, err := a.bothSides(ctx, o, args)
	if err != nil {
		return nil, err
	}
	sums := func(ctx context.Context, within float64) ([]travel.Sum, error) {
		return way.Sums(ctx, from, to, within)
	}
	return &costSource{from: from, to: to, unit: unit, sums: sums, each: func(ctx context.Context, c travel.Choice, yield func(int, []coverage.Entry) error) error {
		return way.Each(ctx, from, to, c, yield)
	}}, nil
}

func (a *app) bothSides(ctx context.Context, o *costsOptions, args []string) (from, to *travel.Places, err error) {
	o.fromLayer.weight, o.toLayer.weight = o.catch.weight, o.catch.sum
	if o.catch.sum == countPlaces {
		o.toLayer.weight = ""
	}
	if from, err = a.places(ctx, args[0], &o.fromLayer); err != nil {
		return nil, nil, err
	}
	to, err = a.sites(ctx, args[1:], o.at, &o.toLayer)
	return from, to, err
}

// streetQuery is what streetCosts needs beside the flags.
type streetQuery struct {
	args []string
	unit string
	bar  *bar
}

// streetCosts asks for ways along streets.
func (a *app) streetCosts(ctx context.Context, o *costsOptions, q streetQuery) (*costSource, error) {
	options, err := o.street.options(a, q.unit)
	if err != nil {
		return nil, err
	}
	from, to, err := a.bothSides(ctx, o, q.args)
	if err != nil {
		return nil, err
	}
	streets, err := a.streets(ctx, options, q.bar)
	if err != nil {
		return nil, err
	}
	fromPut, err := a.put(ctx, streets, from, &o.fromLayer)
	if err != nil {
		return nil, err
	}
	toPut, err := a.put(ctx, streets, to, &o.toLayer)
	if err != nil {
		return nil, err
	}
	sums := func(ctx context.Context, within float64) ([]travel.Sum, error) {
		return streets.Sums(ctx, fromPut, toPut, within)
	}
	return &costSource{from: from, to: to, unit: q.unit, fromPut: fromPut, toPut: toPut, sums: sums, each: func(ctx context.Context, c travel.Choice, yield func(int, []coverage.Entry) error) error {
		return streets.Each(ctx, fromPut, toPut, c, yield)
	}}, nil
}
