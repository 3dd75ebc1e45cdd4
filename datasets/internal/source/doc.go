// Package source is what the readers of files share: telling by its bytes what
// a file is ([Detect]) and saying so where it cannot be read ([Refuse]),
// turning bytes into UTF-8 text ([Decode]), tidying cells ([TrimCell],
// [HeaderName]) and finding records that occur twice ([Duplicates]).
//
// It reads no format itself; see datasets/vector and datasets/tabular.
package source
