package output_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"fugai/datasets"
	"fugai/output"
)

// TestQualitySchema: reports of every shape are valid, with all lists there,
// and what is no report is not.
func TestQualitySchema(t *testing.T) {
	text, err := output.QualitySchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:fugai:check:1", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("urn:fugai:check:1")
	if err != nil {
		t.Fatal(err)
	}
	var full datasets.Quality
	fill(reflect.ValueOf(&full).Elem(), "")
	for name, q := range map[string]*datasets.Quality{"zero": {}, "sample": &sample().Quality, "every field": &full} {
		var buf bytes.Buffer
		if err := output.WriteQualityJSON(&buf, q); err != nil {
			t.Fatal(err)
		}
		got, err := jsonschema.UnmarshalJSON(&buf)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"no schema":     `{"layers":[],"findings":[]}`,
		"other version": `{"schema":"fugai.check/2","layers":[],"findings":[]}`,
		"null list":     `{"schema":"fugai.check/1","layers":null,"findings":[]}`,
		"unknown field": `{"schema":"fugai.check/1","layers":[],"findings":[],"more":1}`,
	} {
		got, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(got) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
