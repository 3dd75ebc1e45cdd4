package study

import (
	"iter"
	"slices"

	"fugai/datasets"
)

// candidateLayers is how many layers of candidates the questions read.
func (s *Study) candidateLayers() int {
	n := 0
	for i := range s.cfg.Siting {
		if s.cfg.Siting[i].Candidates.From.set() {
			n++
		}
	}
	return n
}

// loadOffered reads the layers of candidates; a layer that several questions
// name alike is read once.
func (s *Study) loadOffered(l *loaded, read readFunc) error {
	l.offered = make([][]datasets.Candidate, len(s.cfg.Siting))
	for i := range s.cfg.Siting {
		e := &s.cfg.Siting[i].Candidates
		if !e.From.set() {
			continue
		}
		if k := slices.IndexFunc(s.cfg.Siting[:i], func(have sitingEntry) bool { return sameLayer(&have.Candidates, e) }); k >= 0 {
			l.offered[i] = slices.Clone(l.offered[k])
			continue
		}
		t, o, err := read(&e.LayerSource, datasets.RoleCandidates)
		if err != nil {
			return err
		}
		layer, err := datasets.Candidates(t, datasets.CandidateOptions{LayerOptions: o, Kind: e.Kind}, s.tax)
		if err != nil {
			return err
		}
		layer.AddTo(&l.quality)
		l.declared[o.Layer] = declarationOf(e.CRS.text, t.CRS)
		if l.offered[i], err = keep(s, l, datasets.RoleCandidates, e.Where, layer.Records, venueEnv); err != nil {
			return err
		}
		if len(layer.Records) == 0 {
			return wrong(e.From, datasets.T("%s 里没有候选点", "%s holds no candidates", e.From.text), datasets.Text{})
		}
	}
	return nil
}

// sameLayer tells whether two entries read the same records.
func sameLayer(a, b *candidateEntry) bool {
	if len(a.Columns) != len(b.Columns) {
		return false
	}
	for f, col := range a.Columns {
		if b.Columns[f].text != col.text {
			return false
		}
	}
	return a.From.text == b.From.text && a.Sheet == b.Sheet && a.Header == b.Header && a.Encoding == b.Encoding &&
		a.CRS.text == b.CRS.text && a.Swap == b.Swap && a.Where.text == b.Where.text && a.Kind == b.Kind
}

// candidates yields the venues and the candidates of all questions.
func (l *loaded) candidates() iter.Seq[*datasets.Candidate] {
	return func(yield func(*datasets.Candidate) bool) {
		for _, list := range append([][]datasets.Candidate{l.venues}, l.offered...) {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}
