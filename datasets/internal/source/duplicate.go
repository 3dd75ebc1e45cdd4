package source

import (
	"cmp"
	"hash/maphash"
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
	if len(t.Records) > math.MaxInt32 {
		return datasets.Finding{}, false
	}
	d := NewDigests(len(t.Records))
	var buf []byte
	for i := range t.Records {
		buf = d.Set(i, &t.Records[i], buf)
	}
	d.same = func(a, b int32) bool { return sameRecord(&t.Records[a], &t.Records[b]) }
	return d.Finding(t)
}

// Digests tell the records of a table apart by 96 bits of hash, 16 bytes a
// record. Different records may be set by different goroutines.
type Digests struct {
	seeds [2]maphash.Seed
	order []digest
	same  func(a, b int32) bool // looks at the records themselves; nil trusts the hash
}

type digest struct {
	hash uint64
	more uint32
	i    int32 // -1 for a record that carries nothing
}

// NewDigests makes those of n records.
func NewDigests(n int) *Digests {
	d := &Digests{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, order: make([]digest, n)}
	for i := range d.order {
		d.order[i].i = -1
	}
	return d
}

// Set takes record i. buf is memory to work in, which is returned for the next.
func (d *Digests) Set(i int, r *datasets.Record, buf []byte) []byte {
	buf, some := appendRecord(buf[:0], r)
	if some {
		d.order[i] = digest{maphash.Bytes(d.seeds[0], buf), uint32(maphash.Bytes(d.seeds[1], buf)), int32(i)}
	}
	return buf
}

// repeats lists the records that repeat an earlier one, each with that one.
func (d *Digests) repeats() [][2]int32 {
	slices.SortFunc(d.order, func(a, b digest) int {
		switch {
		case a.hash != b.hash:
			return cmp.Compare(a.hash, b.hash)
		case a.more != b.more:
			return cmp.Compare(a.more, b.more)
		}
		return cmp.Compare(a.i, b.i)
	})
	var out [][2]int32
	for from := 0; from < len(d.order); {
		first, to := d.order[from], from+1
		for ; to < len(d.order) && d.order[to].hash == first.hash && d.order[to].more == first.more; to++ {
			if first.i >= 0 && (d.same == nil || d.same(first.i, d.order[to].i)) {
				out = append(out, [2]int32{d.order[to].i, first.i})
			}
		}
		from = to
	}
	slices.SortFunc(out, func(a, b [2]int32) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// Finding is that of [Duplicates].
func (d *Digests) Finding(t *datasets.Table) (datasets.Finding, bool) {
	repeats := d.repeats()
	d.order = nil
	if len(repeats) == 0 {
		return datasets.Finding{}, false
	}
	f := datasets.Finding{
		Rule: "duplicate-record", Severity: datasets.SeverityWarning, Layer: t.File, Count: len(repeats),
		Text: datasets.T("%d 条记录与前面的记录完全相同", "%d records repeat an earlier one exactly", len(repeats)),
		Hint: datasets.T("如是重复录入，请在源文件中删去；现在每条都会计数", "delete them in the source if they were entered twice; as it stands each one counts"),
	}
	for _, r := range repeats[:min(len(repeats), datasets.MaxExamples)] {
		f.Examples = append(f.Examples, datasets.Example{
			Ref:  datasets.Ref{File: t.File, Row: rowOf(t, r[0])},
			Text: datasets.T("与第 %d 行（要素）相同", "same as row or feature %d", rowOf(t, r[1])),
		})
	}
	return f, true
}

func rowOf(t *datasets.Table, i int32) int {
	if t.Stream != nil {
		return t.Stream.Read(int(i), int(i)+1, nil)[0].Row
	}
	return t.Records[i].Row
}

// appendRecord appends what a record says; some is false for one that carries
// nothing.
func appendRecord(buf []byte, r *datasets.Record) (out []byte, some bool) {
	buf = append(buf, r.ID...)
	some = r.ID != "" || r.Geometry != nil
	for _, v := range r.Values {
		some = some || v != ""
		buf = append(append(buf, v...), 0x1f)
	}
	if r.Geometry != nil {
		b := r.Geometry.Bound()
		for _, v := range [...]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			buf = strconv.AppendUint(append(buf, ','), math.Float64bits(v), 16)
		}
		buf = append(buf, r.Geometry.GeoJSONType()...)
	}
	return buf, some
}

func sameRecord(a, b *datasets.Record) bool {
	if a.ID != b.ID || !slices.Equal(a.Values, b.Values) || (a.Geometry == nil) != (b.Geometry == nil) {
		return false
	}
	return a.Geometry == nil || orb.Equal(a.Geometry, b.Geometry)
}
