package study

import (
	"regexp"
	"slices"
	"strings"

	"fugai/datasets"
)

// nearKeys lists the keys of a study that are at most two letters away.
func nearKeys(word string) datasets.Text {
	seen := map[string]bool{}
	var near []string
	for _, m := range schemaKey.FindAllSubmatch(Schema(), -1) {
		key := string(m[1])
		if key != word && !seen[key] && letters(word, key) <= min(2, len(key)/2) {
			near = append(near, key)
		}
		seen[key] = true
	}
	if len(near) == 0 {
		return datasets.Text{}
	}
	slices.Sort(near)
	return datasets.T("是不是：%s", "did you mean %s", strings.Join(near, ", "))
}

// schemaKey finds the keys in the schema of a study, and its own words, which
// do no harm.
var schemaKey = regexp.MustCompile(`"([a-z][a-z0-9_]*)": *[{]`)

// letters is the number of letters to add, delete, change or exchange with
// their neighbour to turn a into b.
func letters(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j-1], rows[i-1][j], rows[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
