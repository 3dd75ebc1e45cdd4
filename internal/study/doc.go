// Package study runs a study: study file → layers → links → measures → Result.
//
// Start with [Open] or [Sample], then [Study.Run]. [Study.Load] stops before
// the measures, for checks; [Check] looks at one file without a study.
package study
