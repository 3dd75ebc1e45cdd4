package save

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"time"
)

// Run is the record of a run: all that may differ between two runs on the
// same input stands in it and in no other output. The caller fills what it
// knows; [All] fills Finished, Seconds, Sitings and Outputs.
type Run struct {
	Program  string            `json:"program"` // fugai
	Version  string            `json:"version"`
	Go       string            `json:"go"`                // version of Go it was built with
	Started  time.Time         `json:"started"`           // UTC
	Finished time.Time         `json:"finished"`          // UTC
	Seconds  float64           `json:"seconds"`           // from Started to Finished
	Study    *Digest           `json:"study"`             // null where the study came from no file
	Inputs   []Digest          `json:"inputs"`            // every file that was read
	Settings map[string]string `json:"settings"`          // flags by name, as they took effect
	Sitings  []SitingRun       `json:"sitings,omitempty"` // the stages of each choice of sites, from the result
	Outputs  []Digest          `json:"outputs"`           // every file of the set but run.json itself
}

// Digest identifies the content of a file.
type Digest struct {
	Path   string `json:"path"`   // as the user or the study wrote it; of outputs the file name
	SHA256 string `json:"sha256"` // hexadecimal
	Bytes  int64  `json:"bytes"`
}

// DigestOf reads a file and gives its digest; name is what Path will say. It
// stops when ctx is done.
func DigestOf(ctx context.Context, path, name string) (d Digest, err error) {
	f, err := os.Open(path)
	if err != nil {
		return Digest{}, err
	}
	defer f.Close() // read only: nothing to lose
	sum := sha256.New()
	n, err := io.Copy(&untilDone{ctx, sum}, f)
	if err != nil {
		return Digest{}, err
	}
	return Digest{Path: name, SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: n}, nil
}

// writeRun completes the record and writes it.
func writeRun(ctx context.Context, path string, run Run, outputs []Digest, now time.Time) error {
	run.Started, run.Finished = run.Started.UTC(), now.UTC()
	if !run.Started.IsZero() {
		run.Seconds = run.Finished.Sub(run.Started).Seconds()
	}
	run.Outputs = outputs
	if run.Inputs == nil {
		run.Inputs = []Digest{}
	}
	if run.Outputs == nil {
		run.Outputs = []Digest{}
	}
	if run.Settings == nil {
		run.Settings = map[string]string{}
	}
	return writeFile(ctx, path, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(run)
	})
}
