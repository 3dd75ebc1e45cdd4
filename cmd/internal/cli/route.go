package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/internal/travel"
)

type routeOptions struct {
	street             streetFlags
	fromLayer, toLayer placeFlags
	layer              layerFlags
	from, to           string
	by, within         string
	toNearest, asJSON  bool
}

func (a *app) routeCmd() *cobra.Command {
	o := &routeOptions{fromLayer: placeFlags{side: "from"}, toLayer: placeFlags{side: "to"}}
	cmd := &cobra.Command{
		Use:   "route [FROM TO] --roads FILE",
		Short: a.t("沿路网的路线：两个地点之间，或每一处到最近的设施", "ways along streets: between two places, or from each place to its nearest site"),
		Long: a.t(`--from 与 --to 给出两个地点（经度,纬度，WGS 84）；或给两个图层 FROM TO 与 --nearest，每一处到它最近的设施各一条线，--direction from 为从设施来。
--by time（默认，最快）或 length（最短）。--within 只要这么近的。写到 stdout 的是 GeoJSON；--out 的扩展名决定格式，如 routes.gpkg，可在 QGIS 里打开。
线从地点画到地点，两端离开道路的一段也在内，路程和时间同样计入。属性：from_id, from_name, to_id, to_name，minutes（最短路线没有），metres，off_street_m。
--prefer quiet 按加权的时间或路程选路；minutes 和 metres 仍是实际的，weighted_minutes 或 weighted_metres 是选路所用的，--within 也按它。`,
			`--from and --to give two places (LON,LAT in WGS 84); or two layers FROM TO and --nearest give a line from each place to its nearest site, or from the site with --direction from.
--by time (if not given, the fastest) or length (the shortest). --within wants only those so near. stdout gets GeoJSON; the extension of --out chooses the format, such as routes.gpkg for QGIS.
Lines run from place to place, the stretches off the street at both ends included, as they are in distance and time. Attributes: from_id, from_name, to_id, to_name, minutes (not of the shortest), metres, off_street_m.
--prefer quiet chooses by weighted times or distances; minutes and metres stay what is walked, weighted_minutes or weighted_metres is what the way was chosen by, and what --within is held to.`),
		Example: "  fugai init longgang --sample longgang\n  fugai route longgang/居民点.csv longgang/儿童阅读设施.csv --nearest --roads longgang/道路.zip --out routes.gpkg\n  fugai route --from 114.143012,22.742614 --to 114.145014,22.740144 --roads longgang/道路.zip",
		Args:    cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.route(cmd.Context(), o, args)
		},
	}
	a.addStreetFlags(cmd, &o.street)
	a.addPlaceFlags(cmd, &o.fromLayer, "FROM")
	a.addPlaceFlags(cmd, &o.toLayer, "TO")
	a.addLayerFlags(cmd, &o.layer, "GeoJSON")
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", a.t("起点 经度,纬度", "where to start, LON,LAT"))
	f.StringVar(&o.to, "to", "", a.t("终点 经度,纬度", "where to go, LON,LAT"))
	f.BoolVar(&o.toNearest, "nearest", false, a.t("FROM 的每一处到 TO 中最近的一处", "from each place of FROM to the nearest of TO"))
	f.StringVar(&o.by, "by", "", a.t("time 或 length；默认 time，--within 是距离则为 length", "time or length; time if not given, length where --within is a distance"))
	f.StringVar(&o.within, "within", "", a.t("上限：30min、2km", "the most that counts: 30min, 2km"))
	f.BoolVar(&o.asJSON, "json", false, a.t("stdout 为 GeoJSON（默认就是）", "GeoJSON on stdout, as it is in any case"))
	return cmd
}

// routeSides are the two sides of the routes.
type routeSides struct {
	from, to *travel.Put
	layers   bool
	within   float64
}

func (a *app) route(ctx context.Context, o *routeOptions, args []string) error {
	within, unit, err := o.understand(a, args)
	if err != nil {
		return err
	}
	if o.asJSON && !o.layer.toFile() {
		o.layer.format = "GeoJSON"
	}
	options, err := o.street.options(a, unit)
	options.Plain = true
	if err != nil {
		return err
	}
	if err := o.layer.mayWrite(append(args, o.street.roads, o.street.heights)...); err != nil {
		return err
	}
	from, to, err := a.routePlaces(ctx, o, args)
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.done()
	streets, err := a.streets(ctx, options, bar)
	if err != nil {
		return err
	}
	sides := routeSides{layers: len(args) > 0, within: within}
	if sides.from, err = a.put(ctx, streets, from, &o.fromLayer); err != nil {
		return err
	}
	if sides.to, err = a.put(ctx, streets, to, &o.toLayer); err != nil {
		return err
	}
	bar.show(datasets.T("计算", "measure"), 0, 1, "route")
	routes, err := a.findRoutes(ctx, streets, sides)
	if err != nil {
		return err
	}
	return a.putLayer(ctx, routeTable(routes, sides, streets), &o.layer, open.WriteOptions{Format: "GeoJSON", Layer: "routes"})
}

