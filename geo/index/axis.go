package index

import "slices"

// axis divides a range of coordinates into cells. Cell i holds what is at
// least bounds[i] and less than bounds[i+1]; the last bound is above the range.
type axis struct {
	bounds []float64
	table  []int32 // for equal slots of the range, the cell of the slot's lower end
	scale  float64 // slots a unit
}

// newAxis cuts a range where a sorted sample is cut into equal parts, so that
// what is crowded has fine cells.
func newAxis(low, high float64, sample []float64, cells int) axis {
	a := axis{bounds: []float64{low}}
	for i := 1; i < cells; i++ {
		if v := sample[i*len(sample)/cells]; v > a.bounds[len(a.bounds)-1] {
			a.bounds = append(a.bounds, v)
		}
	}
	a.bounds = append(a.bounds, high+1e-9)
	slots := 2 * len(a.bounds)
	a.table = make([]int32, slots+2)
	a.scale = float64(slots) / (a.bounds[len(a.bounds)-1] - low)
	cell := 0
	for i := range a.table {
		// A slot early, as the division below may round down.
		for v := low + float64(i-1)/a.scale; cell+2 < len(a.bounds) && a.bounds[cell+1] <= v; {
			cell++
		}
		a.table[i] = int32(cell)
	}
	return a
}

// cells is their number.
func (a *axis) cells() int { return len(a.bounds) - 1 }

// holds tells whether a coordinate is in the range.
func (a *axis) holds(v float64) bool {
	return v >= a.bounds[0] && v < a.bounds[len(a.bounds)-1]
}

// cell is the cell of a coordinate in the range.
func (a *axis) cell(v float64) int {
	slot := int((v - a.bounds[0]) * a.scale)
	i := int(a.table[slot])
	if end := int(a.table[min(slot+3, len(a.table)-1)]) + 1; end-i > 8 {
		n, _ := slices.BinarySearch(a.bounds[i:end+1], v)
		i += n
		if i > end || a.bounds[i] > v {
			i--
		}
		return i
	}
	for a.bounds[i+1] <= v {
		i++
	}
	return i
}
