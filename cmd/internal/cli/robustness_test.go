package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

// verdict is what a bad or odd input must come to.
type verdict byte

const (
	accept verdict = 'A' // exit 0, and nothing of the case's rules is reported
	warn   verdict = 'W' // exit 0 and a warning (or note) that counts and shows examples
	reject verdict = 'R' // exit 1, a message, and the old output untouched
)

// hostile is one input that a study must survive. The files lie beside the
// study file and replace those of plainStudy.
type hostile struct {
	row   string // of the table of faults, or "" for one beyond it
	name  string
	files map[string][]byte
	want  verdict
	rule  string            // of the finding that must occur, or with accept must not
	count int               // of its occurrences; 0 does not look
	at    []int             // rows of its first examples
	text  string            // in the finding or message, in both languages
	zh    string            // in the Chinese finding or message
	en    string            // in the English one
	probe func(*probe)      // looks at the result of an accepted run
	where map[string]string // further old=new replacements in study.yaml
}

// probe is an accepted run for a closer look.
type probe struct {
	*testing.T
	dir, out string
	result   *coverage.Result
	stdout   string
}

// plainStudy is a sound study of four streets with four communities each and
// fifty facilities; every case changes some of it.
func plainStudy() map[string][]byte {
	return map[string][]byte{
		"study.yaml":          []byte(plainYAML),
		"streets.geojson":     collection(streets()),
		"communities.geojson": collection(communities()),
		"sites.csv":           []byte(sitesCSV(50, func(x, y float64) (float64, float64) { return x, y })),
	}
}

const plainYAML = `title: {zh: 稳健性, en: Robustness}
as_of: 2025-12-31
areas:
  - {level: subdistrict, from: streets.geojson, code: 代码, name: 名称}
  - {level: community, from: communities.geojson, code: 代码, name: 名称, parent: 街道}
demand:
  - {from: community, weights: {people: 人口}}
facilities:
  - {kind: reading, from: sites.csv}
targets:
  - {id: each, kind: reading, presence: {every: community}}
  - {id: near, kind: reading, reach: {group: people, within: 500 m, share: 90%}}
`

// The plain study's ground: 4 × 4 communities of 0.02° each, and a street for
// each quarter.
const (
	west, south = 114.0, 22.6
	cell        = 0.02
)

func square(x, y, w, h float64) [][2]float64 {
	return [][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}
}

