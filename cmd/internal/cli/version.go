package cli

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/coverage/siting/highs"
)

// version is set by the linker; make build does.
var version = "dev"

func (a *app) versionCmd() *cobra.Command {
	var asJSON, licences bool
	cmd := &cobra.Command{
		Use:     "version",
		Short:   a.t("版本", "the version"),
		Example: "  fugai version\n  fugai version --licences",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if licences {
				return a.writeLicences()
			}
			if asJSON {
				enc := json.NewEncoder(a.Out)
				return enc.Encode(map[string]string{"version": version, "go": runtime.Version(), "result_schema": coverage.SchemaID, "os": runtime.GOOS, "arch": runtime.GOARCH})
			}
			_, err := fmt.Fprintf(a.Out, "fugai %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON")
	cmd.Flags().BoolVar(&licences, "licences", false, a.t("内含的其他程序的许可", "licences of other programs that are inside"))
	return cmd
}

// writeLicences lists what the binary holds that others made.
func (a *app) writeLicences() error {
	var b strings.Builder
	b.WriteString(a.t("fugai 以 Apache-2.0 发布，内含下列 Go 模块（许可见各自的源码仓库）与 HiGHS：", "fugai is under Apache-2.0 and holds these Go modules (licences in their repositories) and HiGHS:") + "\n")
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			b.WriteString("  " + m.Path + " " + m.Version + "\n")
		}
	}
	_, err := fmt.Fprintf(a.Out, "%s\nHiGHS\n\n%s\n", b.String(), highs.Notice())
	return err
}
