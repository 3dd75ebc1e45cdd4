package gis

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// gapProperties are the properties of a feature of WriteGaps.
type gapProperties struct {
	Target   string   `json:"target"`
	TargetZH string   `json:"target_zh"`
	TargetEN string   `json:"target_en"`
	Kind     string   `json:"kind"` // unit, venue, demand or facility
	ID       string   `json:"id"`
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Parent   string   `json:"parent"`
	Need     float64  `json:"need"`
	People   float64  `json:"people"`
	NearestM *float64 `json:"nearest_m"`                 // null where unknown
	Minutes  *float64 `json:"nearest_minutes,omitempty"` // by the target's way of travel, or
	Way      *float64 `json:"nearest_way_m,omitempty"`
	TextZH   string   `json:"text_zh"`
	TextEN   string   `json:"text_en"`
}

// WriteGaps writes the gaps of all targets as a GeoJSON feature collection (RFC
// 7946): a point inside the unit, or at the venue, demand or facility, with
// seven decimals (about 1 cm); a null geometry where the place is not known.
// Features stand in the order of the study, worst first within a target. A
// result without gaps gives an empty collection.
func WriteGaps(w io.Writer, r *coverage.Result) error {
	v := newView(r, datasets.ZH)
	out := bufio.NewWriter(w)
	out.WriteString("{\n  \"type\": \"FeatureCollection\",\n  \"features\": [")
	for i, g := range v.gapRows() {
		if i > 0 {
			out.WriteByte(',')
		}
		props, err := indented(gapProperties{
			Target: g.target.ID, TargetZH: g.target.Name.In(datasets.ZH), TargetEN: g.target.Name.In(datasets.EN),
			Kind: g.Kind, ID: g.ID, Code: g.Code, Name: g.Name, Parent: g.Parent,
			Need: g.Need, People: g.People, NearestM: g.Nearest, Minutes: output.CostIn(g.target, g.Cost, "s"), Way: output.CostIn(g.target, g.Cost, "m"), TextZH: g.Text.In(datasets.ZH), TextEN: g.Text.In(datasets.EN),
		}, "      ")
		if err != nil {
			return err
		}
		out.WriteString("\n    {\n      \"type\": \"Feature\",\n      \"geometry\": " + pointJSON(v.gapPoint(g.Gap)) + ",\n      \"properties\": " + props + "\n    }")
	}
	out.WriteString("\n  ]\n}\n")
	return out.Flush() // reports the first error of any write
}

// indented writes v as JSON without escaping what only HTML must escape.
func indented(v any, prefix string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func pointJSON(g orb.Geometry) string {
	p, ok := g.(orb.Point)
	if !ok || !finite(p) {
		return "null"
	}
	return `{"type": "Point", "coordinates": [` + strconv.FormatFloat(p[0], 'f', 7, 64) + ", " + strconv.FormatFloat(p[1], 'f', 7, 64) + "]}"
}
