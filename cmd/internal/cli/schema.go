package cli

import (
	"github.com/spf13/cobra"

	"fugai/internal/study"
	"fugai/output"
)

func (a *app) schemaCmd() *cobra.Command {
	return &cobra.Command{
		Use:       "schema [result|study]",
		Short:     a.t("结果或研究文件的 JSON Schema", "the JSON Schema of a result or of the study file"),
		Example:   "  fugai schema result > result.schema.json\n  fugai schema study > study.schema.json",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"result", "study"},
		RunE: func(_ *cobra.Command, args []string) error {
			schema := output.ResultSchema()
			if len(args) == 1 && args[0] == "study" {
				schema = study.Schema()
			}
			_, err := a.Out.Write(schema)
			return err
		},
	}
}
