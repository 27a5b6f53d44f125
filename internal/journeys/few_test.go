package journeys

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/riverqueue/river"

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/packets"
	"statehouse/internal/smallcells"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// TestNobodyIsFoundOutInGeneratedCampaigns lets campaigns grow, shrink and move,
// and reads every digest, packet and public page after each step: no number of
// people from one to four, none that a total gives away, no name of who stays
// hidden, and no comment.
func TestNobodyIsFoundOutInGeneratedCampaigns(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		for seed := range uint64(4) {
			c := openCampaigners(t, h, seed)
			for range 4 {
				c.live()
				c.look()
			}
		}
	})
}

// nothing takes jobs and does none.
type nothing struct{}

func (nothing) Add(context.Context, *models.Tx, ...river.JobArgs) error { return nil }

// quiet is nothing for packets.
type quiet struct{}

func (quiet) Add(context.Context, *models.Tx, ...jobs.Job) error { return nil }

// campaigners is one generated campaign with what must never be seen of it.
type campaigners struct {
	*testing.T
	h        *house.House
	rng      *rand.Rand
	acts     *delivery.Delivery
	packets  *packets.Packets
	admin    models.Actor
	campaign models.Campaign
	seats    map[string][]models.Holder // by chamber
	people   []models.Signature
	secrets  []string                  // names of the hidden, comments, addresses
	seen     map[int64]bool            // digests that were read
	before   map[string]map[string]int // office → ZIP code → told last
}

func openCampaigners(t *testing.T, h *house.House, seed uint64) *campaigners {
	t.Helper()
	keys, clock := testkit.Keys(), testkit.NewClock()
	room := mailroom.Room{Keys: keys, Queue: nothing{}, Site: "Statehouse", BaseURL: h.URL, From: mail.Address{Email: "mail@example.org"}, LetterFrom: mail.Address{Email: "letters@example.org"}}
	user := models.User{Email: token.Code(8) + "@example.org", Name: "Sam Sample", Role: models.RoleAdmin, CreatedAt: testkit.Now}
	c := &campaigners{T: t, h: h, rng: rand.New(rand.NewPCG(seed, 22)), acts: delivery.New(h.DB, keys, room, districts.NewLocator(nil), clock.Now),
		packets: packets.New(h.DB, keys, quiet{}, h.URL, clock.Now), admin: models.Actor{User: &user}, campaign: testkit.MakeCampaign(t, h.DB),
		seats: map[string][]models.Holder{}, seen: map[int64]bool{}, before: map[string]map[string]int{}}
	for n := range 4 {
		for _, chamber := range []string{"upper", "lower"} {
			c.seats[chamber] = append(c.seats[chamber], testkit.MakeSeat(t, h.DB, "az", chamber, fmt.Sprintf("%d%d", seed+1, n)))
		}
	}
	c.write(func(ctx context.Context, tx *models.Tx) error {
		user.ID = 0
		if err := models.AddUser(ctx, tx, &user); err != nil {
			return err
		}
		var targets []models.Target
		for _, seats := range c.seats {
			for _, s := range seats {
				targets = append(targets, models.SeatTarget(s.SeatID))
			}
		}
		if err := models.SetTargets(ctx, tx, c.campaign, targets, testkit.Now); err != nil {
			return err
		}
		if err := models.SetMilestones(ctx, tx, c.campaign.ID, models.MilestoneOfState, []int{8, 20, 40, 60, 90}, testkit.Now); err != nil {
			return err
		}
		return models.SetMilestones(ctx, tx, c.campaign.ID, models.MilestoneOfDistrict, []int{5, 9, 15, 25}, testkit.Now)
	})
	return c
}

func (c *campaigners) write(fn func(ctx context.Context, tx *models.Tx) error) {
	c.Helper()
	if err := c.h.DB.Write(context.Background(), func(tx *models.Tx) error { return fn(context.Background(), tx) }); err != nil {
		c.Fatal(err)
	}
}

// live lets people sign, write, leave and move.
func (c *campaigners) live() {
	for range 10 + c.rng.IntN(30) {
		c.people = append(c.people, c.sign())
	}
	for i := range c.people {
		switch s := &c.people[i]; {
		case s.State != models.SignatureCounted:
		case c.rng.IntN(12) == 0:
			c.write(func(ctx context.Context, tx *models.Tx) error {
				left := *s
				err := models.MoveSignature(ctx, tx, &left, models.SignatureWithdrawn, "", testkit.Now.Add(time.Hour))
				if err == nil {
					*s = left
				}
				return err
			})
		case s.InState && c.rng.IntN(12) == 0:
			to := c.seats["upper"][c.rng.IntN(4)]
			c.write(func(ctx context.Context, tx *models.Tx) error {
				return models.SetMatches(ctx, tx, *s, "upper", []models.Match{{SignatureID: s.ID, DistrictID: to.DistrictID, Chamber: "upper", Method: models.MethodChosen, Confidence: "low", MatchedAt: testkit.Now}})
			})
		}
	}
	if err := c.acts.Plan(context.Background()); err != nil {
		c.Fatal(err)
	}
}

