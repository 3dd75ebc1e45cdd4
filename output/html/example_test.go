package html_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output/html"
)

func ExampleWrite() {
	r := &coverage.Result{
		Schema: coverage.SchemaID,
		Title:  datasets.T("平湖街道母婴室覆盖评估", "Nursing rooms in Pinghu"),
		AsOf:   datasets.Date{Year: 2025, Month: 12, Day: 31},
	}
	var page bytes.Buffer
	if err := html.Write(context.Background(), &page, r, html.Options{Lang: datasets.EN}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(page.String(), "Nursing rooms in Pinghu</title>"))
	// Output: true
}
