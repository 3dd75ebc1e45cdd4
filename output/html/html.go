package html

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

//go:embed templates/*.gohtml assets/*.css assets/*.js
var files embed.FS

// Options chooses how the report opens. The zero value is ready to use.
type Options struct {
	Lang datasets.Lang // language shown first; "" is Chinese. The other one is one click away.
}

// styles and scripts in the order in which they are joined.
var (
	styleFiles  = [...]string{"assets/page.css", "assets/parts.css", "assets/map.css", "assets/print.css", "assets/siting.css"}
	scriptFiles = [...]string{"assets/lang.js", "assets/table.js", "assets/map.js", "assets/start.js"}
)

// Write writes the report of r to w as one UTF-8 HTML document. Everything
// that comes from data is escaped, and the page's policy allows no script but
// its own. The same result and options give the same bytes. An empty result
// gives a page that says so. Errors are those of w, of ctx, which is looked at for
// each target, or of a nil result.
func Write(ctx context.Context, w io.Writer, r *coverage.Result, opts Options) error {
	if r == nil {
		return errors.New("write report.html: there is no result")
	}
	lang := opts.Lang
	if lang != datasets.EN {
		lang = datasets.ZH
	}
	style, err := join(styleFiles[:])
	if err != nil {
		return err
	}
	script, err := join(scriptFiles[:])
	if err != nil {
		return err
	}
	tmpl, err := template.New("page.gohtml").Funcs(functions(lang)).ParseFS(files, "templates/*.gohtml")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	p, err := newPage(ctx, r, lang)
	if err != nil {
		return err
	}
	p.Style, p.Script = template.CSS(style), template.JS(script)
	p.Policy = policy(script)
	if err := tmpl.Execute(w, p); err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	return nil
}

// policy is the Content-Security-Policy of the page: nothing is loaded from
// anywhere, and only the script with this text runs.
func policy(script string) string {
	sum := sha256.Sum256([]byte(script))
	return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
		"script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func join(names []string) (string, error) {
	var b strings.Builder
	b.WriteByte('\n')
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("write report.html: %w", err)
		}
		// Windows check-outs may carry CRLF; a browser hashes what it normalised.
		b.WriteString(strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
	return b.String(), nil
}
