package roads

import (
	"slices"
	"strconv"

	"fugai/datasets"
	"fugai/geo/network"
)

// tagger reads the tags of a row.
type tagger struct {
	table   *datasets.Table
	cols    *columns
	notes   *notes
	oneways oneways
	factor  float64          // what one of the column of speeds is in km/h
	blank   verdict          // what a row without a class is
	classes map[string]class // words met so far
	hold    []int            // columns whose cells are tags word for word, in the table's order
}

func newTagger(t *datasets.Table, cols *columns, n *notes) tagger {
	g := tagger{table: t, cols: cols, notes: n, classes: map[string]class{}, factor: 1, oneways: newOneways(t, cols.at(FieldOneway))}
	if i := cols.at(FieldSpeed); i >= 0 {
		g.factor = headerSpeed(t.Columns[i])
	}
	switch i := cols.at(FieldClass); {
	case i < 0:
		n.Add(ruleNoClassColumn, datasets.Ref{}, nil)
	case isOSMHeader(t.Columns[i]):
		g.blank = noStreet // exports of OpenStreetMap hold rivers and fences too
	}
	for _, p := range cols.both {
		n.Add(ruleTwoColumns, datasets.Ref{Column: t.Columns[p.passed]}, func() datasets.Text {
			return datasets.T("“%[1]s”与“%[2]s”都像是 %[3]s，采用“%[2]s”", "%[1]q and %[2]q both look like %[3]s: using %[2]q", t.Columns[p.passed], t.Columns[p.used], string(p.field))
		})
	}
	for i := range t.Columns {
		if cols.plain[i] != "" {
			g.hold = append(g.hold, i)
		}
	}
	return g
}

// isOSMHeader tells headers that only exports of OpenStreetMap have.
func isOSMHeader(header string) bool { return fold(header) == "highway" || fold(header) == "fclass" }

// levelled tells whether rows can lie on different levels.
func (g *tagger) levelled() bool {
	return g.cols.at(FieldLevel) >= 0 || g.cols.at(FieldBridge) >= 0 || g.cols.at(FieldTunnel) >= 0
}

// tags gives the tags and the level of a row; ok is false where it is no street.
func (g *tagger) tags(rec *datasets.Record) (tags network.Tags, level int32, ok bool) {
	all := g.cellOfTags(rec)
	c := g.class(rec)
	if c.verdict == noStreet {
		if all.Get("route") != "ferry" && g.holds(rec, "route") != "ferry" {
			g.notes.at(ruleNoStreet, rec, g.cols.at(FieldClass))
			return nil, 0, false
		}
	}
	switch c.tags.Get("highway") {
	case "proposed", "planned", "construction", "abandoned", "disused", "razed":
		g.notes.at(rulePlanned, rec, g.cols.at(FieldClass))
	}
	tags = slices.Clone(c.tags)
	set := func(key, value string) {
		if value != "" && tags.Get(key) == "" {
			tags = append(tags, network.Tag{Key: key, Value: value})
		}
	}
	set("name", cellAt(rec, g.cols.at(FieldName)))
	set("maxspeed", g.speed(rec))
	oneway, closed := g.oneway(rec)
	if oneway == "" && !c.osm && c.tags.Get("highway") == "motorway" && all == nil {
		oneway = "no" // only in OpenStreetMap do motorways run one way without saying so
	}
	set("oneway", oneway)
	if closed {
		set("motor_vehicle", "no")
	}
	for _, f := range []datasets.Field{FieldFoot, FieldBicycle, FieldMotor, FieldAccess} {
		set(string(f), g.allowed(rec, f))
	}
	level = g.level(rec, set)
	for _, i := range g.hold {
		set(g.cols.plain[i], cellAt(rec, i))
	}
	for _, tag := range all {
		set(tag.Key, tag.Value)
	}
	return tags, level, true
}

