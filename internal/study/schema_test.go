package study

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestSchemaNamesEveryKey holds the published schema to the struct that reads
// the file: neither may know a key that the other does not.
func TestSchemaNamesEveryKey(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	defs := root["$defs"].(map[string]any)
	compareKeys(t, "study", reflect.TypeFor[config](), root, defs)
}

// special reads itself: its keys are in the schema's oneOf, not in a struct.
var special = []reflect.Type{reflect.TypeFor[scalar](), reflect.TypeFor[list](), reflect.TypeFor[label](), reflect.TypeFor[baselineEntry]()}

func compareKeys(t *testing.T, at string, typ reflect.Type, schema, defs map[string]any) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || slices.Contains(special, typ) {
		return
	}
	if ref, ok := schema["$ref"].(string); ok {
		schema = defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if items, ok := schema["items"].(map[string]any); ok {
		compareKeys(t, at, typ, items, defs)
		return
	}
	if alt, ok := schema["oneOf"].([]any); ok && schema["properties"] == nil {
		schema = alt[len(alt)-1].(map[string]any)
	}
	props, _ := schema["properties"].(map[string]any)
	fields := map[string]reflect.Type{}
	yamlFields(typ, fields)
	for key, ft := range fields {
		sub, ok := props[key].(map[string]any)
		if !ok {
			t.Errorf("%s.%s is read but not in the schema", at, key)
			continue
		}
		compareKeys(t, at+"."+key, ft, sub, defs)
	}
	for key := range props {
		if _, ok := fields[key]; !ok {
			t.Errorf("%s.%s is in the schema but not read", at, key)
		}
	}
}

func yamlFields(typ reflect.Type, out map[string]reflect.Type) {
	for f := range typ.Fields() {
		tag := f.Tag.Get("yaml")
		if tag == ",inline" {
			yamlFields(f.Type, out)
		} else if tag != "" {
			out[tag] = f.Type
		}
	}
}
