package osm

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/geo/network"
)

// maxListed is how many values a message lists.
const maxListed = 15

// unasked is the error where no filter says what to read.
func unasked(ctx context.Context, f file) error {
	what := datasets.T("OpenStreetMap 数据含各类要素，没有说要读哪些", "OpenStreetMap data holds features of all kinds, and it is not said which to read")
	return listing(ctx, f, what, []string{"amenity", "shop", "leisure", "healthcare"})
}

// unmatched is the error where nothing meets the filter.
func unmatched(ctx context.Context, f file, conditions Filter) error {
	var keys, parts []string
	for _, c := range conditions {
		keys = append(keys, c.Key)
		part := c.Key
		if len(c.Values) > 0 {
			part += "=" + strings.Join(c.Values, "|")
		}
		parts = append(parts, part)
	}
	return listing(ctx, f, datasets.T("没有满足 %s 的要素", "no feature has %s", clip(strings.Join(parts, ","))), keys)
}

// listing is an error that names the most frequent values of some keys.
func listing(ctx context.Context, f file, what datasets.Text, keys []string) error {
	count, err := tally(ctx, f, keys)
	if err != nil {
		return err
	}
	values := make([]string, 0, len(count))
	for v := range count {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	var list []string
	for _, v := range values[:min(len(values), maxListed)] {
		list = append(list, fmt.Sprintf("%s (%d)", clip(v), count[v]))
	}
	found := datasets.T("文件里没有带 %s 的要素", "the file holds no features with %s", strings.Join(keys, "、"))
	if len(list) > 0 {
		found = datasets.T("文件里最多的是 %s", "most frequent in the file: %s", strings.Join(list, ", "))
	}
	return &datasets.Problem{What: what, Hint: datasets.T("%[1]s。%[2]s", "%[1]s; %[2]s", found, howToAsk())}
}

// maxTally bounds how many values are counted; keys such as name have one each.
const maxTally = 100_000

// tally counts the features by their values of some keys.
func tally(ctx context.Context, f file, keys []string) (map[string]int, error) {
	s := &selector{class: map[string]class{}}
	for _, k := range keys {
		s.class[k] = keep | trigger
	}
	count := map[string]int{}
	see := func(tags network.Tags) {
		for _, t := range tags {
			v := t.Key + "=" + t.Value
			if _, known := count[v]; known || len(count) < maxTally {
				count[v]++
			}
		}
	}
	err := f.scan(ctx, &query{tagged: s, ways: s, relations: s}, func(b *batch) {
		for i := range b.tagged {
			see(b.tagged[i].tags)
		}
		for i := range b.ways {
			see(b.ways[i].tags)
		}
		for i := range b.rels {
			see(b.rels[i].tags)
		}
	})
	return count, err
}
