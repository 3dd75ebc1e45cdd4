// Package network is the street network of one way of moving about: roads as
// they were read ([Roads]), what may use them and how fast ([Mode],
// [Settings]), and the graph that searches run on ([Graph], made by [Build]).
//
// Make a graph with [Build], put places on it with [Graph.Snap], then ask
// geo/network/paths for costs, catchments and routes, and
// geo/network/isochrone for the ground within a cost. [Graph.Save] keeps a graph
// for a second run, and [Load] reads it. Who may use which street, and how
// fast, is told in rule.go and in the tables of classes.go and barriers.go.
//
// The package reads no files of roads: datasets/osm and datasets/roads do. It
// knows no timetables and no traffic: speeds are the same at any hour.
//
// Costs are whole numbers, milliseconds or millimetres, so that folding a chain
// of streets into one edge, or adding its parts in another order, gives the
// same sum to the last digit. A place that cannot be reached is absent, or
// [Never]; there is no large number that stands for it.
package network
