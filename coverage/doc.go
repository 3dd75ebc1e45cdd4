// Package coverage measures who is served: targets towards areas, facilities
// and demand as of a date.
//
// Start with [Evaluate]: it takes an [Input] and gives a [Result] with a
// [Ledger] for each [Target]. Distances and travel times come in as [Costs];
// the package reads no files, knows no road network and draws nothing.
package coverage
