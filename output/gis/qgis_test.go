package gis

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"fugai/internal/testkit"
)

// What testdata/open_in_qgis.py reports.
type (
	seenLayer struct {
		Name         string
		Valid        bool
		Promised     int
		Count        int
		Spatial      bool
		Geometry     string
		CRS          string
		Renderer     string
		Classes      []string
		Labels       bool
		Unsymbolised int
		Invalid      int
		Aliases      map[string]string
	}
	seenProject struct {
		Opened   bool
		Title    string
		CRS      string
		CRSValid bool `json:"crs_valid"`
		Groups   []string
		Visible  []string
		Tree     bool
		Themes   []string
		Layers   []seenLayer
		Layouts  []struct {
			Name     string
			Exported bool
			Bytes    int
			Items    int
		}
	}
	seen struct {
		Layers           []seenLayer
		Embedded, Beside seenProject
	}
)

// openInQGIS runs the checker. It skips the test where QGIS is not installed.
func openInQGIS(t *testing.T, gpkg, qgz string) seen {
	t.Helper()
	var s seen
	testkit.OpenInQGIS(t, filepath.Join("testdata", "open_in_qgis.py"), gpkg, qgz, &s)
	return s
}

func TestOpensInQGIS(t *testing.T) {
	gpkg, qgz := write(t, t.TempDir(), madeResult(), Options{})
	s := openInQGIS(t, gpkg, qgz)
	checkLayers(t, s.Layers)
	layers := map[string]seenLayer{}
	for _, l := range s.Layers {
		layers[l.Name] = l
	}
	for _, c := range []struct {
		name, geometry, renderer string
		count                    int
		classes                  []string
	}{
		{"t_reading_2025", "MultiPolygon", categorized, 11, []string{"达到", "缺"}},
		{"t_nursing_1km", "MultiPolygon", ruled, 11, []string{"100 %", "80 至 <100 %", "60 至 <80 %", "40 至 <60 %", "0 至 <40 %", "不在评估范围或无数据"}},
		{"t_childcare_stock", "MultiPolygon", graduated, 11, []string{"≥ 6", "4–5", "2–3", "1", "0"}},
		{"t_playground_all", "MultiPolygon", categorized, 111, []string{"达到", "缺"}},
		{"facilities", "Point", categorized, 145, []string{"阅读设施", "母婴室", "托育机构", "儿童游乐场地"}},
		{"areas_subdistrict", "MultiPolygon", single, 11, nil},
	} {
		l := layers[c.name]
		if l.Geometry != c.geometry || l.Renderer != c.renderer || l.Count != c.count || !slices.Equal(l.Classes, c.classes) {
			t.Errorf("%s: %s %s %d %q, want %s %s %d %q", c.name, l.Geometry, l.Renderer, l.Count, l.Classes, c.geometry, c.renderer, c.count, c.classes)
		}
		if l.Aliases["name"] != "名称" || !l.Labels {
			t.Errorf("%s: alias of name %q, labels %v", c.name, l.Aliases["name"], l.Labels)
		}
	}
	for name, p := range map[string]seenProject{"embedded": s.Embedded, "beside": s.Beside} {
		t.Run(name, func(t *testing.T) { checkProject(t, p) })
	}
}

func checkLayers(t *testing.T, layers []seenLayer) {
	t.Helper()
	for _, l := range layers {
		switch {
		case !l.Valid:
			t.Errorf("%s: QGIS cannot open it", l.Name)
		case l.Promised != l.Count:
			t.Errorf("%s: %d features, %d promised", l.Name, l.Count, l.Promised)
		case l.Spatial && (l.CRS != "EPSG:4326" || l.Unsymbolised > 0 || l.Invalid > 0):
			t.Errorf("%s: %s, %d features without a symbol, %d invalid", l.Name, l.CRS, l.Unsymbolised, l.Invalid)
		case l.Spatial && len(l.Aliases) == 0:
			t.Errorf("%s: no aliases", l.Name)
		}
	}
}

func checkProject(t *testing.T, p seenProject) {
	t.Helper()
	checkLayers(t, p.Layers)
	if !p.Opened || !p.CRSValid || p.CRS != "EPSG:4547" || p.Title != "龙岗区儿童友好设施覆盖评估" || !p.Tree {
		t.Errorf("opened %v, CRS %s valid %v, title %q, tree agrees %v", p.Opened, p.CRS, p.CRSValid, p.Title, p.Tree)
	}
	if want := []string{"缺口", "设施", "场所与需求", "行政区划", "目标", "数据表"}; !slices.Equal(p.Groups, want) {
		t.Errorf("groups %q, want %q", p.Groups, want)
	}
	if want := []string{"缺口：街道级儿童阅读设施全覆盖", "阅读设施", "街道级儿童阅读设施全覆盖"}; !slices.Equal(p.Visible, want) {
		t.Errorf("visible at first: %q, want %q", p.Visible, want)
	}
	if len(p.Themes) != 6 || len(p.Layouts) != 6 {
		t.Errorf("%d themes and %d layouts, want 6 of each", len(p.Themes), len(p.Layouts))
	}
	for _, l := range p.Layouts {
		if !l.Exported || l.Bytes < 10_000 || l.Items < 9 {
			t.Errorf("layout %s: exported %v, %d bytes, %d items", l.Name, l.Exported, l.Bytes, l.Items)
		}
	}
}

func TestOpensInQGISInEnglish(t *testing.T) {
	gpkg, qgz := write(t, t.TempDir(), madeResult(), Options{Lang: "en"})
	s := openInQGIS(t, gpkg, qgz)
	checkLayers(t, append(s.Layers, s.Beside.Layers...))
	if got := slices.Sorted(maps.Values(s.Layers[0].Aliases)); !slices.Contains(got, "unit above") {
		t.Errorf("aliases %q, want English ones", got)
	}
	if !slices.Contains(s.Beside.Groups, "Targets") {
		t.Errorf("groups %q, want English ones", s.Beside.Groups)
	}
}
