package testkit

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// OpenInQGIS runs output/gis/testdata/open_in_qgis.py, which stands at script,
// on a GeoPackage and a project, and decodes what it reports into seen. It
// skips the test with -short and where QGIS is not installed; under CI it must
// be.
func OpenInQGIS(t *testing.T, script, gpkg, qgz string, seen any) {
	t.Helper()
	if testing.Short() {
		t.Skip("starting QGIS takes seconds")
	}
	python := "/usr/bin/python3" // the one that distributions build QGIS for
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	env := append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "LC_ALL=C.UTF-8", "XDG_RUNTIME_DIR="+t.TempDir(), "QGIS_CUSTOM_CONFIG_PATH="+t.TempDir())
	probe := exec.Command(python, "-c", "import qgis.core")
	probe.Env = env
	if out, err := probe.CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("QGIS for Python is not installed: %v\n%s", err, out)
		}
		t.Skip("QGIS for Python is not installed (Debian: apt install python3-qgis)")
	}
	cmd := exec.Command(python, script, gpkg, qgz, t.TempDir())
	cmd.Env = env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if err := json.Unmarshal([]byte(report(string(out))), seen); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
}

// report is the line that holds the JSON object: QGIS and Qt print warnings of
// their own on standard output.
func report(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], "{") {
			return lines[i]
		}
	}
	return out
}
