package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// What the program tries to stay below by collecting garbage earlier: 1.75 GiB,
// so that ten million points fit 2 GiB. Where so much is alive that the collector
// would get busy it is more, up to 3.25 GiB, so that a national study fits a
// laptop of 4 GiB to spare. A study that needs more gets more.
const (
	leastMemoryGoal = 7 << 28
	memoryGoal      = 13 << 28
	muchAlive       = 11 << 27 // 1.375 GiB
)

// garbageShare is how much garbage may lie about, as a percentage of what is
// alive, before it is collected: with Go's own 100 a quarter of the time of
// making a street network goes to collecting. The goal bounds it.
const garbageShare = 200

// aimForMemory sets the goal where the user has set none (GOMEMLIMIT), and the
// share of garbage (GOGC).
func aimForMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbageShare)
	}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(leastMemoryGoal)
		aimAfterCollection()
	}
}

// aimAfterCollection moves the goal each time garbage has been collected: an
// object that nobody holds is finalized then.
func aimAfterCollection() {
	runtime.SetFinalizer(&struct{ _ [16]byte }{}, func(any) {
		debug.SetMemoryLimit(goalFor(aliveBytes()))
		aimAfterCollection()
	})
}

// goalFor gives the goal for so many bytes alive: beyond muchAlive it grows two
// and a half times as fast as they do.
func goalFor(alive uint64) int64 {
	goal := int64(leastMemoryGoal)
	if alive > muchAlive {
		goal += int64(min(alive-muchAlive, memoryGoal)) * 5 / 2
	}
	return min(goal, memoryGoal)
}

// aliveBytes is what the last collection found in use; 0 where that is not known.
func aliveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
