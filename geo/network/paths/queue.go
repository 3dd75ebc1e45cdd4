package paths

// queue is a heap of costs and nodes, cost<<32 | node, each with four children:
// half as deep as with two, and four children share a line of the cache.
type queue []uint64

func (q *queue) push(x uint64) {
	a := append(*q, x)
	i := len(a) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if a[parent] <= x {
			break
		}
		a[i] = a[parent]
		i = parent
	}
	a[i] = x
	*q = a
}

// pop takes the least of a queue that is not empty.
func (q *queue) pop() uint64 {
	a := *q
	top, last := a[0], len(a)-1
	x := a[last]
	a = a[:last]
	*q = a
	if last == 0 {
		return top
	}
	i := 0
	for {
		child := 4*i + 1
		if child >= len(a) {
			break
		}
		least, at := a[child], child
		for k, v := range a[child+1 : min(child+4, len(a))] {
			if v < least {
				least, at = v, child+1+k
			}
		}
		if least >= x {
			break
		}
		a[i] = least
		i = at
	}
	a[i] = x
	return top
}
