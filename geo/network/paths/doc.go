// Package paths searches a street network: the nearest site of every place
// ([Nearest], [NearestK]), all sites within a cost ([Within]), full tables
// ([Table]), what lies around every place ([CountWithin], [SumWithin]), the cost
// of every junction and of any point on a street ([Sweep]), and the way itself
// ([Finder]).
//
// Places and sites are points on edges, put there by [network.Graph.Snap]; a
// cost is counted from the point itself, with what it takes to get to the
// street at both ends ([network.Location.OffCost]). Two of them on the same
// edge reach each other along it, or around, whichever is cheaper and open.
// Costs are exact: whole numbers, of which none is rounded on the way. What
// cannot be reached, or costs more than a [network.Cost] holds, is absent; it
// is never a large number.
//
// Answers do not depend on the number of cores. Of two sites at the same cost
// the one listed first is taken.
package paths
