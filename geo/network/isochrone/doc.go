// Package isochrone draws the ground within a cost of one or many sites: as
// polygons by thresholds such as 5, 10 and 15 minutes, dissolved or for each
// site without overlap, and as the pieces of street that are reached.
//
// Make a [Ground] of a graph with [New], search it with [paths.Sweep], turn what
// that gives into [Costs] with [FromTree], and ask [Ground.Around],
// [Ground.Catchments] or [Ground.Streets]. [Ground.Each] draws the ground of
// every site alone, which may overlap.
//
// # What is inside
//
// A place is judged as coverage judges it: it is put on the nearest point of the
// nearest street that places are put on (see [network.Graph.Snap]), and costs what that
// point costs plus the way there off the street, which has a limit. The ground
// within a threshold is all places that cost at most that. So a polygon holds
// the places that the figures count, and no others, but for the stated
// [Cover.Tolerance]: a place is on the right side of the border drawn if all
// ground within the tolerance is on the same side of the true one. The bank
// across a river belongs to the streets there, however near the reached bank is.
//
// # How it is drawn
//
// Common ways are hulls around reached junctions (concave hulls, alpha shapes:
// dodgr, openrouteservice, older pgRouting), which cross rivers and fill in what is not
// reached; triangles between junctions (GraphHopper), which
// are wide of the mark where streets are sparse; buffers along reached streets (OSMnx),
// which forget that the way off the street costs too, and reach
// over to other streets; and a grid of costs that contours are drawn on
// (Valhalla, r5, OpenTripPlanner), of which the steps and the reading between grid
// points show. Here there is a grid too, but only to find the border: squares are
// halved as long as a border may run through them, which bounds on the costs of the
// streets near them tell, and at the finest size (10 m) the place where the border
// crosses a side is found by asking what places there cost. Work and
// memory go with the length of the borders, not with the area.
//
// All borders, of thresholds and between sites, are made at once as a set of arcs
// with a label on either side, and corners are left out of arcs only where no
// other corner comes to lie on another side. So polygons nest and
// share borders to the last digit, and no ring crosses itself or another.
//
// Longitude and latitude are measured on WGS 84 row by row, which holds at all
// latitudes; polygons that cross the meridian of 180 degrees are cut there.
//
// The package knows no streets that are not in the graph, and no water or walls but
// by the streets that go around them.
package isochrone
