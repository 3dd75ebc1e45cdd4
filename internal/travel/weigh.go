package travel

import (
	"strings"

	"fugai/datasets"
)

// weigh gives places the people of a column, or of a group that some header
// names (children, 0-14岁); places whose cell is empty have none.
func (p *Places) weigh(t *datasets.Table, o PlaceOptions) error {
	const asked = "weight"
	options := datasets.DemandOptions{LayerOptions: datasets.LayerOptions{CRS: o.Files.CRS, Swap: o.Files.Swap}} // where they lie is known
	tax := datasets.BuiltinTaxonomy()
	group, known := tax.Group(o.Weight)
	if t.Column(o.Weight) >= 0 || !known {
		group, options.Weights = asked, map[string]string{asked: o.Weight}
	}
	people, err := datasets.Demands(t, options, tax)
	if err != nil {
		return err
	}
	of, some := map[int]float64{}, false
	for i := range people.Records.Len() {
		w := people.Records.Weights(i).Of(group)
		of[people.Records.Source(i).Row] = w
		some = some || w > 0
	}
	if !some {
		return &datasets.Problem{Where: datasets.Ref{File: t.File}, What: datasets.T("没有一行有“%s”的人数", "no row has people of %q", o.Weight),
			Hint: datasets.T("写一个人数列的名字；现有列：%s", "name a column of people; there are: %s", strings.Join(t.Columns, ", "))}
	}
	for i := range p.List {
		p.List[i].Weight = of[p.List[i].Source.Row]
	}
	for _, f := range people.Findings {
		for _, about := range []string{"weight", "number", "negative-weight"} { // the others are told of the places
			if strings.HasPrefix(f.Rule, about) {
				p.Findings = append(p.Findings, f)
			}
		}
	}
	return nil
}
