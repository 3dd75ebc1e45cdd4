package cli

import (
	"math"
	"runtime/debug"
)

// memoryGoal is what the program tries to stay below by collecting garbage
// earlier: 3.25 GiB, so that a national study fits a laptop of 4 GiB to spare. A
// study that needs more gets more.
const memoryGoal = 13 << 28

// aimForMemory sets the goal where the user has set none (GOMEMLIMIT).
func aimForMemory() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(memoryGoal)
	}
}
