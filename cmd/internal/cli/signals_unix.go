//go:build unix

package cli

import (
	"os/signal"
	"syscall"
)

// ignoreFileSizeSignal makes a write past the limit of file size an error that
// is reported, instead of a signal that ends the program.
func ignoreFileSizeSignal() { signal.Ignore(syscall.SIGXFSZ) }
