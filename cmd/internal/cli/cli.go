// Package cli is the command line: flags → options → run. Start with [Main].
// One file holds one command. Data goes to stdout, messages and progress to
// stderr; nothing here measures or draws.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"fugai/datasets"
)

// Exit codes.
const (
	exitOK          = 0
	exitData        = 1   // the data or the study is wrong
	exitMissed      = 3   // a target is not met and --require-targets was given
	exitInfeasible  = 4   // a question of where next has no possible answer
	exitUsage       = 64  // the command line is wrong
	exitInternal    = 70  // a fault of the program
	exitInterrupted = 130 // Ctrl-C
)

// Streams are the standard streams of a run.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// app is what all commands share.
type app struct {
	Streams
	lang       datasets.Lang
	quiet      bool
	noProgress bool
}

// t gives a text in the run's language.
func (a *app) t(zh, en string, args ...any) string { return datasets.T(zh, en, args...).In(a.lang) }

// say writes a line of message; where stderr is closed nobody reads it.
func (a *app) say(line string) { _, _ = fmt.Fprintln(a.Err, line) }

// usageError is a command line that cannot be understood.
type usageError struct{ error }

// missedError says that --require-targets was not fulfilled.
type missedError struct{ what datasets.Text }

func (e missedError) Error() string { return e.what.EN }

// Main runs the command line and returns the exit code.
func Main(args []string, s Streams) int {
	ignoreFileSizeSignal()
	aimForMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)() // a second Ctrl-C ends a program that cannot stop by itself
	out := &stdout{Writer: s.Out}
	s.Out = out
	a := &app{Streams: s, lang: langOf(args, os.Getenv)}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if out.failed != nil && (err == nil || errors.Is(err, out.failed)) {
		err = out.problem()
	}
	if err == nil {
		return exitOK
	}
	var best interruptedError
	if errors.As(err, &best) {
		a.say(a.t("已中断；以上是到此为止最好的选法", "interrupted; what is written above is the best so far"))
		return exitInterrupted
	}
	if ctx.Err() != nil {
		a.say(a.t("已中断；旧的输出未改动", "interrupted; earlier output is untouched"))
		return exitInterrupted
	}
	return a.fail(err)
}

// fail prints an error in the run's language and chooses the exit code.
func (a *app) fail(err error) int {
	var p *datasets.Problem
	var u usageError
	var m missedError
	var none infeasibleError
	switch {
	case errors.As(err, &none):
		a.say(none.what.In(a.lang))
		return exitInfeasible
	case errors.As(err, &m):
		a.say(m.what.In(a.lang))
		return exitMissed
	case errors.As(err, &p):
		a.say(a.t("错误：", "error: ") + p.In(a.lang))
		return exitData
	case errors.As(err, &u):
		a.say(a.t("用法有误：", "usage: ") + brief(a.usage(u)))
		a.say(a.t("  fugai help 列出命令，fugai COMMAND --help 说明一个命令", "  fugai help lists the commands, fugai COMMAND --help explains one"))
		return exitUsage
	}
	a.say(a.t("程序故障：", "internal error: ") + err.Error())
	a.say(a.t("  这是程序的缺陷，请附上命令与本信息报告", "  this is a defect of the program; please report it with the command and this message"))
	return exitInternal
}

// langOf finds the language before flags are parsed, so that help and usage
// errors speak it: --lang, else FUGAI_LANG, else an English locale, else
// Chinese.
func langOf(args []string, env func(string) string) datasets.Lang {
	for i, arg := range args {
		v, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok && (v == string(datasets.EN) || v == string(datasets.ZH)) {
			return datasets.Lang(v)
		}
	}
	for _, name := range []string{"FUGAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		switch v := env(name); {
		case strings.HasPrefix(v, "en"):
			return datasets.EN
		case v != "":
			return datasets.ZH
		}
	}
	return datasets.ZH
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "fugai",
		Short: a.t("设施覆盖分析：谁已覆盖、谁还缺、目标进度如何", "facility coverage: who is served, who is not, how far each target is"),
		Long: a.t(`fugai（覆盖）读入单元、人口与设施图层，按研究文件中的目标计算覆盖情况，输出报告、工作簿与 QGIS 工程。

退出码：0 完成（含警告） · 1 数据或研究文件有误 · 3 有目标未达标且给了 --require-targets · 4 选址没有可行的选法 · 64 用法有误 · 70 程序故障 · 130 被中断`,
			`fugai (覆盖, coverage) reads layers of units, people and facilities, measures the targets of a study file, and writes a report, a workbook and a QGIS project.

Exit codes: 0 done (warnings included) · 1 the data or the study is wrong · 3 a target is not met and --require-targets was given · 4 a choice of sites is not possible · 64 usage · 70 internal · 130 interrupted`),
		Example:                    "  fugai report --sample longgang --out out\n  fugai check stations.csv --as facilities",
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
		Args:                       a.onlyCommands,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	f := root.PersistentFlags()
	f.Var(&langFlag{&a.lang}, "lang", a.t("输出语言 zh 或 en", "language of the output, zh or en"))
	f.BoolVarP(&a.quiet, "quiet", "q", false, a.t("不在 stderr 上写提示与进度", "no messages or progress on stderr"))
	f.BoolVar(&a.noProgress, "no-progress", false, a.t("不显示进度条", "no progress bar"))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(a.reportCmd(), a.checkCmd(), a.gapsCmd(), a.siteCmd(), a.diffCmd(), a.nearestCmd(), a.convertCmd(), a.isochroneCmd(), a.costsCmd(), a.routeCmd(), a.initCmd(), a.samplesCmd(), a.schemaCmd(), a.versionCmd())
	a.speakHelp(root)
	usageOfArgs(root)
	return root
}

// usageOfArgs makes errors about the number of arguments usage errors, in
// every command below root.
func usageOfArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		usageOfArgs(sub)
	}
}

// langFlag is a flag that takes zh or en.
type langFlag struct{ lang *datasets.Lang }

func (f *langFlag) String() string { return string(*f.lang) }
func (f *langFlag) Type() string   { return "zh|en" }

// Set takes zh or en.
func (f *langFlag) Set(v string) error {
	if v != string(datasets.ZH) && v != string(datasets.EN) {
		return errors.New("zh | en")
	}
	*f.lang = datasets.Lang(v)
	return nil
}
