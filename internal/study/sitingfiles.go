package study

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"fugai/datasets"
)

// SitingFiles is a question of where next about files, without a study. Texts
// are those that the study file takes under the same names; "" leaves one out.
type SitingFiles struct {
	Demand, Candidates, Existing, Areas SitingLayer
	Costs                               SitingLayer // a table of costs instead of ways
	CostsUnit                           string
	Level                               string            // of Areas; "" is subdistrict
	Weights                             map[string]string // group → column of Demand
	Travel                              map[string]any    // the entry of the way that By names
	AsOf                                string
	Keys                                map[string]any           // of the question, such as model, sites, within
	Required, Forbidden                 []string                 // IDs of candidates
	Flag                                func(path string) string // what messages call the key at a path, such as siting.sites; "" is the question as a whole
}

// SitingLayer is a file of a question.
type SitingLayer struct {
	From, CRS, Where string
	Swap             bool
	Columns          map[string]string
}

// looseKind is what is opened where no kind is named.
const looseKind = "site"

// looseName is what messages call the study that is made of flags.
const looseName = "fugai site"

// AskFiles makes a study of a question about files. Errors point at what
// [SitingFiles.Flag] calls the keys of that study.
func AskFiles(q *SitingFiles) (*Study, error) {
	keys := yaml.MapSlice{{Key: "id", Value: "site"}, {Key: "name", Value: yaml.MapSlice{{Key: "zh", Value: "选址"}, {Key: "en", Value: "choice of sites"}}}}
	if _, named := q.Keys["kind"]; !named {
		keys = append(keys, yaml.MapItem{Key: "kind", Value: looseKind})
	}
	if q.Candidates.From != "" {
		keys = append(keys, yaml.MapItem{Key: "candidates", Value: q.Candidates.entry()})
	}
	if q.Costs.From != "" {
		costs := q.Costs.entry()
		if q.CostsUnit != "" {
			costs = append(costs, yaml.MapItem{Key: "unit", Value: q.CostsUnit})
		}
		keys = append(keys, yaml.MapItem{Key: "costs", Value: costs})
	}
	if q.Existing.From == "" {
		keys = append(keys, yaml.MapItem{Key: "existing", Value: "false"})
	}
	for _, f := range []struct {
		key string
		ids []string
	}{{"required", q.Required}, {"forbidden", q.Forbidden}} {
		if len(f.ids) > 0 {
			keys = append(keys, yaml.MapItem{Key: f.key, Value: idFilter(f.ids)})
		}
	}
	for _, k := range sortedKeys(q.Keys) {
		keys = append(keys, yaml.MapItem{Key: k, Value: q.Keys[k]})
	}
	demand := q.Demand.entry()
	if len(q.Weights) > 0 {
		demand = append(demand, yaml.MapItem{Key: "weights", Value: q.Weights})
	}
	asOf := q.AsOf
	if asOf == "" {
		asOf = "2099-12-31" // everything that is recorded has happened
	}
	doc := yaml.MapSlice{{Key: "as_of", Value: asOf}, {Key: "demand", Value: []any{demand}}}
	if q.Existing.From != "" {
		kind := any(looseKind)
		if named, ok := q.Keys["kind"]; ok {
			kind = named
		}
		doc = append(doc, yaml.MapItem{Key: "facilities", Value: []any{append(q.Existing.entry(), yaml.MapItem{Key: "kind", Value: kind})}})
	}
	if q.Areas.From != "" {
		level := q.Level
		if level == "" {
			level = "subdistrict"
		}
		doc = append(doc, yaml.MapItem{Key: "areas", Value: []any{append(q.Areas.entry(), yaml.MapItem{Key: "level", Value: level})}})
	}
	if len(q.Travel) > 0 {
		doc = append(doc, yaml.MapItem{Key: "travel", Value: q.Travel})
	}
	doc = append(doc, yaml.MapItem{Key: "taxonomy", Value: yaml.MapSlice{{Key: "kinds", Value: looseKinds(q.Keys["kind"])}}},
		yaml.MapItem{Key: "siting", Value: []any{keys}})
	raw, err := yaml.MarshalWithOptions(doc, yaml.Indent(2))
	if err != nil {
		return nil, err
	}
	return parse(&Study{file: looseName, raw: raw, dir: ".", loose: true, named: slices.Concat(q.Required, q.Forbidden), flag: q.Flag, undated: q.AsOf == ""})
}

// looseKinds are the kinds that the built-in words lack: the nameless one, and
// what the user calls the facilities.
func looseKinds(named any) []any {
	out := []any{yaml.MapSlice{{Key: "id", Value: looseKind}, {Key: "zh", Value: "设施"}, {Key: "en", Value: "facilities"}}}
	word, _ := named.(string)
	if _, known := datasets.BuiltinTaxonomy().Kind(word); word != "" && !known && word != looseKind {
		out = append(out, yaml.MapSlice{{Key: "id", Value: word}, {Key: "zh", Value: word}, {Key: "en", Value: word}})
	}
	return out
}

func sortedKeys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// entry writes a layer as a study does.
func (l *SitingLayer) entry() yaml.MapSlice {
	out := yaml.MapSlice{{Key: "from", Value: l.From}}
	for _, v := range []struct{ key, text string }{{"crs", l.CRS}, {"where", l.Where}} {
		if v.text != "" {
			out = append(out, yaml.MapItem{Key: v.key, Value: v.text})
		}
	}
	if l.Swap {
		out = append(out, yaml.MapItem{Key: "swap", Value: true})
	}
	if len(l.Columns) > 0 {
		out = append(out, yaml.MapItem{Key: "columns", Value: l.Columns})
	}
	return out
}

// idFilter is the filter that keeps records of some IDs.
func idFilter(ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(id) + `"`
	}
	return "id in [" + strings.Join(quoted, ", ") + "]"
}

// placesColumn counts every place as one, for demand without people.
const placesColumn = "places (1)"

// countsPlaces tells that demand need not be people: in a question about files,
// and where every question of a study counts places and no target people.
func (s *Study) countsPlaces() bool {
	if s.loose {
		return true
	}
	for i := range s.cfg.Targets {
		if t := &s.cfg.Targets[i]; t.Reach != nil || t.Ratio != nil {
			return false
		}
	}
	for i := range s.cfg.Siting {
		if s.cfg.Siting[i].Group.text != byPlace {
			return false
		}
	}
	return len(s.cfg.Siting) > 0
}

// withPlaces adds to a table of demand a column that counts each row as one.
func withPlaces(t *datasets.Table) {
	t.Hold()
	t.Columns = append(t.Columns[:len(t.Columns):len(t.Columns)], placesColumn)
	if t.Types != nil {
		t.Types = append(t.Types[:len(t.Types):len(t.Types)], datasets.TypeInteger)
	}
	for i := range t.Records {
		r := &t.Records[i]
		r.Values = append(r.Values[:len(r.Values):len(r.Values)], "1")
	}
}
