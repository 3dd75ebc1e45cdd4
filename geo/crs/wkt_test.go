package crs

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Pieces of the descriptions below.
const (
	esriCGCS = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	esriWGS  = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	gk114    = `PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
	gk117    = `PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",117.0],UNIT["Meter",1.0]]`
	gkLocal  = `PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",-2000000.0],PARAMETER["Central_Meridian",113.833333333333],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
)

func TestParseWKT(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"byte order mark, spaces, lower case, parentheses": {"\ufeff \r\n" + strings.NewReplacer("[", " ( ", "]", " )\n", "GEOGCS", "geogcs").Replace(esriWGS), "EPSG:4326"},
		"vertical system behind":                           {esriWGS + `,VERTCS["EGM96",VDATUM["x"],PARAMETER["Vertical_Shift",0.0],UNIT["Meter",1.0]]`, "EPSG:4326"},
		"by parameters, of a name nobody knows":            {`PROJCS["深圳坐标",` + esriCGCS + `,` + gk114, "EPSG:4547"},
		"a name that the parameters contradict":            {`PROJCS["CGCS2000_3_Degree_GK_CM_117E",` + esriCGCS + `,` + gk114, "EPSG:4547"},
		"a number that the parameters contradict":          {`PROJCS["x",` + esriCGCS + `,` + strings.TrimSuffix(gk114, "]") + `,AUTHORITY["EPSG","4548"]]`, "EPSG:4547"},
		"6° by name":                           {`PROJCS["CGCS2000_GK_CM_117E",` + esriCGCS + `,` + gk117, "EPSG:4509"},
		"3° by name":                           {`PROJCS["CGCS2000_3_Degree_GK_CM_117E",` + esriCGCS + `,` + gk117, "EPSG:4548"},
		"3° where 6° would do, without a name": {`PROJCS["",` + esriCGCS + `,` + gk117, "EPSG:4548"},
		"frame that an old program has lost":   {`PROJCS["unnamed",GEOGCS["GRS 1980(IUGG, 1980)",DATUM["unknown",SPHEROID["GRS80",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],` + gk114, "EPSG:4547"},
		"rounded flattening":                   {strings.Replace(esriWGS, "298.257223563", "298.257", 1), "EPSG:4326"},
		"local grid":                           {`PROJCS["Shenzhen_Local",` + esriCGCS + `,` + gkLocal, "+proj=tmerc +lat_0=0 +lon_0=113.833333333333 +k=1 +x_0=200000 +y_0=-2000000 +ellps=GRS80 +units=m +no_defs"},
		"US survey feet":                       {`PROJCS["NAD_1983_StatePlane_Illinois_East_FIPS_1201_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",984250.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-88.33333333333333],PARAMETER["Scale_Factor",0.999975],PARAMETER["Latitude_Of_Origin",36.66666666666666],UNIT["Foot_US",0.3048006096012192]]`, "+proj=tmerc +lat_0=36.66666666666666 +lon_0=-88.33333333333333 +k=0.999975 +x_0=300000 +y_0=0 +ellps=GRS80 +towgs84=0,0,0 +units=us-ft +no_defs"},
		"modern frame elsewhere":               {`GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",SPHEROID["GRS 1980",6378137,298.257222101],TOWGS84[0,0,0,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4258"]]`, "+proj=longlat +ellps=GRS80 +towgs84=0,0,0 +no_defs"},
		"compound":                             {`COMPD_CS["x",` + esriWGS + `,VERT_CS["y",VERT_DATUM["z",2005],UNIT["metre",1]]]`, "EPSG:4326"},
		"Web Mercator of Google's time":        {`PROJCS["Google Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["sphere",6378137,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]`, "EPSG:3857"},
		"bound, version 2":                     {`BOUNDCRS[SOURCECRS[GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],CS[ellipsoidal,2],AXIS["lat",north],AXIS["lon",east],ANGLEUNIT["degree",0.0174532925199433]]],TARGETCRS[GEOGCRS["x"]],ABRIDGEDTRANSFORMATION["t",METHOD["m"],PARAMETER["X-axis translation",0],PARAMETER["Scale difference",1]]]`, "EPSG:4326"},
		"number alone":                         {`PROJCS["x",AUTHORITY["EPSG","4547"]]`, "EPSG:4547"},
		"doubled quotation mark":               {`GEOGCS["a ""b"" c",` + strings.SplitN(esriWGS, ",", 2)[1], "EPSG:4326"},
	}
	for name, c := range cases {
		s, err := ParseWKT(c.text)
		if err != nil || s.Code() != c.want {
			t.Errorf("%s: got %v, %v; want %s", name, s, err, c.want)
			continue
		}
		if again, err := Parse(c.text); err != nil || again.Code() != c.want {
			t.Errorf("%s, by Parse: got %v, %v; want %s", name, again, err, c.want)
		}
		if again, err := Parse(s.Code()); err != nil || again.Code() != s.Code() {
			t.Errorf("%s: the code comes back as %v, %v", name, again, err)
		}
	}
}

func TestParseWKTKeepsName(t *testing.T) {
	s, err := ParseWKT(`PROJCS["深圳独立` + "\x01" + `坐标系",` + esriCGCS + `,` + gkLocal)
	if err != nil || s.Name() != "深圳独立坐标系" {
		t.Fatalf("got %v, %v", s, err)
	}
	if code, ok := s.EPSG(); ok || code != 0 {
		t.Errorf("EPSG: got %d, %v", code, ok)
	}
	if !strings.HasPrefix(s.WKT1(), `PROJCS["深圳独立坐标系",GEOGCS["GCS_China`) {
		t.Errorf("WKT1: got %s", s.WKT1())
	}
}

// What each refusal must say, in both languages.
func TestRefused(t *testing.T) {
	old := func(name, spheroid string) string {
		return `PROJCS["` + name + `_3_Degree_GK_CM_114E",GEOGCS["GCS_` + name + `",DATUM["D_` + name + `",SPHEROID[` + spheroid + `]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],` + gk114
	}
	lcc := strings.Replace(`PROJCS["Asia_Lambert",`+esriWGS+`,`+gk114, "Gauss_Kruger", "Lambert_Conformal_Conic", 1)
	cases := map[string]struct{ text, zh, en string }{
		"Beijing 1954":         {old("Beijing_1954", `"Krasovsky_1940",6378245.0,298.3`), "30至105米", "Beijing 1954"},
		"Xi'an 1980":           {old("Xian_1980", `"Xian_1980",6378140.0,298.257`), "约一百米", "Xi'an 1980"},
		"New Beijing":          {old("New_Beijing", `"Krasovsky_1940",6378245.0,298.3`), "新1954年", "New Beijing"},
		"by number":            {strings.TrimSuffix(old("x", `"x",6378140.0,298.257`), "]") + `,AUTHORITY["EPSG","2383"]]`, "1980西安坐标系", "Xi'an 1980"},
		"another datum":        {old("Hong_Kong_1980", `"International_1924",6378388.0,297.0`), "D_Hong_Kong_1980", "International_1924"},
		"Lambert":              {lcc, "投影方法是 Lambert_Conformal_Conic", "projection Lambert_Conformal_Conic"},
		"Albers":               {strings.Replace(lcc, "Lambert_Conformal_Conic", "Albers", 1), "Albers", "Albers"},
		"Mercator":             {strings.Replace(lcc, "Lambert_Conformal_Conic", "Mercator", 1), "Mercator", "Mercator"},
		"gradians":             {strings.Replace(esriWGS, `"Degree",0.0174532925199433`, `"Grad",0.015707963267948967`, 1), "角度单位是 Grad", "angular unit Grad"},
		"Paris":                {strings.Replace(esriWGS, `"Greenwich",0.0`, `"Paris",2.337229166666667`, 1), "本初子午线", "prime meridian"},
		"chains":               {strings.Replace(`PROJCS["x",`+esriWGS+`,`+gk114, `"Meter",1.0`, `"Chain",20.1168`, 1), "长度单位是 Chain", "unit of length Chain"},
		"unknown parameter":    {strings.Replace(`PROJCS["x",`+esriWGS+`,`+gk114, `"Latitude_Of_Origin",0.0`, `"Azimuth",3.0`, 1), "Azimuth = 3", "Azimuth = 3"},
		"no meridian":          {strings.Replace(`PROJCS["x",`+esriWGS+`,`+gk114, `"Central_Meridian",114.0`, `"Central_Meridian",x`, 1), "NaN", "NaN"},
		"axes turned":          {strings.Replace(`PROJCS["x",`+esriWGS+`,`+gk114, `UNIT["Meter",1.0]]`, `UNIT["Meter",1.0],AXIS["X",SOUTH]]`, 1), "south", "south"},
		"shift":                {strings.Replace(esriCGCS, `298.257222101]`, `298.257222101],TOWGS84[15.8,-154.4,-82.3]`, 1), "转换参数", "transformation"},
		"local":                {`LOCAL_CS["工程坐标",UNIT["metre",1]]`, "LOCAL_CS", "LOCAL_CS"},
		"geocentric":           {`GEODCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]],CS[Cartesian,3]]`, "GEODCRS", "GEODCRS"},
		"nothing below":        {`PROJCS["x"]`, "没有椭球", "no ellipsoid"},
		"cut off":              {esriWGS[:60], "右", "closing"},
		"empty":                {"", "缺关键字", "no keyword"},
		"too deep":             {strings.Repeat("A[", 1000), "嵌套过深", "too many brackets"},
		"too long":             {`GEOGCS["` + strings.Repeat("x", maxText), "超过", "more than"},
		"bound without source": {`BOUNDCRS[TARGETCRS[` + esriWGS + `]]`, "BOUNDCRS", "BOUNDCRS"},
	}
	for name, c := range cases {
		s, err := ParseWKT(c.text)
		var r *Refused
		if !errors.As(err, &r) || !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: got %v, %v; want a refusal", name, s, err)
			continue
		}
		if !strings.Contains(r.WhatZH, c.zh) || !strings.Contains(r.WhatEN, c.en) || r.HintZH == "" || r.HintEN == "" {
			t.Errorf("%s: got %s / %s; want them to say %q and %q", name, r.WhatZH, r.WhatEN, c.zh, c.en)
		}
	}
}

// Numbers of the EPSG register v10: the first and last of each range.
func TestOldCodes(t *testing.T) {
	want := map[string][]int{
		"Beijing 1954": {4214, 2401, 2442, 21413, 21423, 21453, 21463},
		"Xi'an 1980":   {4610, 2327, 2390},
		"New Beijing":  {4555, 4568, 4589, 4652, 4656, 4766, 4800, 4812, 4822},
	}
	for name, codes := range want {
		for _, code := range codes {
			if _, err := ByEPSG(code); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%d: got %v, want it to say %s", code, err, name)
			}
		}
	}
	for _, text := range []string{"北京54", "西安80坐标系", "1954年北京坐标系", "Xian 1980", "xian_1980_3_degree_gk_zone_38"} {
		var r *Refused
		if _, err := Parse(text); !errors.As(err, &r) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	for _, code := range []int{2326, 2391, 2400, 2443, 4567, 4590, 4801} {
		var r *Refused
		if _, err := ByEPSG(code); err == nil || errors.As(err, &r) {
			t.Errorf("%d: got %v, want it not known", code, err)
		}
	}
}

// Every system of the table is the same after it was written and read.
func TestWKTRoundTrip(t *testing.T) {
	for _, code := range allCodes() {
		s := byEPSG(code)
		for _, text := range []string{s.WKT1(), s.OGCWKT(), s.PROJ()} {
			again, err := Parse(text)
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			// A PROJ string names neither the frame HARN nor the width of a zone.
			if text == s.PROJ() && (code == 2790 || s.same(again)) {
				continue
			}
			if again.Code() != s.Code() || again.Name() != s.Name() {
				t.Errorf("%s: came back as %s", text, again)
			}
		}
	}
	for _, name := range []string{"GCJ-02", "BD-09"} {
		if s := parse(t, name); s.WKT1()+s.OGCWKT()+s.PROJ() != "" {
			t.Errorf("%s has a description", name)
		}
	}
}

// fuzzed checks what must hold of any description: no panic, a refusal that can
// be shown, or a system that its own code and WKT lead back to.
func fuzzed(t *testing.T, s *System, err error) {
	if err != nil {
		var r *Refused
		if s != nil || !errors.Is(err, ErrUnknown) || len(err.Error()) > 4000 ||
			errors.As(err, &r) && strings.ContainsFunc(r.WhatZH+r.WhatEN, func(c rune) bool { return !unicode.IsPrint(c) && c != '\n' }) {
			t.Fatalf("got %v, %q", s, err)
		}
		return
	}
	again, err := Parse(s.Code())
	if err != nil || again.Code() != s.Code() {
		t.Fatalf("%s comes back as %v, %v", s, again, err)
	}
	if again, err = ParseWKT(s.OGCWKT()); err != nil || again.kind != s.kind {
		t.Fatalf("%s comes back as %v, %v", s.OGCWKT(), again, err)
	}
	p := orb.Point{s.tm.central + 1, s.tm.origin / 2}
	q, err := s.FromWGS84(p)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := s.ToWGS84(q); err != nil || geo.Distance(p, back) > 1e-5 {
		t.Fatalf("%s: %v came back as %v, %v", s, p, back, err)
	}
}

func FuzzParseWKT(f *testing.F) {
	for _, code := range []int{4326, 4547, 3857, 2790, 32750} {
		f.Add(byEPSG(code).WKT1())
		f.Add(byEPSG(code).OGCWKT())
	}
	for _, text := range []string{
		`PROJCS["x",` + esriCGCS + `,` + gkLocal, `LOCAL_CS["x"]`, `COMPD_CS["x",` + esriWGS + `]`, "A[", `A["`, `A["""]`, "\xff",
		`PROJCRS["x",BASEGEOGCRS["y",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]]],CONVERSION["z",METHOD["Transverse Mercator"],PARAMETER["Longitude of natural origin",114.1,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["False easting",5,LENGTHUNIT["foot",0.3048]]],CS[Cartesian,2],AXIS["e",east],AXIS["n",north],LENGTHUNIT["metre",1]]`,
		`BOUNDCRS[SOURCECRS[` + esriWGS + `],ABRIDGEDTRANSFORMATION["t",PARAMETERFILE["f","@null"]]]`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseWKT(text)
		fuzzed(t, s, err)
	})
}

func FuzzParsePROJJSON(f *testing.F) {
	for _, text := range []string{projjsonLocal, projjsonEnsemble, "{}", `{"id":{"authority":"EPSG","code":4547}}`, `{"type":"BoundCRS","source_crs":` + projjsonEnsemble + `,"transformation":{"parameters":[{"name":"x","value":1}]}}`, "null", "[", `{"type":"CompoundCRS","components":[{}]}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ParsePROJJSON(text)
		fuzzed(t, s, err)
	})
}

const (
	projjsonEnsemble = `{"type":"GeographicCRS","name":"WGS 84","datum_ensemble":{"name":"World Geodetic System 1984 ensemble","members":[{"name":"x"}],"ellipsoid":{"name":"WGS 84","semi_major_axis":6378137,"inverse_flattening":298.257223563},"accuracy":"2.0"},"coordinate_system":{"subtype":"ellipsoidal","axis":[{"name":"Geodetic latitude","direction":"north","unit":"degree"},{"name":"Geodetic longitude","direction":"east","unit":"degree"}]}}`
	projjsonLocal    = `{"type":"ProjectedCRS","name":"本地","base_crs":{"name":"CGCS2000","datum":{"type":"GeodeticReferenceFrame","name":"China 2000","ellipsoid":{"name":"CGCS2000","semi_major_axis":{"value":6378137,"unit":"metre"},"inverse_flattening":298.257222101}}},"conversion":{"method":{"name":"Transverse Mercator"},"parameters":[{"name":"Longitude of natural origin","value":114.1,"unit":"degree"},{"name":"False easting","value":1000,"unit":{"type":"LinearUnit","name":"US survey foot","conversion_factor":0.304800609601219}}]},"coordinate_system":{"axis":[{"direction":"east","unit":{"type":"LinearUnit","name":"US survey foot","conversion_factor":0.304800609601219}}]}}`
)

func TestParsePROJJSON(t *testing.T) {
	cases := map[string]string{
		projjsonEnsemble: "EPSG:4326",
		projjsonLocal:    "+proj=tmerc +lat_0=0 +lon_0=114.1 +k=1 +x_0=304.8006096012192 +y_0=0 +ellps=GRS80 +units=us-ft +no_defs",
		`{"type":"CompoundCRS","components":[` + projjsonEnsemble + `,{"type":"VerticalCRS"}]}`: "EPSG:4326",
		`{"id":{"authority":"EPSG","code":4547}}`:                                               "EPSG:4547",
		`{"id":{"authority":"EPSG","code":"4547"}}`:                                             "EPSG:4547",
		`{"type":"BoundCRS","source_crs":` + projjsonEnsemble + `,"transformation":{"parameters":[{"name":"X-axis translation","value":0,"unit":"metre"}]}}`: "EPSG:4326",
	}
	for text, want := range cases {
		if s, err := ParsePROJJSON([]byte(text)); err != nil || s.Code() != want {
			t.Errorf("%s: got %v, %v; want %s", text, s, err, want)
		}
	}
	for _, text := range []string{
		"", "null", "[]", "{", `{"type":"EngineeringCRS","name":"x"}`, `{"type":"ProjectedCRS"}`, `{"id":{"authority":"EPSG","code":4214}}`,
		strings.Replace(projjsonLocal, "Transverse Mercator", "Lambert Conic Conformal (2SP)", 1),
		strings.Replace(projjsonLocal, `"value":114.1`, `"value":null`, 1),
		strings.Replace(projjsonLocal, "6378137", "6378245", 1),
		`{"type":"BoundCRS","source_crs":` + projjsonEnsemble + `,"transformation":{"parameters":[{"name":"grid","value":"x.gsb"}]}}`,
		strings.Repeat(`{"type":"BoundCRS","source_crs":`, 5000),
		strings.Repeat(`{"type":"BoundCRS","source_crs":`, 40) + projjsonEnsemble + strings.Repeat("}", 40),
		`{"name":"` + strings.Repeat("x", maxText) + `"}`,
	} {
		var r *Refused
		if s, err := ParsePROJJSON([]byte(text)); !errors.As(err, &r) {
			t.Errorf("%.60s: got %v, %v; want a refusal", text, s, err)
		}
	}
}
