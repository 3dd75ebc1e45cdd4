package travel_test

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"fugai/internal/travel"
)

func TestPutElsewhere(t *testing.T) {
	ctx := context.Background()
	s := openTown(t, travel.StreetOptions{Limit: 100})
	many := func(n int, at orb.Point) (out []orb.Point) {
		for range n {
			out = append(out, at)
		}
		return out
	}
	near, off := orb.Point{10.002, 0}, orb.Point{10.002, 0.0035}
	for _, tt := range []struct {
		name   string
		points []orb.Point
		words  []string
	}{
		{"one place far away", []orb.Point{{114, 22}}, []string{"the place 114,22 is not on the network", "m from the nearest street", "10.0000, 0.0000 – 10.0080, 0.0040", "longitude and latitude"}},
		{"all in another country", many(3, orb.Point{114, 22}), []string{"114.0000, 22.0000", "10.0000, 0.0000", "they do not meet"}},
		{"nearly all off the streets", append(many(19, off), near), []string{"19 of 20 places are more than 100 m"}},
		{"invalid", []orb.Point{{10, 95}}, []string{"not valid"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.Put(ctx, travel.PlacesAt(tt.points))
			mustSay(t, err, tt.words...)
		})
	}
	p := put(t, s, off, near, near)
	if len(p.At) != 2 || len(p.Missed) != 1 || p.Missed[0].Place != 0 || p.At[0].Place != 1 {
		t.Errorf("%d on the network, missed %+v", len(p.At), p.Missed)
	}
}

func TestReadPlaces(t *testing.T) {
	path := write(t, "学校.csv", "编号,名称,经度,纬度\nA,一小,10.001,0\nB,,10.002,0\nC,三小,,\n")
	p, err := travel.ReadPlaces(context.Background(), path, travel.PlaceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.List) != 2 || p.Nowhere != 1 || p.List[0].ID != "A" || p.List[0].Name != "一小" || p.List[1].Name != "B" || p.List[1].Point != (orb.Point{10.002, 0}) {
		t.Errorf("%+v, %d nowhere", p.List, p.Nowhere)
	}
	path = write(t, "无.csv", "编号,名称\nA,一小\n")
	_, err = travel.ReadPlaces(context.Background(), path, travel.PlaceOptions{})
	mustSay(t, err, "无.csv", "coordinates")
}

func TestWhere(t *testing.T) {
	path := write(t, "学校.csv", "编号,类型,经度,纬度\nA,小学,10.001,0\nB, 初中 ,10.002,0\nC,高中,10.003,0\n")
	for _, tt := range []struct {
		where string
		want  string // ids, or words of the error
	}{
		{"类型=小学", "A"},
		{"类型=小学|初中", "AB"},
		{"类型=大学", "the column holds: 初中, 小学, 高中"},
		{"种类=小学", "there are: 编号, 类型, 经度, 纬度"},
		{"小学", "is not COLUMN=VALUE"},
	} {
		w, err := travel.ParseWhere(tt.where)
		var p *travel.Places
		if err == nil {
			p, err = travel.ReadPlaces(context.Background(), path, travel.PlaceOptions{Where: []travel.Where{w}})
		}
		if err != nil {
			mustSay(t, err, tt.want)
			continue
		}
		got := ""
		for i := range p.List {
			got += p.List[i].ID
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.where, got, tt.want)
		}
	}
}
