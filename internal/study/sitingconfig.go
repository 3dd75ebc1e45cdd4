package study

import (
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"fugai/datasets"
)

// sitingEntry is a question of where next, as written.
type sitingEntry struct {
	ID     scalar `yaml:"id"`
	Name   label  `yaml:"name"`
	Source string `yaml:"source"`
	Kind   scalar `yaml:"kind"`

	Candidates candidateEntry `yaml:"candidates"`
	Venues     scalar         `yaml:"venues"`
	Costs      *costsEntry    `yaml:"costs"`

	Model   scalar            `yaml:"model"`
	Sites   scalar            `yaml:"sites"`
	Share   scalar            `yaml:"share"`
	Group   scalar            `yaml:"group"`
	Weights map[string]scalar `yaml:"weights"`
	Within  scalar            `yaml:"within"`
	By      scalar            `yaml:"by"`
	Times   scalar            `yaml:"times"`

	Existing    scalar      `yaml:"existing"`
	Replaceable scalar      `yaml:"replaceable"`
	Replace     scalar      `yaml:"replace"`
	Required    scalar      `yaml:"required"`
	Forbidden   scalar      `yaml:"forbidden"`
	Mandate     scalar      `yaml:"mandate"`
	Quota       quotaList   `yaml:"quota"`
	Spacing     scalar      `yaml:"spacing"`
	Budget      scalar      `yaml:"budget"`
	Capacity    scalar      `yaml:"capacity"`
	Sizes       []sizeEntry `yaml:"sizes"`
	Phases      phaseList   `yaml:"phases"`

	ReportBy  scalar `yaml:"report_by"`
	TimeLimit scalar `yaml:"time_limit"`
	Gap       scalar `yaml:"gap"`
	Solver    scalar `yaml:"solver"`

	node ast.Node // set after decoding: where the question stands
}

// candidateEntry is the name of a file, a layer entry, or {generated: …}.
type candidateEntry struct {
	LayerSource `yaml:",inline"`
	Kind        string          `yaml:"kind"`
	Generated   *generatedEntry `yaml:"generated"`

	node ast.Node
}

// UnmarshalYAML takes the name of a file or a mapping.
func (c *candidateEntry) UnmarshalYAML(n ast.Node) error {
	if !isMapping(n) {
		err := c.From.UnmarshalYAML(n)
		c.node = n
		return err
	}
	type same candidateEntry // without this method
	err := yaml.NodeToValue(n, (*same)(c), yaml.Strict())
	c.node = n
	return err
}

// generatedEntry makes candidates; one of its keys is given, size with grid or
// streets.
type generatedEntry struct {
	Grid    scalar `yaml:"grid"`
	Streets scalar `yaml:"streets"`
	Size    scalar `yaml:"size"` // least distance of two junctions that are taken
	Circles scalar `yaml:"circles"`
}

// costsEntry is a table of costs: the name of a file, or a mapping.
type costsEntry struct {
	LayerSource `yaml:",inline"`
	Unit        scalar `yaml:"unit"`
}

// UnmarshalYAML takes the name of a file or a mapping.
func (c *costsEntry) UnmarshalYAML(n ast.Node) error {
	if !isMapping(n) {
		return c.From.UnmarshalYAML(n)
	}
	type same costsEntry
	return yaml.NodeToValue(n, (*same)(c), yaml.Strict())
}

// quotaEntry bounds the sites of units: of each unit of a level, or of each of
// those named.
type quotaEntry struct {
	Each    scalar `yaml:"each"`
	Units   list   `yaml:"units"`
	AtLeast scalar `yaml:"at_least"`
	AtMost  scalar `yaml:"at_most"`
}

// quotaList is one quota or several.
type quotaList []quotaEntry

// UnmarshalYAML takes a mapping or a sequence of them.
func (q *quotaList) UnmarshalYAML(n ast.Node) error {
	if isMapping(n) {
		var e quotaEntry
		err := yaml.NodeToValue(n, &e, yaml.Strict())
		*q = quotaList{e}
		return err
	}
	type same quotaList
	return yaml.NodeToValue(n, (*same)(q), yaml.Strict())
}

// sizeEntry is a class of size that a site may be opened in.
type sizeEntry struct {
	Name     scalar `yaml:"name"`
	Cost     scalar `yaml:"cost"`
	Capacity scalar `yaml:"capacity"`
}

// phaseEntry is a step of a plan.
type phaseEntry struct {
	Year  scalar `yaml:"year"`
	Sites scalar `yaml:"sites"`
}

// phaseList is [{year: 2017, sites: 8}, …] or {2017: 8, …}.
type phaseList []phaseEntry

// UnmarshalYAML takes either form.
func (p *phaseList) UnmarshalYAML(n ast.Node) error {
	var values []*ast.MappingValueNode
	switch v := n.(type) {
	case *ast.MappingNode:
		values = v.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{v}
	default:
		type same phaseList
		return yaml.NodeToValue(n, (*same)(p), yaml.Strict())
	}
	for _, v := range values {
		var sites scalar
		if err := sites.UnmarshalYAML(v.Value); err != nil {
			return err
		}
		*p = append(*p, phaseEntry{Year: scalar{v.Key.GetToken().Value, v.Key}, Sites: sites})
	}
	return nil
}

func isMapping(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// wrongSiting points at a question as a whole.
func wrongSiting(e *sitingEntry, what, hint datasets.Text) error {
	v := e.ID
	if v.node == nil {
		v.node = e.node
	}
	return wrong(v, what, hint)
}
