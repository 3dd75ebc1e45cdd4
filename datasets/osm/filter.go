package osm

import (
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/network"
)

// Filter says which features are wanted: those with any of its conditions.
type Filter []Condition

// Condition asks for a key, with any of some values; no values are any value
// but no.
type Condition struct {
	Key    string
	Values []string
}

// ParseFilter reads what stands behind the # of a path:
// "amenity=school|kindergarten,healthcare". Full-width signs are taken as well.
// No text is a filter without conditions, which nothing meets. A text that is
// none gives a [*datasets.Problem] with the text as its value.
func ParseFilter(text string) (Filter, error) {
	text = strings.NewReplacer("，", ",", "＝", "=", "｜", "|", "、", ",").Replace(text)
	var out Filter
	for part := range strings.SplitSeq(text, ",") {
		if source.TrimCell(part) == "" {
			continue
		}
		key, values, given := strings.Cut(part, "=")
		c := Condition{Key: source.TrimCell(key)}
		for v := range strings.SplitSeq(values, "|") {
			if v = source.TrimCell(v); v != "" {
				c.Values = append(c.Values, v)
			}
		}
		if c.Key == "" || given && len(c.Values) == 0 {
			return nil, &datasets.Problem{
				Where: datasets.Ref{Value: text},
				What:  datasets.T("“%s”不是要素的选择条件", "%q does not say which features to read", clip(part)),
				Hint:  howToAsk(),
			}
		}
		if slices.Contains(c.Values, "*") {
			c.Values = nil
		}
		out = append(out, c)
	}
	return out, nil
}

func howToAsk() datasets.Text {
	return datasets.T("在文件名后写 #键=值，例如 #amenity=school|kindergarten,healthcare（值之间用 |，条件之间用逗号，满足任一即可）",
		"write #key=value behind the name of the file, such as #amenity=school|kindergarten,healthcare (| between values, commas between conditions; any of them will do)")
}

// Match tells whether tags meet a condition. Of several values in one tag
// ("school;kindergarten") each counts.
func (f Filter) Match(tags network.Tags) bool {
	for _, c := range f {
		value := tags.Get(c.Key)
		if value == "" || len(c.Values) == 0 && value == "no" {
			continue
		}
		if len(c.Values) == 0 || slices.Contains(c.Values, value) {
			return true
		}
		for v := range strings.SplitSeq(value, ";") {
			if slices.Contains(c.Values, strings.TrimSpace(v)) {
				return true
			}
		}
	}
	return false
}

// selector takes all tags of the objects that match.
func (f Filter) selector() *selector {
	s := &selector{class: map[string]class{}, other: keep, match: f.Match}
	for _, c := range f {
		s.class[c.Key] = keep | trigger
	}
	return s
}
