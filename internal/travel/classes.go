package travel

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/datasets/roads"
	"fugai/geo/network"
)

// ClassError is the cause of the problem with a speed for a class of streets
// that nobody knows.
type ClassError struct{ Class string }

// Error names the class.
func (e *ClassError) Error() string { return fmt.Sprintf("unknown class of streets %q", e.Class) }

// speedsByClass puts classes in place of the words for them, such as primary
// for 主干路. Words that are not understood stay.
func speedsByClass(speeds map[string]float64) (map[string]float64, error) {
	if len(speeds) == 0 {
		return speeds, nil
	}
	known := network.Classes()
	out, word := make(map[string]float64, len(speeds)), map[string]string{}
	for _, w := range slices.Sorted(maps.Keys(speeds)) {
		class := w
		if !slices.Contains(known, w) {
			if c, ok := roads.Class(w); ok {
				class = c
			}
		}
		if v, again := out[class]; again && v != speeds[w] {
			return nil, &datasets.Problem{Err: &ClassError{w}, What: datasets.T("speeds 里“%[1]s”和“%[2]s”是同一等级（%[3]s），速度却不同", "%[1]q and %[2]q under speeds are one class (%[3]s), with different speeds", word[class], w, class),
				Hint: datasets.T("只写一个", "give one of them")}
		}
		out[class], word[class] = speeds[w], w
	}
	return out, nil
}

// checkClasses refuses speeds for classes that neither the rules nor the streets
// know: most likely a word that was mistyped, which would do nothing.
func checkClasses(o *StreetOptions, streets *network.Roads) error {
	known := network.Classes()
	var strange []string
	for class := range o.Settings.Speeds {
		if !slices.Contains(known, class) && !slices.ContainsFunc(streets.Ways, func(w network.Way) bool { return w.Tags.Get("highway") == class }) {
			strange = append(strange, class)
		}
	}
	if len(strange) == 0 {
		return nil
	}
	class := slices.Min(strange)
	return &datasets.Problem{Where: datasets.Ref{File: o.Called, Value: class}, Err: &ClassError{class},
		What: datasets.T("speeds 里的“%s”不是道路等级，文件里也没有这一等级的路", "%q under speeds is no class of street, nor is any street of the file of that class", class),
		Hint: datasets.T("写主干路、支路这样的词，或 OpenStreetMap 的等级：%s", "write a class of OpenStreetMap: %s", strings.Join(known, ", "))}
}
