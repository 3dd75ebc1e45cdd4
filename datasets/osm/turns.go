package osm

import (
	"fmt"
	"strings"

	"fugai/datasets"
	"fugai/geo/network"
)

// turns makes turn restrictions of relations. number is that of a node that has a
// position, else -1.
func (r *roadReader) turns(out *network.Roads, number func(int64) int32) {
	rels := latest(r.rels, func(r *relation) int64 { return r.id }, nil)
	ways := waysOf(rels)
	for i := range out.Ways {
		if _, asked := ways[out.Ways[i].ID]; asked {
			ways[out.Ways[i].ID] = true
		}
	}
	for _, rel := range rels {
		rule := restrictionOf(rel.tags)
		if rule == "" {
			if rel.tags.Get("restriction:conditional") != "" {
				r.notes.Add("turn-conditional", datasets.Ref{Value: fmt.Sprintf("relation/%d", rel.id)}, nil)
			}
			continue
		}
		t := turn{id: rel.id, rule: rule, except: rel.tags.Get("except")}
		if !t.read(rel.members, ways, number) {
			r.notes.Add("turn-incomplete", datasets.Ref{Value: fmt.Sprintf("relation/%d", rel.id)}, nil)
			continue
		}
		t.addTo(out)
	}
}

// waysOf lists the ways that relations name; none is known to be there.
func waysOf(rels []relation) map[int64]bool {
	ways := map[int64]bool{}
	for i := range rels {
		for _, m := range rels[i].members {
			if m.kind == memberWay {
				ways[m.id] = false
			}
		}
	}
	return ways
}

// restrictionOf gives the rule for cars; "" where there is none. The more
// special key counts. (OSM wiki, Relation:restriction.)
func restrictionOf(tags network.Tags) string {
	for _, key := range [...]string{"restriction:motorcar", "restriction:motor_vehicle", "restriction"} {
		if v := tags.Get(key); strings.HasPrefix(v, "no_") || strings.HasPrefix(v, "only_") {
			return v
		} else if v != "" {
			return ""
		}
	}
	return ""
}

// turn is a restriction while its members are gathered.
type turn struct {
	id       int64
	rule     string
	except   string
	from, to []int64
	via      int32
	viaWays  []int64
}

// read takes the members; false where one is missing or there are too many.
// no_entry may have several ways from, no_exit several ways to.
func (t *turn) read(members []member, ways map[int64]bool, number func(int64) int32) bool {
	t.via = -1
	vias := 0
	for _, m := range members {
		switch m.role {
		case "from", "to":
			if m.kind != memberWay || !ways[m.id] {
				return false
			}
			if m.role == "from" {
				t.from = append(t.from, m.id)
			} else {
				t.to = append(t.to, m.id)
			}
		case "via":
			if m.kind == memberWay && ways[m.id] {
				t.viaWays = append(t.viaWays, m.id)
			} else if t.via = number(m.id); m.kind != memberNode || t.via < 0 {
				return false
			} else if vias++; vias > 1 {
				return false
			}
		}
	}
	return (t.via >= 0) != (len(t.viaWays) > 0) &&
		(len(t.from) == 1 || len(t.from) > 1 && t.rule == "no_entry") &&
		(len(t.to) == 1 || len(t.to) > 1 && t.rule == "no_exit")
}

// addTo adds a restriction for every pair of ways.
func (t *turn) addTo(out *network.Roads) {
	for _, from := range t.from {
		for _, to := range t.to {
			out.Turns = append(out.Turns, network.Turn{ID: t.id, From: from, To: to, Via: t.via, ViaWays: t.viaWays,
				Only: strings.HasPrefix(t.rule, "only_"), Except: t.except})
		}
	}
}
