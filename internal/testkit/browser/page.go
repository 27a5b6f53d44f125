package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// URL returns the address of the page.
func (b *Browser) URL() string {
	b.t.Helper()
	return run(b, "read the address", chromedp.Location())
}

// Text returns the text that the first element shows, and fails the test where there is none.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	b.must(selector)
	return Eval[string](b, first(selector)+`.innerText.trim()`)
}

// Has reports whether the page has such an element.
func (b *Browser) Has(selector string) bool {
	b.t.Helper()
	return b.Count(selector) > 0
}

// Count returns how many such elements the page has.
func (b *Browser) Count(selector string) int {
	b.t.Helper()
	return Eval[int](b, `document.querySelectorAll(`+quoted(selector)+`).length`)
}

// Fill puts a value into a field: typed into inputs and text areas, chosen in selects.
func (b *Browser) Fill(selector, value string) {
	b.t.Helper()
	b.must(selector)
	typed := Eval[bool](b, fmt.Sprintf(`(field => {
		field.focus();
		if (field.tagName !== "SELECT") { field.select(); return true; }
		field.value = %s;
		field.dispatchEvent(new Event("input", {bubbles: true}));
		field.dispatchEvent(new Event("change", {bubbles: true}));
		return false;
	})(%s)`, quoted(value), first(selector)))
	if typed {
		b.do("type into "+selector, command(input.InsertText, input.InsertTextParams{Text: value}))
	}
	if got := Eval[string](b, first(selector)+`.value`); got != value {
		b.t.Fatalf("%s on %s took %q as %q", selector, b.URL(), value, got)
	}
}

// Click clicks a link or a button and waits for the page that it leads to. It returns that page's HTTP status.
func (b *Browser) Click(selector string) (status int) {
	b.t.Helper()
	b.must(selector)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
	return int(response.Status)
}

// Press clicks something that stays on the page: a checkbox, a disclosure, a scripted button.
func (b *Browser) Press(selector string) {
	b.t.Helper()
	b.must(selector)
	b.do("press "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Hold puts the pointer's button down on an element, and keeps it there.
func (b *Browser) Hold(selector string) {
	b.t.Helper()
	b.must(selector)
	at := Eval[[]float64](b, `(box => [box.x + box.width / 2, box.y + box.height / 2])(`+first(selector)+`.getBoundingClientRect())`)
	b.do("hold "+selector, command(input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMousePressed, X: at[0], Y: at[1], Button: input.MouseButtonLeft, ClickCount: 1}))
}

// Keys types on the keyboard; github.com/chromedp/chromedp/kb names the keys without a letter (kb.Tab, kb.Shift).
func (b *Browser) Keys(keys string) {
	b.t.Helper()
	b.do("type", chromedp.KeyEvent(keys))
}

// WaitFor waits until such an element is there.
func (b *Browser) WaitFor(selector string) {
	b.t.Helper()
	b.do("wait for "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
}

// Eval returns the value of a JavaScript expression on the page, which runs even where scripts are off.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	return run(b, "evaluate "+expression, chromedp.Evaluate[T](expression))
}

// must fails the test at once where a step needs an element that is not there.
func (b *Browser) must(selector string) {
	b.t.Helper()
	if !b.Has(selector) {
		b.t.Fatalf("%s has no element %s", b.URL(), selector)
	}
}

func first(selector string) string {
	return `document.querySelector(` + quoted(selector) + `)`
}

// quoted is text as a JavaScript string.
func quoted(text string) string {
	literal, _ := json.Marshal(text) // a string always marshals
	return string(literal)
}
