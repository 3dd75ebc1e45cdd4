package spread

import (
	"context"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// MaxParts is the most parts that all units together are divided into.
const MaxParts = 20_000_000

// Unit is people and the ground that they live on.
type Unit struct {
	// Demand is the people as one record: its ID, name, unit and source are those of
	// all parts, its weights are divided, and its point is where they stay when
	// nothing else is known.
	Demand datasets.Demand
	// Geometry is a Polygon or MultiPolygon in WGS 84, as the readers mend it.
	// Everything else, nil included, is ground where nothing is found.
	Geometry orb.Geometry
}

// Spot is a place in a unit, and what share of the unit's people it has, in
// proportion to the weights of all spots: metres of street, square metres of
// ground or floors, people of a raster.
type Spot struct {
	Point  orb.Point
	Weight float64 // finite, more than 0
}

// Method is a way of finding the places where people live: [Streets],
// [Tiles], [Places] or [Raster].
type Method interface {
	// prepare gets ready for units.
	prepare(ctx context.Context, units []Unit) (finder, error)
	// words says how people are spread.
	words() datasets.Text
}

// finder finds the spots of a unit; it is asked from several goroutines.
type finder interface {
	spots(ctx context.Context, unit int) ([]Spot, error)
	// evidence adds what was noticed to the report, once all units are done.
	evidence(r *Report)
}

// Over spreads the people of each unit over the spots that a method finds in
// it. The parts of unit u have the ID of its demand, "#" and a number from 1,
// with as many digits as the last one; they are in the order of the units, and
// the same whatever the number of cores. Groups whose people are not known stay
// so. A unit in which nothing is found, or that has nobody, stays one record
// under its own ID, at its point.
//
// For each group the parts of a unit add up to its people within rounding: all
// but the last have their share, and the last has the rest.
//
// Errors are ctx's, those of a raster, and a [*datasets.Problem] where there would
// be more than [MaxParts].
func Over(ctx context.Context, units []Unit, m Method) (datasets.DemandList, Report, error) {
	f, err := m.prepare(ctx, units)
	if err != nil {
		return datasets.DemandList{}, Report{}, err
	}
	found, err := search(ctx, len(units), f)
	if err != nil {
		return datasets.DemandList{}, Report{}, err
	}
	r := Report{Method: m.words(), Units: len(units)}
	d := divider{units: units, report: &r}
	if raster, ok := m.(*Raster); ok {
		d.totals = raster.People
	}
	for u := range units {
		d.divide(u, found[u])
		found[u] = nil
	}
	d.flush()
	r.Parts = d.out.Len()
	f.evidence(&r)
	return d.out, r, ctx.Err()
}

// search asks for the spots of all units, on all cores.
func search(ctx context.Context, units int, f finder) ([][]Spot, error) {
	out, errs := make([][]Spot, units), make([]error, units)
	var next, total atomic.Int64
	var failed atomic.Bool
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), units) {
		all.Go(func() {
			for u := next.Add(1) - 1; u < int64(units) && !failed.Load(); u = next.Add(1) - 1 {
				out[u], errs[u] = f.spots(ctx, int(u))
				if errs[u] == nil {
					errs[u] = ctx.Err()
				}
				if errs[u] == nil && total.Add(int64(len(out[u]))) > MaxParts {
					errs[u] = tooMany()
				}
				if errs[u] != nil {
					failed.Store(true)
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tooMany is the error for more parts than can be handled.
func tooMany() error {
	return &datasets.Problem{
		What: datasets.T("会分成 %d 个以上的点", "there would be more than %d points", MaxParts),
		Hint: datasets.T("加大间距或格子（size:），如 size: 100 m", "ask for larger steps or cells (size:), such as size: 100 m"),
	}
}

// divider makes the parts of units.
type divider struct {
	units  []Unit
	totals string // the group whose people are the weights of the spots themselves
	report *Report
	batch  []datasets.Demand // parts that are not yet in out
	out    datasets.DemandList
}

// batchParts is how many parts are put into the list at once: a block of it.
const batchParts = 4096

// divide makes the parts of a unit.
func (d *divider) divide(u int, spots []Spot) {
	unit := &d.units[u]
	whole, sum := unit.Demand, 0.0
	for _, s := range spots {
		sum += s.Weight
	}
	d.report.found(unit, len(spots), sum)
	if d.totals != "" && sum > 0 {
		whole.Weights = replaced(whole.Weights, d.totals, sum)
	}
	empty := nobody(whole.Weights)
	if len(spots) == 0 || empty {
		d.stay(unit, whole, empty)
		return
	}
	d.report.Spread++
	shares := newShares(whole.Weights, sum)
	id := append([]byte(whole.ID), '#')
	digits := len(strconv.Itoa(len(spots)))
	points := make([]orb.Point, len(spots))
	for k, s := range spots {
		part := whole
		points[k] = s.Point
		part.ID = string(appendNumber(id, k+1, digits))
		part.Point = &points[k]
		part.Weights = shares.next(s.Weight, k == len(spots)-1)
		d.add(part)
	}
}

// appendNumber writes a number with leading zeros.
func appendNumber(b []byte, n, digits int) []byte {
	for limit := 10; digits > 1; digits, limit = digits-1, limit*10 {
		if n < limit {
			b = append(b, '0')
		}
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// stay keeps a unit whole, at its point or else at one inside it.
func (d *divider) stay(unit *Unit, whole datasets.Demand, empty bool) {
	if whole.Point == nil {
		if p, ok := geo.Center(unit.Geometry); ok {
			whole.Point = &p
		}
	}
	if empty {
		d.report.Empty++
	} else {
		d.report.Stayed = append(d.report.Stayed, Stay{ID: whole.ID, Name: whole.Name, Source: whole.Source})
	}
	d.add(whole)
}

func (d *divider) add(part datasets.Demand) {
	if d.batch = append(d.batch, part); len(d.batch) == batchParts {
		d.flush()
	}
}

func (d *divider) flush() {
	d.out.Append(datasets.NewDemandList(d.batch))
	d.batch = d.batch[:0]
}
