package datasets

import "strings"

// Degrees whose decimals are minutes and seconds (113.1452 for 113°14'52") are
// suspected from this many rows, of this many different seconds. A decimal
// degree has digits below 60 there in 6 of 10 cases, so that 20 rows of two
// coordinates all have them by chance in 1 of 10^8 layers.
const (
	minPackedRows    = 20
	minPackedSeconds = 5
	packedRows       = 500 // looked at
)

// doubtPacked warns of columns of degrees that may be degrees, minutes and
// seconds written as one number. They are read as decimal degrees all the same:
// the two differ by up to 40 % of a degree, and nothing but the digits tells.
func (p *placer) doubtPacked() {
	if p.lon < 0 || p.system != nil && !p.system.Geographic() {
		return
	}
	seconds := map[string]bool{}
	rows, first := 0, -1
	for i := range p.table.Records[:min(len(p.table.Records), packedRows)] {
		x, y, filled := p.cellsOf(&p.table.Records[i])
		if !filled {
			continue
		}
		sx, okX := packedSeconds(x)
		sy, okY := packedSeconds(y)
		if !okX || !okY {
			return
		}
		seconds[sx], seconds[sy] = true, true
		if rows++; first < 0 {
			first = i
		}
	}
	if rows < minPackedRows || len(seconds) < minPackedSeconds {
		return
	}
	rec := &p.table.Records[first]
	x, y, _ := p.cellsOf(rec)
	p.notes.add(rulePackedAngle, p.table.Ref(rec, p.lon), "“%[1]s, %[2]s”：前 %[3]d 行的小数第 1—4 位都不超过 59", "%[1]q, %[2]q: in the first %[3]d rows decimals 1 to 4 are 59 at most, two by two", x, y, rows)
}

// packedSeconds gives the seconds of a number that can be degrees, minutes and
// seconds in one.
func packedSeconds(cell string) (string, bool) {
	_, decimals, ok := strings.Cut(strings.TrimSpace(cell), ".")
	if !ok || len(decimals) < 4 || !allDigits(decimals) {
		return "", false
	}
	return decimals[2:4], decimals[:2] < "60" && decimals[2:4] < "60"
}
