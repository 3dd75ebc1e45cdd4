// Package output is the report's view of a result: the words, number and date
// formats, colours and map classes that every output shares, so that a figure
// reads and looks the same wherever it stands.
//
// Start with [Classes] and [ClassOf] for maps, [StatusText] and [Value] for
// tables. The package writes no files.
package output
