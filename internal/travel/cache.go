package travel

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/network"
)

// CacheSuffix ends the names of networks that are kept beside their streets:
// malta.osm.pbf.walk-time.fugai.
const CacheSuffix = ".fugai"

// cache is a network in a file. An empty path is none.
type cache struct {
	path string
	key  []byte
}

// newCache names the file; its key is of what the network is made from.
func newCache(o *StreetOptions, in open.Input) cache {
	if !o.Cache || o.Files.FS != nil || o.Roads == "-" {
		return cache{}
	}
	mode, by := o.Settings.Mode, o.Settings.Impedance
	if mode == "" {
		mode = network.Walk
	}
	if by == "" {
		by = network.Time
	}
	key, err := json.Marshal([]any{in.SHA256, in.Parts, o.Settings.Key(), o.Columns, o.Files.CRS, o.Files.Layer, o.Files.Encoding, o.Files.Swap})
	if err != nil {
		return cache{}
	}
	plain := network.Settings{Mode: mode, Impedance: by}
	if o.Settings.Key() == plain.Key() && len(o.Columns) == 0 {
		return cache{o.Roads + "." + string(mode) + "-" + string(by) + CacheSuffix, key}
	}
	// Ways of one mode with other settings (children beside adults) each keep
	// theirs: under one name every run would overwrite the other's.
	own := sha256.Sum256(fmt.Appendf(nil, "%s %v", o.Settings.Key(), o.Columns))
	return cache{o.Roads + "." + string(mode) + "-" + string(by) + "-" + hex.EncodeToString(own[:4]) + CacheSuffix, key}
}

// keyWith is the key of a network that stands behind a head, so that a head that
// was damaged is noticed too.
func (c cache) keyWith(head []byte) []byte {
	sum := sha256.Sum256(head)
	return append(bytes.Clone(c.key), sum[:]...)
}

// cached is what is kept beside the network itself.
type cached struct {
	Findings []datasets.Finding    `json:"findings"`
	Layer    *datasets.LayerReport `json:"layer"`
}

// load takes the network from the cache; whatever is wrong with it is mended by
// making it anew.
func (s *Streets) load(c cache) bool {
	if c.path == "" {
		return false
	}
	data, err := os.ReadFile(c.path)
	if err != nil || len(data) < 8 {
		return false
	}
	n := binary.LittleEndian.Uint64(data)
	data = data[8:]
	if n > uint64(len(data)) {
		return false
	}
	var h cached
	if json.Unmarshal(data[:n], &h) != nil {
		return false
	}
	g, report, err := network.Load(data[n:], c.keyWith(data[:n]))
	if err != nil {
		return false
	}
	s.Graph, s.Report, s.Findings, s.Layer, s.FromCache = g, report, h.Findings, h.Layer, true
	s.rename() // it may have been called otherwise then
	return true
}

// save writes the network beside the streets, if that folder may be written to.
// It is written whole or not at all.
func (c cache) save(s *Streets) {
	if c.path == "" {
		return
	}
	head, err := json.Marshal(cached{s.Findings, s.Layer})
	if err != nil {
		return
	}
	var out bytes.Buffer
	out.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(head))))
	out.Write(head)
	if s.Graph.Save(&out, c.keyWith(head), s.Report) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(c.path), ".*"+CacheSuffix)
	if err != nil {
		return
	}
	defer os.Remove(f.Name())
	_, err = f.Write(out.Bytes())
	if f.Close() != nil || err != nil {
		return
	}
	if os.Chmod(f.Name(), 0o644) == nil {
		_ = os.Rename(f.Name(), c.path) // the next run makes it again
	}
}
