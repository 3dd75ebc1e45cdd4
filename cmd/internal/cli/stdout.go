package cli

import (
	"io"

	"fugai/datasets"
)

// stdout keeps the first error of writing, so that a full disk behind a
// redirection is told even by tables whose writer drops errors.
type stdout struct {
	io.Writer
	failed error
}

// Write passes on until the first error and repeats that one from then on.
func (s *stdout) Write(p []byte) (int, error) {
	if s.failed != nil {
		return 0, s.failed
	}
	n, err := s.Writer.Write(p)
	s.failed = err
	return n, err
}

// problem says that standard output could not be written: nothing that the
// program could help.
func (s *stdout) problem() error {
	return &datasets.Problem{Err: s.failed,
		What: datasets.T("标准输出写不进去（%v），看到的内容不完整", "standard output cannot be written (%v): what arrived is incomplete", s.failed),
		Hint: datasets.T("磁盘已满就腾出空间；接收输出的程序提前结束则不必理会", "free some space if the disk is full; if the program that reads the output ended early there is nothing to do")}
}
