package layout

import (
	"context"
	"time"

	"statehouse/internal/i18n"
	"statehouse/views/ui"
)

// The National Human Trafficking Hotline as published by the hotline itself and by
// the U.S. Department of Health and Human Services. Change the date with the numbers.
const (
	hotlinePhone     = "1-888-373-7888"
	hotlineWord      = "HELP"
	hotlineText      = "233733"
	hotlineTTY       = "711"
	hotlineEmergency = "911"
)

var hotlineChecked = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// Hotline is the panel of numbers for people who need help, ready for
// ui.HotlinePanel, in the language of the context.
func Hotline(ctx context.Context) ui.Hotline {
	return ui.Hotline{
		Title: i18n.T(ctx, "common.hotline.title"),
		Lead:  i18n.T(ctx, "common.hotline.lead"),
		Lines: []ui.HotlineLine{
			{Label: i18n.T(ctx, "common.hotline.call"), Text: hotlinePhone, URL: "tel:+" + hotlinePhone},
			{Label: i18n.T(ctx, "common.hotline.text"), Text: i18n.T(ctx, "common.hotline.text.to", "Word", hotlineWord, "Number", hotlineText), URL: "sms:" + hotlineText},
			{Label: i18n.T(ctx, "common.hotline.tty"), Text: hotlineTTY, URL: "tel:" + hotlineTTY},
			{Label: i18n.T(ctx, "common.hotline.emergency"), Text: hotlineEmergency, URL: "tel:" + hotlineEmergency},
		},
		Note: i18n.T(ctx, "common.hotline.checked", "Date", i18n.Date(ctx, hotlineChecked)),
	}
}
