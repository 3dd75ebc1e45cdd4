// Package spread puts the people of a unit where they can be inside it, since a
// single point for a whole community decides wrongly about everybody at its
// edge.
//
// Start with [Over]: it takes the units with their people and ground, and a
// [Method]: [Streets], [Tiles] (hexagons or squares), [Places] (buildings or
// points) or [Raster]. Each part has its share of every group, and the parts of
// a unit add up to its total: nobody is invented and nobody is lost. Where a
// method finds nothing in a unit its people stay at its point, which the
// [Report] counts and names.
//
// The package reads no files, but for a raster that is open already.
package spread
