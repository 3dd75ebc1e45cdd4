// Command fugai tells planners who is served, who is not, and how far each
// pledged target is. See fugai help.
package main

import (
	"os"

	"fugai/cmd/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
