package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/tetratelabs/wazero/api"
)

// host is what the functions that the module imports know of their call.
type host struct {
	start       time.Time
	stop        context.Context // ends the search, not the module
	outOfMemory bool
	said        []byte // the last words on its standard error
	callback    func(kind callbackKind, data uint32)
}

type hostKey struct{}

func hostOf(ctx context.Context) *host { return ctx.Value(hostKey{}).(*host) }

// forever is a limit of time that no run reaches, in seconds; afterwards is
// later still. Both fit a clock of 64-bit nanoseconds.
const (
	forever    = 1e8
	afterwards = 4e8
)

// now is the module's clock in nanoseconds. Once the caller has given up it
// jumps past every limit, so that HiGHS ends as it does when time is up: with
// the best it has. The clock is the one function HiGHS calls often; letting
// wazero watch the context instead makes everything 5 to 7 times slower.
func (h *host) now() float64 {
	if h.stop.Err() != nil {
		return afterwards * 1e9
	}
	return float64(time.Since(h.start))
}

// errno values of WASI and of Linux, as the module's C library has them.
const (
	wasiBadFile = 8
	wasiInvalid = 28
	noSuchFile  = -2
	badFile     = -9
	notTerminal = -59
)

// saidMost bounds what is kept for an error message, in bytes.
const saidMost = 2000

// An importFunc has its arguments on the stack and leaves its result there.
type importFunc struct {
	params, results []api.ValueType
	call            api.GoModuleFunc
}

const (
	i32 = api.ValueTypeI32
	i64 = api.ValueTypeI64
	f64 = api.ValueTypeF64
)

// importFuncs are the functions of the operating system that the module asks
// for. It has a clock and a standard error, no files, no environment, no chance.
func importFuncs() map[string]importFunc {
	one := []api.ValueType{i32}
	answer := func(code int32) api.GoModuleFunc {
		return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = api.EncodeI32(code) }
	}
	nothing := func(context.Context, api.Module, []uint64) {}
	milliseconds := func(ctx context.Context, _ api.Module, stack []uint64) {
		stack[0] = api.EncodeF64(hostOf(ctx).now() / 1e6)
	}
	return map[string]importFunc{
		"__cxa_throw":                         {[]api.ValueType{i32, i32, i32}, nil, thrown},
		"_abort_js":                           {nil, nil, aborted},
		"exit":                                {one, nil, aborted},
		"proc_exit":                           {one, nil, aborted},
		"emscripten_get_now":                  {nil, []api.ValueType{f64}, milliseconds},
		"emscripten_date_now":                 {nil, []api.ValueType{f64}, milliseconds},
		"clock_time_get":                      {[]api.ValueType{i32, i64, i32}, one, clockTime},
		"emscripten_resize_heap":              {one, one, resizeHeap},
		"fd_write":                            {[]api.ValueType{i32, i32, i32, i32}, one, writeFile},
		"fd_read":                             {[]api.ValueType{i32, i32, i32, i32}, one, answer(wasiBadFile)},
		"fd_seek":                             {[]api.ValueType{i32, i64, i32, i32}, one, answer(wasiBadFile)},
		"fd_close":                            {one, one, answer(0)},
		"environ_get":                         {[]api.ValueType{i32, i32}, one, answer(0)},
		"environ_sizes_get":                   {[]api.ValueType{i32, i32}, one, environSizes},
		"__syscall_openat":                    {[]api.ValueType{i32, i32, i32, i32}, one, answer(noSuchFile)},
		"__syscall_fcntl64":                   {[]api.ValueType{i32, i32, i32}, one, answer(badFile)},
		"__syscall_ioctl":                     {[]api.ValueType{i32, i32, i32}, one, answer(notTerminal)},
		"_setitimer_js":                       {[]api.ValueType{i32, f64}, one, answer(0)},
		"_tzset_js":                           {[]api.ValueType{i32, i32, i32, i32}, nil, nothing},
		"_emscripten_runtime_keepalive_clear": {nil, nil, nothing},
	}
}

// defineImports makes the host modules "a", which HiGHS imports from, and
// "host", from which the callback does.
func (m *machine) defineImports(ctx context.Context) error {
	builder := m.runtime.NewHostModuleBuilder("a")
	known := importFuncs()
	for short, name := range m.asset.Imports {
		f, ok := known[name]
		if !ok {
			return fmt.Errorf("unknown import %q", name)
		}
		builder.NewFunctionBuilder().WithGoModuleFunction(f.call, f.params, f.results).Export(short)
	}
	if _, err := builder.Instantiate(ctx); err != nil {
		return err
	}
	_, err := m.runtime.NewHostModuleBuilder("host").NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(called), []api.ValueType{i32, i32, i32, i32, i32}, nil).
		Export("callback").Instantiate(ctx)
	return err
}

var (
	errThrown  = errors.New("an exception that its WebAssembly cannot catch")
	errAborted = errors.New("it gave up")
)

// A panic in an imported function ends the call of the module with an error.
func thrown(context.Context, api.Module, []uint64)  { panic(errThrown) }
func aborted(context.Context, api.Module, []uint64) { panic(errAborted) }

func clockTime(ctx context.Context, m api.Module, stack []uint64) {
	at := api.DecodeU32(stack[2])
	stack[0] = 0
	if !m.Memory().WriteUint64Le(at, uint64(hostOf(ctx).now())) {
		stack[0] = wasiInvalid
	}
}

// resizeHeap grows the memory to the size asked for, or a fifth if that is more.
func resizeHeap(ctx context.Context, m api.Module, stack []uint64) {
	want, have := uint64(api.DecodeU32(stack[0])), uint64(m.Memory().Size())
	stack[0] = 0
	if want > memoryLimit {
		hostOf(ctx).outOfMemory = true
		return
	}
	size := min(max(want, have+have/5), memoryLimit)
	pages := (size - have + pageSize - 1) / pageSize
	if _, ok := m.Memory().Grow(uint32(pages)); !ok {
		hostOf(ctx).outOfMemory = true
		return
	}
	stack[0] = 1
}

func environSizes(_ context.Context, m api.Module, stack []uint64) {
	count, size := api.DecodeU32(stack[0]), api.DecodeU32(stack[1])
	m.Memory().WriteUint32Le(count, 0)
	m.Memory().WriteUint32Le(size, 0)
	stack[0] = 0
}

// writeFile keeps what is written, whichever the file, for an error message.
func writeFile(ctx context.Context, m api.Module, stack []uint64) {
	h := hostOf(ctx)
	list, count, written := api.DecodeU32(stack[1]), api.DecodeU32(stack[2]), api.DecodeU32(stack[3])
	stack[0] = wasiInvalid
	var total uint32
	for i := range count {
		at, ok := m.Memory().ReadUint32Le(list + 8*i)
		if !ok {
			return
		}
		size, ok := m.Memory().ReadUint32Le(list + 8*i + 4)
		if !ok || size > math.MaxUint32-total {
			return
		}
		text, ok := m.Memory().Read(at, size)
		if !ok {
			return
		}
		h.said = append(h.said, text...)
		total += size
	}
	if extra := len(h.said) - saidMost; extra > 0 {
		h.said = append(h.said[:0], h.said[extra:]...)
	}
	m.Memory().WriteUint32Le(written, total)
	stack[0] = 0
}