func (c *campaigners) sign() models.Signature {
	c.Helper()
	display := models.Displays[c.rng.IntN(3)]
	comment := "Words" + token.Code(10)
	name := "Shown" + token.Code(10) + " Family" + token.Code(10)
	c.secrets = append(c.secrets, comment)
	switch display {
	case models.DisplayHidden:
		c.secrets = append(c.secrets, strings.Fields(name)...)
	case models.DisplayFirst:
		c.secrets = append(c.secrets, strings.Fields(name)[1])
	}
	outside, n := c.rng.IntN(8) == 0, c.rng.IntN(1+c.rng.IntN(4)) // the later districts more seldom
	zip := 85003 + c.rng.IntN(1+c.rng.IntN(6))
	sig := testkit.MakeSignature(c.T, c.h.DB, testkit.Keys(), c.campaign, func(s *testkit.Signer) {
		s.Name, s.Comment, s.Display, s.ZIP, s.OutOfState = name, comment, display, strconv.Itoa(zip), outside
		if outside {
			s.ZIP = "60601"
			return
		}
		for _, chamber := range []string{"upper", "lower"} {
			if c.rng.IntN(6) > 0 {
				s.Districts = append(s.Districts, models.District{ID: c.seats[chamber][n].DistrictID, Chamber: chamber})
			}
		}
	})
	if !outside && c.rng.IntN(2) == 0 {
		testkit.MakeLetter(c.T, c.h.DB, testkit.Keys(), sig, c.seats["upper"][n])
	}
	return sig
}

// look reads everything that anybody may see.
func (c *campaigners) look() {
	c.Helper()
	c.lookAtDigests()
	c.lookAtPackets()
	v := c.h.Visitor(c.T)
	slug := c.campaign.Slug
	for _, path := range []string{"/petitions/" + slug, "/petitions/" + slug + "/positions", "/petitions/" + slug + "/deliveries", "/petitions/" + slug + "/deliveries/upper-" + c.seats["upper"][0].Code + "-1",
		"/petitions/" + slug + "/embed", "/petitions", "/v1/petitions", "/v1/petitions/" + slug, "/feeds/petitions.atom", "/states/az"} {
		c.tellsNobody(path, v.Open(path).Must(200).Body)
	}
	progress := v.Open("/petitions/" + slug + "/progress").Must(200)
	c.tellsNobody("the progress page", progress.Body)
	c.lookAtDistricts(progress.Document)
	deliveries := v.Open("/v1/petitions/" + slug + "/deliveries").Must(200).Body
	c.tellsNobody("the deliveries", deliveries)
	var told map[string]any
	if err := json.Unmarshal([]byte(deliveries), &told); err != nil {
		c.Fatal(err)
	}
	delete(told, "digests") // messages to offices, and no people
	delete(told, "petition")
	c.largeEnough("deliveries", told)
}

// largeEnough looks through the numbers of letters in an answer for programs.
func (c *campaigners) largeEnough(where string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if name != "position" {
				c.largeEnough(where+"."+name, inner)
			}
		}
	case []any:
		for _, inner := range v {
			c.largeEnough(where, inner)
		}
	case float64:
		if v > 0 && v < smallcells.Fewest {
			c.Errorf("%s is %v", where, v)
		}
	}
}

func (c *campaigners) tellsNobody(where, text string) {
	c.Helper()
	for _, secret := range c.secrets {
		if strings.Contains(text, secret) {
			c.Errorf("%s tells %s", where, secret)
		}
	}
}

// lookAtDistricts holds each chamber's table against the count of the state:
// what is not shown is nobody, or two districts and five people at least.
func (c *campaigners) lookAtDistricts(doc *goquery.Document) {
	c.Helper()
	counts := c.h.Counts(c.T, c.campaign.Slug)
	doc.Find("details.districts").Each(func(_ int, table *goquery.Selection) {
		shown, hidden := 0, 0
		table.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
			text := strings.TrimSpace(row.Find("td.number").Text())
			n, err := strconv.Atoi(text)
			switch {
			case err != nil:
				hidden++
			case n < smallcells.Fewest:
				c.Errorf("%s is told as %d", row.Find("th").Text(), n)
			}
			shown += n
		})
		if unplaced := regexp.MustCompile(`(\d+) counted signatures? ha`).FindStringSubmatch(table.Text()); unplaced != nil {
			n, _ := strconv.Atoi(unplaced[1])
			shown += n
		} else {
			hidden++ // those of whom no district is known
		}
		if rest := counts.InState - shown; rest != 0 && (rest < smallcells.Fewest || hidden < 2) {
			c.Errorf("of %d in the state %d are not told, of %d districts", counts.InState, rest, hidden)
		}
	})
}

