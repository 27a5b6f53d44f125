package public_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/smallcells"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/drawn"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// posted lets n people write to a seat; bounced of their letters were refused,
// the others arrived. It returns the first letter.
func posted(t *testing.T, h *house.House, campaign models.Campaign, seat models.Holder, n, bounced int) (first models.Letter) {
	t.Helper()
	ctx := t.Context()
	for i := range n {
		letter := testkit.MakeLetter(t, h.DB, h.Keys, testkit.MakeSignature(t, h.DB, h.Keys, campaign, func(s *testkit.Signer) { s.Name = "Zebulon Quince" }), seat)
		if i == 0 {
			first = letter
		}
		if err := h.DB.Write(ctx, func(tx *models.Tx) error {
			deliveries, err := models.DeliveriesOf(ctx, tx, letter.ID)
			if err != nil {
				return err
			}
			state := models.MailDelivered
			if i < bounced {
				state = models.MailBounced
			}
			_, err = models.ReportMail(ctx, tx, *deliveries[0].OutboxID, state, "id", testkit.Now)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return first
}

// answered has an office answer some of the letters that it was sent.
func answered(t *testing.T, h *house.House, campaign models.Campaign, seat models.Holder, n int) {
	t.Helper()
	rows, err := h.DB.SQL().QueryContext(t.Context(), fmt.Sprintf(`SELECT d.id, l.signature_id FROM deliveries d JOIN letters l ON l.id = d.letter_id
WHERE d.campaign_id = %d AND d.seat_id = %d ORDER BY d.id DESC LIMIT %d`, campaign.ID, seat.SeatID, n))
	if err != nil {
		t.Fatal(err)
	}
	var ids [][2]int64
	for rows.Next() {
		var id [2]int64
		if err := rows.Scan(&id[0], &id[1]); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		delivery, err := models.DeliveryByID(t.Context(), h.DB.Read(), id[0])
		if err != nil {
			t.Fatal(err)
		}
		sig, err := models.SignatureByID(t.Context(), h.DB.Read(), id[1])
		if err != nil {
			t.Fatal(err)
		}
		testkit.MakeRelay(t, h.DB, h.Keys, sig, delivery)
	}
}

// cells are the cells of a part of a page that say something.
func cells(part *goquery.Selection) string {
	var all []string
	part.Find("tbody th, tbody td").Each(func(_ int, cell *goquery.Selection) {
		if text := said(cell); text != "" {
			all = append(all, text)
		}
	})
	return strings.Join(all, " ")
}

// tellsNoFew fails if a page's numbers hold one from 1 to 4, or a name.
func tellsNoFew(t *testing.T, path, body string) {
	t.Helper()
	doc := drawn.Read(t, body)
	doc.Find("td.number").Each(func(_ int, cell *goquery.Selection) {
		if said(cell) == "not told" {
			return
		}
		if n, err := strconv.Atoi(strings.ReplaceAll(said(cell), ",", "")); err != nil || n > 0 && n < smallcells.Fewest {
			t.Errorf("%s tells %q", path, said(cell))
		}
	})
	if strings.Contains(body, "Zebulon") || strings.Contains(body, "Quince") {
		t.Errorf("%s names a signer who is hidden", path)
	}
}

func TestTheCertificateTellsOfficesApartThatAreLargeEnough(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, campaign := open(t, database)
		large, small, other := testkit.MakeSeat(t, h.DB, "az", "upper", "71"), testkit.MakeSeat(t, h.DB, "az", "upper", "72"), testkit.MakeSeat(t, h.DB, "az", "lower", "73")
		nobody := testkit.MakeSeat(t, h.DB, "az", "lower", "74")
		posted(t, h, campaign, large, 14, 6)
		posted(t, h, campaign, small, 4, 0)
		posted(t, h, campaign, other, 6, 1)
		root := "/petitions/" + campaign.Slug + "/deliveries"
		page := send(h, http.MethodGet, root, "")
		doc := parsed(t, page)
		if got := cells(doc.Find("section[aria-labelledby=offices]")); page.Code != http.StatusOK || got != "Arizona Senate, District 71 14 0 Other offices together 10 0" {
			t.Fatalf("%d: the offices are %q", page.Code, got)
		}
		if got := cells(doc.Find("section[aria-labelledby=all]")); got != "Delivered 8 Refused 6 Taken by our mail provider 10 Letters written 24" {
			t.Errorf("all together: %q", got)
		}
		if got := cells(parsed(t, send(h, http.MethodGet, "/petitions/"+campaign.Slug+"/progress", "")).Find("section[aria-labelledby=letters]")); got != "Delivered 8 Refused 6 Taken by our mail provider 10 Letters written 24" {
			t.Errorf("the progress page tells more: %q", got)
		}
		for seat, heads := range map[string]int{"upper-71-1": 14, "upper-72-1": 0, "lower-73-1": 0, "lower-74-1": 0} {
			office := send(h, http.MethodGet, root+"/"+seat, "")
			list := strings.Fields(parsed(t, office).Find("pre").Text())
			if office.Code != http.StatusOK || len(list) != heads || heads == 0 && !strings.Contains(office.Body.String(), "are not told apart") {
				t.Errorf("%s: %d with %d hashes", seat, office.Code, len(list))
			}
			tellsNoFew(t, seat, office.Body.String())
		}
		if a, b := send(h, http.MethodGet, root+"/upper-72-1", "").Body.String(), send(h, http.MethodGet, root+"/lower-74-1", "").Body.String(); strings.NewReplacer("upper-72-1", "x", "Senate", "Chamber", "District 72", "District").Replace(a) !=
			strings.NewReplacer("lower-74-1", "x", "House of Representatives", "Chamber", "District 74", "District").Replace(b) {
			t.Errorf("few letters look different from none: %d", nobody.SeatID)
		}
		tellsNoFew(t, root, page.Body.String())
		if got := send(h, http.MethodGet, root+"/upper-99-1", "").Code; got != http.StatusNotFound {
			t.Errorf("a seat that is not there: %d", got)
		}
	})
}

func TestTheCertificateForProgramsTellsTheSame(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, campaign := open(t, database)
		seat, other := testkit.MakeSeat(t, h.DB, "az", "upper", "71"), testkit.MakeSeat(t, h.DB, "az", "upper", "72")
		get := func() (all struct {
			Few bool
			All struct {
				Written      int
				States       map[string]int
				NotToldApart int `json:"not_told_apart"`
			}
			Offices []struct{ Office string }
			Rest    any `json:"other_offices"`
		}) {
			answer := send(h, http.MethodGet, "/v1/petitions/"+campaign.Slug+"/deliveries", "")
			if err := json.Unmarshal(answer.Body.Bytes(), &all); err != nil || answer.Code != http.StatusOK {
				t.Fatalf("%d, %v", answer.Code, err)
			}
			return all
		}
		posted(t, h, campaign, seat, 4, 0)
		if got := get(); !got.Few || got.All.Written != 0 {
			t.Errorf("of four letters is told %+v", got)
		}
		posted(t, h, campaign, seat, 3, 0)
		if got := get(); got.Few || got.All.Written != 7 || len(got.Offices) != 1 || got.Offices[0].Office != "upper-71-1" || got.Rest != nil {
			t.Errorf("of seven letters is told %+v", got)
		}
		posted(t, h, campaign, other, 1, 0)
		if got := get(); got.All.Written != 8 || len(got.Offices) != 0 || got.All.States["delivered"] != 8 {
			t.Errorf("a letter to another office is told apart: %+v", got)
		}
	})
}

