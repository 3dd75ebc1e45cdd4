package html

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fugai/datasets"
)

// tab is the report in a real browser, with what it asked for and complained of.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []string
	problems []string
}

// open shows the sample's report at a window size. Without a browser the test
// is skipped, except where CI says that there must be one.
func open(t *testing.T, width, height int64) *tab {
	t.Helper()
	return openPage(t, render(t, newSample(), Options{Lang: datasets.ZH}), width, height)
}

// openPage shows any report.
func openPage(t *testing.T, page []byte, width, height int64) *tab {
	t.Helper()
	path := browser(t)
	file := filepath.Join(t.TempDir(), "报告 report.html")
	if err := os.WriteFile(file, page, 0o644); err != nil {
		t.Fatal(err)
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.UserDataDir(t.TempDir()))
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancelTime := context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(cancelTime)
	b := &tab{t: t, ctx: ctx}
	b.listen()
	address := (&url.URL{Scheme: "file", Path: file}).String()
	b.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(address))
	return b
}

func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no browser: install chromium, the report's script is tested in it")
	}
	t.Skip("no browser on the PATH: install chromium to test the report's script")
	return ""
}

func (b *tab) listen() {
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return err
	}))
	err := chromedp.Listen(b.ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			b.requests = append(b.requests, ev.Request.URL)
		case *runtime.EventExceptionThrown:
			b.problems = append(b.problems, ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			b.problems = append(b.problems, "console."+string(ev.Type))
		case *log.EventEntryAdded:
			b.problems = append(b.problems, ev.Entry.Text)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval runs an expression in the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func TestBrowserAsksForNothingAndDoesNotComplain(t *testing.T) {
	b := open(t, 1280, 900)
	b.do(chromedp.Sleep(300 * time.Millisecond))
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.requests) != 1 || !strings.HasPrefix(b.requests[0], "file:") {
		t.Errorf("requests %q, want the file alone", b.requests)
	}
	if len(b.problems) > 0 {
		t.Errorf("the browser complains: %q", b.problems)
	}
}

func TestBrowserMap(t *testing.T) {
	b := open(t, 1280, 900)
	const view = `document.querySelector("#t2-map .view").getAttribute("transform")`
	eval[bool](b, `document.getElementById("t2-map").scrollIntoView({block:"center",behavior:"instant"}), true`)
	before := eval[string](b, view)
	at := eval[[]float64](b, `(() => {const r=document.getElementById("t2-map").getBoundingClientRect();return [r.left+r.width/2,r.top+r.height/2]})()`)
	b.do(chromedp.DragAndDropXY(at[0], at[1], at[0]+120, at[1]+40, 6))
	dragged := eval[string](b, view)
	if dragged == before {
		t.Errorf("dragging left the map at %s", before)
	}
	b.do(chromedp.Click(chromedp.CSS(`#t2-map-box [data-zoom="in"]`)))
	if got := eval[string](b, view); !strings.Contains(got, "scale(1.6)") {
		t.Errorf("after zooming in: %s", got)
	}
	if got := eval[string](b, `document.querySelector("#t2-map .scale-text").textContent`); got != "2 km" && got != "5 km" {
		t.Errorf("scale bar after zooming in says %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS(`#t2-map-box [data-zoom="reset"]`)))
	if got := eval[string](b, view); got != before {
		t.Errorf("after reset %s, want %s", got, before)
	}
	eval[bool](b, `document.getElementById("t2-map").focus(), true`)
	b.do(chromedp.KeyEvent("+"))
	if got := eval[string](b, view); !strings.Contains(got, "scale(1.6)") {
		t.Errorf("after the + key: %s", got)
	}
	b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
	if got := eval[string](b, `document.getElementById("tip").hidden ? "" : document.getElementById("tip").textContent`); !strings.Contains(got, "社区") {
		t.Errorf("tooltip over the middle of the map is %q", got)
	}
}

func TestBrowserPinch(t *testing.T) {
	b := open(t, 390, 844)
	eval[bool](b, `document.getElementById("t1-map").scrollIntoView({block:"center",behavior:"instant"}), true`)
	at := eval[[]float64](b, `(() => {const r=document.getElementById("t1-map").getBoundingClientRect();return [r.left+r.width/2,r.top+r.height/2]})()`)
	touch := func(kind input.DispatchTouchEventType, apart float64) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			var fingers []*input.TouchPoint
			if apart > 0 {
				fingers = []*input.TouchPoint{{X: at[0] - apart, Y: at[1], ID: ptr(1)}, {X: at[0] + apart, Y: at[1], ID: ptr(2)}}
			}
			_, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: fingers})
			return err
		})
	}
	b.do(touch(input.DispatchTouchEventTypeTouchStart, 30))
	for apart := 35.0; apart <= 60; apart += 5 {
		b.do(touch(input.DispatchTouchEventTypeTouchMove, apart))
	}
	b.do(touch(input.DispatchTouchEventTypeTouchEnd, 0))
	// Fingers twice as far apart show the map twice as large, about.
	scale := eval[float64](b, `Number(/scale\(([\d.]+)/.exec(document.querySelector("#t1-map .view").getAttribute("transform"))[1])`)
	if scale < 1.6 || scale > 2.4 {
		t.Errorf("scale %v after pinching to twice the distance", scale)
	}
}