func (c *campaigners) lookAtPackets() {
	c.Helper()
	ctx := context.Background()
	packet, err := c.packets.Ask(ctx, c.admin, c.campaign.Slug, 0, "en")
	if err != nil {
		c.Fatal(err)
	}
	if err := c.packets.Make(ctx, packet.ID); err != nil {
		c.Fatal(err)
	}
	if packet, err = models.PacketByID(ctx, c.h.DB.Read(), packet.ID); err != nil || packet.State != models.PacketReady {
		c.Fatalf("the packet is %s, %v", packet.State, err)
	}
	var file bytes.Buffer
	if err := c.packets.Copy(ctx, &file, packet, func() {}); err != nil {
		c.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		c.Fatal(err)
	}
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			c.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			c.Fatal(err)
		}
		c.tellsNobody(part.Name, string(content))
	}
}

var (
	cellLine = regexp.MustCompile(`(?m)^(\d{5}): at least (\d+)$`)
	ownLine  = regexp.MustCompile(`at least (\d+) are your constituents`)
)

// lookAtDigests reads the digests that are new, by the numbers of now.
func (c *campaigners) lookAtDigests() {
	c.Helper()
	ctx := context.Background()
	rows, err := models.MailsAfter(ctx, c.h.DB.Read(), 0, 100_000)
	if err != nil {
		c.Fatal(err)
	}
	for _, row := range rows {
		if row.Kind != mailroom.KindDigest || row.CampaignID == nil || *row.CampaignID != c.campaign.ID || c.seen[row.ID] {
			continue
		}
		c.seen[row.ID] = true
		encoded, err := testkit.Keys().Open(models.SealPurpose, row.Ref, row.Payload)
		if err != nil {
			c.Fatal(err)
		}
		m, err := mail.Decode(encoded)
		if err != nil {
			c.Fatal(err)
		}
		carried, err := models.DeliveriesIn(ctx, c.h.DB.Read(), row.ID)
		if err != nil || len(carried) != 1 {
			c.Fatalf("%d deliveries, %v", len(carried), err)
		}
		c.tellsNobody("a digest", m.Text+m.HTML+m.Subject)
		c.judge(carried[0].SeatID, m)
	}
}

// judge holds a digest against the people of its district, and against the one
// before it to the same office.
func (c *campaigners) judge(seatID int64, m mail.Message) {
	c.Helper()
	truth, all := c.zipsOf(seatID)
	told := map[string]int{}
	rest, hidden := all, 0
	for _, line := range cellLine.FindAllStringSubmatch(m.Text, -1) {
		told[line[1]], _ = strconv.Atoi(line[2])
	}
	for zip, n := range truth {
		switch shown, ok := told[zip]; {
		case !ok:
			hidden++
		case shown < smallcells.Fewest || shown > n || n-shown >= smallcells.Fewest || shown%smallcells.Fewest != 0:
			c.Errorf("%d people in %s are told as %d", n, zip, shown)
		default:
			rest -= n
		}
	}
	if len(told) > 0 && hidden > 0 && (hidden < 2 || rest < smallcells.Fewest) {
		c.Errorf("%d people of %d ZIP codes are not told beside %v of %d", rest, hidden, told, all)
	}
	sum := 0
	if own := ownLine.FindStringSubmatch(m.Text); own != nil {
		sum, _ = strconv.Atoi(own[1])
	}
	if sum != all-all%smallcells.Fewest {
		c.Errorf("%d constituents are told as %d", all, sum)
	}
	for zip, n := range c.before[m.To.Email] {
		if now, ok := told[zip]; ok && now != n && max(now-n, n-now) < smallcells.Fewest {
			c.Errorf("%s went from %d to %d", zip, n, now)
		}
	}
	c.before[m.To.Email] = told
}

// zipsOf are the counted people of a seat's district by ZIP code.
func (c *campaigners) zipsOf(seatID int64) (zips map[string]int, all int) {
	c.Helper()
	ctx, tx := context.Background(), c.h.DB.Read()
	holder, err := models.HolderOfSeat(ctx, tx, seatID)
	if err != nil {
		c.Fatal(err)
	}
	zips = map[string]int{}
	for _, s := range c.people {
		matches, err := models.MatchesOf(ctx, tx, s.ID)
		if err != nil {
			c.Fatal(err)
		}
		for _, m := range matches {
			if m.DistrictID == holder.DistrictID && s.State == models.SignatureCounted {
				person, err := s.OpenPerson(testkit.Keys())
				if err != nil {
					c.Fatal(err)
				}
				zips[person.ZIP]++
				all++
			}
		}
	}
	return zips, all
}
