// Package travel makes costs of the ways of moving about that a study names:
// on foot, by bicycle or by car along streets ([OpenStreets]), or straight as
// the crow flies, with a detour factor and a speed where wanted ([Straight]).
//
// It reads the streets, makes the network of a mode and keeps it beside the
// file, so that the next run starts at once; puts places on it, says which
// could not be put there and why; and fills [coverage.Costs].
package travel
