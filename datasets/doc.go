// Package datasets holds the words of a coverage study: areas, facilities,
// demand and candidates, the taxonomy that names them, and the quality report
// of how they were read.
//
// A reader (datasets/vector, datasets/tabular) gives a [Table]: text cells and
// geometries as they stand in the file. [Areas], [Facilities], [Demands] and
// [Candidates] turn a Table into typed values and a [LayerReport] that says
// which column was understood as what and which rows were dropped, and why.
//
// The package opens no files and measures nothing; see datasets/open for the
// first and coverage for the second.
package datasets
