package cli

import (
	"errors"
	"strings"

	"fugai/datasets"
)

// keyFlag pairs a key of a layer in a study, which hints name, with the flag of
// a command that says the same of a single file.
type keyFlag struct{ key, flag string }

// inFlags adds to a problem the flags that stand for the keys in its hint.
func (a *app) inFlags(err error, all []keyFlag) error {
	var p *datasets.Problem
	if !errors.As(err, &p) {
		return err
	}
	line := a.flagLine(all, p.Hint)
	if line == "" {
		return err
	}
	told := *p
	told.Hint = datasets.Text{ZH: p.Hint.ZH + "\n  " + line, EN: p.Hint.EN + "\n  " + line}
	return &told
}

// sayFlags says which flags stand for the keys in the hints of findings.
func (a *app) sayFlags(found []datasets.Finding, all []keyFlag) {
	var hints []datasets.Text
	for _, f := range found {
		hints = append(hints, f.Hint)
	}
	if line := a.flagLine(all, hints...); line != "" {
		a.say(line)
	}
}

// flagLine names the flags for the keys in the hints, "" where none is there.
// The Chinese hints are searched: no word of theirs looks like a key.
func (a *app) flagLine(all []keyFlag, hints ...datasets.Text) string {
	var pairs []string
	for _, k := range all {
		for _, h := range hints {
			if hasKey(h.ZH, k.key) {
				pairs = append(pairs, k.key+" → "+k.flag)
				break
			}
		}
	}
	if len(pairs) == 0 {
		return ""
	}
	return a.t("（在这个命令里：%s）", "(in this command: %s)", strings.Join(pairs, ", "))
}

// hasKey tells a key that stands by itself, not in a longer word or a flag.
func hasKey(s, key string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], key)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(key)
		if (i == 0 || !inWord(s[i-1])) && (end == len(s) || !inWord(s[end])) {
			return true
		}
		from = end
	}
}

func inWord(b byte) bool {
	return b == '-' || b == '_' || b == '.' || b == '/' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}
