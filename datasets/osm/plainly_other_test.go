//go:build !amd64

package osm

// plainly runs a test.
func plainly(test func()) { test() }
