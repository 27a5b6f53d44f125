package browser

import (
	"context"
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Back presses the browser's Back button. It does not wait for the page.
func (b *Browser) Back() {
	b.t.Helper()
	b.do("go back", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		history, err := cdp.Call(ctx, t, page.GetNavigationHistory, cdp.Empty{})
		if err != nil || history.CurrentIndex == 0 {
			return err
		}
		to := history.Entries[history.CurrentIndex-1]
		_, err = cdp.Call(ctx, t, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: to.ID})
		return err
	}))
}

// Glimpse returns the title and the text that the tab shows at this moment: "" between two pages.
func (b *Browser) Glimpse() (shown string) {
	b.t.Helper()
	b.do("look at the page", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		got, err := cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: `document.title + " " + (document.body?.innerText ?? "")`})
		if err != nil {
			return ctx.Err() // the page has just gone
		}
		return json.Unmarshal(got.Result.Value, &shown)
	}))
	return shown
}
