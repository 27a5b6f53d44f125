package models

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"statehouse/internal/privacy"
)

// KeepSearch is how long what staff searched for is kept, unless signatures were
// taken out because of it; then as long as that can be undone.
const KeepSearch = 24 * time.Hour

// SignatureSearch is what a member of staff looked for among signatures. It is
// kept here so that no address ever holds it.
type SignatureSearch struct {
	ID        int64
	Ref       string
	UserID    int64
	State     string // of the country that it looks in, empty for all
	Criteria  []byte // sealed; empty once it is forgotten
	CreatedAt time.Time
}

// Criteria say which signatures are meant; empty ones say nothing. A star in a
// name, ZIP code or domain stands for anything.
type Criteria struct {
	Email    string `json:",omitempty"`
	Name     string `json:",omitempty"`
	ZIP      string `json:",omitempty"`
	Domain   string `json:",omitempty"`
	Campaign string `json:",omitempty"` // its slug
	Standing string `json:",omitempty"` // a SignatureState
	Since    string `json:",omitempty"` // a day
	Til      string `json:",omitempty"` // a day, itself included
}

// Narrow says whether the criteria name something of the signatures themselves,
// not only where to look.
func (c Criteria) Narrow() bool {
	c.Campaign, c.Standing = "", ""
	return !c.IsEmpty()
}

// IsEmpty says whether the criteria leave nothing out.
func (c Criteria) IsEmpty() bool {
	for _, text := range []string{c.Email, c.Name, c.ZIP, c.Domain, c.Campaign, c.Standing, c.Since, c.Til} {
		if strings.Trim(text, "*. ") != "" {
			return false
		}
	}
	return true
}

// Fit says whether somebody's name, ZIP code and domain are what is looked for.
// Addresses are found by their blind index instead.
func (c Criteria) Fit(p Person) bool {
	_, domain, _ := strings.Cut(strings.ToLower(p.Email), "@")
	return fits(c.Name, p.Name, nameKey) && fits(c.ZIP, p.ZIP, strings.TrimSpace) && fits(c.Domain, domain, strings.ToLower)
}

// fits says whether a text is a pattern's, where stars stand for anything.
func fits(pattern, text string, fold func(string) string) bool {
	if strings.TrimSpace(pattern) == "" {
		return true
	}
	parts := strings.Split(pattern, "*")
	for i := range parts {
		parts[i] = fold(parts[i])
	}
	first, last := parts[0], parts[len(parts)-1]
	rest, ok := strings.CutPrefix(fold(text), first)
	if len(parts) == 1 {
		return ok && rest == ""
	}
	if rest, ok = cutSuffix(rest, last, ok); !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	return true
}

func cutSuffix(text, suffix string, ok bool) (string, bool) {
	rest, has := strings.CutSuffix(text, suffix)
	return rest, ok && has
}

// Seal fills the sealed field.
func (s *SignatureSearch) Seal(k *privacy.Keys, c Criteria) error {
	encoded, err := json.Marshal(c)
	s.Criteria = k.Seal("signature_searches.criteria", s.Ref, encoded)
	return err
}

// Open opens the sealed field; what is forgotten is empty.
func (s SignatureSearch) Open(k *privacy.Keys) (c Criteria, err error) {
	if len(s.Criteria) == 0 {
		return c, nil
	}
	encoded, err := k.Open("signature_searches.criteria", s.Ref, s.Criteria)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(encoded, &c)
}

// AddSearch stores a search and fills its id.
func AddSearch(ctx context.Context, tx *Tx, s *SignatureSearch) error { return addOne(ctx, tx, s) }

// SearchByRef finds a search.
func SearchByRef(ctx context.Context, tx *Tx, ref string) (SignatureSearch, error) {
	return take[SignatureSearch](ctx, tx, "ref = ?", ref)
}

