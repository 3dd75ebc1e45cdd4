package study

import (
	"context"
	"sync"

	"fugai/datasets"
	"fugai/datasets/open"
)

// ahead opens layers one ahead of their use: a file is taken apart by one core
// while the rows of the one before it are understood by all.
type ahead struct {
	open    func(*LayerSource) opened
	next    map[*LayerSource]*LayerSource
	waiting map[*LayerSource]chan opened
	running sync.WaitGroup
}

// opened is what opening a layer gave.
type opened struct {
	table *datasets.Table
	input open.Input
	err   error
}

// newAhead takes the layers in the order in which they will be asked for; some
// may never be.
func newAhead(sources []*LayerSource, read func(*LayerSource) opened) *ahead {
	a := &ahead{open: read, next: map[*LayerSource]*LayerSource{}, waiting: map[*LayerSource]chan opened{}}
	for i := 1; i < len(sources); i++ {
		a.next[sources[i-1]] = sources[i]
	}
	return a
}

// take gives a layer and begins with the one after it.
func (a *ahead) take(src *LayerSource) opened {
	a.begin(src)
	got := <-a.waiting[src]
	delete(a.waiting, src) // a table is not kept longer than its user does
	if next := a.next[src]; next != nil && got.err == nil {
		a.begin(next)
	}
	return got
}

func (a *ahead) begin(src *LayerSource) {
	if a.waiting[src] != nil {
		return
	}
	done := make(chan opened, 1)
	a.waiting[src] = done
	a.running.Go(func() { done <- a.open(src) })
}

// wait ends what nobody asked for.
func (a *ahead) wait() { a.running.Wait() }

// sources lists the layers of a study in the order of reading. Demand that may
// be a level's own is opened only when it is asked for.
func (s *Study) sources() []*LayerSource {
	var out []*LayerSource
	for i := range s.cfg.Areas {
		out = append(out, &s.cfg.Areas[i].LayerSource)
	}
	for i := range s.cfg.Facilities {
		out = append(out, &s.cfg.Facilities[i].LayerSource)
	}
	for i := range s.cfg.Demand {
		if _, level := s.tax.Level(s.cfg.Demand[i].From.text); !level {
			out = append(out, &s.cfg.Demand[i].LayerSource)
		}
	}
	for i := range s.cfg.Venues {
		out = append(out, &s.cfg.Venues[i].LayerSource)
	}
	return out
}

// openAhead makes the opener of a run; end stops it.
func (s *Study) openAhead(ctx context.Context, o Options) (a *ahead, end func()) {
	inner, stop := context.WithCancel(ctx)
	a = newAhead(s.sources(), func(src *LayerSource) opened {
		var got opened
		got.table, got.input, got.err = open.Read(inner, s.path(src), open.Options{FS: s.fsys, Sheet: src.Sheet, Header: src.Header,
			Encoding: src.Encoding, CRS: src.CRS.text, Swap: src.Swap, Stream: true, Stdin: o.Stdin})
		return got
	})
	return a, func() {
		stop()
		a.wait()
	}
}
