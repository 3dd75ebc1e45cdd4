package network

// passages remembers how ways may be passed by their tags: most are tagged as
// another one before but for its name, which no rule looks at.
type passages struct {
	rules *ruler
	slots [1 << passageBits]passageSlot
}

const passageBits = 8

// passageSlot is one of them; free without tags.
type passageSlot struct {
	tags Tags
	p    passage
}

// of is [ruler.pass].
func (c *passages) of(tags Tags) *passage {
	s := &c.slots[mixed(tags)>>(64-passageBits)]
	if len(s.tags) == 0 || !alike(s.tags, tags) {
		s.tags, s.p = tags, c.rules.pass(tags)
	}
	return &s.p
}

// mixed makes a number of tags that differs for most of them, in its high bits.
func mixed(tags Tags) uint64 {
	const odd = 0x9e3779b97f4a7c15 // 2⁶⁴ / golden ratio
	h := uint64(0)
	for i := range tags {
		k, v := tags[i].Key, tags[i].Value
		if k == "" || v == "" || isName(k) {
			continue
		}
		h = (h ^ uint64(k[len(k)-1])<<24 ^ uint64(v[len(v)-1])<<16 ^ uint64(v[0])<<8 ^ uint64(len(v))) * odd
	}
	return h
}

// alike tells whether tags are the same in the same order, names aside.
func alike(a, b Tags) bool {
	for {
		for len(a) > 0 && isName(a[0].Key) {
			a = a[1:]
		}
		for len(b) > 0 && isName(b[0].Key) {
			b = b[1:]
		}
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// isName tells of keys that no rule looks at and whose values differ the most.
func isName(key string) bool {
	return key == "name" || key == "ref" || key == "name:en" || key == "name:zh"
}
