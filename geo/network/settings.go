package network

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Impedance is what is counted along a street.
type Impedance string

// The impedances. Time is that of [Settings] with no impedance.
const (
	Time   Impedance = "time"   // milliseconds
	Length Impedance = "length" // millimetres
)

// Speeds that hold where the settings say nothing, km/h. 4.8 is the usual
// design speed of an adult on foot (80 m a minute), 3.6 that of a child.
const (
	AdultWalk = 4.8
	ChildWalk = 3.6
)

// Defaults of [Settings], metres.
const (
	DefaultJoin    = 0.5
	DefaultMinPart = 500
)

// Settings say how a network is made of roads. The zero value is an adult on
// foot, by time.
type Settings struct {
	Mode      Mode      // "" is Walk
	Impedance Impedance // "" is Time

	// Speeds replace the speed of a class of streets, km/h by the value of
	// OSM's highway key ("residential"), "ferry" for ferries. A class that the
	// mode may not use by default is opened by its speed here. A posted limit
	// (maxspeed) still caps it for driving.
	Speeds map[string]float64

	// Walking is the walking speed on level ground, km/h; 0 is [AdultWalk].
	// Classes of streets on foot scale with it; cyclists who push and people
	// off the street go at it too.
	Walking float64

	// Prefer says what walkers would rather take: costs then are weighted ones,
	// not time or length. "" is the fastest or shortest way, [Quiet] is for [Walk]
	// only.
	Prefer Preference

	// Access is the speed off the street, from a place to the network, km/h;
	// 0 is the walking speed, whatever the mode.
	Access float64

	// Private opens streets and gates that are marked private.
	Private bool

	// Height gives the height of a place in metres, ok false where it is not
	// known. With it walking and cycling slow down and speed up on slopes; see
	// [Tobler] and [Cycling]. It must give the same answers for the same
	// HeightKey, which names it in [Settings.Key].
	Height    func(orb.Point) (metres float64, ok bool)
	HeightKey string

	// Join, metres, is for layers of lines: an end of a line this near to another
	// line meets it there. 0 is [DefaultJoin], negative is only at
	// equal coordinates.
	Join float64

	// Cross, for layers of lines, makes a junction wherever two lines cross,
	// bridges and tunnels left out. Without it they are counted only.
	Cross bool

	// MinPart is the length of street, metres, below which a connected part is
	// an island that no place is put on; the longest part is never one. 0 is
	// [DefaultMinPart], negative is none.
	MinPart float64
}

// unit is what the graph's costs count.
func (s *Settings) unit() Unit {
	if s.Impedance == Length {
		return Millimeters
	}
	return Milliseconds
}

// filled gives the settings with the defaults put in, or what is wrong.
func (s Settings) filled() (Settings, error) {
	if s.Mode == "" {
		s.Mode = Walk
	}
	if s.Impedance == "" {
		s.Impedance = Time
	}
	if s.Mode != Walk && s.Mode != Cycle && s.Mode != Drive {
		return s, fmt.Errorf("network: mode %q is not walk, cycle or drive", s.Mode)
	}
	if s.Impedance != Time && s.Impedance != Length {
		return s, fmt.Errorf("network: impedance %q is not time or length", s.Impedance)
	}
	if s.Prefer != "" && (s.Prefer != Quiet || s.Mode != Walk) {
		return s, fmt.Errorf("network: preference %q is not for mode %s; there is %s for %s", s.Prefer, s.Mode, Quiet, Walk)
	}
	fill(&s.Walking, AdultWalk)
	fill(&s.Access, s.Walking)
	fill(&s.Join, DefaultJoin)
	fill(&s.MinPart, DefaultMinPart)
	return s, s.check()
}

// fill replaces what was not given.
func fill(v *float64, def float64) {
	if *v == 0 {
		*v = def
	}
}

// check refuses numbers that cannot be meant.
func (s *Settings) check() error {
	for _, class := range s.classes() {
		if err := checkSpeed("speed of class "+class, s.Speeds[class]); err != nil {
			return err
		}
	}
	if err := checkSpeed("walking speed", s.Walking); err != nil {
		return err
	}
	if err := checkSpeed("speed off the street", s.Access); err != nil {
		return err
	}
	for _, v := range []float64{s.Join, s.MinPart} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("network: a length in metres is %v", v)
		}
	}
	return nil
}

// Speeds outside these cannot be meant, km/h: one metre an hour, and faster
// than a rifle bullet.
const (
	leastSpeed = 0.001
	mostSpeed  = 5000
)

func checkSpeed(what string, kmh float64) error {
	if !(kmh >= leastSpeed && kmh <= mostSpeed) {
		return fmt.Errorf("network: %s is %v km/h; it must be above 0 and at most %d", what, kmh, mostSpeed)
	}
	return nil
}

// classes lists the classes with a speed of their own, in order.
func (s *Settings) classes() []string {
	names := make([]string, 0, len(s.Speeds))
	for c := range s.Speeds {
		names = append(names, c)
	}
	slices.Sort(names)
	return names
}

// Key names everything in the settings that changes the graph, defaults put
// in, as 64 hexadecimal digits. Of Height it takes HeightKey, and whether there is a Height.
func (s Settings) Key() string {
	f, err := s.filled()
	if err != nil {
		f = s
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d|%s|%s|%g|%g|%t|%t|%q|%g|%t|%g", rulesVersion, f.Mode, f.Impedance, f.Walking, f.Access,
		f.Private, f.Height != nil, f.HeightKey, f.Join, f.Cross, f.MinPart)
	for _, c := range f.classes() {
		fmt.Fprintf(&b, "|%q=%g", c, f.Speeds[c])
	}
	if f.Prefer != "" {
		fmt.Fprintf(&b, "|prefer %s", f.Prefer)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// rulesVersion is raised when the rules, or how a graph is made, change, so that
// graphs kept from before are made anew.
const rulesVersion = 2
