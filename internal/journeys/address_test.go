package journeys

import (
	"bytes"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/fakegeocoder"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

const (
	lettersPage = "/petitions/az-safe-harbor/letters"
	findForm    = "form[action$='/letters/find']"
)

// mappedHouse is a demo house that looks addresses up at a double.
func mappedHouse(t *testing.T, database string) (*house.House, *fakegeocoder.Geocoder) {
	t.Helper()
	double := fakegeocoder.New(t)
	h := house.Open(t, database, house.Setup{Env: map[string]string{"STATEHOUSE_GEOCODER_URL": double.URL}})
	if err := h.LoadDemo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return h, double
}

// sign is a visitor of a ZIP who has signed and confirmed.
func sign(t *testing.T, h *house.House, email, zip string) (*house.Visitor, models.Signature) {
	t.Helper()
	v := h.Visitor(t)
	form := url.Values{"name": {"Ada Example"}, "email": {email}, "zip": {zip}, "display": {"hidden"}}
	v.Open("/petitions/az-safe-harbor").Must(200).Submit("form[action$='/signatures']", form).Must(200)
	link := house.LinkIn(t, h.WaitMails(t, email, 1)[0].Text, "/s/")
	v.Open(link).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
	campaign, err := models.CampaignBySlug(t.Context(), h.DB.Read(), "az-safe-harbor")
	if err != nil {
		t.Fatal(err)
	}
	address, err := models.ParseEmail(email)
	if err != nil {
		t.Fatal(err)
	}
	index := models.SignatureIndex(h.Keys, campaign.Code, address)
	signatures, err := models.SignaturesAt(t.Context(), h.DB.Read(), campaign.ID, index)
	if err != nil || len(signatures) != 1 {
		t.Fatalf("%d signatures, %v", len(signatures), err)
	}
	return v, signatures[0]
}

// TestAnAddressAnswersWhatAZIPLeavesOpen: 85003 lies in two districts of each chamber.
func TestAnAddressAnswersWhatAZIPLeavesOpen(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, double := mappedHouse(t, database)
		double.Put("100 Sample St", fakegeocoder.Place{State: "AZ", Upper: "04011", Lower: "04011"})
		v, sig := sign(t, h, "ada@example.org", "85003")
		page := v.Open(lettersPage).Must(200)
		if !page.Has("input[type=radio][name=upper]") || !strings.Contains(page.Text(findForm), "127.0.0.1") {
			t.Fatalf("it does not ask, or not say where the street goes: %s", page.Text("main"))
		}
		if got, err := models.CandidatesOf(t.Context(), h.DB.Read(), sig.ID); err != nil || len(got) != 4 || got[0].Method != models.MethodAmbiguous {
			t.Errorf("candidates after confirming: %+v, %v", got, err)
		}
		page = page.Submit(findForm, url.Values{"street": {"100 Sample St"}}).Must(200)
		if page.Path != lettersPage+"?address=placed" || page.Has("input[type=radio][name=upper], input[type=radio][name=lower]") || page.Has("input[name=street][value*=Sample]") {
			t.Fatalf("at %s: %s", page.Path, page.Text("main"))
		}
		matches, err := models.MatchesOf(t.Context(), h.DB.Read(), sig.ID)
		if err != nil || len(matches) != 2 || matches[0].Method != models.MethodAddress || matches[0].Confidence != "high" || matches[0].Vintage != "2024" {
			t.Errorf("%+v, %v", matches, err)
		}
		if got, err := models.CandidatesOf(t.Context(), h.DB.Read(), sig.ID); err != nil || len(got) != 0 {
			t.Errorf("candidates stayed: %+v, %v", got, err)
		}
		sent := v.Open(lettersPage).Must(200).Submit("form[method=post][action$='/letters']", nil).Must(200)
		if !strings.HasPrefix(sent.Path, "/letters/") {
			t.Fatalf("after writing at %s: %s", sent.Path, sent.Text("main"))
		}
	})
}

