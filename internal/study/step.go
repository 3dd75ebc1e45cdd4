package study

// Stage is a part of a run.
type Stage string

// The stages of a run, in order.
const (
	Reading   Stage = "read"    // a step a layer
	Linking   Stage = "link"    // all at once
	Streets   Stage = "streets" // a step a network
	Measuring Stage = "measure" // a step a target
	Siting    Stage = "site"    // a step a question of where next
)

// Step is what a run does next.
type Step struct {
	Stage       Stage
	Done, Total int    // steps of the stage
	What        string // the layer's file, how many places → in how many units, the target's ID
}
