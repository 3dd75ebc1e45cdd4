package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets/samples"
	"fugai/internal/testkit"
)

// inQGIS is the part of what output/gis/testdata/open_in_qgis.py reports that
// every export must fulfil.
type inQGIS struct {
	Layers           []openedLayer
	Embedded, Beside struct {
		Opened   bool
		CRSValid bool `json:"crs_valid"`
		Tree     bool
		Layers   []openedLayer
		Layouts  []struct {
			Name     string
			Exported bool
		}
	}
}

type openedLayer struct {
	Name                                   string
	Valid                                  bool
	Promised, Count, Unsymbolised, Invalid int
}

// TestSamplesOpenInQGIS opens the exports of all five samples in QGIS from a
// moved folder.
func TestSamplesOpenInQGIS(t *testing.T) {
	script, err := filepath.Abs(filepath.Join("..", "..", "..", "output", "gis", "testdata", "open_in_qgis.py"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range samples.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var errs bytes.Buffer
			if code := Main([]string{"report", "--sample", name, "--out", dir, "--format", "gpkg,qgz"}, Streams{In: strings.NewReader(""), Out: new(bytes.Buffer), Err: &errs}); code != exitOK {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			var o inQGIS
			testkit.OpenInQGIS(t, script, filepath.Join(dir, "results.gpkg"), filepath.Join(dir, "results.qgz"), &o)
			o.check(t)
		})
	}
}

func (o *inQGIS) check(t *testing.T) {
	t.Helper()
	all := append(append(append([]openedLayer{}, o.Layers...), o.Embedded.Layers...), o.Beside.Layers...)
	if len(o.Layers) == 0 || len(o.Beside.Layers) == 0 || len(o.Beside.Layouts) == 0 {
		t.Errorf("%d layers, %d in the project, %d layouts", len(o.Layers), len(o.Beside.Layers), len(o.Beside.Layouts))
	}
	for _, l := range all {
		if !l.Valid || l.Count != l.Promised || l.Unsymbolised != 0 || l.Invalid != 0 {
			t.Errorf("layer %+v", l)
		}
	}
	if !o.Embedded.Opened || !o.Embedded.CRSValid || !o.Embedded.Tree || !o.Beside.Opened || !o.Beside.CRSValid || !o.Beside.Tree {
		t.Errorf("a project does not open whole: %+v %+v", o.Embedded.Opened, o.Beside.Opened)
	}
	for _, l := range o.Beside.Layouts {
		if !l.Exported {
			t.Errorf("layout %s is not drawn", l.Name)
		}
	}
}
