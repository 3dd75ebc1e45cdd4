//go:build !amd64

package osm

// wide leaves all bytes.
func wide(data []byte, a, b uint64) (rest []byte, newA, newB uint64) { return data, a, b }
