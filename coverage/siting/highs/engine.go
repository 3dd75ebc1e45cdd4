package highs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"fugai/coverage/siting"
)

// memoryLimit is what the module may use: 2 GiB, which its own code assumes.
const (
	memoryLimit = 2 << 30
	pageSize    = 64 << 10
)

// Settings choose how the engine starts. The zero value keeps the compiled
// module in the user's cache folder.
type Settings struct {
	// CacheDir holds the compiled module, so that only the first use compiles
	// (seconds instead of a fraction of one). Empty: the user's cache folder.
	// A folder that cannot be written is done without.
	CacheDir string
	// NoCache compiles at every start.
	NoCache bool
}

// Engine is HiGHS inside this program. Several goroutines may use one engine:
// every Solve has a memory of its own, of up to 2 GiB.
type Engine struct {
	settings Settings

	mu      sync.Mutex
	machine *machine
}

// machine is the compiled module, ready to be instantiated.
type machine struct {
	asset     asset
	runtime   wazero.Runtime
	cache     wazero.CompilationCache // nil without
	highs     wazero.CompiledModule
	callbacks wazero.CompiledModule

	mu     sync.Mutex
	runs   int  // that use the module, also those left behind
	closed bool // wanted, done by the last run
}

var _ siting.Engine = (*Engine)(nil)

// New gives the engine. Nothing is read or compiled before the first Solve.
func New(settings Settings) *Engine { return &Engine{settings: settings} }

// Available says, without compiling it, whether the module is embedded: nil, or an error
// with [ErrMissing] as its cause that names the next step.
func (e *Engine) Available() error {
	_, err := readAsset()
	return err
}

// Close frees the compiled module. No Solve may run; the engine can be used
// again afterwards, and compiles again.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	m := e.machine
	e.machine = nil
	if m == nil {
		return nil
	}
	return m.retire()
}

// retire closes the module once no run uses it. Runs that are left behind do
// not hold up the caller.
func (m *machine) retire() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	if m.runs > 0 {
		return nil
	}
	return m.close()
}

func (m *machine) close() error {
	err := m.runtime.Close(context.Background())
	if m.cache != nil {
		err = errors.Join(err, m.cache.Close(context.Background()))
	}
	return err
}

// load gives the compiled module, at the first call by compiling it.
func (e *Engine) load(ctx context.Context) (*machine, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.machine != nil {
		return e.machine, nil
	}
	a, err := readAsset()
	if err != nil {
		return nil, err
	}
	cache := e.openCache()
	m, err := compile(ctx, a, cache)
	if err != nil && cache != nil && ctx.Err() == nil {
		m, err = compile(ctx, a, nil) // what the cache held may be damaged, its disk full
	}
	if err != nil {
		return nil, err
	}
	e.machine = m
	return m, nil
}

// openCache gives nil where there is no folder to keep the compiled module in.
func (e *Engine) openCache() wazero.CompilationCache {
	if e.settings.NoCache {
		return nil
	}
	dir := e.settings.CacheDir
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		dir = filepath.Join(base, "fugai", "highs")
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	return cache
}

// compile takes ownership of cache.
func compile(ctx context.Context, a asset, cache wazero.CompilationCache) (_ *machine, err error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryLimit / pageSize)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	m := &machine{asset: a, cache: cache, runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("compile HiGHS: %w", err), m.close())
		}
	}()
	// With two workers or more the compiler also stops when ctx ends.
	ctx = experimental.WithCompilationWorkers(ctx, max(2, runtime.GOMAXPROCS(0)))
	if m.highs, err = m.runtime.CompileModule(ctx, a.wasm); err != nil {
		return nil, err
	}
	if m.callbacks, err = m.runtime.CompileModule(ctx, callbackModule(a.Exports["_indirect_function_table"])); err != nil {
		return nil, err
	}
	if err = m.defineImports(ctx); err != nil {
		return nil, err
	}
	return m, nil
}
