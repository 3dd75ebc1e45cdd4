package coverage

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"fugai/datasets"
)

// Scenario is a result as far as scenarios are compared by it: it can be read
// from the JSON of a [Result].
type Scenario struct {
	Label   string           `json:"-"` // as the user calls it: a folder, a file
	Schema  string           `json:"schema"`
	Title   datasets.Text    `json:"title"`
	AsOf    string           `json:"as_of,omitempty"`
	Areas   []ScenarioArea   `json:"areas"`
	Targets []ScenarioTarget `json:"targets"`
	Sitings []Siting         `json:"sitings"`
}

// ScenarioArea is the name of a unit.
type ScenarioArea struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ScenarioTarget is what is compared of a [Ledger].
type ScenarioTarget struct {
	ID       string        `json:"id"`
	Name     datasets.Text `json:"name"`
	Measure  Measure       `json:"measure"`
	Measured bool          `json:"measured"`
	Value    float64       `json:"value"`
	Percent  *float64      `json:"percent"`
	Goal     *float64      `json:"goal"`
	Status   Status        `json:"status"`
	Units    []UnitRow     `json:"units"`
}

// ScenarioOf takes from a result what is compared.
func ScenarioOf(label string, r *Result) Scenario {
	out := Scenario{Label: label, Schema: r.Schema, Title: r.Title, AsOf: r.AsOf.String(), Sitings: r.Sitings}
	for i := range r.Areas {
		out.Areas = append(out.Areas, ScenarioArea{r.Areas[i].ID, r.Areas[i].Name})
	}
	for i := range r.Targets {
		l := &r.Targets[i]
		out.Targets = append(out.Targets, ScenarioTarget{l.ID, l.Name, l.Measure, l.Measured, l.Value, l.Percent, l.Goal, l.Status, l.Units})
	}
	return out
}

// Comparison sets scenarios side by side. Cells are in the order of Scenarios,
// or of the columns of a choice.
type Comparison struct {
	Scenarios []ScenarioHead `json:"scenarios"`
	Targets   []TargetDiff   `json:"targets"`
	Choices   []ChoiceDiff   `json:"choices"`
}

// ScenarioHead names a scenario.
type ScenarioHead struct {
	Label string        `json:"label"`
	Title datasets.Text `json:"title"`
	AsOf  string        `json:"as_of,omitempty"`
}

// TargetDiff is one target in every scenario.
type TargetDiff struct {
	ID    string        `json:"id"`
	Name  datasets.Text `json:"name"`
	Cells []TargetCell  `json:"cells"`
}

// TargetCell is a target in one scenario. Gained and Lost are the units that meet
// it there and not in the first scenario, and the other way round.
type TargetCell struct {
	Present  bool           `json:"present"`
	Measure  Measure        `json:"measure,omitempty"`
	Measured bool           `json:"measured"`
	Value    float64        `json:"value"`
	Percent  *float64       `json:"percent"`
	Status   Status         `json:"status,omitempty"`
	Gained   []ScenarioArea `json:"gained"`
	Lost     []ScenarioArea `json:"lost"`
}

// ChoiceDiff sets choices of sites side by side.
type ChoiceDiff struct {
	ID     string       `json:"id,omitempty"` // that all columns share; "" where they differ
	Shared []ChoiceSite `json:"shared"`       // chosen in all columns, by name
	Cells  []ChoiceCell `json:"cells"`
}

// ChoiceCell is one choice.
type ChoiceCell struct {
	Scenario  int           `json:"scenario"` // position among the scenarios, from 0
	Label     string        `json:"label"`    // of the scenario
	ID        string        `json:"id"`
	Name      datasets.Text `json:"name"`
	Model     SitingModel   `json:"model"`
	Status    SitingStatus  `json:"status"`
	Measure   SitingMeasure `json:"measure"`
	Unit      string        `json:"unit"`
	Objective *float64      `json:"objective"`
	Gap       *float64      `json:"gap"`
	Sites     int           `json:"sites"` // chosen
	Before    Served        `json:"before"`
	After     Served        `json:"after"`
	Price     float64       `json:"price"`
	Fairness  Fairness      `json:"fairness"` // of After
	Only      []ChoiceSite  `json:"only"`     // chosen here and in no other column
}

// ChoiceSite is a chosen site.
type ChoiceSite struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Fairness says how evenly units are covered. With x the share of a unit's
// people that are covered and w its people, Gini is the sum over all pairs of
// units of w·w·|x−x|, over twice the mean share and the square of all people:
// 0 where all units have the same share, towards 1 where few have all. It is nil
// where nobody is covered.
type Fairness struct {
	WorstUnit  string   `json:"worst_unit,omitempty"` // name of the unit with the least share
	WorstShare *float64 `json:"worst_share"`          // 0 to 1
	Gini       *float64 `json:"gini"`
}

