package study

import _ "embed"

//go:embed study.schema.json
var schema []byte

// Schema is the JSON Schema of the study file, for editors to complete it.
func Schema() []byte { return schema }
