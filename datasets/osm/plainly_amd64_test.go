package osm

// plainly runs a test as the processor can, and then without its extensions.
func plainly(test func()) {
	test()
	deflate, adler := fastDeflate, wideAdler
	defer func() { fastDeflate, wideAdler = deflate, adler }()
	fastDeflate, wideAdler = false, false
	test()
}
