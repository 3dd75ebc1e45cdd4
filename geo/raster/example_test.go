package raster_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log"

	"github.com/paulmach/orb"

	"fugai/geo/raster"
)

// heights is a GeoTIFF of 3 × 2 heights, cells of 0.001° from 114°E, 22.6°N on.
func heights() []byte {
	var f bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&f, binary.LittleEndian, v)
		}
	}
	put([]byte("II*\x00"), uint32(20), []int16{10, 20, 30, 40, 50, 60}, uint16(11))
	for _, field := range [][4]uint32{{256, 3, 1, 3}, {257, 3, 1, 2}, {258, 3, 1, 16}, {259, 3, 1, 1}, {273, 4, 1, 8}, {278, 3, 1, 2}, {279, 4, 1, 12},
		{339, 3, 1, 2}, {33550, 12, 3, 158}, {33922, 12, 6, 182}, {34735, 3, 12, 230}} {
		put(uint16(field[0]), uint16(field[1]), field[2], field[3])
	}
	put(uint32(0), []float64{0.001, 0.001, 0, 0, 0, 0, 114, 22.6, 0}, []uint16{1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326})
	return f.Bytes()
}

func Example() {
	file := heights()
	g, err := raster.Open(bytes.NewReader(file), int64(len(file)), raster.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d × %d of %s in %s\n", g.Columns, g.Rows, g.Kind, g.System.Code())
	p := orb.Point{114.001, 22.5995} // between the first two cells
	cell, _ := g.At(p)
	height, _ := g.Height(p)
	fmt.Printf("the cell has %g, the place %.1f\n", cell, height)
	_, ok := g.At(orb.Point{115, 22.5})
	fmt.Println("beyond the grid:", ok)
	// Output:
	// 3 × 2 of Int16 in EPSG:4326
	// the cell has 20, the place 15.0
	// beyond the grid: false
}

func ExampleGrid_Cells() {
	file := heights()
	g, err := raster.Open(bytes.NewReader(file), int64(len(file)), raster.Options{})
	if err != nil {
		log.Fatal(err)
	}
	sum := 0.0
	for c, err := range g.Cells(context.Background(), orb.Bound{Min: orb.Point{114, 22.598}, Max: orb.Point{114.002, 22.6}}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%.4f %.4f: %g\n", c.Center[0], c.Center[1], c.Value)
		sum += c.Value
	}
	fmt.Println("together", sum)
	// Output:
	// 114.0005 22.5995: 10
	// 114.0015 22.5995: 20
	// 114.0005 22.5985: 40
	// 114.0015 22.5985: 50
	// together 120
}
