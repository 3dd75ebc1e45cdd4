package siting

import "fmt"

// MemoryError is a problem whose work needs more memory than Settings.Memory.
type MemoryError struct {
	Need, Limit int64 // bytes
	Demand      int
	Sites       int
	Entries     int64 // costs within the limit
}

func (e *MemoryError) Error() string {
	return fmt.Sprintf("siting: %d demand × %d sites with %d costs within the limit need about %d MB, more than the %d MB allowed",
		e.Demand, e.Sites, e.Entries, e.Need>>20, e.Limit>>20)
}

// Bytes for each cost within the limit: in the matrix, while it is read and
// searched, and as a program of an engine (columns and rows here, and again in
// the engine's own form).
const (
	matrixBytes  = 12
	searchBytes  = 64
	programBytes = 600
	pairBytes    = 100 // of two sites that are too near each other
)

// MatrixMemory estimates how many bytes a problem without capacities takes
// whose demand and sites have so many costs within the limit: its Costs and
// what [Solve] makes of them. Ask before making the costs.
func MatrixMemory(demand, sites int, costs float64) float64 {
	return 8*float64(demand+1) + 64*float64(demand+sites) + (matrixBytes+searchBytes)*costs
}

// Memory estimates how many bytes [Solve] takes for a problem besides its
// Costs. It counts the costs within the limit, which joining alike demand only
// makes fewer, so the estimate is on the high side.
func Memory(p Problem) int64 {
	n, _ := p.memory()
	return n
}

func (p *Problem) memory() (bytes, entries int64) {
	if p.Costs == nil {
		return 0, 0
	}
	limit := p.within()
	for i := range p.Costs.Demand() {
		if p.weight(i) == 0 {
			continue
		}
		for _, c := range p.Costs.Row(i) {
			if c > limit {
				break
			}
			entries++
		}
	}
	each := int64(searchBytes)
	if p.limited() {
		each += programBytes
	}
	m := int64(p.Costs.Sites())
	bytes = each*entries + 64*int64(p.Costs.Demand()) + 64*m
	if p.Model == Dispersion {
		return bytes + (8+pairBytes/2)*m*(m-1)/2, entries
	}
	return bytes + pairBytes*p.pairs(), entries
}

// pairs counts the candidates that are too near each other.
func (p *Problem) pairs() int64 {
	if p.Spacing <= 0 || p.Apart == nil {
		return 0
	}
	n, sites := int64(0), (&work{p: p}).candidates()
	for k, a := range sites {
		for _, b := range sites[k+1:] {
			if p.Apart(a, b) < p.Spacing {
				n++
			}
		}
	}
	return n
}

// fits compares the estimate with the limit.
func (p *Problem) fits(limit int64) error {
	if limit <= 0 {
		return nil
	}
	need, entries := p.memory()
	if need <= limit {
		return nil
	}
	return &MemoryError{Need: need, Limit: limit, Demand: p.Costs.Demand(), Sites: p.Costs.Sites(), Entries: entries}
}
