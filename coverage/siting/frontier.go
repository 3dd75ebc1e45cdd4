package siting

// pending is a node that waits for its turn.
type pending struct {
	bound  float64
	fixes  []int32
	u      []float32
	lambda []float64
}

type frontier struct {
	list []pending
	deep bool
}

func (f *frontier) Len() int { return len(f.list) }
func (f *frontier) Less(a, b int) bool {
	x, y := f.list[a], f.list[b]
	if f.deep && len(x.fixes) != len(y.fixes) {
		return len(x.fixes) > len(y.fixes)
	}
	if x.bound != y.bound {
		return x.bound < y.bound
	}
	return len(x.fixes) > len(y.fixes)
}
func (f *frontier) Swap(a, b int) { f.list[a], f.list[b] = f.list[b], f.list[a] }
func (f *frontier) Push(x any)    { f.list = append(f.list, x.(pending)) }
func (f *frontier) Pop() any {
	x := f.list[len(f.list)-1]
	f.list = f.list[:len(f.list)-1]
	return x
}
