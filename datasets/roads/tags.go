package roads

import (
	"encoding/json"
	"sort"
	"strings"

	"fugai/geo/network"
)

// parseTags reads a cell of tags: "foot"=>"no","lanes"=>"2" as GDAL and
// PostgreSQL (hstore) write them, or a JSON object. ok is false where the cell is
// neither; what stood before the fault is kept.
func parseTags(cell string) (tags network.Tags, ok bool) {
	if strings.HasPrefix(cell, "{") {
		return parseObject(cell)
	}
	for rest := cell; rest != ""; {
		key, after, ok := quoted(rest)
		if !ok || !strings.HasPrefix(after, "=>") {
			return tags, false
		}
		after = after[len("=>"):]
		if null, ok := strings.CutPrefix(after, "NULL"); ok {
			rest = null
		} else {
			value, end, ok := quoted(after)
			if !ok {
				return tags, false
			}
			tags = append(tags, network.Tag{Key: key, Value: value})
			rest = end
		}
		if rest = strings.TrimLeft(rest, " "); rest != "" {
			if rest[0] != ',' {
				return tags, false
			}
			rest = strings.TrimLeft(rest[1:], " ")
		}
	}
	return tags, true
}

// quoted takes a text in quotation marks off the front; a backslash makes the
// next sign plain.
func quoted(s string) (text, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", s, false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), s[i+1:], true
		case '\\':
			if i++; i == len(s) {
				return "", s, false
			}
		}
		b.WriteByte(s[i])
	}
	return "", s, false
}

func parseObject(cell string) (network.Tags, bool) {
	var object map[string]any
	if err := json.Unmarshal([]byte(cell), &object); err != nil {
		return nil, false
	}
	var tags network.Tags
	for k, v := range object {
		if text, ok := v.(string); ok {
			tags = append(tags, network.Tag{Key: k, Value: text})
		}
	}
	sort.Slice(tags, func(i, j int) bool { return tags[i].Key < tags[j].Key })
	return tags, true
}
