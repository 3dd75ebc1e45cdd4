package network

import "math"

// Tobler is the part of the level speed that is walked on a slope (rise over
// run, positive uphill): Tobler's hiking function 6·exp(-3.5·|s + 0.05|) km/h
// divided by its value on the level: 1 on the level, 1.19 at most, on a slope
// of -0.05, and 0.70 on one of 0.1. W. Tobler, Three presentations on
// geographical analysis and modeling, NCGIA report 93-1, 1993.
func Tobler(slope float64) float64 {
	return math.Exp(-3.5 * (math.Abs(slope+0.05) - 0.05))
}

// Cycling is the part of the level speed that is cycled on a slope (rise over
// run, positive uphill): each percent uphill takes 1.44 km/h off the mean of
// 21.6 km/h, each percent downhill adds 0.86 (J. Parkin and J. Rotheram, Design
// speeds and acceleration characteristics of bicycle traffic, Transport
// Policy 17, 2010). It is held between 0.2, where one gets off and pushes, and 1.4.
func Cycling(slope float64) float64 {
	percent := 100 * slope
	change := -1.44 * percent
	if percent < 0 {
		change = -0.86 * percent
	}
	return min(1.4, max(0.2, 1+change/21.6))
}

// slopeStretch, metres, is the least length of street that a slope is taken
// over: about a cell of the usual height grids, since between points closer
// than that it would be noise.
const slopeStretch = 30

// steepest slope that is believed; more comes from cliffs beside a street.
const steepest = 0.5

// slopes gives the factors of speed along and against each segment of a way
// from the heights of its points. A stretch counts as level where a height is NaN;
// flat is the metres of such. Slopes are taken over stretches of at least slopeStretch.
func slopes(heights, lengths []float64, along func(float64) float64) (ahead, back []float64, flat float64) {
	ahead, back = make([]float64, len(lengths)), make([]float64, len(lengths))
	for first := 0; first < len(lengths); {
		run, end := 0.0, first
		for end < len(lengths) && run < slopeStretch {
			run += lengths[end]
			end++
		}
		rise := heights[end] - heights[first]
		slope := 0.0
		if run > 0 && math.IsNaN(rise) {
			flat += run
		}
		if run > 0 && !math.IsNaN(rise) {
			slope = max(-steepest, min(steepest, rise/max(run, slopeStretch)))
		}
		for i := first; i < end; i++ {
			ahead[i], back[i] = along(slope), along(-slope)
		}
		first = end
	}
	return ahead, back, flat
}
