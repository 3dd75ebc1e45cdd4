package study

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"fugai/datasets"
)

// maxFilterNodes bounds an expression: a filter is a sentence, not a program.
const maxFilterNodes = 500

// filter is a compiled expression over the fields of one kind of record.
type filter struct {
	program *vm.Program
	source  scalar
	headers map[string]string // column → field that holds it, for columns that are not attributes
	failed  int               // records on which it could not be judged
}

// compileFilter compiles an expression that may use the given names. The
// expression can neither loop without bound nor reach anything outside.
func compileFilter(s scalar, names []string, headers map[string]string) (*filter, error) {
	for h := range headers {
		if !slices.Contains(names, h) {
			names = append(names, h)
		}
	}
	env := types.Map{"attr": types.TypeOf(map[string]string{})}
	for _, n := range names {
		env[n] = types.Any
	}
	p, err := expr.Compile(s.text, expr.Env(env), expr.AsBool(), expr.MaxNodes(maxFilterNodes))
	if err == nil {
		return &filter{program: p, source: s, headers: headers}, nil
	}
	what := err.Error()
	var fe *file.Error
	if errors.As(err, &fe) {
		what = fe.Message
		if fe.Snippet != "" {
			what += fe.Snippet
		}
	}
	slices.Sort(names)
	return nil, &placed{token: s.node.GetToken(), what: datasets.T("筛选表达式有误：%s", "the filter is wrong: %s", what),
		hint: datasets.T("可用的字段：%s", "fields that can be used: %s", strings.Join(names, ", "))}
}

// match judges one record. Where a field it needs is empty the record does
// not match, and is counted in failed.
func (f *filter) match(env map[string]any) bool {
	for h, field := range f.headers {
		if _, taken := env[h]; !taken {
			env[h] = env[field]
		}
	}
	out, err := expr.Run(f.program, env)
	if err != nil {
		f.failed++
		return false
	}
	ok, _ := out.(bool)
	return ok
}

// value makes text that is a number a number, so that it compares as one;
// text with a leading zero, or too long for one, stays text: it is a code.
func value(s string) any {
	if s == "" {
		return nil
	}
	digits := strings.TrimPrefix(s, "-")
	if len(digits) > 15 || len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		return s
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && v-v == 0 && !strings.ContainsAny(s, "xXpPnN_") {
		return v
	}
	return s
}

// withAttrs adds a record's own columns, which do not overrule fields.
func withAttrs(env map[string]any, attrs datasets.Attrs) map[string]any {
	for k, v := range attrs.All() {
		if _, taken := env[k]; !taken {
			env[k] = value(v)
		}
	}
	env["attr"] = maps.Collect(attrs.All())
	return env
}

func number(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// gradeLevel is the highest-listed grade of a record, for filters.
func gradeLevel(gs []datasets.Grade) any {
	if len(gs) == 0 {
		return nil
	}
	return gs[0].Level
}

func areaEnv(a *datasets.Area) map[string]any {
	return withAttrs(map[string]any{"id": a.ID, "code": a.Code, "name": a.Name, "level": a.Level, "type": a.Type, "parent": a.Parent,
		"grade": gradeLevel(a.Grades)}, a.Attrs)
}

func facilityEnv(f *datasets.Facility) map[string]any {
	state := any(nil)
	if n := len(f.Life); n > 0 {
		state = string(f.Life[n-1].State)
	}
	return withAttrs(map[string]any{"id": f.ID, "name": f.Name, "kind": f.Kind, "domain": f.Domain, "area": f.Area, "grade": gradeLevel(f.Grades), "state": state,
		"capacity": number(f.Capacity), "floor_m2": number(f.FloorM2), "hours": f.Hours, "run_by": f.RunBy, "venue": f.Venue}, f.Attrs)
}

func demandEnv(d *datasets.Demand) map[string]any {
	return withAttrs(map[string]any{"id": d.ID, "name": d.Name, "area": d.Area}, d.Attrs)
}

func venueEnv(v *datasets.Candidate) map[string]any {
	return withAttrs(map[string]any{"id": v.ID, "name": v.Name, "kind": v.Kind, "area": v.Area, "floor_m2": number(v.FloorM2), "visitors": number(v.Visitors),
		"cost": number(v.Cost), "capacity": number(v.Capacity)}, v.Attrs)
}

// headers gives the columns that layers of a role hold in a field of their
// own instead of among the attributes, so that filters may use either name.
func (l *loaded) headers(role datasets.Role) map[string]string {
	out := map[string]string{}
	for _, layer := range l.quality.Layers {
		if layer.Role != string(role) {
			continue
		}
		for _, c := range layer.Columns {
			for field := range strings.SplitSeq(c.Meaning, ", ") {
				if _, is := filterFields[datasets.Field(field)]; is && c.Column != field {
					out[c.Column] = field
				}
			}
		}
	}
	return out
}

// filterFields are the fields whose columns are not kept among the attributes.
var filterFields = map[datasets.Field]struct{}{datasets.FieldID: {}, datasets.FieldName: {}, datasets.FieldCode: {}, datasets.FieldType: {},
	datasets.FieldHours: {}, datasets.FieldRunBy: {}, datasets.FieldVenue: {}}

// names collects every name that the records' environments hold.
func names[T any](records []T, env func(*T) map[string]any) []string {
	var zero T
	seen := env(&zero)
	for i := range records {
		maps.Copy(seen, env(&records[i]))
	}
	delete(seen, "attr")
	return slices.Sorted(maps.Keys(seen))
}

// demandNames is names for demand.
func demandNames(records datasets.DemandList) []string {
	seen := demandEnv(&datasets.Demand{})
	for _, d := range records.All() {
		maps.Copy(seen, demandEnv(&d))
	}
	delete(seen, "attr")
	return slices.Sorted(maps.Keys(seen))
}
