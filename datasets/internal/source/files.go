package source

import "io/fs"

// Files is a file together with the files beside it that belong to it.
type Files struct {
	Name string // the path as the user wrote it, for messages
	Data []byte
	// Beside gives the bytes of a companion: Beside(".dbf") of the file with that
	// extension in its place, Beside("-wal") of the one with that suffix. One that
	// is not there gives fs.ErrNotExist; any other error is a Problem.
	Beside func(ext string) ([]byte, error)
}

// Alone is a file that nothing stands beside, such as standard input.
func Alone(name string, data []byte) *Files {
	return &Files{Name: name, Data: data, Beside: func(string) ([]byte, error) { return nil, fs.ErrNotExist }}
}
