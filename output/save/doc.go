// Package save writes what a run leaves in its output folder: the report, the
// workbook, the GeoPackage with its QGIS project, the gaps, the result as JSON
// and the record of the run. The folder holds the old set whole or the new set
// whole; a run that fails, is interrupted or is killed changes nothing that a
// reader could notice, and the next run tidies what a killed one left.
//
// Start with [All]; [Formats] names what it can write. [Atomic] writes a single
// file of another command in the same way. [Recover] finishes or undoes what a
// killed run left, without writing anything new.
//
// How: files are written into a hidden folder inside the output folder, synced
// and closed. The old files are then backed up by hard links, a journal is
// written, and each new file is renamed into its place, run.json last. A
// failure on the way puts the backups back. Every rename is atomic, so a file
// is never torn; the journal says how to go on after a kill. One lock a folder
// lets one run at a time do this.
package save
