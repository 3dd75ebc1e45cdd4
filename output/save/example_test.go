package save_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"fugai/output/save"
)

func ExampleAtomic() {
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "gaps.csv")
	err = save.Atomic(path, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, "name,need")
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := os.ReadFile(path)
	fmt.Print(string(data))
	fmt.Println(err)
	// Output:
	// name,need
	// <nil>
}
