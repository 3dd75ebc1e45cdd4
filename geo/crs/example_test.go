package crs_test

import (
	"fmt"

	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

func ExampleParse() {
	s, err := crs.Parse("urn:ogc:def:crs:EPSG::4547")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s)
	// The pair was computed with PROJ 9.1.1.
	p, err := s.ToWGS84(orb.Point{525374.9776, 2513595.2235})
	fmt.Printf("%.4f %.4f %v\n", p[0], p[1], err)
	// Output:
	// EPSG:4547 (CGCS2000 / 3-degree Gauss-Kruger CM 114E)
	// 114.2470 22.7204 <nil>
}

func ExampleCandidates() {
	for _, l := range crs.Candidates(orb.Point{38525374.9776, 2513595.2235}) {
		fmt.Printf("%s: %.4f %.4f\n", l.System, l.Point[0], l.Point[1])
	}
	// Output: EPSG:4526 (CGCS2000 / 3-degree Gauss-Kruger zone 38): 114.2470 22.7204
}

func ExampleParseWKT() {
	// The .prj file of a city's own grid: no number of the EPSG register has it.
	s, err := crs.ParseWKT(`PROJCS["City_Grid",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",` +
		`DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],` +
		`PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",120000.0],PARAMETER["False_Northing",-2000000.0],` +
		`PARAMETER["Central_Meridian",114.1],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`)
	fmt.Println(s.Name(), err)
	fmt.Println(s.Code())
	_, err = crs.ParseWKT(`GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]]`)
	fmt.Println(err)
	// Output:
	// City_Grid <nil>
	// +proj=tmerc +lat_0=0 +lon_0=114.1 +k=1 +x_0=120000 +y_0=-2000000 +ellps=GRS80 +units=m +no_defs
	// crs: the coordinate system "GCS_Xian_1980" is in Xi'an 1980, for which no transformation to CGCS2000 is public; taken as CGCS2000 its points would lie about a hundred metres off; convert the data to CGCS2000 first, with the parameters of the local surveying office; if the declaration is wrong, name the true system with crs
}

func ExampleElsewhere() {
	// Declared as the zone of 117°E, but the other layers are in Shenzhen.
	declared, err := crs.Parse("EPSG:4548")
	if err != nil {
		fmt.Println(err)
		return
	}
	shenzhen := orb.Bound{Min: orb.Point{113.7, 22.4}, Max: orb.Point{114.7, 22.9}}
	for _, l := range crs.Elsewhere(orb.Point{525374.9776, 2513595.2235}, declared, shenzhen) {
		fmt.Printf("%s: %.4f %.4f\n", l.System, l.Point[0], l.Point[1])
	}
	// Output: EPSG:4547 (CGCS2000 / 3-degree Gauss-Kruger CM 114E): 114.2470 22.7204
}

func ExampleProject() {
	// The numbers are those of gdaltransform, GDAL 3.6.2.
	s, err := crs.Parse("EPSG:4547")
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := crs.Project(s, orb.LineString{{114.247, 22.7204}, {114, 22}})
	fmt.Printf("%.1f %v\n", g, err)
	// Output: [[525375.0 2513595.2] [500000.0 2433800.5]] <nil>
}
