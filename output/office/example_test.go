package office_test

import (
	"bytes"
	"context"
	"fmt"

	"github.com/xuri/excelize/v2"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output/office"
)

func ExampleWriteXLSX() {
	r := &coverage.Result{
		Title: datasets.Same("Longgang"), AsOf: datasets.Date{Year: 2025, Month: 12, Day: 31},
		Targets: []coverage.Ledger{{Name: datasets.Same("Reading places"), Type: coverage.Stock, Measure: coverage.Count, Measured: true, Value: 3, Numerator: 3, Status: coverage.Counted}},
	}
	var buf bytes.Buffer
	if err := office.WriteXLSX(context.Background(), &buf, r, office.Options{Lang: datasets.EN}); err != nil {
		fmt.Println(err)
		return
	}
	f, err := excelize.OpenReader(&buf)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	fmt.Println(f.GetSheetList())
	// Output: [Overview Reading places Facilities Units Gaps Quality Notes]
}
