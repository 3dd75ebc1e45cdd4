// Package office writes a result as an Excel workbook that Excel, WPS and
// LibreOffice open: an overview with one row a target, a sheet for each
// target, two for each choice of sites, the facilities, the units, the gaps, the data quality and the notes.
//
// Start with [WriteXLSX]. The package computes nothing: every figure stands in
// the [coverage.Result] that it is given.
//
// Conventions of the workbook: codes and every other text from the data are
// text cells, so nothing in them is ever a formula or a number; percentages
// are Excel percentages (0.9231 shown as 92.31%); a date that is known to the
// day is a date cell, and one known to the month or year only is the text
// "2024-03" or "2024", because a date cell would invent a day.
package office
