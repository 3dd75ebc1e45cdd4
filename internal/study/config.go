package study

import (
	"github.com/goccy/go-yaml/ast"
)

// config is the study file as written. Values stay text with their place in
// the file until they are understood, so that every error can point at them.
type config struct {
	Title         label                  `yaml:"title"`
	AsOf          scalar                 `yaml:"as_of"`
	Notes         []label                `yaml:"notes"`
	Made          bool                   `yaml:"made"`
	Areas         []areaEntry            `yaml:"areas"`
	Demand        []demandEntry          `yaml:"demand"`
	Facilities    []facilityEntry        `yaml:"facilities"`
	Venues        []venueEntry           `yaml:"venues"`
	Taxonomy      taxonomyEntry          `yaml:"taxonomy"`
	Travel        map[string]travelEntry `yaml:"travel"`
	CompareWithin scalar                 `yaml:"compare_within"`
	Targets       []targetEntry          `yaml:"targets"`
	Siting        []sitingEntry          `yaml:"siting"`
}

// LayerSource is what every layer entry may say about its file. It is exported
// only because the decoder fills embedded structs of exported types alone.
type LayerSource struct {
	From     scalar            `yaml:"from"`
	Sheet    string            `yaml:"sheet"`
	Header   int               `yaml:"header"`
	Encoding string            `yaml:"encoding"`
	CRS      scalar            `yaml:"crs"`
	Swap     bool              `yaml:"swap"`
	Where    scalar            `yaml:"where"`
	Columns  map[string]scalar `yaml:"columns"`
}

type areaEntry struct {
	LayerSource `yaml:",inline"`
	Level       scalar `yaml:"level"`
	Code        scalar `yaml:"code"`
	Name        scalar `yaml:"name"`
	Parent      scalar `yaml:"parent"`
	Aliases     scalar `yaml:"aliases"`
	Type        scalar `yaml:"type"`
	Grades      scalar `yaml:"grades"`
	Expect      int    `yaml:"expect"`
}

type demandEntry struct {
	LayerSource `yaml:",inline"`
	Weights     map[string]scalar `yaml:"weights"`
	Spread      *spreadEntry      `yaml:"spread"`
}

type facilityEntry struct {
	LayerSource `yaml:",inline"`
	Kind        scalar `yaml:"kind"`
	State       scalar `yaml:"state"`
	Grade       scalar `yaml:"grade"`
	RunBy       string `yaml:"run_by"`
	In          scalar `yaml:"in"`
}

type venueEntry struct {
	LayerSource `yaml:",inline"`
}

type taxonomyEntry struct {
	Kinds   []termEntry `yaml:"kinds"`
	Levels  []termEntry `yaml:"levels"`
	Grades  []termEntry `yaml:"grades"`
	States  []termEntry `yaml:"states"`
	Domains []termEntry `yaml:"domains"`
	Groups  []termEntry `yaml:"groups"`
	Funds   []termEntry `yaml:"funds"`
}

type termEntry struct {
	ID       scalar   `yaml:"id"`
	ZH       string   `yaml:"zh"`
	EN       string   `yaml:"en"`
	Synonyms []string `yaml:"synonyms"`
	Rank     int      `yaml:"rank"`
}

type targetEntry struct {
	ID       scalar         `yaml:"id"`
	Name     label          `yaml:"name"`
	Source   string         `yaml:"source"`
	Kind     list           `yaml:"kind"`
	By       scalar         `yaml:"by"`
	Baseline *baselineEntry `yaml:"baseline"`
	States   list           `yaml:"states"`
	Where    scalar         `yaml:"where"`
	Units    scalar         `yaml:"units"`
	Decimals *int           `yaml:"decimals"`
	ReportBy scalar         `yaml:"report_by"`

	Presence *presenceEntry `yaml:"presence"`
	Stock    *stockEntry    `yaml:"stock"`
	Flow     *flowEntry     `yaml:"flow"`
	Graded   *gradedEntry   `yaml:"graded"`
	Reach    *reachEntry    `yaml:"reach"`
	Ratio    *ratioEntry    `yaml:"ratio"`
	Mandate  *mandateEntry  `yaml:"mandate"`

	node ast.Node // set after decoding: where the target stands
}

type presenceEntry struct {
	Every   scalar `yaml:"every"`
	AtLeast scalar `yaml:"at_least"`
	Share   scalar `yaml:"share"`
	Grade   scalar `yaml:"grade"`
}

type stockEntry struct {
	AtLeast scalar `yaml:"at_least"`
	Grade   scalar `yaml:"grade"`
}

type flowEntry struct {
	From    scalar `yaml:"from"`
	To      scalar `yaml:"to"`
	In      scalar `yaml:"in"`
	Event   scalar `yaml:"event"`
	AtLeast scalar `yaml:"at_least"`
	Grade   scalar `yaml:"grade"`
}

type gradedEntry struct {
	Of      scalar `yaml:"of"`
	Level   scalar `yaml:"level"`
	Grade   scalar `yaml:"grade"`
	Title   string `yaml:"title"`
	Share   scalar `yaml:"share"`
	AtLeast scalar `yaml:"at_least"`
}

type reachEntry struct {
	Group    scalar `yaml:"group"`
	Within   list   `yaml:"within"`
	Share    scalar `yaml:"share"`
	By       scalar `yaml:"by"`
	Capacity bool   `yaml:"capacity"`
}

type ratioEntry struct {
	Group   scalar `yaml:"group"`
	Of      scalar `yaml:"of"`
	AtLeast scalar `yaml:"at_least"`
}

type mandateEntry struct {
	Venues  scalar `yaml:"venues"`
	Within  scalar `yaml:"within"`
	FloorM2 scalar `yaml:"floor_m2"`
	Share   scalar `yaml:"share"`
}
