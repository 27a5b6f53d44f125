package journeys

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// spellings are twenty ways to write to one mailbox.
func spellings() (all []string) {
	for _, local := range []string{"invented.supporter", "inventedsupporter", "Invented.Supporter", "i.n.v.e.n.t.e.d.supporter", "INVENTEDSUPPORTER"} {
		for _, rest := range []string{"@gmail.com", "@googlemail.com", "+az@gmail.com", "+a.b@GMAIL.com"} {
			all = append(all, local+rest)
		}
	}
	return all
}

// answer is all that a signer can see of one attempt.
type answer struct {
	status   int
	location string
	page     [sha256.Size]byte // that the answer leads to
}

// attempt signs without cookies and follows the answer by hand.
func attempt(home, slug, name, email string) (a answer, err error) {
	client := &http.Client{Timeout: 60 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(home+"/petitions/"+slug+"/signatures", url.Values{"name": {name}, "email": {email}, "zip": {"85012"}})
	if err != nil {
		return a, err
	}
	first, err := io.ReadAll(response.Body)
	response.Body.Close()
	a.status, a.location = response.StatusCode, response.Header.Get("Location")
	if err != nil || a.status != http.StatusSeeOther {
		return a, fmt.Errorf("status %d: %v", a.status, err)
	}
	if response, err = client.Get(home + a.location); err != nil {
		return a, err
	}
	defer response.Body.Close()
	second, err := io.ReadAll(response.Body)
	a.page = sha256.Sum256(append(first, second...))
	return a, err
}

// attempts makes n of them, at most 200 at once, in turn at the houses, and
// fails unless all are answered alike. It returns the one answer.
func attempts(t *testing.T, n int, slug, name string, houses ...*house.House) answer {
	t.Helper()
	var mu sync.Mutex
	seen := map[answer]int{}
	addresses, places := spellings(), make(chan struct{}, 200)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			a, err := attempt(houses[i%len(houses)].URL, slug, name, addresses[i%len(addresses)])
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			seen[a]++
		})
	}
	group.Wait()
	if len(seen) != 1 {
		t.Fatalf("%s: %d different answers: %v", name, len(seen), seen)
	}
	for a := range seen {
		return a
	}
	return answer{}
}

func TestAHouseholdIsTwoHoweverManyTry(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) { household(t, house.Open(t, database, house.Setup{})) })
	t.Run("two processes", func(t *testing.T) {
		t.Parallel()
		database := testkit.PostgresURL(t)
		household(t, house.Open(t, database, house.Setup{}), house.Open(t, database, house.Setup{}))
	})
}

// household lets one name sign 200 times at once in twenty spellings of one
// address, then a second person of the same ZIP, then a third.
func household(t *testing.T, houses ...*house.House) {
	t.Helper()
	campaign := testkit.MakeCampaign(t, houses[0].DB)
	many := 600
	if testing.Short() {
		many = 40
	}
	var first answer
	for i, person := range []struct {
		name  string
		tries int
		rows  int
	}{{"Ana Invented", 200, 1}, {"Bo Invented", 200, 2}, {"Cy Invented", many, 2}} {
		a := attempts(t, person.tries, campaign.Slug, person.name, houses...)
		if i == 0 {
			first = a
		}
		if a != first {
			t.Errorf("%s is answered otherwise: %+v, first %+v", person.name, a, first)
		}
		if rows := signaturesOf(t, houses[0], campaign, spellings()[0]); len(rows) != person.rows {
			t.Errorf("after %s the address has %d rows, want %d", person.name, len(rows), person.rows)
		}
		if n := number(t, houses[0].DB, "SELECT count(*) FROM signatures"); n != person.rows {
			t.Errorf("after %s there are %d rows, want %d", person.name, n, person.rows)
		}
	}
	settled(t, houses[0])
	mails := 0
	for _, h := range houses {
		mails += len(h.Mails(t, "@"))
	}
	if mails != 2 || number(t, houses[0].DB, "SELECT count(*) FROM outbox") != 2 {
		t.Errorf("%d mails went to the mailbox, want the 2 of its 2 people", mails)
	}
	if got, want := houses[0].Counts(t, campaign.Slug), (models.Counts{CampaignID: campaign.ID, Pending: 2}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}
