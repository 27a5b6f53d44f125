package scrutiny

import (
	"context"
	"math"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// When something is told of. The petitions service of the UK lists a domain from 100
// signatures an hour on one petition and calls its staff from 200, in a country of
// 67 million; a petition of one state gets fewer, so numbers here are lower and a
// share must be unusual too. Mail that comes back or is called unwanted costs us
// our name with mailbox providers from 2 % and 0.1 % on.
const (
	watched     = 6 * time.Hour  // new signatures that are looked at
	toConfirm   = time.Hour      // how long people are given before they count as not confirming
	mailWatched = 24 * time.Hour // mails whose fate is looked at

	fewestOfDomain = 50   // of one domain: fewer can be a class, a shelter or a family reunion
	unusualOdds    = 4    // times its usual odds: from 5 to 17 %, from 50 to 80 %
	leastUsual     = 0.05 // any domain may have so much
	fewestPending  = 100
	mostPending    = 2. / 3 // two in five is bad luck with mail; two in three is not
	fewestBounces  = 10
	mostBounces    = 0.02
	fewestUnwanted = 3
	mostUnwanted   = 0.001
	usualFrom      = 200    // so many earlier signatures say what is usual
	usualSample    = 5_000  // and so many are asked
	mostWatched    = 50_000 // signatures that one look opens at most
	watchedAtOnce  = 2_000
	unknown        = -.001            // a usual share that nobody knows
	slotOfAnAlert  = 15 * time.Minute // two looks at once find one window
)

// providers are mailbox providers of millions of people: how many of them are usual
// must be known before a share says anything.
var providers = []string{
	"gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "aol.com", "icloud.com", "me.com", "mac.com",
	"proton.me", "protonmail.com", "comcast.net", "att.net", "verizon.net", "sbcglobal.net", "cox.net", "charter.net", "privaterelay.appleid.com", "duck.com", "mozmail.com",
}

// flow is a campaign's signatures of a while.
type flow struct {
	all, ripe, pending int // ripe had their time to be confirmed; pending are those of them that were not
	domains            map[string]int
}

func (f *flow) add(domain string) {
	f.all++
	f.domains[domain]++
}

// stream is what a look has seen: the new signatures and those before, by campaign;
// before[0] are those of all campaigns.
type stream struct {
	recent, before map[int64]*flow
}

func of(m map[int64]*flow, id int64) *flow {
	if m[id] == nil {
		m[id] = &flow{domains: map[string]int{}}
	}
	return m[id]
}

// Watch looks at the newest signatures and at what became of mail, and keeps an alert
// of what is unusual. It returns how many are new.
func (s *Scrutiny) Watch(ctx context.Context) (raised int, err error) {
	defer fault.Wrap(&err, "scrutiny.Watch")
	now := s.moment()
	til := now.Truncate(slotOfAnAlert)
	seen, err := s.stream(ctx, now)
	if err != nil {
		return 0, err
	}
	fates, err := models.MailFates(ctx, s.db.Read(), now.Add(-mailWatched))
	if err != nil {
		return 0, err
	}
	var alerts []models.Alert
	for id, recent := range seen.recent {
		for _, a := range append(unusualDomains(*recent, *of(seen.before, id), *of(seen.before, 0)), unconfirmed(*recent)...) {
			a.CampaignID, a.Since = id, now.Add(-watched)
			alerts = append(alerts, a)
		}
	}
	for _, fate := range fates {
		for _, a := range unwelcome(fate) {
			a.CampaignID, a.Since = fate.CampaignID, now.Add(-mailWatched)
			alerts = append(alerts, a)
		}
	}
	if len(alerts) == 0 {
		return 0, nil
	}
	return raised, s.db.Write(ctx, func(tx *models.Tx) error {
		raised = 0
		for _, a := range alerts {
			a.Ref, a.Til, a.CreatedAt = token.Ref(), til, now
			isNew, err := models.AddAlert(ctx, tx, &a)
			if err != nil {
				return err
			}
			if isNew {
				raised++
			}
		}
		return nil
	})
}

// stream reads from the newest signature down: the watched ones, and as many before
// them as say what is usual. Nothing is read further if nobody signed lately.
func (s *Scrutiny) stream(ctx context.Context, now time.Time) (seen stream, err error) {
	seen = stream{recent: map[int64]*flow{}, before: map[int64]*flow{}}
	for before, looked := int64(math.MaxInt64), 0; looked < mostWatched; {
		rows, err := models.NewestSignatures(ctx, s.db.Read(), before, watchedAtOnce)
		if err != nil {
			return seen, err
		}
		for _, row := range rows {
			isNew := row.CreatedAt.After(now.Add(-watched))
			if !isNew && (len(seen.recent) == 0 || of(seen.before, 0).all == usualSample) {
				return seen, nil
			}
			domain, err := row.Domain(s.keys)
			if err != nil {
				return seen, err
			}
			before, looked = row.ID, looked+1
			if !isNew {
				of(seen.before, row.CampaignID).add(domain)
				of(seen.before, 0).add(domain)
				continue
			}
			t := of(seen.recent, row.CampaignID)
			t.add(domain)
			if row.CreatedAt.Before(now.Add(-toConfirm)) {
				t.ripe++
				if row.State == models.SignaturePending {
					t.pending++
				}
			}
		}
		if len(rows) < watchedAtOnce {
			return seen, nil
		}
	}
	return seen, nil
}

// unusualDomains are those whose share of a campaign's new signatures is far above
// what it is usually there, or everywhere where a campaign has few before.
func unusualDomains(recent, before, everywhere flow) (list []models.Alert) {
	if before.all < usualFrom {
		before = everywhere
	}
	isKnown := before.all >= usualFrom
	for domain, n := range recent.domains {
		if n < fewestOfDomain || domain == "" || !isKnown && slices.Contains(providers, domain) {
			continue
		}
		usual := unknown
		if isKnown {
			usual = float64(before.domains[domain]) / float64(before.all)
		}
		u := max(usual, leastUsual)
		threshold := unusualOdds * u / (1 + (unusualOdds-1)*u)
		if float64(n) > threshold*float64(recent.all) {
			list = append(list, models.Alert{Kind: models.AlertDomain, Domain: domain, Found: n, Among: recent.all, Usual: thousandths(usual), Threshold: thousandths(threshold)})
		}
	}
	return list
}

// unconfirmed tells of many signatures that nobody confirms.
func unconfirmed(recent flow) []models.Alert {
	if recent.pending < fewestPending || float64(recent.pending) < mostPending*float64(recent.ripe) {
		return nil
	}
	return []models.Alert{{Kind: models.AlertPending, Found: recent.pending, Among: recent.ripe, Threshold: thousandths(mostPending)}}
}

// unwelcome tells of mail that comes back, or that people call unwanted.
func unwelcome(f models.MailFate) (list []models.Alert) {
	if f.Bounced >= fewestBounces && float64(f.Bounced) >= mostBounces*float64(f.Settled) {
		list = append(list, models.Alert{Kind: models.AlertBounces, Found: f.Bounced, Among: f.Settled, Threshold: thousandths(mostBounces)})
	}
	if f.Complained >= fewestUnwanted && float64(f.Complained) >= mostUnwanted*float64(f.Settled) {
		list = append(list, models.Alert{Kind: models.AlertComplaints, Found: f.Complained, Among: f.Settled, Threshold: thousandths(mostUnwanted)})
	}
	return list
}

func thousandths(share float64) int { return int(math.Round(share * 1000)) }
