package handlers_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// bring posts a file as a browser does.
func bring(t *testing.T, h http.Handler, path string, file []byte, cookies []*http.Cookie) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if file != nil {
		part, err := form.CreateFormFile("file", "park.png")
		if err != nil {
			t.Fatal(err)
		}
		part.Write(file)
	}
	form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return answerOf(h, r, cookies)
}

func postForm(h http.Handler, path string, form url.Values, cookies []*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return answerOf(h, r, cookies)
}

func answerOf(h http.Handler, r *http.Request, cookies []*http.Cookie) *httptest.ResponseRecorder {
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAPictureGoesIntoAStoryWithItsWords(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	moderator := signIn(t, a, e, "moderator")
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file []byte
		want int
		says string
	}{{nil, 422, "Choose a picture"}, {[]byte("no picture"), 422, "no JPEG, PNG or WebP"}, {bytes.Repeat([]byte("x"), 10<<20), 413, ""}, {file.Bytes(), 303, ""}} {
		if w := bring(t, e, "/moderate/pictures", c.file, moderator); w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%d bytes answer %d", len(c.file), w.Code)
		}
	}
	list := ask(e, http.MethodGet, "/moderate/pictures", moderator...).Body.String()
	address := regexp.MustCompile(`/pictures/[0-9a-f]{64}\.jpg`).FindString(list)
	if address == "" {
		t.Fatalf("the page lists none: %s", list)
	}
	if w := ask(e, http.MethodGet, address); w.Code != 200 || w.Header().Get("Content-Type") != "image/jpeg" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the picture answers %d with %v", w.Code, w.Header())
	}
	story := url.Values{"title_en": {"A day at the table"}, "summary_en": {"Short."}, "body_en": {"![](" + address + ")"}, "source_1_title": {"Our own notes"}}
	if w := postForm(e, "/moderate/stories", story, moderator); w.Code != 422 || !strings.Contains(w.Body.String(), "what is to be seen on each picture") {
		t.Errorf("a picture without words answers %d", w.Code)
	}
	story.Set("body_en", "![A table in a park]("+address+")")
	if w := postForm(e, "/moderate/stories", story, moderator); w.Code != 303 {
		t.Fatalf("it answers %d", w.Code)
	}
	if w := postForm(e, "/moderate/stories/a-day-at-the-table/publish", url.Values{"edition": {"1"}}, moderator); w.Code != 303 {
		t.Fatalf("publishing answers %d", w.Code)
	}
	if page := ask(e, http.MethodGet, "/stories/a-day-at-the-table").Body.String(); !strings.Contains(page, `<img src="`+address+`" alt="A table in a park"`) {
		t.Error("the story shows no picture")
	}
	remove := strings.TrimSuffix("/moderate"+address, ".jpg") + "/remove"
	if w := postForm(e, strings.Replace(remove, "/moderate", "/organize", 1), nil, signInOf(t, a, e, "organizer", "az")); w.Code != 404 {
		t.Errorf("somebody else's removal answers %d", w.Code)
	}
	if w := postForm(e, remove, nil, moderator); w.Code != 303 {
		t.Errorf("removal answers %d", w.Code)
	}
	if w := ask(e, http.MethodGet, address); w.Code != 404 {
		t.Errorf("afterwards it answers %d", w.Code)
	}
}
