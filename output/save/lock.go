package save

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"fugai/datasets"
)

// lockRetry is how often a waiting run looks again.
const lockRetry = 50 * time.Millisecond

// lock takes the lock file at path, waiting for another holder as long as wait
// and ctx allow. The system frees it when the process ends, however it ends.
// unlock removes the file, so that nothing is left beside the outputs.
func lock(ctx context.Context, path string, wait time.Duration) (unlock func(), err error) {
	deadline, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		l := flock.New(path, flock.SetPermissions(0o666))
		ok, err := l.TryLockContext(deadline, lockRetry)
		switch {
		case ctx.Err() != nil:
			release(l)
			return nil, ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			return nil, &datasets.Problem{
				Where: datasets.Ref{File: filepath.Dir(path)},
				What:  datasets.T("另一个 fugai 正在写这里，等了 %d 秒仍未结束", "another fugai is writing here and has not ended within %d seconds", int(wait.Seconds())),
				Hint:  datasets.T("请等它结束，或换一个输出位置", "wait for it to end, or write somewhere else"),
			}
		case err != nil:
			return nil, explain(fmt.Errorf("lock: %w", err), path)
		case ok && stands(l, path):
			return func() {
				// Remove first: who waits sees that its file is gone and takes a
				// new one. Windows removes no open file; there it goes after.
				err := os.Remove(path)
				release(l)
				if err != nil {
					os.Remove(path)
				}
			}, nil
		}
		release(l) // the holder before removed the file: lock a new one
	}
}

// stands tells whether the locked file is still the one at path.
func stands(l *flock.Flock, path string) bool {
	held, err := l.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(held, there)
}

// release gives the lock up; should that fail, the end of the process does it.
func release(l *flock.Flock) { _ = l.Close() }
