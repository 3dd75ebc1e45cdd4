package cli

import (
	"context"
	"errors"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/internal/travel"
	"fugai/output"
)

type isochroneOptions struct {
	street                            streetFlags
	place                             placeFlags
	layer                             layerFlags
	within, at                        []string
	perSite, overlap, bands, byStreet bool
	json                              bool
}

func (a *app) isochroneCmd() *cobra.Command {
	o := &isochroneOptions{}
	cmd := &cobra.Command{
		Use:   "isochrone [SITES] --roads FILE --within 5min,10min,15min",
		Short: a.t("设施沿路网几分钟（或几米）之内的范围", "the ground within some minutes (or metres) of sites along streets"),
		Long: a.t(`SITES 是设施图层（点，或面的中心；OpenStreetMap 摘录写作 文件.osm.pbf#amenity=school），也可以用 --at 经度,纬度 给出地点（可重复）。
--within 是时间（15min、15分钟、0.25h、90s）或距离（500m、1km），可有几个。范围内的每一处，到设施的路程（含离开道路的那一段，不超过 --limit）都不超过它。
默认每个阈值一个多边形，大的含小的，大的在前；--bands 只取各阈值之间的环。--per-site 把地面分给最近的设施，互不重叠；--overlap 给出每处设施各自的全部范围。
--streets 不画面，而给出到得了的路段及其时间。写到 stdout 的是 GeoJSON；--out 的扩展名决定格式。
属性：within 阈值，minutes 或 metres 同一阈值的数字，minutes_from / metres_from 环的起点，area_km2 椭球面上的面积，site_id 与 site_name。`,
			`SITES is a layer of facilities (points, or the middle of polygons; of an extract of OpenStreetMap FILE.osm.pbf#amenity=school); --at LON,LAT gives places instead (repeatable).
--within takes times (15min, 15分钟, 0.25h, 90s) or distances (500m, 1km), one or several. From everywhere in the ground the way to a site, the stretch off the street included (at most --limit), takes no more than that.
By default there is one polygon a threshold, the larger holding the smaller and standing first; --bands gives the rings between thresholds. --per-site gives all ground to its nearest site, without overlap; --overlap gives each site all that it reaches.
--streets gives the pieces of street that are reached, with their times, instead of polygons. stdout gets GeoJSON; the extension of --out chooses the format.
Attributes: within, the threshold; minutes or metres, the same as a number; minutes_from / metres_from, where a ring begins; area_km2, on the ellipsoid; site_id and site_name.`),
		Example: "  fugai init longgang --sample longgang\n  fugai isochrone longgang/儿童阅读设施.csv --roads longgang/道路.zip --within 5min,10min,15min --out 步行圈.gpkg\n  fugai isochrone --at 114.145,22.740 --roads longgang/道路.zip --within 500m,1km --limit 200m > around.geojson",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.isochrone(cmd.Context(), o, args)
		},
	}
	a.addStreetFlags(cmd, &o.street)
	a.addPlaceFlags(cmd, &o.place, "SITES")
	a.addLayerFlags(cmd, &o.layer, "GeoJSON")
	f := cmd.Flags()
	f.StringSliceVar(&o.within, "within", nil, a.t("阈值：时间或距离，用逗号分开", "thresholds: times or distances, set apart by commas"))
	f.StringArrayVar(&o.at, "at", nil, a.t("地点 经度,纬度（可重复），代替 SITES", "a place LON,LAT (repeatable) instead of SITES"))
	f.BoolVar(&o.perSite, "per-site", false, a.t("地面归最近的设施，互不重叠", "ground goes to the nearest site, without overlap"))
	f.BoolVar(&o.overlap, "overlap", false, a.t("每处设施各自的全部范围，可重叠", "each site has all that it reaches, which may overlap"))
	f.BoolVar(&o.bands, "bands", false, a.t("只取阈值之间的环", "the rings between thresholds"))
	f.BoolVar(&o.byStreet, "streets", false, a.t("给出路段而不是面", "pieces of street instead of polygons"))
	f.BoolVar(&o.json, "json", false, a.t("stdout 为 GeoJSON（默认就是）", "GeoJSON on stdout, as it is in any case"))
	return cmd
}

