package study

import (
	"regexp"

	"fugai/datasets"
)

// outerName is a province, city or district at the start of a name, such as
// 龙岗区 in 龙岗区平湖街道.
var outerName = regexp.MustCompile(`^(.{1,10}?(?:省|市|[^社小园片景街校厂库]区|县|州|盟|旗))(.*)$`)

// outerNames finds the names of units above all layers: those that no layer
// knows and that more than half of the rows with unit names begin with. Every
// row of a district's own table says its province, city and district; a row
// that says another one is still reported.
func (k *linker) outerNames() map[string]bool {
	count, rows := map[string]int{}, 0
	add := func(names []string) {
		if len(names) == 0 {
			return
		}
		rows++
		var all []string
		rest := ""
		for _, name := range names {
			var outer []string
			outer, rest = k.outerParts(name)
			all = append(all, outer...)
		}
		if rest == "" && len(all) > 0 {
			all = all[:len(all)-1] // the row's own unit, not one above it
		}
		for _, name := range all {
			count[name]++
		}
	}
	for i := range k.l.facilities {
		add(k.l.facilities[i].UnitNames)
	}
	for _, d := range k.l.demand.All() {
		add(d.UnitNames)
	}
	for v := range k.l.candidates() {
		add(v.UnitNames)
	}
	out := map[string]bool{}
	for name, n := range count {
		if 2*n > rows {
			out[name] = true
		}
	}
	return out
}

// outerParts splits the provinces, cities and districts off a name that no
// layer knows, and gives what follows them.
func (k *linker) outerParts(name string) (out []string, rest string) {
	rest = datasets.NormalizeUnit(name)
	for rest != "" && !k.known(rest) {
		m := outerName.FindStringSubmatch(rest)
		if m == nil || k.known(m[1]) {
			break
		}
		out, rest = append(out, m[1]), m[2]
	}
	return out, rest
}

// known tells whether some unit goes by a name; the answers are kept, since
// the rows of a table repeat them.
func (k *linker) known(name string) bool {
	have, asked := k.asked[name]
	if !asked {
		m := k.gaz.ByName([]string{name})
		have = m.ID != "" || len(m.Choices) > 0
		k.asked[name] = have
	}
	return have
}

// inner gives the names of a row without those above all layers.
func (k *linker) inner(names []string) []string {
	if len(k.outer) == 0 {
		return names
	}
	var out []string
	for _, name := range names {
		rest := datasets.NormalizeUnit(name)
		for rest != "" && !k.known(rest) {
			m := outerName.FindStringSubmatch(rest)
			if m == nil || !k.outer[m[1]] {
				break
			}
			rest = m[2]
		}
		switch rest {
		case "":
		case datasets.NormalizeUnit(name):
			out = append(out, name)
		default:
			out = append(out, rest)
		}
	}
	if len(out) == 0 {
		return names // none is below the others: all are asked for
	}
	return out
}
