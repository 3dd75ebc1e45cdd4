// Package gis writes a result for QGIS and other map programs.
//
// Start with [WriteGeoPackage]: one file that holds every layer of the result
// with its style, and a QGIS project with a print layout for each target and each
// choice of sites.
// [WriteProject] writes the same project as a file of its own, to lie beside
// the GeoPackage. [WriteGaps] writes what is missing as GeoJSON.
//
// Layers are longitude and latitude in WGS 84 (EPSG:4326); the project shows
// them in a metric system of the place, so that its maps are not distorted.
// Tables and columns have ASCII names; titles, aliases and legends are in the
// language of [Options]. The files depend on the result and the options alone:
// the same input gives the same bytes. No figure is computed here; every
// number is read from the result.
package gis

import "fugai/datasets"

// Options chooses how a result is written. The zero value writes Chinese.
type Options struct {
	Lang datasets.Lang // of titles, aliases, legends and layouts; "" is Chinese
}

func (o Options) lang() datasets.Lang {
	if o.Lang == "" {
		return datasets.ZH
	}
	return o.Lang
}
