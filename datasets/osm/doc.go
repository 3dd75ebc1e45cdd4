// Package osm reads OpenStreetMap extracts: [Roads] takes the streets out of
// one, for package geo/network; [Table] its features by their tags, such as
// schools and clinics. Both take what download sites and OSM programs hand out:
// PBF, and XML plain, in gzip or in bzip2. Content decides, not the name.
//
// What is read is the map as the file holds it at one time. Histories and
// change files are refused; metadata (users, times, versions) is passed over.
// Nothing is judged: which streets a mode may use is decided by geo/network.
//
// A file is hostile until shown otherwise: lengths, counts and indices are
// checked before they are used, what inflates too far is refused, and memory is
// bounded by the bytes that a file really holds.
//
// # Why the decoders are the package's own
//
// paulmach/osm is the oracle of the tests and the peer of the benchmarks. It
// makes an object of every node, way and relation, metadata included; here
// blocks are walked in place, a node leaves two numbers and a way that is no
// street leaves nothing, which halves the time of its plain decoding, streets put
// together included. It checks neither that the columns of nodes are of one length
// nor how far a blob inflates. Its XML scanner keeps whatever one element holds
// in memory, which a few kilobytes of gzip can make gigabytes of.
//
// Two fifths of the least time is inflating. compress/flate works on streams; from
// one piece of memory into another, with room at both ends, two literals at a
// time and the inner loop in assembly on amd64, the same takes a third to two
// fifths of the time, about half without assembly (klauspost/compress: three
// quarters). FuzzDeflate holds both against compress/flate byte for byte.
package osm
