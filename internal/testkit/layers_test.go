package testkit

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers lists every package, lowest first. A package may import only packages
// of a lower layer. A new package is added here, and to docs/architecture.md,
// on purpose.
var layers = [][]string{
	{"geo", "internal/testkit"},
	{"geo/crs", "geo/index", "geo/polygon"},
	{"datasets", "geo/network", "geo/raster"},
	{"datasets/internal/source", "geo/network/paths"},
	{"datasets/internal/place", "geo/network/isochrone"},
	{"datasets/vector", "datasets/tabular", "datasets/shapefile", "datasets/gpkg", "datasets/kml", "datasets/osm", "datasets/roads", "coverage", "coverage/spread"},
	{"datasets/open", "datasets/samples", "output", "coverage/siting"},
	{"output/html", "output/office", "output/gis", "internal/travel", "coverage/siting/highs"},
	{"internal/study", "output/save"},
	{"cmd/internal/cli"},
	{"cmd/fugai"},
	{"datasets/samples/generate", "coverage/siting/highs/generate"},
}

func TestLayers(t *testing.T) {
	const module = "fugai/"
	root := filepath.Join("..", "..")
	layer := map[string]int{}
	for i, pkgs := range layers {
		for _, p := range pkgs {
			layer[p] = i
		}
	}
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		own, known := layer[pkg]
		if !known {
			t.Errorf("%s: package %s is in no layer", rel, pkg)
			return nil
		}
		seen[pkg] = true
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			dep, inside := strings.CutPrefix(imp, module)
			if inside && layer[dep] >= own {
				t.Errorf("%s: %s (layer %d) imports %s (layer %d)", rel, pkg, own, dep, layer[dep])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for p := range layer {
		if !seen[p] && p != "internal/testkit" {
			t.Errorf("layer list names %s, which holds no code", p)
		}
	}
}
