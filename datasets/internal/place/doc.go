// Package place is what readers of spatial formats share once the features are
// read: [Table] brings geometries to WGS 84, mends them, and notes what it did.
// It reads no files and decides nothing about columns.
package place
