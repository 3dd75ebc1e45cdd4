package highs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// session is one instance of the module, with one HiGHS object in it, for one
// Solve. After the first error every call does nothing; err keeps it.
type session struct {
	ctx     context.Context // carries host; never cancelled, the clock sees to that
	host    *host
	module  api.Module
	helper  api.Module // the callback module
	exports map[string]string
	highs   uint64 // the HiGHS object
	err     error
}

func (m *machine) open(ctx context.Context) (*session, error) {
	s := &session{host: &host{start: time.Now(), stop: ctx}, exports: m.asset.Exports}
	s.ctx = context.WithValue(context.WithoutCancel(ctx), hostKey{}, s.host)
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	if s.module, s.err = m.runtime.InstantiateModule(s.ctx, m.highs, config); s.err != nil {
		return nil, fmt.Errorf("start HiGHS: %w", s.err)
	}
	s.call("start")
	s.highs = s.call("Highs_create")
	s.installCallback(m, config)
	if err := s.failure(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// installCallback lets HiGHS call host.callback.
func (s *session) installCallback(m *machine, config wazero.ModuleConfig) {
	if s.err != nil {
		return
	}
	ctx := experimental.WithImportResolver(s.ctx, func(name string) api.Module {
		if name == "highs" {
			return s.module
		}
		return nil
	})
	if s.helper, s.err = m.runtime.InstantiateModule(ctx, m.callbacks, config); s.err != nil {
		return
	}
	slot, err := s.helper.ExportedFunction("install").Call(s.ctx)
	if err != nil {
		s.err = err
		return
	}
	s.must("Highs_setCallback", s.highs, slot[0], 0)
	s.must("Highs_startCallback", s.highs, uint64(improvingSolution))
	s.must("Highs_startCallback", s.highs, uint64(progressLine))
}

// close frees the memory at once: the HiGHS object in it needs no destructor.
func (s *session) close() error {
	var err error
	if s.helper != nil {
		err = s.helper.Close(s.ctx)
	}
	return errors.Join(err, s.module.Close(s.ctx))
}

// call calls a function of the C interface and gives its result, 0 where it has none.
func (s *session) call(name string, args ...uint64) uint64 {
	if s.err != nil {
		return 0
	}
	f := s.module.ExportedFunction(s.exports[name])
	if f == nil {
		s.err = fmt.Errorf("the module has no %s", name)
		return 0
	}
	results, err := f.Call(s.ctx, args...)
	if err != nil {
		s.err = fmt.Errorf("%s: %w", name, err)
		return 0
	}
	if len(results) == 0 {
		return 0
	}
	return results[0]
}

// must is call where a status of -1 (error; 1 is a warning) is an error.
func (s *session) must(name string, args ...uint64) {
	if status := int32(s.call(name, args...)); s.err == nil && status < 0 {
		s.err = fmt.Errorf("%s refused its arguments", name)
	}
}

// errMemory is the cause when the module asked for more than its 2 GiB.
var errMemory = errors.New("highs: more than 2 GiB of memory needed")

// failure words err for those who read it, without the trace of the module's stack.
func (s *session) failure() error {
	switch {
	case s.err == nil:
		return nil
	case s.host.outOfMemory:
		return errMemory
	}
	first, _, _ := strings.Cut(s.err.Error(), "\n")
	if said := strings.TrimSpace(string(s.host.said)); said != "" {
		first += ": " + said
	}
	return fmt.Errorf("HiGHS stopped: %s", first)
}

// allocate gives size bytes of the module's memory, 0 for none.
func (s *session) allocate(size int) uint64 {
	if size == 0 {
		return 0
	}
	at := s.call("malloc", uint64(size))
	if s.err == nil && uint32(at) == 0 {
		s.host.outOfMemory, s.err = true, errMemory
	}
	return at
}

func (s *session) free(at uint64) {
	if at != 0 {
		s.call("free", at)
	}
}

// view is the memory from at on, valid until the next call: it may move.
func (s *session) view(at uint64, size int) []byte {
	if s.err != nil || size == 0 {
		return nil
	}
	b, ok := s.module.Memory().Read(uint32(at), uint32(size))
	if !ok {
		s.err = fmt.Errorf("the module gave an address outside its memory")
	}
	return b
}

// floats copies n numbers into the module's memory; the caller frees them.
func (s *session) floats(n int, value func(i int) float64) uint64 {
	at := s.allocate(8 * n)
	b := s.view(at, 8*n)
	for i := 0; i < len(b)/8; i++ {
		binary.LittleEndian.PutUint64(b[8*i:], math.Float64bits(value(i)))
	}
	return at
}

// readFloats copies n numbers out of the module's memory.
func (s *session) readFloats(at uint64, n int) []float64 {
	b := s.view(at, 8*n)
	values := make([]float64, len(b)/8)
	for i := range values {
		values[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return values
}

// text copies a string that ends with a zero byte into the module's memory.
func (s *session) text(t string) uint64 {
	at := s.allocate(len(t) + 1)
	if b := s.view(at, len(t)+1); b != nil {
		copy(b, t)
		b[len(t)] = 0
	}
	return at
}

// option sets an option of HiGHS by the type of its value.
func (s *session) option(name string, value any) {
	at := s.text(name)
	switch v := value.(type) {
	case bool:
		var bit uint64
		if v {
			bit = 1
		}
		s.must("Highs_setBoolOptionValue", s.highs, at, bit)
	case int:
		s.must("Highs_setIntOptionValue", s.highs, at, api.EncodeI32(int32(v)))
	case float64:
		s.must("Highs_setDoubleOptionValue", s.highs, at, api.EncodeF64(v))
	case string:
		text := s.text(v)
		s.must("Highs_setStringOptionValue", s.highs, at, text)
		s.free(text)
	}
	s.free(at)
}

// floatInfo reads a number about the run.
func (s *session) floatInfo(name string) float64 {
	text, at := s.text(name), s.allocate(8)
	s.must("Highs_getDoubleInfoValue", s.highs, text, at)
	v := s.readFloats(at, 1)
	s.free(text)
	s.free(at)
	if len(v) == 0 {
		return math.NaN()
	}
	return v[0]
}

// intInfo reads a whole number about the run.
func (s *session) intInfo(name string) int32 {
	text, at := s.text(name), s.allocate(4)
	s.must("Highs_getIntInfoValue", s.highs, text, at)
	var v int32
	if b := s.view(at, 4); b != nil {
		v = int32(binary.LittleEndian.Uint32(b))
	}
	s.free(text)
	s.free(at)
	return v
}