// TestAWriterSeesEveryStepAndItsProof and finds the end of the chain in the
// public list.
func TestAWriterSeesEveryStepAndItsProof(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		answer := send(d.h, http.MethodPost, d.path(), letterTo(d.upper).Encode(), d.ticket)
		posted(t, d.h, d.campaign, d.upper, 5, 0)
		doc := parsed(t, send(d.h, http.MethodGet, strings.TrimSuffix(answer.Header().Get("Location"), "?sent=1"), ""))
		steps := doc.Find(".timeline li")
		if steps.Length() != 2 {
			t.Fatalf("%d steps: %s", steps.Length(), said(doc.Find("main")))
		}
		for i, want := range []string{"Written, ", "Put in the queue, "} {
			if got := said(steps.Eq(i)); !strings.HasPrefix(got, want) || !strings.Contains(got, "Our own record") || !strings.Contains(got, "not that it has left") {
				t.Errorf("step %d: %q", i+1, got)
			}
		}
		head := said(doc.Find("details code"))
		if list := parsed(t, send(d.h, http.MethodGet, "/petitions/"+d.campaign.Slug+"/deliveries/upper-1-1", "")).Find("pre").Text(); len(head) != 64 || !strings.Contains(list, head) {
			t.Errorf("%q is not in the list %q", head, list)
		}
	})
}

// TestNoPageOfGeneratedLettersTellsAFewOrAName reads every number of the pages
// and of the answer for programs.
func TestNoPageOfGeneratedLettersTellsAFewOrAName(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		rng := rand.New(rand.NewPCG(seed, seed))
		var seats []models.Holder
		for n := range 4 {
			seats = append(seats, testkit.MakeSeat(t, h.DB, "az", "upper", strconv.Itoa(71+n)))
		}
		for range 5 {
			campaign := testkit.MakeCampaign(t, h.DB)
			for _, seat := range seats {
				n := rng.IntN([]int{3, 6, 12}[rng.IntN(3)])
				posted(t, h, campaign, seat, n, rng.IntN(n+1))
				answered(t, h, campaign, seat, rng.IntN(n+1))
			}
			root := "/petitions/" + campaign.Slug
			for _, path := range []string{"/deliveries", "/deliveries/upper-71-1", "/deliveries/upper-72-1", "/deliveries/upper-73-1", "/deliveries/upper-74-1"} {
				page := send(h, http.MethodGet, root+path, "").Body.String()
				tellsNoFew(t, path, page)
			}
			answer := send(h, http.MethodGet, "/v1"+root+"/deliveries", "").Body.String()
			for _, number := range regexp.MustCompile(`"(\w+)":(\d+)`).FindAllStringSubmatch(answer, -1) {
				if n, _ := strconv.Atoi(number[2]); n > 0 && n < smallcells.Fewest && number[1] != "version" && number[1] != "position" {
					t.Errorf("%s is %d: %s", number[1], n, answer)
				}
			}
			if strings.Contains(answer, "Zebulon") {
				t.Error("the answer names a signer")
			}
		}
	})
}