func (a *app) isochrone(ctx context.Context, o *isochroneOptions, args []string) error {
	reach, unit, err := o.reach(a, args)
	if err != nil {
		return err
	}
	if o.json && !o.layer.toFile() {
		o.layer.format = "GeoJSON"
	}
	streetOptions, err := o.street.options(a, unit)
	if err != nil {
		return err
	}
	if err := o.layer.mayWrite(append(args, o.street.roads, o.street.heights)...); err != nil {
		return err
	}
	places, err := a.sites(ctx, args, o.at, &o.place)
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.done()
	streets, err := a.streets(ctx, streetOptions, bar)
	if err != nil {
		return err
	}
	sites, err := a.put(ctx, streets, places, &o.place)
	if err != nil {
		return err
	}
	bar.show(datasets.T("计算", "measure"), 0, 1, "isochrone")
	if o.byStreet {
		return a.reachedStreets(ctx, o, reachOf{streets, sites, reach})
	}
	return a.grounds(ctx, o, reachOf{streets, sites, reach})
}

// reach understands what is asked for.
func (o *isochroneOptions) reach(a *app, args []string) (r travel.Reach, unit string, err error) {
	switch {
	case (len(args) == 0) == (len(o.at) == 0):
		return r, "", usageError{errors.New(a.t("给出 SITES 或 --at 经度,纬度，二者之一", "give SITES or --at LON,LAT, one of the two"))}
	case len(args) > 0 && args[0] == "-" && o.street.roads == "-":
		return r, "", usageError{errors.New(a.t("只有一个输入可以是 -", "only one input can be -"))}
	case o.perSite && o.overlap:
		return r, "", usageError{errors.New(a.t("--per-site 与 --overlap 只能给一个", "give --per-site or --overlap, not both"))}
	case o.byStreet && (o.overlap || o.bands):
		return r, "", usageError{errors.New(a.t("--streets 的路段本来就按阈值分段、归最近的设施，不与 --overlap、--bands 合用", "--streets cuts streets at the thresholds and gives them to the nearest site: it goes without --overlap and --bands"))}
	}
	r.Within, unit, err = a.within(o.within)
	r.Bands = o.bands
	switch {
	case o.perSite:
		r.Sharing = travel.ToNearest
	case o.overlap:
		r.Sharing = travel.Overlaid
	}
	return r, unit, err
}

// sites reads the layer, or the places that are written out.
func (a *app) sites(ctx context.Context, args, at []string, f *placeFlags) (*travel.Places, error) {
	if len(at) > 0 && len(f.where) > 0 {
		return nil, usageError{errors.New(a.t("--%[1]s 用于图层，不用于 --at", "--%[1]s is for a layer, not for --at", f.name("where")))}
	}
	if len(at) > 0 {
		points, err := a.pointsOf("--at", at)
		return travel.PlacesAt(points), err
	}
	return a.places(ctx, args[0], f)
}

// reachOf is a question and what it is asked of.
type reachOf struct {
	streets *travel.Streets
	sites   *travel.Put
	reach   travel.Reach
}

// grounds draws polygons and writes them.
func (a *app) grounds(ctx context.Context, o *isochroneOptions, r reachOf) error {
	found, err := r.streets.Isochrones(ctx, r.sites, r.reach)
	if err != nil {
		return err
	}
	t := groundTable(found, r, a.lang)
	if err := a.putLayer(ctx, t, &o.layer, open.WriteOptions{Format: "GeoJSON", Layer: "isochrone"}); err != nil || !o.layer.toFile() || a.quiet {
		return err
	}
	_, err = a.Out.Write([]byte(a.groundSummary(found, r) + "\n"))
	return err
}

// groundSummary tells the size of what was written.
func (a *app) groundSummary(found *travel.Isochrones, r reachOf) string {
	t := a.table(a.t("范围", "within"), a.t("面", "polygons"), a.t("面积 km²", "area km²"))
	for i, within := range found.Within {
		count, area := 0, 0.0
		for _, g := range found.Grounds {
			if g.Threshold == i {
				count++
				area += float64(g.Area) / 1e6
			}
		}
		size := output.Number(area, 2)
		if r.reach.Sharing == travel.Overlaid && count > 1 {
			size = "–" // what overlaps has no sum
		}
		t.AppendRow(table.Row{coverage.CostText(within, r.streets.Unit()).In(a.lang), count, size})
	}
	return t.Render()
}

// reachedStreets lists pieces of street and writes them.
func (a *app) reachedStreets(ctx context.Context, o *isochroneOptions, r reachOf) error {
	list, within, err := r.streets.Reached(ctx, r.sites, r.reach)
	if err != nil {
		return err
	}
	return a.putLayer(ctx, streetTable(list, within, r, a.lang), &o.layer, open.WriteOptions{Format: "GeoJSON", Layer: "streets"})
}