// holds is what a column of one tag says.
func (g *tagger) holds(rec *datasets.Record, key string) string {
	for _, i := range g.hold {
		if g.cols.plain[i] == key {
			return cellAt(rec, i)
		}
	}
	return ""
}

func (g *tagger) cellOfTags(rec *datasets.Record) network.Tags {
	col := g.cols.at(FieldTags)
	cell := cellAt(rec, col)
	if cell == "" {
		return nil
	}
	tags, ok := parseTags(cell)
	if !ok {
		g.notes.at(ruleTagsUnreadable, rec, col)
	}
	return tags
}

// class reads the class of a row; one that is not known is an ordinary street.
func (g *tagger) class(rec *datasets.Record) class {
	col := g.cols.at(FieldClass)
	word := cellAt(rec, col)
	c, met := g.classes[word]
	if !met {
		if c = classOf(word); word == "" {
			c = class{verdict: g.blank}
		}
		g.classes[word] = c
	}
	if c.verdict == unknownClass {
		if col >= 0 {
			g.notes.unknown(rec, col, word)
		}
		return class{verdict: street, tags: network.Tags{{Key: "highway", Value: ordinary}}}
	}
	return c
}

// speed gives maxspeed in km/h; "" where the class decides.
func (g *tagger) speed(rec *datasets.Record) string {
	col := g.cols.at(FieldSpeed)
	v, as := parseSpeed(cellAt(rec, col), g.factor)
	switch as {
	case readFine:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case readZero:
		g.notes.at(ruleSpeedZero, rec, col)
	case readNegative:
		g.notes.at(ruleSpeedNegative, rec, col)
	case readText:
		g.notes.at(ruleSpeedText, rec, col)
	case readWild:
		g.notes.at(ruleSpeedWild, rec, col)
	}
	return ""
}

func (g *tagger) oneway(rec *datasets.Record) (value string, closed bool) {
	col := g.cols.at(FieldOneway)
	value, closed, ok := g.oneways.value(cellAt(rec, col))
	if !ok {
		g.notes.at(ruleOneway, rec, col)
	}
	return value, closed
}

// allowed reads whether a mode may use the street: 是, 否, or a value of
// OpenStreetMap that says more (private, dismount).
func (g *tagger) allowed(rec *datasets.Record, f datasets.Field) string {
	col := g.cols.at(f)
	cell := cellAt(rec, col)
	switch fold(cell) {
	case "designated", "permissive", "private", "destination", "customers", "delivery", "dismount", "permit", "official", "agricultural", "forestry", "discouraged", "unknown", "usesidepath":
		return cell
	}
	switch asks(cell) {
	case yes:
		return "yes"
	case no:
		return "no"
	case unclear:
		g.notes.at(ruleAnswer, rec, col)
	}
	return ""
}

// level reads how high a street lies, and tags bridges and tunnels. A bridge
// without a level lies at 1, a tunnel at -1.
func (g *tagger) level(rec *datasets.Record, set func(key, value string)) int32 {
	bridge, tunnel := g.built(rec, FieldBridge), g.built(rec, FieldTunnel)
	level := 0
	switch {
	case bridge:
		set("bridge", "yes")
		level = 1
	case tunnel:
		set("tunnel", "yes")
		level = -1
	}
	col := g.cols.at(FieldLevel)
	if cell := cellAt(rec, col); cell != "" {
		v, err := strconv.ParseFloat(plain(cell), 64)
		if err != nil || v != float64(int8(v)) {
			g.notes.at(ruleLevel, rec, col)
			return int32(level)
		}
		if v != 0 {
			set("layer", strconv.Itoa(int(v)))
			level = int(v)
		}
	}
	return int32(level)
}

func (g *tagger) built(rec *datasets.Record, f datasets.Field) bool {
	cell := cellAt(rec, g.cols.at(f))
	a := asks(cell)
	return a == yes || a == unclear // kinds of bridges: 高架, movable
}
