package osm

import (
	"bytes"
	"compress/gzip"
	"context"
	"runtime"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/osm/osmpbf"
	"github.com/paulmach/osm/osmxml"
)

// BenchmarkRoads reads the streets of each extract.
func BenchmarkRoads(b *testing.B) {
	for _, row := range extracts(b) {
		data := sharedFile(b, "osm", row[0])
		b.Run(row[0], func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, _, err := Roads(context.Background(), data, row[0]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGraph makes a network for walking of each extract, from the bytes of
// the file on: what [BenchmarkPaulmach] is held against.
func BenchmarkGraph(b *testing.B) {
	for _, row := range extracts(b) {
		data := sharedFile(b, "osm", row[0])
		b.Run(row[0], func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				roads, _, err := Roads(context.Background(), data, row[0])
				if err != nil {
					b.Fatal(err)
				}
				if _, _, err := network.Build(context.Background(), roads, network.Settings{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkInflate is the floor of [BenchmarkRoads]: the blobs without what is in them.
func BenchmarkInflate(b *testing.B) {
	for _, row := range extracts(b) {
		data := sharedFile(b, "osm", row[0])
		b.Run(row[0], func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				p, err := openPBF(data)
				if err != nil {
					b.Fatal(err)
				}
				var f inflater
				for _, blob := range p.blobs {
					if _, err := f.content(blob); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkPaulmach decodes each extract with paulmach/osm and drops what it
// gives: the yardstick of [BenchmarkRoads].
func BenchmarkPaulmach(b *testing.B) {
	for _, row := range extracts(b) {
		data := sharedFile(b, "osm", row[0])
		b.Run(row[0], func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				s := osmpbf.New(context.Background(), bytes.NewReader(data), runtime.GOMAXPROCS(0))
				for s.Scan() {
				}
				if err := s.Err(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTable reads the schools of each extract.
func BenchmarkTable(b *testing.B) {
	for _, row := range extracts(b) {
		data := sharedFile(b, "osm", row[0])
		b.Run(row[0], func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Table(context.Background(), data, row[0], "amenity=school"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkXML reads the streets of gzipped XML; BenchmarkPaulmachXML decodes it.
func BenchmarkXML(b *testing.B) {
	data := sharedFile(b, "routing", "monaco.osm.gz")
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, err := Roads(context.Background(), data, "monaco.osm.gz"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPaulmachXML(b *testing.B) {
	data := sharedFile(b, "routing", "monaco.osm.gz")
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		s := osmxml.New(context.Background(), z)
		for s.Scan() {
		}
		if err := s.Err(); err != nil {
			b.Fatal(err)
		}
	}
}
