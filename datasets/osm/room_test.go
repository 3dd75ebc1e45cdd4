package osm

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
)

// crowd is a file of so many blobs of 1 MiB that each hold a street with so many
// references of one byte, and inflate 32 times at most.
func crowd(blobs, references int) []byte {
	r := rand.New(rand.NewPCG(7, 8))
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	town := &town{texts: []string{"", "highway", "path"}}
	out, id := headerBlob(), 0
	for range blobs {
		const each = 2000
		var ways [][]byte
		for left := references; left > 0; left -= each {
			id++
			refs := append(binary.AppendUvarint(nil, zig(int64(id*each))), bytes.Repeat([]byte{2}, min(each, left)-1)...)
			ways = append(ways, sub(3, num(1, uint64(id)), packed(2, 1), packed(3, 2), sub(8, refs)))
		}
		out = append(out, zlibBlob("OSMData", append(town.block(sub(2, ways...)), sub(99, noise)...))...)
	}
	return out
}

// TestCrowdsStaySmall holds the memory of files that refer to more than they can
// hold, and of one that just has room: it bounds what a file of 10 MB can take.
func TestCrowdsStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("several hundred megabytes")
	}
	noise := make([]byte, 400_000) // in a comment, so that the text does not inflate too far
	r := rand.New(rand.NewPCG(9, 10))
	for i := range noise {
		noise[i] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,"[r.IntN(64)]
	}
	begin := "<osm><!--" + string(noise) + "-->"
	nds := begin + "<way id='1'>" + strings.Repeat("<nd ref='1'/>", 3_000_000) + "<tag k='highway' v='path'/></way></osm>"
	members := begin + "<relation id='1'>" + strings.Repeat("<member type='way' ref='1'/>", 2_000_000) + "<tag k='type' v='restriction'/></relation></osm>"
	for _, c := range []struct {
		name    string
		data    []byte
		refused bool
	}{
		{"30 million in a blob", crowd(1, 30_000_000), true},
		{"4 million in a blob", crowd(4, 4_000_000), true},
		{"as many as there is room for", crowd(10, 1_100_000), false},
		{"XML, references", zipped(nds), true},
		{"XML, members", zipped(members), true},
	} {
		for _, feature := range []bool{false, true} {
			if feature && !c.refused {
				continue
			}
			var err error
			grown := peak(func() {
				if feature {
					_, err = Table(context.Background(), c.data, "x", "highway,type")
				} else {
					_, _, err = Roads(context.Background(), c.data, "x")
				}
			})
			zh, en, isProblem := messages(err)
			if (err != nil) != c.refused || c.refused && (!isProblem || !strings.Contains(en, "than a file of its size can hold") || !strings.Contains(zh, "文件大小")) {
				t.Errorf("%s, %d bytes: %v", c.name, len(c.data), err)
			}
			t.Logf("%s, %d bytes: %d MiB", c.name, len(c.data), grown>>20)
			if grown > 650<<20 {
				t.Errorf("%s: %d MiB", c.name, grown>>20)
			}
		}
	}
}

// peak is how much more the heap holds at most while something runs, what is not
// collected yet included.
func peak(run func()) int64 {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most := before.HeapAlloc
	done, sampled := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(sampled)
		for tick := time.NewTicker(2 * time.Millisecond); ; {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	run()
	close(done)
	<-sampled
	return int64(most - before.HeapAlloc)
}