// ringText writes a ring as JSON.
func ringText(ring [][2]float64) string {
	parts := make([]string, len(ring))
	for i, p := range ring {
		parts[i] = fmt.Sprintf("[%.6f,%.6f]", p[0], p[1])
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func feature(geometry, properties string) string {
	return `{"type":"Feature","properties":{` + properties + `},"geometry":` + geometry + `}`
}

func polygon(rings ...[][2]float64) string {
	texts := make([]string, len(rings))
	for i, r := range rings {
		texts[i] = ringText(r)
	}
	return `{"type":"Polygon","coordinates":[` + strings.Join(texts, ",") + `]}`
}

func point(x, y float64) string {
	return fmt.Sprintf(`{"type":"Point","coordinates":[%.6f,%.6f]}`, x, y)
}

func collection(features []string) []byte {
	return []byte(`{"type":"FeatureCollection","features":[` + "\n" + strings.Join(features, ",\n") + "\n]}\n")
}

func streetName(i int) string {
	return []string{"东湖街道", "西山街道", "南苑街道", "北岭街道"}[i]
}
func streetCode(i int) string { return fmt.Sprintf("440307%03d000", i+1) }
func communityName(i int) string {
	return "青红蓝白"[3*(i/4):3*(i/4)+3] + "山水花木"[3*(i%4):3*(i%4)+3] + "社区"
}
func communityCode(i int) string { return fmt.Sprintf("440307%03d%03d", i/4+1, i%4+1) }

// corner is the south-west corner of a community: those of a street form a square.
func corner(i int) (x, y float64) {
	street, own := i/4, i%4
	return west + cell*float64(2*(street%2)+own%2), south + cell*float64(2*(street/2)+own/2)
}

func streets() []string {
	var out []string
	for i := range 4 {
		x, y := corner(4 * i)
		out = append(out, feature(polygon(square(x, y, 2*cell, 2*cell)), fmt.Sprintf(`"代码":"%s","名称":"%s"`, streetCode(i), streetName(i))))
	}
	return out
}

func communityProperties(i int) string {
	return fmt.Sprintf(`"代码":"%s","名称":"%s","街道":"%s","人口":%d`, communityCode(i), communityName(i), streetCode(i/4), 1000+i)
}

func communities() []string {
	var out []string
	for i := range 16 {
		x, y := corner(i)
		out = append(out, feature(polygon(square(x, y, cell, cell)), communityProperties(i)))
	}
	return out
}

// sitePlace spreads sites over the communities in turn.
func sitePlace(k int) (x, y float64, unit int) {
	unit = k % 16
	x, y = corner(unit)
	return x + cell*(0.06+0.88*float64(k*7%50)/50), y + cell*(0.06+0.88*float64(k*13%50)/50), unit
}

// sitesCSV writes n facilities, their places moved.
func sitesCSV(n int, move func(x, y float64) (float64, float64)) string {
	var b strings.Builder
	b.WriteString("编号,名称,经度,纬度,街道,社区,状态\n")
	for k := range n {
		x, y, unit := sitePlace(k)
		x, y = move(x, y)
		fmt.Fprintf(&b, "S%02d,阅读点%02d,%.6f,%.6f,%s,%s,开放\n", k+1, k+1, x, y, streetName(unit/4), communityName(unit))
	}
	return b.String()
}

// sitesGeoJSON writes n facilities as features.
func sitesGeoJSON(n int, geometry func(k int, x, y float64) string) []byte {
	var list []string
	for k := range n {
		x, y, unit := sitePlace(k)
		list = append(list, feature(geometry(k, x, y), fmt.Sprintf(`"编号":"S%02d","名称":"阅读点%02d","社区":"%s","状态":"开放"`, k+1, k+1, communityName(unit))))
	}
	return collection(list)
}

// run tries the case in both languages.
func (h hostile) run(t *testing.T) {
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		t.Run(string(lang), func(t *testing.T) { h.runIn(t, lang) })
	}
}

func (h hostile) runIn(t *testing.T, lang datasets.Lang) {
	dir, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	files := plainStudy()
	for name, data := range h.files {
		files[name] = data
	}
	for old, now := range h.where {
		if !bytes.Contains(files["study.yaml"], []byte(old)) {
			t.Fatalf("study.yaml has no %q", old)
		}
		files["study.yaml"] = bytes.ReplaceAll(files["study.yaml"], []byte(old), []byte(now))
	}
	for name, data := range files {
		put(t, filepath.Join(dir, name), data)
	}
	out := t.TempDir()
	for _, name := range outputs {
		put(t, filepath.Join(out, name), []byte("old "+name))
	}
	inputs, old := digest(t, dir), digest(t, out)

	args := []string{"--lang", string(lang), "report", dir, "--out", out}
	if lang == datasets.EN && h.want != reject { // the whole set was written in Chinese
		args = append(args, "--format", "json")
	}
	stdout, stderr, code := fugai(args...)
	soundMessages(t, stderr)
	if now := digest(t, dir); now != inputs {
		t.Errorf("the inputs were changed:\n%s\n%s", inputs, now)
	}
	leftNothing(t, out)
	if left := digest(t, temp); left != "" {
		t.Errorf("temporary files are left: %s", left)
	}
	if h.want == reject {
		if code != exitData {
			t.Fatalf("exit %d, want %d\n%s%s", code, exitData, stdout, stderr)
		}
		if digest(t, out) != old {
			t.Error("the old output was changed")
		}
		h.says(t, lang, stderr)
		if !strings.Contains(stderr, "\n  ") {
			t.Errorf("the message has no next step:\n%s", stderr)
		}
		return
	}
	if code != exitOK {
		t.Fatalf("exit %d, want 0\n%s", code, stderr)
	}
	h.judge(t, lang, &probe{T: t, dir: dir, out: out, stdout: stdout, result: result(t, out)})
}

// judge looks for the finding in the result, in what check prints and in the report.
func (h hostile) judge(t *testing.T, lang datasets.Lang, p *probe) {
	found := findings(p.result, h.rule)
	switch {
	case h.want == accept && h.rule != "" && len(found) > 0:
		t.Errorf("%s was reported: %+v", h.rule, found)
	case h.want == accept && h.rule == "":
		for _, f := range p.result.Quality.Findings {
			if f.Severity != datasets.SeverityNote {
				t.Errorf("a finding on sound data: %s %s %s", f.Rule, f.Layer, f.Text.EN)
			}
		}
	case h.want == warn && len(found) == 0:
		t.Fatalf("no finding %q among\n%s", h.rule, listFindings(p.result))
	case h.want == warn:
		h.judgeFinding(t, lang, p, found[0])
	}
	if h.probe != nil {
		h.probe(p)
	}
}

func (h hostile) judgeFinding(t *testing.T, lang datasets.Lang, p *probe, f datasets.Finding) {
	if h.count > 0 && f.Count != h.count {
		t.Errorf("%s counts %d, want %d", f.Rule, f.Count, h.count)
	}
	var rows []int
	all := f.Layer + "\n" + f.Text.In(lang) + "\n" + f.Hint.In(lang)
	for _, e := range f.Examples {
		rows = append(rows, e.Row)
		all += "\n" + e.Ref.In(lang) + " " + e.Value + " " + e.Text.In(lang)
	}
	if len(rows) < len(h.at) || !slices.Equal(rows[:len(h.at)], h.at) {
		t.Errorf("%s has examples in rows %v, want %v", f.Rule, rows, h.at)
	}
	if f.Layer == "" {
		t.Errorf("%s names no layer", f.Rule)
	}
	h.says(t, lang, all)
	checked, stderr, _ := fugai("--lang", string(lang), "check", p.dir)
	first := strings.Join(strings.Fields(f.Text.In(lang)), "")
	if !strings.Contains(strings.Join(strings.Fields(checked), ""), first) {
		t.Errorf("check does not print %q:\n%s%s", f.Text.In(lang), checked, stderr)
	}
}

func (h hostile) says(t *testing.T, lang datasets.Lang, text string) {
	t.Helper()
	own := h.zh
	if lang == datasets.EN {
		own = h.en
	}
	for _, want := range append(strings.Split(h.text, "|"), strings.Split(own, "|")...) {
		if !strings.Contains(text, want) {
			t.Errorf("not said: %q in\n%s", want, text)
		}
	}
}

// runAll runs cases as subtests named by row and defect.
func runAll(t *testing.T, cases []hostile) {
	for _, h := range cases {
		t.Run(strings.TrimSpace(h.row+" "+h.name), h.run)
	}
}
