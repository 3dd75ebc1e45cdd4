package open

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/datasets/osm"
	"fugai/datasets/roads"
	"fugai/geo/network"
)

// Bytes reads a whole file, or standard input for "-", as it is, of at most 2
// GiB, and says what it was.
// Errors are those of [Read].
func Bytes(ctx context.Context, path string, opts Options) ([]byte, Input, error) {
	read := func() ([]byte, error) { return load(ctx, path, opts) }
	if path == "-" && opts.Stdin != nil {
		read = func() ([]byte, error) { return drain(ctx, opts.Stdin, path, 0) }
	}
	data, err := read()
	if err != nil {
		return nil, Input{}, err
	}
	return data, describe(path, data), nil
}

// IsOSM tells by its name whether a file is an extract of OpenStreetMap.
func IsOSM(path string) bool {
	name := strings.ToLower(path)
	return slices.ContainsFunc([]string{".pbf", ".osm", ".osm.gz", ".osm.bz2"}, func(ext string) bool { return strings.HasSuffix(name, ext) })
}

// RoadFile is a file with streets whose bytes have been read but not yet
// understood, so that its hash is known first.
type RoadFile struct {
	Input Input
	read  func(context.Context) (*network.Roads, RoadReport, error)
}

// RoadReport says what was noticed in a file with streets, and, for a layer of
// lines, how its columns were understood.
type RoadReport struct {
	Findings []datasets.Finding
	Layer    *datasets.LayerReport
}

// Roads reads the bytes of a file with streets: an extract of
// OpenStreetMap (.osm.pbf, .osm, .osm.gz), or a layer of lines in any format
// that [Read] reads, whose columns are named by columns where their headers do not
// say it (see package roads). Errors are those of [Read].
func Roads(ctx context.Context, path string, columns map[string]string, opts Options) (*RoadFile, error) {
	isOSM := IsOSM(path)
	if path == "-" && opts.Stdin != nil { // its name says nothing
		data, err := drain(ctx, opts.Stdin, "-", 0)
		if err != nil {
			return nil, err
		}
		kind := source.Detect(data)
		isOSM = kind == source.OSMPBF || kind == source.OSMXML
		opts.Stdin = bytes.NewReader(data)
	}
	if isOSM {
		data, in, err := Bytes(ctx, path, opts)
		if err != nil {
			return nil, err
		}
		return &RoadFile{Input: in, read: func(ctx context.Context) (*network.Roads, RoadReport, error) {
			streets, findings, err := osm.Roads(ctx, data, path)
			return streets, RoadReport{Findings: findings}, err
		}}, nil
	}
	t, in, err := Read(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	return &RoadFile{Input: in, read: func(ctx context.Context) (*network.Roads, RoadReport, error) {
		lines := t
		if !t.Spatial { // lines as WKT in a column
			if lines, err = datasets.Locate(t, datasets.LayerOptions{CRS: opts.CRS, Swap: opts.Swap}); err != nil {
				return nil, RoadReport{}, err
			}
		}
		streets, report, err := roads.Read(ctx, lines, roads.Options{Columns: columns})
		return streets, RoadReport{report.Findings, &report.Layer}, err
	}}, nil
}

// Roads understands the file.
func (f *RoadFile) Roads(ctx context.Context) (*network.Roads, RoadReport, error) {
	return f.read(ctx)
}
