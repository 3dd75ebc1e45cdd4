package output

import (
	"slices"

	"fugai/coverage"
)

// fillSiting fills a copy of a siting as [filled] does a result.
func fillSiting(s *coverage.Siting) {
	s.Sites, s.Ties, s.Curve, s.Radius = list(s.Sites), list(s.Ties), list(s.Curve), list(s.Radius)
	s.Units, s.Unreached = list(s.Units), list(s.Unreached)
	s.Phases = slices.Clone(s.Phases)
	for i := range s.Phases {
		s.Phases[i].Sites = list(s.Phases[i].Sites)
	}
}
