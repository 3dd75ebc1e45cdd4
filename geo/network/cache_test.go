package network_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"testing"

	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
)

func saved(t testing.TB, g *network.Graph, r network.Report, key string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := g.Save(&b, []byte(key), r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// townWithTurns has restrictions, so that all kinds of edges occur.
func townWithTurns(side int) *network.Roads {
	r := town(side, 8)
	for i := range r.Ways {
		if i%9 == 0 && i+1 < len(r.Ways) {
			r.Turns = append(r.Turns, network.Turn{ID: int64(i), From: r.Ways[i].ID, To: r.Ways[i].ID, Via: r.Ways[i].Nodes[0]})
		}
	}
	return r
}

func TestSavedGraphIsTheSame(t *testing.T) {
	g, report := build(t, townWithTurns(15), network.Settings{Mode: network.Drive})
	if report.Applied == 0 {
		t.Fatal("the town has no turn restrictions")
	}
	data := saved(t, g, report, "key")
	if again := saved(t, g, report, "key"); !bytes.Equal(data, again) {
		t.Error("saved twice, the bytes differ")
	}
	h, loaded, err := network.Load(data, []byte("key"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(h, g, cmpopts.IgnoreUnexported(network.Graph{})); diff != "" {
		t.Errorf("graph after loading (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(loaded, report, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("report after loading (-got +want):\n%s", diff)
	}
}

func TestSavedGraphThatIsNot(t *testing.T) {
	g, report := build(t, town(4, 8), network.Settings{})
	data := saved(t, g, report, "key")
	changed := func(at int) []byte {
		b := bytes.Clone(data)
		b[at] ^= 4
		return b
	}
	for name, c := range map[string]struct {
		data []byte
		key  string
		want error
	}{
		"empty":             {nil, "key", network.ErrBroken},
		"other key":         {data, "other", network.ErrStale},
		"other version":     {changed(7), "key", network.ErrStale},
		"cut in the header": {data[:50], "key", network.ErrBroken},
		"cut at the end":    {data[:len(data)-1], "key", network.ErrBroken},
		"longer":            {append(bytes.Clone(data), 0), "key", network.ErrBroken},
		"a bit of a point":  {changed(len(data) / 2), "key", network.ErrBroken},
		"a bit of a count":  {changed(41), "key", network.ErrBroken},
		"half":              {data[:len(data)/2], "key", network.ErrBroken},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := network.Load(c.data, []byte(c.key)); !errors.Is(err, c.want) {
				t.Errorf("Load says %v, want %v", err, c.want)
			}
		})
	}
}

// FuzzLoad changes saved graphs, with a checksum that fits.
func FuzzLoad(f *testing.F) {
	g, report := build(f, townWithTurns(3), network.Settings{Mode: network.Drive})
	data := saved(f, g, report, "")
	f.Add(data[40 : len(data)-4])
	f.Add(data[40:60])
	f.Add([]byte{})
	empty, report := build(f, &network.Roads{}, network.Settings{})
	data = saved(f, empty, report, "")
	f.Add(data[40 : len(data)-4])
	f.Fuzz(func(t *testing.T, body []byte) {
		b := append(bytes.Clone(data[:40]), body...)
		b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
		g, _, err := network.Load(b, nil)
		if err != nil {
			return
		}
		if _, _, err := g.Snap(context.Background(), []orb.Point{{114.2, 22.7}, {0, 90}}, network.SnapOptions{Limit: -1}); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	g, report := build(b, town(110, 1), network.Settings{})
	data := saved(b, g, report, "key")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := network.Load(data, []byte("key")); err != nil {
			b.Fatal(err)
		}
	}
}