// Compare sets scenarios side by side: targets by ID; sitings that several
// scenarios have by ID, and those that one alone has together.
func Compare(all []Scenario) Comparison {
	out := Comparison{Scenarios: []ScenarioHead{}, Targets: []TargetDiff{}, Choices: []ChoiceDiff{}}
	var ids []string
	for i := range all {
		out.Scenarios = append(out.Scenarios, ScenarioHead{all[i].Label, all[i].Title, all[i].AsOf})
		for k := range all[i].Targets {
			if id := all[i].Targets[k].ID; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, id := range ids {
		out.Targets = append(out.Targets, compareTarget(all, id))
	}
	out.Choices = append(out.Choices, compareChoices(all)...)
	return out
}

func compareTarget(all []Scenario, id string) TargetDiff {
	out := TargetDiff{ID: id}
	var first map[string]bool
	for i := range all {
		k := slices.IndexFunc(all[i].Targets, func(t ScenarioTarget) bool { return t.ID == id })
		cell := TargetCell{Gained: []ScenarioArea{}, Lost: []ScenarioArea{}}
		if k < 0 {
			out.Cells = append(out.Cells, cell)
			continue
		}
		t := &all[i].Targets[k]
		if out.Name.IsZero() {
			out.Name = t.Name
		}
		cell.Present, cell.Measure, cell.Measured, cell.Value, cell.Percent, cell.Status = true, t.Measure, t.Measured, t.Value, t.Percent, t.Status
		met := map[string]bool{}
		for _, u := range t.Units {
			if u.Judged {
				met[u.Area] = u.Met
			}
		}
		switch {
		case first == nil:
			first = met
		case t.Status != Counted:
			cell.Gained, cell.Lost = changed(&all[i], first, met)
		}
		out.Cells = append(out.Cells, cell)
	}
	return out
}

// changed lists the units that came to meet a target, and those that ceased to,
// among those judged in both scenarios.
func changed(s *Scenario, before, after map[string]bool) (gained, lost []ScenarioArea) {
	gained, lost = []ScenarioArea{}, []ScenarioArea{}
	for _, a := range s.Areas {
		was, judged := before[a.ID]
		is, still := after[a.ID]
		switch {
		case !judged || !still:
		case is && !was:
			gained = append(gained, a)
		case was && !is:
			lost = append(lost, a)
		}
	}
	return gained, lost
}

// choiceAt is a siting and the position of its scenario.
type choiceAt struct {
	scenario int
	s        *Siting
}

func compareChoices(all []Scenario) []ChoiceDiff {
	byID := map[string][]choiceAt{}
	var ids []string
	for i := range all {
		for k := range all[i].Sitings {
			s := &all[i].Sitings[k]
			if byID[s.ID] == nil {
				ids = append(ids, s.ID)
			}
			byID[s.ID] = append(byID[s.ID], choiceAt{i, s})
		}
	}
	var out []ChoiceDiff
	var rest []choiceAt
	for _, id := range ids {
		if len(byID[id]) > 1 {
			d := compareChoice(all, byID[id])
			d.ID = id
			out = append(out, d)
		} else {
			rest = append(rest, byID[id]...)
		}
	}
	if len(rest) > 0 {
		out = append(out, compareChoice(all, rest))
	}
	return out
}

func compareChoice(all []Scenario, cells []choiceAt) ChoiceDiff {
	out := ChoiceDiff{Shared: []ChoiceSite{}}
	count := map[ChoiceSite]int{}
	for _, c := range cells {
		for _, s := range chosenOf(c.s) {
			count[s]++
		}
	}
	for s, n := range count {
		if n == len(cells) && n > 1 {
			out.Shared = append(out.Shared, s)
		}
	}
	sortSites(out.Shared)
	for _, c := range cells {
		s := c.s
		chosen := chosenOf(s)
		cell := ChoiceCell{Scenario: c.scenario, Label: all[c.scenario].Label, ID: s.ID, Name: s.Name, Model: s.Model, Status: s.Status, Measure: s.Measure, Unit: s.Unit, Objective: s.Objective, Gap: s.Gap,
			Sites: len(chosen), Before: s.Before, After: s.After, Price: s.Price, Fairness: FairnessOf(s), Only: []ChoiceSite{}}
		for _, site := range chosen {
			if count[site] == 1 {
				cell.Only = append(cell.Only, site)
			}
		}
		sortSites(cell.Only)
		out.Cells = append(out.Cells, cell)
	}
	return out
}

func sortSites(list []ChoiceSite) {
	slices.SortFunc(list, func(a, b ChoiceSite) int { return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Name, b.Name)) })
}

func chosenOf(s *Siting) []ChoiceSite {
	var out []ChoiceSite
	for i := range s.Sites {
		if s.Sites[i].Role == RoleChosen {
			out = append(out, ChoiceSite{s.Sites[i].ID, s.Sites[i].Name})
		}
	}
	return out
}

// FairnessOf measures how evenly the units of a siting are covered by its
// choice.
func FairnessOf(s *Siting) Fairness {
	var out Fairness
	people, mean := 0.0, 0.0
	var units []SitingUnit
	for _, u := range s.Units {
		if u.People <= 0 {
			continue
		}
		units = append(units, u)
		people += u.People
		mean += u.After
		if share := u.After / u.People; out.WorstShare == nil || share < *out.WorstShare {
			out.WorstUnit, out.WorstShare = u.Name, &share
		}
	}
	if people == 0 || mean == 0 {
		return out
	}
	sum := 0.0
	for _, a := range units {
		for _, b := range units {
			sum += a.People * b.People * math.Abs(a.After/a.People-b.After/b.People)
		}
	}
	gini := sum / (2 * mean * people)
	out.Gini = &gini
	return out
}
