//go:build !amd64

package index

func (o *octet) gaps(p *probe, gaps *lane) (open uint32) { return gapsEach(o, p, gaps) }

func (b *block) near(p *probe) (near uint32) { return nearEach(b, p) }
