package output

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"runtime"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

// longList is the length from which the items of a list stand on one line each
// instead of being indented: nobody reads so many, and they take half the room.
const longList = 5000

// recordsAtOnce is how many items are encoded before they are written.
const recordsAtOnce = 2000

// columnar is a list that keeps its items in columns.
type columnar interface {
	json.Marshaler
	Len() int
	IsZero() bool
}

// isLong tells whether a value is a long list or holds one.
func isLong(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return !v.IsNil() && isLong(v.Elem())
	case reflect.Slice:
		if v.Len() >= longList {
			return true
		}
		if of := v.Type().Elem(); of == reflect.TypeFor[coverage.Ledger]() || of == reflect.TypeFor[coverage.Siting]() {
			for i := range v.Len() {
				if isLong(v.Index(i)) {
					return true
				}
			}
		}
	case reflect.Struct:
		if l, is := v.Interface().(columnar); is {
			return l.Len() >= longList
		}
		switch v.Type() {
		case reflect.TypeFor[coverage.Result](), reflect.TypeFor[coverage.Ledger](), reflect.TypeFor[coverage.Beside](), reflect.TypeFor[coverage.OffStreet](), reflect.TypeFor[coverage.Siting]():
			for i := range v.NumField() {
				if v.Type().Field(i).Tag.Get("json") != "-" && isLong(v.Field(i)) {
					return true
				}
			}
		}
	}
	return false
}

// jsonStream writes a value that holds long lists without ever holding its
// whole text.
type jsonStream struct{ w io.Writer }

// value writes v as json.MarshalIndent would, but for the long lists in it.
// indent is that of the line on which it begins.
func (s *jsonStream) value(v reflect.Value, indent string) error {
	if !isLong(v) {
		text, err := indentedJSON(v.Interface(), indent)
		if err != nil {
			return err
		}
		return s.write(text)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return s.value(v.Elem(), indent)
	case reflect.Struct:
		if l, is := v.Interface().(columnar); is {
			return s.lines(l, l.Len(), indent)
		}
		return s.object(v, indent)
	}
	if v.Len() >= longList {
		return s.lines(v.Interface(), v.Len(), indent)
	}
	inner := indent + "  "
	for i := range v.Len() {
		before := ",\n"
		if i == 0 {
			before = "[\n"
		}
		if err := s.write([]byte(before + inner)); err != nil {
			return err
		}
		if err := s.value(v.Index(i), inner); err != nil {
			return err
		}
	}
	return s.write([]byte("\n" + indent + "]"))
}

// object writes the fields of a struct in their order.
func (s *jsonStream) object(v reflect.Value, indent string) error {
	inner, before := indent+"  ", "{\n"
	for i := range v.NumField() {
		name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		f := v.Field(i)
		if name == "-" || option == "omitempty" && isEmpty(f) || option == "omitzero" && isZero(f) {
			continue
		}
		if err := s.write([]byte(before + inner + `"` + name + `": `)); err != nil {
			return err
		}
		if err := s.value(f, inner); err != nil {
			return err
		}
		before = ",\n"
	}
	return s.write([]byte("\n" + indent + "}"))
}

// isEmpty is what omitempty leaves out.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// isZero is what omitzero leaves out.
func isZero(v reflect.Value) bool {
	if l, is := v.Interface().(columnar); is {
		return l.IsZero()
	}
	return v.IsZero()
}

// lines writes a long list, an item a line.
func (s *jsonStream) lines(items any, n int, indent string) error {
	item := itemWriter(items)
	if err := s.write([]byte("[\n")); err != nil {
		return err
	}
	err := inOrder((n+recordsAtOnce-1)/recordsAtOnce, func(k int, f *fields) error {
		for i := k * recordsAtOnce; i < min(n, (k+1)*recordsAtOnce); i++ {
			f.b, f.comma = append(append(f.b, indent...), "  "...), false
			if err := item(f, i); err != nil {
				return err
			}
			if i < n-1 {
				f.b = append(f.b, ',')
			}
			f.b = append(f.b, '\n')
		}
		return nil
	}, s.write)
	if err != nil {
		return err
	}
	return s.write([]byte(indent + "]"))
}

// itemWriter gives what appends item i of a list.
func itemWriter(list any) func(f *fields, i int) error {
	switch items := list.(type) {
	case []coverage.Facility:
		return each(items, appendFacility)
	case []datasets.Area:
		return each(items, appendArea)
	case datasets.DemandList:
		return made(items.At, appendDemand)
	case []coverage.Gap:
		return each(items, appendGap)
	case []coverage.UnitRow:
		return each(items, appendUnit)
	case coverage.PointRows:
		return made(items.At, appendPoint)
	case []coverage.BesideRow:
		return each(items, appendBeside)
	case []coverage.OffPlace:
		return each(items, appendOffPlace)
	case []string:
		return each(items, func(f *fields, s *string) { f.b = appendText(f.b, *s) })
	}
	v := reflect.ValueOf(list)
	return func(f *fields, i int) error {
		text, err := compactJSON(v.Index(i).Interface())
		f.b = append(f.b, text...)
		return err
	}
}

// made is each for a list that makes its items.
func made[T any](at func(i int) T, item func(*fields, *T)) func(f *fields, i int) error {
	return func(f *fields, i int) error {
		one := [...]T{at(i)}
		return each(one[:], item)(f, 0)
	}
}

func each[T any](items []T, item func(*fields, *T)) func(f *fields, i int) error {
	return func(f *fields, i int) error {
		item(f, &items[i])
		if f.bad != nil {
			return &json.UnsupportedValueError{Value: reflect.ValueOf(*f.bad), Str: strconv.FormatFloat(*f.bad, 'g', -1, 64)}
		}
		return nil
	}
}

func (s *jsonStream) write(text []byte) error {
	_, err := s.w.Write(text)
	return err
}

func indentedJSON(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(indent, "  ")
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func compactJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// inOrder makes n pieces of text on all cores and writes them one after the
// other. No more than two pieces for each core are held at once.
func inOrder(n int, encode func(k int, f *fields) error, write func([]byte) error) error {
	type piece struct {
		f   *fields
		err error
	}
	workers := runtime.GOMAXPROCS(0)
	free := make(chan *fields, 2*workers)
	for range 2 * workers {
		free <- &fields{}
	}
	queue := make(chan chan piece, 2*workers) // in the order of the pieces
	stop := make(chan struct{})
	go func() {
		defer close(queue)
		for k := range n {
			var f *fields
			select {
			case f = <-free:
			case <-stop:
				return
			}
			done := make(chan piece, 1)
			go func() {
				f.b = f.b[:0]
				done <- piece{f, encode(k, f)}
			}()
			queue <- done
		}
	}()
	var failed error
	for done := range queue {
		p := <-done
		if failed == nil {
			failed = p.err
		}
		if failed == nil {
			failed = write(p.f.b)
		}
		if failed != nil {
			select {
			case <-stop:
			default:
				close(stop)
			}
		}
		free <- p.f
	}
	return failed
}
