package highs

import (
	"context"
	"testing"

	"fugai/coverage/siting"
)

func BenchmarkCompileCold(b *testing.B) {
	builtIn(b)
	b.ReportAllocs()
	for b.Loop() {
		start(b, New(Settings{NoCache: true}))
	}
}

func BenchmarkCompileWarm(b *testing.B) {
	builtIn(b)
	dir := b.TempDir()
	start(b, New(Settings{CacheDir: dir}))
	b.ReportAllocs()
	for b.Loop() {
		start(b, New(Settings{CacheDir: dir}))
	}
}

func start(b *testing.B, engine *Engine) {
	b.Helper()
	if _, err := engine.load(context.Background()); err != nil {
		b.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkMaximalCovering5000x500(b *testing.B) {
	benchmark(b, maximalCovering(1, 5000, 500, 40, 0.04))
}

func BenchmarkMedian200x100(b *testing.B) { benchmark(b, median(1, 200, 100, 10, 0)) }

func benchmark(b *testing.B, p *siting.Program) {
	engines := map[string]siting.Engine{"highs": builtIn(b)}
	if cbc, err := Find("cbc"); err == nil {
		engines["cbc"] = cbc
	}
	for name, engine := range engines {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var got siting.EngineResult
			for b.Loop() {
				var err error
				if got, err = engine.Solve(context.Background(), p, siting.EngineOptions{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(got.Objective, "objective")
			b.ReportMetric(float64(terms(p)), "terms")
		})
	}
}
