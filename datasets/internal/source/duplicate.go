package source

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strconv"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// Duplicates is the finding for records that repeat an earlier one exactly:
// the same id, cells and geometry. The records stay. It returns false where
// there are none. O(n log n).
func Duplicates(t *datasets.Table) (datasets.Finding, bool) {
	type entry struct {
		hash uint64
		i    int32
	}
	if len(t.Records) > math.MaxInt32 {
		return datasets.Finding{}, false
	}
	order := make([]entry, 0, len(t.Records))
	for i := range t.Records {
		if h, ok := hashRecord(&t.Records[i]); ok {
			order = append(order, entry{h, int32(i)})
		}
	}
	slices.SortFunc(order, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.i, b.i))
	})
	var repeats [][2]int32 // the later record, the earlier one it repeats
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && order[to].hash == order[from].hash {
			first := order[from].i // equal hashes are equal records but for chance, which sameRecord rules out
			if sameRecord(&t.Records[first], &t.Records[order[to].i]) {
				repeats = append(repeats, [2]int32{order[to].i, first})
			}
			to++
		}
		from = to
	}
	if len(repeats) == 0 {
		return datasets.Finding{}, false
	}
	slices.SortFunc(repeats, func(a, b [2]int32) int { return cmp.Compare(a[0], b[0]) })
	f := datasets.Finding{
		Rule: "duplicate-record", Severity: datasets.SeverityWarning, Layer: t.File, Count: len(repeats),
		Text: datasets.T("%d 条记录与前面的记录完全相同", "%d records repeat an earlier one exactly", len(repeats)),
		Hint: datasets.T("如是重复录入，请在源文件中删去；现在每条都会计数", "delete them in the source if they were entered twice; as it stands each one counts"),
	}
	for _, r := range repeats[:min(len(repeats), datasets.MaxExamples)] {
		later, first := &t.Records[r[0]], &t.Records[r[1]]
		f.Examples = append(f.Examples, datasets.Example{
			Ref:  datasets.Ref{File: t.File, Row: later.Row},
			Text: datasets.T("与第 %d 行（要素）相同", "same as row or feature %d", first.Row),
		})
	}
	return f, true
}

// hashRecord is false for a record that carries nothing.
func hashRecord(r *datasets.Record) (uint64, bool) {
	h := fnv.New64a()
	buf := append(make([]byte, 0, 256), r.ID...)
	some := r.ID != "" || r.Geometry != nil
	for _, v := range r.Values {
		some = some || v != ""
		buf = append(append(buf, v...), 0x1f)
		if len(buf) > 200 {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	if r.Geometry != nil {
		b := r.Geometry.Bound()
		for _, v := range [...]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			buf = strconv.AppendUint(append(buf, ','), math.Float64bits(v), 16)
		}
		buf = append(buf, r.Geometry.GeoJSONType()...)
	}
	h.Write(buf)
	return h.Sum64(), some
}

func sameRecord(a, b *datasets.Record) bool {
	if a.ID != b.ID || !slices.Equal(a.Values, b.Values) || (a.Geometry == nil) != (b.Geometry == nil) {
		return false
	}
	return a.Geometry == nil || orb.Equal(a.Geometry, b.Geometry)
}
