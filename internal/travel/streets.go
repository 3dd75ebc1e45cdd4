package travel

import (
	"context"
	"errors"
	"math"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/network"
	"fugai/geo/network/paths"
)

// StreetOptions say which streets, and how people go along them.
type StreetOptions struct {
	Roads    string            // file of the streets
	Called   string            // what messages call that file; "" is its path
	Columns  map[string]string // columns of a layer of lines, by field
	Files    open.Options      // where files are looked up
	Settings network.Settings
	Heights  string // GeoTIFF of heights in metres, for slopes; "" for none
	// Limit is how many metres off the streets a place may lie; 0 is
	// DefaultLimit.
	Limit     float64
	Direction network.Direction
	// Plain asks for what routes take in truth, where the settings prefer some
	// streets: a second network, without the preference.
	Plain bool
	// Cache keeps the network in a file beside the streets. It is never needed:
	// where it cannot be read or written the network is made.
	Cache bool
}

// Streets are ways along a street network.
type Streets struct {
	Graph     *network.Graph
	Report    network.Report
	Findings  []datasets.Finding    // about the streets
	Inputs    []open.Input          // files that were read
	Layer     *datasets.LayerReport // of a layer of lines: how its columns were understood
	Limit     float64               // metres
	Direction network.Direction
	FromCache bool

	// Prefer is what costs are weighted by, "" where they are not.
	Prefer network.Preference

	plain *network.Graph // the same streets without the preference; see StreetOptions.Plain
}

// DefaultLimit is how far off a street a place may lie, metres: some minutes on
// foot. Beyond, it is more likely that a street is missing than that people walk so
// far across fields.
const DefaultLimit = 500

// perUnit is how many units of the graph make one of the costs: milliseconds a
// second, millimetres a metre.
const perUnit = 1000

// OpenStreets reads streets and makes the network, or takes it from the cache.
// Errors are *datasets.Problem where the user can mend them.
func OpenStreets(ctx context.Context, o StreetOptions) (*Streets, error) {
	file, err := open.Roads(ctx, o.Roads, o.Columns, o.Files)
	if err != nil {
		return nil, called(o.Called, err)
	}
	if o.Settings.Speeds, err = speedsByClass(o.Settings.Speeds); err != nil {
		return nil, err
	}
	s := &Streets{Limit: o.Limit, Direction: o.Direction, Inputs: []open.Input{file.Input}, Prefer: o.Settings.Prefer}
	if s.Limit == 0 {
		s.Limit = DefaultLimit
	}
	heights, err := openHeights(ctx, &o, s)
	if err != nil {
		return nil, err
	}
	if o.Called == "" {
		o.Called = o.Roads
	}
	s.Inputs[0].Path = o.Called
	m := maker{file: file, options: &o, heights: heights}
	if err := m.make(ctx, s); err != nil || !o.Plain || s.Prefer == "" {
		return s, err
	}
	return s, m.addPlain(ctx, s)
}

// called puts the name of the file as the user wrote it in an error.
func called(name string, err error) error {
	var p *datasets.Problem
	if name != "" && errors.As(err, &p) {
		p.Where.File = name
	}
	return err
}

// rename makes findings call the file as the user does.
func (s *Streets) rename() {
	file := s.Inputs[0].Path
	for i := range s.Findings {
		s.Findings[i].Layer = file
		for k := range s.Findings[i].Examples {
			s.Findings[i].Examples[k].File = file
		}
	}
	if s.Layer != nil {
		s.Layer.File, s.Layer.Layer = file, file
	}
}

func settingsProblem(ctx context.Context, file string, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return &datasets.Problem{Where: datasets.Ref{File: file}, Err: err, What: datasets.T("路网建不起来：%v", "no network can be made of it: %v", err),
		Hint: datasets.T("检查 travel 下的速度等设置", "see to the speeds and other settings under travel")}
}

