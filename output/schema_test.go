package output_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden is the JSON of the sample; the tests of the views read it too.
var golden = filepath.Join("office", "testdata", "result.json")

func TestWriteJSONGolden(t *testing.T) {
	var got bytes.Buffer
	if err := output.WriteJSON(&got, sample()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("differs from %s (-update rewrites it):\n%s", golden, cmp.Diff(string(want), got.String()))
	}
	if !bytes.Contains(want, []byte("平湖大街<1>&号")) {
		t.Error("HTML characters are escaped")
	}
	var back coverage.Result
	if err := json.Unmarshal(got.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample(), &back); diff != "" {
		t.Errorf("reading back differs:\n%s", diff)
	}
}

func TestResultSchemaAccepts(t *testing.T) {
	var made coverage.Result
	fill(reflect.ValueOf(&made).Elem(), "")
	made.Schema = coverage.SchemaID
	cases := map[string]*coverage.Result{
		"sample":           sample(),
		"every field":      &made,
		"zero but schema":  {Schema: coverage.SchemaID},
		"nil lists inside": {Schema: coverage.SchemaID, Kinds: make([]coverage.KindCount, 1), Areas: make([]datasets.Area, 1), Demand: datasets.NewDemandList(make([]datasets.Demand, 1)), Quality: datasets.Quality{Layers: []datasets.LayerReport{{Columns: nil}}}},
	}
	schema := compiled(t)
	for name, r := range cases {
		t.Run(name, func(t *testing.T) {
			if name == "nil lists inside" {
				r.Targets = []coverage.Ledger{{Type: coverage.Stock, Measure: coverage.Count, Status: coverage.Counted, Splits: []coverage.Split{{Unit: "count"}}, Beside: &coverage.Beside{}}}
			}
			if err := schema.Validate(jsonOf(t, r)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestResultSchemaRejects(t *testing.T) {
	schema := compiled(t)
	cases := []struct {
		name string
		bend func(m map[string]any)
	}{
		{"unknown field", func(m map[string]any) { m["extra"] = 1 }},
		{"missing field", func(m map[string]any) { delete(m, "targets") }},
		{"null list", func(m map[string]any) { m["areas"] = nil }},
		{"other version", func(m map[string]any) { m["schema"] = "fugai.result/2" }},
		{"date of the 40th", func(m map[string]any) { m["as_of"] = "2025-01-40" }},
		{"status of no kind", func(m map[string]any) {
			m["targets"].([]any)[0].(map[string]any)["status"] = "green"
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := jsonOf(t, sample()).(map[string]any)
			c.bend(doc)
			if schema.Validate(doc) == nil {
				t.Error("accepted")
			}
		})
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(output.ResultSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:fugai:result:1", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:fugai:result:1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func jsonOf(t *testing.T, r *coverage.Result) any {
	t.Helper()
	var buf bytes.Buffer
	if err := output.WriteJSON(&buf, r); err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// fill gives every field a value; text takes the first word that the schema
// allows for it, so that the result is valid.
func fill(v reflect.Value, name string) {
	words := map[string]string{"placed_by": "coordinates", "state": "open", "severity": "note", "measure": "count", "status": "met", "type": "stock", "kind": "unit", "by": "study", "of": "units", "unit": "m"}
	if v.Type() == reflect.TypeFor[datasets.Date]() {
		v.Set(reflect.ValueOf(datasets.Date{Year: 2024, Month: 2, Day: 29}))
		return
	}
	if v.Type() == reflect.TypeFor[datasets.Attrs]() {
		v.Set(reflect.ValueOf(datasets.NewAttrs(map[string]string{"key": "文字 <&>"})))
		return
	}
	if v.Type() == reflect.TypeFor[datasets.Weights]() {
		v.Set(reflect.ValueOf(datasets.NewWeights(map[string]float64{"key": 1.5})))
		return
	}
	if v.Type() == reflect.TypeFor[datasets.DemandList]() {
		one := make([]datasets.Demand, 1)
		fill(reflect.ValueOf(&one[0]).Elem(), name)
		v.Set(reflect.ValueOf(datasets.NewDemandList(one)))
		return
	}
	if v.Type() == reflect.TypeFor[coverage.PointRows]() {
		one := make([]coverage.PointRow, 1)
		fill(reflect.ValueOf(&one[0]).Elem(), name)
		v.Set(reflect.ValueOf(coverage.NewPointRows(one)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		word := words[name]
		if own, is := sitingWords[v.Type()]; is {
			word = own
		}
		if word == "" {
			word = "文字 <&>"
		}
		v.SetString(word)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), name)
		}
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, name)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), value)
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if tag != "-" {
				fill(v.Field(i), tag)
			}
		}
		if s, ok := v.Addr().Interface().(*coverage.Split); ok {
			s.Unit = "yuan"
		}
	}
}

// TestResultSchemaComplete walks the Go types and the schema side by side: the
// same fields, the same required ones, the same types, all described.
func TestResultSchemaComplete(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(output.ResultSchema(), &root); err != nil {
		t.Fatal(err)
	}
	w := &walker{t: t, defs: root["$defs"].(map[string]any), seen: map[string]bool{}}
	w.object(reflect.TypeFor[coverage.Result](), root, "result")
	for name := range w.defs {
		if !w.seen[name] && name != "state" {
			t.Errorf("definition %s stands for no type", name)
		}
	}
}

type walker struct {
	t    *testing.T
	defs map[string]any
	seen map[string]bool
}

// resolve follows a $ref and drops a null alternative; nullable tells of one.
func (w *walker) resolve(s map[string]any) (out map[string]any, nullable bool) {
	if alt, ok := s["anyOf"].([]any); ok {
		out, _ = w.resolve(alt[0].(map[string]any))
		return out, true
	}
	if ref, ok := s["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		w.seen[name] = true
		return w.defs[name].(map[string]any), false
	}
	return s, false
}

func (w *walker) object(typ reflect.Type, s map[string]any, path string) {
	props, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	if s["additionalProperties"] != false {
		w.t.Errorf("%s: open to other fields", path)
	}
	left := map[string]bool{}
	for name := range props {
		left[name] = true
	}
	for _, f := range jsonFields(typ) {
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		at := path + "." + name
		p, ok := props[name].(map[string]any)
		if !ok {
			w.t.Errorf("%s: not in the schema", at)
			continue
		}
		delete(left, name)
		omit := opts == "omitempty" || opts == "omitzero"
		if got := slices.Contains(required, any(name)); got == omit {
			w.t.Errorf("%s: required %v, omitempty %v", at, got, omit)
		}
		w.value(f.Type, p, at, f.Type.Kind() == reflect.Pointer && !omit)
	}
	for name := range left {
		w.t.Errorf("%s.%s: in the schema, in no type", path, name)
	}
}

func (w *walker) value(typ reflect.Type, s map[string]any, path string, null bool) {
	switch {
	case typ == reflect.TypeFor[datasets.Attrs]():
		typ = reflect.TypeFor[map[string]string]() // which is how they are written
	case typ == reflect.TypeFor[datasets.Weights]():
		typ = reflect.TypeFor[map[string]float64]()
	case typ == reflect.TypeFor[datasets.DemandList]():
		typ = reflect.TypeFor[[]datasets.Demand]()
	case typ == reflect.TypeFor[coverage.PointRows]():
		typ = reflect.TypeFor[[]coverage.PointRow]()
	case typ.Kind() == reflect.Pointer:
		typ = typ.Elem()
	}
	s, nullable := w.resolve(s)
	kinds, _ := s["type"].([]any)
	if one, ok := s["type"].(string); ok {
		kinds = []any{one}
	}
	if s["const"] != nil {
		kinds = []any{"string"}
	}
	if got := nullable || slices.Contains(kinds, any("null")); got != null {
		w.t.Errorf("%s: nullable %v in the schema, %v in Go", path, got, null)
	}
	want := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Int: "integer", reflect.Float64: "number",
		reflect.Slice: "array", reflect.Map: "object", reflect.Struct: "object"}[typ.Kind()]
	switch typ {
	case reflect.TypeFor[datasets.Date]():
		want = "string"
	case reflect.TypeFor[orb.Point]():
		want = "array"
	}
	if want == "" || len(kinds) == 0 || kinds[0] != want {
		w.t.Errorf("%s: %v in the schema, %s in Go", path, kinds, want)
		return
	}
	switch {
	case typ == reflect.TypeFor[datasets.Date](), typ == reflect.TypeFor[orb.Point]():
	case typ.Kind() == reflect.Slice:
		w.value(typ.Elem(), s["items"].(map[string]any), path+"[]", false)
	case typ.Kind() == reflect.Map:
		w.value(typ.Elem(), s["additionalProperties"].(map[string]any), path+"{}", false)
	case typ.Kind() == reflect.Struct:
		w.object(typ, s, path)
	}
}

// jsonFields lists the fields that JSON shows, those of embedded structs
// among them.
func jsonFields(typ reflect.Type) []reflect.StructField {
	var out []reflect.StructField
	for i := range typ.NumField() {
		f := typ.Field(i)
		switch {
		case f.Anonymous:
			out = append(out, jsonFields(f.Type)...)
		case f.Tag.Get("json") != "-":
			out = append(out, f)
		}
	}
	return out
}

// TestResultSchemaDescribes asks for words about every property.
func TestResultSchemaDescribes(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(output.ResultSchema(), &root); err != nil {
		t.Fatal(err)
	}
	objects := map[string]any{"result": root}
	for name, d := range root["$defs"].(map[string]any) {
		objects[name] = d
	}
	for name, o := range objects {
		if o.(map[string]any)["description"] == nil {
			t.Errorf("%s: not described", name)
		}
		props, _ := o.(map[string]any)["properties"].(map[string]any)
		for field, p := range props {
			s := p.(map[string]any)
			if s["description"] == nil && s["$ref"] == nil {
				t.Errorf("%s.%s: not described", name, field)
			}
		}
	}
}

func TestResultSchemaEnums(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(output.ResultSchema(), &root); err != nil {
		t.Fatal(err)
	}
	enum := func(def, field string) (out []string) {
		d := root["$defs"].(map[string]any)[def].(map[string]any)
		if field != "" {
			d = d["properties"].(map[string]any)[field].(map[string]any)
		}
		for _, v := range d["enum"].([]any) {
			out = append(out, v.(string))
		}
		return out
	}
	text := func(v any) (out []string) {
		for i := range reflect.ValueOf(v).Len() {
			out = append(out, reflect.ValueOf(v).Index(i).String())
		}
		return out
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"type", enum("ledger", "type"), text(coverage.TargetTypes)},
		{"status", enum("ledger", "status"), text(coverage.Statuses)},
		{"state", enum("state", ""), text(datasets.States)},
		{"facility state", enum("facility", "state"), append([]string{""}, text(datasets.States)...)},
		{"siting model", enum("siting", "model"), []string{string(coverage.ModelMCLP), string(coverage.ModelLSCP), string(coverage.ModelPMedian), string(coverage.ModelPCenter), string(coverage.ModelDisperse), string(coverage.ModelCombined), string(coverage.ModelBackup)}},
		{"siting status", enum("siting", "status"), []string{string(coverage.SitingOptimal), string(coverage.SitingFeasible), string(coverage.SitingTimeLimit), string(coverage.SitingInfeasible), string(coverage.SitingUnknown)}},
		{"siting role", enum("siting_site", "role"), []string{string(coverage.RoleChosen), string(coverage.RoleRejected), string(coverage.RoleBarred), string(coverage.RoleExisting), string(coverage.RoleClosing)}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestWriteJSONNotFinite(t *testing.T) {
	cases := []struct {
		name, want string
		bend       func(r *coverage.Result)
	}{
		{"value", "targets[2].value is NaN", func(r *coverage.Result) { r.Targets[2].Value = math.NaN() }},
		{"pointer", "targets[0].goal is +Inf", func(r *coverage.Result) { r.Targets[0].Goal = num(math.Inf(1)) }},
		{"map", "areas[1].weights.people is -Inf", func(r *coverage.Result) { r.Areas[1].Weights["people"] = math.Inf(-1) }},
		{"embedded", "facilities[0].point[1] is NaN", func(r *coverage.Result) { r.Facilities[0].Point[1] = math.NaN() }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := sample()
			c.bend(r)
			var buf bytes.Buffer
			err := output.WriteJSON(&buf, r)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if buf.Len() != 0 {
				t.Errorf("wrote %d bytes", buf.Len())
			}
		})
	}
}

func TestWriteJSONLeavesResult(t *testing.T) {
	r := &coverage.Result{Targets: []coverage.Ledger{{Splits: []coverage.Split{{}}, Beside: &coverage.Beside{}}}, Kinds: []coverage.KindCount{{}}}
	var buf bytes.Buffer
	if err := output.WriteJSON(&buf, r); err != nil {
		t.Fatal(err)
	}
	if r.Areas != nil || r.Targets[0].Kinds != nil || r.Targets[0].Splits[0].Parts != nil || r.Targets[0].Beside.Units != nil || r.Kinds[0].ByState != nil {
		t.Error("the result itself was filled")
	}
}
