package highs

import (
	"context"
	"errors"
	"time"

	"fugai/coverage/siting"
)

// grace is how long HiGHS may go on after its time: it looks at the clock
// often, but not in every part of its presolve.
const grace = time.Second

// within solves a program and comes back in time even if HiGHS does not: the
// run is then left behind, to end by itself when it next looks at the clock.
func (m *machine) within(ctx context.Context, p *siting.Program, options siting.EngineOptions) (siting.EngineResult, error) {
	type outcome struct {
		result siting.EngineResult
		err    error
	}
	b := newBest(p, options)
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends a run left behind at its next look at the clock
	done := make(chan outcome, 1)
	m.enter()
	go func() {
		r, err := m.solve(ctx, b, options)
		err = errors.Join(err, m.leave())
		done <- outcome{r, err}
	}()
	select {
	case o := <-done:
		return o.result, o.err
	case <-ctx.Done():
	case <-timer(options.TimeLimit):
	}
	select {
	case o := <-done:
		return o.result, o.err
	case <-time.After(grace):
		return b.abandon(), nil
	}
}

// timer fires after a limit, never where there is none.
func timer(limit time.Duration) <-chan time.Time {
	if limit <= 0 {
		return nil
	}
	return time.After(limit)
}

func (m *machine) enter() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs++
}

// leave closes the module after the last run if that is wanted.
func (m *machine) leave() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs--
	if m.closed && m.runs == 0 {
		return m.close()
	}
	return nil
}

// abandon is the result of a run that is left behind.
func (b *best) abandon() siting.EngineResult {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.progress = nil
	return b.stopped()
}