// SearchByID finds a search.
func SearchByID(ctx context.Context, tx *Tx, id int64) (SignatureSearch, error) {
	return take[SignatureSearch](ctx, tx, "id = ?", id)
}

// SearchesAfter pages through all searches.
func SearchesAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]SignatureSearch, error) {
	return rowsOf[SignatureSearch](ctx, tx, "SELECT * FROM signature_searches WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// SignatureFilter is what of a search the database can decide alone.
type SignatureFilter struct {
	CampaignID int64
	State      string // of the country
	ByAddress  bool
	Indexes    [][]byte // if ByAddress
	Standings  []SignatureState
	Since, Til time.Time // Til is the first moment that is left out
}

// FoundSignature is a signature with its campaign's name in addresses.
type FoundSignature struct {
	Signature
	Slug string
}

func (f SignatureFilter) where() (string, []any) {
	sql, args := " FROM signatures s JOIN campaigns c ON c.id = s.campaign_id WHERE s.erased_at IS NULL AND s.state IN ?", []any{f.Standings}
	if f.CampaignID != 0 {
		sql, args = sql+" AND s.campaign_id = ?", append(args, f.CampaignID)
	}
	if f.State != "" {
		sql, args = sql+" AND c.state = ?", append(args, f.State)
	}
	if f.ByAddress {
		sql, args = sql+" AND s.email_index IN ?", append(args, f.Indexes)
	}
	if !f.Since.IsZero() {
		sql, args = sql+" AND s.created_at >= ?", append(args, f.Since)
	}
	if !f.Til.IsZero() {
		sql, args = sql+" AND s.created_at < ?", append(args, f.Til)
	}
	return sql, args
}

// SignaturesDown lists those of a filter from before an id, newest first.
func SignaturesDown(ctx context.Context, tx *Tx, f SignatureFilter, before int64, limit int) ([]FoundSignature, error) {
	sql, args := f.where()
	return rowsOf[FoundSignature](ctx, tx, "SELECT s.*, c.slug"+sql+" AND s.id < ? ORDER BY s.id DESC LIMIT ?", append(args, before, limit)...)
}

// SignaturesUp lists those of a filter from after an id to another, oldest first.
func SignaturesUp(ctx context.Context, tx *Tx, f SignatureFilter, after, upTo int64, limit int) ([]FoundSignature, error) {
	sql, args := f.where()
	return rowsOf[FoundSignature](ctx, tx, "SELECT s.*, c.slug"+sql+" AND s.id > ? AND s.id <= ? ORDER BY s.id LIMIT ?", append(args, after, upTo, limit)...)
}

// LastSignatureID is the id of the newest signature, 0 if there is none.
func LastSignatureID(ctx context.Context, tx *Tx) (int64, error) {
	rows, err := rowsOf[int64](ctx, tx, "SELECT COALESCE(max(id), 0) FROM signatures")
	if err != nil {
		return 0, err
	}
	return rows[0], nil
}

// ForgetSearches deletes what was searched for before a time, and empties what
// signatures were taken out by, once that ended before another time.
func ForgetSearches(ctx context.Context, tx *Tx, before, ended time.Time) error {
	if _, err := tx.exec(ctx, `DELETE FROM signature_searches WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM invalidations i WHERE i.search_id = signature_searches.id)`, before); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `UPDATE signature_searches SET criteria = ? WHERE length(criteria) > 0 AND created_at < ? AND NOT EXISTS (SELECT 1 FROM invalidations i
WHERE i.search_id = signature_searches.id AND (i.ended_at > ? OR i.ended_at IS NULL AND i.moved_at > ? OR i.state IN ('counting','running','undoing')))`, []byte{}, before, ended, ended)
	return err
}

// Standings are the states that a search looks among.
func (c Criteria) Standings(among []SignatureState) []SignatureState {
	if c.Standing == "" {
		return among
	}
	if s := SignatureState(c.Standing); slices.Contains(among, s) {
		return []SignatureState{s}
	}
	return nil
}
