package cli

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/internal/study"
)

// Limits of one mutation: no input of some kilobytes may take longer or more.
const (
	maxMutationTime  = 5 * time.Second
	maxMutationBytes = 512 << 20
)

// mutations is how many inputs TestRobustMutations tries; FUGAI_MUTATIONS asks
// for more, and FUGAI_MUTATION_SEED for others.
func mutations() int { return fromEnv("FUGAI_MUTATIONS", 600) }

func fromEnv(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// seed is a sound file, with the files beside it that belong to it. One of
// them is mutated at a time.
type seed struct {
	name   string // of the file that is read
	data   []byte
	beside map[string][]byte
}

func seeds(t *testing.T) []seed {
	plain := plainStudy()
	rows := cellsOf(string(plain["sites.csv"]))
	all := []seed{
		{"communities.geojson", collection(communities()[:4]), nil},
		{"sites.geojson", sitesGeoJSON(6, asPoint), nil},
		{"projected.geojson", projected(t, "EPSG:4547", communities()[:2], true), nil},
		{"sites.csv", []byte(sitesCSV(8, func(x, y float64) (float64, float64) { return x, y })), nil},
		{"gbk.csv", encoded(t, sitesCSV(8, func(x, y float64) (float64, float64) { return x, y }), "GBK"), nil},
		{"utf16.csv", encoded(t, sitesCSV(4, func(x, y float64) (float64, float64) { return x, y }), "UTF-16"), nil},
		{"sites.xlsx", workbookOf(t, rows[:6]), nil},
		{"raw.xlsx", rawWorkbook(t, `<row r="1">`+cellXML("A1", "text", "名称")+cellXML("B1", "text", "经度")+cellXML("C1", "text", "纬度")+`</row><row r="2">`+cellXML("A2", "text", "甲")+cellXML("B2", "", "114.01")+cellXML("C2", "", "22.61")+`</row>`, true), nil},
		{"study.yaml", plain["study.yaml"], nil},
	}
	for _, layer := range []struct{ from, name string }{
		{"communities.geojson", "units.shp"}, {"sites.csv", "sites.shp"}, {"communities.geojson", "units.zip"}, {"communities.geojson", "units.gpkg"},
		{"sites.csv", "sites.gpkg"}, {"communities.geojson", "units.kml"}, {"sites.csv", "sites.kmz"}, {"sites.csv", "sites.geojsonl"},
	} {
		files := asLayer(t, layer.from, layer.name, open.WriteOptions{})
		all = append(all, seed{layer.name, files[layer.name], bent(files, map[string][]byte{layer.name: nil})})
	}
	return all
}

// tokens are what mutations put into files.
func tokens() []string {
	return []string{"[", "]", "{", "}", "[[[[", `"`, "\\", "\\u", "\\ud800", ",", ":", "null", "NaN", "-1e999", "1e-999", "99999999999999999999", "\x00", "\xff\xfe", "\xef\xbb\xbf", "\x80", "\n", "\r", "\t", "'", ";", "=", "合计", "°", "１", "POLYGON((", "EPSG:4547", "<", "&#0;", "]]>", "PK\x03\x04", "- ", "&a *a", "!!binary ", ": |", "#", "%"}
}

// mutate makes a few random changes.
func mutate(rng *rand.Rand, data []byte) []byte {
	out := append([]byte(nil), data...)
	words := tokens()
	for range 1 + rng.IntN(4) {
		at := rng.IntN(len(out) + 1)
		switch rng.IntN(6) {
		case 0: // a bit
			if at < len(out) {
				out[at] ^= 1 << rng.IntN(8)
			}
		case 1: // cut off
			out = out[:at]
		case 2: // a part is missing
			to := min(len(out), at+1+rng.IntN(20))
			out = append(out[:at:at], out[to:]...)
		case 3: // a part stands twice
			to := min(len(out), at+1+rng.IntN(200))
			out = append(out[:to:to], out[at:]...)
		case 4: // a word is put in
			w := words[rng.IntN(len(words))]
			out = append(out[:at:at], append([]byte(w), out[at:]...)...)
		case 5: // a byte becomes another
			if at < len(out) {
				out[at] = byte(rng.IntN(256))
			}
		}
	}
	return out
}

// TestRobustMutations reads mutated seeds of every format as every role and
// counts panics, slow reads and great hunger.
func TestRobustMutations(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, uint64(fromEnv("FUGAI_MUTATION_SEED", 11))))
	all := seeds(t)
	dir := t.TempDir()
	for name, data := range plainStudy() {
		put(t, filepath.Join(dir, name), data)
	}
	bad := 0
	for n := range mutations() {
		s := all[n%len(all)]
		name, data := s.pick(rng)
		data = mutate(rng, data)
		if trouble := tryRead(dir, s, name, data); trouble != "" {
			bad++
			keep := filepath.Join(os.TempDir(), fmt.Sprintf("mutation-%d-%s", n, name))
			_ = os.WriteFile(keep, data, 0o644) // for the one who mends it
			t.Errorf("mutation %d of %s: %s; kept as %s", n, s.name, trouble, keep)
		}
	}
	t.Logf("%d mutations of %d seeds, %d with trouble", mutations(), len(all), bad)
}

// pick chooses which of a seed's files is mutated: mostly the main one.
func (s seed) pick(rng *rand.Rand) (name string, data []byte) {
	if len(s.beside) == 0 || rng.IntN(2) == 0 {
		return s.name, s.data
	}
	names := slices.Sorted(maps.Keys(s.beside))
	name = names[rng.IntN(len(names))]
	return name, s.beside[name]
}

// tryRead reads one input, of which one file is mutated, and says what went
// wrong, "" for nothing.
func tryRead(dir string, s seed, mutated string, data []byte) (trouble string) {
	defer func() {
		if r := recover(); r != nil {
			trouble = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	path := filepath.Join(dir, "mutated-"+s.name)
	files := bent(map[string][]byte{s.name: s.data}, s.beside)
	files[mutated] = data
	for name, data := range files {
		path := filepath.Join(dir, "mutated-"+name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err.Error()
		}
		defer os.Remove(path)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	started := time.Now()
	var err error
	if filepath.Ext(s.name) == ".yaml" {
		var s *study.Study
		if s, err = study.Open(path); err == nil {
			_, err = s.Run(context.Background(), study.Options{})
		}
	} else {
		var t *datasets.Table
		if t, _, err = open.Read(context.Background(), path, open.Options{}); err == nil {
			mapRoles(t)
		}
	}
	took := time.Since(started)
	runtime.ReadMemStats(&after)
	switch {
	case took > maxMutationTime:
		return fmt.Sprintf("it took %v", took)
	case after.TotalAlloc-before.TotalAlloc > maxMutationBytes:
		return fmt.Sprintf("it took %d MB", (after.TotalAlloc-before.TotalAlloc)>>20)
	case err != nil && err.Error() == "":
		return "an error without a message"
	}
	return ""
}

// mapRoles maps a table in every role; errors are as good as results here.
func mapRoles(t *datasets.Table) {
	tax := datasets.BuiltinTaxonomy()
	_, _ = datasets.Areas(t, datasets.AreaOptions{Level: "community", Weights: map[string]string{"people": "人口"}}, tax)
	_, _ = datasets.Facilities(t, datasets.FacilityOptions{Kind: "reading"}, tax)
	_, _ = datasets.Demands(t, datasets.DemandOptions{}, tax)
	_, _ = datasets.Candidates(t, datasets.CandidateOptions{}, tax)
}
