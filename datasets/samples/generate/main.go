// Command generate writes the layers of the five sample studies: go generate
// in the parent folder runs it. The studies themselves (study.yaml) are written
// by hand.
//
// A district is a honeycomb mesh ([mesh]), bent and cut to a sketched outline
// and shared out among towns, and each town among its communities
// ([partition]); the recipes in conghua.go to sanshui.go then place facilities
// so that the published figures come out. Every random choice has a fixed
// seed: the same program gives the same files.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", ".", "folder that holds one folder for each sample")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// sample is one district and its recipe.
type sample struct {
	name string
	make func() ([]file, error)
}

// samples lists the districts in the order of their reports.
func samples() []sample {
	return []sample{{"conghua", conghua}, {"jintan", jintan}, {"babu", babu}, {"longgang", longgang}, {"sanshui", sanshui}}
}

// run writes every layer of every sample under a folder.
func run(out string) error {
	for _, s := range samples() {
		files, err := s.make()
		if err != nil {
			return err
		}
		dir := filepath.Join(out, s.name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		for _, f := range files {
			if err := os.WriteFile(filepath.Join(dir, f.name), f.data, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
