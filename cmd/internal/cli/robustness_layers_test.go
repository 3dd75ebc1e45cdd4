package cli

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/crs"
)

// asLayer writes a layer of the plain study (communities.geojson or sites.csv)
// in another format and gives the files that it consists of.
func asLayer(t *testing.T, from, name string, o open.WriteOptions) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	put(t, filepath.Join(dir, from), plainStudy()[from])
	table, err := open.Layer(context.Background(), filepath.Join(dir, from), open.Options{})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := open.Encode(table, name, o, func([]datasets.Finding) {})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, p := range parts {
		file := name
		if p.Ext != "" {
			file = strings.TrimSuffix(name, filepath.Ext(name)) + p.Ext
		}
		path := filepath.Join(dir, file)
		if err := p.Write(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		if out[file], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// unitsFrom makes the study read its communities from another file.
func unitsFrom(file string) map[string]string {
	return map[string]string{"from: communities.geojson": "from: " + file}
}

// bent is files with some changed: nil takes one away.
func bent(files map[string][]byte, changes map[string][]byte) map[string][]byte {
	out := maps.Clone(files)
	for name, data := range changes {
		if data == nil {
			delete(out, name)
		} else {
			out[name] = data
		}
	}
	return out
}

// patched is data with bytes put in at a place.
func patched(data []byte, at int, with ...byte) []byte {
	out := bytes.Clone(data)
	copy(out[at:], with)
	return out
}

func little(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

func system(t *testing.T, code string) *crs.System {
	t.Helper()
	s, err := crs.Parse(code)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRobustShapefile covers rows 37 to 41.
func TestRobustShapefile(t *testing.T) {
	sound := asLayer(t, "communities.geojson", "units.shp", open.WriteOptions{})
	metres := asLayer(t, "communities.geojson", "units.shp", open.WriteOptions{System: system(t, "EPSG:4547")})
	gbk := asLayer(t, "communities.geojson", "units.shp", open.WriteOptions{Encoding: "GBK"})
	// The head of the first record stands at 100, its shape's type at 108, the
	// numbers of its parts and points at 144 and 148 (ESRI white paper, 1998).
	lies := bent(sound, map[string][]byte{"units.shp": patched(sound["units.shp"], 144, little(2_000_000_000)...)})
	runAll(t, []hostile{
		{name: "a sound Shapefile", files: sound, where: unitsFrom("units.shp"), want: accept},
		{name: "a Shapefile in metres", files: metres, where: unitsFrom("units.shp"), want: accept},
		{row: "37", name: "degrees without .prj", files: bent(sound, map[string][]byte{"units.prj": nil}), where: unitsFrom("units.shp"), want: warn, rule: "crs-missing", text: "units.shp|.prj", zh: "WGS 84", en: "WGS 84"},
		{row: "37", name: "metres without .prj", files: bent(metres, map[string][]byte{"units.prj": nil}), where: unitsFrom("units.shp"), want: reject, text: "units.shp|EPSG:4547|crs"},
		{row: "37", name: ".prj of Xi'an 1980", files: bent(metres, map[string][]byte{"units.prj": []byte(`PROJCS["Xian_1980_3_Degree_GK_CM_114E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["Central_Meridian",114.0],UNIT["Meter",1.0]]`)}),
			where: unitsFrom("units.shp"), want: reject, text: "units.shp|.prj", zh: "1980西安坐标系", en: "Xi'an 1980"},
		{row: "38", name: "no .dbf", files: bent(sound, map[string][]byte{"units.dbf": nil}), where: unitsFrom("units.shp"), want: reject, text: "units.shp|.dbf"},
		{row: "38", name: "no .shx", files: bent(sound, map[string][]byte{"units.shx": nil}), where: unitsFrom("units.shp"), want: warn, rule: "shx-rebuilt", text: "units.shp|.shx"},
		{row: "39", name: "GBK without .cpg", files: bent(gbk, map[string][]byte{"units.cpg": nil}), where: unitsFrom("units.shp"), want: accept},
		{row: "39", name: "GBK with a .cpg that says UTF-8", files: bent(gbk, map[string][]byte{"units.cpg": []byte("UTF-8")}), where: unitsFrom("units.shp"), want: warn, rule: "cpg-false", text: "units.shp|UTF-8"},
		{row: "40", name: "two milliard parts", files: lies, where: unitsFrom("units.shp"), want: reject, text: "units.shp|2000000000", zh: "要素", en: "feature"},
		{row: "40", name: "cut off", files: bent(sound, map[string][]byte{"units.shp": sound["units.shp"][:len(sound["units.shp"])/2]}), where: unitsFrom("units.shp"), want: reject, text: "units.shp"},
		{row: "41", name: ".dbf of ten rows for sixteen shapes", files: bent(sound, map[string][]byte{"units.dbf": shortDBF(sound["units.dbf"], 10)}), where: unitsFrom("units.shp"), want: warn, rule: "dbf-short", count: 6, text: "units.shp|.dbf"},
	})
}

// shortDBF is a .dbf with its first rows only, and a header that says so.
func shortDBF(dbf []byte, rows int) []byte {
	header, width := int(binary.LittleEndian.Uint16(dbf[8:])), int(binary.LittleEndian.Uint16(dbf[10:]))
	return patched(dbf[:header+rows*width], 4, little(uint32(rows))...)
}

// TestRobustGeoPackage covers rows 42 to 48; those that need a database made by
// another program stand with the tests of the reader.
func TestRobustGeoPackage(t *testing.T) {
	sound := asLayer(t, "communities.geojson", "units.gpkg", open.WriteOptions{})
	whole := sound["units.gpkg"]
	// The application id stands at 68 (SQLite file format, 1.3).
	runAll(t, []hostile{
		{name: "a sound GeoPackage", files: sound, where: unitsFrom("units.gpkg"), want: accept},
		{name: "its layer by name", files: sound, where: unitsFrom("units.gpkg#units"), want: accept},
		{name: "metres", files: asLayer(t, "communities.geojson", "units.gpkg", open.WriteOptions{System: system(t, "EPSG:4547")}), where: unitsFrom("units.gpkg"), want: accept},
		{row: "42", name: "application id 0", files: map[string][]byte{"units.gpkg": patched(whole, 68, 0, 0, 0, 0)}, where: unitsFrom("units.gpkg"), want: warn, rule: "application-id", text: "units.gpkg"},
		{row: "44", name: "cut off", files: map[string][]byte{"units.gpkg": whole[:len(whole)/2]}, where: unitsFrom("units.gpkg"), want: reject, text: "units.gpkg"},
		{row: "44", name: "pages of noise", files: map[string][]byte{"units.gpkg": patched(whole, 4096, bytes.Repeat([]byte{0xa5}, len(whole)-4096)...)}, where: unitsFrom("units.gpkg"), want: reject, text: "units.gpkg"},
		{row: "48", name: "a layer that is not there", files: sound, where: unitsFrom("units.gpkg#街道"), want: reject, text: "units.gpkg|街道|units"},
		{row: "48", name: "several layers and none chosen", files: map[string][]byte{"results.gpkg": resultsOf(t)}, where: unitsFrom("results.gpkg"), want: reject, text: "results.gpkg|#|areas"},
	})
}

// resultsOf is the GeoPackage that a report on the plain study leaves.
func resultsOf(t *testing.T) []byte {
	t.Helper()
	dir, out := t.TempDir(), t.TempDir()
	for name, data := range plainStudy() {
		put(t, filepath.Join(dir, name), data)
	}
	if _, stderr, code := fugai("report", dir, "--out", out, "--format", "gpkg"); code != exitOK {
		t.Fatal(stderr)
	}
	data, err := os.ReadFile(filepath.Join(out, "results.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// zipped packs files under the names that they are given.
func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, data := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestRobustKML covers rows 49 and 50, and archives with names that lead out.
func TestRobustKML(t *testing.T) {
	sound := asLayer(t, "sites.csv", "sites.kml", open.WriteOptions{})
	from := func(file string) map[string]string { return sitesFrom(file, "") }
	doc := string(sound["sites.kml"])
	bomb := strings.Replace(doc, "<kml", `<!DOCTYPE kml [<!ENTITY a "阅读"><!ENTITY b "&a;&a;&a;&a;">]><kml`, 1)
	outside := strings.Replace(doc, "<kml", `<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml`, 1)
	link := strings.Replace(doc, "<Placemark", `<NetworkLink><Link><href>http://169.254.169.254/latest/meta-data</href></Link></NetworkLink><Placemark`, 1)
	shapes := asLayer(t, "communities.geojson", "units.shp", open.WriteOptions{})
	inFolder, above := map[string][]byte{}, map[string][]byte{}
	for name, data := range shapes {
		inFolder["数据/"+name], above["../../"+name] = data, data
	}
	runAll(t, []hostile{
		{name: "a sound KML", files: sound, where: from("sites.kml"), want: accept},
		{name: "a sound KMZ", files: asLayer(t, "sites.csv", "sites.kmz", open.WriteOptions{}), where: from("sites.kmz"), want: accept},
		{name: "a zipped Shapefile", files: map[string][]byte{"units.zip": zipped(t, inFolder)}, where: unitsFrom("units.zip"), want: accept},
		{row: "49", name: "entity bomb", files: map[string][]byte{"sites.kml": []byte(bomb)}, where: from("sites.kml"), want: reject, text: "sites.kml"},
		{row: "49", name: "external entity", files: map[string][]byte{"sites.kml": []byte(outside)}, where: from("sites.kml"), want: reject, text: "sites.kml"},
		{row: "50", name: "NetworkLink", files: map[string][]byte{"sites.kml": []byte(link)}, where: from("sites.kml"), want: warn, rule: "network-link", count: 1, text: "sites.kml|169.254.169.254"},
		{row: "58", name: "names that leave the folder", files: map[string][]byte{"units.zip": zipped(t, above)}, where: unitsFrom("units.zip"), want: reject, text: "units.zip|../"},
	})
}
