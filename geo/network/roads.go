package network

import "github.com/paulmach/orb"

// Roads are streets as a reader found them, before any mode is applied.
type Roads struct {
	File   string
	Points []orb.Point // nodes that ways use
	Ways   []Way
	Nodes  []NodeTags // of nodes whose tags matter (barriers, crossings), by node
	Turns  []Turn
	// Dead is the number of references to nodes that the file does not hold; a
	// way is cut there.
	Dead int
	// Lines tells that the roads come from a layer of lines, where streets meet
	// at equal coordinates; [Build] joins those, and near ones (Settings.Join),
	// so a reader may give every line points of its own.
	Lines bool
}

// Way is a street: nodes in order, and the tags that rules look at. A line
// layer's columns are put into OSM's words (highway, maxspeed, oneway, name).
type Way struct {
	ID    int64
	Nodes []int32 // into Roads.Points
	Tags  Tags
}

// NodeTags are the tags of one node.
type NodeTags struct {
	Node int32 // into Roads.Points
	Tags Tags
}

// Turn is a turn restriction: from a way, by a node or a chain of ways, to a way.
type Turn struct {
	ID       int64
	From, To int64   // identifiers of ways
	Via      int32   // into Roads.Points, or -1 where ViaWays say
	ViaWays  []int64 // identifiers, in order
	Only     bool    // only_…: no other turn is allowed; else no_…: this one is not
	Except   string  // modes it does not hold for, as in the source: "bicycle;psv"
}

// Tag is one key and value.
type Tag struct{ Key, Value string }

// Tags are few, so a search from the front is the fastest.
type Tags []Tag

// Get gives the value of a key, or "".
func (t Tags) Get(key string) string {
	for i := range t {
		if t[i].Key == key {
			return t[i].Value
		}
	}
	return ""
}
