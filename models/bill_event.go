package models

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"
)

// BillEventKind is what an event of a bill tells.
type BillEventKind string

// The kinds.
const (
	BillStep    BillEventKind = "stage"
	BillHearing BillEventKind = "hearing"
	BillVote    BillEventKind = "vote"
	BillStruck  BillEventKind = "struck" // an event that was a mistake, or will not be
)

// BillEventKinds lists them all.
var BillEventKinds = []BillEventKind{BillStep, BillHearing, BillVote, BillStruck}

// BillEvent is one thing that happened to a bill, or will. Events are only ever
// added: one that is wrong is corrected by another, and each holds the hash of all
// that came before it.
type BillEvent struct {
	ID              int64
	CampaignID      int64
	Number          int // from 1, without a gap
	Kind            BillEventKind
	Corrects        int    // the number of the event that this one stands instead of; 0 for none
	Bill            string // its name then
	Stage           BillStage
	Day             string     // in the state, YYYY-MM-DD
	StartsAt        *time.Time // of a hearing
	Chamber         string     // whose hearing or vote it is
	CommitteeID     *int64     // if it is a committee's that the lists know
	Body            string     // the committee's name then
	Place           string
	Yes, No, Absent int // of a vote
	Passed          bool
	Note            string // in public
	Source          string // an address on the web, or what and where in words
	UserID          int64
	At              time.Time
	Hash            []byte // SHA-256
}

// BillEventHash is the hash of an event after another, the first after nil.
func BillEventHash(before []byte, e BillEvent) []byte {
	var starts []byte
	if e.StartsAt != nil {
		starts = chainTime(*e.StartsAt)
	}
	fields := [][]byte{chainNumber(e.CampaignID), chainNumber(int64(e.Number)), []byte(e.Kind), chainNumber(int64(e.Corrects)), []byte(e.Bill), []byte(e.Stage), []byte(e.Day), starts,
		[]byte(e.Chamber), chainUser(e.CommitteeID), []byte(e.Body), []byte(e.Place)}
	for _, n := range []int{e.Yes, e.No, e.Absent} {
		fields = append(fields, chainNumber(int64(n)))
	}
	return chainHash(before, append(fields, []byte(strconv.FormatBool(e.Passed)), []byte(e.Note), []byte(e.Source), chainNumber(e.UserID), chainTime(e.At))...)
}

// BillEvents lists what is known of a campaign's bill, in the order it was noted.
func BillEvents(ctx context.Context, tx *Tx, campaignID int64) ([]BillEvent, error) {
	return rowsOf[BillEvent](ctx, tx, "SELECT * FROM bill_events WHERE campaign_id = ? ORDER BY number", campaignID)
}

// AddBillEvent adds an event at the end of a bill's. A Conflict fault if what it
// corrects has been corrected by another.
func AddBillEvent(ctx context.Context, tx *Tx, e *BillEvent) error {
	if err := moved(tx.exec(ctx, "UPDATE bills SET entries = entries + 1 WHERE campaign_id = ?", e.CampaignID)); err != nil { // it locks the row, so that numbers have no gap
		return err
	}
	bill, err := BillOf(ctx, tx, e.CampaignID)
	if err != nil {
		return err
	}
	e.Number = bill.Entries
	e.Hash = BillEventHash(bill.Head, *e)
	if err := addOne(ctx, tx, e); err != nil {
		return err
	}
	return moved(tx.exec(ctx, "UPDATE bills SET head = ? WHERE campaign_id = ?", e.Hash, e.CampaignID))
}

// StandingEvents are those that no other one corrects, and that strike none.
func StandingEvents(list []BillEvent) (stand []BillEvent) {
	for _, e := range list {
		if e.Kind != BillStruck && !slices.ContainsFunc(list, func(o BillEvent) bool { return o.Corrects == e.Number }) {
			stand = append(stand, e)
		}
	}
	return stand
}

// byDay orders events by when they happened, and those of a day as they were noted.
func byDay(a, b BillEvent) int {
	if a.StartsAt != nil && b.StartsAt != nil {
		return a.StartsAt.Compare(*b.StartsAt)
	}
	return cmp.Or(cmp.Compare(a.Day, b.Day), a.Number-b.Number)
}

// InOrder are the standing events by when they happened, the last first.
func InOrder(list []BillEvent) []BillEvent {
	list = StandingEvents(list)
	slices.SortStableFunc(list, func(a, b BillEvent) int { return byDay(b, a) })
	return list
}

// HearingSoon is how long before a hearing people are told of it at the first
// glance.
const HearingSoon = 72 * time.Hour

// HearingsSoon are the hearings that begin within HearingSoon, the next first. One
// that has begun is none of them.
func HearingsSoon(list []BillEvent, now time.Time) (soon []BillEvent) {
	for _, e := range StandingEvents(list) {
		if e.Kind == BillHearing && e.StartsAt.After(now) && !e.StartsAt.After(now.Add(HearingSoon)) {
			soon = append(soon, e)
		}
	}
	slices.SortStableFunc(soon, byDay)
	return soon
}

// BillEventsAreChained says whether a bill's events, in order, hold together and come
// by where the bill's ended when it was read.
func BillEventsAreChained(b Bill, list []BillEvent) bool {
	var before []byte
	for i, e := range list {
		if i == b.Entries && !bytes.Equal(before, b.Head) || e.Number != i+1 || !bytes.Equal(e.Hash, BillEventHash(before, e)) {
			return false
		}
		before = e.Hash
	}
	return len(list) > b.Entries || len(list) == b.Entries && bytes.Equal(before, b.Head)
}

// BillsAfter pages through the bills by campaign.
func BillsAfter(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Bill, error) {
	return rowsOf[Bill](ctx, tx, "SELECT * FROM bills WHERE campaign_id > ? ORDER BY campaign_id LIMIT ?", campaignID, limit)
}

// BillRules hold events to what they correct and whose they are.
var BillRules = []Rule{
	{"has lost or gained events", `SELECT 'campaign ' || c.slug || ' bill' FROM bills b JOIN campaigns c ON c.id = b.campaign_id
WHERE b.entries <> (SELECT count(*) FROM bill_events e WHERE e.campaign_id = b.campaign_id)`},
	{"corrects an event that is not there or strikes one itself", `SELECT 'campaign ' || c.slug || ' bill event ' || e.number FROM bill_events e JOIN campaigns c ON c.id = e.campaign_id
WHERE e.corrects > 0 AND NOT EXISTS (SELECT 1 FROM bill_events o WHERE o.campaign_id = e.campaign_id AND o.number = e.corrects AND o.kind <> 'struck')`},
	{"is of a committee of another state", `SELECT 'campaign ' || c.slug || ' bill event ' || e.number FROM bill_events e JOIN campaigns c ON c.id = e.campaign_id
JOIN committees k ON k.id = e.committee_id WHERE k.state <> c.state`},
}
