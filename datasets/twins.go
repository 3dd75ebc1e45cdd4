package datasets

import (
	"strconv"
	"strings"
)

// TwinsAcross reports facilities with the same name, kind and place that stand
// in two layers: each layer may be right, and their sum counts them twice.
func TwinsAcross(facilities []Facility, layer string) []Finding {
	notes := &notebook{layer: layer, at: map[string]int{}}
	twins(facilities, notes, true)
	return notes.findings()
}

// distinguish makes the ids of a layer's facilities unique and reports what
// occurs twice in it: ids (the later ones get #2, #3 …) and facilities.
func distinguish(facilities []Facility, notes *notebook) {
	numberIDs(len(facilities), func(i int) string { return facilities[i].ID }, func(i int, id string) { facilities[i].ID = id }, func(i int) Ref { return facilities[i].Source }, notes)
	twins(facilities, notes, false)
}

// twins reports facilities that are alike, within files or across them. Only
// those whose key occurs twice are looked at closely.
func twins(facilities []Facility, notes *notebook, across bool) {
	if across && sameFile(facilities) {
		return
	}
	again := repeated(len(facilities), func(i int, buf []byte) []byte {
		if f := &facilities[i]; hasTwinKey(f) {
			return appendTwinKey(buf, f)
		}
		return nil
	})
	if !again.some() {
		return
	}
	seen := map[string]int{}
	for i := range facilities {
		if !again.has(i) {
			continue
		}
		f := &facilities[i]
		key := string(appendTwinKey(nil, f))
		if first, ok := seen[key]; ok {
			o := &facilities[first]
			if across == (o.Source.File == f.Source.File) {
				continue
			}
			if across {
				notes.add(ruleTwinLayers, f.Source, "%[1]s 与 %[2]s 的 %[3]s 相同", "%[1]s is the same as %[3]s in %[2]s", f.Name, o.Source.File, o.ID)
				continue
			}
			at := o.Source.counted()
			notes.add(ruleDuplicateFacility, f.Source, "“%[1]s”与%[2]s（编号 %[3]s）相同", "%[1]s is the same as %[4]s (%[3]s)", f.Name, at.ZH, o.ID, at.EN)
			continue
		}
		seen[key] = i
	}
}

func sameFile(facilities []Facility) bool {
	for i := range facilities {
		if facilities[i].Source.File != facilities[0].Source.File {
			return false
		}
	}
	return true
}

// hasTwinKey tells whether enough is known of a facility to compare it.
func hasTwinKey(f *Facility) bool {
	return f.Point != nil || f.Name != f.ID && (f.UnitCode != "" || len(f.UnitNames) > 0)
}

// appendTwinKey adds what is alike for facilities with the same name, kind and
// place: points to 1e-5 degrees (about a metre), or the same unit where there is
// no point. Without names, kind and place decide.
func appendTwinKey(buf []byte, f *Facility) []byte {
	buf = append(append(buf, f.Kind...), '|')
	if id, _, _ := strings.Cut(f.ID, "#"); f.Name != id { // else called after its id for want of a name
		buf = append(buf, fold(f.Name)...)
	}
	buf = append(buf, '|')
	if f.Point != nil {
		buf = strconv.AppendFloat(buf, f.Point[0], 'f', 5, 64)
		return strconv.AppendFloat(append(buf, '|'), f.Point[1], 'f', 5, 64)
	}
	buf = append(append(buf, f.UnitCode...), '|')
	return append(buf, strings.Join(f.UnitNames, "/")...)
}
