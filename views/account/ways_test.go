package account

import (
	"testing"
	"time"

	"statehouse/internal/testkit/drawn"
	"statehouse/models"
)

func TestHowOneSignsInIsChangedOnlyWhileTheSignInIsFresh(t *testing.T) {
	t.Parallel()
	page := AccountPage{Passkeys: []models.Passkey{{ID: 7, Name: "My <key>"}}, PasswordSince: time.Now(), CodesLeft: 3, HasPasskeys: true,
		Sessions: []SessionLine{{Session: models.Session{Ref: "here", Browser: "safari", System: "ios", Method: models.ByPasskey}, IsHere: true},
			{Session: models.Session{Ref: "there", Browser: "other", System: "other", Method: models.ByLink}}}}
	changes := "form[action^='/account/pass'], form[action='/account/recovery-codes']"
	stale := drawn.In(t, Account(page), "en")
	if stale.Find(changes).Length() != 0 || stale.Find("main a[href='/account/sign-in']").Length() != 1 {
		t.Error("a stale sign-in is offered changes, or no way to a fresh one")
	}
	if stale.Find("form[action='/account/sessions/there/end']").Length() != 1 || stale.Find("form[action='/account/sessions/here/end']").Length() != 0 {
		t.Error("another session, and only another, can be ended")
	}
	page.IsFresh = true
	for _, lang := range []string{"en", "es"} {
		fresh := drawn.In(t, Account(page), lang)
		if n := fresh.Find(changes).Length(); n != 5 {
			t.Errorf("%s: %d forms, want one for each passkey and one each for a new one, the password, its removal and the codes", lang, n)
		}
		if _, hidden := fresh.Find("form[data-passkey]").Attr("hidden"); !hidden {
			t.Errorf("%s: the form that needs a script shows without it", lang)
		}
	}
}

func TestAnAppIsToldItsKeyInAPictureAndInLetters(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, App(AppPage{Key: "ABCD EFGH", URI: "otpauth://totp/x?secret=ABCDEFGH", Size: 29, Path: "M4 4h1v1h-1z", Errors: map[string]string{"code": "error.code.wrong"}}), "en")
	if doc.Find("svg.qr path").AttrOr("d", "") != "M4 4h1v1h-1z" || doc.Find("main code").Text() != "ABCD EFGH" || doc.Find("a[href^='otpauth:']").Length() != 1 {
		t.Error("the key is lost")
	}
	if doc.Find("input[name=code]").AttrOr("aria-invalid", "") != "true" {
		t.Error("a wrong code is not marked")
	}
}
