package datasets

import "fmt"

// CandidateOptions say how a table of possible sites or venues is read.
type CandidateOptions struct {
	LayerOptions
	Kind string // of rows that do not say, as written
}

// Candidates reads places where a facility could or must stand. Kind stays as
// written: it says what the place is, not what stands in it. Sizes, visitors,
// cost and capacity are nil where they are missing, negative or no numbers,
// and the last two are reported. IDs are made as those of [Demands].
func Candidates(t *Table, o CandidateOptions, tax *Taxonomy) (Layer[Candidate], error) {
	t.Hold()
	m, err := newMapping(t, RoleCandidates, o.LayerOptions, tax)
	if err != nil {
		return Layer[Candidate]{}, err
	}
	out := mapRows(m, func(m *mapping) func(*Record) (Candidate, bool) {
		return func(rec *Record) (Candidate, bool) { return m.candidate(rec, o.Kind), true }
	})
	numberIDs(len(out), func(i int) string { return out[i].ID }, func(i int, id string) { out[i].ID = id }, func(i int) Ref { return out[i].Source }, m.notes)
	return Layer[Candidate]{Records: out, Report: m.report(len(out)), Findings: m.notes.findings()}, nil
}

// candidate reads one row.
func (m *mapping) candidate(rec *Record, kind string) Candidate {
	c := Candidate{ID: m.identity(rec), Name: m.cell(rec, FieldName), Kind: m.cell(rec, FieldKind), Point: m.place.point(rec), Source: m.table.Ref(rec, -1)}
	if c.Name == "" {
		m.nameless(rec)
		c.Name = c.ID
	}
	if c.Kind == "" {
		c.Kind = kind
	}
	c.FloorM2 = m.number(rec, FieldFloorM2)
	c.Visitors = m.number(rec, FieldVisitors)
	c.Cost = m.number(rec, FieldCost)
	c.Capacity = m.number(rec, FieldCapacity)
	c.UnitCode, c.UnitNames = m.unit(rec)
	c.Attrs = m.attrs(rec)
	m.noPlace(rec, c.Point, c.UnitCode, c.UnitNames)
	return c
}

// numberIDs makes ids unique: later ones get #2, #3 … and a warning.
func numberIDs(n int, id func(int) string, set func(int, string), at func(int) Ref, notes *notebook) {
	again := repeated(n, func(i int, buf []byte) []byte { return append(buf, id(i)...) })
	if !again.some() {
		return
	}
	taken := make(map[string]bool, n)
	for i := range n {
		taken[id(i)] = true
	}
	seen := map[string]int{}
	for i := range n {
		if !again.has(i) {
			continue
		}
		old := id(i)
		seen[old]++
		k := seen[old]
		if k == 1 {
			continue
		}
		next := fmt.Sprintf("%s#%d", old, k)
		for ; taken[next]; k++ {
			next = fmt.Sprintf("%s#%d", old, k+1)
		}
		notes.add(ruleDuplicateID, at(i), "%[1]s 改为 %[2]s", "%[1]s is now %[2]s", old, next)
		set(i, next)
		taken[next] = true
	}
}
