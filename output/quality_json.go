package output

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"fugai/datasets"
)

// QualitySchemaID names the version of the JSON form of a quality report. It
// changes when a field goes or changes its meaning; new fields may come.
const QualitySchemaID = "fugai.check/1"

// WriteQualityJSON writes a quality report as indented JSON with a newline at
// the end, after [QualitySchema]. An empty list is [] and never null.
func WriteQualityJSON(w io.Writer, q *datasets.Quality) error {
	c := filledQuality(*q)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(struct {
		Schema string `json:"schema"`
		datasets.Quality
	}{QualitySchemaID, c})
	if err != nil {
		return fmt.Errorf("write quality report as JSON: %w", err)
	}
	return nil
}

// filledQuality is a copy in which required lists are empty where they were nil.
func filledQuality(q datasets.Quality) datasets.Quality {
	q.Layers = slices.Clone(list(q.Layers))
	for i := range q.Layers {
		q.Layers[i].Columns = list(q.Layers[i].Columns)
	}
	q.Findings = list(q.Findings)
	return q
}

// QualitySchema gives the JSON Schema (draft 2020-12) of a quality report by
// itself, [QualitySchemaID]. Its parts are those of [ResultSchema], in which the
// same report is the member quality.
func QualitySchema() ([]byte, error) {
	var result struct {
		Schema string                    `json:"$schema"`
		Defs   map[string]map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(resultSchema, &result); err != nil {
		return nil, fmt.Errorf("read the schema of a result: %w", err)
	}
	quality := result.Defs["quality"]
	properties, _ := quality["properties"].(map[string]any)
	required, _ := quality["required"].([]any)
	properties["schema"] = map[string]any{"const": QualitySchemaID, "description": "version of this form"}
	defs := map[string]any{}
	for _, name := range []string{"column_use", "example", "finding", "layer", "text"} {
		defs[name] = result.Defs[name]
	}
	out, err := json.MarshalIndent(map[string]any{
		"$schema": result.Schema, "$id": "urn:fugai:check:1", "title": "fugai check --json",
		"description": "What was read from each layer, how its columns were understood, and what was noticed.",
		"type":        "object", "properties": properties, "required": append([]any{"schema"}, required...), "additionalProperties": false,
		"$defs": defs,
	}, "", "  ")
	return append(out, '\n'), err
}
