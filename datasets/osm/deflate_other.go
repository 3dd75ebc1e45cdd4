//go:build !amd64

package osm

// fast leaves all to rest.
func (d *deflated) fast() bool { return true }