// understand checks the flags that belong together.
func (o *routeOptions) understand(a *app, args []string) (within float64, unit string, err error) {
	usage := func(zh, en string) error { return usageError{errors.New(a.t(zh, en))} }
	pair := o.from != "" && o.to != "" && len(args) == 0 && !o.toNearest
	layers := o.from == "" && o.to == "" && len(args) == 2 && o.toNearest
	switch {
	case !pair && !layers:
		return 0, "", usage("给出 --from 与 --to，或 FROM TO 与 --nearest", "give --from and --to, or FROM TO and --nearest")
	case layers && args[0] == "-" && args[1] == "-" || layers && o.street.roads == "-" && (args[0] == "-" || args[1] == "-"):
		return 0, "", usage("只有一个输入可以是 -", "only one input can be -")
	case pair && o.street.direction == "from":
		return 0, "", usage("--from 和 --to 已说明方向；--direction 用于两个图层", "--from and --to say the direction; --direction is for two layers")
	}
	c := costsOptions{by: o.by, detour: 1}
	if o.by == "straight" {
		return 0, "", usage("--by 须为 time 或 length", "--by is time or length")
	}
	if o.within != "" {
		list, u, err := a.within([]string{o.within})
		if err != nil {
			return 0, "", err
		}
		within, unit = list[0], u
	}
	unit, err = c.settle(a, unit)
	return within, unit, err
}

func (a *app) routePlaces(ctx context.Context, o *routeOptions, args []string) (from, to *travel.Places, err error) {
	if len(args) == 0 {
		start, err := a.pointsOf("--from", []string{o.from})
		if err != nil {
			return nil, nil, err
		}
		end, err := a.pointsOf("--to", []string{o.to})
		return travel.PlacesAt(start), travel.PlacesAt(end), err
	}
	if from, err = a.places(ctx, args[0], &o.fromLayer); err != nil {
		return nil, nil, err
	}
	to, err = a.places(ctx, args[1], &o.toLayer)
	return from, to, err
}

// findRoutes finds the ways and says how many there are not.
func (a *app) findRoutes(ctx context.Context, streets *travel.Streets, s routeSides) ([]*travel.Route, error) {
	if !s.layers {
		routes, err := streets.Routes(ctx, s.from, s.to, []travel.Trip{{}})
		if err != nil {
			return nil, err
		}
		if routes[0] == nil || s.within > 0 && routes[0].Weighted > s.within {
			return nil, &datasets.Problem{What: datasets.T("从 %[1]s 到 %[2]s 没有路", "there is no way from %[1]s to %[2]s", s.from.List[0].Name, s.to.List[0].Name),
				Hint: datasets.T("可能是单行道、不相连的路网，或 --within 太小", "one-way streets, streets that are not joined, or a small --within may be why")}
		}
		return routes, nil
	}
	routes, err := streets.ToNearest(ctx, s.from, s.to, s.within)
	if err != nil {
		return nil, err
	}
	if n := len(s.from.At) - len(routes); n > 0 && !a.quiet {
		a.sayWithout(n, len(s.from.At), s.within, streets.Unit())
	}
	return routes, nil
}

// routeTable makes a layer of lines. Of two layers, from is always the place
// that is asked for; the line runs in the direction that is travelled.
func routeTable(routes []*travel.Route, s routeSides, streets *travel.Streets) *datasets.Table {
	columns := []column{{"from_id", datasets.TypeText}, {"from_name", datasets.TypeText}, {"to_id", datasets.TypeText}, {"to_name", datasets.TypeText}}
	timed := streets.Unit() == travel.Seconds
	if timed {
		columns = append(columns, column{"minutes", datasets.TypeReal})
	}
	columns = append(columns, column{"metres", datasets.TypeReal}, column{"off_street_m", datasets.TypeReal})
	if streets.Prefer != "" {
		columns = append(columns, column{"weighted_" + costColumn(streets.Unit()), datasets.TypeReal})
	}
	t := newTable(true, columns)
	from, to := s.from, s.to
	if s.layers && streets.Backwards() {
		from, to = to, from
	}
	for _, r := range routes {
		if r == nil {
			continue
		}
		a, b := &from.List[r.From], &to.List[r.To]
		values := []string{a.ID, a.Name, b.ID, b.Name}
		if timed {
			values = append(values, decimal(r.Cost/60, 3))
		}
		values = append(values, decimal(r.Metres, 1), decimal(r.OffStreet, 1))
		if streets.Prefer != "" {
			values = append(values, costValue(r.Weighted, streets.Unit(), 3))
		}
		t.Records = append(t.Records, datasets.Record{Row: len(t.Records) + 1, Geometry: r.Line, Values: values})
	}
	return t
}
