package travel

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/network"
)

// Put are places on the network.
type Put struct {
	*Places
	At     []network.Location // Place of each counts in Places.List
	Missed []Unreached        // the others
}

// Unreached is a place that is not on the network, and why.
type Unreached struct {
	Place int
	Why   datasets.Text
}

// missedShare is the share of places too far from any street above which the
// streets are taken for those of somewhere else.
const missedShare = 0.9

// Put puts places on the network. Where none can be put there, or more than
// nine in ten are too far from any street, the error is a [*datasets.Problem]
// that names where the places and where the streets are.
func (s *Streets) Put(ctx context.Context, p *Places) (*Put, error) {
	at, missed, err := s.Snap(ctx, p.points())
	if err != nil {
		return nil, err
	}
	put := &Put{Places: p, At: at}
	far := 0
	for _, m := range missed {
		put.Missed = append(put.Missed, Unreached{m.Place, s.why(m)})
		if m.Why == network.TooFar {
			far++
		}
	}
	if len(at) == 0 || float64(far) > missedShare*float64(len(p.List)) {
		return nil, s.elsewhere(put, far)
	}
	return put, nil
}

// elsewhere says that places and streets do not lie together.
func (s *Streets) elsewhere(p *Put, far int) error {
	places, streets := orb.MultiPoint(p.points()).Bound(), orb.MultiPoint(s.Graph.Shape).Bound()
	where := datasets.Ref{File: p.File}
	hint := datasets.T("坐标系可能不对（写明 crs），或路网文件不是这个地方的；地点只是离路远时，把 limit 放宽",
		"the coordinate system may be wrong (name it under crs), or the streets are those of another place; where places are only far from streets, raise limit")
	if p.File == "" {
		hint = datasets.T("坐标是 WGS 84，先经度后纬度；或路网文件不是这个地方的，或把 limit 放宽", "places are written as longitude and latitude in WGS 84; or the streets are those of another place; or raise limit")
	}
	if len(p.List) == 1 {
		return &datasets.Problem{Where: where, Hint: hint,
			What: datasets.T("地点 %[1]s 不在路网上：%[2]s；路网在 %[3]s", "the place %[1]s is not on the network: %[4]s; the streets are in %[3]s", p.List[0].Name, p.Missed[0].Why.ZH, box(streets), p.Missed[0].Why.EN)}
	}
	if !places.Intersects(streets) {
		return &datasets.Problem{Where: where, Hint: hint,
			What: datasets.T("地点在 %[1]s，路网在 %[2]s，两者不在一处", "the places are in %[1]s, the streets in %[2]s: they do not meet", box(places), box(streets))}
	}
	if far == 0 {
		return &datasets.Problem{Where: where, What: datasets.T("%d 处地点没有一处在路网上：%s", "not one of %[1]d places is on the network: %[3]s", len(p.List), p.Missed[0].Why.ZH, p.Missed[0].Why.EN),
			Hint: datasets.T("在 QGIS 里看路网是否连通；线图层可加大 join，或写 cross: true", "see in QGIS whether the streets are joined; a layer of lines may take a larger join, or cross: true")}
	}
	return &datasets.Problem{Where: where, Hint: hint,
		What: datasets.T("%[2]d 处地点里有 %[1]d 处离道路超过 %[3]s m；地点在 %[4]s，路网在 %[5]s", "%[1]d of %[2]d places are more than %[3]s m from any street; the places are in %[4]s, the streets in %[5]s", far, len(p.List), short(s.Limit), box(places), box(streets))}
}

// box writes where a layer lies.
func box(b orb.Bound) string {
	return fmt.Sprintf("[%.4f, %.4f – %.4f, %.4f]", b.Min[0], b.Min[1], b.Max[0], b.Max[1])
}
