// Package html writes a result as report.html: one file that needs no network,
// reads without JavaScript, prints on A4, and carries Chinese and English.
//
// [Write] is the only entry point. Figures, words, colours and map classes come
// from package output; this package arranges them: the answers first, then the
// ledger of targets, a section a target with its map, tables and chart, a
// section a choice of sites with the case for each, then stock, data quality, assumptions and method. It measures nothing and reads
// nothing but the [coverage.Result].
package html