// TestEveryAnswerOfAGeocoderLeadsOn: whatever comes back, the visitor sees
// legislators or is asked, and can choose a district.
func TestEveryAnswerOfAGeocoderLeadsOn(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, double := mappedHouse(t, database)
		in := func(upper, lower string) fakegeocoder.Place {
			return fakegeocoder.Place{State: "AZ", Lon: -112.08, Lat: 33.45, Upper: upper, Lower: lower}
		}
		double.Put("1 Known St", in("04011", "04011"))
		double.Put("2 Broken St", in(fakegeocoder.Broken, fakegeocoder.Broken))
		double.Put("3 Twin St", in("04011", "04011"), in("04005", "04005"))
		double.Put("4 Border St", fakegeocoder.Place{State: "NM", Upper: "35001"})
		double.Put("5 Water St", in("04ZZZ", "04ZZZ"))
		double.Put("6 Upper St", in("04011", ""))
		for _, x := range []struct {
			mode            fakegeocoder.Mode
			street, outcome string
			asks            bool
		}{
			{fakegeocoder.Answers, "1 Known St", "was found", false},
			{fakegeocoder.Answers, "2 Broken St", "was found", true},
			{fakegeocoder.Answers, "3 Twin St", "was found", true},
			{fakegeocoder.Answers, "4 Border St", "outside Arizona", true},
			{fakegeocoder.Answers, "5 Water St", "was found", true},
			{fakegeocoder.Answers, "6 Upper St", "was found", false},
			{fakegeocoder.Answers, "7 Nowhere St", "does not know", true},
			{fakegeocoder.Refuses, "??? St", "does not know", true},
			{fakegeocoder.Fails, "8 Late St", "no answer", true},
			{fakegeocoder.Answers, "81 Late St", "does not know", true}, // it is back: nothing waits
			{fakegeocoder.Page, "8 Late St", "no answer", true},
			{fakegeocoder.Answers, "82 Late St", "does not know", true},
			{fakegeocoder.BrokenJSON, "8 Late St", "no answer", true},
			{fakegeocoder.Answers, "83 Late St", "does not know", true},
			{fakegeocoder.NoResult, "8 Late St", "no answer", true},
			{fakegeocoder.Redirects, "8 Late St", "no answer", true},
			{fakegeocoder.Hangs, "8 Late St", "no answer", true},
			{fakegeocoder.Answers, "1 Known St", "was found", false}, // remembered
			{fakegeocoder.Answers, "84 Late St", "no answer", true},  // after three failures nobody asks for a while
		} {
			double.Play(x.mode)
			v := h.Visitor(t)
			page := v.Open(lettersPage).Must(200).Submit(findForm, url.Values{"street": {x.street}, "zip": {"85003"}}).Must(200)
			if !strings.Contains(page.Text("#outcome"), x.outcome) {
				t.Errorf("%s %s: it says %q", x.mode, x.street, page.Text("#outcome"))
			}
			if page.Has("input[type=radio][name=upper]") != x.asks || !page.Has("select[name=upper]") {
				t.Errorf("%s %s: no way on: %s", x.mode, x.street, page.Text("main"))
			}
			if found := x.outcome == "was found"; page.Has("input[name=street][value='"+x.street+"']") == found {
				t.Errorf("%s %s: the street is kept in the form, or lost", x.mode, x.street)
			}
			if !x.asks {
				continue
			}
			form := "form:has(input[type=radio])"
			chosen := page.Submit(form, url.Values{"upper": {"11"}, "lower": {"unsure"}}).Must(200)
			if !strings.Contains(chosen.Text("main"), "Curtis Ofori") || strings.Contains(chosen.Path, "St") {
				t.Errorf("%s %s: after choosing at %s: %s", x.mode, x.street, chosen.Path, chosen.Text("main"))
			}
		}
	})
}

func TestAnAddressFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h, double := mappedHouse(t, testkit.SQLiteURL(t))
	v := h.Visitor(t)
	page := v.Open(lettersPage+"?lang=es").Must(200).Submit(findForm, url.Values{"street": {"100 Sample St"}, "zip": {"850"}}).Must(422)
	if !page.Has("input[name=street][value='100 Sample St']") || !page.Has("input[name=zip][aria-invalid=true]") || len(double.Asked()) > 0 {
		t.Errorf("%s", page.Text("main"))
	}
	page = v.Post(lettersPage+"/find", url.Values{"street": {strings.Repeat("x", 101)}, "zip": {"85003"}}).Must(422)
	if !page.Has("input[name=street][aria-invalid=true]") {
		t.Errorf("%s", page.Text("main"))
	}
	page = v.Open(lettersPage).Must(200).Submit(findForm, url.Values{"zip": {"85012"}}).Must(200)
	if page.Path != lettersPage+"?zip=85012" || len(double.Asked()) > 0 {
		t.Errorf("without a street at %s, asked %v", page.Path, double.Asked())
	}
}

// TestTheAddressPageReadsWell has each form of the page looked at by axe.
func TestTheAddressPageReadsWell(t *testing.T) {
	t.Parallel()
	h, double := mappedHouse(t, testkit.SQLiteURL(t))
	double.Put("3 Twin St", fakegeocoder.Place{State: "AZ", Upper: "04011", Lower: "04011"}, fakegeocoder.Place{State: "AZ", Upper: "04005", Lower: "04005"})
	b := browser.New(t)
	b.Viewport(320, 640)
	look := func(name string) {
		for _, v := range b.Axe(t) {
			t.Errorf("%s: axe: %s", name, v)
		}
		if width := browser.Eval[int](b, "document.documentElement.scrollWidth"); width > 320 {
			t.Errorf("%s: %d px wide", name, width)
		}
		if got := b.CSPViolations(); len(got) > 0 {
			t.Errorf("%s: violations %v", name, got)
		}
		if got := b.RequestedHosts(); len(got) > 0 {
			t.Errorf("%s: foreign hosts %v", name, got)
		}
	}
	b.Open(h.URL + lettersPage)
	look("before")
	for _, x := range []struct {
		street, zip string
		status      int
	}{{"3 Twin St", "85003", 200}, {"7 Nowhere St", "85099", 200}, {"3 Twin St", "8", 422}} {
		b.Open(h.URL + lettersPage + "?lang=es")
		b.Fill("#street", x.street)
		b.Fill("#zip", x.zip)
		if got := b.Click(findForm + " button"); got != x.status {
			t.Errorf("%s: status %d", x.street, got)
		}
		look(x.street + " " + x.zip)
	}
}

// record is a log that may be read while it is written.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(line)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// TestAStreetAddressStaysNowhere looks for it in everything that stays: addresses
// of pages, the log, the files of the database, the mails.
func TestAStreetAddressStaysNowhere(t *testing.T) {
	t.Parallel()
	const street = "4711 Zanzibar Ln"
	var logged record
	database, double := testkit.SQLiteURL(t), fakegeocoder.New(t)
	h := house.Open(t, database, house.Setup{
		Env: map[string]string{"STATEHOUSE_GEOCODER_URL": double.URL},
		Log: slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err := h.LoadDemo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	double.Put(street, fakegeocoder.Place{State: "AZ", Upper: "04011", Lower: "04011"})
	v, _ := sign(t, h, "ada@example.org", "85003")
	for _, mode := range []fakegeocoder.Mode{fakegeocoder.Fails, fakegeocoder.Answers} {
		double.Play(mode)
		page := v.Open(lettersPage).Must(200).Submit(findForm, url.Values{"street": {street}}).Must(200)
		if strings.Contains(page.Path, "Zanzibar") {
			t.Errorf("%s tells the street", page.Path)
		}
	}
	if len(double.Asked()) != 3 {
		t.Fatalf("asked %d times", len(double.Asked()))
	}
	if text := logged.String(); strings.Contains(text, "Zanzibar") || !strings.Contains(text, "/petitions/:slug/letters/find") {
		t.Errorf("the log tells the street, or nothing:\n%s", text)
	}
	files := 0
	for _, folder := range []string{filepath.Dir(strings.TrimPrefix(database, "sqlite:")), filepath.Dir(h.Outbox)} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if bytes.Contains(content, []byte("Zanzibar")) {
				t.Errorf("%s holds the street", path)
			}
			files++
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if files < 3 {
		t.Errorf("looked into %d files", files)
	}
}
