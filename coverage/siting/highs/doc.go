// Package highs solves mixed-integer linear programs for siting.
//
// [New] gives an engine that needs nothing installed: HiGHS, compiled to
// WebAssembly, runs inside this program (tetratelabs/wazero, no C compiler).
// make fetches the module from npm by a lock file, checks it and embeds it; a
// program built without it says so ([Engine.Available]). [Find] gives an
// engine that runs a solver installed beside it, highs or cbc, with files.
//
// Both take [siting.Program], minimize, work on one thread with a fixed seed,
// and give the same answer for the same input unless a limit of time ended the
// search. Neither explains why a program is infeasible.
//
// The built-in HiGHS looks at the clock, and at the context, between its
// steps. Preparing a large program can be one long step: 11 s were seen for
// 20,000 demands × 500 sites, 210,000 terms, whatever the limit.
//
// HiGHS: Q. Huangfu and J. A. J. Hall, Parallelizing the dual revised simplex
// method, Mathematical Programming Computation 10 (2018) 119–142;
// https://highs.dev.
package highs
