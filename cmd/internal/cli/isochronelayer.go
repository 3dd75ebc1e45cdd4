package cli

import (
	"math"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
	"fugai/internal/travel"
)

// costColumn is what a column of costs is called: minutes are read, seconds are
// exact.
func costColumn(unit string) string {
	if unit == travel.Metres {
		return "metres"
	}
	return "minutes"
}

// costValue writes a cost for that column, to some decimals.
func costValue(cost float64, unit string, decimals int) string {
	if unit != travel.Metres {
		cost /= 60
	}
	return decimal(cost, decimals)
}

// decimal writes a number with at most some decimals.
func decimal(v float64, decimals int) string {
	scale := math.Pow10(decimals)
	return strconv.FormatFloat(math.Round(v*scale)/scale, 'f', -1, 64)
}

// column is a column of a layer that is made.
type column struct {
	name string
	kind datasets.Type
}

func newTable(spatial bool, columns []column) *datasets.Table {
	t := &datasets.Table{Spatial: spatial}
	for _, c := range columns {
		t.Columns, t.Types = append(t.Columns, c.name), append(t.Types, c.kind)
	}
	return t
}

// siteColumns lead a table in which sites are told apart.
func siteColumns(r reachOf) []column {
	if r.reach.Sharing == travel.Dissolved {
		return nil
	}
	return []column{{"site_id", datasets.TypeText}, {"site_name", datasets.TypeText}}
}

func siteValues(r reachOf, site int) []string {
	if r.reach.Sharing == travel.Dissolved {
		return nil
	}
	return []string{r.sites.List[site].ID, r.sites.List[site].Name}
}

// groundTable makes a layer of polygons.
func groundTable(found *travel.Isochrones, r reachOf, lang datasets.Lang) *datasets.Table {
	unit := r.streets.Unit()
	columns := append(siteColumns(r), column{"within", datasets.TypeText}, column{costColumn(unit), datasets.TypeReal})
	if r.reach.Bands {
		columns = append(columns, column{costColumn(unit) + "_from", datasets.TypeReal})
	}
	t := newTable(true, append(columns, column{"area_km2", datasets.TypeReal}))
	for i, g := range found.Grounds {
		within := found.Within[g.Threshold]
		values := append(siteValues(r, g.Site), coverage.CostText(within, unit).In(lang), costValue(within, unit, 4))
		if r.reach.Bands {
			from := 0.0
			if g.Threshold > 0 {
				from = found.Within[g.Threshold-1]
			}
			values = append(values, costValue(from, unit, 4))
		}
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: append(values, decimal(float64(g.Area)/1e6, 6)), Geometry: g.Shape})
	}
	return t
}

// streetTable makes a layer of pieces of street.
func streetTable(list []travel.Stretch, within []float64, r reachOf, lang datasets.Lang) *datasets.Table {
	unit := r.streets.Unit()
	t := newTable(true, append(siteColumns(r), column{"within", datasets.TypeText}, column{costColumn(unit), datasets.TypeReal},
		column{"least", datasets.TypeReal}, column{"most", datasets.TypeReal}, column{"way", datasets.TypeInteger}, column{"length_m", datasets.TypeReal}))
	for i, s := range list {
		limit := within[s.Threshold]
		length := 0.0
		for k := 1; k < len(s.Line); k++ {
			length += float64(geo.Distance(s.Line[k-1], s.Line[k]))
		}
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Geometry: s.Line, Values: append(siteValues(r, s.Site),
			coverage.CostText(limit, unit).In(lang), costValue(limit, unit, 4), costValue(s.Least, unit, 3), costValue(s.Most, unit, 3), strconv.FormatInt(s.Way, 10), decimal(length, 1))})
	}
	return t
}
