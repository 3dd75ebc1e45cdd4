package crs

import "strings"

// frame is the geodetic reference frame of a system. All of them are taken
// as WGS 84.
type frame int

const (
	wgs84    frame = iota
	cgcs2000       // China Geodetic Coordinate System 2000
	harn           // NAD83(HARN)
	grs80          // any other on the ellipsoid GRS 1980: ETRS89, NAD83, TWD97, GDA2020
)

// frameTexts are the names and EPSG numbers that a frame has in WKT. A number
// of 0 is not written.
type frameTexts struct {
	inverseF                      float64
	name, datum, ellipsoid        string // EPSG; the datum as WKT1 of OGC has it
	number, datumNumber, ellipsNo int
	esriName, esriDatum, esriEll  string
	proj                          string // the parameter of a PROJ string
}

// texts gives the names of a frame: those of the EPSG register v10 and of
// ArcGIS, as projinfo of PROJ 9.1.1 prints them.
func (f frame) texts() frameTexts {
	switch f {
	case cgcs2000:
		return frameTexts{
			inverseF: inverseFGRS80, proj: "+ellps=GRS80",
			name: "China Geodetic Coordinate System 2000", datum: "China_2000", ellipsoid: "CGCS2000",
			number: 4490, datumNumber: 1043, ellipsNo: 1024,
			esriName: "GCS_China_Geodetic_Coordinate_System_2000", esriDatum: "D_China_2000", esriEll: "CGCS2000",
		}
	case harn:
		return frameTexts{
			inverseF: inverseFGRS80, proj: "+ellps=GRS80 +towgs84=0,0,0",
			name: "NAD83(HARN)", datum: "NAD83_High_Accuracy_Reference_Network", ellipsoid: "GRS 1980",
			number: 4152, datumNumber: 6152, ellipsNo: 7019,
			esriName: "GCS_North_American_1983_HARN", esriDatum: "D_North_American_1983_HARN", esriEll: "GRS_1980",
		}
	case grs80:
		return frameTexts{
			inverseF: inverseFGRS80, proj: "+ellps=GRS80 +towgs84=0,0,0",
			name: "Modern frame on GRS 1980", datum: "Modern_frame_on_GRS_1980", ellipsoid: "GRS 1980", ellipsNo: 7019,
			esriName: "GCS_Modern_GRS_1980", esriDatum: "D_Modern_GRS_1980", esriEll: "GRS_1980",
		}
	}
	return frameTexts{
		inverseF: inverseFWGS84, proj: "+datum=WGS84",
		name: "WGS 84", datum: "WGS_1984", ellipsoid: "WGS 84",
		number: 4326, datumNumber: 6326, ellipsNo: 7030,
		esriName: "GCS_WGS_1984", esriDatum: "D_WGS_1984", esriEll: "WGS_1984",
	}
}

// frameOn tells the frame from the folded names of a datum and of the system on
// it, and where they tell nothing from the inverse flattening. A nameless frame
// on GRS 1980 is CGCS2000, which has that ellipsoid: it is what old programs
// make of a Chinese system.
func frameOn(names string, inverseF float64) frame {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(names, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("china2000", "chinageodetic", "cgcs2000", "国家2000", "2000国家"):
		return cgcs2000
	case has("wgs1984", "wgs84", "worldgeodeticsystem1984"):
		return wgs84
	case has("harn", "highaccuracyreferencenetwork"):
		return harn
	case inverseF > (inverseFWGS84+inverseFGRS80)/2:
		return wgs84
	case names == "" || has("unknown", "notspecified", "unnamed", "basedon", "custom"):
		return cgcs2000
	}
	return grs80
}
