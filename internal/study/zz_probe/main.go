package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fugai/datasets"
	"fugai/datasets/samples"
	"fugai/internal/study"
	"fugai/output/gis"
)

func main() {
	_ = samples.Names
	for _, n := range []string{"longgang", "babu", "conghua", "jintan", "sanshui"} {
		for _, lang := range []datasets.Lang{"zh", "en"} {
			if lang == "en" && n != "longgang" && n != "sanshui" {
				continue
			}
			s, err := study.Sample(n)
			if err != nil {
				panic(err)
			}
			t0 := time.Now()
			run, err := s.Run(context.Background(), study.Options{})
			if err != nil {
				panic(err)
			}
			t1 := time.Now()
			dir := filepath.Join(os.Args[1], n+"-"+string(lang))
			os.MkdirAll(dir, 0o755)
			if err := gis.WriteGeoPackage(context.Background(), filepath.Join(dir, "results.gpkg"), run.Result, gis.Options{Lang: lang}); err != nil {
				panic(err)
			}
			t2 := time.Now()
			if err := gis.WriteProject(filepath.Join(dir, "results.qgz"), "results.gpkg", run.Result, gis.Options{Lang: lang}); err != nil {
				panic(err)
			}
			t3 := time.Now()
			fmt.Println(n, lang, "run", t1.Sub(t0), "gpkg", t2.Sub(t1), "qgz", t3.Sub(t2))
			for _, l := range run.Result.Targets {
				fmt.Println("  ", l.ID, l.Type, l.Measure, l.Status, l.Level, len(l.Units), len(l.Missing), l.Name.ZH)
			}
		}
	}
}