func noStreets(file string, mode network.Mode, r *network.Report, findings []datasets.Finding) error {
	m := ModeText(mode)
	for _, f := range findings { // a server that gave up says so in the file
		if f.Rule == "server-remark" {
			return &datasets.Problem{Where: datasets.Ref{File: file}, What: f.Text, Hint: f.Hint}
		}
	}
	return &datasets.Problem{Where: datasets.Ref{File: file},
		What: datasets.T("%[2]d 条线里没有一条可以%[1]s", "none of its %[2]d ways can be used %[3]s", m.ZH, r.Ways, m.EN),
		Hint: datasets.T("换一个路网文件，或用 columns 指明道路等级列", "take another file of streets, or name the column of their class under columns")}
}

// Unit is s, or m where the network counts lengths.
func (s *Streets) Unit() string {
	if s.Graph.Unit == network.Millimeters {
		return "m"
	}
	return "s"
}

// ToCost is a cost in the network's unit, of one in seconds or metres, rounded
// down; 0 becomes the least cost that is one.
func ToCost(cost float64) network.Cost {
	return network.Cost(min(max(1, math.Floor(cost*perUnit+1e-6)), float64(network.Never)-1))
}

// FromCost is a cost in seconds or metres.
func FromCost(c network.Cost) float64 { return float64(c) / perUnit }

// Snap puts places on the network.
func (s *Streets) Snap(ctx context.Context, places []orb.Point) ([]network.Location, []network.Missed, error) {
	return s.Graph.Snap(ctx, places, network.SnapOptions{Limit: s.Limit})
}

// Costs gives the cost from each place in from to each in to, up to cutoff;
// from the sites to the places where that is the direction. Rows of places
// that are not on the network are empty.
func (s *Streets) Costs(ctx context.Context, from, to []orb.Point, cutoff float64) (*coverage.Costs, error) {
	places, _, err := s.Snap(ctx, from)
	if err != nil {
		return nil, err
	}
	sites, _, err := s.Snap(ctx, to)
	if err != nil {
		return nil, err
	}
	costs := coverage.NewCosts(s.Unit(), len(to), cutoff)
	next := 0
	var row []coverage.Entry
	pad := func(end int) {
		for ; next < end; next++ {
			costs.AddRow(nil)
		}
	}
	if cutoff >= 0 {
		o := paths.Options{Direction: s.Direction, Cutoff: ToCost(cutoff)}
		err = paths.Within(ctx, s.Graph, paths.Ends{Places: places, Sites: sites}, o, func(place int, hits []paths.Hit) error {
			pad(places[place].Place)
			row = row[:0]
			for _, h := range hits {
				row = append(row, coverage.Entry{Site: sites[h.Site].Place, Cost: FromCost(h.Cost)})
			}
			costs.AddRow(row)
			next++
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	pad(len(from))
	return costs, nil
}

// Missed says of each place that is not on the network why.
func (s *Streets) Missed(ctx context.Context, places []orb.Point) (map[int]datasets.Text, error) {
	_, missed, err := s.Snap(ctx, places)
	if err != nil || len(missed) == 0 {
		return nil, err
	}
	out := make(map[int]datasets.Text, len(missed))
	for _, m := range missed {
		out[m.Place] = s.why(m)
	}
	return out, nil
}

func (s *Streets) why(m network.Missed) datasets.Text {
	switch m.Why {
	case network.TooFar:
		return datasets.T("离最近的道路 %s m，超过 %s m", "%s m from the nearest street, more than %s m", short(math.Ceil(m.Metres*10)/10), short(s.Limit))
	case network.OnlyIsland:
		return datasets.T("附近只有不与路网相连的道路", "near by are only streets that are not joined to the network")
	case network.NoStreets:
		return datasets.T("路网是空的", "the network is empty")
	}
	return datasets.T("坐标无效", "the coordinates are not valid")
}

// Bound is the box around the streets.
func (s *Streets) Bound() orb.Bound {
	return orb.MultiPoint(s.Graph.Shape).Bound()
}