func TestBrowserKeyboardTooltip(t *testing.T) {
	b := open(t, 1280, 900)
	const tip = `document.getElementById("tip").textContent`
	eval[bool](b, `document.getElementById("t1-map").focus(), true`)
	b.do(chromedp.KeyEvent(kb.Tab)) // from the map to its first unit; arrows go on
	first := eval[string](b, tip)
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	second := eval[string](b, tip)
	if !strings.Contains(first, "街道") || !strings.Contains(second, "街道") || first == second {
		t.Errorf("tooltips %q and %q, want those of two units", first, second)
	}
}

func TestBrowserLanguage(t *testing.T) {
	b := open(t, 1280, 900)
	const heading = `document.querySelector("#answers h2").innerText`
	if got := eval[string](b, heading); got != "结论" {
		t.Errorf("heading %q, want 结论", got)
	}
	b.do(chromedp.Click(chromedp.CSS(`[data-lang="en"]`)))
	if got := eval[string](b, heading); got != "Answers" {
		t.Errorf("heading %q after the switch, want Answers", got)
	}
	if got := eval[string](b, `document.title+"|"+document.documentElement.lang`); got != "Coverage of child-friendly facilities in Longgang|en" {
		t.Errorf("title and language %q", got)
	}
	if got := eval[string](b, `document.getElementById("t1-map").getAttribute("aria-label")`); !strings.HasPrefix(got, "Map: ") {
		t.Errorf("map label %q after the switch", got)
	}
}

func TestBrowserTable(t *testing.T) {
	b := open(t, 1280, 900)
	const first = `document.querySelector("#t1-units tbody tr th").textContent`
	b.do(chromedp.Click(chromedp.CSS(`#t1-units thead th:nth-child(4)`)))
	counts := eval[[]float64](b, `Array.from(document.querySelectorAll("#t1-units tbody td:nth-child(4)"), (c) => Number(c.textContent))`)
	for i := 1; i < len(counts); i++ {
		if counts[i] > counts[i-1] {
			t.Fatalf("not sorted from the largest: %v", counts)
		}
	}
	csv := eval[string](b, `tableCSV(document.getElementById("t1-units"))`)
	if !strings.HasPrefix(csv, "\ufeff名称,代码,") || !strings.Contains(csv, "\"440307001000\t\"") || strings.Count(csv, "\r\n") != 12 {
		t.Errorf("CSV is %q", csv)
	}
	if got := eval[string](b, `tableCSV(document.getElementById("finding-2"))`); !strings.Contains(got, `"'=1+1"`) {
		t.Errorf("a formula stands bare in %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS(`[data-filter="missed"]`)))
	if got := eval[int](b, `document.querySelectorAll("#ledger tbody tr:not([hidden])").length`); got != 3 {
		t.Errorf("%d rows after filtering by missed, want 3", got)
	}
	if got := eval[string](b, first); got == "" {
		t.Error("the first row lost its name")
	}
}

func TestBrowserPhone(t *testing.T) {
	b := open(t, 390, 844)
	for _, lang := range []string{"zh", "en"} {
		eval[bool](b, `setLanguage("`+lang+`"), true`)
		if got := eval[float64](b, `document.documentElement.scrollWidth`); got > 390 {
			t.Errorf("%s: the page is %v px wide on a phone of 390", lang, got)
		}
		wide := eval[[]string](b, `Array.from(document.querySelectorAll("main *")).filter((e) => !e.closest(".scroll,svg") && e.getBoundingClientRect().right > 391).map((e) => e.tagName + "." + e.className)`)
		if len(wide) > 0 {
			t.Errorf("%s: beyond the screen: %q", lang, wide)
		}
	}
}
