package output

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

//go:embed result.schema.json
var resultSchema []byte

// ResultSchema gives the JSON Schema (draft 2020-12) of the JSON form of a
// result, [coverage.SchemaID]. It lists every field with its unit.
func ResultSchema() []byte { return slices.Clone(resultSchema) }

// WriteJSON writes r as indented JSON with a newline at the end; the items of a
// list of 5,000 and more stand on a line each. The same result gives the same
// bytes: fields stand in a fixed order, keys of maps are sorted, and <, > and &
// stand for themselves. An empty list is [] and never null. A NaN or an infinity,
// which JSON cannot hold, is an error that names the field; nothing is written
// then, but for a part of a result with such a long list.
func WriteJSON(w io.Writer, r *coverage.Result) error {
	s := &jsonStream{w: w}
	err := s.value(reflect.ValueOf(filled(r)), "")
	if err == nil {
		err = s.write([]byte("\n"))
	}
	var unsupported *json.UnsupportedValueError
	if errors.As(err, &unsupported) {
		if at := notFinite(reflect.ValueOf(r).Elem(), ""); at != "" {
			return fmt.Errorf("write result as JSON: %s is %s, which is no number", at, unsupported.Str)
		}
	}
	if err != nil {
		return fmt.Errorf("write result as JSON: %w", err)
	}
	return nil
}

// filled is a copy of r in which the lists and maps that the schema requires
// are empty where they were nil. r itself is left as it is.
func filled(r *coverage.Result) *coverage.Result {
	c := *r
	c.Notes, c.Assumed = list(c.Notes), list(c.Assumed)
	c.Levels, c.Groups, c.Areas = list(c.Levels), list(c.Groups), list(c.Areas)
	c.Facilities, c.Venues = list(c.Facilities), list(c.Venues)
	c.Kinds = slices.Clone(list(c.Kinds))
	for i := range c.Kinds {
		c.Kinds[i].ByState = dict(c.Kinds[i].ByState)
	}
	c.Targets = slices.Clone(list(c.Targets))
	for i := range c.Targets {
		fillLedger(&c.Targets[i])
	}
	c.Sitings = slices.Clone(c.Sitings)
	for i := range c.Sitings {
		fillSiting(&c.Sitings[i])
	}
	c.Quality = filledQuality(c.Quality)
	for _, m := range []*map[string]datasets.Text{&c.Labels.Kinds, &c.Labels.Levels, &c.Labels.Grades, &c.Labels.States, &c.Labels.Domains, &c.Labels.Funds, &c.Labels.Groups} {
		*m = dict(*m)
	}
	return &c
}

// fillLedger fills a copy of a ledger; what it points to is copied first.
func fillLedger(l *coverage.Ledger) {
	l.Kinds, l.Filters, l.Missing, l.Units = list(l.Kinds), list(l.Filters), list(l.Missing), list(l.Units)
	l.Series, l.Counted = list(l.Series), list(l.Counted)
	l.Splits = slices.Clone(l.Splits)
	for i := range l.Splits {
		l.Splits[i].Parts = list(l.Splits[i].Parts)
	}
	if l.Beside != nil {
		b := *l.Beside
		b.Units = list(b.Units)
		l.Beside = &b
	}
	if l.Catchments != nil {
		c := *l.Catchments
		c.Facilities, c.Unstated = list(c.Facilities), list(c.Unstated)
		l.Catchments = &c
	}
	if l.OffStreet != nil {
		o := *l.OffStreet
		o.Demand, o.Facilities = list(o.Demand), list(o.Facilities)
		l.OffStreet = &o
	}
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func dict[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// notFinite gives the JSON path of the first number that is NaN or infinite,
// such as "targets[0].value", or "".
func notFinite(v reflect.Value, path string) string {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			return path
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return notFinite(v.Elem(), path)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if at := notFinite(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); at != "" {
				return at
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			if at := notFinite(v.MapIndex(k), path+"."+k.String()); at != "" {
				return at
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" || !f.IsExported() {
				continue
			}
			at := path
			if !f.Anonymous {
				at = strings.TrimPrefix(path+"."+name, ".")
			}
			if at = notFinite(v.Field(i), at); at != "" {
				return at
			}
		}
	}
	return ""
}
