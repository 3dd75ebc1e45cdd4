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
	rows := 0
	var at Ref
	var firstX, firstY string
	for i, rec := range p.table.all() {
		if i == packedRows {
			break
		}
		x, y, filled := p.cellsOf(rec)
		if !filled {
			continue
		}
		sx, okX := packedSeconds(x)
		sy, okY := packedSeconds(y)
		if !okX || !okY {
			return
		}
		seconds[sx], seconds[sy] = true, true
		if rows++; rows == 1 {
			at, firstX, firstY = p.table.Ref(rec, p.lon), x, y
		}
	}
	if rows < minPackedRows || len(seconds) < minPackedSeconds {
		return
	}
	p.notes.add(rulePackedAngle, at, "“%[1]s, %[2]s”：前 %[3]d 行的小数第 1—4 位都不超过 59", "%[1]q, %[2]q: in the first %[3]d rows decimals 1 to 4 are 59 at most, two by two", firstX, firstY, rows)
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
